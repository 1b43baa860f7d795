/* The mean field of the hinge theory reduced to its clock; shared by the files of src/hinge. */
#ifndef SHF_HINGE_MODEL_H
#define SHF_HINGE_MODEL_H

#include "hinge/projection_law.h"
#include "hinge/run.h"
#include <math.h>
#include <shallowflow/hinge.h>

/** Constants that follow from the parameters.
 *
 *  The clock in units of its initial speed: s = speed t, speed = eta E|x| / (2 alpha M sqrt d), dg/ds = r(g)
 * with r = (1 - delta)(1 - T(x_c)) - delta,   x_c = X0 / sinh 2g,   X0 = 4 h sqrt d / (alpha (sigma_a^2 +
 * sigma_w^2)),  (H.6) so that I = (E|x|/2) r.  While T(x_c) < exp(-40) the rate is constant to rounding: g =
 * (1 - 2 delta) s up to g_linear. */
typedef struct shf_hinge_model {
    shf_hinge_params params;
    shf_hinge_law law;
    double variance;  /* sigma_a^2 + sigma_w^2 */
    double log_X0;    /* log X0 */
    double speed;     /* ds/dt */
    double g_linear;  /* end of the linear start */
    double g_inf;     /* where the clock stops, inf without flips */
    double x_inf;     /* x_c there, (H.11) */
    double log_tail;  /* log T(x_c) there */
    double initial_r; /* 1 - 2 delta */
} shf_hinge_model;

/** The largest clock for which every closed form is a double whatever the parameters: E[a^2] stays below
 * 1e12 exp(2 gamma), x_c above 1e-28 exp(-2 gamma). */
enum { SHF_HINGE_CLOCK_MAX = 300 };

/** A place on the clock: g and the distance g_inf - g, which keeps its relative accuracy close to the fixed
 * point. */
typedef struct shf_hinge_place {
    double g, gap;
} shf_hinge_place;

/** log(sinh z), z >= 0, without overflow. */
static inline double shf_hinge_log_sinh(double z)
{
    return z < 20.0 ? log(sinh(z)) : z - M_LN2;
}

/** J, the noise of finitely many samples that the pull competes with, (F.16). */
static inline double shf_hinge_sampling_noise(const shf_hinge_params *params, double f_U)
{
    return sqrt(((double)params->d - 1) * f_U / (2 * (double)params->N));
}

/** Validates and reduces.  Errors: SHF_ERR_VALUE. */
shf_status shf_hinge_model_make(const shf_hinge_params *params, shf_hinge_model *model, shf_error *error);

/** log x_c = log(h / (alpha f0)) at g > 0, (H.5). */
double shf_hinge_log_x_c(const shf_hinge_model *model, double g);

/** The rate r at a place with g > 0, full relative accuracy at both ends. */
double shf_hinge_rate(const shf_hinge_model *model, shf_hinge_place place);

/** The pull I at a place, (H.7). */
double shf_hinge_pull(const shf_hinge_model *model, shf_hinge_place place);

/** The coordinate y in which the clock is integrated: log g without flips, log(g/gap) with; and back. */
double shf_hinge_coordinate(const shf_hinge_model *model, shf_hinge_place place);
shf_hinge_place shf_hinge_place_at(const shf_hinge_model *model, double y);

/** ds/dy = (dg/dy)/r at a place. */
double shf_hinge_slowness(const shf_hinge_model *model, shf_hinge_place place);

/** The clock at the times of a run (>= 0), with the distance to the fixed point; `place` has run->n entries.
 * Errors: SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_hinge_places(const shf_hinge_model *model, shf_hinge_run *run, shf_hinge_place *place,
                            shf_error *error);

/** Of the state: clock, averages over the nodes, slope f0, (H.3), (H.4). */
void shf_hinge_observe_nodes(const shf_hinge_params *params, double g, shf_hinge_state *state);

/** All observables at a place. */
shf_hinge_state shf_hinge_observe(const shf_hinge_model *model, shf_hinge_place place);

#endif
