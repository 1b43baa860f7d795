/* Events and predictions of a run as single results and sentences. */
#ifndef SHF_TIMESCALES_RESULTS_H
#define SHF_TIMESCALES_RESULTS_H

#include "timescales/predictions.h"
#include "timescales/run.h"

/** Adds t_k, predictions, tau_star, plateaus and falls to the table.  Errors: SHF_ERR_MEMORY. */
shf_status shf_timescales_results(shf_table *table, const shf_timescales_run *run,
                                  const shf_timescales_prediction *prediction,
                                  const shf_timescales_outer_solution *outer, shf_error *error);

/** Adds the sentences: what is never learnt and why, and what a reader must know of this run.
 *  Errors: SHF_ERR_MEMORY. */
shf_status shf_timescales_notes(shf_table *table, const shf_timescales_run *run,
                                const shf_timescales_prediction *prediction, shf_error *error);

#endif
