# title: unlearning follows the weights
# source: Montanari & Urbani, figure 29
# data overfitting-widths: as in dmft-5
# include shared/styles.gp

set xlabel "γ = a/√m"
set ylabel "v √m"
set logscale y # narrow y
set xrange [0.05:0.8]
set yrange [0.8:20]
plot for [m k c in KEYED] {overfitting-widths} using {gamma_@m@}:{v_sqrt_m_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {gamma_@m@}:{v_sqrt_m_@m@} with WIDTH notitle, \
     1/x with DASHED_LIMIT title "1/γ"
