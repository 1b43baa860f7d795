/* The network at t = 0 that `dmft --neurons` and `--groups` start from: reading and checking. */
#include "common/file.h"
#include "common/params_text.h"
#include "common/report.h"
#include <ctype.h>
#include <math.h>
#include <shallowflow/dmft_groups.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 2 + SHF_DMFT_DIRECTIONS_MAX + SHF_DMFT_GROUPS_MAX };

/* ---- the text ---- */

typedef struct lines {
    const char *path, *what; /* "neurons" or "groups" */
    size_t number, rows, columns;
    double value[SHF_DMFT_GROUPS_MAX][COLUMNS_MAX];
} lines;

static int separates(char c)
{
    return c == ',' || isspace((unsigned char)c);
}

/* Numbers of one line; lines without any are passed over. */
static shf_status read_line(lines *l, const char *text, shf_error *error)
{
    double value[COLUMNS_MAX];
    size_t n = 0;
    for (;;) {
        while (separates(*text))
            text++;
        if (*text == '\0' || *text == '#')
            break;
        if (n == COLUMNS_MAX)
            return shf_fail(error, SHF_ERR_TEXT,
                            "%s: line %zu: more than %d numbers, which no line of %d %s has", l->path,
                            l->number, COLUMNS_MAX, SHF_DMFT_GROUPS_MAX, l->what);
        const char *rest;
        if (!shf_read_number(text, &rest, &value[n]) || !isfinite(value[n]) ||
            !(*rest == '\0' || *rest == '#' || separates(*rest)))
            return shf_fail(error, SHF_ERR_TEXT, "%s: line %zu, column %zu: \"%.*s\" is not a finite number",
                            l->path, l->number, n + 1, (int)strcspn(text, ", \t\r\n"), text);
        n++;
        text = rest;
    }
    if (n == 0)
        return SHF_OK;
    if (l->rows == SHF_DMFT_GROUPS_MAX)
        return shf_fail(error, SHF_ERR_TEXT, "%s: line %zu: more than %d %s", l->path, l->number,
                        SHF_DMFT_GROUPS_MAX, l->what);
    if (l->rows && n != l->columns)
        return shf_fail(error, SHF_ERR_TEXT, "%s: line %zu has %zu numbers, the lines before have %zu",
                        l->path, l->number, n, l->columns);
    memcpy(l->value[l->rows++], value, n * sizeof *value);
    l->columns = n;
    return SHF_OK;
}

static shf_status read_lines(lines *l, shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    shf_status status = shf_file_read(l->path, &bytes, &n, error);
    if (status)
        return status;
    if (memchr(bytes, '\0', n))
        status = shf_fail(error, SHF_ERR_TEXT, "%s: holds a zero byte: not a text", l->path);
    char *text = (char *)bytes;
    for (char *line = strsep(&text, "\n"); line && status == SHF_OK; line = strsep(&text, "\n")) {
        l->number++;
        status = read_line(l, line, error);
    }
    free(bytes);
    return status;
}

shf_status shf_dmft_groups_read(const char *path, int sized, shf_dmft_groups *groups, shf_error *error)
{
    lines l = {.path = path, .what = sized ? "groups" : "neurons"};
    shf_status status = read_lines(&l, error);
    if (status)
        return status;
    size_t n = l.rows, first = sized ? 2 : 1;
    if (n == 0)
        return shf_fail(error, SHF_ERR_TEXT, "%s: holds no numbers", path);
    if (l.columns < n + first + 1 || l.columns > n + first + SHF_DMFT_DIRECTIONS_MAX)
        return shf_fail(
            error, SHF_ERR_TEXT,
            "%s: %zu lines of %zu numbers: %zu %s need lines of %zu (%sa, v, C) to %zu (%sa, v1, v2, "
            "v3, C)",
            path, n, l.columns, n, l.what, n + first + 1, sized ? "n, " : "",
            n + first + SHF_DMFT_DIRECTIONS_MAX, sized ? "n, " : "");
    *groups = (shf_dmft_groups){.n = n, .k = l.columns - first - n};
    for (size_t g = 0; g < n; g++) {
        groups->size[g] = sized ? l.value[g][0] : 1;
        groups->a[g] = l.value[g][first - 1];
        memcpy(groups->v[g], l.value[g] + first, groups->k * sizeof(double));
        memcpy(groups->c[g], l.value[g] + first + groups->k, n * sizeof(double));
    }
    return shf_dmft_groups_check(groups, error);
}

/* ---- its meaning ---- */

/* Tolerance of what is written with ten digits. */
static const double WRITTEN = 1e-9;

/* Whether C - sum_k v_k v_k^T has a Cholesky factor between the mean neurons of the groups, up to rounding of
 * the text: what is left of a row that depends on those before must vanish. */
static shf_status check_positive(const shf_dmft_groups *x, shf_error *error)
{
    double l[SHF_DMFT_GROUPS_MAX][SHF_DMFT_GROUPS_MAX] = {{0}};
    for (size_t i = 0; i < x->n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = x->c[i][j] + (i == j ? (1 - x->c[i][i]) / x->size[i] : 0), square = 1;
            for (size_t k = 0; k < x->k; k++) {
                sum -= x->v[i][k] * x->v[j][k];
                square -= x->v[i][k] * x->v[i][k];
            }
            if (i == j && square < -WRITTEN)
                return shf_fail(error, SHF_ERR_VALUE, "neuron %zu: |v| is larger than 1", i + 1);
            for (size_t k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            int dependent = l[j][j] == 0;
            if ((i == j && sum < -WRITTEN) || (i != j && dependent && fabs(sum) > 1e-4))
                return shf_fail(error, SHF_ERR_VALUE,
                                "neuron %zu: its overlaps C and v with the target and the %zu neurons before "
                                "it cannot be those "
                                "of unit vectors (C - v v^T has a negative eigenvalue)",
                                i + 1, i);
            if (i == j)
                l[i][i] = sum > WRITTEN ? sqrt(sum) : 0;
            else
                l[i][j] = dependent ? 0 : sum / l[j][j];
        }
    return SHF_OK;
}

static shf_status check_group(const shf_dmft_groups *x, size_t i, shf_error *error)
{
    int finite = isfinite(x->a[i]);
    for (size_t k = 0; k < x->k; k++)
        finite = finite && isfinite(x->v[i][k]);
    for (size_t j = 0; j < x->n; j++)
        finite = finite && isfinite(x->c[i][j]);
    if (!finite)
        return shf_fail(error, SHF_ERR_VALUE, "neuron %zu: a number is not finite", i + 1);
    if (!(x->size[i] >= 1 && x->size[i] <= 1e9 && x->size[i] == floor(x->size[i])))
        return shf_fail(error, SHF_ERR_VALUE, "group %zu: %g neurons: must be a whole number from 1 to 1e9",
                        i + 1, x->size[i]);
    if (x->size[i] == 1 && fabs(x->c[i][i] - 1) > WRITTEN)
        return shf_fail(error, SHF_ERR_VALUE, "neuron %zu: C_%zu%zu = %g: must be 1", i + 1, i + 1, i + 1,
                        x->c[i][i]);
    if (fabs(x->c[i][i]) > 1 + WRITTEN)
        return shf_fail(error, SHF_ERR_VALUE,
                        "group %zu: C_%zu%zu = %g, the overlap of two of its neurons: must be in [-1, 1]",
                        i + 1, i + 1, i + 1, x->c[i][i]);
    for (size_t j = 0; j < i; j++)
        if (fabs(x->c[i][j] - x->c[j][i]) > WRITTEN)
            return shf_fail(error, SHF_ERR_VALUE, "neurons %zu and %zu: C = %g and %g: must be symmetric",
                            i + 1, j + 1, x->c[i][j], x->c[j][i]);
    return SHF_OK;
}

shf_status shf_dmft_groups_check(const shf_dmft_groups *x, shf_error *error)
{
    if (x->n < 1 || x->n > SHF_DMFT_GROUPS_MAX || x->k < 1 || x->k > SHF_DMFT_DIRECTIONS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "groups: %zu and %zu directions: must be 1 to %d and 1 to %d",
                        x->n, x->k, SHF_DMFT_GROUPS_MAX, SHF_DMFT_DIRECTIONS_MAX);
    shf_status status = SHF_OK;
    for (size_t i = 0; status == SHF_OK && i < x->n; i++)
        status = check_group(x, i, error);
    return status ? status : check_positive(x, error);
}
