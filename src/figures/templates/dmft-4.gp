# title: features learnt, then noise fitted
# source: Montanari & Urbani, figure 4
# data features-widths: dmft --m 32,64,128,256,512 --t-min 0.1 --t-max 1000 --points 200 --rtol 1e-4 --wide yes
# data features-run-32: simulate dmft --m 32 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --dynamics sgd --batch 100 --substeps 96 --t-min 1 --t-max 100 --points 16
#   quick: --d 60 --runs 2 --t-max 30
# include shared/styles.gp

set xlabel "t"
set ylabel "a"
set logscale xy # narrow y
set xrange [1:1000]
set yrange [0.8:10]
plot for [m k c in FIVE_TO_NINE] {features-widths} using {t}:{a_@m@} with WIDTH title "m = 2^{@k@}", \
     {features-run-32} using {t}:{a}:{a_se} with yerrorbars lc rgb "#443a83" pt 6 ps 0.6 notitle

set xlabel "t"
set ylabel "training and test error"
set logscale x
set xrange [1:1000]
set yrange [0:0.8]
plot for [m k c in FIVE_TO_NINE] {features-widths} using {t}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in FIVE_TO_NINE] {features-widths} using {t}:{e_test_@m@} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {features-run-32} using {t}:{e_train}:{e_train_se} with yerrorbars lc rgb "#443a83" pt 6 ps 0.6 notitle, \
     {features-run-32} using {t}:{e_test}:{e_test_se} with yerrorbars lc rgb "#443a83" pt 4 ps 0.6 notitle
