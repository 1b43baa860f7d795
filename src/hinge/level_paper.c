/* Level paper: the mean field with the paper's estimates of finite N and finite M around it.  Equation
 * numbers (F.n) are those of docs/finite-size.md. */
#include "hinge/levels.h"
#include <math.h>

/* Roots of (f0 x - H)^2 = s_par x^2 + s_0 with H = h/alpha, (F.19): f0 x - H = -+ sqrt(...).  The lower one
 * is 0 when the constant part alone reaches H, the upper one inf when the growing part outruns f0 x. */
static void set_band(double f0, double H, shf_hinge_paper_state *out)
{
    double growth = f0 * f0 - out->s_par, offset = H * H - out->s_0;
    double root = sqrt(fmax(f0 * f0 * out->s_0 + out->s_par * offset, 0)) + f0 * H;
    out->x_c_low = offset > 0 ? offset / root : 0;
    out->x_c_high = growth > 0 ? root / growth : INFINITY;
}

/* (F.16), (F.18), (F.19) at a state of the mean field; relative accuracy as the state's. */
static shf_hinge_paper_state estimates(const shf_hinge_params *p, const shf_hinge_state *s)
{
    double d = (double)p->d, M = (double)p->M;
    shf_hinge_paper_state out = {
        .J = shf_hinge_sampling_noise(p, s->f_U),
        .s_par = (2 * s->a2 * s->w_par2 + 3 * s->a_w_par * s->a_w_par) / (4 * d * M),
        .s_0 = (d - 1) * s->a2 * p->sigma_w * p->sigma_w / (2 * d * M),
    };
    set_band(s->f0, p->h / p->alpha, &out);
    out.error_nodes = atan2(sqrt(out.s_0), s->f0) / M_PI;
    return out;
}

shf_status shf_hinge_level_paper(shf_hinge_call *call, shf_error *error)
{
    shf_status status = shf_hinge_level_mean_field(call, error);
    for (size_t k = 0; k < call->run.done; k++)
        call->state[k].further.paper = estimates(&call->model->params, &call->state[k].curve);
    return status;
}
