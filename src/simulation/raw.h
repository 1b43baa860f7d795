/* Tables of numbers in files: IDX, .npy, CSV. */
#ifndef SHF_SIMULATION_RAW_H
#define SHF_SIMULATION_RAW_H

#include <shallowflow/status.h>
#include <stddef.h>

/** Rows of equal length, row by row; arrays of more dimensions have their last ones joined. */
typedef struct shf_raw {
    size_t rows, columns;
    double *value;
} shf_raw;

/** Reads "idx:FILE", "npy:FILE" or "csv:FILE".  Errors, with the name of the file and where: SHF_ERR_FILE
 * (cannot be read, truncated, wrong magic number or type, text, ragged rows), SHF_ERR_TEXT (no such format),
 *  SHF_ERR_MEMORY.  `name` is the parameter to blame. */
shf_status shf_raw_read(shf_raw *raw, const char *name, const char *spec, shf_error *error);

/** The readers of one format each. */
shf_status shf_raw_read_idx(shf_raw *raw, const char *path, shf_error *error);
shf_status shf_raw_read_npy(shf_raw *raw, const char *path, shf_error *error);
shf_status shf_raw_read_csv(shf_raw *raw, const char *path, shf_error *error);

void shf_raw_free(shf_raw *raw);

/** Kinds of numbers in binary files. */
typedef enum shf_number { SHF_U8, SHF_I8, SHF_I16, SHF_I32, SHF_I64, SHF_F32, SHF_F64 } shf_number;

size_t shf_number_size(shf_number kind);

/** Converts rows x columns numbers at `bytes`; `swap`: their bytes are in the other order.  raw->rows and
 * columns are set.  Errors: SHF_ERR_FILE (a value is not finite), SHF_ERR_MEMORY. */
shf_status shf_raw_convert(shf_raw *raw, const char *path, const unsigned char *bytes, shf_number kind,
                           int swap, shf_error *error);

#endif
