# title: nodes move along hyperbolas
# source: beside Pellegrini & Biroli, figure 2
# data hinge-first-nodes: simulate hinge --runs 1 --t-max 12 --points 25 --grid linear --substeps 2 --nodes 12 --precision single

# where the nodes start, and the clock at the end
# include shared/first-values.gp data=hinge-first-nodes k=@k@ for k in "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"
last = 0; stats {hinge-first-nodes} using (last = asinh({hinge-first-nodes:V_par})/2, 0) nooutput
set multiplot

set xlabel "a"
set ylabel "w_∥"
plot for [k in "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"] [g=0:last] '+' using (a@k@*cosh(g) + w@k@*sinh(g)):(w@k@*cosh(g) + a@k@*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     for [k in "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"] {hinge-first-nodes} using {a_@k@}:{w_par_@k@} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     NaN with lines lc rgb "#0072b2" lw 1 title "a^2 - w_∥^2 constant", \
     NaN with points pt 7 ps 0.4 lc rgb "#d55e00" title "12 nodes"
