# title: lazy start: two stages and a plateau
# source: Montanari & Urbani, figure 3
# data lazy-16: as in dmft-14
# data lazy-256: as in dmft-14
# data lazy-4096: as in dmft-14
# data lazy-early: as in dmft-14
# data lazy-late: as in dmft-14
# include shared/styles.gp

# the plateau of the test error
plateau = 0; stats {lazy-early} using (plateau = {lazy-early:e_test}, 0) nooutput
set multiplot

set xlabel "t m"
set ylabel "training and test error"
set logscale x
set xrange [0.01:300]
set yrange [0:1.6]
plot for [m k c in THREE] {lazy-@m@} using (@m@*{t}):{e_train} with WIDTH title "m = 2^{@k@}", \
     for [m k c in THREE] {lazy-@m@} using (@m@*{t}):{e_test} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {lazy-early} using (1000*{t}):{e_test} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "training and test error"
set logscale x
set xrange [1e-3:300]
set yrange [0:1.6]
plot for [m k c in THREE] {lazy-@m@} using {t}:{e_train} with WIDTH title "m = 2^{@k@}", \
     for [m k c in THREE] {lazy-@m@} using {t}:{e_test} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {lazy-late} using {t}:{e_train} with LIMIT title "m → ∞", \
     plateau with DASHED_LIMIT notitle
