/* shallowflow dmft-limit: limits of wide networks. */
#include "cli/commands.h"
#include "cli/dmft_panels.h"
#include <shallowflow/dmft_limits.h>

static const shf_param_table *const sections[] = {&shf_dmft_limit_table, &shf_dmft_params_table,
                                                  &shf_dmft_grid_table, &shf_dmft_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_dmft_limit_solve(params[1], params[0], params[2], params[3], progress, table, info, error);
}

static const char *const description[] = {"What becomes of the theory of shallowflow dmft in a wide network? "
                                          " Each --limit is the leading order for large m "
                                          "of one stage: mean-field (a0 = O(1), t = O(1)), lazy (gamma0, t = "
                                          "O(1/m)) and lazy-late (t = O(1)), pure-noise "
                                          "(no target, a0 = O(1), t = O(1)) and sqrt-m (the same at t = "
                                          "O(sqrt(m)), a spherical spin glass).  linear is the "
                                          "exact solution for an h of degree one, at any m.",
                                          "Columns and time are those of shallowflow dmft for the same --m, "
                                          "so that both can be laid on each other.  The "
                                          "estimated errors are those of the limit itself; how far it is "
                                          "from finite m is what the comparison shows.",
                                          NULL};

static const example examples[] = {
    {"shallowflow dmft-limit --limit mean-field --t-max 1000",
     "features learnt by an infinitely wide network"},
    {"shallowflow dmft-limit --limit linear --h poly:0,0.9 --m 5 --t-max 50 --rtol 1e-9",
     "an exact solution"},
    {"shallowflow dmft-limit --limit lazy --h poly:0,0.9,0.5 --gamma0 1 --m 10000 --t-max 0.01",
     "a lazy start up to its plateau"},
    {"shallowflow dmft-limit --limit lazy-late --h poly:0,0.9,0.5 --gamma0 1 --m 10000 --t-max 100",
     "the noise is fitted from there on"},
    {"shallowflow dmft-limit --limit sqrt-m --target none --tau 0.6 --m 10000 --t-max 4000",
     "how output weights grow on pure noise"},
    {NULL, NULL}};

static const sample smallest[] = {{"points", "2"}, {"t-max", "1"}, {NULL, NULL}};

const command dmft_limit_command = {
    .name = "dmft-limit",
    .summary = "limits of dmft for wide networks, and its exact solution",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = dmft_panels,
    .n_panels = DMFT_PANELS,
};
