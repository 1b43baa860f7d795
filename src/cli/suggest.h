/* "Did you mean ...?" */
#ifndef SHF_CLI_SUGGEST_H
#define SHF_CLI_SUGGEST_H

#include <stddef.h>

/** Twice the least number of insertions, deletions, replacements and swaps of neighbours that turn one word
 * into the other, where a change of case counts half. */
size_t edit_cost(const char *a, const char *b);

/** Collects the candidate nearest to a word. */
typedef struct suggestion {
    const char *word, *nearest;
    size_t cost;
} suggestion;

/** Starts with no candidate. */
suggestion suggestion_for(const char *word);

void suggestion_offer(suggestion *s, const char *candidate);

/** The nearest candidate if it is near enough to be meant, else NULL. */
const char *suggestion_get(const suggestion *s);

#endif
