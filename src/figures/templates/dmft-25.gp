# title: mean field: errors
# source: Montanari & Urbani, figure 25
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24
# data overfitting-widths: as in dmft-5
# data overfitting-threshold: as in dmft-5
# include shared/styles.gp

# include shared/threshold.gp data=overfitting-threshold
# test error of a lazy network frozen at the threshold
level = (0.6**2 + 1.0/6)*(1 + G**2/6)/2
set multiplot

set xlabel "t"
set ylabel "training and test error"
set logscale x
set xrange [0.01:30]
set yrange [0:0.8]
plot for [m k c in FIVE] {early-widths} using {t}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in FIVE] {early-widths} using {t}:{e_test_@m@} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     {early-limit} using {t}:{e_train} with LIMIT title "m → ∞", \
     NaN with FAINT title "frozen at γ*_{GF}", \
     {early-limit} using {t}:{e_test} with DASHED_LIMIT notitle

set xlabel "t/m"
set ylabel "training and test error"
set logscale x
set xrange [1e-3:100]
set yrange [0:0.8]
plot for [m k c in FIVE] {overfitting-widths} using {t_over_m_@m@}:{e_train_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in FIVE] {overfitting-widths} using {t_over_m_@m@}:{e_test_@m@} with WIDTH_TEST notitle, \
     NaN with TEST title "test error", \
     NaN with LIMIT title "m → ∞", \
     level with FAINT title "frozen at γ*_{GF}"
