# title: components of the target are learnt one by one
# source: Berthier, Montanari & Zhou, plateaus
# data timescales-1e-2: timescales --epsilon 1e-2 --t-min 1e-9 --t-max 10 --points 400
# data timescales-1e-4: timescales --epsilon 1e-4 --t-min 1e-9 --t-max 10 --points 400
# data timescales-1e-6: timescales --epsilon 1e-6 --t-min 1e-9 --t-max 10 --points 400
# data timescales-1e-8: timescales --epsilon 1e-8 --t-min 1e-9 --t-max 10 --points 400
# data timescales-4-1e-6: timescales --activation hermite:1,1,1,1,1 --target hermite:1,-1,0.6666666666666666,-0.5,0.4 --epsilon 1e-6 --t-min 1e-17 --t-max 10 --points 500
# data timescales-4-1e-16: timescales --activation hermite:1,1,1,1,1 --target hermite:1,-1,0.6666666666666666,-0.5,0.4 --epsilon 1e-16 --t-min 1e-17 --t-max 10 --points 500
# include shared/styles.gp

set xlabel "t"
set ylabel "risk, three components"
set logscale x
set yrange [0:1.3]
plot for [m k x in "1e-2 1 2, 1e-4 2 4, 1e-6 3 6, 1e-8 4 8"] {timescales-@m@} using {t}:{risk} with lines ls @k@ title "ε = 10^{-@x@}", \
     13.0/18 with FAINT notitle, \
     4.0/18 with FAINT title "predicted"

set xlabel "t"
set ylabel "risk, five components"
set logscale x
set yrange [0:1.5]
set xtics 1e4
plot {timescales-4-1e-6} using {t}:{risk} with lines ls 1 title "ε = 10^{-6}", \
     {timescales-4-1e-16} using {t}:{risk} with lines ls 2 title "ε = 10^{-16}", \
     for [m in "0.9272222, 0.4272222, 0.205"] @m@ with FAINT notitle, \
     0.08 with FAINT title "predicted"
