/* Averages of relu: orthant integrals.  Two fields: the arc-cosine kernels; three: Stein's lemma; four: an
 * integral over the strength of the coupling between slopes and values (Plackett), (O.11). */
#include "online/averages.h"

/* ---- two fields ---- */

double shf_online_pair_relu(shf_online_order order, const double C[3])
{
    double root = sqrt(fmax(shf_online_determinant(C[0], C[2], C[1]), 0)), open = M_PI - atan2(root, C[1]);
    if (order == SHF_PAIR_VALUES)
        return (root + open * C[1]) / (2 * M_PI);
    if (order == SHF_PAIR_SLOPES)
        return C[0] > 0 && C[2] > 0 ? open / (2 * M_PI) : 0.25;
    return C[0] > 0 ? root / (2 * M_PI * C[0]) : 0;
}

/* ---- orthants ---- */

/* Covariance of four fields and what is left of it once one of them is zero. */
typedef struct law {
    double C[4][4];
} law;

static law without(const law *of, size_t i)
{
    law left = {{{0}}};
    double own = of->C[i][i];
    for (size_t a = 0; a < 4; a++)
        for (size_t b = 0; b < 4; b++)
            if (a != i && b != i && own > 0)
                left.C[a][b] = shf_online_difference(own, of->C[a][b], of->C[a][i], of->C[b][i]) / own;
    for (size_t a = 0; a < 4; a++)
        left.C[a][a] = fmax(left.C[a][a], 0);
    return left;
}

/* The density at 0. */
static double at_zero(const law *z, size_t i)
{
    return z->C[i][i] > 0 ? 1 / sqrt(2 * M_PI * z->C[i][i]) : 0;
}

/* P(z_a > 0, z_b > 0). */
static double both(const law *z, size_t a, size_t b)
{
    double root = sqrt(fmax(shf_online_determinant(z->C[a][a], z->C[b][b], z->C[a][b]), 0));
    return root == 0 && z->C[a][b] == 0 ? 0.25 : (M_PI - atan2(root, z->C[a][b])) / (2 * M_PI);
}

static double all_three(const law *z, size_t a, size_t b, size_t c)
{
    return 0.5 * (both(z, a, b) + both(z, b, c) + both(z, a, c)) - 0.25;
}

/* < theta_a relu_b > */
static double step_relu(const law *z, size_t a, size_t b)
{
    double lean = z->C[a][a] > 0 ? z->C[a][b] / sqrt(z->C[a][a]) : 0;
    return (sqrt(z->C[b][b]) + lean) / (2 * sqrt(2 * M_PI));
}

/* < theta_a relu_b relu_c > */
static double step_two(const law *z, size_t a, size_t b, size_t c)
{
    law no_a = without(z, a), no_b = without(z, b);
    return z->C[b][c] * all_three(z, a, b, c) + z->C[b][a] * at_zero(z, a) * step_relu(&no_a, b, c) +
           z->C[b][b] * at_zero(z, b) * step_relu(&no_b, a, c);
}

/* < theta_a theta_b relu_c > */
static double two_steps(const law *z, size_t a, size_t b, size_t c)
{
    law no_a = without(z, a), no_b = without(z, b), no_c = without(z, c);
    return z->C[c][a] * at_zero(z, a) * both(&no_a, b, c) + z->C[c][b] * at_zero(z, b) * both(&no_b, a, c) +
           z->C[c][c] * at_zero(z, c) * both(&no_c, a, b);
}

/* < theta_a theta_b relu_c^2 > */
static double two_steps_square(const law *z, size_t a, size_t b, size_t c)
{
    law no_a = without(z, a), no_b = without(z, b);
    return z->C[c][c] * all_three(z, a, b, c) + z->C[c][a] * at_zero(z, a) * step_relu(&no_a, b, c) +
           z->C[c][b] * at_zero(z, b) * step_relu(&no_b, a, c);
}

/* ---- four fields ---- */

/* d/ds of < theta_0 theta_1 relu_2 relu_3 > with the covariances between {0, 1} and {2, 3} times s. */
static double coupling(const law *z, double s)
{
    law at = *z;
    double sum = 0;
    for (size_t a = 0; a < 2; a++)
        for (size_t c = 2; c < 4; c++)
            at.C[a][c] = at.C[c][a] = s * z->C[a][c];
    for (size_t a = 0; a < 2; a++) {
        law no_a = without(&at, a);
        for (size_t c = 2; c < 4; c++)
            sum += z->C[a][c] * at_zero(&at, a) * two_steps(&no_a, 1 - a, c, 5 - c);
    }
    return sum;
}

/* Integral over the angle with s = sin of it: Gauss' rule of 10 points. */
static double panel(const law *z, double from, double to)
{
    static const double x[] = {0.14887433898163122, 0.43339539412924719, 0.67940956829902441,
                               0.86506336668898451, 0.97390652851717172};
    static const double w[] = {0.29552422471475287, 0.26926671930999636, 0.21908636251598204,
                               0.14945134915058059, 0.06667134430868814};
    double middle = 0.5 * (from + to), half = 0.5 * (to - from), sum = 0;
    for (size_t k = 0; k < 5; k++)
        for (int side = -1; side <= 1; side += 2) {
            double angle = middle + side * half * x[k];
            sum += w[k] * cos(angle) * coupling(z, sin(angle));
        }
    return half * sum;
}

static double refine(const law *z, double from, double to, double whole, double allowed, int depth)
{
    double middle = 0.5 * (from + to), left = panel(z, from, middle), right = panel(z, middle, to);
    if (depth == 0 || fabs(left + right - whole) <= allowed)
        return left + right;
    return refine(z, from, middle, left, allowed, depth - 1) +
           refine(z, middle, to, right, allowed, depth - 1);
}

static double four(const law *z)
{
    const double values[] = {z->C[2][2], z->C[2][3], z->C[3][3]};
    double allowed = 1e-13 * sqrt(z->C[2][2] * z->C[3][3]);
    double apart = both(z, 0, 1) * shf_online_pair_relu(SHF_PAIR_VALUES, values);
    return apart + refine(z, 0, M_PI_2, panel(z, 0, M_PI_2), allowed, 6);
}

/* < theta_k theta_l relu_p relu_q >; units that coincide make it an average over fewer fields. */
static double slopes_values(const law *z, const size_t unit[4])
{
    size_t k = unit[0], l = unit[1], p = unit[2], q = unit[3];
    int has_p = p == k || p == l, has_q = q == k || q == l;
    if (k == l && p == q)
        return has_p ? 0.5 * z->C[2][2] : step_two(z, 0, 2, 3);
    if (k == l)
        return has_p || has_q ? shf_online_pair_relu(SHF_PAIR_VALUES,
                                                     (const double[]){z->C[2][2], z->C[2][3], z->C[3][3]})
                              : step_two(z, 0, 2, 3);
    if (has_p && has_q)
        return p == q ? step_two(z, p == k ? 1 : 0, 2, 2)
                      : shf_online_pair_relu(SHF_PAIR_VALUES,
                                             (const double[]){z->C[2][2], z->C[2][3], z->C[3][3]});
    if (has_p)
        return step_two(z, p == k ? 1 : 0, 2, 3);
    if (has_q)
        return step_two(z, q == k ? 1 : 0, 2, 3);
    return p == q ? two_steps_square(z, 0, 1, 2) : four(z);
}

double shf_online_square_relu(const shf_online_units *u, size_t k, size_t l)
{
    double sum = 0;
    for (size_t p = 0; p < u->P; p++)
        for (size_t q = 0; q <= p; q++) {
            const size_t unit[] = {k, l, p, q};
            law z;
            for (size_t i = 0; i < 4; i++)
                for (size_t j = 0; j < 4; j++)
                    z.C[i][j] = u->C[unit[i] * u->P + unit[j]];
            sum += (p == q ? 1 : 2) * u->c[p] * u->c[q] * slopes_values(&z, unit);
        }
    return sum;
}
