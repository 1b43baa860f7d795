# title: lazy start: errors in both stages
# source: Montanari & Urbani, figure 14
# data lazy-@m@: dmft --h poly:0,0.9,0.5 --gamma0 1 --m @m@ --t-min 1e-6 --t-max 300 --points 300 --rtol 1e-4 for m in "16, 64, 256, 1024, 4096"
# data lazy-early: limit dmft --limit lazy --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-5 --t-max 0.3 --points 200
# data lazy-late: limit dmft --limit lazy-late --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-3 --t-max 300 --points 200
# include shared/styles.gp

# the plateau of the test error
plateau = 0; stats {lazy-early} using (plateau = {lazy-early:e_test}, 0) nooutput
set multiplot

set xlabel "t m"
set ylabel "training and test error"
set logscale x
set xrange [0.01:300]
set yrange [0:1.6]
plot for [m k c in FIVE] {lazy-@m@} using (@m@*{t}):{e_train} with WIDTH title "m = 2^{@k@}", \
     for [m k c in FIVE] {lazy-@m@} using (@m@*{t}):{e_test} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {lazy-early} using (1000*{t}):{e_test} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "training and test error"
set logscale x
set xrange [1e-3:300]
set yrange [0:1.6]
plot for [m k c in FIVE] {lazy-@m@} using {t}:{e_train} with WIDTH title "m = 2^{@k@}", \
     for [m k c in FIVE] {lazy-@m@} using {t}:{e_test} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {lazy-late} using {t}:{e_train} with LIMIT title "m → ∞", \
     plateau with DASHED_LIMIT notitle
