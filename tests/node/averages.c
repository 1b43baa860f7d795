/* Averages over the data of given fields: closed forms, fields with extrema near the margin, sharp fields. */
#include "node/average.h"
#include "support/test.h"

enum { N = 16 };

typedef struct setting {
    shf_node_params params;
    shf_node_law law;
    shf_node_target target;
    shf_node_mesh mesh;
    double *modes, *weights;
} setting;

static setting setup(int loss, double delta, int level)
{
    setting s = {.params = shf_node_params_default()};
    shf_error error = {0};
    s.params.loss.kind = loss;
    s.params.delta = delta;
    shf_node_target_init(&s.target, &s.params);
    shf_assert_ok(shf_node_law_init(&s.law, &s.params.data, 100, 2, &error), error);
    shf_assert_ok(shf_node_mesh_new(&s.mesh, &s.law, &s.target, level, N, &error), error);
    s.modes = malloc(4 * s.mesh.samples * sizeof *s.modes);
    ck_assert_ptr_nonnull(s.modes);
    s.weights = s.modes + 2 * s.mesh.samples;
    return s;
}

static void teardown(setting *s)
{
    shf_node_mesh_free(&s->mesh);
    free(s->modes);
}

typedef double (*function)(double x, double parameter);

static void sample(setting *s, function f, double parameter, double *field)
{
    for (size_t k = 0; k < s->mesh.samples; k++) {
        field[k] = f(s->mesh.x[k], parameter);
        field[s->mesh.samples + k] = f(-s->mesh.x[k], parameter);
    }
}

static void set_field(setting *s, function f, double parameter)
{
    double *field = malloc(2 * s->mesh.samples * sizeof *field);
    ck_assert_ptr_nonnull(field);
    sample(s, f, parameter, field);
    shf_node_mesh_modes(&s->mesh, field, s->modes);
    free(field);
}

/* E[g y q(x)] for a test function q, through the weights of the samples. */
static double pull_on(setting *s, function q)
{
    size_t n = 2 * s->mesh.samples;
    double *work = malloc(2 * n * sizeof *work), sum = 0;
    ck_assert_ptr_nonnull(work);
    shf_node_average_pull(&s->mesh, s->modes, s->weights);
    shf_node_mesh_weights(&s->mesh, s->weights, work);
    sample(s, q, 0, work + n);
    for (size_t k = 0; k < n; k++)
        sum += work[k] * work[n + k];
    free(work);
    return sum;
}

static double linear(double x, double c)
{
    return c * x;
}

static double identity(double x, double unused)
{
    (void)unused;
    return x;
}

/* Hinge, field c x: E[g y x] = sqrt(2/pi) ((1-delta)(1 - exp(-x_c^2/2)) - delta), x_c = h/c. */
START_TEST(hinge_of_linear_field)
{
    for (int level = 2; level <= 12; level += 5)
        for (double delta = 0; delta < 0.5; delta += 0.2) {
            setting s = setup(SHF_LOSS_HINGE, delta, level);
            for (double c = 1e-3; c < 1e4; c *= 3.7) {
                set_field(&s, linear, c);
                double edge = 1 / c, root = sqrt(2 / M_PI);
                double exact = root * ((1 - delta) * -expm1(-0.5 * edge * edge) - delta);
                /* rounding of about 100 points, and of the field, c times the innermost piece, at the root */
                double rel = 1e-13 + 5e-15 * c;
                shf_assert_close(pull_on(&s, identity), exact, rel, delta > 0 ? 2e-15 : 0);
                shf_node_averages a = shf_node_average_observe(&s.mesh, s.modes);
                double clean = erf(edge / sqrt(2.)) + c * root * expm1(-0.5 * edge * edge);
                shf_assert_close(a.unsatisfied, (1 - delta) * erf(edge / sqrt(2.)) + delta, rel, 0);
                shf_assert_close(a.loss, (1 - delta) * clean + delta * (1 + c * root), 2 * rel,
                                 1e-14 * c * delta);
                ck_assert(a.error == 0);
            }
            teardown(&s);
        }
}
END_TEST

/* Quadratic loss: E[(h - y c x) y x] = h E|x| - c, loss (h^2 - 2 h c E|x| + c^2)/2. */
START_TEST(quadratic_of_linear_field)
{
    setting s = setup(SHF_LOSS_QUADRATIC, 0, 3);
    set_field(&s, linear, 0.3);
    double mean = sqrt(2 / M_PI);
    shf_assert_close(pull_on(&s, identity), mean - 0.3, 1e-13, 0);
    shf_assert_close(shf_node_average_observe(&s.mesh, s.modes).loss, 0.5 * (1 - 0.6 * mean + 0.09), 1e-13,
                     0);
    teardown(&s);
}
END_TEST

/* Logistic loss of a steep field: E[x/(1 + exp(c x)); x > 0] 2 = 2 phi(0) (pi^2/12 / c^2 - 7 pi^4/240 / c^4 +
 * ..), and E l = 2 phi(0) (pi^2/12)/c - ...: the sharp feature has width 1/c. */
START_TEST(logistic_of_steep_field)
{
    setting s = setup(SHF_LOSS_LOGISTIC, 0, 3);
    for (double c = 1e2; c < 1e7; c *= 10) {
        set_field(&s, linear, c);
        double phi = 1 / sqrt(2 * M_PI), f2 = M_PI * M_PI / 12, f4 = 7 * pow(M_PI, 4) / 120;
        /* int x^3/(1+e^x) = 7 pi^4/120, int x^2 log(1+e^-x) = 7 pi^4/360; next term of order 70/c^4 */
        double pull = 2 * phi * (f2 - 0.5 * f4 / (c * c)) / (c * c);
        double loss = 2 * phi * (f2 - 0.5 * f4 / 3 / (c * c)) / c;
        double rel = 2e-13 + 5e-15 * c + 70 / pow(c, 4);
        shf_assert_close(pull_on(&s, identity), pull, rel, 0);
        shf_assert_close(shf_node_average_observe(&s.mesh, s.modes).loss, loss, rel, 0);
    }
    teardown(&s);
}
END_TEST

/* A hump 1 + e - (x - 1/2)^2 for x > 0: beyond the margin only within sqrt e of x = 1/2. */
static double hump(double x, double e)
{
    return x > 0 ? 1 + e - (x - 0.5) * (x - 0.5) : -2 - x * x;
}

static double normal_below(double x)
{
    return 0.5 * erfc(-x / sqrt(2.));
}

static double unsatisfied_by_hump(double e)
{
    double r = sqrt(fmax(e, 0));
    return 0.5 - normal_below(0.5 + r) + normal_below(0.5 - r);
}

START_TEST(narrow_extremum)
{
    setting s = setup(SHF_LOSS_HINGE, 0, 5);
    double ramp = s.target.loss.ramp;
    for (double e = 0.2; e > 1e-11; e *= 0.3) {
        set_field(&s, hump, e);
        shf_node_averages a = shf_node_average_observe(&s.mesh, s.modes);
        /* the field is known to 1e-15, its roots to 1e-15/sqrt e; beyond that the ramp takes the mean over e
         * +- ramp/2, which changes sqrt e by about ramp^2/e^(3/2)/100 */
        double slack = 1e-14 + 4e-15 / sqrt(e);
        if (e > 10 * ramp)
            shf_assert_close(a.unsatisfied, unsatisfied_by_hump(e), 0,
                             slack + 0.02 * ramp * ramp / pow(e, 1.5));
        shf_assert_below(a.unsatisfied, unsatisfied_by_hump(e - 0.5 * ramp) + slack);
        shf_assert_below(unsatisfied_by_hump(e + 0.5 * ramp), a.unsatisfied + slack);
        shf_assert_close(a.error,
                         normal_below(0.5 - sqrt(1 + e)) + 1 - normal_below(0.5 + sqrt(1 + e)) -
                             normal_below(0.5 - sqrt(1 + e)),
                         0, 1e-13);
    }
    set_field(&s, hump, -ramp);
    shf_assert_close(shf_node_average_observe(&s.mesh, s.modes).unsatisfied, 0.5, 0, 1e-14);
    teardown(&s);
}
END_TEST

/* c(x) = sin(9 x), labels +1 for x > 0: many roots of the margin and of the sign. */
static double wave(double x, double k)
{
    return 1.3 * sin(k * x);
}

START_TEST(many_roots)
{
    setting s = setup(SHF_LOSS_HINGE, 0.25, 5);
    double k = 3, r = asin(1 / 1.3) / k, period = 2 * M_PI / k, satisfied = 0, right = 0;
    set_field(&s, wave, k);
    /* y c > h: for x > 0 where sin is high; on the flipped samples where it is low */
    for (double from = 0; from < 12; from += period) {
        double high = normal_below(from + period / 2 - r) - normal_below(from + r);
        double low = normal_below(from + period - r) - normal_below(from + period / 2 + r);
        satisfied += 2 * (0.75 * high + 0.25 * low);
        right += 2 * (normal_below(from + period / 2) - normal_below(from));
    }
    shf_node_averages a = shf_node_average_observe(&s.mesh, s.modes);
    /* polynomials of degree 15 leave 1e-12 of sin(3x) on pieces of length 2.3 and less within |x| < 4.6 */
    shf_assert_close(a.unsatisfied, 1 - satisfied, 0, 1e-9);
    shf_assert_close(a.error, 1 - right, 0, 1e-9);
    teardown(&s);
}
END_TEST

/* The response is the derivative of the pull. */
START_TEST(response_is_derivative)
{
    for (int loss = SHF_LOSS_HINGE; loss <= SHF_LOSS_QUADRATIC; loss++) {
        setting s = setup(loss, 0.1, 4);
        size_t n = 2 * s.mesh.samples;
        double *work = malloc(5 * n * sizeof *work), *d = work + n, *lo = d + n, *hi = lo + n, *out = hi + n;
        ck_assert_ptr_nonnull(work);
        shf_node_response response = {0};
        set_field(&s, linear, 0.7);
        sample(&s, hump, 0.1, work);
        shf_node_mesh_modes(&s.mesh, work, d);
        ck_assert_int_eq(shf_node_average_response(&s.mesh, s.modes, &response), SHF_OK);
        shf_node_response_apply(&s.mesh, &response, d, out);
        const double step = 1e-6;
        for (size_t k = 0; k < n; k++)
            work[k] = s.modes[k] - step * d[k];
        shf_node_average_pull(&s.mesh, work, lo);
        for (size_t k = 0; k < n; k++)
            work[k] = s.modes[k] + step * d[k];
        shf_node_average_pull(&s.mesh, work, hi);
        for (size_t k = 0; k < n; k++) /* step^2 times third derivatives of order 1e4, rounding 1e-15/step */
            shf_assert_close(out[k], (hi[k] - lo[k]) / (2 * step), 1e-7, 1e-8);
        shf_node_response_free(&response);
        free(work);
        teardown(&s);
    }
}
END_TEST

/* Labels change at -1 and 2, with flips of their own: at F = 0 the loss is h and half of the signs are wrong.
 */
START_TEST(zero_field)
{
    setting s = setup(SHF_LOSS_HINGE, 0, 3);
    set_field(&s, linear, 0);
    shf_node_averages a = shf_node_average_observe(&s.mesh, s.modes);
    shf_assert_close(a.loss, 1, 1e-14, 0);
    shf_assert_close(a.unsatisfied, 1, 1e-14, 0);
    shf_assert_close(a.error, 0.5, 1e-14, 0);
    teardown(&s);
}
END_TEST

/* Pull and curvature of every loss are the derivatives of its value: differences of fourth order, of error
 * h^4 times a fifth derivative below 1; the row says where they jump, and how the loss grows. */
START_TEST(rows_of_losses)
{
    const double step = 1e-3;
    for (int kind = SHF_LOSS_HINGE; kind <= SHF_LOSS_QUADRATIC; kind++) {
        shf_loss loss = shf_loss_make(kind, 0.7);
        ck_assert_int_eq(loss.margin, kind == SHF_LOSS_HINGE || kind == SHF_LOSS_SQUARE_HINGE);
        for (double z = -3.05; z < 3; z += 0.1) {
            if (fabs(z - loss.h) < 3 * step)
                continue;
            shf_loss_terms at = shf_loss_at(&loss, z), near[4];
            for (int i = 0; i < 4; i++)
                near[i] = shf_loss_at(&loss, z + (i < 2 ? i - 2 : i - 1) * step);
            double slope =
                (8 * (near[2].value - near[1].value) - (near[3].value - near[0].value)) / (12 * step);
            shf_assert_close(at.pull, -slope, 0, 1e-11);
            slope = (8 * (near[2].pull - near[1].pull) - (near[3].pull - near[0].pull)) / (12 * step);
            shf_assert_close(at.curvature, -slope, 0, 1e-11);
            ck_assert(at.unsatisfied == (z < loss.h));
        }
        double far = shf_loss_at(&loss, -1e6).value, farther = shf_loss_at(&loss, -2e6).value;
        shf_assert_close(log2(farther / far), loss.growth, 1e-5, 0);
        double above = shf_loss_at(&loss, loss.flat).pull - shf_loss_at(&loss, 2 * loss.flat).pull;
        ck_assert(loss.flat == 0 || fabs(above) < 2e-20);
    }
}
END_TEST

SHF_TEST_MAIN("node/averages", rows_of_losses, hinge_of_linear_field, quadratic_of_linear_field,
              logistic_of_steep_field, narrow_extremum, many_roots, response_is_derivative, zero_field)
