/* Results with names, and sentences. */
#include "timescales/results.h"
#include "common/columns.h"
#include <math.h>
#include <stdio.h>

void shf_timescales_tau_star(shf_table *table, const shf_timescales_outer_solution *outer)
{
    if (outer->component && !isnan(outer->tau_star))
        shf_scalar_add(table, outer->tau_star, "", "blow-up time of the outer problem", "tau_star");
}

static void add_components(const shf_timescales_run *run, const shf_timescales_prediction *prediction,
                           const shf_timescales_outer_solution *outer)
{
    const shf_timescales_model *model = run->model;
    for (size_t k = 0; k <= model->K; k++) {
        if (model->phi[k] == 0)
            continue;
        const shf_timescales_prediction *p = &prediction[k];
        double t = run->events.t[k], predicted = p->t;
        if (isnan(t) && isinf(p->t))
            t = INFINITY;
        if (k == outer->component && k)
            predicted = outer->tau_star * pow(model->params.epsilon, outer->exponent);
        shf_scalar_add(run->table, t, "",
                       "when the residual of that component is halved; nan: not yet, inf: never", "t_%zu", k);
        shf_scalar_add(run->table, predicted, "", "leading order for small epsilon; nan: unknown, inf: never",
                       "predicted_t_%zu", k);
        if (p->fate == SHF_FATE_LEARNT)
            shf_scalar_add(run->table, p->exponent, "", "predicted power of epsilon of that time",
                           "exponent_%zu", k);
    }
    shf_timescales_tau_star(run->table, outer);
}

/* Risk if what is half learnt in the middle of the plateau were learnt exactly, and the rest not at all. */
static double ideal_level(const shf_timescales_run *run, const shf_timescales_plateau *p)
{
    const shf_timescales_model *model = run->model;
    double middle = p->from > 0 ? sqrt(p->from * p->to) : 0,
           risk = 0.5 * model->params.tau * model->params.tau;
    for (size_t k = 0; k <= model->K; k++) {
        double t = run->events.t[k], rho = model->phi[k];
        if (k == 0 && p->from == 0)
            rho -= model->sigma[0] * shf_timescales_model_seed(model).mean;
        if (isnan(t) || t > middle || (t == 0 && k == 0 && p->from == 0))
            risk += 0.5 * rho * rho;
    }
    return risk;
}

static void add_phases(const shf_timescales_run *run)
{
    const shf_timescales_events *e = &run->events;
    double tau = run->model->params.tau;
    for (size_t j = 0; j < e->n_plateaus; j++) {
        const shf_timescales_plateau *p = &e->plateau[j];
        shf_scalar_add(run->table, p->from, "", "start of a plateau of the risk", "plateau_%zu_from", j + 1);
        shf_scalar_add(run->table, p->to, "", "its end, or that of the run", "plateau_%zu_to", j + 1);
        shf_scalar_add(run->table, p->level + 0.5 * tau * tau, "", "risk where it is flattest",
                       "plateau_%zu_level", j + 1);
        shf_scalar_add(run->table, ideal_level(run, p), "",
                       "risk if components were learnt one after the other, each exactly",
                       "plateau_%zu_predicted", j + 1);
    }
    for (size_t j = 0; j < e->n_falls; j++) {
        shf_scalar_add(run->table, e->falls[j].t, "", "when -dR/dlog t has a maximum", "fall_%zu_t", j + 1);
        shf_scalar_add(run->table, e->falls[j].rate, "", "-dR/dlog t there", "fall_%zu_rate", j + 1);
    }
}

void shf_timescales_results(const shf_timescales_run *run, const shf_timescales_prediction *prediction,
                            const shf_timescales_outer_solution *outer)
{
    const shf_timescales_model *model = run->model;
    add_components(run, prediction, outer);
    add_phases(run);
    if (model->phi_rest > 0)
        shf_scalar_add(run->table, 0.5 * model->phi_rest, "",
                       "half the square of the target beyond the modes kept; not in the risk", "target_rest");
    if (model->sigma_rest > 0)
        shf_scalar_add(run->table, model->sigma_rest, "", "E sigma^2 beyond the modes kept",
                       "activation_rest");
}

/* ---- sentences ---- */

static void note_not_learnt(const shf_timescales_run *run, size_t k, shf_timescales_fate fate, size_t after)
{
    const shf_timescales_model *model = run->model;
    char gap[64];
    switch (fate) {
    case SHF_FATE_UNSEEN:
        shf_note_add(
            run->table,
            "component %zu will never be learnt, because the activation has no component of degree %zu: "
            "the risk keeps %.6g",
            k, k, 0.5 * model->phi[k] * model->phi[k]);
        break;
    case SHF_FATE_NO_SEED:
        shf_note_add(run->table,
                     "component %zu will never be learnt, because the flow starts at s = 0 and stays there: "
                     "%s has no component of degree 1",
                     k, model->phi[1] == 0 ? "the target" : "the activation");
        break;
    case SHF_FATE_WRONG_SIGN:
        if (k == after + 2)
            (void)snprintf(gap, sizeof gap, "degree %zu is", k - 1);
        else
            (void)snprintf(gap, sizeof gap, "degrees %zu to %zu are", after + 1, k - 1);
        shf_note_add(
            run->table,
            "component %zu will never be learnt, because %s not learnt before it and "
            "sigma_%zu phi_%zu has the wrong sign for what the components before made of the neurons",
            k, gap, k, k);
        break;
    default:
        break;
    }
}

static void note_size(const shf_timescales_run *run)
{
    const shf_timescales_model *model = run->model;
    double largest = 0;
    for (size_t k = 0; k <= model->K; k++)
        largest = fmax(largest, fabs(model->sigma[k] * model->phi[k]));
    if (!(largest > 0))
        shf_note_add(run->table,
                     "no component of the target can be learnt: activation and target have no degree in "
                     "common");
    else if (!(model->params.epsilon > 1e-16))
        shf_note_add(run->table,
                     "epsilon is below 1e-16: rounding of the means of a_i, which grow like powers of "
                     "1/epsilon, limits the accuracy");
}

void shf_timescales_notes(const shf_timescales_run *run, const shf_timescales_prediction *prediction)
{
    note_size(run);
    for (size_t k = 0; k <= run->model->K; k++) {
        note_not_learnt(run, k, prediction[k].fate, prediction[k].after);
        if (run->events.crossings[k] > 1)
            shf_note_add(run->table, "component %zu passed its half %zu times; t_%zu is the first", k,
                         run->events.crossings[k], k);
    }
    if (run->events.lost)
        shf_note_add(run->table, "there were more plateaus or falls than are listed");
}
