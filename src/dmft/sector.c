/* One block of the two-time matrices: first guess, right-hand sides, solution, past. */
#include "dmft/sector.h"
#include "common/report.h"
#include "dmft/block.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* NOLINTBEGIN(clang-analyzer-core.DivideZero): there is a group, and a sector has a width */

enum { ROW_BLOCKS = 10, SQUARES = 4 };

/* ---- memory ---- */

size_t shf_dmft_sector_size(shf_dmft_sector *s, const shf_dmft_panel *panel)
{
    s->q = panel->radau.p * s->width;
    s->rows = panel->n * s->width;
    s->ld = s->rows + s->q;
    return ROW_BLOCKS * s->q * s->ld + SQUARES * s->q * s->q;
}

void shf_dmft_sector_take(shf_dmft_sector *s, double **next)
{
    double **const rows[ROW_BLOCKS] = {&s->overlap, &s->weight, &s->h[0], &s->h[1], &s->h[2],
                                       &s->mu,      &s->mc,     &s->rc,   &s->rw,   &s->saved_mu};
    double **const squares[SQUARES] = {&s->b, &s->source, &s->inverse, &s->block};
    for (size_t k = 0; k < ROW_BLOCKS; k++)
        *rows[k] = shf_dmft_take(next, s->q * s->ld);
    for (size_t k = 0; k < SQUARES; k++)
        *squares[k] = shf_dmft_take(next, s->q * s->q);
}

shf_status shf_dmft_sector_room(shf_dmft_sector *s, shf_error *error)
{
    size_t size = s->q * s->ld;
    if (size <= s->last_capacity)
        return SHF_OK;
    double *larger = realloc(s->last_mu, 2 * size * sizeof *larger);
    if (!larger)
        return shf_no_memory(error);
    s->last_mu = larger;
    s->last_capacity = 2 * size;
    return SHF_OK;
}

void shf_dmft_sector_free(shf_dmft_sector *s)
{
    shf_dmft_history_free(&s->c);
    shf_dmft_history_free(&s->w);
    free(s->last_mu);
}

/* ---- first guess ---- */

static void predict_c(const shf_dmft_sector *s, const shf_dmft_panel *panel, const shf_dmft_predictor *e,
                      double *c)
{
    size_t p = panel->radau.p, width = s->width, q = s->q, rows = s->rows, ld = s->ld;
    double block[SHF_DMFT_SQUARE];
    memset(c, 0, q * ld * sizeof *c);
    for (size_t j = 0; j < e->n; j++)
        for (size_t g = 0; g < width; g++)
            for (size_t l = 0; l < rows; l++) {
                double value = shf_dmft_history_entry(&s->c, e->from[j] * width + g, l);
                for (size_t i = 0; i < p; i++)
                    c[(i * width + g) * ld + l] += e->weight[i][j] * value;
            }
    memset(block, 0, q * q * sizeof *block);
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++)
            for (size_t j = 0; j < e->n; j++)
                block[r * q + l] += e->weight[r / width][j] * c[l * ld + e->from[j] * width + r % width];
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++)
            c[r * ld + rows + l] = 0.5 * (block[r * q + l] + block[l * q + r]);
}

/* The response for given memory: `mu` over the past, and over the panel itself.  Without one the iteration
 * starts from zero. */
static void predict_w(const shf_dmft_sector *s, const shf_dmft_panel *panel, const double *nu,
                      const double *memory, const double *mu, double *y, double *w)
{
    size_t width = s->width, q = s->q, rows = s->rows, ld = s->ld;
    const shf_dmft_radau *radau = &panel->radau;
    double b[SHF_DMFT_SQUARE] = {0}, inverse[SHF_DMFT_SQUARE];
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++) {
            double slope = r % width == l % width ? radau->d[r / width][l / width + 1] / panel->length : 0;
            b[r * q + l] = slope + memory[r * q + l] + (r == l ? nu[s->group + r * s->stride] : 0);
        }
    memset(w, 0, q * ld * sizeof *w);
    if (!shf_dmft_invert(q, b, inverse))
        return;
    shf_dmft_history_lower(&s->w, mu, y, ld, q);
    for (size_t r = 0; r < q; r++) {
        const double *before = shf_dmft_history_row(&s->w, rows - width + r % width);
        double d = radau->d[r / width][0] / panel->length;
        for (size_t l = 0; l < rows; l++)
            y[r * ld + l] += d * before[l];
    }
    shf_dmft_block_apply(&(shf_dmft_shape){q, rows, ld}, inverse, -1, y, NULL, w);
    for (size_t r = 0; r < q; r++)
        memcpy(w + r * ld + rows, inverse + r * q, q * sizeof *w);
}

/* The response as if the memory were that of the last panel, moved along. */
void shf_dmft_sector_predict(shf_dmft_sector *s, const shf_dmft_panel *panel, const shf_dmft_predictor *e,
                             const double *nu, double *x, double *const y[2])
{
    size_t q = s->q, rows = s->rows, ld = s->ld, last_ld = s->last_ld;
    double memory[SHF_DMFT_SQUARE], *mu = y[0];
    memset(memory, 0, q * q * sizeof *memory);
    memset(mu, 0, q * ld * sizeof *mu);
    for (size_t r = 0; r < q && panel->n > 1; r++) {
        const double *last = s->last_mu + r * last_ld;
        memcpy(memory + r * q, last + last_ld - q, q * sizeof *memory);
        memcpy(mu + r * ld, last, (rows - q) * sizeof *mu);
        if (rows > 2 * q)
            memcpy(mu + r * ld + rows - q, last + rows - 2 * q, q * sizeof *mu);
    }
    predict_c(s, panel, e, x + s->at_c);
    predict_w(s, panel, nu, memory, mu, y[1], x + s->at_w);
}

/* ---- a longer panel from a shorter one ---- */

static void lift_c(const shf_dmft_sector *s, const shf_dmft_panel *panel, const shf_dmft_lift *lift,
                   const double *saved, double *c)
{
    size_t p = panel->radau.p, width = s->width, q = s->q, rows = s->rows, ld = s->ld, last = rows - width;
    double left[SHF_DMFT_OVERHANG][SHF_DMFT_OVERHANG + SHF_DMFT_RADAU_MAX]; /* lifted in the row alone */
    for (size_t r = 0; r < q; r++) {
        size_t g = r % width;
        const double *weight = lift->weight[r / width];
        for (size_t l = 0; l < ld; l++) {
            double before =
                l < rows ? shf_dmft_history_entry(&s->c, last + g, l) : saved[(l - rows) * ld + last + g];
            double sum = weight[0] * before;
            for (size_t k = 0; k < p; k++)
                sum += weight[k + 1] * saved[(k * width + g) * ld + l];
            c[r * ld + l] = sum;
        }
        memcpy(left[r], c + r * ld + last, (width + q) * sizeof **left);
    }
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++) {
            double sum = 0;
            for (size_t k = 0; k <= p; k++)
                sum += lift->weight[l / width][k] * left[r][k * width + l % width];
            c[r * ld + rows + l] = sum;
        }
}

/* mu of the saved panel, stretched. */
void shf_dmft_sector_lengthen(shf_dmft_sector *s, const shf_dmft_panel *panel, const shf_dmft_lift *lift,
                              const double *nu, const double *saved, double *x, double *const y[2])
{
    const shf_dmft_radau *radau = &panel->radau;
    size_t p = radau->p, width = s->width, q = s->q, rows = s->rows, ld = s->ld, k = 0;
    double memory[SHF_DMFT_SQUARE], *mu = y[0];
    for (size_t i = 0; i < p; i++) {
        double at = fmin(1, radau->x[i + 1] * panel->length / panel->saved_length), share = 1;
        while (k + 2 < p && radau->x[k + 2] <= at)
            k++;
        if (p > 1)
            share = fmax(0, fmin(1, (at - radau->x[k + 1]) / (radau->x[k + 2] - radau->x[k + 1])));
        for (size_t g = 0; g < width; g++) {
            const double *below = s->saved_mu + (k * width + g) * ld;
            const double *above = p > 1 ? below + width * ld : below;
            double *row = mu + (i * width + g) * ld;
            for (size_t l = 0; l < rows; l++)
                row[l] = (1 - share) * below[l] + share * above[l];
        }
    }
    for (size_t r = 0; r < q; r++)
        memcpy(memory + r * q, s->saved_mu + r * ld + rows, q * sizeof *memory);
    lift_c(s, panel, lift, saved + s->at_c, x + s->at_c);
    predict_w(s, panel, nu, memory, mu, y[1], x + s->at_w);
}

/* ---- the equations, (D.16)-(D.18) ---- */

void shf_dmft_sector_sources(shf_dmft_sector *s, const shf_dmft_panel *panel, double *const y[3])
{
    const shf_dmft_radau *radau = &panel->radau;
    size_t width = s->width, q = s->q, rows = s->rows, ld = s->ld;
    double x[SHF_DMFT_SQUARE], z[SHF_DMFT_SQUARE];
    shf_dmft_history_symmetric(&s->c, s->mu, y[0], ld, q);
    shf_dmft_history_transposed(&s->w, s->mc, y[1], ld, q);
    shf_dmft_history_lower(&s->w, s->mu, y[2], ld, q);
    for (size_t r = 0; r < q; r++) {
        size_t last = rows - width + r % width;
        double d = radau->d[r / width][0] / panel->length;
        const double *w = shf_dmft_history_row(&s->w, last);
        for (size_t l = 0; l < rows; l++) {
            size_t k = r * ld + l;
            s->rc[k] = -d * shf_dmft_history_entry(&s->c, last, l) - y[0][k] - y[1][k];
            s->rw[k] = -d * w[l] - y[2][k];
        }
    }
    shf_dmft_history_contract(q, ld, s->mu, s->rc, rows, x);
    shf_dmft_history_contract(q, ld, s->mc, s->rw, rows, z);
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++) {
            const double *d = radau->d[r / width];
            size_t k = r * q + l;
            x[k] = -d[0] / panel->length * s->rc[l * ld + rows - width + r % width] - x[k] - z[k] -
                   s->mc[r * ld + rows + l];
            s->b[k] =
                (r % width == l % width ? d[l / width + 1] / panel->length : 0) + s->mu[r * ld + rows + l];
        }
    for (size_t r = 0; r < q; r++)
        for (size_t l = 0; l < q; l++)
            s->source[r * q + l] = 0.5 * (x[r * q + l] + x[l * q + r]);
}

int shf_dmft_sector_invert(shf_dmft_sector *s, const double *nu)
{
    size_t q = s->q;
    double x[SHF_DMFT_SQUARE];
    memcpy(x, s->b, q * q * sizeof *x);
    for (size_t r = 0; r < q; r++)
        x[r * q + r] += nu[s->group + r * s->stride];
    if (!shf_dmft_invert(q, x, s->inverse))
        return 0;
    shf_dmft_history_contract(q, q, s->inverse, s->source, q, x); /* the source is symmetric */
    shf_dmft_history_contract(q, q, x, s->inverse, q, s->block);
    return 1;
}

void shf_dmft_sector_finish(shf_dmft_sector *s, double *g)
{
    shf_dmft_block_solution(&(shf_dmft_shape){s->q, s->rows, s->ld}, s->inverse, s->block,
                            (const double *[]){s->rc, s->rw}, (double *[]){g + s->at_c, g + s->at_w});
}

/* ---- the finished panel ---- */

shf_status shf_dmft_sector_accept(shf_dmft_sector *s, const double *g, shf_error *error)
{
    const shf_dmft_new_rows part[] = {{&s->c, g + s->at_c, s->ld, s->q, 1},
                                      {&s->w, g + s->at_w, s->ld, s->q, 0}};
    memcpy(s->last_mu, s->mu, s->q * s->ld * sizeof *s->mu);
    s->last_ld = s->ld;
    return shf_dmft_histories_append(part, 2, error);
}

/* What is not used of the tiles is zero. */
shf_status shf_dmft_history_exchange(shf_dmft_history *history, size_t n, shf_checkpoint_file *file,
                                     shf_error *error)
{
    if (shf_checkpoint_reading(file)) {
        shf_status status = shf_dmft_history_extend(history, n, error);
        if (status)
            return status;
    }
    for (size_t k = 0; k * SHF_DMFT_TILE < n; k++)
        shf_checkpoint_numbers(file, history->tile[k], SHF_DMFT_TILE * shf_dmft_history_stride(k));
    return SHF_OK;
}

shf_status shf_dmft_sector_exchange(shf_dmft_sector *s, size_t n, shf_checkpoint_file *file, shf_error *error)
{
    shf_checkpoint_numbers(file, s->last_mu, s->q * s->last_ld);
    shf_status status = shf_dmft_history_exchange(&s->c, n * s->width, file, error);
    return status ? status : shf_dmft_history_exchange(&s->w, n * s->width, file, error);
}

/* NOLINTEND(clang-analyzer-core.DivideZero) */
