# title: weights orthogonal to the teacher
# source: beside Pellegrini & Biroli, supplement
# data hinge-finite-theory: as in hinge-3
# data hinge-finite-run: as in hinge-3
# data hinge-perp-2000-theory: hinge --level finite-size --N 2000 --t-min 1 --t-max 400 --points 300
# data hinge-perp-2000-run: simulate hinge --N 2000 --runs 10 --t-min 1 --t-max 400 --points 40 --precision single
#   quick: --runs 3

set xlabel "t (training steps)"
set ylabel "|w_⊥|^2/(d - 1), mean over the nodes"
set logscale x
set yrange [0.8:*]
set key inside top left
plot {hinge-perp-2000-run} using {t}:({w_perp2}/99) with linespoints ls 1 pt 6 dt 1 title "N = 2000", \
     {hinge-finite-run} using {t}:({w_perp2}/99) with linespoints ls 2 pt 4 dt 1 title "N = 10^4", \
     1 with lines ls 7 lw 1 title "mean field"

set xlabel "t (training steps)"
set ylabel "|V_⊥|"
set logscale x
set yrange [0:*]
set key inside top left
plot {hinge-perp-2000-theory} using {t}:{V_perp} with lines ls 1 title "N = 2000", \
     {hinge-perp-2000-run} using {t}:{V_perp}:{V_perp_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{V_perp} with lines ls 2 title "N = 10^4", \
     {hinge-finite-run} using {t}:{V_perp}:{V_perp_se} with yerrorbars ls 2 pt 4 notitle
