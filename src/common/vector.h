/* Vectorised operations for the serial vectors of SUNDIALS, whose own are compiled without; used by ode.c. */
#ifndef SHF_COMMON_VECTOR_H
#define SHF_COMMON_VECTOR_H

#include <sundials/sundials_nvector.h>

/** Replaces the operations that integrators spend their time in; clones of the vector inherit them.  Sums run
 * in an order that depends on the length alone. */
void shf_vector_attach(N_Vector vector);

#endif
