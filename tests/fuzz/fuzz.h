/* What the fuzz targets share.  A target is one C file with LLVMFuzzerInitialize, which writes valid inputs
 * as seeds, and LLVMFuzzerTestOneInput.  tools/fuzz links it with libFuzzer; the unit tests link it with
 * replay.c, which runs it once over its seeds and over the inputs kept in seeds/NAME. */
#ifndef SHF_TESTS_FUZZ_H
#define SHF_TESTS_FUZZ_H

#include <shallowflow/status.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** A property that every input must have; ends the program, so that the fuzzer keeps the input. */
#define fuzz_require(holds) ((holds) ? (void)0 : fuzz_broken(#holds, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *property, const char *file, int line);

/** A failure has a status, which the error repeats, and a message of one line. */
void fuzz_require_message(shf_status status, const shf_error *error);

/** A path behind which the input can be read. */
const char *fuzz_path(const uint8_t *data, size_t size);

/** A folder of this process, removed when it ends. */
const char *fuzz_folder(void);

/** Writes a seed into the folder $FUZZ_SEEDS, if there is one: `prefix` (less than 0 means none) is its first
 * byte. */
void fuzz_seed(const char *name, int prefix, const void *bytes, size_t size);

/** The bytes of a file with a zero behind them, to be freed. */
char *fuzz_read(const char *path, size_t *size);

#endif
