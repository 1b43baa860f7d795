# title: mean field: errors
# source: Montanari & Urbani, figure 25
# data early-widths: as in dmft-24
# data early-limit: as in dmft-24
# include shared/styles.gp

set xlabel "t"
set ylabel "training error"
set logscale x
plot for [m k in "10 1, 30 2, 100 3, 1000 4"] {early-widths} using {t}:{e_train_@m@} with lines ls @k@ title "m = @m@", \
     {early-limit} using {t}:{e_train} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "test error"
set logscale x
plot for [m k in "10 1, 30 2, 100 3, 1000 4"] {early-widths} using {t}:{e_test_@m@} with lines ls @k@ title "m = @m@", \
     {early-limit} using {t}:{e_test} with LIMIT title "m → ∞"
