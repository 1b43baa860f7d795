# title: corrections of order 1/m: weights and features
# source: Montanari & Urbani, figure 26
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24
# data early-wide: dmft --tau 0.6 --t-min 0.01 --t-max 30 --points 200 --m 131072 --rtol 1e-8
# include shared/styles.gp

# the limit, on the same times
# include shared/limit.gp data=early-limit column=a
# include shared/limit.gp data=early-limit column=v
set multiplot

set xlabel "t"
set ylabel "m (a - a_∞)"
set xrange [0:10]
set yrange [-0.5:3]
plot for [m k c in FIVE] {early-widths} using {t}:(@m@*({a_@m@} - limit_a[int($0) + 1])) with WIDTH title "m = 2^{@k@}", \
     {early-wide} using {t}:(131072*({a} - limit_a[int($0) + 1])) with DASHED_LIMIT title "m = 2^{17}"

set xlabel "t"
set ylabel "m (v - v_∞)"
set xrange [0:10]
set yrange [-4:0.5]
plot for [m k c in FIVE] {early-widths} using {t}:(@m@*({v_@m@} - limit_v[int($0) + 1])) with WIDTH title "m = 2^{@k@}", \
     {early-wide} using {t}:(131072*({v} - limit_v[int($0) + 1])) with DASHED_LIMIT title "m = 2^{17}"
