#!/usr/bin/python3
"""One job of a counterpart, in a process of its own.

Usage: tools/bench/numpy/run.py THEORY FUNCTION RESULT ACCURACY OUTPUT

RESULT is a result of the command, from which the parameters and the times are taken; FUNCTION of THEORY.py computes the same
columns to ACCURACY, a number whose meaning the function states, and writes them to OUTPUT (.npz).  Prints the seconds of the clock and of the
processor that the computation took, without the start of Python, its imports and what the function leaves out.
"""

import importlib
import sys
import time

import clock
import numpy as np


def read(path):
    """Parameters and columns of a result in TSV."""
    parameters, rows = {}, []
    with open(path, encoding="utf-8") as lines:
        names = next(lines).rstrip("\n").split("\t")
        for line in lines:
            if not line.startswith("#"):
                rows.append([float(field) for name, field in zip(names, line.split("\t")) if name != "event"])
            elif " = " in line and not line.startswith("#:"):
                key, value = line[2:].rstrip("\n").split(" = ", 1)
                try:
                    parameters[key] = float(value)
                except ValueError:
                    parameters[key] = value
    columns = np.array(rows).T
    return parameters, dict(zip([name for name in names if name != "event"], columns))


def main():
    theory, function, result, accuracy, output = sys.argv[1:]
    compute = getattr(importlib.import_module(theory), function)
    parameters, columns = read(result)
    parameters["columns"] = columns
    begin, processor = time.perf_counter(), time.process_time()
    computed = compute(parameters, next(iter(columns.values())), float(accuracy))
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    np.savez(output, **computed)
    print(seconds - clock.seconds[0], processor - clock.seconds[1])


if __name__ == "__main__":
    main()
