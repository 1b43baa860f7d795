/* shallowflow dmft: dynamical mean-field theory of networks of finite width. */
#include "cli/commands.h"
#include "cli/dmft_picture.h"
#include <math.h>
#include <shallowflow/dmft.h>
#include <string.h>

typedef struct input {
    shf_dmft_networks dmft;
    shf_grid grid;
    shf_dmft_solver solver;
    shf_dmft_run_control control;
} input;

RUN(shf_dmft_networks_solve(&in->dmft, &in->grid, &in->solver, &in->control, progress, table, info, error))

/* ---- pictures ---- */

/* Whether the columns with this prefix vary by more than a hundredth of their largest value. */
static int varies(const shf_table *table, const char *prefix)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        const char *name = shf_table_column_name(table, j);
        size_t length = strlen(prefix);
        if (strncmp(name, prefix, length) != 0 ||
            strspn(name + length, "0123456789") != strlen(name + length))
            continue;
        for (size_t k = 0; k < shf_table_rows(table); k++) {
            low = fmin(low, shf_table_column_at(table, j)[k]);
            high = fmax(high, shf_table_column_at(table, j)[k]);
        }
    }
    return high - low > 0.01 * fmax(fabs(high), fabs(low));
}

/* Lazy networks, whose a/sqrt(m) stays where it is, learn at t = 1/m; the others overfit at t = m. */
static void draw_widths(picture *p)
{
    static const struct {
        const char *x_label, *y_label, *x, *y;
        int scale, lazy, rich, signal;
    } kinds[] = {{"t", "training error", "t", "e_train_", AXES_LOG_X, 1, 1, 0},
                 {"t", "test error", "t", "e_test_", AXES_LOG_X, 1, 1, 0},
                 {"t", "v", "t", "v_", AXES_LOG_X, 0, 1, 1},
                 {"t", "a", "t", "a_", AXES_LOG_X, 0, 1, 0},
                 {"t/m", "v", "t_over_m_", "v_", AXES_LOG_X, 0, 1, 1},
                 {"t/m", "a/√m", "t_over_m_", "gamma_", AXES_LOG_X, 0, 1, 0},
                 {"a/√m", "e_{test} - e_{train}", "gamma_", "gap_", AXES_LINEAR, 0, 1, 0},
                 {"t m", "test error", "t_times_m_", "e_test_", AXES_LOG_X, 1, 0, 0},
                 {"t m", "v √m", "t_times_m_", "v_sqrt_m_", AXES_LOG_X, 1, 0, 1}};
    if (!((const input *)p->input)->dmft.wide.kind)
        picture_spread(p);
    int rich = varies(p->table, "gamma_"), signal = varies(p->table, "v_");
    for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++)
        if ((rich ? kinds[j].rich : kinds[j].lazy) && (signal || !kinds[j].signal))
            picture_add_pairs(p, PANEL(kinds[j].x_label, kinds[j].y_label, kinds[j].scale), kinds[j].x,
                              kinds[j].y, "m = ");
}

static void draw(picture *p)
{
    const shf_dmft_networks *networks = &((const input *)p->input)->dmft;
    if (networks->neurons || networks->groups) {
        PICTURE_CURVES(p, "t", "error", AXES_LOG_X, {"t", "e_train", "training error"},
                       {"t", "e_test", "test error"});
        picture_add_columns(p, PANEL("t", "output weights", AXES_LOG_X), "t", "a_");
        picture_add_columns(p, PANEL("t", "overlap v with the target", AXES_LOG_X), "t", "v_");
    } else if (networks->m.n > 1)
        draw_widths(p);
    else
        dmft_draw(p);
}

const command dmft_command = {
    .name = "dmft",
    .answers = CURVES,
    .summary = "features learnt and unlearnt by a network of finite width",
    .description = PARAGRAPHS(
        "What does gradient flow make of a network of m neurons that is trained on n = alpha m d noisy "
        "samples, from t << 1/m to t >> m?  Solves the two-time equations for correlations and responses of a "
        "permutation-symmetric network: the features are learnt (v grows), then the noise is fitted (e_train "
        "falls below e_test), and the features are unlearnt.",
        "Theory: A. Montanari, P. Urbani, Dynamical Decoupling of Generalization and Overfitting in Large "
        "Two-Layer Networks, arXiv:2502.21269.  Time is that of gradient flow with rate n/d.",
        "Several values of --m give their curves, one below the other with a column m (or side by side, with "
        "--wide yes), on the same times and in the scalings in which "
        "they meet: a, v and the errors against t (feature learning, at times of order one), a/sqrt(m) and v "
        "against t/m (overfitting and unlearning, at times of order m), and the generalisation gap against "
        "a/sqrt(m).",
        "With --neurons FILE up to 8 neurons start with any output weights, overlaps with each other and with "
        "up to three target directions.  The file has a line "
        "for each of the m neurons: its output weight a_i, its overlap v_i with the target direction (two or "
        "three numbers for more directions), and its overlaps C_i1 ... C_im with all neurons, C_ii = 1.  "
        "Numbers are separated by spaces, tabs or commas; # starts a comment.  C - v v^T must be positive "
        "semi-definite.  With --groups FILE each line is a group of n_g alike neurons instead: n_g in front, and "
        "C_gg the overlap of two of them (1 in a group of one).  --target is a function of the first direction; "
        "--target-terms adds what depends on others.",
        "With --checkpoint FILE the same command goes on where it was stopped, and writes the same bytes."),
    .examples = EXAMPLES(
        {"shallowflow dmft --m 10 --t-max 200", "feature learning, overfitting and unlearning"},
        {"shallowflow dmft --m 100 --tau 0.6 --t-max 3000 --plot dmft.svg --output dmft.tsv",
         "a wide network, as a table and drawn"},
        {"shallowflow dmft --m 10,50,100,200 --tau 0.6 --t-max 3000 --plot widths.svg --output widths.tsv",
         "several widths: feature learning, overfitting and unlearning"},
        {"shallowflow dmft --neurons FILE --target none --h poly:0,0.1,0.5 --tau 1 --alpha 0.375 --t-max 10",
         "four neurons that learn noise"},
        {"shallowflow dmft --groups FILE --target none --target-terms 'He1(x1) + He1(x1) He1(x2)' --h poly:0,0.5,0.5",
         "a staircase, learnt by groups of neurons"},
        {"shallowflow dmft --h poly:0,0.9,0.5 --gamma0 1 --m 50 --t-max 100", "a lazy start"},
        {"shallowflow dmft --target none --tau 0.6 --alpha 0.4 --m 100 --t-max 1000", "pure noise"},
        {"shallowflow dmft --m 10 --t-max 50 --two-time kernels.npy",
         "also correlations and responses at two times, for numpy.load"},
        {"shallowflow dmft --m 1000 --rtol 1e-7 --t-max 1e5 --checkpoint dmft.state --output dmft.tsv",
         "a long run that survives interruptions"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_networks), SECTION(grid, shf_dmft_grid),
                         SECTION(solver, shf_dmft_solver), SECTION(control, shf_dmft_run_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--points 2 --t-max 1 --rtol 1e-3",
    .draw = draw,
};
