/* shallowflow onset: when training starts to overfit. */
#include "cli/commands.h"
#include <math.h>
#include <shallowflow/onset.h>

static const shf_param_table *(*const sections[])(void) = {shf_hinge_params_table, shf_onset_request_table,
                                                           shf_onset_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    (void)progress; /* over in milliseconds */
    shf_onset onset;
    shf_status status = shf_onset_solve(params[0], params[1], params[2], &onset, info, error);
    return status ? status : shf_onset_table(&onset, table, error);
}

static const char *const shown[] = {"t", "error_test", "error_train", "f_U", "I", "J", "gamma"};
enum { N_SHOWN = sizeof shown / sizeof shown[0] };

static void print_row(FILE *stream, const shf_table *table, size_t k)
{
    (void)fprintf(stream, "%-10s", shf_onset_name((int)k));
    for (size_t c = 0; c < N_SHOWN; c++)
        (void)fprintf(stream, "%13.5g", shf_table_column(table, shown[c])[k]);
    (void)fprintf(stream, "\n");
}

static void print(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-10s", "onset");
    for (size_t c = 0; c < N_SHOWN; c++)
        (void)fprintf(stream, "%13s", shown[c]);
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        if (!isnan(shf_table_column(table, "t")[k]))
            print_row(stream, table, k);
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        if (!isnan(shf_table_column(table, "t")[k]))
            (void)fprintf(stream, "%-10s%s\n", shf_onset_name((int)k), shf_onset_help((int)k));
    (void)fprintf(stream, "%-10s%s: t = %.5g\n", "paper", "I = J in the mean field",
                  shf_table_scalar(table, "t_IJ_paper"));
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
}

static const char *const description[] = {
    "When does training start to overfit, how good does the network get, and when should it stop?  "
    "Finds, as roots of the finite-size theory, when the pull of the unsatisfied samples falls to their "
    "noise (t_IJ), when the test error is smallest (t_best), when flipped labels win (t_unlearn), when "
    "the training error leaves the test error (t_gap), when memory alone fits the samples (t_fit), and "
    "when training is over (t_end).",
    "The finite-size theory holds for Gaussian data and sigma-a = sigma-w = 1; an assumption that does "
    "not hold for the parameters is named.  Time counts training steps.",
    NULL};

static const example examples[] = {
    {"shallowflow onset --N 2000 --delta 0.1", "few samples with a tenth of the labels flipped"},
    {"shallowflow onset --alpha 30 --t-max 1e6 --format json", "a lazy network, for programs"},
    {NULL, NULL}};

static const sample smallest[] = {{"t-max", "1"}, {NULL, NULL}};

const command onset_command = {
    .name = "onset",
    .summary = "when training starts to overfit, from the finite-size theory",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .print = print,
};
