/* The columns that the single-node theory prints. */
#ifndef SHF_NODE_OBSERVE_H
#define SHF_NODE_OBSERVE_H

#include "node/population.h"

/** Where the columns stand in a row; f_U is 0 when the loss has no margin. */
typedef struct shf_node_columns {
    size_t n_projections;
    const double *projection;
    size_t F, f_U, loss, error, moments, count;
} shf_node_columns;

shf_node_columns shf_node_columns_of(const shf_node_params *params, const shf_node_request *request);

/** Adds the columns to an empty table.  Errors: SHF_ERR_MEMORY, SHF_ERR_VALUE (a projection given twice). */
shf_status shf_node_add_columns(const shf_node_columns *columns, shf_table *table, shf_error *error);

/** Fills one row, `count` numbers.  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_row(const shf_node_columns *columns, shf_node_population *population, double t,
                        const double *y, double *row, shf_error *error);

/** Largest difference between two sets of n rows, each column but t relative to its natural scale: the
 * largest value of F and of the loss, 1 for f_U and error, the root mean squares of the factors for moments.
 */
double shf_node_difference(const shf_node_columns *columns, size_t n, const double *rows,
                           const double *others);

#endif
