# title: unsatisfied samples and loss
# source: beside Pellegrini & Biroli, figure 1
# data hinge-theory: as in hinge-clock
# data hinge-run: as in hinge-clock

set xlabel "t (training steps)"
set ylabel "unsatisfied samples, training loss"
set logscale x
set key inside top right
plot {hinge-theory} using {t}:{f_U} with lines ls 1 title "f_U", \
     {hinge-run} using {t}:{f_U} with points ls 1 pt 6 ps 0.8 title "network", \
     {hinge-theory} using {t}:{loss} with lines ls 2 title "loss", \
     {hinge-run} using {t}:{loss} with points ls 2 pt 4 ps 0.8 title "network"
