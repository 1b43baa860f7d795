# title: three powers of the time scale
# source: Berthier, Montanari & Zhou, scaling
# data timescales-scan: scan timescales --epsilon-min 1e-16 --epsilon-points 29

set xlabel "ε"
set ylabel "time when half is learnt"
set logscale xy
set xtics 1e4
plot {timescales-scan} using {epsilon}:{t_0} with points ls 1 pt 6 ps 0.8 title "t_0", \
     {timescales-scan} using {epsilon}:{predicted_t_0} with lines ls 1 notitle, \
     {timescales-scan} using {epsilon}:{t_1} with points ls 2 pt 4 ps 0.8 title "t_1", \
     {timescales-scan} using {epsilon}:{predicted_t_1} with lines ls 2 notitle, \
     {timescales-scan} using {epsilon}:{t_2} with points ls 3 pt 8 ps 0.8 title "t_2", \
     {timescales-scan} using {epsilon}:{predicted_t_2} with lines ls 3 title "predicted"

set xlabel "ε"
set ylabel "d log t/d log ε"
set logscale x
set yrange [0:1.1]
plot {timescales-scan} using {epsilon}:{slope_0} with points ls 1 pt 6 ps 0.8 title "t_0", \
     {timescales-scan} using {epsilon}:{predicted_slope_0} with lines ls 1 notitle, \
     {timescales-scan} using {epsilon}:{slope_1} with points ls 2 pt 4 ps 0.8 title "t_1", \
     {timescales-scan} using {epsilon}:{predicted_slope_1} with lines ls 2 notitle, \
     {timescales-scan} using {epsilon}:{slope_2} with points ls 3 pt 8 ps 0.8 title "t_2", \
     {timescales-scan} using {epsilon}:{predicted_slope_2} with lines ls 3 title "predicted"
