#!/usr/bin/python3
"""An installation as packagers make it (DESTDIR): its files, manual pages, headers, pkg-config file, program, module.

The environment: SHALLOWFLOW_SOURCE, SHALLOWFLOW_BUILD, MESON, CC; CXX if there is a C++ compiler."""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.environ["SHALLOWFLOW_SOURCE"], "tests", "python"))
import tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic"]
COMPILERS = {"C": [os.environ["CC"], "-std=c99", "-x", "c"], "C++": [os.environ.get("CXX", ""), "-std=c++17", "-x", "c++"]}


def introspect(what):
    with open(os.path.join(tap.BUILD, "meson-info", f"intro-{what}.json")) as stream:
        return json.load(stream)


def setUpModule():
    global dest, root, options, libdir, python_dir
    dest = tempfile.mkdtemp(prefix="shallowflow-install-")
    subprocess.run([os.environ["MESON"], "install", "-C", tap.BUILD, "--no-rebuild", "--quiet", "--destdir", dest], check=True,
                   stdout=subprocess.DEVNULL)
    options = {option["name"]: option["value"] for option in introspect("buildoptions")}
    root = dest + options["prefix"]
    libdir = os.path.join(root, options["libdir"])
    python_dir = dest + os.path.dirname(next(path for path in introspect("installed").values()
                                             if path.endswith("shallowflow.py")))


def tearDownModule():
    shutil.rmtree(dest)


def run(*words, **more):
    """The output of a command; what it says on both channels if it fails."""
    done = subprocess.run(list(words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def pkg_config(*words):
    return run("pkg-config", *words, "shallowflow", env={
        **os.environ, "PKG_CONFIG_PATH": os.path.join(libdir, "pkgconfig"), "PKG_CONFIG_SYSROOT_DIR": dest,
        "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS": "1", "PKG_CONFIG_ALLOW_SYSTEM_LIBS": "1"}).split()


def headers():
    return sorted(glob.glob(os.path.join(root, "include", "shallowflow", "*.h")))


class Installation(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def test_files_are_those_on_the_list(self):
        found = set()
        for folder, _, names in os.walk(dest):
            for name in names:
                path = os.path.join(folder, name)
                for place, mark in ((python_dir, "PYTHON"), (libdir, "LIBDIR"), (root, "PREFIX")):
                    if path.startswith(place + "/"):
                        path = mark + path[len(place):]
                found.add(path.replace(introspect("projectinfo")["version"], "VERSION"))
        pages = {line for line in found if "/man1/shallowflow-" in line}
        with open(os.path.join(HERE, "installed.txt")) as stream:
            listed = {line.strip() for line in stream if not line.startswith("#")}
        self.assertEqual(sorted(found - pages), sorted(listed), "if that is meant, change tests/packaging/installed.txt")

    def test_nothing_refers_to_the_build(self):
        for folder, _, names in os.walk(dest):
            for path in (os.path.join(folder, name) for name in names):
                if not path.endswith(".a"):
                    with open(path, "rb") as stream:
                        text = stream.read()
                    for word in (dest, tap.BUILD):
                        self.assertNotIn(word.encode(), text, path)

    def test_the_program_runs(self):
        program = os.path.join(root, "bin", "shallowflow")
        self.assertTrue(run(program, "version").startswith("shallowflow " + introspect("projectinfo")["version"]))
        self.assertEqual(len([line for line in run(program, "hinge", "--points", "3").splitlines() if line[0] != "#"]), 4)

    def test_every_command_has_a_page_and_every_option_is_on_it(self):
        program = os.path.join(root, "bin", "shallowflow")
        names = tap.commands(run(program, "--help"))
        pages = {os.path.basename(p)[len("shallowflow-"):-2] for p in glob.glob(os.path.join(root, "share/man/man1/*-*.1"))}
        self.assertGreater(len(names), 20)
        self.assertEqual({name.replace(" ", "-") for name in names}, pages)
        with open(os.path.join(root, "share/man/man1/shallowflow.1")) as stream:
            everything = stream.read()
        for name in names:
            with open(os.path.join(root, f"share/man/man1/shallowflow-{name.replace(' ', '-')}.1")) as stream:
                page = stream.read()
            section = everything.split(f'.SS "shallowflow {name}')[1].split("\n.SS ")[0].split("\n.SH OPTIONS")[0]
            common = everything.split("\n.SH OPTIONS")[1].split("\n.SH ")[0]
            options = re.findall(r"^  --([\w-]+)", run(program, *name.split(), "--help"), re.M)
            self.assertTrue(options)
            for option in options:
                tag = ".B \\-\\-" + option.replace("-", "\\-")
                for text, where in ((page, "its page"), (section + common, "shallowflow.1")):
                    self.assertRegex(text, re.escape(tag) + r"( |\n)", f"{name}: --{option} is not in {where}")

    def test_manual_pages_render_without_warnings(self):
        pages = glob.glob(os.path.join(root, "share/man/man?/*"))
        checked = False
        if shutil.which("mandoc"):
            self.assertEqual(run("mandoc", "-T", "lint", *pages), "")
            checked = True
        if shutil.which("groff"):
            for page in pages:
                done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", page], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), page)
            checked = True
        if not checked:
            self.skipTest("neither mandoc nor groff is installed")

    def test_each_header_compiles_alone(self):
        self.assertGreater(len(headers()), 15)
        for language, (compiler, *words) in COMPILERS.items():
            if not compiler:
                continue
            for header in headers():
                run(compiler, *words, *STRICT, *pkg_config("--cflags"), "-fsyntax-only", header)

    def compile(self, language, *libraries):
        compiler, *words = COMPILERS[language]
        if not compiler:
            self.skipTest("no C++ compiler is installed")
        program = os.path.join(self.folder, "program")
        includes = [word for header in headers() for word in ("-include", "shallowflow/" + os.path.basename(header))]
        run(compiler, *words, *STRICT, *pkg_config("--cflags"), *includes, os.path.join(HERE, "program.c"), "-x", "none",
            "-o", program, *libraries)
        return program

    def check_program(self, program, **environment):
        version, rows, gamma = run(program, env={**os.environ, **environment}).split()
        self.assertEqual((version, rows), (introspect("projectinfo")["version"], "5"))
        text = run(os.path.join(root, "bin", "shallowflow"), "hinge", "--delta", "0.1", "--points", "5")
        self.assertEqual(f"{float(text.splitlines()[-1].split()[1]):.9g}", gamma)

    def test_programs_in_c_and_cplusplus_link_by_pkg_config(self):
        for language in COMPILERS:
            with self.subTest(language=language):
                program = self.compile(language, *pkg_config("--libs"))
                self.assertIn("libshallowflow.so.0", run("readelf", "-d", program))
                self.check_program(program, LD_LIBRARY_PATH=libdir)

    def test_static_linking_by_pkg_config(self):
        archive = os.path.join(self.folder, "archive")
        os.mkdir(archive)
        shutil.copy(os.path.join(libdir, "libshallowflow.a"), archive)
        libraries = [word for word in pkg_config("--static", "--libs") if word != "-L" + libdir]
        self.assertFalse([word for word in libraries if re.search(r"\.(so|a)\b", word)], libraries)
        program = self.compile("C", "-L" + archive, *libraries)
        self.assertNotIn("libshallowflow", run("readelf", "-d", program))
        self.check_program(program)

    def test_the_python_module_finds_its_library(self):
        environment = {k: v for k, v in os.environ.items() if k != "SHALLOWFLOW_LIBRARY"}
        try:
            run(sys.executable, "-c", "import numpy")
        except AssertionError:
            self.skipTest("NumPy is not installed")
        text = run(sys.executable, "-c", "import shallowflow as s; print(s.__file__, s.library_path(), s.hinge(points=2).t[1])",
                   env={**environment, "PYTHONPATH": python_dir, "PYTHONDONTWRITEBYTECODE": "1"})
        self.assertEqual(text.split(), [os.path.join(python_dir, "shallowflow.py"),
                                        os.path.join(libdir, "libshallowflow.so.0"), "400.0"])

    def script(self, shell, path):
        if not shutil.which(shell):
            self.skipTest(f"{shell} is not installed")
        return os.path.join(root, "share", path)

    def test_bash_loads_its_completion(self):
        script = self.script("bash", "bash-completion/completions/shallowflow.bash")
        self.assertIn("-F _shallowflow shallowflow", run("bash", "-euc", f"source {script}; complete -p shallowflow"))

    def test_fish_completes(self):
        script = self.script("fish", "fish/vendor_completions.d/shallowflow.fish")
        for line, offers in {"hi": ["hinge"], "simulate t": ["timescales"], "simulate hinge --prec": ["--precision"],
                             "simulate hinge --precision ": ["double", "single"], "hinge --clou": [],
                             "hinge --points 3 --data=s": ["--data=sphere", "--data=student"], "help rer": ["rerun"],
                             "help simulate ": ["dmft", "hinge", "node", "timescales"], "version --q": []}.items():
            text = run("fish", "--no-config", "-c", f"source {script}; complete -C 'shallowflow {line}'")
            self.assertEqual(sorted(offer.split("\t")[0] for offer in text.splitlines()), offers, line)

    def test_zsh_completes(self):
        """With the functions of zsh's completion replaced by some that show what they are given."""
        script = self.script("zsh", "zsh/site-functions/_shallowflow")
        show = ("compdef() { }; _describe() { print -rl -- ${(P)2} }; "
                "_arguments() { print -r -- at $CURRENT $words; print -rl -- $@ }; ")
        for line, offers, others in (
                ("hi", ["hinge:mean-field theory of a ReLU network trained with the linear hinge loss", "simulate"], "--"),
                ("simulate h", ["hinge:train the network of hinge and measure it"], "onset"),
                ("simulate hinge --prec", ["at 2 hinge --prec",
                                           "--precision[arithmetic of weights and data]:name:( double single)"], "--rtol"),
                ("hinge --output f", ["at 3 hinge --output f", "--nodes[add the trajectories (a_i, w_par_i) of that many "
                                      "nodes drawn from the initial law]:number: "], "--clouds"),
                ("completion ", ["1:shell:(bash zsh fish)"], "--d[")):
            words, empty = "shallowflow " + line, '""' if line[-1] == " " else ""
            text = run("zsh", "-fc", f"{show}source {script}; words=({words}{empty}); CURRENT=$#words; _shallowflow")
            for offer in offers:
                self.assertIn(offer, text.splitlines(), line)
            self.assertNotIn("\n" + others, text, line)


tap.main()
