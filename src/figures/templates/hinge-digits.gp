# title: MNIST: unsatisfied samples, pull and noise
# source: beside Pellegrini & Biroli, figure 4
# data hinge-digits: as in hinge-4
# data hinge-digits-theory: as in hinge-4

set xlabel "t (training steps)"
set ylabel "unsatisfied samples, pull, noise"
set logscale xy
set yrange [1e-3:3]
set key inside bottom left
plot {hinge-digits} using {t}:{f_U} with linespoints ls 1 pt 6 dt 1 title "f_U, digits", \
     {hinge-digits} using {t}:{I} with linespoints ls 2 pt 4 dt 1 title "I, digits", \
     {hinge-digits} using {t}:{J} with linespoints ls 3 pt 8 dt 1 title "J, digits", \
     {hinge-digits-theory} using {t}:{f_U} with lines ls 7 lw 1 title "f_U, theory"
