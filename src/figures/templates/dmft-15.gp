# title: final test error of lazy networks
# source: Montanari & Urbani, figure 15
# data final-quadratic: dmft --gamma0 1 --tau 0.6 --m 5,10,20,50,100,200,500,1000 --times 3000 --rtol 1e-5 --h poly:0,0.9,0.5 --wide yes
# data final-mixed: dmft --gamma0 1 --tau 0.6 --m 5,10,20,50,100,200,500,1000 --times 3000 --rtol 1e-5 --h poly:0,0.9,0.2,0.16666666666666666 --wide yes
# data final-cubic: dmft --gamma0 1 --tau 0.6 --m 5,10,20,50,100,200,500,1000 --times 3000 --rtol 1e-5 --h poly:0,0.9,0,0.16666666666666666 --wide yes
# include shared/styles.gp

# final test error of an infinitely wide lazy network: all but the linear part of h is noise, and so is
# that of the target, of the same size
plateau(rest) = (0.6**2 + 2*rest)/2
set multiplot

set xlabel "m"
set ylabel "final test error"
set logscale x
set xrange [4:1200]
plot {final-quadratic} using (5):{e_test_5} with points ls 1 pt 6 ps 0.8 title "0.9 z + z^2/2", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-quadratic} using (@m@):{e_test_@m@} with points ls 1 pt 6 ps 0.8 notitle, \
     plateau(0.5) with lines ls 1 lw 0.7 notitle, \
     {final-mixed} using (5):{e_test_5} with points ls 2 pt 6 ps 0.8 title "0.9 z + z^2/5 + z^3/6", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-mixed} using (@m@):{e_test_@m@} with points ls 2 pt 6 ps 0.8 notitle, \
     plateau(0.2 + 1.0/6) with lines ls 2 lw 0.7 notitle, \
     {final-cubic} using (5):{e_test_5} with points ls 3 pt 6 ps 0.8 title "0.9 z + z^3/6", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-cubic} using (@m@):{e_test_@m@} with points ls 3 pt 6 ps 0.8 notitle, \
     plateau(1.0/6) with lines ls 3 lw 0.7 title "m → ∞"

set xlabel "m"
set ylabel "distance from m → ∞"
set logscale xy
set xrange [4:1200]
set yrange [1e-4:1]
plot {final-quadratic} using (5):(abs({e_test_5} - plateau(0.5))) with points ls 1 pt 6 ps 0.8 title "0.9 z + z^2/2", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-quadratic} using (@m@):(abs({e_test_@m@} - plateau(0.5))) with points ls 1 pt 6 ps 0.8 notitle, \
     {final-mixed} using (5):(abs({e_test_5} - plateau(0.2 + 1.0/6))) with points ls 2 pt 6 ps 0.8 title "0.9 z + z^2/5 + z^3/6", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-mixed} using (@m@):(abs({e_test_@m@} - plateau(0.2 + 1.0/6))) with points ls 2 pt 6 ps 0.8 notitle, \
     {final-cubic} using (5):(abs({e_test_5} - plateau(1.0/6))) with points ls 3 pt 6 ps 0.8 title "0.9 z + z^3/6", \
     for [m in "10, 20, 50, 100, 200, 500, 1000"] {final-cubic} using (@m@):(abs({e_test_@m@} - plateau(1.0/6))) with points ls 3 pt 6 ps 0.8 notitle, \
     (x > 20 ? 0.5/sqrt(x) : NaN) with LIMIT title "m^{-1/2}, m^{-1}", \
     (x > 20 ? 1/x : NaN) with LIMIT notitle
