# title: corrections of order 1/m: errors
# source: beside Montanari & Urbani, figure 26
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24
# data early-wide: as in dmft-26
# include shared/styles.gp

# the limit, on the same times
# include shared/limit.gp data=early-limit column=e_train
# include shared/limit.gp data=early-limit column=e_test
set multiplot

set xlabel "t"
set ylabel "m (e_{train} - e_∞)"
set xrange [0:10]
set yrange [-3:1]
plot for [m k c in FIVE] {early-widths} using {t}:(@m@*({e_train_@m@} - limit_e_train[int($0) + 1])) with WIDTH title "m = 2^{@k@}", \
     {early-wide} using {t}:(131072*({e_train} - limit_e_train[int($0) + 1])) with DASHED_LIMIT title "m = 2^{17}"

set xlabel "t"
set ylabel "m (e_{test} - e_∞)"
set xrange [0:10]
set yrange [0:1.5]
plot for [m k c in FIVE] {early-widths} using {t}:(@m@*({e_test_@m@} - limit_e_test[int($0) + 1])) with WIDTH title "m = 2^{@k@}", \
     {early-wide} using {t}:(131072*({e_test} - limit_e_test[int($0) + 1])) with DASHED_LIMIT title "m = 2^{17}"
