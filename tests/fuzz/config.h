/* Parameter files of any kind, read as --config and as rerun do. */
#ifndef SHF_TESTS_FUZZ_CONFIG_H
#define SHF_TESTS_FUZZ_CONFIG_H

#include "parameters.h"

/** The first byte chooses the command, the rest is the file. */
int fuzz_config(const uint8_t *data, size_t size);

#endif
