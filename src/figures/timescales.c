/* Plateaus and scalings of R. Berthier, A. Montanari and K. Zhou, arXiv:2303.00055: learning time-scales. */
#include "figures/figures.h"

#define FOUR "--activation hermite:1,1,1,1,1 --target hermite:1,-1,0.6666666666666666,-0.5,0.4"

static const dataset datasets[] = {
    {"timescales-1e-2", "timescales --epsilon 1e-2 --t-min 1e-9 --t-max 10 --points 400", NULL, NULL},
    {"timescales-1e-4", "timescales --epsilon 1e-4 --t-min 1e-9 --t-max 10 --points 400", NULL, NULL},
    {"timescales-1e-6", "timescales --epsilon 1e-6 --t-min 1e-9 --t-max 10 --points 400", NULL, NULL},
    {"timescales-1e-8", "timescales --epsilon 1e-8 --t-min 1e-9 --t-max 10 --points 400", NULL, NULL},
    {"timescales-4-1e-6", "timescales " FOUR " --epsilon 1e-6 --t-min 1e-17 --t-max 10 --points 500", NULL,
     NULL},
    {"timescales-4-1e-16", "timescales " FOUR " --epsilon 1e-16 --t-min 1e-17 --t-max 10 --points 500", NULL,
     NULL},
    {"timescales-scan", "scan timescales --epsilon-min 1e-16 --epsilon-points 29", NULL, NULL},
    {"timescales-sgd", "compare timescales --epsilon 0.05 --m 50 --d 100 --t-max 2 --t-min 0.005 --points 30",
     "--runs 2", NULL},
};

/* ---- plateaus ---- */

#define RISK(epsilon, k, name)                                                   \
    {                                                                            \
        "timescales-" epsilon, "{t}:{risk}", "lines ls " #k, "ε = 10^{" name "}" \
    }
static const figure_curve risks[] = {
    RISK("1e-2", 1, "-2"), RISK("1e-4", 2, "-4"),          RISK("1e-6", 3, "-6"),
    RISK("1e-8", 4, "-8"), {"13.0/18", NULL, FAINT, NULL}, {"4.0/18", NULL, FAINT, "predicted"},
};
static const figure_curve risks_4[] = {
    {"timescales-4-1e-6", "{t}:{risk}", "lines ls 1", "ε = 10^{-6}"},
    {"timescales-4-1e-16", "{t}:{risk}", "lines ls 2", "ε = 10^{-16}"},
    {"0.9272222", NULL, FAINT, NULL},
    {"0.4272222", NULL, FAINT, NULL},
    {"0.205", NULL, FAINT, NULL},
    {"0.08", NULL, FAINT, "predicted"},
};
static const figure_panel plateaus[] = {
    {NULL, "t", "risk, three components", LOG_X, NULL, "[0:1.3]", NULL, risks, COUNT_OF(risks)},
    {NULL, "t", "risk, five components", LOG_X, NULL, "[0:1.5]", NULL, risks_4, COUNT_OF(risks_4),
     "set xtics 1e4"},
};

/* ---- components one by one ---- */

static const figure_curve residuals[] = {
    {"timescales-1e-8", "{t}:{rho_0}", "lines ls 1", "ρ_0"},
    {"timescales-1e-8", "{t}:{rho_1}", "lines ls 2", "ρ_1"},
    {"timescales-1e-8", "{t}:{rho_2}", "lines ls 3", "ρ_2"},
    {"timescales-1e-8", "{t}:(-1/(1 + exp(2*({t} - t1)*1e4)))", "lines ls 7 lw 1", "ρ_1, (T.10)"},
};
static const figure_curve sizes[] = {
    {"timescales-1e-8", "{t}:{rms_a}", "lines ls 1", "rms a"},
    {"timescales-1e-8", "{t}:{rms_s}", "lines ls 2", "rms s"},
    {"[t=1e-6:1e-1] 1e-8**(-0.25)*0.8", NULL, "lines ls 7 lw 0.8", "ε^{∓1/4}, ε^{∓1/3}"},
};
static const figure_panel components[] = {
    {NULL, "t", "residual", LOG_X, NULL, NULL, NULL, residuals, COUNT_OF(residuals)},
    {NULL, "t", "rms size", LOG_XY, NULL, "[1e-6:1e4]", NULL, sizes, 2},
};

/* ---- powers of epsilon ---- */

#define TIME(k)                                                              \
    {                                                                        \
        "timescales-scan", "{epsilon}:{t_" #k "}", "points ls " #k "1", NULL \
    }
static const figure_curve times[] = {
    {"timescales-scan", "{epsilon}:{t_0}", "points ls 1 pt 6 ps 0.8", "t_0"},
    {"timescales-scan", "{epsilon}:{predicted_t_0}", "lines ls 1", NULL},
    {"timescales-scan", "{epsilon}:{t_1}", "points ls 2 pt 4 ps 0.8", "t_1"},
    {"timescales-scan", "{epsilon}:{predicted_t_1}", "lines ls 2", NULL},
    {"timescales-scan", "{epsilon}:{t_2}", "points ls 3 pt 8 ps 0.8", "t_2"},
    {"timescales-scan", "{epsilon}:{predicted_t_2}", "lines ls 3", "predicted"},
};
static const figure_curve slopes[] = {
    {"timescales-scan", "{epsilon}:{slope_0}", "points ls 1 pt 6 ps 0.8", "t_0"},
    {"timescales-scan", "{epsilon}:{predicted_slope_0}", "lines ls 1", NULL},
    {"timescales-scan", "{epsilon}:{slope_1}", "points ls 2 pt 4 ps 0.8", "t_1"},
    {"timescales-scan", "{epsilon}:{predicted_slope_1}", "lines ls 2", NULL},
    {"timescales-scan", "{epsilon}:{slope_2}", "points ls 3 pt 8 ps 0.8", "t_2"},
    {"timescales-scan", "{epsilon}:{predicted_slope_2}", "lines ls 3", "predicted"},
};
static const figure_panel scaling[] = {
    {NULL, "ε", "time when half is learnt", LOG_XY, NULL, NULL, NULL, times, COUNT_OF(times),
     "set xtics 1e4"},
    {NULL, "ε", "d log t/d log ε", LOG_X, NULL, "[0:1.1]", NULL, slopes, COUNT_OF(slopes)},
};
#undef TIME

/* ---- stochastic gradient descent ---- */

static const figure_curve sgd_risk[] = {
    {"timescales-sgd", "{t}:{risk}:{risk_se}", "yerrorbars ls 2 pt 6", "SGD"},
    {"timescales-sgd", "{t}:{risk_overlaps}", "lines ls 1", "overlaps"},
    {"timescales-sgd", "{t}:{risk_finite_m}", "lines ls 3", "finite m"},
    {"timescales-sgd", "{t}:{risk_mean_field}", "lines ls 4", "mean field"},
};
static const figure_panel sgd[] = {
    {NULL, "t", "risk, m = 50, d = 100, ε = 0.05", LOG_XY, NULL, NULL, NULL, sgd_risk, COUNT_OF(sgd_risk)}};

#define BMZ "Berthier, Montanari & Zhou, "

static const figure figures[] = {
    {"timescales-plateaus", BMZ "plateaus", "components of the target are learnt one by one", NULL, plateaus,
     COUNT_OF(plateaus)},
    {"timescales-components", BMZ "components", "residuals, weights and overlaps",
     "# (T.10): v0 = 0.3332 is the variance of the initial weights\nt1 = 0.5e-4*log(4/(1e-4*0.3332))\n",
     components, COUNT_OF(components)},
    {"timescales-scaling", BMZ "scaling", "three powers of the time scale", NULL, scaling, COUNT_OF(scaling)},
    {"timescales-sgd", BMZ "SGD", "stochastic gradient descent and three models", NULL, sgd, COUNT_OF(sgd)},
};

const figure_paper figures_timescales = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
