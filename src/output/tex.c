/* Pictures for LaTeX: what gnuplot's terminal tikz draws, with all that it needs, so that the file compiles
 * where gnuplot is not installed, and documents can take it in. */
#include "output/tex.h"
#include "common/file.h"
#include "common/report.h"
#include "output/plot.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char page[] = "\\path (0.000,0.000) rectangle (";

/* The lines of the picture, without the comments of gnuplot, one of which is the date. */
static void write_picture(FILE *out, const char *text)
{
    for (const char *end = strstr(text, "\\end{document}"); text < end; text += strcspn(text, "\n") + 1)
        if (strncmp(text, page, strlen(page)) == 0) /* whatever stands out of it, the page is of that size */
            (void)fprintf(out, "\\useasboundingbox%.*s\n", (int)strcspn(text + 5, "\n"), text + 5);
        else if (text[0] != '%' && text[0] != '\n')
            (void)fprintf(out, "%.*s\n", (int)strcspn(text, "\n"), text);
}

shf_status shf_tex_finish(shf_outfile *file, const char *path, shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    double width = 0, height = 0;
    shf_status status = shf_file_read(file->temporary, &bytes, &n, error);
    if (status)
        return status;
    const char *picture = strstr((const char *)bytes, "\\begin{tikzpicture}");
    const char *size = picture ? strstr(picture, page) : NULL;
    if (!size || sscanf(size, "\\path (0.000,0.000) rectangle (%lf,%lf)", &width, &height) != 2)
        status = shf_fail(error, SHF_ERR_FILE, "%s: gnuplot left it incomplete; the disk may be full", path);
    else if (fseek(file->stream, 0, SEEK_SET) || ftruncate(fileno(file->stream), 0))
        status = shf_file_fail(error, path, errno);
    else {
        (void)fprintf(
            file->stream,
            "%% shallowflow %s; drawn by the script of the same name that ends in .gp, which has the data.\n"
            "%% pdflatex compiles it as it is.  A document that loads tikz takes it in with \\input, in its own fonts.\n"
            "\\def\\shfwidth{%.2f}\\def\\shfheight{%.2f}\n",
            shf_version_full(), width, height + 0.02);
        for (const char *const *line = shf_front_tex; *line; line++)
            (void)fputs(*line, file->stream);
        write_picture(file->stream, picture);
        (void)fputs(
            "\\expandafter\\ifx\\csname shfalone\\endcsname\\relax\\expandafter\\endinput\\fi\n\\end{document}\n",
            file->stream);
    }
    free(bytes);
    return status;
}
