/* shallowflow dmft: dynamical mean-field theory of networks of finite width. */
#include "cli/commands.h"
#include "cli/dmft_picture.h"
#include <shallowflow/dmft.h>

typedef struct input {
    shf_dmft_params dmft;
    shf_grid grid;
    shf_dmft_solver solver;
    shf_dmft_files files;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    return shf_dmft_run(&in->dmft, &in->grid, &in->solver, &in->files, progress, table, info, error);
}

const command dmft_command = {
    .name = "dmft",
    .summary = "features learnt and unlearnt by a network of finite width",
    .description = PARAGRAPHS(
        "What does gradient flow make of a network of m neurons that is trained on n = alpha m d noisy "
        "samples, from t << 1/m to t >> m?  Solves the two-time equations for correlations and responses of a "
        "permutation-symmetric network: the features are learnt (v grows), then the noise is fitted (e_train "
        "falls below e_test), and the features are unlearnt.",
        "Theory: A. Montanari, P. Urbani, Dynamical Decoupling of Generalization and Overfitting in Large "
        "Two-Layer Networks, arXiv:2502.21269.  Time is that of gradient flow with rate n/d.",
        "With --checkpoint FILE the same command goes on where it was stopped, and writes the same bytes."),
    .examples = EXAMPLES(
        {"shallowflow dmft --m 10 --t-max 200", "feature learning, overfitting and unlearning"},
        {"shallowflow dmft --m 100 --tau 0.6 --t-max 3000 --plot dmft.svg --output dmft.tsv",
         "a wide network, as a table and drawn"},
        {"shallowflow dmft --h poly:0,0.9,0.5 --gamma0 1 --m 50 --t-max 100", "a lazy start"},
        {"shallowflow dmft --target none --tau 0.6 --alpha 0.4 --m 100 --t-max 1000", "pure noise"},
        {"shallowflow dmft --m 10 --t-max 50 --two-time kernels.npy",
         "also correlations and responses at two times, for numpy.load"},
        {"shallowflow dmft --m 1000 --rtol 1e-7 --t-max 1e5 --checkpoint dmft.state --output dmft.tsv",
         "a long run that survives interruptions"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_params), SECTION(grid, shf_dmft_grid),
                         SECTION(solver, shf_dmft_solver), SECTION(files, shf_dmft_files)),
    .unrecorded = 1,
    .run = run,
    .sample = "--points 2 --t-max 1 --rtol 1e-3",
    .draw = dmft_draw,
};
