/* Law of the projection x_par of a spherically symmetric input on one direction. */
#ifndef SHF_HINGE_PROJECTION_LAW_H
#define SHF_HINGE_PROJECTION_LAW_H

#include <shallowflow/data.h>

/** All laws share one form: E[|x| 1(|x| < c)] = E|x| (1 - T(c)), (H.5), with
 *      gaussian  T = exp(-c^2/2)
 *      sphere    T = (1 - c^2/R^2)^((d-1)/2),       0 beyond c = R
 *      student   T = (1 + c^2/nu)^(-(nu-1)/2)
 *  T is always handled through its logarithm and c through log c, so that nothing overflows. */
typedef struct shf_hinge_law {
    int kind;        /* SHF_DATA_... */
    double d;        /* input dimension */
    double radius;   /* sphere: R */
    double nu;       /* student: degrees of freedom */
    double mean_abs; /* E|x_par| */
} shf_hinge_law;

/** The law of one component of the data in d dimensions; the choice must be valid. */
shf_hinge_law shf_hinge_law_make(const shf_choice *data, size_t d);

/** log T(c) for log c; -inf where T vanishes. */
double shf_hinge_law_log_tail(const shf_hinge_law *law, double log_c);

/** log T(c) - log T(c0) from c^2 - c0^2 = difference and log T(c0), without cancellation when c is close to
 * c0. */
double shf_hinge_law_log_tail_change(const shf_hinge_law *law, double log_tail0, double difference);

/** log c at which log T(c) = log_tail < 0. */
double shf_hinge_law_log_quantile(const shf_hinge_law *law, double log_tail);

/** P(|x| < c), relative accuracy 1e-13, for any c >= 0. */
double shf_hinge_law_probability(const shf_hinge_law *law, double c);

#endif
