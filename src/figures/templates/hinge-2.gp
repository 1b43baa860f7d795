# title: nodes of a lazy and of a rich network
# source: Pellegrini & Biroli, figure 2
# data hinge-lazy: simulate hinge --alpha 1000 --eta 4000 --runs 1 --times 4000 --clouds 0,4000 --show clouds --precision single
#   quick: --N 1000
# data hinge-rich: simulate hinge --runs 1 --times 0,10,20 --clouds 0,10,20 --show clouds --precision single
# data hinge-rich-paths: simulate hinge --runs 1 --t-max 19 --points 20 --grid linear --nodes 400 --precision single

# the path of each node
set table $paths
plot for [i=1:400] {hinge-rich-paths} using (column(sprintf("a_%d", i))):(column(sprintf("w_par_%d", i))) with lines
unset table
set datafile separator whitespace
set multiplot

set xlabel "a"
set ylabel "w_∥"
set xrange [-3.5:3.5]
set yrange [-3.5:3.5]
plot {hinge-lazy} using ({t} == 0 ? {a} : NaN):{w_par}:(7.0/60*{w_par}):(7.0/60*{a}) with vectors nohead lw 0.6 lc rgb "#555555" notitle, \
     {hinge-lazy} using ({t} == 0 ? {a} : NaN):{w_par} with points pt 6 ps 0.3 lc rgb "#0072b2" title "t = 0", \
     {hinge-lazy} using ({t} == 4000 ? {a} : NaN):{w_par} with points pt 6 ps 0.3 lc rgb "#d55e00" title "t = 4000"

set xlabel "a"
set ylabel "w_∥"
set xrange [-5:5]
set yrange [-5:5]
plot $paths using 1:2 with lines lw 0.4 dt 1 lc rgb "#bbbbbb" notitle, \
     {hinge-rich} using ({t} == 20 ? {a} : NaN):{w_par} with points pt 6 ps 0.3 lc rgb "#0072b2" title "t = 20", \
     {hinge-rich} using ({t} == 10 ? {a} : NaN):{w_par} with points pt 6 ps 0.3 lc rgb "#e69f00" title "t = 10", \
     {hinge-rich} using ({t} == 0 ? {a} : NaN):{w_par} with points pt 6 ps 0.3 lc rgb "#009e73" title "t = 0"
