/* Groups of alike neurons, down to groups of one: against the symmetric solver, symmetries, the energy
 * identity, and values of another program; and what the reader of the file refuses. */
#include "dmft/collocation.h"
#include "support/folder.h"
#include "support/test.h"
#include <stdio.h>

enum { NEURONS = 4 };

/* ---- helpers ---- */

static shf_table *solve(const shf_dmft_networks *params, const shf_dmft_groups *neurons, double t_max,
                        double rtol)
{
    shf_error error;
    shf_table *table;
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    grid.t_max = t_max;
    grid.points = 5;
    solver.rtol = rtol;
    shf_assert_ok(shf_dmft_groups_solve(params, neurons, &grid, &solver, NULL, NULL, &table, NULL, &error),
                  error);
    return table;
}

static double at_end(const shf_table *table, const char *name)
{
    const double *column = shf_table_column(table, name);
    ck_assert_msg(column != NULL, "no column %s", name);
    return column[shf_table_rows(table) - 1];
}

static shf_choice series(int kind, size_t n, const double *value)
{
    shf_choice choice = {.kind = kind, .n = n};
    memcpy(choice.value, value, n * sizeof *value);
    return choice;
}

/* m neurons with a_i = 1, orthogonal, without overlap. */
static shf_dmft_groups alike(size_t m, size_t k)
{
    shf_dmft_groups x = {.n = m, .k = k};
    for (size_t i = 0; i < m; i++) {
        x.size[i] = x.a[i] = 1;
        x.c[i][i] = 1;
    }
    return x;
}

/* Three neurons without any symmetry; the first component of v in direction `first`. */
static shf_dmft_groups uneven(size_t k, size_t first)
{
    static const double a[] = {1, -0.6, 0.4}, v[] = {0.3, -0.1, 0.2};
    static const double c[3][3] = {{1, 0.2, -0.1}, {0.2, 1, 0.3}, {-0.1, 0.3, 1}};
    shf_dmft_groups x = {.n = 3, .k = k};
    for (size_t i = 0; i < 3; i++) {
        x.size[i] = 1;
        x.a[i] = a[i];
        x.v[i][first] = v[i];
        memcpy(x.c[i], c[i], sizeof c[i]);
    }
    return x;
}

/* ---- the symmetric case ---- */

/* Two discretisations of the same equations at rtol 1e-8, whose estimates are below that: 1e-7. */
START_TEST(symmetric)
{
    const size_t sizes[] = {1, 2, 5};
    for (size_t i = 0; i < 3; i++) {
        shf_error error;
        shf_table *expected;
        shf_dmft_params one = shf_dmft_params_default();
        shf_grid grid = shf_dmft_grid_default();
        shf_dmft_solver solver = shf_dmft_solver_default();
        one.m = sizes[i];
        one.alpha = 0.5;
        grid.t_max = 8;
        grid.points = 5;
        solver.rtol = 1e-8;
        shf_assert_ok(shf_dmft_solve(&one, &grid, &solver, NULL, &expected, NULL, &error), error);
        shf_dmft_networks params = shf_dmft_networks_default();
        params.alpha = 0.5;
        shf_dmft_groups neurons = alike(sizes[i], 1);
        shf_table *table = solve(&params, &neurons, 8, 1e-8);
        const char *const pair[][2] = {{"a_1", "a"},           {"v_1", "v"},         {"nu_1", "nu"},
                                       {"e_train", "e_train"}, {"e_test", "e_test"}, {"int_RA", "int_RA"}};
        for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++)
            for (size_t j = 0; j < 5; j++)
                shf_assert_close(shf_table_column(table, pair[k][0])[j],
                                 shf_table_column(expected, pair[k][1])[j], 0, 1e-7);
        if (sizes[i] > 1)
            shf_assert_close(at_end(table, "C_1_2"), at_end(expected, "Co_tt"), 0, 1e-7);
        shf_table_free(expected);
        shf_table_free(table);
    }
}
END_TEST

/* ---- values of another program ---- */

/* Pure noise, tau = 1, n/d = 1.5, h = z/10 + z^2/2 at t = 10, from an Euler scheme extrapolated to step 0,
 * printed with three decimals (e_train: four): one unit of the last. */
START_TEST(published_settings)
{
    static const double h[] = {0, 0.1, 0.5}, second[] = {-1, -0.5, 1. / 3, 2. / 3};
    static const double end[] = {-1.691, -1.065, 0.785, 1.299};
    shf_dmft_networks params = shf_dmft_networks_default();
    params.h = series(SHF_DMFT_H_POLY, 3, h);
    params.target.kind = SHF_DMFT_TARGET_NONE;
    params.tau = 1;
    params.alpha = 1.5 / NEURONS;
    for (int setting = 1; setting <= 2; setting++) {
        shf_dmft_groups neurons = alike(NEURONS, 1);
        for (size_t i = 0; i < NEURONS; i++)
            neurons.a[i] = setting == 2 ? second[i] : i < 2 ? 1 : -1;
        if (setting == 1) /* w_1 = w_3, w_2 = w_4 */
            neurons.c[0][2] = neurons.c[2][0] = neurons.c[1][3] = neurons.c[3][1] = 1;
        shf_table *table = solve(&params, &neurons, 10, 1e-6);
        shf_assert_close(at_end(table, "e_train"), setting == 2 ? 0.0527 : 0.0192, 0, 1e-4);
        for (size_t i = 0; i < NEURONS; i++) {
            char name[] = {'a', '_', (char)('1' + i), 0};
            shf_assert_close(at_end(table, name), setting == 2 ? end[i] : i < 2 ? 1.467 : -1.467, 0, 1e-3);
        }
        shf_table_free(table);
    }
}
END_TEST

/* ---- symmetries ---- */

/* A target along one direction does not know about a second one, nor which axis is called the first, nor, if
 * it is linear, how the axes are turned. */
START_TEST(rotation)
{
    static const double slope = 0.9, angle = 0.5;
    const double whole[] = {0, slope}, x[] = {0, slope * cos(angle)}, y = slope * sin(angle);
    char terms[100];
    for (int linear = 0; linear < 2; linear++) {
        shf_dmft_networks params = shf_dmft_networks_default();
        if (linear)
            params.target = series(SHF_DMFT_TARGET_POLY, 2, whole);
        shf_dmft_groups neurons = uneven(1, 0), turned = uneven(2, 1);
        shf_table *expected = solve(&params, &neurons, 10, 1e-8);
        params.target = (shf_choice){.kind = SHF_DMFT_TARGET_NONE};
        (void)snprintf(terms, sizeof terms, "%.17g h1(x2) + %.17g h3(x2)", sqrt(0.9), sqrt(1. / 6));
        params.target_terms = terms;
        if (linear) { /* phat_1 = sigma_1 phi_1 */
            params.target = series(SHF_DMFT_TARGET_POLY, 2, x);
            (void)snprintf(terms, sizeof terms, "%.17g h1(x2)", y / sqrt(0.9));
            for (size_t i = 0; i < turned.n; i++) {
                turned.v[i][0] = neurons.v[i][0] * cos(angle);
                turned.v[i][1] = neurons.v[i][0] * sin(angle);
            }
        }
        shf_table *table = solve(&params, &turned, 10, 1e-8);
        const char *const same[] = {"e_train", "e_test", "a_1",   "a_2",  "a_3",
                                    "nu_1",    "nu_3",   "C_1_2", "C_2_3"};
        for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
            shf_assert_close(at_end(table, same[k]), at_end(expected, same[k]), 0, 1e-7);
        shf_assert_close(at_end(table, "v_2_1"), linear ? cos(angle) * at_end(expected, "v_2") : 0, 0, 1e-7);
        shf_assert_close(at_end(table, "v_2_2"), (linear ? sin(angle) : 1) * at_end(expected, "v_2"), 0,
                         1e-7);
        shf_table_free(expected);
        shf_table_free(table);
    }
}
END_TEST

/* Neurons in another order give the columns in another order. */
START_TEST(permutation)
{
    static const size_t to[] = {2, 0, 1};
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_dmft_groups neurons = uneven(1, 0), other = neurons;
    for (size_t i = 0; i < 3; i++) {
        other.a[to[i]] = neurons.a[i];
        other.v[to[i]][0] = neurons.v[i][0];
        for (size_t j = 0; j < 3; j++)
            other.c[to[i]][to[j]] = neurons.c[i][j];
    }
    shf_table *table = solve(&params, &neurons, 10, 1e-8), *permuted = solve(&params, &other, 10, 1e-8);
    const char *const pair[][2] = {{"a_1", "a_3"},   {"a_2", "a_1"},     {"v_3", "v_2"},
                                   {"nu_1", "nu_3"}, {"C_1_2", "C_1_3"}, {"e_test", "e_test"}};
    for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++)
        shf_assert_close(at_end(table, pair[k][0]), at_end(permuted, pair[k][1]), 0, 1e-7);
    shf_table_free(table);
    shf_table_free(permuted);
}
END_TEST

/* ---- energy ---- */

static void find_panel(shf_dmft_collocation *run, double length)
{
    shf_error error;
    double change = 1;
    shf_assert_ok(shf_dmft_collocation_predict(run, length, &error), error);
    for (size_t j = 0; j < run->unknowns; j++)
        run->scale[j] = 1;
    for (int k = 0; k < 60 && change > 1e-13; k++) {
        ck_assert(shf_dmft_collocation_image(run));
        change = shf_dmft_anderson_step(&run->anderson, run->x, run->g, run->scale);
    }
    shf_assert_below(change, 1e-13);
    shf_assert_ok(shf_dmft_collocation_accept(run, &error), error);
}

/* a'^2 + |w'|^2 of a neuron of group g at the end of a panel that begins at node `first`. */
static double speed(const shf_dmft_collocation *run, size_t first, size_t g)
{
    const shf_dmft_radau *radau = &run->panel.radau;
    const double *weight = radau->d[radau->p - 1];
    double a = 0, square = 0, row[100];
    for (size_t x = 0; x <= radau->p; x++) {
        a += weight[x] * run->a[(first + x) * run->groups + g];
        shf_dmft_overlap_row(run, first + x, g, g, 1, row);
        for (size_t y = 0; y <= radau->p; y++)
            square += weight[x] * weight[y] * row[first + y];
    }
    return (a * a + square) / (run->panel.length * run->panel.length);
}

/* d e_train/dt = -(1/(alpha m)) sum_i [a_i'^2 + |w_i'|^2], (D.44): all derivatives by the polynomials of a
 * panel of length 0.2 with 6 nodes, whose error is about (rate length)^6/6!, below 1e-6 of the values. */
static void check_energy(const shf_dmft_groups *groups)
{
    static const double h[] = {0, 0.6, 0.3, 0.1};
    shf_error error;
    shf_dmft_model model;
    shf_dmft_params params = shf_dmft_params_default();
    shf_dmft_collocation run;
    params.h = series(SHF_DMFT_H_POLY, 4, h);
    params.m = 0;
    for (size_t g = 0; g < groups->n; g++)
        params.m += (size_t)groups->size[g];
    shf_assert_ok(shf_dmft_model_make(&params, &model, &error), error);
    shf_assert_ok(shf_dmft_model_add_terms(&model, "0.5 He1(x2) - 0.3 He1(x1) He1(x2) + h2(x2)", 2, &error),
                  error);
    shf_assert_ok(shf_dmft_collocation_make(&run, &model, groups, 6, &error), error);
    for (int panel = 0; panel < 8; panel++) {
        find_panel(&run, 0.2);
        const shf_dmft_radau *radau = &run.panel.radau;
        size_t first = run.panel.n - 1 - radau->p;
        double e = 0, square = 0;
        for (size_t x = 0; x <= radau->p; x++)
            e -= 0.5 * radau->d[radau->p - 1][x] / run.panel.length *
                 shf_dmft_history_entry(&run.ca, first + x, first + x);
        for (size_t g = 0; g < groups->n; g++)
            square += groups->size[g] * speed(&run, first, g);
        shf_assert_close(e, -square / (model.params.alpha * model.m), 1e-6, 0);
    }
    shf_dmft_collocation_free(&run);
}

START_TEST(energy)
{
    shf_dmft_groups neurons = uneven(2, 0), groups;
    neurons.v[1][1] = 0.4;
    check_energy(&neurons);
    groups = neurons;
    groups.size[0] = 4;
    groups.size[2] = 30;
    groups.c[0][0] = 0.2;
    groups.c[2][2] = 0.1;
    check_energy(&groups);
}
END_TEST

/* ---- groups ---- */

/* Groups of neurons that start alike are one group, however they are divided: two discretisations of the same
 * equations, whose estimated errors are below 1e-8. */
START_TEST(divided)
{
    static const double sizes[][3] = {{10, 0, 0}, {3, 7, 0}, {1, 2, 7}};
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_table *expected = NULL;
    for (size_t k = 0; k < 3; k++) {
        shf_dmft_groups x = {.n = k + 1, .k = 1};
        for (size_t g = 0; g <= k; g++) {
            x.size[g] = sizes[k][g];
            x.a[g] = 1;
            x.v[g][0] = 0.1;
            for (size_t h = 0; h <= k; h++)
                x.c[g][h] = g == h && x.size[g] == 1 ? 1 : 0.05;
        }
        shf_table *table = solve(&params, &x, 10, 1e-9);
        if (k == 0) {
            expected = table;
            continue;
        }
        const char *const pair[][2] = {{"a_1", "a_1"},         {"v_2", "v_1"},       {"nu_2", "nu_1"},
                                       {"e_train", "e_train"}, {"e_test", "e_test"}, {"C_1_2", "C_1_1"},
                                       {"C_2_2", "C_1_1"},     {"int_RA", "int_RA"}};
        for (size_t j = 0; j < sizeof pair / sizeof pair[0]; j++)
            shf_assert_close(at_end(table, pair[j][0]), at_end(expected, pair[j][1]), 0, 1e-8);
        shf_table_free(table);
    }
    shf_table_free(expected);
}
END_TEST

/* Neurons with a_i = 1 and with a_i = -1 mirror each other where there is nothing but noise, and h even or
 * odd. */
START_TEST(mirrored)
{
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_dmft_groups x = {.n = 2, .k = 1, .size = {6, 6}, .a = {1, -1}};
    params.target.kind = SHF_DMFT_TARGET_NONE;
    shf_table *table = solve(&params, &x, 20, 1e-6);
    shf_assert_close(at_end(table, "a_1"), -at_end(table, "a_2"), 0, 1e-9);
    shf_assert_close(at_end(table, "nu_1"), at_end(table, "nu_2"), 0, 1e-9);
    shf_assert_close(at_end(table, "C_1_1"), at_end(table, "C_2_2"), 0, 1e-9);
    shf_assert_close(at_end(table, "C_1_1"), -at_end(table, "C_1_2"), 0, 1e-9);
    shf_table_free(table);
}
END_TEST

/* ---- the target ---- */

/* phat(v) of He_2(x_1) He_1(x_2) = sqrt(2) h_2 h_1 is sqrt(2) sigma_3 sqrt(3!/2!) v_1^2 v_2. */
START_TEST(target_terms)
{
    const double v[] = {0.3, -0.4, 0.2}, sigma = sqrt(1. / 6);
    shf_error error;
    shf_dmft_model model;
    shf_dmft_params params = shf_dmft_params_default();
    params.target.kind = SHF_DMFT_TARGET_NONE;
    shf_assert_ok(shf_dmft_model_make(&params, &model, &error), error);
    shf_assert_ok(shf_dmft_model_add_terms(&model, "He2(x1)*He1(x2) -2h1(x1)", 3, &error), error);
    shf_assert_close(model.phi2, 2 + 4, 1e-14, 0);
    double c = sqrt(2) * sigma * sqrt(3), linear = -2 * sqrt(0.9);
    shf_assert_close(shf_dmft_target_overlap(&model, v), c * 0.09 * -0.4 + linear * 0.3, 1e-13, 0);
    shf_assert_close(shf_dmft_target_slope(&model, v, 0), c * 2 * 0.3 * -0.4 + linear, 1e-13, 0);
    shf_assert_close(shf_dmft_target_slope(&model, v, 1), c * 0.09, 1e-13, 0);
    shf_assert_close(shf_dmft_target_slope(&model, v, 2), 0, 0, 0);
    const char *const wrong[] = {
        "",           "He1",        "He0(x1)",         "He1(x4)",  "He1(x1) He1(x1)", "2 + He1(x1)",
        "He1(x1) - ", "nan h1(x1)", "He1(x1), h1(x2)", "He201(x1)"};
    for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++)
        shf_assert_fails(shf_dmft_model_add_terms(&model, wrong[k], 3, &error), SHF_ERR_VALUE, error,
                         "must be a sum of products");
}
END_TEST

/* ---- the file ---- */

static void refuse(const char *text, shf_status status, const char *part)
{
    shf_error error;
    shf_dmft_groups neurons;
    FILE *stream = fopen("neurons", "w");
    ck_assert_ptr_nonnull(stream);
    (void)fputs(text, stream);
    (void)fclose(stream);
    shf_status got = shf_dmft_groups_read("neurons", 0, &neurons, &error);
    if (status == SHF_OK)
        shf_assert_ok(got, error);
    else
        shf_assert_fails(got, status, error, part);
}

START_TEST(files)
{
    shf_error error;
    shf_dmft_groups neurons;
    shf_enter_folder();
    refuse("# two neurons\n1, 0.1, 1, 0.2\n\n-1\t0 0.2 1 # the second\n", SHF_OK, "");
    refuse("", SHF_ERR_TEXT, "holds no numbers");
    refuse("1 0 1 0\n1 0 0\n", SHF_ERR_TEXT, "line 2 has 3 numbers, the lines before have 4");
    refuse("1 0 1 x\n", SHF_ERR_TEXT, "line 1, column 4: \"x\" is not a finite number");
    refuse("1 nan 1\n", SHF_ERR_TEXT, "line 1, column 2");
    refuse("1 0 1 0 0 0 0\n1 0 0 1 0 0 0\n", SHF_ERR_TEXT, "2 neurons need lines of 4");
    refuse("1 1.1 1\n", SHF_ERR_VALUE, "neuron 1: |v| is larger than 1");
    refuse("1 0 0.9\n", SHF_ERR_VALUE, "C_11 = 0.9: must be 1");
    refuse("1 0 1 0.5\n1 0 0.4 1\n", SHF_ERR_VALUE, "must be symmetric");
    refuse("1 0 1 1.2\n1 0 1.2 1\n", SHF_ERR_VALUE, "neuron 2");
    refuse("1 0.9 1 -0.5\n1 0.9 -0.5 1\n", SHF_ERR_VALUE, "neuron 2: its overlaps");
    refuse("1 0 1 1 0\n1 0 1 1 0.5\n1 0 0 0.5 1\n", SHF_ERR_VALUE, "neuron 3");
    shf_assert_fails(shf_dmft_groups_read("/nonexistent/neurons", 0, &neurons, &error), SHF_ERR_FILE, error,
                     "/nonexistent/neurons");
    shf_assert_fails(shf_dmft_groups_read("/dev/zero", 0, &neurons, &error), SHF_ERR_FILE, error,
                     "/dev/zero: is a device");
}
END_TEST

/* Both sides of each bound; one thing is wrong at a time, in group 2 of two. */
START_TEST(bounds)
{
    static const struct {
        double size, a, v, own, others; /* of group 2: C_22, C_12 */
        const char *part;               /* NULL: allowed */
    } cases[] = {
        {1, 0.5, 0, 1, 0, NULL},
        {1, INFINITY, 0, 1, 0, "neuron 2: a number is not finite"},
        {1, 0.5, NAN, 1, 0, "neuron 2: a number is not finite"},
        {1, 0.5, 0, NAN, 0, "neuron 2: a number is not finite"},
        {0, 0.5, 0, 0, 0, "group 2: 0 neurons: must be a whole number from 1 to 1e9"},
        {2.5, 0.5, 0, 0, 0, "group 2: 2.5 neurons: must be a whole number"},
        {1e9, 0.5, 0, 0, 0, NULL},
        {1e9 + 1, 0.5, 0, 0, 0, "group 2: 1e+09 neurons: must be"},
        {1, 0.5, 0, 1 - 5e-10, 0, NULL},
        {1, 0.5, 0, 1 - 2e-9, 0, "neuron 2: C_22 = 1: must be 1"},
        {2, 0.5, 0, 1, 0, NULL},
        {2, 0.5, 0, -1, 0, NULL},
        {2, 0.5, 0, 1.1, 0, "group 2: C_22 = 1.1, the overlap of two of its neurons: must be in [-1, 1]"},
        {3, 0.5, 0, -0.5, 0, NULL},
        {3, 0.5, 0, -0.51, 0, "neuron 2: its overlaps C and v with the target and the 1 neurons before"},
        {1, 0.5, 1, 1, 0, NULL},
        {1, 0.5, -1.01, 1, 0, "neuron 2: |v| is larger than 1"},
        {1, 0.5, 0.6, 1, 0.8, NULL},
        {1, 0.5, 0.6, 1, 0.81, "neuron 2: its overlaps"},
        {1, 0.5, 0, 1, 1, NULL},
        {1, 0.5, 0, 1, -1.01, "neuron 2: its overlaps"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_error error;
        shf_dmft_groups x = {.n = 2, .k = 1, .size = {1, cases[k].size}, .a = {1, cases[k].a}};
        x.v[1][0] = cases[k].v;
        x.c[0][0] = 1;
        x.c[1][1] = cases[k].own;
        x.c[0][1] = x.c[1][0] = cases[k].others;
        shf_status status = shf_dmft_groups_check(&x, &error);
        ck_assert_msg(status == SHF_OK || cases[k].part, "case %zu: %s", k, error.message);
        if (cases[k].part)
            shf_assert_fails(status, SHF_ERR_VALUE, error, cases[k].part);
        x.c[1][0] += 2e-9;
        if (!cases[k].part)
            shf_assert_fails(shf_dmft_groups_check(&x, &error), SHF_ERR_VALUE, error,
                             "neurons 2 and 1: C = ");
        x.k = 0;
        shf_assert_fails(shf_dmft_groups_check(&x, &error), SHF_ERR_VALUE, error,
                         "2 and 0 directions: must be 1 to 8");
    }
}
END_TEST

START_TEST(second_direction_without_overlaps)
{
    shf_error error;
    shf_table *table;
    shf_dmft_groups neurons = alike(2, 1);
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    char terms[] = "He1(x2)";
    params.target_terms = terms;
    shf_assert_fails(
        shf_dmft_groups_solve(&params, &neurons, &grid, &solver, NULL, NULL, &table, NULL, &error),
        SHF_ERR_VALUE, error, "along x1 alone");
    ck_assert_ptr_null(table);
}
END_TEST

START_TEST(memory_limit)
{
    shf_error error;
    shf_table *table;
    shf_dmft_groups neurons = alike(8, 1);
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    solver.memory = 0.1;
    shf_assert_fails(
        shf_dmft_groups_solve(&params, &neurons, &grid, &solver, NULL, NULL, &table, NULL, &error),
        SHF_ERR_MEMORY, error, "memory = 0.1 MB");
}
END_TEST

SHF_TEST_MAIN("dmft/groups", symmetric, published_settings, rotation, permutation, energy, divided, mirrored,
              target_terms, files, bounds, second_direction_without_overlaps, memory_limit)
