# title: lazy start on loud noise: weights grow
# source: Montanari & Urbani, figure 11
# data loud-noise: dmft --target none --h poly:0,0.9,0.5 --gamma0 1 --tau 2.5 --m 10,50,200,500 --t-min 0.01 --t-max 2500 --points 400 --rtol 1e-4 --wide yes
# data level-threshold: threshold dmft --target none --h poly:0,0.9,0.5 --tau 2.5
# include shared/styles.gp

# include shared/threshold.gp data=level-threshold
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:30]
plot for [m k in "10 1, 50 2, 200 3, 500 4"] {loud-noise} using {t_over_m_@m@}:{gamma_@m@} with lines ls @k@ title "m = @m@", \
     2.5*G with FAINT title "γ*_{GF}"
