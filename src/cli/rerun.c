/* shallowflow rerun: makes a result again from its own file. */
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/renamed.h"
#include "cli/run.h"
#include "common/report.h"
#include <string.h>

static shf_status check_result(const config *c, const command **made_by, shf_error *error)
{
    if (c->kind != CONFIG_RESULT)
        return shf_fail(error, SHF_ERR_TEXT, "%s: is not a result of shallowflow", c->path);
    *made_by = command_named(c->command);
    const char *now = *made_by ? NULL : renamed_command(c->command);
    if (now)
        return shf_fail(error, SHF_ERR_TEXT, "%s: unknown command %.*s; it is %s now", c->path,
                        (int)strcspn(c->command, " "), c->command, now);
    if (!*made_by || !(*made_by)->run)
        return shf_fail(error, SHF_ERR_TEXT, "%s: was written by a command unknown here: %.60s", c->path,
                        c->command);
    return SHF_OK;
}

/* Says when the result may differ because the program does. */
static void compare_versions(const command *self, const config *c)
{
    if (strcmp(c->version, shf_version_full()) != 0)
        complain(self->name, "note: %s was made by version %.80s, this is %s", c->path, c->version,
                 shf_version_full());
}

static int rerun(const command *self, const config *c, const options *o)
{
    const command *made_by = NULL;
    shf_error error = {SHF_OK, ""};
    settings s = {.n = 0};
    shf_status status = check_result(c, &made_by, &error);
    SHF_THEN(status, settings_init(&s, made_by, &error));
    SHF_THEN(status, config_apply(c, &s, &error));
    SHF_THEN(status, config_complete(c, &s, &error));
    int code = status ? complain_status(self->name, &error) : run_computation(&s, o, c->format, self->name);
    if (code == DONE && !o->quiet)
        compare_versions(self, c);
    settings_clear(&s);
    return code;
}

static int call(const command *self, int argc, char **argv)
{
    shf_error error = {SHF_OK, ""};
    settings none = {.command = self};
    options o;
    config c = {.path = NULL};
    shf_status status = options_read(&o, &none, argc, argv, &error);
    if (!status && !o.help && !o.positional)
        status = shf_fail(&error, SHF_ERR_TEXT, "needs the name of a result file");
    if (!status && !o.help)
        status = config_read(&c, o.positional, 1, &error);
    int code = status ? complain_status(self->name, &error) : o.help ? help_show(self) : rerun(self, &c, &o);
    config_clear(&c);
    options_clear(&o);
    return code;
}

const command rerun_command = {
    .name = "rerun",
    .answers = FILES,
    .summary = "make a result again from its own file",
    .arguments = "FILE",
    .description = PARAGRAPHS(
        "Computes a result again from its own file: TSV, CSV or JSON.  Every parameter is read from the "
        "header, so that the same version on the same machine writes the same bytes.  The format stays that "
        "of FILE unless --format or the extension of --output says otherwise.",
        "To change a parameter, give the file as --config to the command that made it."),
    .examples = EXAMPLES(
        {"shallowflow rerun curve.tsv --output again.tsv",
         "then `cmp curve.tsv again.tsv` finds no difference"},
        {"shallowflow rerun curve.json --plot curve.pdf --output curve.json", "draws an older result"}),
    .call = call,
    .writes = 1,
};
