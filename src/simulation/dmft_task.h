/* Activation and target of dmft.h as the simulation sees them: functions, and their Hermite coefficients. */
#ifndef SHF_SIMULATION_DMFT_TASK_H
#define SHF_SIMULATION_DMFT_TASK_H

#include <shallowflow/dmft_simulation.h>

enum { SHF_TASK_DEGREE_MAX = 200 };

typedef struct shf_dmft_task {
    const shf_dmft_params *params;
    shf_choice sigma, phi;             /**< of SHF_ACTIVATION_NAMES, but for the mean */
    double sigma_mean, phi_mean;       /**< to be subtracted */
    size_t degree;                     /**< of the series below */
    double s[SHF_TASK_DEGREE_MAX + 1]; /**< sigma = sum_k s_k h_k */
    double f[SHF_TASK_DEGREE_MAX + 1]; /**< phi = sum_k f_k h_k */
    double sigma2, phi2;               /**< E sigma^2, E phi^2 */
} shf_dmft_task;

/** For valid parameters. */
void shf_dmft_task_make(shf_dmft_task *task, const shf_dmft_params *params);

/** sigma and sigma' of n numbers; `value` may be `x`. */
void shf_dmft_task_sigma(const shf_dmft_task *task, size_t n, const double *x, double *value, double *slope);

/** phi of n numbers. */
void shf_dmft_task_phi(const shf_dmft_task *task, size_t n, const double *x, double *value);

/** Test error (D.47) of the network with output weights a[m] and unit vectors w[m][d], exact for Gaussian
 * inputs; the target direction is the first axis.  `work` holds m numbers. */
double shf_dmft_task_test_error(const shf_dmft_task *task, size_t m, size_t d, const double *a,
                                const double *w, double *work);

#endif
