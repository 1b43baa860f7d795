/* exp(-t^2/2) by argument reduction and Taylor polynomial, the tail as that times a polynomial for Mills'
 * ratio.  Without branches, so that compilers turn the loop into vector code. */
#include "common/normal.h"
#include "common/clones.h"
#include <stdint.h>
#include <string.h>

#define INV_SQRT_2PI 0x1.9884533d43651p-2
#define LOG2_E 0x1.71547652b82fep0
#define LN2_HIGH 0x1.62e42fefa0000p-1 /* 36 bits: its product with a whole number below 2^16 is exact */
#define LN2_LOW 0x1.cf79abc9e3b39p-40
#define ROUND_TO_WHOLE 0x1.8p52 /* adding it leaves the whole number in the low bits */

/* P(Z > t) (t + PIVOT) / exp(-t^2/2) = sum_k MILLS[k] v^k with v = (t - PIVOT)/(t + PIVOT), t >= 0.
 * Made by tools/make-mills-polynomial, error below 2e-17. */
#define PIVOT 4.5
static const double MILLS[25] = {
    0x1.86c626e278bb3p-1,   -0x1.47cfdd7a97245p-1,  0x1.c92ad93fe254cp-2,  -0x1.03379aa028fbep-2,
    0x1.c8391e19cbd06p-4,   -0x1.157951c673f9fp-5,  0x1.14cc795946abbp-8,  0x1.ca72084ad020cp-10,
    -0x1.e129dabbfd4cdp-11, 0x1.ac3c22329bf76p-18,  0x1.d5f12b2210df0p-14, -0x1.0b511ffffa463p-16,
    -0x1.ddb58129b596fp-17, 0x1.ac4a6f8d06459p-19,  0x1.1ff190703233bp-19, -0x1.0d7b281af20d5p-21,
    -0x1.9bc4ea693feebp-22, 0x1.13105ae063b23p-24,  0x1.423ab3a894f79p-24, -0x1.472ff691d00dap-28,
    -0x1.e75e10be34b36p-27, -0x1.4741ed08c6779p-32, 0x1.290d98c2da7cfp-29, 0x1.af4a107c5f509p-34,
    -0x1.998099eeaaf53p-33,
};

/* exp(e) for -707 < e <= 0: e = j ln 2 + r, |r| <= ln 2 / 2, Taylor polynomial of degree 13. */
static inline double exp_negative(double e)
{
    double shifted = e * LOG2_E + ROUND_TO_WHOLE;
    double j = shifted - ROUND_TO_WHOLE;
    double r = (e - j * LN2_HIGH) - j * LN2_LOW;
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    double q = r * r;
    double p = 1. / 479001600 + r * (1. / 6227020800);
    p = (1. / 3628800 + r * (1. / 39916800)) + q * p;
    p = (1. / 40320 + r * (1. / 362880)) + q * p;
    p = (1. / 720 + r * (1. / 5040)) + q * p;
    p = (1. / 24 + r * (1. / 120)) + q * p;
    p = (0.5 + r * (1. / 6)) + q * p;
    return ((1 + r) + q * p) * power;
}

/* The two halves of the polynomial, even and odd in v, side by side. */
static inline double mills(double t)
{
    double v = (t - PIVOT) / (t + PIVOT), w = v * v;
    double even = MILLS[24], odd = MILLS[23];
#define MILLS_PAIR(k)           \
    even = even * w + MILLS[k]; \
    odd = odd * w + MILLS[(k)-1]
    MILLS_PAIR(22);
    MILLS_PAIR(20);
    MILLS_PAIR(18);
    MILLS_PAIR(16);
    MILLS_PAIR(14);
    MILLS_PAIR(12);
    MILLS_PAIR(10);
    MILLS_PAIR(8);
    MILLS_PAIR(6);
    MILLS_PAIR(4);
    MILLS_PAIR(2);
#undef MILLS_PAIR
    even = even * w + MILLS[0];
    return (even + v * odd) / (t + PIVOT);
}

SHF_CLONES
static void normal_tail_kernel(size_t n, double scale, const double *restrict x, double *restrict tail,
                               double *restrict density)
{
    for (size_t k = 0; k < n; k++) {
        double t = scale * x[k];
        double e = exp_negative(-0.5 * (t * t));
        tail[k] = e * mills(t);
        density[k] = e * INV_SQRT_2PI;
    }
}

void shf_normal_tail(size_t n, double scale, const double *restrict x, double *restrict tail,
                     double *restrict density)
{
    size_t inside = n;
    while (inside > 0 && !(scale * x[inside - 1] < SHF_NORMAL_MAX))
        inside--;
    normal_tail_kernel(inside, scale, x, tail, density);
    for (size_t k = inside; k < n; k++)
        tail[k] = density[k] = 0;
}
