/* Makes the data of figures, each by its command in a process of its own, and draws them. */
#include "cli/figure_make.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/pool.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "common/file.h"
#include "common/report.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORDS_MAX = 64 };

/* ---- the command line of a dataset ---- */

/* Words of a command line; they point into `text`. */
typedef struct line {
    char *text;
    char *word[WORDS_MAX + 1];
    int n;
    const command *made_by;
    int skip; /* words that name the command */
} line;

/* "{digits}" stands for the folder of the digits. */
static char *with_digits(const char *text, const char *digits)
{
    static const char mark[] = "{digits}";
    const char *found = strstr(text, mark);
    char *out = NULL;
    if (!found)
        return strdup(text);
    return asprintf(&out, "%.*s%s%s", (int)(found - text), text, digits, found + sizeof mark - 1) < 0 ? NULL
                                                                                                      : out;
}

static int has_parameter(const command *c, const char *name)
{
    for (const command_section *k = c->sections; k && k->table; k++)
        if (shf_params_find(k->table, name))
            return 1;
    return 0;
}

/* Whether the command keeps a checkpoint; dmft with several m keeps none. */
static int keeps_checkpoint(const line *l)
{
    for (int k = 0; k + 1 < l->n; k++)
        if (strcmp(l->word[k], "--m") == 0 && strchr(l->word[k + 1], ','))
            return 0;
    return has_parameter(l->made_by, "checkpoint");
}

/* The command line of a dataset, with one thread, so that as many commands as processors can run. */
static shf_status make_line(line *l, const figure_order *order, const dataset *d, shf_error *error)
{
    char *text = NULL, *filled = with_digits(d->line, order->digits);
    *l = (line){.text = NULL};
    if (!filled || asprintf(&text, "%s %s", filled, order->quick && d->quick ? d->quick : "") < 0)
        text = NULL;
    free(filled);
    l->text = text;
    if (!text)
        return shf_no_memory(error);
    char *rest = text;
    for (char *word; (word = strsep(&rest, " "));)
        if (*word && l->n < WORDS_MAX - 2)
            l->word[l->n++] = word;
    l->made_by = command_find(l->n, l->word, &l->skip);
    static char option[] = "--threads", one[] = "1";
    if (l->made_by && has_parameter(l->made_by, option + 2)) {
        l->word[l->n++] = option;
        l->word[l->n++] = one;
    }
    return l->made_by ? SHF_OK
                      : shf_fail(error, SHF_ERR_VALUE, "data/%s.tsv: no such command: %s", d->name, d->line);
}

static char *path_of(const figure_order *order, const char *folder, const char *name, const char *extension)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s%s.%s", order->folder, folder, name, extension) < 0 ? NULL : path;
}

/* ---- what is there already ---- */

/* The header that the result will have, up to what is known before the computation; to be freed. */
static char *expected_header(line *l, size_t *size)
{
    settings s;
    options o;
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);
    if (!stream)
        return NULL;
    shf_error error;
    if (!run_read(&s, &o, l->made_by, l->n - l->skip, l->word + l->skip, &error)) {
        shf_emitter e = {stream, 0};
        shf_provenance provenance = {l->made_by->name, s.section, s.n - l->made_by->unrecorded, NULL, 0};
        shf_emit_identity(&e, &provenance);
    }
    options_clear(&o);
    settings_clear(&s);
    (void)fclose(stream);
    return text;
}

/* Whether a file is the complete result that this version would write: results of a changed tree ("-dirty")
 * are not trusted. */
static int is_made(line *l, const char *path)
{
    unsigned char *bytes = NULL;
    size_t size = 0, expected = 0;
    shf_error error;
    if (access(path, R_OK) != 0 || strstr(shf_version_full(), "dirty") ||
        shf_file_read(path, &bytes, &size, &error))
        return 0;
    char *header = expected_header(l, &expected);
    size_t names = strcspn((char *)bytes, "\n") + 1; /* they stand before the header */
    int same = header && expected && size > names + expected && memcmp(header, bytes + names, expected) == 0;
    free(header);
    free(bytes);
    return same;
}

/* ---- data ---- */

/* The datasets of all figures that are to be computed. */
typedef struct work {
    const figure_order *order;
    const dataset **data;
    size_t n;
    int *codes;
} work;

/* Simulations take longest: they are started first. */
static int is_simulation(const dataset *d)
{
    return strncmp(d->line, "simulate ", 9) == 0 || strncmp(d->line, "compare ", 8) == 0;
}

static int needed(const figure_order *order, const dataset *d)
{
    for (size_t k = 0; k < order->n; k++)
        if (figure_uses(order->figures[k], d))
            return 1;
    return 0;
}

/* Whether a dataset lacks the file that it needs; says so. */
static int lacks_file(const figure_order *order, const dataset *d, const char *name)
{
    char *path = NULL;
    if (!d->needs || asprintf(&path, "%s/%s", order->digits, d->needs) < 0)
        return 0;
    int lacks = access(path, R_OK) != 0;
    if (lacks && !order->digits_named)
        complain(name,
                 "note: %s is not there (tools/fetch-mnist fetches it): no data/%s.tsv, and its curves are "
                 "left out",
                 path, d->name);
    free(path);
    return lacks;
}

static shf_status add_if_missing(work *w, const dataset *d, shf_error *error)
{
    line l;
    char *path = path_of(w->order, "data/", d->name, "tsv");
    shf_status status = make_line(&l, w->order, d, error);
    if (!status && !path)
        status = shf_no_memory(error);
    if (!status && !is_made(&l, path))
        w->data[w->n++] = d;
    free(path);
    free(l.text);
    return status;
}

static shf_status plan(work *w, const char *name, shf_error *error)
{
    size_t total = figure_n_datasets;
    w->data = calloc(total + 1, sizeof(dataset *));
    w->codes = calloc(total + 1, sizeof(int));
    shf_status status = w->data && w->codes ? SHF_OK : shf_no_memory(error);
    for (int simulations = 1; simulations >= 0; simulations--)
        for (size_t k = 0; k < total && !status; k++) {
            const dataset *d = &figure_datasets[k];
            if (is_simulation(d) != simulations || !needed(w->order, d))
                continue;
            if (!lacks_file(w->order, d, name))
                status = add_if_missing(w, d, error);
            else if (w->order->digits_named)
                status =
                    shf_fail(error, SHF_ERR_FILE, "digits = %s: must hold %s", w->order->digits, d->needs);
        }
    return status;
}

/* In a process of its own: runs the command of dataset k.  A simulation keeps its state for the next time. */
static int compute(const void *context, size_t k)
{
    const work *w = context;
    line l;
    shf_error error = {SHF_OK, ""};
    char *path = path_of(w->order, "data/", w->data[k]->name, "tsv"),
         *state = path_of(w->order, "data/", w->data[k]->name, w->order->quick ? "quick.state" : "state");
    char *arguments[WORDS_MAX + 8];
    int n = 0;
    static char output[] = "--output", quiet[] = "--quiet", checkpoint[] = "--checkpoint";
    if (make_line(&l, w->order, w->data[k], &error) || !path || !state)
        return complain_status("figure", &error);
    for (int j = l.skip; j < l.n; j++)
        arguments[n++] = l.word[j];
    arguments[n++] = quiet;
    arguments[n++] = output;
    arguments[n++] = path;
    if (keeps_checkpoint(&l)) {
        arguments[n++] = checkpoint;
        arguments[n++] = state;
    }
    arguments[n] = NULL;
    int code = command_execute(l.made_by, n, arguments);
    free(l.text);
    free(path);
    free(state);
    return code == OUT_OF_TOLERANCE ? DONE : code;
}

/* ---- pictures ---- */

/* Whether all data of a figure was computed. */
static int complete(const work *w, const figure *f, const char *name)
{
    for (size_t k = 0; k < w->n; k++)
        if (w->codes[k] != DONE && figure_uses(f, w->data[k])) {
            complain(name, "%s is not drawn: data/%s.tsv was not computed", f->name, w->data[k]->name);
            return 0;
        }
    return 1;
}

/* Where a figure goes; to be freed. */
static char *path_of_figure(const figure_order *order, const figure *f)
{
    return order->output ? strdup(order->output) : path_of(order, "", f->name, order->extension);
}

static int draw_one(const figure_order *order, const figure *f, const char *name)
{
    shf_error error = {SHF_OK, ""};
    char *path = path_of_figure(order, f);
    shf_status status = path ? figure_draw(f, path, order->width, &error) : shf_no_memory(&error);
    if (!status) {
        (void)printf("%s\n", path);
        (void)fflush(stdout);
    }
    free(path);
    return status ? complain_status(name, &error) : DONE;
}

static int draw_all(const work *w, const char *name)
{
    int code = DONE;
    for (size_t k = 0; k < w->order->n; k++) {
        const figure *f = w->order->figures[k];
        int one = complete(w, f, name) ? draw_one(w->order, f, name) : FAILED;
        code = one == DONE ? code : one;
    }
    return code;
}

/* ---- the whole ---- */

/* With the folders above it. */
static shf_status make_folder(const char *path, shf_error *error)
{
    char *part = strdup(path);
    if (!part)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (char *slash = strchr(part + 1, '/'); slash && !status; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            status = shf_file_fail(error, part, errno);
        *slash = '/';
    }
    free(part);
    if (!status && mkdir(path, 0777) && errno != EEXIST)
        status = shf_file_fail(error, path, errno);
    return status;
}

static shf_status make_folders(const figure_order *order, shf_error *error)
{
    char *data = NULL;
    shf_status status = make_folder(order->folder, error);
    if (!status && asprintf(&data, "%s/data", order->folder) < 0)
        return shf_no_memory(error);
    SHF_THEN(status, make_folder(data, error));
    free(data);
    return status;
}

/* A name that plots can be drawn for; finds out that gnuplot is missing before hours of computing. */
static shf_status check_drawing(const figure_order *order, shf_error *error)
{
    char *path = path_of_figure(order, order->figures[0]);
    shf_status status = path ? shf_plot_check(path, error) : shf_no_memory(error);
    free(path);
    return status;
}

static shf_status compute_all(work *w, const char *name, shf_error *error)
{
    progress bar;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t at_once = w->order->threads ? w->order->threads : processors > 0 ? (size_t)processors : 1;
    progress_catch_signals();
    shf_progress callback = progress_start(&bar, name, w->order->quiet);
    shf_status status = pool_run(w->n, at_once, compute, w, w->codes, &callback, error);
    progress_end(&bar);
    return status;
}

int figure_make(const figure_order *order, const char *name)
{
    shf_error error = {SHF_OK, ""};
    work w = {.order = order};
    shf_status status = make_folders(order, &error);
    SHF_THEN(status, check_drawing(order, &error));
    SHF_THEN(status, plan(&w, name, &error));
    SHF_THEN(status, compute_all(&w, name, &error));
    int code;
    if (status == SHF_ERR_INTERRUPTED) {
        complain(name,
                 "interrupted; what is finished stays in %s/data, and the same command goes on from there",
                 order->folder);
        code = FAILED;
    } else
        code = status ? complain_status(name, &error) : draw_all(&w, name);
    free(w.data);
    free(w.codes);
    return code;
}
