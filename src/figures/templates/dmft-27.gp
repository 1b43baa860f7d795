# title: corrections of order 1/m: errors
# source: Montanari & Urbani, figure 27
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24

# the limit, on the same times
# include shared/limit.gp column=e_train
# include shared/limit.gp column=e_test
set multiplot

set xlabel "t"
set ylabel "m (e_{train} - e_∞)"
set logscale x
set xrange [0.01:10]
set yrange [-3:1]
plot for [m k in "10 1, 30 2, 100 3, 300 4, 1000 5"] {early-widths} using {t}:(@m@*({e_train_@m@} - limit_e_train[int($0) + 1])) with lines ls @k@ title "m = @m@"

set xlabel "t"
set ylabel "m (e_{test} - e_∞)"
set logscale x
set xrange [0.01:10]
set yrange [-1:3]
plot for [m k in "10 1, 30 2, 100 3, 300 4, 1000 5"] {early-widths} using {t}:(@m@*({e_test_@m@} - limit_e_test[int($0) + 1])) with lines ls @k@ title "m = @m@"
