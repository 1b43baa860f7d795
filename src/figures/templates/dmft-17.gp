# title: lazy start, target and loud noise: weights
# source: Montanari & Urbani, figure 17
# data loud-target: as in dmft-16
# data loud-target-threshold: threshold dmft --h poly:0,0.9,0.5 --tau 2.5
# include shared/styles.gp

# include shared/threshold.gp data=loud-target-threshold
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:30]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {t_over_m_@m@}:{gamma_@m@} with lines ls @k@ title "m = @m@", \
     sqrt(2.5**2 + 0.5)*G with FAINT title "γ*"

set xlabel "a/√m"
set ylabel "training error"
set yrange [0:1]
set xtics 0.1
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {gamma_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@"
