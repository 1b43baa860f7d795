/* shallowflow dmft-widths: networks of several widths, in all scalings of the theory. */
#include "cli/commands.h"
#include "cli/panel.h"
#include <shallowflow/dmft.h>

static const shf_param_table *(*const sections[])(void) = {
    shf_dmft_params_table, shf_dmft_grid_table, shf_dmft_solver_table, shf_dmft_width_list_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_dmft_widths(params[0], params[3], params[1], params[2], progress, table, info, error);
}

static shf_status panel(const shf_table *table, size_t k, shf_plot_panel *out, shf_error *error)
{
    static const struct {
        const char *x_label, *y_label, *x, *y;
        int log_x;
    } kinds[] = {{"t", "a  (key: m)", "t", "a_", 1},
                 {"t", "training error", "t", "e_train_", 1},
                 {"t", "test error", "t", "e_test_", 1},
                 {"t", "v", "t", "v_", 1},
                 {"t/m", "a/√m", "t_over_m_", "gamma_", 1},
                 {"t/m", "v", "t_over_m_", "v_", 1},
                 {"a/√m", "test - training error", "gamma_", "gap_", 0}};
    if (k >= sizeof kinds / sizeof kinds[0])
        return SHF_OK;
    *out =
        (shf_plot_panel){.x_label = kinds[k].x_label, .y_label = kinds[k].y_label, .log_x = kinds[k].log_x};
    return panel_of_pairs(table, kinds[k].x, kinds[k].y, 1, out, error);
}

static const char *const description[] = {"The curves of `dmft` for several numbers of neurons on the same "
                                          "times, and in the scalings in which they "
                                          "meet: a, v and the errors against t (feature learning, at times "
                                          "of order one), a/sqrt(m) and v against t/m "
                                          "(overfitting and unlearning, at times of order m), and the "
                                          "generalisation gap against a/sqrt(m).  Parallel "
                                          "over the widths; the parameter m itself is not used.",
                                          NULL};

static const example examples[] = {
    {"shallowflow dmft-widths --tau 0.6 --widths 10,50,100,200 --t-max 3000 --plot widths.svg --output "
     "widths.tsv",
     "feature learning, overfitting and unlearning"},
    {"shallowflow dmft-widths --target none --alpha 0.4 --tau 0.6 --t-max 1000", "pure noise"},
    {NULL, NULL}};

static const sample smallest[] = {
    {"widths", "2,3"}, {"points", "2"}, {"t-max", "1"}, {"rtol", "1e-3"}, {NULL, NULL}};

const command dmft_widths_command = {
    .name = "dmft-widths",
    .summary = "networks of several widths, in all scalings of the theory",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .extra_panel = panel,
};
