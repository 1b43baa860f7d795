/* Onsets of overfitting in measured curves. */
#include "cli/onset_measure.h"
#include <math.h>

const char *const onset_curve_name[CURVE_COLUMNS] = {"error_test", "error_train", "f_U", "I", "J", "loss"};

/* ---- first crossings ---- */

/* Positive before the onset, negative behind it. */
static double excess(const onset_curves *c, const onset_criteria *criteria, int event, size_t k)
{
    switch (event) {
    case SHF_ONSET_IJ:
        return c->value[CURVE_I][k] - c->value[CURVE_J][k];
    case SHF_ONSET_UNLEARN:
        return criteria->flips ? c->value[CURVE_I][k] : 1;
    case SHF_ONSET_GAP:
        return c->value[CURVE_ERROR_TRAIN][k] - (1 - criteria->gap) * c->value[CURVE_ERROR_TEST][k];
    case SHF_ONSET_FIT:
        return isnan(criteria->loss_at_fit) ? 1 : log(c->value[CURVE_LOSS][k] / criteria->loss_at_fit);
    default: /* SHF_ONSET_END */
        return log(2 * criteria->N * c->value[CURVE_F_U][k]);
    }
}

static double first_crossing(const onset_curves *c, const onset_criteria *criteria, int event)
{
    double before = excess(c, criteria, event, 0);
    if (before <= 0)
        return 0;
    for (size_t k = 1; k < c->n; k++) {
        double behind = excess(c, criteria, event, k);
        if (behind <= 0) {
            double s = isinf(behind) ? 1 : before / (before - behind);
            return c->t[k - 1] * pow(c->t[k] / c->t[k - 1], s);
        }
        before = behind;
    }
    return NAN;
}

/* ---- the minimum of the test error ---- */

enum { TERMS = 4, FITS = 6 };

static const double half_width = 0.5; /* of the window, in log t */

/* Least squares by elimination; the normal equations of a cubic on [-1, 1] are well conditioned.  0 if they
 * are singular. */
static int solve(double a[TERMS][TERMS + 1])
{
    for (int i = 0; i < TERMS; i++) {
        if (!(a[i][i] > 1e-10))
            return 0;
        for (int r = 0; r < TERMS; r++) {
            double factor = r == i ? 0 : a[r][i] / a[i][i];
            for (int k = i; k <= TERMS; k++)
                a[r][k] -= factor * a[i][k];
        }
    }
    for (int i = 0; i < TERMS; i++)
        a[i][TERMS] /= a[i][i];
    return 1;
}

/* The cubic c[0] + c[1] u + ... of log error_test, u = log(t / centre) / half_width; how many rows it rests
 * on, 0 if they are too few. */
static size_t fit_cubic(const onset_curves *curves, double centre, double *c)
{
    double a[TERMS][TERMS + 1] = {{0}};
    size_t rows = 0;
    for (size_t k = 0; k < curves->n; k++) {
        double u = log(curves->t[k] / centre) / half_width, error = curves->value[CURVE_ERROR_TEST][k];
        if (fabs(u) > 1 || !(error > 0))
            continue;
        const double power[TERMS] = {1, u, u * u, u * u * u};
        for (int i = 0; i < TERMS; i++) {
            for (int j = 0; j < TERMS; j++)
                a[i][j] += power[i] * power[j];
            a[i][TERMS] += power[i] * log(error);
        }
        rows++;
    }
    if (rows < TERMS + 1 || !solve(a))
        return 0;
    for (int i = 0; i < TERMS; i++)
        c[i] = a[i][TERMS];
    return rows;
}

/* Where the cubic has its minimum: of the roots of c1 + 2 c2 u + 3 c3 u^2 the one with rising slope; NaN if
 * there is none. */
static double minimum_of_cubic(const double *c)
{
    double discriminant = c[2] * c[2] - 3 * c[1] * c[3];
    if (discriminant <= 0)
        return NAN;
    double root = sqrt(discriminant);
    return c[2] > 0 ? -c[1] / (c[2] + root) : (root - c[2]) / (3 * c[3]);
}

static double best_time(const onset_curves *curves)
{
    const double *error = curves->value[CURVE_ERROR_TEST];
    size_t lowest = 0;
    for (size_t k = 1; k < curves->n; k++)
        if (error[k] < error[lowest])
            lowest = k;
    double centre = curves->t[lowest], c[TERMS];
    for (int k = 0; k < FITS; k++) {
        if (!fit_cubic(curves, centre, c))
            return NAN;
        double u = minimum_of_cubic(c);
        if (!(fabs(u) <= 1))
            return NAN;
        centre *= exp(half_width * u);
        if (centre < curves->t[0] || centre > curves->t[curves->n - 1])
            return NAN;
    }
    return centre;
}

/* ---- all of them ---- */

void onset_measure(const onset_curves *curves, const onset_criteria *criteria, double t[SHF_ONSET_COUNT])
{
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        t[k] = k == SHF_ONSET_BEST ? best_time(curves) : first_crossing(curves, criteria, k);
}

double onset_value_at(const onset_curves *curves, int column, double t)
{
    const double *v = curves->value[column];
    if (isnan(t))
        return NAN;
    if (t <= curves->t[0])
        return v[0];
    for (size_t k = 1; k < curves->n; k++)
        if (t <= curves->t[k]) {
            double s = log(t / curves->t[k - 1]) / log(curves->t[k] / curves->t[k - 1]);
            return (1 - s) * v[k - 1] + s * v[k];
        }
    return NAN;
}
