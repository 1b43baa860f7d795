# title: corrections of order 1/m at long times
# source: Montanari & Urbani, figure 27
# data correction: dmft --tau 0.6 --t-min 1 --t-max 300 --points 200 --grid linear --m 131072 --rtol 1e-8
# data correction-limit: limit dmft --limit mean-field --tau 0.6 --t-min 1 --t-max 300 --points 200 --grid linear --rtol 1e-9
# include shared/styles.gp

# the limit, on the same times
# include shared/limit.gp data=correction-limit column=v
# include shared/limit.gp data=correction-limit column=a
# include shared/limit.gp data=correction-limit column=Co_tt
# include shared/limit.gp data=correction-limit column=nu
set multiplot

set xlabel "t"
set ylabel "m (v - v_∞)"
set xrange [0:300]
plot {correction} using {t}:(131072*({v} - limit_v[int($0) + 1])) with lines ls 1 title "m = 2^{17}", \
     -0.426667*x with DASHED_LIMIT title "asymptote"

set xlabel "t"
set ylabel "m (a - a_∞)"
set xrange [0:300]
plot {correction} using {t}:(131072*({a} - limit_a[int($0) + 1])) with lines ls 1 title "m = 2^{17}", \
     0.56*x with DASHED_LIMIT title "asymptote"

set xlabel "t"
set ylabel "m (C_o(t,t) - v_∞^2)"
set xrange [0:300]
plot {correction} using {t}:(131072*({Co_tt} - limit_Co_tt[int($0) + 1])) with lines ls 1 title "m = 2^{17}", \
     -0.853333*x with DASHED_LIMIT title "asymptote"

set xlabel "t"
set ylabel "m (ν - ν_∞)"
set xrange [0:300]
plot {correction} using {t}:(131072*({nu} - limit_nu[int($0) + 1])) with lines ls 1 title "m = 2^{17}", \
     0.072*x with DASHED_LIMIT title "asymptote"
