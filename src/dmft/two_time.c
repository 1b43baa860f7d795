/* The two-time functions of a run at its own nodes, as a .npy file: correlations and weights of the responses
 * from the histories of the two sectors, (D.14). */
#include "dmft/two_time.h"
#include "common/npy.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

/* A run being written; rows of n entries. */
typedef struct writer {
    const shf_dmft_collocation *run;
    size_t n;
    double *signal;      /* a phat(v) */
    double *row, *other; /* the row itself, C_o beside C_d */
    double *h[2];
} writer;

/* Nodes up to the end of the panel of node i: there the weights end. */
static size_t panel_end(const shf_dmft_collocation *run, size_t i)
{
    size_t p = run->radau.p;
    return i == 0 ? 1 : (i - 1) / p * p + p + 1;
}

static void symmetric_row(const writer *w, const shf_dmft_history *history, size_t i, double *row)
{
    for (size_t l = 0; l < w->n; l++)
        row[l] = shf_dmft_history_entry(history, i, l);
}

/* C_o in `off`, C_d in `diagonal`. */
static void overlap_rows(const writer *w, size_t i, double *diagonal, double *off)
{
    const shf_dmft_collocation *run = w->run;
    symmetric_row(w, &run->c[SHF_DMFT_PERP], i, diagonal);
    symmetric_row(w, &run->c[SHF_DMFT_PAR], i, off);
    for (size_t l = 0; l < w->n; l++) {
        off[l] = shf_dmft_others(run->model->m, diagonal[l], off[l]) + run->v[i] * run->v[l];
        diagonal[l] += off[l];
    }
}

/* Weights of R_o, and if `diagonal` of R_d. */
static void response_row(const writer *w, size_t i, int diagonal)
{
    const shf_dmft_collocation *run = w->run;
    const double *perp = shf_dmft_history_row(&run->w[SHF_DMFT_PERP], i),
                 *par = shf_dmft_history_row(&run->w[SHF_DMFT_PAR], i);
    size_t end = panel_end(run, i);
    memset(w->row, 0, w->n * sizeof *w->row);
    for (size_t l = 0; l < end; l++)
        w->row[l] = shf_dmft_others(run->model->m, perp[l], par[l]) + (diagonal ? perp[l] : 0);
}

static void sigma_row(const writer *w, size_t i)
{
    const shf_dmft_model *model = w->run->model;
    const double *a = w->run->a;
    overlap_rows(w, i, w->row, w->other);
    shf_dmft_values(&model->h[0], w->row, w->h[0], w->n);
    shf_dmft_values(&model->h[0], w->other, w->h[1], w->n);
    for (size_t l = 0; l < w->n; l++)
        w->row[l] = shf_dmft_sigma_c(model, w->signal[i], w->signal[l], a[i] * a[l] / model->m, w->h[0][l],
                                     w->h[1][l]);
}

/* Row i of a slice, in w->row or w->other. */
static const double *make_row(const writer *w, int slice, size_t i)
{
    const shf_dmft_collocation *run = w->run;
    switch (slice) {
    case SHF_DMFT_TWO_TIME_T:
        for (size_t l = 0; l < w->n; l++)
            w->row[l] = run->t[i];
        break;
    case SHF_DMFT_TWO_TIME_CD:
        overlap_rows(w, i, w->row, w->other);
        break;
    case SHF_DMFT_TWO_TIME_CO:
        overlap_rows(w, i, w->row, w->other);
        return w->other;
    case SHF_DMFT_TWO_TIME_CA:
        symmetric_row(w, &run->ca, i, w->row);
        break;
    case SHF_DMFT_TWO_TIME_SIGMA_C:
        sigma_row(w, i);
        break;
    case SHF_DMFT_TWO_TIME_WA:
        memset(w->row, 0, w->n * sizeof *w->row);
        memcpy(w->row, shf_dmft_history_row(&run->wg, i), panel_end(run, i) * sizeof *w->row);
        break;
    default:
        response_row(w, i, slice == SHF_DMFT_TWO_TIME_WD);
    }
    return w->row;
}

static shf_status write_slices(const writer *w, const char *path, shf_error *error)
{
    const size_t shape[] = {SHF_DMFT_TWO_TIME_SLICES, w->n, w->n};
    shf_npy npy;
    shf_status status = shf_npy_open(&npy, path, sizeof shape / sizeof shape[0], shape, error);
    for (int slice = 0; slice < SHF_DMFT_TWO_TIME_SLICES; slice++)
        for (size_t i = 0; status == SHF_OK && i < w->n; i++)
            status = shf_npy_write(&npy, make_row(w, slice, i), w->n, error);
    SHF_THEN(status, shf_npy_finish(&npy, error));
    shf_npy_discard(&npy);
    return status;
}

static shf_status blame(shf_status status, const shf_error *inner, shf_error *error)
{
    return status ? shf_fail(error, status, "two-time = %.400s", inner->message) : SHF_OK;
}

shf_status shf_dmft_two_time_write(const shf_dmft_collocation *run, const char *path, shf_error *error)
{
    size_t n = run->n;
    double *memory = malloc(5 * n * sizeof *memory);
    if (!memory)
        return shf_no_memory(error);
    writer w = {run, n, memory, memory + n, memory + 2 * n, {memory + 3 * n, memory + 4 * n}};
    for (size_t l = 0; l < n; l++)
        w.signal[l] = run->a[l] * shf_dmft_value(&run->model->phat[0], run->v[l]);
    shf_error inner = {SHF_OK, ""};
    shf_status status = write_slices(&w, path, &inner);
    free(memory);
    return blame(status, &inner, error);
}

static int ends_in(const char *path, const char *extension)
{
    size_t n = strlen(path), k = strlen(extension);
    return n >= k && strcmp(path + n - k, extension) == 0;
}

shf_status shf_dmft_two_time_check(const char *path, shf_error *error)
{
    shf_error inner = {SHF_OK, ""};
    if (ends_in(path, ".h5") || ends_in(path, ".hdf5"))
        return shf_fail(error, SHF_ERR_VALUE, "two-time = %.400s: this build has no HDF5; write a .npy file",
                        path);
    return blame(shf_outfile_check(path, &inner), &inner, error);
}
