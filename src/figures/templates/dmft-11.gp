# title: lazy start on loud noise: weights grow
# source: Montanari & Urbani, figure 11
# data loud-noise: dmft --target none --h poly:0,0.9,0.5 --tau 2.5 --gamma0 1 --m 16,64,256 --t-min 0.01 --t-max 2560 --points 300 --rtol 1e-4 --wide yes
# data level-threshold: threshold dmft --target none --h poly:0,0.9,0.5 --tau 2.5
# include shared/styles.gp

# include shared/threshold.gp data=level-threshold
set multiplot

set xlabel "t"
set ylabel "a/√m"
set logscale x
set xrange [0.01:2560]
set yrange [0.95:1.55]
plot for [m k c in THREE_LOW] {loud-noise} using {t}:{gamma_@m@} with WIDTH title "m = 2^{@k@}", \
     2.5*G with FAINT title "γ*_{GF}"

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:30]
set yrange [0.95:1.55]
plot for [m k c in THREE_LOW] {loud-noise} using {t_over_m_@m@}:{gamma_@m@} with WIDTH title "m = 2^{@k@}", \
     2.5*G with FAINT title "γ*_{GF}"
