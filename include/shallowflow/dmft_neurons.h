/* Dynamical mean-field theory of networks whose neurons are not alike: the equations of dmft.h without
 * permutation symmetry, for few neurons and targets of one or two directions.  Equation numbers (D.n):
 * docs/dmft.md. */
#ifndef SHALLOWFLOW_DMFT_NEURONS_H
#define SHALLOWFLOW_DMFT_NEURONS_H

#include <shallowflow/dmft.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most neurons, most directions of the target. */
enum { SHF_DMFT_NEURONS_MAX = 8, SHF_DMFT_DIRECTIONS_MAX = 2 };

/** The network at t = 0. */
typedef struct shf_dmft_neurons {
    size_t m;                                                /**< neurons */
    size_t k;                                                /**< target directions, 1 or 2 */
    double a[SHF_DMFT_NEURONS_MAX];                          /**< a_i(0) */
    double v[SHF_DMFT_NEURONS_MAX][SHF_DMFT_DIRECTIONS_MAX]; /**< <w_i(0), u_k> */
    double c[SHF_DMFT_NEURONS_MAX][SHF_DMFT_NEURONS_MAX];    /**< <w_i(0), w_j(0)> */
} shf_dmft_neurons;

/** Physics of the model; the rest is in the file. */
#define SHF_DMFT_NEURONS_PARAMS(P, S)                                                                     \
    P(S, text, neurons, "neurons", NULL, "FILE", "",                                                      \
      "the network at t = 0, a line for each neuron: a_i, v_i (or v_i1 v_i2), C_i1 ... C_im; without it " \
      "two neurons, a = 1 and 1/2, orthogonal to each other and to the target")                           \
    P(S, real, alpha, "alpha", 0.3, "(0, 1e6]", "", "samples per parameter, n/(m d)")                     \
    P(S, real, tau, "tau", 0.3, "[0, 1e6]", "", "standard deviation of the label noise")                  \
    P(S, choice, h, "h", SHF_DMFT_H_DEFAULT, SHF_DMFT_H_NAMES, "", "activation, as its covariance h")     \
    P(S, choice, target, "target", SHF_CHOICE(SHF_DMFT_TARGET_SAME), SHF_DMFT_TARGET_NAMES, "",           \
      "target, a function of <u_1,x>")                                                                    \
    P(S, choice, target_2, "target-2", SHF_CHOICE(SHF_DMFT_TARGET_NONE), SHF_DMFT_TARGET_NAMES, "",       \
      "what is added to it, a function of <u_2,x>")                                                       \
    P(S, choice, freeze_a, "freeze-a", SHF_CHOICE(0), "no|yes", "", "keep the output weights at their start")

typedef struct shf_dmft_neurons_params {
    SHF_DMFT_NEURONS_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_neurons_params;

/** Default and table of the parameters. */
SHF_DECLARE_PARAMS(shf_dmft_neurons_params, shf_dmft_neurons_params);

/** What is taken without a file: two neurons with a = 1 and 1/2, orthogonal to each other and to the target.
 */
SHF_API shf_dmft_neurons shf_dmft_neurons_default(void);

/** Reads a file of m <= 8 lines of 1 + k + m numbers, separated by spaces, tabs or commas; a # starts a
 * comment. Errors: SHF_ERR_FILE, SHF_ERR_TEXT (file and line), SHF_ERR_VALUE (as the next), SHF_ERR_MEMORY.
 */
SHF_API shf_status shf_dmft_neurons_read(const char *path, shf_dmft_neurons *neurons, shf_error *error);

/** Checks that the numbers are finite, C_ii = 1, C symmetric, and C - v v^T (sum over directions) not
 * negative. Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_dmft_neurons_check(const shf_dmft_neurons *neurons, shf_error *error);

/** The whole curve: columns t e_train e_test, then for each neuron i = 1..m a_i v_i (v_i_1 v_i_2) nu_i, then
 * C_i_j for i < j, int_RA, and a_error v_error e_train_error e_test_error, the largest estimated absolute
 * errors up to t. params->neurons is not read; the scheme is collocation, whatever the solver says. Errors:
 * as shf_dmft_solve. */
SHF_API shf_status shf_dmft_neurons_solve(const shf_dmft_neurons_params *params,
                                          const shf_dmft_neurons *neurons, const shf_grid *grid,
                                          const shf_dmft_solver *solver, const shf_progress *progress,
                                          shf_table **table, shf_info *info, shf_error *error);

#ifdef __cplusplus
}
#endif
#endif
