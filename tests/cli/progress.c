/* How far every command says that it is: a share that does not fall, but for a second part such as an
 * estimate of the error or a theory beside networks; how often it says so; and that it stops when it is told
 * to. */
#include <cli/settings.h>
#include <support/folder.h>
#include <support/test.h>
#include <support/work.h>

static const struct {
    const char *command, *parameters; /* besides those of its sample: NAME VALUE NAME VALUE ... */
    size_t calls, parts;
    double last;
} runs[] = {
    {"hinge", "t-max 100 points 20", 254, 1, 0.833},
    {"hinge", "level finite-size t-max 100 points 20", 795, 1, 0.95},
    {"hinge", "level paper t-max 100 points 20", 254, 1, 0.833},
    {"hinge", "level cavity t-max 5 points 5 samples 64", 11, 1, 0.909},
    {"node", "t-max 10 points 10 nodes-a 3 nodes-w 3", 156, 1, 0.98},
    {"onset hinge", "verify 3 verify-t-max 10 d 3 M 3 N 10 eta 1 resamples 20 verify-test-size 10", 96, 2, 1},
    {"map hinge", "x-points 3 y-points 2", 12, 1, 1},
    {"online", "t-max 1 points 10 final no", 68, 2, 0.9},
    {"timescales", "t-max 1 points 10", 100222, 2, 1},
    {"timescales", "model finite-m m 3 t-max 1 points 10", 1793, 2, 1},
    {"timescales", "model overlaps m 3 d 10 t-max 1 points 10", 224, 2, 0.9},
    {"scan timescales", "epsilon-points 4 epsilon-min 1e-3", 100336, 1, 1},
    {"dmft", "m 3 t-max 5 points 10", 8, 1, 0.788},
    {"dmft", "m 2,3,4 t-max 2 points 5", 31, 1, 1},
    {"dmft", "neurons neurons.txt t-max 1 points 5", 6, 1, 0.1},
    {"limit dmft", "t-max 10 points 10", 168, 2, 0.9},
    {"limit dmft", "limit linear h poly:0,0.9 points 10", 73, 2, 0.9},
    {"limit dmft", "limit lazy-late gamma0 1 points 5", 5, 1, 0.65},
    {"limit dmft", "limit sqrt-m target none points 5", 45, 1, 0.982},
    {"onset dmft", "m 3 t-max 10", 11, 1, 0.913},
    {"threshold dmft", "t-max 540", 251, 1, 0.994},
    {"simulate hinge", "d 8 M 12 N 100 eta 10 times 0,20 runs 3", 63, 1, 0.984},
    {"simulate timescales", "dynamics gd N 20 runs 3", 30, 1, 1},
    {"simulate timescales", "m 3 d 5 batch 4 runs 3", 24, 1, 1},
    {"simulate dmft", "runs 3 d 10 m 2 substeps 20", 15, 1, 1},
    {"simulate dmft", "dynamics sgd batch 2 runs 3 d 10 m 2", 12, 1, 1},
    {"simulate node", "d 6 M 8 N 60 eta 5 times 0,20 runs 3", 111, 1, 1},
    {"compare hinge", "d 8 M 12 N 100 eta 10 times 0,20 runs 3", 256, 2, 0},
    {"compare timescales", "m 3 d 5 batch 4 runs 3", 99, 2, 0.5},
    {"compare node", "d 6 M 8 N 60 eta 5 times 0,5 runs 3 nodes-a 3 nodes-w 3", 194, 2, 0.9},
    {"compare dmft", "runs 3 d 10 m 2", 24, 2, 0.936},
};
enum { RUNS = sizeof runs / sizeof runs[0] };

typedef struct observer {
    size_t calls, falls, stop_at; /* told to stop from that call on; 0: never */
    double last;
} observer;

static int observe(void *context, double fraction)
{
    observer *o = context;
    ck_assert_msg(fraction >= 0 && fraction <= 1, "%g is no fraction", fraction);
    o->calls++;
    o->falls += fraction < o->last;
    o->last = fraction;
    return o->stop_at && o->calls >= o->stop_at;
}

static settings settings_of(size_t k)
{
    settings s;
    shf_error error;
    size_t row = 0;
    const command *const *c = command_list;
    while (*c && strcmp((*c)->name, runs[k].command) != 0)
        c++;
    ck_assert_msg(*c != NULL, "no %s", runs[k].command);
    shf_assert_ok(settings_init(&s, *c, &error), error);
    shf_assert_ok(settings_set_sample(&s, &error), error);
    if (settings_find(&s, NULL, "threads", &row))
        shf_assert_ok(settings_set(&s, NULL, "threads", "1", &error), error);
    char *copy = strdup(runs[k].parameters), *rest = copy;
    while (rest) {
        const char *name = strsep(&rest, " "), *value = strsep(&rest, " ");
        shf_assert_ok(settings_set(&s, NULL, name, value, &error), error);
    }
    free(copy);
    return s;
}

static shf_status run(const settings *s, observer *o, shf_error *error)
{
    const shf_progress progress = {observe, o};
    shf_info info;
    shf_table *table = NULL;
    shf_status status = s->command->run(s->input, &progress, &table, &info, error);
    shf_table_free(table);
    return status;
}

START_TEST(every_command)
{
    shf_enter_folder();
    shf_write_text("neurons.txt", "1 0.1 1 0.2\n0.5 0 0.2 1\n");
    for (size_t k = 0; k < RUNS; k++) {
        settings s = settings_of(k);
        shf_error error;
        observer all = {0};
        shf_assert_ok(run(&s, &all, &error), error);
        ck_assert_msg(shf_work_is_near(all.calls, runs[k].calls) && all.falls == runs[k].parts - 1 &&
                          fabs(all.last - runs[k].last) < 0.006,
                      "%s %s: %zu calls, %zu parts, last %.3g", runs[k].command, runs[k].parameters,
                      all.calls, all.falls + 1, all.last);
        const size_t stops[] = {1, (all.calls + 2) / 3, (all.calls + 1) / 2};
        for (int j = 0; j < 3; j++) {
            observer some = {.stop_at = stops[j]};
            ck_assert_msg(run(&s, &some, &error) == SHF_ERR_INTERRUPTED &&
                              strstr(error.message, "interrupted"),
                          "%s %s: told to stop by call %zu: %s", runs[k].command, runs[k].parameters,
                          stops[j], error.message);
            ck_assert_uint_le(some.calls, some.stop_at + 3); /* networks that have begun */
        }
        settings_clear(&s);
    }
}
END_TEST

SHF_TEST_MAIN("cli/progress", every_command)
