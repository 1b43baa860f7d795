/* What the unknowns of the finite-size theory make of the training samples: noise, memory, pull I, fraction
 * unsatisfied; flipped labels (--delta) enter through the averages of effective_data.c, and through the
 * samples that are pinned at the margin while the network unlearns. */
#include "common/constants.h"
#include "hinge/finite_size.h"
#include <math.h>

double shf_finite_size_rest_weight(const shf_finite_size_model *model)
{
    return 0.25 * SHF_FS_REST_WEIGHT / model->M;
}

double shf_finite_size_rest_slope(const shf_finite_size_model *model, double g)
{
    return SHF_FS_REST_WEIGHT * (sinh(2 * g) - sinh(g)) / (2 * model->M);
}

double shf_finite_size_response(const shf_finite_size_model *model, const double *y)
{
    double response = y[SHF_FS_REST];
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        response += model->memory[c] * shf_finite_size_channel(y, c)[SHF_FS_M1];
    return response;
}

shf_finite_size_field shf_finite_size_field_without_pins(const shf_finite_size_model *model, const double *y)
{
    const shf_hinge_params *p = &model->params;
    double g = y[SHF_FS_CLOCK], half = sinh(0.5 * g), variance = 0;
    shf_finite_size_field f = {.S = sinh(2 * g), .C = cosh(2 * g)};
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        f.part[c] = model->variance[c] * fmax(shf_finite_size_channel(y, c)[SHF_FS_S11], 0);
        f.inertia[c] = 1;
        variance += f.part[c];
    }
    f.part_rest = SHF_FS_REST_WEIGHT * cosh(g) * half * half / model->M; /* (C + 1 - 2 cosh g) / 4M */
    variance += f.part_rest;
    f.Phi = p->alpha / model->N * shf_finite_size_response(model, y);
    f.margin = (shf_hinge_margin){fmax(f.S, 0) / (2 * sqrt(model->d)), sqrt(variance),
                                  (p->h - f.Phi) / p->alpha, p->delta};
    f.data = shf_hinge_effective_at(f.margin);
    return f;
}

/* (F.20), (F.21): samples that were satisfied with a smaller memory than those still unsatisfied, and that
 * the clock meets again as it runs backwards, are held at the margin by their own gradient.  `upper` is the
 * threshold at which they had been satisfied. */
static void add_pins(const shf_finite_size_model *model, double upper, shf_finite_size_field *f)
{
    shf_hinge_band band = shf_hinge_effective_band(f->margin, upper);
    if (!(band.m0 > 0))
        return;
    shf_finite_size_drive drive = shf_finite_size_drive_at(model, f->S, f->C);
    double kernel = drive.rest;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        kernel += model->memory[c] * drive.first[c];
    double rate = model->params.alpha * kernel / model->N; /* of the memory of an unsatisfied sample */
    double speed = model->params.alpha * model->k * f->C / sqrt(model->d); /* alpha df0/dt = 2 speed I */
    f->pinned = band.m0;
    f->data.I = fmin(f->data.I / (1 + speed * band.m2 / rate), f->data.I + 0.5 * band.m1);
    f->data.f_U += band.m0 * fmin(1, -2 * speed * f->data.I * band.m1 / (band.m0 * rate));
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        f->inertia[c] += band.m0 * model->N * model->pin[c] * drive.first[c] / kernel;
}

shf_finite_size_field shf_finite_size_field_at(const shf_finite_size_run *run, const double *y)
{
    shf_finite_size_field f = shf_finite_size_field_without_pins(&run->model, y);
    const shf_finite_size_history *h = &run->history;
    if (run->backwards && f.data.I < 0 && h->n && f.margin.f0 < h->point[h->n - 1].f0)
        add_pins(&run->model,
                 (run->model.params.h - shf_finite_size_history_memory(h, f.margin.f0)) /
                     run->model.params.alpha,
                 &f);
    return f;
}
