/* The columns that the single-node theory prints. */
#ifndef SHF_NODE_OBSERVE_H
#define SHF_NODE_OBSERVE_H

#include "node/population.h"

/** Adds the columns to an empty table, which remembers failures. */
void shf_node_add_columns(const shf_node_params *params, const shf_node_request *request, shf_table *table);

/** Adds the row of a state.  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_add_row(const shf_node_request *request, shf_node_population *population, double t,
                            const double *y, shf_table *table, shf_error *error);

/** The difference of two tables, and the last time until which it is small. */
typedef struct shf_node_gap {
    double most, until;
} shf_node_gap;

/** Largest difference between two tables of as many rows, each column but t relative to its natural scale:
 * the largest value of F (at least `least_F`) and of the loss, 1 for f_U and error, the root mean squares of
 * the factors for moments; small is what is at most `worst`. */
shf_node_gap shf_node_difference(const shf_table *table, const shf_table *other, double least_F,
                                 double worst);

#endif
