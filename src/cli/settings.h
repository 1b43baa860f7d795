/* The parameters of one run of a command. */
#ifndef SHF_CLI_SETTINGS_H
#define SHF_CLI_SETTINGS_H

#include "cli/command.h"

typedef struct settings {
    const command *command;
    size_t n;
    void *input;          /**< the input struct of the command */
    shf_section *section; /**< its n members with their tables */
} settings;

/** Everything at its default.  Errors: SHF_ERR_MEMORY. */
shf_status settings_init(settings *s, const command *c, shf_error *error);
void settings_clear(settings *s);

/** Member k of the input. */
void *settings_params(const settings *s, size_t k);

/** The row of a name within the sections of that title (NULL: all of them) and the number of its section;
 * NULL if there is none. */
const shf_param *settings_find(const settings *s, const char *title, const char *name, size_t *section);

/** Whether a section has that title. */
int settings_has_section(const settings *s, const char *title);

/** Sets a parameter from text.  Errors: those of shf_params_set. */
shf_status settings_set(settings *s, const char *title, const char *name, const char *text, shf_error *error);

/** Sets the options of the smallest run.  Errors: those of settings_set. */
shf_status settings_set_sample(settings *s, shf_error *error);

#endif
