# title: errors follow the weights
# source: Montanari & Urbani, figure 30
# data overfitting-widths: as in dmft-5
# include shared/styles.gp

set xlabel "γ = a/√m"
set ylabel "training error"
set xrange [0:0.9]
set yrange [0:0.75]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {gamma_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     0.18 with FAINT title "τ^2/2"

set xlabel "training error"
set ylabel "test error"
set xrange [0:0.4]
set yrange [0.15:0.6]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {e_train_@m@}:{e_test_@m@} with lines ls @k@ title "m = @m@"
