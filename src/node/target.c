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

shf_loss_terms shf_node_target_terms(const shf_node_target *target, size_t i, double c)
{
    double s = target->sign[i], q = target->flip[i];
    shf_loss_terms right = shf_loss_at(&target->loss, s * c), flipped = {0};
    if (q > 0)
        flipped = shf_loss_at(&target->loss, -s * c);
    return (shf_loss_terms){.value = (1 - q) * right.value + q * flipped.value,
                            .pull = s * ((1 - q) * right.pull - q * flipped.pull),
                            .curvature = (1 - q) * right.curvature + q * flipped.curvature,
                            .unsatisfied = (1 - q) * right.unsatisfied + q * flipped.unsatisfied};
}

double shf_node_target_error(const shf_node_target *target, size_t i, double c)
{
    double z = target->sign[i] * c;
    return z > 0 ? 0 : z < 0 ? 1 : 0.5;
}
