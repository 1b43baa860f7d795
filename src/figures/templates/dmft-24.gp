# title: mean field: weights and features
# source: Montanari & Urbani, figure 24
# data early-widths: dmft --tau 0.6 --t-min 0.01 --t-max 30 --points 200 --m 16,64,256,1024,4096 --rtol 1e-6 --wide yes
# data early-limit: limit dmft --limit mean-field --tau 0.6 --t-min 0.01 --t-max 30 --points 200 --rtol 1e-9
# include shared/styles.gp

set xlabel "t"
set ylabel "v"
set logscale x
set xrange [0.01:30]
set yrange [0:1]
plot for [m k c in FIVE] {early-widths} using {t}:{v_@m@} with WIDTH title "m = 2^{@k@}", \
     {early-limit} using {t}:{v} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "a"
set logscale x
set xrange [0.01:30]
set yrange [0.6:1.8]
plot for [m k c in FIVE] {early-widths} using {t}:{a_@m@} with WIDTH title "m = 2^{@k@}", \
     {early-limit} using {t}:{a} with LIMIT title "m → ∞"
