/* Storage of samples, and drawing them from a law. */
#include "simulation/hinge_samples.h"
#include "common/random.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

/* ---- storage ---- */

shf_status shf_hinge_samples_new(shf_hinge_samples *samples, size_t n, size_t d, int single, shf_error *error)
{
    size_t size = single ? sizeof(float) : sizeof(double), rows = n + SHF_SAMPLES_PADDING;
    *samples = (shf_hinge_samples){.n = n, .d = d, .single = single};
    if (rows > SIZE_MAX / size / d)
        return shf_no_memory(error);
    samples->x = calloc(rows * d, size); /* by far the largest */
    if (!samples->x)
        return shf_no_memory(error);
    samples->y = calloc(n, sizeof *samples->y);
    samples->flip = calloc(n, sizeof *samples->flip);
    samples->x_par = calloc(n, sizeof *samples->x_par);
    samples->norm = calloc(n, sizeof *samples->norm);
    if (samples->y && samples->flip && samples->x_par && samples->norm)
        return SHF_OK;
    shf_hinge_samples_free(samples);
    return shf_no_memory(error);
}

void shf_hinge_samples_free(shf_hinge_samples *samples)
{
    free(samples->x);
    free(samples->y);
    free(samples->flip);
    free(samples->x_par);
    free(samples->norm);
    *samples = (shf_hinge_samples){.n = 0};
}

void shf_hinge_samples_set(shf_hinge_samples *samples, size_t mu, const double *x, const double *teacher)
{
    size_t d = samples->d;
    double scale = 1.0 / sqrt((double)d), sum = 0, projection = 0;
    for (size_t k = 0; k < d; k++) {
        double stored = scale * x[k];
        if (samples->single) {
            float *row = (float *)samples->x + mu * d;
            stored = row[k] = (float)stored;
        } else {
            double *row = (double *)samples->x + mu * d;
            row[k] = stored;
        }
        sum += stored * stored;
        projection += teacher[k] * x[k];
    }
    samples->norm[mu] = sqrt(sum);
    samples->x_par[mu] = projection;
}

/* ---- laws ---- */

/* Gamma variable of shape k >= 1/2 and scale 1, number mu of a stream: G. Marsaglia and W. W. Tsang, ACM
 * Trans. Math. Softw. 26, 363 (2000).  Attempts take the places 128 mu, 128 mu + 1, ...; one is rejected with
 * probability below 0.05, so that the last place is never reached. */
static double draw_gamma(double shape, uint64_t seed, uint64_t stream, size_t mu)
{
    double boost = 1.0, e = shape < 1.0 ? shape + 1.0 : shape;
    uint64_t place = 128 * (uint64_t)mu;
    if (shape < 1.0)
        boost = pow(shf_random_uniform(seed, stream, place + 127), 1.0 / shape);
    double d = e - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d), v = 1.0;
    for (int attempt = 0; attempt < 63; attempt++) {
        double z[2];
        shf_random_normal2(seed, stream, place + 2 * (uint64_t)attempt, z);
        v = 1.0 + c * z[0];
        if (!(v > 0))
            continue;
        v = v * v * v;
        double u = shf_random_uniform(seed, stream, place + 2 * (uint64_t)attempt + 1);
        if (log(u) < 0.5 * z[0] * z[0] + d * (1.0 - v + log(v)))
            break;
    }
    return boost * d * v;
}

/* Factor that turns a normal vector of squared norm `norm2` into a sample of the law. */
static double law_factor(const shf_choice *law, size_t d, double norm2, uint64_t seed, uint64_t stream,
                         size_t mu)
{
    if (law->kind == SHF_DATA_SPHERE)
        return (law->n ? law->value[0] : sqrt((double)d)) / sqrt(norm2);
    if (law->kind == SHF_DATA_STUDENT) {
        double nu = law->value[0];
        return sqrt(nu / (2.0 * draw_gamma(0.5 * nu, seed, stream, mu)));
    }
    return 1.0;
}

void shf_hinge_teacher_of_laws(double *teacher, size_t d)
{
    memset(teacher, 0, d * sizeof *teacher);
    teacher[0] = 1.0;
}

/* One input into `x`. */
static void draw_input(const shf_choice *law, size_t d, uint64_t seed, uint64_t stream, uint64_t stream_scale,
                       size_t mu, double *x)
{
    double norm2 = 0;
    shf_random_normals(seed, stream, (uint64_t)mu * d, x, d);
    for (size_t k = 0; k < d; k++)
        norm2 += x[k] * x[k];
    double factor = law_factor(law, d, norm2, seed, stream_scale, mu);
    for (size_t k = 0; k < d; k++)
        x[k] *= factor;
}

shf_status shf_hinge_samples_draw(shf_hinge_samples *samples, const shf_choice *law, uint64_t seed,
                                  uint64_t stream, uint64_t stream_scale, int threads, shf_error *error)
{
    size_t d = samples->d;
    double *buffer = malloc(((size_t)threads + 1) * d * sizeof *buffer);
    if (!buffer)
        return shf_no_memory(error);
    double *teacher = buffer + (size_t)threads * d;
    shf_hinge_teacher_of_laws(teacher, d);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t mu = 0; mu < samples->n; mu++) {
#ifdef _OPENMP
        double *x = buffer + (size_t)omp_get_thread_num() * d;
#else
        double *x = buffer;
#endif
        draw_input(law, d, seed, stream, stream_scale, mu, x);
        shf_hinge_samples_set(samples, mu, x, teacher);
        samples->y[mu] = samples->x_par[mu] < 0 ? -1 : 1;
    }
    free(buffer);
    return SHF_OK;
}

void shf_hinge_samples_flip(shf_hinge_samples *samples, double delta, uint64_t seed)
{
    for (size_t mu = 0; mu < samples->n; mu++) {
        samples->flip[mu] = shf_random_uniform(seed, SHF_STREAM_FLIP, mu) < delta;
        if (samples->flip[mu])
            samples->y[mu] = (signed char)-samples->y[mu];
    }
}
