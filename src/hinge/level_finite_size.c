/* Levels finite-size and unpinned: the averages over the nodes follow from the clock, what the samples see
 * comes from the finite-size theory (finite_size.h). */
#include "common/report.h"
#include "hinge/finite_size_path.h"
#include "hinge/levels.h"
#include <stdlib.h>

shf_hinge_level_state shf_hinge_level_state_of(const shf_finite_size_state *s)
{
    return (shf_hinge_level_state){
        .curve = {.gamma = s->gamma, .f0 = s->f0, .x_c = s->x_c, .f_U = s->f_U, .I = s->I, .loss = s->loss},
        .further.finite_size = *s};
}

static shf_status solve(shf_hinge_call *call, int with_pins, shf_error *error)
{
    const shf_hinge_params *params = &call->model->params;
    shf_status status = shf_finite_size_validate(params, error);
    if (status)
        return status;
    shf_finite_size_state *s = malloc(call->run.n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    status = shf_finite_size_states(params, with_pins, &call->run, s, error);
    for (size_t k = 0; k < call->run.done; k++) {
        call->state[k] = shf_hinge_level_state_of(&s[k]);
        shf_hinge_observe_nodes(params, s[k].gamma, &call->state[k].curve); /* NaN beyond the theory's end */
    }
    free(s);
    return status;
}

shf_status shf_hinge_level_finite_size(shf_hinge_call *call, shf_error *error)
{
    return solve(call, 1, error);
}

shf_status shf_hinge_level_unpinned(shf_hinge_call *call, shf_error *error)
{
    return solve(call, 0, error);
}
