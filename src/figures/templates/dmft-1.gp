# title: three stages: features, extended learning, overfitting and unlearning
# source: Montanari & Urbani, figure 1
# data overfitting-widths: as in dmft-5
# include shared/styles.gp

set xlabel "t"
set ylabel "errors, a/√m"
set logscale x
set xrange [0.1:1e4]
set yrange [0:0.8]
set arrow 1 from 10,0 to 10,0.74 nohead lw 0.6 dt (4,4) lc rgb "#777777"
set arrow 2 from 256,0 to 256,0.74 nohead lw 0.6 dt (4,4) lc rgb "#777777"
set label 1 "features" at 0.14,0.76
set label 2 "extended" at 14,0.76
set label 3 "overfitting" at 500,0.76
plot {overfitting-widths} using {t}:{e_test_256} with lines ls 1 lw 1.6 dt 1 title "test error", \
     {overfitting-widths} using {t}:{e_train_256} with lines lw 1.6 dt 1 lc rgb "#7b3f98" title "training error", \
     {overfitting-widths} using {t}:({a_256}/16) with lines ls 2 lw 1.6 dt 1 title "a/√m"
