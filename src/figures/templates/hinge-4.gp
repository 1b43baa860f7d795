# title: MNIST, even against odd digits
# source: Pellegrini & Biroli, figure 4
# data hinge-digits: simulate hinge --data-file idx:{digits}/images-idx3-ubyte --N 8000 --test-size 2000 --t-min 0.1 --t-max 400 --points 60 --precision single
#   quick: --runs 1
#   needs: images-idx3-ubyte
# data hinge-digits-theory: hinge --d 784 --N 8000 --level finite-size --t-min 0.1 --t-max 400 --points 300

set xlabel "t (training steps)"
set ylabel "error"
set logscale xy
set yrange [3e-3:1]
set key inside bottom left
plot {hinge-digits} using {t}:{error_test} with linespoints ls 1 pt 6 dt 1 title "test error, digits", \
     {hinge-digits} using {t}:{error_train} with linespoints ls 2 pt 4 dt 1 title "training error, digits", \
     {hinge-digits-theory} using {t}:{error_test} with lines ls 7 lw 1 title "theory, Gaussian data"

set xlabel "t (training steps)"
set ylabel "unsatisfied samples, pull, noise"
set logscale xy
set yrange [1e-3:3]
set key inside bottom left
plot {hinge-digits} using {t}:{f_U} with linespoints ls 1 pt 6 dt 1 title "f_U, digits", \
     {hinge-digits} using {t}:{I} with linespoints ls 2 pt 4 dt 1 title "I, digits", \
     {hinge-digits} using {t}:{J} with linespoints ls 3 pt 8 dt 1 title "J, digits", \
     {hinge-digits-theory} using {t}:{f_U} with lines ls 7 lw 1 title "f_U, theory"
