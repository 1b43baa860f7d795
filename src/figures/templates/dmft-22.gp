# title: pure noise: training error and multiplier
# source: Montanari & Urbani, figure 22
# data quiet-@m@: as in dmft-18 for m in "16, 64, 256, 1024, 4096"
# include shared/styles.gp

set xlabel "t/m"
set ylabel "training error"
set logscale x
set xrange [0.001:30]
set yrange [0:0.25]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/@m@):{e_train} with WIDTH title "m = 2^{@k@}"

set xlabel "t/m"
set ylabel "ν"
set logscale x
set xrange [0.001:30]
set yrange [*:*]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/@m@):{nu} with WIDTH title "m = 2^{@k@}"
