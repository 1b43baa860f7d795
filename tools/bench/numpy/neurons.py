"""Neurons that are not alike, (D.41)-(D.44) of docs/dmft.md for one target direction, with the scheme of dmft.py: histories are
matrices over pairs (time, neuron), rows arrays [neuron, earlier time, neuron]."""

import numpy as np
from dmft import March, Model, Row
from scipy.interpolate import CubicSpline
from scipy.linalg import expm


class Neurons(March):
    def __init__(self, model, a, r, t_max):
        super().__init__(model, r, t_max)
        self.a0 = np.array(a)
        self.pairs = {name: np.zeros((0, 0)) for name in "CFW"}
        self.a, self.v, self.nu = (np.zeros((0, model.m)) for _ in range(3))

    def grow(self):
        size, m = max(2 * len(self.t), 128), self.model.m
        for name, old in self.pairs.items():
            self.pairs[name] = np.pad(old, (0, size * m - len(old)))
        self.G, self.CA, self.WA, self.Z, self.SC = (np.pad(x, (0, size - len(x))) for x in (self.G, self.CA, self.WA, self.Z, self.SC))
        self.t, self.P = (np.pad(x, (0, size - len(x))) for x in (self.t, self.P))
        self.a, self.v, self.nu = (np.pad(x, ((0, size - len(x)), (0, 0))) for x in (self.a, self.v, self.nu))

    def block(self, name, k):
        """The row of time k up to time n - 1, as [neuron, time, neuron]."""
        m = self.model.m
        return self.pairs[name][k * m:(k + 1) * m, :self.n * m].reshape(m, self.n, m)

    @staticmethod
    def weights(row):
        if row.ndim == 1:
            return March.weights(row)
        cell, w, left = 0.5 * (row[:, :-1] - row[:, 1:]), np.zeros_like(row), np.zeros_like(row)
        w[:, :-1] += cell
        left[:, 1:] = cell
        return w + left, left

    def covariance(self, a, v, a_all, v_all, h):
        model, m = self.model, self.model.m
        signal = lambda x, y: np.sum(x * model.phi(y), axis=-1) / m
        return model.tau2 + model.norm - signal(a, v) - signal(a_all, v_all) + np.einsum("i,lj,ilj->l", a, a_all, h) / m**2

    def begin(self):
        self.grow()
        m, model = self.model.m, self.model
        self.pairs["C"][:m, :m] = np.eye(m)
        self.G[0, 0] = self.WA[0, 0] = self.P[0] = 1.0
        self.a[0] = self.a0
        S = self.covariance(self.a0, np.zeros(m), self.a[:1], self.v[:1], model.h(np.eye(m)[:, None, :]))[0]
        self.SC[0, 0], self.Z[0, 0], self.CA[0, 0] = S, S, -S
        self.nu[0], self.n = -model.alpha / m * self.a0**2 * model.h1(1.0), 1

    def guess(self, rho):
        n, e, m = self.n, max(self.n - 2, 0), self.model.m
        on = lambda column: column[n - 1] + rho * (column[n - 1] - column[e])
        row = lambda A: np.append(A[n - 1, :n - 1], [A[n - 1, n - 1]] * 2)
        C, F = self.block("C", n - 1), self.block("F", n - 1)
        C, F = np.concatenate([C, C[:, -1:]], axis=1), np.concatenate([F, np.zeros((m, 1, m))], axis=1)
        x = [np.append(self.G[n - 1, :n], 1.0), row(self.CA), C.ravel(), F.ravel(), on(self.a), on(self.v), on(self.nu)]
        size = [np.ones(n + 1), np.full(n + 1, 1 / self.SC[0, 0]), np.ones(C.size), np.full(F.size, 1 / (np.abs(F).max() + 1e-3)),
                np.ones(2 * m), 1 / (np.abs(self.nu[n - 1]) + 1)]
        return np.concatenate(x) * np.concatenate(size), np.concatenate(size)

    def sweep(self, x, dt, c, sizes):
        row, n, m, model = Row(), self.n, self.model.m, self.model
        many = (n + 1) * m * m
        row.G, row.CA, C, F, row.a, row.v, row.nu = np.split(x / sizes, np.cumsum([n + 1, n + 1, many, many, m, m]))
        row.C, row.F = C.reshape(m, n + 1, m), F.reshape(m, n + 1, m)
        row.a_all, row.v_all = np.vstack([self.a[:n], row.a]), np.vstack([self.v[:n], row.v])
        q = row.C + row.v[:, None, None] * row.v_all
        row.h, row.h1, row.h2 = model.h(q), model.h1(q), model.h2(q)
        row.w, row.left = self.weights(row.F)
        G, CA = self.residuals(row)
        return np.concatenate([G, CA, *self.neurons(row, dt, c)]) * sizes, row

    def response(self, row, w):
        return np.einsum("i,lj,ilj->l", row.a, row.a_all, row.h1 * w) / self.model.m**2

    def neurons(self, row, dt, c):
        """(D.41): new C, F, a, v and nu."""
        n, m, model = self.n, self.model.m, self.model
        e, past = max(n - 2, 0), slice(0, n * m)
        flat = lambda A: A[:, :n].reshape(m, n * m)
        factor = model.alpha / m * row.a[:, None, None] * row.a_all
        mu = factor * (row.wA[:, None] * row.h1 + row.CA[:, None] * row.h2 * row.w)
        g = factor * row.CA[:, None] * row.h1
        now = mu[:, n]
        others = now - np.diag(np.diag(now))
        past_of = lambda name: c[1] * self.block(name, n - 1) + c[2] * self.block(name, e)
        product = lambda matrix, left: (left @ matrix).reshape(m, n, m)
        C = -(product(self.pairs["C"][past, past], flat(mu)) + product(self.pairs["W"][past, past].T, flat(g)) + past_of("C") +
              np.einsum("ip,pkj->ikj", others, row.C[:, :n]))
        F = -(product(self.pairs["F"][past, past], flat(mu)) + past_of("F") + np.einsum("ip,pkj->ikj", others, row.F[:, :n]))
        F += np.eye(m)[:, None, :]
        v = (model.alpha * row.a * model.phi1(row.v) * row.wA.sum() - flat(mu) @ self.v[:n].ravel() - others @ row.v -
             c[1] * self.v[n - 1] - c[2] * self.v[e])
        noise = np.einsum("ilp,jlp->ij", g, row.w) + others @ row.C[:, n]
        memory = lambda rows: np.einsum("ilp,jlp->ij", mu[:, :n], rows) + c[1] * rows[:, n - 1].T + c[2] * rows[:, e].T
        own = np.diag(memory(C))
        nu = np.array([self.one_multiplier(row.nu[i], c[0] + now[i, i], -own[i] + v[i]**2, -noise[i, i]) for i in range(m)])
        lam = c[0] + np.diag(now) + nu
        C, F, v = C / lam[:, None, None], F / lam[:, None, None], v / lam
        last = -(memory(C) + noise) / lam[:, None]
        rate = np.diag(nu) + now
        F[:, n - 1] = np.linalg.solve(rate, np.eye(m) - expm(-rate * dt))
        C = np.concatenate([C, (0.5 * (last + last.T))[:, None]], axis=1)
        F = np.concatenate([F, np.zeros((m, 1, m))], axis=1)
        weight = row.wA[:, None] * row.h + row.CA[:, None] * row.h1 * row.w
        slope = model.alpha * (model.phi(row.v) * row.wA.sum() - np.einsum("lp,ilp->i", row.a_all, weight) / m)
        a = self.a0 if model.frozen else (slope - c[1] * self.a[n - 1] - c[2] * self.a[e]) / c[0]
        return C.ravel(), F.ravel(), a, v, nu

    @staticmethod
    def one_multiplier(nu, alone, square, single):
        for _ in range(20):
            lam = alone + nu
            excess, slope = (square / lam + single) / lam - 1, -(2 * square / lam + single) / lam**2
            if not abs(excess) > 1e-14 or slope == 0:
                break
            nu -= excess / slope
        return nu

    def keep_sectors(self, row):
        n, m = self.n, self.model.m
        here, now = slice(n * m, (n + 1) * m), slice(0, (n + 1) * m)
        for name, value in (("C", row.C), ("F", row.F), ("W", row.w)):
            self.pairs[name][here, now] = value.reshape(m, -1)
        self.pairs["C"][now, here] = row.C.reshape(m, -1).T

    def columns(self, times):
        n, m, index = self.n, self.model.m, np.arange(self.n)
        values = {"e_train": -0.5 * self.CA[index, index], "e_test": 0.5 * self.SC[index, index], "int_RA": self.P[:n]}
        for i in range(m):
            values[f"a_{i + 1}"], values[f"v_{i + 1}"] = self.a[:n, i], self.v[:n, i]
            for j in range(i + 1, m):
                values[f"C_{i + 1}_{j + 1}"] = (self.pairs["C"][index * m + i, index * m + j] + self.v[:n, i] * self.v[:n, j])
        return {name: CubicSpline(self.t[:n], value)(np.minimum(times, self.t[n - 1])) for name, value in values.items()}


def curve(p, times, r):
    """The network of a file, whose neurons are orthogonal to each other and to the target."""
    rows = np.loadtxt(p["neurons"], ndmin=2)
    if rows[:, 1].any() or (rows[:, 2:] != np.eye(len(rows))).any():
        raise ValueError("this counterpart has orthogonal neurons only")
    return Neurons(Model(p, len(rows)), rows[:, 0].tolist(), r, times[-1]).run().columns(times)
