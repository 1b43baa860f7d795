/* shallowflow figure as a user runs it: files, what is kept, what is refused, interruption. */
#include <signal.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

START_TEST(list)
{
    char *text = shf_run_ok(program(), "figure");
    ck_assert_ptr_nonnull(strstr(text, "hinge-1 "));
    ck_assert_ptr_nonnull(strstr(text, "\ndmft-33 "));
    free(text);
}
END_TEST

static void assert_holds(const char *path, const char *end)
{
    size_t n = 0;
    char *text = shf_read_file(path, &n);
    ck_assert_msg(memmem(text, n, end, strlen(end)) != NULL, "%s lacks %s", path, end);
    free(text);
}

static struct timespec changed(const char *path)
{
    struct stat s;
    ck_assert_int_eq(stat(path, &s), 0);
    return s.st_mtim;
}

/* Whether results of this program are trusted later: not while the tree that it was built from has changes.
 */
static int trusted(void)
{
    char *text = shf_run_ok(program(), "version");
    int clean = !strstr(text, "dirty");
    free(text);
    return clean;
}

START_TEST(files)
{
    shf_enter_folder();
    char *made = shf_run_ok(program(), "figure dmft-20,timescales-scaling,dmft-20 --quick --threads 2");
    ck_assert_str_eq(made, "figures/timescales-scaling.svg\nfigures/dmft-20.svg\n");
    free(made);
    assert_holds("figures/dmft-20.svg", "</svg>");
    assert_holds("figures/dmft-20.gp", "here . \"data/quiet-sqrt.tsv\" using");
    struct timespec before = changed("figures/data/quiet-sqrt.tsv");
    free(shf_run_ok(program(), "figure dmft-20 --picture pdf"));
    assert_holds("figures/dmft-20.pdf", "%%EOF");
    struct timespec after = changed("figures/data/quiet-sqrt.tsv");
    int kept = before.tv_sec == after.tv_sec && before.tv_nsec == after.tv_nsec;
    ck_assert_int_eq(kept, trusted());
    /* what another command line made, or was cut off, is made again */
    shf_write_text("figures/data/quiet-sqrt.tsv", "# shallowflow\n");
    free(shf_run_ok(program(), "figure dmft-20 --folder figures"));
    assert_holds("figures/data/quiet-sqrt.tsv", "# [dmft]");
}
END_TEST

/* A panel is a figure of its own, with its own name. */
START_TEST(panels)
{
    shf_enter_folder();
    char *made = shf_run_ok(program(), "figure timescales-scaling --panel b");
    ck_assert_str_eq(made, "figures/timescales-scalingb.svg\n");
    free(made);
    assert_holds("figures/timescales-scalingb.gp", "set ylabel \"d log t/d log ε\"");
    char *script = shf_read_file("figures/timescales-scalingb.gp", NULL);
    ck_assert_ptr_null(strstr(script, "time when half is learnt"));
    free(script);
    made = shf_run_ok(program(), "figure timescales-scalinga,dmft-20 --picture py");
    ck_assert_str_eq(made, "figures/dmft-20.py\nfigures/timescales-scalinga.py\n");
    free(made);
}
END_TEST

/* The command that the header of a dataset names makes the same file. */
START_TEST(data_can_be_made_again)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "figure dmft-20"));
    free(shf_run_ok(program(), "rerun figures/data/quiet-sqrt.tsv --output again.tsv"));
    shf_assert_same_files("figures/data/quiet-sqrt.tsv", "again.tsv");
}
END_TEST

START_TEST(refusals)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), "figure dmft-6", 2, "unknown figure dmft-6; did you mean dmft-");
    shf_assert_run_fails(program(), "figure dmft-2,nonsense", 2, "unknown figure nonsense");
    shf_assert_run_fails(program(), "figure ,", 2, "no figure is named");
    shf_assert_run_fails(program(), "figure dmft-20 --picture jpg", 2, "picture = jpg");
    shf_assert_run_fails(program(), "figure dmft-20,dmft-14 -o x.svg", 2,
                         "names 2 figures, and one can be written there");
    shf_assert_run_fails(program(), "figure dmft-20 -o x.gif", 2, "x.gif: the name of a plot must end in");
    shf_assert_run_fails(program(), "figure dmft-20 --width 1", 2,
                         "width = 1: must be one, two, or in [4, 100] (cm)");
    shf_assert_run_fails(program(), "figure dmft-20 --panel x", 2, "panel = x: must be a letter from a to ");
    shf_assert_run_fails(program(), "figure timescales-scaling --panel c", 2,
                         "panel = c: must be a letter from a to b (timescales-scaling)");
    shf_assert_run_fails(program(), "figure dmft-2 --panel 0", 2, "panel = 0: must be a letter from a to b");
    shf_assert_run_fails(program(), "figure dmft-20b", 2, "unknown figure dmft-20b; did you mean dmft-");
    shf_assert_run_fails(program(), "figure dmft-20 --threads 5000", 2, "threads = 5000");
    ck_assert_uint_eq(shf_count_files(), 0);
    shf_assert_run_fails(program(), "figure hinge-4 --digits nowhere", 1,
                         "digits = nowhere: must hold images-idx3-ubyte");
    free(shf_run_ok(program(), "figure timescales-scaling, --folder new/folder"));
    shf_write_text("file", "a file");
    shf_assert_run_fails(program(), "figure dmft-20 --folder file", 1, "file");
    shf_assert_run_fails(program(), "figure dmft-20 --folder file/x", 1, "Not a directory");
}
END_TEST

/* Data that cannot be written: its figures are not drawn, the others are. */
START_TEST(data_that_fail)
{
    shf_enter_folder();
    ck_assert_int_eq(mkdir("figures", 0777), 0);
    ck_assert_int_eq(mkdir("figures/data", 0777), 0);
    ck_assert_int_eq(mkdir("figures/data/quiet-sqrt.tsv", 0777), 0);
    shf_outcome o = shf_run(program(), "figure dmft-20,timescales-scaling");
    ck_assert_int_eq(o.code, 1);
    ck_assert_str_eq(o.out, "figures/timescales-scaling.svg\n");
    ck_assert_ptr_nonnull(
        strstr(o.err, "figure: dmft-20 is not drawn: data/quiet-sqrt.tsv was not computed\n"));
    ck_assert_int_ne(access("figures/dmft-20.svg", F_OK), 0);
    shf_outcome_free(&o);
}
END_TEST

/* Without the digits the figure is drawn, and says what it lacks. */
START_TEST(digits)
{
    shf_enter_folder();
    shf_outcome o = shf_run(program(), "figure hinge-4 --quick");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.err, "note: mnist/images-idx3-ubyte is not there"));
    shf_outcome_free(&o);
    char *script = shf_read_file("figures/hinge-4.gp", NULL);
    ck_assert_ptr_null(strstr(script, "data/hinge-digits.tsv\" using"));
    ck_assert_ptr_nonnull(strstr(script, "data/hinge-digits-theory.tsv\" using"));
    free(script);
}
END_TEST

/* An interruption is an exit code 1 and one line; the same command then ends well. */
START_TEST(interruption)
{
    shf_enter_folder();
    pid_t child = shf_start(program(), "figure hinge-perp --quick");
    shf_wait_for("figures/data");
    (void)nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    ck_assert_int_ne(access("figures/hinge-perp.svg", F_OK), 0);
    free(shf_run_ok(program(), "figure hinge-perp --quick"));
    assert_holds("figures/hinge-perp.svg", "</svg>");
    ck_assert_int_ne(access("figures/data/hinge-finite-run.quick.state", F_OK), 0);
}
END_TEST

SHF_TEST_MAIN("figures/program", list, files, panels, data_can_be_made_again, refusals, data_that_fail,
              digits, interruption)
