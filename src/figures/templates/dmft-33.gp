# title: frozen weights, n/d = 1: error and rotation
# source: Montanari & Urbani, figure 33
# data ratio-@m@-1.0: as in dmft-32 for m in "16, 64, 10000"
# data ratio-4: dmft --target none --h poly:0,0.3,0.5 --tau 1 --freeze-a yes --m 4 --alpha 0.25 --t-min 0.04 --t-max 12000 --points 400 --rtol 1e-6
# include shared/styles.gp

set xlabel "t/m"
set ylabel "training error"
set logscale xy
set xrange [0.01:3000]
set yrange [1e-7:1]
plot {ratio-4} using ({t}/4):{e_train} with lines ls 1 title "m = 4", \
     for [m k t in "16 2 16, 64 3 64"] {ratio-@m@-1.0} using ({t}/@m@):{e_train} with lines ls @k@ title "m = @t@", \
     {ratio-10000-1.0} using ({t}/10000):{e_train} with LIMIT title "m = 10^4"

set xlabel "t/m"
set ylabel "C_d(t,0)"
set logscale x
set xrange [0.01:3000]
set yrange [0:1]
plot {ratio-4} using ({t}/4):{Cd_t0} with lines ls 1 title "m = 4", \
     for [m k t in "16 2 16, 64 3 64"] {ratio-@m@-1.0} using ({t}/@m@):{Cd_t0} with lines ls @k@ title "m = @t@", \
     {ratio-10000-1.0} using ({t}/10000):{Cd_t0} with LIMIT title "m = 10^4"
