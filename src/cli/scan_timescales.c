/* shallowflow scan timescales: learning times against epsilon. */
#include "cli/commands.h"
#include <shallowflow/timescales.h>

typedef struct input {
    shf_timescales_params timescales;
    shf_timescales_scan_range range;
    shf_solver solver;
} input;

RUN(shf_timescales_scan(&in->timescales, &in->range, &in->solver, progress, table, info, error))

/* A component found, with its prediction as a line of the same colour. */
#define COMPONENT(found, k)                                                          \
    {.x = "epsilon", .y = found "_" k, .title = "k = " k, .style = "points ps 0.8"}, \
    {                                                                                \
        .x = "epsilon", .y = "predicted_" found "_" k                                \
    }

static void draw(picture *p)
{
    PICTURE_CURVES(p, "ε", "half-learning time t_k", AXES_LOG | AXES_WHOLE, COMPONENT("t", "0"),
                   COMPONENT("t", "1"), COMPONENT("t", "2"), COMPONENT("t", "3"), COMPONENT("t", "4"),
                   {.title = "predicted", .style = "lines ls 7 dt 1"});
    PICTURE_CURVES(p, "ε", "d log t_k / d log ε", AXES_LOG_X, COMPONENT("slope", "0"),
                   COMPONENT("slope", "1"), COMPONENT("slope", "2"), COMPONENT("slope", "3"),
                   COMPONENT("slope", "4"), {.title = "predicted", .style = "lines ls 7 dt 1"});
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
