/* The engine in double precision. */
#include <float.h>
#include <stdint.h>
#define REAL double
#define MASK int64_t
#define MAGNITUDE_BITS INT64_MAX
#define EPSILON DBL_EPSILON
#define TINY_SQUARE 1e-150 /* squares above it neither underflow nor lose digits */
#define GEMM cblas_dgemm
#define GEMV cblas_dgemv
#define OPS shf_hinge_engine_double
#include "simulation/engine_body.h"
