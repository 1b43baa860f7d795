/* Storage of measurements, and tables from it. */
#include "simulation/hinge_record.h"
#include "common/report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- storage ---- */

/* Numbers of one run: observables of the rows, clouds, samples. */
static size_t run_size(const shf_hinge_record *r)
{
    return r->rows * SHF_OBS_COUNT + r->clouds * 2 * r->M + r->samples * SHF_SAT_COUNT;
}

shf_status shf_hinge_record_new(shf_hinge_record *record, const shf_hinge_schedule *plan, size_t runs,
                                size_t M, size_t N, const shf_simulation_request *request, shf_error *error)
{
    *record = (shf_hinge_record){.runs = runs,
                                 .rows = plan->n_rows,
                                 .clouds = plan->n_clouds,
                                 .nodes = request->nodes < M ? request->nodes : M,
                                 .M = M,
                                 .samples = request->satisfaction < N ? request->satisfaction : N};
    double size =
        (double)runs * ((double)record->rows * SHF_OBS_COUNT + (double)record->clouds * 2.0 * (double)M +
                        (double)record->samples * SHF_SAT_COUNT) +
        (double)record->rows * 2.0 * (double)record->nodes;
    if (size > 0x1p58)
        return shf_no_memory(error);
    record->size = runs * run_size(record) + record->rows * 2 * record->nodes;
    record->value = calloc(record->size, sizeof *record->value);
    return record->value ? SHF_OK : shf_no_memory(error);
}

void shf_hinge_record_free(shf_hinge_record *record)
{
    free(record->value);
    *record = (shf_hinge_record){.runs = 0};
}

double *shf_hinge_record_row(const shf_hinge_record *r, size_t run, size_t row)
{
    return r->value + run * run_size(r) + row * SHF_OBS_COUNT;
}

double *shf_hinge_record_cloud(const shf_hinge_record *r, size_t run, size_t cloud)
{
    return r->value + run * run_size(r) + r->rows * SHF_OBS_COUNT + cloud * 2 * r->M;
}

double *shf_hinge_record_sample(const shf_hinge_record *r, size_t run, size_t sample)
{
    return r->value + run * run_size(r) + r->rows * SHF_OBS_COUNT + r->clouds * 2 * r->M +
           sample * SHF_SAT_COUNT;
}

double *shf_hinge_record_nodes(const shf_hinge_record *r, size_t row)
{
    return r->value + r->runs * run_size(r) + row * 2 * r->nodes;
}

/* ---- the curve ---- */

static shf_status curve_columns(shf_table *table, size_t nodes, shf_error *error)
{
    static const char *const text[SHF_OBS_COUNT][3] = {
#define OBSERVABLE_TEXT(name, unit, help) {#name, unit, help},
        SHF_SIMULATION_OBSERVABLES(OBSERVABLE_TEXT)};
    char name[64], help[64];
    shf_status status = shf_table_add_column(table, "t", "step", "training time", error);
    for (size_t j = 0; status == SHF_OK && j < SHF_OBS_COUNT; j++)
        status = shf_table_add_column(table, text[j][0], text[j][1], text[j][2], error);
    for (size_t j = 0; status == SHF_OK && j < SHF_OBS_COUNT; j++) {
        (void)snprintf(name, sizeof name, "%s_se", text[j][0]);
        (void)snprintf(help, sizeof help, "standard error of %s over the runs; nan: a single run",
                       text[j][0]);
        status = shf_table_add_column(table, name, text[j][1], help, error);
    }
    for (size_t i = 1; status == SHF_OK && i <= nodes; i++) {
        (void)snprintf(name, sizeof name, "a_%zu", i);
        status = shf_table_add_column(table, name, "", "second-layer weight of a node", error);
        (void)snprintf(name, sizeof name, "w_par_%zu", i);
        if (status == SHF_OK)
            status = shf_table_add_column(table, name, "", "its first-layer weight along the teacher", error);
    }
    return status;
}

/* Mean and standard error over the runs of observable j at a row. */
static void average(const shf_hinge_record *r, size_t runs, size_t row, size_t j, double *mean, double *se)
{
    double sum = 0, square = 0;
    for (size_t run = 0; run < runs; run++)
        sum += shf_hinge_record_row(r, run, row)[j];
    *mean = sum / (double)runs;
    for (size_t run = 0; run < runs; run++) {
        double difference = shf_hinge_record_row(r, run, row)[j] - *mean;
        square += difference * difference;
    }
    *se = runs > 1 ? sqrt(square / (double)(runs - 1) / (double)runs) : NAN;
}

static shf_status curve(const shf_hinge_record *r, const shf_hinge_schedule *plan, size_t runs, size_t rows,
                        shf_table *table, shf_error *error)
{
    shf_status status = curve_columns(table, r->nodes, error);
    double *line = malloc((1 + 2 * SHF_OBS_COUNT + 2 * r->nodes) * sizeof *line);
    if (!line)
        return shf_no_memory(error);
    for (size_t row = 0; status == SHF_OK && row < rows; row++) {
        line[0] = (double)plan->row[row] * plan->step;
        for (size_t j = 0; j < SHF_OBS_COUNT; j++)
            average(r, runs, row, j, &line[1 + j], &line[1 + SHF_OBS_COUNT + j]);
        for (size_t k = 0; k < 2 * r->nodes; k++)
            line[1 + 2 * SHF_OBS_COUNT + k] = shf_hinge_record_nodes(r, row)[k];
        status = shf_table_add_row(table, line, error);
    }
    free(line);
    return status;
}

/* ---- clouds and satisfaction ---- */

static shf_status clouds(const shf_hinge_record *r, const shf_hinge_schedule *plan, size_t runs,
                         shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "step", "training time", error);
    if (status == SHF_OK)
        status = shf_table_add_column(table, "run", "", "number of the run, from 1", error);
    if (status == SHF_OK)
        status = shf_table_add_column(table, "a", "", "second-layer weight of a node", error);
    if (status == SHF_OK)
        status = shf_table_add_column(table, "w_par", "", "its first-layer weight along the teacher", error);
    for (size_t cloud = 0; cloud < r->clouds; cloud++)
        for (size_t run = 0; run < runs; run++)
            for (size_t i = 0; status == SHF_OK && i < r->M; i++) {
                const double *node = shf_hinge_record_cloud(r, run, cloud) + 2 * i;
                const double line[] = {(double)plan->cloud[cloud] * plan->step, (double)(run + 1), node[0],
                                       node[1]};
                status = shf_table_add_row(table, line, error);
            }
    return status;
}

static shf_status satisfaction(const shf_hinge_record *r, size_t runs, shf_table *table, shf_error *error)
{
    static const char *const text[][3] = {
        {"run", "", "number of the run, from 1"},
        {"x_par", "", "projection of the sample on the teacher"},
        {"y", "", "its label, flips included"},
        {"flipped", "", "1 if the label was flipped"},
        {"t_satisfied", "step", "first time with alpha y F >= h; inf if never"}};
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < sizeof text / sizeof text[0]; j++)
        status = shf_table_add_column(table, text[j][0], text[j][1], text[j][2], error);
    for (size_t run = 0; run < runs; run++)
        for (size_t k = 0; status == SHF_OK && k < r->samples; k++) {
            const double *s = shf_hinge_record_sample(r, run, k);
            const double line[] = {(double)(run + 1), s[SHF_SAT_X_PAR], s[SHF_SAT_Y], s[SHF_SAT_FLIP],
                                   s[SHF_SAT_TIME]};
            status = shf_table_add_row(table, line, error);
        }
    return status;
}

shf_status shf_hinge_record_tables(const shf_hinge_record *record, const shf_hinge_schedule *plan,
                                   size_t runs, size_t rows, shf_simulation_result *result, shf_error *error)
{
    size_t shown = runs ? runs : 1;
    *result = (shf_simulation_result){.curve = shf_table_new()};
    shf_status status = result->curve
                            ? curve(record, plan, shown, runs ? record->rows : rows, result->curve, error)
                            : shf_no_memory(error);
    if (status == SHF_OK && runs && record->clouds) {
        result->clouds = shf_table_new();
        status = result->clouds ? clouds(record, plan, runs, result->clouds, error) : shf_no_memory(error);
    }
    if (status == SHF_OK && runs && record->samples) {
        result->satisfaction = shf_table_new();
        status = result->satisfaction ? satisfaction(record, runs, result->satisfaction, error)
                                      : shf_no_memory(error);
    }
    if (status)
        shf_simulation_result_free(result);
    return status;
}

void shf_simulation_result_free(shf_simulation_result *result)
{
    shf_table_free(result->curve);
    shf_table_free(result->clouds);
    shf_table_free(result->satisfaction);
    *result = (shf_simulation_result){.curve = NULL};
}
