/* Means over independent runs that are measured at the same updates; an ensemble of runs on threads. */
#ifndef SHF_SIMULATION_ENSEMBLE_H
#define SHF_SIMULATION_ENSEMBLE_H

#include "common/checkpoint.h"
#include "common/columns.h"
#include <shallowflow/solver.h>

/* ---- what is measured ---- */

/** Columns of a row: once or, numbered _0, _1, ... behind their names, several times. */
typedef struct shf_ensemble_columns {
    const shf_columns *columns;
    size_t numbered; /**< how many times; SHF_ONCE: once, without a number */
} shf_ensemble_columns;
enum { SHF_ONCE = 0xffff };

/** Values measured in runs, and of which runs the mean is taken. */
typedef struct shf_ensemble_values {
    const shf_ensemble_columns *part; /**< n_parts, which make a row */
    size_t n_parts;
    int own_errors;    /**< the sampling errors of the values in their run stand behind the values of a row */
    double *value;     /**< row by row of a run */
    size_t run_stride; /**< numbers from one run to the next */
    size_t *averaged;  /**< n_averaged runs; NULL: the first */
    size_t n_averaged;
} shf_ensemble_values;

/** Values of a row, and its numbers, errors included. */
size_t shf_ensemble_width(const shf_ensemble_values *v);
size_t shf_ensemble_numbers(const shf_ensemble_values *v);

/** Adds the columns: the means, then, with _se behind the names, their standard errors: "standard error of
 * `of` over the runs`rest`"; `of` NULL: the name of the mean. */
void shf_ensemble_columns_add(const shf_ensemble_values *v, const char *of, const char *rest,
                              shf_table *table);

/** Puts the means of a row over the runs and their standard errors.  For a single run that is its sampling
 * error, NaN if it has none. */
void shf_ensemble_row_put(const shf_ensemble_values *v, size_t row, shf_table *table);

/* ---- runs on threads ---- */

/** A network in training: `size` bytes, zero at first, and what can be done with them. */
typedef struct shf_ensemble_network {
    size_t size;
    /** Fills the network of a run; to be freed also after an error.  `progress` may be asked whether to stop
     * (with the fraction 0) where a single update or row takes long. */
    shf_status (*make)(void *net, const void *context, size_t run, const shf_progress *progress,
                       shf_error *error);
    shf_status (*update)(void *net, shf_error *error);
    /** Fills the values of one row and, behind them, their sampling errors if there are any.  Errors:
     * SHF_ERR_INTERRUPTED. */
    shf_status (*observe)(void *net, double *values);
    /** Adds the evaluations of the run to `info`. */
    void (*free)(void *net, shf_info *info);
} shf_ensemble_network;

/** The caller sets runs, threads, progress, values.part, n_parts, own_errors. */
typedef struct shf_ensemble {
    size_t runs, threads;          /**< 0 threads means all of the machine */
    const shf_progress *progress;  /**< may be NULL */
    const char *checkpoint;        /**< file in which finished runs are kept; NULL: none */
    const shf_identity_part *part; /**< what they depend on: n_parts tables */
    size_t n_parts;
    double step;          /**< time of one update, 1/substeps */
    size_t rows, *update; /**< update of each row, increasing */
    shf_ensemble_values values;
    size_t *reached; /**< rows that each run has done */
    size_t complete; /**< how many rows can be averaged: all of them, over the complete runs; if no run is
                        complete, those that all runs under way have reached */
    shf_info info;
} shf_ensemble;

/** The updates nearest to the times of the grid, each once, and room for the values, for so many updates in
 * each unit of time.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_ensemble_plan(shf_ensemble *r, const shf_grid *grid, double substeps, shf_error *error);
void shf_ensemble_free(shf_ensemble *r);

/** Does all runs, each in one thread.  The values do not depend on the number of threads.  Errors: those of
 * the network, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_ensemble_train(shf_ensemble *r, const shf_ensemble_network *network, const void *context,
                              shf_error *error);

/** Time, means and standard errors of the complete rows; NULL when memory is exhausted. */
shf_table *shf_ensemble_table(const shf_ensemble *r, const char *time, const char *rest);

#endif
