/* Tables of numbers in files: IDX, .npy, CSV. */
#ifndef SHF_SIMULATION_DATA_MATRIX_H
#define SHF_SIMULATION_DATA_MATRIX_H

#include <shallowflow/status.h>
#include <stddef.h>

/** Rows of equal length, row by row; arrays of more dimensions have their last ones joined. */
typedef struct shf_data_matrix {
    size_t rows, columns;
    double *value;
} shf_data_matrix;

/** Reads "idx:FILE", "npy:FILE" or "csv:FILE".  Errors, with the name of the file and where: SHF_ERR_FILE
 * (cannot be read, truncated, wrong magic number or type, text, ragged rows), SHF_ERR_TEXT (no such format),
 *  SHF_ERR_MEMORY.  `name` is the parameter to blame. */
shf_status shf_data_matrix_read(shf_data_matrix *matrix, const char *name, const char *spec,
                                shf_error *error);

/** The parsers of one format each: n bytes, which they may change, with a zero behind them.  `path` is for
 * messages.  The matrix, empty before, is to be freed also after an error. */
typedef shf_status shf_data_parser(shf_data_matrix *matrix, const char *path, unsigned char *bytes, size_t n,
                                   shf_error *error);
shf_data_parser shf_data_parse_idx, shf_data_parse_npy, shf_data_parse_csv;

void shf_data_matrix_free(shf_data_matrix *matrix);

/** Kinds of numbers in binary files. */
typedef enum shf_data_number {
    SHF_NUMBER_U8,
    SHF_NUMBER_I8,
    SHF_NUMBER_I16,
    SHF_NUMBER_I32,
    SHF_NUMBER_I64,
    SHF_NUMBER_F32,
    SHF_NUMBER_F64
} shf_data_number;

size_t shf_data_number_size(shf_data_number kind);

/** Converts rows x columns numbers at `bytes`; `swap`: their bytes are in the other order.  matrix->rows and
 * columns are set.  Errors: SHF_ERR_FILE (a value is not finite), SHF_ERR_MEMORY. */
shf_status shf_data_matrix_convert(shf_data_matrix *matrix, const char *path, const unsigned char *bytes,
                                   shf_data_number kind, int swap, shf_error *error);

#endif
