/* Curves of several widths side by side. */
#include "common/columns.h"
#include "common/jobs.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/dmft.h>

SHF_DEFINE_PARAMS(shf_dmft_width_list, SHF_DMFT_WIDTHS_PARAMS, "widths", shf_dmft_width_list);

enum { WIDTHS_MAX = 20 };

typedef struct family {
    const shf_dmft_params *params;
    const shf_grid *grid;
    const shf_dmft_solver *solver;
    size_t n;
    size_t m[WIDTHS_MAX];
    shf_table *curve[WIDTHS_MAX];
} family;

/* ---- which widths ---- */

static shf_status choose(const shf_dmft_width_list *list, family *f, shf_error *error)
{
    static const double usual[] = {5, 10, 20, 50, 100, 200};
    const double *value = list->widths.n ? list->widths.value : usual;
    f->n = list->widths.n ? list->widths.n : sizeof usual / sizeof usual[0];
    if (f->n > WIDTHS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "widths: %zu numbers: must be at most %d", f->n, WIDTHS_MAX);
    for (size_t k = 0; k < f->n; k++) {
        if (value[k] != floor(value[k]) || (k && value[k] <= value[k - 1]))
            return shf_fail(error, SHF_ERR_VALUE,
                            "widths = ...,%.10g,...: must be whole numbers that increase", value[k]);
        f->m[k] = (size_t)value[k];
    }
    return SHF_OK;
}

/* ---- curves ---- */

static shf_status one_curve(void *context, size_t k, const shf_progress *progress, shf_info *info,
                            shf_error *error)
{
    family *f = context;
    shf_dmft_params params = *f->params;
    params.m = f->m[k];
    return shf_dmft_solve(&params, f->grid, f->solver, progress, &f->curve[k], info, error);
}

/* ---- table ---- */

#define COLUMNS(C, S)                                            \
    C(S, t_over_m, "", "t/m")                                    \
    C(S, t_times_m, "", "t m")                                   \
    C(S, gamma, "", "a/sqrt(m)")                                 \
    C(S, a, "", "output weights")                                \
    C(S, v, "", "overlap of a neuron with the target direction") \
    C(S, v_sqrt_m, "", "v sqrt(m)")                              \
    C(S, e_train, "", "training error")                          \
    C(S, e_test, "", "test error")                               \
    C(S, gap, "", "e_test - e_train")

typedef struct scaled {
    COLUMNS(SHF_COLUMN_FIELD, )
} scaled;

SHF_DEFINE_COLUMNS(scaled, COLUMNS, columns);

static void put(shf_table *table, const shf_table *curve, size_t row, double m)
{
    scaled x;
    shf_columns_blank(&columns, &x);
    x.t_over_m = shf_table_column(curve, "t")[row] / m;
    x.t_times_m = shf_table_column(curve, "t")[row] * m;
    x.a = shf_table_column(curve, "a")[row];
    x.gamma = x.a / sqrt(m);
    x.v = shf_table_column(curve, "v")[row];
    x.v_sqrt_m = x.v * sqrt(m);
    x.e_train = shf_table_column(curve, "e_train")[row];
    x.e_test = shf_table_column(curve, "e_test")[row];
    x.gap = x.e_test - x.e_train;
    shf_row_put(table, &columns, &x);
}

static shf_table *side_by_side(const family *f)
{
    shf_table *table = shf_table_new();
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    for (size_t k = 0; k < f->n; k++)
        shf_columns_add(table, &columns, "_%zu", f->m[k]);
    for (size_t j = 0; j < shf_table_rows(f->curve[0]); j++) {
        shf_row_number(table, shf_table_column(f->curve[0], "t")[j]);
        for (size_t k = 0; k < f->n; k++)
            put(table, f->curve[k], j, (double)f->m[k]);
        shf_row_end(table);
    }
    return table;
}

shf_status shf_dmft_widths(const shf_dmft_params *params, const shf_dmft_width_list *widths,
                           const shf_grid *grid, const shf_dmft_solver *solver, const shf_progress *progress,
                           shf_table **table, shf_info *info, shf_error *error)
{
    family f = {.params = params, .grid = grid, .solver = solver};
    *table = NULL;
    shf_status status = shf_params_validate(&shf_dmft_width_list_table, widths, error);
    if (status == SHF_OK)
        status = choose(widths, &f, error);
    if (status)
        return status;
    const shf_jobs jobs = {.n = f.n,
                           .job = one_curve,
                           .context = &f,
                           .threads = widths->threads,
                           .last_first = 1, /* the widest takes longest */
                           .progress = progress};
    status = shf_jobs_do(&jobs, NULL, info, error);
    if (status == SHF_OK) {
        *table = side_by_side(&f);
        status = shf_table_end(table, status, error);
    }
    for (size_t k = 0; k < f.n; k++)
        shf_table_free(f.curve[k]);
    return status;
}
