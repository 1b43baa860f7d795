/* shallowflow onset: when training starts to overfit. */
#include "cli/commands.h"
#include "cli/onset_verify.h"
#include <math.h>

static const shf_param_table *const sections[] = {&shf_hinge_params_table, &shf_onset_request_table,
                                                  &shf_onset_solver_table, &onset_verify_table,
                                                  &onset_threads_table,    NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const onset_verify *verify = params[3];
    const onset_threads *threads = params[4];
    shf_onset onset;
    shf_table *theory = NULL;
    *table = NULL;
    shf_status status = shf_onset_solve(params[0], params[1], params[2], &onset, info, error);
    if (!status)
        status = shf_onset_table(&onset, &theory, error);
    if (status || !verify->runs) {
        *table = theory;
        return status;
    }
    status = onset_verify_run(params[0], params[1], verify, threads->threads, &onset, theory, progress, table,
                              error);
    shf_table_free(theory);
    return status;
}

/* ---- text ---- */

static const char *const shown[] = {"t", "error_test", "error_train", "f_U", "I", "J", "gamma"};
enum { N_SHOWN = sizeof shown / sizeof shown[0] };

static int happens(const shf_table *table, const char *column, size_t k)
{
    const double *t = shf_table_column(table, column);
    return t && !isnan(t[k]);
}

static void print_theory(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-10s", "onset");
    for (size_t c = 0; c < N_SHOWN; c++)
        (void)fprintf(stream, "%13s", shown[c]);
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++) {
        if (!happens(table, "t", k))
            continue;
        (void)fprintf(stream, "%-10s", shf_onset_name((int)k));
        for (size_t c = 0; c < N_SHOWN; c++)
            (void)fprintf(stream, "%13.5g", shf_table_column(table, shown[c])[k]);
        (void)fprintf(stream, "\n");
    }
}

static void print_pair(FILE *stream, const shf_table *table, const char *name, size_t k)
{
    char measured[64];
    (void)snprintf(measured, sizeof measured, "%s_simulated", name);
    (void)fprintf(stream, "%13.4g /%9.4g", shf_table_column(table, name)[k],
                  shf_table_column(table, measured)[k]);
}

/* Theory beside what trained networks show. */
static void print_both(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-10s%13s%13s%25s%24s%24s%24s\n", "onset", "t theory", "simulated",
                  "95 % interval", "error_test th. / sim.", "error_train th. / sim.", "f_U th. / sim.");
    for (size_t k = 0; k < shf_table_rows(table); k++) {
        char interval[64];
        if (!happens(table, "t", k) && !happens(table, "t_simulated", k))
            continue;
        (void)snprintf(interval, sizeof interval, "[%.5g, %.5g]", shf_table_column(table, "t_low")[k],
                       shf_table_column(table, "t_high")[k]);
        (void)fprintf(stream, "%-10s%13.5g%13.5g%25s", shf_onset_name((int)k),
                      shf_table_column(table, "t")[k], shf_table_column(table, "t_simulated")[k], interval);
        print_pair(stream, table, "error_test", k);
        print_pair(stream, table, "error_train", k);
        print_pair(stream, table, "f_U", k);
        (void)fprintf(stream, "\n");
    }
}

static void print(FILE *stream, const shf_table *table)
{
    if (shf_table_column(table, "t_simulated"))
        print_both(stream, table);
    else
        print_theory(stream, table);
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        if (happens(table, "t", k) || happens(table, "t_simulated", k))
            (void)fprintf(stream, "%-10s%s\n", shf_onset_name((int)k), shf_onset_help((int)k));
    double paper = shf_table_scalar(table, "t_IJ_paper");
    if (isnan(paper))
        (void)fprintf(stream, "%-10sI = J in the mean field: not before t = %.5g\n", "paper",
                      shf_table_scalar(table, "t_last"));
    else
        (void)fprintf(stream, "%-10sI = J in the mean field: t = %.5g\n", "paper", paper);
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
    "--verify K trains K networks with the same parameters (as shallowflow simulate hinge does, seed by "
    "seed) and finds the same onsets in their mean curves, each with its 95 % bootstrap interval over the "
    "networks: t_best is the minimum of a cubic in log t fitted to the test error, the others are first "
    "crossings.",
    NULL};

static const example examples[] = {
    {"shallowflow onset --N 2000 --delta 0.1", "few samples with a tenth of the labels flipped"},
    {"shallowflow onset --alpha 30 --t-max 1e6 --format json", "a lazy network, for programs"},
    {"shallowflow onset --N 2000 --delta 0.1 --verify 10", "theory beside ten trained networks"},
    {NULL, NULL}};

static const sample smallest[] = {{"t-max", "1"}, {NULL, NULL}};

const command onset_command = {
    .name = "onset",
    .summary = "when training starts to overfit, from the finite-size theory",
    .description = description,
    .examples = examples,
    .sections = sections,
    .unrecorded = 1,
    .run = run,
    .sample = smallest,
    .print = print,
};
