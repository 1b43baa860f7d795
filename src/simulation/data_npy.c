/* NumPy's .npy: magic, version, length of a header that is a Python dictionary, the numbers. */
#include "common/report.h"
#include "simulation/data_matrix.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct npy_header {
    shf_data_number kind;
    int swap;
    size_t offset; /* of the numbers */
} npy_header;

/* What follows 'key': in the dictionary, NULL if the key is missing. */
static const char *value_of(const char *header, const char *key)
{
    size_t length = strlen(key);
    for (const char *c = strchr(header, '\''); c; c = strchr(c + 1, '\''))
        if (strncmp(c + 1, key, length) == 0 && c[1 + length] == '\'') {
            c += 2 + length;
            c += strspn(c, " ");
            return *c == ':' ? c + 1 + strspn(c + 1, " ") : NULL;
        }
    return NULL;
}

/* '<f8' and the like. */
static int read_descr(const char *text, npy_header *header)
{
    static const struct {
        const char *code;
        shf_data_number kind;
    } known[] = {{"u1'", SHF_NUMBER_U8},  {"b1'", SHF_NUMBER_U8},  {"i1'", SHF_NUMBER_I8},
                 {"i2'", SHF_NUMBER_I16}, {"i4'", SHF_NUMBER_I32}, {"i8'", SHF_NUMBER_I64},
                 {"f4'", SHF_NUMBER_F32}, {"f8'", SHF_NUMBER_F64}};
    const uint16_t one = 1;
    int little = *(const unsigned char *)&one == 1;
    if (text[0] != '\'' || !text[1] || !strchr("<>|=", text[1]))
        return 0;
    header->swap = (text[1] == '<' && !little) || (text[1] == '>' && little);
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (strncmp(text + 2, known[k].code, 3) == 0) {
            header->kind = known[k].kind;
            return 1;
        }
    return 0;
}

/* (rows, ...): the product of the others is the number of columns; 0 if malformed or empty. */
static int read_shape(const char *text, shf_data_matrix *matrix)
{
    matrix->rows = matrix->columns = 1;
    int dimensions = 0;
    if (*text++ != '(')
        return 0;
    for (text += strspn(text, " "); *text && *text != ')'; dimensions++) {
        char *rest = NULL;
        unsigned long long length = strtoull(text, &rest, 10);
        size_t *target = dimensions ? &matrix->columns : &matrix->rows;
        if (rest == text || *text == '-' || length == 0 || length > SIZE_MAX / 8 / *target)
            return 0;
        *target *= length;
        text = rest + strspn(rest, ", L");
    }
    return *text == ')' && dimensions > 0 && matrix->columns <= SIZE_MAX / 8 / matrix->rows;
}

static shf_status read_header(shf_data_matrix *matrix, const char *path, const char *text, npy_header *header,
                              shf_error *error)
{
    const char *descr = value_of(text, "descr"), *order = value_of(text, "fortran_order");
    const char *shape = value_of(text, "shape");
    if (!descr || !order || !shape)
        return shf_fail(error, SHF_ERR_FILE, "%s: its header lacks descr, fortran_order or shape", path);
    if (!read_descr(descr, header))
        return shf_fail(error, SHF_ERR_FILE,
                        "%s: holds numbers of type %.*s, must be one of u1 i1 i2 i4 i8 f4 f8", path,
                        (int)(*descr == '\'' ? 2 + strcspn(descr + 1, "'") : 1 + strcspn(descr, "]")), descr);
    if (!read_shape(shape, matrix))
        return shf_fail(error, SHF_ERR_FILE, "%s: has the shape %.40s, must have at least one number", path,
                        shape);
    if (strncmp(order, "False", 5) != 0 && *order != '0' && matrix->columns > 1 && matrix->rows > 1)
        return shf_fail(error, SHF_ERR_FILE, "%s: is in Fortran order: save numpy.ascontiguousarray of it",
                        path);
    return SHF_OK;
}

/* Where the header ends; 0 if the file is cut off before. */
static size_t header_end(const unsigned char *bytes, size_t n, size_t *start)
{
    *start = bytes[6] == 1 ? 10 : 12;
    if (n < *start)
        return 0;
    size_t length = bytes[8] | (size_t)bytes[9] << 8;
    if (bytes[6] > 1)
        length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
    return length <= n - *start ? *start + length : 0;
}

shf_status shf_data_parse_npy(shf_data_matrix *matrix, const char *path, unsigned char *bytes, size_t n,
                              shf_error *error)
{
    npy_header header = {.kind = SHF_NUMBER_U8};
    size_t start = 0;
    if (n < 10 || memcmp(bytes, "\x93NUMPY", 6) != 0 || bytes[6] < 1 || bytes[6] > 3)
        return shf_fail(error, SHF_ERR_FILE, "%s: does not start with the magic number of a .npy file", path);
    size_t end = header_end(bytes, n, &start);
    if (!end || end == start)
        return shf_fail(error, SHF_ERR_FILE, "%s: is cut off in its header", path);
    bytes[end - 1] = '\0'; /* a newline by the format */
    shf_status status = read_header(matrix, path, (const char *)bytes + start, &header, error);
    if (status)
        return status;
    size_t total = matrix->rows * matrix->columns * shf_data_number_size(header.kind);
    if (n - end != total)
        return shf_fail(error, SHF_ERR_FILE, "%s: holds %zu bytes of numbers where its header announces %zu",
                        path, n - end, total);
    return shf_data_matrix_convert(matrix, path, bytes + end, header.kind, header.swap, error);
}
