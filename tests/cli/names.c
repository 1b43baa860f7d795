/* Names of options and commands of earlier versions: refused with the new one, also in files of those
 * versions. */
#include <cli/commands.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

START_TEST(on_the_command_line)
{
    const struct {
        const char *line;
        int code;
        const char *part;
    } cases[] = {
        {"simulate hinge --seeds 3", 2, "unknown option --seeds; it is called --runs now"},
        {"simulate dmft --dt=0.1", 2,
         "unknown option --dt; it is called --substeps now, 1/dt updates for each unit of time"},
        {"simulate timescales --step 1e-3", 2, "unknown option --step; it is called --substeps now, 1/step"},
        {"compare timescales --data-seed 2", 2,
         "unknown option --data-seed; it is called --seed now; run k draws its samples with seed + k"},
        {"simulate timescales --method gd", 2, "unknown option --method; it is called --dynamics now"},
        {"timescales --neurons 2", 2, "unknown option --neurons; it is called --nodes now"},
        {"dmft-widths --widths 3", 2,
         "shallowflow: unknown command dmft-widths; it is dmft --m M1,M2,... now"},
        {"onset-map", 2, "unknown command onset-map; it is map now"},
        {"timescales-scan --points 3", 2, "unknown command timescales-scan; it is scan timescales now"},
        {"dmft-neurons --neurons x", 2, "unknown command dmft-neurons; it is dmft --neurons FILE now"},
        {"help dmft-limit", 2, "help: unknown command dmft-limit; it is limit dmft now"},
        {"dmft --widths 3", 2, "unknown option --widths; it is called --m now"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_enter_folder();
        shf_assert_run_fails(program(), cases[k].line, cases[k].code, cases[k].part);
        ck_assert_msg(shf_count_files() == 0, "%s left a file", cases[k].line);
    }
}

START_TEST(in_files)
{
    const struct {
        const char *text, *line;
        int code;
        const char *part;
    } cases[] = {
        {"[simulation]\nseeds = 3\n", "simulate hinge --config x", 2,
         "x:2: unknown key seeds; it is called runs now"},
        {"{\"training\": {\"dt\": 0.1}}", "simulate dmft --config x", 2,
         "x: unknown key dt; it is called substeps now, 1/dt updates for each unit of time"},
        {"# shallowflow 0.1.0\n# command: shallowflow simulate dmft --seeds 2\n# [training]\n# d = 20\n# seeds "
         "= 2\n#: size = 0 rows x 1 columns\n# t\n",
         "rerun x", 2, "rerun: x:5: unknown key seeds; it is called runs now"},
        {"# shallowflow 0.1.0\n# command: shallowflow simulate timescales\n# [training]\n# method = gd\n#: size = 0 "
         "rows x 1 columns\n# t\n",
         "simulate timescales --config x", 2, "x:4: unknown key method; it is called dynamics now"},
        {"# shallowflow 0.1.0\n# command: shallowflow dmft-onset --m 3\n# [dmft]\n# m = 3\n#: size = 0 rows x 1 "
         "columns\n# t\n",
         "rerun x", 2, "rerun: x: unknown command dmft-onset; it is onset dmft now"},
        {"# shallowflow 0.1.0\n# command: shallowflow onset-map\n# [map]\n# x-points = 3\n#: size = 0 rows x 1 "
         "columns\n# t\n",
         "map --config x", 2, "map hinge: x: unknown command onset-map; it is map now"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_enter_folder();
        shf_write_text("x", cases[k].text);
        shf_assert_run_fails(program(), cases[k].line, cases[k].code, cases[k].part);
        ck_assert_uint_eq(shf_count_files(), 1);
    }
}

/* The first word of two, alone or with --help. */
START_TEST(groups_of_commands)
{
    static const char *const groups[] = {"simulate", "compare"};
    for (size_t k = 0; k < sizeof groups / sizeof groups[0]; k++) {
        char line[100];
        (void)snprintf(line, sizeof line, "%s --help", groups[k]);
        char *text = shf_run_ok(program(), line);
        (void)snprintf(line, sizeof line, "help %s", groups[k]);
        char *same = shf_run_ok(program(), line);
        ck_assert_str_eq(text, same);
        shf_outcome alone = shf_run(program(), groups[k]);
        ck_assert_int_eq(alone.code, 2);
        ck_assert_str_eq(alone.out, "");
        ck_assert_str_eq(alone.err, text);
        shf_outcome_free(&alone);
        size_t found = 0;
        for (const command *const *c = command_list; *c; c++) {
            (void)snprintf(line, sizeof line, "\n  %s ", (*c)->name);
            int belongs = strncmp((*c)->name, groups[k], strlen(groups[k])) == 0;
            ck_assert_int_eq(strstr(text, line) != NULL, belongs);
            found += belongs;
        }
        ck_assert_uint_ge(found, 3);
        free(text);
        free(same);
    }
}

/* A shorter name is the same command everywhere; a model behind it is another one. */
START_TEST(shorter_names)
{
    char *whole = shf_run_ok(program(), "onset hinge --t-max 1 --format tsv"),
         *shorter = shf_run_ok(program(), "onset --t-max 1 --format tsv");
    ck_assert_str_eq(whole, shorter);
    ck_assert_ptr_nonnull(strstr(shorter, "\n# command: shallowflow onset hinge --t-max 1\n"));
    free(whole);
    free(shorter);
    whole = shf_run_ok(program(), "help map hinge"), shorter = shf_run_ok(program(), "help map");
    ck_assert_str_eq(whole, shorter);
    ck_assert_ptr_nonnull(strstr(shorter, "\nusage: shallowflow map [hinge] [--OPTION VALUE]...\n"));
    free(whole);
    free(shorter);
    ck_assert_ptr_eq(command_named("onset --d 5"), &onset_hinge_command);
    ck_assert_ptr_eq(command_named("onset"), &onset_hinge_command);
    ck_assert_ptr_eq(command_named("onset hinge --d 5"), &onset_hinge_command);
    ck_assert_ptr_eq(command_named("onset dmft --m 5"), &onset_dmft_command);
    ck_assert_ptr_null(command_named("onsets"));
}

SHF_TEST_MAIN("cli/names", on_the_command_line, in_files, groups_of_commands, shorter_names)
