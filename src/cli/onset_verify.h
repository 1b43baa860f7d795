/* Trained networks beside the onsets of the theory. */
#ifndef SHF_CLI_ONSET_VERIFY_H
#define SHF_CLI_ONSET_VERIFY_H

#include <shallowflow/onset.h>
#include <shallowflow/simulation.h>

#define ONSET_VERIFY_PARAMS(P, S)                                                                           \
    P(S, count, runs, "verify", 0, "[0, 1e6]", "",                                                          \
      "train that many networks and find the same onsets in their mean curves; 0 means none")               \
    P(S, seed, seed, "verify-seed", 1, "[0, 18446744073709551615]", "",                                     \
      "seed of the first network; number k uses verify-seed + k")                                           \
    P(S, real, t_max, "verify-t-max", 0.0, "[0, 1e9]", "step",                                              \
      "how long they are trained; 0 means twice the latest of t_IJ, t_best, t_unlearn and t_gap in theory") \
    P(S, count, test_size, "verify-test-size", 10000, "[1, 1e9]", "", "test samples of each network")       \
    P(S, choice, precision, "verify-precision", SHF_CHOICE(SHF_PRECISION_SINGLE), "double|single", "",      \
      "arithmetic of their weights and data")                                                               \
    P(S, count, resamples, "resamples", 1000, "[20, 1e6]", "",                                              \
      "resamples of the networks for the intervals, of ten networks or more")

typedef struct onset_verify {
    ONSET_VERIFY_PARAMS(SHF_ROW_FIELD, )
} onset_verify;

extern const shf_param_table onset_verify_table;

/** How the networks are trained; changes no result. */
#define ONSET_THREADS_PARAMS(P, S)                                                                       \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                               \
      "keep the trained networks' curves there, and go on from them if it exists; removed when all are done")

typedef struct onset_threads {
    ONSET_THREADS_PARAMS(SHF_ROW_FIELD, )
} onset_threads;

extern const shf_param_table onset_threads_table;

/** Columns of the answer beside those of the theory: X(name, unit, sentence). */
#define ONSET_MEASURED_COLUMNS(X)                                                              \
    X(t_simulated, "step", "the same onset in the mean curves of the trained networks")        \
    X(t_low, "step", "lower end of its 95 % interval over the networks; nan: a single one")    \
    X(t_high, "step",                                                                          \
      "upper end; inf if the onset does not happen in all or many of them; nan: a single one") \
    X(error_test_simulated, "", "mean test error of the networks at t_simulated")              \
    X(error_train_simulated, "", "mean training error there")                                  \
    X(f_U_simulated, "", "mean fraction of unsatisfied samples there")

/** What is put to the test, and how. */
typedef struct onset_trial {
    const shf_hinge_params *params;
    const shf_onset_request *request;
    const onset_verify *verify;
    const shf_solver *solver; /**< of the theory */
    const onset_threads *control;
    const shf_onset *onset;  /**< of the theory */
    const shf_table *theory; /**< the same as a table */
} onset_trial;

/** Trains the networks and puts what they show beside the theory in *table.  Errors: those of
 * shf_hinge_simulate (SHF_ERR_INTERRUPTED leaves the table of the networks that are trained, if there is
 * one); SHF_ERR_VALUE if the theory has no onset that says how long to train. */
shf_status onset_verify_run(const onset_trial *trial, const shf_progress *progress, shf_table **table,
                            shf_error *error);

#endif
