/* Scalar product with the size of its terms. */
#include "node/vector.h"
#include <math.h>

static double add_lanes(const double *lane)
{
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

SHF_VECTOR_CLONES
static void dot_lanes(size_t n, const double *restrict a, const double *restrict b, double *restrict lane,
                      double *restrict size)
{
    for (size_t k = 0; k < n; k += 8)
        for (size_t i = 0; i < 8; i++) {
            double term = a[k + i] * b[k + i];
            lane[i] += term;
            size[i] += fabs(term);
        }
}

double shf_node_dot(size_t n, const double *restrict a, const double *restrict b, double *size)
{
    double lane[8] = {0}, sizes[8] = {0};
    size_t whole = n - n % 8;
    dot_lanes(whole, a, b, lane, sizes);
    for (size_t k = whole; k < n; k++) {
        lane[k - whole] += a[k] * b[k];
        sizes[k - whole] += fabs(a[k] * b[k]);
    }
    *size = add_lanes(sizes);
    return add_lanes(lane);
}
