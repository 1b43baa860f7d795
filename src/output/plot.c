/* Plots: a gnuplot script with the data in it, and the picture that gnuplot draws from it. */
#include "output/plot.h"
#include "common/file.h"
#include "common/locale.h"
#include "common/report.h"
#include "output/gnuplot.h"
#include "output/tex.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* File names end so; a complete file of that kind has this text near its end. */
static const struct {
    const char *extension, *last;
} kinds[SHF_PLOT_KINDS] = {
    {".svg", "</svg>"}, {".pdf", "%%EOF"}, {".png", "IEND"}, {".tex", "\\end{document}"}, {".py", ""}};

shf_status shf_plot_kind_of(const char *path, shf_plot_kind *kind, shf_error *error)
{
    for (const unsigned char *c = (const unsigned char *)path; *c; c++)
        if (*c < ' ' || *c == 0x7f)
            return shf_fail(
                error, SHF_ERR_VALUE,
                "the name of a plot has the character number %d: control characters are not allowed in it",
                *c);
    size_t length = strlen(path);
    for (int k = 0; k < SHF_PLOT_KINDS; k++) {
        size_t own = strlen(kinds[k].extension);
        if (length > own && path[length - own - 1] != '/' &&
            strcasecmp(path + length - own, kinds[k].extension) == 0) {
            *kind = (shf_plot_kind)k;
            return SHF_OK;
        }
    }
    return shf_fail(error, SHF_ERR_VALUE, "%s: the name of a plot must end in .svg, .pdf, .png, .tex or .py",
                    path);
}

char *shf_plot_script_path(const char *path)
{
    char *script = strdup(path);
    char *dot = script ? strrchr(script, '.') : NULL;
    if (dot && strcasecmp(dot, ".py") != 0)
        memcpy(dot, ".gp", 4);
    return script;
}

shf_status shf_plot_check(const char *path, shf_error *error)
{
    shf_plot_kind kind = SHF_PLOT_SVG;
    shf_status status = shf_plot_kind_of(path, &kind, error);
    SHF_THEN(status, shf_outfile_check(path, error));
    if (status || kind == SHF_PLOT_PY)
        return status;
    char *script = shf_plot_script_path(path);
    status = script ? shf_outfile_check(script, error) : shf_no_memory(error);
    free(script);
    return status ? status : shf_gnuplot_check(error);
}

/* A plot in the making. */
typedef struct drawing {
    const char *path, *script_path;
    shf_plot_kind kind;
    void (*emit)(shf_emitter *e, const void *context);
    const void *context;
} drawing;

/* Gnuplot does not notice a full disk: the end of the file shows whether it is all there. */
static shf_status check_complete(const char *temporary, const drawing *d, shf_error *error)
{
    char end[64];
    size_t n = 0;
    FILE *stream = fopen(temporary, "rb");
    if (!stream)
        return shf_file_fail(error, d->path, errno);
    if (fseek(stream, -(long)sizeof end, SEEK_END) == 0)
        n = fread(end, 1, sizeof end, stream);
    (void)fclose(stream);
    const char *last = kinds[d->kind].last;
    if (memmem(end, n, last, strlen(last)))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_FILE, "%s: gnuplot left it incomplete; the disk may be full", d->path);
}

/* The picture is drawn into `picture`, an empty file that is open for writing. */
static shf_status draw(const drawing *d, const shf_outfile *script, shf_outfile *picture, shf_error *error)
{
    shf_status status = shf_gnuplot_run(script->temporary, picture->temporary, error);
    SHF_THEN(status, check_complete(picture->temporary, d, error));
    if (d->kind == SHF_PLOT_TEX)
        SHF_THEN(status, shf_tex_finish(picture, d->path, error));
    return status ? status : shf_outfile_finish(picture, d->path, error);
}

static shf_status write_script(const drawing *d, shf_outfile *file, shf_error *error)
{
    shf_emitter e = {file->stream, 0, d->kind == SHF_PLOT_TEX};
    shf_locale locale = shf_locale_enter();
    d->emit(&e, d->context);
    shf_locale_leave(locale);
    shf_status status = shf_emit_end(&e, d->script_path, error);
    return status ? status : shf_outfile_finish(file, d->script_path, error);
}

/* A script that is the picture itself. */
static shf_status make_script(const drawing *d, shf_error *error)
{
    shf_outfile script = {.stream = NULL};
    shf_status status = shf_outfile_open(&script, d->path, 0, error);
    SHF_THEN(status, write_script(d, &script, error));
    SHF_THEN(status, shf_outfile_publish(&script, d->path, error));
    shf_outfile_discard(&script);
    return status;
}

static shf_status make_both(const drawing *d, shf_error *error)
{
    shf_outfile script = {.stream = NULL}, picture = {.stream = NULL};
    shf_status status = shf_outfile_open(&script, d->script_path, 1, error);
    SHF_THEN(status, shf_outfile_open(&picture, d->path, 1, error));
    if (!status && !(script.temporary && picture.temporary))
        status = shf_fail(error, SHF_ERR_FILE, "%s: must be a regular file", d->path);
    SHF_THEN(status, write_script(d, &script, error));
    SHF_THEN(status, draw(d, &script, &picture, error));
    SHF_THEN(status, shf_outfile_publish(&script, d->script_path, error));
    if (!status) {
        status = shf_outfile_publish(&picture, d->path, error);
        if (status)
            (void)remove(d->script_path);
    }
    shf_outfile_discard(&script);
    shf_outfile_discard(&picture);
    return status;
}

shf_status shf_plot_draw(const char *path, void (*emit)(shf_emitter *e, const void *context),
                         const void *context, shf_error *error)
{
    drawing d = {path, NULL, SHF_PLOT_SVG, emit, context};
    shf_status status = shf_plot_kind_of(path, &d.kind, error);
    if (status)
        return status;
    char *script = shf_plot_script_path(path);
    d.script_path = script;
    status = !script                 ? shf_no_memory(error)
             : d.kind == SHF_PLOT_PY ? make_script(&d, error)
                                     : make_both(&d, error);
    free(script);
    return status;
}

static void emit_figure(shf_emitter *e, const void *context)
{
    const shf_figure *figure = context;
    if (figure->sheet.kind == SHF_PLOT_PY)
        shf_emit_python(e, figure);
    else
        shf_emit_script(e, figure);
}

shf_status shf_plot(const char *path, const shf_plot_picture *picture, const shf_provenance *provenance,
                    shf_error *error)
{
    shf_figure figure = {.path = path, .picture = picture, .provenance = provenance};
    shf_status status = shf_plot_kind_of(path, &figure.sheet.kind, error);
    SHF_THEN(status, shf_figure_prepare(&figure, error));
    SHF_THEN(status, shf_plot_draw(path, emit_figure, &figure, error));
    return status;
}
