# title: pure noise: correlations at t of order √m
# source: Montanari & Urbani, figure 20
# data quiet-10: as in dmft-18
# data quiet-100: as in dmft-18
# data quiet-1000: as in dmft-18
# data quiet-sqrt: as in dmft-19
# include shared/styles.gp

set xlabel "t/√m"
set ylabel "C_d(t,0)"
set logscale x
set xrange [0.01:40]
set yrange [0:1]
plot {quiet-10} using ({t}/sqrt(10)):{Cd_t0} with lines ls 1 title "m = 10", \
     {quiet-100} using ({t}/10):{Cd_t0} with lines ls 2 title "m = 100", \
     {quiet-1000} using ({t}/sqrt(1000)):{Cd_t0} with lines ls 3 title "m = 1000", \
     {quiet-sqrt} using ({t}/100):{Cd_t0} with LIMIT title "m → ∞"

set xlabel "t/√m"
set ylabel "m C_o(t,t)"
set logscale x
set xrange [0.01:40]
set yrange [-1:0.5]
plot {quiet-10} using ({t}/sqrt(10)):(10*{Co_tt}) with lines ls 1 title "m = 10", \
     {quiet-100} using ({t}/10):(100*{Co_tt}) with lines ls 2 title "m = 100", \
     {quiet-1000} using ({t}/sqrt(1000)):(1000*{Co_tt}) with lines ls 3 title "m = 1000", \
     {quiet-sqrt} using ({t}/100):(10000*{Co_tt}) with LIMIT title "m → ∞"
