/* Gaussian averages of the activations (N.4)-(N.6). */
#include "node/activation.h"
#include "node/normal.h"
#include <math.h>
#include <string.h>

/* ---- relu: S = mu Phi(mu/s) + s phi(mu/s), S_mu = Phi(mu/s), S_s = phi(mu/s) ---- */

/* s = 0: no smoothing is left. */
static void relu_sharp(double w, size_t n, const double *x, double *S, double *S_mu, double *S_s)
{
    for (size_t k = 0; k < n; k++) {
        S[k] = w > 0 ? w * x[k] : 0;
        S_mu[k] = w > 0 ? 1 : 0;
        S_s[k] = 0;
    }
}

static void relu(double w, double s, size_t n, const double *restrict x, double *restrict S,
                 double *restrict S_mu, double *restrict S_s)
{
    double width = fabs(s);
    if (width == 0) {
        relu_sharp(w, n, x, S, S_mu, S_s);
        return;
    }
    shf_node_normal_tail(n, fabs(w) / width, x, S_mu, S_s);
    double base = w > 0 ? 1 : 0, turn = w > 0 ? -1 : 1;
    for (size_t k = 0; k < n; k++) {
        double phi = S_s[k];
        S_mu[k] = base + turn * S_mu[k];
        S[k] = (w * x[k]) * S_mu[k] + width * phi;
        S_s[k] = s > 0 ? phi : -phi;
    }
}

/* ---- mixtures of erf: E erf((mu + s z)/(sqrt 2 t)) = erf(mu/(sqrt 2 v)), v^2 = t^2 + s^2 ---- */

static void mixture(const shf_node_activation *act, double w, double s, size_t n, const double *restrict x,
                    double *restrict S, double *restrict S_mu, double *restrict S_s, double *restrict work)
{
    memset(S, 0, n * sizeof *S);
    memset(S_mu, 0, n * sizeof *S_mu);
    memset(S_s, 0, n * sizeof *S_s);
    double *restrict tail = work, *restrict density = work + n;
    for (size_t m = 0; m < act->n; m++) {
        double v = sqrt(act->width[m] * act->width[m] + s * s);
        double c = w < 0 ? -act->weight[m] : act->weight[m];
        double c_mu = 2 * act->weight[m] / v, c_s = -c_mu * (w / v) * (s / v);
        shf_node_normal_tail(n, fabs(w) / v, x, tail, density);
        for (size_t k = 0; k < n; k++) {
            S[k] += c * (1 - 2 * tail[k]);
            S_mu[k] += c_mu * density[k];
            S_s[k] += c_s * x[k] * density[k];
        }
    }
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

static void mixture_of_tanh(shf_node_activation *act)
{
    const double lo = log(0.17), hi = log(4.4);
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

/* ---- Hermite series: E He_k(mu + s z) = H_k with H_{k+1} = mu H_k - k (1 - s^2) H_{k-1} ---- */

/* One argument; h = H_k / sqrt(k!), dH_k/dmu = k H_{k-1}, dH_k/ds = s k (k-1) H_{k-2}. */
static void hermite_point(const shf_node_activation *act, double mu, double s, double *S, double *S_mu,
                          double *S_s)
{
    double q = (1 - s) * (1 + s), older = 0, old = 0, h = 1;
    *S = *S_mu = *S_s = 0;
    for (size_t k = 0; k < act->n; k++) {
        double order = (double)k, c = act->weight[k];
        *S += c * h;
        *S_mu += c * sqrt(order) * old;
        *S_s += c * s * sqrt(order * fmax(order - 1, 0)) * older;
        double next = (mu * h - sqrt(order) * q * old) / sqrt(order + 1);
        older = old;
        old = h;
        h = next;
    }
}

static void hermite(const shf_node_activation *act, double w, double s, size_t n, const double *x, double *S,
                    double *S_mu, double *S_s)
{
    for (size_t k = 0; k < n; k++)
        hermite_point(act, w * x[k], s, &S[k], &S_mu[k], &S_s[k]);
}

/* Degree of the series and, when only even or only odd terms are there, its parity. */
static void series_shape(shf_node_activation *act)
{
    int even = 0, odd = 0;
    for (size_t k = 0; k < act->n; k++)
        if (act->weight[k] != 0) {
            act->polynomial = k;
            even |= k % 2 == 0;
            odd |= k % 2 == 1;
        }
    act->n = act->polynomial + 1;
    act->growth = (double)act->polynomial;
    act->folded = !(even && odd);
    act->parity = odd ? -1 : 1;
}

/* ---- second derivatives; all follow from S_s = s S_mumu ---- */

/* S_mumu = phi/|s|, S_mus = -(mu/s) S_mumu, S_ss = (mu/s)^2 S_mumu. */
static void relu_curvature(double w, double s, size_t n, const double *restrict x, const double *restrict S_s,
                           double *restrict S_mumu, double *restrict S_mus, double *restrict S_ss)
{
    for (size_t k = 0; k < n; k++) {
        double bend = s == 0 ? 0 : S_s[k] / s, ratio = s == 0 ? 0 : w * x[k] / s;
        S_mumu[k] = bend;
        S_mus[k] = -ratio * bend;
        S_ss[k] = ratio * ratio * bend;
    }
}

/* One term with v^2 = t^2 + s^2 and its share D of S_mu: S_mumu = -(mu/v^2) D, S_mus = s (mu^2/v^2 - 1)
 * D/v^2, S_ss = S_mumu - (s mu/v^2) S_mus + 2 s^2 mu/v^4 D. */
static void add_term_curvature(double w, double s, double v, size_t n, const double *restrict x,
                               const double *restrict density, double factor, double *restrict S_mumu,
                               double *restrict S_mus, double *restrict S_ss)
{
    double inverse = 1 / (v * v);
    for (size_t k = 0; k < n; k++) {
        double mu = w * x[k], D = factor * density[k], q = mu * inverse;
        double mixed = s * (mu * q - 1) * inverse * D;
        S_mumu[k] -= q * D;
        S_mus[k] += mixed;
        S_ss[k] += -q * D - s * q * mixed + 2 * s * s * inverse * q * D;
    }
}

static void mixture_curvature(const shf_node_activation *act, double w, double s, size_t n, const double *x,
                              const double *S_mu, double *restrict S_mumu, double *restrict S_mus,
                              double *restrict S_ss, double *restrict work)
{
    memset(S_mumu, 0, n * sizeof *S_mumu);
    memset(S_mus, 0, n * sizeof *S_mus);
    memset(S_ss, 0, n * sizeof *S_ss);
    for (size_t m = 0; m < act->n; m++) {
        double v = sqrt(act->width[m] * act->width[m] + s * s);
        if (act->n == 1) { /* the only term is S_mu itself */
            add_term_curvature(w, s, v, n, x, S_mu, 1, S_mumu, S_mus, S_ss);
            return;
        }
        shf_node_normal_tail(n, fabs(w) / v, x, work, work + n);
        add_term_curvature(w, s, v, n, x, work + n, 2 * act->weight[m] / v, S_mumu, S_mus, S_ss);
    }
}

static void hermite_point_curvature(const shf_node_activation *act, double mu, double s, double *S_mumu,
                                    double *S_mus, double *S_ss)
{
    double q = (1 - s) * (1 + s), h[5] = {1}; /* H_k, H_{k-1}, ... H_{k-4}, normalised */
    *S_mumu = *S_mus = *S_ss = 0;
    for (size_t k = 0; k < act->n; k++) {
        double order = (double)k, c = act->weight[k];
        double pairs = order * (order - 1), triples = pairs * fmax(order - 2, 0);
        *S_mumu += c * sqrt(pairs) * h[2];
        *S_mus += c * s * sqrt(triples) * h[3];
        *S_ss += c * (sqrt(pairs) * h[2] + s * s * sqrt(triples * fmax(order - 3, 0)) * h[4]);
        double next = (mu * h[0] - sqrt(order) * q * h[1]) / sqrt(order + 1);
        memmove(h + 1, h, 4 * sizeof *h);
        h[0] = next;
    }
}

/* ---- all activations ---- */

void shf_node_activation_init(shf_node_activation *act, const shf_choice *choice)
{
    *act = (shf_node_activation){.kind = choice->kind, .folded = 1, .parity = -1, .n = 1};
    switch (choice->kind) {
    case SHF_ACT_RELU:
        act->parity = 1;
        act->lean = -1;
        act->growth = 1;
        return;
    case SHF_ACT_ERF:
        act->weight[0] = act->width[0] = 1;
        return;
    case SHF_ACT_TANH:
        mixture_of_tanh(act);
        return;
    case SHF_ACT_LINEAR:
        act->n = 2;
        act->weight[1] = 1;
        break;
    case SHF_ACT_QUADRATIC: /* x^2 = h_0 + sqrt 2 h_2 */
        act->n = 3;
        act->weight[0] = 1;
        act->weight[2] = sqrt(2.);
        break;
    default:
        act->n = choice->n;
        memcpy(act->weight, choice->value, choice->n * sizeof *choice->value);
    }
    series_shape(act);
}

void shf_node_activation_average(const shf_node_activation *act, double w, double s, size_t n,
                                 const double *x, double *restrict S, double *restrict S_mu,
                                 double *restrict S_s, double *restrict work)
{
    if (act->kind == SHF_ACT_RELU)
        relu(w, s, n, x, S, S_mu, S_s);
    else if (act->kind == SHF_ACT_ERF || act->kind == SHF_ACT_TANH)
        mixture(act, w, s, n, x, S, S_mu, S_s, work);
    else
        hermite(act, w, s, n, x, S, S_mu, S_s);
}

void shf_node_activation_curvature(const shf_node_activation *act, double w, double s, size_t n,
                                   const double *x, const double *S_mu, const double *S_s,
                                   double *restrict S_mumu, double *restrict S_mus, double *restrict S_ss,
                                   double *restrict work)
{
    if (act->kind == SHF_ACT_RELU)
        relu_curvature(w, s, n, x, S_s, S_mumu, S_mus, S_ss);
    else if (act->kind == SHF_ACT_ERF || act->kind == SHF_ACT_TANH)
        mixture_curvature(act, w, s, n, x, S_mu, S_mumu, S_mus, S_ss, work);
    else
        for (size_t k = 0; k < n; k++)
            hermite_point_curvature(act, w * x[k], s, &S_mumu[k], &S_mus[k], &S_ss[k]);
}

double shf_node_activation_scale(const shf_node_activation *act, double w, double s)
{
    switch (act->kind) {
    case SHF_ACT_RELU:
        return s == 0 ? 0 : fabs(w / s);
    case SHF_ACT_ERF:
        return fabs(w) / sqrt(1 + s * s);
    case SHF_ACT_TANH: /* the nearest pole of tanh takes the place of the width */
        return fabs(w) / sqrt(0.36 + s * s);
    default:
        return 0;
    }
}
