# title: nodes of a rich network
# source: Pellegrini & Biroli, figure 2 b
# data hinge-rich: simulate hinge --runs 1 --times 0,10,20 --clouds 0,10,20 --show clouds --precision single
# data hinge-rich-theory: hinge --times 0,10,20

# include shared/clouds.gp network=hinge-rich
