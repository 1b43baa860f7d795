/* Wide networks and long times: limits of the dynamical mean-field theory, its interpolation threshold, and
 * the times at which a network learns, overfits and unlearns.
 *
 * Model and parameters are those of dmft.h; equation numbers (D.n) are those of docs/dmft.md.
 */
#ifndef SHALLOWFLOW_DMFT_LIMITS_H
#define SHALLOWFLOW_DMFT_LIMITS_H

#include <shallowflow/dmft.h>

SHF_BEGIN_C

/* ---- limits ---- */

/** mean-field: (D.36), a0 = O(1), t = O(1); linear: (D.31), any m, h of degree one; lazy: (D.32), a0 =
 * gamma0 sqrt(m), t = O(1/m); lazy-late: (D.34), the same at t = O(1); pure-noise: (D.37), a0 = O(1), t =
 * O(1), no target; sqrt-m: (D.38), the same at t = O(sqrt(m)). */
enum {
    SHF_DMFT_MEAN_FIELD,
    SHF_DMFT_LINEAR,
    SHF_DMFT_LAZY,
    SHF_DMFT_LAZY_LATE,
    SHF_DMFT_PURE_NOISE,
    SHF_DMFT_SQRT_M
};
#define SHF_DMFT_LIMIT_NAMES "mean-field|linear|lazy|lazy-late|pure-noise|sqrt-m"

/** Which limit to solve. */
#define SHF_DMFT_LIMIT_PARAMS(P, S) \
    P(S, choice, limit, "limit", SHF_CHOICE(SHF_DMFT_MEAN_FIELD), SHF_DMFT_LIMIT_NAMES, "", "which limit")

typedef struct shf_dmft_limit {
    SHF_DMFT_LIMIT_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_limit;

/** Default and table of the choice of the limit. */
SHF_DECLARE_PARAMS(shf_dmft_limit, shf_dmft_limit);

/** The curve of a limit, in the columns and the time unit of shf_dmft_solve: leading order for large m, put
 * back to the m of the parameters, so that both curves can be laid on each other.  `linear` is exact for
 * every m.  Single results: e_plateau (D.33) for the lazy start, A_inf (D.39) for sqrt-m with a single power.
 *
 *  The estimated errors are those of the limit itself, not of its distance from finite m: rounding for closed
 * forms, otherwise from two resolutions (linear: half as many points of the spectrum).
 *  Errors: SHF_ERR_VALUE (also where the limit does not exist for the parameters), SHF_ERR_MEMORY,
 * SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_dmft_limit_solve(const shf_dmft_params *params, const shf_dmft_limit *limit,
                                        const shf_grid *grid, const shf_dmft_solver *solver,
                                        const shf_progress *progress, shf_table **table, shf_info *info,
                                        shf_error *error);

/** tau' of (D.34) and e_plateau(gamma) of (D.33), closed forms: relative accuracy of rounding.
 *  Errors: SHF_ERR_VALUE, also if h'(0) = 0 while phat'(0) is not. */
SHF_API shf_status shf_dmft_plateau(const shf_dmft_params *params, double gamma, double *noise,
                                    double *e_plateau, shf_error *error);

/* ---- interpolation threshold ---- */

/** The problem, as in dmft.h, and how far to follow it. */
#define SHF_DMFT_THRESHOLD_PARAMS(P, S)                                                                      \
    SHF_DMFT_PROBLEM_PARAMS(P, S)                                                                            \
    P(S, real, t_max, "t-max", 2000.0, "[10, 1e9]", "",                                                      \
      "longest run, with noise one, at least 160/alpha; the distance from the threshold falls about as its " \
      "power -0.7")                                                                                          \
    P(S, real, rtol, "rtol", 1e-6, "[1e-9, 1e-3]", "", "resolution of a panel of the two-time equations")    \
    P(S, count, stages, "stages", 5, "[2, 8]", "", "nodes of a panel")                                       \
    P(S, real, memory, "memory", 2000.0, "[1e-3, 1e9]", "MB", "most memory for the history of a run")        \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine")

typedef struct shf_dmft_threshold_params {
    SHF_DMFT_THRESHOLD_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_threshold_params;

/** Default and table of the parameters of shf_dmft_threshold_solve. */
SHF_DECLARE_PARAMS(shf_dmft_threshold_params, shf_dmft_threshold);

/** gamma*_GF of (D.35) by critical decay, (D.60)-(D.62): a row for each time t = 20/alpha, 40/alpha, ... <=
 * t_max, with gamma, at which log e_train against log t bends neither up nor down at t, decay, its slope
 * there, e_train, and estimate, the limit extrapolated from the last three rows.  Single results: gamma_GF,
 * gamma_GF_error, gamma_star = tau' gamma_GF with its error, tau_effective = tau', e_plateau at gamma_star.
 *
 * Valid where e_inf vanishes continuously.  The error sums what the extrapolation, the interpolation in gamma
 * and the resolution leave open; it assumes a single power of t.  The result does not depend on the number of
 * threads. Errors: SHF_ERR_VALUE (alpha >= 1 and t_max < 160/alpha among them), SHF_ERR_MEMORY,
 * SHF_ERR_NUMERIC (no threshold found), SHF_ERR_INTERRUPTED (the table then holds the rows that are done, if
 * any, and no single results). */
SHF_API shf_status shf_dmft_threshold_solve(const shf_dmft_threshold_params *params,
                                            const shf_progress *progress, shf_table **table, shf_info *info,
                                            shf_error *error);

/* ---- events ---- */

/** What to look for. */
#define SHF_DMFT_EVENTS_PARAMS(P, S)                                                                      \
    P(S, real, t_max, "t-max", 1000.0, "(0, 1e15]", "", "last time at which to look for an event")        \
    P(S, real, gap, "gap", 0.1, "(0, 1)", "", "t_gap: e_test - e_train exceeds this share of e_test")     \
    P(S, real, fit, "fit", 1e-3, "(0, 1)", "", "t_fit: e_train has fallen below this share of its start") \
    P(S, real, unlearn, "unlearn", 0.5, "(0, 1)", "", "t_unlearn: v has fallen to this share of its maximum")

typedef struct shf_dmft_events_request {
    SHF_DMFT_EVENTS_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_events_request;

/** The events: X(enumerator, name, sentence). */
#define SHF_DMFT_EVENT_LIST(X)                                                                          \
    X(SHF_DMFT_EVENT_BEST, "t_best", "the test error is smallest: the time to stop")                    \
    X(SHF_DMFT_EVENT_GAP, "t_gap", "the training error has left the test error by the share asked for") \
    X(SHF_DMFT_EVENT_LEARNT, "t_learnt", "the overlap v with the target is largest")                    \
    X(SHF_DMFT_EVENT_UNLEARN, "t_unlearn", "v has fallen to the share asked for of its maximum")        \
    X(SHF_DMFT_EVENT_FIT, "t_fit", "the training error has fallen to the share asked for: interpolation")

#define SHF_DMFT_EVENT_ENUMERATOR(name, text, sentence) name,
enum { SHF_DMFT_EVENT_LIST(SHF_DMFT_EVENT_ENUMERATOR) SHF_DMFT_EVENT_COUNT };
#undef SHF_DMFT_EVENT_ENUMERATOR

/** Default and table of the request of shf_dmft_events_solve. */
SHF_DECLARE_PARAMS(shf_dmft_events_request, shf_dmft_events);

/** The name of an event, such as "t_best", and its sentence; NULL beyond SHF_DMFT_EVENT_COUNT. */
SHF_API const char *shf_dmft_event_name(int event);
SHF_API const char *shf_dmft_event_help(int event);

/** The events of a run: a row each, columns event t t_error a v e_train e_test; the times also as single
 * results by name, further e_best, v_max, unlearnt (the share of v_max lost at t-max).  Times are roots of
 * the interpolated run; t_error is the largest difference to a coarser run and to
 * one with fewer nodes a panel.  An event that does not happen is a NaN
 * and a note.  Errors: as shf_dmft_solve. */
SHF_API shf_status shf_dmft_events_solve(const shf_dmft_params *params,
                                         const shf_dmft_events_request *request,
                                         const shf_dmft_solver *solver, const shf_progress *progress,
                                         shf_table **table, shf_info *info, shf_error *error);

SHF_END_C
#endif
