"""Onsets of overfitting from the closed finite-size system (F.2)-(F.17) of docs/finite-size.md: SciPy's solve_ivp with events.
Samples pinned at the margin (section 5 there) are left out, so the run ends where the clock turns back (t_unlearn).

State: gamma, m_3, then for the channels of degree 0, 1, 2 the response m (two numbers) and the covariances
z1z1, z1z2, z1V, z2z2, z2V of (z1, z2, V) = (b, Q_b, B_0), (D, Q, V_0), and so on; VV stands still."""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import erf, ndtr, owens_t

NAMES = ["t_IJ", "t_best", "t_unlearn", "t_gap", "t_fit", "t_end"]


class System:
    def __init__(self, p):
        self.d, self.M, self.N = p["d"], p["M"], p["N"]
        self.alpha, self.h, self.delta, self.eta = p["alpha"], p["h"], p["delta"], p["eta"]
        d, M = self.d, self.M
        self.k, self.lam = self.eta / (2 * self.alpha * M * np.sqrt(d)), self.eta / (self.alpha * M)
        self.n2 = d * (d + 1) / 2
        self.VV = np.array([1 / (2 * np.pi * M), (d - 1) / M, 1 / (4 * np.pi * M * self.n2)])
        self.start = np.zeros(23)
        self.start[2:].reshape(3, 7)[:, 5] = self.VV  # z2 starts as independent copies: QQ = VV

    def samples(self, f0, sigma, z):
        """f_U, I, rho of (F.3)-(F.5)."""
        R = max(np.hypot(f0, sigma), 1e-300)
        f0, sigma = max(f0, 1e-300), max(sigma, 1e-300)
        zeta, delta = np.clip(z / R, -40, 40), self.delta
        b, w = zeta * f0 / sigma, zeta * R / sigma
        wedge = 2 * (0.25 * (1 - erf(abs(zeta) / np.sqrt(2))) - owens_t(abs(zeta), f0 / sigma))
        if z >= 0:
            plus, minus = erf(zeta / np.sqrt(2)) + wedge, 1 - wedge
        else:
            plus, minus = wedge, 1 - erf(-zeta / np.sqrt(2)) - wedge
        edge = f0 / R * np.exp(-zeta**2 / 2)
        x_plus, x_minus = np.sqrt(2 / np.pi) * np.array([ndtr(w) - edge * ndtr(b), ndtr(w) + edge * ndtr(-b)])
        density = 2 * np.exp(-zeta**2 / 2) / np.sqrt(2 * np.pi) / R
        return ((1 - delta) * plus + delta * minus, 0.5 * ((1 - delta) * x_plus - delta * x_minus),
                density * ((1 - delta) * ndtr(b) + delta * ndtr(-b)))

    def field(self, y):
        """What (F.11)-(F.16) make of a state."""
        d, N, M, alpha = self.d, self.N, self.M, self.alpha
        channel = y[2:].reshape(3, 7)
        C, S = np.cosh(2 * y[0]), np.sinh(2 * y[0])
        rest = (1 - 3 / np.pi) * (C + 1 - 2 * np.cosh(y[0])) / (4 * M)
        variance = max(channel[0, 2] + channel[1, 2] / (4 * d) + self.n2 * channel[2, 2] + rest, 0.0)
        phi = alpha / N * ((d - 1) / (2 * np.sqrt(d)) * channel[1, 0] + channel[0, 0] + self.n2 * channel[2, 0] + y[1])
        f0, sigma = S / (2 * np.sqrt(d)), np.sqrt(variance)
        f_U, pull, rho = self.samples(f0, sigma, (self.h - phi) / alpha)
        train = self.samples(f0, sigma, -phi / alpha)[0]
        return {"C": C, "S": S, "f0": f0, "sigma": sigma, "phi": phi, "f_U": f_U, "I": pull, "rho": rho,
                "J": np.sqrt((d - 1) * f_U / (2 * N)), "train": train, "test": np.arctan2(sigma, f0) / np.pi}

    def rhs(self, _, y):
        f = self.field(y)
        d, k, C = self.d, self.k, f["C"]
        kI, out = 2 * k * f["I"], np.zeros(23)
        out[0] = kI
        c2 = C / (2 * np.pi) + 1 / (4 * np.pi)
        out[1] = self.lam * max(0, (C + 1) / 4 - (1 + C / d) / (2 * np.pi) - c2)
        K = np.array([self.lam / (2 * np.pi) * (1 + C / d), k * (C + 1), self.lam * c2 / self.n2])  # z1 per unit noise
        K2 = np.array([0, k * f["S"], 0])  # z2 per unit noise
        pullback = f["rho"] * np.array([1, 1 / (2 * np.sqrt(d)), 1])
        noise = f["f_U"] / self.N * np.array([1, d - 1, 1])
        m1, m2, s11, s12, s1V, s22, s2V = y[2:].reshape(3, 7).T
        A11, A21 = -K * pullback, kI - K2 * pullback  # dz1 = A11 z1 + kI z2, dz2 = A21 z1 + kI V
        out[2:].reshape(3, 7)[:] = np.stack([
            A11 * m1 + kI * m2 + K,
            A21 * m1 + K2,
            2 * (A11 * s11 + kI * s12) + 2 * noise * m1 * K,
            A11 * s12 + kI * s22 + A21 * s11 + kI * s1V + noise * (m1 * K2 + m2 * K),
            A11 * s1V + kI * s2V,
            2 * (A21 * s12 + kI * s2V) + 2 * noise * m2 * K2,
            A21 * s1V + kI * self.VV], axis=1)
        return out

    def log_slope(self, y):
        """d log(sigma/f0)/dt: negative while the test error falls."""
        f, dy = self.field(y), self.rhs(0, y)
        ds = dy[2:].reshape(3, 7)[:, 2]
        rest = (1 - 3 / np.pi) * (2 * f["S"] - 2 * np.sinh(y[0])) / (4 * self.M) * dy[0]
        return 0.5 * (ds[0] + ds[1] / (4 * self.d) + self.n2 * ds[2] + rest) / f["sigma"]**2 - 2 * f["C"] / f["S"] * dy[0]


def onsets(p, rtol):
    """Times in the order of NAMES; nan: not before the clock turns, or not by t-max."""
    s = System(p)
    quantities = [lambda f: f["I"] - f["J"], None, lambda f: f["I"],
                  lambda f: f["train"] - (1 - p["gap"]) * f["test"], lambda f: f["phi"] - s.h, lambda f: s.N * f["f_U"] - 0.5]
    events = [(lambda t, y, q=q: q(s.field(y))) if q else (lambda t, y: s.log_slope(y)) for q in quantities]
    for event, direction in zip(events, [-1, 1, -1, -1, 1, -1]):
        event.direction = direction
    events[2].terminal = events[5].terminal = True
    f = s.field(s.start)
    first = 1e-3 / (s.k * f["I"])  # events from here on: at the start slope and noise vanish together
    y = solve_ivp(s.rhs, (0, first), s.start, method="DOP853", rtol=rtol, atol=1e-30).y[:, -1]
    run = solve_ivp(s.rhs, (first, p["t-max"]), y, method="BDF", events=events, rtol=rtol, atol=rtol * np.abs(y) + 1e-30)
    times = np.array([t[0] if len(t) else np.nan for t in run.t_events])
    if len(run.t_events[1]) > 1:  # of several minima of the test error the lowest
        test = [s.field(y)["test"] for y in run.y_events[1]]
        times[1] = run.t_events[1][int(np.argmin(test))]
    times[0] = 0.0 if f["I"] <= f["J"] else times[0]
    return times


def onset(p, _, rtol):
    """`rtol` is that of solve_ivp."""
    return {"t": onsets(p, rtol)}


def onset_map(p, _, rtol):
    """`rtol` is that of solve_ivp; axes N/d and delta."""
    columns = p["columns"]
    rows = []
    for ratio, delta in zip(columns["N/d"], columns["delta"]):
        rows.append(onsets({**p, "N": np.round(ratio * p["d"]), "delta": delta}, rtol))
    return dict(zip(NAMES, np.array(rows).T))
