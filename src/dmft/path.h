/* One run of a scheme: the state at its nodes, and between them. */
#ifndef SHF_DMFT_PATH_H
#define SHF_DMFT_PATH_H

#include "dmft/radau.h"
#include <shallowflow/solver.h>

/** What is kept at every node. */
enum {
    SHF_PATH_A,
    SHF_PATH_V,
    SHF_PATH_E_TRAIN,
    SHF_PATH_E_TEST,
    SHF_PATH_CO_TT,
    SHF_PATH_CD_T0,
    SHF_PATH_CO_T0,
    SHF_PATH_NU,
    SHF_PATH_INT_RA,
    SHF_PATH_COLUMNS
};

/** Node 0 is t = 0, then panels of radau.p nodes each. */
typedef struct shf_dmft_path {
    shf_radau radau;
    size_t n, capacity;
    double *t, **column;
    size_t columns;
    size_t iterations; /**< evaluations of a panel */
    size_t rejected;   /**< panels given up */
} shf_dmft_path;

/** An empty path of panels of p nodes with these columns.  Errors: as shf_radau_make. */
shf_status shf_dmft_path_make_columns(shf_dmft_path *path, size_t p, size_t columns, shf_error *error);

/** The same with the columns above. */
shf_status shf_dmft_path_make(shf_dmft_path *path, size_t p, shf_error *error);

/** Appends a node.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_path_add(shf_dmft_path *path, double t, const double *value, shf_error *error);

/** All columns at time t, 0 <= t <= the last node, from the polynomial of its panel; if p = 1,
 * from the cubic through the four nodes around it. */
void shf_dmft_path_at(const shf_dmft_path *path, double t, double *value);

void shf_dmft_path_free(shf_dmft_path *path);

#endif
