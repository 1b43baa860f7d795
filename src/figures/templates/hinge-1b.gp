# title: nodes move along hyperbolas
# source: Pellegrini & Biroli, figure 1 b
# data hinge-nodes: simulate hinge --runs 1 --t-max 12 --points 25 --grid linear --substeps 2 --nodes 12 --precision single

w1 = a1 = 0
w2 = a2 = 0
w3 = a3 = 0
w4 = a4 = 0
w5 = a5 = 0
w6 = a6 = 0
w7 = a7 = 0
w8 = a8 = 0
w9 = a9 = 0
w10 = a10 = 0
w11 = a11 = 0
w12 = a12 = 0
stats {hinge-nodes} using (w1 = ($0 == 0 ? {hinge-nodes:w_par_1} : w1), a1 = ($0 == 0 ? {hinge-nodes:a_1} : a1), w2 = ($0 == 0 ? {hinge-nodes:w_par_2} : w2), a2 = ($0 == 0 ? {hinge-nodes:a_2} : a2), w3 = ($0 == 0 ? {hinge-nodes:w_par_3} : w3), a3 = ($0 == 0 ? {hinge-nodes:a_3} : a3), w4 = ($0 == 0 ? {hinge-nodes:w_par_4} : w4), a4 = ($0 == 0 ? {hinge-nodes:a_4} : a4), w5 = ($0 == 0 ? {hinge-nodes:w_par_5} : w5), a5 = ($0 == 0 ? {hinge-nodes:a_5} : a5), w6 = ($0 == 0 ? {hinge-nodes:w_par_6} : w6), a6 = ($0 == 0 ? {hinge-nodes:a_6} : a6), w7 = ($0 == 0 ? {hinge-nodes:w_par_7} : w7), a7 = ($0 == 0 ? {hinge-nodes:a_7} : a7), w8 = ($0 == 0 ? {hinge-nodes:w_par_8} : w8), a8 = ($0 == 0 ? {hinge-nodes:a_8} : a8), w9 = ($0 == 0 ? {hinge-nodes:w_par_9} : w9), a9 = ($0 == 0 ? {hinge-nodes:a_9} : a9), w10 = ($0 == 0 ? {hinge-nodes:w_par_10} : w10), a10 = ($0 == 0 ? {hinge-nodes:a_10} : a10), w11 = ($0 == 0 ? {hinge-nodes:w_par_11} : w11), a11 = ($0 == 0 ? {hinge-nodes:a_11} : a11), w12 = ($0 == 0 ? {hinge-nodes:w_par_12} : w12), a12 = ($0 == 0 ? {hinge-nodes:a_12} : a12), gmax = asinh({hinge-nodes:V_par})/2, 0) nooutput
set multiplot

set xlabel "w_∥"
set ylabel "a"
plot [g=0:gmax] '+' using (w1*cosh(g) + a1*sinh(g)):(a1*cosh(g) + w1*sinh(g)) with lines lc rgb "#0072b2" lw 1 title "a^2 - w_∥^2 constant", \
     {hinge-nodes} using {w_par_1}:{a_1} with points pt 7 ps 0.4 lc rgb "#d55e00" title "12 nodes", \
     [g=0:gmax] '+' using (w2*cosh(g) + a2*sinh(g)):(a2*cosh(g) + w2*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_2}:{a_2} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w3*cosh(g) + a3*sinh(g)):(a3*cosh(g) + w3*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_3}:{a_3} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w4*cosh(g) + a4*sinh(g)):(a4*cosh(g) + w4*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_4}:{a_4} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w5*cosh(g) + a5*sinh(g)):(a5*cosh(g) + w5*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_5}:{a_5} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w6*cosh(g) + a6*sinh(g)):(a6*cosh(g) + w6*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_6}:{a_6} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w7*cosh(g) + a7*sinh(g)):(a7*cosh(g) + w7*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_7}:{a_7} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w8*cosh(g) + a8*sinh(g)):(a8*cosh(g) + w8*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_8}:{a_8} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w9*cosh(g) + a9*sinh(g)):(a9*cosh(g) + w9*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_9}:{a_9} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w10*cosh(g) + a10*sinh(g)):(a10*cosh(g) + w10*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_10}:{a_10} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w11*cosh(g) + a11*sinh(g)):(a11*cosh(g) + w11*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_11}:{a_11} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle, \
     [g=0:gmax] '+' using (w12*cosh(g) + a12*sinh(g)):(a12*cosh(g) + w12*sinh(g)) with lines lc rgb "#0072b2" lw 1 notitle, \
     {hinge-nodes} using {w_par_12}:{a_12} with points pt 7 ps 0.4 lc rgb "#d55e00" notitle
