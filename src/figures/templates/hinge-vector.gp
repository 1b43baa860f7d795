# title: parts of the effective vector
# source: beside Pellegrini & Biroli, figure 3
# data hinge-finite-theory: as in hinge-3
# data hinge-finite-run: as in hinge-3

set xlabel "t (training steps)"
set ylabel "effective vector"
set logscale xy
set key inside top left
plot {hinge-finite-theory} using {t}:{V_par} with lines ls 1 title "V_∥", \
     {hinge-finite-run} using {t}:{V_par}:{V_par_se} with yerrorbars ls 1 pt 6 notitle, \
     {hinge-finite-theory} using {t}:{V_perp} with lines ls 2 title "|V_⊥|", \
     {hinge-finite-run} using {t}:{V_perp}:{V_perp_se} with yerrorbars ls 2 pt 6 notitle
