/* The files of a pair of runs: checkpoints from which it continues, two-time functions at its end. */
#ifndef SHF_DMFT_RUN_FILES_H
#define SHF_DMFT_RUN_FILES_H

#include "dmft/pair.h"

/** Set pair, files, info; the rest is zero at first. */
typedef struct shf_dmft_run_files {
    shf_dmft_pair *pair;
    const shf_dmft_run_control *files;
    shf_info *info;
    shf_dmft_state state; /**< of the run under way, then of the finest */
    char *identity;
    double saved, pause; /**< when, and how long not again, in seconds */
} shf_dmft_run_files;

/** Looks at the files before anything is computed, and fills the pair from a checkpoint.  Errors:
 * SHF_ERR_VALUE, SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_dmft_run_files_open(shf_dmft_run_files *run, const shf_grid *grid, shf_error *error);

/** When all is computed: writes the two-time functions and removes the checkpoint.  Errors: SHF_ERR_FILE,
 * SHF_ERR_MEMORY. */
shf_status shf_dmft_run_files_close(const shf_dmft_run_files *run, shf_error *error);

void shf_dmft_run_files_free(shf_dmft_run_files *run);

#endif
