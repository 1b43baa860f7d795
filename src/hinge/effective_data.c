/* Half-line Gaussian averages over the training data: fraction unsatisfied, pull, density at the margin,
 * error and loss.  Every difference of nearly equal terms is rewritten as a sum of positive ones
 * (docs/finite-size.md, section 2). */
#include "hinge/effective_data.h"
#include "common/constants.h"
#include <math.h>
#include <stddef.h>

/* ---- Gauss-Legendre rule of 32 points: positive nodes on [-1,1] and their weights, DLMF 3.5(v) ---- */

enum { GAUSS_PAIRS = 16 };
static const double gauss_node[GAUSS_PAIRS] = {
    0.0483076656877383162, 0.144471961582796493, 0.239287362252137075, 0.331868602282127650,
    0.421351276130635345,  0.506899908932229390, 0.587715757240762329, 0.663044266930215201,
    0.732182118740289680,  0.794483795967942407, 0.849367613732569970, 0.896321155766052124,
    0.934906075937739689,  0.964762255587506431, 0.985611511545268335, 0.997263861849481564};
static const double gauss_weight[GAUSS_PAIRS] = {
    0.0965400885147278006, 0.0956387200792748594, 0.0938443990808045656, 0.0911738786957638847,
    0.0876520930044038111, 0.0833119242269467552, 0.0781938957870703065, 0.0723457941088485062,
    0.0658222227763618468, 0.0586840934785355471, 0.0509980592623761762, 0.0428358980222266807,
    0.0342738629130214331, 0.0253920653092620595, 0.0162743947309056706, 0.00701861000947009660};

typedef double (*integrand)(double x, const double *p);

/* Integral over [a, a + width]; the integrands below are analytic well beyond the interval. */
static inline double gauss_integral(integrand f, double a, double width, const double *p)
{
    double half = 0.5 * width, mid = a + half, sum = 0;
    for (int k = 0; k < GAUSS_PAIRS; k++) {
        double s = half * gauss_node[k];
        sum += gauss_weight[k] * (f(mid - s, p) + f(mid + s, p));
    }
    return half * sum;
}

static inline double density(double x)
{
    return SHF_INV_SQRT_2PI * exp(-0.5 * x * x);
}

static inline double upper(double x)
{
    return 0.5 * erfc(x * M_SQRT1_2);
}

static double density_of(double x, const double *p)
{
    (void)p;
    return density(x);
}

/* ---- the bivariate normal probability ---- */

/* (F.2) near the apex: integrand of the difference from its value at z = 0, over s in [0,1]. */
static double apex(double s, const double *p)
{
    return 2 * density(p[0] * s) * upper(p[1] * s);
}

/* (F.2) away from it: exp(-b t - t^2/2) / (zeta^2 + (b+t)^2). */
static double flank(double t, const double *p)
{
    double x = p[1] + t;
    return exp(-t * (p[1] + 0.5 * t)) / (p[0] * p[0] + x * x);
}

double shf_hinge_wedge_probability(double f0, double sigma, double z)
{
    if (!(z > 0))
        return f0 > 0 || sigma > 0 ? SHF_INV_PI * atan2(sigma, f0) : 0;
    double w = z / sigma, R = hypot(f0, sigma);
    if (w > 39) /* exp(-w^2/2) underflows; also sigma = 0 */
        return 0;
    const double p[2] = {z / R, w * (f0 / R)}; /* zeta, b: w^2 = zeta^2 + b^2 */
    if (w < 1.5)
        return SHF_INV_PI * atan2(sigma, f0) - p[0] * gauss_integral(apex, 0, 1, p);
    /* the tail is cut where the integrand has fallen by exp(-37) */
    double cut = 74 / (p[1] + sqrt(p[1] * p[1] + 74));
    return SHF_INV_PI * p[0] * exp(-0.5 * w * w) * gauss_integral(flank, 0, cut, p);
}

/* ---- clean and flipped parts ---- */

/* The two parts of each average, before weighting with 1 - delta and delta. */
typedef struct parts {
    double f_clean, f_flipped; /* P(+-f0 X + sigma xi < z) */
    double x_clean, x_flipped; /* E[X 1(+-f0 X + sigma xi < z)] */
    double rho_clean, rho_flipped;
} parts;

/* Normal probability between b >= 0 and b + width: the difference of two tails would cancel. */
static double between(double b, double width)
{
    if (b > 39)
        return 0;
    return width > 0.5 ? upper(b) - upper(b + width) : gauss_integral(density_of, b, width, NULL);
}

/* No trained function yet: every sample has y F = 0. */
static parts parts_at_rest(double z)
{
    double unsatisfied = z > 0 ? 1 : 0;
    return (parts){unsatisfied,
                   unsatisfied,
                   2 * SHF_INV_SQRT_2PI * unsatisfied,
                   2 * SHF_INV_SQRT_2PI * unsatisfied,
                   0,
                   0};
}

static void fractions(shf_hinge_margin m, double zeta, parts *out)
{
    double wedge = shf_hinge_wedge_probability(m.f0, m.sigma, fabs(m.z));
    if (m.z >= 0) {
        out->f_clean = erf(zeta * M_SQRT1_2) + wedge;
        out->f_flipped = 1 - wedge;
    } else {
        out->f_clean = wedge;
        out->f_flipped = 2 * upper(-zeta) - wedge;
    }
}

/* E[X q]; 1 - c with c = f0/R is formed without cancellation. */
static void pulls(shf_hinge_margin m, double R, double zeta, double w, double b, parts *out)
{
    double c = m.f0 / R, one_minus_c = m.sigma / R * (m.sigma / (R + m.f0));
    double fall = exp(-0.5 * zeta * zeta), norm = 2 * SHF_INV_SQRT_2PI;
    out->x_flipped = norm * (upper(-w) + c * fall * upper(b));
    if (m.z >= 0)
        out->x_clean =
            norm * (between(b, w * one_minus_c) + upper(-b) * (one_minus_c - c * expm1(-0.5 * zeta * zeta)));
    else
        out->x_clean = norm * (upper(-w) - c * fall * upper(-b));
}

static parts parts_at(shf_hinge_margin m)
{
    double R = hypot(m.f0, m.sigma);
    if (R == 0)
        return parts_at_rest(m.z);
    parts out;
    double zeta = m.z / R;
    double w = m.z != 0 ? m.z / m.sigma : 0, b = m.f0 > 0 ? w * (m.f0 / R) : 0;
    fractions(m, zeta, &out);
    pulls(m, R, zeta, w, b, &out);
    double top = 2 * density(zeta) / R;
    out.rho_clean = top * upper(-b);
    out.rho_flipped = top * upper(b);
    return out;
}

/* Clean samples at z, flipped ones at z + lag. */
static parts parts_of_both(shf_hinge_margin m)
{
    parts p = parts_at(m);
    if (m.delta > 0 && m.lag != 0) {
        m.z += m.lag;
        parts flipped = parts_at(m);
        p.f_flipped = flipped.f_flipped;
        p.x_flipped = flipped.x_flipped;
        p.rho_flipped = flipped.rho_flipped;
    }
    return p;
}

/* E[X^2 q] of the clean samples: by parts it is f less f0 times the integral of X over the density at z. */
static double second_moment(shf_hinge_margin m, const parts *p)
{
    double R = hypot(m.f0, m.sigma);
    if (R == 0)
        return p->f_clean;
    double zeta = m.z / R, b = m.f0 > 0 && m.z != 0 ? m.z / m.sigma * (m.f0 / R) : 0;
    double mean = zeta * (m.f0 / R), width = m.sigma / R;
    return p->f_clean - 2 * density(zeta) * (m.f0 / R) * (mean * upper(-b) + width * density(b));
}

shf_hinge_effective_data shf_hinge_effective_at(shf_hinge_margin m)
{
    parts p = parts_of_both(m);
    double clean = 1 - m.delta;
    return (shf_hinge_effective_data){clean * p.f_clean + m.delta * p.f_flipped,
                                      0.5 * (clean * p.x_clean - m.delta * p.x_flipped),
                                      clean * p.rho_clean + m.delta * p.rho_flipped,
                                      p.f_clean,
                                      p.f_flipped,
                                      p.f_clean > 1e-12 ? fmin(second_moment(m, &p) / p.f_clean, 1) : 0};
}

static double far(double x, const double *p)
{
    double fall = 1 + p[0] * x * x;
    return 2 * density(x) / (fall * fall * fall);
}

double shf_hinge_effective_far(double k)
{
    return gauss_integral(far, 0, 2, &k) + gauss_integral(far, 2, 6.5, &k);
}

double shf_hinge_effective_error(shf_hinge_margin m)
{
    parts p = parts_of_both(m);
    return (1 - m.delta) * p.f_clean + m.delta * p.f_flipped;
}

double shf_hinge_effective_loss(shf_hinge_margin m)
{
    parts p = parts_of_both(m);
    double s2 = m.sigma * m.sigma, z = m.z + m.lag;
    double clean = m.z * p.f_clean - m.f0 * p.x_clean + s2 * p.rho_clean;
    double flipped = z * p.f_flipped + m.f0 * p.x_flipped + s2 * p.rho_flipped;
    return (1 - m.delta) * clean + m.delta * flipped;
}
