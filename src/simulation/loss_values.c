/* l and -l' at a point. */
#include "simulation/loss_values.h"
#include <math.h>

int shf_loss_has_margin(int kind)
{
    return kind == SHF_LOSS_HINGE || kind == SHF_LOSS_SQUARE_HINGE;
}

shf_loss_values shf_loss_values_at(int kind, double h, double z)
{
    double e = exp(-fabs(z));
    switch (kind) {
    case SHF_LOSS_HINGE:
        return z < h ? (shf_loss_values){h - z, 1, 1} : (shf_loss_values){0, 0, 0};
    case SHF_LOSS_SQUARE_HINGE:
        return z < h ? (shf_loss_values){(h - z) * (h - z) / 2, h - z, 1} : (shf_loss_values){0, 0, 0};
    case SHF_LOSS_LOGISTIC:
        return (shf_loss_values){log1p(e) + (z < 0 ? -z : 0), (z < 0 ? 1 : e) / (1 + e), 0};
    default:
        return (shf_loss_values){(h - z) * (h - z) / 2, h - z, 0};
    }
}
