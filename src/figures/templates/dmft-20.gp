# title: pure noise: linear growth of the weights
# source: Montanari & Urbani, figure 20
# data quiet-sqrt: as in dmft-19
# include shared/styles.gp

set xlabel "t/√m"
set ylabel "a"
set xrange [0:100]
set yrange [0:25]
plot {quiet-sqrt} using ({t}/100):{a} with lines ls 1 title "m → ∞", \
     0.2191*x with DASHED_LIMIT title "0.2191 t/√m"
