"""The two-time equations of docs/dmft.md, section 2, in NumPy: integrated responses (D.50), masses of cells (D.51), the
two-step formula (D.52) with growing steps, and a new row of all functions at a time as the fixed point of an iteration.

`r` is the accuracy of all jobs: steps are max(r t_fast, r t)."""

import numpy as np
from hermite import coefficients
from numpy.polynomial import Polynomial
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq


class Model:
    """h, phi-hat and their derivatives; neurons, data, noise."""

    def __init__(self, p, m, reduced=False):
        self.m, self.alpha, self.tau2 = m, p["alpha"], p["tau"]**2
        s = np.array(coefficients(p["h"]))
        if s[0] != 0 or p["target"] != "same":
            raise ValueError("this counterpart has the target `same` and no constant")
        self.h, self.phi, self.norm = Polynomial(s**2), Polynomial(s**2), np.sum(s**2)
        self.frozen, self.a0 = p.get("freeze-a") == "yes", p.get("a0", 1.0)
        if reduced:  # (D.34) with tau' = 1; a0 is gamma
            self.h, self.phi = Polynomial(np.where(np.arange(len(s)) == 1, 0, s**2)), Polynomial([0.0])
            self.norm, self.tau2, self.frozen = 0.0, 1.0, True
        self.h1, self.h2, self.phi1 = self.h.deriv(), self.h.deriv(2), self.phi.deriv()


class Row:
    """All functions of the new time."""


class March:
    """Histories as matrices [time, earlier time] of the sectors (0: perpendicular, 1: parallel, without the signal)."""

    def __init__(self, model, r, t_max):
        self.model, self.r, self.t_max = model, r, t_max
        self.sectors = (1,) if model.m == 1 else (0, 1)
        self.n, self.t = 0, np.zeros(0)
        self.C, self.F, self.W = ({X: np.zeros((0, 0)) for X in self.sectors} for _ in range(3))
        self.G, self.CA, self.WA, self.Z, self.SC = (np.zeros((0, 0)) for _ in range(5))
        self.a, self.v, self.nu, self.P = (np.zeros(0) for _ in range(4))

    def grow(self):
        size = max(2 * len(self.t), 128)
        square = lambda old: np.pad(old, (0, size - len(old)))
        for group in (self.C, self.F, self.W):
            for X in self.sectors:
                group[X] = square(group[X])
        self.G, self.CA, self.WA, self.Z, self.SC = map(square, (self.G, self.CA, self.WA, self.Z, self.SC))
        self.t, self.a, self.v, self.nu, self.P = (np.pad(x, (0, size - len(x))) for x in (self.t, self.a, self.v, self.nu, self.P))

    def parts(self, par, perp):
        """X_d and X_o of (D.14)"""
        m = self.model.m
        return ((par + (m - 1) * perp) / m, (par - perp) / m) if m > 1 else (par, np.zeros_like(par))

    def covariance(self, a_n, v_n, a, v, h):
        model = self.model
        return (model.tau2 + model.norm - a_n * model.phi(v_n) - a * model.phi(v) +
                a_n * a / model.m * (h[0] + (model.m - 1) * h[1]))

    def begin(self):
        self.grow()
        model = self.model
        for X in self.sectors:
            self.C[X][0, 0] = 1.0
        self.G[0, 0] = self.WA[0, 0] = self.P[0] = 1.0
        self.a[0] = model.a0
        S = self.covariance(model.a0, 0.0, model.a0, 0.0, (model.h(1.0), model.h(0.0)))
        self.SC[0, 0], self.Z[0, 0], self.CA[0, 0] = S, S, -S
        self.nu[0], self.n = -model.alpha / model.m * model.a0**2 * model.h1(1.0), 1

    @staticmethod
    def weights(row):
        """(D.51) from a row of an integrated response, and the half of each weight that lies to its left."""
        cell = 0.5 * (row[:-1] - row[1:])
        w, left = np.zeros_like(row), np.zeros_like(row)
        w[:-1] += cell
        left[1:] = cell
        return w + left, left

    def multiplier(self, nu, alone, top, v_top):
        """nu such that C_d(t, t) = 1, by Newton's method: C_X(t, t) = top[0]/lambda^2 + top[1]/lambda, v = v_top/lambda with
        lambda = alone + nu."""
        m = self.model.m
        for _ in range(20):
            norm, slope = -float(m), 0.0
            for X in self.sectors:
                lam, (square, single) = alone[X] + nu, top[X]
                square, weight = (square + m * v_top**2, 1) if X == 1 else (square, m - 1)
                norm += weight * (square / lam + single) / lam
                slope -= weight * (2 * square / lam + single) / lam**2
            if not abs(norm) > 1e-14 * m or slope == 0:
                break
            nu -= norm / slope
        return nu

    def response(self, row, w):
        """(D.7)"""
        m, (wd, wo) = self.model.m, self.parts(w[1], w.get(0))
        return row.a * row.a_all / m * (row.h1[0] * wd + (m - 1) * row.h1[1] * wo)

    def residuals(self, row):
        """(D.5)-(D.8) of the new row: new G and C_A, and what the kernels need of them."""
        past = slice(0, self.n)
        row.wA = self.weights(row.G)[0]
        row.wA[-1] += 1.0
        S, S_left = self.response(row, row.w), self.response(row, row.left)
        G = np.append((1 - S[past] @ self.G[past, past] + S_left[past]) / (1 + S[-1]), 1.0)
        row.SC = self.covariance(row.a, row.v, row.a_all, row.v_all, row.h)
        row.Z = np.append(self.WA[past, past] @ row.SC[past], row.SC @ row.wA)
        row.Z_column = np.append(self.SC[past, past] @ row.wA[past] + row.SC[past] * row.wA[-1], row.Z[-1])
        return G, np.append(-(row.wA[past] @ self.Z[past, past] + row.wA[-1] * row.Z[past]), -(row.wA @ row.Z_column))

    def sectors_of(self, row, dt, c):
        """(D.17)-(D.19): new C, F, v and nu."""
        model, n, m, past = self.model, self.n, self.model.m, slice(0, self.n)
        e = max(n - 2, 0)
        back = lambda column: c[1] * column[n - 1] + c[2] * column[e]
        wd, wo = self.parts(row.w[1], row.w.get(0))
        factor = model.alpha * row.a * row.a_all / m
        mu_d, mu_o = factor * (row.h1[0] * row.wA + row.CA * row.h2[0] * wd), factor * (row.h1[1] * row.wA + row.CA * row.h2[1] * wo)
        g_d, g_o = factor * row.CA * row.h1[0], factor * row.CA * row.h1[1]
        C, F, top, alone = {}, {}, {}, {}
        for X in self.sectors:
            mu, g = (mu_d - mu_o, g_d - g_o) if X == 0 else (mu_d + (m - 1) * mu_o, g_d + (m - 1) * g_o)
            alone[X] = c[0] + mu[n]
            C[X] = -(self.C[X][past, past] @ mu[past] + self.W[X][past, past] @ g[past] + c[1] * self.C[X][n - 1, past] +
                     c[2] * self.C[X][e, past])
            F[X] = 1 - mu[past] @ self.F[X][past, past] - c[1] * self.F[X][n - 1, past] - c[2] * self.F[X][e, past]
            top[X] = [-back(C[X]) - mu[past] @ C[X], -g @ row.w[X]]
        v = model.alpha * row.a * model.phi1(row.v) * row.wA.sum() - mu[past] @ self.v[past] - back(self.v)
        nu = self.multiplier(row.nu, alone, top, v)
        for X in self.sectors:
            lam, rate = alone[X] + nu, alone[X] + nu - c[0]
            C[X] = np.append(C[X] / lam, top[X][0] / lam**2 + top[X][1] / lam)
            F[X] = np.append(F[X] / lam, 0.0)
            F[X][n - 1] = -np.expm1(-rate * dt) / rate if rate != 0 else dt
        slope = model.alpha * (model.phi(row.v) * row.wA.sum() - row.a_all @ (
            row.wA * (row.h[0] + (m - 1) * row.h[1]) + row.CA * (row.h1[0] * wd + (m - 1) * row.h1[1] * wo)) / m)
        a = model.a0 if model.frozen else (slope - back(self.a)) / c[0]
        return C, F, a, v / (alone[1] + nu), nu

    def sweep(self, x, dt, c, sizes):
        """The new row from a guess of it: the map whose fixed point is wanted, and the row with all that belongs to it."""
        row, n, m, model = Row(), self.n, self.model.m, self.model
        fields = np.split(x / sizes, np.arange(1, 3 + 2 * len(self.sectors)) * (n + 1))
        row.G, row.CA = fields[:2]
        row.C, row.F = dict(zip(self.sectors, fields[2:])), dict(zip(self.sectors, fields[2 + len(self.sectors):-1]))
        row.a, row.v, row.nu = fields[-1]
        row.a_all, row.v_all = np.append(self.a[:n], row.a), np.append(self.v[:n], row.v)
        q = self.parts(row.C[1] + m * row.v * row.v_all, row.C.get(0))
        row.h, row.h1, row.h2 = ([f(q[0]), f(q[1])] for f in (model.h, model.h1, model.h2))
        both = {X: self.weights(row.F[X]) for X in self.sectors}
        row.w, row.left = {X: both[X][0] for X in both}, {X: both[X][1] for X in both}
        G, CA = self.residuals(row)
        C, F, a, v, nu = self.sectors_of(row, dt, c)
        return np.concatenate([G, CA, *C.values(), *F.values(), [a, v, nu]]) * sizes, row

    def guess(self, rho):
        """The rows before, continued, and the factors that give all unknowns the size one."""
        n, e = self.n, max(self.n - 2, 0)
        on = lambda column: column[n - 1] + rho * (column[n - 1] - column[e])
        row = lambda A: np.append(A[n - 1, :n - 1], [A[n - 1, n - 1]] * 2)
        F = [np.append(self.F[X][n - 1, :n], 0.0) for X in self.sectors]
        G = np.append(self.G[n - 1, :n], 1.0)
        x = [G, row(self.CA), *(row(self.C[X]) for X in self.sectors), *F, [on(self.a), on(self.v), on(self.nu)]]
        size = np.concatenate([np.ones_like(G), np.full(n + 1, 1 / self.SC[0, 0]), np.ones(len(self.sectors) * (n + 1)),
                               *(np.full(n + 1, 1 / (np.abs(f).max() + 1e-3)) for f in F), [1, 1, 1 / (abs(self.nu[n - 1]) + 1)]])
        return np.concatenate(x) * size, size

    def step(self, dt):
        """A new row after dt, by Anderson's iteration; whether it converged."""
        if self.n == len(self.t):
            self.grow()
        n = self.n
        rho = dt / (self.t[n - 1] - self.t[n - 2]) if n > 1 else 0.0
        c = (1 + 2 * rho) / (1 + rho) / dt, -(1 + rho) / dt, rho**2 / (1 + rho) / dt
        x, sizes = self.guess(rho)
        images, rests = [], []
        for _ in range(60):
            image, row = self.sweep(x, dt, c, sizes)
            change = np.abs(image - x).max()
            if not change < 1e3:
                return False
            if change < 1e-11:
                return self.keep(row, dt)
            images, rests = (images + [image])[-10:], (rests + [image - x])[-10:]
            x = image
            if len(rests) > 1:
                steps = np.diff(rests, axis=0)
                x = image - np.linalg.lstsq(steps.T, rests[-1], rcond=1e-10)[0] @ np.diff(images, axis=0)
        return False

    def keep(self, row, dt):
        n, now = self.n, slice(0, self.n + 1)
        if row.CA[n] < 1.05 * self.CA[n - 1, n - 1] - 1e-9 * self.SC[0, 0]:  # another root: the training error never rises
            return False
        self.keep_sectors(row)
        self.G[n, now], self.WA[n, now] = row.G, row.wA
        self.CA[n, now] = self.CA[now, n] = row.CA
        self.SC[n, now] = self.SC[now, n] = row.SC
        self.Z[n, now], self.Z[now, n] = row.Z, row.Z_column
        self.t[n], self.a[n], self.v[n], self.nu[n], self.P[n] = self.t[n - 1] + dt, row.a, row.v, row.nu, row.wA.sum()
        self.n += 1
        return True

    def keep_sectors(self, row):
        n, now = self.n, slice(0, self.n + 1)
        for X in self.sectors:
            self.C[X][n, now] = self.C[X][now, n] = row.C[X]
            self.F[X][n, now], self.W[X][n, now] = row.F[X], row.w[X]

    def run(self):
        with np.errstate(all="ignore"):  # a step that diverges is tried again
            return self.march()

    def march(self):
        self.begin()
        model = self.model
        fast = 1 / (model.alpha * (model.a0**2 * model.h1(1.0) + model.phi1(1.0) * abs(model.a0) + 1))
        dt = self.r**2 * fast
        while self.t[self.n - 1] < self.t_max:
            t = self.t[self.n - 1]
            if self.n > 8 and -self.CA[self.n - 1, self.n - 1] < 1e-10 * self.SC[0, 0]:
                break  # nothing moves any more
            dt = min(dt, 2 * max(self.r * fast, self.r * t), self.t_max * (1 + 1e-12) - t)
            while not self.step(dt):
                dt *= 0.5
                if dt < 1e-12 * fast:
                    raise ArithmeticError(f"the step at t = {t} does not converge")
            dt = min(2 * dt, max(self.r * fast, self.r * self.t[self.n - 1]))
        return self

    def columns(self, times):
        model, n, m = self.model, self.n, self.model.m
        index = np.arange(n)
        par = self.C[1][index, index] + m * self.v[:n]**2
        _, Co = self.parts(par, self.C[0][index, index] if 0 in self.C else 0.0)
        train = -0.5 * self.CA[index, index]
        a, v = self.a[:n], self.v[:n]
        test = 0.5 * (model.tau2 + model.norm - 2 * a * model.phi(v) + a**2 / m * (model.h(1.0) + (m - 1) * model.h(Co)))
        values = {"a": a, "v": v, "e_train": train, "e_test": test, "int_RA": self.P[:n]}
        return {name: CubicSpline(self.t[:n], value)(np.minimum(times, self.t[n - 1])) for name, value in values.items()}


def curve(p, times, r):
    return March(Model(p, int(p["m"])), r, times[-1]).run().columns(times)


def widths(p, times, r):
    columns = {}
    for name in [name for name in p["columns"] if name.startswith("a_")]:
        m = int(name[2:])
        for key, value in March(Model(p, m), r, times[-1]).run().columns(times).items():
            columns[f"{key}_{m}"] = value
    return columns


def events(p, _, r):
    """t_best, t_gap, t_learnt, t_unlearn, t_fit as roots on a fine grid of the curve."""
    t = np.geomspace(1e-3, p["t-max"], 20001)
    c = March(Model(p, int(p["m"])), r, t[-1]).run().columns(t)
    peak = int(np.argmax(c["v"]))

    def first(excess, start=0):
        below = np.flatnonzero(excess[start:] < 0)
        if len(below) == 0:
            return np.nan
        k = start + below[0]
        return t[k - 1] + (t[k] - t[k - 1]) * excess[k - 1] / (excess[k - 1] - excess[k])

    def minimum(y):
        k = int(np.argmin(y))
        return CubicSpline(t[k - 3:k + 4], y[k - 3:k + 4]).derivative().roots(extrapolate=False)[0]

    found = [minimum(c["e_test"]), first(c["e_train"] - (1 - p["gap"]) * c["e_test"]), minimum(-c["v"]),
             first(c["v"] - p["unlearn"] * c["v"][peak], peak), first(c["e_train"] - p["fit"] * c["e_train"][0])]
    return {"t": np.array(found)}


def threshold(p, times, r):
    """gamma_c of (D.60) at each horizon, each by a root search over runs of the reduced system (D.34)."""

    def bend(gamma, t):
        model = Model({**p, "a0": gamma}, 1, reduced=True)
        log = np.log(March(model, r, t).run().columns(np.array([t, t / 2, t / 4]))["e_train"])
        return -(log[0] - 2 * log[1] + log[2])

    gamma, width = 1.0, 0.15
    found = []
    for t in times:
        gamma = brentq(bend, gamma - width, gamma + 0.4 * width, args=(t,), xtol=1e-4)
        width = 0.05
        found.append(gamma)
    return {"gamma": np.array(found)}


def limit(p, times, rtol):
    """The mean field (D.36); `rtol` is that of solve_ivp."""
    model = Model(p, 1)

    def rhs(_, y):
        v, a = y
        common = model.phi1(v) - a * model.h1(v * v) * v
        return [model.alpha * a * (1 - v * v) * common, model.alpha * (model.phi(v) - a * model.h(v * v))]

    run = solve_ivp(rhs, (0, times[-1]), [0.0, model.a0], method="DOP853", t_eval=times, rtol=rtol, atol=1e-2 * rtol)
    v, a = run.y
    error = 0.5 * (model.tau2 + model.norm - 2 * a * model.phi(v) + a**2 * model.h(v * v))
    return {"a": a, "v": v, "e_train": error, "e_test": error, "Co_tt": v * v}
