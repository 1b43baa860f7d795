/* What fish and zsh offer, by the shells themselves where they are installed. */
#include <cli/command.h>
#include <cli/help.h>
#include <stdio.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

/* zsh without its completion system: what would be described, what options there would be. */
static const char listing[] = "compdef() { : }\n"
                              "_describe() { print -r -- ${(P)2} }\n"
                              "_arguments() { print -rl -- \"$@\" }\n"
                              "words=(\"$@\"); CURRENT=$#words\n"
                              "source ./zsh.script\n"
                              "_shallowflow\n";

static int is_installed(const char *shell)
{
    char line[2000];
    (void)snprintf(line, sizeof line, "command -v %s >/dev/null", shell);
    if (system(line) != 0)
        return 0;
    shf_enter_folder();
    (void)snprintf(line, sizeof line, "%s completion %s >%s.script", program(), shell, shell);
    ck_assert_int_eq(system(line), 0);
    shf_write_text("listing.zsh", listing);
    return 1;
}

/* What is offered behind a line whose last word is being typed, a line each; to be freed. */
static char *offers(const char *shell, const char *words)
{
    char line[2000];
    (void)snprintf(
        line, sizeof line,
        strcmp(shell, "zsh") == 0
            ? "zsh -f listing.zsh shallowflow %s >offers"
            : "HOME=$PWD fish --no-config -c 'source fish.script; complete -C \"shallowflow %s\"' >offers",
        words);
    ck_assert_msg(system(line) == 0, "%s", line);
    return shf_read_file("offers", NULL);
}

static void assert_offers(const char *shell, const char *words, const char *expected)
{
    char *text = offers(shell, words);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s: offers %s", shell, words, text);
    free(text);
}

/* ---- every option of every command with its sentence ---- */

static const char *offered; /* to the shell that is asked */
static const char *before, *between, *behind;

static void look_for(const command *c, const help_entry *e)
{
    char *expected = NULL;
    ck_assert_int_gt(asprintf(&expected, "%s--%s%s%s%s", before, e->name, between, e->help, behind), 0);
    ck_assert_msg(strstr(offered, expected) != NULL, "%s: no %s in %s", c->name, expected, offered);
    free(expected);
}

static void look_for_all(const char *shell)
{
    for (const command *const *c = command_list; *c; c++) {
        char words[200];
        (void)snprintf(words, sizeof words, "%s x --", (*c)->name);
        char *text = offers(shell, words), *to = text;
        for (const char *from = text; strcmp(shell, "zsh") == 0 && *from; from++) /* without escapes */
            if (*from != '\\' || from[1] == '\\')
                *to++ = *from;
        *to = strcmp(shell, "zsh") == 0 ? '\0' : *to;
        offered = text;
        help_visit_common(*c, look_for);
        help_visit_parameters(*c, look_for);
        free(text);
    }
}

START_TEST(fish_completes)
{
    if (!is_installed("fish"))
        return;
    before = "", between = "\t", behind = "\n";
    look_for_all("fish");
    static const char *const cases[][2] = {
        {"compare h", "hinge\ttrained networks beside the theory of hinge\n"},
        {"help compare h", "hinge\ttrained networks beside the theory of hinge\n"},
        {"help sim", "simulate\n"},
        {"onset d", "dmft\twhen a network of finite width learns, overfits and unlearns\n"},
        {"onset --verify-s", "--verify-seed\tseed of the first network; number k uses verify-seed + k\n"},
        {"hinge --data s", "sphere\tlaw of the inputs\nstudent\tlaw of the inputs\n"},
        {"hinge --alpha f", ""},
        {"hinge --config li", "listing.zsh\n"},
        {"rerun li", "listing.zsh\n"},
        {"completion z", "zsh\n"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        assert_offers("fish", cases[k][0], cases[k][1]);
}

START_TEST(zsh_completes)
{
    if (!is_installed("zsh"))
        return;
    before = "", between = "[", behind = "]";
    look_for_all("zsh");
    static const char *const cases[][2] = {
        {"map h", "hinge:onsets of overfitting over a grid of two parameters\n"},
        {"onset h",
         "hinge:when training starts to overfit, from the finite-size theory dmft:when a network of "
         "finite width learns, overfits and unlearns\n"},
        {"help x --", "--help[show this help]\n"},
        {"completion z", "--help[show this help]\n1:shell:(bash zsh fish)\n"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        assert_offers("zsh", cases[k][0], cases[k][1]);
    static const char *const parts[][2] = {
        {"hinge --", "--data[law of the inputs]:name:( gaussian sphere student)\n"},
        {"hinge --", ":file:_files\n--format["},
        {"hinge --", "(level mean-field\\: no influence)]:number: \n"},
        {"hinge --", "--quiet[no progress bar and no remarks]\n"},
        {"onset --", "--verify["},
        {"onset hinge --", "--verify["},
        {"rerun --", "]\n1:file:_files\n"},
        {"hel", " onset map limit threshold scan simulate compare figure:the figures"},
        {"help hel", " version:show version and source revision\n"}};
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        char *text = offers("zsh", parts[k][0]);
        ck_assert_msg(strstr(text, parts[k][1]) != NULL, "%s: no %s in %s", parts[k][0], parts[k][1], text);
        free(text);
    }
}

SHF_TEST_MAIN("cli/completion", fish_completes, zsh_completes)
