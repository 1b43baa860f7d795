# title: lazy start: noise fitted at t of order one
# source: Montanari & Urbani, figure 14
# data lazy-late: as in dmft-3
# data lazy-50: dmft --h poly:0,0.9,0.5 --gamma0 1 --m 50 --t-min 1e-4 --t-max 300 --points 300
# data lazy-200: dmft --h poly:0,0.9,0.5 --gamma0 1 --m 200 --t-min 1e-4 --t-max 300 --points 300
# data lazy-1000: dmft --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-4 --t-max 300 --points 300
# include shared/styles.gp

set xlabel "t"
set ylabel "C_d(t,0)"
set logscale x
set xrange [1e-3:300]
plot for [m k in "50 1, 200 2, 1000 3"] {lazy-@m@} using {t}:{Cd_t0} with lines ls @k@ title "m = @m@", \
     {lazy-late} using {t}:{Cd_t0} with LIMIT title "limit"

set xlabel "t"
set ylabel "training error"
set logscale x
set xrange [1e-3:300]
plot for [m k in "50 1, 200 2, 1000 3"] {lazy-@m@} using {t}:{e_train} with lines ls @k@ title "m = @m@", \
     {lazy-late} using {t}:{e_train} with LIMIT title "limit"

set xlabel "t"
set ylabel "test error"
set logscale x
set xrange [1e-3:300]
plot for [m k in "50 1, 200 2, 1000 3"] {lazy-@m@} using {t}:{e_test} with lines ls @k@ title "m = @m@", \
     {lazy-late} using {t}:{e_test} with LIMIT title "limit"
