/* Collocation from t = 0 to the last time: panels as long as resolution and convergence allow. */
#include "dmft/march.h"
#include "common/jobs.h"
#include "common/report.h"
#include "dmft/block.h"
#include "dmft/collocation.h"
#include <math.h>

enum {
    ITERATIONS_MAX = 60, /* of one panel */
    SLOW = 30            /* a panel that needs more is followed by a shorter one */
};
static const double COARSE = 0.1; /* resolution that always suffices when the length of the panels is given */

typedef struct attempt {
    int converged, iterations;
    double tail; /* largest last coefficient of the panel, relative */
} attempt;

/* ---- fixed point ---- */

static void fill(double *scale, size_t n, double value)
{
    for (size_t i = 0; i < n; i++)
        scale[i] = value;
}

static void set_scale(shf_dmft_collocation *run)
{
    size_t q = run->q, last = run->rows - run->groups;
    double a = 0, *scale = run->scale;
    for (size_t r = 0; r < run->rows; r++)
        a = fmax(a, fabs(run->a[r]));
    fill(scale, q, a > 0 ? a : 1);
    fill(scale + shf_dmft_at_nu(run), q,
         shf_dmft_largest(run->groups, run->nu + last) + 0.1 / run->panel.length);
    fill(scale + shf_dmft_at_v(run, 0), run->start.k * q, 1);
    for (size_t k = 0; k < run->sectors; k++) {
        const shf_dmft_sector *s = &run->sector[k];
        fill(scale + s->at_c, s->q * s->ld, 1);
        fill(scale + s->at_w, s->q * s->ld, fmax(1e-300, shf_dmft_largest(s->q * s->ld, run->x + s->at_w)));
    }
}

/* On success run->g and the rows of R_A, C_A belong to the fixed point. */
static attempt iterate(shf_dmft_collocation *run, double tolerance)
{
    attempt result = {.converged = 0, .tail = INFINITY};
    while (result.iterations < ITERATIONS_MAX && !result.converged) {
        result.iterations++;
        if (!shf_dmft_collocation_image(run))
            break;
        set_scale(run);
        double change = shf_dmft_anderson_step(&run->anderson, run->x, run->g, run->scale);
        if (!(change < 1e6))
            break;
        result.converged = change < tolerance;
    }
    return result;
}

/* ---- is the panel good? ---- */

/* Last Chebyshev coefficient, over the panel, of the largest of a sector's columns, for pairs of neurons. */
static double tail_of_sector(const shf_dmft_collocation *run, const shf_dmft_sector *s)
{
    const shf_dmft_radau *radau = &run->panel.radau;
    size_t width = s->width, last = s->rows - width;
    double worst = 0;
    for (size_t g = 0; g < width; g++)
        for (size_t h = 0; h < width; h++) {
            double most = 0;
            for (size_t l = h; l < s->rows; l += width)
                most = fmax(most, shf_dmft_radau_tail(radau, shf_dmft_history_entry(&s->c, last + g, l),
                                                      run->g + s->at_c + g * s->ld + l, width * s->ld));
            worst = fmax(worst, s == run->sector ? most * run->share[g][h] : most);
        }
    return worst;
}

static double resolution_of(const shf_dmft_collocation *run)
{
    const shf_dmft_radau *radau = &run->panel.radau;
    size_t groups = run->groups, last = run->rows - groups, n = run->panel.n;
    double a = fmax(1e-300, shf_dmft_largest(run->q, run->g)), tail = 0;
    double size = fabs(shf_dmft_history_row(&run->ca, 0)[0]);
    for (size_t g = 0; g < groups; g++) {
        tail = fmax(tail, shf_dmft_radau_tail(radau, run->a[last + g], run->g + g, groups) / a);
        for (size_t k = 0; k < run->start.k; k++)
            tail = fmax(tail, shf_dmft_radau_tail(radau, run->v[k][last + g],
                                                  run->g + shf_dmft_at_v(run, k) + g, groups));
    }
    for (size_t k = 0; k < run->sectors; k++)
        tail = fmax(tail, tail_of_sector(run, &run->sector[k]));
    for (size_t l = 0; size > 0 && l < n; l++)
        tail = fmax(tail, shf_dmft_radau_tail(radau, shf_dmft_history_entry(&run->ca, n - 1, l),
                                              run->ca_row + l, run->panel.nodes) /
                              size);
    return tail;
}

/* The training error never increases, (D.30), and no correlation exceeds one: a panel that fails in either
 * has found another fixed point. */
static int plausible(const shf_dmft_collocation *run, double slack)
{
    const shf_dmft_panel *panel = &run->panel;
    size_t last = panel->radau.p - 1;
    double size = fabs(shf_dmft_history_row(&run->ca, 0)[0]);
    double before = -shf_dmft_history_entry(&run->ca, panel->n - 1, panel->n - 1);
    double now = -run->ca_row[last * panel->nodes + panel->n + last];
    if (!(now <= before + slack * size))
        return 0;
    for (size_t k = 0; k < run->sectors; k++) {
        const shf_dmft_sector *s = &run->sector[k];
        size_t rows = s->width * s->ld;
        if (!(shf_dmft_largest(rows, s->overlap + last * rows) <= 1 + 1e3 * slack + 1e-6))
            return 0;
    }
    return 1;
}

/* ---- the run ---- */

shf_status shf_dmft_too_large(const shf_dmft_solver *solver, double t, size_t n, shf_error *error)
{
    return shf_fail(error, SHF_ERR_MEMORY,
                    "memory = %g MB: the history is full at t = %g (%zu nodes); give more memory, a larger "
                    "rtol or step, or a smaller t-max",
                    solver->memory, t, n);
}

int shf_dmft_full(const shf_dmft_solver *solver, size_t n, double histories)
{
    double nodes = (double)n;
    return histories * (0.5 * nodes * nodes + 0.5 * SHF_DMFT_TILE * nodes) * sizeof(double) >
           1e6 * solver->memory;
}

/* C and R of each sector, of the residuals. */
static double histories(const shf_dmft_collocation *run)
{
    double sum = 2;
    for (size_t k = 0; k < run->sectors; k++)
        sum += 2 * (double)(run->sector[k].width * run->sector[k].width);
    return sum;
}

static shf_status add_node(const shf_dmft_collocation *run, size_t node, shf_dmft_path *path,
                           shf_error *error)
{
    double value[SHF_DMFT_COLUMNS_MAX];
    shf_dmft_observe(run, node, value);
    return shf_dmft_path_add(path, run->t[node], value, error);
}

static shf_status accept(shf_dmft_collocation *run, shf_dmft_path *path, shf_error *error)
{
    size_t first = run->panel.n;
    shf_status status = shf_dmft_collocation_accept(run, error);
    for (size_t i = first; status == SHF_OK && i < run->panel.n; i++)
        status = add_node(run, i, path, error);
    return status;
}

double shf_dmft_fastest_time(const shf_dmft_model *model)
{
    double a = fabs(model->a0), m = model->m;
    double rate = model->params.alpha *
                  (a * a * (shf_dmft_value(&model->h[1], 0) + shf_dmft_value(&model->h[1], 1) / m) +
                   a * fabs(shf_dmft_value(&model->phat[1], 0)) + model->h1 / m);
    return 0.5 / rate;
}

/* The same of groups. */
static double fastest_time(const shf_dmft_collocation *run)
{
    const shf_dmft_groups *x = &run->start;
    const shf_dmft_model *model = run->model;
    double m = model->m, fastest = 0;
    for (size_t g = 0; g < x->n; g++) {
        double a = fabs(x->a[g]), rate = (a * a * shf_dmft_value(&model->h[1], 1) + model->h1) / m;
        for (size_t h = 0; h < x->n; h++) {
            double c = g == h && x->size[g] == 1 ? 0 : x->c[g][h];
            rate += x->size[h] / m * fabs(a * x->a[h] * shf_dmft_value(&model->h[1], c));
        }
        for (size_t k = 0; k < x->k; k++)
            rate += a * fabs(shf_dmft_phat_slope(run, g, k));
        fastest = fmax(fastest, rate);
    }
    return 0.5 / (model->params.alpha * fastest);
}

static double next_length(double length, double tail, int iterations, double resolution, size_t p)
{
    double factor = tail > 0 ? 0.9 * pow(resolution / tail, 1 / ((double)p + 1)) : 2;
    factor = fmax(0.2, fmin(factor, 2));
    if (iterations > SLOW)
        factor = fmin(factor, 0.8);
    return length * factor;
}

typedef shf_dmft_state panels;

/* Whether the panel as guessed can be solved, and how well it is resolved. */
static attempt try_panel(panels *go, double tolerance)
{
    attempt result = iterate(&go->run, tolerance);
    go->path->iterations += (size_t)result.iterations;
    if (result.converged && !plausible(&go->run, fmax(go->resolution, 1e-10)))
        result.converged = 0;
    if (result.converged)
        result.tail = resolution_of(&go->run);
    else
        go->path->rejected++;
    return result;
}

static int resolved(const panels *go, const attempt *result)
{
    return result->tail <= 2 * go->resolution || result->tail <= 1e-11;
}

/* Late, when the training error vanishes, the past is a poor guess for a long panel, but a shorter panel at
 * the same place is a good one: the panel grows as long as it can, half solved, and is then solved. */
static shf_status grow(panels *go, attempt *last, shf_error *error)
{
    shf_dmft_collocation *run = &go->run;
    shf_status status = SHF_OK;
    shf_dmft_collocation_save(run);
    while (last->tail < 0.2 * go->resolution && run->panel.length < go->longest) {
        status = shf_dmft_collocation_lengthen(run, fmin(1.5 * run->panel.length, go->longest), error);
        if (status)
            return status;
        attempt next = try_panel(go, fmax(go->tolerance, 1e-4));
        if (!next.converged || next.tail > go->resolution)
            break;
        *last = next;
        shf_dmft_collocation_save(run);
    }
    status = shf_dmft_collocation_restore(run, error);
    if (status == SHF_OK)
        *last = try_panel(go, go->tolerance);
    return status;
}

/* Solves a panel from the past, shorter than wanted if need be. */
static shf_status from_past(panels *go, attempt *result, shf_error *error)
{
    double t = go->run.t[go->run.panel.n - 1];
    for (;;) {
        if (!(t + 1e-3 * go->length > t))
            return shf_fail(
                error, SHF_ERR_NUMERIC,
                "t = %g: no step is short enough for the equations: h, target, a0, alpha or tau is too "
                "large or too small for them",
                t);
        shf_status status = shf_dmft_collocation_predict(&go->run, go->length, error);
        if (status)
            return status;
        *result = try_panel(go, go->tolerance);
        if (result->converged && resolved(go, result)) {
            go->troubled |= result->iterations > SLOW && result->tail < 0.2 * go->resolution;
            return SHF_OK;
        }
        go->troubled |= !result->converged;
        if (result->converged) {
            go->path->rejected++;
            go->length = fmin(next_length(go->length, result->tail, result->iterations, go->resolution,
                                          go->run.panel.radau.p),
                              0.7 * go->length);
        } else {
            go->length *= 0.5;
        }
    }
}

/* One panel; go->length becomes that of the next. */
static shf_status advance(panels *go, shf_error *error)
{
    attempt result = {.converged = 0};
    shf_status status = from_past(go, &result, error);
    if (status)
        return status;
    double base = go->length;
    if (go->troubled) {
        status = grow(go, &result, error);
        if (status == SHF_OK &&
            !result.converged) { /* what was grown does not hold: a shorter one, from the past */
            go->length = 0.9 * base;
            status = from_past(go, &result, error);
            base = go->length;
        }
        if (status)
            return status;
    }
    go->troubled = go->troubled && go->run.panel.length > 1.01 * base;
    go->length = go->troubled ? 1.2 * base
                              : next_length(go->run.panel.length, result.tail, result.iterations,
                                            go->resolution, go->run.panel.radau.p);
    return accept(&go->run, go->path, error);
}

shf_status shf_dmft_report(const shf_dmft_march *march, double done, shf_error *error)
{
    return shf_stop(march->progress, march->from + (march->to - march->from) * fmax(0, fmin(done, 1)))
               ? shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED))
               : SHF_OK;
}

int shf_dmft_unstable(const shf_dmft_point *value)
{
    for (size_t k = 0; k < SHF_DMFT_POINT_SIZE; k++)
        if (!isfinite(value->all[k]))
            return 1;
    return fabs(value->v) > 1.5 || fabs(value->Co_tt) > 1.5 || fabs(value->Cd_t0) > 1.5;
}

shf_status shf_dmft_fail_unstable(const char *scheme, double t, double step, shf_error *error)
{
    return shf_fail(error, SHF_ERR_NUMERIC,
                    "t = %g: the scheme %s is unstable with the step %g; give a smaller one", t, scheme,
                    step);
}

double shf_dmft_fraction(double t, double first, double t_max)
{
    return t > first ? log(t / first) / log(fmax(t_max / first, 2)) : 0;
}

/* Whether nothing moves any more: with (D.30) and a training error that decays at the rate lambda, the
 * neurons have 2 sqrt(alpha e_train/lambda) left to go. */
static int at_rest(const panels *go)
{
    const shf_dmft_path *path = go->path;
    size_t p = go->run.panel.radau.p, last = path->n - 1;
    const double *e = path->column[shf_dmft_e_train(go->run.alike ? NULL : &go->run.start)];
    if (e[last] <= 1e-15 * e[0])
        return 1;
    double rate = log(e[last - p] / e[last]) / (path->t[last] - path->t[last - p]);
    return rate > 0 && 2 * sqrt(go->run.model->params.alpha * e[last] / rate) < 0.1 * go->resolution;
}

/* The rest of the path is constant. */
static shf_status rest(panels *go, double t_max, shf_error *error)
{
    const shf_dmft_path *path = go->path;
    double value[SHF_DMFT_COLUMNS_MAX], t = path->t[path->n - 1];
    shf_status status = SHF_OK;
    for (size_t k = 0; k < path->columns; k++)
        value[k] = path->column[k][path->n - 1];
    for (size_t i = 1; status == SHF_OK && i <= path->radau.p; i++)
        status = shf_dmft_path_add(go->path, t + (t_max - t) * path->radau.x[i], value, error);
    return status;
}

/* ---- from one panel to the next ---- */

shf_status shf_dmft_state_exchange(shf_dmft_state *state, const shf_dmft_model *model,
                                   const shf_dmft_groups *groups, size_t stages, shf_checkpoint_file *file,
                                   shf_error *error)
{
    size_t troubled = state->troubled != 0;
    shf_dmft_size_exchange(&troubled, file);
    state->troubled = troubled != 0;
    shf_checkpoint_numbers(file, &state->length, 1);
    return shf_dmft_collocation_exchange(&state->run, model, groups, stages, file, error);
}

/* Panels that stay short although nothing happens, because the residuals relax fast (large alpha): the nodes
 * that the rest will need at this rate, or 0 if panels grow or the training error falls. */
static double nodes_ahead(const panels *go, double t_max)
{
    enum { SEEN = 200 };
    const shf_dmft_path *path = go->path;
    const double *t = path->t, *e = path->column[shf_dmft_e_train(go->run.alike ? NULL : &go->run.start)];
    size_t n = path->n - 1, half = n / 2, later = half + half / 2;
    double now = t[n] - t[later], before = t[later] - t[half];
    int idle = n >= SEEN && now < 1.3 * before && e[n] > 0.9 * e[later];
    return idle ? (double)(n - later) * (t_max - t[n]) / now : 0;
}

/* Keeps the state if it is time to, and before an end that is none. */
static shf_status may_go_on(const panels *go, const shf_dmft_march *march, double t, shf_error *error)
{
    shf_status stop = shf_dmft_report(march, shf_dmft_fraction(t, go->first, march->t_max), error);
    if (shf_dmft_full(march->solver, go->run.panel.n + go->run.panel.radau.p, histories(&go->run)))
        stop = shf_dmft_too_large(march->solver, t, go->run.panel.n, error);
    double ahead = nodes_ahead(go, march->t_max);
    if (!stop && shf_dmft_full(march->solver, (size_t)fmin(ahead / 3, 1e15), histories(&go->run)))
        stop = shf_fail(
            error, SHF_ERR_MEMORY,
            "t-max = %g: the residuals relax so fast at alpha = %g that it needs %.1g nodes from t = %.3g "
            "on, more than memory = %g MB holds; give a smaller t-max or alpha",
            march->t_max, go->run.model->params.alpha, ahead, t, march->solver->memory);
    shf_status status = march->save ? march->save(march->context, stop != SHF_OK, error) : SHF_OK;
    return status ? status : stop;
}

static shf_status to_the_end(panels *go, const shf_dmft_march *march, shf_error *error)
{
    double longest = go->longest, t = go->run.t[go->run.panel.n - 1], t_max = march->t_max;
    shf_status status = SHF_OK;
    while (t_max - t > 1e-12 * t_max) {
        status = may_go_on(go, march, t, error);
        if (status)
            return status;
        double left = t_max - t;
        go->longest = fmin(longest, left);
        if (go->length > go->longest)
            go->length = go->longest;
        else if (go->length > 0.5 * left)
            go->length = 0.5 * left;
        status = advance(go, error);
        if (status)
            return status;
        t = go->run.t[go->run.panel.n - 1];
        if (at_rest(go) && t < t_max)
            return rest(go, t_max, error);
    }
    return status;
}

/* At t = 0. */
static shf_status begin(panels *go, const shf_dmft_march *march, shf_error *error)
{
    size_t stages = march->solver->stages;
    go->troubled = 0;
    shf_status status = shf_dmft_path_make_columns(go->path, stages, shf_dmft_columns(march->groups), error);
    SHF_THEN(status, shf_dmft_collocation_make(&go->run, march->model, march->groups, stages, error));
    return status ? status : add_node(&go->run, 0, go->path, error);
}

/* How the panels of a march are to be. */
static void set_up(panels *go, const shf_dmft_march *march, int anew)
{
    double resolution = march->resolution;
    int given = march->solver->step > 0;
    go->longest = given ? resolution : INFINITY;
    go->resolution = given ? COARSE : resolution;
    go->tolerance = given ? 1e-11 : fmax(1e-12, fmin(1e-7, 1e-3 * resolution));
    go->first = fmin(march->t_max, fastest_time(&go->run));
    if (!given) /* no panel is the same at two resolutions, so that their difference shows the error */
        go->first =
            fmin(go->first, go->first * pow(1e3 * resolution, 1 / ((double)march->solver->stages + 1)));
    if (anew)
        go->length = go->first;
}

shf_status shf_dmft_collocate(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    panels own = {.path = NULL}, *go = march->state ? march->state : &own;
    int anew = go->run.panel.n == 0;
    go->path = path;
    shf_status status = anew ? begin(go, march, error) : SHF_OK;
    if (status == SHF_OK) {
        set_up(go, march, anew);
        status = to_the_end(go, march, error);
    }
    shf_dmft_collocation_free(&own.run);
    return status;
}
