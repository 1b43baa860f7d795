/* Rows of the result table (N.13). */
#include "node/observe.h"
#include "common/columns.h"
#include <math.h>
#include <string.h>

#define COLUMNS(C, S)                                                          \
    C(S, loss, "", "population loss, divided by alpha^2")                      \
    C(S, error, "", "P(sign F differs from the unflipped label)")              \
    C(S, a, "", "mean of a over the nodes")                                    \
    C(S, a2, "", "mean of a^2")                                                \
    C(S, w_par, "", "mean of w_par")                                           \
    C(S, w_par2, "", "mean of w_par^2")                                        \
    C(S, a_w_par, "", "mean of a w_par")                                       \
    C(S, V_par, "", "(1/M) sum a_i w_par_i; equals a_w_par in the mean field") \
    C(S, rho, "", "mean of |w_perp|")                                          \
    C(S, rho2, "", "mean of |w_perp|^2")

/* What stands behind t, F and, if the loss has a margin, f_U. */
typedef struct observables {
    COLUMNS(SHF_COLUMN_FIELD, )
} observables;
SHF_DEFINE_COLUMNS(observables, COLUMNS, columns);

static shf_list projections(const shf_node_request *request)
{
    static double default_x[2] = {-1, 1};
    return request->projections.n ? request->projections : (shf_list){2, default_x};
}

void shf_node_add_columns(const shf_node_params *params, const shf_node_request *request, shf_table *table)
{
    shf_list x = projections(request);
    shf_column_add(table, "step", "training time in steps", "t");
    for (size_t k = 0; k < x.n; k++)
        shf_column_add(table, "", "trained function at this projection x_par", "F[%.15g]", x.value[k]);
    if (shf_loss_make(params->loss.kind, params->h).margin)
        shf_column_add(table, "", "fraction of unsatisfied samples", "f_U");
    shf_columns_add(table, &columns, NULL);
}

/* Moments from their exact initial values and the displacements, so that small changes keep their digits. */
static void fill_moments(const shf_node_population *pop, const double *y, observables *row)
{
    const shf_node_initial *in = &pop->initial;
    const shf_node_initial_moments *m = &in->moments;
    observables d = {0};
    for (size_t j = 0; j < in->n; j++) {
        double p = in->p[j], a = y[j], w = y[in->n + j], rho = y[2 * in->n + j];
        d.a += p * a;
        d.a2 += p * a * (2 * in->a[j] + a);
        d.w_par += p * w;
        d.w_par2 += p * w * (2 * in->w[j] + w);
        d.a_w_par += p * (in->a[j] * w + a * (in->w[j] + w));
        d.rho += p * rho;
        d.rho2 += p * rho * (2 * in->rho[j] + rho);
    }
    row->a = m->a + d.a;
    row->a2 = m->a2 + d.a2;
    row->w_par = m->w + d.w_par;
    row->w_par2 = m->w2 + d.w_par2;
    row->V_par = row->a_w_par = m->aw + d.a_w_par;
    row->rho = m->rho + d.rho;
    row->rho2 = m->rho2 + d.rho2;
}

shf_status shf_node_add_row(const shf_node_request *request, shf_node_population *pop, double t,
                            const double *y, shf_table *table, shf_error *error)
{
    shf_list x = projections(request);
    shf_node_averages averages = {0};
    shf_status status = shf_node_population_observe(pop, y, &averages, error);
    shf_row_number(table, t);
    for (size_t k = 0; k < x.n && !status; k++) {
        double F = 0;
        status = shf_node_population_field(pop, y, x.value[k], &F, error);
        shf_row_number(table, F);
    }
    if (status)
        return status;
    if (pop->target.loss.margin)
        shf_row_number(table, averages.unsatisfied);
    observables row;
    shf_columns_blank(&columns, &row);
    row.loss = averages.loss / (pop->alpha * pop->alpha);
    row.error = averages.error;
    fill_moments(pop, y, &row);
    shf_row_put(table, &columns, &row);
    shf_row_end(table);
    return SHF_OK;
}

static double largest(const shf_table *table, const char *name)
{
    const double *value = shf_table_column(table, name);
    double most = 0;
    for (size_t k = 0; k < shf_table_rows(table); k++)
        most = fmax(most, fabs(value[k]));
    return most;
}

static double column_scale(const shf_table *table, const char *name, double least)
{
    double a = sqrt(largest(table, "a2")), w = sqrt(largest(table, "w_par2")),
           rho = sqrt(largest(table, "rho2"));
    const struct {
        const char *name;
        double scale;
    } natural[] = {{"f_U", 1},   {"error", 1},       {"a", a},           {"a2", a * a},
                   {"w_par", w}, {"w_par2", w * w},  {"a_w_par", a * w}, {"V_par", a * w},
                   {"rho", rho}, {"rho2", rho * rho}};
    for (size_t k = 0; k < sizeof natural / sizeof *natural; k++)
        if (!strcmp(name, natural[k].name))
            return natural[k].scale;
    return fmax(largest(table, name), name[0] == 'F' ? least : 0);
}

shf_node_gap shf_node_difference(const shf_table *table, const shf_table *other, double least_F, double worst)
{
    const double *t = shf_table_column_at(table, 0);
    size_t rows = shf_table_rows(table), good = rows;
    shf_node_gap found = {0, 0};
    for (size_t j = 1; j < shf_table_columns(table); j++) {
        const double *x = shf_table_column_at(table, j), *y = shf_table_column_at(other, j);
        double scale = column_scale(table, shf_table_column_name(table, j), least_F);
        for (size_t k = 0; k < rows; k++) {
            double gap = fabs(x[k] - y[k]);
            if (gap > 0)
                found.most = fmax(found.most, gap / scale);
            if (gap > worst * scale && k < good)
                good = k;
        }
    }
    found.until = good ? t[good - 1] : 0;
    return found;
}
