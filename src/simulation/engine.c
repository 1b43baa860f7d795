/* Choice of the precision. */
#include "simulation/engine.h"

shf_status shf_hinge_engine_new(shf_hinge_engine *engine, const shf_hinge_engine_config *config,
                                shf_error *error)
{
    *engine = (shf_hinge_engine){.ops = config->single ? &shf_hinge_engine_single : &shf_hinge_engine_double};
    return engine->ops->create(config, &engine->state, error);
}

void shf_hinge_engine_free(shf_hinge_engine *engine)
{
    if (engine->ops)
        engine->ops->destroy(engine->state);
    *engine = (shf_hinge_engine){.ops = NULL};
}
