/* The onsets as a table with notes. */
#include "common/columns.h"
#include <math.h>
#include <shallowflow/onset.h>

SHF_DEFINE_COLUMNS(shf_finite_size_state, SHF_FINITE_SIZE_COLUMNS, state_columns);

static void add_events(const shf_onset *onset, shf_table *table)
{
    (void)shf_table_name_rows(table, "event", "name of the onset", NULL);
    shf_column_add(table, "step", "when it happens; nan if it does not", "t");
    shf_columns_add(table, &state_columns, NULL);
    for (int k = 0; k < SHF_ONSET_COUNT; k++) {
        const shf_onset_event *e = &onset->event[k];
        (void)shf_table_name_row(table, shf_onset_name(k), NULL);
        shf_row_number(table, e->t);
        shf_row_put(table, &state_columns, &e->state);
        shf_row_end(table);
        shf_scalar_add(table, e->t, "step", shf_onset_help(k), "%s", shf_onset_name(k));
    }
    shf_scalar_add(table, onset->t_IJ_paper, "step", "where I = J in the mean field", "t_IJ_paper");
    shf_scalar_add(table, onset->t_last, "step", "how far the theory was followed", "t_last");
}

static void add_bands(const shf_onset *onset, shf_table *table)
{
    static const struct {
        const char *name, *unit, *help;
    } text[] = {
#define BAND_TEXT(name, text, unit, sentence) {text, unit, sentence},
        SHF_BAND_LIST(BAND_TEXT)};
    for (int k = 0; k < SHF_BAND_COUNT; k++) {
        const shf_onset_band *b = &onset->band[k];
        shf_scalar_add(table, b->low, text[k].unit, text[k].help, "%s_band_low", text[k].name);
        shf_scalar_add(table, b->high, text[k].unit, "nine in ten networks are below or within",
                       "%s_band_high", text[k].name);
        shf_scalar_add(table, b->theory_low, text[k].unit, "the same without the scatter of networks",
                       "%s_theory_low", text[k].name);
        shf_scalar_add(table, b->theory_high, text[k].unit, "the same without the scatter of networks",
                       "%s_theory_high", text[k].name);
    }
}

static void add_notes(const shf_onset *onset, shf_table *table)
{
#define NOTE_VIOLATED(name, bit, sentence) \
    if (onset->violated & (bit))           \
        shf_note_add(table, "assumption violated: %s", sentence);
    SHF_ASSUMPTION_LIST(NOTE_VIOLATED)
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (isnan(onset->event[k].t))
            shf_note_add(table, "%s: none before t = %.9g%s", shf_onset_name(k), onset->t_last,
                         k == SHF_ONSET_BEST ? ", the test error is smallest there" : "");
    if (onset->outside)
        shf_note_add(
            table,
            "outside the design of networks on which the bands of 90 %% rest: N/d 3..300, d 30..300, M "
            "50..2000, alpha/h 0.3..30, delta 0..0.3");
}

shf_status shf_onset_table(const shf_onset *onset, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    add_events(onset, *table);
    add_bands(onset, *table);
    add_notes(onset, *table);
    return shf_table_end(table, SHF_OK, error);
}
