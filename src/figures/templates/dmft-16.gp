# title: lazy start, target and loud noise: errors
# source: Montanari & Urbani, figure 16
# data loud-target: dmft --h poly:0,0.9,0.5 --tau 2.5 --gamma0 1 --m 16,64,256 --t-min 0.01 --t-max 2560 --points 300 --rtol 1e-4 --wide yes
# data loud-target-late: limit dmft --limit lazy-late --h poly:0,0.9,0.5 --tau 2.5 --gamma0 1 --m 1000 --t-min 0.01 --t-max 2560 --points 200 --rtol 1e-4
# include shared/styles.gp

set xlabel "t"
set ylabel "training and test error"
set logscale x
set xrange [0.01:2560]
set yrange [0:5]
plot for [m k c in THREE_LOW] {loud-target} using {t}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in THREE_LOW] {loud-target} using {t}:{e_test_@m@} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {loud-target-late} using {t}:{e_train} with LIMIT title "m → ∞", \
     {loud-target-late} using {t}:{e_test} with DASHED_LIMIT notitle

set xlabel "t/m"
set ylabel "training and test error"
set logscale x
set xrange [1e-3:30]
set yrange [0:5]
plot for [m k c in THREE_LOW] {loud-target} using {t_over_m_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in THREE_LOW] {loud-target} using {t_over_m_@m@}:{e_test_@m@} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     NaN with LIMIT title "m → ∞"
