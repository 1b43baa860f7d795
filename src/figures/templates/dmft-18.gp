# title: pure noise: overlaps at t of order one
# source: Montanari & Urbani, figure 18
# data quiet-10: dmft --target none --alpha 0.3 --tau 0.6 --m 10 --t-min 0.01 --t-max 300 --points 400 --rtol 1e-4
# data quiet-100: dmft --target none --alpha 0.3 --tau 0.6 --m 100 --t-min 0.01 --t-max 3000 --points 400 --rtol 1e-4
# data quiet-1000: dmft --target none --alpha 0.3 --tau 0.6 --m 1000 --t-min 0.01 --t-max 30000 --points 400 --rtol 1e-4
# data quiet-limit: limit dmft --limit pure-noise --target none --alpha 0.3 --tau 0.6 --m 1000 --t-min 0.01 --t-max 100 --points 200
# include shared/styles.gp

set xlabel "t"
set ylabel "m C_o(t,t)"
set logscale x
set xrange [0.01:100]
set yrange [*:0.5]
plot for [m k in "10 1, 100 2, 1000 3"] {quiet-@m@} using {t}:(@m@*{Co_tt}) with lines ls @k@ title "m = @m@", \
     {quiet-limit} using {t}:(1000*{Co_tt}) with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "m C_o(t,0)"
set logscale x
set xrange [0.01:100]
plot for [m k in "10 1, 100 2, 1000 3"] {quiet-@m@} using {t}:(@m@*{Co_t0}) with lines ls @k@ title "m = @m@", \
     {quiet-limit} using {t}:(1000*{Co_t0}) with LIMIT title "m → ∞"
