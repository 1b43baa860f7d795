/* Figures 24-31 of A. Montanari and P. Urbani, arXiv:2502.21269: mean-field start on a target. */
#include "figures/figures.h"

#define EARLY "--tau 0.6 --t-min 0.01 --t-max 30 --points 200"

static const dataset datasets[] = {
    {"early-widths", "dmft " EARLY " --m 10,30,100,300,1000 --rtol 1e-6", NULL, NULL},
    {"early-limit", "limit dmft --limit mean-field " EARLY " --rtol 1e-9", NULL, NULL},
};

#define EARLY_CURVES(y)                                                 \
    {"early-widths", "{t}:{" y "_10}", "lines ls 1", "m = 10"},         \
        {"early-widths", "{t}:{" y "_30}", "lines ls 2", "m = 30"},     \
        {"early-widths", "{t}:{" y "_100}", "lines ls 3", "m = 100"},   \
        {"early-widths", "{t}:{" y "_1000}", "lines ls 4", "m = 1000"}, \
    {                                                                   \
        "early-limit", "{t}:{" y "}", LIMIT, "m → ∞"                \
    }

/* ---- 24, 25: the mean field ---- */

static const figure_curve weights_24[] = {EARLY_CURVES("a")};
static const figure_curve overlaps_24[] = {EARLY_CURVES("v")};
static const figure_panel panels_24[] = {
    {NULL, "t", "a", LOG_X, NULL, NULL, NULL, weights_24, COUNT_OF(weights_24)},
    {NULL, "t", "v", LOG_X, NULL, NULL, NULL, overlaps_24, COUNT_OF(overlaps_24)},
};
static const figure_curve train_25[] = {EARLY_CURVES("e_train")};
static const figure_curve test_25[] = {EARLY_CURVES("e_test")};
static const figure_panel panels_25[] = {
    {NULL, "t", "training error", LOG_X, NULL, NULL, NULL, train_25, COUNT_OF(train_25)},
    {NULL, "t", "test error", LOG_X, NULL, NULL, NULL, test_25, COUNT_OF(test_25)},
};

/* ---- 26, 27: first corrections ---- */

#define CORRECTION(m, k, y)                                                                         \
    {                                                                                               \
        "early-widths", "{t}:(" #m "*({" y "_" #m "} - limit_" y "[int($0) + 1]))", "lines ls " #k, \
            "m = " #m                                                                               \
    }
#define CORRECTIONS(y)                                                                        \
    CORRECTION(10, 1, y), CORRECTION(30, 2, y), CORRECTION(100, 3, y), CORRECTION(300, 4, y), \
        CORRECTION(1000, 5, y)
#define KEPT(y)                                                                                     \
    "array limit_" y "[200]; stats {early-limit} using (limit_" y "[int($0) + 1] = {early-limit:" y \
    "}, 0) nooutput\n"
static const char setup_26[] = "# the limit, on the same times\n" KEPT("a") KEPT("v");
static const char setup_27[] = "# the limit, on the same times\n" KEPT("e_train") KEPT("e_test");
static const figure_curve weights_26[] = {CORRECTIONS("a")};
static const figure_curve overlaps_26[] = {CORRECTIONS("v")};
static const figure_panel panels_26[] = {
    {NULL, "t", "m (a - a_∞)", LOG_X, "[0.01:10]", "[-0.5:1.5]", NULL, weights_26, COUNT_OF(weights_26)},
    {NULL, "t", "m (v - v_∞)", LOG_X, "[0.01:10]", "[-3:1]", NULL, overlaps_26, COUNT_OF(overlaps_26)},
};
static const figure_curve train_27[] = {CORRECTIONS("e_train")};
static const figure_curve test_27[] = {CORRECTIONS("e_test")};
static const figure_panel panels_27[] = {
    {NULL, "t", "m (e_{train} - e_∞)", LOG_X, "[0.01:10]", "[-3:1]", NULL, train_27, COUNT_OF(train_27)},
    {NULL, "t", "m (e_{test} - e_∞)", LOG_X, "[0.01:10]", "[-1:3]", NULL, test_27, COUNT_OF(test_27)},
};

/* ---- 28-31: times of order m ---- */

#define ONE(m, k, x, y)                                                          \
    {                                                                            \
        "overfitting-widths", "{" x #m "}:{" y #m "}", "lines ls " #k, "m = " #m \
    }
#define ALL(x, y) ONE(10, 1, x, y), ONE(20, 2, x, y), ONE(50, 3, x, y), ONE(100, 4, x, y), ONE(200, 5, x, y)
static const figure_curve weights_28[] = {ALL("t_over_m_", "gamma_"), {"tau_eff*G", NULL, FAINT, "γ*"}};
static const figure_curve overlaps_28[] = {ALL("t_over_m_", "v_")};
static const figure_panel panels_28[] = {
    {NULL, "t/m", "a/√m", LOG_X, "[0.01:100]", "[0:0.9]", NULL, weights_28, COUNT_OF(weights_28)},
    {NULL, "t/m", "v", LOG_X, "[0.01:100]", "[0:0.9]", NULL, overlaps_28, COUNT_OF(overlaps_28)},
};
static const char setup_28[] =
    "# the threshold for noise one, and the noise that this problem has for large a\n" THRESHOLD(
        "overfitting-threshold") "tau_eff = sqrt(0.6**2 + 1.0/6)\n";
static const figure_curve scaled_29[] = {ALL("gamma_", "v_sqrt_m_"), {"1/x", NULL, LIMIT, "1/γ"}};
static const figure_panel panels_29[] = {{NULL, "γ = a/√m", "v √m", LOG_Y | NARROW_Y, "[0.05:0.9]",
                                          "[0.8:20]", NULL, scaled_29, COUNT_OF(scaled_29)}};
static const figure_curve train_30[] = {ALL("gamma_", "e_train_"), {"0.18", NULL, FAINT, "τ^2/2"}};
static const figure_curve both_30[] = {ALL("e_train_", "e_test_")};
static const figure_panel panels_30[] = {
    {NULL, "γ = a/√m", "training error", 0, "[0:0.9]", "[0:0.75]", NULL, train_30, COUNT_OF(train_30)},
    {NULL, "training error", "test error", 0, "[0:0.4]", "[0.15:0.6]", NULL, both_30, COUNT_OF(both_30)},
};
static const figure_curve gaps_31[] = {ALL("gamma_", "gap_")};
static const figure_curve gaps_time_31[] = {ALL("t_over_m_", "gap_")};
static const figure_panel panels_31[] = {
    {NULL, "γ = a/√m", "test - training error", 0, NULL, "[0:*]", NULL, gaps_31, COUNT_OF(gaps_31)},
    {NULL, "t/m", "test - training error", LOG_X, "[0.01:100]", "[0:*]", NULL, gaps_time_31,
     COUNT_OF(gaps_time_31)},
};

#define MU "Montanari & Urbani, "

static const figure figures[] = {
    {"dmft-24", MU "figure 24", "mean field: weights and features", NULL, panels_24, COUNT_OF(panels_24)},
    {"dmft-25", MU "figure 25", "mean field: errors", NULL, panels_25, COUNT_OF(panels_25)},
    {"dmft-26", MU "figure 26", "corrections of order 1/m: weights and features", setup_26, panels_26,
     COUNT_OF(panels_26)},
    {"dmft-27", MU "figure 27", "corrections of order 1/m: errors", setup_27, panels_27, COUNT_OF(panels_27)},
    {"dmft-28", MU "figure 28", "t of order m: weights saturate, features are unlearnt", setup_28, panels_28,
     COUNT_OF(panels_28)},
    {"dmft-29", MU "figure 29", "unlearning follows the weights", NULL, panels_29, COUNT_OF(panels_29)},
    {"dmft-30", MU "figure 30", "errors follow the weights", NULL, panels_30, COUNT_OF(panels_30)},
    {"dmft-31", MU "figure 31", "the generalisation gap follows the weights", NULL, panels_31,
     COUNT_OF(panels_31)},
};

const figure_paper figures_dmft_overfitting = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
