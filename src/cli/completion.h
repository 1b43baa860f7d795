/* Completion scripts for several shells, made from the descriptors and their parameter tables. */
#ifndef SHF_CLI_COMPLETION_H
#define SHF_CLI_COMPLETION_H

#include "cli/command.h"

/** Prints the names of a choice, each behind a space, without the numbers that they take. */
void completion_names(const char *allowed);

/** Length of the first word of the name of a command. */
size_t completion_first_word(const command *c);

/** Whether no earlier command in the list starts with the same word. */
int completion_is_first_of_its_word(const command *const *c);

/** Whether the name has two words. */
int completion_is_of_two_words(const command *c);

/** Print the scripts. */
void completion_zsh(void);
void completion_fish(void);

#endif
