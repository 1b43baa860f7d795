/* Choice of the precision. */
#include "simulation/engine.h"

shf_status shf_engine_new(shf_engine *engine, const shf_engine_config *config, shf_error *error)
{
    *engine = (shf_engine){.ops = config->single ? &shf_engine_single : &shf_engine_double};
    return engine->ops->create(config, &engine->state, error);
}

void shf_engine_free(shf_engine *engine)
{
    if (engine->ops)
        engine->ops->destroy(engine->state);
    *engine = (shf_engine){.ops = NULL};
}
