"""Runs unittest cases and prints TAP, a line for each."""

import os
import sys
import traceback
import unittest

sys.dont_write_bytecode = True
SOURCE, BUILD = os.environ["SHALLOWFLOW_SOURCE"], os.environ["SHALLOWFLOW_BUILD"]
sys.path.insert(0, os.path.join(SOURCE, "tools", "python"))


def need_numpy():
    """Ends the program here, as skipped, without NumPy."""
    try:
        import numpy  # noqa: F401
    except ImportError:
        print("1..0 # SKIP NumPy is not installed (Debian: python3-numpy)")
        sys.exit(0)


def commands(overview):
    """The names of all commands, as `shallowflow --help` lists them: "onset hinge" for "onset [hinge]"."""
    lines = [line[2:].split("  ")[0] for line in overview.splitlines() if line[:2] == "  " and line[2:3].isalpha()]
    return [" ".join(word.strip("[]") for word in line.split() if word.strip("[]").islower()) for line in lines]


class Result(unittest.TestResult):
    """One line a case, and behind it what went wrong, as comments."""

    def __init__(self):
        super().__init__()
        self.lines = 0

    def line(self, word, test, remark=""):
        self.lines += 1
        print(f"{word} {self.lines} - {test.id().removeprefix('__main__.')}{remark}", flush=True)

    def addSuccess(self, test):
        self.line("ok", test)

    def bad(self, test, error):
        self.line("not ok", test)
        print("".join(f"# {line}\n" for line in "".join(traceback.format_exception(*error)).splitlines()), flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.bad(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.bad(test, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.line("ok", test, f" # SKIP {reason}")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self.bad(subtest, error)


def main():
    result = Result()
    loader = unittest.defaultTestLoader
    cases = sys.modules["__main__"]
    (loader.loadTestsFromNames(sys.argv[1:], cases) if sys.argv[1:] else loader.loadTestsFromModule(cases)).run(result)
    print(f"1..{result.lines}")
    sys.exit(not result.wasSuccessful())
