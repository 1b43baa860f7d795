/* The table of the levels: what each adds to the columns of the mean field, and the function that computes
 * it. */
#include "hinge/levels.h"

/* What the finite-size theory has beyond the columns of the mean field. */
#define FINITE_SIZE_FURTHER(C, S) \
    SHF_FINITE_SIZE_ERRORS(C, S)  \
    SHF_FINITE_SIZE_NOISE(C, S)   \
    SHF_FINITE_SIZE_J(C, S)       \
    SHF_FINITE_SIZE_VARIANCES(C, S)

SHF_DEFINE_COLUMNS(shf_hinge_paper_state, SHF_HINGE_PAPER_COLUMNS, paper);
SHF_DEFINE_COLUMNS(shf_finite_size_state, FINITE_SIZE_FURTHER, finite_size);

static const shf_hinge_level levels[] = {
    [SHF_LEVEL_MEAN_FIELD] = {NULL, shf_hinge_level_mean_field, 1},           /* level_mean_field.c */
    [SHF_LEVEL_PAPER] = {&paper, shf_hinge_level_paper, 1},                   /* level_paper.c */
    [SHF_LEVEL_FINITE_SIZE] = {&finite_size, shf_hinge_level_finite_size, 0}, /* level_finite_size.c */
    [SHF_LEVEL_CAVITY] = {&finite_size, shf_hinge_level_cavity, 0},           /* level_cavity.c */
};

const shf_hinge_level *shf_hinge_level_of(const shf_hinge_request *request)
{
    return &levels[request->level.kind];
}
