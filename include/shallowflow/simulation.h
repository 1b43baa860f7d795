/* Direct training of the network of hinge.h by gradient descent: what the theories are held against.
 *
 * The network f(x) = (1/M) sum_i a_i relu(w_i.x / sqrt d) with a_i ~ N(0, sigma_a^2), w_i ~ N(0, sigma_w^2
 * I_d) is trained on N samples by full-batch gradient descent of L = (1 / (alpha^2 N)) sum_mu max(0, h -
 * alpha y_mu F(x_mu)),    F(.;t) = f(.;t) - f(.;0), all parameters at the rate eta / substeps; the time t
 * counts steps of length 1 (substeps updates each). Equation numbers (S.n) are those of docs/simulation.md.
 *
 * A run is a function of its parameters and its seed alone: the same numbers come out for any number of
 * threads, for both methods, and after any interruption.
 */
#ifndef SHALLOWFLOW_SIMULATION_H
#define SHALLOWFLOW_SIMULATION_H

#include <shallowflow/hinge.h>

SHF_BEGIN_C

/** Arithmetic of weights and data; single is about twice as fast and keeps about six digits. */
enum { SHF_PRECISION_DOUBLE, SHF_PRECISION_SINGLE };

/** The ensemble of runs. */
#define SHF_SIMULATION_PARAMS(P, S)                                                                    \
    P(S, count, runs, "runs", 3, "[1, 1e6]", "", "number of runs, each with its own network and data") \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "",                                       \
      "seed of the first run; run k uses seed + k")                                                    \
    P(S, count, test_size, "test-size", 10000, "[1, 1e9]", "", "number of test samples")               \
    P(S, count, substeps, "substeps", 1, "[1, 1e6]", "", "updates for each unit of time")              \
    P(S, choice, precision, "precision", SHF_CHOICE(SHF_PRECISION_DOUBLE), "double|single", "",        \
      "arithmetic of weights and data")

typedef struct shf_simulation_params {
    SHF_SIMULATION_PARAMS(SHF_ROW_FIELD, )
} shf_simulation_params;

/** Labels of a file.  auto: two different values give -1 (the smaller) and +1, more of them, if whole
 * numbers, their parity; sign: +1 above zero, -1 below and at zero; parity: even +1, odd -1; above:T: +1 for
 * values >= T. */
enum { SHF_RULE_AUTO, SHF_RULE_SIGN, SHF_RULE_PARITY, SHF_RULE_ABOVE };

/** What is done to the inputs of a file, by statistics of the training samples.  scale: the mean input is
 *  subtracted and all components are multiplied by one factor that makes the mean of |x|^2 equal d; features:
 * each component gets mean 0 and variance 1 (constant ones become 0). */
enum { SHF_STANDARDISE_SCALE, SHF_STANDARDISE_FEATURES, SHF_STANDARDISE_NONE };

/** Data from a file instead of a law.  Each run draws its N training and test_size test samples from the file
 *  without replacement; the teacher is the normalised difference of the class means of the training samples,
 *  or a given vector. */
#define SHF_SIMULATION_FILE_PARAMS(P, S)                                                                   \
    P(S, text, file, "data-file", NULL, "idx:FILE|npy:FILE|csv:FILE", "",                                  \
      "take the inputs from a file instead of a law")                                                      \
    P(S, text, labels, "labels-file", NULL, "FILE", "",                                                    \
      "labels, of the same format; for IDX the default is the name of the images with labels-idx1 in it")  \
    P(S, count, column, "label-column", 0, "[0, 1e9]", "",                                                 \
      "column of a CSV or .npy file that holds the labels, from 1; 0 means the last")                      \
    P(S, choice, rule, "label-rule", SHF_CHOICE(SHF_RULE_AUTO), "auto|sign|parity|above:T", "",            \
      "how the labels become +1 and -1")                                                                   \
    P(S, choice, standardise, "standardise", SHF_CHOICE(SHF_STANDARDISE_SCALE), "scale|features|none", "", \
      "what is done to the inputs")                                                                        \
    P(S, text, teacher, "teacher-file", NULL, "npy:FILE|csv:FILE", "",                                     \
      "direction w* instead of the difference of the class means")

typedef struct shf_simulation_file {
    SHF_SIMULATION_FILE_PARAMS(SHF_ROW_FIELD, )
} shf_simulation_file;

/** What to keep besides the curve. */
#define SHF_SIMULATION_REQUEST_PARAMS(P, S)                                          \
    P(S, count, nodes, "nodes", 0, "[0, 100000]", "",                                \
      "add the trajectories (a_i, w_par_i) of the first nodes of the first run")     \
    P(S, list, clouds, "clouds", SHF_EMPTY_LIST, "[0, 1e300]", "step",               \
      "increasing times at which (a_i, w_par_i) of every node of every run is kept") \
    P(S, count, satisfaction, "satisfaction", 0, "[0, 1e9]", "",                     \
      "keep the satisfaction times of that many training samples of each run")

typedef struct shf_simulation_request {
    SHF_SIMULATION_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_simulation_request;

/** active: samples of which a bound on the change of the network proves that they are still satisfied are not
 *  evaluated (docs/simulation.md, section 4); dense: every sample at every step.  The results are equal, bit
 * for bit. */
enum { SHF_METHOD_ACTIVE, SHF_METHOD_DENSE };

/** How to compute: nothing here changes a result. */
#define SHF_SIMULATION_CONTROL_PARAMS(P, S)                                                              \
    P(S, choice, method, "method", SHF_CHOICE(SHF_METHOD_ACTIVE), "active|dense", "",                    \
      "skip samples that provably stay satisfied, or evaluate all of them")                              \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                               \
      "keep the state there, and continue from it if it exists; removed when the run is complete")       \
    P(S, real, checkpoint_every, "checkpoint-every", 30.0, "[0, 1e9]", "s", "time between two checkpoints")

typedef struct shf_simulation_control {
    SHF_SIMULATION_CONTROL_PARAMS(SHF_ROW_FIELD, )
} shf_simulation_control;

/** Observables of one network, (S.5)-(S.8): The curve has a column of the mean over
 *  the runs for each, and then one of its standard error, name_se (NaN for a single run). */
#define SHF_SIMULATION_OBSERVABLES(C, S)                                                      \
    C(S, loss, "", "training loss")                                                           \
    C(S, error_train, "", "fraction of training samples with y F < 0; F = 0 counts one half") \
    C(S, error_test, "", "the same of test samples, whose labels are clean")                  \
    C(S, f_U, "", "fraction of training samples with alpha y F < h")                          \
    C(S, I, "", "mean over the nodes of <u y theta(w_i.x) x>.w*")                             \
    C(S, J, "", "mean over the nodes of the norm of the rest of <u y theta(w_i.x) x>")        \
    C(S, V_par, "", "part of V = (1/M) sum_i a_i w_i along the teacher")                      \
    C(S, V_perp, "", "norm of the rest of V")                                                 \
    C(S, a2, "", "mean of a_i^2 over the nodes")                                              \
    C(S, w_par2, "", "mean of w_par_i^2 over the nodes")                                      \
    C(S, w_perp2, "", "mean of |w_perp_i|^2 over the nodes")

/** What comes out; free it with shf_simulation_result_free. */
typedef struct shf_simulation_result {
    /** t, the observables, their standard errors, then a_i, w_par_i of the nodes asked for.  t is the time
     *  of the update nearest to the one asked for; times that meet the same update make one row. */
    shf_table *curve;
    shf_table *clouds; /**< columns t run a w_par; NULL unless asked for */
    shf_table
        *satisfaction; /**< columns run x_par y flipped t_satisfied (inf: never); NULL unless asked for */
    double evaluated;  /**< how much of the forward passes of the dense method was computed */
} shf_simulation_result;

/** Defaults and tables of the four structs. */
SHF_DECLARE_PARAMS(shf_simulation_params, shf_simulation_params);
SHF_DECLARE_PARAMS(shf_simulation_file, shf_simulation_file);
SHF_DECLARE_PARAMS(shf_simulation_request, shf_simulation_request);
SHF_DECLARE_PARAMS(shf_simulation_control, shf_simulation_control);

/** Number of samples of a data file and their dimension, which the parameter d must equal.
 *  Errors: SHF_ERR_FILE, SHF_ERR_VALUE, SHF_ERR_TEXT, SHF_ERR_MEMORY. */
SHF_API shf_status shf_simulation_file_shape(const shf_simulation_file *file, size_t *samples, size_t *d,
                                             shf_error *error);

/** Trains the ensemble.  `file` may be NULL (data from params->data), so may `request`, `control`, `progress`
 *  and `info` (updates; evaluations of one network on one sample).  On SHF_OK, and on SHF_ERR_INTERRUPTED
 *  (then the finished runs only, if there is one), the tables belong to the caller; on other errors there are
 * none. Memory: the data plus the network, gradient and a workspace of about 1 MB a thread (M = 400, d =
 * 100). Errors: SHF_ERR_VALUE, SHF_ERR_FILE, SHF_ERR_TEXT (data files, checkpoint), SHF_ERR_NUMERIC (the
 * weights diverge: eta too large), SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_hinge_simulate(const shf_hinge_params *params, const shf_simulation_params *simulation,
                                      const shf_simulation_file *file, const shf_simulation_request *request,
                                      const shf_grid *grid, const shf_simulation_control *control,
                                      const shf_progress *progress, shf_simulation_result *result,
                                      shf_info *info, shf_error *error);

/** Frees the tables and empties the struct. */
SHF_API void shf_simulation_result_free(shf_simulation_result *result);

SHF_END_C
#endif
