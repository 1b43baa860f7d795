/* Random streams: known answers, moments, distribution, independence of the order of the draws. */
#include "common/random.h"
#include "support/test.h"

enum { N = 400000 };

/* The three vectors "philox4x32 10" of the file kat_vectors of the Random123 distribution: counter, key,
 * answer. Counter = (index, stream), key = seed, low words first. */
START_TEST(known_answers)
{
    const struct {
        uint64_t seed, stream, index;
        uint32_t word[4];
    } cases[] = {
        {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x299f31d0a4093822,
         0x0370734413198a2e,
         0x85a308d3243f6a88,
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        uint32_t word[4];
        shf_random_words(cases[k].seed, cases[k].stream, cases[k].index, word);
        for (int j = 0; j < 4; j++)
            ck_assert_uint_eq(word[j], cases[k].word[j]);
    }
}

/* The uniform number is (52 bits + 1/2) / 2^52 of the first two words: from the known answer for zeros,
 * 0x6627e8d5e169c in units of 2^-52. */
START_TEST(uniform_from_its_words)
{
    ck_assert(shf_random_uniform(0, 0, 0) == ((double)0x6627e8d5e169c + 0.5) * 0x1p-52);
    uint32_t word[4];
    for (uint64_t k = 0; k < 1000; k++) {
        shf_random_words(3, 5, k, word);
        double z[2], u = shf_random_uniform(3, 5, k);
        double v = ((double)(((uint64_t)word[2] << 20) | (word[3] >> 12)) + 0.5) * 0x1p-52;
        ck_assert(u > 0 && u < 1);
        shf_random_normal2(3, 5, k, z);
        /* Box-Muller backwards; the radius is ill-conditioned where it vanishes, u = 1 */
        shf_assert_close(exp(-0.5 * (z[0] * z[0] + z[1] * z[1])), u, SHF_ROUND(200), SHF_ROUND(1));
        double angle = atan2(z[1], z[0]);
        shf_assert_close(angle < 0 ? angle + 2 * M_PI : angle, 2 * M_PI * v, SHF_ROUND(8), SHF_ROUND(8));
    }
}

static double *normals(uint64_t seed, uint64_t stream, size_t n)
{
    double *z = malloc(n * sizeof *z);
    ck_assert_ptr_nonnull(z);
    shf_random_normals(seed, stream, 0, z, n);
    return z;
}

/* E z^k = (k-1)!! for even k, 0 for odd k; Var z^k = (2k-1)!! - (E z^k)^2. */
START_TEST(moments)
{
    double *z = normals(20, 1, N);
    const double mean[] = {1, 0, 1, 0, 3, 0, 15}, square[] = {1, 1, 3, 15, 105, 945, 10395};
    for (int k = 1; k <= 6; k++) {
        double sum = 0;
        for (size_t j = 0; j < N; j++)
            sum += pow(z[j], k);
        double standard_error = sqrt((square[k] - mean[k] * mean[k]) / N);
        shf_assert_close(sum / N, mean[k], 0, SHF_STAT(5, standard_error));
    }
    free(z);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sqrt(n) times the Kolmogorov-Smirnov distance of u from the uniform law; u is sorted on return. */
static double kolmogorov(double *u, size_t n)
{
    qsort(u, n, sizeof *u, by_value);
    double distance = 0;
    for (size_t k = 0; k < n; k++) {
        distance = fmax(distance, fabs(u[k] - (double)k / (double)n));
        distance = fmax(distance, fabs(u[k] - (double)(k + 1) / (double)n));
    }
    return sqrt((double)n) * distance;
}

/* P(sqrt(n) D > x) -> 2 exp(-2 x^2): 2e-6 at x = 2.63; and below 0.3 with probability 1e-5 (too regular). */
START_TEST(distribution)
{
    double *u = normals(20, 2, N);
    for (size_t k = 0; k < N; k++)
        u[k] = 0.5 * erfc(-u[k] / M_SQRT2);
    double normal = kolmogorov(u, N);
    shf_assert_below(normal, 2.63);
    shf_assert_below(0.3, normal);
    for (size_t k = 0; k < N; k++)
        u[k] = shf_random_uniform(20, 3, k);
    double uniform = kolmogorov(u, N);
    shf_assert_below(uniform, 2.63);
    shf_assert_below(0.3, uniform);
    free(u);
}

static void assert_uncorrelated(const double *a, const double *b, size_t n)
{
    double plain = 0, squares = 0;
    for (size_t k = 0; k < n; k++) {
        plain += a[k] * b[k];
        squares += (a[k] * a[k] - 1) * (b[k] * b[k] - 1) / 2;
    }
    shf_assert_close(plain / (double)n, 0, 0, SHF_STAT(5, 1 / sqrt((double)n)));
    shf_assert_close(squares / (double)n, 0, 0, SHF_STAT(5, 1 / sqrt((double)n)));
}

/* Neighbours in a stream, neighbouring streams, neighbouring seeds, and (seed, stream) exchanged. */
START_TEST(independence)
{
    double *a = normals(1, 2, N), *stream = normals(1, 3, N), *seed = normals(2, 2, N),
           *exchanged = normals(2, 1, N);
    for (size_t lag = 1; lag <= 4; lag++)
        assert_uncorrelated(a, a + lag, N - lag);
    assert_uncorrelated(a, stream, N);
    assert_uncorrelated(a, seed, N);
    assert_uncorrelated(a, exchanged, N);
    assert_uncorrelated(stream, exchanged, N);
    free(a);
    free(stream);
    free(seed);
    free(exchanged);
}

/* Any piece of a stream, in any order, holds the same bits. */
START_TEST(order_does_not_matter)
{
    enum { LENGTH = 101 };
    double all[LENGTH], piece[LENGTH];
    shf_random_normals(9, 4, 0, all, LENGTH);
    for (size_t k = LENGTH; k-- > 0;)
        ck_assert(shf_random_normal(9, 4, k) == all[k]);
    for (size_t first = 0; first < 6; first++)
        for (size_t n = 0; n + first <= LENGTH; n++) {
            piece[n % LENGTH] = -99;
            shf_random_normals(9, 4, first, piece, n);
            ck_assert_int_eq(memcmp(piece, all + first, n * sizeof *piece), 0);
            if (n < LENGTH)
                ck_assert_msg(piece[n] == -99, "wrote behind %zu numbers", n);
        }
    double far[3];
    shf_random_normals(9, 4, UINT64_MAX - 2, far, 3);
    ck_assert(far[2] == shf_random_normal(9, 4, UINT64_MAX) &&
              far[1] == shf_random_normal(9, 4, UINT64_MAX - 1));
}

SHF_TEST_MAIN("common/random", known_answers, uniform_from_its_words, moments, distribution, independence,
              order_does_not_matter)
