/* Dynamical mean-field theory of networks of several groups of alike neurons, down to groups of one, that
 * learn a function of up to three directions: the equations of dmft.h with less symmetry.  Equation numbers
 * (D.n): docs/dmft.md. */
#ifndef SHALLOWFLOW_DMFT_GROUPS_H
#define SHALLOWFLOW_DMFT_GROUPS_H

#include <shallowflow/dmft.h>

SHF_BEGIN_C

/** Most groups, most directions of the target. */
enum { SHF_DMFT_GROUPS_MAX = 8, SHF_DMFT_DIRECTIONS_MAX = 3 };

/** The network at t = 0.  Within a group the neurons start alike: one output weight, one overlap with each
 * direction, and the same overlap between any two of them. */
typedef struct shf_dmft_groups {
    size_t n;                                               /**< groups */
    size_t k;                                               /**< target directions, 1 to 3 */
    double size[SHF_DMFT_GROUPS_MAX];                       /**< neurons of each */
    double a[SHF_DMFT_GROUPS_MAX];                          /**< a_i(0) */
    double v[SHF_DMFT_GROUPS_MAX][SHF_DMFT_DIRECTIONS_MAX]; /**< <w_i(0), u_k> */
    double c[SHF_DMFT_GROUPS_MAX][SHF_DMFT_GROUPS_MAX]; /**< <w_i(0), w_j(0)>, i != j; in a group of one: 1 */
} shf_dmft_groups;

/** Reads a file with a line for each of n <= 8 groups, numbers separated by spaces, tabs or commas; a #
 * starts a comment: with `sized` n_g, then a, v_1 ... v_k, C_g1 ... C_gn; without, every group is one neuron.
 * Errors: SHF_ERR_FILE, SHF_ERR_TEXT (file and line), SHF_ERR_VALUE (as the next), SHF_ERR_MEMORY. */
SHF_API shf_status shf_dmft_groups_read(const char *path, int sized, shf_dmft_groups *groups,
                                        shf_error *error);

/** Checks that the numbers are finite, sizes whole, C_gg = 1 in groups of one, C symmetric, and that vectors
 * with these overlaps exist.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_dmft_groups_check(const shf_dmft_groups *groups, shf_error *error);

/** The whole curve: columns t e_train e_test, then for each group g = 1..n a_g v_g (v_g_1 v_g_2 ..) nu_g,
 * then C_g_h for g <= h (C_g_g, of two different neurons, where there are two), int_RA, and a_error v_error
 * e_train_error e_test_error, the largest estimated absolute errors up to t.  Of the networks m, a0, gamma0,
 * neurons and groups are not read; the scheme is collocation, whatever the solver says.  Files as in
 * shf_dmft_run; the two-time array has 4 + 2 n + 2 n^2 slices (docs/dmft.md, section 3).  Errors: as
 * shf_dmft_run. */
SHF_API shf_status shf_dmft_groups_solve(const shf_dmft_networks *networks, const shf_dmft_groups *groups,
                                         const shf_grid *grid, const shf_dmft_solver *solver,
                                         const shf_dmft_run_control *control, const shf_progress *progress,
                                         shf_table **table, shf_info *info, shf_error *error);

SHF_END_C
#endif
