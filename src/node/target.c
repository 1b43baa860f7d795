/* Label rules, and averages over the label (N.1). */
#include "node/target.h"

void shf_node_target_init(shf_node_target *target, const shf_node_params *params)
{
    *target = (shf_node_target){.loss = shf_loss_make(params->loss.kind, params->h), .n_edges = 1};
    if (params->labels.kind == SHF_LABEL_STRIPES) {
        target->n_edges = params->labels.n;
        for (size_t i = 0; i < target->n_edges; i++)
            target->edge[i] = params->labels.value[i];
    }
    for (size_t i = 0; i <= target->n_edges; i++) {
        target->sign[i] = (target->n_edges - i) % 2 ? -1 : 1;
        target->flip[i] = params->delta_stripes.n ? params->delta_stripes.value[i] : params->delta;
    }
}

/* E f(y c) */
static double average(const shf_node_target *target, size_t i, double c,
                      double (*f)(const shf_loss *loss, double z))
{
    double s = target->sign[i], q = target->flip[i];
    return (1 - q) * f(&target->loss, s * c) + q * f(&target->loss, -s * c);
}

double shf_node_target_pull(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    return s * ((1 - q) * shf_loss_pull(&target->loss, s * c) - q * shf_loss_pull(&target->loss, -s * c));
}

double shf_node_target_loss(const shf_node_target *target, size_t i, double c)
{
    return average(target, i, c, shf_loss_value);
}

double shf_node_target_unsatisfied(const shf_node_target *target, size_t i, double c)
{
    return average(target, i, c, shf_loss_unsatisfied);
}

double shf_node_target_curvature(const shf_node_target *target, size_t i, double c)
{
    return average(target, i, c, shf_loss_curvature);
}

double shf_node_target_error(const shf_node_target *target, size_t i, double c)
{
    double z = target->sign[i] * c;
    return z > 0 ? 0 : z < 0 ? 1 : 0.5;
}
