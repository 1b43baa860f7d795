/* Training and test sets of one run out of a data file. */
#include "common/random.h"
#include "common/report.h"
#include "simulation/data_source.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first `taken` places of a random permutation of n numbers. */
static size_t *permutation(size_t n, size_t taken, uint64_t seed)
{
    size_t *order = calloc(n, sizeof *order);
    if (!order)
        return NULL;
    for (size_t k = 0; k < n; k++)
        order[k] = k;
    for (size_t k = 0; k < taken; k++) {
        size_t j = k + (size_t)(shf_random_uniform(seed, SHF_STREAM_SPLIT, k) * (double)(n - k));
        size_t swap = order[k];
        order[k] = order[j];
        order[j] = swap;
    }
    return order;
}

/* Mean and factor of every component, from the training samples order[0..n-1]. */
static void statistics(const shf_data_source *source, const size_t *order, size_t n, double *mean,
                       double *factor)
{
    size_t d = source->d;
    double total = 0;
    memset(mean, 0, d * sizeof *mean);
    memset(factor, 0, d * sizeof *factor);
    for (size_t mu = 0; mu < n; mu++)
        for (size_t k = 0; k < d; k++)
            mean[k] += source->x[order[mu] * d + k] / (double)n;
    for (size_t mu = 0; mu < n; mu++)
        for (size_t k = 0; k < d; k++) {
            double r = source->x[order[mu] * d + k] - mean[k];
            factor[k] += r * r / (double)n;
        }
    for (size_t k = 0; k < d; k++)
        total += factor[k] / (double)d;
    for (size_t k = 0; k < d; k++) {
        double variance = source->standardise == SHF_STANDARDISE_FEATURES ? factor[k] : total;
        /* a constant component has the variance of rounding */
        factor[k] = variance > 1e-24 * (mean[k] * mean[k] + total) ? 1.0 / sqrt(variance) : 0.0;
        if (source->standardise == SHF_STANDARDISE_NONE) {
            mean[k] = 0;
            factor[k] = 1;
        }
    }
}

/* Difference of the class means of the standardised training samples, of norm 1; 0 if there is none. */
static int class_means(const shf_data_source *source, const size_t *order, size_t n, const double *factor,
                       double *teacher)
{
    size_t d = source->d, positive = 0;
    double norm = 0;
    for (size_t mu = 0; mu < n; mu++)
        positive += source->y[order[mu]] > 0;
    if (positive == 0 || positive == n)
        return 0;
    memset(teacher, 0, d * sizeof *teacher);
    for (size_t mu = 0; mu < n; mu++) {
        double weight = source->y[order[mu]] > 0 ? 1.0 / (double)positive : -1.0 / (double)(n - positive);
        for (size_t k = 0; k < d; k++)
            teacher[k] += weight * factor[k] * source->x[order[mu] * d + k];
    }
    for (size_t k = 0; k < d; k++)
        norm += teacher[k] * teacher[k];
    for (size_t k = 0; k < d; k++)
        teacher[k] /= sqrt(norm);
    return norm > 0;
}

static void fill(const shf_data_source *source, const size_t *order, const double *mean, const double *factor,
                 const double *teacher, shf_hinge_samples *samples, double *x)
{
    for (size_t mu = 0; mu < samples->n; mu++) {
        const double *from = source->x + order[mu] * source->d;
        for (size_t k = 0; k < source->d; k++)
            x[k] = factor[k] * (from[k] - mean[k]);
        shf_hinge_samples_set(samples, mu, x, teacher);
        samples->y[mu] = source->y[order[mu]];
    }
}

shf_status shf_data_source_split(const shf_data_source *source, uint64_t seed, shf_hinge_samples *train,
                                 shf_hinge_samples *test, double *teacher, shf_error *error)
{
    size_t d = source->d, wanted = train->n + test->n;
    if (train->n > source->n || test->n > source->n || wanted > source->n)
        return shf_fail(error, SHF_ERR_VALUE, "N = %zu, test-size = %zu: the file has only %zu samples",
                        train->n, test->n, source->n);
    size_t *order = permutation(source->n, wanted, seed);
    double *buffer = calloc(3 * d, sizeof *buffer);
    shf_status status = order && buffer ? SHF_OK : shf_no_memory(error);
    if (status == SHF_OK) {
        double *mean = buffer, *factor = buffer + d;
        statistics(source, order, train->n, mean, factor);
        if (source->teacher)
            memcpy(teacher, source->teacher, d * sizeof *teacher);
        else if (!class_means(source, order, train->n, factor, teacher))
            status = shf_fail(
                error, SHF_ERR_VALUE,
                "N = %zu: the training samples drawn do not contain two classes with different means",
                train->n);
        if (status == SHF_OK) {
            fill(source, order, mean, factor, teacher, train, buffer + 2 * d);
            fill(source, order + train->n, mean, factor, teacher, test, buffer + 2 * d);
        }
    }
    free(order);
    free(buffer);
    return status;
}
