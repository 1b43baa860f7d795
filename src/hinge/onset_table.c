/* The onsets as a table with notes. */
#include "common/report.h"
#include <math.h>
#include <shallowflow/onset.h>
#include <stdio.h>

#define COUNT_COLUMN(member, unit, help) +1
enum { STATE_COLUMNS = 0 SHF_FINITE_SIZE_COLUMNS(COUNT_COLUMN) };

static shf_status add_columns(shf_table *table, shf_error *error)
{
    static const char *const text[2 + STATE_COLUMNS][3] = {
        {"onset", "", "number of the onset, in the order of the scalars"},
        {"t", "step", "when it happens; nan if it does not"},
#define STATE_TEXT(member, unit, help) {#member, unit, help},
        SHF_FINITE_SIZE_COLUMNS(STATE_TEXT)};
    shf_status status = SHF_OK;
    for (size_t j = 0; !status && j < sizeof text / sizeof text[0]; j++)
        status = shf_table_add_column(table, text[j][0], text[j][1], text[j][2], error);
    return status;
}

static shf_status add_events(const shf_onset *onset, shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (int k = 0; !status && k < SHF_ONSET_COUNT; k++) {
        const shf_onset_event *e = &onset->event[k];
        const double row[] = {k, e->t,
#define STATE_VALUE(member, unit, help) e->state.member,
                              SHF_FINITE_SIZE_COLUMNS(STATE_VALUE)};
        status = shf_table_add_row(table, row, error);
        if (!status)
            status = shf_table_add_scalar(table, shf_onset_name(k), e->t, "step", shf_onset_help(k), error);
    }
    if (!status)
        status = shf_table_add_scalar(table, "t_IJ_paper", onset->t_IJ_paper, "step",
                                      "where I = J in the mean field", error);
    return status ? status
                  : shf_table_add_scalar(table, "t_last", onset->t_last, "step",
                                         "how far the theory was followed", error);
}

static shf_status add_notes(const shf_onset *onset, shf_table *table, shf_error *error)
{
    static const struct {
        unsigned bit;
        const char *text;
    } assumption[] = {
#define ASSUMPTION_ROW(name, bit, sentence) {bit, sentence},
        SHF_ASSUMPTION_LIST(ASSUMPTION_ROW)};
    char line[256];
    shf_status status = SHF_OK;
    for (size_t k = 0; !status && k < sizeof assumption / sizeof assumption[0]; k++)
        if (onset->violated & assumption[k].bit) {
            (void)snprintf(line, sizeof line, "assumption violated: %s", assumption[k].text);
            status = shf_table_add_note(table, line, error);
        }
    for (int k = 0; !status && k < SHF_ONSET_COUNT; k++)
        if (isnan(onset->event[k].t)) {
            (void)snprintf(line, sizeof line, "%s: none before t = %.9g%s", shf_onset_name(k), onset->t_last,
                           k == SHF_ONSET_BEST ? ", the test error is smallest there" : "");
            status = shf_table_add_note(table, line, error);
        }
    return status;
}

shf_status shf_onset_table(const shf_onset *onset, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(*table, error);
    if (!status)
        status = add_events(onset, *table, error);
    if (!status)
        status = add_notes(onset, *table, error);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}
