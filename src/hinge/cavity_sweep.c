/* What all training samples do during one step: margins, duty cycles, their averages and responses. */
#include "common/constants.h"
#include "common/report.h"
#include "hinge/cavity_internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Samples are treated in a fixed number of blocks, whose sums are added in order: the result does not depend
 * on the number of threads. */
enum { BLOCKS = 64 };

/* A sample, or the threshold of its path, within the step being tried. */
typedef struct outcome {
    double threshold,
        rise;      /* of the path, at the end of the step: x below which (flipped: above which) a
                      sample was never satisfied; h/alpha minus the margin of such a sample at x = 0 */
    double margin; /* y F of the sample at the end of the step */
    double u;      /* its duty cycle, mean of the step */
    double at_start,
        at_end;  /* derivative of u with its margin at the start, with its free margin at the end */
    double even; /* even part of y f of the sample, without its own memory of this step */
    int counted; /* whether its response and u enter the averages as those of an old sample */
} outcome;

struct shf_cavity_sweep {
    const shf_cavity_response *response;
    const shf_finite_size_mode *mode; /* of the response */
    const shf_cavity_paths *paths;
    size_t n, steps;
    float *input; /* SHF_CAVITY_CHANNELS x n x steps: noise of the path in units of its contribution to y F */
    float *u;     /* n x steps */
    float **tangent; /* n x steps: rows of the response du_q/dxi_m, m <= q + 1, NULL where u is 0 or 1 */
    double *threshold, *rise, *margin; /* n: accepted */
    outcome *trial;                    /* n */
    double *last_memory;               /* steps: memory row of the previous node */
    double *sums;                      /* BLOCKS x 2 (steps + 2): parts of the rows of (C.9) and (C.10) */
    double target;                     /* h/alpha, the margin y F at which a sample is satisfied */
    size_t at;                         /* step being tried */
    shf_arena memory;
};

static void allocate(shf_cavity_sweep *s, size_t n, size_t steps)
{
    shf_arena *memory = &s->memory;
    s->input = shf_arena_array(memory, SHF_CAVITY_CHANNELS * n * steps, sizeof *s->input);
    s->u = shf_arena_array(memory, n * steps, sizeof *s->u);
    s->tangent = shf_arena_array(memory, n * steps, sizeof *s->tangent);
    s->threshold = shf_arena_doubles(memory, n);
    s->rise = shf_arena_doubles(memory, n);
    s->margin = shf_arena_doubles(memory, n);
    s->trial = shf_arena_array(memory, n, sizeof *s->trial);
    s->last_memory = shf_arena_doubles(memory, steps);
    s->sums = shf_arena_doubles(memory, (size_t)BLOCKS * 2 * (steps + 2));
}

shf_status shf_cavity_sweep_new(const shf_cavity_response *response, const shf_cavity_paths *paths,
                                shf_cavity_sweep **sweep, shf_error *error)
{
    shf_cavity_sweep *s = *sweep = calloc(1, sizeof *s);
    if (!s)
        return shf_no_memory(error);
    const shf_hinge_params *params = &response->model->params;
    *s = (shf_cavity_sweep){.response = response,
                            .mode = response->model->mode,
                            .paths = paths,
                            .n = paths->n,
                            .steps = paths->steps,
                            .target = params->h / params->alpha};
    allocate(s, s->n, s->steps);
    shf_status status = shf_arena_status(&s->memory, error);
    if (status) {
        shf_cavity_sweep_free(s);
        *sweep = NULL;
        return status;
    }
    for (size_t j = 0; j < s->n; j++) {
        s->threshold[j] = paths->sign[j] > 0 ? INFINITY : 0;
        s->rise[j] = s->target;
    }
    return SHF_OK;
}

void shf_cavity_sweep_free(shf_cavity_sweep *s)
{
    if (!s)
        return;
    if (s->tangent)
        for (size_t j = 0; j < s->n * s->steps; j++)
            free(s->tangent[j]);
    shf_arena_free(&s->memory);
    free(s);
}

static double dot(const double *a, const float *b, size_t n)
{
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (size_t q = 0; q < n; q++)
        sum += a[q] * (double)b[q];
    return sum;
}

void shf_cavity_sweep_noise(shf_cavity_sweep *s, size_t n, const double *row)
{
#pragma omp parallel for schedule(static)
    for (size_t j = 0; j < s->n; j++)
        for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
            size_t at = ((size_t)c * s->n + j) * s->steps;
            double amplitude = sqrt(s->mode[c].variance / s->response->model->N);
            s->input[at + n] = (float)(amplitude * dot(row, s->paths->innovation + at, n + 1));
        }
}

/* ---- one sample in one step ---- */

/* The noise xi of a path at node n + 1, (C.5), and the even part of the network's noise, which counts the
 * initial function too. */
static double path_field(const shf_cavity_sweep *s, size_t j, double *even)
{
    size_t n = s->at;
    const float *initial = s->paths->initial + j * SHF_CAVITY_INITIAL;
    double xi = 0;
    *even = 0;
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        const double *row = shf_cavity_first(s->response, c, n + 1);
        double a = (double)initial[0], w = (double)initial[1];
        double amplitude = sqrt(s->mode[c].variance * s->mode[c].initial);
        double part = dot(row, s->input + ((size_t)c * s->n + j) * s->steps, n + 1) +
                      amplitude * (row[s->steps] * a + row[s->steps + 1] * w);
        xi += part;
        *even += c == 1 ? 0 : part + amplitude * a;
        initial += 2;
    }
    return xi;
}

/* A sample that was satisfied before, or is not fresh for another reason, (C.4): pinned at the margin,
 * carried off it upwards, or below it. */
static void old_sample(double target, double start, double free_end, double gain, outcome *o)
{
    o->at_start = o->at_end = 0;
    o->counted = 1;
    if (start < target && free_end > start && free_end + gain > target) {
        double speed = free_end - start + gain; /* crosses the margin upwards and stays above */
        o->u = (target - start) / speed;
        o->margin = free_end + gain * o->u;
        o->at_start = -(1 - o->u) / speed;
        o->at_end = -o->u / speed;
        return;
    }
    double u = (target - free_end) / gain;
    o->u = u < 0 ? 0 : u > 1 ? 1 : u;
    o->margin = u > 0 && u < 1 ? target : free_end + gain * o->u;
    if (u > 0 && u < 1)
        o->at_end = -1 / gain;
}

/* The step of sample j.  `unsatisfied` is what the memory of an always unsatisfied sample amounts to. */
static outcome try_sample(const shf_cavity_sweep *s, size_t j, double unsatisfied)
{
    const shf_cavity_response *response = s->response;
    size_t n = s->at;
    const shf_cavity_paths *paths = s->paths;
    double r = paths->r[j], f0 = response->f0[n + 1];
    double even, field = r * path_field(s, j, &even), gain = r * r * response->memory[n];
    outcome o = {.rise = s->target - field - r * r * unsatisfied};
    double candidate = f0 > 0 ? paths->sign[j] * o.rise / f0 : paths->sign[j] * o.rise * INFINITY;
    o.threshold =
        paths->sign[j] > 0 ? fmin(s->threshold[j], fmax(candidate, 0)) : fmax(s->threshold[j], candidate);
    double start = s->margin[j];
    double free_end =
        f0 * paths->x[j] * paths->sign[j] + field + r * r * dot(response->memory, s->u + j * s->steps, n);
    o.even = r * even + r * r * dot(response->even_memory, s->u + j * s->steps, n);
    old_sample(s->target, start, free_end, gain, &o);
    int fresh = paths->sign[j] * (s->threshold[j] - paths->x[j]) > 0;
    if (fresh) /* what it does before it is pinned is averaged over x, see path_totals */
        o.counted = o.u < 1 && free_end <= start;
    return o;
}

/* ---- averages ---- */

/* Fraction of the samples of a path that are fresh, and sqrt(2/pi)-weighted pull, for a threshold. */
static double fresh_fraction(double sign, double threshold)
{
    return sign > 0 ? erf(threshold * M_SQRT1_2) : erfc(threshold * M_SQRT1_2);
}

static double fresh_pull(double sign, double threshold)
{
    double tail = exp(-0.5 * threshold * threshold);
    return 0.5 * SHF_SQRT_2_OVER_PI * (sign > 0 ? 1 - tail : -tail);
}

/* Fresh samples of path j, integrated over x, (C.11); those that pass the margin without being pinned respond
 * with the inverse of their speed. */
static void path_totals(const shf_cavity_sweep *s, size_t j, shf_cavity_totals *total, double fresh[2],
                        double *chi)
{
    const shf_cavity_response *response = s->response;
    size_t n = s->at;
    double sign = s->paths->sign[j], r = s->paths->r[j], weight = s->paths->path_weight[j];
    double old = s->threshold[j], new = s->trial[j].threshold, rise = s->trial[j].rise;
    double before = fresh_fraction(sign, old), after = fresh_fraction(sign, new), crossed = before - after;
    double pull = fresh_pull(sign, new), mean_pull = 0.5 * (fresh_pull(sign, old) + pull);
    total->fresh += weight * after;
    total->fresh_pull += weight * pull;
    total->u += weight * 0.5 * (before + after);
    total->pull += weight * mean_pull;
    fresh[0] += weight * r * r * 0.5 * (before + after); /* with all earlier steps */
    fresh[1] += weight * r * r * (after + crossed / 3);  /* with itself */
    double f0 = response->f0[n + 1], density = SHF_SQRT_2_OVER_PI * exp(-0.5 * new *new);
    double zero = s->target - rise; /* y F at x = 0 */
    if (f0 > 0) {
        double wrong = sign > 0 ? fmin(fmax(-zero / f0, 0), new) : fmax(zero / f0, new);
        total->fresh_error += weight * fresh_fraction(sign, wrong);
    }
    total->fresh_loss += weight * (rise * after - 2 * f0 * pull);
    if (crossed <= 0)
        return;
    if (f0 > 0)
        total->pull_slope -= weight * 0.25 * density * new *new / f0;
    double x = isfinite(old) ? 0.5 * (old + new) : new;
    double speed = sign * (f0 - response->f0[n]) * x - (rise - s->rise[j]);
    if (speed > r * r * response->memory[n]) {
        chi[n] -= 0.5 * weight * r * r * crossed / speed;
        chi[n + 1] -= 0.5 * weight * r * r * crossed / speed;
    }
}

/* Adds the row of the response of sample j in step n, (C.10), times `factor` to `out`. */
static void add_tangent(const shf_cavity_sweep *s, size_t j, double factor, double *out)
{
    const shf_cavity_response *response = s->response;
    size_t n = s->at;
    const outcome *o = &s->trial[j];
    double r = s->paths->r[j];
    out[n + 1] += factor * r * o->at_end;
    out[n] += factor * r * o->at_start;
    for (size_t q = 0; q < n; q++) {
        const float *row = s->tangent[j * s->steps + q];
        if (!row)
            continue;
        double along = factor * r * r * (o->at_end * response->memory[q] + o->at_start * s->last_memory[q]);
#pragma omp simd
        for (size_t m = 0; m <= q + 1; m++)
            out[m] += along * (double)row[m];
    }
}

static void sample_totals(const shf_cavity_sweep *s, size_t j, shf_cavity_totals *total, double *cu,
                          double *chi)
{
    const shf_cavity_response *response = s->response;
    size_t n = s->at;
    const outcome *o = &s->trial[j];
    const shf_cavity_paths *paths = s->paths;
    double weight = paths->weight[j], r = paths->r[j];
    double sign = paths->sign[j];
    total->even += weight * o->u * (o->even + r * r * response->even_memory[n] * o->u);
    int still_fresh = sign * (o->threshold - paths->x[j]) > 0;
    if (!still_fresh) {
        total->old_error += weight * (o->margin < 0);
        total->old_loss += weight * fmax(s->target - o->margin, 0);
    }
    if (!o->counted)
        return;
    int fresh = sign * (s->threshold[j] - paths->x[j]) > 0;
    double gain = r * r * response->memory[n], start = s->margin[j];
    /* margin - gain u is the free margin; the part of the step before it is pinned belongs to path_totals */
    double as_fresh = fresh ? (s->target - start) / (o->margin - gain * o->u - start + gain) : 0;
    double u = o->u - as_fresh;
    total->u += weight * u;
    total->old += weight * u;
    total->pull += weight * 0.5 * sign * paths->x[j] * u;
    total->pull_slope += weight * 0.5 * paths->x[j] * paths->x[j] * o->at_end;
    if (o->at_end != 0) {
        total->pinned += weight;
        add_tangent(s, j, weight * r, chi);
    }
    const float *past = s->u + j * s->steps;
    double w = weight * r * r * u;
    if (w != 0) {
#pragma omp simd
        for (size_t q = 0; q < n; q++)
            cu[q] += w * (double)past[q];
    }
    cu[n] += weight * r * r * (o->u * o->u - as_fresh * as_fresh);
}

static void add_totals(shf_cavity_totals *sum, const shf_cavity_totals *part)
{
    double *a = (double *)sum;
    const double *b = (const double *)part;
    for (size_t k = 0; k < sizeof *sum / sizeof *a; k++)
        a[k] += b[k];
}

void shf_cavity_sweep_try(shf_cavity_sweep *s, size_t n, shf_cavity_totals *totals, double *cu, double *chi)
{
    size_t width = s->steps + 2;
    s->at = n;
    double unsatisfied = 0, fresh[BLOCKS][2] = {{0}};
    shf_cavity_totals part[BLOCKS] = {{0}};
    for (size_t q = 0; q <= n; q++)
        unsatisfied += s->response->memory[q];
    memset(s->sums, 0, (size_t)BLOCKS * 2 * width * sizeof *s->sums);
#pragma omp parallel for schedule(dynamic)
    for (int b = 0; b < BLOCKS; b++) {
        double *part_cu = s->sums + (size_t)b * 2 * width, *part_chi = part_cu + width;
        for (size_t j = (size_t)b; j < s->n; j += BLOCKS) {
            s->trial[j] = try_sample(s, j, unsatisfied);
            path_totals(s, j, &part[b], fresh[b], part_chi);
            sample_totals(s, j, &part[b], part_cu, part_chi);
        }
    }
    *totals = (shf_cavity_totals){0};
    memset(cu, 0, (n + 1) * sizeof *cu);
    memset(chi, 0, (n + 2) * sizeof *chi);
    for (int b = 0; b < BLOCKS; b++) {
        add_totals(totals, &part[b]);
        const double *part_cu = s->sums + (size_t)b * 2 * width, *part_chi = part_cu + width;
        for (size_t q = 0; q <= n; q++)
            cu[q] += part_cu[q] + fresh[b][q == n];
        for (size_t m = 0; m <= n + 1; m++)
            chi[m] += part_chi[m];
    }
}

/* ---- acceptance ---- */

shf_status shf_cavity_sweep_accept(shf_cavity_sweep *s, shf_error *error)
{
    size_t n = s->at;
    int failed = 0;
#pragma omp parallel for schedule(static) reduction(| : failed)
    for (size_t j = 0; j < s->n; j++) {
        const outcome *o = &s->trial[j];
        s->u[j * s->steps + n] = (float)o->u;
        s->threshold[j] = o->threshold;
        s->rise[j] = o->rise;
        s->margin[j] = o->margin;
        if (o->at_start == 0 && o->at_end == 0)
            continue;
        double *row = calloc(n + 2, sizeof *row);
        float *kept = malloc((n + 2) * sizeof *kept);
        if (row && kept) {
            add_tangent(s, j, 1, row);
            for (size_t m = 0; m <= n + 1; m++)
                kept[m] = (float)row[m];
        } else {
            free(kept);
            kept = NULL;
            failed |= 1;
        }
        s->tangent[j * s->steps + n] = kept;
        free(row);
    }
    memcpy(s->last_memory, s->response->memory, (n + 1) * sizeof *s->last_memory);
    return failed ? shf_no_memory(error) : SHF_OK;
}
