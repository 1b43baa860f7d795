# title: residuals, weights and overlaps
# source: Berthier, Montanari & Zhou, components
# data timescales-1e-8: as in timescales-plateaus

# (T.10): v0 = 0.3332 is the variance of the initial weights
t1 = 0.5e-4*log(4/(1e-4*0.3332))
set multiplot

set xlabel "t"
set ylabel "residual"
set logscale x
plot for [m k in "0 1, 1 2, 2 3"] {timescales-1e-8} using {t}:{rho_@m@} with lines ls @k@ title "ρ_@m@", \
     {timescales-1e-8} using {t}:(-1/(1 + exp(2*({t} - t1)*1e4))) with lines ls 7 lw 1 title "ρ_1, (T.10)"

set xlabel "t"
set ylabel "rms size"
set logscale xy
set yrange [1e-6:1e4]
plot {timescales-1e-8} using {t}:{rms_a} with lines ls 1 title "rms a", \
     {timescales-1e-8} using {t}:{rms_s} with lines ls 2 title "rms s"
