/* How simulated networks descend: minibatches, momentum, rates of the layers, schedules. */
#ifndef SHALLOWFLOW_OPTIMISER_H
#define SHALLOWFLOW_OPTIMISER_H

#include <shallowflow/params.h>

SHF_BEGIN_C

/** Samples of an update.  full: all of them; pass:B: B of them, each once before any comes again; draw:B: B
 * of them, drawn with replacement. */
enum { SHF_MINIBATCH_FULL, SHF_MINIBATCH_PASS, SHF_MINIBATCH_DRAW };

/** Factor of the rates as a function of time.  steps:T1,T2,...: times rate-factor at each; cosine:T: (1 +
 * cos(pi t/T))/2, and 0 from T on. */
enum { SHF_SCHEDULE_CONSTANT, SHF_SCHEDULE_STEPS, SHF_SCHEDULE_COSINE };

/** The optimiser.  With the force g of a parameter theta per unit of time, decay included, one update of
 * length s is v <- momentum v + g, theta <- theta + s v. */
#define SHF_OPTIMISER_PARAMS(P, S)                                                                        \
    P(S, choice, minibatch, "minibatch", SHF_CHOICE(SHF_MINIBATCH_FULL), "full|pass:B|draw:B", "",        \
      "samples of an update: all; B, without replacement until all are used; B, with replacement")        \
    P(S, real, momentum, "momentum", 0.0, "[0, 1)", "", "share of its velocity that a weight keeps")      \
    P(S, real, rate_a, "rate-a", 1.0, "[0, 1e6]", "", "rate of the output weights, in units of the rate") \
    P(S, real, rate_w, "rate-w", 1.0, "[0, 1e6]", "", "rate of the input weights, in units of the rate")  \
    P(S, choice, schedule, "schedule", SHF_CHOICE(SHF_SCHEDULE_CONSTANT),                                 \
      "constant|steps:T1,T2,...|cosine:T", "", "how the rates change with time")                          \
    P(S, real, rate_factor, "rate-factor", 0.1, "[0, 1]", "", "factor of the rates at each of the steps") \
    P(S, real, warm_up, "warm-up", 0.0, "[0, 1e300]", "", "time in which the rates first rise from 0")

typedef struct shf_optimiser {
    SHF_OPTIMISER_PARAMS(SHF_ROW_FIELD, )
} shf_optimiser;

/** The optimiser in a struct whose table has these rows among others. */
#define SHF_OPTIMISER_OF(x)                           \
    ((shf_optimiser){.minibatch = (x)->minibatch,     \
                     .momentum = (x)->momentum,       \
                     .rate_a = (x)->rate_a,           \
                     .rate_w = (x)->rate_w,           \
                     .schedule = (x)->schedule,       \
                     .rate_factor = (x)->rate_factor, \
                     .warm_up = (x)->warm_up})

/** Full-batch gradient descent at a constant rate. */
SHF_DECLARE_PARAMS(shf_optimiser, shf_optimiser);

/** Checks ranges and combinations for training sets of N samples: a minibatch of 1 to N, steps that increase,
 * a positive time of the cosine.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_optimiser_validate(const shf_optimiser *optimiser, size_t N, shf_error *error);

SHF_END_C
#endif
