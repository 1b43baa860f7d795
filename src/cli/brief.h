/* A result as text for people: what `--format text` prints, and a terminal shows. */
#ifndef SHF_CLI_BRIEF_H
#define SHF_CLI_BRIEF_H

#include <shallowflow/table.h>
#include <stdio.h>

/** Single results, notes, and a dozen rows with six digits, as wide as the screen; says what is left out. */
void brief_print(FILE *stream, const shf_table *table);

#endif
