# title: errors, pull and noise at finite N
# source: Pellegrini & Biroli, figure 3
# data hinge-finite-theory: hinge --level finite-size --t-min 1 --t-max 400 --points 300
# data hinge-mean-field-400: hinge --level paper --t-min 1 --t-max 400 --points 300
# data hinge-finite-run: simulate hinge --runs 10 --t-min 1 --t-max 400 --points 40 --precision single
#   quick: --runs 3
# include shared/styles.gp

set xlabel "t (training steps)"
set ylabel "error"
set logscale xy
set xrange [1:400]
set yrange [1e-4:0.6]
set key inside bottom left
plot {hinge-finite-theory} using {t}:{error_test} with lines ls 1 title "test error", \
     {hinge-finite-run} using {t}:{error_test}:{error_test_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{error_train} with lines ls 2 title "training error", \
     {hinge-finite-run} using {t}:{error_train}:{error_train_se} with yerrorbars ls 2 pt 6 notitle

set xlabel "t (training steps)"
set ylabel "pull and its noise"
set logscale xy
set xrange [1:400]
set yrange [1e-4:1]
set key inside bottom left
plot {hinge-mean-field-400} using {t}:{I} with lines ls 2 dt (6,4) title "I, mean field", \
     {hinge-mean-field-400} using {t}:(sqrt(99*{f_U}/2e4)) with lines ls 1 dt (6,4) title "J, mean field", \
     {hinge-finite-run} using {t}:{I}:{I_se} with yerrorbars ls 2 pt 6 notitle, \
     {hinge-finite-run} using {t}:{J}:{J_se} with yerrorbars ls 1 pt 6 notitle

set xlabel "t (training steps)"
set ylabel "unsatisfied samples"
set logscale xy
set xrange [1:400]
set yrange [100:13000]
set key inside bottom left
plot {hinge-finite-theory} using {t}:(1e4*{f_U}) with lines ls 1 title "finite size", \
     {hinge-mean-field-400} using {t}:(1e4*{f_U}) with lines ls 2 dt (6,4) title "mean field", \
     {hinge-finite-run} using {t}:(1e4*{f_U}):(1e4*{f_U_se}) with yerrorbars ls 1 pt 6 notitle
