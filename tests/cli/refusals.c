/* The installed program refuses bad input: one line, the exit code, no output and no file. */
#include <support/process.h>
#include <support/test.h>

/* The program, from the environment that meson sets. */
static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

typedef struct refusal {
    const char *line;
    int code;
    const char *part;
} refusal;

static void assert_refused(const refusal *cases, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        shf_enter_folder();
        shf_assert_run_fails(program(), cases[k].line, cases[k].code, cases[k].part);
        ck_assert_msg(shf_count_files() == 0, "%s left a file", cases[k].line);
    }
}

static const refusal of_values[] = {
    {"hinge --bogus 1", 2, "hinge: unknown option --bogus"},
    {"hinge --detla 0.1", 2, "unknown option --detla; did you mean --delta?"},
    {"hinge --seeds 3", 2, "unknown option --seeds; did you mean --seed?"},
    {"hinge --d nan", 2, "hinge: d = nan: must lie in [1, 1e9]"},
    {"hinge --alpha nan", 2, "alpha = nan: must lie in"},
    {"hinge --eta inf", 2, "eta = inf: must lie in"},
    {"hinge --h -inf", 2, "h = -inf: must lie in"},
    {"hinge --delta 0.6", 2, "shallowflow: hinge: delta = 0.6: must lie in [0, 0.5)"},
    {"hinge --delta=0.5", 2, "delta = 0.5: must lie in [0, 0.5)"},
    {"hinge --d 0", 2, "d = 0: must lie in [1, 1e9]"},
    {"hinge --d 2.5", 2, "d = 2.5: must be a whole number"},
    {"hinge --d ten", 2, "d = ten: must be a number"},
    {"hinge --d 1e400", 2, "d = inf: must lie in"},
    {"hinge --M -1", 2, "M = -1: must lie in [1, 1e9]"},
    {"hinge --t-max 0", 2, "t-max = 0: must lie in"},
    {"hinge --t-min 500", 2, "t-min = 500: must lie below t-max = 400"},
    {"hinge --points 1e12", 2, "points = 1e+12: must lie in [2, 1e7]"},
    {"hinge --times 1,3,2", 2, "must increase"},
    {"hinge --times 1,,2", 2, "times = 1,,2: must be numbers"},
    {"hinge --data cube", 2, "data = cube: must be one of"},
    {"hinge --data sphere:-1", 2, "data = sphere:-1"},
    {"hinge --data student", 2, "data = student"},
    {"hinge --sigma-a 0 --sigma-w 0", 2, "hinge: sigma"},
    {"hinge --seed -1", 2, "seed = -1: must be a whole number"},
    {"hinge --d", 2, "--d needs a value"},
    {"hinge stray", 2, "unexpected argument stray"},
    {"hinge --satisfaction 0.3,1,0.3", 2, "satisfaction = ...,0.3,...: is given twice"},
    {"node --projections 1,1", 2, "projections = ...,1,...: is given twice"},
    {"dmft --times 1e-160", 2, "dmft: times: t = 1e-160: must be 0 or at least 1e-100"},
    {"dmft --times 0,1e-200,1", 2, "times: t = 1e-200: must be 0 or at least 1e-100"},
    {"limit dmft --limit sqrt-m --target none --times 1e-150", 2, "must be 0 or at least 1e-100"},
};

static const refusal of_files[] = {
    {"hinge --points 2 --output x.xyz", 2, "output = x.xyz: must end in .tsv, .csv or .json"},
    {"hinge --points 2 --output a.csv.gz", 2, "output = a.csv.gz: must end in"},
    {"hinge --points 2 --output b.npy", 2, "output = b.npy: must end in"},
    {"hinge --format text --output x", 2, "format = text: goes to the standard output only"},
    {"hinge --format xml", 2, "format = xml: must be one of tsv|csv|json|text"},
    {"hinge --config missing.ini", 1, "missing.ini: No such file or directory"},
    {"hinge --config .", 1, ".: Is a directory"},
    {"hinge --config /dev/null", 2, "/dev/null: the file is empty"},
    {"hinge --config /proc/self/mem", 1, "/proc/self/mem: Input/output error"},
    {"hinge --output missing/x.tsv", 1, "missing/x.tsv: No such file or directory"},
    {"hinge --output .", 1, ".: Is a directory"},
    {"hinge --output /dev/full", 1, "/dev/full: No space left on device"},
    {"hinge --plot missing/x.svg", 1, "missing/x.svg: No such file or directory"},
    {"hinge --plot x.gif", 2, "x.gif: the name of a plot must end in .svg, .pdf, .png, .tex or .py"},
    {"hinge --plot x.svg --output x.gp --format tsv", 2,
     "x.gp: the result and the plot need different names"},
    {"hinge --output x.svg --plot x.svg --format tsv", 2,
     "x.svg: the result and the plot need different names"},
    {"rerun", 2, "rerun: needs the name of a result file"},
    {"rerun missing.tsv", 1, "missing.tsv: No such file or directory"},
    {"rerun .", 1, ".: Is a directory"},
    {"rerun /dev/null", 2, "/dev/null: the file is empty"},
    {"rerun a b", 2, "unexpected argument b"},
    {"rerun --config x", 2, "unknown option --config"},
};

static const refusal of_words[] = {
    {"version now", 2, "unexpected argument now"},
    {"completion", 2, "needs the name of a shell"},
    {"completion tcsh", 2, "tcsh: must be one of bash|zsh|fish"},
    {"help nothing", 2, "unknown command nothing"},
    {"hing", 2, "unknown command hing; did you mean hinge?"},
    {"--bogus", 2, "unknown command --bogus"},
    {"simulate hing", 2, "unknown command simulate hing; did you mean simulate hinge?"},
    {"simulate everything", 2, "unknown command simulate everything; shallowflow simulate --help lists"},
    {"help simulate everything", 2, "unknown command simulate everything"},
};

START_TEST(values)
{
    assert_refused(of_values, sizeof of_values / sizeof *of_values);
}

START_TEST(files)
{
    assert_refused(of_files, sizeof of_files / sizeof *of_files);
}

START_TEST(words)
{
    assert_refused(of_words, sizeof of_words / sizeof *of_words);
}

SHF_TEST_MAIN("cli/refusals", values, files, words)
