/* Level mean-field: everything follows from the clock. */
#include "common/report.h"
#include "hinge/levels.h"
#include <stdlib.h>

shf_status shf_hinge_level_mean_field(shf_hinge_call *call, shf_error *error)
{
    shf_hinge_place *place = malloc(call->run.n * sizeof *place);
    if (!place)
        return shf_no_memory(error);
    shf_status status = shf_hinge_places(call->model, &call->run, place, error);
    for (size_t k = 0; k < call->run.done; k++)
        call->state[k].curve = shf_hinge_observe(call->model, place[k]);
    free(place);
    return status;
}
