# title: lazy start: two stages and a plateau
# source: Montanari & Urbani, figure 3
# data lazy-widths: dmft --h poly:0,0.9,0.5 --gamma0 1 --m 10,50,200,1000 --t-min 1e-4 --t-max 300 --points 300 --rtol 1e-4 --wide yes
# data lazy-early: limit dmft --limit lazy --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-5 --t-max 0.3 --points 200
# data lazy-late: limit dmft --limit lazy-late --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-2 --t-max 300 --points 200
# include shared/styles.gp

set xlabel "t m"
set ylabel "test error"
set logscale x
set xrange [0.01:300]
set yrange [0.4:1.3]
set key inside bottom left
plot for [m k in "10 1, 50 2, 200 3, 1000 4"] {lazy-widths} using {t_times_m_@m@}:{e_test_@m@} with lines ls @k@ title "m = @m@", \
     {lazy-early} using (1000*{t}):{e_test} with LIMIT title "limit"

set xlabel "t m"
set ylabel "training error"
set logscale x
set xrange [0.01:300]
set yrange [0:1.3]
set key inside bottom left
plot for [m k in "10 1, 50 2, 200 3, 1000 4"] {lazy-widths} using {t_times_m_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     {lazy-early} using (1000*{t}):{e_train} with LIMIT title "limit"

set xlabel "t"
set ylabel "test error"
set logscale x
set xrange [1e-3:300]
set yrange [0.4:1.3]
set key inside top right
plot for [m k in "10 1, 50 2, 200 3, 1000 4"] {lazy-widths} using {t}:{e_test_@m@} with lines ls @k@ title "m = @m@", \
     {lazy-late} using {t}:{e_test} with LIMIT title "limit"

set xlabel "t"
set ylabel "training error"
set logscale x
set xrange [1e-3:300]
set yrange [0:1.3]
set key inside top right
plot for [m k in "10 1, 50 2, 200 3, 1000 4"] {lazy-widths} using {t}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     {lazy-late} using {t}:{e_train} with LIMIT title "limit"
