/* An ensemble of independent runs that are measured at the same updates: threads, progress, interruption,
 * means over the runs. */
#ifndef SHF_SIMULATION_ENSEMBLE_H
#define SHF_SIMULATION_ENSEMBLE_H

#include <shallowflow/solver.h>

/** A kind of run: a network of `size` bytes and what can be done with it. */
typedef struct shf_ensemble_network {
    size_t size;
    /** Fills the network of a run; to be freed also after an error. */
    shf_status (*make)(void *net, const void *context, size_t run, shf_error *error);
    shf_status (*update)(void *net, shf_error *error);
    /** Fills the values of one row.  Errors: SHF_ERR_INTERRUPTED. */
    shf_status (*observe)(void *net, double *values);
    /** Adds the evaluations of the run to `info`. */
    void (*free)(void *net, shf_info *info);
} shf_ensemble_network;

typedef struct shf_ensemble {
    size_t runs, columns, threads; /**< set by the caller; 0 threads means all of the machine */
    const shf_progress *progress;  /**< may be NULL */
    double step;                   /**< time of one update, 1/substeps */
    size_t rows, *update;          /**< update of each row, increasing */
    double *value;                 /**< runs x rows x columns */
    size_t *reached;               /**< rows that each run has done */
    size_t updates;                /**< so far, of all runs */
    shf_status status;
    shf_error error;
    shf_info info;
} shf_ensemble;

/** The updates nearest to the times of the grid, each once, and room for the values, for so many updates in
 * each unit of time.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_ensemble_plan(shf_ensemble *r, const shf_grid *grid, double substeps, shf_error *error);
void shf_ensemble_free(shf_ensemble *r);

/** Does all runs, each in one thread.  The values do not depend on the number of threads.  Errors: those of
 * the kind, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_ensemble_do(shf_ensemble *r, const shf_ensemble_network *kind, const void *context,
                           shf_error *error);

/** Whether the ensemble that is the context has been told to stop; a shf_progress may have it as its report,
 * for runs whose single updates or rows take long. */
int shf_ensemble_told_to_stop(void *runs, double unused);

/** How many rows can be averaged: all of them, over the complete runs; if none is complete, those that all
 * runs under way have reached. */
size_t shf_ensemble_rows(const shf_ensemble *r);

/** Mean of a column over these runs, its standard error (NaN for a single run), and their number. */
size_t shf_ensemble_mean(const shf_ensemble *r, size_t row, size_t column, double *mean, double *se);

/** The values of the last of these runs at a row. */
const double *shf_ensemble_last(const shf_ensemble *r, size_t row);

#endif
