/* shallowflow dmft-neurons: dynamical mean-field theory of neurons that are not alike. */
#include "cli/commands.h"
#include "common/report.h"
#include <shallowflow/dmft_neurons.h>

typedef struct input {
    shf_dmft_neurons_params dmft;
    shf_grid grid;
    shf_dmft_solver solver;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    const shf_dmft_neurons_params *physics = &in->dmft;
    const shf_dmft_solver *solver = &in->solver;
    shf_dmft_neurons neurons = shf_dmft_neurons_default();
    if (solver->scheme.kind != SHF_DMFT_COLLOCATION)
        return shf_fail(error, SHF_ERR_VALUE, "scheme: must be collocation for neurons that are not alike");
    shf_status status = physics->neurons ? shf_dmft_neurons_read(physics->neurons, &neurons, error) : SHF_OK;
    return status
               ? status
               : shf_dmft_neurons_solve(physics, &neurons, &in->grid, solver, progress, table, info, error);
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "error", AXES_LOG_X, {"t", "e_train", "training error"},
                   {"t", "e_test", "test error"});
}

const command dmft_neurons_command = {
    .name = "dmft-neurons",
    .summary = "a few neurons that are not alike, by dynamical mean-field theory",
    .description = PARAGRAPHS(
        "The theory of 'shallowflow dmft' for up to 8 neurons that start with any output weights, overlaps "
        "with each other and with one or two target directions; the target is phi_1(<u_1,x>) + "
        "phi_2(<u_2,x>).",
        "The file of --neurons has a line for each of the m neurons: its output weight a_i, its overlap v_i "
        "with the target direction (two numbers for two directions), and its overlaps C_i1 ... C_im with all "
        "neurons, C_ii = 1.  Numbers are separated by spaces, tabs or commas; # starts a comment.  C - v v^T "
        "must be positive semi-definite."),
    .examples = EXAMPLES(
        {"shallowflow dmft-neurons --neurons FILE --target none --h poly:0,0.1,0.5 --tau 1 --alpha 0.375 "
         "--t-max 10",
         "four neurons that learn noise"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_neurons_params), SECTION(grid, shf_dmft_grid),
                         SECTION(solver, shf_dmft_solver)),
    .run = run,
    .sample = "--points 2 --t-max 1 --rtol 1e-3",
    .draw = draw,
};
