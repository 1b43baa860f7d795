# title: final test error of lazy networks
# source: Montanari & Urbani, figure 15
# data final-quadratic: dmft --gamma0 1 --tau 0.6 --m 4,8,16,32,64,128,256,512,1024,2048 --times 3000 --rtol 1e-5 --h poly:0,0.9,0.5
# data final-mixed: dmft --gamma0 1 --tau 0.6 --m 4,8,16,32,64,128,256,512,1024,2048 --times 3000 --rtol 1e-5 --h poly:0,0.9,0.2,0.16666666666666666
# data final-cubic: dmft --gamma0 1 --tau 0.6 --m 4,8,16,32,64,128,256,512,1024,2048 --times 3000 --rtol 1e-5 --h poly:0,0.9,0,0.16666666666666666
# include shared/styles.gp

# final test error of an infinitely wide lazy network: all but the linear part of h is noise, and so is
# that of the target, of the same size
plateau(rest) = (0.6**2 + 2*rest)/2
set multiplot

set xlabel "m"
set ylabel "final test error"
set logscale x
set xrange [3:3000]
set yrange [0.2:0.8]
plot {final-quadratic} using {m}:{e_test} with points ls 1 pt 6 ps 0.8 title "0.9 z + z^2/2", \
     plateau(0.5) with lines ls 1 dt 1 lw 0.7 notitle, \
     {final-mixed} using {m}:{e_test} with points ls 2 pt 4 ps 0.8 title "0.9 z + z^2/5 + z^3/6", \
     plateau(0.2 + 1.0/6) with lines ls 2 dt 1 lw 0.7 notitle, \
     {final-cubic} using {m}:{e_test} with points ls 3 pt 8 ps 0.8 title "0.9 z + z^3/6", \
     plateau(1.0/6) with lines ls 3 dt 1 lw 0.7 notitle

set xlabel "m"
set ylabel "distance from m → ∞"
set logscale xy
set xrange [3:3000]
set yrange [1e-4:1]
plot {final-quadratic} using {m}:(abs({e_test} - plateau(0.5))) with points ls 1 pt 6 ps 0.8 title "0.9 z + z^2/2", \
     {final-mixed} using {m}:(abs({e_test} - plateau(0.2 + 1.0/6))) with points ls 2 pt 4 ps 0.8 title "0.9 z + z^2/5 + z^3/6", \
     {final-cubic} using {m}:(abs({e_test} - plateau(1.0/6))) with points ls 3 pt 8 ps 0.8 title "0.9 z + z^3/6", \
     (x > 20 ? 0.5/sqrt(x) : NaN) with LIMIT title "∝ m^{-1/2}", \
     (x > 20 ? 1/x : NaN) with DASHED_LIMIT title "∝ 1/m"
