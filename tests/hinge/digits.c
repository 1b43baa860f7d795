/* Clock, pull, unsatisfied fraction and loss against the multi-precision digits of reference/hinge_clock.tsv,
 * made by an independent program (reference/make-hinge-clock). */
#include "support/test.h"
#include <shallowflow/hinge.h>
#include <stdio.h>

/* One line of the reference file. */
typedef struct digits {
    shf_hinge_params params;
    double t, gamma, gap, I, f_U, loss;
} digits;

static int law_kind(const char *name)
{
    return strcmp(name, "sphere") == 0    ? SHF_DATA_SPHERE
           : strcmp(name, "student") == 0 ? SHF_DATA_STUDENT
                                          : 0;
}

/* Reads the next point; 0 at the end of the file. */
static int next_point(FILE *file, digits *point)
{
    char line[1024], law[32];
    double d = 0, M = 0, law_parameter = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        digits p = {.params = shf_hinge_params_default()};
        int read =
            sscanf(line, "%lf %lf %lf %lf %lf %lf %lf %lf %31s %lf %lf %lf %lf %lf %lf %lf", &p.params.alpha,
                   &d, &M, &p.params.delta, &p.params.eta, &p.params.h, &p.params.sigma_a, &p.params.sigma_w,
                   law, &law_parameter, &p.t, &p.gamma, &p.gap, &p.I, &p.f_U, &p.loss);
        ck_assert_msg(read == 16, "unreadable line: %s", line);
        p.params.d = (size_t)d;
        p.params.M = (size_t)M;
        p.params.data =
            (shf_choice){.kind = law_kind(law), .n = strcmp(law, "gaussian") != 0, .value = {law_parameter}};
        *point = p;
        return 1;
    }
    return 0;
}

/* What a point is called in a message. */
static const char *name_of(const digits *p)
{
    static char text[256];
    (void)snprintf(text, sizeof text, "alpha=%g d=%zu M=%zu delta=%g eta=%g h=%g law=%d:%g t=%g",
                   p->params.alpha, p->params.d, p->params.M, p->params.delta, p->params.eta, p->params.h,
                   p->params.data.kind, p->params.data.value[0], p->t);
    return text;
}

static double relative(double actual, double expected)
{
    return actual == expected ? 0 : fabs(actual - expected) / fabs(expected);
}

/* The bars: 1e-9 for gamma, 1e-8 for what follows from it.  Near the fixed point I is proportional to the
 * gap, which is below the smallest normal double at the latest times: there only its smallness can be asked
 * for. */
START_TEST(curve_meets_the_digits)
{
    FILE *file = fopen(SHF_REFERENCE_DIR "/hinge_clock.tsv", "r");
    ck_assert_msg(file != NULL, "cannot open reference/hinge_clock.tsv");
    digits p;
    double worst_gamma = 0, worst_I = 0, worst_f_U = 0, worst_loss = 0;
    size_t points = 0;
    for (; next_point(file, &p); points++) {
        shf_error error = {0};
        shf_hinge_request request = shf_hinge_request_default();
        shf_solver solver = shf_hinge_solver_default();
        shf_grid grid = shf_grid_default();
        grid.times = (shf_list){1, &p.t};
        shf_table *table = NULL;
        shf_info info;
        shf_assert_ok(shf_hinge_solve(&p.params, &request, &grid, &solver, NULL, &table, &info, &error),
                      error);
        double gamma = relative(*shf_table_column(table, "gamma"), p.gamma);
        double f_U = relative(*shf_table_column(table, "f_U"), p.f_U);
        double loss = relative(*shf_table_column(table, "loss"), p.loss);
        double I_actual = *shf_table_column(table, "I");
        ck_assert_msg(gamma <= 1e-9, "gamma of %s: relative error %g", name_of(&p), gamma);
        ck_assert_msg(f_U <= 1e-8, "f_U of %s: relative error %g", name_of(&p), f_U);
        ck_assert_msg(loss <= 1e-8, "loss of %s: relative error %g", name_of(&p), loss);
        if (fabs(p.I) < 1e-290)
            ck_assert_msg(fabs(I_actual) < 1e-285, "I of %s: %g", name_of(&p), I_actual);
        else
            ck_assert_msg(relative(I_actual, p.I) <= 1e-8, "I of %s: relative error %g", name_of(&p),
                          relative(I_actual, p.I));
        if (fabs(p.I) >= 1e-290)
            worst_I = fmax(worst_I, relative(I_actual, p.I));
        worst_gamma = fmax(worst_gamma, gamma);
        worst_f_U = fmax(worst_f_U, f_U);
        worst_loss = fmax(worst_loss, loss);
        shf_table_free(table);
    }
    (void)fclose(file);
    ck_assert_msg(points >= 500, "only %zu points were read", points);
    (void)fprintf(stderr, "%zu points, largest relative errors: gamma %.1e, I %.1e, f_U %.1e, loss %.1e\n",
                  points, worst_gamma, worst_I, worst_f_U, worst_loss);
}
END_TEST

SHF_TEST_MAIN("hinge/digits", curve_meets_the_digits)
