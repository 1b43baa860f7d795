# title: overfitting and unlearning at times of order m
# source: Montanari & Urbani, figure 5
# data overfitting-widths: dmft --tau 0.6 --m 10,20,50,100,200 --t-min 0.1 --t-max 6000 --points 400 --rtol 1e-4 --wide yes
# data overfitting-threshold: threshold dmft --tau 0.6
# include shared/styles.gp

# include shared/overfitting-noise.gp
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [0.01:100]
set yrange [0:0.9]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with lines ls @k@ title "m = @m@", \
     tau_eff*G with FAINT title "γ*_{GF}"

set xlabel "t/m"
set ylabel "v"
set logscale x
set xrange [0.01:100]
set yrange [0:0.9]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with lines ls @k@ title "m = @m@"

set xlabel "a/√m"
set ylabel "test - training error"
set yrange [0:*]
plot for [m k in "10 1, 20 2, 50 3, 100 4, 200 5"] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with lines ls @k@ title "m = @m@"
