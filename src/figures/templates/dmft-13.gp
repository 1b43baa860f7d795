# title: lazy start: overlap and rotation
# source: Montanari & Urbani, figure 13
# data lazy-16: as in dmft-14
# data lazy-64: as in dmft-14
# data lazy-256: as in dmft-14
# data lazy-1024: as in dmft-14
# data lazy-4096: as in dmft-14
# data lazy-early: as in dmft-14
# data lazy-late: as in dmft-14
# include shared/styles.gp

set xlabel "t m"
set ylabel "v √m"
set logscale x
set xrange [0.01:300]
set yrange [0:1.2]
plot for [m k c in FIVE] {lazy-@m@} using (@m@*{t}):(sqrt(@m@)*{v}) with WIDTH title "m = 2^{@k@}", \
     {lazy-early} using (1000*{t}):(sqrt(1000)*{v}) with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "C_d(t,0)"
set logscale x
set xrange [1e-3:300]
set yrange [0.7:1]
plot for [m k c in FIVE] {lazy-@m@} using {t}:{Cd_t0} with WIDTH title "m = 2^{@k@}", \
     {lazy-late} using {t}:{Cd_t0} with LIMIT title "m → ∞"
