# title: pure noise: weights stay, then grow, then fit
# source: Montanari & Urbani, figure 2
# data noise-widths: dmft --target none --alpha 0.4 --tau 0.6 --m 16,32,64,128,256,512 --t-min 0.1 --t-max 1000 --points 200 --rtol 1e-4 --wide yes
# data noise-run-16: simulate dmft --target none --alpha 0.4 --tau 0.6 --m 16 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --dynamics sgd --batch 100 --substeps 64 --t-min 0.2 --t-max 100 --points 20
#   quick: --d 60 --runs 2 --t-max 30
# data noise-run-32: simulate dmft --target none --alpha 0.4 --tau 0.6 --m 32 --h hermite:0,0.9486832980505138,0,-0.408248290463863 --dynamics sgd --batch 100 --substeps 128 --t-min 0.2 --t-max 100 --points 20
#   quick: --d 60 --runs 2 --t-max 30
# include shared/styles.gp

set xlabel "t"
set ylabel "a"
set logscale x
set xrange [0.1:1000]
set yrange [0:8]
plot for [m k c in FOUR_TO_NINE] {noise-widths} using {t}:{a_@m@} with WIDTH title "m = 2^{@k@}", \
     {noise-run-16} using {t}:{a}:{a_se} with yerrorbars lc rgb "#481f70" pt 6 ps 0.6 notitle, \
     {noise-run-32} using {t}:{a}:{a_se} with yerrorbars lc rgb "#443a83" pt 4 ps 0.6 notitle

set xlabel "t"
set ylabel "training error"
set logscale x
set xrange [0.1:1000]
set yrange [0:0.25]
plot for [m k c in FOUR_TO_NINE] {noise-widths} using {t}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     {noise-run-16} using {t}:{e_train}:{e_train_se} with yerrorbars lc rgb "#481f70" pt 6 ps 0.6 notitle, \
     {noise-run-32} using {t}:{e_train}:{e_train_se} with yerrorbars lc rgb "#443a83" pt 4 ps 0.6 notitle
