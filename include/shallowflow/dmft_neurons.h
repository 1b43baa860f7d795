/* Dynamical mean-field theory of networks whose neurons are not alike: the equations of dmft.h without
 * permutation symmetry, for few neurons and targets of one or two directions.  Equation numbers (D.n):
 * docs/dmft.md. */
#ifndef SHALLOWFLOW_DMFT_NEURONS_H
#define SHALLOWFLOW_DMFT_NEURONS_H

#include <shallowflow/dmft.h>

SHF_BEGIN_C

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

/** Reads a file of m <= 8 lines of 1 + k + m numbers, separated by spaces, tabs or commas; a # starts a
 * comment. Errors: SHF_ERR_FILE, SHF_ERR_TEXT (file and line), SHF_ERR_VALUE (as the next), SHF_ERR_MEMORY.
 */
SHF_API shf_status shf_dmft_neurons_read(const char *path, shf_dmft_neurons *neurons, shf_error *error);

/** Checks that the numbers are finite, C_ii = 1, C symmetric, and C - v v^T (sum over directions) not
 * negative. Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_dmft_neurons_check(const shf_dmft_neurons *neurons, shf_error *error);

/** The whole curve: columns t e_train e_test, then for each neuron i = 1..m a_i v_i (v_i_1 v_i_2) nu_i, then
 * C_i_j for i < j, int_RA, and a_error v_error e_train_error e_test_error, the largest estimated absolute
 * errors up to t. Of the
 * networks m, a0, gamma0 and neurons are not read; the scheme is collocation, whatever the solver says.
 * Errors: as shf_dmft_solve. */
SHF_API shf_status shf_dmft_neurons_solve(const shf_dmft_networks *networks, const shf_dmft_neurons *neurons,
                                          const shf_grid *grid, const shf_dmft_solver *solver,
                                          const shf_progress *progress, shf_table **table, shf_info *info,
                                          shf_error *error);

SHF_END_C
#endif
