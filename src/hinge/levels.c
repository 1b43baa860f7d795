/* Levels of the hinge theory: mean field, the paper's estimates around it, the finite-size theory. */
#include "hinge/levels.h"
#include "common/report.h"
#include "hinge/cavity.h"
#include "hinge/finite_size.h"
#include "hinge/paper_level.h"
#include <math.h>
#include <stdlib.h>

#define COLUMN_COUNT(member, unit, help) +1
#define COLUMN_TEXT(member, unit, help) {#member, unit, help},

/* What the finite-size theory has beyond the columns of the mean field. */
#define FINITE_SIZE_FURTHER(X)                                                                     \
    X(error_test, "", "misclassification probability of a fresh sample with correct label")        \
    X(error_train, "", "misclassification probability of a training sample against its own label") \
    X(sigma, "", "standard deviation of the noise of the trained function")                        \
    X(Phi, "", "memory: what a sample's own gradient has added to its margin while unsatisfied")   \
    X(V_perp, "", "root mean square of the norm of (1/M) sum a_i w_perp_i")                        \
    X(J, "", "noise of finitely many samples that I competes with, sqrt((d-1) f_U/(2N))")          \
    X(v0, "", "part of sigma^2 that is constant in x")                                             \
    X(v1, "", "part of sigma^2 that is linear in x")                                               \
    X(v2, "", "part of sigma^2 that is quadratic in x")                                            \
    X(v_rest, "", "part of sigma^2 of the higher degrees")

enum { N_PAPER = 0 SHF_PAPER_COLUMNS(COLUMN_COUNT), N_FINITE_SIZE = 0 FINITE_SIZE_FURTHER(COLUMN_COUNT) };

typedef const char *column_text[3];

static const column_text paper_text[N_PAPER] = {SHF_PAPER_COLUMNS(COLUMN_TEXT)};
static const column_text finite_size_text[N_FINITE_SIZE] = {FINITE_SIZE_FURTHER(COLUMN_TEXT)};

size_t shf_level_width(int level)
{
    switch (level) {
    case SHF_LEVEL_PAPER:
        return N_PAPER;
    case SHF_LEVEL_FINITE_SIZE:
    case SHF_LEVEL_UNPINNED:
    case SHF_LEVEL_CAVITY:
        return N_FINITE_SIZE;
    default:
        return 0;
    }
}

shf_status shf_level_columns(int level, shf_table *table, shf_error *error)
{
    const column_text *text = level == SHF_LEVEL_PAPER ? paper_text : finite_size_text;
    shf_status status = SHF_OK;
    for (size_t j = 0; !status && j < shf_level_width(level); j++)
        status = shf_table_add_column(table, text[j][0], text[j][1], text[j][2], error);
    return status;
}

/* ---- states ---- */

static void paper_columns(const shf_hinge_params *params, const shf_hinge_state *state, double *out)
{
    shf_paper_state s = shf_paper_at(params, state);
    size_t j = 0;
#define COPY(member, unit, help) out[j++] = s.member;
    SHF_PAPER_COLUMNS(COPY)
}

static shf_status mean_field_states(const shf_hinge_model *model, int level, const shf_solver *solver,
                                    const double *t, size_t n, const shf_progress *progress,
                                    shf_hinge_state *state, double *further, size_t *done, shf_info *info,
                                    shf_error *error)
{
    shf_hinge_place *place = malloc(n * sizeof *place);
    if (!place)
        return shf_no_memory(error);
    shf_status status = shf_hinge_places(model, solver, t, n, progress, place, done, info, error);
    for (size_t k = 0; k < *done; k++) {
        state[k] = shf_hinge_observe(model, place[k]);
        if (level == SHF_LEVEL_PAPER)
            paper_columns(&model->params, &state[k], further + k * N_PAPER);
    }
    free(place);
    return status;
}

/* With noise the clock may pass the value at which flips stop it in the mean field. */
static shf_status state_of_clock(const shf_hinge_params *params, double gamma, shf_hinge_state *state,
                                 shf_error *error)
{
    shf_hinge_params clean = *params;
    clean.delta = 0;
    return shf_hinge_state_at(&clean, gamma, state, error);
}

/* The averages over the nodes follow from the clock; what the samples see comes from the finite-size theory.
 */
static shf_status finite_size_row(const shf_hinge_params *params, const shf_finite_size_state *s,
                                  shf_hinge_state *state, double *out, shf_error *error)
{
    shf_status status = SHF_OK;
    if (isnan(s->gamma))
        *state = (shf_hinge_state){
            .gamma = NAN, .f0 = NAN, .a2 = NAN, .w_par2 = NAN, .a_w_par = NAN, .V_par = NAN};
    else
        status = state_of_clock(params, s->gamma, state, error);
    state->x_c = s->x_c;
    state->f_U = s->f_U;
    state->I = s->I;
    state->loss = s->loss;
    size_t j = 0;
#define COPY_FURTHER(member, unit, help) out[j++] = s->member;
    FINITE_SIZE_FURTHER(COPY_FURTHER)
    return status;
}

static shf_status finite_size_states(const shf_hinge_params *params, int pins, const shf_solver *solver,
                                     const double *t, size_t n, const shf_progress *progress,
                                     shf_hinge_state *state, double *further, size_t *done, double *end,
                                     shf_info *info, shf_error *error)
{
    shf_status status = shf_finite_size_validate(params, error);
    if (status)
        return status;
    shf_finite_size_state *s = malloc(n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    status = shf_finite_size_states(params, pins, solver, t, n, progress, s, done, end, info, error);
    shf_status rows = SHF_OK;
    for (size_t k = 0; !rows && k < *done; k++)
        rows = finite_size_row(params, &s[k], &state[k], further + k * N_FINITE_SIZE, error);
    free(s);
    return rows ? rows : status;
}

/* The same for the per-sample theory, whose nodes do not follow from the clock alone. */
static shf_status cavity_states(const shf_hinge_params *params, size_t samples, const double *t, size_t n,
                                const shf_progress *progress, shf_hinge_state *state, double *further,
                                size_t *done, shf_info *info, shf_error *error)
{
    shf_finite_size_model model;
    shf_status status = shf_finite_size_make(params, &model, error);
    if (status)
        return status;
    shf_cavity_state *s = malloc(n * sizeof *s);
    if (!s)
        return shf_no_memory(error);
    shf_cavity_settings settings = {samples, 1};
    status = shf_cavity_states(&model, settings, t, n, progress, s, done, info, error);
    shf_status rows = SHF_OK;
    for (size_t k = 0; !rows && k < *done; k++) {
        rows = finite_size_row(params, &s[k].at, &state[k], further + k * N_FINITE_SIZE, error);
        state[k].f0 = s[k].at.f0;
        state[k].a2 = s[k].a2;
        state[k].w_par2 = s[k].w_par2;
        state[k].a_w_par = state[k].V_par = 2 * sqrt(model.d) * s[k].at.f0;
    }
    free(s);
    return rows ? rows : status;
}

shf_status shf_level_states(const shf_hinge_model *model, const shf_hinge_request *request,
                            const shf_solver *solver, const double *t, size_t n, const shf_progress *progress,
                            shf_hinge_state *state, double *further, size_t *done, double *end,
                            shf_info *info, shf_error *error)
{
    *done = 0;
    *end = NAN;
    int level = request->level.kind;
    if (level == SHF_LEVEL_CAVITY)
        return cavity_states(&model->params, request->samples, t, n, progress, state, further, done, info,
                             error);
    if (level == SHF_LEVEL_FINITE_SIZE || level == SHF_LEVEL_UNPINNED)
        return finite_size_states(&model->params, level == SHF_LEVEL_FINITE_SIZE, solver, t, n, progress,
                                  state, further, done, end, info, error);
    return mean_field_states(model, level, solver, t, n, progress, state, further, done, info, error);
}
