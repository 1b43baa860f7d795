/* Files that cannot be read or written, for every command: each run ends with a line that names the file, and
 * leaves nothing behind. */
#include <cli/settings.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must be the path of the program");
    return path;
}

/* Names of which none can become a file, and what the system says about them. */
static const struct {
    const char *name, *complaint;
} unwritable[] = {{"missing/x.tsv", "No such file or directory"},
                  {"folder", "Is a directory"},
                  {"folder/", "Is a directory"},
                  {"plain/x.tsv", "Not a directory"},
                  {"locked/x.tsv", "Permission denied"}};
static const char *const unreadable[] = {"missing.ini", "folder", "plain/x.ini", "/dev/null"};
enum { N_UNWRITABLE = sizeof unwritable / sizeof unwritable[0] };

/* A folder with the above in it. */
static void enter(void)
{
    shf_enter_folder();
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    ck_assert_int_eq(mkdir("locked", 0555), 0);
    shf_write_text("plain", "not a folder\n");
}

/* The command with its smallest run and further words: "%s" in them is a file. */
static char *line_of(const command *c, const char *words, const char *file)
{
    static char line[2000];
    (void)snprintf(line, sizeof line, "%s %s %s %s", c->name, c->sample ? c->sample : "", words, file);
    return line;
}

/* Asserts that the run fails with one line that has both parts, prints no result, and makes no file. */
static void assert_refused(const char *line, const char *file, const char *complaint)
{
    size_t before = shf_count_files();
    shf_outcome o = shf_run(program(), line);
    const char *end = strchr(o.err, '\n');
    ck_assert_msg(o.code == 1 || o.code == 2, "%s: exit %d, signal %d: %s", line, o.code, o.signal, o.err);
    ck_assert_msg(strncmp(o.err, "shallowflow: ", 13) == 0 && end && !end[1], "%s: not one line: %s", line,
                  o.err);
    ck_assert_msg(strstr(o.err, file) && strstr(o.err, complaint), "%s: \"%s\" must hold \"%s\" and \"%s\"",
                  line, o.err, file, complaint);
    ck_assert_msg(!*o.out, "%s: printed %.80s", line, o.out);
    ck_assert_msg(shf_count_files() == before, "%s: left a file behind", line);
    shf_outcome_free(&o);
}

START_TEST(results_that_cannot_be_written)
{
    enter();
    for (const command *const *c = command_list; *c; c++)
        for (size_t k = 0; (*c)->run && k < N_UNWRITABLE - (geteuid() == 0); k++)
            assert_refused(line_of(*c, "--output", unwritable[k].name), unwritable[k].name,
                           unwritable[k].complaint);
}

static void assert_full(const char *line)
{
    shf_outcome o = shf_run_to(program(), line, "/dev/full");
    ck_assert_msg(o.code == 1, "%s > /dev/full: exit %d: %s", line, o.code, o.err);
    ck_assert_msg(strstr(o.err, "No space left on device") != NULL, "%s > /dev/full: %s", line, o.err);
    shf_outcome_free(&o);
}

START_TEST(full_disks)
{
    enter();
    for (const command *const *c = command_list; *c; c++)
        if ((*c)->run) {
            assert_refused(line_of(*c, "--quiet --output", "/dev/full"), "/dev/full",
                           "No space left on device");
            assert_full(line_of(*c, "--quiet --format", "tsv"));
        }
    assert_full("help");
    assert_full("help dmft");
    assert_full("man");
    assert_full("version");
    assert_full("completion bash");
}

START_TEST(parameter_files_that_cannot_be_read)
{
    enter();
    for (const command *const *c = command_list; *c; c++)
        for (size_t k = 0; k < sizeof unreadable / sizeof unreadable[0]; k++)
            if ((*c)->run)
                assert_refused(line_of(*c, "--config", unreadable[k]), unreadable[k], "");
            else if (strcmp((*c)->name, "rerun") == 0)
                assert_refused(line_of(*c, "--quiet", unreadable[k]), unreadable[k], "");
}

/* Every parameter that names a file. */
START_TEST(files_of_parameters)
{
    enter();
    size_t n = 0;
    for (const command *const *c = command_list; *c; c++) {
        settings s;
        shf_error error;
        if (!(*c)->run)
            continue;
        shf_assert_ok(settings_init(&s, *c, &error), error);
        for (size_t k = 0; k < s.n; k++)
            for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
                const shf_param *row = &s.section[k].table->row[j];
                char words[200];
                if (row->kind != SHF_PARAM_text || !strstr(row->allowed, "FILE") ||
                    strcmp(row->name, "labels-file") == 0 ||
                    strcmp(row->name, "teacher-file") == 0) /* need a data file that is good */
                    continue;
                for (size_t i = 0; i < 3; i++) {
                    const char *name = unwritable[i].name;
                    char value[100];
                    (void)snprintf(words, sizeof words, "--%s", row->name);
                    (void)snprintf(value, sizeof value, "%s%s", strchr(row->allowed, ':') ? "csv:" : "",
                                   name);
                    assert_refused(line_of(*c, words, value), name, "");
                    n++;
                }
            }
        settings_clear(&s);
    }
    ck_assert_uint_gt(n, 8);
}

/* The result must not take the place of a file that a parameter names. */
START_TEST(one_name_for_two_files)
{
    enter();
    shf_write_text("x.svg", "");
    assert_refused("dmft --points 2 --t-max 1 --two-time same.npy --format tsv --output same.npy", "same.npy",
                   "two-time");
    assert_refused("dmft --points 2 --t-max 1 --checkpoint same --output ./same", "same", "checkpoint");
    assert_refused("dmft --points 2 --t-max 1 --checkpoint x.svg --plot x.svg", "x.svg", "checkpoint");
    assert_refused("dmft --points 2 --t-max 1 --checkpoint y.gp --plot y.svg", "y.gp", "checkpoint");
    shf_write_text("data.csv", "1,2,1\n2,3,0\n3,4,1\n-1,2,0\n2,-2,1\n0,3,0\n");
    ck_assert_int_eq(link("data.csv", "other.csv"), 0);
    assert_refused("simulate hinge --data csv:data.csv --N 3 --test-size 2 --d 2 --output data.csv",
                   "data.csv", "data-file");
    assert_refused("simulate hinge --data csv:data.csv --N 3 --test-size 2 --d 2 --output other.csv",
                   "other.csv", "data-file");
}

SHF_TEST_MAIN("robustness/bad_files", results_that_cannot_be_written, full_disks,
              parameter_files_that_cannot_be_read, files_of_parameters, one_name_for_two_files)
