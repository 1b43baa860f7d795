/* The network that theory and simulation of the time-scales start from. */
#include "common/initial_network.h"
#include "support/test.h"

enum { M = 40, D = 30 };

/* For every kind of start the rows have length one and the overlaps that the theory is given.  What is left
 * of a row is uniform: the mean of its products over pairs of neurons is 0 with variance 1/(d-1). */
START_TEST(directions_are_unit_vectors_with_their_overlaps)
{
    static const int kinds[] = {SHF_OVERLAP_SPHERE, SHF_OVERLAP_ZERO, SHF_OVERLAP_POINTS};
    for (int k = 0; k < 3; k++) {
        shf_timescales_params p = shf_timescales_params_default();
        double s[M], u[M * D], points[] = {0.5, -1, 0}, product = 0;
        p.m = M;
        p.d = D;
        p.init_s.n = 3;
        memcpy(p.init_s.value, points, sizeof points);
        shf_initial_overlaps(&p, kinds[k], s);
        shf_initial_directions(&p, kinds[k], u);
        for (size_t i = 0; i < M; i++) {
            double square = 0;
            for (size_t j = 0; j < D; j++)
                square += u[i * D + j] * u[i * D + j];
            shf_assert_close(square, 1, SHF_ROUND(2 * D), 0);
            ck_assert(u[i * D] == s[i]);
            ck_assert(kinds[k] == SHF_OVERLAP_SPHERE
                          ? s[i] != 0 && fabs(s[i]) < 1
                          : s[i] == (kinds[k] == SHF_OVERLAP_POINTS ? points[i % 3] : 0));
            for (size_t l = 0; l < i; l++)
                for (size_t j = 1; j < D; j++)
                    product += u[i * D + j] * u[l * D + j] / (M * (M - 1) / 2.);
        }
        shf_assert_close(product, 0, 0, SHF_STAT(5, sqrt(1. / (D - 1) / (M * (M - 1) / 2.))));
    }
}
END_TEST

SHF_TEST_MAIN("common/initial_network", directions_are_unit_vectors_with_their_overlaps)
