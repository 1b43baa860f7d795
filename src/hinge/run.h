/* A computation at given times: what every level of the theory is told, and what it tells. */
#ifndef SHF_HINGE_RUN_H
#define SHF_HINGE_RUN_H

#include <shallowflow/solver.h>

typedef struct shf_hinge_run {
    const shf_solver *solver;
    const double *t; /* n increasing times */
    size_t n;
    const shf_progress *progress; /* may be NULL */
    /* results: */
    size_t done;   /* times finished, also after SHF_ERR_INTERRUPTED */
    double t_end;  /* when the theory ends, NaN if it was not met */
    shf_info info; /* what was done is added; estimated_error stays as it is where there is no estimate */
} shf_hinge_run;

#endif
