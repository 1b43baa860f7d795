"""Simulation and theory of a comparison, one after the other."""

import dmft as dmft_theory
import hinge as hinge_theory
import simulation
import timescales as timescales_theory


def both(simulate, solve, p, times, accuracy):
    columns = simulate(p, times, 0.0)
    theory = solve(p, times, accuracy)
    return {**columns, **{f"{name}_theory": value for name, value in theory.items()}}


def hinge(p, times, rtol):
    return both(simulation.hinge, hinge_theory.curve, p, times, rtol)


def timescales(p, times, rtol):
    columns = both(simulation.timescales, timescales_theory.overlaps, p, times, rtol)
    return {"risk": columns["risk"], "risk_overlaps": columns["risk_theory"]}


def dmft(p, times, r):
    return both(simulation.dmft, dmft_theory.curve, p, times, r)
