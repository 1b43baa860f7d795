# title: pure noise: weights saturate at t of order m
# source: Montanari & Urbani, figure 21
# data quiet-@m@: as in dmft-18 for m in "16, 64, 256, 1024, 4096"
# data quiet-threshold: threshold dmft --target none --alpha 0.3 --tau 0.6
# include shared/styles.gp

# include shared/threshold.gp data=quiet-threshold
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set xrange [0:30]
set yrange [0:0.65]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/@m@):({a}/sqrt(@m@)) with WIDTH title "m = 2^{@k@}", \
     0.6*G with FAINT title "γ*_{GF}", \
     NaN with DASHED_LIMIT title "0.2191 t/m"

set xlabel "t/m"
set ylabel "a/√m"
set logscale xy
set xrange [0.001:30]
set yrange [0.01:1]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/@m@):({a}/sqrt(@m@)) with WIDTH title "m = 2^{@k@}", \
     0.6*G with FAINT title "γ*_{GF}", \
     (x < 4 ? 0.2191*x : NaN) with DASHED_LIMIT title "0.2191 t/m"
