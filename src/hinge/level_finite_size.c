/* Level finite-size: nodes, noise and memory from the finite-size theory (finite_size.h). */
#include "common/report.h"
#include "hinge/finite_size_path.h"
#include "hinge/levels.h"
#include <math.h>
#include <stdlib.h>

void shf_hinge_level_put(const shf_hinge_params *params, const shf_finite_size_state *s,
                         shf_hinge_level_state *state)
{
    double V = 2 * sqrt((double)params->d) * s->f0;
    *state = (shf_hinge_level_state){.curve = {.gamma = s->gamma,
                                               .f0 = s->f0,
                                               .x_c = s->x_c,
                                               .f_U = s->f_U,
                                               .I = s->I,
                                               .a2 = s->a2,
                                               .w_par2 = s->w_par2,
                                               .a_w_par = V,
                                               .V_par = V,
                                               .loss = s->loss},
                                     .further.finite_size = *s};
}

shf_status shf_hinge_level_finite_size(shf_hinge_call *call, shf_error *error)
{
    const shf_hinge_params *params = &call->model->params;
    shf_status status = shf_finite_size_validate(params, error);
    if (status)
        return status;
    shf_finite_size_state *s = malloc(call->run.n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    status = shf_finite_size_states(params, &call->run, s, error);
    for (size_t k = 0; k < call->run.done; k++)
        shf_hinge_level_put(params, &s[k], &call->state[k]);
    free(s);
    return status;
}
