/* shallowflow threshold dmft: from which output weights on gradient flow interpolates. */
#include "cli/commands.h"
#include <math.h>
#include <shallowflow/dmft_limits.h>

typedef struct input {
    shf_dmft_threshold_params threshold;
} input;

RUN(shf_dmft_threshold_solve(&in->threshold, progress, table, info, error))

static void report(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%12s%14s%12s%14s\n", "horizon", "gamma", "decay", "extrapolated to γ_{GF}");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        (void)fprintf(stream, "%12.6g%14.7g%12.5f%14.7g\n", shf_table_column(table, "t")[k],
                      shf_table_column(table, "gamma")[k], shf_table_column(table, "decay")[k],
                      shf_table_column(table, "estimate")[k]);
    if (isnan(shf_table_scalar(table, "gamma_GF"))) /* interrupted */
        return;
    (void)fprintf(stream, "\ngamma_GF   = %.6g +- %.2g   for noise one\n",
                  shf_table_scalar(table, "gamma_GF"), shf_table_scalar(table, "gamma_GF_error"));
    (void)fprintf(stream, "gamma_star = %.6g +- %.2g   for this target and noise, tau' = %.6g\n",
                  shf_table_scalar(table, "gamma_star"), shf_table_scalar(table, "gamma_star_error"),
                  shf_table_scalar(table, "tau_effective"));
    (void)fprintf(stream, "test error there: %.6g\n", shf_table_scalar(table, "e_plateau"));
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "γ for noise one", AXES_LOG_X, {"t", "gamma", "critical at t"},
                   {"t", "estimate", "extrapolated to γ_{GF}"});
    PICTURE_CURVES(p, "t", "-d log e_{train} / d log t", AXES_LOG_X, {"t", "decay", "decay"});
}

const command threshold_dmft_command = {
    .name = "threshold dmft",
    .answers = LIMITS,
    .summary = "output weights from which on a wide network interpolates",
    .description = PARAGRAPHS(
        "From which gamma = a/sqrt(m) on does gradient flow of a wide network bring the training error to "
        "zero?  At the threshold the error decays as a power of time; below it ends on a plateau, above it "
        "falls exponentially.  For each horizon t the gamma is found at which log e_train against log t bends "
        "neither up nor down, and the sequence is extrapolated to t = infinity, with the error that this "
        "leaves.",
        "Needs alpha < 1, since more samples than weights cannot be interpolated, and t-max of at least "
        "160/alpha.",
        "gamma_GF is the threshold for pure noise of variance one; that of a target with noise tau is "
        "gamma_star = tau' gamma_GF, at which a(t)/sqrt(m) stops for t >> m.  Theory: that of shallowflow "
        "dmft."),
    .examples =
        EXAMPLES({"shallowflow threshold dmft --report", "the threshold of the default problem"},
                 {"shallowflow threshold dmft --h poly:0,0.9,0.5 --target none --tau 1 --t-max 8000 --report",
                  "quadratic activation, closer to the threshold"}),
    .sections = SECTIONS(SECTION(threshold, shf_dmft_threshold)),
    .run = run,
    .sample = "--t-max 540 --rtol 1e-3",
    .draw = draw,
    .report = report,
};
