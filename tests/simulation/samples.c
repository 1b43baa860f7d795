/* Drawing samples: laws, labels, flips, storage. */
#include "common/random.h"
#include "simulation/hinge_samples.h"
#include "support/test.h"
#include <gsl/gsl_cdf.h>

enum { N = 20000, d = 6 };

static void draw(shf_hinge_samples *s, shf_choice law, int single, int threads, uint64_t seed)
{
    shf_error error = {0};
    shf_assert_ok(shf_hinge_samples_new(s, N, d, single, &error), error);
    shf_assert_ok(
        shf_hinge_samples_draw(s, &law, seed, SHF_STREAM_TRAIN, SHF_STREAM_TRAIN_SCALE, threads, &error),
        error);
}

/* Component k of sample mu. */
static double component(const shf_hinge_samples *s, size_t mu, size_t k)
{
    double x = s->single ? (double)((const float *)s->x)[mu * d + k] : ((const double *)s->x)[mu * d + k];
    return x * sqrt((double)d);
}

/* Share of samples with component k below c, against a probability: 5 standard deviations of the count. */
static void check_share(const shf_hinge_samples *s, size_t k, double c, double p)
{
    size_t below = 0;
    for (size_t mu = 0; mu < N; mu++)
        below += component(s, mu, k) < c;
    shf_assert_close((double)below / N, p, 0, SHF_STAT(5, sqrt(p * (1 - p) / N)));
}

START_TEST(gaussian_components)
{
    shf_hinge_samples s;
    draw(&s, (shf_choice){.kind = SHF_DATA_GAUSSIAN}, 0, 1, 1);
    for (size_t k = 0; k < d; k++)
        for (double c = -2; c < 2.5; c += 0.7)
            check_share(&s, k, c, gsl_cdf_ugaussian_P(c));
    shf_hinge_samples_free(&s);
}
END_TEST

/* On the sphere of radius R, (x/R)^2 of one component follows the beta law (1/2, (d-1)/2). */
START_TEST(sphere)
{
    for (int given = 0; given < 2; given++) {
        double R = given ? 1.7 : sqrt((double)d);
        shf_hinge_samples s;
        draw(&s, (shf_choice){.kind = SHF_DATA_SPHERE, .n = (size_t)given, .value = {R}}, 0, 1, 1);
        for (size_t mu = 0; mu < N; mu++)
            shf_assert_close(s.norm[mu], R / sqrt((double)d), SHF_ROUND(20), 0);
        for (size_t k = 0; k < d; k++)
            for (double c = 0.1; c < 1; c += 0.2)
                check_share(&s, k, c * R, 0.5 + 0.5 * gsl_cdf_beta_P(c * c, 0.5, 0.5 * (d - 1)));
        shf_hinge_samples_free(&s);
    }
}
END_TEST

/* Each component of the multivariate t is a t variable; all share one scale: x.x/d follows F(d, nu). */
START_TEST(student)
{
    static const double nus[] = {1.2, 1.9, 3, 8.5, 100};
    for (size_t j = 0; j < sizeof nus / sizeof nus[0]; j++) {
        shf_hinge_samples s;
        double nu = nus[j];
        draw(&s, (shf_choice){.kind = SHF_DATA_STUDENT, .n = 1, .value = {nu}}, 0, 1, 7);
        for (size_t k = 0; k < d; k++)
            for (double c = -4; c < 4.5; c += 0.9)
                check_share(&s, k, c, gsl_cdf_tdist_P(c, nu));
        for (double q = 0.2; q < 8; q *= 1.5) {
            size_t below = 0;
            double p = gsl_cdf_fdist_P(q, d, nu);
            for (size_t mu = 0; mu < N; mu++)
                below += s.norm[mu] * s.norm[mu] < q;
            shf_assert_close((double)below / N, p, 0, SHF_STAT(5, sqrt(p * (1 - p) / N)));
        }
        shf_hinge_samples_free(&s);
    }
}
END_TEST

/* Labels are the sign of the projection, before flips; flips come with probability delta, whatever the label.
 */
START_TEST(labels_and_flips)
{
    const double delta = 0.13;
    size_t flipped[2] = {0}, total[2] = {0};
    shf_hinge_samples s;
    draw(&s, (shf_choice){.kind = SHF_DATA_GAUSSIAN}, 0, 1, 3);
    for (size_t mu = 0; mu < N; mu++) {
        shf_assert_close(s.x_par[mu], component(&s, mu, 0), SHF_ROUND(4), 0);
        ck_assert_int_eq(s.y[mu], s.x_par[mu] < 0 ? -1 : 1);
    }
    shf_hinge_samples_flip(&s, delta, 3);
    for (size_t mu = 0; mu < N; mu++) {
        int clean = s.x_par[mu] < 0 ? -1 : 1;
        total[clean > 0]++;
        flipped[clean > 0] += s.flip[mu];
        ck_assert_int_eq(s.y[mu], s.flip[mu] ? -clean : clean);
    }
    for (int k = 0; k < 2; k++)
        shf_assert_close((double)flipped[k] / (double)total[k], delta, 0,
                         SHF_STAT(5, sqrt(delta * (1 - delta) / (double)total[k])));
    shf_hinge_samples_free(&s);
}
END_TEST

/* The numbers are those of the streams, whatever the threads; single precision stores the nearest. */
START_TEST(drawn_from_streams)
{
    shf_hinge_samples one, many, single;
    shf_choice law = {.kind = SHF_DATA_GAUSSIAN};
    draw(&one, law, 0, 1, 11);
    draw(&many, law, 0, 3, 11);
    draw(&single, law, 1, 2, 11);
    ck_assert_mem_eq(one.x, many.x, (size_t)N * d * sizeof(double));
    ck_assert_mem_eq(one.x_par, many.x_par, N * sizeof(double));
    ck_assert_mem_eq(one.x_par, single.x_par, N * sizeof(double));
    for (size_t k = 0; k < 1000; k++) {
        double x = shf_random_normal(11, SHF_STREAM_TRAIN, k) / sqrt((double)d);
        shf_assert_close(((double *)one.x)[k], x, SHF_ROUND(2), 0);
        ck_assert(((float *)single.x)[k] == (float)((double *)one.x)[k]);
    }
    shf_hinge_samples_free(&one);
    shf_hinge_samples_free(&many);
    shf_hinge_samples_free(&single);
}
END_TEST

SHF_TEST_MAIN("simulation/samples", gaussian_components, sphere, student, labels_and_flips,
              drawn_from_streams)
