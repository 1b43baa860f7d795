/* Networks of one or several widths, or of groups of neurons: which solver they take, and the curves of
 * several widths side by side. */
#include "common/columns.h"
#include "common/jobs.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/dmft_groups.h>

enum { WIDTHS_MAX = 20 };

/* Parameters of all networks, and of those that are alike. */
#define SHARED(S, kind, field, ...) .field = networks->field,

typedef struct family {
    shf_dmft_params params; /* but for m */
    const shf_grid *grid;
    const shf_dmft_solver *solver;
    const shf_dmft_run_control *control;
    int wide;
    size_t n;
    size_t m[WIDTHS_MAX];
    shf_table *curve[WIDTHS_MAX];
} family;

/* ---- what is asked for ---- */

static shf_status choose_widths(family *f, const shf_list *m, shf_error *error)
{
    if (m->n < 1 || m->n > WIDTHS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "m: %zu numbers: must be 1 to %d", m->n, WIDTHS_MAX);
    f->n = m->n;
    for (size_t k = 0; k < m->n; k++) {
        if (m->value[k] != floor(m->value[k]) || (k && m->value[k] <= m->value[k - 1]))
            return shf_fail(error, SHF_ERR_VALUE, "m = %s%.10g%s: must be %s", k ? "...," : "", m->value[k],
                            k + 1 < m->n ? ",..." : "",
                            m->n > 1 ? "whole numbers that increase" : "a whole number");
        f->m[k] = (size_t)m->value[k];
    }
    return SHF_OK;
}

/* What one network alone can have. */
static shf_status check_alone(const shf_dmft_run_control *control, shf_error *error)
{
    if (!control->two_time && !control->checkpoint)
        return SHF_OK;
    return shf_fail(error, SHF_ERR_VALUE, "%s: does not apply to several m",
                    control->two_time ? "two-time" : "checkpoint");
}

/* What a file of neurons or groups leaves open. */
static shf_status check_file(const shf_dmft_networks *networks, const shf_dmft_solver *solver,
                             shf_error *error)
{
    const shf_dmft_networks usual = shf_dmft_networks_default();
    const char *name = NULL;
    if (networks->m.n != 1 || networks->m.value[0] != usual.m.value[0])
        name = "m";
    else if (networks->a0 != usual.a0)
        name = "a0";
    else if (networks->gamma0 != usual.gamma0)
        name = "gamma0";
    else if (networks->neurons && networks->groups)
        name = "groups";
    if (name)
        return shf_fail(error, SHF_ERR_VALUE,
                        "%s: does not apply to %s, whose file says how many there are and where they start",
                        name, networks->neurons ? "neurons" : "groups of neurons");
    if (solver->scheme.kind != SHF_DMFT_COLLOCATION)
        return shf_fail(error, SHF_ERR_VALUE, "scheme: must be collocation for neurons that are not alike");
    return SHF_OK;
}

/* ---- curves ---- */

static shf_status one_curve(void *context, size_t k, const shf_progress *progress, shf_info *info,
                            shf_error *error)
{
    family *f = context;
    shf_dmft_params params = f->params;
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

static shf_table *one_below_the_other(const family *f)
{
    shf_table *table = shf_table_new();
    shf_column_add(table, "", "number of neurons", "m");
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    shf_columns_add(table, &columns, NULL);
    for (size_t k = 0; k < f->n; k++)
        for (size_t j = 0; j < shf_table_rows(f->curve[k]); j++) {
            shf_row_number(table, (double)f->m[k]);
            shf_row_number(table, shf_table_column(f->curve[k], "t")[j]);
            put(table, f->curve[k], j, (double)f->m[k]);
            shf_row_end(table);
        }
    return table;
}

static shf_status solve_family(family *f, const shf_progress *progress, shf_table **table, shf_info *info,
                               shf_error *error)
{
    const shf_jobs jobs = {.n = f->n,
                           .job = one_curve,
                           .context = f,
                           .threads = f->control->threads,
                           .last_first = 1, /* the widest takes longest */
                           .progress = progress};
    shf_status status = check_alone(f->control, error);
    SHF_THEN(status, shf_jobs_do(&jobs, NULL, info, error));
    if (status == SHF_OK) {
        *table = one_below_the_other(f);
        if (f->wide) {
            shf_table *tall = *table;
            *table = shf_table_spread(tall);
            shf_table_free(tall);
        }
        status = shf_table_end(table, status, error);
    }
    for (size_t k = 0; k < f->n; k++)
        shf_table_free(f->curve[k]);
    return status;
}

shf_status shf_dmft_networks_solve(const shf_dmft_networks *networks, const shf_grid *grid,
                                   const shf_dmft_solver *solver, const shf_dmft_run_control *control,
                                   const shf_progress *progress, shf_table **table, shf_info *info,
                                   shf_error *error)
{
    const shf_dmft_run_control usual = shf_dmft_run_control_default();
    family f = {.params = {SHF_DMFT_PROBLEM_PARAMS(SHARED, ) SHF_DMFT_START_PARAMS(SHARED, )},
                .grid = grid,
                .solver = solver,
                .control = control ? control : &usual,
                .wide = networks->wide.kind};
    *table = NULL;
    shf_status status = shf_params_validate(&shf_dmft_networks_table, networks, error);
    SHF_THEN(status, shf_params_validate(&shf_dmft_run_control_table, f.control, error));
    SHF_THEN(status, choose_widths(&f, &networks->m, error));
    if (status)
        return status;
    if (networks->neurons || networks->groups) {
        shf_dmft_groups groups;
        const char *path = networks->neurons ? networks->neurons : networks->groups;
        status = check_file(networks, solver, error);
        SHF_THEN(status, shf_dmft_groups_read(path, !networks->neurons, &groups, error));
        return status ? status
                      : shf_dmft_groups_solve(networks, &groups, grid, solver, f.control, progress, table,
                                              info, error);
    }
    if (networks->target_terms)
        return shf_fail(
            error, SHF_ERR_VALUE,
            "target-terms: applies to neurons or groups, which have overlaps with several directions");
    if (f.n > 1)
        return solve_family(&f, progress, table, info, error);
    f.params.m = f.m[0];
    return shf_dmft_run(&f.params, grid, solver, f.control, progress, table, info, error);
}
