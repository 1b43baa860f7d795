/* Levels of the hinge theory: the same curve with more or less of what finite sizes add. */
#ifndef SHF_HINGE_LEVELS_H
#define SHF_HINGE_LEVELS_H

#include "common/columns.h"
#include "hinge/model.h"
#include "hinge/run.h"
#include <shallowflow/onset.h>

/** What level paper adds to the mean field, (F.16), (F.18), (F.19). */
#define SHF_HINGE_PAPER_COLUMNS(C, S)                                                                     \
    SHF_FINITE_SIZE_J(C, S)                                                                               \
    C(S, s_par, "", "variance of F over the draw of the nodes: part that grows as x_par^2")               \
    C(S, s_0, "", "variance of F over the draw of the nodes: constant part")                              \
    C(S, x_c_low, "", "projection from which a sample one standard deviation above average is satisfied") \
    C(S, x_c_high, "", "projection from which one a standard deviation below average is; inf if never")   \
    C(S, error_nodes, "", "misclassification probability that the constant part makes")

typedef struct shf_hinge_paper_state {
    SHF_HINGE_PAPER_COLUMNS(SHF_COLUMN_FIELD, )
} shf_hinge_paper_state;

/** The state at one time: the columns of all levels, and those that the level adds. */
typedef struct shf_hinge_level_state {
    shf_hinge_state curve;
    union {
        shf_hinge_paper_state paper;
        shf_finite_size_state finite_size;
    } further;
} shf_hinge_level_state;

/** The call of a level: a valid model, the request and the times; `state` has run.n entries, and run says how
 * many of them are filled. */
typedef struct shf_hinge_call {
    const shf_hinge_model *model;
    const shf_hinge_request *request;
    shf_hinge_run run;
    shf_hinge_level_state *state;
} shf_hinge_call;

/** A level: one row of the table in levels.c, one file. */
typedef struct shf_hinge_level {
    const shf_columns *further; /* columns of `further` that it adds; may be NULL */
    shf_status (*solve)(shf_hinge_call *call, shf_error *error);
    int is_mean_field; /* the clock is that of the mean field: it has a fixed point and satisfaction times */
} shf_hinge_level;

/** The level of a valid request. */
const shf_hinge_level *shf_hinge_level_of(const shf_hinge_request *request);

/** The functions of the levels.  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED.
 */
shf_status shf_hinge_level_mean_field(shf_hinge_call *call, shf_error *error);
shf_status shf_hinge_level_paper(shf_hinge_call *call, shf_error *error);
shf_status shf_hinge_level_finite_size(shf_hinge_call *call, shf_error *error);
shf_status shf_hinge_level_cavity(shf_hinge_call *call, shf_error *error);

/** The state of a level from that of the finite-size theory. */
void shf_hinge_level_put(const shf_hinge_params *params, const shf_finite_size_state *s,
                         shf_hinge_level_state *state);

#endif
