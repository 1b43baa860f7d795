/* The state of a run of collocation between two panels, to and from a checkpoint. */
#include "dmft/checkpoint.h"
#include "common/report.h"

void shf_dmft_size_exchange(size_t *size, shf_checkpoint_file *file)
{
    uint64_t count = *size;
    shf_checkpoint_count(file, &count);
    *size = (size_t)count;
}

shf_status shf_dmft_path_exchange(shf_dmft_path *path, size_t p, size_t columns, shf_checkpoint_file *file,
                                  shf_error *error)
{
    int reading = shf_checkpoint_reading(file);
    double row[1 + SHF_DMFT_COLUMNS_MAX];
    shf_status status = reading ? shf_dmft_path_make_columns(path, p, columns, error) : SHF_OK;
    size_t n = path->n;
    shf_dmft_size_exchange(&n, file);
    shf_dmft_size_exchange(&path->iterations, file);
    shf_dmft_size_exchange(&path->rejected, file);
    for (size_t i = 0; status == SHF_OK && i < n && !shf_checkpoint_failed(file); i++) {
        row[0] = reading ? 0 : path->t[i];
        for (size_t k = 0; k < columns; k++)
            row[1 + k] = reading ? 0 : path->column[k][i];
        shf_checkpoint_numbers(file, row, 1 + columns);
        if (reading)
            status = shf_dmft_path_add(path, row[0], row + 1, error);
    }
    return status;
}

/* Whether the file can hold n nodes: their histories are lower halves of n x n, at least four.  Asked before
 * room is made. */
static int is_plausible(size_t n, size_t last_n, const shf_checkpoint_file *file)
{
    size_t left = shf_checkpoint_left(file);
    return n >= 1 && n <= left && last_n <= n && 2 * (double)n * (double)n <= (double)left;
}

/* When reading, room for what follows. */
static shf_status prepare(shf_dmft_collocation *run, size_t n, size_t last_n, shf_error *error)
{
    run->panel.n = n;
    shf_status status = shf_dmft_collocation_room(run, error);
    for (size_t k = 0; k < run->sectors; k++)
        run->sector[k].last_ld = last_n * run->sector[k].width;
    return status;
}

shf_status shf_dmft_collocation_exchange(shf_dmft_collocation *run, const shf_dmft_model *model,
                                         const shf_dmft_groups *groups, size_t stages,
                                         shf_checkpoint_file *file, shf_error *error)
{
    size_t n = run->panel.n, last_n = run->sectors ? run->sector->last_ld / run->groups : 0;
    shf_dmft_size_exchange(&n, file);
    shf_dmft_size_exchange(&last_n, file);
    if (shf_checkpoint_reading(file)) {
        shf_status status = shf_dmft_collocation_make(run, model, groups, stages, error);
        if (status || shf_checkpoint_failed(file) || !is_plausible(n, last_n, file))
            return status ? status : shf_checkpoint_mismatch(file);
        status = prepare(run, n, last_n, error);
        if (status)
            return status;
    }
    shf_checkpoint_numbers(file, run->t, n);
    shf_checkpoint_numbers(file, run->a, n * run->groups);
    shf_checkpoint_numbers(file, run->nu, n * run->groups);
    for (size_t k = 0; k < run->start.k; k++) {
        shf_checkpoint_numbers(file, run->v[k], n * run->groups);
        shf_checkpoint_numbers(file, run->u[k], n * run->groups);
    }
    shf_status status = shf_dmft_history_exchange(&run->wg, n, file, error);
    SHF_THEN(status, shf_dmft_history_exchange(&run->ca, n, file, error));
    for (size_t k = 0; status == SHF_OK && k < run->sectors; k++)
        status = shf_dmft_sector_exchange(&run->sector[k], n, file, error);
    return status;
}
