/* The way up of the slope f0 and the memory, for samples that the clock meets again on its way back. */
#include "common/report.h"
#include "hinge/finite_size.h"
#include <math.h>
#include <stdlib.h>

enum { TIME, SLOPE, SLOPE_RATE, MEMORY, MEMORY_RATE };

void shf_finite_size_clear(shf_finite_size_run *run)
{
    free(run->history.at);
    run->history = (shf_finite_size_history){0, 0, NULL};
}

static int grow(shf_finite_size_history *h)
{
    size_t capacity = h->capacity ? 2 * h->capacity : 256;
    double(*larger)[5] = realloc(h->at, capacity * sizeof *larger);
    if (!larger)
        return 0;
    h->at = larger;
    h->capacity = capacity;
    return 1;
}

shf_status shf_finite_size_history_add(shf_finite_size_run *run, double t, const double *y, shf_error *error)
{
    const shf_finite_size_model *model = &run->model;
    shf_finite_size_history *h = &run->history;
    shf_finite_size_field f = shf_finite_size_field_at(run, y);
    if (h->n && f.margin.f0 <= h->at[h->n - 1][SLOPE])
        return SHF_OK;
    if (h->n == h->capacity && !grow(h))
        return shf_no_memory(error);
    double dy[SHF_FS_UNKNOWNS], response;
    shf_finite_size_derivative(model, &f, y, dy);
    response = dy[SHF_FS_REST];
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        response += model->memory[c] * shf_finite_size_channel(dy, c)[SHF_FS_M1];
    double *at = h->at[h->n++];
    at[TIME] = t;
    at[SLOPE] = f.margin.f0;
    at[SLOPE_RATE] = f.C / sqrt(model->d) * dy[SHF_FS_CLOCK];
    at[MEMORY] = f.Phi;
    at[MEMORY_RATE] = model->params.alpha / model->N * response;
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
        if (h->at[mid][SLOPE] <= f0)
            low = mid;
        else
            high = mid;
    }
    return low;
}

double shf_finite_size_history_memory(const shf_finite_size_history *h, double f0)
{
    if (f0 <= h->at[0][SLOPE])
        return h->at[0][MEMORY] * f0 / h->at[0][SLOPE];
    size_t k = find(h, f0);
    const double *a = h->at[k], *b = h->at[k + 1];
    double dt = b[TIME] - a[TIME], low = 0, high = 1;
    for (int j = 0; j < 60 && high - low > 1e-15; j++) {
        double s = 0.5 * (low + high);
        if (hermite(a[SLOPE], a[SLOPE_RATE], b[SLOPE], b[SLOPE_RATE], dt, s) <= f0)
            low = s;
        else
            high = s;
    }
    return hermite(a[MEMORY], a[MEMORY_RATE], b[MEMORY], b[MEMORY_RATE], dt, 0.5 * (low + high));
}
