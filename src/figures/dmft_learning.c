/* Figures 2-5 of A. Montanari and P. Urbani, arXiv:2502.21269: features, noise and their time scales. */
#include "figures/figures.h"

/* The activation of the networks trained: its covariance is .9 z + z^3/6, and the sign of its cubic part is
 * the one for which Gaussian theory holds. */
#define TRAINED \
    "--h hermite:0,0.9486832980505138,0,-0.408248290463863 --substeps 20 --t-min 0.2 --t-max 100 --points 28"
#define SMALLER "--d 100 --runs 4"

static const dataset datasets[] = {
    {"noise-widths",
     "dmft --target none --alpha 0.4 --tau 0.6 --m 10,20,50,200,1000 --t-min 0.1 --t-max 10000 "
     "--points 300 --rtol 1e-4",
     NULL, NULL},
    {"noise-run-10", "simulate dmft --target none --alpha 0.4 --tau 0.6 --m 10 " TRAINED, SMALLER, NULL},
    {"noise-run-20", "simulate dmft --target none --alpha 0.4 --tau 0.6 --m 20 " TRAINED, SMALLER, NULL},
    {"lazy-widths",
     "dmft --h poly:0,0.9,0.5 --gamma0 1 --m 10,50,200,1000 --t-min 1e-4 --t-max 300 --points "
     "300 "
     "--rtol 1e-4",
     NULL, NULL},
    {"lazy-early",
     "limit dmft --limit lazy --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-5 --t-max 0.3 --points 200",
     NULL, NULL},
    {"lazy-late",
     "limit dmft --limit lazy-late --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-2 --t-max 300 --points "
     "200",
     NULL, NULL},
    {"features-widths", "dmft --m 10,20,50,100 --t-min 0.1 --t-max 3000 --points 300 --rtol 1e-4",
     NULL, NULL},
    {"features-run-10", "simulate dmft --m 10 " TRAINED, SMALLER, NULL},
    {"features-run-20", "simulate dmft --m 20 " TRAINED, SMALLER, NULL},
    {"features-limit", "limit dmft --limit mean-field --t-min 0.1 --t-max 3000 --points 200", NULL, NULL},
    {"overfitting-widths",
     "dmft --tau 0.6 --m 10,20,50,100,200 --t-min 0.1 --t-max 6000 --points 400 --rtol 1e-4",
     NULL, NULL},
    {"overfitting-threshold", "threshold dmft --tau 0.6", NULL, NULL},
};

/* ---- 2: pure noise ---- */

#define WIDTH(data, m, k, x, y)                  \
    {                                            \
        data, x ":" y, "lines ls " #k, "m = " #m \
    }
#define RUN(data, k, y)                                                        \
    {                                                                          \
        data, "{t}:{" y "}:{" y "_se}", "yerrorbars ls " #k " pt 6 dt 1", NULL \
    }
static const figure_curve weights_2[] = {
    WIDTH("noise-widths", 10, 1, "{t}", "{a_10}"),
    WIDTH("noise-widths", 20, 2, "{t}", "{a_20}"),
    WIDTH("noise-widths", 50, 3, "{t}", "{a_50}"),
    WIDTH("noise-widths", 200, 4, "{t}", "{a_200}"),
    WIDTH("noise-widths", 1000, 5, "{t}", "{a_1000}"),
    RUN("noise-run-10", 1, "a"),
    RUN("noise-run-20", 2, "a"),
};
static const figure_curve train_2[] = {
    WIDTH("noise-widths", 10, 1, "{t}", "{e_train_10}"),
    WIDTH("noise-widths", 20, 2, "{t}", "{e_train_20}"),
    WIDTH("noise-widths", 50, 3, "{t}", "{e_train_50}"),
    WIDTH("noise-widths", 200, 4, "{t}", "{e_train_200}"),
    WIDTH("noise-widths", 1000, 5, "{t}", "{e_train_1000}"),
    RUN("noise-run-10", 1, "e_train"),
    RUN("noise-run-20", 2, "e_train"),
    {"0.18", NULL, FAINT, "τ^2/2"},
};
static const figure_panel panels_2[] = {
    {NULL, "t", "a", LOG_XY | NARROW_Y, NULL, "[0.9:20]", "top left", weights_2, COUNT_OF(weights_2)},
    {NULL, "t", "training error", LOG_X, NULL, "[0:0.2]", "bottom left", train_2, COUNT_OF(train_2)},
};

/* ---- 3: lazy ---- */

static const figure_curve early_3[] = {
    WIDTH("lazy-widths", 10, 1, "{t_times_m_10}", "{e_test_10}"),
    WIDTH("lazy-widths", 50, 2, "{t_times_m_50}", "{e_test_50}"),
    WIDTH("lazy-widths", 200, 3, "{t_times_m_200}", "{e_test_200}"),
    WIDTH("lazy-widths", 1000, 4, "{t_times_m_1000}", "{e_test_1000}"),
    {"lazy-early", "(1000*{t}):{e_test}", "lines ls 7 dt 1 lw 1", "limit"},
};
static const figure_curve early_train_3[] = {
    WIDTH("lazy-widths", 10, 1, "{t_times_m_10}", "{e_train_10}"),
    WIDTH("lazy-widths", 50, 2, "{t_times_m_50}", "{e_train_50}"),
    WIDTH("lazy-widths", 200, 3, "{t_times_m_200}", "{e_train_200}"),
    WIDTH("lazy-widths", 1000, 4, "{t_times_m_1000}", "{e_train_1000}"),
    {"lazy-early", "(1000*{t}):{e_train}", "lines ls 7 dt 1 lw 1", "limit"},
};
static const figure_curve late_3[] = {
    WIDTH("lazy-widths", 10, 1, "{t}", "{e_test_10}"),
    WIDTH("lazy-widths", 50, 2, "{t}", "{e_test_50}"),
    WIDTH("lazy-widths", 200, 3, "{t}", "{e_test_200}"),
    WIDTH("lazy-widths", 1000, 4, "{t}", "{e_test_1000}"),
    {"lazy-late", "{t}:{e_test}", "lines ls 7 dt 1 lw 1", "limit"},
};
static const figure_curve late_train_3[] = {
    WIDTH("lazy-widths", 10, 1, "{t}", "{e_train_10}"),
    WIDTH("lazy-widths", 50, 2, "{t}", "{e_train_50}"),
    WIDTH("lazy-widths", 200, 3, "{t}", "{e_train_200}"),
    WIDTH("lazy-widths", 1000, 4, "{t}", "{e_train_1000}"),
    {"lazy-late", "{t}:{e_train}", "lines ls 7 dt 1 lw 1", "limit"},
};
static const figure_panel panels_3[] = {
    {NULL, "t m", "test error", LOG_X, "[0.01:300]", "[0.4:1.3]", "bottom left", early_3, COUNT_OF(early_3)},
    {NULL, "t m", "training error", LOG_X, "[0.01:300]", "[0:1.3]", "bottom left", early_train_3,
     COUNT_OF(early_train_3)},
    {NULL, "t", "test error", LOG_X, "[1e-3:300]", "[0.4:1.3]", "top right", late_3, COUNT_OF(late_3)},
    {NULL, "t", "training error", LOG_X, "[1e-3:300]", "[0:1.3]", "top right", late_train_3,
     COUNT_OF(late_train_3)},
};

/* ---- 4: features ---- */

static const figure_curve weights_4[] = {
    WIDTH("features-widths", 10, 1, "{t}", "{a_10}"),
    WIDTH("features-widths", 20, 2, "{t}", "{a_20}"),
    WIDTH("features-widths", 50, 3, "{t}", "{a_50}"),
    WIDTH("features-widths", 100, 4, "{t}", "{a_100}"),
    {"features-limit", "{t}:{a}", "lines ls 7 dt 1 lw 1", "m → ∞"},
    RUN("features-run-10", 1, "a"),
    RUN("features-run-20", 2, "a"),
};
static const figure_curve errors_4[] = {
    WIDTH("features-widths", 10, 1 dt 1, "{t}", "{e_train_10}"),
    WIDTH("features-widths", 20, 2 dt 1, "{t}", "{e_train_20}"),
    WIDTH("features-widths", 50, 3 dt 1, "{t}", "{e_train_50}"),
    WIDTH("features-widths", 100, 4 dt 1, "{t}", "{e_train_100}"),
    {"features-widths", "{t}:{e_test_10}", "lines ls 1 dt (6,4)", NULL},
    {"features-widths", "{t}:{e_test_20}", "lines ls 2 dt (6,4)", NULL},
    {"features-widths", "{t}:{e_test_50}", "lines ls 3 dt (6,4)", NULL},
    {"features-widths", "{t}:{e_test_100}", "lines ls 4 dt (6,4)", "test error: dashed"},
    {"features-run-10", "{t}:{e_train}:{e_train_se}", "yerrorbars ls 1 pt 7 dt 1", NULL},
    {"features-run-20", "{t}:{e_train}:{e_train_se}", "yerrorbars ls 2 pt 7 dt 1", NULL},
    RUN("features-run-10", 1, "e_test"),
    RUN("features-run-20", 2, "e_test"),
};
static const figure_panel panels_4[] = {
    {NULL, "t", "a", LOG_X, NULL, NULL, "top left", weights_4, COUNT_OF(weights_4)},
    {NULL, "t", "training and test error", LOG_X, NULL, "[0:0.62]", NULL, errors_4, COUNT_OF(errors_4)},
};

/* ---- 5: overfitting, unlearning ---- */

static const figure_curve weights_5[] = {
    WIDTH("overfitting-widths", 10, 1, "{t_over_m_10}", "{gamma_10}"),
    WIDTH("overfitting-widths", 20, 2, "{t_over_m_20}", "{gamma_20}"),
    WIDTH("overfitting-widths", 50, 3, "{t_over_m_50}", "{gamma_50}"),
    WIDTH("overfitting-widths", 100, 4, "{t_over_m_100}", "{gamma_100}"),
    WIDTH("overfitting-widths", 200, 5, "{t_over_m_200}", "{gamma_200}"),
    {"tau_eff*G", NULL, FAINT, "γ*_{GF}"},
};
static const figure_curve overlaps_5[] = {
    WIDTH("overfitting-widths", 10, 1, "{t_over_m_10}", "{v_10}"),
    WIDTH("overfitting-widths", 20, 2, "{t_over_m_20}", "{v_20}"),
    WIDTH("overfitting-widths", 50, 3, "{t_over_m_50}", "{v_50}"),
    WIDTH("overfitting-widths", 100, 4, "{t_over_m_100}", "{v_100}"),
    WIDTH("overfitting-widths", 200, 5, "{t_over_m_200}", "{v_200}"),
};
static const figure_curve gaps_5[] = {
    WIDTH("overfitting-widths", 10, 1, "{gamma_10}", "{gap_10}"),
    WIDTH("overfitting-widths", 20, 2, "{gamma_20}", "{gap_20}"),
    WIDTH("overfitting-widths", 50, 3, "{gamma_50}", "{gap_50}"),
    WIDTH("overfitting-widths", 100, 4, "{gamma_100}", "{gap_100}"),
    WIDTH("overfitting-widths", 200, 5, "{gamma_200}", "{gap_200}"),
};
static const figure_panel panels_5[] = {
    {NULL, "t/m", "a/√m", LOG_X, "[0.01:100]", "[0:0.9]", NULL, weights_5, COUNT_OF(weights_5)},
    {NULL, "t/m", "v", LOG_X, "[0.01:100]", "[0:0.9]", NULL, overlaps_5, COUNT_OF(overlaps_5)},
    {NULL, "a/√m", "test - training error", 0, NULL, "[0:*]", NULL, gaps_5, COUNT_OF(gaps_5)},
};
static const char setup_5[] =
    "# the threshold for noise one, and the noise that this problem has for large a\n" THRESHOLD(
        "overfitting-threshold") "tau_eff = sqrt(0.6**2 + 1.0/6)\n";

#define MU "Montanari & Urbani, "

static const figure figures[] = {
    {"dmft-2", MU "figure 2", "pure noise: weights stay, then grow, then fit", NULL, panels_2,
     COUNT_OF(panels_2)},
    {"dmft-3", MU "figure 3", "lazy start: two stages and a plateau", NULL, panels_3, COUNT_OF(panels_3)},
    {"dmft-4", MU "figure 4", "features learnt, then noise fitted", NULL, panels_4, COUNT_OF(panels_4)},
    {"dmft-5", MU "figure 5", "overfitting and unlearning at times of order m", setup_5, panels_5,
     COUNT_OF(panels_5)},
};

const figure_paper figures_dmft_learning = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
