# title: stochastic gradient descent and three models
# source: Berthier, Montanari & Zhou, SGD
# data timescales-sgd: compare timescales --epsilon 0.05 --m 50 --d 100 --t-max 2 --t-min 0.005 --points 30
#   quick: --runs 2

set xlabel "t"
set ylabel "risk, m = 50, d = 100, ε = 0.05"
set logscale xy
plot {timescales-sgd} using {t}:{risk}:{risk_se} with yerrorbars ls 2 pt 6 title "SGD", \
     {timescales-sgd} using {t}:{risk_overlaps} with lines ls 1 title "overlaps", \
     {timescales-sgd} using {t}:{risk_finite_m} with lines ls 3 title "finite m", \
     {timescales-sgd} using {t}:{risk_mean_field} with lines ls 4 title "mean field"
