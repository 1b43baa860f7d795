"""Mean field of the linear hinge loss, (H.1)-(H.9) of docs/hinge.md: the clock by SciPy's solve_ivp, the rest in NumPy."""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import erf


def observables(p, gamma):
    """Columns of the curve for the clock, Gaussian data."""
    d, alpha, h, delta = p["d"], p["alpha"], p["h"], p["delta"]
    va, vw = p["sigma-a"]**2, p["sigma-w"]**2
    with np.errstate(divide="ignore"):
        x_c = 4 * h * np.sqrt(d) / (alpha * (va + vw)) / np.sinh(2 * gamma)
    f0 = (va + vw) * np.sinh(2 * gamma) / (4 * np.sqrt(d))
    inside = -np.expm1(-x_c**2 / 2)  # 1 - T
    mean = np.sqrt(2 / np.pi)
    P = erf(x_c / np.sqrt(2))
    aw = 0.5 * (va + vw) * np.sinh(2 * gamma)
    return {"gamma": gamma, "f0": f0, "x_c": x_c, "f_U": (1 - delta) * P + delta,
            "I": 0.5 * mean * ((1 - delta) * inside - delta),
            "a2": va * np.cosh(gamma)**2 + vw * np.sinh(gamma)**2,
            "w_par2": vw * np.cosh(gamma)**2 + va * np.sinh(gamma)**2, "a_w_par": aw, "V_par": aw,
            "loss": ((1 - delta) * (h * P - alpha * f0 * mean * inside) + delta * (h + alpha * f0 * mean)) / alpha**2}


def curve(p, times, rtol):
    """`rtol` is that of solve_ivp."""
    speed = p["eta"] / (p["alpha"] * p["M"] * np.sqrt(p["d"]))
    rhs = lambda t, y: speed * observables(p, y)["I"]
    run = solve_ivp(rhs, (0, times[-1]), [0.0], method="DOP853", t_eval=times, rtol=rtol, atol=1e-2 * rtol)
    return {"t": times, **observables(p, run.y[0])}
