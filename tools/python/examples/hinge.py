#!/usr/bin/python3
"""When should training stop?  Theory of the linear hinge loss beside trained networks, from rich to lazy.

Usage: tools/python/examples/hinge.py        (prints a table, and draws hinge-example.png if matplotlib is there)
"""

import numpy as np
import shallowflow as sf

network = dict(d=30, M=100, N=1000, eta=100, delta=0.1)  # a tenth of the labels is flipped

print("alpha    t_best  error there    simulation at t_best")
curves = {}
for alpha in (0.1, 0.3, 1):
    onset = sf.onset_hinge(alpha=alpha, t_max=1e6, **network)
    best = onset.results["t_best"]
    theory = sf.hinge(alpha=alpha, level="finite-size", t_max=3 * best, **network)
    trained = sf.simulate_hinge(alpha=alpha, times=[best], runs=4, test_size=4000, precision="single", **network)
    at_best = onset.error_test[list(onset.results).index("t_best")]
    print(f"{alpha:5g} {best:9.2f} {at_best:12.4f}    {trained.error_test[0]:.4f} +- {trained.error_test_se[0]:.4f}")
    curves[alpha] = theory

# the theory's own smallest test error lies where the onset says
for alpha, theory in curves.items():
    k = np.argmin(theory.error_test)
    print(f"alpha = {alpha:g}: smallest test error on the curve {theory.error_test[k]:.4f} at t = {theory.t[k]:.1f}")

try:
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
except ImportError:
    print("matplotlib is not installed: no plot")
else:
    for alpha, theory in curves.items():
        pyplot.semilogx(theory.t, theory.error_test, label=f"test, alpha = {alpha:g}")
        pyplot.semilogx(theory.t, theory.error_train, "--", color=pyplot.gca().lines[-1].get_color())
    pyplot.xlabel("t (steps)")
    pyplot.ylabel("error")
    pyplot.legend()
    pyplot.savefig("hinge-example.png")
