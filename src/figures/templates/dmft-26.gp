# title: corrections of order 1/m: weights and features
# source: Montanari & Urbani, figure 26
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24

# the limit, on the same times
# include shared/limit.gp column=a
# include shared/limit.gp column=v
set multiplot

set xlabel "t"
set ylabel "m (a - a_∞)"
set logscale x
set xrange [0.01:10]
set yrange [-0.5:1.5]
plot for [m k in "10 1, 30 2, 100 3, 300 4, 1000 5"] {early-widths} using {t}:(@m@*({a_@m@} - limit_a[int($0) + 1])) with lines ls @k@ title "m = @m@"

set xlabel "t"
set ylabel "m (v - v_∞)"
set logscale x
set xrange [0.01:10]
set yrange [-3:1]
plot for [m k in "10 1, 30 2, 100 3, 300 4, 1000 5"] {early-widths} using {t}:(@m@*({v_@m@} - limit_v[int($0) + 1])) with lines ls @k@ title "m = @m@"
