# title: pure noise: weights stay, then grow, then fit
# source: Montanari & Urbani, figure 2
# data noise-widths: dmft --target none --alpha 0.4 --tau 0.6 --m 10,20,50,200,1000 --t-min 0.1 --t-max 10000 --points 300 --rtol 1e-4 --wide yes
# data noise-run-10: simulate dmft --target none --alpha 0.4 --tau 0.6 --m 10 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --substeps 20 --t-min 0.2 --t-max 100 --points 28
#   quick: --d 100 --runs 4
# data noise-run-20: simulate dmft --target none --alpha 0.4 --tau 0.6 --m 20 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --substeps 20 --t-min 0.2 --t-max 100 --points 28
#   quick: --d 100 --runs 4
# include shared/styles.gp

set xlabel "t"
set ylabel "a"
set logscale xy # narrow y
set yrange [0.9:20]
set key inside top left
plot for [m k in "10 1, 20 2, 50 3, 200 4, 1000 5"] {noise-widths} using {t}:{a_@m@} with lines ls @k@ title "m = @m@", \
     {noise-run-10} using {t}:{a}:{a_se} with yerrorbars ls 1 pt 6 dt 1 notitle, \
     {noise-run-20} using {t}:{a}:{a_se} with yerrorbars ls 2 pt 6 dt 1 notitle

set xlabel "t"
set ylabel "training error"
set logscale x
set yrange [0:0.2]
set key inside bottom left
plot for [m k in "10 1, 20 2, 50 3, 200 4, 1000 5"] {noise-widths} using {t}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     {noise-run-10} using {t}:{e_train}:{e_train_se} with yerrorbars ls 1 pt 6 dt 1 notitle, \
     {noise-run-20} using {t}:{e_train}:{e_train_se} with yerrorbars ls 2 pt 6 dt 1 notitle, \
     0.18 with FAINT title "τ^2/2"
