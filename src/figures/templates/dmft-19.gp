# title: pure noise: weights grow linearly at t of order √m
# source: Montanari & Urbani, figure 19
# data quiet-10: as in dmft-18
# data quiet-100: as in dmft-18
# data quiet-1000: as in dmft-18
# data quiet-sqrt: limit dmft --limit sqrt-m --target none --alpha 0.3 --tau 0.6 --m 10000 --t-min 1 --t-max 10000 --points 200
# include shared/styles.gp

set xlabel "t/√m"
set ylabel "a"
set xrange [0:40]
set yrange [0:9]
plot {quiet-10} using ({t}/sqrt(10)):{a} with lines ls 1 title "m = 10", \
     {quiet-100} using ({t}/10):{a} with lines ls 2 title "m = 100", \
     {quiet-1000} using ({t}/sqrt(1000)):{a} with lines ls 3 title "m = 1000", \
     {quiet-sqrt} using ({t}/100):{a} with LIMIT title "m → ∞"

set xlabel "t/√m"
set ylabel "a √m/t"
set logscale x
set xrange [3:100]
set yrange [0:0.5]
plot {quiet-sqrt} using ({t}/100):({a}/({t}/100)) with LIMIT title "m → ∞: a/(t/√m)", \
     {quiet-1000} using ({t}/sqrt(1000)):({a}/{t}*sqrt(1000)) with lines ls 3 title "m = 1000", \
     0.2191 with FAINT title "slope A_∞"
