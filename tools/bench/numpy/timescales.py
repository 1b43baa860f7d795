"""The mean-field flow (T.4), (T.5) of docs/timescales.md in NumPy, by SciPy's LSODA: what a user would write."""

import numpy as np
import philox
from hermite import coefficients
from numpy.polynomial import Polynomial
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
    return {**columns, **{f"rho_{k}": rho[:, k] for k in range(rho.shape[1])}}


def scan(p, epsilons, rtol):
    """`rtol` is that of solve_ivp; each run ends when all components are learnt by half."""
    rows = []
    for epsilon in epsilons:
        flow = Flow(p, epsilon)
        events = flow.halves()
        events[-1].terminal = True
        run = flow.solve(p["t-max"], rtol, events=events)
        rows.append([T[0] * flow.nu if len(T) else np.nan for T in run.t_events])
    return {f"t_{k}": column for k, column in enumerate(np.array(rows).T)}


def overlaps(p, times, rtol):
    """The exact flow of the overlaps (T.2), (T.3) of the network that the simulation starts from; `rtol` is that of solve_ivp."""
    m, d, epsilon = int(p["m"]), int(p["d"]), p["epsilon"]
    sigma, phi = (np.array(coefficients(p[key])) for key in ("activation", "target"))
    u = philox.normals(int(p["seed"]), 0x7102, m * d).reshape(m, d)
    u /= np.linalg.norm(u, axis=1)[:, None]
    a = (2 * np.arange(1, m + 1) - 1 - m) / m
    U, V = Polynomial(sigma**2), Polynomial(sigma * phi)
    U1, V1 = U.deriv(), V.deriv()

    def rhs(_, y):
        a, s, r = y[:m], y[m:2 * m], y[2 * m:].reshape(m, m)
        pull = U1(r) * a / m  # w_l a_l U'(r_il)
        B = a[:, None] * (V1(s)[:, None] * (s - r * s[:, None]) - (pull @ r - (pull * r).sum(axis=1)[:, None] * r))
        ds = a * (V1(s) * (1 - s * s) - (pull @ s - (pull * r).sum(axis=1) * s))
        return np.concatenate([(V(s) - U(r) @ a / m) / epsilon, ds, (B + B.T).ravel()])

    run = solve_ivp(rhs, (0, times[-1]), np.concatenate([a, u[:, 0], (u @ u.T).ravel()]), method="RK45", t_eval=times,
                    rtol=rtol, atol=1e-2 * rtol)
    risk = [0.5 * (phi**2).sum() - y[:m] @ V(y[m:2 * m]) / m + 0.5 * y[:m] @ U(y[2 * m:].reshape(m, m)) @ y[:m] / m**2 for y in run.y.T]
    return {"risk": np.array(risk), "mean_a": run.y[:m].mean(axis=0), "mean_s": run.y[m:2 * m].mean(axis=0)}
