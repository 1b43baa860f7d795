# title: errors follow the weights
# source: Montanari & Urbani, figure 30
# data overfitting-widths: as in dmft-5
# include shared/styles.gp

set xlabel "γ = a/√m"
set ylabel "training error"
set xrange [0:0.8]
set yrange [0:0.75]
plot for [m k c in KEYED] {overfitting-widths} using {gamma_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {gamma_@m@}:{e_train_@m@} with WIDTH notitle, \
     0.18 with DASHED_LIMIT title "τ^2/2"

set xlabel "training error"
set ylabel "test error"
set xrange [0:0.75]
set yrange [0.15:0.8]
plot for [m k c in KEYED] {overfitting-widths} using {e_train_@m@}:{e_test_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {e_train_@m@}:{e_test_@m@} with WIDTH notitle, \
     NaN with DASHED_LIMIT title "τ^2/2"
