/* Events and predictions of a run as single results and sentences. */
#ifndef SHF_TIMESCALES_RESULTS_H
#define SHF_TIMESCALES_RESULTS_H

#include "timescales/predictions.h"
#include "timescales/run.h"

/** Adds t_k, predictions, tau_star, plateaus and falls to the table of the run. */
void shf_timescales_results(const shf_timescales_run *run, const shf_timescales_prediction *prediction,
                            const shf_timescales_outer_solution *outer);

/** Adds tau_star, if there is one. */
void shf_timescales_tau_star(shf_table *table, const shf_timescales_outer_solution *outer);

/** Adds the sentences: what is never learnt and why, and what a reader must know of this run. */
void shf_timescales_notes(const shf_timescales_run *run, const shf_timescales_prediction *prediction);

#endif
