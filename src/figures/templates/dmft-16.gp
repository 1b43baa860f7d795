# title: lazy start, target and loud noise: errors
# source: Montanari & Urbani, figure 16
# data loud-target: dmft --h poly:0,0.9,0.5 --gamma0 1 --tau 2.5 --m 10,50,200,500 --t-min 0.01 --t-max 2500 --points 400 --rtol 1e-4 --wide yes

set xlabel "t"
set ylabel "test error"
set logscale x
set xrange [0.01:2500]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {t}:{e_test_@m@} with lines ls @k@ title "m = @m@"

set xlabel "t"
set ylabel "training error"
set logscale x
set xrange [0.01:2500]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {t}:{e_train_@m@} with lines ls @k@ title "m = @m@"

set xlabel "t/m"
set ylabel "test error"
set logscale x
set xrange [1e-3:30]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {t_over_m_@m@}:{e_test_@m@} with lines ls @k@ title "m = @m@"

set xlabel "t/m"
set ylabel "training error"
set logscale x
set xrange [1e-3:30]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-target} using {t_over_m_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@"
