/* Ensembles of other seeds are merged into what one command computes. */
#include <support/process.h>
#include <support/test.h>
#include <unistd.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

#define NODE "simulate node --d 5 --M 6 --N 40 --eta 3 --test-size 20 --times 0,3,6 --threads 1"
#define HINGE "simulate hinge --d 5 --M 6 --N 40 --eta 3 --test-size 20 --times 0,3,6 --threads 1 --nodes 1"

/* All numbers of two results, which agree to rounding: sums of squares in another order lose half the digits
 * where all runs agree, so that zeros are within 1e-7. */
static void assert_same_numbers(const char *one, const char *other)
{
    char *a = shf_read_file(one, NULL), *b = shf_read_file(other, NULL);
    char *x = (char *)shf_rows_of(a), *y = (char *)shf_rows_of(b);
    size_t n = 0;
    while (*x) {
        char *x_end, *y_end;
        double p = strtod(x, &x_end), q = strtod(y, &y_end);
        ck_assert(x_end != x && y_end != y);
        shf_assert_close(p, q, 1e-9, 1e-7);
        for (x = x_end, y = y_end; *x == '\t' || *x == '\n'; x++)
            y++;
        n++;
    }
    ck_assert_uint_gt(n, 30);
    free(a);
    free(b);
}

static void make(const char *command, const char *options)
{
    char line[400];
    (void)snprintf(line, sizeof line, "%s %s", command, options);
    free(shf_run_ok(program(), line));
}

START_TEST(parts_make_the_whole)
{
    static const char *const commands[] = {NODE, HINGE};
    shf_enter_folder();
    for (size_t k = 0; k < 2; k++) {
        make(commands[k], "--seed 3 --runs 7 -o whole.tsv");
        make(commands[k], "--seed 3 --runs 3 -o a.tsv");
        make(commands[k], "--seed 6 --runs 1 -o b.tsv");
        make(commands[k], "--seed 7 --runs 3 -o c.tsv");
        free(shf_run_ok(program(), "merge c.tsv a.tsv b.tsv -o merged.tsv"));
        assert_same_numbers("whole.tsv", "merged.tsv");
        free(shf_run_ok(program(), "rerun merged.tsv -o again.tsv"));
        shf_assert_same_files("whole.tsv", "again.tsv");
    }
}
END_TEST

START_TEST(what_does_not_fit)
{
    static const struct {
        const char *files, *part;
    } cases[] = {
        {"a.tsv", "needs the names of two results at least"},
        {"a.tsv a.tsv", "seed 1: is in a.tsv and in a.tsv"},
        {"a.tsv gap.tsv", "seeds 3 to 4 are missing between a.tsv and gap.tsv"},
        {"a.tsv other.tsv", "other.tsv: eta differs from that of a.tsv"},
        {"a.tsv hinge.tsv", "hinge.tsv: was made by simulate hinge, a.tsv by simulate node"},
        {"a.tsv scales.tsv", "the networks of simulate timescales are not independent"},
        {"a.tsv theory.tsv", "theory.tsv: is no result of a simulation"},
        {"a.tsv b.csv", "b.csv: merge reads results in TSV"},
        {"a.tsv nothing.tsv", "nothing.tsv"},
    };
    shf_enter_folder();
    make(NODE, "--seed 1 --runs 2 -o a.tsv");
    make(NODE, "--seed 5 --runs 2 -o gap.tsv");
    make(NODE, "--seed 3 --runs 2 --eta 4 -o other.tsv");
    make(NODE, "--seed 3 --runs 2 -o b.csv");
    make(HINGE, "--seed 3 --runs 2 -o hinge.tsv");
    make("simulate timescales",
         "--points 2 --epsilon 1 --m 2 --d 2 --t-max 1e-3 --test-size 100 -o scales.tsv");
    make("hinge", "--points 4 -o theory.tsv");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char line[200];
        (void)snprintf(line, sizeof line, "merge %s -o merged.tsv", cases[k].files);
        shf_outcome r = shf_run(program(), line);
        ck_assert_msg(r.code > 0 && strstr(r.err, cases[k].part), "%s: %d, %s", line, r.code, r.err);
        ck_assert_int_ne(access("merged.tsv", F_OK), 0);
        shf_outcome_free(&r);
    }
}
END_TEST

SHF_TEST_MAIN("cli/merge", parts_make_the_whole, what_does_not_fit)
