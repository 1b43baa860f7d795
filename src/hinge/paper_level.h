/* The paper's estimates of finite N and finite M around the mean field.  Equation numbers (F.n) are those of
 * docs/finite-size.md. */
#ifndef SHF_HINGE_PAPER_LEVEL_H
#define SHF_HINGE_PAPER_LEVEL_H

#include <shallowflow/hinge.h>

/** Columns of the level `paper`: X(member, unit, sentence). */
#define SHF_PAPER_COLUMNS(X)                                                                           \
    X(J, "", "noise of finitely many samples that I competes with, sqrt((d-1) f_U/(2N))")              \
    X(s_par, "", "variance of F over the draw of the nodes: part that grows as x_par^2")               \
    X(s_0, "", "variance of F over the draw of the nodes: constant part")                              \
    X(x_c_low, "", "projection from which a sample one standard deviation above average is satisfied") \
    X(x_c_high, "", "projection from which one a standard deviation below average is; inf if never")   \
    X(error_nodes, "", "misclassification probability that the constant part makes")

#define SHF_PAPER_MEMBER(member, unit, help) double member;
typedef struct shf_paper_state {
    SHF_PAPER_COLUMNS(SHF_PAPER_MEMBER)
} shf_paper_state;
#undef SHF_PAPER_MEMBER

/** (F.16), (F.18), (F.19) at a state of the mean field; relative accuracy as the state's. */
shf_paper_state shf_paper_at(const shf_hinge_params *params, const shf_hinge_state *mean_field);

#endif
