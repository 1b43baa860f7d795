# title: t of order m: weights saturate, features are unlearnt
# source: Montanari & Urbani, figure 28
# data overfitting-widths: as in dmft-5
# data overfitting-threshold: as in dmft-5
# include shared/styles.gp

# include shared/threshold.gp data=overfitting-threshold
# the noise that this problem has for large a
star = sqrt(0.6**2 + 1.0/6)*G
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:100]
set yrange [0:0.8]
plot for [m k c in KEYED] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with WIDTH notitle, \
     star with FAINT title "γ*_{GF}"

set xlabel "t/m"
set ylabel "v"
set logscale x
set xrange [1e-3:100]
set yrange [0:1]
plot for [m k c in KEYED] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with WIDTH notitle, \
     NaN with FAINT title "γ*_{GF}"
