"""Results as the programs read them that users have, by the idioms that they type: names and rows right, each number the same.

A loader that is not installed is skipped; with SHALLOWFLOW_CI=1 (in .ci/run) that is a failure.
"""

import json
import math
import os
import shutil
import subprocess
import tempfile
import unittest

import tap

tap.need_numpy()
import numpy as np  # noqa: E402

PROGRAM = os.environ["SHALLOWFLOW"]
KINDS = {
    "curve": "hinge --points 5 --delta 0.1",
    "events": "onset hinge --N 2000 --delta 0.1",
    "map": "map hinge --x-points 2 --y-points 2",
    "widths": "dmft --m 5,10 --t-max 1 --points 3",
    "simulation": "simulate hinge --d 8 --M 12 --N 200 --eta 20 --test-size 50 --times 0,3,30",
    "comparison": "compare hinge --d 8 --M 12 --N 200 --eta 20 --test-size 50 --times 1,3",
    "projections": "node --points 2 --t-max 5 --nodes-a 4 --nodes-w 4 --projections 0,0.5",  # names with brackets
}


def need(name, found):
    if not found:
        if os.environ.get("SHALLOWFLOW_CI"):
            raise AssertionError(f"{name} is not installed")
        raise unittest.SkipTest(f"{name} is not installed")


def numbers(fields):
    """floats of what can be one, texts of the rest"""
    def number(field):
        try:
            return float(field)
        except (TypeError, ValueError):
            return {"NA": math.nan, "NaN": math.nan, "Inf": math.inf, "-Inf": -math.inf}.get(field, field)
    return [number(field) for field in fields]


class Loaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.truth = {}
        for kind, line in KINDS.items():
            for ending in ("tsv", "csv", "json"):
                subprocess.run([PROGRAM, *line.split(), "--quiet", "-o", cls.path(kind, ending)], check=False)
            with open(cls.path(kind, "json"), encoding="utf-8") as stream:
                result = json.load(stream)
            cls.truth[kind] = [c["name"] for c in result["columns"]], [numbers(row) for row in result["rows"]]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def path(cls, kind, ending):
        return os.path.join(cls.folder.name, f"{kind}.{ending}")

    def check(self, kind, names, rows, tolerance=0.0):
        true_names, true_rows = self.truth[kind]
        self.assertEqual(list(names), true_names, kind)
        self.assertEqual(len(rows), len(true_rows), kind)
        for row, true_row in zip(rows, true_rows):
            for name, a, b in zip(true_names, row, true_row):
                if isinstance(b, float) and not math.isnan(b):
                    same = a == b or abs(a - b) <= tolerance * abs(b)
                else:
                    same = a == b or (isinstance(b, float) and a != a)
                self.assertTrue(same, f"{kind}: {name}: {a!r} for {b!r}")

    def each(self):
        for kind in KINDS:
            yield kind, self.subTest(kind=kind)

    def test_pandas(self):
        need("pandas", shutil.which("python3") and __import__("importlib").util.find_spec("pandas"))
        import pandas
        for kind, case in self.each():
            with case:
                for ending, separator in (("tsv", "\t"), ("csv", ",")):
                    frame = pandas.read_csv(self.path(kind, ending), sep=separator, comment="#", float_precision="round_trip")
                    self.check(kind, frame.columns, [numbers(row) for row in frame.itertuples(index=False, name=None)])
                    plain = pandas.read_csv(self.path(kind, ending), sep=separator, comment="#")
                    self.check(kind, plain.columns, [numbers(row) for row in plain.itertuples(index=False, name=None)], 1e-12)

    def test_genfromtxt(self):
        for kind, case in self.each():
            with case:
                text = kind == "events"
                table = np.genfromtxt(self.path(kind, "tsv"), names=True, deletechars="", **({"dtype": None, "encoding": None} if text else {}))
                self.check(kind, table.dtype.names, [numbers(row) for row in np.atleast_1d(table).tolist()])
                plain = np.genfromtxt(self.path(kind, "csv"), names=True, delimiter=",", **({"dtype": None, "encoding": None} if text else {}))
                self.assertEqual(len(plain.dtype.names), len(self.truth[kind][0]))
                self.assertEqual(plain.size, len(self.truth[kind][1]))

    def test_loadtxt(self):
        for kind, case in self.each():
            with case:
                names, rows = self.truth[kind]
                first = int(kind == "events")  # text
                table = np.loadtxt(self.path(kind, "tsv"), skiprows=1, usecols=range(first, len(names)), ndmin=2)
                np.testing.assert_array_equal(table, np.array([row[first:] for row in rows], float))
                if not first:
                    np.testing.assert_array_equal(np.loadtxt(self.path(kind, "tsv"), skiprows=1, ndmin=2), table)

    def test_json(self):
        for kind, case in self.each():
            with case, open(self.path(kind, "json"), encoding="utf-8") as stream:
                result = json.load(stream)
                self.check(kind, [c["name"] for c in result["columns"]], [numbers(row) for row in result["rows"]])

    def test_r(self):
        need("R", shutil.which("Rscript"))
        for kind, case in self.each():
            with case:
                for ending, reader in (("tsv", "read.delim"), ("csv", "read.csv")):
                    script = (f'd <- {reader}("{self.path(kind, ending)}", comment.char = "#", check.names = FALSE)\n'
                              'cat(names(d), sep = "\\t"); cat("\\n")\n'
                              'for (i in seq_len(nrow(d))) cat(sapply(d[i, ], function(x) format(x, digits = 17)), sep = "\\t", fill = FALSE, "\\n")\n')
                    out = subprocess.run(["Rscript", "--vanilla", "-e", script], capture_output=True, text=True, check=True).stdout
                    names, *rows = (line.rstrip("\t").split("\t") for line in out.splitlines())
                    self.check(kind, names, [numbers(field.strip() for field in row) for row in rows], 1e-14)

    def test_gnuplot(self):
        need("gnuplot", shutil.which("gnuplot"))
        for kind, case in self.each():
            with case:
                names, rows = self.truth[kind]
                for name in (names[1], names[-1]):
                    done = subprocess.run(["gnuplot", "-e", f'set table "/dev/stdout"; set format "%.17g"; plot "{self.path(kind, "tsv")}" using 0:"{name}"'],
                                          capture_output=True, text=True, check=True)
                    drawn = [line.split() for line in done.stdout.splitlines() if line.strip() and not line.startswith("#")]
                    column = [row[names.index(name)] for row in rows]
                    self.assertEqual(len(drawn), len(column), (done.stdout, done.stderr))
                    for (_, value, _), truth in zip(drawn, column):
                        self.assertTrue(float(value) == truth or math.isnan(truth) or math.isinf(truth), (name, value, truth))

    def test_libreoffice(self):
        office = shutil.which("soffice") or shutil.which("localc")
        need("LibreOffice", office)
        made = os.path.join(self.folder.name, "office")
        subprocess.run([office, f"-env:UserInstallation=file://{self.folder.name}/profile", "--headless", "--convert-to", "csv", "--outdir", made,
                        *(self.path(kind, "csv") for kind in KINDS)], capture_output=True, check=True, timeout=200)
        import csv
        for kind, case in self.each():
            with case, open(os.path.join(made, f"{kind}.csv"), encoding="utf-8", newline="") as stream:
                names, *rows = (row for row in csv.reader(stream) if not row[0].startswith("#"))
                self.check(kind, names, [numbers(row[:len(names)]) for row in rows], 1e-12)

    def test_this_module(self):
        import shallowflow as sf
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.tsv")
            sf.onset_hinge(N=2000, delta=0.1).save(path)
            with open(path, encoding="utf-8") as stream:
                names, *rows = (line.rstrip("\n").split("\t") for line in stream if line[0] != "#")
            self.check("events", names, [numbers(row) for row in rows])


if __name__ == "__main__":
    tap.main()
