# title: relaxation near the interpolation threshold
# source: Montanari & Urbani, figure 10
# data relaxing-30: limit dmft --limit lazy-late --alpha 0.3 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-40: limit dmft --limit lazy-late --alpha 0.4 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-50: limit dmft --limit lazy-late --alpha 0.5 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-55: limit dmft --limit lazy-late --alpha 0.55 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-60: limit dmft --limit lazy-late --alpha 0.6 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-65: limit dmft --limit lazy-late --alpha 0.65 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-70: limit dmft --limit lazy-late --alpha 0.7 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-75: limit dmft --limit lazy-late --alpha 0.75 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-80: limit dmft --limit lazy-late --alpha 0.8 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# data relaxing-100: limit dmft --limit lazy-late --alpha 1 --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol 1e-4
# include shared/styles.gp

# the last time at which the training error is above 1e-4
set print $relaxation
print "alpha t"
# include shared/relaxation.gp data=relaxing-30 alpha=0.30
# include shared/relaxation.gp data=relaxing-40 alpha=0.40
# include shared/relaxation.gp data=relaxing-50 alpha=0.50
# include shared/relaxation.gp data=relaxing-55 alpha=0.55
# include shared/relaxation.gp data=relaxing-60 alpha=0.60
# include shared/relaxation.gp data=relaxing-65 alpha=0.65
# include shared/relaxation.gp data=relaxing-70 alpha=0.70
# include shared/relaxation.gp data=relaxing-75 alpha=0.75
# include shared/relaxation.gp data=relaxing-80 alpha=0.80
unset print
set datafile separator whitespace
line(x) = slope*(critical - x)
slope = 0.5; critical = 0.9
set fit quiet nolog
fit [0.69:0.81] line(x) $relaxation using 1:(1/sqrt($2)) via slope, critical
set datafile separator "\t "
set multiplot

set xlabel "t"
set ylabel "training error"
set logscale xy
set xrange [0.1:3000]
set yrange [1e-6:1]
plot for [m k x in "30 1 0.3, 50 2 0.5, 65 3 0.65, 75 4 0.75, 80 5 0.8, 100 6 1"] {relaxing-@m@} using {t}:{e_train} with lines ls @k@ title "α = @x@"

set xlabel "α"
set ylabel "t_{rel}: e_{train} < 10^{-4}"
set logscale y
set xrange [0.25:0.9]
set yrange [1:1e4]
plot $relaxation using 1:2 with points ls 1 pt 6 ps 0.8 title "t_{rel}", \
     [a=0.28:0.86] 1.0/(slope*(critical - a))**2 with LIMIT title "∝ (α* - α)^{-2}"

set xlabel "α"
set ylabel "1/√t_{rel}"
set xrange [0.25:1]
set yrange [0:*]
plot $relaxation using 1:(1/sqrt($2)) with points ls 1 pt 6 ps 0.8 title "1/√t_{rel}", \
     [a=0.25:critical] slope*(critical - a) with LIMIT title "last three"
