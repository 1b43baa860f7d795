/* The engine in single precision. */
#include <float.h>
#include <stdint.h>
#define REAL float
#define MASK int32_t
#define MAGNITUDE_BITS INT32_MAX
#define EPSILON FLT_EPSILON
#define TINY_SQUARE 1e-15 /* squares above it neither underflow nor lose digits */
#define GEMM cblas_sgemm
#define GEMV cblas_sgemv
#define OPS shf_hinge_engine_single
#include "simulation/engine_body.h"
