/* The state of a run of collocation between two panels, to and from a checkpoint. */
#include "dmft/checkpoint.h"

void shf_dmft_size_exchange(size_t *size, shf_checkpoint_file *file)
{
    uint64_t count = *size;
    shf_checkpoint_count(file, &count);
    *size = (size_t)count;
}

shf_status shf_dmft_path_exchange(shf_dmft_path *path, size_t p, shf_checkpoint_file *file, shf_error *error)
{
    int reading = shf_checkpoint_reading(file);
    double row[1 + SHF_DMFT_POINT_SIZE];
    shf_status status = reading ? shf_dmft_path_make(path, p, error) : SHF_OK;
    size_t n = path->n;
    shf_dmft_size_exchange(&n, file);
    shf_dmft_size_exchange(&path->iterations, file);
    shf_dmft_size_exchange(&path->rejected, file);
    for (size_t i = 0; status == SHF_OK && i < n && !shf_checkpoint_failed(file); i++) {
        row[0] = reading ? 0 : path->t[i];
        for (size_t k = 0; k < SHF_DMFT_POINT_SIZE; k++)
            row[1 + k] = reading ? 0 : path->column[k][i];
        shf_checkpoint_numbers(file, row, 1 + SHF_DMFT_POINT_SIZE);
        if (reading)
            status = shf_dmft_path_add(path, row[0], row + 1, error);
    }
    return status;
}

/* Whole tiles: what is not used of them is zero. */
static shf_status exchange_history(shf_dmft_history *history, size_t n, shf_checkpoint_file *file,
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

static shf_status exchange_histories(shf_dmft_collocation *run, shf_checkpoint_file *file, shf_error *error)
{
    shf_dmft_history *const history[] = {&run->c[SHF_DMFT_PERP],
                                         &run->c[SHF_DMFT_PAR],
                                         &run->w[SHF_DMFT_PERP],
                                         &run->w[SHF_DMFT_PAR],
                                         &run->wg,
                                         &run->ca};
    shf_status status = SHF_OK;
    for (size_t k = 0; status == SHF_OK && k < sizeof history / sizeof history[0]; k++)
        status = exchange_history(history[k], run->n, file, error);
    return status;
}

/* Whether the file can hold n nodes: their histories are six lower halves of n x n.  Asked before room is
 * made. */
static int is_plausible(size_t n, size_t last_ld, const shf_checkpoint_file *file)
{
    size_t left = shf_checkpoint_left(file);
    return n >= 1 && n <= left && last_ld <= n && 3 * (double)n * (double)n <= (double)left;
}

shf_status shf_dmft_collocation_exchange(shf_dmft_collocation *run, const shf_dmft_model *model,
                                         size_t stages, shf_checkpoint_file *file, shf_error *error)
{
    size_t n = run->n, last_ld = run->last_ld;
    shf_dmft_size_exchange(&n, file);
    shf_dmft_size_exchange(&last_ld, file);
    if (shf_checkpoint_reading(file)) {
        shf_status status = shf_dmft_collocation_make(run, model, stages, error);
        if (status || shf_checkpoint_failed(file) || !is_plausible(n, last_ld, file))
            return status ? status : shf_checkpoint_mismatch(file);
        run->n = n;
        run->last_ld = last_ld;
        status = shf_dmft_collocation_room(run, error);
        if (status)
            return status;
    }
    double *const scalar[] = {run->t, run->a, run->v, run->nu};
    for (size_t k = 0; k < sizeof scalar / sizeof scalar[0]; k++)
        shf_checkpoint_numbers(file, scalar[k], n);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        shf_checkpoint_numbers(file, run->last_mu[k], run->radau.p * last_ld);
    return exchange_histories(run, file, error);
}
