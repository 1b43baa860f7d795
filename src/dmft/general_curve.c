/* The whole curve of neurons that are not alike, as a table with errors estimated from two resolutions. */
#include "common/blas.h"
#include "common/columns.h"
#include "common/report.h"
#include "dmft/general.h"
#include "dmft/pair.h"
#include <math.h>
#include <string.h>

/* ---- table ---- */

static const char *const estimated[SHF_DMFT_ESTIMATED] = {"a", "v", "e_train", "e_test"};

size_t shf_dmft_general_kind(const shf_dmft_neurons *start, size_t column)
{
    if (column < SHF_DMFT_GENERAL_FIRST)
        return column == SHF_DMFT_GENERAL_E_TRAIN ? 2 : 3;
    if (column >= SHF_DMFT_GENERAL_FIRST + (2 + start->k) * start->m)
        return SHF_DMFT_ESTIMATED;
    size_t place = (column - SHF_DMFT_GENERAL_FIRST) % (2 + start->k);
    return place == 0 ? 0 : place <= start->k ? 1 : SHF_DMFT_ESTIMATED;
}

/* The columns of the path, in its order. */
static void add_columns(const shf_dmft_neurons *start, shf_table *table)
{
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    shf_column_add(table, "", "training error, with the factor 1/2", "e_train");
    shf_column_add(table, "", "test error, with the factor 1/2 and the label noise", "e_test");
    for (size_t i = 1; i <= start->m; i++) {
        shf_column_add(table, "", "output weight", "a_%zu", i);
        shf_column_add(table, "", "overlap of the neuron with the target direction",
                       start->k == 1 ? "v_%zu" : "v_%zu_1", i);
        if (start->k > 1)
            shf_column_add(table, "", "overlap with the second target direction", "v_%zu_2", i);
        shf_column_add(table, "", "multiplier of the constraint |w_i| = 1", "nu_%zu", i);
    }
    for (size_t i = 1; i <= start->m; i++)
        for (size_t j = i + 1; j <= start->m; j++)
            shf_column_add(table, "", "overlap of two neurons", "C_%zu_%zu", i, j);
    shf_column_add(table, "", "response of the residuals to a constant", "int_RA");
    for (size_t k = 0; k < SHF_DMFT_ESTIMATED; k++)
        shf_column_add(table, "", "largest estimated absolute error up to this time", "%s_error",
                       estimated[k]);
}

/* ---- all of it ---- */

/* One model for each direction. */
static shf_status make_models(const shf_dmft_networks *networks, const shf_dmft_neurons *start,
                              shf_dmft_model *model, shf_error *error)
{
    if (start->k == 1 && networks->target_2.kind != SHF_DMFT_TARGET_NONE)
        return shf_fail(error, SHF_ERR_VALUE,
                        "target-2: the neurons have no overlap with a second direction");
    for (size_t k = 0; k < start->k; k++) {
        shf_dmft_params one = shf_dmft_params_default();
        one.m = start->m;
        one.alpha = networks->alpha;
        one.tau = networks->tau;
        one.h = networks->h;
        one.freeze_a = networks->freeze_a;
        one.target = k ? networks->target_2 : networks->target;
        shf_error inner = {SHF_OK, ""};
        shf_status status = shf_dmft_model_make(&one, &model[k], &inner);
        if (status && k && strncmp(inner.message, "target", 6) == 0)
            return shf_fail(error, status, "target-2%s", inner.message + 6);
        if (status)
            return shf_fail(error, status, "%s", inner.message);
    }
    return SHF_OK;
}

static shf_status solve(shf_dmft_pair *pair, shf_table **table, shf_info *info, shf_error *error)
{
    *info = (shf_info){.estimated_error = NAN,
                       .method = "Radau collocation of the two-time equations, neuron by neuron"};
    shf_blas_enter();
    shf_status status = shf_dmft_refine(pair, info, error);
    shf_blas_leave();
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        *table = shf_table_new();
        add_columns(pair->march.neurons, *table);
        shf_dmft_pair_rows(pair, *table);
        status = shf_table_end(table, status, error);
    }
    shf_dmft_pair_free(pair);
    return status;
}

shf_status shf_dmft_neurons_solve(const shf_dmft_networks *networks, const shf_dmft_neurons *neurons,
                                  const shf_grid *grid, const shf_dmft_solver *solver,
                                  const shf_progress *progress, shf_table **table, shf_info *info,
                                  shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model[SHF_DMFT_DIRECTIONS_MAX];
    shf_dmft_pair pair = {
        .march = {.model = model, .neurons = neurons, .solver = solver, .progress = progress}};
    shf_status status = shf_params_validate(&shf_dmft_networks_table, networks, error);
    SHF_THEN(status, shf_dmft_neurons_check(neurons, error));
    SHF_THEN(status, make_models(networks, neurons, model, error));
    SHF_THEN(status, shf_dmft_pair_open(&pair, grid, error));
    return status ? status : solve(&pair, table, info ? info : &unused, error);
}
