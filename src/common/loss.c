/* Losses as traits (N.2). */
#include "common/loss.h"
#include <math.h>

/** One row a loss: functions of z; the last four as in shf_loss, the ramp relative to h. */
typedef struct shf_loss_traits {
    double (*value)(const shf_loss *, double z), (*pull)(const shf_loss *, double z),
        (*curvature)(const shf_loss *, double z);
    int margin;
    double growth, ramp, span, flat;
} traits;

/* ---- hinge: max(0, h - z), rounded within the ramp ---- */

static double hinge(const shf_loss *l, double z)
{
    double gap = l->h - z;
    if (fabs(gap) < 0.5 * l->ramp)
        return 0.5 * (gap + 0.5 * l->ramp) * (gap + 0.5 * l->ramp) / l->ramp;
    return fmax(0, gap);
}

static double hinge_pull(const shf_loss *l, double z)
{
    double gap = l->h - z;
    if (fabs(gap) < 0.5 * l->ramp)
        return gap / l->ramp + 0.5;
    return gap > 0 ? 1 : 0;
}

static double hinge_curvature(const shf_loss *l, double z)
{
    return fabs(l->h - z) < 0.5 * l->ramp ? 1 / l->ramp : 0;
}

/* ---- square hinge: max(0, h - z)^2 / 2 ---- */

static double square_hinge(const shf_loss *l, double z)
{
    double gap = l->h - z;
    return gap > 0 ? 0.5 * gap * gap : 0;
}

static double square_hinge_pull(const shf_loss *l, double z)
{
    return fmax(0, l->h - z);
}

static double square_hinge_curvature(const shf_loss *l, double z)
{
    return l->h > z ? 1 : 0;
}

/* ---- logistic: log(1 + exp(-z)) ---- */

static double logistic(const shf_loss *unused, double z)
{
    (void)unused;
    return z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z;
}

static double logistic_pull(const shf_loss *unused, double z)
{
    (void)unused;
    return 1 / (1 + exp(z));
}

static double logistic_curvature(const shf_loss *unused, double z)
{
    (void)unused;
    double e = exp(-fabs(z));
    return e / ((1 + e) * (1 + e));
}

/* ---- quadratic: (h - z)^2 / 2 ---- */

static double quadratic(const shf_loss *l, double z)
{
    double gap = l->h - z;
    return 0.5 * gap * gap;
}

static double quadratic_pull(const shf_loss *l, double z)
{
    return l->h - z;
}

static double quadratic_curvature(const shf_loss *unused, double z)
{
    (void)unused, (void)z;
    return 1;
}

/* ---- the rows ---- */

static const traits TRAITS[] = {
    [SHF_LOSS_HINGE] = {hinge, hinge_pull, hinge_curvature, 1, 1, .ramp = 1e-8, .span = INFINITY},
    [SHF_LOSS_SQUARE_HINGE] = {square_hinge, square_hinge_pull, square_hinge_curvature, 1, 2,
                               .span = INFINITY},
    [SHF_LOSS_LOGISTIC] = {logistic, logistic_pull, logistic_curvature, 0, 1, .span = 8, .flat = 46},
    [SHF_LOSS_QUADRATIC] = {quadratic, quadratic_pull, quadratic_curvature, 0, 2, .span = INFINITY},
};

shf_loss shf_loss_make(int kind, double h)
{
    const traits *row = &TRAITS[kind];
    return (shf_loss){row, h, row->ramp * h, row->margin, row->growth, row->span, row->flat};
}

double shf_loss_value(const shf_loss *loss, double z)
{
    return loss->traits->value(loss, z);
}

double shf_loss_pull(const shf_loss *loss, double z)
{
    return loss->traits->pull(loss, z);
}

double shf_loss_curvature(const shf_loss *loss, double z)
{
    return loss->traits->curvature(loss, z);
}

double shf_loss_unsatisfied(const shf_loss *loss, double z)
{
    return loss->ramp > 0 ? shf_loss_pull(loss, z) : z < loss->h;
}
