/* Storage of measurements, and tables from it. */
#include "simulation/hinge_record.h"
#include "common/columns.h"
#include "common/report.h"
#include "simulation/ensemble.h"
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

typedef struct observables {
    SHF_SIMULATION_OBSERVABLES(SHF_COLUMN_FIELD, )
} observables;

SHF_DEFINE_COLUMNS(observables, SHF_SIMULATION_OBSERVABLES, columns);
const shf_columns *const shf_hinge_observable_columns = &columns;

static shf_table *curve(const shf_hinge_record *r, const shf_hinge_schedule *schedule, size_t runs,
                        size_t rows)
{
    const shf_ensemble_columns measured = {&columns, SHF_ONCE};
    const shf_ensemble_values values = {
        .part = &measured, .n_parts = 1, .value = r->value, .run_stride = run_size(r), .n_averaged = runs};
    shf_table *table = shf_table_new();
    shf_column_add(table, "step", "training time", "t");
    shf_ensemble_columns_add(&values, NULL, "; nan: a single run", table);
    for (size_t i = 1; i <= r->nodes; i++) {
        shf_column_add(table, "", "second-layer weight of a node", "a_%zu", i);
        shf_column_add(table, "", "its first-layer weight along the teacher", "w_par_%zu", i);
    }
    for (size_t row = 0; row < rows; row++) {
        shf_row_number(table, (double)schedule->row[row] * schedule->step);
        shf_ensemble_row_put(&values, row, table);
        shf_row_numbers(table, shf_hinge_record_nodes(r, row), 2 * r->nodes);
        shf_row_end(table);
    }
    return table;
}

/* ---- clouds and satisfaction ---- */

#define CLOUD_COLUMNS(C, S)                      \
    C(S, t, "step", "training time")             \
    C(S, run, "", "number of the run, from 1")   \
    C(S, a, "", "second-layer weight of a node") \
    C(S, w_par, "", "its first-layer weight along the teacher")

typedef struct cloud_row {
    CLOUD_COLUMNS(SHF_COLUMN_FIELD, )
} cloud_row;

SHF_DEFINE_COLUMNS(cloud_row, CLOUD_COLUMNS, cloud_columns);

static shf_table *clouds(const shf_hinge_record *r, const shf_hinge_schedule *schedule, size_t runs)
{
    shf_table *table = shf_table_new();
    shf_columns_add(table, &cloud_columns, NULL);
    for (size_t cloud = 0; cloud < r->clouds; cloud++)
        for (size_t run = 0; run < runs; run++)
            for (size_t i = 0; i < r->M; i++) {
                const double *node = shf_hinge_record_cloud(r, run, cloud) + 2 * i;
                const cloud_row row = {.t = (double)schedule->cloud[cloud] * schedule->step,
                                       .run = (double)(run + 1),
                                       .a = node[0],
                                       .w_par = node[1]};
                shf_row_put(table, &cloud_columns, &row);
                shf_row_end(table);
            }
    return table;
}

/* Behind the number of the run: SHF_SAT_COUNT numbers of a sample, in their order. */
#define SATISFACTION_COLUMNS(C, S)                             \
    C(S, run, "", "number of the run, from 1")                 \
    C(S, x_par, "", "projection of the sample on the teacher") \
    C(S, y, "", "its label, flips included")                   \
    C(S, flipped, "", "1 if the label was flipped")            \
    C(S, t_satisfied, "step", "first time with alpha y F >= h; inf if never")

typedef struct satisfaction_row {
    SATISFACTION_COLUMNS(SHF_COLUMN_FIELD, )
} satisfaction_row;

SHF_DEFINE_COLUMNS(satisfaction_row, SATISFACTION_COLUMNS, satisfaction_columns);

static shf_table *satisfaction(const shf_hinge_record *r, size_t runs)
{
    shf_table *table = shf_table_new();
    shf_columns_add(table, &satisfaction_columns, NULL);
    for (size_t run = 0; run < runs; run++)
        for (size_t k = 0; k < r->samples; k++) {
            shf_row_number(table, (double)(run + 1));
            shf_row_numbers(table, shf_hinge_record_sample(r, run, k), SHF_SAT_COUNT);
            shf_row_end(table);
        }
    return table;
}

shf_status shf_hinge_record_tables(const shf_hinge_record *record, const shf_hinge_schedule *schedule,
                                   size_t runs, size_t rows, shf_simulation_result *result, shf_error *error)
{
    *result = (shf_simulation_result){
        .curve = curve(record, schedule, runs ? runs : 1, runs ? record->rows : rows)};
    shf_status status = shf_table_end(&result->curve, SHF_OK, error);
    if (status == SHF_OK && runs && record->clouds) {
        result->clouds = clouds(record, schedule, runs);
        status = shf_table_end(&result->clouds, SHF_OK, error);
    }
    if (status == SHF_OK && runs && record->samples) {
        result->satisfaction = satisfaction(record, runs);
        status = shf_table_end(&result->satisfaction, SHF_OK, error);
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
