# the threshold for noise one, and the noise that this problem has for large a
# include threshold.gp data=overfitting-threshold
tau_eff = sqrt(0.6**2 + 1.0/6)
