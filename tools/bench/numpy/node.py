"""The single-node mean field (N.1)-(N.8) of docs/node.md for ReLU, hinge loss, sign labels, Gaussian data and a symmetric
initial law, by a tensor grid of nodes, Gauss-Legendre rules that end where samples become satisfied, and solve_ivp."""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import ndtr, roots_hermitenorm, roots_legendre

POINTS = 64


class Population:
    def __init__(self, p):
        self.d, self.alpha, self.h, self.delta = p["d"], p["alpha"], p["h"], p["delta"]
        self.rate = p["eta"] / (p["alpha"] * p["M"])
        A, pa = roots_hermitenorm(int(p["nodes-a"]))
        W, pw = roots_hermitenorm(int(p["nodes-w"]))
        a, w = np.meshgrid(p["mean-a"] + p["sigma-a"] * A, p["mean-w"] + p["sigma-w"] * W, indexing="ij")
        self.p = (np.outer(pa, pw) / (pa.sum() * pw.sum())).ravel()
        self.start = np.concatenate([a.ravel(), w.ravel(), np.full(a.size, p["sigma-w"] * np.sqrt(self.d - 1))])
        self.rule = roots_legendre(POINTS)

    def averages(self, y, x):
        """S, S_mu, S_s at all nodes and points, (N.4), (N.5)."""
        a, w, rho = y.reshape(3, -1)
        mu, s = np.outer(w, x) / np.sqrt(self.d), rho[:, None] / np.sqrt(self.d)
        phi, density = ndtr(mu / s), np.exp(-(mu / s)**2 / 2) / np.sqrt(2 * np.pi)
        return mu * phi + s * density, phi, density

    def output(self, y, x):
        """F(x), (N.8)"""
        n = len(self.p)
        return (self.p * y[:n]) @ self.averages(y, x)[0] - (self.p * self.start[:n]) @ self.averages(self.start, x)[0]

    def edge(self, y, side):
        """Where the samples on one side of 0 become satisfied; F grows with x."""
        far = 12.0
        excess = lambda x: self.alpha * side * self.output(y, np.array([side * x]))[0] - self.h
        return far if excess(far) < 0 else brentq(excess, 0, far, xtol=1e-13, rtol=1e-14)

    def unsatisfied(self, y):
        """Points on both sides with the weights of the Gaussian law, and the labels."""
        x, weight = [], []
        for side in (-1, 1):
            end = self.edge(y, side)
            x.append(side * end * (self.rule[0] + 1) / 2)
            weight.append(end / 2 * self.rule[1])
        x, weight = np.concatenate(x), np.concatenate(weight)
        return x, weight * np.exp(-x**2 / 2) / np.sqrt(2 * np.pi), np.sign(x)

    def rhs(self, _, y):
        """(N.3) without flips."""
        x, weight, label = self.unsatisfied(y)
        S, S_mu, S_s = self.averages(y, x)
        pull, a = weight * label, y[:len(self.p)]
        k = self.rate / np.sqrt(self.d)
        return np.concatenate([self.rate * (S @ pull), k * a * (S_mu @ (pull * x)), k * a * (S_s @ pull)])

    def observe(self, y):
        x, weight, label = self.unsatisfied(y)
        a, w, rho = y.reshape(3, -1)
        mean = lambda v: self.p @ v
        F = self.output(y, x)
        return [*self.output(y, np.array([-1.0, 1.0])), weight.sum(), weight @ (self.h - self.alpha * label * F) / self.alpha**2,
                mean(a**2), mean(w**2), mean(a * w), mean(rho), mean(rho**2)]


def curve(p, times, rtol):
    """`rtol` is that of solve_ivp, relative to the displacements."""
    if p["delta"] != 0:
        raise ValueError("this counterpart has no flipped labels")
    population = Population(p)
    start = population.start
    run = solve_ivp(lambda t, z: population.rhs(t, start + z), (0, times[-1]), np.zeros_like(start), method="DOP853",
                    t_eval=times, rtol=rtol, atol=rtol * 1e-3)
    rows = np.array([population.observe(start + z) for z in run.y.T])
    return dict(zip(["F[-1]", "F[1]", "f_U", "loss", "a2", "w_par2", "a_w_par", "rho", "rho2"], rows.T))
