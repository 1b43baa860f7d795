/* What must not pass for a success: notes that are shown on the standard error stream too. */
#include "cli/alarms.h"
#include "cli/message.h"
#include "common/columns.h"
#include <math.h>
#include <shallowflow/solver.h>
#include <string.h>

#define MARK "warning: "

/* Columns that training lowers, and how far above its first value each can be without alarm: a loss that is
 * not the training loss may rise when samples are memorised. */
static const struct {
    const char *name;
    double factor;
} descending[] = {{"loss", 10}, {"train", 10}, {"e_train", 10}, {"risk", 1000}};

static void look_for_divergence(shf_table *table)
{
    const double *t = shf_table_column(table, "t");
    for (size_t k = 1; t && k < shf_table_rows(table); k++)
        if (!(t[k] > t[k - 1])) /* no curve */
            return;
    for (size_t j = 0; j < LENGTH(descending); j++) {
        const double *x = shf_table_column(table, descending[j].name);
        size_t n = x && t ? shf_table_rows(table) : 0, k = 1;
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
static void compare_rows(const settings *s, shf_table *table)
{
    size_t k = 0, rows = shf_table_rows(table);
    const shf_param *row = settings_find(s, "grid", "points", &k);
    const double *t = shf_table_column_at(table, 0);
    if (!row || !rows || strcmp(shf_table_column_name(table, 0), "t") != 0 || !(t[rows - 1] > t[0]))
        return;
    const shf_grid *grid = settings_params(s, k);
    size_t asked = grid->times.n ? grid->times.n : grid->points;
    if (rows < asked)
        shf_note_add(table, "%zu rows for the %zu times asked for: there is one for each update at most",
                     rows, asked);
}

shf_status alarms_add(const settings *s, shf_table *table, const shf_info *info, int whole, shf_error *error)
{
    if (whole)
        compare_rows(s, table);
    if (info->estimated_error > 0.1)
        shf_note_add(table,
                     MARK "the estimated relative error is %.2g, above 10 %%: the numbers may be wrong",
                     info->estimated_error);
    look_for_divergence(table);
    return shf_table_status(table, error);
}

void alarms_show(const shf_table *table, const char *name)
{
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (strncmp(shf_table_note(table, k), MARK, sizeof MARK - 1) == 0)
            complain(name, "%s", shf_table_note(table, k));
}
