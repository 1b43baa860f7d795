/* The files of a pair of runs: checkpoints from which it continues, two-time functions at its end. */
#include "dmft/run_files.h"
#include "common/blas.h"
#include "common/report.h"
#include "dmft/two_time.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static shf_status exchange(void *context, shf_checkpoint_file *file, shf_error *error)
{
    shf_dmft_run_files *run = context;
    shf_dmft_pair *c = run->pair;
    const shf_dmft_groups *groups = c->march.groups;
    size_t p = c->march.solver->stages, columns = shf_dmft_columns(groups);
    shf_dmft_size_exchange(&c->refinement, file);
    shf_dmft_size_exchange(&c->second, file);
    shf_dmft_size_exchange(&run->info->steps, file);
    shf_dmft_size_exchange(&run->info->evaluations, file);
    shf_checkpoint_numbers(file, &c->march.resolution, 1);
    shf_status status = shf_dmft_path_exchange(&c->coarse, p, columns, file, error);
    if (status == SHF_OK && c->second)
        status = shf_dmft_path_exchange(&c->fine, p, columns, file, error);
    return status ? status : shf_dmft_state_exchange(&run->state, c->march.model, groups, p, file, error);
}

/* Large states are kept less often, so that keeping them takes a twentieth of the time. */
static shf_status save(void *context, int now, shf_error *error)
{
    shf_dmft_run_files *c = context;
    double start = seconds(), every = c->files->checkpoint_every;
    if (!now && start - c->saved < c->pause)
        return SHF_OK;
    shf_status status = shf_checkpoint_write(c->files->checkpoint, c->identity, exchange, c, error);
    c->saved = seconds();
    c->pause = every > 0 ? fmax(every, 20 * (c->saved - start)) : 0;
    return status;
}

/* Groups, and what a target along several directions adds. */
static void write_groups(FILE *stream, const shf_dmft_groups *x, const shf_dmft_model *model)
{
    for (size_t g = 0; x && g < x->n; g++) {
        (void)fprintf(stream, "group = %.17g %.17g", x->size[g], x->a[g]);
        for (size_t k = 0; k < x->k; k++)
            (void)fprintf(stream, " %.17g", x->v[g][k]);
        for (size_t h = 0; h < x->n; h++)
            (void)fprintf(stream, " %.17g", x->c[g][h]);
        (void)fputc('\n', stream);
    }
    for (size_t j = 0; x && j < model->terms; j++)
        (void)fprintf(stream, "term = %.17g %u %u %u\n", model->term[j].phi, model->term[j].power[0],
                      model->term[j].power[1], model->term[j].power[2]);
    for (size_t k = 0; x && k <= model->phat[0].degree; k++)
        (void)fprintf(stream, "phi_%zu = %.17g\n", k, model->phi[k]);
}

/* All that the numbers depend on; how much memory is allowed is no part of it. */
static char *identity(const shf_dmft_pair *c, const shf_grid *grid)
{
    char *text = NULL;
    size_t n = 0;
    shf_dmft_solver solver = *c->march.solver;
    solver.memory = shf_dmft_solver_default().memory;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\nBLAS kernels = %s\n", shf_version_full(), shf_blas_kernels());
    write_groups(stream, c->march.groups, c->march.model);
    int good = shf_identity_section(stream, &shf_dmft_params_table, &c->march.model->params) &&
               shf_identity_section(stream, &shf_dmft_grid_table, grid) &&
               shf_identity_section(stream, &shf_dmft_solver_table, &solver);
    good = !ferror(stream) && good;
    if (fclose(stream) || !good) {
        free(text);
        return NULL;
    }
    return text;
}

/* Everything that can go wrong with the files does so before anything is computed. */
shf_status shf_dmft_run_files_open(shf_dmft_run_files *c, const shf_grid *grid, shf_error *error)
{
    const shf_dmft_run_control *files = c->files;
    const char *two_time = files->two_time, *checkpoint = files->checkpoint;
    int found = 0;
    if ((two_time || checkpoint) && c->pair->march.solver->scheme.kind != SHF_DMFT_COLLOCATION)
        return shf_fail(error, SHF_ERR_VALUE, "%s = %.400s: needs scheme = collocation",
                        two_time ? "two-time" : "checkpoint", two_time ? two_time : checkpoint);
    if (two_time && checkpoint && strcmp(two_time, checkpoint) == 0)
        return shf_fail(error, SHF_ERR_VALUE, "two-time = %.400s: is the name of the checkpoint too",
                        two_time);
    shf_status status = two_time ? shf_dmft_two_time_check(two_time, error) : SHF_OK;
    if (!status && checkpoint)
        status = shf_blas_load(1, error); /* its kernels are part of the identity */
    if (two_time || checkpoint)
        c->pair->march.state = &c->state;
    if (status || !checkpoint)
        return status;
    c->pair->march.save = save;
    c->pair->march.context = c;
    c->identity = identity(c->pair, grid);
    if (!c->identity)
        return shf_no_memory(error);
    c->saved = seconds();
    c->pause = files->checkpoint_every;
    return shf_checkpoint_read(checkpoint, c->identity, exchange, c, &found, error);
}

/* What is left to do with them when all is computed. */
shf_status shf_dmft_run_files_close(const shf_dmft_run_files *c, shf_error *error)
{
    shf_status status = SHF_OK;
    if (c->files->two_time)
        status = shf_dmft_two_time_write(&c->state.run, c->files->two_time, error);
    if (status == SHF_OK && c->files->checkpoint)
        shf_checkpoint_remove(c->files->checkpoint);
    return status;
}

void shf_dmft_run_files_free(shf_dmft_run_files *c)
{
    shf_dmft_collocation_free(&c->state.run);
    free(c->identity);
    c->identity = NULL;
}
