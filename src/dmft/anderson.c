/* Fixed points by Anderson's method. */
#include "dmft/anderson.h"
#include "common/blas.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double DEPENDENT = 1e-8; /* share of a difference that is new: less is left out */

enum { VECTORS = 3 * SHF_DMFT_ANDERSON_DEPTH + 2 };

shf_status shf_dmft_anderson_start(shf_dmft_anderson *anderson, size_t n, shf_error *error)
{
    if (n > anderson->capacity) {
        shf_dmft_anderson_free(anderson);
        shf_status status = shf_blas_load(1, error);
        if (status)
            return status;
        anderson->capacity = n + n / 2;
        anderson->memory = malloc(VECTORS * anderson->capacity * sizeof(double));
        if (!anderson->memory) {
            anderson->capacity = 0;
            return shf_no_memory(error);
        }
    }
    double *next = anderson->memory;
    for (size_t k = 0; k < SHF_DMFT_ANDERSON_DEPTH; k++) {
        anderson->step_f[k] = next;
        anderson->step_g[k] = next + n;
        anderson->q[k] = next + 2 * n;
        next += 3 * n;
    }
    anderson->f = next;
    anderson->g = next + n;
    anderson->n = n;
    anderson->used = anderson->newest = 0;
    anderson->started = 0;
    return SHF_OK;
}

/* Stores the newest differences; f and g become the newest residual and image. */
static double remember(shf_dmft_anderson *a, const double *x, const double *g, const double *scale)
{
    double largest = 0;
    if (a->started) {
        a->newest = (a->newest + 1) % SHF_DMFT_ANDERSON_DEPTH;
        a->used += a->used < SHF_DMFT_ANDERSON_DEPTH;
    } else {
        memset(a->f, 0, a->n * sizeof *a->f);
        memset(a->g, 0, a->n * sizeof *a->g);
        a->started = 1;
    }
    double *df = a->step_f[a->newest], *dg = a->step_g[a->newest];
    for (size_t i = 0; i < a->n; i++) {
        double f = (g[i] - x[i]) / scale[i];
        largest = fabs(f) <= largest ? largest : fabs(f); /* keeps a NaN */
        df[i] = f - a->f[i];
        dg[i] = g[i] - a->g[i];
        a->f[i] = f;
    }
    memcpy(a->g, g, a->n * sizeof *g);
    return largest;
}

/* x = g - sum_j c_j dg_j, c = argmin |f - sum_j c_j df_j|. */
static void combine(shf_dmft_anderson *a, double *x)
{
    double r[SHF_DMFT_ANDERSON_DEPTH][SHF_DMFT_ANDERSON_DEPTH], c[SHF_DMFT_ANDERSON_DEPTH];
    size_t column[SHF_DMFT_ANDERSON_DEPTH], kept = 0;
    int n = (int)a->n;
    for (size_t age = 0; age < a->used; age++) {
        size_t k = (a->newest + SHF_DMFT_ANDERSON_DEPTH - age) % SHF_DMFT_ANDERSON_DEPTH;
        double *q = a->q[kept];
        memcpy(q, a->step_f[k], a->n * sizeof *q);
        double before = cblas_dnrm2(n, q, 1);
        for (size_t j = 0; j < kept; j++) {
            r[j][kept] = cblas_ddot(n, a->q[j], 1, q, 1);
            cblas_daxpy(n, -r[j][kept], a->q[j], 1, q, 1);
        }
        double after = cblas_dnrm2(n, q, 1);
        if (!(after > DEPENDENT * before) || !isfinite(after))
            continue;
        r[kept][kept] = after;
        cblas_dscal(n, 1 / after, q, 1);
        column[kept] = k;
        c[kept] = cblas_ddot(n, q, 1, a->f, 1);
        kept++;
    }
    memcpy(x, a->g, a->n * sizeof *x);
    for (size_t j = kept; j-- > 0;) {
        for (size_t k = j + 1; k < kept; k++)
            c[j] -= r[j][k] * c[k];
        c[j] /= r[j][j];
        cblas_daxpy(n, -c[j], a->step_g[column[j]], 1, x, 1);
    }
}

double shf_dmft_anderson_step(shf_dmft_anderson *anderson, double *x, const double *g, const double *scale)
{
    int first = !anderson->started;
    double largest = remember(anderson, x, g, scale);
    if (first)
        memcpy(x, g, anderson->n * sizeof *x);
    else
        combine(anderson, x);
    return largest;
}

void shf_dmft_anderson_free(shf_dmft_anderson *anderson)
{
    free(anderson->memory);
    *anderson = (shf_dmft_anderson){.capacity = 0};
}
