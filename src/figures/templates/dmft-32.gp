# title: frozen weights, n/d fixed: relaxation
# source: Montanari & Urbani, figure 32
# data ratio-4-@b@: dmft --target none --h poly:0,0.3,0.5 --tau 1 --freeze-a yes --m 4 --alpha @q@ --t-min 0.04 --t-max 12000 --points 400 --rtol 1e-6 for b q in "0.5 0.125, 0.6 0.15, 0.7 0.175, 0.75 0.1875, 0.8 0.2, 0.85 0.2125, 0.9 0.225"
# data ratio-16-@b@: dmft --target none --h poly:0,0.3,0.5 --tau 1 --freeze-a yes --m 16 --alpha @q@ --t-min 0.16 --t-max 48000 --points 400 --rtol 1e-6 for b q in "0.5 0.03125, 0.6 0.0375, 0.7 0.04375, 0.8 0.05, 0.9 0.05625, 1.0 0.0625"
# data ratio-64-@b@: dmft --target none --h poly:0,0.3,0.5 --tau 1 --freeze-a yes --m 64 --alpha @q@ --t-min 0.64 --t-max 192000 --points 400 --rtol 1e-6 for b q in "0.5 0.0078125, 0.6 0.009375, 0.7 0.0109375, 0.8 0.0125, 0.9 0.0140625, 1.0 0.015625"
# data ratio-10000-@b@: dmft --target none --h poly:0,0.3,0.5 --tau 1 --freeze-a yes --m 10000 --alpha @q@ --t-min 100 --t-max 30000000 --points 400 --rtol 1e-6 for b q in "0.5 5e-05, 0.6 6e-05, 0.7 7e-05, 0.8 8e-05, 0.9 9e-05, 1.0 0.0001"
# include shared/styles.gp

# the first time at which the training error is below 1e-7, by interpolation
set print $m4
print "abar t"
# include shared/relaxation.gp data=ratio-4-@b@ x=@b@ scale=4 level=1e-7 for b in "0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9"
set print $m16
print "abar t"
# include shared/relaxation.gp data=ratio-16-@b@ x=@b@ scale=16 level=1e-7 for b in "0.5, 0.6, 0.7, 0.8, 0.9, 1.0"
set print $m64
print "abar t"
# include shared/relaxation.gp data=ratio-64-@b@ x=@b@ scale=64 level=1e-7 for b in "0.5, 0.6, 0.7, 0.8, 0.9, 1.0"
set print $m10000
print "abar t"
# include shared/relaxation.gp data=ratio-10000-@b@ x=@b@ scale=10000 level=1e-7 for b in "0.5, 0.6, 0.7, 0.8, 0.9, 1.0"
unset print
set datafile separator whitespace
set fit quiet nolog
slope4 = 0.1; critical4 = 1.2
fit [0.65:1.1] slope4*(critical4 - x) $m4 using 1:(1/sqrt($2)) via slope4, critical4
slope16 = 0.1; critical16 = 1.2
fit [0.65:1.1] slope16*(critical16 - x) $m16 using 1:(1/sqrt($2)) via slope16, critical16
slope64 = 0.1; critical64 = 1.2
fit [0.65:1.1] slope64*(critical64 - x) $m64 using 1:(1/sqrt($2)) via slope64, critical64
slope10000 = 0.1; critical10000 = 1.2
fit [0.65:1.1] slope10000*(critical10000 - x) $m10000 using 1:(1/sqrt($2)) via slope10000, critical10000
set print $critical
print "m abar"
print 4, critical4
print 16, critical16
print 64, critical64
unset print
set datafile separator "\t "
set multiplot

set xlabel "n/d"
set ylabel "t_{rel}/m: e_{train} < 10^{-7}"
set xrange [0.4:1.2]
set yrange [0:400]
plot $m4 using 1:2 with points ls 1 pt 6 ps 0.8 title "m = 4", \
     $m16 using 1:2 with points ls 2 pt 4 ps 0.8 title "m = 16", \
     $m64 using 1:2 with points ls 3 pt 8 ps 0.8 title "m = 64", \
     $m10000 using 1:2 with points ls 7 pt 12 ps 0.8 title "m = 10^4"

set xlabel "(n/d)_{GF}(m) - n/d"
set ylabel "t_{rel}/m"
set logscale xy
set xrange [0.05:1]
set yrange [10:1e4]
plot $m4 using (critical4 - $1):2 with points ls 1 pt 6 ps 0.8 title "m = 4", \
     $m16 using (critical16 - $1):2 with points ls 2 pt 4 ps 0.8 title "m = 16", \
     $m64 using (critical64 - $1):2 with points ls 3 pt 8 ps 0.8 title "m = 64", \
     $m10000 using (critical10000 - $1):2 with points ls 7 pt 12 ps 0.8 title "m = 10^4", \
     1/(slope64*x)**2 with DASHED_LIMIT title "slope -2"

set xlabel "m"
set ylabel "(n/d)_{GF}(m)"
set logscale x
set xrange [2:200]
set yrange [0.8:1.3]
plot $critical using 1:2 with points ls 1 pt 6 ps 0.8 title "fit", \
     critical10000 with FAINT title "m = 10^4"
