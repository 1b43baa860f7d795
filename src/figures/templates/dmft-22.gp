# title: pure noise: training error and multiplier
# source: Montanari & Urbani, figure 22
# data quiet-10: as in dmft-18
# data quiet-100: as in dmft-18
# data quiet-1000: as in dmft-18

set xlabel "t/m"
set ylabel "training error"
set logscale x
set xrange [0.01:100]
set yrange [0:0.2]
plot for [m k in "10 1, 100 2, 1000 3"] {quiet-@m@} using ({t}/@m@):{e_train} with lines ls @k@ title "m = @m@"

set xlabel "t/m"
set ylabel "ν"
set logscale x
set xrange [0.01:100]
plot for [m k in "10 1, 100 2, 1000 3"] {quiet-@m@} using ({t}/@m@):{nu} with lines ls @k@ title "m = @m@"
