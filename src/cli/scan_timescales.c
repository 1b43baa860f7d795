/* shallowflow scan timescales: learning times against epsilon. */
#include "cli/commands.h"
#include <shallowflow/timescales.h>

typedef struct input {
    shf_timescales_params timescales;
    shf_timescales_scan_range range;
    shf_solver solver;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    return shf_timescales_scan(&in->timescales, &in->range, &in->solver, progress, table, info, error);
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "ε", "half-learning times", AXES_LOG, {"epsilon", "t_0", "t_0", "points"},
                   {"epsilon", "t_1", "t_1", "points"}, {"epsilon", "t_2", "t_2", "points"},
                   {"epsilon", "t_3", "t_3", "points"}, {"epsilon", "t_4", "t_4", "points"},
                   {"epsilon", "predicted_t_0", "predicted t_0", "lines"},
                   {"epsilon", "predicted_t_1", "predicted t_1", "lines"},
                   {"epsilon", "predicted_t_2", "predicted t_2", "lines"},
                   {"epsilon", "predicted_t_3", "predicted t_3", "lines"});
    PICTURE_CURVES(p, "ε", "d log t / d log ε", AXES_LOG_X, {"epsilon", "slope_0", "slope 0", "points"},
                   {"epsilon", "slope_1", "slope 1", "points"}, {"epsilon", "slope_2", "slope 2", "points"},
                   {"epsilon", "slope_3", "slope 3", "points"},
                   {"epsilon", "predicted_slope_0", "predicted 0", "lines"},
                   {"epsilon", "predicted_slope_1", "predicted 1", "lines"},
                   {"epsilon", "predicted_slope_2", "predicted 2", "lines"},
                   {"epsilon", "predicted_slope_3", "predicted 3", "lines"});
}

const command scan_timescales_command = {
    .name = "scan timescales",
    .answers = LIMITS,
    .summary = "learning times of wide two-layer networks against epsilon, with local slopes",
    .description = PARAGRAPHS(
        "Half-learning times t_k over a range of epsilon, their closed forms, and the local slopes d log t_k "
        "/ d log epsilon with what theory predicts for them at these epsilon: with which power of epsilon is "
        "each component learnt, and how far from its limit is that power?  Parallel over epsilon; the "
        "parameter epsilon itself is not used."),
    .examples =
        EXAMPLES({"shallowflow scan timescales --epsilon-min 1e-16 --plot powers.svg --output powers.tsv",
                  "three powers of epsilon"},
                 {"shallowflow scan timescales --activation hermite:0,1,0,1 --target hermite:0,1,0,1 --m 50",
                  "a gap: exponent zero"}),
    .sections = SECTIONS(SECTION(timescales, shf_timescales_params),
                         SECTION(range, shf_timescales_scan_range), SECTION(solver, shf_timescales_solver)),
    .run = run,
    .sample = "--epsilon-points 2 --epsilon-min 0.1 --epsilon-max 1 --m 2 --t-max 1e-2",
    .draw = draw,
};
