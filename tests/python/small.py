"""A small run of every function of the module: keyword arguments by name of the function."""

HINGE = dict(d=30, M=50, N=500, delta=0.1)
TOY = dict(d=5, M=6, N=40, eta=3, runs=2, test_size=20, t_max=6)

RUNS = {
    "hinge": [dict(alpha=100, t_max=1e4), dict(points=7), dict(HINGE, level="finite-size", points=9),
              dict(times=[0, 1 / 3, 0.7, 1e5], data=("student", 4.5), nodes=2, seed=2**64 - 1, satisfaction=[0.1, 1])],
    "node": [dict(points=3, t_max=1, nodes_a=4, nodes_w=4, activation=("hermite", 0.1, 1, -0.3), loss="logistic"),
             dict(points=3, t_max=1, nodes_a=3, nodes_w=3, labels=("stripes", [-1, 1]), projections=[0, 1 / 3])],
    "simulate_hinge": [TOY, dict(TOY, nodes=2, threads=1, precision="single", substeps=2)],
    "simulate_node": [TOY, dict(TOY, activation="erf", loss="logistic", labels=("stripes", [-1, 1]), momentum=0.5,
                                minibatch=("pass", 10), schedule=("steps", 2, 4), projections=[0, 1 / 3])],
    "onset_hinge": [dict(HINGE, t_max=1000), dict(HINGE, t_max=10, gap=0.3)],
    "map_hinge": [dict(HINGE, x_points=2, y_points=3, t_max=50, threads=2)],
    "online": [dict(t_max=1, points=5), dict(K=3, activation="relu", spectrum="power:1", d=20, t_max=1, points=3)],
    "timescales": [dict(epsilon=1e-3, points=9), dict(epsilon=0.1, model="overlaps", m=5, d=20, t_max=1, points=5,
                                                      seed=7, init="random", nodes=2)],
    "scan_timescales": [dict(epsilon_points=3, epsilon_min=1e-3, m=4, t_max=10)],
    "simulate_timescales": [dict(epsilon=1, m=3, d=4, t_max=0.05, test_size=200, runs=2, points=5)],
    "dmft": [dict(m=5, t_max=5, points=11), dict(m=3, t_max=1, freeze_a=True, h=("poly", 0, 0.9), points=5),
             dict(m=[2, 4], t_max=2, rtol=1e-3, points=5, threads=1)],
    "limit_dmft": [dict(limit="mean-field", t_max=3, points=5), dict(limit="linear", h="poly:0,0.9", m=5, t_max=5)],
    "onset_dmft": [dict(m=5, t_max=10, rtol=1e-3, tau=0.6)],
    "threshold_dmft": [dict(t_max=540, rtol=1e-3)],
    "simulate_dmft": [dict(m=2, d=10, alpha=1, t_max=2, runs=2, points=5)],
}
