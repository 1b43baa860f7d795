/* Quasi-random training samples and the normal numbers of their paths. */
#include "common/gsl_guard.h"
#include "common/random.h"
#include "common/report.h"
#include "hinge/cavity_internal.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>

/* The coordinates of a Sobol sequence in the order of their influence: per channel the first innovation and
 * the slowest mode of the later ones; the initial values; the norm; the other slow modes. */
enum {
    MODES = 6,
    PER_CHANNEL = 1 + MODES,
    COORDINATES = 1 + SHF_CAVITY_INITIAL + SHF_CAVITY_CHANNELS * PER_CHANNEL
};
enum { STREAM_INNOVATIONS = 0x63617669 };
static const uint64_t fixed_seed = 1; /* the numbers beyond the Sobol coordinates are the same in all runs */

/* Place of innovation mode k of channel c, of initial value k, of the norm among the coordinates. */
static int place_of_mode(int c, int k)
{
    static const int order[SHF_CAVITY_CHANNELS] = {2, 0, 1, 3}; /* degree 1 matters most, then 2 */
    return SHF_CAVITY_CHANNELS * k + (k < 2 ? 0 : 1 + SHF_CAVITY_INITIAL) + order[c];
}

static int place_of_initial(int k)
{
    return 2 * SHF_CAVITY_CHANNELS + k;
}

enum { PLACE_OF_NORM = 2 * SHF_CAVITY_CHANNELS + SHF_CAVITY_INITIAL };

/* ---- white noise along the steps ---- */

/* Replaces the slowest cosine modes of z[first..steps-1] by the given amplitudes: an orthogonal change of
 * coordinates, after which z is as white as before. */
static void set_slow_modes(double *z, size_t first, size_t steps, const double *amplitude)
{
    size_t length = steps - first;
    for (int k = 0; k < MODES && (size_t)k < length; k++) {
        double norm = sqrt((k ? 2.0 : 1.0) / (double)length), sum = 0, w = M_PI * k / (double)length;
        for (size_t q = 0; q < length; q++)
            sum += norm * cos(w * ((double)q + 0.5)) * z[first + q];
        for (size_t q = 0; q < length; q++)
            z[first + q] += (amplitude[k] - sum) * norm * cos(w * ((double)q + 0.5));
    }
}

/* ---- one sample ---- */

static void set_sample(shf_cavity_paths *paths, size_t j, const double *coordinate, double d, size_t first,
                       double *z)
{
    paths->r[j] = d > 1 ? sqrt(gsl_cdf_chisq_Pinv(coordinate[PLACE_OF_NORM], d - 1) / (d - 1)) : 1;
    for (int k = 0; k < SHF_CAVITY_INITIAL; k++)
        paths->initial[j * SHF_CAVITY_INITIAL + (size_t)k] =
            (float)gsl_cdf_ugaussian_Pinv(coordinate[place_of_initial(k)]);
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        double amplitude[MODES];
        for (int k = 0; k < MODES; k++)
            amplitude[k] = gsl_cdf_ugaussian_Pinv(coordinate[place_of_mode(c, k + 1)]);
        uint64_t stream = STREAM_INNOVATIONS + (uint64_t)c;
        shf_random_normals(fixed_seed, stream, 2 * j * ((paths->steps + 1) / 2), z, paths->steps);
        set_slow_modes(z, first, paths->steps, amplitude);
        if (first > 0)
            z[0] = gsl_cdf_ugaussian_Pinv(coordinate[place_of_mode(c, 0)]);
        float *out = paths->innovation + ((size_t)c * paths->n + j) * paths->steps;
        for (size_t q = 0; q < paths->steps; q++)
            out[q] = (float)z[q];
    }
}

/* n samples from `begin` on that stand for the clean or the flipped share of the training set. */
typedef struct sample_share {
    size_t begin, n;
    int flipped;
    double weight;
} sample_share;

/* The law of a clean sample's projection is sampled more densely at small x, where samples stay unsatisfied:
 * its quantile is the square of a uniform number. */
static void set_projection(shf_cavity_paths *paths, const sample_share *share, size_t j)
{
    double n = (double)share->n, uniform = ((double)(j - share->begin) + 0.5) / n;
    double quantile = share->flipped ? uniform : uniform * uniform;
    paths->x[j] = gsl_cdf_ugaussian_Pinv(0.5 + 0.5 * quantile);
    paths->sign[j] = share->flipped ? -1 : 1;
    paths->path_weight[j] = share->weight / n;
    paths->weight[j] = paths->path_weight[j] * (share->flipped ? 1 : 2 * uniform);
}

static shf_status set_samples(shf_cavity_paths *paths, sample_share share, double d, size_t first,
                              shf_error *error)
{
    gsl_qrng *sobol = gsl_qrng_alloc(gsl_qrng_sobol, COORDINATES);
    double *z = malloc(paths->steps * sizeof *z), coordinate[COORDINATES], half = 0.5;
    for (size_t cells = 1; cells <= share.n; cells *= 2)
        half *= 0.5; /* points 1..n of the sequence are multiples of 2 half < 1 */
    if (sobol && z)
        for (size_t j = share.begin; j < share.begin + share.n; j++) {
            (void)gsl_qrng_get(sobol, coordinate);
            for (int k = 0; k < COORDINATES; k++)
                coordinate[k] += half;
            set_projection(paths, &share, j);
            set_sample(paths, j, coordinate, d, first, z);
        }
    shf_status status = sobol && z ? SHF_OK : shf_no_memory(error);
    if (sobol)
        gsl_qrng_free(sobol);
    free(z);
    return status;
}

static void normalise(double *weight, size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++)
        sum += weight[j];
    for (size_t j = 0; j < n; j++)
        weight[j] /= sum;
}

shf_status shf_cavity_paths_make(const shf_hinge_params *params, size_t n, const shf_cavity_grid *grid,
                                 shf_cavity_paths *paths, shf_error *error)
{
    size_t steps = grid->steps, flipped = params->delta > 0 ? n / 4 : 0;
    double d = (double)params->d, delta = flipped ? params->delta : 0;
    *paths = (shf_cavity_paths){.n = n, .steps = steps};
    paths->x = shf_arena_doubles(&paths->memory, n);
    paths->sign = shf_arena_doubles(&paths->memory, n);
    paths->weight = shf_arena_doubles(&paths->memory, n);
    paths->path_weight = shf_arena_doubles(&paths->memory, n);
    paths->r = shf_arena_doubles(&paths->memory, n);
    paths->initial = shf_arena_array(&paths->memory, n * SHF_CAVITY_INITIAL, sizeof *paths->initial);
    paths->innovation =
        shf_arena_array(&paths->memory, SHF_CAVITY_CHANNELS * n * steps, sizeof *paths->innovation);
    shf_status status = shf_arena_status(&paths->memory, error);
    shf_gsl_enter();
    SHF_THEN(status, set_samples(paths, (sample_share){0, n - flipped, 0, 1 - delta}, d, grid->first, error));
    if (!status && flipped)
        status = set_samples(paths, (sample_share){n - flipped, flipped, 1, delta}, d, grid->first, error);
    shf_gsl_leave();
    if (status) {
        shf_cavity_paths_free(paths);
        return status;
    }
    normalise(paths->weight, n);
    normalise(paths->path_weight, n);
    return SHF_OK;
}

void shf_cavity_paths_free(shf_cavity_paths *paths)
{
    shf_arena_free(&paths->memory);
}
