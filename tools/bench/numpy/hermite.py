"""Normalised Hermite polynomials h_k = He_k / sqrt(k!), as the models of docs/timescales.md and docs/dmft.md are given."""

import numpy as np


def basis(c, x):
    """sum_k c_k h_k(x)"""
    before, now, total = 0.0, np.ones_like(x), c[0] * np.ones_like(x)
    for k in range(1, len(c)):
        before, now = now, (x * now - np.sqrt(k - 1) * before) / np.sqrt(k)
        if c[k]:
            total = total + c[k] * now
    return total


def coefficients(text):
    """Coefficients of hermite:c0,c1,... and, as positive roots, of the covariance poly:H0,H1,..."""
    kind, numbers = text.split(":")
    values = [float(number) for number in numbers.split(",")]
    return values if kind == "hermite" else list(np.sqrt(values))


def gauge_mean(value, x):
    """Mean of `value` over x ~ N(0, 1): coefficient of h_0 in a regression on h_0 .. h_6"""
    table = np.stack([basis(np.eye(7)[k], x) for k in range(7)], axis=1)
    return np.linalg.solve(table.T @ table, table.T @ value)[0]
