/* shallowflow hinge: the theory of the linear hinge loss, at any level. */
#include "cli/commands.h"
#include <shallowflow/hinge.h>

typedef struct input {
    shf_hinge_params hinge;
    shf_hinge_request request;
    shf_grid grid;
    shf_solver solver;
} input;

RUN(shf_hinge_solve(&in->hinge, &in->request, &in->grid, &in->solver, progress, table, info, error))

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "clock γ", AXES_LOG_X, {"t", "gamma", "γ"});
    PICTURE_CURVES(p, "t", shf_table_column(p->table, "J") ? "f_U, I, J" : "f_U, I", AXES_LOG,
                   {"t", "f_U", "f_U"}, {"t", "I", "I"}, {"t", "J", "J"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, {"t", "a2", "a^2"}, {"t", "w_par2", "w_{∥}^2"},
                   {"t", "a_w_par", "a w_{∥}"});
    PICTURE_CURVES(p, "t", "training loss", AXES_LOG, {"t", "loss", "loss"});
    PICTURE_CURVES(p, "t", "error", AXES_LOG, {"t", "error_test", "test error"},
                   {"t", "error_train", "training error"}, {"t", "error_nodes", "error of the nodes"});
    /* the hyperbolas on which the nodes move, with --nodes */
    picture_add_pairs(p, PANEL("w_{∥}", "a", AXES_LINEAR), "w_par_", "a_", NULL);
}

const command hinge_command = {
    .name = "hinge",
    .answers = CURVES,
    .summary = "mean-field theory of a ReLU network trained with the linear hinge loss",
    .description = PARAGRAPHS(
        "Mean-field theory of a network f(x) = (1/M) sum_i a_i relu(w_i.x / sqrt d) trained by gradient "
        "descent on the linear hinge loss max(0, h - alpha y F) / alpha^2, with F = f - f(t=0) and labels y = "
        "sign(w*.x).  All nodes follow hyperbolas at one common clock gamma(t); CVODE integrates the clock, "
        "the rest is closed form.",
        "Theory: F. Pellegrini and G. Biroli, An analytic theory of shallow networks dynamics for hinge loss "
        "classification, arXiv:2006.11209.  The defaults are the run of that paper; t counts training steps."),
    .examples = EXAMPLES(
        {"shallowflow hinge --plot curve.svg --output curve.tsv",
         "the curve of the paper, as a table and drawn"},
        {"shallowflow hinge --alpha 30 --t-max 1e4 --format json", "a lazy network, as JSON"},
        {"shallowflow hinge --delta 0.1 --satisfaction 0.1,1",
         "flipped labels, and when two samples are satisfied"},
        {"shallowflow hinge --level finite-size --plot errors.svg --output errors.tsv",
         "test and training error of finite N and M"},
        {"shallowflow hinge --config curve.tsv --N 2000", "an older run with one parameter changed"}),
    .sections = SECTIONS(SECTION(hinge, shf_hinge_params), SECTION(request, shf_hinge_request),
                         SECTION(grid, shf_grid), SECTION(solver, shf_hinge_solver)),
    .run = run,
    .sample = "--points 2",
    .draw = draw,
};
