/* The simulation against another program: reference/hinge_ensemble.tsv, ten networks a case trained with
 * NumPy by reference/make-hinge-ensemble, which shares neither code nor random numbers with the library. */
#include <shallowflow/simulation.h>
#include <stdio.h>
#include <support/test.h>

enum { MOST_ROWS = 40, FIELDS = 5 };
static const char *const fields[FIELDS] = {"f_U", "I", "error_train", "error_test", "V_perp"};

typedef struct row {
    double N, M, delta, t, value[FIELDS], se[FIELDS];
} row;

static size_t read_reference(row *rows)
{
    FILE *file = fopen(SHF_REFERENCE_DIR "/hinge_ensemble.tsv", "r");
    ck_assert_ptr_nonnull(file);
    char line[1000];
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == 'N')
            continue;
        ck_assert_uint_lt(n, MOST_ROWS);
        row *r = &rows[n++];
        double *number[] = {&r->N, &r->M, &r->delta, &r->t};
        char *rest = line;
        for (size_t k = 0; k < 4; k++)
            *number[k] = strtod(rest, &rest);
        for (size_t k = 0; k < FIELDS; k++) {
            r->value[k] = strtod(rest, &rest);
            r->se[k] = strtod(rest, &rest);
        }
    }
    ck_assert_int_eq(fclose(file), 0);
    return n;
}

/* Both sides have ten networks; 5 standard errors of the difference.  Where a side has none (all networks
 * agree on 0 errors, or on f_U = 1), the other one must be within 5 of its own or within 2 samples of N. */
static void compare(const row *rows, size_t n)
{
    shf_error error = {0};
    shf_hinge_params p = shf_hinge_params_default();
    shf_simulation_params s = shf_simulation_params_default();
    shf_grid grid = shf_grid_default();
    shf_simulation_result result;
    double t[MOST_ROWS];
    for (size_t k = 0; k < n; k++)
        t[k] = rows[k].t;
    grid.times = (shf_list){n, t};
    p.N = (size_t)rows[0].N, p.M = (size_t)rows[0].M, p.delta = rows[0].delta;
    s.runs = 10, s.precision.kind = SHF_PRECISION_SINGLE;
    shf_assert_ok(shf_hinge_simulate(&p, &s, NULL, NULL, &grid, NULL, NULL, &result, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(result.curve), n);
    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; j < FIELDS; j++) {
            char se[32];
            (void)snprintf(se, sizeof se, "%s_se", fields[j]);
            double x = shf_table_column(result.curve, fields[j])[k];
            double both = hypot(shf_table_column(result.curve, se)[k], rows[k].se[j]);
            ck_assert_msg(fabs(x - rows[k].value[j]) <= SHF_STAT(5, both) + 2.0 / rows[k].N,
                          "N = %g, delta = %g, t = %g: %s is %g, NumPy has %g, standard error %g", rows[k].N,
                          rows[k].delta, rows[k].t, fields[j], x, rows[k].value[j], both);
        }
    shf_simulation_result_free(&result);
}

/* Rows of one N and delta follow each other. */
START_TEST(numpy_ensembles)
{
    row rows[MOST_ROWS];
    size_t n = read_reference(rows), cases = 0;
    for (size_t first = 0, last; first < n; first = last, cases++) {
        for (last = first + 1;
             last < n && rows[last].N == rows[first].N && rows[last].delta == rows[first].delta;)
            last++;
        compare(rows + first, last - first);
    }
    ck_assert_uint_ge(cases, 3);
}

SHF_TEST_MAIN("simulation/independent", numpy_ensembles)
