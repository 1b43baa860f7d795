# title: the generalisation gap follows the weights
# source: Montanari & Urbani, figure 31
# data overfitting-widths: as in dmft-5
# data frozen-target-@g@: as in dmft-5 for g in "0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
# include shared/styles.gp

# the gap of lazy networks whose output weights are frozen
set print $frozen
print "gamma gap"
# include shared/frozen.gp data=frozen-target-@g@ gamma=@g@ value={frozen-target-@g@:e_test}-{frozen-target-@g@:e_train} for g in "0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
unset print
set datafile separator "\t "
set multiplot

set xlabel "γ = a/√m"
set ylabel "test - training error"
set xrange [0:0.8]
set yrange [0:0.6]
plot for [m k c in KEYED] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with WIDTH notitle, \
     $frozen using 1:2 with DASHED_LIMIT title "frozen"

set xlabel "t/m"
set ylabel "test - training error"
set logscale x
set xrange [1e-3:100]
set yrange [0:0.6]
plot for [m k c in KEYED] {overfitting-widths} using {t_over_m_@m@}:{gap_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {t_over_m_@m@}:{gap_@m@} with WIDTH notitle, \
     NaN with DASHED_LIMIT title "frozen"
