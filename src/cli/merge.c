/* shallowflow merge: ensembles of the same parameters and other seeds become one. */
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/merge_table.h"
#include "cli/message.h"
#include "cli/run.h"
#include "common/report.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A file with what it says. */
typedef struct piece {
    settings s;
    merge_part part;
    char *method;
    uint64_t seed;
} piece;

/* ---- reading ---- */

/* The member of a parameter that counts or seeds runs; NULL if the command has none: each run with its own
 * network and samples. */
static void *member(const settings *s, const char *name)
{
    static const char *const titles[] = {"simulation", "training"};
    for (size_t k = 0; k < LENGTH(titles); k++) {
        size_t section = 0;
        const shf_param *row = settings_find(s, titles[k], name, &section);
        if (row)
            return (char *)settings_params(s, section) + row->offset;
    }
    return NULL;
}

static shf_status take_settings(piece *p, const config *c, shf_error *error)
{
    const command *made_by = c->kind == CONFIG_RESULT ? command_named(c->command) : NULL;
    if (!made_by || strncmp(made_by->name, "simulate ", 9) != 0)
        return shf_fail(error, SHF_ERR_TEXT, "%s: is no result of a simulation", c->path);
    if (c->format != SHF_FORMAT_TSV)
        return shf_fail(error, SHF_ERR_TEXT, "%s: merge reads results in TSV; rerun it with --format tsv",
                        c->path);
    shf_status status = settings_init(&p->s, made_by, error);
    SHF_THEN(status, config_apply(c, &p->s, error));
    SHF_THEN(status, config_complete(c, &p->s, error));
    if (status)
        return status;
    if (!member(&p->s, "seed") || !member(&p->s, "runs"))
        return shf_fail(error, SHF_ERR_VALUE, "%s: the networks of %s are not independent from seed to seed",
                        c->path, made_by->name);
    p->seed = *(const uint64_t *)member(&p->s, "seed");
    p->part.runs = *(const size_t *)member(&p->s, "runs");
    return SHF_OK;
}

static shf_status read_piece(piece *p, const char *path, shf_error *error)
{
    config c = {.path = NULL};
    p->part.path = path;
    shf_status status = config_read(&c, path, 1, error);
    SHF_THEN(status, take_settings(p, &c, error));
    SHF_THEN(status, merge_read(path, &p->part.table, &p->method, error));
    config_clear(&c);
    return status;
}

/* ---- checks ---- */

/* Whether a parameter is the same in both, or one of those that may differ. */
static int same_parameter(const shf_param *row, const void *a, const void *b)
{
    if (strcmp(row->name, "seed") == 0 || strcmp(row->name, "runs") == 0)
        return 1;
    char *one = shf_params_get(row, a), *other = shf_params_get(row, b);
    int same = one && other ? strcmp(one, other) == 0 : one == other;
    free(one);
    free(other);
    return same;
}

static shf_status check_parameters(const piece *a, const piece *b, shf_error *error)
{
    if (a->s.command != b->s.command)
        return shf_fail(error, SHF_ERR_VALUE, "%s: was made by %s, %s by %s", b->part.path,
                        b->s.command->name, a->part.path, a->s.command->name);
    for (size_t k = 0; k + a->s.command->unrecorded < a->s.n; k++)
        for (size_t j = 0; j < a->s.section[k].table->n_rows; j++) {
            const shf_param *row = &a->s.section[k].table->row[j];
            if (!same_parameter(row, a->s.section[k].params, b->s.section[k].params))
                return shf_fail(error, SHF_ERR_VALUE, "%s: %s differs from that of %s", b->part.path,
                                row->name, a->part.path);
        }
    return SHF_OK;
}

static int by_seed(const void *a, const void *b)
{
    uint64_t one = ((const piece *)a)->seed, other = ((const piece *)b)->seed;
    return (one > other) - (one < other);
}

/* Seeds follow each other: then the merged result is that of one command, and rerun makes it again. */
static shf_status check_seeds(const piece *a, const piece *b, shf_error *error)
{
    uint64_t next = a->seed + a->part.runs;
    if (b->seed < next)
        return shf_fail(error, SHF_ERR_VALUE, "seed %" PRIu64 ": is in %s and in %s", b->seed, a->part.path,
                        b->part.path);
    if (b->seed > next)
        return shf_fail(error, SHF_ERR_VALUE,
                        "seeds %" PRIu64 " to %" PRIu64
                        " are missing between %s and %s: a merged result is that of "
                        "one command",
                        next, b->seed - 1, a->part.path, b->part.path);
    return SHF_OK;
}

/* ---- all of it ---- */

static shf_status merge(piece *p, size_t n, shf_table **table, shf_error *error)
{
    merge_part *part = malloc(n * sizeof *part);
    if (!part)
        return shf_no_memory(error);
    qsort(p, n, sizeof *p, by_seed);
    shf_status status = SHF_OK;
    size_t runs = 0;
    for (size_t k = 0; k < n; k++) {
        if (k)
            SHF_THEN(status, check_parameters(&p[0], &p[k], error));
        if (k)
            SHF_THEN(status, check_seeds(&p[k - 1], &p[k], error));
        part[k] = p[k].part;
        runs += part[k].runs;
    }
    SHF_THEN(status, merge_tables(part, n, table, error));
    if (!status)
        *(size_t *)member(&p[0].s, "runs") = runs;
    free(part);
    return status;
}

static int merge_files(const command *self, const options *o)
{
    shf_error error = {SHF_OK, ""};
    shf_table *table = NULL;
    piece *p = calloc(o->n_positional, sizeof *p);
    shf_status status = p ? SHF_OK : shf_no_memory(&error);
    for (size_t k = 0; k < o->n_positional && !status; k++)
        status = read_piece(&p[k], o->positionals[k], &error);
    SHF_THEN(status, merge(p, o->n_positional, &table, &error));
    int code = status ? complain_status(self->name, &error) : DONE;
    if (!status) {
        const shf_info info = {.estimated_error = NAN, .method = p[0].method};
        code = run_written(&p[0].s, o, SHF_FORMAT_TSV, self->name, table, &info);
    }
    for (size_t k = 0; p && k < o->n_positional; k++) {
        settings_clear(&p[k].s);
        shf_table_free(p[k].part.table);
        free(p[k].method);
    }
    free(p);
    shf_table_free(table);
    return code;
}

static int call(const command *self, int argc, char **argv)
{
    shf_error error = {SHF_OK, ""};
    settings none = {.command = self};
    options o;
    shf_status status = options_read(&o, &none, argc, argv, &error);
    if (!status && !o.help && o.n_positional < 2)
        status = shf_fail(&error, SHF_ERR_TEXT, "needs the names of two results at least");
    int code = status   ? complain_status(self->name, &error)
               : o.help ? help_show(self)
                        : merge_files(self, &o);
    options_clear(&o);
    return code;
}

const command merge_command = {
    .name = "merge",
    .answers = FILES,
    .summary = "merge ensembles of other seeds into one",
    .arguments = "FILE...",
    .description = PARAGRAPHS(
        "Merges results of one of the commands simulate hinge, simulate node, simulate dmft that differ in seed "
        "and runs only into one: means over all runs, with their standard errors, from those of the parts.  The "
        "seeds must follow each other (run k of a result has seed + k), in files of any order: then the result is, "
        "to rounding, that of one command, and shallowflow rerun makes it again.",
        "Columns that are no means, such as the paths of --nodes, are those of the first run.  The files are "
        "results in TSV."),
    .examples = EXAMPLES({"shallowflow merge part1.tsv part2.tsv part3.tsv --output whole.tsv",
                          "of --seed 1, --seed 11 and --seed 21 with --runs 10 each"}),
    .call = call,
    .writes = 1,
    .several = 1,
};
