/* Figures 8-17 of A. Montanari and P. Urbani, arXiv:2502.21269: lazy starts, with and without a target. */
#include "figures/figures.h"

#define NOISE "--target none --h poly:0,0.3,0.5"
#define FROZEN NOISE " --alpha 0.5 --tau 1 --gamma0 1 --freeze-a yes"
#define LOUD "--h poly:0,0.9,0.5 --gamma0 1 --tau 2.5"
#define RELAXING                                                                                          \
    NOISE " --gamma0 1.4285714285714286 --tau 1 --m 1000 --t-min 0.01 --t-max 3000 --points 1000 --rtol " \
          "1e-4"
#define LEVEL                                                                                               \
    "limit dmft --limit lazy-late --target none --h poly:0,0.9,0.5 --tau 2.5 --m 1000 --rtol 1e-4 --times " \
    "20000"
#define FINAL "dmft --gamma0 1 --tau 0.6 --m 5,10,20,50,100,200,500,1000 --times 3000 --rtol 1e-5"

static const dataset datasets[] = {
    /* 8, 9 */
    {"frozen-10", "dmft " FROZEN " --m 10 --t-min 1e-5 --t-max 300 --points 300", NULL, NULL},
    {"frozen-100", "dmft " FROZEN " --m 100 --t-min 1e-5 --t-max 300 --points 300", NULL, NULL},
    {"frozen-1000", "dmft " FROZEN " --m 1000 --t-min 1e-5 --t-max 300 --points 300", NULL, NULL},
    {"frozen-early", "limit dmft --limit lazy " FROZEN " --m 1000 --t-min 1e-5 --t-max 1 --points 200", NULL,
     NULL},
    {"frozen-late", "limit dmft --limit lazy-late " FROZEN " --m 1000 --t-min 1e-2 --t-max 300 --points 200",
     NULL, NULL},
    /* 10 */
    {"relaxing-30", "limit dmft --limit lazy-late --alpha 0.3 " RELAXING, NULL, NULL},
    {"relaxing-40", "limit dmft --limit lazy-late --alpha 0.4 " RELAXING, NULL, NULL},
    {"relaxing-50", "limit dmft --limit lazy-late --alpha 0.5 " RELAXING, NULL, NULL},
    {"relaxing-55", "limit dmft --limit lazy-late --alpha 0.55 " RELAXING, NULL, NULL},
    {"relaxing-60", "limit dmft --limit lazy-late --alpha 0.6 " RELAXING, NULL, NULL},
    {"relaxing-65", "limit dmft --limit lazy-late --alpha 0.65 " RELAXING, NULL, NULL},
    {"relaxing-70", "limit dmft --limit lazy-late --alpha 0.7 " RELAXING, NULL, NULL},
    {"relaxing-75", "limit dmft --limit lazy-late --alpha 0.75 " RELAXING, NULL, NULL},
    {"relaxing-80", "limit dmft --limit lazy-late --alpha 0.8 " RELAXING, NULL, NULL},
    {"relaxing-100", "limit dmft --limit lazy-late --alpha 1 " RELAXING, NULL, NULL},
    /* 11, 12 */
    {"loud-noise",
     "dmft --target none " LOUD
     " --m 10,50,200,500 --t-min 0.01 --t-max 2500 --points 400 --rtol 1e-4",
     NULL, NULL},
    {"level-10", LEVEL " --gamma0 1", NULL, NULL},
    {"level-11", LEVEL " --gamma0 1.1", NULL, NULL},
    {"level-12", LEVEL " --gamma0 1.2", NULL, NULL},
    {"level-13", LEVEL " --gamma0 1.3", NULL, NULL},
    {"level-14", LEVEL " --gamma0 1.4", NULL, NULL},
    {"level-threshold", "threshold dmft --target none --h poly:0,0.9,0.5 --tau 2.5", NULL, NULL},
    /* 14 */
    {"lazy-50", "dmft --h poly:0,0.9,0.5 --gamma0 1 --m 50 --t-min 1e-4 --t-max 300 --points 300", NULL,
     NULL},
    {"lazy-200", "dmft --h poly:0,0.9,0.5 --gamma0 1 --m 200 --t-min 1e-4 --t-max 300 --points 300", NULL,
     NULL},
    {"lazy-1000", "dmft --h poly:0,0.9,0.5 --gamma0 1 --m 1000 --t-min 1e-4 --t-max 300 --points 300", NULL,
     NULL},
    /* 15 */
    {"final-quadratic", FINAL " --h poly:0,0.9,0.5", NULL, NULL},
    {"final-mixed", FINAL " --h poly:0,0.9,0.2,0.16666666666666666", NULL, NULL},
    {"final-cubic", FINAL " --h poly:0,0.9,0,0.16666666666666666", NULL, NULL},
    /* 16, 17 */
    {"loud-target",
     "dmft " LOUD " --m 10,50,200,500 --t-min 0.01 --t-max 2500 --points 400 --rtol 1e-4", NULL,
     NULL},
    {"loud-target-threshold", "threshold dmft --h poly:0,0.9,0.5 --tau 2.5", NULL, NULL},
};

/* ---- 8, 9: frozen output weights ---- */

#define OF(m, k, x, y)                                   \
    {                                                    \
        "frozen-" #m, x ":" y, "lines ls " #k, "m = " #m \
    }
static const figure_curve turned_8[] = {
    OF(10, 1, "(10*{t})", "(10*({Cd_t0} - 1))"),
    OF(100, 2, "(100*{t})", "(100*({Cd_t0} - 1))"),
    OF(1000, 3, "(1000*{t})", "(1000*({Cd_t0} - 1))"),
    {"frozen-early", "(1000*{t}):(1000*({Cd_t0} - 1))", LIMIT, "limit"},
};
static const figure_panel panels_8[] = {
    {NULL, "t m", "m (C_d(t,0) - 1)", LOG_X, "[0.01:20]", "[-1.5:0]", NULL, turned_8, COUNT_OF(turned_8)}};
static const figure_curve turned_9[] = {
    OF(10, 1, "{t}", "{Cd_t0}"),
    OF(100, 2, "{t}", "{Cd_t0}"),
    OF(1000, 3, "{t}", "{Cd_t0}"),
    {"frozen-late", "{t}:{Cd_t0}", LIMIT, "limit"},
};
static const figure_curve train_9[] = {
    OF(10, 1, "{t}", "{e_train}"),
    OF(100, 2, "{t}", "{e_train}"),
    OF(1000, 3, "{t}", "{e_train}"),
    {"frozen-late", "{t}:{e_train}", LIMIT, "limit"},
};
static const figure_curve early_9[] = {
    OF(10, 1, "(10*{t})", "{e_train}"),
    OF(100, 2, "(100*{t})", "{e_train}"),
    OF(1000, 3, "(1000*{t})", "{e_train}"),
    {"frozen-early", "(1000*{t}):{e_train}", LIMIT, "limit"},
};
#undef OF
static const figure_panel panels_9[] = {
    {NULL, "t", "C_d(t,0)", LOG_X, "[1e-3:300]", "[0:1]", NULL, turned_9, COUNT_OF(turned_9)},
    {NULL, "t", "training error", LOG_X, "[1e-3:300]", NULL, NULL, train_9, COUNT_OF(train_9)},
    {NULL, "t m", "training error", LOG_X, "[0.01:100]", NULL, NULL, early_9, COUNT_OF(early_9)},
};

/* ---- 10: relaxation near the threshold ---- */

#define OF(alpha, k, name)                                               \
    {                                                                    \
        "relaxing-" #alpha, "{t}:{e_train}", "lines ls " #k, "α = " name \
    }
static const figure_curve decays_10[] = {OF(30, 1, "0.3"),  OF(50, 2, "0.5"), OF(65, 3, "0.65"),
                                         OF(75, 4, "0.75"), OF(80, 5, "0.8"), OF(100, 6, "1")};
#undef OF
static const figure_curve relaxation_10[] = {
    {"$relaxation", "1:2", "points ls 1 pt 6 ps 0.8", "t_{rel}"},
    {"[a=0.28:0.86] 1.0/(slope*(critical - a))**2", NULL, LIMIT, "∝ (α* - α)^{-2}"},
};
static const figure_curve straight_10[] = {
    {"$relaxation", "1:(1/sqrt($2))", "points ls 1 pt 6 ps 0.8", "t_{rel}^{-1/2}"},
    {"[a=0.25:critical] slope*(critical - a)", NULL, LIMIT, "through last three"},
};
static const figure_panel panels_10[] = {
    {NULL, "t", "training error", LOG_XY, "[0.1:3000]", "[1e-6:1]", NULL, decays_10, COUNT_OF(decays_10)},
    {NULL, "α", "t_{rel}: training error falls below 10^{-4}", LOG_Y, "[0.25:0.9]", "[1:1e4]", NULL,
     relaxation_10, COUNT_OF(relaxation_10)},
    {NULL, "α", "t_{rel}^{-1/2}", 0, "[0.25:1]", "[0:*]", NULL, straight_10, COUNT_OF(straight_10)},
};
#define RELAXATION(name, alpha)                                            \
    "t_rel = 0; stats {relaxing-" name "} using (t_rel = ({relaxing-" name \
    ":e_train} > 1e-4 ? {relaxing-" name ":t} : t_rel), 0) nooutput; print " alpha ", t_rel\n"
static const char setup_10[] =
    "# the last time at which the training error is above 1e-4\nset print $relaxation\n" RELAXATION(
        "30", "0.30") RELAXATION("40", "0.40") RELAXATION("50", "0.50") RELAXATION("55", "0.55")
        RELAXATION("60", "0.60") RELAXATION("65", "0.65") RELAXATION("70", "0.70") RELAXATION("75", "0.75")
            RELAXATION("80", "0.80") "unset print\nset datafile separator whitespace\n"
                                     "line(x) = slope*(critical - x)\nslope = 0.5; critical = 0.9\n"
                                     "set fit quiet nolog\nfit [0.69:0.81] line(x) $relaxation using "
                                     "1:(1/sqrt($2)) via slope, "
                                     "critical\nset datafile separator \"\\t \"\n";

/* ---- 11, 12, 16, 17: noise beyond the lazy threshold ---- */

#define LOUD_ONE(data, m, k, x, y)                           \
    {                                                        \
        data, x ":{" y "_" #m "}", "lines ls " #k, "m = " #m \
    }
#define LOUD_CURVES(data, x, y)                                                     \
    LOUD_ONE(data, 10, 1, "{" x "_10}", y), LOUD_ONE(data, 50, 2, "{" x "_50}", y), \
        LOUD_ONE(data, 200, 3, "{" x "_200}", y), LOUD_ONE(data, 500, 4, "{" x "_500}", y)
#define LOUD_IN_TIME(data, y)                                                                           \
    LOUD_ONE(data, 10, 1, "{t}", y), LOUD_ONE(data, 50, 2, "{t}", y), LOUD_ONE(data, 200, 3, "{t}", y), \
        LOUD_ONE(data, 500, 4, "{t}", y)
#define LEVEL_POINT(name, gamma, title)                                                        \
    {                                                                                          \
        "level-" name, "(" gamma "):{e_train}", "points pt 7 ps 0.6 lc rgb \"#000000\"", title \
    }
static const figure_curve weights_11[] = {
    LOUD_CURVES("loud-noise", "t_over_m", "gamma"),
    {"2.5*G", NULL, FAINT, "γ*_{GF}"},
};
static const figure_panel panels_11[] = {
    {NULL, "t/m", "a/√m", LOG_X, "[1e-3:30]", NULL, NULL, weights_11, COUNT_OF(weights_11)}};
static const figure_curve train_12[] = {LOUD_CURVES("loud-noise", "t_over_m", "e_train")};
static const figure_curve followed_12[] = {
    LOUD_CURVES("loud-noise", "gamma", "e_train"),
    LEVEL_POINT("10", "1.0", "frozen"),
    LEVEL_POINT("11", "1.1", NULL),
    LEVEL_POINT("12", "1.2", NULL),
    LEVEL_POINT("13", "1.3", NULL),
    LEVEL_POINT("14", "1.4", NULL),
};
static const figure_panel panels_12[] = {
    {NULL, "t/m", "training error", LOG_X, "[1e-3:30]", "[0:*]", NULL, train_12, COUNT_OF(train_12)},
    {NULL, "a/√m", "training error", 0, NULL, "[0:0.8]", NULL, followed_12, COUNT_OF(followed_12),
     "set xtics 0.1"},
};
static const char setup_11[] = THRESHOLD("level-threshold");
static const figure_curve test_16[] = {LOUD_IN_TIME("loud-target", "e_test")};
static const figure_curve train_16[] = {LOUD_IN_TIME("loud-target", "e_train")};
static const figure_curve slow_test_16[] = {LOUD_CURVES("loud-target", "t_over_m", "e_test")};
static const figure_curve slow_train_16[] = {LOUD_CURVES("loud-target", "t_over_m", "e_train")};
static const figure_panel panels_16[] = {
    {NULL, "t", "test error", LOG_X, "[0.01:2500]", NULL, NULL, test_16, COUNT_OF(test_16)},
    {NULL, "t", "training error", LOG_X, "[0.01:2500]", NULL, NULL, train_16, COUNT_OF(train_16)},
    {NULL, "t/m", "test error", LOG_X, "[1e-3:30]", NULL, NULL, slow_test_16, COUNT_OF(slow_test_16)},
    {NULL, "t/m", "training error", LOG_X, "[1e-3:30]", NULL, NULL, slow_train_16, COUNT_OF(slow_train_16)},
};
static const figure_curve weights_17[] = {
    LOUD_CURVES("loud-target", "t_over_m", "gamma"),
    {"sqrt(2.5**2 + 0.5)*G", NULL, FAINT, "γ*"},
};
static const figure_curve followed_17[] = {LOUD_CURVES("loud-target", "gamma", "e_train")};
static const figure_panel panels_17[] = {
    {NULL, "t/m", "a/√m", LOG_X, "[1e-3:30]", NULL, NULL, weights_17, COUNT_OF(weights_17)},
    {NULL, "a/√m", "training error", 0, NULL, "[0:1]", NULL, followed_17, COUNT_OF(followed_17),
     "set xtics 0.1"},
};
static const char setup_17[] = THRESHOLD("loud-target-threshold");

/* ---- 13, 14: a lazy start on a target ---- */

static const figure_curve overlap_13[] = {
    {"lazy-widths", "{t_times_m_10}:{v_sqrt_m_10}", "lines ls 1", "m = 10"},
    {"lazy-widths", "{t_times_m_50}:{v_sqrt_m_50}", "lines ls 2", "m = 50"},
    {"lazy-widths", "{t_times_m_200}:{v_sqrt_m_200}", "lines ls 3", "m = 200"},
    {"lazy-widths", "{t_times_m_1000}:{v_sqrt_m_1000}", "lines ls 4", "m = 1000"},
    {"lazy-early", "(1000*{t}):(sqrt(1000)*{v})", LIMIT, "limit"},
};
static const figure_panel panels_13[] = {
    {NULL, "t m", "v √m", LOG_X, "[0.01:300]", NULL, NULL, overlap_13, COUNT_OF(overlap_13)}};
#define OF(m, k, y)                                          \
    {                                                        \
        "lazy-" #m, "{t}:{" y "}", "lines ls " #k, "m = " #m \
    }
static const figure_curve turned_14[] = {OF(50, 1, "Cd_t0"),
                                         OF(200, 2, "Cd_t0"),
                                         OF(1000, 3, "Cd_t0"),
                                         {"lazy-late", "{t}:{Cd_t0}", LIMIT, "limit"}};
static const figure_curve train_14[] = {OF(50, 1, "e_train"),
                                        OF(200, 2, "e_train"),
                                        OF(1000, 3, "e_train"),
                                        {"lazy-late", "{t}:{e_train}", LIMIT, "limit"}};
static const figure_curve test_14[] = {OF(50, 1, "e_test"),
                                       OF(200, 2, "e_test"),
                                       OF(1000, 3, "e_test"),
                                       {"lazy-late", "{t}:{e_test}", LIMIT, "limit"}};
#undef OF
static const figure_panel panels_14[] = {
    {NULL, "t", "C_d(t,0)", LOG_X, "[1e-3:300]", NULL, NULL, turned_14, COUNT_OF(turned_14)},
    {NULL, "t", "training error", LOG_X, "[1e-3:300]", NULL, NULL, train_14, COUNT_OF(train_14)},
    {NULL, "t", "test error", LOG_X, "[1e-3:300]", NULL, NULL, test_14, COUNT_OF(test_14)},
};

/* ---- 15: how good the lazy network gets ---- */

#define POINT(data, m, k, title)                                                \
    {                                                                           \
        data, "(" #m "):{e_test_" #m "}", "points ls " #k " pt 6 ps 0.8", title \
    }
#define POINTS(data, k, name)                                                                              \
    POINT(data, 5, k, name), POINT(data, 10, k, NULL), POINT(data, 20, k, NULL), POINT(data, 50, k, NULL), \
        POINT(data, 100, k, NULL), POINT(data, 200, k, NULL), POINT(data, 500, k, NULL),                   \
        POINT(data, 1000, k, NULL)
static const figure_curve final_15[] = {
    POINTS("final-quadratic", 1, "0.9 z + z^2/2"),
    {"plateau(0.5)", NULL, "lines ls 1 lw 0.7", NULL},
    POINTS("final-mixed", 2, "0.9 z + z^2/5 + z^3/6"),
    {"plateau(0.2 + 1.0/6)", NULL, "lines ls 2 lw 0.7", NULL},
    POINTS("final-cubic", 3, "0.9 z + z^3/6"),
    {"plateau(1.0/6)", NULL, "lines ls 3 lw 0.7", "m → ∞"},
};
#undef POINT
#define POINT(data, rest, m, k, title)                                                                     \
    {                                                                                                      \
        data, "(" #m "):(abs({e_test_" #m "} - plateau(" rest ")))", "points ls " #k " pt 6 ps 0.8", title \
    }
#define DISTANCES(data, rest, k, name)                                                                    \
    POINT(data, rest, 5, k, name), POINT(data, rest, 10, k, NULL), POINT(data, rest, 20, k, NULL),        \
        POINT(data, rest, 50, k, NULL), POINT(data, rest, 100, k, NULL), POINT(data, rest, 200, k, NULL), \
        POINT(data, rest, 500, k, NULL), POINT(data, rest, 1000, k, NULL)
static const figure_curve distance_15[] = {
    DISTANCES("final-quadratic", "0.5", 1, "0.9 z + z^2/2"),
    DISTANCES("final-mixed", "0.2 + 1.0/6", 2, "0.9 z + z^2/5 + z^3/6"),
    DISTANCES("final-cubic", "1.0/6", 3, "0.9 z + z^3/6"),
    {"(x > 20 ? 0.5/sqrt(x) : NaN)", NULL, LIMIT, "m^{-1/2}, m^{-1}"},
    {"(x > 20 ? 1/x : NaN)", NULL, LIMIT, NULL},
};
#undef POINT
static const figure_panel panels_15[] = {
    {NULL, "m", "final test error", LOG_X, "[4:1200]", NULL, NULL, final_15, COUNT_OF(final_15)},
    {NULL, "m", "distance from m → ∞", LOG_XY, "[4:1200]", "[1e-4:1]", NULL, distance_15,
     COUNT_OF(distance_15)},
};
static const char setup_15[] = "# final test error of an infinitely wide lazy network: all but the linear "
                               "part of h is noise, and so is\n"
                               "# that of the target, of the same size\n"
                               "plateau(rest) = (0.6**2 + 2*rest)/2\n";

#define MU "Montanari & Urbani, "

static const figure figures[] = {
    {"dmft-8", MU "figure 8", "frozen weights, t m of order one", NULL, panels_8, COUNT_OF(panels_8)},
    {"dmft-9", MU "figure 9", "frozen weights on noise: two stages", NULL, panels_9, COUNT_OF(panels_9)},
    {"dmft-10", MU "figure 10", "relaxation near the interpolation threshold", setup_10, panels_10,
     COUNT_OF(panels_10)},
    {"dmft-11", MU "figure 11", "lazy start on loud noise: weights grow", setup_11, panels_11,
     COUNT_OF(panels_11)},
    {"dmft-12", MU "figure 12", "training error follows the weights", NULL, panels_12, COUNT_OF(panels_12)},
    {"dmft-13", MU "figure 13", "lazy start: overlap at t m of order one", NULL, panels_13,
     COUNT_OF(panels_13)},
    {"dmft-14", MU "figure 14", "lazy start: noise fitted at t of order one", NULL, panels_14,
     COUNT_OF(panels_14)},
    {"dmft-15", MU "figure 15", "final test error of lazy networks", setup_15, panels_15,
     COUNT_OF(panels_15)},
    {"dmft-16", MU "figure 16", "lazy start, target and loud noise: errors", NULL, panels_16,
     COUNT_OF(panels_16)},
    {"dmft-17", MU "figure 17", "lazy start, target and loud noise: weights", setup_17, panels_17,
     COUNT_OF(panels_17)},
};

const figure_paper figures_dmft_lazy = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
