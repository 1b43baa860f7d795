/* Forward and backward passes. */
#include "simulation/two_layer.h"
#include "common/blas.h"
#include "simulation/activation_values.h"
#include <string.h>

void shf_two_layer_make(shf_two_layer *net, const shf_choice *activation, size_t m, size_t d,
                        shf_arena *arena)
{
    size_t rows = SHF_TWO_LAYER_ROWS;
    *net = (shf_two_layer){.activation = activation, .m = m, .d = d};
    net->share = shf_arena_doubles(arena, m);
    net->a = shf_arena_doubles(arena, m), net->w = shf_arena_matrix(arena, m, d);
    net->ga = shf_arena_doubles(arena, m), net->gw = shf_arena_matrix(arena, m, d);
    net->z = shf_arena_matrix(arena, rows, m), net->slope = shf_arena_matrix(arena, rows, m);
    net->f = shf_arena_doubles(arena, rows);
}

void shf_two_layer_forward(shf_two_layer *net, size_t n, const double *x)
{
    size_t m = net->m;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)m, (int)net->d, 1, x, (int)net->d,
                net->w, (int)net->d, 0, net->z, (int)m);
    shf_activation_values(net->activation, n * m, net->z, net->z, net->slope);
    for (size_t b = 0; b < n; b++) {
        double f = 0;
        for (size_t i = 0; i < m; i++)
            f += net->share[i] * net->a[i] * net->z[b * m + i];
        net->f[b] = f;
    }
    net->evaluations += n;
}

void shf_two_layer_backward(shf_two_layer *net, size_t n, const double *x, const double *r, int first)
{
    size_t m = net->m, d = net->d;
    if (first)
        memset(net->ga, 0, m * sizeof *net->ga);
    for (size_t b = 0; b < n; b++)
        for (size_t i = 0; i < m; i++) {
            net->ga[i] += r[b] * net->z[b * m + i];
            net->slope[b * m + i] *= r[b];
        }
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)d, (int)n, 1, net->slope, (int)m, x,
                (int)d, first ? 0 : 1, net->gw, (int)d);
}
