#!/usr/bin/python3
"""The ```python blocks of README.md and docs/python.md run, in order, those of a page in one namespace; so do the examples.

Blocks that start with "```python norun" are left out."""

import contextlib
import glob
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

import tap

tap.need_numpy()

EXAMPLES = os.path.join(tap.SOURCE, "tools", "python", "examples")


def blocks(page):
    """Line number and text of each block."""
    with open(page) as stream:
        text = stream.read()
    for found in re.finditer(r"^```python\n(.*?)^```$", text, re.M | re.S):
        yield text[:found.start()].count("\n") + 2, found.group(1)


@contextlib.contextmanager
def scratch_folder():
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(here)


class Pages(unittest.TestCase):
    def test_blocks(self):
        count = {}
        for page in (os.path.join(tap.SOURCE, name) for name in ("README.md", "docs/python.md")):
            namespace = {"__name__": "__main__"}
            with scratch_folder():
                for line, text in blocks(page):
                    count[page] = count.get(page, 0) + 1
                    with self.subTest(page=os.path.relpath(page, tap.SOURCE), line=line), \
                            contextlib.redirect_stdout(io.StringIO()):
                        exec(compile("\n" * (line - 1) + text, page, "exec"), namespace)
        self.assertGreaterEqual(count[os.path.join(tap.SOURCE, "docs", "python.md")], 6)

    def test_comments_that_show_output_are_true(self):
        with scratch_folder():
            output, namespace, page = io.StringIO(), {}, os.path.join(tap.SOURCE, "docs", "python.md")
            claims = []
            for _, text in blocks(page):
                claims += re.findall(r"print\(.*\) +# (.*)", text)
                with contextlib.redirect_stdout(output):
                    exec(text, namespace)
            self.assertEqual(len(claims), 2)
            for claim in claims:
                self.assertIn(claim + "\n", output.getvalue())

    def test_the_guide_names_every_function(self):
        import shallowflow as sf
        with open(os.path.join(tap.SOURCE, "docs", "python.md")) as stream:
            text = stream.read()
        for name in sf._SOLVERS:
            self.assertRegex(text, rf"`{name}`", f"docs/python.md lacks {name}")


class Examples(unittest.TestCase):
    def run_example(self, name):
        with scratch_folder():
            done = subprocess.run([sys.executable, os.path.join(EXAMPLES, name)], capture_output=True, text=True,
                                  env={**os.environ, "PYTHONPATH": os.path.join(tap.SOURCE, "tools", "python")})
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stderr)
        self.assertNotIn("nan", done.stdout)
        return done.stdout

    def test_hinge(self):
        """The simulation agrees with the theory within four standard errors and the theory's own accuracy."""
        rows = re.findall(r"^ *([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) \+- ([\d.]+)$", self.run_example("hinge.py"), re.M)
        self.assertEqual(len(rows), 3)
        for _, _, theory, trained, error in rows:
            self.assertLess(abs(float(trained) - float(theory)), 4 * float(error) + 0.05 * float(theory))

    def test_timescales(self):
        """At the smallest epsilon the local exponents are those of theory at this epsilon, to half a percent of one."""
        rows = re.findall(r"^ +([\d.e-]+) ((?: +[\d.]+){6})$", self.run_example("timescales.py"), re.M)
        self.assertEqual(len(rows), 9)
        measured = [float(x) for x in rows[0][1].split()]
        for slope, predicted in zip(measured[::2], measured[1::2]):
            self.assertLess(abs(slope - predicted), 5e-3)

    def test_dmft(self):
        """Wider networks have a smaller best test error and lose more of what they learnt."""
        text = self.run_example("dmft.py")
        rows = [list(map(float, line.split())) for line in text.splitlines() if re.match(r" *\d+ +\d\.\d+ ", line)]
        self.assertEqual([row[0] for row in rows], [5, 10, 20])
        best = [row[1] for row in rows]
        lost = [row[4] / row[3] for row in rows]
        self.assertEqual(best, sorted(best, reverse=True))
        self.assertEqual(lost, sorted(lost, reverse=True))
        self.assertIn("overlap <w(t), w(t')>", text)

    def test_all_are_run(self):
        names = {os.path.basename(path)[:-3] for path in glob.glob(os.path.join(EXAMPLES, "*.py"))}
        self.assertEqual(names, {name[5:] for name in dir(self) if name.startswith("test_")} - {"all_are_run"})


tap.main()
