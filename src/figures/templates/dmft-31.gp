# title: the generalisation gap follows the weights
# source: Montanari & Urbani, figure 31
# data overfitting-widths: as in dmft-5

set xlabel "γ = a/√m"
set ylabel "test - training error"
set yrange [0:*]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with lines ls @k@ title "m = @m@"

set xlabel "t/m"
set ylabel "test - training error"
set logscale x
set xrange [0.01:100]
set yrange [0:*]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {t_over_m_@m@}:{gap_@m@} with lines ls @k@ title "m = @m@"
