/* The initial law of the nodes: its moments, in closed form and over the quadrature. */
#include "node/initial.h"
#include "support/test.h"
#include <stdio.h>

static const char *const laws[] = {
    "correlation=0.6 mean-a=0.5 mean-w=-0.3 sigma-a=1.5 sigma-w=0.4",
    "correlation=-0.5 mean-a=-2 sigma-w=2 law-a=uniform",
    "correlation=0.3 mean-w=0.7 law-a=points:-0.5,1,2",
    "correlation=1 sigma-a=0.5 law-a=points:1,3",
    "mean-a=1 sigma-a=0 sigma-w=0.2",
    "correlation=0.6 mean-a=1 sigma-w=0",
};

static shf_node_params params_of(const char *text)
{
    shf_node_params p = shf_node_params_default();
    char copy[256], *rest = copy, *word;
    shf_error error;
    (void)snprintf(copy, sizeof copy, "%s", text);
    while ((word = strsep(&rest, " "))) {
        char *value = strchr(word, '=');
        ck_assert_ptr_nonnull(value);
        *value = '\0';
        shf_assert_ok(shf_params_set(&shf_node_params_table, &p, word, value + 1, &error), error);
    }
    return p;
}

/* Gauss rules of six nodes are exact for squares: rounding of sums of 216 terms. */
START_TEST(moments_are_those_of_the_nodes)
{
    for (size_t j = 0; j < sizeof laws / sizeof laws[0]; j++) {
        shf_node_params p = params_of(laws[j]);
        shf_node_request request = shf_node_request_default();
        shf_node_initial in;
        shf_error error;
        request.nodes_a = request.nodes_w = 6;
        shf_assert_ok(shf_node_initial_new(&in, &p, &request, &error), error);
        shf_node_initial_moments sum = {0};
        double total = 0;
        for (size_t k = 0; k < in.n; k++) {
            total += in.p[k];
            sum.a += in.p[k] * in.a[k];
            sum.a2 += in.p[k] * in.a[k] * in.a[k];
            sum.w += in.p[k] * in.w[k];
            sum.w2 += in.p[k] * in.w[k] * in.w[k];
            sum.aw += in.p[k] * in.a[k] * in.w[k];
            sum.rho2 += in.p[k] * in.rho[k] * in.rho[k];
        }
        shf_assert_close(total, 1, SHF_ROUND(300), 0);
        shf_assert_close(in.moments.a, sum.a, 0, SHF_ROUND(1000));
        shf_assert_close(in.moments.a2, sum.a2, SHF_ROUND(1000), 0);
        shf_assert_close(in.moments.w, sum.w, 0, SHF_ROUND(1000));
        shf_assert_close(in.moments.w2, sum.w2, SHF_ROUND(1000), 0);
        shf_assert_close(in.moments.aw, sum.aw, 0, SHF_ROUND(1000));
        shf_assert_close(in.moments.rho2, sum.rho2, SHF_ROUND(1000), 0);
        shf_node_initial_free(&in);
        shf_params_clear(&shf_node_params_table, &p);
    }
}
END_TEST

/* The first two laws have centred axes: means, variances and correlation are the parameters. */
START_TEST(moments_are_the_parameters)
{
    for (size_t j = 0; j < 2; j++) {
        shf_node_params p = params_of(laws[j]);
        shf_node_request request = shf_node_request_default();
        shf_node_initial in;
        shf_error error;
        shf_assert_ok(shf_node_initial_new(&in, &p, &request, &error), error);
        const shf_node_initial_moments *m = &in.moments;
        shf_assert_close(m->a, p.mean_a, SHF_ROUND(4), 0);
        shf_assert_close(m->w, p.mean_w, SHF_ROUND(4), SHF_ROUND(4));
        shf_assert_close(m->a2 - m->a * m->a, p.sigma_a * p.sigma_a, SHF_ROUND(64), 0);
        shf_assert_close(m->w2 - m->w * m->w, p.sigma_w * p.sigma_w, SHF_ROUND(64), 0);
        shf_assert_close(m->aw - m->a * m->w, p.correlation * p.sigma_a * p.sigma_w, SHF_ROUND(64), 0);
        shf_node_initial_free(&in);
    }
}
END_TEST

SHF_TEST_MAIN("node/initial", moments_are_those_of_the_nodes, moments_are_the_parameters)
