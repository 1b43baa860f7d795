# title: nodes of a lazy network
# source: Pellegrini & Biroli, figure 2 a
# data hinge-lazy: simulate hinge --alpha 100 --runs 1 --times 0,10,20 --clouds 0,10,20 --show clouds --precision single
# data hinge-lazy-theory: hinge --alpha 100 --times 0,10,20

# include shared/clouds.gp network=hinge-lazy
