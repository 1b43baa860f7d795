# title: overfitting and unlearning at times of order m
# source: Montanari & Urbani, figure 5
# data overfitting-widths: dmft --tau 0.6 --m 8,16,32,64,128,256,512,1024,2048,4096,8192,16384 --t-min 0.01 --t-max 200000 --points 300 --rtol 1e-4 --wide yes
# data overfitting-threshold: threshold dmft --tau 0.6
# data frozen-target-@g@: limit dmft --limit lazy-late --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 @g@ for g in "0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
# include shared/styles.gp

# include shared/threshold.gp data=overfitting-threshold
# the noise that this problem has for large a
star = sqrt(0.6**2 + 1.0/6)*G
# the gap of lazy networks whose output weights are frozen
set print $frozen
print "gamma gap"
# include shared/frozen.gp data=frozen-target-@g@ gamma=@g@ value={frozen-target-@g@:e_test}-{frozen-target-@g@:e_train} for g in "0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6"
unset print
set datafile separator "\t "
set multiplot

set xlabel "t/m"
set ylabel "a/√m"
set logscale x
set xrange [1e-3:100]
set yrange [0:0.8]
plot for [m k c in KEYED] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {t_over_m_@m@}:{gamma_@m@} with WIDTH notitle, \
     star with FAINT title "γ*_{GF}"

set xlabel "t/m"
set ylabel "v"
set logscale x
set xrange [1e-3:100]
set yrange [0:1]
plot for [m k c in KEYED] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with WIDTH title "m = 2^{@k@}", \
     for [m k c in REST] {overfitting-widths} using {t_over_m_@m@}:{v_@m@} with WIDTH notitle, \
     NaN with FAINT title "γ*_{GF}"

set xlabel "γ = a/√m"
set ylabel "test - training error"
set xrange [0:0.8]
set yrange [0:0.6]
set key inside bottom right
plot for [m k c in KEYED] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with WIDTH notitle, \
     for [m k c in REST] {overfitting-widths} using {gamma_@m@}:{gap_@m@} with WIDTH notitle, \
     $frozen using 1:2 with DASHED_LIMIT title "frozen"
