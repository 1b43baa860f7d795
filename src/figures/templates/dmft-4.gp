# title: features learnt, then noise fitted
# source: Montanari & Urbani, figure 4
# data features-widths: dmft --m 10,20,50,100 --t-min 0.1 --t-max 3000 --points 300 --rtol 1e-4 --wide yes
# data features-run-10: simulate dmft --m 10 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --substeps 20 --t-min 0.2 --t-max 100 --points 28
#   quick: --d 100 --runs 4
# data features-run-20: simulate dmft --m 20 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --substeps 20 --t-min 0.2 --t-max 100 --points 28
#   quick: --d 100 --runs 4
# data features-limit: limit dmft --limit mean-field --t-min 0.1 --t-max 3000 --points 200
# include shared/styles.gp

set xlabel "t"
set ylabel "a"
set logscale x
set key inside top left
plot for [m k in "10 1, 20 2, 50 3, 100 4"] {features-widths} using {t}:{a_@m@} with lines ls @k@ title "m = @m@", \
     {features-limit} using {t}:{a} with LIMIT title "m → ∞", \
     {features-run-10} using {t}:{a}:{a_se} with yerrorbars ls 1 pt 6 dt 1 notitle, \
     {features-run-20} using {t}:{a}:{a_se} with yerrorbars ls 2 pt 6 dt 1 notitle

set xlabel "t"
set ylabel "training and test error"
set logscale x
set yrange [0:0.62]
plot for [m k in "10 1, 20 2, 50 3, 100 4"] {features-widths} using {t}:{e_train_@m@} with lines ls @k@ dt 1 title "m = @m@", \
     for [m k in "10 1, 20 2, 50 3"] {features-widths} using {t}:{e_test_@m@} with lines ls @k@ dt (6,4) notitle, \
     {features-widths} using {t}:{e_test_100} with lines ls 4 dt (6,4) title "test error: dashed", \
     {features-run-10} using {t}:{e_train}:{e_train_se} with yerrorbars ls 1 pt 7 dt 1 notitle, \
     {features-run-20} using {t}:{e_train}:{e_train_se} with yerrorbars ls 2 pt 7 dt 1 notitle, \
     {features-run-10} using {t}:{e_test}:{e_test_se} with yerrorbars ls 1 pt 6 dt 1 notitle, \
     {features-run-20} using {t}:{e_test}:{e_test_se} with yerrorbars ls 2 pt 6 dt 1 notitle
