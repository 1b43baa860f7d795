"""The mean-field flow (T.4), (T.5) of docs/timescales.md in NumPy, by SciPy's LSODA: what a user would write."""

import numpy as np
from hermite import coefficients
from scipy.integrate import solve_ivp


class Flow:
    def __init__(self, p, epsilon):
        if p["init"] != "midpoint" or p["mean-a"] != 0 or p["init-s"] != "auto":
            raise ValueError("this counterpart has the midpoint start only")
        self.sigma, self.phi = (np.array(coefficients(p[key])) for key in ("activation", "target"))
        self.m, self.nu = int(p["m"]), np.sqrt(epsilon)
        self.degree = np.arange(1, len(self.phi))
        a = p["scale-a"] * (2 * np.arange(1, self.m + 1) - 1 - self.m) / self.m
        self.start = np.concatenate([self.nu * a, np.zeros(self.m)])

    def residuals(self, y):
        b, s = y[:self.m], y[self.m:]
        powers = np.vander(s, len(self.phi), increasing=True)
        return self.phi - self.sigma * (b @ powers) / (self.m * self.nu), powers

    def rhs(self, _, y):
        b, s = y[:self.m], y[self.m:]
        rho, powers = self.residuals(y)
        c = self.sigma * rho
        return np.concatenate([powers @ c, b * (1 - s * s) * (powers[:, :-1] @ (self.degree * c[1:]))])

    def halves(self):
        """Events of solve_ivp: |rho_k| falls to half of |phi_k|."""
        events = [lambda T, y, k=k: abs(self.residuals(y)[0][k]) - 0.5 * abs(self.phi[k]) for k in range(len(self.phi))]
        for event in events:
            event.direction = -1
        return events

    def solve(self, t_max, rtol, **options):
        return solve_ivp(self.rhs, (0, t_max / self.nu), self.start, method="LSODA", rtol=rtol, atol=1e-2 * rtol * self.nu,
                         **options)


def curve(p, times, rtol):
    """`rtol` is that of solve_ivp."""
    flow = Flow(p, p["epsilon"])
    run = flow.solve(times[-1], rtol, t_eval=times / flow.nu)
    rho = np.array([flow.residuals(y)[0] for y in run.y.T])
    a, s = run.y[:flow.m] / flow.nu, run.y[flow.m:]
    columns = {"risk": 0.5 * (rho**2).sum(axis=1), "mean_a": a.mean(axis=0), "rms_a": np.sqrt((a**2).mean(axis=0)),
               "max_a": np.abs(a).max(axis=0), "mean_s": s.mean(axis=0), "rms_s": np.sqrt((s**2).mean(axis=0)),
               "max_s": np.abs(s).max(axis=0)}
    return {**columns, **{f"rho_{k}": rho[:, k] for k in range(rho.shape[1])}}, 0.0


def scan(p, epsilons, rtol):
    """`rtol` is that of solve_ivp; each run ends when all components are learnt by half."""
    rows = []
    for epsilon in epsilons:
        flow = Flow(p, epsilon)
        events = flow.halves()
        events[-1].terminal = True
        run = flow.solve(p["t-max"], rtol, events=events)
        rows.append([T[0] * flow.nu if len(T) else np.nan for T in run.t_events])
    return {f"t_{k}": column for k, column in enumerate(np.array(rows).T)}, 0.0
