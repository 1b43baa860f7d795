# title: MNIST, even against odd digits
# source: Pellegrini & Biroli, figure 4
# data hinge-digits: simulate hinge --data-file idx:{digits}/images-idx3-ubyte --N 8000 --test-size 2000 --t-min 0.1 --t-max 400 --points 60 --precision single
#   quick: --runs 1
#   needs: images-idx3-ubyte
# data hinge-digit-paths: simulate hinge --data-file idx:{digits}/images-idx3-ubyte --N 8000 --test-size 2000 --runs 1 --t-max 30 --points 61 --grid linear --substeps 2 --nodes 400 --precision single
#   needs: images-idx3-ubyte
# data hinge-digits-theory: hinge --d 784 --N 8000 --level finite-size --t-min 0.1 --t-max 400 --points 300

# the path of each node
set table $paths
plot for [i=1:400] {hinge-digit-paths} using (column(sprintf("a_%d", i))):(column(sprintf("w_par_%d", i))) with lines
unset table
set datafile separator whitespace
set multiplot

set xlabel "t (training steps)"
set ylabel "error"
set logscale xy
set yrange [3e-3:1]
set key inside bottom left
plot {hinge-digits} using {t}:{error_test} with linespoints ls 1 pt 6 dt 1 title "test error, digits", \
     {hinge-digits} using {t}:{error_train} with linespoints ls 2 pt 4 dt 1 title "training error, digits", \
     {hinge-digits-theory} using {t}:{error_test} with lines ls 7 lw 1 title "theory, Gaussian data"

set xlabel "a"
set ylabel "w_∥"
set xrange [-6:6]
set yrange [-6:6]
plot $paths using ($0/2 >= 0 && $0/2 <= 5 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#440154" title "t = 0 to 5", \
     $paths using ($0/2 >= 5 && $0/2 <= 10 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#3b528b" title "t = 5 to 10", \
     $paths using ($0/2 >= 10 && $0/2 <= 15 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#277e8e" title "t = 10 to 15", \
     $paths using ($0/2 >= 15 && $0/2 <= 20 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#21a685" title "t = 15 to 20", \
     $paths using ($0/2 >= 20 && $0/2 <= 25 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#63cb5f" title "t = 20 to 25", \
     $paths using ($0/2 >= 25 && $0/2 <= 30 ? $1 : NaN):2 with lines lw 0.8 dt 1 lc rgb "#d2e21b" title "t = 25 to 30"
