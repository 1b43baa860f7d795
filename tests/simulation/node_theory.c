/* A dozen small ensembles of every activation, loss, label rule, data law and kind of initial law against the
 * mean field; node_table.c has all of them. */
#include "node_against.h"

START_TEST(ensembles_and_mean_field)
{
    static const char *const cases[] = {
        "activation=relu loss=hinge labels=stripes:-1,1",
        "activation=relu loss=logistic delta=0.1",
        "activation=relu loss=quadratic mean-a=0.5 mean-w=0.5",
        "activation=erf loss=hinge labels=stripes:-1,0.5 mean-w=0.5",
        "activation=erf loss=square-hinge delta-stripes=0.1,0.3",
        "activation=tanh loss=logistic law-a=uniform law-w=rademacher correlation=0.5",
        "activation=tanh loss=quadratic labels=stripes:-1,0,1 data=sphere",
        "activation=sigmoid loss=hinge law-a=points:-0.5,1,2",
        "activation=sigmoid loss=square-hinge alpha=5",
        "activation=linear loss=quadratic data=sphere:4 correlation=-0.5",
        "activation=quadratic loss=square-hinge labels=stripes:-1,1 law-a=uniform eta=30",
        "activation=hermite:0,1,0.3 loss=logistic law-a=rademacher mean-w=-0.5 eta=50",
        "activation=tanh loss=square-hinge weight-decay=3e-4 labels=stripes:0.5",
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "d=30 M=150 N=1000 eta=150 substeps=2 times=3,8 runs=10 test-size=500 threads=0 %s",
                       cases[k]);
        double worst = node_against(text);
        shf_assert_below(worst, 1);
        if (getenv("SHF_TEST_PRINT"))
            (void)fprintf(stderr, "%.2f %s\n", worst, cases[k]);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/node_theory", ensembles_and_mean_field)
