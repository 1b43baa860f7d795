"""The theories and simulations of shallowflow, called from Python, with NumPy arrays as results.

    import shallowflow as sf

    r = sf.hinge(alpha=100, t_max=1e4)
    r["t"], r.gamma, r.units["t"], r.estimated_error, r.params
    r.save("lazy.tsv")                       # the bytes that the command would have written

Each function has the name of a command, each keyword argument that of an option, with `_` for `-`: what is
`shallowflow simulate hinge --test-size 500` there is `sf.simulate_hinge(test_size=500)` here, and `sf.onset` is
`sf.onset_hinge`.  Names, ranges, defaults
and sentences come from the parameter tables of the library, and so do the messages of ShallowflowError;
`help(sf.hinge)` shows them.  The guide is docs/python.md.

The library is looked for at $SHALLOWFLOW_LIBRARY and nowhere else if that is set; then in the installation or the builds
(build*/src) of the source tree that this file belongs to; then where the loader looks.

Needs NumPy and nothing else.
"""

import collections
import collections.abc
import ctypes
import difflib
import inspect
import os
import pathlib
import tempfile
import threading
import weakref

import numpy as np

__all__ = ["Parameter", "Result", "ShallowflowError", "TwoTime", "library_path", "two_time"]


class ShallowflowError(Exception):
    """An error of the library: `status` is its name, such as "SHF_ERR_VALUE", the text its message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


# ---- structs of the headers; tests/python compares them with what a C compiler makes of the headers


class _Param(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("kind", ctypes.c_int), ("offset", ctypes.c_size_t),
                ("allowed", ctypes.c_char_p), ("unit", ctypes.c_char_p), ("help", ctypes.c_char_p)]


class _ParamTable(ctypes.Structure):
    _fields_ = [("title", ctypes.c_char_p), ("row", ctypes.POINTER(_Param)), ("n_rows", ctypes.c_size_t),
                ("size", ctypes.c_size_t), ("defaults", ctypes.c_void_p)]


class _Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 512)]


class _Info(ctypes.Structure):
    _fields_ = [("steps", ctypes.c_size_t), ("evaluations", ctypes.c_size_t),
                ("estimated_error", ctypes.c_double), ("method", ctypes.c_char_p)]


_REPORT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_double)


class _Progress(ctypes.Structure):
    _fields_ = [("report", _REPORT), ("context", ctypes.c_void_p)]


class _Section(ctypes.Structure):
    _fields_ = [("table", ctypes.POINTER(_ParamTable)), ("params", ctypes.c_void_p)]


class _Provenance(ctypes.Structure):
    _fields_ = [("command", ctypes.c_char_p), ("sections", ctypes.POINTER(_Section)), ("n_sections", ctypes.c_size_t),
                ("info", ctypes.POINTER(_Info)), ("incomplete", ctypes.c_int)]


class _SimulationResult(ctypes.Structure):
    _fields_ = [("curve", ctypes.c_void_p), ("clouds", ctypes.c_void_p), ("satisfaction", ctypes.c_void_p),
                ("evaluated", ctypes.c_double)]


_LAYOUTS = {"shf_param": _Param, "shf_param_table": _ParamTable, "shf_error": _Error, "shf_info": _Info,
            "shf_progress": _Progress, "shf_section": _Section, "shf_provenance": _Provenance,
            "shf_simulation_result": _SimulationResult}
_ONSET_BYTES = 8192  # room for a shf_onset, which is only handed on
_KINDS = ("real", "count", "seed", "choice", "list", "text")  # SHF_PARAM_real, ...
_FORMATS = {".tsv": 0, ".csv": 1, ".json": 2}  # SHF_FORMAT_TSV, ...


# ---- the library


def _places():
    """Where the library may be, in the order in which it is tried."""
    named = os.environ.get("SHALLOWFLOW_LIBRARY")
    if named:
        return [named]
    name = "libshallowflow.so.0"
    here = pathlib.Path(__file__).resolve().parent
    places = []
    if len(here.parents) > 1 and (here.parents[1] / "meson.build").is_file():
        places = sorted(here.parents[1].glob("build*/src/" + name), key=lambda p: p.stat().st_mtime, reverse=True)
    else:
        for folder in (f for f in here.parents if f.name.startswith("lib")):
            places += [folder / name, *sorted(folder.glob("*/" + name))]
    return [*map(str, places), name]


def _load():
    complaints = []
    for place in _places():
        try:
            return ctypes.CDLL(place), place
        except OSError as error:
            complaints.append(str(error) if place in str(error) else f"{place}: {error}")
    raise ImportError("shallowflow: the library is not found; build or install it, or name it in SHALLOWFLOW_LIBRARY.  "
                      "Tried: " + "; ".join(complaints))


_lib, _place = _load()
_free = ctypes.CDLL(None).free
_free.argtypes = [ctypes.c_void_p]
_free.restype = None


def _declare():
    """Types of the functions that are called from here; those that are not listed return a shf_status."""
    text, number, size, pointer = ctypes.c_char_p, ctypes.c_double, ctypes.c_size_t, ctypes.c_void_p
    table, error, params = ctypes.POINTER(_ParamTable), ctypes.POINTER(_Error), pointer
    types = {
        "shf_version": (text,), "shf_version_full": (text,), "shf_status_name": (text, ctypes.c_int),
        "shf_params_set": (ctypes.c_int, table, params, text, text, error),
        "shf_params_get": (pointer, ctypes.POINTER(_Param), params),
        "shf_params_clear": (None, table, params),
        "shf_table_free": (None, pointer), "shf_simulation_result_free": (None, pointer),
        "shf_table_rows": (size, pointer), "shf_table_columns": (size, pointer),
        "shf_table_scalars": (size, pointer), "shf_table_notes": (size, pointer),
        "shf_table_column_at": (pointer, pointer, size), "shf_table_scalar_at": (number, pointer, size),
        "shf_table_row_title": (text, pointer), "shf_table_row_help": (text, pointer),
        "shf_table_row_name": (text, pointer, size), "shf_table_note": (text, pointer, size),
        "shf_table_remark": (ctypes.c_int, pointer, ctypes.POINTER(_Info), pointer, error),
        "shf_write_file": (ctypes.c_int, text, ctypes.c_int, ctypes.POINTER(_Provenance), pointer, error),
    }
    for kind in ("column", "scalar"):
        for what in ("name", "unit", "help"):
            types[f"shf_table_{kind}_{what}"] = (text, pointer, size)
    for name, (result, *arguments) in types.items():
        function = getattr(_lib, name)
        function.restype = result
        function.argtypes = arguments


_declare()
__version__ = _lib.shf_version().decode()


def library_path():
    """The shared library that is in use, as it was given to the loader."""
    return _place


def _check(status, error):
    if status:
        raise ShallowflowError(_lib.shf_status_name(status).decode(), error.message.decode(errors="replace"))


# ---- parameters

Parameter = collections.namedtuple("Parameter", "name option kind default allowed unit help")
Parameter.__doc__ = "What a parameter table says of one parameter; `option` is its name on the command line."


def _number_text(value):
    """Text that reads back to the same number."""
    return str(int(value)) if isinstance(value, (int, np.integer)) else repr(float(value))


def _text(value):
    """A Python value as the text that the command line would have: 3, "sphere", ("sphere", 10), [1, 2], True."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], str):
        numbers = [x for part in value[1:] for x in np.ravel(part)]
        return value[0] + (":" if numbers else "") + ",".join(map(_number_text, numbers))
    if np.ndim(value):
        return ",".join(map(_number_text, np.ravel(value)))
    return _number_text(value)


class _Params:
    """One parameter struct of the library, filled by name and text; nothing of its layout is known here."""

    def __init__(self, table):
        self.table = table
        size = table.contents.size
        self.buffer = (ctypes.c_uint64 * ((size + 7) // 8))()
        ctypes.memmove(self.buffer, table.contents.defaults, size)
        weakref.finalize(self, _lib.shf_params_clear, table, self.buffer)

    def rows(self):
        return self.table.contents.row[:self.table.contents.n_rows]

    def has(self, option):
        return any(row.name.decode() == option for row in self.rows())

    def set(self, option, value):
        error = _Error()
        text = os.fsencode(_text(value))
        if b"\0" in text:
            raise ValueError(f"{option}: must not contain a zero byte")
        _check(_lib.shf_params_set(self.table, self.buffer, option.encode(), text, error), error)

    def get(self, row):
        """The value of a row: float, int, text, array of floats, or None for a text that is not set."""
        address = _lib.shf_params_get(row, self.buffer)
        if not address:
            raise MemoryError
        text = os.fsdecode(ctypes.string_at(address))
        _free(address)
        kind = _KINDS[row.kind]
        if kind == "list":
            return np.array([float(part) for part in text.split(",") if part])
        return {"real": float, "count": int, "seed": int, "choice": str, "text": lambda t: t or None}[kind](text)

    def parameters(self):
        for row in self.rows():
            option = row.name.decode()
            yield Parameter(option.replace("-", "_"), option, _KINDS[row.kind], self.get(row), row.allowed.decode(),
                            row.unit.decode(), row.help.decode())


def _table(name):
    return ctypes.pointer(_ParamTable.in_dll(_lib, f"shf_{name}_table"))


# ---- results


class _Table:
    """A table of the library, freed when nobody refers to it any more."""

    def __init__(self, pointer):
        self.pointer = pointer
        weakref.finalize(self, _lib.shf_table_free, pointer)


class _Column:
    """Memory of a column, as NumPy wants it; arrays keep it, and with it the table, alive."""

    def __init__(self, owner, address, rows):
        self.owner = owner
        self.__array_interface__ = {"version": 3, "typestr": np.dtype(float).str, "shape": (rows,),
                                    "data": (address, True)}


class Result(collections.abc.Mapping):
    """A table of named columns: r["t"], or r.t where the name allows it, are read-only NumPy arrays.

    results          single results by name, such as event times; r["t_best"] finds them as well
    notes            lines of text that a reader of the results must see
    units, meaning   of each column and single result, by name
    params           every parameter by name: sf.hinge(**{**r.params, "alpha": 3}) changes one
    estimated_error  largest estimated relative error, as the method states it; NaN if it is not estimated
    method, steps, evaluations   of the solver
    complete         False for what an interrupted computation left
    save(path)       writes the file that the command would have written; .tsv, .csv or .json
    as_dict()        the columns as a dict
    """

    def __init__(self, pointer, command, sections, unrecorded, info, complete=True):
        self._owner = _Table(pointer)
        self._command, self._sections, self._unrecorded, self._info = command, sections, unrecorded, info
        self._no_save = None
        self.complete = complete
        error = _Error()
        grid = next((ctypes.addressof(s.buffer) for s in sections if s.table.contents.title == b"grid"), None) if complete else None
        _check(_lib.shf_table_remark(pointer, ctypes.byref(info), grid, error), error)
        self.units, self.meaning, self._columns, self.results = {}, {}, {}, {}
        rows = _lib.shf_table_rows(pointer)
        title = _lib.shf_table_row_title(pointer)
        if title:
            self.units[title.decode()], self.meaning[title.decode()] = "", _lib.shf_table_row_help(pointer).decode()
            self._columns[title.decode()] = np.array([_lib.shf_table_row_name(pointer, i).decode() for i in range(rows)], str)
        for j in range(_lib.shf_table_columns(pointer)):
            address = _lib.shf_table_column_at(pointer, j)
            self._columns[self._describe("column", j)] = (
                np.asarray(_Column(self._owner, address, rows)) if rows else np.empty(0))
        for k in range(_lib.shf_table_scalars(pointer)):
            self.results[self._describe("scalar", k)] = _lib.shf_table_scalar_at(pointer, k)
        self.notes = [_lib.shf_table_note(pointer, k).decode() for k in range(_lib.shf_table_notes(pointer))]
        self.params = {p.name: p.default for section in sections for p in section.parameters()}

    def _describe(self, kind, k):
        name, unit, meaning = (getattr(_lib, f"shf_table_{kind}_{what}")(self._owner.pointer, k).decode()
                               for what in ("name", "unit", "help"))
        self.units.setdefault(name, unit)
        self.meaning.setdefault(name, meaning)
        return name

    estimated_error = property(lambda self: self._info.estimated_error)
    steps = property(lambda self: self._info.steps)
    evaluations = property(lambda self: self._info.evaluations)
    method = property(lambda self: (self._info.method or b"").decode())

    def __getitem__(self, name):
        return self._columns[name] if name in self._columns else self.results[name]

    def __getattr__(self, name):
        columns = self.__dict__.get("_columns", {})
        if name in columns or name in self.__dict__.get("results", {}):
            return self[name]
        raise AttributeError(f"this result has no column {name!r}; it has {', '.join(columns)}")

    def __dir__(self):
        return [*super().__dir__(), *filter(str.isidentifier, [*self._columns, *self.results])]

    def __iter__(self):
        return iter(self._columns)

    def __len__(self):
        return len(self._columns)

    def as_dict(self):
        """The columns, by name."""
        return dict(self._columns)

    def save(self, path, format=None):
        """Writes table and parameters; `shallowflow rerun` makes the file again.  It appears complete or not at all.

        The format is "tsv", "csv" or "json", by default what the name ends in, else tsv."""
        if self._no_save:
            raise ValueError(self._no_save)
        path = os.fspath(path)
        if format is not None and f".{format}" not in _FORMATS:
            raise ValueError(f"format = {format}: must be one of tsv, csv, json")
        ending = f".{format}" if format else os.path.splitext(path)[1].lower() or ".tsv"
        if ending not in _FORMATS:
            raise ValueError(f"path = {path}: must end in .tsv, .csv or .json; for another name format says what it is")
        chosen = _FORMATS[ending]
        recorded = self._sections[:len(self._sections) - self._unrecorded]
        sections = (_Section * len(recorded))(*(_Section(s.table, ctypes.addressof(s.buffer)) for s in recorded))
        provenance = _Provenance(self._command.encode(), sections, len(recorded), ctypes.pointer(self._info),
                                 not self.complete)
        error = _Error()
        _check(_lib.shf_write_file(os.fsencode(path), chosen, provenance, self._owner.pointer,
                                   error), error)

    def __repr__(self):
        rows = _lib.shf_table_rows(self._owner.pointer)
        return (f"<shallowflow {self._command}: {rows} rows x {len(self)} columns, estimated error "
                f"{self.estimated_error:.2g}{'' if self.complete else ', incomplete'}>")

    def __str__(self):
        def line(name, value=""):
            unit = f" ({self.units[name]})" if self.units[name] else ""
            return f"  {name:<16} {value}{self.meaning[name]}{unit}"

        parts = [repr(self)[1:-1], "columns", *map(line, self._columns)]
        if self.results:
            parts += ["results", *(line(name, f"{value:.10g}  ") for name, value in self.results.items())]
        return "\n".join(parts + (["notes", *("  " + note for note in self.notes)] if self.notes else []))


# ---- calls


class _Computation:
    """One call of the library, in a thread of its own, so that the calling thread hears Ctrl-C at once.

    The library asks now and then, from any of its threads, whether to stop; whatever is raised in the calling thread, by
    Ctrl-C or by the function that is shown the progress, makes it stop."""

    def __init__(self, call):
        self.call, self.stopped, self.fraction = call, 0, 0.0
        self.status, self.failure, self.error = None, None, _Error()
        self.done = threading.Event()
        self.progress = _Progress(_REPORT(self.report), None)

    def report(self, _, fraction):
        self.fraction = fraction
        return self.stopped

    def work(self):
        try:
            self.status = self.call(ctypes.byref(self.progress), ctypes.byref(self.error))
        except BaseException as failure:
            self.failure = failure
        finally:
            self.done.set()

    def follow(self, progress):
        """Runs it, and shows `progress` how far it is, ten times a second and at its end."""
        try:
            threading.Thread(target=self.work, name="shallowflow").start()
            while not self.done.wait(0.1 if progress else None):
                progress(self.fraction)
            if progress:
                progress(1.0)
        except BaseException:
            self.stopped = 1
            self.done.wait()
            raise
        if self.failure:
            raise self.failure


def _compute(call, collect, progress):
    """`call(progress, error)` computes, `collect(complete)` makes the result or None.  What was done before an
    interruption goes with the exception, as its attribute `result`."""
    run = _Computation(call)
    try:
        run.follow(progress)
    except BaseException as stop:
        stop.result = collect(not run.status)
        raise
    _check(run.status, run.error)
    return collect(True)


class _Solver:
    """What a function needs: the tables of its parameters in the order of the command, those among them that are
    passed, in the order of the C function, and how many of the last change no result."""

    def __init__(self, command, tables, order=None, unrecorded=0, symbol=None, run=None):
        self.command, self.tables, self.unrecorded = command, tables.split(), unrecorded
        self.order = order or range(len(self.tables))
        self.symbol, self.run = symbol, run or _run_plain

    def sections(self, given):
        """Filled parameter structs."""
        sections = [_Params(_table(name)) for name in self.tables]
        for name, value in given.items():
            option = name.replace("_", "-")
            owner = next((s for s in sections if s.has(option)), None)
            if owner is None:
                known = [p.name for s in sections for p in s.parameters()]
                near = difflib.get_close_matches(name, known, 1)
                raise TypeError(f"{self.command}: no parameter {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
            if value is not None:
                owner.set(option, value)
        return sections

    def pointers(self, sections):
        return [ctypes.byref(sections[k].buffer) for k in self.order]


def _run_plain(solver, sections, progress, extra=None):
    """A function that returns one table; `extra` takes the place of an argument that is no parameter."""
    table, info = ctypes.c_void_p(), _Info(estimated_error=float("nan"))
    arguments = solver.pointers(sections)
    if extra is not None:
        arguments.insert(*extra)
    function = getattr(_lib, solver.symbol)

    def call(report, error):
        return function(*arguments, report, ctypes.byref(table), ctypes.byref(info), error)

    def collect(complete):
        if not table.value:
            return None
        return Result(table.value, solver.command, sections, solver.unrecorded, info, complete)

    return _compute(call, collect, progress)


def _run_onset(solver, sections, progress):
    """shf_onset_solve, whose answer shf_onset_table makes a table of."""
    onset, table = ctypes.create_string_buffer(_ONSET_BYTES), ctypes.c_void_p()
    info = _Info(estimated_error=float("nan"))

    def call(report, error):
        status = _lib.shf_onset_solve(*solver.pointers(sections), report, onset, ctypes.byref(info), error)
        return status or _lib.shf_onset_table(onset, ctypes.byref(table), error)

    def collect(complete):
        return Result(table.value, solver.command, sections, solver.unrecorded, info, complete) if table.value else None

    return _compute(call, collect, progress)


class _Show(_Params):
    """The parameter of the command that says which of three tables a file holds."""

    NAMES = "curve|clouds|satisfaction"

    def __init__(self, what):
        help_text = "which table: means over the runs, the nodes of --clouds, or the samples of --satisfaction"
        self.first = (ctypes.c_uint64 * 64)()  # a shf_choice of kind 0
        row = (_Param * 1)(_Param(b"show", _KINDS.index("choice"), 0, self.NAMES.encode(), b"", help_text.encode()))
        super().__init__(ctypes.pointer(_ParamTable(b"show", row, 1, ctypes.sizeof(self.first),
                                                    ctypes.addressof(self.first))))
        self.set("show", what)


def _run_simulate_hinge(solver, sections, progress):
    """shf_hinge_simulate, which has three tables."""
    tables, info = _SimulationResult(), _Info(estimated_error=float("nan"))

    def call(report, error):
        return _lib.shf_hinge_simulate(*solver.pointers(sections), report, ctypes.byref(tables), ctypes.byref(info),
                                       error)

    def collect(complete):
        if not tables.curve:
            return None
        made = {}
        for what in _Show.NAMES.split("|"):
            pointer = getattr(tables, what)
            shown = [*sections[:-1], _Show(what), sections[-1]]
            made[what] = Result(pointer, solver.command, shown, solver.unrecorded, info, complete) if pointer else None
        curve = made["curve"]
        curve.clouds, curve.satisfaction, curve.evaluated = made["clouds"], made["satisfaction"], tables.evaluated
        return curve

    return _compute(call, collect, progress)


def _run_simulate_node(solver, sections, progress):
    """shf_node_simulate, which takes its structs together."""
    table, info = ctypes.c_void_p(), _Info(estimated_error=float("nan"))
    experiment = (ctypes.c_void_p * len(sections))(*(ctypes.addressof(s.buffer) for s in sections))

    def call(report, error):
        return _lib.shf_node_simulate(experiment, report, ctypes.byref(table), ctypes.byref(info), error)

    def collect(complete):
        return Result(table.value, solver.command, sections, solver.unrecorded, info, complete) if table.value else None

    return _compute(call, collect, progress)


def _prepare_hinge_data(given):
    """As the command does it: data may name a file, and then d is what the file says unless it is given."""
    if str(given.get("data", "")).startswith(("idx:", "npy:", "csv:")):
        given = {**given, "data_file": given["data"]}
        del given["data"]
    if given.get("data_file") is None or given.get("d") is not None:
        return given
    file = _Params(_table("simulation_file"))
    for row in file.rows():
        option = row.name.decode()
        if given.get(option.replace("-", "_")) is not None:
            file.set(option, given[option.replace("-", "_")])
    samples, d, error = ctypes.c_size_t(), ctypes.c_size_t(), _Error()
    _check(_lib.shf_simulation_file_shape(ctypes.byref(file.buffer), ctypes.byref(samples), ctypes.byref(d),
                                          ctypes.byref(error)), error)
    return {**given, "d": d.value}


def _network_text(*arrays):
    """The file of a network: of neurons with output weights a (m), overlaps with the target v (m or m x k), and C
    (m x m), or of groups, with their numbers of neurons (m) in front."""
    *sizes, a, v, C = (np.asarray(x, float) for x in arrays)
    v = v.reshape(len(v), -1)
    m, k = v.shape
    if any(x.shape != (m,) for x in (*sizes, a)) or C.shape != (m, m) or not 1 <= m <= 8 or not 1 <= k <= 3:
        raise ValueError(f"network: shapes of a, v, C are {a.shape}, {v.shape}, {C.shape}; must be (m,), (m, k), (m, m) "
                         "with m <= 8, k <= 3")
    return "".join(" ".join(map(_number_text, row)) + "\n" for row in np.column_stack([*sizes, a, v, C]))


TwoTime = collections.namedtuple("TwoTime", "t C_d C_o C_A Sigma_C W_d W_o W_A")
TwoTime.__doc__ = """Functions of two times at the nodes t of a run: correlations C_d, C_o, C_A, the memory Sigma_C, and the
weights of the responses, such that the integral of R_d(t_i, s) f(s) over s is the sum over l of W_d[i, l] f(t_l).
Of G > 1 groups C_d and W_d have one axis in front, the group, C_o and W_o two."""


def two_time(path):
    """The two-time functions in a file that `dmft --two-time` has written, as a TwoTime; read when they are used."""
    slices = np.load(path, mmap_mode="r")
    n = next((n for n in range(1, 9) if slices.ndim == 3 and slices.shape[0] == 4 + 2 * n + 2 * n * n), None)
    if n is None:
        raise ValueError(f"{path}: is not a file of two-time functions: its shape is {slices.shape}")
    if n == 1:
        return TwoTime(slices[0][:, 0], *slices[1:])
    half, end = n + n * n, slices.shape[1:]
    of_pairs = [(x[:n], x[n:].reshape(n, n, *end)) for x in (slices[1:1 + half], slices[3 + half:3 + 2 * half])]
    return TwoTime(slices[0][:, 0], *of_pairs[0], slices[1 + half], slices[2 + half], *of_pairs[1], slices[-1])


def _run_dmft(solver, sections, progress, keep=False, arrays=None):
    """shf_dmft_networks_solve; `keep` puts the two-time functions into memory, `arrays` is a network, "neurons" (a, v, C) or
    "groups" (n, a, v, C), by its parameter."""
    networks, control = sections[0], sections[-1]
    with tempfile.TemporaryDirectory(prefix="shallowflow-") as folder:
        for name in arrays or ():
            networks.set(name, os.path.join(folder, "network"))
            with open(os.path.join(folder, "network"), "w") as stream:
                stream.write(_network_text(*arrays[name]))
        if keep:
            control.set("two-time", os.path.join(folder, "kernels.npy"))
        path = next(p.default for p in control.parameters() if p.name == "two_time")
        result = _run_plain(solver, sections, progress)
        result.two_time = TwoTime(*map(np.array, two_time(path))) if keep else two_time(path) if path else None
        if keep:
            control.set("two-time", "")
            result.params["two_time"] = None
        for name in arrays or ():
            networks.set(name, "")
            result.params[name] = None
            result._no_save = "the network was given as arrays: give the name of a file to get a result that can be saved"
    return result


# ---- functions

_SOLVERS = {
    "hinge": (
        "Mean-field theory of a ReLU network trained with the linear hinge loss, at any level.",
        _Solver("hinge", "hinge_params hinge_request grid hinge_solver", symbol="shf_hinge_solve")),
    "node": (
        "Mean field of a single node for any activation, loss, label rule, data and initial law.",
        _Solver("node", "node_params node_request grid node_solver", symbol="shf_node_solve")),
    "simulate_hinge": (
        "Trains the network of hinge() and measures it.\n\n"
        "`data` may name a file, as on the command line.  With `clouds` and `satisfaction` the result has those tables as\n"
        "r.clouds and r.satisfaction.",
        _Solver("simulate hinge", "hinge_params simulation_params simulation_file simulation_request grid "
                "simulation_control", unrecorded=1, run=_run_simulate_hinge)),
    "simulate_node": (
        "Trains the network of node(), with any optimiser, and measures it.\n\n"
        "`data` may name a file, as on the command line.",
        _Solver("simulate node", "node_params node_training optimiser simulation_file grid node_training_control",
                unrecorded=1, run=_run_simulate_node)),
    "onset_hinge": (
        "When training starts to overfit, from the finite-size theory.",
        _Solver("onset hinge", "hinge_params onset_request onset_solver", run=_run_onset)),
    "map_hinge": (
        "Onsets of overfitting over a grid of two parameters.",
        _Solver("map hinge", "hinge_params onset_map onset_request onset_solver onset_map_control", (0, 2, 1, 3, 4), 1,
                "shf_onset_map_solve")),
    "online": (
        "Order parameters of one-pass SGD at finite step: student of K units, teacher of M.",
        _Solver("online", "online_params online_request online_grid", symbol="shf_online_solve")),
    "timescales": (
        "When a wide two-layer network learns each Hermite component of a target.",
        _Solver("timescales", "timescales_params timescales_request timescales_grid timescales_solver",
                symbol="shf_timescales_solve")),
    "scan_timescales": (
        "Learning times of wide two-layer networks against epsilon, with local slopes.",
        _Solver("scan timescales", "timescales_params timescales_scan_range timescales_solver",
                symbol="shf_timescales_scan")),
    "simulate_timescales": (
        "Trains the network of timescales() by stochastic or full-batch gradient descent.",
        _Solver("simulate timescales", "timescales_simulation_params timescales_training timescales_simulation_grid",
                symbol="shf_timescales_simulate")),
    "dmft": (
        "Features learnt and unlearnt by networks of finite width, by dynamical mean-field theory.\n\n"
        "m=[10, 50, 200] gives the curves of several widths side by side.  `neurons` is the name of a file, or arrays\n"
        "(a, v, C): output weights (m), overlaps with the target (m, or m x k for k directions), overlaps of the neurons\n"
        "(m x m); `groups` likewise, (n, a, v, C) with the number of neurons of each in front.  two_time=True keeps the functions of two times: r.two_time is a TwoTime.  The name of a file\n"
        "writes them there.",
        _Solver("dmft", "dmft_networks dmft_grid dmft_solver dmft_run_control", unrecorded=1,
                symbol="shf_dmft_networks_solve", run=_run_dmft)),
    "limit_dmft": (
        "Limits of dmft() for wide networks, and its exact solution.",
        _Solver("limit dmft", "dmft_limit dmft_params dmft_grid dmft_solver", (1, 0, 2, 3),
                symbol="shf_dmft_limit_solve")),
    "onset_dmft": (
        "When a network of finite width learns, overfits, unlearns and interpolates.",
        _Solver("onset dmft", "dmft_params dmft_events dmft_solver", symbol="shf_dmft_events_solve")),
    "threshold_dmft": (
        "From which output weights on gradient flow interpolates pure noise.",
        _Solver("threshold dmft", "dmft_threshold", symbol="shf_dmft_threshold_solve")),
    "simulate_dmft": (
        "Trains the network of dmft(), or its Gaussian surrogate, and measures it.",
        _Solver("simulate dmft", "dmft_params dmft_training dmft_grid dmft_control", unrecorded=1,
                symbol="shf_dmft_simulate")),
}


def _describe(parameter):
    """Two lines of a docstring."""
    default = parameter.default
    shown = "none" if default is None or np.ndim(default) and not len(default) else (
        ",".join(f"{x:.10g}" for x in np.ravel(default)) if np.ndim(default) or isinstance(default, float) else str(default))
    unit = f", in {parameter.unit}s" if parameter.unit == "step" else f", in {parameter.unit}" if parameter.unit else ""
    return (f"    {parameter.name} : {parameter.kind}, default {shown}, allowed {parameter.allowed}{unit}\n"
            f"        {parameter.help}\n")


def _function(name, summary, solver):
    """The Python function of a command, with signature and docstring."""
    parameters = [p for table in solver.tables for p in _Params(_table(table)).parameters()]

    def function(*, progress=None, **given):
        special = {}
        if name in ("simulate_hinge", "simulate_node"):
            given = _prepare_hinge_data(given)
        if name == "dmft" and given.get("two_time") is True:
            given, special["keep"] = {**given, "two_time": None}, True
        arrays = {key: given[key] for key in ("neurons", "groups") if isinstance(given.get(key), (tuple, list))}
        if name == "dmft" and arrays:
            given, special["arrays"] = {**given, **dict.fromkeys(arrays)}, arrays
        return solver.run(solver, solver.sections(given), progress, **special)

    kind = inspect.Parameter.KEYWORD_ONLY
    signature = [inspect.Parameter(p.name, kind, default=tuple(p.default) if p.kind == "list" else p.default)
                 for p in parameters]
    function.__signature__ = inspect.Signature([*signature, inspect.Parameter("progress", kind, default=None)])
    function.__name__ = function.__qualname__ = name
    function.__doc__ = (f"{summary}\n\nThe command `shallowflow {solver.command}`; returns a Result.\n\nParameters\n\n"
                        + "".join(map(_describe, parameters))
                        + "    progress : function, default None\n"
                        "        called with the finished fraction, about ten times a second; what it raises ends the "
                        "computation\n")
    function.parameters = {p.name: p for p in parameters}
    return function


for _name, _spec in _SOLVERS.items():
    globals()[_name] = _function(_name, *_spec)
    __all__.append(_name)

onset = onset_hinge  # as on the command line
__all__.append("onset")
