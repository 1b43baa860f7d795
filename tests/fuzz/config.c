/* Reads a parameter file, applies it to the command that wrote it or to one that is chosen, and checks what
 * it says. */
#include "config.h"
#include <cli/config.h>

/* What rerun and --config do with it. */
static void apply(const config *c, const command *to)
{
    settings s;
    shf_error error = {SHF_OK, ""};
    fuzz_require(settings_init(&s, to, &error) == SHF_OK);
    shf_status status = config_apply(c, &s, &error);
    fuzz_require_message(status, &error);
    if (!status) {
        fuzz_require_sound(&s);
        fuzz_require_message(config_complete(c, &s, &error), &error);
    }
    settings_clear(&s);
}

int fuzz_config(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *path = fuzz_path(data + 1, size - 1);
    for (int whole = 0; whole < 2; whole++) {
        config c;
        shf_error error = {SHF_OK, ""};
        shf_status status = config_read(&c, path, whole, &error);
        fuzz_require_message(status, &error);
        if (!status) {
            const command *made_by = c.command ? command_named(c.command) : NULL;
            apply(&c, made_by && made_by->run ? made_by : fuzz_command(data[0]));
        }
        config_clear(&c);
    }
    return 0;
}
