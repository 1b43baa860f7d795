/* shallowflow dmft-widths: networks of several widths, in all scalings of the theory. */
#include "cli/commands.h"
#include <math.h>
#include <shallowflow/dmft.h>
#include <string.h>

typedef struct input {
    shf_dmft_params dmft;
    shf_grid grid;
    shf_dmft_solver solver;
    shf_dmft_width_list widths;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    return shf_dmft_widths(&in->dmft, &in->widths, &in->grid, &in->solver, progress, table, info, error);
}

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
static void draw(picture *p)
{
    static const struct {
        const char *x_label, *y_label, *x, *y;
        int scale, lazy, rich, signal;
    } kinds[] = {{"t", "training error  (key: m)", "t", "e_train_", AXES_LOG_X, 1, 1, 0},
                 {"t", "test error", "t", "e_test_", AXES_LOG_X, 1, 1, 0},
                 {"t", "v", "t", "v_", AXES_LOG_X, 0, 1, 1},
                 {"t", "a", "t", "a_", AXES_LOG_X, 0, 1, 0},
                 {"t/m", "v", "t_over_m_", "v_", AXES_LOG_X, 0, 1, 1},
                 {"t/m", "a/√m", "t_over_m_", "gamma_", AXES_LOG_X, 0, 1, 0},
                 {"a/√m", "test - training error", "gamma_", "gap_", AXES_LINEAR, 0, 1, 0},
                 {"t m", "test error", "t_times_m_", "e_test_", AXES_LOG_X, 1, 0, 0},
                 {"t m", "v √m", "t_times_m_", "v_sqrt_m_", AXES_LOG_X, 1, 0, 1}};
    int rich = varies(p->table, "gamma_"), signal = varies(p->table, "v_");
    for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++)
        if ((rich ? kinds[j].rich : kinds[j].lazy) && (signal || !kinds[j].signal))
            picture_add_pairs(p, PANEL(kinds[j].x_label, kinds[j].y_label, kinds[j].scale), kinds[j].x,
                              kinds[j].y, 1);
}

const command dmft_widths_command = {
    .name = "dmft-widths",
    .summary = "networks of several widths, in all scalings of the theory",
    .description = PARAGRAPHS(
        "The curves of `dmft` for several numbers of neurons on the same times, and in the scalings in which "
        "they meet: a, v and the errors against t (feature learning, at times of order one), a/sqrt(m) and v "
        "against t/m (overfitting and unlearning, at times of order m), and the generalisation gap against "
        "a/sqrt(m).  Parallel over the widths; the parameter m itself is not used."),
    .examples = EXAMPLES(
        {"shallowflow dmft-widths --tau 0.6 --widths 10,50,100,200 --t-max 3000 --plot widths.svg --output "
         "widths.tsv",
         "feature learning, overfitting and unlearning"},
        {"shallowflow dmft-widths --target none --alpha 0.4 --tau 0.6 --t-max 1000", "pure noise"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_params), SECTION(grid, shf_dmft_grid),
                         SECTION(solver, shf_dmft_solver), SECTION(widths, shf_dmft_width_list)),
    .run = run,
    .draw = draw,
    .sample = "--widths 2,3 --points 2 --t-max 1 --rtol 1e-3",
};
