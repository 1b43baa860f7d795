/* Results with names, and sentences. */
#include "timescales/results.h"
#include "common/report.h"
#include <math.h>
#include <stdio.h>

/* Adds name_k (or name_k_part); errors are kept in *status. */
static void add(shf_status *status, shf_table *table, shf_error *error, double value, const char *help,
                const char *name, size_t k, const char *part)
{
    char full[64];
    (void)snprintf(full, sizeof full, "%s_%zu%s%s", name, k, *part ? "_" : "", part);
    if (*status == SHF_OK)
        *status = shf_table_add_scalar(table, full, value, "", help, error);
}

static void components(shf_status *status, shf_table *table, const shf_timescales_run *run,
                       const shf_timescales_prediction *prediction,
                       const shf_timescales_outer_solution *outer, shf_error *error)
{
    const shf_timescales_model *model = run->system.model;
    for (size_t k = 0; k <= model->K; k++) {
        if (model->phi[k] == 0)
            continue;
        const shf_timescales_prediction *p = &prediction[k];
        double t = run->watch.t[k], predicted = p->t;
        if (isnan(t) && isinf(p->t))
            t = INFINITY;
        if (k == outer->component && k)
            predicted = outer->tau_star * pow(model->params.epsilon, outer->exponent);
        add(status, table, error, t,
            "when the residual of that component is halved; nan: not yet, inf: never", "t", k, "");
        add(status, table, error, predicted, "leading order for small epsilon; nan: unknown, inf: never",
            "predicted_t", k, "");
        if (p->fate == SHF_FATE_LEARNT)
            add(status, table, error, p->exponent, "predicted power of epsilon of that time", "exponent", k,
                "");
    }
    if (*status == SHF_OK && outer->component && !isnan(outer->tau_star))
        *status = shf_table_add_scalar(table, "tau_star", outer->tau_star, "",
                                       "blow-up time of the outer problem", error);
}

/* Risk if what is half learnt in the middle of the plateau were learnt exactly, and the rest not at all. */
static double ideal_level(const shf_timescales_run *run, const shf_timescales_plateau *p)
{
    const shf_timescales_model *model = run->system.model;
    double middle = p->from > 0 ? sqrt(p->from * p->to) : 0,
           risk = 0.5 * model->params.tau * model->params.tau;
    for (size_t k = 0; k <= model->K; k++) {
        double t = run->watch.t[k], rho = model->phi[k];
        if (k == 0 && p->from == 0)
            rho -= model->sigma[0] * shf_timescales_model_seed(model).mean;
        if (isnan(t) || t > middle || (t == 0 && k == 0 && p->from == 0))
            risk += 0.5 * rho * rho;
    }
    return risk;
}

static void phases(shf_status *status, shf_table *table, const shf_timescales_run *run, shf_error *error)
{
    const shf_timescales_events *w = &run->watch;
    double tau = run->system.model->params.tau;
    for (size_t j = 0; j < w->n_plateaus; j++) {
        const shf_timescales_plateau *p = &w->plateau[j];
        add(status, table, error, p->from, "start of a plateau of the risk", "plateau", j + 1, "from");
        add(status, table, error, p->to, "its end, or that of the run", "plateau", j + 1, "to");
        add(status, table, error, p->level + 0.5 * tau * tau, "risk where it is flattest", "plateau", j + 1,
            "level");
        add(status, table, error, ideal_level(run, p),
            "risk if components were learnt one after the other, each exactly", "plateau", j + 1,
            "predicted");
    }
    for (size_t j = 0; j < w->n_falls; j++) {
        add(status, table, error, w->falls[j].t, "when -dR/dlog t has a maximum", "fall", j + 1, "t");
        add(status, table, error, w->falls[j].rate, "-dR/dlog t there", "fall", j + 1, "rate");
    }
}

shf_status shf_timescales_results(shf_table *table, const shf_timescales_run *run,
                                  const shf_timescales_prediction *prediction,
                                  const shf_timescales_outer_solution *outer, shf_error *error)
{
    const shf_timescales_model *model = run->system.model;
    shf_status status = SHF_OK;
    components(&status, table, run, prediction, outer, error);
    phases(&status, table, run, error);
    if (status == SHF_OK && model->phi_rest > 0)
        status = shf_table_add_scalar(table, "target_rest", 0.5 * model->phi_rest, "",
                                      "half the square of the target beyond the modes kept; not in the risk",
                                      error);
    if (status == SHF_OK && model->sigma_rest > 0)
        status = shf_table_add_scalar(table, "activation_rest", model->sigma_rest, "",
                                      "E sigma^2 beyond the modes kept", error);
    return status;
}

/* ---- sentences ---- */

static void why_not(const shf_timescales_model *model, size_t k, const shf_timescales_prediction *p,
                    char *text, size_t size)
{
    const char *sign = model->sigma[1] * model->phi[1] > 0 ? "positive" : "negative";
    char gap[48];
    switch (p->fate) {
    case SHF_FATE_UNSEEN:
        (void)snprintf(
            text, size,
            "component %zu will never be learnt, because the activation has no component of degree %zu: "
            "the risk keeps %.6g",
            k, k, 0.5 * model->phi[k] * model->phi[k]);
        break;
    case SHF_FATE_NO_SEED:
        (void)snprintf(
            text, size,
            "component %zu will never be learnt, because the flow starts at s = 0 and stays there: "
            "%s has no component of degree 1",
            k, model->phi[1] == 0 ? "the target" : "the activation");
        break;
    case SHF_FATE_WRONG_SIGN:
        if (k == 3)
            (void)snprintf(gap, sizeof gap, "degree 2 is");
        else
            (void)snprintf(gap, sizeof gap, "degrees 2 to %zu are", k - 1);
        (void)snprintf(text, size,
                       "component %zu will never be learnt, because %s not learnt before it and "
                       "sigma_%zu phi_%zu has the wrong sign: sigma_1 phi_1 is %s",
                       k, gap, k, k, sign);
        break;
    default:
        text[0] = '\0';
    }
}

static shf_status note_size(shf_table *table, const shf_timescales_model *model, shf_error *error)
{
    double largest = 0, epsilon = model->params.epsilon;
    for (size_t k = 0; k <= model->K; k++)
        largest = fmax(largest, fabs(model->sigma[k] * model->phi[k]));
    if (largest > 0)
        return epsilon > 1e-16
                   ? SHF_OK
                   : shf_table_add_note(table,
                                        "epsilon is below 1e-16: rounding of the means of a_i, which "
                                        "grow like powers of 1/epsilon, limits the accuracy",
                                        error);
    return shf_table_add_note(
        table, "no component of the target can be learnt: activation and target have no degree in common",
        error);
}

shf_status shf_timescales_notes(shf_table *table, const shf_timescales_run *run,
                                const shf_timescales_prediction *prediction, shf_error *error)
{
    const shf_timescales_model *model = run->system.model;
    shf_status status = note_size(table, model, error);
    char text[256];
    for (size_t k = 0; status == SHF_OK && k <= model->K; k++) {
        why_not(model, k, &prediction[k], text, sizeof text);
        if (*text)
            status = shf_table_add_note(table, text, error);
        size_t crossings = run->watch.crossings[k];
        if (status == SHF_OK && crossings > 1) {
            (void)snprintf(text, sizeof text, "component %zu passed its half %zu times; t_%zu is the first",
                           k, crossings, k);
            status = shf_table_add_note(table, text, error);
        }
    }
    if (status == SHF_OK && run->watch.lost)
        status = shf_table_add_note(table, "there were more plateaus or falls than are listed", error);
    return status;
}
