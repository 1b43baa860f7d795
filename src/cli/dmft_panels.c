/* Panels of all commands that give such a curve. */
#include "cli/dmft_panels.h"

static const shf_plot_curve errors[] = {{"t", "e_train", "training error", NULL},
                                        {"t", "e_test", "test error", NULL}};
static const shf_plot_curve weights[] = {{"t", "a", "a", NULL}};
static const shf_plot_curve overlaps[] = {{"t", "v", "v", NULL}};

const shf_plot_panel dmft_panels[DMFT_PANELS] = {
    {"t", "error", 1, 0, errors, 2}, {"t", "a", 1, 0, weights, 1}, {"t", "v", 1, 0, overlaps, 1}};
