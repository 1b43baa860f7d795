/* < Delta_0^2 g' g' > of mixtures of erf: the slopes tilt the Gaussian law, under which an average over two
 * fields is left, (O.10).  The sum over all pairs of fields is what the time of a right-hand side goes into.
 */
#include "common/clones.h"
#include "online/averages.h"

/* asin x for |x| <= 1, `rest` = 1 - |x|: a rational function for |x| <= 1/2, else pi/2 - 2 asin sqrt(rest/2).
 * Error below 2e-16. */
static inline double arc_sine(double x, double rest)
{
    double size = fabs(x);
    int far = size > 0.5;
    double square = far ? 0.5 * rest : x * x, root = far ? sqrt(square) : size;
    double p = square * (1.66666666666666657415e-01 +
                         square * (-3.25565818622400915405e-01 +
                                   square * (2.01212532134862925881e-01 +
                                             square * (-4.00555345006794114027e-02 +
                                                       square * (7.91534994289814532176e-04 +
                                                                 square * 3.47933107596021167570e-05)))));
    double q =
        1 + square * (-2.40339491173441421878e+00 +
                      square * (2.02094576023350569471e+00 + square * (-6.88283971605453293030e-01 +
                                                                       square * 7.70381505559019352791e-02)));
    double near = root + root * (p / q);
    return copysign(far ? M_PI_2 - 2 * near : near, x);
}

/* The tilted law: the parts a, b of each field along the fields of k and l, and, for each term of the
 * mixtures, scales and amplitudes, P numbers each. */
typedef struct tilted {
    size_t terms;
    double *a, *b, *r, *c;
} tilted;

/* A field against those before it: covariances, covariances with k and l, scale. */
typedef struct field {
    const double *cov;
    double x, y, scale;
} field;

/* sum_q c_q asin of the correlation of a field with the fields q < n, for term j of the mixtures. */
SHF_CLONES
static double online_row(size_t n, const field *of, const tilted *t, size_t offset)
{
    const double *restrict cov = of->cov, *restrict a = t->a, *restrict b = t->b, *restrict r = t->r + offset,
                           *restrict c = t->c + offset;
    double sum = 0, lane[8] = {0}, x = of->x, y = of->y, scale = of->scale;
    size_t whole = n - n % 8;
    for (size_t q = 0; q < whole; q += 8)
        for (size_t j = 0; j < 8; j++) {
            size_t i = q + j;
            double rho = (cov[i] - a[i] * x - b[i] * y) * scale * r[i];
            lane[j] += c[i] * arc_sine(rho, fmax(1 - fabs(rho), 0));
        }
    for (size_t i = whole; i < n; i++) {
        double rho = (cov[i] - a[i] * x - b[i] * y) * scale * r[i];
        sum += c[i] * arc_sine(rho, fmax(1 - fabs(rho), 0));
    }
    for (size_t j = 0; j < 8; j++)
        sum += lane[j];
    return sum;
}

/* The slopes have the widths v = width^2 of these terms; returns the determinant of the two fields. */
static double tilt(const shf_online_units *u, size_t k, size_t l, double v, double w, const tilted *t)
{
    size_t P = u->P;
    const double *Ck = u->C + k * P, *Cl = u->C + l * P;
    double A = v + Ck[k], B = w + Cl[l], c = Ck[l];
    double L = v * w + v * Cl[l] + w * Ck[k] + shf_online_determinant(Ck[k], Cl[l], c);
    for (size_t p = 0; p < P; p++) {
        const shf_online_function *g = shf_online_of(u, p);
        t->a[p] = (B * Ck[p] - c * Cl[p]) / L;
        t->b[p] = (A * Cl[p] - c * Ck[p]) / L;
        double left = fmax(u->C[p * P + p] - t->a[p] * Ck[p] - t->b[p] * Cl[p], 0);
        for (size_t j = 0; j < t->terms; j++) {
            double width = j < g->n ? g->width[j] : 1;
            t->r[j * P + p] = 1 / sqrt(width * width + left);
            t->c[j * P + p] = j < g->n ? u->c[p] * g->weight[j] : 0;
        }
    }
    return L;
}

/* sum of c c asin over all pairs of fields of the tilted law. */
static double sum_pairs(const shf_online_units *u, const double *Ck, const double *Cl, const tilted *t)
{
    size_t P = u->P;
    double sum = 0;
    for (size_t p = 0; p < P; p++) {
        const double *row = u->C + p * P;
        double left = fmax(row[p] - t->a[p] * Ck[p] - t->b[p] * Cl[p], 0);
        for (size_t i = 0; i < t->terms; i++) {
            const field of = {row, Ck[p], Cl[p], t->r[i * P + p]};
            double part = 0;
            if (t->c[i * P + p] == 0)
                continue;
            for (size_t j = 0; j < t->terms; j++) {
                double own = left * of.scale * t->r[j * P + p];
                part += 2 * online_row(p, &of, t, j * P) + t->c[j * P + p] * arc_sine(own, fmax(1 - own, 0));
            }
            sum += t->c[i * P + p] * part;
        }
    }
    return sum;
}

double shf_online_square_erf(const shf_online_units *u, size_t k, size_t l)
{
    size_t P = u->P, n = u->g->n > u->teacher->n ? u->g->n : u->teacher->n;
    const tilted t = {n, u->work, u->work + P, u->work + 2 * P, u->work + (2 + n) * P};
    double sum = 0;
    for (size_t i = 0; i < u->g->n; i++)
        for (size_t j = 0; j < u->g->n; j++) {
            double v = u->g->width[i], w = u->g->width[j];
            double L = tilt(u, k, l, v * v, w * w, &t);
            sum += u->g->weight[i] * u->g->weight[j] / sqrt(L) * sum_pairs(u, u->C + k * P, u->C + l * P, &t);
        }
    return M_2_PI * M_2_PI * sum;
}
