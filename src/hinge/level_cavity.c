/* Level cavity: the per-sample theory (cavity.h). */
#include "common/report.h"
#include "hinge/cavity.h"
#include "hinge/levels.h"
#include <stdlib.h>

shf_status shf_hinge_level_cavity(shf_hinge_call *call, shf_error *error)
{
    shf_finite_size_model model;
    shf_status status = shf_finite_size_make(&call->model->params, &model, error);
    if (status)
        return status;
    shf_finite_size_state *s = malloc(call->run.n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    const shf_cavity_settings settings = {call->request->samples, 1};
    status = shf_cavity_states(&model, settings, &call->run, s, error);
    for (size_t k = 0; k < call->run.done; k++)
        shf_hinge_level_put(&call->model->params, &s[k], &call->state[k]);
    free(s);
    return status;
}
