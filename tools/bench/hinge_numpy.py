#!/usr/bin/env python3
"""The training loop of `shallowflow simulate hinge`, written with NumPy: what the command is timed against.

Usage: tools/bench/hinge_numpy.py [--d D] [--M M] [--N N] [--eta ETA] [--alpha A] [--h H] [--steps K]
                                  [--precision single|double] [--seed S]

Full-batch gradient descent as one would write it with matrix products: all samples forward, the unsatisfied ones back.
Prints t, loss, training error, f_U, I at the end, wall and processor seconds of the loop (without drawing the data), and
which BLAS NumPy uses.
OPENBLAS_NUM_THREADS sets the number of threads.
"""

import argparse
import os
import time

import numpy as np


def blas():
    """The BLAS libraries that are loaded (Linux)."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = {line.split(maxsplit=5)[-1].strip() for line in maps}
    except OSError:
        return "unknown"
    return ", ".join(sorted(p for p in paths if "blas" in os.path.basename(p))) or "unknown"


def train(options):
    real = np.float32 if options.precision == "single" else np.float64
    rng = np.random.default_rng(options.seed)
    d, M, N, alpha, h = options.d, options.M, options.N, options.alpha, options.h
    x = (rng.standard_normal((N, d)) / np.sqrt(d)).astype(real)
    y = np.where(x[:, 0] < 0, -1, 1).astype(real)
    a = rng.standard_normal(M).astype(real)
    w = rng.standard_normal((M, d)).astype(real)
    rate = real(options.eta / (alpha * M * N))
    f0 = np.maximum(x @ w.T, 0) @ a / M
    begin, cpu = time.perf_counter(), time.process_time()
    for step in range(options.steps + 1):
        z = x @ w.T
        yF = y * (np.maximum(z, 0) @ a / M - f0)
        u = alpha * yF < h
        pull = (y[u, None] * (z[u] > 0)).T.astype(real) @ x[u]  # sum over u of y theta(w.x) x
        if step < options.steps:
            change = rate * np.einsum("ij,ij->i", w, pull)  # theta(z) z = relu(z)
            w += rate * a[:, None] * pull
            a += change
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    loss = np.maximum(h - alpha * yF, 0).mean() / alpha**2
    print(options.steps, loss, (yF < 0).mean(), u.mean(), np.sqrt(d) * pull[:, 0].mean() / N, sep="\t")
    print(f"{seconds:.6f} seconds, {cpu:.6f} of processors")
    print(f"BLAS: {blas()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--d", type=int, default=100)
    parser.add_argument("--M", type=int, default=400)
    parser.add_argument("--N", type=int, default=10000)
    parser.add_argument("--eta", type=float, default=1000.0)
    parser.add_argument("--alpha", type=float, default=1.0)
    parser.add_argument("--h", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--precision", choices=["single", "double"], default="double")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
