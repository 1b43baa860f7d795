/* Tensor quadrature over the initial law. */
#include "node/initial.h"
#include "common/report.h"
#include "node/rule.h"
#include <math.h>
#include <stdlib.h>

/* Quadrature of one standardised law, with its mean and mean square. */
typedef struct axis {
    size_t n;
    double x[SHF_NODE_RULE_MAX], w[SHF_NODE_RULE_MAX];
    double m1, m2;
} axis;

static void axis_points(const shf_choice *law, axis *out)
{
    out->n = law->n;
    out->m1 = out->m2 = 0;
    for (size_t k = 0; k < law->n; k++) {
        out->x[k] = law->value[k];
        out->w[k] = 1 / (double)law->n;
        out->m1 += out->x[k] * out->w[k];
        out->m2 += out->x[k] * out->x[k] * out->w[k];
    }
}

/* `needed` = 0: nothing depends on this direction, one node at 0 does. */
static void axis_make(const shf_choice *law, size_t n, int needed, axis *out)
{
    out->m1 = 0;
    out->m2 = 1;
    out->n = n;
    if (law->kind == SHF_LAW_POINTS) {
        axis_points(law, out);
    } else if (law->kind == SHF_LAW_RADEMACHER) {
        out->n = 2;
        out->x[0] = -1;
        out->x[1] = 1;
        out->w[0] = out->w[1] = 0.5;
    } else if (law->kind == SHF_LAW_UNIFORM) {
        shf_node_rule_legendre(n, out->x, out->w);
        for (size_t k = 0; k < n; k++)
            out->x[k] *= sqrt(3.);
    } else {
        shf_node_rule_normal(n, out->x, out->w);
    }
    if (!needed) {
        out->n = 1;
        out->x[0] = 0;
        out->w[0] = 1;
    }
}

/* |w_perp|: sigma_w times the root mean square, or a rule for the chi law with d-1 degrees of freedom. */
static shf_status axis_rho(const shf_node_params *p, size_t n, axis *out, shf_error *error)
{
    double freedom = (double)p->d - 1;
    out->n = 1;
    out->x[0] = p->sigma_w * sqrt(freedom);
    out->w[0] = 1;
    out->m1 = out->x[0];
    out->m2 = p->sigma_w * p->sigma_w * freedom;
    if (n == 1 || freedom == 0 || p->sigma_w == 0)
        return SHF_OK;
    out->n = n;
    out->m1 = 0;
    shf_status status = shf_node_rule_chi(n, freedom, out->x, out->w, error);
    for (size_t k = 0; k < n && !status; k++) {
        out->x[k] *= p->sigma_w;
        out->m1 += out->w[k] * out->x[k];
    }
    return status;
}

/* a = mean_a + sigma_a A,  w = mean_w + sigma_w (c A + s W). */
static void moments(const shf_node_params *p, const axis *A, const axis *W, const axis *R,
                    shf_node_initial_moments *m)
{
    double c = p->correlation, s = sqrt((1 - c) * (1 + c));
    double z1 = c * A->m1 + s * W->m1;
    double z2 = c * c * A->m2 + 2 * c * s * A->m1 * W->m1 + s * s * W->m2;
    m->a = p->mean_a + p->sigma_a * A->m1;
    m->a2 = p->mean_a * p->mean_a + 2 * p->mean_a * p->sigma_a * A->m1 + p->sigma_a * p->sigma_a * A->m2;
    m->w = p->mean_w + p->sigma_w * z1;
    m->w2 = p->mean_w * p->mean_w + 2 * p->mean_w * p->sigma_w * z1 + p->sigma_w * p->sigma_w * z2;
    m->aw =
        p->mean_a * m->w + p->sigma_a * (p->mean_w * A->m1 + p->sigma_w * (c * A->m2 + s * A->m1 * W->m1));
    m->rho = R->m1;
    m->rho2 = R->m2;
}

static shf_status fill(shf_node_initial *initial, const shf_node_params *p, const axis *A, const axis *W,
                       const axis *R, shf_error *error)
{
    double c = p->correlation, s = sqrt((1 - c) * (1 + c));
    initial->n = A->n * W->n * R->n;
    initial->p = malloc(4 * initial->n * sizeof *initial->p);
    if (!initial->p)
        return shf_no_memory(error);
    initial->a = initial->p + initial->n;
    initial->w = initial->a + initial->n;
    initial->rho = initial->w + initial->n;
    size_t j = 0;
    for (size_t i = 0; i < A->n; i++)
        for (size_t k = 0; k < W->n; k++)
            for (size_t l = 0; l < R->n; l++, j++) {
                initial->p[j] = A->w[i] * W->w[k] * R->w[l];
                initial->a[j] = p->mean_a + p->sigma_a * A->x[i];
                initial->w[j] = p->mean_w + p->sigma_w * (c * A->x[i] + s * W->x[k]);
                initial->rho[j] = R->x[l];
            }
    return SHF_OK;
}

shf_status shf_node_initial_new(shf_node_initial *initial, const shf_node_params *params,
                                const shf_node_request *request, shf_error *error)
{
    *initial = (shf_node_initial){0};
    axis *axes = malloc(3 * sizeof *axes);
    if (!axes)
        return shf_no_memory(error);
    double c = params->correlation;
    int need_a = params->sigma_a > 0 || (c != 0 && params->sigma_w > 0);
    int need_w = params->sigma_w > 0 && fabs(c) < 1;
    axis_make(&params->law_a, request->nodes_a, need_a, &axes[0]);
    axis_make(&params->law_w, request->nodes_w, need_w, &axes[1]);
    shf_status status = axis_rho(params, request->nodes_rho, &axes[2], error);
    SHF_THEN(status, fill(initial, params, &axes[0], &axes[1], &axes[2], error));
    if (!status)
        moments(params, &axes[0], &axes[1], &axes[2], &initial->moments);
    free(axes);
    return status;
}

void shf_node_initial_free(shf_node_initial *initial)
{
    free(initial->p);
    *initial = (shf_node_initial){0};
}
