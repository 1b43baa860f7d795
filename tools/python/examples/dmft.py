#!/usr/bin/python3
"""Features learnt and unlearnt by networks of growing width, and how a network forgets its past.

Usage: tools/python/examples/dmft.py         (prints tables, and draws dmft-example.png if matplotlib is there)
"""

import numpy as np
import shallowflow as sf

noisy = dict(tau=0.6, alpha=0.3)

# several widths at once: when is the test error smallest, and how much of the overlap with the target is lost again?
widths = (5, 10, 20)
curves = sf.dmft(m=widths, t_max=300, rtol=1e-4, **noisy)
print("  m   best e_test    at t    largest v    v at the end    e_test - e_train at the end")
for m in widths:
    e_test, v, t, gap = (curves[name][curves.m == m] for name in ("e_test", "v", "t", "gap"))
    best = np.argmin(e_test)
    print(f"{m:3d} {e_test[best]:13.5f} {t[best]:7.2f} {v.max():12.4f} {v[-1]:15.4f} "
          f"{gap[-1]:17.4f}")
print(f"estimated error of these curves: {curves.estimated_error:.1e}")

# correlations at two times: how far a neuron has turned between t' and t
run = sf.dmft(m=10, t_max=300, two_time=True, **noisy)
t, C = run.two_time.t, run.two_time.C_d
print("\noverlap <w(t), w(t')> of a neuron with its own past, m = 10")
shown = [np.searchsorted(t, time) for time in (1, 10, 100)]
print("   t' \\ t " + "".join(f"{t[i]:9.2f}" for i in shown))
for l in shown:
    print(f"{t[l]:9.2f} " + "".join(f"{C[i, l]:9.4f}" if i >= l else " " * 9 for i in shown))

try:
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
except ImportError:
    print("matplotlib is not installed: no plot")
else:
    for m in widths:
        own = curves.m == m
        pyplot.semilogx(curves.t[own], curves.e_test[own], label=f"test, m = {m}")
        pyplot.semilogx(curves.t[own], curves.e_train[own], "--", color=pyplot.gca().lines[-1].get_color())
    pyplot.xlabel("t")
    pyplot.ylabel("error")
    pyplot.legend()
    pyplot.savefig("dmft-example.png")
