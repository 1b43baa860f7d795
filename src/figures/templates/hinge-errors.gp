# title: test and training error
# source: beside Pellegrini & Biroli, figure 3
# data hinge-theory: as in hinge-clock
# data hinge-run: as in hinge-clock

set xlabel "t (training steps)"
set ylabel "error"
set logscale xy
set yrange [1e-4:0.6]
set key inside bottom left
plot {hinge-theory} using {t}:{error_test} with lines ls 1 title "test, theory", \
     {hinge-run} using {t}:{error_test}:{error_test_se} with yerrorbars ls 1 pt 6 title "test, network", \
     {hinge-theory} using {t}:{error_train} with lines ls 2 title "training, theory", \
     {hinge-run} using {t}:{error_train}:{error_train_se} with yerrorbars ls 2 pt 4 title "training, network"
