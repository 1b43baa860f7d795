/* A population from its parameters. */
#include "node/population.h"
#include "common/report.h"
#include "node/field.h"
#include <math.h>
#include <stdlib.h>

/* The model: all but what depends on the quadrature over the initial law. */
static shf_status init_model(shf_node_population *pop, const shf_node_params *params, shf_error *error)
{
    *pop = (shf_node_population){.alpha = params->alpha,
                                 .root_d = sqrt((double)params->d),
                                 .activation = shf_activation_make(&params->activation)};
    pop->rate = params->eta / (params->alpha * (double)params->M);
    pop->decay = params->eta * params->weight_decay;
    int scaled = params->data.kind == SHF_DATA_SPHERE && params->data.n;
    pop->stretch = scaled ? params->data.value[0] / pop->root_d : 1;
    shf_node_target_init(&pop->target, params);
    /* powers of |x| that the averages meet: the loss's of the field, which grows like the activation */
    double growth = pop->target.loss.growth * pop->activation.growth;
    return shf_node_law_init(&pop->law, &params->data, params->d, growth, error);
}

shf_status shf_node_population_check(const shf_node_params *params, shf_error *error)
{
    shf_node_population model;
    return init_model(&model, params, error);
}

shf_status shf_node_population_new(shf_node_population *pop, const shf_node_params *params,
                                   const shf_node_request *request, shf_error *error)
{
    shf_status status = init_model(pop, params, error);
    if (status)
        return status;
    /* a polynomial needs no more points than its degree asks for */
    size_t degree = pop->activation.degree;
    pop->points = !pop->activation.polynomial ? request->points_x : degree < 1 ? 2 : degree + 1;
    status = shf_node_initial_new(&pop->initial, params, request, error);
    if (status)
        return status;
    pop->state = calloc(8 * pop->initial.n, sizeof *pop->state);
    pop->pull = pop->state ? pop->state + 3 * pop->initial.n : NULL;
    pop->curve = pop->state ? pop->pull + 2 * pop->initial.n : NULL;
    return pop->state ? SHF_OK : shf_no_memory(error);
}

void shf_node_population_free(shf_node_population *pop)
{
    shf_node_field_free(pop);
    shf_node_response_free(&pop->response);
    free(pop->state);
    shf_node_initial_free(&pop->initial);
}
