# title: pure noise: both follow the weights
# source: Montanari & Urbani, figure 23
# data quiet-10: as in dmft-18
# data quiet-100: as in dmft-18
# data quiet-1000: as in dmft-18
# data quiet-level-2: limit dmft --limit lazy-late --target none --alpha 0.3 --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 0.2
# data quiet-level-3: limit dmft --limit lazy-late --target none --alpha 0.3 --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 0.3
# data quiet-level-4: limit dmft --limit lazy-late --target none --alpha 0.3 --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 0.4
# data quiet-level-5: limit dmft --limit lazy-late --target none --alpha 0.3 --tau 0.6 --m 1000 --rtol 1e-4 --times 20000 --gamma0 0.5

set xlabel "a/√m"
set ylabel "training error"
set yrange [0:0.2]
plot {quiet-10} using ({a}/sqrt(10)):{e_train} with lines ls 1 title "m = 10", \
     {quiet-100} using ({a}/10):{e_train} with lines ls 2 title "m = 100", \
     {quiet-1000} using ({a}/sqrt(1000)):{e_train} with lines ls 3 title "m = 1000", \
     {quiet-level-2} using (0.2):{e_train} with points pt 7 ps 0.6 lc rgb "#000000" title "frozen", \
     for [m x in "3 0.3, 4 0.4, 5 0.5"] {quiet-level-@m@} using (@x@):{e_train} with points pt 7 ps 0.6 lc rgb "#000000" notitle

set xlabel "a/√m"
set ylabel "ν"
plot {quiet-10} using ({a}/sqrt(10)):{nu} with lines ls 1 title "m = 10", \
     {quiet-100} using ({a}/10):{nu} with lines ls 2 title "m = 100", \
     {quiet-1000} using ({a}/sqrt(1000)):{nu} with lines ls 3 title "m = 1000", \
     {quiet-level-2} using (0.2):{nu} with points pt 7 ps 0.6 lc rgb "#000000" title "frozen", \
     for [m x in "3 0.3, 4 0.4, 5 0.5"] {quiet-level-@m@} using (@x@):{nu} with points pt 7 ps 0.6 lc rgb "#000000" notitle
