/* Pinned samples: those that were satisfied for a while and are held at the margin by their own gradient,
 * (F.20)-(F.22), (F.25), (F.26). */
#include "common/constants.h"
#include "hinge/finite_size.h"
#include <math.h>
#include <string.h>

/* Gauss-Legendre rules on [0, 1], DLMF 3.5(v): positive nodes of 24 points on [-1, 1], and of 6. */
enum { HALF_LEVELS = 12, LEVELS = 2 * HALF_LEVELS, HALF_INNER = 3 };
static const double level_node[HALF_LEVELS] = {
    0.0640568928626056260, 0.191118867473616309, 0.315042679696163374, 0.433793507626045138,
    0.545421471388839536,  0.648093651936975569, 0.740124191578554364, 0.820001985973902922,
    0.886415527004401034,  0.938274552002732759, 0.974728555971309498, 0.995187219997021360};
static const double level_weight[HALF_LEVELS] = {
    0.127938195346752157,  0.125837456346828296,  0.121670472927803391,  0.115505668053725601,
    0.107444270115965635,  0.0976186521041138883, 0.0861901615319532760, 0.0733464814110803057,
    0.0592985849154367807, 0.0442774388174198061, 0.0285313886289336632, 0.0123412297999871995};
static const double inner_node[HALF_INNER] = {0.238619186083196909, 0.661209386466264514,
                                              0.932469514203152028};
static const double inner_weight[HALF_INNER] = {0.467913934572691047, 0.360761573048138608,
                                                0.171324492379170345};

static double density(double x)
{
    return SHF_INV_SQRT_2PI * exp(-0.5 * x * x);
}

static double below(double x)
{
    return 0.5 * erfc(-x * M_SQRT1_2);
}

/* Samples whose fresh margin is z + y: their number, mean projection x, mean noise, how long ago they became
 * satisfied, and the growth of f0 since. */
typedef struct level {
    double weight, y, x, noise, lag, f0_gain;
} level;

/* All that does not depend on how fast things move. */
typedef struct problem {
    const shf_finite_size_model *model;
    double t;
    const double *y;
    shf_finite_size_field *field;
    level level[LEVELS];
    double even_memory, even_variance; /* share of the even degrees in Phi, and in sigma^2 */
    double scale[SHF_FS_PINS];         /* the most that each sum can be */
} problem;

/* (F.25), at thresholds y = (Phi/alpha) s^2. */
static void set_levels(const shf_finite_size_run *run, problem *p)
{
    const shf_finite_size_field *f = p->field;
    const shf_hinge_margin *m = &f->margin;
    double Phi[LEVELS], lag[LEVELS], gain[LEVELS], y_max = f->Phi / p->model->params.alpha;
    double R = hypot(m->f0, m->sigma);
    for (int j = 0; j < LEVELS; j++) {
        int k = j < HALF_LEVELS ? HALF_LEVELS - 1 - j : j - HALF_LEVELS;
        double s = 0.5 + (j < HALF_LEVELS ? -0.5 : 0.5) * level_node[k];
        level *l = &p->level[j];
        l->y = y_max * s * s;
        Phi[j] = f->Phi * (1 - s * s);
        double z = m->z + l->y, zeta = z / R, b = zeta * m->f0 / m->sigma, half = below(b);
        l->weight = (1 - m->delta) * 2 * density(zeta) / R * half * y_max * s * level_weight[k];
        l->x = half > 1e-290 ? zeta * m->f0 / R + m->sigma / R * density(b) / half : 0;
        l->noise = z - m->f0 * l->x;
    }
    const shf_finite_size_point now = {.t = p->t, .f0 = m->f0, .Phi = f->Phi};
    shf_finite_size_history_since(&run->history, now, LEVELS, Phi, lag, gain);
    for (int j = 0; j < LEVELS; j++) {
        p->level[j].lag = lag[j];
        p->level[j].f0_gain = gain[j];
    }
}

static void set_shares(problem *p)
{
    const shf_finite_size_field *f = p->field;
    double odd = p->model->mode[1].memory * p->y[shf_finite_size_place(1) + SHF_FS_M1];
    double all = shf_finite_size_response(p->model, p->y), number = 0, projection = 0;
    p->even_memory = 1 - odd / all;
    p->even_variance = 1 - f->part[1] / (f->margin.sigma * f->margin.sigma);
    for (int j = 0; j < LEVELS; j++) {
        number += p->level[j].weight;
        projection += 0.5 * p->level[j].weight * p->level[j].x;
    }
    const double scale[SHF_FS_PINS] = {projection + fabs(f->I_unpinned), number, number, number,
                                       number * (f->Phi / p->model->params.alpha + f->margin.sigma)};
    memcpy(p->scale, scale, sizeof scale);
}

/* ---- velocities of the margins, (F.26) ---- */

typedef struct velocity {
    double slope;             /* df0/dt */
    double drift;             /* c_v/sigma^2: mean velocity per unit of noise */
    double spread;            /* s_v */
    double rate;              /* r, of the memory of an unsatisfied sample */
    double odd;               /* share of the degrees 0 and 1 in the variance of velocities */
    double tau_odd, tau_even; /* how long velocities persist */
} velocity;

/* The lesser of two times, rounded where they are equal. */
static double shorter(double a, double b)
{
    double ratio = fmin(a, b) / fmax(a, b), square = ratio * ratio;
    return fmin(a, b) / pow(1 + square * square, 0.25);
}

/* Variance of z1', half the rate of sigma^2, and the rate of the response, of a mode of channel c. */
static void add_channel(const problem *p, int c, double *variance, double *half, double *response)
{
    const shf_finite_size_linear *a = &p->field->linear[c];
    const double *z = p->y + shf_finite_size_place(c);
    double s33 = p->model->mode[c].initial, m1 = z[SHF_FS_M1], v = a->noise;
    double var = a->a11 * a->a11 * z[SHF_FS_S11] + a->a12 * a->a12 * z[SHF_FS_S22] + a->a13 * a->a13 * s33 +
                 2 * (a->a11 * a->a12 * z[SHF_FS_S12] + a->a11 * a->a13 * z[SHF_FS_S13] +
                      a->a12 * a->a13 * z[SHF_FS_S23]);
    double change = a->a11 * z[SHF_FS_S11] + a->a12 * z[SHF_FS_S12] + a->a13 * z[SHF_FS_S13] + v * m1 * a->b1;
    double moved = (c < 2 ? a->a11 * m1 + a->a12 * z[SHF_FS_M2] : a->own * m1);
    if (c > 1) {
        var += a->own * a->own * z[SHF_FS_NOISE];
        change += a->own * z[SHF_FS_NOISE];
    }
    var += a->b1 * v * (a->b1 + 2 * moved);
    *variance = p->model->mode[c].variance * fmax(var, 0);
    *half += p->model->mode[c].variance * change;
    *response += p->model->mode[c].memory * (moved + a->b1);
}

static velocity velocity_of(const problem *p)
{
    const shf_finite_size_field *f = p->field;
    double each[SHF_FS_CHANNELS], total = 0, half = 0, response = 0, free = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        add_channel(p, c, &each[c], &half, &response);
        total += each[c];
        free += p->model->mode[c].memory * f->linear[c].b1;
    }
    double sigma = f->margin.sigma, V = p->y[SHF_FS_V], floor = 1e-6 * free;
    velocity v = {.drift = half / (sigma * sigma), .odd = (each[0] + each[1]) / total};
    v.slope = (f->growth * V + f->turn * (p->y[SHF_FS_A] + p->y[SHF_FS_W])) / (2 * sqrt(p->model->d));
    v.spread = sqrt(fmax(total - half * v.drift, 1e-20 * total));
    v.rate = 0.5 * (response + hypot(response, floor)) / p->model->N; /* never negative */
    double f_U = f->data.f_U + f->pins.on, even = f->data.rho * v.rate;
    v.tau_odd = shorter(1 / fmax(-f->linear[1].own, 1e-300), p->t);
    v.tau_even = shorter(f_U / fmax(even, 1e-300 + 1e-300 * f_U), p->t);
    return v;
}

/* ---- one level ---- */

/* Of velocities between lo and hi standard deviations: number, and the moments of the duty cycle. */
typedef struct share {
    double count, duty, squared;
} share;

/* Closed moments lose their digits in short intervals: a rule of six points there. */
static share between(double lo, double hi, double mu, const velocity *v)
{
    share s = {0, 0, 0};
    if (hi - lo < 1) {
        double mid = 0.5 * (lo + hi), half = 0.5 * (hi - lo);
        for (int j = -HALF_INNER; j < HALF_INNER; j++) {
            int k = j < 0 ? -1 - j : j;
            double z = mid + (j < 0 ? -half : half) * inner_node[k];
            double weight = half * inner_weight[k] * density(z), duty = -(mu + v->spread * z) / v->rate;
            s.count += weight;
            s.duty += weight * duty;
            s.squared += weight * duty * duty;
        }
        return s;
    }
    double P = below(hi) - below(lo), at_lo = density(lo), at_hi = density(hi), sv = v->spread;
    s.count = P;
    s.duty = (-mu * P + sv * (at_hi - at_lo)) / v->rate;
    s.squared =
        ((mu * mu + sv * sv) * P - 2 * mu * sv * (at_hi - at_lo) - sv * sv * (hi * at_hi - lo * at_lo)) /
        (v->rate * v->rate);
    return s;
}

/* min(a, b), rounded over the width `round`: the equations below are solved by Newton's method. */
static double lesser(double a, double b, double round)
{
    return 0.5 * (a + b - hypot(a - b, round));
}

/* (F.20): samples that fall, and have fallen below the level since they were satisfied there.  Those that
 * fall faster than their memory grows are on all the time. */
static share pinned_at(const level *l, const velocity *v)
{
    double persist = v->odd * v->tau_odd * -expm1(-l->lag / v->tau_odd) +
                     (1 - v->odd) * v->tau_even * -expm1(-l->lag / v->tau_even);
    double mean = v->slope * l->x + v->drift * l->noise;
    double falls = -mean / v->spread, round = 0.05 * v->rate / v->spread, hi = falls;
    if (l->lag > 0)
        hi = lesser(falls, -(l->f0_gain / persist * l->x + v->drift * l->noise) / v->spread, round);
    double lo = fmin(falls - v->rate / v->spread, hi);
    share s = between(lo, hi, mean, v);
    double always = below(lo);
    s.duty += always;
    s.squared += always;
    return s;
}

/* ---- the equations, and Newton's method ---- */

/* The sums over the levels that follow if the pinned samples are `in`. */
static void sums(const problem *p, const double *in, double *out)
{
    shf_finite_size_field *f = p->field;
    shf_finite_size_pins pins = {in[0], in[1], in[2], in[3], in[4]};
    shf_finite_size_couple(p->model, p->y, pins, f);
    velocity v = velocity_of(p);
    double memory = f->Phi / p->model->params.alpha;
    memset(out, 0, SHF_FS_PINS * sizeof *out);
    for (int j = 0; j < LEVELS; j++) {
        const level *l = &p->level[j];
        if (!(l->weight > 0))
            continue;
        share s = pinned_at(l, &v);
        out[0] += 0.5 * l->weight * l->x * s.duty;
        out[1] += l->weight * s.duty;
        out[2] += l->weight * s.count;
        out[3] += l->weight * s.squared;
        out[4] += l->weight * s.duty * (p->even_memory * (memory - l->y) + p->even_variance * l->noise);
    }
}

/* What the sums are more than the guess; its size in units of what they are known to. */
static double residual(const problem *p, const double *x, double *r)
{
    double size = 0;
    sums(p, x, r);
    for (int i = 0; i < SHF_FS_PINS; i++) {
        r[i] -= x[i];
        if (!isfinite(r[i]))
            return INFINITY;
        size = fmax(size, fabs(r[i]) / p->scale[i]);
    }
    return size;
}

/* Gauss-Jordan elimination of (a | 1), with pivots; 0 if a is singular. */
static int invert(double a[SHF_FS_PINS][2 * SHF_FS_PINS])
{
    enum { N = SHF_FS_PINS };
    for (int i = 0; i < N; i++) {
        int best = i;
        for (int r = i + 1; r < N; r++)
            best = fabs(a[r][i]) > fabs(a[best][i]) ? r : best;
        if (!(fabs(a[best][i]) > 0) || !isfinite(a[best][i]))
            return 0;
        double pivot = a[best][i];
        for (int k = 0; k < 2 * N; k++) {
            double moved = a[best][k] / pivot;
            a[best][k] = a[i][k];
            a[i][k] = moved;
        }
        for (int r = 0; r < N; r++) {
            double factor = r == i ? 0 : a[r][i];
            for (int k = 0; k < 2 * N && factor != 0; k++)
                a[r][k] -= factor * a[i][k];
        }
    }
    return 1;
}

/* The inverse of 1 - d(sums)/dx at x, where the residual is r. */
static int set_inverse(const problem *p, const double *x, const double *r, shf_finite_size_newton *newton)
{
    double a[SHF_FS_PINS][2 * SHF_FS_PINS] = {{0}}, moved[SHF_FS_PINS], at[SHF_FS_PINS];
    memcpy(moved, x, sizeof moved);
    for (int j = 0; j < SHF_FS_PINS; j++) {
        double step = 1e-8 * p->scale[j];
        moved[j] = x[j] + step;
        if (isinf(residual(p, moved, at)))
            return newton->known = 0;
        for (int i = 0; i < SHF_FS_PINS; i++)
            a[i][j] = (r[i] - at[i]) / step;
        moved[j] = x[j];
        a[j][SHF_FS_PINS + j] = 1;
    }
    newton->known = invert(a);
    for (int i = 0; i < SHF_FS_PINS; i++)
        memcpy(newton->inverse[i], a[i] + SHF_FS_PINS, sizeof newton->inverse[i]);
    return newton->known;
}

static void move(const shf_finite_size_newton *newton, const double *x, const double *r, double part,
                 double *out)
{
    for (int i = 0; i < SHF_FS_PINS; i++) {
        out[i] = x[i];
        for (int j = 0; j < SHF_FS_PINS; j++)
            out[i] += part * newton->inverse[i][j] * r[j];
    }
}

/* The sums are known to this part of their scales; what Newton's method need not reach but may end with. */
static const double known_to = 1e-13, good_enough = 1e-10;

/* From x; the Jacobian is kept as long as it serves.  0 if there is no convergence. */
static int solve(const problem *p, shf_finite_size_newton *newton, double *x, double *r)
{
    double size = residual(p, x, r), next[SHF_FS_PINS], at[SHF_FS_PINS];
    int fresh = 0;
    for (int j = 0; j < 60 && size > known_to; j++) {
        if (!newton->known) {
            if (!set_inverse(p, x, r, newton))
                return 0;
            fresh = 1;
        }
        double found = INFINITY;
        for (int halved = 0; halved < 10; halved++) {
            move(newton, x, r, ldexp(1, -halved), next);
            found = residual(p, next, at);
            if (found < size || !fresh)
                break;
        }
        if (!fresh && !(found < 0.1 * size)) {
            newton->known = 0; /* once more from x, with its own Jacobian */
            if (found > size)
                continue;
        }
        if (fresh && !(found < 0.5 * size) && size < good_enough)
            break;
        fresh = 0;
        memcpy(x, next, sizeof next);
        memcpy(r, at, sizeof at);
        size = found;
    }
    return size < good_enough;
}

void shf_finite_size_add_pins(shf_finite_size_run *run, double t, const double *y, int once,
                              shf_finite_size_field *f)
{
    static const shf_finite_size_pins none = {0};
    problem p = {.model = &run->model, .t = t, .y = y, .field = f};
    shf_finite_size_newton *newton = &run->newton;
    if (!(f->Phi > 0) || !(f->margin.f0 > 0) || run->history.n < 4 || !(t > run->history.point[0].t)) {
        shf_finite_size_couple(p.model, y, none, f);
        return;
    }
    set_levels(run, &p);
    set_shares(&p);
    double x[SHF_FS_PINS], r[SHF_FS_PINS];
    memcpy(x, newton->at, sizeof x);
    if (!(p.scale[1] > 1e-300)) {
        shf_finite_size_couple(p.model, y, none, f);
        return;
    }
    if (once && newton->known && residual(&p, newton->at, r) < 1)
        move(newton, newton->at, r, 1, x);
    else {
        int solved = solve(&p, newton, x, r);
        if (!solved) {
            memset(x, 0, sizeof x);
            newton->known = 0;
            solved = solve(&p, newton, x, r);
        }
        f->failed = !solved;
        if (solved)
            memcpy(newton->at, x, sizeof x);
    }
    shf_finite_size_couple(p.model, y, (shf_finite_size_pins){x[0], x[1], x[2], x[3], x[4]}, f);
}
