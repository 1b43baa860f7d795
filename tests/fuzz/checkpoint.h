/* Checkpoints of a computation that is started over and over: as they are, and with a valid hash around a
 * damaged state, so that more than the hash is put to the test. */
#ifndef SHF_TESTS_FUZZ_CHECKPOINT_H
#define SHF_TESTS_FUZZ_CHECKPOINT_H

#include "fuzz.h"
#include <shallowflow/solver.h>

/** A small computation that keeps its state in `path`, at every step; it must free what it makes. */
typedef shf_status (*fuzz_computation)(const char *path, const shf_progress *progress, shf_error *error);

/** Interrupts the computation after 1, 2, ... `most` reports, and makes its checkpoints the seeds. */
void fuzz_checkpoint_seeds(fuzz_computation compute, int most);

/** If the first byte is even, the rest is the file; else it is the state behind the identity of the
 * computation. */
int fuzz_checkpoint(const uint8_t *data, size_t size, fuzz_computation compute);

#endif
