/* Losses as traits (N.2). */
#include "common/loss.h"
#include <math.h>

/** One row a loss: its terms, then as in shf_loss, but the ramp relative to h. */
typedef struct traits {
    shf_loss_terms (*terms)(const shf_loss *loss, double z);
    int margin;
    double growth, ramp, span, flat;
} traits;

/* max(0, h - z), rounded within the ramp */
static shf_loss_terms hinge(const shf_loss *l, double z)
{
    double gap = l->h - z, ramp = l->ramp;
    if (fabs(gap) < 0.5 * ramp) {
        double pull = gap / ramp + 0.5;
        return (shf_loss_terms){0.5 * (gap + 0.5 * ramp) * (gap + 0.5 * ramp) / ramp, pull, 1 / ramp, pull};
    }
    double missed = gap > 0;
    return (shf_loss_terms){gap > 0 ? gap : 0, missed, 0, missed};
}

/* max(0, h - z)^2 / 2 */
static shf_loss_terms square_hinge(const shf_loss *l, double z)
{
    double gap = l->h - z;
    return gap > 0 ? (shf_loss_terms){0.5 * gap * gap, gap, 1, z < l->h} : (shf_loss_terms){0};
}

/* log(1 + exp(-z)) */
static shf_loss_terms logistic(const shf_loss *l, double z)
{
    double e = exp(-fabs(z));
    return (shf_loss_terms){z > 0 ? log1p(e) : log1p(e) - z, 1 / (1 + exp(z)), e / ((1 + e) * (1 + e)),
                            z < l->h};
}

/* (h - z)^2 / 2 */
static shf_loss_terms quadratic(const shf_loss *l, double z)
{
    double gap = l->h - z;
    return (shf_loss_terms){0.5 * gap * gap, gap, 1, z < l->h};
}

static const traits TRAITS[] = {
    [SHF_LOSS_HINGE] = {hinge, 1, 1, .ramp = 1e-8, .span = INFINITY},
    [SHF_LOSS_SQUARE_HINGE] = {square_hinge, 1, 2, .span = INFINITY},
    [SHF_LOSS_LOGISTIC] = {logistic, 0, 1, .span = 8, .flat = 46},
    [SHF_LOSS_QUADRATIC] = {quadratic, 0, 2, .span = INFINITY},
};

shf_loss shf_loss_make(int kind, double h)
{
    const traits *row = &TRAITS[kind];
    return (shf_loss){row->terms, h, row->ramp * h, row->margin, row->growth, row->span, row->flat};
}
