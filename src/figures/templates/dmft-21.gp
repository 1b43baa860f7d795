# title: pure noise: weights saturate at t of order m
# source: Montanari & Urbani, figure 21
# data quiet-10: as in dmft-18
# data quiet-100: as in dmft-18
# data quiet-1000: as in dmft-18
# data quiet-threshold: threshold dmft --target none --alpha 0.3 --tau 0.6
# include shared/styles.gp

# include shared/threshold.gp data=quiet-threshold
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [0.01:30]
plot for [m k in "10 1, 100 2, 1000 3"] {quiet-@m@} using ({t}/@m@):({a}/sqrt(@m@)) with lines ls @k@ title "m = @m@", \
     0.6*G with FAINT title "γ*_{GF}"
