/* The state of a run of collocation between two panels, to and from a checkpoint. */
#ifndef SHF_DMFT_CHECKPOINT_H
#define SHF_DMFT_CHECKPOINT_H

#include "common/checkpoint.h"
#include "dmft/collocation.h"

/** All nodes of a path of panels of p nodes with these columns; when reading, `path` is made anew.  Errors:
 * SHF_ERR_MEMORY, SHF_ERR_NUMERIC, as shf_dmft_path_make. */
shf_status shf_dmft_path_exchange(shf_dmft_path *path, size_t p, size_t columns, shf_checkpoint_file *file,
                                  shf_error *error);

/** Histories, nodes and what the first guess of the next panel needs; when reading, `run` is made anew.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_dmft_collocation_exchange(shf_dmft_collocation *run, const shf_dmft_model *model,
                                         const shf_dmft_groups *groups, size_t stages,
                                         shf_checkpoint_file *file, shf_error *error);

/** A count that is a size_t in memory. */
void shf_dmft_size_exchange(size_t *size, shf_checkpoint_file *file);

#endif
