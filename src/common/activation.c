/* Activations as traits: Hermite coefficients (T.1) and Gaussian averages (N.4)-(N.6). */
#include "common/activation.h"
#include "common/hermite.h"
#include "common/normal.h"
#include <math.h>
#include <string.h>

/** One row an activation. */
typedef struct shf_activation_traits {
    void (*make)(shf_activation *activation, const shf_choice *choice); /* terms; NULL: it has none */
    double (*coefficients)(const shf_activation *activation, size_t modes, double *c); /* c: zero before */
    void (*average)(const shf_activation *, const shf_activation_places *, const shf_activation_averages *);
    void (*curvature)(const shf_activation *, const shf_activation_places *, const shf_activation_averages *);
    double parity, lean, growth;
    double softness; /* square of the width, or of the distance of the nearest pole; INFINITY: polynomial */
} traits;

typedef shf_activation_places places;
typedef shf_activation_averages averages;

/* ---- relu: S = mu Phi(mu/s) + s phi(mu/s), S_mu = Phi(mu/s), S_s = phi(mu/s) ---- */

/* s = 0: no smoothing is left. */
static void relu_sharp(const places *at, const averages *out)
{
    for (size_t k = 0; k < at->n; k++) {
        out->S[k] = at->w > 0 ? at->w * at->x[k] : 0;
        out->S_mu[k] = at->w > 0 ? 1 : 0;
        out->S_s[k] = 0;
    }
}

static void relu_average(const shf_activation *unused, const places *at, const averages *out)
{
    (void)unused;
    double s = at->s, width = fabs(s), w = at->w;
    size_t n = at->n;
    if (width == 0) {
        relu_sharp(at, out);
        return;
    }
    shf_normal_tail(at->n, fabs(w) / width, at->x, out->S_mu, out->S_s);
    const double *restrict x = at->x, base = w > 0 ? 1 : 0, turn = w > 0 ? -1 : 1;
    double *restrict S = out->S, *restrict S_mu = out->S_mu, *restrict S_s = out->S_s;
    for (size_t k = 0; k < n; k++) {
        double phi = S_s[k];
        S_mu[k] = base + turn * S_mu[k];
        S[k] = (w * x[k]) * S_mu[k] + width * phi;
        S_s[k] = s > 0 ? phi : -phi;
    }
}

/* S_mumu = phi/|s|, S_mus = -(mu/s) S_mumu, S_ss = (mu/s)^2 S_mumu. */
static void relu_curvature(const shf_activation *unused, const places *at, const averages *out)
{
    (void)unused;
    for (size_t k = 0; k < at->n; k++) {
        double second = at->s == 0 ? 0 : out->S_s[k] / at->s,
               ratio = at->s == 0 ? 0 : at->w * at->x[k] / at->s;
        out->S_mumu[k] = second;
        out->S_mus[k] = -ratio * second;
        out->S_ss[k] = ratio * ratio * second;
    }
}

/* 1/sqrt(2 pi), 1/2, then even k with c_{k+2} = -c_k (k-1)/sqrt((k+1)(k+2)) */
static double relu_coefficients(const shf_activation *unused, size_t modes, double *c)
{
    (void)unused;
    c[0] = 1 / sqrt(2 * M_PI);
    if (modes >= 1)
        c[1] = 0.5;
    for (size_t k = 0; k + 2 <= modes; k += 2) {
        double n = (double)k;
        c[k + 2] = -c[k] * (n - 1) / sqrt((n + 1) * (n + 2));
    }
    return 0.5;
}

/* ---- mixtures of erf: E erf((mu + s z)/(sqrt 2 t)) = erf(mu/(sqrt 2 v)), v^2 = t^2 + s^2 ---- */

static void mixture_average(const shf_activation *act, const places *at, const averages *out)
{
    double *restrict S = out->S, *restrict S_mu = out->S_mu, *restrict S_s = out->S_s;
    double *restrict tail = at->work, *restrict density = at->work + at->n;
    const double *restrict x = at->x;
    for (size_t k = 0; k < at->n; k++) {
        S[k] = act->offset;
        S_mu[k] = S_s[k] = 0;
    }
    for (size_t m = 0; m < act->n; m++) {
        double v = sqrt(act->width[m] * act->width[m] + at->s * at->s);
        double c = at->w < 0 ? -act->weight[m] : act->weight[m];
        double c_mu = 2 * act->weight[m] / v, c_s = -c_mu * (at->w / v) * (at->s / v);
        shf_normal_tail(at->n, fabs(at->w) / v, x, tail, density);
        for (size_t k = 0; k < at->n; k++) {
            S[k] += c * (1 - 2 * tail[k]);
            S_mu[k] += c_mu * density[k];
            S_s[k] += c_s * x[k] * density[k];
        }
    }
}

/* One term with v^2 = t^2 + s^2 and its share D = factor density of S_mu: S_mumu = -(mu/v^2) D, S_mus = s
 * (mu^2/v^2 - 1) D/v^2, S_ss = S_mumu - (s mu/v^2) S_mus + 2 s^2 mu/v^4 D. */
static void add_term_curvature(const places *at, double v, double factor, const double *restrict density,
                               const averages *out)
{
    double inverse = 1 / (v * v), s = at->s;
    double *restrict S_mumu = out->S_mumu, *restrict S_mus = out->S_mus, *restrict S_ss = out->S_ss;
    for (size_t k = 0; k < at->n; k++) {
        double mu = at->w * at->x[k], D = factor * density[k], q = mu * inverse;
        double mixed = s * (mu * q - 1) * inverse * D;
        S_mumu[k] -= q * D;
        S_mus[k] += mixed;
        S_ss[k] += -q * D - s * q * mixed + 2 * s * s * inverse * q * D;
    }
}

static void mixture_curvature(const shf_activation *act, const places *at, const averages *out)
{
    memset(out->S_mumu, 0, at->n * sizeof *out->S_mumu);
    memset(out->S_mus, 0, at->n * sizeof *out->S_mus);
    memset(out->S_ss, 0, at->n * sizeof *out->S_ss);
    for (size_t m = 0; m < act->n; m++) {
        double v = sqrt(act->width[m] * act->width[m] + at->s * at->s);
        if (act->n == 1) { /* the only term is S_mu itself */
            add_term_curvature(at, v, 1, out->S_mu, out);
            return;
        }
        shf_normal_tail(at->n, fabs(at->w) / v, at->x, at->work, at->work + at->n);
        add_term_curvature(at, v, 2 * act->weight[m] / v, at->work + at->n, out);
    }
}

static void erf_make(shf_activation *act, const shf_choice *unused)
{
    (void)unused;
    act->n = 1;
    act->weight[0] = act->width[0] = 1;
}

/* tanh x = E erf(x/(sqrt 2 K)) with K of Kolmogorov's law: a logistic variable is 2 K Z.  Its density decays
 * at both ends faster than any exponential of log K, so that the trapezoidal rule in log K converges
 * exponentially; 28 terms leave 1e-15. */
static double kolmogorov_density(double k)
{
    double sum = 0, square = k * k;
    if (k > 0.8) {
        for (int j = 1; j <= 9; j++)
            sum += (j % 2 ? 8 : -8) * k * (j * j * exp(-2 * j * j * square));
        return sum;
    }
    double c = M_PI * M_PI / (8 * square);
    for (int j = 1; j <= 13; j += 2)
        sum += exp(-j * j * c) * (2 * j * j * c - 1);
    return sqrt(2 * M_PI) / square * sum;
}

static void tanh_make(shf_activation *act, const shf_choice *unused)
{
    const double lo = log(0.17), hi = log(4.4);
    (void)unused;
    act->n = 28;
    double step = (hi - lo) / (double)(act->n - 1), sum = 0;
    for (size_t m = 0; m < act->n; m++) {
        act->width[m] = exp(lo + step * (double)m);
        act->weight[m] = step * act->width[m] * kolmogorov_density(act->width[m]);
        sum += act->weight[m];
    }
    for (size_t m = 0; m < act->n; m++)
        act->weight[m] /= sum;
}

/* sigmoid(x) = 1/2 + tanh(x/2)/2 */
static void sigmoid_make(shf_activation *act, const shf_choice *choice)
{
    tanh_make(act, choice);
    act->offset = 0.5;
    act->level = 1;
    for (size_t m = 0; m < act->n; m++) {
        act->weight[m] *= 0.5;
        act->width[m] *= 2;
    }
}

/* erf(x/sqrt 2): odd k with c_1 = 1/sqrt(pi), c_{k+2} = -c_k k/(2 sqrt((k+1)(k+2))) */
static double erf_coefficients(const shf_activation *unused, size_t modes, double *c)
{
    (void)unused;
    if (modes >= 1)
        c[1] = 1 / sqrt(M_PI);
    for (size_t k = 1; k + 2 <= modes; k += 2) {
        double n = (double)k;
        c[k + 2] = -c[k] * n / (2 * sqrt((n + 1) * (n + 2)));
    }
    return 1.0 / 3;
}

/* tanh and sigmoid are analytic for |Im x| < pi/2 and pi.  The trapezoidal rule of step 1/32 then errs by
 * exp(-32 pi^2) only; the sum runs over h_k(x) exp(-x^2/4), which stays of order one, out to where it ends
 * for all k <= 200.  f is odd: the half line is enough. */
static double odd_coefficients(double (*f)(double), size_t modes, double *c)
{
    const double step = 1.0 / 32;
    const size_t points = 1536; /* to x = 48 */
    double square = 0;
    for (size_t j = 1; j <= points; j++) {
        double x = step * (double)j;
        double root = exp(-0.25 * x * x), weight = 2 * step * root * f(x) / sqrt(2 * M_PI);
        square += weight * root * f(x);
        double before = 0, h = root;
        for (size_t k = 0; k <= modes; k++) {
            if (k % 2)
                c[k] += weight * h;
            double next = shf_hermite_next(k, x, h, before);
            before = h;
            h = next;
        }
    }
    return square;
}

static double tanh_coefficients(const shf_activation *unused, size_t modes, double *c)
{
    (void)unused;
    return odd_coefficients(tanh, modes, c);
}

/* sigmoid(x) - 1/2 */
static double centred_sigmoid(double x)
{
    return 0.5 * tanh(0.5 * x);
}

static double sigmoid_coefficients(const shf_activation *unused, size_t modes, double *c)
{
    (void)unused;
    double square = 0.25 + odd_coefficients(centred_sigmoid, modes, c);
    c[0] = 0.5;
    return square;
}

/* ---- Hermite series: E He_k(mu + s z) = H_k with H_{k+1} = mu H_k - k (1 - s^2) H_{k-1} ---- */

/* S of each place from h_k = H_k / sqrt(k!), dH_k/dmu = k H_{k-1}, dH_k/ds = s k (k-1) H_{k-2}. */
static void series_average(const shf_activation *act, const places *at, const averages *out)
{
    double s = at->s, q = (1 - s) * (1 + s);
    for (size_t i = 0; i < at->n; i++) {
        double mu = at->w * at->x[i], older = 0, old = 0, h = 1, S = 0, S_mu = 0, S_s = 0;
        for (size_t k = 0; k < act->n; k++) {
            double order = (double)k, c = act->weight[k];
            S += c * h;
            S_mu += c * sqrt(order) * old;
            S_s += c * s * sqrt(order * fmax(order - 1, 0)) * older;
            double next = (mu * h - sqrt(order) * q * old) / sqrt(order + 1);
            older = old;
            old = h;
            h = next;
        }
        out->S[i] = S;
        out->S_mu[i] = S_mu;
        out->S_s[i] = S_s;
    }
}

static void series_curvature(const shf_activation *act, const places *at, const averages *out)
{
    double s = at->s, q = (1 - s) * (1 + s);
    for (size_t i = 0; i < at->n; i++) {
        double mu = at->w * at->x[i], h[5] = {1}; /* H_k, H_{k-1}, ... H_{k-4}, normalised */
        double S_mumu = 0, S_mus = 0, S_ss = 0;
        for (size_t k = 0; k < act->n; k++) {
            double order = (double)k, c = act->weight[k];
            double pairs = order * (order - 1), triples = pairs * fmax(order - 2, 0);
            S_mumu += c * sqrt(pairs) * h[2];
            S_mus += c * s * sqrt(triples) * h[3];
            S_ss += c * (sqrt(pairs) * h[2] + s * s * sqrt(triples * fmax(order - 3, 0)) * h[4]);
            double next = (mu * h[0] - sqrt(order) * q * h[1]) / sqrt(order + 1);
            memmove(h + 1, h, 4 * sizeof *h);
            h[0] = next;
        }
        out->S_mumu[i] = S_mumu;
        out->S_mus[i] = S_mus;
        out->S_ss[i] = S_ss;
    }
}

/* Keeps the terms of a series up to the last that is not zero; parity when only even or only odd ones are
 * there. */
static void series_make(shf_activation *act, const shf_choice *choice)
{
    int even = 0, odd = 0;
    memcpy(act->weight, choice->value, choice->n * sizeof *choice->value);
    for (size_t k = 0; k < choice->n; k++)
        if (act->weight[k] != 0) {
            act->degree = k;
            even |= k % 2 == 0;
            odd |= k % 2 == 1;
        }
    act->polynomial = 1;
    act->n = act->degree + 1;
    act->growth = (double)act->degree;
    act->folded = !(even && odd);
    act->parity = odd ? -1 : 1;
}

static void linear_make(shf_activation *act, const shf_choice *unused)
{
    (void)unused;
    series_make(act, &(const shf_choice){.n = 2, .value = {0, 1}});
}

/* x^2 = h_0 + sqrt 2 h_2 */
static void quadratic_make(shf_activation *act, const shf_choice *unused)
{
    (void)unused;
    series_make(act, &(const shf_choice){.n = 3, .value = {1, 0, sqrt(2.)}});
}

static double series_coefficients(const shf_activation *act, size_t modes, double *c)
{
    double square = 0;
    for (size_t k = 0; k < act->n; k++) {
        if (k <= modes)
            c[k] = act->weight[k];
        square += act->weight[k] * act->weight[k];
    }
    return square;
}

/* ---- the rows ---- */

#define MIXTURE .average = mixture_average, .curvature = mixture_curvature, .parity = -1
#define SERIES                                                                                     \
    .average = series_average, .curvature = series_curvature, .coefficients = series_coefficients, \
    .softness = INFINITY

static const traits TRAITS[] = {
    [SHF_ACT_RELU] = {NULL, relu_coefficients, relu_average, relu_curvature, .parity = 1, .lean = -1,
                      .growth = 1},
    [SHF_ACT_ERF] = {MIXTURE, .make = erf_make, .coefficients = erf_coefficients, .softness = 1},
    [SHF_ACT_TANH] = {MIXTURE, .make = tanh_make, .coefficients = tanh_coefficients, .softness = 0.36},
    [SHF_ACT_SIGMOID] = {MIXTURE, .make = sigmoid_make, .coefficients = sigmoid_coefficients,
                         .softness = 1.44},
    [SHF_ACT_LINEAR] = {SERIES, .make = linear_make},
    [SHF_ACT_QUADRATIC] = {SERIES, .make = quadratic_make},
    [SHF_ACT_HERMITE] = {SERIES, .make = series_make},
};

shf_activation shf_activation_make(const shf_choice *choice)
{
    const traits *row = &TRAITS[choice->kind];
    shf_activation act = {
        .traits = row, .folded = 1, .parity = row->parity, .lean = row->lean, .growth = row->growth};
    if (row->make)
        row->make(&act, choice);
    return act;
}

void shf_activation_average(const shf_activation *act, const shf_activation_places *at,
                            const shf_activation_averages *out)
{
    act->traits->average(act, at, out);
}

void shf_activation_curvature(const shf_activation *act, const shf_activation_places *at,
                              const shf_activation_averages *out)
{
    act->traits->curvature(act, at, out);
}

double shf_activation_scale(const shf_activation *act, double w, double s)
{
    double softness = act->traits->softness, width = softness == 0 ? fabs(s) : sqrt(softness + s * s);
    return width == 0 ? 0 : fabs(w) / width;
}

double shf_activation_coefficients(const shf_choice *choice, size_t modes, double *c)
{
    shf_activation act = shf_activation_make(choice);
    memset(c, 0, (modes + 1) * sizeof *c);
    return act.traits->coefficients(&act, modes, c);
}
