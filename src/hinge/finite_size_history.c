/* Slope f0 and memory Phi over time, for samples that have been satisfied for a while. */
#include "hinge/finite_size_history.h"
#include <math.h>
#include <stdlib.h>

void shf_finite_size_history_clear(shf_finite_size_history *h)
{
    free(h->point);
    *h = (shf_finite_size_history){.n = 0};
}

int shf_finite_size_history_add(shf_finite_size_history *h, shf_finite_size_point point)
{
    if (h->n == h->capacity) {
        size_t capacity = h->capacity ? 2 * h->capacity : 256;
        shf_finite_size_point *larger = realloc(h->point, capacity * sizeof *larger);
        if (!larger)
            return 0;
        h->point = larger;
        h->capacity = capacity;
    }
    h->point[h->n++] = point;
    return 1;
}

/* Cubic Hermite interpolation over a step of length dt, at the fraction s, and its derivative with s. */
static double cubic(double a, double da, double b, double db, double dt, double s)
{
    double r = 1 - s;
    return r * r * ((1 + 2 * s) * a + s * dt * da) + s * s * ((1 + 2 * r) * b - r * dt * db);
}

static double cubic_slope(double a, double da, double b, double db, double dt, double s)
{
    double r = 1 - s;
    return 6 * r * s * (b - a) + dt * (r * (1 - 3 * s) * da + s * (3 * s - 2) * db);
}

/* The present rate of a quantity: that of the quartic through its values and rates at two points and its
 * present value. */
static double rate(const double *a, double ta, const double *b, double tb, double now, double t)
{
    double dt = tb - ta, s = (t - ta) / dt;
    double past = cubic(a[0], a[1], b[0], b[1], dt, s);
    double slope = cubic_slope(a[0], a[1], b[0], b[1], dt, s) / dt;
    return slope + (now - past) * (2 / (t - ta) + 2 / (t - tb));
}

/* The rates of the present point, the k-th of the history being the last before it. */
static void complete(const shf_finite_size_history *h, size_t k, shf_finite_size_point *now)
{
    const shf_finite_size_point *b = &h->point[k], *a = b - 1;
    if (k == 0) {
        now->f0_rate = (now->f0 - b->f0) / (now->t - b->t);
        now->Phi_rate = (now->Phi - b->Phi) / (now->t - b->t);
        return;
    }
    now->f0_rate = rate(&a->f0, a->t, &b->f0, b->t, now->f0, now->t);
    now->Phi_rate = rate(&a->Phi, a->t, &b->Phi, b->t, now->Phi, now->t);
}

/* The fraction of a step at which the memory is Phi, between those at its ends: Newton's method within a
 * bracket. */
static double fraction(const shf_finite_size_point *a, const shf_finite_size_point *b, double Phi)
{
    double dt = b->t - a->t, low = 0, high = 1, s = (Phi - a->Phi) / (b->Phi - a->Phi);
    for (int j = 0; j < 60; j++) {
        double excess = cubic(a->Phi, a->Phi_rate, b->Phi, b->Phi_rate, dt, s) - Phi;
        if (excess > 0)
            high = s;
        else
            low = s;
        double next = s - excess / cubic_slope(a->Phi, a->Phi_rate, b->Phi, b->Phi_rate, dt, s);
        if (!(next >= low && next <= high))
            next = 0.5 * (low + high);
        if (fabs(next - s) < 1e-15)
            return next;
        s = next;
    }
    return s;
}

void shf_finite_size_history_since(const shf_finite_size_history *h, shf_finite_size_point now, size_t n,
                                   const double *Phi, double *lag, double *f0_gain)
{
    size_t k = h->n - 1;
    while (k > 0 && h->point[k].t >= now.t)
        k--;
    size_t last = k;
    complete(h, last, &now);
    for (size_t j = 0; j < n; j++) {
        while (k > 0 && h->point[k].Phi > Phi[j])
            k--;
        const shf_finite_size_point *a = &h->point[k], *b = k == last ? &now : a + 1;
        if (a->Phi > Phi[j]) { /* before the first point both grow in proportion to time */
            double part = Phi[j] / a->Phi;
            lag[j] = now.t - part * a->t;
            f0_gain[j] = now.f0 - part * a->f0;
            continue;
        }
        double s = fraction(a, b, Phi[j]), dt = b->t - a->t;
        lag[j] = now.t - (a->t + s * dt);
        f0_gain[j] = now.f0 - cubic(a->f0, a->f0_rate, b->f0, b->f0_rate, dt, s);
    }
}
