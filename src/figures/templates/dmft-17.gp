# title: lazy start, target and loud noise: weights
# source: Montanari & Urbani, figure 17
# data loud-target: as in dmft-16
# data loud-target-threshold: threshold dmft --h poly:0,0.9,0.5 --tau 2.5
# data loud-target-ends: dmft --h poly:0,0.9,0.5 --tau 2.5 --gamma0 1 --m 8,16,32,64,128 --times 2560 --rtol 1e-4
# data loud-level-@g@: limit dmft --limit lazy-late --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times 20000 --gamma0 @g@ for g in "1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45, 1.5"
# include shared/styles.gp

# include shared/threshold.gp data=loud-target-threshold
star = sqrt(2.5**2 + 0.5)*G
# final errors of lazy networks whose output weights are frozen
set print $frozen
print "gamma e_train"
# include shared/frozen.gp data=loud-level-@g@ gamma=@g@ value={loud-level-@g@:e_train} for g in "1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45, 1.5"
unset print
set datafile separator "\t "
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:30]
set yrange [0.95:1.65]
plot for [m k c in THREE_LOW] {loud-target} using {t_over_m_@m@}:{gamma_@m@} with WIDTH title "m = 2^{@k@}", \
     star with FAINT title "γ*", \
     NaN with DASHED_LIMIT title "frozen"

set xlabel "γ = a/√m"
set ylabel "training error"
set xrange [1:1.6]
set yrange [0:1]
set xtics 0.1
plot for [m k c in THREE_LOW] {loud-target} using {gamma_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     NaN with FAINT title "γ*", \
     $frozen using 1:2 with DASHED_LIMIT title "frozen"

set xlabel "m"
set ylabel "γ* - a(∞)/√m"
set logscale xy
set xrange [5:200]
set yrange [1e-3:1]
plot {loud-target-ends} using {m}:(star - {gamma}) with points ls 7 pt 6 ps 0.8 notitle
