/* What the unknowns of the finite-size theory make of the training samples: noise, memory, pull I, fraction
 * unsatisfied; flipped labels (--delta) enter through the averages of effective_data.c. */
#include "common/constants.h"
#include "hinge/finite_size.h"
#include <math.h>

double shf_finite_size_response(const shf_finite_size_model *model, const double *y)
{
    double response = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        response += model->mode[c].memory * y[shf_finite_size_place(c) + SHF_FS_M1];
    return response;
}

/* N/alpha times what the memory of flipped samples has beyond that of clean ones, (F.24). */
static double flipped_response(const shf_finite_size_model *model, const double *y)
{
    double more = y[SHF_FS_FLIPPED_MIXED];
    for (int c = 2; c < SHF_FS_CHANNELS; c++)
        more += model->mode[c].n *
                (y[SHF_FS_FLIPPED_2 + (size_t)(c - 2)] - y[shf_finite_size_place(c) + SHF_FS_M1]);
    return more;
}

/* min(a, b), both positive, rounded where they meet. */
static double smooth_least(double a, double b)
{
    double ratio = fmin(a, b) / fmax(a, b);
    ratio *= ratio;
    return fmin(a, b) / pow(1 + ratio * ratio, 0.25);
}

/* tau(x) of (F.24) for q = kw x^2. */
static double kept_part(const double *y, double q)
{
    double ratio = y[SHF_FS_V] * y[SHF_FS_V] / (y[SHF_FS_A] * y[SHF_FS_W]);
    return 2 * SHF_INV_PI * (asin(q / (1 + q)) + ratio * 2 * q / ((1 + q) * sqrt(1 + 2 * q)));
}

static void add_flipped_channel(const shf_finite_size_model *model, const double *y, shf_finite_size_field *f)
{
    double kw = y[SHF_FS_W] / (model->d * f->Bp), x = fmax(f->margin.z, 0), f0 = f->margin.f0;
    double squared = x > 0 && f0 > 0 ? smooth_least(x / f0 * (x / f0), 1) : x > 0;
    f->keeps_flipped = kept_part(y, kw);
    f->keeps = kept_part(y, kw * squared);
}

/* (F.3)-(F.5), (F.12): variance, memory and what the samples see, without the pinned ones. */
static shf_finite_size_field unpinned(const shf_finite_size_model *model, const double *y)
{
    const shf_hinge_params *p = &model->params;
    double A = y[SHF_FS_A], W = y[SHF_FS_W], variance = 0, lag = 0;
    shf_finite_size_field f = {.Bp = 1 + (model->d > 1 ? fmax(A - W, 0) / (model->d - 1) : 0)};
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *z = y + shf_finite_size_place(c);
        f.part[c] = model->mode[c].variance * fmax(z[SHF_FS_S11] + (c > 1 ? z[SHF_FS_NOISE] : 0), 0);
        variance += f.part[c];
    }
    f.Phi = p->alpha / model->N * shf_finite_size_response(model, y);
    if (p->delta > 0)
        lag = -flipped_response(model, y) / model->N;
    f.margin = (shf_hinge_margin){fmax(y[SHF_FS_V], 0) / (2 * sqrt(model->d)), sqrt(variance),
                                  (p->h - f.Phi) / p->alpha, p->delta, lag};
    f.data = shf_hinge_effective_at(f.margin);
    f.drive = shf_finite_size_drive_at(model, y[SHF_FS_V], A, f.Bp);
    add_flipped_channel(model, y, &f);
    return f;
}

/* (F.21): 1/G = sum kappa_c/(1 + P G kappa_c/n_c) by Newton's method; the solution lies above 1/sum kappa_c.
 */
static void set_inertia(const shf_finite_size_model *model, double P, shf_finite_size_field *f)
{
    double kappa[SHF_FS_CHANNELS], per[SHF_FS_CHANNELS], sum = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const shf_finite_size_mode *mode = &model->mode[c];
        kappa[c] = mode->memory * f->drive.first[c];
        per[c] = P * mode->unit * f->drive.first[c];
        sum += kappa[c];
    }
    double G = 1 / sum, change = G;
    for (int j = 0; j < 100 && fabs(change) > 1e-15 * G; j++) {
        double value = -1, slope = 0; /* of G sum kappa/(1 + per G) - 1, concave and rising */
        for (int c = 0; c < SHF_FS_CHANNELS; c++) {
            double i = 1 / (1 + per[c] * G);
            value += G * kappa[c] * i;
            slope += kappa[c] * i * i;
        }
        change = -value / slope;
        G += change;
    }
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        f->inertia[c] = 1 + per[c] * G;
}

/* Even work without pinned samples, (F.10). */
static double even_work(const shf_finite_size_model *model, const double *y, const shf_finite_size_field *f,
                        double f_U)
{
    double work = -model->params.delta * f->data.flipped * f->margin.lag;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        if (c != 1) {
            const double *z = y + shf_finite_size_place(c);
            double variance = z[SHF_FS_S11] + z[SHF_FS_S13] + (c > 1 ? z[SHF_FS_NOISE] : 0);
            work += model->mode[c].n *
                    (f_U / model->N * z[SHF_FS_M1] - f->data.rho * model->mode[c].reaction * variance);
        }
    return work;
}

static shf_finite_size_linear linear(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                     int c, double noise, double turning)
{
    const shf_finite_size_mode *mode = &model->mode[c];
    double slow = 1 / f->inertia[c], s = f->growth, g = f->turn, b = f->drive.first[c] * slow;
    double own = -b * mode->unit * mode->reaction * f->data.rho, share = 0;
    shf_finite_size_linear a = {own + s * slow, g * slow, s * slow, g, 0, g, b, 0, own, noise / model->N};
    if (c == 1 && f->drive.first[1] > 0)
        share = f->drive.partner / f->drive.first[1];
    if (c > 1)
        a.a11 -= turning;
    a.a21 += share * (a.a11 - s); /* the force n = (z1' - what the nodes do to it) / b acts on the partner */
    a.a22 = share * (a.a12 - g);
    a.a23 += share * (a.a13 - s);
    a.b2 = share * b;
    return a;
}

void shf_finite_size_couple(const shf_finite_size_model *model, const double *y, shf_finite_size_pins pins,
                            shf_finite_size_field *f)
{
    double delta = model->params.delta, A = y[SHF_FS_A], kw = y[SHF_FS_W] / (model->d * f->Bp);
    double clean = (1 - delta) * f->data.clean, f_U = clean + delta * f->data.flipped;
    set_inertia(model, fmax(pins.count, 0) * model->N, f);
    f->pins = pins;
    f->turn = 2 * model->k * (f->I_unpinned + pins.I);
    double work = even_work(model, y, f, f_U) + pins.work;
    /* a loss takes of the part of a that is not along w_par no more than there is: E a^2 E w_par^2 >= V^2 */
    double across = work < 0 ? 1 - y[SHF_FS_V] * y[SHF_FS_V] / (A * y[SHF_FS_W]) : 1;
    f->inertia_of_growth = A + across * f->Bp;
    f->growth = model->lambda * work / f->inertia_of_growth;
    /* (F.11): the nodes turn, T' = 2 lambda eps/(d - 1) */
    double turning =
        model->d > 1 ? fmax(2 * f->growth * f->inertia_of_growth / ((model->d - 1) * f->Bp), 0) : 0;
    double even = (clean + pins.on2) * pow(1 + kw * f->data.x2, -3) + delta * f->data.flipped * f->far;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        f->linear[c] = linear(model, f, c, c < 2 ? f_U + pins.on : even, turning);
}

static shf_finite_size_field field(shf_finite_size_run *run, double t, const double *y, int once)
{
    const shf_finite_size_model *model = &run->model;
    shf_finite_size_field f = unpinned(model, y);
    f.I_unpinned = f.data.I;
    f.unpinned = f.data.f_U;
    f.far = 1;
    if (model->params.delta > 0)
        f.far = shf_hinge_effective_far(y[SHF_FS_W] / (model->d * f.Bp));
    shf_finite_size_add_pins(run, t, y, once, &f);
    f.data.I += f.pins.I;
    f.data.f_U += f.pins.on;
    return f;
}

shf_finite_size_field shf_finite_size_field_at(shf_finite_size_run *run, double t, const double *y)
{
    return field(run, t, y, 0);
}

shf_finite_size_field shf_finite_size_field_near(shf_finite_size_run *run, double t, const double *y)
{
    return field(run, t, y, 1);
}
