/* What an ensemble has measured so far, in one array that a checkpoint can hold. */
#ifndef SHF_SIMULATION_HINGE_RECORD_H
#define SHF_SIMULATION_HINGE_RECORD_H

#include "simulation/engine.h"
#include <shallowflow/table.h>

/** When to do what, in updates. */
typedef struct shf_hinge_schedule {
    size_t *row; /**< n_rows increasing updates at which the curve has a row */
    size_t n_rows;
    size_t *cloud; /**< n_clouds increasing updates at which clouds are kept */
    size_t n_clouds;
    size_t last; /**< the last update of them all; training goes to there */
    double step; /**< time of one update */
} shf_hinge_schedule;

/** Errors: SHF_ERR_VALUE (times), SHF_ERR_MEMORY. */
shf_status shf_hinge_schedule_make(shf_hinge_schedule *plan, const shf_grid *grid,
                                   const shf_simulation_params *simulation,
                                   const shf_simulation_request *request, shf_error *error);
void shf_hinge_schedule_free(shf_hinge_schedule *plan);

/** Numbers kept of a training sample whose satisfaction time is asked for. */
enum { SHF_SAT_X_PAR, SHF_SAT_Y, SHF_SAT_FLIP, SHF_SAT_TIME, SHF_SAT_COUNT };

typedef struct shf_hinge_record {
    size_t runs, rows, clouds, nodes, M, samples; /**< samples: of which satisfaction times are kept */
    size_t size;                                  /**< of value */
    double *value;
} shf_hinge_record;

/** The observables, as columns of SHF_OBS_COUNT numbers. */
extern const shf_columns *const shf_hinge_observable_columns;

/** Room for everything asked for, zero.  Errors: SHF_ERR_MEMORY. */
shf_status shf_hinge_record_new(shf_hinge_record *record, const shf_hinge_schedule *plan, size_t runs,
                                size_t M, size_t N, const shf_simulation_request *request, shf_error *error);
void shf_hinge_record_free(shf_hinge_record *record);

/** Places in it: SHF_OBS_COUNT observables; pairs (a, w_par) of the nodes of the first run; pairs of all
 * nodes; SHF_SAT_COUNT numbers. */
double *shf_hinge_record_row(const shf_hinge_record *record, size_t run, size_t row);
double *shf_hinge_record_nodes(const shf_hinge_record *record, size_t row);
double *shf_hinge_record_cloud(const shf_hinge_record *record, size_t run, size_t cloud);
double *shf_hinge_record_sample(const shf_hinge_record *record, size_t run, size_t sample);

/** Makes the tables of `runs` finished runs, or of the first `rows` rows of the first run if none is
 * finished. Errors: SHF_ERR_MEMORY. */
shf_status shf_hinge_record_tables(const shf_hinge_record *record, const shf_hinge_schedule *plan,
                                   size_t runs, size_t rows, shf_simulation_result *result, shf_error *error);

#endif
