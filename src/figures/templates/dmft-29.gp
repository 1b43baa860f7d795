# title: unlearning follows the weights
# source: Montanari & Urbani, figure 29
# data overfitting-widths: as in dmft-5
# include shared/styles.gp

set xlabel "γ = a/√m"
set ylabel "v √m"
set logscale y # narrow y
set xrange [0.05:0.9]
set yrange [0.8:20]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {gamma_@m@}:{v_sqrt_m_@m@} with lines ls @k@ title "m = @m@", \
     1/x with LIMIT title "1/γ"
