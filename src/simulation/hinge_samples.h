/* Sets of samples: inputs, labels, projections on the teacher; drawn from a law or taken from a file. */
#ifndef SHF_SIMULATION_HINGE_SAMPLES_H
#define SHF_SIMULATION_HINGE_SAMPLES_H

#include <shallowflow/simulation.h>

/** Streams of the random numbers of one run (src/common/random.h).  The place of a number in its stream is
 * that of the number it makes: weight (i, k) of W and component (mu, k) of the data at i d + k, mu d + k;
 * flips and scales at mu; exchanges of the permutation of a file at their order. */
enum {
    SHF_STREAM_A = 0x51a0,
    SHF_STREAM_W,
    SHF_STREAM_TRAIN,
    SHF_STREAM_TRAIN_SCALE,
    SHF_STREAM_TEST,
    SHF_STREAM_TEST_SCALE,
    SHF_STREAM_FLIP,
    SHF_STREAM_SPLIT,
    SHF_STREAM_W_PAR /* of laws of w_par of their own */
};

/** Rows of zeros behind the last sample, so that a block of the largest size can start at any sample. */
enum { SHF_SAMPLES_PADDING = 192 };

typedef struct shf_hinge_samples {
    size_t n, d;
    int single;          /**< whether x holds float instead of double */
    void *x;             /**< (n + SHF_SAMPLES_PADDING) x d, row by row: inputs divided by sqrt d */
    signed char *y;      /**< n labels, -1 or +1, flips included */
    unsigned char *flip; /**< n flags: the label was flipped */
    double *x_par;       /**< n projections w*.x (not divided) */
    double *norm;        /**< n norms |x| / sqrt d of the rows stored */
} shf_hinge_samples;

/** Room for n samples, all zero.  Errors: SHF_ERR_MEMORY. */
shf_status shf_hinge_samples_new(shf_hinge_samples *samples, size_t n, size_t d, int single,
                                 shf_error *error);

/** Frees the arrays and empties the struct. */
void shf_hinge_samples_free(shf_hinge_samples *samples);

/** Stores x / sqrt d as row mu, with its norm, and the projection on `teacher` (d numbers, norm 1). */
void shf_hinge_samples_set(shf_hinge_samples *samples, size_t mu, const double *x, const double *teacher);

/** The teacher of the laws: the first unit vector (the laws know no direction). */
void shf_hinge_teacher_of_laws(double *teacher, size_t d);

/** Draws all inputs from the law, labels by the sign of w*.x, on that many threads.
 *  Errors: SHF_ERR_MEMORY. */
shf_status shf_hinge_samples_draw(shf_hinge_samples *samples, const shf_choice *law, uint64_t seed,
                                  uint64_t stream, uint64_t stream_scale, int threads, shf_error *error);

/** Flips each label with probability delta. */
void shf_hinge_samples_flip(shf_hinge_samples *samples, double delta, uint64_t seed);

#endif
