/* IDX, the format of MNIST: 0, 0, type, number of dimensions, the dimensions, then the numbers, all
 * big-endian. */
#include "common/report.h"
#include "simulation/data_matrix.h"
#include <stdint.h>
#include <stdlib.h>

static int host_is_little(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

/* The kind of number that a type code stands for; 0 if none. */
static int kind_of(unsigned char code, shf_data_number *kind)
{
    static const struct {
        unsigned char code;
        shf_data_number kind;
    } known[] = {{0x08, SHF_NUMBER_U8},  {0x09, SHF_NUMBER_I8},  {0x0b, SHF_NUMBER_I16},
                 {0x0c, SHF_NUMBER_I32}, {0x0d, SHF_NUMBER_F32}, {0x0e, SHF_NUMBER_F64}};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (known[k].code == code) {
            *kind = known[k].kind;
            return 1;
        }
    return 0;
}

/* Rows and columns from the dimensions; the numbers of the file must fill it to the last byte. */
static shf_status read_sizes(shf_data_matrix *matrix, const char *path, const unsigned char *bytes, size_t n,
                             shf_data_number kind, shf_error *error)
{
    size_t dimensions = bytes[3], header = 4 + 4 * dimensions;
    if (dimensions == 0 || n < header)
        return shf_fail(error, SHF_ERR_FILE, "%s: is cut off in its header of %zu dimensions", path,
                        dimensions);
    size_t size = shf_data_number_size(kind), total = size;
    matrix->rows = matrix->columns = 1;
    for (size_t k = 0; k < dimensions; k++) {
        const unsigned char *b = bytes + 4 + 4 * k;
        size_t length = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
        if (length == 0)
            return shf_fail(error, SHF_ERR_FILE, "%s: dimension %zu is empty", path, k + 1);
        if (total > SIZE_MAX / length)
            return shf_fail(error, SHF_ERR_FILE, "%s: its dimensions are too large", path);
        total *= length;
        *(k ? &matrix->columns : &matrix->rows) *= length;
    }
    if (n - header != total)
        return shf_fail(error, SHF_ERR_FILE, "%s: holds %zu bytes of numbers where its header announces %zu",
                        path, n - header, total);
    return SHF_OK;
}

shf_status shf_data_parse_idx(shf_data_matrix *matrix, const char *path, unsigned char *bytes, size_t n,
                              shf_error *error)
{
    shf_data_number kind = SHF_NUMBER_U8;
    if (n < 4 || bytes[0] || bytes[1] || !kind_of(bytes[2], &kind))
        return shf_fail(error, SHF_ERR_FILE, "%s: does not start with the magic number of an IDX file", path);
    shf_status status = read_sizes(matrix, path, bytes, n, kind, error);
    if (status)
        return status;
    return shf_data_matrix_convert(matrix, path, bytes + 4 + 4 * (size_t)bytes[3], kind, host_is_little(),
                                   error);
}
