/* Notes that a result needs so that nothing passes for what it is not: values that are no numbers, errors
 * that are too large, training that diverges, rows that are missing. */
#include "common/columns.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/output.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many values of column j are NaN, or infinite; 0 if its description says what that means. */
static size_t count(const shf_table *table, size_t j, int infinite)
{
    const double *x = shf_table_column_at(table, j);
    size_t n = 0;
    if (strstr(shf_table_column_help(table, j), infinite ? "inf" : "nan"))
        return 0;
    for (size_t i = 0; i < shf_table_rows(table); i++)
        n += infinite ? isinf(x[i]) != 0 : isnan(x[i]) != 0;
    return n;
}

/* One note for all columns from j on that have as many as column j. */
static shf_status note(shf_table *table, size_t j, int infinite, shf_error *error)
{
    char *text = NULL;
    size_t size = 0, n = count(table, j, infinite);
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return shf_no_memory(error);
    (void)fprintf(stream, "%s in %zu of %zu rows, where there is no finite value:", infinite ? "inf" : "nan",
                  n, shf_table_rows(table));
    for (size_t k = j; k < shf_table_columns(table); k++)
        if (count(table, k, infinite) == n)
            (void)fprintf(stream, "%s %s", k == j ? "" : ",", shf_table_column_name(table, k));
    shf_status status = fclose(stream) == 0 ? shf_table_add_note(table, text, error) : shf_no_memory(error);
    free(text);
    return status;
}

/* Whether an earlier column has as many: then it is in the note of that one. */
static int is_noted(const shf_table *table, size_t j, int infinite)
{
    size_t n = count(table, j, infinite);
    for (size_t k = 0; k < j; k++)
        if (count(table, k, infinite) == n)
            return 1;
    return 0;
}

static shf_status note_nonfinite(shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (int infinite = 0; infinite < 2; infinite++)
        for (size_t j = 0; !status && j < shf_table_columns(table); j++)
            if (count(table, j, infinite) && !is_noted(table, j, infinite))
                status = note(table, j, infinite, error);
    return status;
}

/* ---- alarms ---- */

#define MARK "warning: "

/* Columns that training lowers, and how far above its first value each can be without alarm: a loss that is
 * not the training loss may rise when samples are memorised. */
static const struct {
    const char *name;
    double factor;
} descending[] = {{"loss", 10}, {"train", 10}, {"e_train", 10}, {"risk", 1000}};

/* Whether the rows are those of a curve in time. */
static int is_curve(const shf_table *table)
{
    const double *t = shf_table_column_at(table, 0);
    size_t n = shf_table_rows(table), k = 1;
    if (!n || strcmp(shf_table_column_name(table, 0), "t") != 0)
        return 0;
    while (k < n && t[k] > t[k - 1])
        k++;
    return k >= n;
}

static void look_for_divergence(shf_table *table)
{
    const double *t = shf_table_column(table, "t");
    for (size_t j = 0; j < sizeof descending / sizeof descending[0]; j++) {
        const double *x = shf_table_column(table, descending[j].name);
        size_t n = x ? shf_table_rows(table) : 0, k = 1;
        while (k < n && !(fabs(x[k]) > descending[j].factor * fabs(x[0])))
            k++;
        if (k < n)
            shf_note_add(table,
                         MARK "%s has grown from %.3g to %.3g by t = %.6g, though training lowers it: its "
                              "steps are too long, or the numbers are wrong",
                         descending[j].name, x[0], x[k], t[k]);
    }
}

/* A simulation has a row for each update at most. */
static void compare_rows(shf_table *table, const shf_grid *grid)
{
    size_t asked = grid->times.n ? grid->times.n : grid->points, rows = shf_table_rows(table);
    if (rows > 1 && rows < asked)
        shf_note_add(table, "%zu rows for the %zu times asked for: there is one for each update at most",
                     rows, asked);
}

shf_status shf_table_remark(shf_table *table, const shf_info *info, const shf_grid *grid, shf_error *error)
{
    shf_status status = note_nonfinite(table, error);
    if (status)
        return status;
    if (is_curve(table) && grid)
        compare_rows(table, grid);
    if (info->estimated_error > 0.1)
        shf_note_add(table,
                     MARK "the estimated relative error is %.2g, above 10 %%: the numbers may be wrong",
                     info->estimated_error);
    if (is_curve(table))
        look_for_divergence(table);
    return shf_table_status(table, error);
}
