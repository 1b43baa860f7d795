#!/usr/bin/python3
"""Ctrl-C, progress, and several threads at once."""

import os
import signal
import subprocess
import sys
import threading
import time
import unittest

import tap

tap.need_numpy()
import numpy as np
import shallowflow as sf

# a run of many minutes that has rows early on, one whose workers report by themselves, and a simulation
LONG = {
    "node": dict(nodes_a=64, nodes_w=64, grid="linear", points=100000, t_max=1e5),
    "scan_timescales": dict(epsilon_points=3000, m=50, threads=2),
    "simulate_hinge": dict(t_max=1e6, runs=4, threads=2),
    "simulate_node": dict(t_max=1e6, runs=4, threads=2),
    "dmft": dict(m=[5, 10, 20, 50, 100, 200], t_max=1e6, rtol=1e-9, memory=1e5, threads=2),
}

PROGRAM = """
import sys, threading, time
sys.dont_write_bytecode = True
sys.path.insert(0, {path!r})
import shallowflow as sf
print("ready", flush=True)
begin = time.monotonic()
try:
    sf.{name}(**{arguments!r})
except KeyboardInterrupt as stop:
    rows = -1 if stop.result is None else len(next(iter(stop.result.values())))
    complete = stop.result is not None and stop.result.complete
    print("interrupted", rows, complete, threading.active_count(), flush=True)
    print(sf.hinge(t_max=7, points=3).t[-1])
"""


class Interruption(unittest.TestCase):
    def interrupted(self, name, wait):
        """Starts a run in another process, interrupts it after a while, and returns what it says."""
        text = PROGRAM.format(path=os.path.join(tap.SOURCE, "tools", "python"), name=name, arguments=LONG[name])
        child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(child.stdout.readline(), "ready\n")
        time.sleep(wait)
        self.assertIsNone(child.poll(), "the run is too short for this test")
        child.send_signal(signal.SIGINT)
        try:
            out, err = child.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            self.fail(f"{name}: does not stop")
        self.assertEqual((child.returncode, err), (0, ""), name)
        lines = out.splitlines()
        self.assertEqual(lines[1], "7.0")  # and works afterwards
        word, rows, complete, threads = lines[0].split()
        self.assertEqual((word, complete, threads), ("interrupted", "False", "1"))
        return int(rows)

    def test_control_c_stops_every_kind_of_run(self):
        for name in LONG:
            with self.subTest(name=name):
                self.interrupted(name, 0.3)

    def test_finished_rows_come_with_the_exception(self):
        wait, rows = 0.2, -1
        while rows <= 0 and wait < 20:
            wait *= 2
            rows = self.interrupted("node", wait)
        self.assertTrue(0 < rows < 100000, rows)


class Progress(unittest.TestCase):
    def test_fractions_rise_to_one_in_the_calling_thread(self):
        seen = []

        def progress(fraction):
            seen.append((fraction, threading.current_thread()))

        sf.dmft(progress=progress, m=20, t_max=100, rtol=1e-6)
        fractions = [f for f, _ in seen]
        self.assertEqual(fractions, sorted(fractions))
        self.assertEqual(fractions[-1], 1)
        self.assertTrue(all(0 <= f <= 1 for f in fractions))
        self.assertEqual({t for _, t in seen}, {threading.main_thread()})

    def test_an_exception_of_progress_stops_and_comes_out(self):
        calls = []

        class Enough(Exception):
            pass

        def progress(fraction):
            calls.append(fraction)
            if len(calls) == 2:
                raise Enough

        with self.assertRaises(Enough) as caught:
            sf.node(progress=progress, **LONG["node"])
        self.assertEqual(len(calls), 2)
        self.assertFalse(caught.exception.result and caught.exception.result.complete)
        self.assertFalse([t for t in threading.enumerate() if t.name == "shallowflow"])


class Threads(unittest.TestCase):
    def test_four_at_once_give_the_same_bits_as_one_after_the_other(self):
        jobs = [(sf.hinge, dict(alpha=a)) for a in (0.1, 1, 10)] + [(sf.dmft, dict(m=5, t_max=5)), (
            sf.timescales, dict(epsilon=1e-3))] + [(sf.simulate_hinge, dict(d=5, M=9, N=90, t_max=20, threads=1, eta=5))]
        alone = [function(**arguments) for function, arguments in jobs]
        together = [[] for _ in jobs]

        def work(k):
            for _ in range(3):
                together[k].append(jobs[k][0](**jobs[k][1]))

        threads = [threading.Thread(target=work, args=(k,)) for k in range(len(jobs))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for expected, results in zip(alone, together):
            self.assertEqual(len(results), 3)
            for result in results:
                for name in expected:
                    self.assertEqual(result[name].tobytes(), expected[name].tobytes())

    def test_other_python_threads_go_on_meanwhile(self):
        ticks, done = [], threading.Event()

        def clock():
            while not done.wait(0.005):
                ticks.append(time.monotonic())

        class Enough(Exception):
            pass

        def progress(_):
            if time.monotonic() - begin > 0.5:
                raise Enough

        thread = threading.Thread(target=clock)
        thread.start()
        begin = time.monotonic()
        with self.assertRaises(Enough):
            sf.node(progress=progress, **LONG["node"])
        done.set()
        thread.join()
        self.assertGreater(len(ticks), 10)

    def test_memory_is_given_back(self):
        def resident():
            with open("/proc/self/statm") as stream:
                return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        def many(n):
            for _ in range(n):
                result = sf.hinge(points=20000, times=np.linspace(0, 400, 20000), rtol=1e-6)
            return result

        many(3)
        before = resident()
        many(15)  # of 1.8 MB each
        self.assertLess(resident() - before, 1e7)


tap.main()
