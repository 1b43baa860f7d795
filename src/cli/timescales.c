/* shallowflow timescales: when each component of the target is learnt. */
#include "cli/commands.h"
#include <math.h>
#include <shallowflow/timescales.h>
#include <string.h>

typedef struct input {
    shf_timescales_params timescales;
    shf_timescales_request request;
    shf_grid grid;
    shf_solver solver;
} input;

RUN(shf_timescales_solve(&in->timescales, &in->request, &in->grid, &in->solver, progress, table, info, error))

/* ---- report ---- */

static double result(const shf_table *table, const char *what, size_t k)
{
    char name[48];
    (void)snprintf(name, sizeof name, "%s_%zu", what, k);
    return shf_table_scalar(table, name);
}

static double result_part(const shf_table *table, const char *what, size_t k, const char *part)
{
    char name[48];
    (void)snprintf(name, sizeof name, "%s_%zu_%s", what, k, part);
    return shf_table_scalar(table, name);
}

static int has_component(const shf_table *table, size_t k)
{
    char name[16];
    (void)snprintf(name, sizeof name, "t_%zu", k);
    for (size_t j = 0; j < shf_table_scalars(table); j++)
        if (strcmp(shf_table_scalar_name(table, j), name) == 0)
            return 1;
    return 0;
}

static void report_components(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-11s%15s%15s%12s%12s\n", "component", "learnt at", "predicted", "ratio",
                  "exponent");
    for (size_t k = 0; k <= 200; k++) {
        if (!has_component(table, k))
            continue;
        double t = result(table, "t", k), predicted = result(table, "predicted_t", k);
        double exponent = result(table, "exponent", k);
        (void)fprintf(stream, "%-11zu", k);
        if (isinf(t))
            (void)fprintf(stream, "%15s\n", "never");
        else
            (void)fprintf(stream, "%15.9g%15.9g%12.5f%12.5g\n", t, predicted, t / predicted, exponent);
    }
    double tau_star = shf_table_scalar(table, "tau_star");
    if (!isnan(tau_star))
        (void)fprintf(stream, "tau_star   %15.9g\n", tau_star);
}

static void report_phases(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "\n%-11s%15s%15s%15s%15s\n", "plateau", "from", "to", "risk", "predicted");
    for (size_t k = 1; !isnan(result_part(table, "plateau", k, "from")); k++)
        (void)fprintf(stream, "%-11zu%15.6g%15.6g%15.6g%15.6g\n", k, result_part(table, "plateau", k, "from"),
                      result_part(table, "plateau", k, "to"), result_part(table, "plateau", k, "level"),
                      result_part(table, "plateau", k, "predicted"));
    (void)fprintf(stream, "\n%-11s%15s%15s\n", "fall", "steepest at", "-dR/dlog t");
    for (size_t k = 1; !isnan(result_part(table, "fall", k, "t")); k++)
        (void)fprintf(stream, "%-11zu%15.6g%15.6g\n", k, result_part(table, "fall", k, "t"),
                      result_part(table, "fall", k, "rate"));
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s%s\n", k ? "" : "\n", shf_table_note(table, k));
}

/* What the modes kept leave out; nothing for polynomials of few degrees. */
static void report_rest(FILE *stream, const shf_table *table)
{
    double target = shf_table_scalar(table, "target_rest"), of = shf_table_scalar(table, "activation_rest");
    if (target > 0 || of > 0)
        (void)fprintf(stream, "left out   %15.6g of the risk, %.6g of E sigma^2: degrees above --modes\n",
                      fmax(target, 0), fmax(of, 0));
}

static void report(FILE *stream, const shf_table *table)
{
    report_components(stream, table);
    report_rest(stream, table);
    report_phases(stream, table);
}

/* ---- plots ---- */

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "risk", AXES_LOG_X, {"t", "risk", "risk"});
    PICTURE_CURVES(p, "t", "rms a, s", AXES_LOG, {"t", "rms_a", "rms a"}, {"t", "rms_s", "rms s"});
    picture_add_columns(p, PANEL("t", "residual ρ_k", AXES_LOG_X), "t", "rho_");
}

const command timescales_command = {
    .name = "timescales",
    .answers = CURVES,
    .summary = "when a wide two-layer network learns each Hermite component",
    .description = PARAGRAPHS(
        "When is each Hermite component of a target phi(<u*,x>) learnt by a wide network (1/m) sum_i a_i "
        "sigma(<u_i,x>) whose output weights move 1/epsilon times faster than its directions?  Integrates the "
        "flow of the overlaps s_i = <u_i,u*> for epsilon down to 1e-18 and finds half-learning times, "
        "plateaus and falls of the risk; --report shows them beside their predictions, and says what is never "
        "learnt and why.",
        "Theory: R. Berthier, A. Montanari, K. Zhou, Learning time-scales in two-layers neural networks, "
        "arXiv:2303.00055.  t is the time of the directions."),
    .examples = EXAMPLES({"shallowflow timescales --epsilon 1e-8 --report", "a report on three components"},
                         {"shallowflow timescales --epsilon 1e-6 --plot steps.svg --output steps.tsv",
                          "the curve, as a table and drawn"},
                         {"shallowflow timescales --activation erf --target hermite:0,1,0,0.5 --report",
                          "a component of the wrong sign"},
                         {"shallowflow timescales --model overlaps --m 50 --d 100 --epsilon 0.05",
                          "a network of finite size"}),
    .sections = SECTIONS(SECTION(timescales, shf_timescales_params), SECTION(request, shf_timescales_request),
                         SECTION(grid, shf_timescales_grid), SECTION(solver, shf_timescales_solver)),
    .run = run,
    .sample = "--points 2 --epsilon 1 --m 2 --t-max 1e-2",
    .draw = draw,
    .report = report,
};
