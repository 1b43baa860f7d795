/* The way up of the slope f0 and the memory, for samples that the clock meets again on its way back. */
#include "hinge/finite_size_history.h"
#include "common/report.h"
#include <stdlib.h>

void shf_finite_size_history_clear(shf_finite_size_history *h)
{
    free(h->point);
    *h = (shf_finite_size_history){.n = 0};
}

static int grow(shf_finite_size_history *h)
{
    size_t capacity = h->capacity ? 2 * h->capacity : 256;
    shf_finite_size_point *larger = realloc(h->point, capacity * sizeof *larger);
    if (!larger)
        return 0;
    h->point = larger;
    h->capacity = capacity;
    return 1;
}

shf_status shf_finite_size_history_add(shf_finite_size_history *h, shf_finite_size_point point,
                                       shf_error *error)
{
    if (h->n && point.f0 <= h->point[h->n - 1].f0)
        return SHF_OK;
    if (h->n == h->capacity && !grow(h))
        return shf_no_memory(error);
    h->point[h->n++] = point;
    return SHF_OK;
}

/* Cubic Hermite interpolation over a step of length dt, at the fraction s. */
static double hermite(double a, double da, double b, double db, double dt, double s)
{
    double r = 1 - s;
    return r * r * ((1 + 2 * s) * a + s * dt * da) + s * s * ((1 + 2 * r) * b - r * dt * db);
}

/* The last point with a slope of at most f0. */
static size_t find(const shf_finite_size_history *h, double f0)
{
    size_t low = 0, high = h->n - 1;
    while (high - low > 1) {
        size_t mid = (low + high) / 2;
        if (h->point[mid].f0 <= f0)
            low = mid;
        else
            high = mid;
    }
    return low;
}

double shf_finite_size_history_memory(const shf_finite_size_history *h, double f0)
{
    if (f0 <= h->point[0].f0)
        return h->point[0].Phi * f0 / h->point[0].f0;
    const shf_finite_size_point *a = &h->point[find(h, f0)], *b = a + 1;
    double dt = b->t - a->t, low = 0, high = 1;
    for (int j = 0; j < 60 && high - low > 1e-15; j++) {
        double s = 0.5 * (low + high);
        if (hermite(a->f0, a->f0_rate, b->f0, b->f0_rate, dt, s) <= f0)
            low = s;
        else
            high = s;
    }
    return hermite(a->Phi, a->Phi_rate, b->Phi, b->Phi_rate, dt, 0.5 * (low + high));
}
