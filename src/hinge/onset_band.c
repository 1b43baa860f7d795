/* How far single networks are from the onsets that the theory predicts: a band of 90 %, from the networks of
 * reference/onset_design.tsv. */
#include "hinge/model.h"
#include "hinge/onset_paper.h"
#include <shallowflow/onset.h>

enum { FEATURES = 7 };

/* Of log(networks/theory): the mean, the logarithm of the scatter, both linear in the features; the error of
 * the theory, and the factor that makes 90 %.  Made by reference/make-onset-band, in the order of
 * SHF_BAND_LIST; coverage of points that were left out 0.884, 0.893, 0.866, 0.883. */
static const struct {
    double mean[FEATURES], scatter[FEATURES], error, factor;
} fit[SHF_BAND_COUNT] = {
    {{-0.03809, -0.02754, 0.02182, -0.01925, -0.008476, -0.1074, 0.1865},
     {-1.755, 0.004298, -0.3343, 0.06385, 0.1118, 0.01553, 0.2651},
     0.1322,
     1.507},
    {{0.03718, 0.04469, -0.0002849, -0.01136, 0.03679, -0.01813, 0},
     {-2.658, -0.2508, -0.3149, 0.01395, 0.1537, -0.1832, 0},
     0.09601,
     1.431},
    {{-0.03358, 0.02118, 0.006243, 0.008609, 0.02316, -0.01224, -0.05065},
     {-2.389, -0.3802, -0.3821, 0.108, 0.0792, -0.401, 0.09125},
     0.1447,
     1.674},
    {{0.04963, 0.0236, 0.01001, -0.01383, 0.01154, 0.003552, -0.02202},
     {-2.524, -0.1229, -0.3353, 0.09118, -0.04106, 0.04528, -0.1138},
     0.0427,
     1.509},
};

static double sum(const double *a, const double *f)
{
    double total = 0;
    for (int j = 0; j < FEATURES; j++)
        total += a[j] * f[j];
    return total;
}

static int within(double x, double low, double high)
{
    return x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9);
}

void shf_onset_set_bands(const shf_hinge_params *p, shf_onset *onset)
{
    double d = (double)p->d, M = (double)p->M, ratio = (double)p->N / d, alpha = p->alpha / p->h;
    const double f[FEATURES] = {
        1, log(ratio / 30), log(d / 95), log(M / 316), log(alpha / 3), 10 * (p->delta - 0.12), p->delta == 0};
    const shf_onset_event *e = onset->event;
    const double value[SHF_BAND_COUNT] = {e[SHF_ONSET_BEST].t, e[SHF_ONSET_UNLEARN].t, e[SHF_ONSET_GAP].t,
                                          e[SHF_ONSET_BEST].state.error_test};
    for (int k = 0; k < SHF_BAND_COUNT; k++) {
        double middle = value[k] * exp(sum(fit[k].mean, f)), theory = fit[k].factor * fit[k].error;
        double both = fit[k].factor * hypot(fit[k].error, exp(sum(fit[k].scatter, f)));
        onset->band[k] = (shf_onset_band){middle * exp(-theory), middle * exp(theory), middle * exp(-both),
                                          middle * exp(both)};
    }
    onset->outside = !(within(ratio, 3, 300) && within(d, 30, 300) && within(M, 50, 2000) &&
                       within(alpha, 0.3, 30) && within(p->delta, 0, 0.3));
}
