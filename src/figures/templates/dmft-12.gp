# title: training error follows the weights
# source: Montanari & Urbani, figure 12
# data loud-noise: as in dmft-11
# data level-10: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 1
# data level-11: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 1.1
# data level-12: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 1.2
# data level-13: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 1.3
# data level-14: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 1.4

set xlabel "t/m"
set ylabel "training error"
set logscale x
set xrange [1e-3:30]
set yrange [0:*]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-noise} using {t_over_m_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@"

set xlabel "a/√m"
set ylabel "training error"
set yrange [0:0.8]
set xtics 0.1
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-noise} using {gamma_@m@}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     {level-10} using (1.0):{e_train} with points pt 7 ps 0.6 lc rgb "#000000" title "frozen", \
     for [m x in "11 1.1, 12 1.2, 13 1.3, 14 1.4"] {level-@m@} using (@x@):{e_train} with points pt 7 ps 0.6 lc rgb "#000000" notitle
