# title: mean field: weights and features
# source: Montanari & Urbani, figure 24
# data early-widths: dmft --tau 0.6 --t-min 0.01 --t-max 30 --points 200 --m 10,30,100,300,1000 --rtol 1e-6 --wide yes
# data early-limit: limit dmft --limit mean-field --tau 0.6 --t-min 0.01 --t-max 30 --points 200 --rtol 1e-9
# include shared/styles.gp

set xlabel "t"
set ylabel "a"
set logscale x
plot for [m k in "10 1, 30 2, 100 3, 1000 4"] {early-widths} using {t}:{a_@m@} with lines ls @k@ title "m = @m@", \
     {early-limit} using {t}:{a} with LIMIT title "m → ∞"

set xlabel "t"
set ylabel "v"
set logscale x
plot for [m k in "10 1, 30 2, 100 3, 1000 4"] {early-widths} using {t}:{v_@m@} with lines ls @k@ title "m = @m@", \
     {early-limit} using {t}:{v} with LIMIT title "m → ∞"
