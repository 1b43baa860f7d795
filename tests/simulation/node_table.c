/* Every loss, activation, label rule and three initial laws against the mean field: minutes. */
#include "node_against.h"

START_TEST(whole_table)
{
    static const char *const activations[] = {"relu eta=250",    "erf eta=250",    "tanh eta=250",
                                              "sigmoid eta=250", "linear eta=250", "quadratic eta=50"};
    static const char *const losses[] = {"hinge", "square-hinge", "logistic", "quadratic"};
    static const char *const labels[] = {"sign", "stripes:-1,1"};
    static const char *const laws[] = {"", "law-a=uniform law-w=rademacher correlation=0.5 mean-w=0.5",
                                       "law-a=points:-0.5,1,2 law-w=uniform"};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 4; j++)
            for (size_t k = 0; k < 6; k++) {
                char text[512];
                (void)snprintf(
                    text, sizeof text,
                    "d=40 M=250 N=2000 substeps=2 times=2,5 runs=6 test-size=500 threads=0 activation=%s "
                    "loss=%s labels=%s %s",
                    activations[i], losses[j], labels[k % 2], laws[k / 2]);
                shf_assert_below(node_against(text), 1);
            }
}
END_TEST

SHF_TEST_MAIN("simulation/node_table", whole_table)
