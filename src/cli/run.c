/* From a command line to a written result. */
#include "cli/run.h"
#include "cli/brief.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "common/file.h"
#include "common/report.h"
#include "output/plot.h"
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what is to be written ---- */

/* Where the result goes and in which format. */
typedef struct target {
    const char *output; /* NULL is the standard output */
    const char *plot;   /* NULL is none */
    const char *panel;  /* of the plot; NULL is all */
    double width;       /* of the plot; 0 if none was given */
    int format;
    int report; /* show the report of the command */
} target;

#define EXTENSION(name, extension) extension,
static const char *const format_names[] = {SHF_FORMATS(EXTENSION)};
enum { N_FORMATS = sizeof format_names / sizeof format_names[0] };

/* FORMAT_NONE if it is no name of a format. */
static int format_named(const char *name)
{
    for (int k = 0; k < N_FORMATS; k++)
        if (strcmp(name, format_names[k]) == 0)
            return k;
    return FORMAT_NONE;
}

/* The format that the name of a file ends in, in any case; TSV if it has no ending or is a device. */
static shf_status format_of_path(const char *path, int *format, shf_error *error)
{
    const char *base = strrchr(path, '/'), *dot = strrchr(base ? base : path, '.');
    *format = SHF_FORMAT_TSV;
    if (!dot || !dot[1] || strncmp(path, "/dev/", 5) == 0)
        return SHF_OK;
    for (int k = 0; k < N_FORMATS; k++)
        if (strcasecmp(dot + 1, format_names[k]) == 0) {
            *format = k;
            return SHF_OK;
        }
    return shf_fail(error, SHF_ERR_TEXT,
                    "output = %s: must end in .tsv, .csv or .json; for another name --format says what it is",
                    path);
}

/* What --format says. */
static shf_status format_of_option(const char *name, const char *output, int *format, shf_error *error)
{
    *format = strcmp(name, "text") == 0 ? FORMAT_TEXT : format_named(name);
    if (*format == FORMAT_NONE)
        return shf_fail(error, SHF_ERR_TEXT, "format = %s: must be one of tsv|csv|json|text", name);
    if (*format == FORMAT_TEXT && output)
        return shf_fail(error, SHF_ERR_VALUE, "format = text: goes to the standard output only");
    return SHF_OK;
}

/* --format, then the name of --output, then `other`, then text where the command or the terminal wants it. */
static shf_status choose_format(const command *c, const options *o, const char *output, int other,
                                int *format, shf_error *error)
{
    if (o->format)
        return format_of_option(o->format, output, format, error);
    if (output && (other == FORMAT_NONE || strchr(output, '.')))
        return format_of_path(output, format, error);
    *format = other != FORMAT_NONE ? other : c->print || isatty(STDOUT_FILENO) ? FORMAT_TEXT : SHF_FORMAT_TSV;
    return SHF_OK;
}

/* Whether two paths lead to the same file, there already or not. */
static int same_file(const char *a, const char *b)
{
    struct stat one, other;
    if (strcmp(a, b) == 0)
        return 1;
    if (stat(a, &one) == 0 && stat(b, &other) == 0)
        return S_ISREG(one.st_mode) && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
    const char *base_a = strrchr(a, '/'), *base_b = strrchr(b, '/');
    if (strcmp(base_a ? base_a + 1 : a, base_b ? base_b + 1 : b) != 0)
        return 0;
    char folder_a[PATH_MAX], folder_b[PATH_MAX];
    (void)snprintf(folder_a, sizeof folder_a, "%.*s", base_a ? (int)(base_a - a) + 1 : 2, base_a ? a : "./");
    (void)snprintf(folder_b, sizeof folder_b, "%.*s", base_b ? (int)(base_b - b) + 1 : 2, base_b ? b : "./");
    return stat(folder_a, &one) == 0 && stat(folder_b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* What is written must not take the place of a file that a parameter names: a checkpoint, or data. */
static shf_status check_parameters(const settings *s, const char *path, shf_error *error)
{
    static const char *const formats[] = {"idx:", "npy:", "csv:"};
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++) {
            const shf_param *row = &s->section[k].table->row[j];
            if (row->kind != SHF_PARAM_text)
                continue;
            const char *text =
                *(char *const *)(const void *)((const char *)s->section[k].params + row->offset);
            for (size_t i = 0; text && i < sizeof formats / sizeof formats[0]; i++)
                if (strncmp(text, formats[i], 4) == 0)
                    text += 4;
            if (text && same_file(text, path))
                return shf_fail(error, SHF_ERR_VALUE, "%s: is the file of %s; the result needs another name",
                                path, row->name);
        }
    return SHF_OK;
}

/* The files of a plot must not be the result, and none of them a file that a parameter names. */
static shf_status check_distinct(const settings *s, const target *t, shf_error *error)
{
    shf_status status = t->output ? check_parameters(s, t->output, error) : SHF_OK;
    if (status || !t->plot)
        return status;
    char *script = shf_plot_script_path(t->plot);
    if (!script)
        return shf_no_memory(error);
    if (t->output && (same_file(t->output, t->plot) || same_file(t->output, script)))
        status =
            shf_fail(error, SHF_ERR_VALUE, "%s: the result and the plot need different names", t->output);
    SHF_THEN(status, check_parameters(s, t->plot, error));
    SHF_THEN(status, check_parameters(s, script, error));
    free(script);
    return status;
}

/* Finds out before a long computation whether its result can be written. */
static shf_status choose_target(const settings *s, const options *o, int other, target *t, shf_error *error)
{
    const command *c = s->command;
    *t = (target){o->output, o->plot, o->panel, o->width, SHF_FORMAT_TSV, o->report};
    if (t->output && strcmp(t->output, "-") == 0)
        t->output = NULL;
    shf_status status = choose_format(c, o, t->output, other, &t->format, error);
    if (!status && t->plot && !c->draw)
        status = shf_fail(error, SHF_ERR_VALUE, "--plot %s: this command has nothing to draw", t->plot);
    if (!status && !t->plot && (t->panel || t->width > 0))
        status = shf_fail(error, SHF_ERR_VALUE, "--%s: needs --plot FILE", t->panel ? "panel" : "width");
    if (!status && t->plot)
        status = shf_plot_check(t->plot, error);
    if (!status && t->output)
        status = shf_outfile_check(t->output, error);
    SHF_THEN(status, check_distinct(s, t, error));
    return status;
}

/* ---- writing ---- */

static shf_status write_stdout(const command *c, int format, const shf_provenance *provenance,
                               const shf_table *table, shf_error *error)
{
    shf_error inner = {SHF_OK, ""};
    if (format == FORMAT_TEXT) {
        if (provenance->incomplete)
            (void)printf("incomplete: the computation was interrupted\n\n");
        (c->print ? c->print : brief_print)(stdout, table);
        return SHF_OK;
    }
    shf_status status = shf_write(stdout, format, provenance, table, &inner);
    return status ? shf_fail(error, status, "standard output: %s", inner.message) : SHF_OK;
}

static shf_status draw(const settings *s, const target *t, const shf_provenance *provenance,
                       const shf_table *table, shf_error *error)
{
    picture p = {.input = s->input, .table = table};
    s->command->draw(&p);
    const shf_plot_picture shown = {p.panel, p.n, p.table, p.theory, t->width, t->panel};
    shf_status status = p.status ? shf_fail(error, p.status, "%s", p.error.message)
                                 : shf_plot(t->plot, &shown, provenance, error);
    picture_clear(&p);
    return status;
}

/* A plot that failed, and what is there nevertheless. */
static shf_status no_plot(const target *t, const shf_error *inner, shf_error *error)
{
    const char *kept = t->output ? t->output : t->report ? NULL : "the standard output";
    if (!kept)
        return shf_fail(error, inner->status, "%s; no plot and no script were made", inner->message);
    return shf_fail(error, inner->status, "%s; no plot and no script were made, the result is in %s",
                    inner->message, kept);
}

static shf_status write_all(const settings *s, const target *t, const shf_info *info, int incomplete,
                            const shf_table *table, shf_error *error)
{
    const command *c = s->command;
    shf_provenance provenance = {c->name, s->section, s->n - c->unrecorded, info, incomplete};
    shf_status status = SHF_OK;
    if (t->report && c->report)
        c->report(stdout, table);
    if (t->output)
        status = shf_write_file(t->output, t->format, &provenance, table, error);
    else if (!t->report)
        status = write_stdout(c, t->format, &provenance, table, error);
    if (status || !t->plot)
        return status;
    shf_error inner = {SHF_OK, ""};
    status = draw(s, t, &provenance, table, &inner);
    return status ? no_plot(t, &inner, error) : SHF_OK;
}

/* ---- computing ---- */

/* The notes that must not be overlooked. */
static void show_alarms(const shf_table *table, const char *name)
{
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (strncmp(shf_table_note(table, k), "warning: ", 9) == 0)
            complain(name, "%s", shf_table_note(table, k));
}

/* The grid of times of a result that is whole; NULL without one. */
static const shf_grid *grid_of(const settings *s)
{
    size_t k = 0;
    return settings_find(s, "grid", "points", &k) ? settings_params(s, k) : NULL;
}

static shf_status compute(const settings *s, int quiet, const char *name, shf_table **table, shf_info *info,
                          shf_error *error)
{
    progress bar;
    progress_catch_signals();
    shf_progress callback = progress_start(&bar, name, quiet);
    shf_status status = s->command->run(s->input, &callback, table, info, error);
    progress_end(&bar);
    if (*table && (!status || status == SHF_ERR_INTERRUPTED)) {
        shf_status noted = shf_table_remark(*table, info, status ? NULL : grid_of(s), error);
        status = noted ? noted : status;
    }
    return status;
}

/* What to do after an interruption, behind a semicolon; nothing for a command without checkpoints. */
static void how_to_go_on(const settings *s, char *text, size_t room)
{
    size_t k = 0;
    const shf_param *row = settings_find(s, NULL, "checkpoint", &k);
    char *path = row ? shf_params_get(row, settings_params(s, k)) : NULL;
    if (!row)
        (void)snprintf(text, room, "%s", "");
    else if (path && access(path, F_OK) == 0)
        (void)snprintf(text, room, "; the same command goes on from %.120s", path);
    else
        (void)snprintf(text, room,
                       "; with --checkpoint FILE the same command goes on where it was interrupted");
    free(path);
}

/* Writes what an interrupted computation has finished, and says so. */
static int rescue(const settings *s, const target *t, const shf_info *info, const shf_table *table,
                  const char *name)
{
    shf_error error = {SHF_OK, ""};
    char how[200];
    size_t rows = table ? shf_table_rows(table) : 0;
    how_to_go_on(s, how, sizeof how);
    if (!rows)
        complain(name, "interrupted before the first row; nothing is written%s", how);
    else if (write_all(s, t, info, 1, table, &error))
        return complain_status(name, &error);
    else
        complain(name, "interrupted; the %zu rows finished by then are written and marked incomplete%s", rows,
                 how);
    return FAILED;
}

/* The row of the largest size that was asked for, and its value; NULL if there is none. */
static const shf_param *largest_size(const settings *s, size_t *value)
{
    const shf_param *largest = NULL;
    *value = 0;
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++) {
            const shf_param *row = &s->section[k].table->row[j];
            const size_t *size =
                (const size_t *)(const void *)((const char *)s->section[k].params + row->offset);
            if (row->kind == SHF_PARAM_count && strcmp(row->name, "max-steps") != 0 && *size > *value) {
                largest = row;
                *value = *size;
            }
        }
    return largest;
}

/* Says which size may be too large where the library only knows that memory is exhausted. */
static int complain_failure(const settings *s, const char *name, const shf_error *error)
{
    size_t value = 0;
    const shf_param *row = error->status == SHF_ERR_MEMORY ? largest_size(s, &value) : NULL;
    if (!row || strcmp(error->message, shf_status_text(SHF_ERR_MEMORY)) != 0)
        return complain_status(name, error);
    complain(name, "%s; the largest size asked for is %s = %zu", error->message, row->name, value);
    return exit_code(error->status);
}

const char *const check_words[] = {"within tolerance", "out of tolerance", "nothing was compared"};

/* The outcome of a check, for people who do not look at the exit code. */
static void show_verdict(const command *c, const shf_table *table, const char *name)
{
    complain(name, "%s", check_words[c->out_of_tolerance(table)]);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (c->shows(shf_table_note(table, k)))
            complain(name, "%s", shf_table_note(table, k));
}

int run_computation(const settings *s, const options *o, int format, const char *name)
{
    shf_error error = {SHF_OK, ""};
    shf_info info = {.estimated_error = NAN};
    shf_table *table = NULL;
    target t;
    if (choose_target(s, o, format, &t, &error))
        return complain_status(name, &error);
    shf_status status = compute(s, o->quiet, name, &table, &info, &error);
    int code = DONE;
    if (status == SHF_ERR_INTERRUPTED)
        code = rescue(s, &t, &info, table, name);
    else if (status || write_all(s, &t, &info, 0, table, &error))
        code = complain_failure(s, name, &error);
    else if (!t.output)
        code = finish_output(name);
    if (code == DONE && s->command->out_of_tolerance && s->command->out_of_tolerance(table))
        code = OUT_OF_TOLERANCE;
    if ((code == DONE || code == OUT_OF_TOLERANCE) && s->command->shows && s->command->out_of_tolerance &&
        !o->quiet && !o->report)
        show_verdict(s->command, table, name);
    if (table && !o->quiet)
        show_alarms(table, name);
    shf_table_free(table);
    return code;
}

int run_written(const settings *s, const options *o, int format, const char *name, const shf_table *table,
                const shf_info *info)
{
    shf_error error = {SHF_OK, ""};
    target t;
    shf_status status = choose_target(s, o, format, &t, &error);
    SHF_THEN(status, write_all(s, &t, info, 0, table, &error));
    return status ? complain_status(name, &error) : t.output ? DONE : finish_output(name);
}

/* ---- the command line ---- */

/* Defaults < parameter files in their order < options. */
static shf_status fill(settings *s, const options *o, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t k = 0; k < o->n_config && !status; k++) {
        config c;
        status = config_read(&c, o->config[k], 0, error);
        SHF_THEN(status, config_apply(&c, s, error));
        config_clear(&c);
    }
    for (size_t k = 0; k < o->n_set && !status; k++)
        status = settings_set(s, NULL, o->set[k].name, o->set[k].value, error);
    return status;
}

shf_status run_read(settings *s, options *o, const command *self, int argc, char **argv, shf_error *error)
{
    *o = (options){.config = NULL};
    shf_status status = settings_init(s, self, error);
    SHF_THEN(status, options_read(o, s, argc, argv, error));
    return status || o->help ? status : fill(s, o, error);
}

int run_command(const command *self, int argc, char **argv)
{
    shf_error error = {SHF_OK, ""};
    settings s;
    options o;
    shf_status status = run_read(&s, &o, self, argc, argv, &error);
    int code = status   ? complain_status(self->name, &error)
               : o.help ? help_show(self)
                        : run_computation(&s, &o, FORMAT_NONE, self->name);
    options_clear(&o);
    settings_clear(&s);
    return code;
}
