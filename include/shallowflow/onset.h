/* Onset of overfitting of a shallow network trained with the linear hinge loss, from the finite-size theory.
 *
 * Model, symbols and parameters are those of hinge.h; the theory adds the noise that finitely many samples N
 * and nodes M put into the trained function, and the memory that a training sample keeps of its own gradient.
 * Equation numbers (F.n) are those of docs/finite-size.md, which also states where the theory holds.
 */
#ifndef SHALLOWFLOW_ONSET_H
#define SHALLOWFLOW_ONSET_H

#include <shallowflow/hinge.h>

SHF_BEGIN_C

/* Columns that levels of hinge share with the state of the finite-size theory. */
#define SHF_FINITE_SIZE_J(C, S) \
    C(S, J, "", "noise of finitely many samples that I competes with, sqrt((d-1) f_U/(2N))")
#define SHF_FINITE_SIZE_ERRORS(C, S)                                                           \
    C(S, error_test, "", "misclassification probability of a fresh sample with correct label") \
    C(S, error_train, "", "misclassification probability of a training sample against its own label")
#define SHF_FINITE_SIZE_NOISE(C, S)                                                                 \
    C(S, sigma, "", "standard deviation of the noise of the trained function")                      \
    C(S, Phi, "", "memory: what a sample's own gradient has added to its margin while unsatisfied") \
    C(S, V_perp, "", "root mean square of the norm of (1/M) sum a_i w_perp_i")
#define SHF_FINITE_SIZE_VARIANCES(C, S)                    \
    C(S, v0, "", "part of sigma^2 that is constant in x")  \
    C(S, v1, "", "part of sigma^2 that is linear in x")    \
    C(S, v2, "", "part of sigma^2 that is quadratic in x") \
    C(S, v_rest, "", "part of sigma^2 of the higher degrees")

/** State of the finite-size theory at one time: gamma (F.6), x_c (0 once memory fits an average sample), f_U
 * (F.3), I (F.4), J (F.16), error_test (F.13), error_train (F.14), loss (F.15), sigma and its parts (F.12),
 * Phi (F.12), V_perp (F.12). */
#define SHF_FINITE_SIZE_COLUMNS(C, S)                                                        \
    C(S, gamma, "", "clock of all nodes")                                                    \
    C(S, f0, "", "slope of the trained function along the teacher, F = f0 x_par + noise")    \
    C(S, a2, "", "mean of a_i^2 over the nodes")                                             \
    C(S, w_par2, "", "mean of w_par_i^2 over the nodes")                                     \
    C(S, x_c, "", "projection at which a correctly labelled sample has margin h on average") \
    C(S, f_U, "", "fraction of unsatisfied training samples")                                \
    C(S, I, "", "pull of the unsatisfied samples along the teacher, E[u y x_par]/2")         \
    SHF_FINITE_SIZE_J(C, S)                                                                  \
    SHF_FINITE_SIZE_ERRORS(C, S)                                                             \
    C(S, loss, "", "training loss")                                                          \
    SHF_FINITE_SIZE_NOISE(C, S)                                                              \
    SHF_FINITE_SIZE_VARIANCES(C, S)

typedef struct shf_finite_size_state {
    SHF_FINITE_SIZE_COLUMNS(SHF_COLUMN_FIELD, )
} shf_finite_size_state;

/** What to look for. */
#define SHF_ONSET_REQUEST_PARAMS(P, S)                                                                    \
    P(S, real, t_max, "t-max", 100000.0, "(0, 1e300]", "step", "last time at which to look for an onset") \
    P(S, real, gap, "gap", 0.5, "(0, 1)", "",                                                             \
      "q of t_gap: the training error has fallen below (1 - q) times the test error")

typedef struct shf_onset_request {
    SHF_ONSET_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_onset_request;

/** The onsets: X(enumerator, name, sentence). */
#define SHF_ONSET_LIST(X)                                                                             \
    X(SHF_ONSET_IJ, "t_IJ", "the pull I has fallen to the noise J")                                   \
    X(SHF_ONSET_BEST, "t_best", "the test error is smallest: the time to stop")                       \
    X(SHF_ONSET_UNLEARN, "t_unlearn", "the pull I changes sign: flipped labels win over clean ones")  \
    X(SHF_ONSET_GAP, "t_gap", "the training error has left the test error by the fraction asked for") \
    X(SHF_ONSET_FIT, "t_fit", "memory alone satisfies a clean sample, Phi = h")                       \
    X(SHF_ONSET_END, "t_end", "fewer than half a training sample is left unsatisfied")

#define SHF_ONSET_ENUMERATOR(name, text, sentence) name,
enum { SHF_ONSET_LIST(SHF_ONSET_ENUMERATOR) SHF_ONSET_COUNT };
#undef SHF_ONSET_ENUMERATOR

/** Assumptions of the theory (docs/finite-size.md, section 7), as bits: X(enumerator, bit, sentence). */
#define SHF_ASSUMPTION_LIST(X)                                                                            \
    X(SHF_ASSUMES_MANY_SAMPLES, 1u, "N > d: with fewer samples than dimensions each is fitted by itself") \
    X(SHF_ASSUMES_MANY_NODES, 2u, "M >= 10: with few nodes the network is not close to its average")      \
    X(SHF_ASSUMES_HIGH_DIMENSION, 4u, "d >= 10: the directions across the teacher are not many")          \
    X(SHF_ASSUMES_SMALL_STEP, 8u, "small steps: one training step moves margins by more than h/2")        \
    X(SHF_ASSUMES_STABLE_STEP, 16u, "small steps: the step overshoots what the margin samples pull back") \
    X(SHF_ASSUMES_MANY_WEIGHTS, 32u, "M (d + 1) > N: fewer weights than samples cannot memorise them all")

#define SHF_ASSUMPTION_ENUMERATOR(name, bit, sentence) name = (bit),
enum { SHF_ASSUMPTION_LIST(SHF_ASSUMPTION_ENUMERATOR) };
#undef SHF_ASSUMPTION_ENUMERATOR

/** One onset: its time, NaN if there is none before the end, and the state there. */
typedef struct shf_onset_event {
    double t;                    /**< time, NaN if there is none */
    shf_finite_size_state state; /**< all NaN if t is */
} shf_onset_event;

/** What has a band, and its sentence: X(enumerator, name, unit, sentence). */
#define SHF_BAND_LIST(X)                                                                 \
    X(SHF_BAND_BEST, "t_best", "step", "the time at which the test error is smallest")   \
    X(SHF_BAND_UNLEARN, "t_unlearn", "step", "the time at which the pull changes sign")  \
    X(SHF_BAND_GAP, "t_gap", "step", "the time at which the errors part (at --gap 0.5)") \
    X(SHF_BAND_ERROR, "error_best", "", "the smallest test error")

#define SHF_BAND_ENUMERATOR(name, text, unit, sentence) name,
enum { SHF_BAND_LIST(SHF_BAND_ENUMERATOR) SHF_BAND_COUNT };
#undef SHF_BAND_ENUMERATOR

/** Where nine in ten trained networks are to be found, NaN where there is no prediction (docs/finite-size.md,
 * section 9). */
typedef struct shf_onset_band {
    double theory_low;  /**< lower end by the error of the theory alone: means over many networks */
    double theory_high; /**< its upper end */
    double low;         /**< lower end with the scatter of a single network */
    double high;        /**< its upper end */
} shf_onset_band;

/** The answer. */
typedef struct shf_onset {
    shf_onset_event event[SHF_ONSET_COUNT]; /**< indexed by SHF_ONSET_... */
    double t_IJ_paper; /**< where I = J in the mean field, the criterion of the paper; NaN if nowhere */
    double t_last;     /**< how far the theory was followed: t-max, or t_end */
    shf_finite_size_state last;          /**< the state there */
    shf_onset_band band[SHF_BAND_COUNT]; /**< indexed by SHF_BAND_... */
    int outside;                         /**< the parameters are outside the design on which the bands rest */
    unsigned violated; /**< assumptions of SHF_ASSUMPTION_LIST that do not hold somewhere on the way */
} shf_onset;

/** Default and table of the request. */
SHF_DECLARE_PARAMS(shf_onset_request, shf_onset_request);

/** Defaults: rtol = 1e-6, the integrator's local error in each unknown of (F.6)-(F.12); below 1e-10 it is
 * 1e-10. */
SHF_DECLARE_PARAMS(shf_solver, shf_onset_solver);

/** The name of an onset, such as "t_best", and its sentence; NULL beyond SHF_ONSET_COUNT. */
SHF_API const char *shf_onset_name(int event);
SHF_API const char *shf_onset_help(int event);

/** Checks that the finite-size theory has formulas for the parameters: Gaussian data, sigma_a = sigma_w = 1,
 * d >= 2.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_finite_size_validate(const shf_hinge_params *params, shf_error *error);

/** Finds all onsets as roots of the integration.  `info` may be NULL.  An onset that does not happen is an
 * answer (NaN), and so is a violated assumption.  Relative error of the times at the default tolerance: about
 * 1e-5, of t_end 1e-2 (docs/finite-size.md).  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC,
 * SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED.
 */
SHF_API shf_status shf_onset_solve(const shf_hinge_params *params, const shf_onset_request *request,
                                   const shf_solver *solver, const shf_progress *progress, shf_onset *onset,
                                   shf_info *info, shf_error *error);

/** The answer as a table: a row for each onset, columns onset (its number), t and the state; the times also
 * as scalars by name; a note for each violated assumption and each onset that there is none of. Errors:
 * SHF_ERR_MEMORY. */
SHF_API shf_status shf_onset_table(const shf_onset *onset, shf_table **table, shf_error *error);

/* ---- maps ---- */

/** What an axis of a map can be: a parameter, or a ratio that moves the first of the two. */
enum {
    SHF_AXIS_D,
    SHF_AXIS_M,
    SHF_AXIS_N,
    SHF_AXIS_ALPHA,
    SHF_AXIS_H,
    SHF_AXIS_ETA,
    SHF_AXIS_DELTA,
    SHF_AXIS_N_OVER_D,
    SHF_AXIS_ETA_OVER_M
};
#define SHF_AXIS_NAMES "d|M|N|alpha|h|eta|delta|N/d|eta/M"

/** The grid of a map. */
#define SHF_ONSET_MAP_PARAMS(P, S)                                                                          \
    P(S, choice, x, "x", SHF_CHOICE(SHF_AXIS_N_OVER_D), SHF_AXIS_NAMES, "", "first axis")                   \
    P(S, real, x_min, "x-min", 3.0, "[0, 1e12]", "", "first value on the first axis")                       \
    P(S, real, x_max, "x-max", 300.0, "[0, 1e12]", "", "last value on the first axis")                      \
    P(S, count, x_points, "x-points", 40, "[1, 10000]", "", "number of values on the first axis")           \
    P(S, choice, x_grid, "x-grid", SHF_CHOICE(SHF_GRID_LOG), "log|linear", "", "spacing on the first axis") \
    P(S, choice, y, "y", SHF_CHOICE(SHF_AXIS_DELTA), SHF_AXIS_NAMES, "", "second axis, changes fastest")    \
    P(S, real, y_min, "y-min", 0.0, "[0, 1e12]", "", "first value on the second axis")                      \
    P(S, real, y_max, "y-max", 0.3, "[0, 1e12]", "", "last value on the second axis")                       \
    P(S, count, y_points, "y-points", 31, "[1, 10000]", "", "number of values on the second axis")          \
    P(S, choice, y_grid, "y-grid", SHF_CHOICE(SHF_GRID_LINEAR), "log|linear", "",                           \
      "spacing on the second axis")                                                                         \
    P(S, count, first, "first", 0, "[0, 1e8]", "", "row to start with: those before it are left out")

typedef struct shf_onset_map {
    SHF_ONSET_MAP_PARAMS(SHF_ROW_FIELD, )
} shf_onset_map;

/** Default and table of the grid of a map: samples per dimension against flipped labels. */
SHF_DECLARE_PARAMS(shf_onset_map, shf_onset_map);

/** How to compute: nothing here changes a result. */
#define SHF_ONSET_MAP_CONTROL_PARAMS(P, S)                                                               \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                               \
      "keep the state there, and continue from it if it exists; removed when the map is complete")       \
    P(S, real, checkpoint_every, "checkpoint-every", 30.0, "[0, 1e9]", "s", "time between two checkpoints")

typedef struct shf_onset_map_control {
    SHF_ONSET_MAP_CONTROL_PARAMS(SHF_ROW_FIELD, )
} shf_onset_map_control;

/** Default and table of how a map is computed. */
SHF_DECLARE_PARAMS(shf_onset_map_control, shf_onset_map_control);

/** Checks axes and grid, and the model parameters at its corners; two axes must not move the same parameter.
 *  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_onset_map_validate(const shf_hinge_params *params, const shf_onset_map *map,
                                          shf_error *error);

/** The parameters at point k < x_points y_points, k = i y_points + j; d, M, N are rounded to whole numbers,
 * and *x, *y are what the axes are after that.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_onset_map_params(const shf_hinge_params *params, const shf_onset_map *map, size_t k,
                                        shf_hinge_params *at, double *x, double *y, shf_error *error);

/** Solves all points from map->first on, in parallel, and returns a table with a row for each, in order: x, y
 * (named after the axes), the onset times, error_test and f_U at t_best or, without it, at the end, and the
 * violated assumptions as a sum of bits.  The result depends neither on the number of threads nor on
 * interruptions.  A point that fails has NaN throughout, and a note says why the first one did.  Interrupted
 * by `progress` it returns SHF_ERR_INTERRUPTED with the rows finished without gap; with a checkpoint the next
 * call goes on from there.  `control` may be NULL.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY, SHF_ERR_FILE
 * (checkpoint), SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_onset_map_solve(const shf_hinge_params *params, const shf_onset_request *request,
                                       const shf_onset_map *map, const shf_solver *solver,
                                       const shf_onset_map_control *control, const shf_progress *progress,
                                       shf_table **table, shf_info *info, shf_error *error);

SHF_END_C
#endif
