/* Laws of the inputs, shared by the theories and the simulation. */
#ifndef SHALLOWFLOW_DATA_H
#define SHALLOWFLOW_DATA_H

#include <shallowflow/params.h>

SHF_BEGIN_C

/** Spherically symmetric laws of the input x in R^d.
 *  gaussian: x ~ N(0, I_d).
 *  sphere:R: uniform on the sphere of radius R; without R the radius is sqrt(d).
 *  student:NU: multivariate Student t with NU degrees of freedom, x = n sqrt(NU / chi2_NU), n ~ N(0, I_d). */
enum { SHF_DATA_GAUSSIAN, SHF_DATA_SPHERE, SHF_DATA_STUDENT };
#define SHF_DATA_NAMES "gaussian|sphere[:R]|student:NU"

/** Checks the numbers of a data law: R > 0, NU > 1, and d >= 2 on the sphere.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_data_validate(const shf_choice *law, size_t d, shf_error *error);

SHF_END_C
#endif
