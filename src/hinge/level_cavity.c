/* Level cavity: the per-sample theory (cavity.h), whose nodes do not follow from the clock alone. */
#include "common/report.h"
#include "hinge/cavity.h"
#include "hinge/levels.h"
#include <math.h>
#include <stdlib.h>

shf_status shf_hinge_level_cavity(shf_hinge_call *call, shf_error *error)
{
    shf_finite_size_model model;
    shf_status status = shf_finite_size_make(&call->model->params, &model, error);
    if (status)
        return status;
    shf_cavity_state *s = malloc(call->run.n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    const shf_cavity_settings settings = {call->request->samples, 1};
    status = shf_cavity_states(&model, settings, &call->run, s, error);
    for (size_t k = 0; k < call->run.done; k++) {
        call->state[k] = shf_hinge_level_state_of(&s[k].at);
        shf_hinge_state *curve = &call->state[k].curve;
        curve->a2 = s[k].a2;
        curve->w_par2 = s[k].w_par2;
        curve->a_w_par = curve->V_par = 2 * sqrt(model.d) * s[k].at.f0;
    }
    free(s);
    return status;
}
