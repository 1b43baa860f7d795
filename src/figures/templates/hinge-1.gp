# title: nodes, their clock, and the samples
# source: Pellegrini & Biroli, figure 1
# data hinge-nodes: simulate hinge --N 100000 --times 0,1,2,3,4,5,6,7,9,10,12,15,18,21,24,29,34,40,47,55,64,75,88,103,121,142,166,194,226,265,309,362,422,494,577,674,787,919,1074,1254,1465,1711,1999,2000 --runs 1 --nodes 10 --precision single
#   quick: --N 10000
# data hinge-mean-field: hinge --t-max 2000 --t-min 1 --points 300
# data hinge-samples: simulate hinge --N 100000 --times 2000 --runs 1 --satisfaction 4000 --show satisfaction --precision single
#   quick: --N 10000
# include shared/styles.gp

# where the nodes start
# include shared/first-values.gp data=hinge-nodes k=@k@ for k in "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
# the rate of the clock at first, and the clock at the end
rate = 0.099736
late = 0; stats {hinge-mean-field} using (late = {hinge-mean-field:gamma}, 0) nooutput
# the band of samples that become satisfied at a time, for clocks g of finite networks
s_par(g) = (5*cosh(2*g)**2 - 3)/(4*100*400)
s_0(g) = 99*cosh(2*g)/(2*100*400)
half(f, g) = sqrt(s_par(g) + s_0(g)*f**2 - s_0(g)*s_par(g))
edge(f, g, sign) = f**2 > s_par(g) ? (f + sign*half(f, g))/(f**2 - s_par(g)) : NaN
set multiplot

set xlabel "t (training steps)"
set ylabel "a_i"
set logscale x
set xrange [1:2000]
set yrange [-40:40]
plot for [k c in "1 #481f70, 2 #443a83, 3 #3b528b, 4 #30698e, 5 #277e8e, 6 #20928c, 7 #21a685, 8 #3aba76, 9 #63cb5f, 10 #98d83e"] {hinge-mean-field} using {t}:(a@k@*cosh({gamma}) + w@k@*sinh({gamma})) with lines lw 1.4 dt 1 lc rgb "@c@" notitle, \
     for [k c in "1 #481f70, 2 #443a83, 3 #3b528b, 4 #30698e, 5 #277e8e, 6 #20928c, 7 #21a685, 8 #3aba76, 9 #63cb5f, 10 #98d83e"] {hinge-nodes} using {t}:{a_@k@} with points pt 6 ps 0.4 lc rgb "@c@" notitle, \
     NaN with points pt 6 ps 0.4 lc rgb "#000000" title "network", \
     NaN with lines lw 1.4 dt 1 lc rgb "#000000" title "theory"

set xlabel "t (training steps)"
set ylabel "w_{∥i}"
set logscale x
set xrange [1:2000]
set yrange [-40:40]
plot for [k c in "1 #481f70, 2 #443a83, 3 #3b528b, 4 #30698e, 5 #277e8e, 6 #20928c, 7 #21a685, 8 #3aba76, 9 #63cb5f, 10 #98d83e"] {hinge-mean-field} using {t}:(w@k@*cosh({gamma}) + a@k@*sinh({gamma})) with lines lw 1.4 dt 1 lc rgb "@c@" notitle, \
     for [k c in "1 #481f70, 2 #443a83, 3 #3b528b, 4 #30698e, 5 #277e8e, 6 #20928c, 7 #21a685, 8 #3aba76, 9 #63cb5f, 10 #98d83e"] {hinge-nodes} using {t}:{w_par_@k@} with points pt 6 ps 0.4 lc rgb "@c@" notitle, \
     NaN with points pt 6 ps 0.4 lc rgb "#000000" title "network", \
     NaN with lines lw 1.4 dt 1 lc rgb "#000000" title "theory"

set xlabel "t (training steps)"
set ylabel "clock γ"
set logscale x
set xrange [1:2000]
set yrange [0:4]
set key inside top left
plot {hinge-mean-field} using {t}:{gamma} with lines lw 3 dt 1 lc rgb "#e69f00" title "mean field", \
     (x < 40 ? rate*x : NaN) with DASHED_LIMIT title "A t, log(t)/4 + c", \
     (x > 20 ? late + log(x/2000)/4 : NaN) with DASHED_LIMIT notitle

set xlabel "t at which the sample is satisfied"
set ylabel "|x_∥|"
set logscale xy
set xrange [10:2000]
set yrange [0.01:10]
plot {hinge-samples} using ({t_satisfied} < 2000 ? {t_satisfied} : NaN):(abs({x_par})) with points pt 7 ps 0.15 lc rgb "#a00072b2" notitle, \
     NaN with points pt 7 ps 0.5 lc rgb "#0072b2" title "samples", \
     {hinge-mean-field} using {t}:{x_c} with lines ls 2 dt 1 title "x_c", \
     {hinge-mean-field} using {t}:(edge({f0}, {gamma}, 1)) with lines lw 1.4 dt (4,3) lc rgb "#d55e00" title "x_±", \
     {hinge-mean-field} using {t}:(edge({f0}, {gamma}, -1)) with lines lw 1.4 dt (4,3) lc rgb "#d55e00" notitle
