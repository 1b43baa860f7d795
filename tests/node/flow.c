/* The right-hand side against the loss it descends, the Jacobian product, threads, level changes. */
#include "node/population.h"
#include "support/test.h"
#ifdef _OPENMP
#include <omp.h>
#endif

enum { NODES = 12, UNKNOWNS = 3 * NODES };

static const char *const activations[] = {
    "relu", "erf", "tanh", "sigmoid", "linear", "quadratic", "hermite:0.1,0.6,-0.4,0.2"};
static const char *const losses[] = {"hinge", "square-hinge", "logistic", "quadratic"};

static void set(shf_node_params *params, const char *name, const char *text)
{
    shf_error error = {0};
    shf_assert_ok(shf_params_set(&shf_node_params_table, params, name, text, &error), error);
}

/* Few nodes without any symmetry, stripes with flips of their own. */
static shf_node_params crooked(const char *activation, const char *loss)
{
    shf_node_params params = shf_node_params_default();
    set(&params, "activation", activation);
    set(&params, "loss", loss);
    set(&params, "labels", "stripes:-0.6,0.3,1.7");
    set(&params, "delta-stripes", "0.1,0,0.3,0.05");
    set(&params, "mean-a", "0.4");
    set(&params, "mean-w", "-0.3");
    set(&params, "correlation", "0.35");
    params.d = 7;
    params.M = 1;
    params.eta = 1;
    params.alpha = 1.7;
    params.h = 0.8;
    return params;
}

static shf_node_population population(const shf_node_params *params, size_t nodes_a, size_t nodes_w,
                                      size_t nodes_rho)
{
    shf_node_population pop;
    shf_error error = {0};
    shf_node_request request = shf_node_request_default();
    request.nodes_a = nodes_a;
    request.nodes_w = nodes_w;
    request.nodes_rho = nodes_rho;
    request.points_x = 24;
    shf_assert_ok(shf_node_population_new(&pop, params, &request, &error), error);
    return pop;
}

/* A displacement of order `size` without any symmetry. */
static void displace(size_t n, double size, double *y)
{
    for (size_t k = 0; k < n; k++)
        y[k] = size * sin(1.3 * (double)k + 0.4);
}

/* alpha^2 times the population loss. */
static double loss_at(shf_node_population *pop, const double *y)
{
    shf_node_averages averages;
    shf_error error = {0};
    shf_assert_ok(shf_node_population_observe(pop, y, &averages, &error), error);
    return averages.loss;
}

/* da_j/dt = -(eta/M) (1/p_j) dL/da_j and so on, L the printed loss: L = loss_at / alpha^2. */
static void check_gradient(shf_node_population *pop, double alpha, double size)
{
    double y[UNKNOWNS], rhs[UNKNOWNS];
    displace(UNKNOWNS, size, y);
    ck_assert_int_eq(shf_node_population_rhs(0, y, rhs, pop), 0);
    for (size_t k = 0; k < UNKNOWNS; k++) {
        const double step = 2e-4, keep = y[k];
        double at[4];
        for (int i = 0; i < 4; i++) {
            y[k] = keep + step * (i - 1.5);
            at[i] = loss_at(pop, y);
        }
        y[k] = keep;
        /* fourth order: error step^4 f^(5) 9/640; rounding 1e-15/step */
        double slope = (27 * (at[2] - at[1]) - (at[3] - at[0])) / (24 * step);
        double p = pop->initial.p[k % NODES];
        shf_assert_close(p * rhs[k], -slope / (alpha * alpha), 1e-8, 2e-10);
    }
}

START_TEST(gradient_of_the_loss)
{
    for (size_t a = 0; a < sizeof activations / sizeof *activations; a++)
        for (size_t l = 0; l < 4; l++) {
            shf_node_params params = crooked(activations[a], losses[l]);
            shf_node_population pop = population(&params, 3, 2, 2);
            ck_assert_uint_eq(pop.initial.n, NODES);
            check_gradient(&pop, params.alpha, 0.5);
            check_gradient(&pop, params.alpha, 1.5);
            shf_node_population_free(&pop);
            shf_params_clear(&shf_node_params_table, &params);
        }
}
END_TEST

/* Other data laws: the same identity. */
START_TEST(gradient_for_every_data_law)
{
    const char *const data[] = {"sphere", "sphere:1.2", "student:6"};
    for (size_t k = 0; k < 3; k++)
        for (size_t d = 2; d < 9; d += 3) {
            shf_node_params params = crooked("relu", "square-hinge");
            set(&params, "data", data[k]);
            params.d = d;
            shf_node_population pop = population(&params, 3, 2, 2);
            check_gradient(&pop, params.alpha, 0.5);
            shf_node_population_free(&pop);
            shf_params_clear(&shf_node_params_table, &params);
        }
}
END_TEST

/* Columns of the Jacobian. */
static void check_product(shf_node_population *pop)
{
    double y[UNKNOWNS], v[UNKNOWNS] = {0}, out[UNKNOWNS], at[4][UNKNOWNS];
    displace(UNKNOWNS, 0.5, y);
    for (size_t c = 0; c < UNKNOWNS; c++) {
        const double step = 1e-4, keep = y[c];
        for (int i = 0; i < 4; i++) {
            y[c] = keep + step * (i - 1.5);
            ck_assert_int_eq(shf_node_population_rhs(0, y, at[i], pop), 0);
        }
        y[c] = keep;
        v[c] = 1;
        ck_assert_int_eq(shf_node_population_product(0, y, v, out, pop), 0);
        v[c] = 0;
        for (size_t k = 0; k < UNKNOWNS; k++) {
            double slope = (27 * (at[2][k] - at[1][k]) - (at[3][k] - at[0][k])) / (24 * step);
            shf_assert_close(out[k], slope, 1e-7, 1e-9); /* as above, third derivatives of S and roots */
        }
    }
}

START_TEST(jacobian_product)
{
    for (size_t a = 0; a < sizeof activations / sizeof *activations; a++)
        for (size_t l = 0; l < 4; l++) {
            shf_node_params params = crooked(activations[a], losses[l]);
            shf_node_population pop = population(&params, 3, 2, 2);
            check_product(&pop);
            shf_node_population_free(&pop);
            shf_params_clear(&shf_node_params_table, &params);
        }
}
END_TEST

/* The field at given projections agrees with the one on the mesh, and does not care how it is summed: the
 * path formula for displacements below 1e-3 and the difference above meet smoothly. */
START_TEST(small_displacements)
{
    for (size_t a = 0; a < sizeof activations / sizeof *activations; a++) {
        shf_node_params params = crooked(activations[a], "hinge");
        shf_node_population pop = population(&params, 3, 2, 2);
        shf_error error = {0};
        const double x[4] = {-3, -0.2, 0.7, 2.5};
        double y[UNKNOWNS], per_size[4] = {0};
        for (double size = 1e-9; size < 1e-2; size *= 10) {
            double F[4];
            displace(UNKNOWNS, size, y);
            for (size_t i = 0; i < 4; i++)
                shf_assert_ok(shf_node_population_field(&pop, y, x[i], &F[i], &error), error);
            for (size_t k = 0; k < 4 && size > 1.5e-9; k++) /* linear in size, but for a relative 10 size */
                shf_assert_close(F[k] / size, per_size[k], 0, 30 * size);
            for (size_t k = 0; k < 4; k++)
                per_size[k] = F[k] / size;
        }
        shf_node_population_free(&pop);
        shf_params_clear(&shf_node_params_table, &params);
    }
}
END_TEST

/* Path and difference formulas side by side, at the displacement where one takes over from the other. */
START_TEST(formulas_meet)
{
    for (size_t a = 0; a < sizeof activations / sizeof *activations; a++) {
        shf_node_params params = crooked(activations[a], "hinge");
        shf_node_population pop = population(&params, 3, 2, 2);
        shf_error error = {0};
        double y[UNKNOWNS], below = 0, above = 0, x = 1.3;
        displace(UNKNOWNS, 1, y);
        double size = 1e-3 * sqrt(pop.initial.moments.a2 + pop.initial.moments.w2), square = 0;
        for (size_t k = 0; k < UNKNOWNS; k++)
            square += pop.initial.p[k % NODES] * y[k] * y[k];
        for (size_t k = 0; k < UNKNOWNS; k++)
            y[k] *= size / sqrt(square) * (1 - 1e-13);
        shf_assert_ok(shf_node_population_field(&pop, y, x, &below, &error), error);
        for (size_t k = 0; k < UNKNOWNS; k++)
            y[k] *= 1 + 2e-13;
        shf_assert_ok(shf_node_population_field(&pop, y, x, &above, &error), error);
        /* the difference loses 1e-16 of the terms, which are 1e3 to 1e4 times the result */
        ck_assert(below != 0);
        shf_assert_close(above, below, 1e-11, 0);
        shf_node_population_free(&pop);
        shf_params_clear(&shf_node_params_table, &params);
    }
}
END_TEST

/* More points do not change the flow by more than the interpolation error, also where some nodes have grown
 * until they switch within |x| < 0.01: the pieces follow them. */
START_TEST(mesh_is_fine_enough)
{
    for (size_t i = 0; i < 6; i++) {
        size_t a = i / 2;
        shf_node_params params = crooked(activations[a], "hinge"), sharp = params;
        double y[UNKNOWNS], coarse[UNKNOWNS], fine[UNKNOWNS];
        shf_node_population pop = population(&params, 3, 2, 2), other = population(&sharp, 3, 2, 2);
        other.points = 48;
        displace(UNKNOWNS, 1, y);
        for (size_t j = NODES; j < 2 * NODES && i % 2; j++)
            y[j] *= 400;
        ck_assert_int_eq(shf_node_population_rhs(0, y, coarse, &pop), 0);
        ck_assert_int_eq(shf_node_population_rhs(0, y, fine, &other), 0);
        for (size_t k = 0; k < UNKNOWNS; k++)
            shf_assert_close(coarse[k], fine[k], 0, 1e-13);
        other.points = 16;
        shf_node_mesh_free(&other.mesh);
        free(other.x);
        other.x = NULL;
        ck_assert_int_eq(shf_node_population_rhs(0, y, coarse, &other), 0);
        for (size_t k = 0; k < UNKNOWNS; k++)
            shf_assert_close(coarse[k], fine[k], 0, 1e-11);
        shf_node_population_free(&pop);
        shf_node_population_free(&other);
        shf_params_clear(&shf_node_params_table, &params);
    }
}
END_TEST

/* Enough nodes for a team of threads; the same bits with one, two, three and eight. */
START_TEST(same_bits_for_any_team)
{
#ifdef _OPENMP
    shf_node_params params = crooked("relu", "hinge");
    shf_node_population pop = population(&params, 40, 40, 4);
    size_t unknowns = 3 * pop.initial.n;
    double *y = malloc(5 * unknowns * sizeof *y), *v = y + unknowns, *first = v + unknowns,
           *out = first + 2 * unknowns;
    ck_assert_ptr_nonnull(y);
    displace(unknowns, 0.3, y);
    displace(unknowns, -0.2, v);
    int teams[] = {1, 2, 3, 8}, most = omp_get_max_threads();
    for (size_t k = 0; k < 4; k++) {
        omp_set_num_threads(teams[k]);
        double *to = k ? out : first;
        ck_assert_int_eq(shf_node_population_rhs(0, y, to, &pop), 0);
        ck_assert(k == 0 || memcmp(out, first, unknowns * sizeof *out) == 0);
    }
    for (size_t k = 0; k < 4; k++) {
        omp_set_num_threads(teams[k]);
        double *to = k ? out : first + unknowns;
        ck_assert_int_eq(shf_node_population_product(0, y, v, to, &pop), 0);
        ck_assert(k == 0 || memcmp(out, first + unknowns, unknowns * sizeof *out) == 0);
    }
    omp_set_num_threads(most);
    ck_assert(pop.initial.n * pop.row > 262144); /* or no team was formed */
    free(y);
    shf_node_population_free(&pop);
    shf_params_clear(&shf_node_params_table, &params);
#endif
}
END_TEST

SHF_TEST_MAIN("node/flow", gradient_of_the_loss, gradient_for_every_data_law, jacobian_product,
              small_displacements, formulas_meet, mesh_is_fine_enough, same_bits_for_any_team)
