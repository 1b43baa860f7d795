#!/usr/bin/python3
"""What the Python module offers is what the library has: functions, parameters, layouts; and what it says of mistakes."""

import ctypes
import glob
import inspect
import keyword
import os
import re
import subprocess
import sys
import tempfile
import unittest

import tap

tap.need_numpy()
import numpy as np
import shallowflow as sf

PROGRAM = os.environ["SHALLOWFLOW"]
MODULE = os.path.join(tap.SOURCE, "tools", "python")
HEADERS = sorted(glob.glob(os.path.join(tap.SOURCE, "include", "shallowflow", "*.h")))

# solvers of the headers that Python has under the name of another function
CONTAINED = {"shf_dmft_solve": "dmft() calls shf_dmft_networks_solve, which calls it",
             "shf_dmft_run": "the same with files",
             "shf_dmft_groups_solve": "called by shf_dmft_networks_solve as well",
             "shf_table_new": "makes an empty table"}


def declarations(pattern):
    found = []
    for path in HEADERS:
        with open(path) as stream:
            found += re.findall(pattern, re.sub(r"\s+", " ", stream.read()))
    return found


class Coverage(unittest.TestCase):
    def test_every_function_that_makes_a_table_is_there(self):
        with open(os.path.join(MODULE, "shallowflow.py")) as stream:
            source = stream.read()
        solvers = [name for name, arguments in declarations(r"SHF_API [^;(]*?(\w+)\(([^;]*?)\);")
                   if "shf_table **" in arguments or "shf_simulation_result *result, shf_info" in arguments]
        self.assertGreater(len(solvers), 14)
        for name in solvers:
            called = f'"{name}"' in source or f"_lib.{name}(" in source
            self.assertTrue(called or name in CONTAINED, f"{name} cannot be called from Python: give "
                            "tools/python/shallowflow.py a function for it")

    def test_every_parameter_table_is_there(self):
        tables = declarations(r"SHF_DECLARE_PARAMS\(\w+, shf_(\w+)\);")
        used = {name for _, solver in sf._SOLVERS.values() for name in solver.tables}
        self.assertGreater(len(tables), 25)
        self.assertEqual(set(tables), used)

    def test_every_command_that_computes_is_there(self):
        text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
        names = tap.commands(text)
        without = {"rerun", "merge", "help", "man", "completion", "version", "figure"}
        self.assertEqual({n.replace(" ", "_") for n in names if not n.startswith("compare ")} - without, set(sf._SOLVERS))
        self.assertIs(sf.onset, sf.onset_hinge)

    def test_parameters_are_those_of_the_command(self):
        own = {"config", "output", "format", "plot", "width", "panel", "report", "quiet", "help"}  # options that are no parameters
        only = {"simulate hinge": {"show"}, "onset hinge": {"verify", "verify-seed", "verify-t-max", "verify-test-size",
                                                      "verify-precision", "resamples", "threads", "checkpoint"}}
        for name, (_, solver) in sf._SOLVERS.items():
            text = subprocess.run([PROGRAM, *solver.command.split(), "--help"], capture_output=True, text=True,
                                  check=True).stdout
            options = set(re.findall(r"^  --([\w-]+)", text, re.M)) - own - only.get(solver.command, set())
            function = getattr(sf, name)
            self.assertEqual({p.option for p in function.parameters.values()}, options, name)

    def test_docstrings_and_signatures_name_every_parameter(self):
        for name, (_, solver) in sf._SOLVERS.items():
            function = getattr(sf, name)
            text = inspect.getdoc(function)
            signature = inspect.signature(function)
            self.assertEqual(list(signature.parameters), [*function.parameters, "progress"])
            for p in function.parameters.values():
                self.assertTrue(p.name.isidentifier() and not keyword.iskeyword(p.name), p.name)
                entry = re.search(rf"^    {p.name} : {p.kind}, default (.*), allowed (.*)\n        (.*)$", text, re.M)
                self.assertIsNotNone(entry, f"{name}: {p.name}")
                self.assertTrue(entry[2].startswith(p.allowed))
                self.assertEqual(entry[3], p.help)
                self.assertIs(type(signature.parameters[p.name].default),
                              {"real": float, "count": int, "seed": int, "choice": str, "list": tuple,
                               "text": type(None)}[p.kind])
        self.assertIn("\n    alpha : real, default 1, allowed [1e-8, 1e8]\n", sf.hinge.__doc__)
        self.assertIn("in steps", sf.hinge.__doc__)

    def test_structs_have_the_layout_that_a_compiler_gives_them(self):
        recorded = {}
        with open(os.environ["SHALLOWFLOW_ABI"]) as stream:
            for line in stream:
                if line.startswith("struct "):
                    _, name, size, *members = line.replace(":", "").split()
                    recorded[name] = int(size), list(zip(members[::2], members[1::2]))
        for name, layout in sf._LAYOUTS.items():
            size, members = recorded[name]
            self.assertEqual(ctypes.sizeof(layout), size, name)
            own = [(field, getattr(layout, field)) for field, _ in layout._fields_]
            self.assertEqual([(field, f"{d.offset}+{d.size}") for field, d in own], members, name)
        self.assertLessEqual(recorded["shf_onset"][0], sf._ONSET_BYTES)
        self.assertLessEqual(recorded["shf_choice"][0], 512)

    def test_enumerations(self):
        with open(os.environ["SHALLOWFLOW_ABI"]) as stream:
            values = dict(re.findall(r"^enum (\w+) = (\d+)$", stream.read(), re.M))
        for k, kind in enumerate(sf._KINDS):
            self.assertEqual(values["SHF_PARAM_" + kind], str(k))
        for extension, k in sf._FORMATS.items():
            self.assertEqual(values["SHF_FORMAT_" + extension[1:].upper()], str(k))


class Mistakes(unittest.TestCase):
    def fails(self, status, part, function, **arguments):
        with self.assertRaises(sf.ShallowflowError) as caught:
            function(**arguments)
        self.assertEqual(caught.exception.status, status)
        self.assertIn(part, str(caught.exception))

    def test_messages_are_those_of_the_library(self):
        self.fails("SHF_ERR_VALUE", "delta = 0.6: must lie in [0, 0.5)", sf.hinge, delta=0.6)
        self.fails("SHF_ERR_VALUE", "d = 2.5: must be a whole number", sf.hinge, d=2.5)
        self.fails("SHF_ERR_VALUE", "alpha = nan: must lie in", sf.hinge, alpha=float("nan"))
        self.fails("SHF_ERR_TEXT", "data = cube: must be one of", sf.hinge, data="cube")
        self.fails("SHF_ERR_TEXT", "data = student: student takes 1 number", sf.hinge, data="student")
        self.fails("SHF_ERR_TEXT", "points = many: must be a number", sf.hinge, points="many")
        self.fails("SHF_ERR_VALUE", "t-min = 500: must lie below t-max = 400", sf.hinge, t_min=500)
        self.fails("SHF_ERR_TEXT", "seed = -1: must be a whole number", sf.hinge, seed=-1)
        self.fails("SHF_ERR_VALUE", "must increase", sf.hinge, times=[1, 3, 2])
        self.fails("SHF_ERR_FILE", "nothing-there: cannot be opened", sf.dmft, neurons="nothing-there")
        self.fails("SHF_ERR_FILE", "nothing-there.npy", sf.simulate_hinge, data="npy:nothing-there.npy")
        self.fails("SHF_ERR_TEXT", "control characters", sf.map_hinge, checkpoint="a\nb")

    def test_names(self):
        with self.assertRaisesRegex(TypeError, "hinge: no parameter 'detla'; did you mean 'delta'"):
            sf.hinge(detla=0.1)
        with self.assertRaisesRegex(TypeError, "no parameter 'qqqq'$"):
            sf.dmft(qqqq=1)
        with self.assertRaises(TypeError):
            sf.hinge(100)  # no argument by position
        with self.assertRaises(ValueError):
            sf.map_hinge(checkpoint="a\0b")

    def test_values_of_many_types(self):
        expected = sf.hinge(d=50, t_max=100.0, times=[1.0, 2.0], data="sphere:3").gamma.tobytes()
        for arguments in (dict(d=np.int32(50), t_max=np.float64(100), times=np.array([1, 2]), data=("sphere", 3)),
                          dict(d=50.0, t_max="1e2", times=(1, 2), data=("sphere", [3.0])),
                          dict(d="50", t_max=100, times=range(1, 3), data=("sphere", np.array([3])), h=None)):
            self.assertEqual(sf.hinge(**arguments).gamma.tobytes(), expected)
        exact = 0.1 + 0.2
        self.assertEqual(sf.hinge(points=2, alpha=exact, seed=2**63 + 1).params["alpha"], exact)
        self.assertEqual(sf.hinge(points=2, seed=2**63 + 1).params["seed"], 2**63 + 1)


class Library(unittest.TestCase):
    """Each case in a process of its own: a module finds its library when it is imported."""

    def run_python(self, module_folder, code="import shallowflow as s; print(s.library_path(), s.__version__)", **more):
        environment = {k: v for k, v in os.environ.items() if k != "SHALLOWFLOW_LIBRARY"}
        environment.update(PYTHONPATH=module_folder, PYTHONDONTWRITEBYTECODE="1", **more)
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)

    def test_the_environment_wins(self):
        library = os.environ["SHALLOWFLOW_LIBRARY"]
        done = self.run_python(MODULE, SHALLOWFLOW_LIBRARY=library)
        self.assertEqual(done.stdout, f"{library} {sf.__version__}\n", done.stderr)

    def test_a_clear_error_without_a_library(self):
        done = self.run_python(MODULE, SHALLOWFLOW_LIBRARY="/nowhere/libshallowflow.so")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr.splitlines()[-1], "ImportError: .*library is not found.*SHALLOWFLOW_LIBRARY.*/nowhere")

    def places(self, *folders):
        """What is used by a module in the first folder, when the library is a link in the last."""
        with tempfile.TemporaryDirectory() as root:
            root = os.path.realpath(root)
            module, library = (os.path.join(root, f) for f in folders)
            os.makedirs(module)
            os.makedirs(os.path.dirname(library), exist_ok=True)
            with open(os.path.join(MODULE, "shallowflow.py")) as source, \
                    open(os.path.join(module, "shallowflow.py"), "w") as copy:
                copy.write(source.read())
            os.symlink(os.environ["SHALLOWFLOW_LIBRARY"], library)
            open(os.path.join(root, "meson.build"), "w").close()
            done = self.run_python(module)
            self.assertEqual(done.stdout, f"{library} {sf.__version__}\n", done.stderr)

    def test_installations_and_source_trees(self):
        name = "libshallowflow.so.0"
        self.places("usr/lib/python3/dist-packages", "usr/lib/" + name)
        self.places("usr/lib/python3/dist-packages", "usr/lib/x86_64-linux-gnu/" + name)
        self.places("usr/local/lib/python3.11/dist-packages", "usr/local/lib/" + name)
        self.places("tools/python", "build-test/src/" + name)

    def test_version(self):
        self.assertRegex(sf.__version__, r"^\d+\.\d+\.\d+$")
        text = subprocess.run([PROGRAM, "version"], capture_output=True, text=True, check=True).stdout
        self.assertTrue(text.startswith(f"shallowflow {sf.__version__}"))


tap.main()
