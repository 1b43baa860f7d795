colour1 = "#99c7e0"; colour2 = "#eebf99"; colour3 = "#99d8c7"
g1 = g2 = g3 = 0
stats {@network@-theory} using (g2 = ($0 == 1 ? {@network@-theory:gamma} : g2), g3 = {@network@-theory:gamma}, 0) nooutput
set multiplot

set xlabel "w_∥"
set ylabel "a"
set xrange [-6:6]
set yrange [-6:6]
plot for [t k in "0 1, 10 2, 20 3"] {@network@} using ({t} == @t@ ? {w_par} : NaN):{a} with points pt 7 ps 0.2 lc rgb colour@k@ notitle, \
     for [k t in "1 0, 2 10, 3 20"] [s=0:2*pi] '+' using (2*(cos(s)*cosh(g@k@) + sin(s)*sinh(g@k@))):(2*(sin(s)*cosh(g@k@) + cos(s)*sinh(g@k@))) with lines ls @k@ title "t = @t@"
