#!/usr/bin/python3
"""Results of the Python module are those of the command, bit by bit."""

import os
import subprocess
import tempfile
import unittest

import tap

tap.need_numpy()
import numpy as np
import shallowflow as sf
from small import RUNS, TOY

PROGRAM = os.environ["SHALLOWFLOW"]


def word(value):
    """A keyword argument as one writes it on the command line."""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return value[0] + ":" + ",".join(repr(float(x)) for part in value[1:] for x in np.ravel(part))
    return ",".join(repr(x) for x in value) if isinstance(value, list) else str(value)


def command(name, arguments, *more):
    """The standard output of the command."""
    words = next(s[1].command for n, s in sf._SOLVERS.items() if n == name).split()
    for key, value in arguments.items():
        words += ["--" + key.replace("_", "-"), word(value)]
    return subprocess.run([PROGRAM, *words, *more], capture_output=True, check=True).stdout


def read(text):
    """Columns of a TSV result, by name."""
    names, *rows = (line.split("\t") for line in text.decode().splitlines() if line[:1] != "#")
    columns = zip(*rows) if rows else [()] * len(names)
    return {name: np.array(column, str if name == "event" else float) for name, column in zip(names, columns)}


class Results(unittest.TestCase):
    def assert_same(self, result, text):
        columns = read(text)
        self.assertEqual(list(result), list(columns))
        for name, column in columns.items():
            self.assertEqual(result[name].tobytes(), column.tobytes(), name)
            np.testing.assert_array_equal(getattr(result, name) if name.isidentifier() else column, column)

    def test_every_function_gives_the_bits_of_the_command(self):
        self.assertEqual(sorted(RUNS), sorted(sf._SOLVERS))
        for name, runs in RUNS.items():
            for arguments in runs:
                with self.subTest(name=name, arguments=arguments):
                    result = getattr(sf, name)(**arguments)
                    self.assertGreater(len(next(iter(result.values()))), 0)
                    self.assertTrue(result.complete)
                    self.assert_same(result, command(name, arguments, "--format", "tsv"))

    def test_saved_files_are_those_of_the_command_and_can_be_made_again(self):
        for name, runs in RUNS.items():
            if name == "onset_hinge":  # the command has parameters of its own, those of --verify
                continue
            with self.subTest(name=name), tempfile.TemporaryDirectory() as folder:
                result = getattr(sf, name)(**runs[-1])
                for extension in ("tsv", "csv", "json"):
                    path = os.path.join(folder, "x." + extension)
                    result.save(path)
                    with open(path, "rb") as stream:
                        text = stream.read()
                    self.assertEqual(text, command(name, runs[-1], "--format", extension))
                    again = subprocess.run([PROGRAM, "rerun", path], capture_output=True, check=True).stdout
                    self.assertEqual(text, again)

    def test_the_file_of_onset_is_a_parameter_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.tsv")
            result = sf.onset_hinge(**RUNS["onset_hinge"][0])
            result.save(path)
            self.assert_same(result, command("onset_hinge", {"config": path}, "--format", "tsv"))

    def test_formats(self):
        result = sf.hinge(points=2)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.tsv")
            result.save(path, format="json")
            with open(path) as stream:
                self.assertEqual(stream.read(1), "{")
            with self.assertRaises(ValueError):
                result.save(path, format="xml")
            with self.assertRaises(sf.ShallowflowError) as caught:
                result.save(os.path.join(folder, "no", "x.tsv"))
            self.assertEqual(caught.exception.status, "SHF_ERR_FILE")

    def test_clouds_and_satisfaction(self):
        arguments = dict(TOY, clouds=[0, 3], satisfaction=5)
        result = sf.simulate_hinge(**arguments)
        self.assert_same(result, command("simulate_hinge", arguments))
        for what in ("clouds", "satisfaction"):
            table = getattr(result, what)
            text = command("simulate_hinge", dict(arguments, show=what))
            self.assert_same(table, text)
            with tempfile.TemporaryDirectory() as folder:
                table.save(os.path.join(folder, "x.tsv"))
                with open(os.path.join(folder, "x.tsv"), "rb") as stream:
                    self.assertEqual(stream.read(), text)
        self.assertIsNone(sf.simulate_hinge(**TOY).clouds)

    def test_data_files(self):
        rng = np.random.default_rng(1)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.npy")
            np.save(path, np.column_stack([rng.normal(size=(60, 4)), np.arange(60) % 2]))
            arguments = dict(TOY, d=None, data="npy:" + path)
            result = sf.simulate_hinge(**arguments)
            del arguments["d"]
            self.assertEqual(result.params["d"], 4)
            self.assert_same(result, command("simulate_hinge", arguments))
            same = sf.simulate_hinge(**{**TOY, "d": 4, "data_file": "npy:" + path})
            self.assertEqual(same.loss.tobytes(), result.loss.tobytes())

    def test_two_time_functions(self):
        arguments = dict(m=5, t_max=5, rtol=1e-3)
        kept = sf.dmft(two_time=True, **arguments)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "kernels.npy")
            written = sf.dmft(two_time=path, **arguments)
            for name in sf.TwoTime._fields:
                np.testing.assert_array_equal(getattr(kept.two_time, name), getattr(written.two_time, name))
            slices = np.load(path)
            np.save(path, slices[:3])
            with self.assertRaises(ValueError):
                sf.two_time(path)
        n = len(kept.two_time.t)
        self.assertEqual(slices.shape, (8, n, n))
        self.assertTrue(np.all(np.diff(kept.two_time.t) > 0))
        np.testing.assert_array_equal(kept.two_time.C_d, slices[1])
        np.testing.assert_allclose(np.diag(kept.two_time.C_d), 1, atol=1e-12)
        self.assertIsNone(kept.params["two_time"])
        self.assertIsNone(sf.dmft(**arguments).two_time)

    def test_neurons_from_arrays_and_from_a_file(self):
        settings = dict(t_max=1, rtol=1e-3, points=4)
        a, v, C = [1, -0.5], [[0.1, 0.2], [0.3, 0]], [[1, 0.25], [0.25, 1]]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "network")
            np.savetxt(path, np.column_stack([a, v, C]))
            read_in = sf.dmft(neurons=path, **settings)
            self.assert_same(read_in, command("dmft", dict(settings, neurons=path), "--format", "tsv"))
        given = sf.dmft(neurons=(a, v, C), **settings)
        for name in given:
            self.assertEqual(given[name].tobytes(), read_in[name].tobytes(), name)
        self.assertIsNone(given.params["neurons"])
        with self.assertRaisesRegex(sf.ShallowflowError, "^m: does not apply to neurons"):
            sf.dmft(neurons=(a, v, C), m=3)
        with self.assertRaises(ValueError):
            given.save("never-written.tsv")
        with self.assertRaises(ValueError):
            sf.dmft(neurons=([1], [0, 0], np.eye(2)))
        with self.assertRaises(sf.ShallowflowError) as caught:
            sf.dmft(neurons=([1, 1], [0.9, 0.9], np.eye(2)), **settings)
        self.assertEqual(caught.exception.status, "SHF_ERR_VALUE")

    def test_groups_with_two_time_functions(self):
        network = ([6, 1], [1, -0.5], [[0.1, 0.2], [0.3, 0]], [[0.1, 0.05], [0.05, 1]])
        given = sf.dmft(groups=network, target_terms="He1(x1) He1(x2)", t_max=1, rtol=1e-3, points=4, two_time=True)
        k = given.two_time
        self.assertEqual(k.C_o.shape, (2, 2, len(k.t), len(k.t)))
        self.assertEqual(k.W_d.shape, (2, len(k.t), len(k.t)))
        np.testing.assert_allclose([np.diag(c) for c in k.C_d], 1, atol=1e-11)
        np.testing.assert_allclose(k.C_o[0, 1].diagonal()[-1], given.C_1_2[-1], rtol=1e-9)
        np.testing.assert_allclose(k.C_o[0, 0].diagonal()[-1], given.C_1_1[-1], rtol=1e-9)
        np.testing.assert_allclose(k.W_A.sum(1)[-1], given.int_RA[-1], rtol=1e-9)
        np.testing.assert_allclose(k.Sigma_C[-1, -1] / 2, given.e_test[-1], rtol=1e-9)

    def test_what_a_result_is(self):
        result = sf.timescales(epsilon=1e-3, activation="erf", target="hermite:0,1,0,0.5", points=30)
        self.assertEqual(len(result), len(result.as_dict()))
        self.assertIs(result["t"], result.t)
        self.assertEqual(result["t_1"], result.results["t_1"])
        self.assertEqual(result.t_1, result.results["t_1"])
        self.assertTrue(any("3" in note for note in result.notes), result.notes)
        self.assertTrue(0 < result.estimated_error < 1e-5)
        self.assertGreater(result.steps, 10)
        self.assertGreater(result.evaluations, result.steps)
        self.assertIn("CVODE", result.method)
        self.assertEqual(sf.hinge(points=2).units["t"], "step")
        self.assertEqual(set(result.units), set(result) | set(result.results))
        for text in ("risk", "t_1", result.notes[0]):
            self.assertIn(text, str(result))
        self.assertIn("timescales", repr(result))
        with self.assertRaises(AttributeError):
            result.rsk
        with self.assertRaises(KeyError):
            result["rsk"]
        with self.assertRaises(ValueError):
            result.t[0] = 1

    def test_columns_outlive_the_result(self):
        t = sf.hinge(points=1000).t
        others = [sf.hinge(points=1000, t_max=k).t for k in range(1, 50)]
        self.assertEqual(t[-1], 400)
        self.assertEqual([o[-1] for o in others], list(range(1, 50)))

    def test_params_make_the_same_run(self):
        for name in ("hinge", "dmft", "node"):
            first = getattr(sf, name)(**RUNS[name][-1])
            again = getattr(sf, name)(**first.params)
            for column in first:
                self.assertEqual(first[column].tobytes(), again[column].tobytes())

    def test_no_column_is_hidden_by_an_attribute(self):
        for name, runs in RUNS.items():
            for column in getattr(sf, name)(**runs[0]):
                self.assertFalse(hasattr(sf.Result, column), f"{name}: {column}")


tap.main()
