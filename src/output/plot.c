/* Plots: a gnuplot script with the data in it, and the picture that gnuplot draws from it. */
#include "output/plot.h"
#include "common/file.h"
#include "common/locale.h"
#include "common/report.h"
#include "output/gnuplot.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* File names end so; a complete file of that kind has this text near its end. */
static const struct {
    const char *extension, *last;
} kinds[SHF_PLOT_KINDS] = {{".svg", "</svg>"}, {".pdf", "%%EOF"}, {".png", "IEND"}};

static shf_status plot_kind(const char *path, shf_plot_kind *kind, shf_error *error)
{
    size_t length = strlen(path);
    for (int k = 0; k < SHF_PLOT_KINDS; k++)
        if (length > 4 && path[length - 5] != '/' && strcasecmp(path + length - 4, kinds[k].extension) == 0) {
            *kind = (shf_plot_kind)k;
            return SHF_OK;
        }
    return shf_fail(error, SHF_ERR_VALUE, "%s: the name of a plot must end in .svg, .pdf or .png", path);
}

char *shf_plot_script_path(const char *path)
{
    char *script = strdup(path);
    if (script)
        memcpy(script + strlen(script) - 4, ".gp", 4);
    return script;
}

shf_status shf_plot_check(const char *path, shf_error *error)
{
    shf_plot_kind kind = SHF_PLOT_SVG;
    shf_status status = plot_kind(path, &kind, error);
    if (!status)
        status = shf_outfile_check(path, error);
    char *script = status ? NULL : shf_plot_script_path(path);
    if (!status)
        status = script ? shf_outfile_check(script, error) : shf_no_memory(error);
    free(script);
    return status ? status : shf_gnuplot_check(error);
}

/* Gnuplot does not notice a full disk: the end of the file shows whether it is all there. */
static shf_status check_complete(const char *temporary, const shf_figure *figure, shf_error *error)
{
    char end[64];
    size_t n = 0;
    FILE *stream = fopen(temporary, "rb");
    if (!stream)
        return shf_file_fail(error, figure->path, errno);
    if (fseek(stream, -(long)sizeof end, SEEK_END) == 0)
        n = fread(end, 1, sizeof end, stream);
    (void)fclose(stream);
    const char *last = kinds[figure->kind].last;
    if (memmem(end, n, last, strlen(last)))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_FILE, "%s: gnuplot left it incomplete; the disk may be full",
                    figure->path);
}

/* The picture is drawn into `picture`, an empty file that is open for writing. */
static shf_status draw(const shf_figure *figure, const shf_outfile *script, shf_outfile *picture,
                       shf_error *error)
{
    shf_status status = shf_gnuplot_run(script->temporary, picture->temporary, error);
    if (!status)
        status = check_complete(picture->temporary, figure, error);
    return status ? status : shf_outfile_finish(picture, figure->path, error);
}

static shf_status write_script(const shf_figure *figure, shf_outfile *file, const char *path,
                               shf_error *error)
{
    shf_emitter e = {file->stream, 0};
    shf_locale locale = shf_locale_enter();
    shf_emit_script(&e, figure);
    shf_locale_leave(locale);
    shf_status status = shf_emit_end(&e, path, error);
    return status ? status : shf_outfile_finish(file, path, error);
}

static shf_status make_both(const shf_figure *figure, const char *script_path, shf_error *error)
{
    shf_outfile script = {.stream = NULL}, picture = {.stream = NULL};
    shf_status status = shf_outfile_open(&script, script_path, 1, error);
    if (!status)
        status = shf_outfile_open(&picture, figure->path, 1, error);
    if (!status && !(script.temporary && picture.temporary))
        status = shf_fail(error, SHF_ERR_FILE, "%s: must be a regular file", figure->path);
    if (!status)
        status = write_script(figure, &script, script_path, error);
    if (!status)
        status = draw(figure, &script, &picture, error);
    if (!status)
        status = shf_outfile_publish(&script, script_path, error);
    if (!status) {
        status = shf_outfile_publish(&picture, figure->path, error);
        if (status)
            (void)remove(script_path);
    }
    shf_outfile_discard(&script);
    shf_outfile_discard(&picture);
    return status;
}

shf_status shf_plot(const char *path, const char *title, const shf_plot_panel *panels, size_t n_panels,
                    const shf_provenance *provenance, const shf_table *table, shf_error *error)
{
    shf_figure figure = {path, title, SHF_PLOT_SVG, panels, n_panels, provenance, table};
    shf_status status = plot_kind(path, &figure.kind, error);
    if (status)
        return status;
    if (!shf_figure_has_points(&figure))
        return shf_fail(error, SHF_ERR_VALUE, "%s: no curve has a point that can be drawn", path);
    char *script = shf_plot_script_path(path);
    status = script ? make_both(&figure, script, error) : shf_no_memory(error);
    free(script);
    return status;
}
