/* Initial laws of the two layers.  A sphere direction is a normalised Gaussian vector; its components are the
 * numbers j + d i of one random stream, so that all models see the same network at the same seed. */
#include "common/initial_network.h"
#include "common/gsl_guard.h"
#include "common/random.h"
#include "common/report.h"
#include <gsl/gsl_integration.h>
#include <math.h>

enum { STREAM_A = 0x7101, STREAM_U, STREAM_NORM };

/* Dimension above which the norm of the d-1 other components is drawn from its law instead of summed. */
static const size_t summed_d = 100000;

/* ---- second layer ---- */

static shf_status gauss_nodes(size_t m, double *a, double *w, shf_error *error)
{
    shf_gsl_enter();
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(m);
    shf_gsl_leave();
    if (!table)
        return shf_no_memory(error);
    for (size_t i = 0; i < m; i++) {
        (void)gsl_integration_glfixed_point(-1, 1, i, &a[i], &w[i], table);
        w[i] *= 0.5;
    }
    gsl_integration_glfixed_table_free(table);
    return SHF_OK;
}

static double standard_a(const shf_timescales_params *p, size_t i)
{
    switch (p->init.kind) {
    case SHF_START_RANDOM:
        return 2 * shf_random_uniform(p->seed, STREAM_A, i) - 1;
    case SHF_START_GAUSSIAN:
        return shf_random_normal(p->seed, STREAM_A, i);
    case SHF_START_POINTS:
        return p->init.value[i % p->init.n];
    default: /* written so that a_{m+1-i} = -a_i to the last bit */
        return ((double)(2 * i + 1) - (double)p->m) / (double)p->m;
    }
}

shf_status shf_initial_layer(const shf_timescales_params *p, double *a, double *w, shf_error *error)
{
    if (p->init.kind == SHF_START_GAUSS) {
        shf_status status = gauss_nodes(p->m, a, w, error);
        if (status)
            return status;
    } else {
        for (size_t i = 0; i < p->m; i++) {
            a[i] = standard_a(p, i);
            w[i] = 1.0 / (double)p->m;
        }
    }
    for (size_t i = 0; i < p->m; i++)
        a[i] = p->mean_a + p->scale_a * a[i];
    return SHF_OK;
}

/* ---- first layer ---- */

static double component(const shf_timescales_params *p, size_t i, size_t j)
{
    return shf_random_normal(p->seed, STREAM_U, i * p->d + j);
}

/* Squared norm of the components 1..d-1; for large d the cube root of a chi-squared variable is normal
 * (Wilson and Hilferty), to a relative error of order d^(-3/2). */
static double rest_squared(const shf_timescales_params *p, size_t i)
{
    double n = (double)(p->d - 1), sum = 0;
    if (p->d > summed_d) {
        double q = 2 / (9 * n), c = 1 - q + sqrt(q) * shf_random_normal(p->seed, STREAM_NORM, i);
        return n * c * c * c;
    }
    for (size_t j = 1; j < p->d; j++) {
        double z = component(p, i, j);
        sum += z * z;
    }
    return sum;
}

static double overlap(const shf_timescales_params *p, int kind, size_t i)
{
    if (kind == SHF_OVERLAP_POINTS)
        return p->init_s.value[i % p->init_s.n];
    if (kind != SHF_OVERLAP_SPHERE)
        return 0;
    double z = component(p, i, 0);
    return z / sqrt(z * z + rest_squared(p, i));
}

void shf_initial_overlaps(const shf_timescales_params *p, int kind, double *s)
{
    for (size_t i = 0; i < p->m; i++)
        s[i] = overlap(p, kind, i);
}

void shf_initial_directions(const shf_timescales_params *p, int kind, double *u)
{
    for (size_t i = 0; i < p->m; i++) {
        double s = overlap(p, kind, i), *row = u + i * p->d;
        double scale = sqrt((1 - s) * (1 + s) / rest_squared(p, i));
        row[0] = s;
        for (size_t j = 1; j < p->d; j++)
            row[j] = scale * component(p, i, j);
    }
}
