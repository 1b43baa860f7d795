# title: pure noise: overlaps at t of order one
# source: Montanari & Urbani, figure 18
# data quiet-@m@: dmft --target none --alpha 0.3 --tau 0.6 --m @m@ --t-min 0.01 --t-max 100000 --points 400 --rtol 1e-4 for m in "16, 64, 256, 1024, 4096"
#   quick: --rtol 1e-3
# data quiet-limit: limit dmft --limit pure-noise --target none --alpha 0.3 --tau 0.6 --m 1000 --t-min 0.01 --t-max 100 --points 200
# include shared/styles.gp

set xlabel "t"
set ylabel "m C_o(t,0)"
set logscale x
set xrange [0.01:100]
plot for [m k c in FIVE] {quiet-@m@} using {t}:(@m@*{Co_t0}) with WIDTH title "m = 2^{@k@}", \
     {quiet-limit} using {t}:(1000*{Co_t0}) with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "m C_o(t,t)"
set logscale x
set xrange [0.01:100]
set yrange [-0.8:0.5]
plot for [m k c in FIVE] {quiet-@m@} using {t}:(@m@*{Co_tt}) with WIDTH title "m = 2^{@k@}", \
     {quiet-limit} using {t}:(1000*{Co_tt}) with LIMIT title "m → ∞"
