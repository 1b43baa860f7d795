# title: pure noise: both follow the weights
# source: Montanari & Urbani, figure 23
# data quiet-@m@: as in dmft-18 for m in "16, 64, 256, 1024, 4096"
# data quiet-level-@g@: limit dmft --limit lazy-late --target none --alpha 0.3 --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 @g@ for g in "0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5"
# include shared/styles.gp

# final values of lazy networks whose output weights are frozen
set print $frozen
print "gamma e_train nu"
# include shared/frozen-two.gp data=quiet-level-@g@ gamma=@g@ for g in "0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5"
unset print
set datafile separator "\t "
set multiplot

set xlabel "γ = a/√m"
set ylabel "training error"
set xrange [0:0.6]
set yrange [0:0.25]
plot for [m k c in FIVE] {quiet-@m@} using ({a}/sqrt(@m@)):{e_train} with WIDTH title "m = 2^{@k@}", \
     $frozen using 1:2 with points pt 7 ps 0.5 lc rgb "#000000" title "frozen"

set xlabel "γ = a/√m"
set ylabel "ν"
set xrange [0:0.6]
plot for [m k c in FIVE] {quiet-@m@} using ({a}/sqrt(@m@)):{nu} with WIDTH title "m = 2^{@k@}", \
     $frozen using 1:3 with points pt 7 ps 0.5 lc rgb "#000000" title "frozen"

set xlabel "γ = a/√m"
set ylabel "training error"
set logscale y
set xrange [0:0.6]
set yrange [1e-4:1]
plot for [m k c in FIVE] {quiet-@m@} using ({a}/sqrt(@m@)):{e_train} with WIDTH title "m = 2^{@k@}", \
     $frozen using 1:2 with points pt 7 ps 0.5 lc rgb "#000000" title "frozen"
