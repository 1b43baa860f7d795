/* What the readers of data files share. */
#include "simulation/data_matrix.h"
#include "common/file.h"
#include "common/report.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void shf_data_matrix_free(shf_data_matrix *matrix)
{
    free(matrix->value);
    *matrix = (shf_data_matrix){.rows = 0};
}

static shf_status read_file(shf_data_matrix *matrix, const char *path, shf_data_parser *parse,
                            shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    shf_status status = shf_file_read(path, &bytes, &n, error);
    if (status == SHF_OK)
        status = parse(matrix, path, bytes, n, error);
    free(bytes);
    if (status)
        shf_data_matrix_free(matrix);
    return status;
}

shf_status shf_data_matrix_read(shf_data_matrix *matrix, const char *name, const char *spec, shf_error *error)
{
    static const struct {
        const char *prefix;
        shf_data_parser *parse;
    } format[] = {{"idx:", shf_data_parse_idx}, {"npy:", shf_data_parse_npy}, {"csv:", shf_data_parse_csv}};
    *matrix = (shf_data_matrix){.rows = 0};
    for (size_t k = 0; k < sizeof format / sizeof format[0]; k++)
        if (strncmp(spec, format[k].prefix, 4) == 0 && spec[4])
            return read_file(matrix, spec + 4, format[k].parse, error);
    return shf_fail(error, SHF_ERR_TEXT, "%s = %s: must be one of idx:FILE, npy:FILE, csv:FILE", name, spec);
}

/* ---- binary numbers ---- */

size_t shf_data_number_size(shf_data_number kind)
{
    static const size_t size[] = {1, 1, 2, 4, 8, 4, 8};
    return size[kind];
}

static double number_at(const unsigned char *bytes, shf_data_number kind, int swap)
{
    unsigned char b[8] = {0};
    size_t size = shf_data_number_size(kind);
    for (size_t k = 0; k < size; k++)
        b[k] = bytes[swap ? size - 1 - k : k];
    union {
        uint8_t u8;
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        float f32;
        double f64;
    } v;
    memcpy(&v, b, sizeof v);
    switch (kind) {
    case SHF_NUMBER_U8:
        return v.u8;
    case SHF_NUMBER_I8:
        return v.i8;
    case SHF_NUMBER_I16:
        return v.i16;
    case SHF_NUMBER_I32:
        return v.i32;
    case SHF_NUMBER_I64:
        return (double)v.i64;
    case SHF_NUMBER_F32:
        return (double)v.f32;
    case SHF_NUMBER_F64:
        return v.f64;
    }
    return NAN;
}

shf_status shf_data_matrix_convert(shf_data_matrix *matrix, const char *path, const unsigned char *bytes,
                                   shf_data_number kind, int swap, shf_error *error)
{
    size_t n = matrix->rows * matrix->columns;
    matrix->value = malloc((n ? n : 1) * sizeof *matrix->value);
    if (!matrix->value)
        return shf_no_memory(error);
    for (size_t k = 0; k < n; k++) {
        matrix->value[k] = number_at(bytes + k * shf_data_number_size(kind), kind, swap);
        if (!isfinite(matrix->value[k])) {
            shf_data_matrix_free(matrix);
            return shf_fail(error, SHF_ERR_FILE, "%s: number %zu is not finite", path, k + 1);
        }
    }
    return SHF_OK;
}
