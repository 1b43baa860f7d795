/* Figures 18-23 of A. Montanari and P. Urbani, arXiv:2502.21269: mean-field start on pure noise. */
#include "figures/figures.h"

#define NOISE "--target none --alpha 0.3 --tau 0.6"
#define LEVEL "limit dmft --limit lazy-late " NOISE " --m 1000 --rtol 1e-4 --times 20000"

static const dataset datasets[] = {
    {"quiet-10", "dmft " NOISE " --m 10 --t-min 0.01 --t-max 300 --points 400 --rtol 1e-4", NULL, NULL},
    {"quiet-100", "dmft " NOISE " --m 100 --t-min 0.01 --t-max 3000 --points 400 --rtol 1e-4", NULL, NULL},
    {"quiet-1000", "dmft " NOISE " --m 1000 --t-min 0.01 --t-max 30000 --points 400 --rtol 1e-4", NULL, NULL},
    {"quiet-limit", "limit dmft --limit pure-noise " NOISE " --m 1000 --t-min 0.01 --t-max 100 --points 200",
     NULL, NULL},
    {"quiet-sqrt", "limit dmft --limit sqrt-m " NOISE " --m 10000 --t-min 1 --t-max 10000 --points 200", NULL,
     NULL},
    {"quiet-level-2", LEVEL " --gamma0 0.2", NULL, NULL},
    {"quiet-level-3", LEVEL " --gamma0 0.3", NULL, NULL},
    {"quiet-level-4", LEVEL " --gamma0 0.4", NULL, NULL},
    {"quiet-level-5", LEVEL " --gamma0 0.5", NULL, NULL},
    {"quiet-threshold", "threshold dmft " NOISE, NULL, NULL},
};

#define WIDTHS(x, y)                                                                  \
    {"quiet-10", x("10", "sqrt(10)") ":" y("10"), "lines ls 1", "m = 10"},            \
        {"quiet-100", x("100", "10") ":" y("100"), "lines ls 2", "m = 100"},          \
    {                                                                                 \
        "quiet-1000", x("1000", "sqrt(1000)") ":" y("1000"), "lines ls 3", "m = 1000" \
    }
#define TIME(m, root) "{t}"
#define TIME_ROOT(m, root) "({t}/" root ")"
#define TIME_M(m, root) "({t}/" m ")"
#define GAMMA_X(m, root) "({a}/" root ")"
#define M_CO(m) "(" m "*{Co_tt})"
#define M_CO_0(m) "(" m "*{Co_t0})"
#define A(m) "{a}"
#define GAMMA(m) "({a}/sqrt(" m "))"
#define E_TRAIN(m) "{e_train}"
#define NU(m) "{nu}"
#define CD(m) "{Cd_t0}"

static const figure_curve overlaps_18[] = {WIDTHS(TIME, M_CO),
                                           {"quiet-limit", "{t}:(1000*{Co_tt})", LIMIT, "m → ∞"}};
static const figure_curve starts_18[] = {WIDTHS(TIME, M_CO_0),
                                         {"quiet-limit", "{t}:(1000*{Co_t0})", LIMIT, "m → ∞"}};
static const figure_panel panels_18[] = {
    {NULL, "t", "m C_o(t,t)", LOG_X, "[0.01:100]", "[*:0.5]", NULL, overlaps_18, COUNT_OF(overlaps_18)},
    {NULL, "t", "m C_o(t,0)", LOG_X, "[0.01:100]", NULL, NULL, starts_18, COUNT_OF(starts_18)},
};
static const figure_curve weights_19[] = {WIDTHS(TIME_ROOT, A),
                                          {"quiet-sqrt", "({t}/100):{a}", LIMIT, "m → ∞"}};
static const figure_curve slope_19[] = {
    {"quiet-sqrt", "({t}/100):({a}/({t}/100))", LIMIT, "m → ∞: a/(t/√m)"},
    {"quiet-1000", "({t}/sqrt(1000)):({a}/{t}*sqrt(1000))", "lines ls 3", "m = 1000"},
    {"0.2191", NULL, FAINT, "slope A_∞"},
};
static const figure_panel panels_19[] = {
    {NULL, "t/√m", "a", 0, "[0:40]", "[0:9]", NULL, weights_19, COUNT_OF(weights_19)},
    {NULL, "t/√m", "a √m/t", LOG_X, "[3:100]", "[0:0.5]", NULL, slope_19, COUNT_OF(slope_19)},
};
static const figure_curve turned_20[] = {WIDTHS(TIME_ROOT, CD),
                                         {"quiet-sqrt", "({t}/100):{Cd_t0}", LIMIT, "m → ∞"}};
static const figure_curve overlaps_20[] = {WIDTHS(TIME_ROOT, M_CO),
                                           {"quiet-sqrt", "({t}/100):(10000*{Co_tt})", LIMIT, "m → ∞"}};
static const figure_panel panels_20[] = {
    {NULL, "t/√m", "C_d(t,0)", LOG_X, "[0.01:40]", "[0:1]", NULL, turned_20, COUNT_OF(turned_20)},
    {NULL, "t/√m", "m C_o(t,t)", LOG_X, "[0.01:40]", "[-1:0.5]", NULL, overlaps_20, COUNT_OF(overlaps_20)},
};
static const figure_curve weights_21[] = {WIDTHS(TIME_M, GAMMA), {"0.6*G", NULL, FAINT, "γ*_{GF}"}};
static const figure_panel panels_21[] = {
    {NULL, "t/m", "a/√m", LOG_X, "[0.01:30]", NULL, NULL, weights_21, COUNT_OF(weights_21)}};
static const char setup_21[] = THRESHOLD("quiet-threshold");
static const figure_curve train_22[] = {WIDTHS(TIME_M, E_TRAIN)};
static const figure_curve nu_22[] = {WIDTHS(TIME_M, NU)};
static const figure_panel panels_22[] = {
    {NULL, "t/m", "training error", LOG_X, "[0.01:100]", "[0:0.2]", NULL, train_22, COUNT_OF(train_22)},
    {NULL, "t/m", "ν", LOG_X, "[0.01:100]", NULL, NULL, nu_22, COUNT_OF(nu_22)},
};
#define LEVELS(y)                                                                          \
    {"quiet-level-2", "(0.2):{" y "}", "points pt 7 ps 0.6 lc rgb \"#000000\"", "frozen"}, \
        {"quiet-level-3", "(0.3):{" y "}", "points pt 7 ps 0.6 lc rgb \"#000000\"", NULL}, \
        {"quiet-level-4", "(0.4):{" y "}", "points pt 7 ps 0.6 lc rgb \"#000000\"", NULL}, \
    {                                                                                      \
        "quiet-level-5", "(0.5):{" y "}", "points pt 7 ps 0.6 lc rgb \"#000000\"", NULL    \
    }
static const figure_curve train_23[] = {WIDTHS(GAMMA_X, E_TRAIN), LEVELS("e_train")};
static const figure_curve nu_23[] = {WIDTHS(GAMMA_X, NU), LEVELS("nu")};
static const figure_panel panels_23[] = {
    {NULL, "a/√m", "training error", 0, NULL, "[0:0.2]", NULL, train_23, COUNT_OF(train_23)},
    {NULL, "a/√m", "ν", 0, NULL, NULL, NULL, nu_23, COUNT_OF(nu_23)},
};

#define MU "Montanari & Urbani, "

static const figure figures[] = {
    {"dmft-18", MU "figure 18", "pure noise: overlaps at t of order one", NULL, panels_18,
     COUNT_OF(panels_18)},
    {"dmft-19", MU "figure 19", "pure noise: weights grow linearly at t of order √m", NULL, panels_19,
     COUNT_OF(panels_19)},
    {"dmft-20", MU "figure 20", "pure noise: correlations at t of order √m", NULL, panels_20,
     COUNT_OF(panels_20)},
    {"dmft-21", MU "figure 21", "pure noise: weights saturate at t of order m", setup_21, panels_21,
     COUNT_OF(panels_21)},
    {"dmft-22", MU "figure 22", "pure noise: training error and multiplier", NULL, panels_22,
     COUNT_OF(panels_22)},
    {"dmft-23", MU "figure 23", "pure noise: both follow the weights", NULL, panels_23, COUNT_OF(panels_23)},
};

const figure_paper figures_dmft_noise = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
