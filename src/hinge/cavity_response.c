/* Responses of the channels to their inputs and initial values, with the restoring reaction of the
 * training samples. */
#include "hinge/cavity_internal.h"
#include <math.h>
#include <string.h>

shf_status shf_cavity_response_make(const shf_finite_size_model *model, size_t steps,
                                    shf_cavity_response *response, shf_error *error)
{
    size_t width = steps + 2;
    *response = (shf_cavity_response){.model = model, .steps = steps, .width = width, .map = {1, 0, 0, 1}};
    shf_arena *arrays = &response->arrays;
    response->memory = shf_arena_doubles(arrays, steps);
    response->even_memory = shf_arena_doubles(arrays, steps);
    response->angle = shf_arena_doubles(arrays, steps + 1);
    response->gamma = shf_arena_doubles(arrays, steps + 1);
    response->f0 = shf_arena_doubles(arrays, steps + 1);
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        if (c >= 2)
            response->raw[c] = shf_arena_doubles(arrays, (steps + 1) * width);
        response->first[c] = shf_arena_doubles(arrays, (steps + 1) * width);
        response->partner[c] = shf_arena_doubles(arrays, width);
        response->next[c] = shf_arena_doubles(arrays, width);
        if (response->partner[c])
            response->partner[c][steps + 1] = 1;
    }
    shf_status status = shf_arena_status(arrays, error);
    if (status)
        shf_cavity_response_free(response);
    return status;
}

void shf_cavity_response_free(shf_cavity_response *response)
{
    shf_arena_free(&response->arrays);
}

/* What a step does without restoring: half of what happens to (a, w_par), the kick, the other half. */
typedef struct kick {
    shf_cavity_map half;
    double first, second; /* per unit of input over the step */
} kick;

/* exp of [[growth, turn], [turn, 0]]. */
static shf_cavity_map exponential(double growth, double turn)
{
    double half = 0.5 * growth, rate = hypot(half, turn), scale = exp(half);
    double c = scale * cosh(rate), s = scale * (rate > 0 ? sinh(rate) / rate : 1);
    return (shf_cavity_map){c + s * half, s * turn, s * turn, c - s * half};
}

static shf_cavity_map product(shf_cavity_map p, shf_cavity_map q)
{
    return (shf_cavity_map){
        p.a_from_a * q.a_from_a + p.a_from_w * q.w_from_a, p.a_from_a * q.a_from_w + p.a_from_w * q.w_from_w,
        p.w_from_a * q.a_from_a + p.w_from_w * q.w_from_a, p.w_from_a * q.a_from_w + p.w_from_w * q.w_from_w};
}

static void apply(shf_cavity_map m, double *a, double *w)
{
    double start = *a;
    *a = m.a_from_a * start + m.a_from_w * *w;
    *w = m.w_from_a * start + m.w_from_w * *w;
}

/* (C.7) for one column: start (first, partner), input over the step, frozen initial value. */
static void advance(kick k, double input, double frozen, double *first, double *partner)
{
    *first += frozen;
    apply(k.half, first, partner);
    *first += k.first * input;
    *partner += k.second * input;
    apply(k.half, first, partner);
    *first -= frozen;
}

/* ---- turning of the nodes ---- */

/* Overlap of sign(w.x) with sign(w'.x) without their linear parts, for an angle between w and w'. */
static double overlap_of_signs(double angle)
{
    double x = fabs(angle);
    return (0.5 * M_PI - x - cos(x)) / (0.5 * M_PI - 1);
}

/* ... and of |w.x| with |w'.x| without their degrees 0 and 2. */
static double overlap_of_moduli(double angle)
{
    double x = fabs(angle), c = cos(x);
    return (sin(x) + c * (0.5 * M_PI - x) - 1 - 0.5 * c * c) / (0.5 * M_PI - 1.5);
}

/* What is left at node n + 1 of a unit of the raw response in column q, (C.12): the nodes' w_perp has turned
 * since.
 */
static double turned(const shf_cavity_response *response, int c, size_t n, size_t q)
{
    if (c < 2)
        return 1;
    double now = response->angle[n + 1];
    if (q >= response->steps)
        return c == 2 ? cos(now) * cos(now) : overlap_of_moduli(now);
    double angle = now - 0.5 * (response->angle[q] + response->angle[q + 1]);
    return c == 2 ? cos(angle) : overlap_of_signs(angle);
}

/* ---- one step ---- */

/* All columns of one channel at node n + 1.  The part chi[n+1] of the restoring acts at the end of the step,
 * implicitly: D = D_free / (1 + mu), where mu is the mass that the samples at the margin add. */
static void step_channel(shf_cavity_response *response, int c, size_t n, kick k, const double *chi)
{
    size_t steps = response->steps, width = response->width;
    double unit = response->model->mode[c].unit, end = chi[n + 1] * unit;
    double unit_first = k.first, unit_partner = k.second;
    apply(k.half, &unit_first, &unit_partner);
    double *out = shf_cavity_first(response, c, n + 1), *input = out; /* first holds the inputs */
    memset(input, 0, width * sizeof *input);
    for (size_t m = 1; m <= n; m++) {
        const double *row = shf_cavity_first(response, c, m);
        double restoring = chi[m] * unit;
        if (restoring == 0)
            continue;
        for (size_t q = 0; q < m; q++)
            input[q] += restoring * row[q];
        input[steps] += restoring * row[steps];
        input[steps + 1] += restoring * row[steps + 1];
    }
    input[n] += 1;
    const double *now = response->raw[c] ? response->raw[c] + n * width : shf_cavity_first(response, c, n);
    for (size_t q = 0; q < width; q = q == n ? steps : q + 1) {
        double first = now[q], partner = response->partner[c][q], frozen = q == steps ? 1 : 0;
        double left = turned(response, c, n, q);
        advance(k, input[q], frozen, &first, &partner);
        double lost = frozen * (left - 1);
        double raw = (first + unit_first * end * lost) / (1 - unit_first * end * left);
        out[q] = left * raw + lost;
        response->next[c][q] = partner + unit_partner * end * out[q];
        if (response->raw[c])
            response->raw[c][(n + 1) * width + q] = raw;
    }
}

/* The memory at node n + 1 and its even part, (C.6). */
static void set_memory(shf_cavity_response *response, size_t n)
{
    memset(response->even_memory, 0, (n + 1) * sizeof *response->even_memory);
    memset(response->memory, 0, (n + 1) * sizeof *response->memory);
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        const double *row = shf_cavity_first(response, c, n + 1);
        double weight = response->model->mode[c].memory / response->model->N;
        for (size_t q = 0; q <= n; q++) {
            response->memory[q] += weight * row[q];
            response->even_memory[q] += c == 1 ? 0 : weight * row[q];
        }
    }
}

void shf_cavity_response_step(shf_cavity_response *response, size_t n, double dt, double pull, double even,
                              const double *chi)
{
    const shf_finite_size_model *model = response->model;
    double turn = 2 * model->k * pull * dt, growth = model->lambda * even / shf_cavity_a2(response->map) * dt;
    kick k = {.half = exponential(0.5 * growth, 0.5 * turn)};
    shf_cavity_map middle = product(k.half, response->map);
    response->next_map = product(k.half, middle);
    shf_finite_size_drive drive =
        shf_finite_size_drive_at(model, shf_cavity_a_w(middle), shf_cavity_a2(middle), 1);
    response->gamma[n + 1] = response->gamma[n] + turn;
    response->f0[n + 1] = shf_cavity_a_w(response->next_map) / (2 * sqrt(model->d));
    double w2 = fmax(shf_cavity_a2(response->next_map) - shf_cavity_w2(response->next_map), 0);
    response->angle[n + 1] = atan(sqrt(w2 / fmax(model->d - 1, 1)));
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        k.first = drive.first[c] * dt;
        k.second = c == 1 ? drive.partner * dt : 0;
        step_channel(response, c, n, k, chi);
    }
    set_memory(response, n);
}

void shf_cavity_response_accept(shf_cavity_response *response)
{
    response->map = response->next_map;
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        double *swap = response->partner[c];
        response->partner[c] = response->next[c];
        response->next[c] = swap;
    }
}

void shf_cavity_variance(const shf_cavity_response *response, size_t n, const double *cu,
                         double part[SHF_CAVITY_CHANNELS], double *V_perp)
{
    size_t steps = response->steps;
    for (int c = 0; c < SHF_CAVITY_CHANNELS; c++) {
        const double *row = shf_cavity_first(response, c, n);
        double noise = 0;
        for (size_t q = 0; q < n; q++) {
            double sum = 0.5 * row[q] * cu[q * steps + q];
            for (size_t s = 0; s < q; s++)
                sum += row[s] * cu[q * steps + s];
            noise += 2 * row[q] * sum;
        }
        double initial = row[steps] * row[steps] + row[steps + 1] * row[steps + 1];
        const shf_finite_size_mode *mode = &response->model->mode[c];
        double variance = mode->initial * initial + fmax(noise, 0) / response->model->N;
        part[c] = mode->variance * variance;
        if (c == 1)
            *V_perp = sqrt(mode->n * fmax(variance + mode->initial * (1 + 2 * row[steps]), 0));
    }
}
