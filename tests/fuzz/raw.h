/* Data files: what must hold for the numbers that a reader gives. */
#ifndef SHF_TESTS_FUZZ_RAW_H
#define SHF_TESTS_FUZZ_RAW_H

#include "fuzz.h"
#include <simulation/data_matrix.h>

/** Reads the input in a format, and, as data of a simulation, with labels in a column. */
int fuzz_raw(const uint8_t *data, size_t size, const char *format);

#endif
