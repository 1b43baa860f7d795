/* Texts of gnuplot in which results and their columns are named. */
#ifndef SHF_FIGURES_COLUMNS_H
#define SHF_FIGURES_COLUMNS_H

#include "figures/figures.h"

/** Where the results are that a figure draws. */
typedef struct data_folder {
    const char *path; /**< ends in a slash; files are data/NAME.tsv in it */
} data_folder;

/** Whether the result of a dataset is there. */
int data_present(const data_folder *folder, const dataset *d);

/** Whether all results named in a text are there. */
int data_present_for(const data_folder *folder, const char *text);

/** The text with {NAME} replaced by an expression for the path, {NAME:COLUMN} and {COLUMN} (of `own`, which
 * may be NULL) by `($NUMBER)`; other braces stay.  To be freed.  Errors: SHF_ERR_TEXT (no such column, named
 * with the file), SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status data_expand(const data_folder *folder, const char *text, const dataset *own, char **expanded,
                       shf_error *error);

#endif
