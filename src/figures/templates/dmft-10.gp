# title: relaxation near the interpolation threshold
# source: Montanari & Urbani, figure 10
# data relaxing-ten-sevenths-@x@: limit dmft --limit lazy-late --alpha @x@ --target none --h poly:0,0.3,0.5 --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 600 --rtol 1e-4 for x in "0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 1.0"
# data relaxing-one-@x@: limit dmft --limit lazy-late --alpha @x@ --target none --h poly:0,0.3,0.5 --gamma0 1 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 600 --rtol 1e-4 for x in "0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
# data relaxing-two-@x@: limit dmft --limit lazy-late --alpha @x@ --target none --h poly:0,0.3,0.5 --gamma0 2 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 600 --rtol 1e-4 for x in "0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9"
# include shared/styles.gp

# the first time at which the training error is below 1e-4, by interpolation
set print $ten_sevenths
print "alpha t"
# include shared/relaxation.gp data=relaxing-ten-sevenths-@x@ x=@x@ scale=1 level=1e-4 for x in "0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8"
set print $one
print "alpha t"
# include shared/relaxation.gp data=relaxing-one-@x@ x=@x@ scale=1 level=1e-4 for x in "0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
set print $two
print "alpha t"
# include shared/relaxation.gp data=relaxing-two-@x@ x=@x@ scale=1 level=1e-4 for x in "0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9"
unset print
set datafile separator whitespace
set fit quiet nolog
slope_ten_sevenths = 0.1; critical_ten_sevenths = 0.9
fit [0.59:1] slope_ten_sevenths*(critical_ten_sevenths - x) $ten_sevenths using 1:(1/sqrt($2)) via slope_ten_sevenths, critical_ten_sevenths
slope_one = 0.1; critical_one = 0.7
fit [0.39:1] slope_one*(critical_one - x) $one using 1:(1/sqrt($2)) via slope_one, critical_one
slope_two = 0.1; critical_two = 1.0
fit [0.69:1] slope_two*(critical_two - x) $two using 1:(1/sqrt($2)) via slope_two, critical_two
set datafile separator "\t "
set multiplot

set xlabel "t"
set ylabel "training error"
set logscale y
set xrange [0:1000]
set yrange [1e-6:1]
plot for [x k in "0.3 1, 0.5 2, 0.65 3, 0.75 4, 0.8 5, 1.0 6"] {relaxing-ten-sevenths-@x@} using {t}:{e_train} with lines ls @k@ title "α = @x@"

set xlabel "α* - α"
set ylabel "t_{rel}: e_{train} < 10^{-4}"
set logscale xy
set xrange [0.02:1]
set yrange [1:1e4]
plot $one using (critical_one - $1):2 with points ls 1 pt 6 ps 0.8 title "γ_0 = 1", \
     $ten_sevenths using (critical_ten_sevenths - $1):2 with points ls 2 pt 4 ps 0.8 title "γ_0 = 10/7", \
     $two using (critical_two - $1):2 with points ls 3 pt 8 ps 0.8 title "γ_0 = 2", \
     1/(slope_ten_sevenths*x)**2 with DASHED_LIMIT title "slope -2"

set xlabel "α"
set ylabel "t_{rel}"
set xrange [0:1]
set yrange [0:500]
plot $one using 1:2 with points ls 1 pt 6 ps 0.8 title "γ_0 = 1", \
     $ten_sevenths using 1:2 with points ls 2 pt 4 ps 0.8 title "γ_0 = 10/7", \
     $two using 1:2 with points ls 3 pt 8 ps 0.8 title "γ_0 = 2", \
     NaN with DASHED_LIMIT title "slope -2"
