"""The jobs of tools/bench/table: each command with its counterpart in tools/bench/numpy/."""

import dataclasses


@dataclasses.dataclass
class Job:
    name: str  # the command; TWO is the file of two neurons
    counterpart: str  # THEORY.FUNCTION
    accuracy: float  # of the counterpart
    coarser: float  # accuracy of the run that says how large its error is
    options: str = ""  # of the command
    quick: str = ""  # of the command with --quick, instead of `options`
    truth: str = ""  # options that make the command much more accurate; "" if its result is exact up to rounding
    columns: str = ""  # what is compared; all that both have by default
    stated: float = 0.0  # error that the documentation states, where the result has none in its header
    codes: tuple = (0,)  # exit codes that are no failure
    remark: str = ""


SMALL_NETWORK = "--d 30 --M 60 --N 1000 --eta 150 --t-max 100"
TIMESCALES = "--epsilon 0.05 --t-max 2 --t-min 0.005 --points 30"

POSITIVE = "--h poly:0,0.9,0,0.16666666666666666"

JOBS = [
    Job("hinge", "hinge.curve", 1e-12, 1e-11, truth="--rtol 1e-14"),
    Job("node", "node.curve", 1e-8, 1e-7, quick="--nodes-a 8 --nodes-w 8 --t-max 50", truth="--rtol 1e-12"),
    Job("simulate hinge", "simulation.hinge", 0, 1e-13, "--runs 1", "--runs 1 " + SMALL_NETWORK, remark="one network"),
    Job("compare hinge", "compare.hinge", 1e-12, 1e-11, "--runs 2 --t-max 40", "--runs 2 " + SMALL_NETWORK, codes=(0, 3), stated=1e-9,
        remark="two networks"),
    # onset hinge and map hinge: their counterpart has the finite-size theory of before (reference/make-finite-size has the present one)
    Job("timescales", "timescales.curve", 1e-8, 1e-7, truth="--rtol 1e-10"),
    Job("scan timescales", "timescales.scan", 1e-8, 1e-7, quick="--epsilon-points 4", truth="--rtol 1e-10",
        columns="t_0,t_1,t_2"),
    Job("simulate timescales", "simulation.timescales", 0, 1e-13, TIMESCALES + " --runs 1",
        "--epsilon 0.05 --t-max 0.1 --runs 1 --m 20", remark="epsilon 0.05, t up to 2, one run"),
    Job("compare timescales", "compare.timescales", 1e-7, 1e-6, TIMESCALES + " --runs 2",
        "--epsilon 0.05 --t-max 0.1 --runs 2 --m 20", codes=(0, 3), stated=1e-7,
        remark="overlap flow; two runs"),
    Job("dmft", "dmft.curve", 0.0125, 0.025, quick="--t-max 10", truth="--rtol 1e-8"),
    Job("dmft --m 5,10,20,50,100,200", "dmft.widths", 0.05, 0.1, "--wide yes", "--wide yes --m 5,50 --t-max 5", truth="--rtol 1e-7"),
    Job("limit dmft", "dmft.limit", 1e-9, 1e-8, truth="--rtol 1e-9"),
    Job("onset dmft", "dmft.events", 0.025, 0.05, quick="--t-max 100", truth="--rtol 1e-7", columns="t"),
    Job("threshold dmft", "dmft.threshold", 0.1, 0.2, "--t-max 540", columns="gamma", stated=2e-5,
        remark="gamma at four horizons, t up to 533"),
    Job("dmft --neurons TWO", "neurons.curve", 0.02, 0.04, quick="--t-max 3", truth="--rtol 1e-7"),
    Job("simulate dmft", "simulation.dmft", 0, 1e-13, quick="--d 40 --t-max 20 --runs 3"),
    Job("compare dmft", "compare.dmft", 0.025, 0.05, POSITIVE + " --t-max 100", POSITIVE + " --d 40 --t-max 10 --runs 3", codes=(0, 3), stated=1e-5),
]
