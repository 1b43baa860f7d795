/* Random values of parameters, as text, from what their tables allow. */
#ifndef SHF_TESTS_ROBUSTNESS_DRAW_H
#define SHF_TESTS_ROBUSTNESS_DRAW_H

#include <shallowflow/params.h>

/** A generator of random numbers for tests: SplitMix64. */
typedef struct draw_state {
    uint64_t x;
} draw_state;

uint64_t draw_bits(draw_state *g);

/** Uniform in [0, 1). */
double draw_uniform(draw_state *g);

/** A whole number below n. */
size_t draw_below(draw_state *g, size_t n);

/** A value of a row of a table, mostly near its default and else anywhere in its range, ends included; sizes
 * stay small unless `huge`.  To be freed; NULL for a text, which would be a file. */
char *draw_value(draw_state *g, const shf_param_table *table, const shf_param *row, int huge);

#endif
