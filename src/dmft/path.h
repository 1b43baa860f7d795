/* One run of a scheme: the state at its nodes, and between them. */
#ifndef SHF_DMFT_PATH_H
#define SHF_DMFT_PATH_H

#include "dmft/radau.h"
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

/** What is kept at every node: the columns of the results. */
#define SHF_DMFT_POINT(C, S)                                                \
    C(S, a, "", "output weights")                                           \
    C(S, v, "", "overlap of a neuron with the target direction")            \
    C(S, e_train, "", "training error, with the factor 1/2")                \
    C(S, e_test, "", "test error, with the factor 1/2 and the label noise") \
    C(S, Co_tt, "", "overlap of two neurons")                               \
    C(S, Cd_t0, "", "overlap of a neuron with its start")                   \
    C(S, Co_t0, "", "overlap of a neuron with the start of another")        \
    C(S, nu, "", "multiplier of the constraint |w_i| = 1")                  \
    C(S, int_RA, "", "response of the residuals to a constant")

#define SHF_DMFT_COUNT_COLUMN(S, name, unit, help) +1
enum {
    SHF_DMFT_POINT_SIZE = 0 SHF_DMFT_POINT(SHF_DMFT_COUNT_COLUMN, ),
    SHF_DMFT_ESTIMATED = 4 /* the first of them, whose errors are estimated: a, v, e_train, e_test */
};

/** All of it at one time, by name or in order. */
typedef union shf_dmft_point {
    struct {
        SHF_DMFT_POINT(SHF_COLUMN_FIELD, )
    };
    double all[SHF_DMFT_POINT_SIZE];
} shf_dmft_point;

/** Column of a path that holds this member. */
#define SHF_DMFT_PLACE(member) (offsetof(shf_dmft_point, member) / sizeof(double))

/** Node 0 is t = 0, then panels of radau.p nodes each. */
typedef struct shf_dmft_path {
    shf_dmft_radau radau;
    size_t n, capacity;
    double *t, **column;
    size_t columns;
    size_t iterations; /**< evaluations of a panel */
    size_t rejected;   /**< panels given up */
} shf_dmft_path;

/** An empty path of panels of p nodes with these columns.  Errors: as shf_dmft_radau_make. */
shf_status shf_dmft_path_make_columns(shf_dmft_path *path, size_t p, size_t columns, shf_error *error);

/** The same with the columns of a point. */
shf_status shf_dmft_path_make(shf_dmft_path *path, size_t p, shf_error *error);

/** Appends a node.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_path_add(shf_dmft_path *path, double t, const double *value, shf_error *error);

/** All columns at time t, 0 <= t <= the last node, from the polynomial of its panel; if p = 1,
 * from the cubic through the four nodes around it. */
void shf_dmft_path_at(const shf_dmft_path *path, double t, double *value);

void shf_dmft_path_free(shf_dmft_path *path);

#endif
