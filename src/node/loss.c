/* Losses and label rules (N.1), (N.2). */
#include "node/loss.h"
#include <math.h>

/* Relative width of the ramp that takes the place of the jump of the hinge. */
static const double RAMP = 1e-8;

void shf_node_target_init(shf_node_target *target, const shf_node_params *params)
{
    *target = (shf_node_target){.loss = params->loss.kind, .h = params->h, .ramp = RAMP * params->h};
    if (params->labels.kind == SHF_LABEL_SIGN) {
        target->n_edges = 1;
    } else {
        target->n_edges = params->labels.n;
        for (size_t i = 0; i < target->n_edges; i++)
            target->edge[i] = params->labels.value[i];
    }
    for (size_t i = 0; i <= target->n_edges; i++) {
        target->sign[i] = (target->n_edges - i) % 2 ? -1 : 1;
        target->flip[i] = params->delta_stripes.n ? params->delta_stripes.value[i] : params->delta;
    }
}

double shf_node_loss_value(const shf_node_target *target, double z)
{
    double gap = target->h - z;
    switch (target->loss) {
    case SHF_LOSS_HINGE:
        if (fabs(gap) < 0.5 * target->ramp)
            return 0.5 * (gap + 0.5 * target->ramp) * (gap + 0.5 * target->ramp) / target->ramp;
        return fmax(0, gap);
    case SHF_LOSS_SQUARE_HINGE:
        return gap > 0 ? 0.5 * gap * gap : 0;
    case SHF_LOSS_LOGISTIC:
        return z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z;
    default:
        return 0.5 * gap * gap;
    }
}

double shf_node_loss_pull(const shf_node_target *target, double z)
{
    double gap = target->h - z;
    switch (target->loss) {
    case SHF_LOSS_HINGE:
        if (fabs(gap) < 0.5 * target->ramp)
            return gap / target->ramp + 0.5;
        return gap > 0 ? 1 : 0;
    case SHF_LOSS_SQUARE_HINGE:
        return fmax(0, gap);
    case SHF_LOSS_LOGISTIC:
        return 1 / (1 + exp(z));
    default:
        return gap;
    }
}

double shf_node_loss_bend(const shf_node_target *target, double z)
{
    double e, gap = target->h - z;
    switch (target->loss) {
    case SHF_LOSS_HINGE:
        return fabs(gap) < 0.5 * target->ramp ? -1 / target->ramp : 0;
    case SHF_LOSS_SQUARE_HINGE:
        return gap > 0 ? -1 : 0;
    case SHF_LOSS_LOGISTIC:
        e = exp(-fabs(z));
        return -e / ((1 + e) * (1 + e));
    default:
        return -1;
    }
}

int shf_node_loss_has_margin(const shf_node_target *target)
{
    return target->loss == SHF_LOSS_HINGE || target->loss == SHF_LOSS_SQUARE_HINGE;
}

double shf_node_target_pull(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    return s * ((1 - q) * shf_node_loss_pull(target, s * c) - q * shf_node_loss_pull(target, -s * c));
}

double shf_node_target_loss(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    return (1 - q) * shf_node_loss_value(target, s * c) + q * shf_node_loss_value(target, -s * c);
}

double shf_node_target_unsatisfied(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    if (target->loss == SHF_LOSS_HINGE)
        return (1 - q) * shf_node_loss_pull(target, s * c) + q * shf_node_loss_pull(target, -s * c);
    return (s * c < target->h ? 1 - q : 0) + (-s * c < target->h ? q : 0);
}

double shf_node_target_bend(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    return (1 - q) * shf_node_loss_bend(target, s * c) + q * shf_node_loss_bend(target, -s * c);
}

double shf_node_target_error(const shf_node_target *target, size_t i, double c)
{
    double z = target->sign[i] * c;
    return z > 0 ? 0 : z < 0 ? 1 : 0.5;
}
