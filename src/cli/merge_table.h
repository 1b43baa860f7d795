/* Results of ensembles, read back and merged. */
#ifndef SHF_CLI_MERGE_TABLE_H
#define SHF_CLI_MERGE_TABLE_H

#include <shallowflow/table.h>

/** Reads the table of a whole TSV result: columns with units and sentences, single results, notes; *method,
 * to be freed, is what its header says.  Errors: SHF_ERR_FILE, SHF_ERR_TEXT (another format), SHF_ERR_MEMORY.
 */
shf_status merge_read(const char *path, shf_table **table, char **method, shf_error *error);

/** A result with the number of its runs. */
typedef struct merge_part {
    const char *path;
    shf_table *table;
    size_t runs;
} merge_part;

/** The means over all runs of n parts and their standard errors, as if one command had trained them all:
 * columns NAME with a column NAME_se are means, the others those of the first part.  Single results and notes
 * are kept that all parts have.  Errors: SHF_ERR_VALUE (other rows or columns), SHF_ERR_MEMORY. */
shf_status merge_tables(const merge_part *part, size_t n, shf_table **merged, shf_error *error);

#endif
