/* The two-time functions of a run at its own nodes, as a .npy file: correlations and weights of the responses
 * from the histories of the sectors, (D.14). */
#include "dmft/two_time.h"
#include "common/npy.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

/* A run being written; rows of n entries. */
typedef struct writer {
    const shf_dmft_collocation *run;
    size_t n;
    double *signal; /* sum_i a_i phat(v_i)/m */
    double *row, *part;
} writer;

/* C_ij(t_i,.) (response: weights of R_ij) of neurons of groups g and h. */
static const double *make_pair(const writer *w, int response, size_t i, size_t g, size_t h, int itself)
{
    if (response)
        shf_dmft_response_row(w->run, i, g, h, itself, w->row);
    else
        shf_dmft_overlap_row(w->run, i, g, h, itself, w->row);
    return w->row;
}

/* Adds count a_g(t_i) a_h h(C) */
static void add_square(const writer *w, size_t i, size_t g, size_t h, int itself, double count)
{
    const shf_dmft_collocation *run = w->run;
    size_t groups = run->groups;
    shf_dmft_overlap_row(run, i, g, h, itself, w->part);
    for (size_t l = 0; l < w->n; l++)
        w->row[l] += count * run->a[i * groups + g] * run->a[l * groups + h] *
                     shf_dmft_value(&run->model->h[0], w->part[l]);
}

static void make_sigma(const writer *w, size_t i)
{
    const shf_dmft_collocation *run = w->run;
    double m = run->model->m, noise = shf_dmft_label_square(run->model);
    for (size_t l = 0; l < w->n; l++)
        w->row[l] = noise - w->signal[i] - w->signal[l];
    for (size_t g = 0; g < run->groups; g++) {
        double share = run->start.size[g] / (m * m);
        if (run->start.size[g] > 1)
            add_square(w, i, g, g, 1, share);
        for (size_t h = 0; h < run->groups; h++)
            add_square(w, i, g, h, 0, share * run->others[g][h]);
    }
}

/* Row i of a slice that is no function of two neurons. */
static const double *make_residual(const writer *w, int slice, size_t i)
{
    const shf_dmft_collocation *run = w->run;
    enum { T, CA, SIGMA_C };
    for (size_t l = 0; l < w->n && slice <= CA; l++)
        w->row[l] = slice == T ? run->t[i] : shf_dmft_history_entry(&run->ca, i, l);
    if (slice == SIGMA_C)
        make_sigma(w, i);
    if (slice > SIGMA_C)
        memcpy(w->row, shf_dmft_history_row(&run->wg, i), shf_dmft_panel_end(run, i) * sizeof *w->row);
    return w->row;
}

/* Slices: t; C of each group, of each pair of groups; C_A, Sigma_C; R of each group, of each pair; R_A. */
static const double *make_row(const writer *w, size_t slice, size_t i)
{
    size_t n = w->run->groups, half = n + n * n;
    memset(w->row, 0, w->n * sizeof *w->row);
    if (slice == 0)
        return make_residual(w, 0, i);
    slice--;
    if (slice == half || slice == half + 1)
        return make_residual(w, (int)(slice - half) + 1, i);
    int response = slice > half;
    slice -= response ? half + 2 : 0;
    if (slice == half)
        return make_residual(w, 3, i);
    return slice < n ? make_pair(w, response, i, slice, slice, 1)
                     : make_pair(w, response, i, (slice - n) / n, (slice - n) % n, 0);
}

static shf_status write_slices(const writer *w, const char *path, shf_error *error)
{
    size_t n = w->run->groups;
    const size_t shape[] = {4 + 2 * n + 2 * n * n, w->n, w->n};
    shf_npy npy;
    shf_status status = shf_npy_open(&npy, path, sizeof shape / sizeof shape[0], shape, error);
    for (size_t slice = 0; slice < shape[0]; slice++)
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
    size_t n = run->panel.n, groups = run->groups;
    double *memory = calloc(3 * n, sizeof *memory);
    if (!memory)
        return shf_no_memory(error);
    writer w = {run, n, memory, memory + n, memory + 2 * n};
    for (size_t r = 0; r < n * groups; r++)
        w.signal[r / groups] +=
            run->start.size[r % groups] / run->model->m * run->a[r] * shf_dmft_phat(run, r);
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
