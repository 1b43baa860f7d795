/* shallowflow onset hinge hinge: when training starts to overfit. */
#include "cli/commands.h"
#include "cli/onset_verify.h"
#include "common/columns.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>

typedef struct input {
    shf_hinge_params hinge;
    shf_onset_request request;
    shf_solver solver;
    onset_verify verify;
    onset_threads threads;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    shf_onset onset;
    shf_table *theory = NULL;
    *table = NULL;
    if (in->threads.checkpoint && !in->verify.runs)
        return shf_fail(error, SHF_ERR_VALUE,
                        "checkpoint = %s: keeps the networks of --verify, and there are none",
                        in->threads.checkpoint);
    shf_status status = shf_onset_solve(&in->hinge, &in->request, &in->solver, progress, &onset, info, error);
    SHF_THEN(status, shf_onset_table(&onset, &theory, error));
    if (status || !in->verify.runs) {
        *table = theory;
        return status;
    }
    const onset_trial trial = {&in->hinge,   &in->request, &in->verify, &in->solver,
                               &in->threads, &onset,       theory};
    status = onset_verify_run(&trial, progress, table, error);
    if (status == SHF_ERR_INTERRUPTED && !*table) {
        shf_note_add(theory, "interrupted before the first network was trained: the theory alone");
        *table = theory;
    } else
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

/* A number, or a stroke where there is none. */
static void print_number(FILE *stream, const char *before, int width, double x)
{
    if (isnan(x))
        (void)fprintf(stream, "%s%*s", before, width, "-");
    else
        (void)fprintf(stream, "%s%*.5g", before, width, x);
}

static void print_pair(FILE *stream, const shf_table *table, const char *name, size_t k)
{
    char measured[64];
    (void)snprintf(measured, sizeof measured, "%s_simulated", name);
    print_number(stream, "", 13, shf_table_column(table, name)[k]);
    print_number(stream, " /", 9, shf_table_column(table, measured)[k]);
}

/* The time that the networks show, with its interval. */
static void print_measured(FILE *stream, const shf_table *table, size_t k)
{
    char text[64];
    double t = shf_table_column(table, "t_simulated")[k], low = shf_table_column(table, "t_low")[k];
    (void)snprintf(text, sizeof text, "not reached by t = %.5g", shf_table_scalar(table, "t_trained"));
    if (isnan(t)) {
        (void)fprintf(stream, "%38s", text);
        return;
    }
    (void)snprintf(text, sizeof text, isnan(low) ? "one network" : "[%.5g, %.5g]", low,
                   shf_table_column(table, "t_high")[k]);
    (void)fprintf(stream, "%13.5g%25s", t, text);
}

/* Theory beside what trained networks show. */
static void print_both(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-10s%13s%13s%25s%24s%24s%24s\n", "onset", "t theory", "simulated",
                  "95 % interval", "error_test th. / sim.", "error_train th. / sim.", "f_U th. / sim.");
    for (size_t k = 0; k < shf_table_rows(table); k++) {
        if (!happens(table, "t", k) && !happens(table, "t_simulated", k))
            continue;
        (void)fprintf(stream, "%-10s", shf_onset_name((int)k));
        print_number(stream, "", 13, shf_table_column(table, "t")[k]);
        print_measured(stream, table, k);
        print_pair(stream, table, "error_test", k);
        print_pair(stream, table, "error_train", k);
        print_pair(stream, table, "f_U", k);
        (void)fprintf(stream, "\n");
    }
}

/* Of what is predicted, where nine in ten networks are. */
static void print_bands(FILE *stream, const shf_table *table)
{
    static const char *const band[] = {
#define BAND_NAME(name, text, unit, sentence) text,
        SHF_BAND_LIST(BAND_NAME)};
    for (int k = 0; k < SHF_BAND_COUNT; k++) {
        static const char *const ends[] = {"band_low", "band_high", "theory_low", "theory_high"};
        double x[4];
        for (int j = 0; j < 4; j++) {
            char name[64];
            (void)snprintf(name, sizeof name, "%s_%s", band[k], ends[j]);
            x[j] = shf_table_scalar(table, name);
        }
        if (!isnan(x[0]))
            (void)fprintf(
                stream,
                "%-10s 90 %% of networks within %.4g .. %.4g (error of the theory alone %.4g .. %.4g)\n",
                band[k], x[0], x[1], x[2], x[3]);
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
    print_bands(stream, table);
    double paper = shf_table_scalar(table, "t_IJ_paper");
    if (isnan(paper))
        (void)fprintf(stream, "%-10sI = J in the mean field: not before t = %.5g\n", "paper",
                      shf_table_scalar(table, "t_last"));
    else
        (void)fprintf(stream, "%-10sI = J in the mean field: t = %.5g\n", "paper", paper);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
}

/* ---- plot ---- */

/* The errors, pull and noise around the onsets, the onsets marked; with --verify their times in trained
 * networks. */
static void draw(picture *p)
{
    const input *in = p->input;
    double last = 0;
    const double *t = shf_table_column(p->table, "t");
    for (size_t k = 0; k < shf_table_rows(p->table); k++)
        if (isfinite(t[k])) {
            last = fmax(last, t[k]);
            picture_mark(p, t[k], picture_text(p, shf_onset_name((int)k)));
        }
    last = last > 0 ? 3 * last : shf_table_scalar(p->table, "t_last");
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_grid grid = shf_grid_default();
    request.level.kind = SHF_LEVEL_FINITE_SIZE;
    grid.times = picture_times(p, last / 1e3, last);
    SHF_THEN(p->status,
             shf_hinge_solve(&in->hinge, &request, &grid, &solver, NULL, &p->theory, NULL, &p->error));
    free(grid.times.value);
    PICTURE_CURVES(p, "t (training steps)", "error", AXES_LOG_X,
                   {.x = "t", .y = "error_test", .title = "test error", .theory = 1},
                   {.x = "t", .y = "error_train", .title = "training error", .theory = 1},
                   {.x = "t_simulated",
                    .y = "error_test_simulated",
                    .title = "networks: test error",
                    .style = "points ls 1 pt 6",
                    .low = "t_low",
                    .high = "t_high"},
                   {.x = "t_simulated",
                    .y = "error_train_simulated",
                    .title = "networks: training error",
                    .style = "points ls 2 pt 4",
                    .low = "t_low",
                    .high = "t_high"});
    PICTURE_CURVES(p, "t (training steps)", "I, J", AXES_LOG, {.x = "t", .y = "I", .title = "I", .theory = 1},
                   {.x = "t", .y = "J", .title = "J", .theory = 1});
}

const command onset_hinge_command = {
    .name = "onset hinge",
    .also = "onset",
    .answers = ONSETS,
    .summary = "when training starts to overfit, from the finite-size theory",
    .description = PARAGRAPHS(
        "When does training start to overfit, how good does the network get, and when should it stop?  Finds, "
        "as roots of the finite-size theory, when the pull of the unsatisfied samples falls to their noise "
        "(t_IJ), when the test error is smallest (t_best), when flipped labels win (t_unlearn), when the "
        "training error leaves the test error (t_gap), when memory alone fits the samples (t_fit), and when "
        "training is over (t_end).",
        "The finite-size theory holds for Gaussian data and sigma-a = sigma-w = 1; an assumption that does "
        "not hold for the parameters is named.  Time counts training steps.",
        "--verify K trains K networks with the same parameters (as shallowflow simulate hinge does, seed by "
        "seed) and finds the same onsets in their mean curves, each with its 95 % interval over the networks (by "
        "Student's t below ten of them, else by resampling): t_best is the minimum of a cubic in log t fitted to the test error, the others are first "
        "crossings."),
    .examples = EXAMPLES(
        {"shallowflow onset --N 2000 --delta 0.1", "few samples with a tenth of the labels flipped"},
        {"shallowflow onset --alpha 30 --t-max 1e6 --format json", "a lazy network, for programs"},
        {"shallowflow onset --N 2000 --delta 0.1 --verify 10", "theory beside ten trained networks"}),
    .sections = SECTIONS(SECTION(hinge, shf_hinge_params), SECTION(request, shf_onset_request),
                         SECTION(solver, shf_onset_solver), OWN_SECTION(verify, onset_verify),
                         OWN_SECTION(threads, onset_threads)),
    .unrecorded = 1,
    .run = run,
    .sample = "--t-max 1",
    .draw = draw,
    .print = print,
};
