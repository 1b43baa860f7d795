/* Rows of the result table (N.13). */
#include "node/observe.h"
#include "common/report.h"
#include <math.h>
#include <stdio.h>

enum { A, A2, W, W2, AW, V, RHO, RHO2, MOMENTS };

static const char *const MOMENT_NAME[MOMENTS][2] = {
    {"a", "mean of a over the nodes"}, {"a2", "mean of a^2"},
    {"w_par", "mean of w_par"},        {"w_par2", "mean of w_par^2"},
    {"a_w_par", "mean of a w_par"},    {"V_par", "(1/M) sum a_i w_par_i; equals a_w_par in the mean field"},
    {"rho", "mean of |w_perp|"},       {"rho2", "mean of |w_perp|^2"},
};

static const double DEFAULT_PROJECTIONS[2] = {-1, 1};

shf_node_columns shf_node_columns_of(const shf_node_params *params, const shf_node_request *request)
{
    const shf_list *list = &request->projections;
    shf_node_columns c = {.n_projections = list->n ? list->n : 2,
                          .projection = list->n ? list->value : DEFAULT_PROJECTIONS,
                          .F = 1};
    size_t next = c.F + c.n_projections;
    if (params->loss.kind == SHF_LOSS_HINGE || params->loss.kind == SHF_LOSS_SQUARE_HINGE)
        c.f_U = next++;
    c.loss = next++;
    c.error = next++;
    c.moments = next;
    c.count = next + MOMENTS;
    return c;
}

shf_status shf_node_add_columns(const shf_node_columns *columns, shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "step", "training time in steps", error);
    for (size_t k = 0; k < columns->n_projections && !status; k++) {
        char name[40];
        (void)snprintf(name, sizeof name, "F[%.15g]", columns->projection[k]);
        status = shf_table_add_column(table, name, "", "trained function at this projection x_par", error);
    }
    if (!status && columns->f_U)
        status = shf_table_add_column(table, "f_U", "", "fraction of unsatisfied samples", error);
    if (!status)
        status = shf_table_add_column(table, "loss", "", "population loss, divided by alpha^2", error);
    if (!status)
        status =
            shf_table_add_column(table, "error", "", "P(sign F differs from the unflipped label)", error);
    for (size_t m = 0; m < MOMENTS && !status; m++)
        status = shf_table_add_column(table, MOMENT_NAME[m][0], "", MOMENT_NAME[m][1], error);
    return status;
}

/* Moments from their exact initial values and the displacements, so that small changes keep their digits. */
static void fill_moments(const shf_node_population *pop, const double *y, double *moment)
{
    const shf_node_initial *in = &pop->initial;
    const shf_node_initial_moments *m = &in->moments;
    double d[MOMENTS] = {0};
    for (size_t j = 0; j < in->n; j++) {
        double p = in->p[j], a = y[j], w = y[in->n + j], rho = y[2 * in->n + j];
        d[A] += p * a;
        d[A2] += p * a * (2 * in->a[j] + a);
        d[W] += p * w;
        d[W2] += p * w * (2 * in->w[j] + w);
        d[AW] += p * (in->a[j] * w + a * (in->w[j] + w));
        d[RHO] += p * rho;
        d[RHO2] += p * rho * (2 * in->rho[j] + rho);
    }
    const double initial[MOMENTS] = {m->a, m->a2, m->w, m->w2, m->aw, m->aw, m->rho, m->rho2};
    d[V] = d[AW];
    for (size_t k = 0; k < MOMENTS; k++)
        moment[k] = initial[k] + d[k];
}

shf_status shf_node_row(const shf_node_columns *columns, shf_node_population *pop, double t, const double *y,
                        double *row, shf_error *error)
{
    shf_node_averages averages = {0};
    shf_status status = shf_node_population_observe(pop, y, &averages, error);
    if (!status)
        status = shf_node_population_field(pop, y, columns->n_projections, columns->projection,
                                           row + columns->F, error);
    row[0] = t;
    if (columns->f_U)
        row[columns->f_U] = averages.unsatisfied;
    row[columns->loss] = averages.loss / (pop->alpha * pop->alpha);
    row[columns->error] = averages.error;
    fill_moments(pop, y, row + columns->moments);
    return status;
}

static double largest(const shf_node_columns *columns, size_t n, const double *rows, size_t column)
{
    double most = 0;
    for (size_t k = 0; k < n; k++)
        most = fmax(most, fabs(rows[k * columns->count + column]));
    return most;
}

/* Natural scale of a column over n rows. */
static double column_scale(const shf_node_columns *columns, size_t n, const double *rows, size_t j)
{
    if (j < columns->F + columns->n_projections || j == columns->loss)
        return largest(columns, n, rows, j);
    if (j < columns->moments)
        return 1;
    double a = sqrt(largest(columns, n, rows, columns->moments + A2));
    double w = sqrt(largest(columns, n, rows, columns->moments + W2));
    double rho = sqrt(largest(columns, n, rows, columns->moments + RHO2));
    const double scale[MOMENTS] = {a, a * a, w, w * w, a * w, a * w, rho, rho * rho};
    return scale[j - columns->moments];
}

double shf_node_difference(const shf_node_columns *columns, size_t n, const double *rows,
                           const double *others)
{
    double most = 0;
    for (size_t j = 1; j < columns->count; j++) {
        double scale = column_scale(columns, n, rows, j);
        for (size_t k = 0; k < n; k++) {
            double gap = fabs(rows[k * columns->count + j] - others[k * columns->count + j]);
            if (gap > 0)
                most = fmax(most, gap / scale);
        }
    }
    return most;
}
