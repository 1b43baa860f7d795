# title: training error follows the weights
# source: Montanari & Urbani, figure 12
# data loud-noise: as in dmft-11
# data level-@g@: limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 @g@ for g in "1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45"
# include shared/styles.gp

# final errors of lazy networks whose output weights are frozen
set print $frozen
print "gamma e_train"
# include shared/frozen.gp data=level-@g@ gamma=@g@ value={level-@g@:e_train} for g in "1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45"
unset print
set datafile separator "\t "
set multiplot

set xlabel "t/m"
set ylabel "training error"
set logscale x
set xrange [1e-3:30]
set yrange [0:3.5]
plot for [m k c in THREE_LOW] {loud-noise} using {t_over_m_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     NaN with points pt 7 ps 0.5 lc rgb "#000000" title "frozen"

set xlabel "γ = a/√m"
set ylabel "training error"
set xrange [1:1.55]
set yrange [0:0.8]
set xtics 0.1
plot for [m k c in THREE_LOW] {loud-noise} using {gamma_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     $frozen using 1:2 with points pt 7 ps 0.5 lc rgb "#000000" title "frozen"
