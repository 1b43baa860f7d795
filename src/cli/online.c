/* shallowflow online: order parameters of one-pass SGD. */
#include "cli/commands.h"
#include <shallowflow/online.h>

typedef struct input {
    shf_online_params online;
    shf_online_request request;
    shf_grid grid;
} input;

RUN(shf_online_solve(&in->online, &in->request, &in->grid, progress, table, info, error))

static void report(FILE *stream, const shf_table *table)
{
    static const char *const words[][2] = {
        {"plateau_from", "plateau from"}, {"plateau_to", "plateau to"},
        {"plateau_level", "e_gen there"}, {"t_specialised", "specialised at"},
        {"final_e_gen", "final e_gen"},   {"final_rate", "growth rate there"}};
    for (size_t k = 0; k < LENGTH(words); k++)
        (void)fprintf(stream, "%-20s%15.9g\n", words[k][1], shf_table_scalar(table, words[k][0]));
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "generalisation error", AXES_LOG, {"t", "e_gen", "e_gen"});
    PICTURE_CURVES(p, "t", "specialisation", AXES_LOG_X, {"t", "specialisation", "specialisation"});
    picture_add_columns(p, PANEL("t", "overlap R", AXES_LOG_X), "t", "R_");
}

const command online_command = {
    .name = "online",
    .answers = CURVES,
    .summary = "order parameters of one-pass SGD at finite step, for student and teacher",
    .description = PARAGRAPHS(
        "How does a student with K units learn a teacher with M units from fresh samples, by stochastic "
        "gradient descent whose step is not small?  Integrates the equations of the overlaps R, Q and of the "
        "output weights in the limit of many dimensions, d steps being the time 1: plateau, specialisation, "
        "what label noise costs in the end, which rates diverge.",
        "Theory: D. Saad, S. A. Solla, Phys. Rev. E 52, 4225 (1995); S. Goldt et al., arXiv:1906.08632."),
    .examples = EXAMPLES(
        {"shallowflow online --report", "two units: plateau and specialisation"},
        {"shallowflow online --activation relu --K 3 --eta-w 0.2 --t-max 10", "rectified linear units"},
        {"shallowflow online --K 4 --freeze-v no --sigma 0.1 --t-max 3000", "both layers, noisy labels"}),
    .sections = SECTIONS(SECTION(online, shf_online_params), SECTION(request, shf_online_request),
                         SECTION(grid, shf_online_grid)),
    .run = run,
    .sample = "--points 2 --t-max 1e-2 --final no",
    .draw = draw,
    .report = report,
};
