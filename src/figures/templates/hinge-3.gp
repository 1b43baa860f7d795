# title: errors, pull and noise at finite N
# source: Pellegrini & Biroli, figure 3
# data hinge-finite-theory: hinge --level finite-size --t-min 1 --t-max 400 --points 300
# data hinge-finite-run: simulate hinge --runs 10 --t-min 1 --t-max 400 --points 40 --precision single
#   quick: --runs 3

set xlabel "t (training steps)"
set ylabel "error"
set logscale xy
set yrange [1e-4:0.6]
set key inside bottom left
plot {hinge-finite-theory} using {t}:{error_test} with lines ls 1 title "test error", \
     {hinge-finite-run} using {t}:{error_test}:{error_test_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{error_train} with lines ls 2 title "training error", \
     {hinge-finite-run} using {t}:{error_train}:{error_train_se} with yerrorbars ls 2 pt 6 notitle

set xlabel "t (training steps)"
set ylabel "pull and its noise"
set logscale xy
set yrange [1e-3:1]
set key inside bottom left
plot {hinge-finite-theory} using {t}:{I} with lines ls 1 title "I", \
     {hinge-finite-run} using {t}:{I}:{I_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{J} with lines ls 2 title "J", \
     {hinge-finite-run} using {t}:{J}:{J_se} with yerrorbars ls 2 pt 6 notitle

set xlabel "t (training steps)"
set ylabel "unsatisfied samples"
set logscale xy
set yrange [1:2e4]
set key inside bottom left
plot {hinge-finite-theory} using {t}:(1e4*{f_U}) with lines ls 1 title "N f_U", \
     {hinge-finite-run} using {t}:(1e4*{f_U}):(1e4*{f_U_se}) with yerrorbars ls 1 pt 6 notitle

set xlabel "t (training steps)"
set ylabel "effective vector"
set logscale xy
set key inside top left
plot {hinge-finite-theory} using {t}:{V_par} with lines ls 1 title "V_∥", \
     {hinge-finite-run} using {t}:{V_par}:{V_par_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{V_perp} with lines ls 2 title "|V_⊥|", \
     {hinge-finite-run} using {t}:{V_perp}:{V_perp_se} with yerrorbars ls 2 pt 6 notitle
