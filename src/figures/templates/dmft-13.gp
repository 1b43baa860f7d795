# title: lazy start: overlap at t m of order one
# source: Montanari & Urbani, figure 13
# data lazy-widths: as in dmft-3
# data lazy-early: as in dmft-3
# include shared/styles.gp

set xlabel "t m"
set ylabel "v √m"
set logscale x
set xrange [0.01:300]
plot for [m k in "10 1, 50 2, 200 3, 1000 4"] {lazy-widths} using {t_times_m_@m@}:{v_sqrt_m_@m@} with lines ls @k@ title "m = @m@", \
     {lazy-early} using (1000*{t}):(sqrt(1000)*{v}) with LIMIT title "limit"
