# title: frozen weights, t m of order one
# source: Montanari & Urbani, figure 8
# data frozen-@m@: dmft --target none --h poly:0,0.3,0.5 --alpha 0.5 --tau 1 --gamma0 1 --freeze-a yes --m @m@ --t-min 1e-6 --t-max 300 --points 300 --rtol 1e-4 for m in "16, 64, 256, 1024, 4096"
# data frozen-early: limit dmft --limit lazy --target none --h poly:0,0.3,0.5 --alpha 0.5 --tau 1 --gamma0 1 --freeze-a yes --m 1000 --t-min 1e-5 --t-max 1 --points 200
# include shared/styles.gp

set xlabel "t m"
set ylabel "m (C_d(t,0) - 1)"
set logscale x
set xrange [0.01:20]
set yrange [-1.5:0]
plot for [m k c in FIVE] {frozen-@m@} using (@m@*{t}):(@m@*({Cd_t0} - 1)) with WIDTH title "m = 2^{@k@}", \
     {frozen-early} using (1000*{t}):(1000*({Cd_t0} - 1)) with LIMIT title "m → ∞"
