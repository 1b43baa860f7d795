# title: pure noise: t of order √m
# source: Montanari & Urbani, figure 19
# data quiet-@m@: as in dmft-18 for m in "16, 64, 256, 1024, 4096"
# data quiet-sqrt: limit dmft --limit sqrt-m --target none --alpha 0.3 --tau 0.6 --m 10000 --t-min 1 --t-max 10000 --points 200
# include shared/styles.gp

set xlabel "t/√m"
set ylabel "a"
set xrange [0:40]
set yrange [0:9]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/sqrt(@m@)):{a} with WIDTH title "m = 2^{@k@}", \
     {quiet-sqrt} using ({t}/100):{a} with LIMIT title "m → ∞"

set xlabel "t/√m"
set ylabel "C_d(t,0)"
set logscale x
set xrange [0.01:40]
set yrange [0:1]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/sqrt(@m@)):{Cd_t0} with WIDTH title "m = 2^{@k@}", \
     {quiet-sqrt} using ({t}/100):{Cd_t0} with LIMIT title "m → ∞"

set xlabel "t/√m"
set ylabel "m C_o(t,t)"
set logscale x
set xrange [0.01:40]
set yrange [-1:0.5]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/sqrt(@m@)):(@m@*{Co_tt}) with WIDTH title "m = 2^{@k@}", \
     {quiet-sqrt} using ({t}/100):(10000*{Co_tt}) with LIMIT title "m → ∞"

set xlabel "t/√m"
set ylabel "√m ν"
set logscale x
set xrange [0.01:40]
set yrange [-0.5:5]
plot for [m k c in FIVE] {quiet-@m@} using ({t}/sqrt(@m@)):(sqrt(@m@)*{nu}) with WIDTH title "m = 2^{@k@}", \
     {quiet-sqrt} using ({t}/100):(100*{nu}) with LIMIT title "m → ∞"
