# title: the clock of all nodes
# source: beside Pellegrini & Biroli, figure 1
# data hinge-theory: hinge --level finite-size --N 100000 --t-max 2000 --t-min 1 --points 300
#   quick: --N 10000
# data hinge-run: simulate hinge --N 100000 --t-max 2000 --t-min 1 --points 60 --precision single
#   quick: --N 10000 --runs 2

set xlabel "t (training steps)"
set ylabel "clock γ"
set logscale x
set key inside top left
plot {hinge-theory} using {t}:{gamma} with lines ls 1 title "theory", \
     {hinge-run} using {t}:(asinh({V_par})/2) with points ls 2 pt 6 ps 0.8 title "network"
