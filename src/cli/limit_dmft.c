/* shallowflow limit dmft: limits of wide networks. */
#include "cli/commands.h"
#include "cli/dmft_picture.h"
#include <shallowflow/dmft_limits.h>

typedef struct input {
    shf_dmft_limit limit;
    shf_dmft_params dmft;
    shf_grid grid;
    shf_dmft_solver solver;
} input;

RUN(shf_dmft_limit_solve(&in->dmft, &in->limit, &in->grid, &in->solver, progress, table, info, error))

const command limit_dmft_command = {
    .name = "limit dmft",
    .answers = LIMITS,
    .summary = "limits of dmft for wide networks, and its exact solution",
    .description = PARAGRAPHS(
        "What becomes of the theory of shallowflow dmft in a wide network?  Each --limit is the leading order "
        "for large m of one stage: mean-field (a0 = O(1), t = O(1)), lazy (gamma0, t = O(1/m)) and lazy-late "
        "(t = O(1)), pure-noise (no target, a0 = O(1), t = O(1)) and sqrt-m (the same at t = O(sqrt(m)), a "
        "spherical spin glass).  linear is the exact solution for an h of degree one, at any m.",
        "Columns and time are those of shallowflow dmft for the same --m, so that both can be laid on each "
        "other.  The estimated errors are those of the limit itself; how far it is from finite m is what the "
        "comparison shows."),
    .examples = EXAMPLES(
        {"shallowflow limit dmft --limit mean-field --t-max 1000",
         "features learnt by an infinitely wide network"},
        {"shallowflow limit dmft --limit linear --h poly:0,0.9 --m 5 --t-max 50 --rtol 1e-9",
         "an exact solution"},
        {"shallowflow limit dmft --limit lazy --h poly:0,0.9,0.5 --gamma0 1 --m 10000 --t-max 0.01",
         "a lazy start up to its plateau"},
        {"shallowflow limit dmft --limit lazy-late --h poly:0,0.9,0.5 --gamma0 1 --m 10000 --t-max 100",
         "the noise is fitted from there on"},
        {"shallowflow limit dmft --limit sqrt-m --target none --tau 0.6 --m 10000 --t-max 4000",
         "how output weights grow on pure noise"}),
    .sections = SECTIONS(SECTION(limit, shf_dmft_limit), SECTION(dmft, shf_dmft_params),
                         SECTION(grid, shf_dmft_grid), SECTION(solver, shf_dmft_solver)),
    .run = run,
    .sample = "--points 2 --t-max 1",
    .draw = dmft_draw,
};
