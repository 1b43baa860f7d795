/* Figures of F. Pellegrini and G. Biroli, arXiv:2006.11209: the linear hinge loss. */
#include "figures/figures.h"

static const dataset datasets[] = {
    {"hinge-theory", "hinge --level finite-size --N 100000 --t-max 2000 --t-min 1 --points 300", "--N 10000",
     NULL},
    {"hinge-run", "simulate hinge --N 100000 --t-max 2000 --t-min 1 --points 60 --precision single",
     "--N 10000 --runs 2", NULL},
    {"hinge-nodes",
     "simulate hinge --runs 1 --t-max 12 --points 25 --grid linear --substeps 2 --nodes 12 --precision "
     "single",
     NULL, NULL},
    {"hinge-rich",
     "simulate hinge --runs 1 --times 0,10,20 --clouds 0,10,20 --show clouds --precision single", NULL, NULL},
    {"hinge-rich-theory", "hinge --times 0,10,20", NULL, NULL},
    {"hinge-lazy",
     "simulate hinge --alpha 100 --runs 1 --times 0,10,20 --clouds 0,10,20 --show clouds --precision single",
     NULL, NULL},
    {"hinge-lazy-theory", "hinge --alpha 100 --times 0,10,20", NULL, NULL},
    {"hinge-finite-theory", "hinge --level finite-size --t-min 1 --t-max 400 --points 300", NULL, NULL},
    {"hinge-finite-run", "simulate hinge --runs 10 --t-min 1 --t-max 400 --points 40 --precision single",
     "--runs 3", NULL},
    {"hinge-digits",
     "simulate hinge --data-file idx:{digits}/images-idx3-ubyte --N 8000 --test-size 2000 --t-min 0.1 "
     "--t-max 400 --points 60 --precision single",
     "--runs 1", "images-idx3-ubyte"},
    {"hinge-digits-theory", "hinge --d 784 --N 8000 --level finite-size --t-min 0.1 --t-max 400 --points 300",
     NULL, NULL},
    {"hinge-perp-2000-theory", "hinge --level finite-size --N 2000 --t-min 1 --t-max 400 --points 300", NULL,
     NULL},
    {"hinge-perp-2000-run",
     "simulate hinge --N 2000 --runs 10 --t-min 1 --t-max 400 --points 40 --precision single", "--runs 3",
     NULL},
};

/* ---- 1: the large training set ---- */

static const figure_curve curves_1a[] = {
    {"hinge-theory", "{t}:{gamma}", "lines ls 1", "theory"},
    {"hinge-run", "{t}:(asinh({V_par})/2)", "points ls 2 pt 6 ps 0.8", "network"},
};
static const figure_panel panels_1a[] = {
    {NULL, "t (training steps)", "clock γ", LOG_X, NULL, NULL, "top left", curves_1a, COUNT_OF(curves_1a)}};

/* Node k starts at (w_par, a) and moves along its hyperbola. */
#define NODE(k)                                                                                   \
    {"[g=0:gmax] '+'", "(w" #k "*cosh(g) + a" #k "*sinh(g)):(a" #k "*cosh(g) + w" #k "*sinh(g))", \
     "lines lc rgb \"#0072b2\" lw 1", k == 1 ? "a^2 - w_∥^2 constant" : NULL},                    \
    {                                                                                             \
        "hinge-nodes", "{w_par_" #k "}:{a_" #k "}", "points pt 7 ps 0.4 lc rgb \"#d55e00\"",      \
            k == 1 ? "12 nodes" : NULL                                                            \
    }
static const figure_curve curves_1b[] = {NODE(1), NODE(2), NODE(3), NODE(4),  NODE(5),  NODE(6),
                                         NODE(7), NODE(8), NODE(9), NODE(10), NODE(11), NODE(12)};
static const figure_panel panels_1b[] = {
    {NULL, "w_∥", "a", 0, NULL, NULL, NULL, curves_1b, COUNT_OF(curves_1b)}};

#define START(k)                                                                                          \
    "w" #k " = ($0 == 0 ? {hinge-nodes:w_par_" #k "} : w" #k "), a" #k " = ($0 == 0 ? {hinge-nodes:a_" #k \
    "} : a" #k ")"
#define NAMES(k) "w" #k " = a" #k " = 0\n"
static const char setup_1b[] = NAMES(1) NAMES(2) NAMES(3) NAMES(4) NAMES(5) NAMES(6) NAMES(7) NAMES(8) NAMES(
    9) NAMES(10) NAMES(11)
    NAMES(12) "stats {hinge-nodes} using (" START(1) ", " START(2) ", " START(3) ", " START(4) ", " START(5) ", " START(
        6) ", " START(7) ", " START(8) ", " START(9) ", " START(10) ", " START(11) ", " START(12) ", "
                                                                                                  "gmax = "
                                                                                                  "asinh({"
                                                                                                  "hinge-"
                                                                                                  "nodes:V_"
                                                                                                  "par})/2, "
                                                                                                  "0) "
                                                                                                  "nooutput"
                                                                                                  "\n";

static const figure_curve curves_1c[] = {
    {"hinge-theory", "{t}:{f_U}", "lines ls 1", "f_U"},
    {"hinge-run", "{t}:{f_U}", "points ls 1 pt 6 ps 0.8", "network"},
    {"hinge-theory", "{t}:{loss}", "lines ls 2", "loss"},
    {"hinge-run", "{t}:{loss}", "points ls 2 pt 4 ps 0.8", "network"},
};
static const figure_panel panels_1c[] = {{NULL, "t (training steps)", "unsatisfied samples, training loss",
                                          LOG_X, NULL, NULL, "top right", curves_1c, COUNT_OF(curves_1c)}};

static const figure_curve errors_1d[] = {
    {"hinge-theory", "{t}:{error_test}", "lines ls 1", "test, theory"},
    {"hinge-run", "{t}:{error_test}:{error_test_se}", "yerrorbars ls 1 pt 6", "test, network"},
    {"hinge-theory", "{t}:{error_train}", "lines ls 2", "training, theory"},
    {"hinge-run", "{t}:{error_train}:{error_train_se}", "yerrorbars ls 2 pt 4", "training, network"},
};
static const figure_panel panels_1d[] = {{NULL, "t (training steps)", "error", LOG_XY, NULL, "[1e-4:0.6]",
                                          "bottom left", errors_1d, COUNT_OF(errors_1d)}};

/* ---- 2: clouds of nodes ---- */

/* The circle of radius two standard deviations, carried along by the clock. */
#define CIRCLE(k, t, when)                                                                                  \
    {                                                                                                       \
        "[s=0:2*pi] '+'",                                                                                   \
            "(2*(cos(s)*cosh(g" #k ") + sin(s)*sinh(g" #k "))):(2*(sin(s)*cosh(g" #k ") + cos(s)*sinh(g" #k \
            ")))",                                                                                          \
            "lines ls " #k, "t = " when                                                                     \
    }
#define CLOUD(data, k, when)                                                                       \
    {                                                                                              \
        data, "({t} == " when " ? {w_par} : NaN):{a}", "points pt 7 ps 0.2 lc rgb colour" #k, NULL \
    }
#define CLOUDS(data)                                                                        \
    {                                                                                       \
        CLOUD(data, 1, "0"), CLOUD(data, 2, "10"), CLOUD(data, 3, "20"), CIRCLE(1, 0, "0"), \
            CIRCLE(2, 10, "10"), CIRCLE(3, 20, "20")                                        \
    }
#define CLOCK(theory)                                                                   \
    "colour1 = \"#99c7e0\"; colour2 = \"#eebf99\"; colour3 = \"#99d8c7\"\n"             \
    "g1 = g2 = g3 = 0\n"                                                                \
    "stats {" theory "} using (g2 = ($0 == 1 ? {" theory ":gamma} : g2), g3 = {" theory \
    ":gamma}, 0) nooutput\n"
static const figure_curve curves_2a[] = CLOUDS("hinge-lazy"), curves_2b[] = CLOUDS("hinge-rich");
static const figure_panel panels_2a[] = {
    {NULL, "w_∥", "a", 0, "[-6:6]", "[-6:6]", NULL, curves_2a, COUNT_OF(curves_2a)}};
static const figure_panel panels_2b[] = {
    {NULL, "w_∥", "a", 0, "[-6:6]", "[-6:6]", NULL, curves_2b, COUNT_OF(curves_2b)}};

/* ---- 3: ten thousand samples ---- */

#define BOTH(column, k, name)                                                                     \
    {"hinge-finite-theory", "{t}:{" column "}", "lines ls " #k, name},                            \
    {                                                                                             \
        "hinge-finite-run", "{t}:{" column "}:{" column "_se}", "yerrorbars ls " #k " pt 6", NULL \
    }
static const figure_curve errors_3[] = {BOTH("error_test", 1, "test error"),
                                        BOTH("error_train", 2, "training error")};
static const figure_curve pulls_3[] = {BOTH("I", 1, "I"), BOTH("J", 2, "J")};
static const figure_curve unsatisfied_3[] = {
    {"hinge-finite-theory", "{t}:(1e4*{f_U})", "lines ls 1", "N f_U"},
    {"hinge-finite-run", "{t}:(1e4*{f_U}):(1e4*{f_U_se})", "yerrorbars ls 1 pt 6", NULL},
};
static const figure_curve noise_3[] = {BOTH("V_par", 1, "V_∥"), BOTH("V_perp", 2, "|V_⊥|")};
static const figure_panel panels_3[] = {
    {NULL, "t (training steps)", "error", LOG_XY, NULL, "[1e-4:0.6]", "bottom left", errors_3,
     COUNT_OF(errors_3)},
    {NULL, "t (training steps)", "pull and its noise", LOG_XY, NULL, "[1e-3:1]", "bottom left", pulls_3,
     COUNT_OF(pulls_3)},
    {NULL, "t (training steps)", "unsatisfied samples", LOG_XY, NULL, "[1:2e4]", "bottom left", unsatisfied_3,
     COUNT_OF(unsatisfied_3)},
    {NULL, "t (training steps)", "effective vector", LOG_XY, NULL, NULL, "top left", noise_3,
     COUNT_OF(noise_3)},
};

/* ---- 4: digits ---- */

static const figure_curve errors_4[] = {
    {"hinge-digits", "{t}:{error_test}", "linespoints ls 1 pt 6 dt 1", "test error, digits"},
    {"hinge-digits", "{t}:{error_train}", "linespoints ls 2 pt 4 dt 1", "training error, digits"},
    {"hinge-digits-theory", "{t}:{error_test}", "lines ls 7 lw 1", "theory, Gaussian data"},
};
static const figure_curve unsatisfied_4[] = {
    {"hinge-digits", "{t}:{f_U}", "linespoints ls 1 pt 6 dt 1", "f_U, digits"},
    {"hinge-digits", "{t}:{I}", "linespoints ls 2 pt 4 dt 1", "I, digits"},
    {"hinge-digits", "{t}:{J}", "linespoints ls 3 pt 8 dt 1", "J, digits"},
    {"hinge-digits-theory", "{t}:{f_U}", "lines ls 7 lw 1", "f_U, theory"},
};
static const figure_panel panels_4[] = {
    {NULL, "t (training steps)", "error", LOG_XY, NULL, "[3e-3:1]", "bottom left", errors_4,
     COUNT_OF(errors_4)},
    {NULL, "t (training steps)", "unsatisfied samples, pull, noise", LOG_XY, NULL, "[1e-3:3]", "bottom left",
     unsatisfied_4, COUNT_OF(unsatisfied_4)},
};

/* ---- supplement: the orthogonal weights ---- */

static const figure_curve perp_norm[] = {
    {"hinge-perp-2000-run", "{t}:({w_perp2}/99)", "linespoints ls 1 pt 6 dt 1", "N = 2000"},
    {"hinge-finite-run", "{t}:({w_perp2}/99)", "linespoints ls 2 pt 4 dt 1", "N = 10^4"},
    {"1", NULL, "lines ls 7 lw 1", "mean field"},
};
static const figure_curve perp_vector[] = {
    {"hinge-perp-2000-theory", "{t}:{V_perp}", "lines ls 1", "N = 2000"},
    {"hinge-perp-2000-run", "{t}:{V_perp}:{V_perp_se}", "yerrorbars ls 1 pt 6", NULL},
    {"hinge-finite-theory", "{t}:{V_perp}", "lines ls 2", "N = 10^4"},
    {"hinge-finite-run", "{t}:{V_perp}:{V_perp_se}", "yerrorbars ls 2 pt 4", NULL},
};
static const figure_panel panels_perp[] = {
    {NULL, "t (training steps)", "|w_⊥|^2/(d - 1), mean over the nodes", LOG_X, NULL, "[0.8:*]", "top left",
     perp_norm, COUNT_OF(perp_norm)},
    {NULL, "t (training steps)", "|V_⊥|", LOG_X, NULL, "[0:*]", "top left", perp_vector,
     COUNT_OF(perp_vector)},
};

#define PB "Pellegrini & Biroli, "

static const figure figures[] = {
    {"hinge-1a", PB "figure 1 a", "the clock of all nodes", NULL, panels_1a, COUNT_OF(panels_1a)},
    {"hinge-1b", PB "figure 1 b", "nodes move along hyperbolas", setup_1b, panels_1b, COUNT_OF(panels_1b)},
    {"hinge-1c", PB "figure 1 c", "unsatisfied samples and loss", NULL, panels_1c, COUNT_OF(panels_1c)},
    {"hinge-1d", PB "figure 1 d", "test and training error", NULL, panels_1d, COUNT_OF(panels_1d)},
    {"hinge-2a", PB "figure 2 a", "nodes of a lazy network", CLOCK("hinge-lazy-theory"), panels_2a,
     COUNT_OF(panels_2a)},
    {"hinge-2b", PB "figure 2 b", "nodes of a rich network", CLOCK("hinge-rich-theory"), panels_2b,
     COUNT_OF(panels_2b)},
    {"hinge-3", PB "figure 3", "errors, pull and noise at finite N", NULL, panels_3, COUNT_OF(panels_3)},
    {"hinge-4", PB "figure 4", "MNIST, even against odd digits", NULL, panels_4, COUNT_OF(panels_4)},
    {"hinge-perp", PB "supplement", "weights orthogonal to the teacher", NULL, panels_perp,
     COUNT_OF(panels_perp)},
};

const figure_paper figures_hinge = {datasets, COUNT_OF(datasets), figures, COUNT_OF(figures)};
