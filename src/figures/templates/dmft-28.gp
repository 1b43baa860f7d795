# title: t of order m: weights saturate, features are unlearnt
# source: Montanari & Urbani, figure 28
# data overfitting-widths: as in dmft-5
# data overfitting-threshold: as in dmft-5
# include shared/styles.gp

# include shared/overfitting-noise.gp
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [0.01:100]
set yrange [0:0.9]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with lines ls @k@ title "m = @m@", \
     tau_eff*G with FAINT title "γ*"

set xlabel "t/m"
set ylabel "v"
set logscale x
set xrange [0.01:100]
set yrange [0:0.9]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with lines ls @k@ title "m = @m@"
