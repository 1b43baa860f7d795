/* Online learning at finite step: order parameters of one-pass stochastic gradient descent.
 *
 * A student sum_k v_k g(lambda_k), lambda_k = w_k.x/sqrt d, with K units learns a teacher sum_m v* g*(rho_m)
 * + sigma zeta with M units from fresh Gaussian samples x in R^d, `batch` of them in each of d t steps.  For
 * d -> infinity the overlaps R_km = w_k.w*_m/d, Q_kl = w_k.w_l/d and the v_k follow ordinary differential
 * equations.  D. Saad, S. A. Solla, Phys. Rev. E 52, 4225 (1995); P. Riegler, M. Biehl, J. Phys. A 28, L507
 * (1995); S. Goldt et al., arXiv:1906.08632.  Equation numbers (O.n) are those of docs/online.md.
 */
#ifndef SHALLOWFLOW_ONLINE_H
#define SHALLOWFLOW_ONLINE_H

#include <shallowflow/activation.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

/** Factor of both rates at time t.  constant: 1; power:T,P: (1 + t/T)^-P; exponential:T: exp(-t/T);
 *  cosine:T: (1 + cos(pi t/T))/2, zero from T on. */
enum { SHF_ONLINE_RATE_CONSTANT, SHF_ONLINE_RATE_POWER, SHF_ONLINE_RATE_EXPONENTIAL, SHF_ONLINE_RATE_COSINE };

/** Overlaps T of the teacher.  identity: orthonormal; random: those of Gaussian vectors in R^d; equal:RHO:
 * RHO for every pair; matrix: the upper triangle, row by row. */
enum { SHF_TEACHER_IDENTITY, SHF_TEACHER_RANDOM, SHF_TEACHER_EQUAL, SHF_TEACHER_MATRIX };

/** Initial vectors of the student.  random:S: components N(0, S^2); near:E: those of the teacher (0 for
 *  k > M) plus E times such components. */
enum { SHF_STUDENT_RANDOM, SHF_STUDENT_NEAR };

/** Covariance of the inputs.  flat: the identity; power:P: eigenvalues proportional to j^-P with mean 1;
 *  eigenvalues: the given values, each of the same multiplicity. */
enum { SHF_SPECTRUM_FLAT, SHF_SPECTRUM_POWER, SHF_SPECTRUM_EIGENVALUES };

/** Physics of the model. */
#define SHF_ONLINE_PARAMS(P, S)                                                                             \
    P(S, count, K, "K", 2, "[1, 1000]", "", "units of the student")                                         \
    P(S, count, M, "M", 2, "[1, 1000]", "", "units of the teacher")                                         \
    P(S, choice, activation, "activation", SHF_CHOICE(SHF_ACT_ERF), SHF_ACTIVATION_NAMES, "",               \
      "activation g of the student")                                                                        \
    P(S, choice, teacher_activation, "teacher-activation", SHF_CHOICE(0), "same|" SHF_ACTIVATION_NAMES, "", \
      "activation g* of the teacher, of the same family as g: erf, tanh and sigmoid; relu; polynomials")    \
    P(S, real, eta_w, "eta-w", 0.5, "[0, 1e6]", "", "learning rate of the w_k")                             \
    P(S, real, eta_v, "eta-v", 0.5, "[0, 1e6]", "", "learning rate of the v_k")                             \
    P(S, choice, freeze_v, "freeze-v", SHF_CHOICE(1), "no|yes", "", "keep the v_k as they are")             \
    P(S, choice, weights, "weights", SHF_CHOICE(0), "free|sphere", "",                                      \
      "free, or the norm of each w_k kept by projection")                                                   \
    P(S, count, batch, "batch", 1, "[1, 1e9]", "", "fresh samples in each step")                            \
    P(S, real, sigma, "sigma", 0.0, "[0, 1e6]", "", "standard deviation of the label noise")                \
    P(S, real, decay, "decay", 0.0, "[0, 1e6]", "", "weight decay, multiplied by the learning rate")        \
    P(S, choice, schedule, "schedule", SHF_CHOICE(SHF_ONLINE_RATE_CONSTANT),                                \
      "constant|power:T,P|exponential:T|cosine:T", "", "factor of both learning rates as a function of t")  \
    P(S, choice, teacher, "teacher", SHF_CHOICE(SHF_TEACHER_IDENTITY),                                      \
      "identity|random|equal:RHO|matrix:T11,T12,...", "", "overlaps of the teacher")                        \
    P(S, real, teacher_v, "teacher-v", 1.0, "[-1e6, 1e6]", "", "output weights v* of the teacher")          \
    P(S, choice, student, "student", SHF_ONLINE_STUDENT, "random:S|near:E", "",                             \
      "initial vectors of the student")                                                                     \
    P(S, real, v, "v", 1.0, "[-1e6, 1e6]", "", "initial output weights of the student")                     \
    P(S, count, d, "d", 1000, "[1, 1e7]", "", "dimension in which the initial vectors are drawn")           \
    P(S, choice, spectrum, "spectrum", SHF_CHOICE(SHF_SPECTRUM_FLAT), "flat|power:P|eigenvalues:L1,L2,...", \
      "", "eigenvalues of the covariance of the inputs")                                                    \
    P(S, count, blocks, "blocks", 0, "[0, 100000]", "",                                                     \
      "blocks of equal eigenvalue of a power law; 0: one for each")                                         \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed of the initial vectors")
/** The default start of the student. */
#define SHF_ONLINE_STUDENT                                   \
    {                                                        \
        .kind = SHF_STUDENT_RANDOM, .n = 1, .value = { 0.5 } \
    }

/** Student, teacher, inputs and learning rule. */
typedef struct shf_online_params {
    SHF_ONLINE_PARAMS(SHF_ROW_FIELD, )
} shf_online_params;

/** What to compute, and how accurately. */
#define SHF_ONLINE_REQUEST_PARAMS(P, S)                                                                           \
    P(S, real, share, "share", 0.5, "(0, 1)", "",                                                                 \
      "units are specialised when their overlaps with a teacher unit differ by that much")                        \
    P(S, choice, overlaps, "overlaps", SHF_CHOICE(0), "yes|no", "", "columns R_km, Q_kl, v_k")                    \
    P(S, choice, final, "final", SHF_CHOICE(0), "yes|no", "",                                                     \
      "the stationary state nearest to the end of the run, and its stability (at most 300 unknowns, of relu 60)") \
    P(S, choice, estimate, "estimate", SHF_CHOICE(0), "yes|no", "",                                               \
      "estimate the error by a second run at ten times the tolerance")                                            \
    SHF_SOLVER_PARAMS(P, S)

typedef struct shf_online_request {
    SHF_ONLINE_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_online_request;

/** Output times, in units of d steps. */
#define SHF_ONLINE_GRID_PARAMS(P, S)                                                                      \
    P(S, real, t_max, "t-max", 1000.0, "(0, 1e300]", "", "last output time, steps over d")                \
    P(S, real, t_min, "t-min", 0.0, "[0, 1e300]", "",                                                     \
      "first output time; 0 means t-max/10000 on a log grid and 0 on a linear one")                       \
    P(S, count, points, "points", 200, "[2, 1e7]", "", "number of output times, ends included")           \
    P(S, choice, grid, "grid", SHF_CHOICE(SHF_GRID_LOG), "log|linear", "", "spacing of the output times") \
    P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e300]", "",                                          \
      "increasing output times, instead of the grid")

/** Defaults and tables of parameters, request and output times. */
SHF_DECLARE_PARAMS(shf_online_params, shf_online_params);
SHF_DECLARE_PARAMS(shf_online_request, shf_online_request);
SHF_DECLARE_PARAMS(shf_grid, shf_online_grid);

/** Checks ranges and combinations (activations of one family, a teacher that exists, a spectrum without
 * negative values, no more units than dimensions).  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_online_validate(const shf_online_params *params, shf_error *error);

/** The whole curve: a table with columns t e_gen specialisation norm, then R_k_m, Q_k_l (k <= l), v_k. Single
 * results: plateau_from, plateau_to, plateau_level; t_specialised; final_e_gen and final_rate, the largest
 * growth rate of a small perturbation of the final state.  Arguments and results as shf_hinge_solve.
 * Errors besides: SHF_ERR_VALUE for a rate at which the run diverges, with one at which it does not. */
SHF_API shf_status shf_online_solve(const shf_online_params *params, const shf_online_request *request,
                                    const shf_grid *grid, const shf_progress *progress, shf_table **table,
                                    shf_info *info, shf_error *error);

SHF_END_C
#endif
