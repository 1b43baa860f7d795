/* One run of a scheme: the state at its nodes, and between them. */
#include "dmft/path.h"
#include "common/report.h"
#include "dmft/lagrange.h"
#include <stdlib.h>

shf_status shf_dmft_path_make_columns(shf_dmft_path *path, size_t p, size_t columns, shf_error *error)
{
    *path = (shf_dmft_path){.columns = columns, .column = calloc(columns, sizeof *path->column)};
    return path->column ? shf_dmft_radau_make(&path->radau, p, error) : shf_no_memory(error);
}

shf_status shf_dmft_path_make(shf_dmft_path *path, size_t p, shf_error *error)
{
    return shf_dmft_path_make_columns(path, p, SHF_DMFT_POINT_SIZE, error);
}

static int grow(double **array, size_t capacity)
{
    double *larger = realloc(*array, capacity * sizeof **array);
    if (larger)
        *array = larger;
    return larger != NULL;
}

shf_status shf_dmft_path_add(shf_dmft_path *path, double t, const double *value, shf_error *error)
{
    if (path->n == path->capacity) {
        size_t capacity = path->capacity ? 2 * path->capacity : 256;
        int done = grow(&path->t, capacity);
        for (size_t k = 0; k < path->columns; k++)
            done = done && grow(&path->column[k], capacity);
        if (!done)
            return shf_no_memory(error);
        path->capacity = capacity;
    }
    path->t[path->n] = t;
    for (size_t k = 0; k < path->columns; k++)
        path->column[k][path->n] = value[k];
    path->n++;
    return SHF_OK;
}

/* A panel of one node has a line only: the cubic through the nodes around it instead. */
static size_t neighbours(const shf_dmft_path *path, double t, size_t *first, double *weight)
{
    size_t points = path->n < 4 ? path->n : 4;
    *first = *first > 0 ? *first - 1 : 0;
    if (*first + points > path->n)
        *first = path->n - points;
    const double *node = path->t + *first;
    for (size_t j = 0; j < points; j++)
        weight[j] = shf_dmft_lagrange_term(points, node, j, 1, t);
    return points;
}

void shf_dmft_path_at(const shf_dmft_path *path, double t, double *value)
{
    size_t p = path->radau.p, low = 0, high = (path->n - 1) / p; /* in panels */
    double weight[SHF_DMFT_RADAU_MAX + 1];
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (path->t[middle * p] <= t)
            low = middle;
        else
            high = middle;
    }
    if (high == 0) {
        for (size_t k = 0; k < path->columns; k++)
            value[k] = path->column[k][0];
        return;
    }
    size_t first = low * p, points = p + 1;
    if (p == 1)
        points = neighbours(path, t, &first, weight);
    else
        shf_dmft_radau_interpolate(&path->radau, (t - path->t[first]) / (path->t[first + p] - path->t[first]),
                                   weight);
    for (size_t k = 0; k < path->columns; k++) {
        value[k] = 0;
        for (size_t j = 0; j < points; j++)
            value[k] += weight[j] * path->column[k][first + j];
    }
}

void shf_dmft_path_free(shf_dmft_path *path)
{
    free(path->t);
    for (size_t k = 0; path->column && k < path->columns; k++)
        free(path->column[k]);
    free(path->column);
    *path = (shf_dmft_path){.n = 0};
}
