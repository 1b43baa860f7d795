/* Inputs, labels and teacher from files. */
#include "simulation/data_source.h"
#include "common/hash.h"
#include "common/report.h"
#include "simulation/data_matrix.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void shf_data_source_free(shf_data_source *source)
{
    free(source->x);
    free(source->y);
    free(source->teacher);
    *source = (shf_data_source){.n = 0};
}

/* ---- labels ---- */

/* What auto stands for: sign means "the larger of two values", as threshold. */
static shf_status choose_rule(const double *label, size_t n, shf_choice *rule, shf_error *error)
{
    double low = label[0], high = label[0];
    int whole = 1, between = 0;
    for (size_t k = 0; k < n; k++) {
        low = fmin(low, label[k]);
        high = fmax(high, label[k]);
        whole = whole && label[k] == floor(label[k]);
    }
    for (size_t k = 0; k < n; k++)
        between = between || (label[k] > low && label[k] < high);
    *rule = (shf_choice){.kind = between ? SHF_RULE_PARITY : SHF_RULE_ABOVE, .n = !between, .value = {high}};
    if (between && !whole)
        return shf_fail(
            error, SHF_ERR_VALUE,
            "label-rule = auto: the labels are neither two values nor whole numbers, choose a rule");
    return SHF_OK;
}

static int label_sign(const shf_choice *rule, double label)
{
    switch (rule->kind) {
    case SHF_RULE_PARITY:
        return fmod(label, 2.0) == 0 ? 1 : -1;
    case SHF_RULE_ABOVE:
        return label >= rule->value[0] ? 1 : -1;
    default:
        return label > 0 ? 1 : -1;
    }
}

static shf_status make_labels(shf_data_source *source, const double *label, const shf_choice *wanted,
                              shf_error *error)
{
    shf_choice rule = *wanted;
    size_t positive = 0;
    shf_status status = rule.kind == SHF_RULE_AUTO ? choose_rule(label, source->n, &rule, error) : SHF_OK;
    if (status)
        return status;
    source->y = malloc(source->n);
    if (!source->y)
        return shf_no_memory(error);
    for (size_t k = 0; k < source->n; k++) {
        if (rule.kind == SHF_RULE_PARITY && label[k] != floor(label[k]))
            return shf_fail(error, SHF_ERR_VALUE,
                            "label-rule = parity: label %zu is %g, must be a whole number", k + 1, label[k]);
        source->y[k] = (signed char)label_sign(&rule, label[k]);
        positive += source->y[k] > 0;
    }
    if (positive == 0 || positive == source->n)
        return shf_fail(error, SHF_ERR_VALUE, "labels: all %zu samples have the same label", source->n);
    return SHF_OK;
}

/* Takes one column of `matrix` out as labels. */
static shf_status split_column(shf_data_matrix *matrix, size_t column, double **label, shf_error *error)
{
    size_t rows = matrix->rows, columns = matrix->columns, j = column ? column - 1 : columns - 1;
    if (columns < 2 || j >= columns)
        return shf_fail(error, SHF_ERR_VALUE,
                        "label-column = %zu: the file has %zu columns and needs two at least", column,
                        columns);
    *label = malloc(rows * sizeof **label);
    if (!*label)
        return shf_no_memory(error);
    for (size_t mu = 0; mu < rows; mu++) {
        double *from = matrix->value + mu * columns, *to = matrix->value + mu * (columns - 1);
        (*label)[mu] = from[j];
        for (size_t k = 0, out = 0; k < columns; k++)
            if (k != j)
                to[out++] = from[k];
    }
    matrix->columns--;
    return SHF_OK;
}

/* Name of the labels that belong to images of MNIST; NULL if it is not of that pattern. */
static char *labels_of_images(const char *path)
{
    const char *base = strrchr(path, '/'), *part = strstr(base ? base : path, "images");
    const char *idx3 = part ? strstr(part, "idx3") : NULL;
    if (!idx3)
        return NULL;
    char *name = NULL;
    int length = asprintf(&name, "%.*slabels%.*s1%s", (int)(part - path), path, (int)(idx3 + 3 - part) - 6,
                          part + 6, idx3 + 4);
    return length < 0 ? NULL : name;
}

static shf_status labels_from_file(const shf_data_matrix *inputs, const shf_simulation_file *file,
                                   double **label, shf_error *error)
{
    char *guess = file->labels ? NULL : labels_of_images(file->file + 4), *spec = NULL;
    const char *path = file->labels ? file->labels : guess;
    if (!path)
        return shf_fail(error, SHF_ERR_VALUE, "labels-file: must be given for data-file = %s", file->file);
    int length = asprintf(&spec, "%.4s%s", file->file, path);
    free(guess);
    if (length < 0)
        return shf_no_memory(error);
    shf_data_matrix matrix;
    shf_status status = shf_data_matrix_read(&matrix, "labels-file", spec, error);
    if (status == SHF_OK && (matrix.columns != 1 || matrix.rows != inputs->rows || !matrix.value))
        status = shf_fail(error, SHF_ERR_FILE,
                          "%s: has %zu rows of %zu numbers, must have one label for each of %zu "
                          "samples",
                          spec + 4, matrix.rows, matrix.columns, inputs->rows);
    if (status == SHF_OK) {
        *label = matrix.value;
        matrix.value = NULL;
    }
    shf_data_matrix_free(&matrix);
    free(spec);
    return status;
}

/* ---- opening ---- */

static shf_status open_teacher(shf_data_source *source, const char *spec, shf_error *error)
{
    shf_data_matrix matrix;
    double norm = 0;
    shf_status status = shf_data_matrix_read(&matrix, "teacher-file", spec, error);
    if (status)
        return status;
    for (size_t k = 0; k < matrix.rows * matrix.columns; k++)
        norm = hypot(norm, matrix.value[k]);
    if (matrix.rows * matrix.columns != source->d || !(norm > 0) || !isfinite(norm))
        status = shf_fail(error, SHF_ERR_VALUE,
                          "teacher-file = %s: has %zu numbers, must have %zu that are not all "
                          "zero",
                          spec, matrix.rows * matrix.columns, source->d);
    for (size_t k = 0; status == SHF_OK && k < source->d; k++)
        matrix.value[k] /= norm;
    if (status == SHF_OK) {
        source->teacher = matrix.value;
        matrix.value = NULL;
    }
    shf_data_matrix_free(&matrix);
    return status;
}

static shf_status open_inputs(shf_data_source *source, const shf_simulation_file *file, shf_error *error)
{
    shf_data_matrix matrix;
    double *label = NULL;
    shf_status status = shf_data_matrix_read(&matrix, "data-file", file->file, error);
    if (status)
        return status;
    if (file->labels || strncmp(file->file, "idx:", 4) == 0)
        status = labels_from_file(&matrix, file, &label, error);
    else
        status = split_column(&matrix, file->column, &label, error);
    if (status == SHF_OK && label) {
        source->n = matrix.rows;
        source->d = matrix.columns;
        source->x = matrix.value;
        matrix.value = NULL;
        status = make_labels(source, label, &file->rule, error);
    }
    shf_data_matrix_free(&matrix);
    free(label);
    return status;
}

shf_status shf_data_source_open(shf_data_source *source, const shf_simulation_file *file, shf_error *error)
{
    *source = (shf_data_source){.standardise = file->standardise.kind};
    shf_status status = shf_params_validate(&shf_simulation_file_table, file, error);
    if (status)
        return status;
    if (!file->file)
        return shf_fail(error, SHF_ERR_VALUE, "data-file: must be given");
    status = open_inputs(source, file, error);
    if (status == SHF_OK && file->teacher)
        status = open_teacher(source, file->teacher, error);
    if (status) {
        shf_data_source_free(source);
        return status;
    }
    source->hash = shf_hash(SHF_HASH_START, source->x, source->n * source->d * sizeof *source->x);
    source->hash = shf_hash(source->hash, source->y, source->n);
    if (source->teacher)
        source->hash = shf_hash(source->hash, source->teacher, source->d * sizeof *source->teacher);
    return SHF_OK;
}

shf_status shf_simulation_file_shape(const shf_simulation_file *file, size_t *samples, size_t *d,
                                     shf_error *error)
{
    shf_data_source source;
    shf_status status = shf_data_source_open(&source, file, error);
    if (status)
        return status;
    *samples = source.n;
    *d = source.d;
    shf_data_source_free(&source);
    return SHF_OK;
}
