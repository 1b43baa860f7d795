"""Training of the three kinds of networks with NumPy's matrix products, as one would write it: full-batch gradient descent
of docs/simulation.md (S.1)-(S.8) and docs/dmft.md (D.45), one-pass SGD of docs/timescales.md (T.18).  Networks and samples are
those of the command (philox.py), so that the curves of both must agree to rounding.  `moved` multiplies the initial
output weights by 1 + moved: how much a curve changes by that says what rounding can do.  Drawing the numbers does not count."""

import numpy as np
import philox
from clock import apart
from hermite import basis, coefficients, gauge_mean


def mean_of_runs(runs, names, times):
    stack = np.array(runs)
    columns = {"t": np.asarray(times, float)}
    for k, name in enumerate(names):
        columns[name] = stack[:, :, k].mean(axis=0)
    return columns


# ---- hinge loss

HINGE = ["loss", "error_train", "error_test", "f_U", "I", "J", "V_par", "V_perp", "a2", "w_par2", "w_perp2"]


def hinge_draw(p, seed):
    d, M, N, tests = (int(p[k]) for k in ("d", "M", "N", "test-size"))
    a, w = p["sigma-a"] * philox.normals(seed, 0x51A0, M), p["sigma-w"] * philox.normals(seed, 0x51A1, M * d).reshape(M, d)
    x = philox.normals(seed, 0x51A2, N * d).reshape(N, d) / np.sqrt(d)
    x_test = philox.normals(seed, 0x51A4, tests * d).reshape(tests, d) / np.sqrt(d)
    y = np.where(x[:, 0] < 0, -1.0, 1.0)
    y[philox.uniforms(seed, 0x51A6, np.arange(N)) < p["delta"]] *= -1
    return a, w, x, y, x_test


def hinge_run(p, a, w, x, y, x_test, steps):
    N, d = x.shape
    M, alpha, h = len(a), p["alpha"], p["h"]
    rate = p["eta"] / (alpha * M * N)
    output = lambda data: np.maximum(data @ w.T, 0) @ a / M
    wrong = lambda yF: np.mean(np.where(yF < 0, 1.0, np.where(yF > 0, 0.0, 0.5)))
    f0, f0_test = output(x), output(x_test)
    sign_test = np.where(x_test[:, 0] < 0, -1, 1)
    rows = []
    for step in range(steps[-1] + 1):
        z = x @ w.T
        yF = y * (np.maximum(z, 0) @ a / M - f0)
        u = alpha * yF < h
        pull = (y[u, None] * (z[u] > 0)).T @ x[u]  # sum over u of y theta(w.x) x
        if step in steps:
            V, g = a @ w / M, np.sqrt(d) * pull / N
            rows.append([np.maximum(h - alpha * yF, 0).mean() / alpha**2, wrong(yF),
                         wrong(sign_test * (output(x_test) - f0_test)), u.mean(), g[:, 0].mean(),
                         np.linalg.norm(g[:, 1:], axis=1).mean(), V[0], np.linalg.norm(V[1:]), (a**2).mean(),
                         (w[:, 0]**2).mean(), (w[:, 1:]**2).sum(axis=1).mean()])
        a, w = a + rate * np.einsum("ij,ij->i", w, pull), w + rate * a[:, None] * pull  # theta(z) z = relu(z)
    return rows


def hinge(p, times, moved):
    runs = []
    for k in range(int(p["runs"])):
        with apart():
            a, *rest = hinge_draw(p, int(p["seed"]) + k)
        runs.append(hinge_run(p, a * (1 + moved), *rest, [int(round(t)) for t in times]))
    return mean_of_runs(runs, HINGE, times)


# ---- dynamical mean field

DMFT = ["a", "v", "e_train", "e_test", "Co_tt", "Cd_t0", "Co_t0"]


def dmft_run(p, seed, moved, steps):
    m, d, dt, tau = int(p["m"]), int(p["d"]), 1 / p["substeps"], p["tau"]
    n = int(np.floor(p["alpha"] * m * d + 0.5))
    with apart():
        w = philox.normals(seed, 0x7300, m * d).reshape(m, d)
        x = philox.normals(seed, 0x7301, n * d).reshape(n, d)
        noise = philox.normals(seed, 0x7302, n)
    s = np.array(coefficients(p["h"]))  # of the activation; the target is the same function
    value, slope = (lambda z: basis(s, z)), (lambda z: basis(s[1:] * np.sqrt(np.arange(1, len(s))), z))
    h = lambda q: np.polyval((s**2)[::-1], q)
    w /= np.linalg.norm(w, axis=1)[:, None]
    a, start, y = np.full(m, p["a0"]) * (1 + moved), w.copy(), value(x[:, 0]) + tau * noise
    others = lambda C: (C.sum() - np.trace(C)) / (m * (m - 1))
    rows = []
    for step in range(steps[-1] + 1):
        z = x @ w.T
        sigma = value(z)
        r = y - sigma @ a / m
        if step in steps:
            C, C0, v = w @ w.T, w @ start.T, w[:, 0]
            test = 0.5 * (tau**2 + h(1) - 2 * a @ h(v) / m + a @ h(C) @ a / m**2)
            rows.append([a.mean(), v.mean(), 0.5 * (r**2).mean(), test, others(C), np.trace(C0) / m, others(C0)])
        g = (r[:, None] * slope(z) * a).T @ x
        g -= np.einsum("ij,ij->i", g, w)[:, None] * w
        a = a + dt / (m * d) * r @ sigma
        w = w + dt / (m * d) * g
        w /= np.linalg.norm(w, axis=1)[:, None]
    return rows


def dmft(p, times, moved):
    steps = [int(round(t * p["substeps"])) for t in times]
    return mean_of_runs([dmft_run(p, int(p["seed"]) + k, moved, steps) for k in range(int(p["runs"]))], DMFT, times)


# ---- time-scales


def timescales_run(p, seed, moved, steps):
    m, d, step, epsilon, tests = int(p["m"]), int(p["d"]), 1 / p["substeps"], p["epsilon"], int(p["test-size"])
    batch = int(p["batch"])
    with apart():
        u = philox.normals(int(p["seed"]), 0x7102, m * d).reshape(m, d)
        x_test = philox.normals(seed, 0x7203, tests * d).reshape(tests, d)
    s, f = np.array(coefficients(p["activation"])), np.array(coefficients(p["target"]))
    value, slope = (lambda z: basis(s, z)), (lambda z: basis(s[1:] * np.sqrt(np.arange(1, len(s))), z))
    u /= np.linalg.norm(u, axis=1)[:, None]
    a = (2 * np.arange(1, m + 1) - 1 - m) / m * (1 + moved)
    y_test = basis(f, x_test[:, 0])
    rows = []
    for k in range(steps[-1] + 1):
        if k in steps:
            rest = y_test - value(x_test @ u.T) @ a / m
            rows.append([gauge_mean(0.5 * rest**2, x_test[:, 0])] +
                        [gauge_mean(rest * basis(np.eye(len(f))[j], x_test[:, 0]), x_test[:, 0]) for j in range(len(f))] +
                        [a.mean(), np.sqrt((a**2).mean()), u[:, 0].mean(), np.sqrt((u[:, 0]**2).mean())])
        with apart():
            x = philox.normals(seed, 0x7201, batch * d, first=k * batch * d).reshape(batch, d)
        z = x @ u.T
        sigma = value(z)
        r = basis(f, x[:, 0]) - sigma @ a / m
        g = (r[:, None] * slope(z) * a).T @ x
        a = a + step / (epsilon * batch) * r @ sigma
        u = u + step / batch * g
        u /= np.linalg.norm(u, axis=1)[:, None]
    return rows


def timescales(p, times, moved):
    steps = [int(round(t * p["substeps"])) for t in times]
    runs = [timescales_run(p, int(p["seed"]) + k, moved, steps) for k in range(int(p["runs"]))]
    names = ["risk"] + [f"rho_{j}" for j in range(len(coefficients(p["target"])))] + ["mean_a", "rms_a", "mean_s", "rms_s"]
    return mean_of_runs(runs, names, times)
