/* Identities of the two-time arrays: energy, definiteness, and what breaks when a term is wrong. */
#include "dmft/collocation.h"
#include "dmft/problem.h"
#include <gsl/gsl_eigen.h>

enum { PANELS = 24 };

/* Panels of equal length, each solved to 1e-12. */
static void march(shf_dmft_collocation *run, double length)
{
    shf_error error;
    for (int k = 0; k < PANELS; k++) {
        shf_assert_ok(shf_dmft_collocation_predict(run, length, &error), error);
        for (size_t i = 0; i < run->unknowns; i++)
            run->scale[i] = 1;
        double change = 1;
        for (int step = 0; step < 60 && change > 1e-12; step++) {
            ck_assert_int_eq(shf_dmft_collocation_image(run), 1);
            change = shf_dmft_anderson_step(&run->anderson, run->x, run->g, run->scale);
        }
        shf_assert_below(change, 1e-12);
        shf_assert_ok(shf_dmft_collocation_accept(run, &error), error);
    }
}

static shf_dmft_collocation start(shf_dmft_model *model, const char *text, size_t stages)
{
    problem p = problem_read(text);
    shf_dmft_collocation run;
    shf_error error;
    shf_assert_ok(shf_dmft_model_make(&p.params, model, &error), error);
    shf_assert_ok(shf_dmft_collocation_make(&run, model, NULL, stages, &error), error);
    return run;
}

static double c_d(const shf_dmft_collocation *run, size_t i, size_t j)
{
    double row[2 * PANELS * SHF_DMFT_RADAU_MAX];
    shf_dmft_overlap_row(run, i, 0, 0, 1, row);
    return row[j];
}

/* (D.30) at the end of a panel: all derivatives from its polynomial. */
static double energy_defect(const shf_dmft_collocation *run, size_t panel)
{
    const shf_dmft_radau *radau = &run->panel.radau;
    size_t p = radau->p, first = panel * p;
    const double *d = radau->d[p - 1];
    double length = run->t[first + p] - run->t[first], slope = 0, a_dot = 0, k = 0;
    for (size_t i = 0; i <= p; i++) {
        slope -= 0.5 * d[i] * shf_dmft_history_entry(&run->ca, first + i, first + i) / length;
        a_dot += d[i] * run->a[first + i] / length;
        for (size_t j = 0; j <= p; j++)
            k += d[i] * d[j] * c_d(run, first + i, first + j) / (length * length);
    }
    return slope / (-(a_dot * a_dot + k) / run->model->params.alpha) - 1;
}

/* The energy identity holds to the order of the polynomial's derivative; worst relative defect beyond t =
 * 0.5. */
START_TEST(energy_identity)
{
    const char *const cases[] = {"h=" CUBIC, "h=" CUBIC " target=none tau=0.6 alpha=0.4 m=4",
                                 "h=" QUADRATIC " gamma0=1 m=5", "h=" QUADRATIC " freeze-a=yes m=3 tau=1",
                                 "h=erf target=hermite:0,0.5,0,0.3 m=6"};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double worst[2] = {0};
        for (int fine = 0; fine < 2; fine++) {
            shf_dmft_model model;
            shf_dmft_collocation run = start(&model, cases[k], 4);
            march(&run, fine ? 0.05 : 0.1);
            for (size_t panel = fine ? 10 : 5; panel < PANELS; panel++)
                worst[fine] = fmax(worst[fine], fabs(energy_defect(&run, panel)));
            shf_dmft_collocation_free(&run);
        }
        ck_assert_msg(worst[1] < 1e-5 && (worst[1] < 1e-8 || worst[1] < worst[0] / 6),
                      "%s: defects %.2g, %.2g", cases[k], worst[0], worst[1]);
    }
}
END_TEST

/* Smallest and largest eigenvalue of sign times a stored symmetric matrix. */
static void spectrum(const shf_dmft_history *history, double sign, double *smallest, double *largest)
{
    size_t n = history->n;
    gsl_matrix *matrix = gsl_matrix_alloc(n, n);
    gsl_vector *values = gsl_vector_alloc(n);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            gsl_matrix_set(matrix, i, j, sign * shf_dmft_history_entry(history, i, j));
    ck_assert_int_eq(gsl_eigen_symm(matrix, values, work), 0);
    gsl_vector_minmax(values, smallest, largest);
    gsl_eigen_symm_free(work);
    gsl_vector_free(values);
    gsl_matrix_free(matrix);
}

/* -C_A, C_perp and C_par are covariances: positive semidefinite up to rounding on any grid; C_d(t,t) = 1. */
START_TEST(correlations_are_positive)
{
    shf_dmft_model model;
    shf_dmft_collocation run = start(&model, "h=" CUBIC, 4);
    march(&run, 0.7);
    double low, high;
    spectrum(&run.ca, -1, &low, &high);
    shf_assert_below(-low, 1e-11 * high);
    for (size_t k = 0; k < run.sectors; k++) {
        spectrum(&run.sector[k].c, 1, &low, &high);
        shf_assert_below(-low, 1e-11 * high);
    }
    for (size_t i = 0; i < run.panel.n; i++)
        shf_assert_close(c_d(&run, i, i), 1, 0, 1e-11);
    shf_dmft_collocation_free(&run);
}
END_TEST

/* (D.5): e_train from the other expression, -C_A(t,t)/2 = 1/2 int [R_A Sigma_C + C_A Sigma_R](t,s) ds. */
START_TEST(two_expressions_of_the_training_error)
{
    shf_dmft_model model;
    shf_dmft_collocation run = start(&model, "h=" CUBIC, 4);
    march(&run, 0.5);
    size_t p = run.panel.radau.p, n = run.panel.n - p; /* the last panel is still in the work arrays */
    for (size_t i = 0; i < p; i++) {
        double sum = 0;
        for (size_t l = 0; l < run.panel.nodes; l++) {
            size_t k = i * run.panel.nodes + l;
            sum += run.wg_row[k] * run.sc[k] + run.ca_row[k] * run.sg[k];
        }
        shf_assert_close(-run.ca_row[i * run.panel.nodes + n + i], sum, 1e-10, 0);
    }
    shf_dmft_collocation_free(&run);
}
END_TEST

SHF_TEST_MAIN("dmft/identities", energy_identity, correlations_are_positive,
              two_expressions_of_the_training_error)
