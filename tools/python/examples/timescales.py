#!/usr/bin/python3
"""With which power of epsilon is each component of a target learnt?  Measured from a scan, against theory.

Usage: tools/python/examples/timescales.py   (prints a table, and draws timescales-example.png if matplotlib is there)
"""

import numpy as np
import shallowflow as sf

# one run first: when is what learnt, and what is the risk in between?
run = sf.timescales(epsilon=1e-6)
print(f"epsilon = {run.params['epsilon']:g}, activation {run.params['activation']}, target {run.params['target']}")
for k in range(3):
    print(f"  component {k}: learnt at t = {run[f't_{k}']:.4g}, leading order {run[f'predicted_t_{k}']:.4g}")
for k in range(1, 4):
    print(f"  plateau {k}: risk {run[f'plateau_{k}_level']:.4f} for t in "
          f"[{run[f'plateau_{k}_from']:.3g}, {run[f'plateau_{k}_to']:.3g}]")

# then a scan: the slope of log t against log epsilon
scan = sf.scan_timescales(epsilon_min=1e-14, epsilon_max=1e-6, epsilon_points=9)
print("\n     epsilon    exponent of component 0, 1, 2, and what theory says at this epsilon; limit: 1, 1/2, 1/4")
for j, epsilon in enumerate(scan.epsilon):
    pairs = (f"{scan[f'slope_{k}'][j]:9.5f} {scan[f'predicted_slope_{k}'][j]:8.5f}" for k in range(3))
    print(f"{epsilon:12.1e} " + "  ".join(pairs))

try:
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
except ImportError:
    print("matplotlib is not installed: no plot")
else:
    pyplot.semilogx(run.t, run.risk, label="risk")
    for k in range(3):
        pyplot.semilogx(run.t, np.square(run[f"rho_{k}"]), label=f"rho_{k}^2")
    pyplot.xlabel("t")
    pyplot.legend()
    pyplot.savefig("timescales-example.png")
