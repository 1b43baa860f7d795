# title: frozen weights on noise: two stages
# source: Montanari & Urbani, figure 9
# data frozen-@m@: as in dmft-8 for m in "16, 64, 256, 1024, 4096"
# data frozen-early: as in dmft-8
# data frozen-late: limit dmft --limit lazy-late --target none --h poly:0,0.3,0.5 --alpha 0.5 --tau 1 --gamma0 1 --freeze-a yes --m 1000 --t-min 1e-3 --t-max 300 --points 200
# include shared/styles.gp

set xlabel "t"
set ylabel "C_d(t,0)"
set logscale x
set xrange [1e-3:300]
set yrange [0:1]
plot for [m k c in FIVE] {frozen-@m@} using {t}:{Cd_t0} with WIDTH title "m = 2^{@k@}", \
     {frozen-late} using {t}:{Cd_t0} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "training error"
set logscale x
set xrange [1e-3:300]
set yrange [0:1]
plot for [m k c in FIVE] {frozen-@m@} using {t}:{e_train} with WIDTH title "m = 2^{@k@}", \
     {frozen-late} using {t}:{e_train} with LIMIT title "m → ∞"

set xlabel "t m"
set ylabel "training error"
set logscale x
set xrange [0.01:100]
set yrange [0:1]
plot for [m k c in FIVE] {frozen-@m@} using (@m@*{t}):{e_train} with WIDTH title "m = 2^{@k@}", \
     {frozen-early} using (1000*{t}):{e_train} with LIMIT title "m → ∞"
