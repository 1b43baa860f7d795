/* State of an ensemble in a file, from which it continues as if nothing had happened. */
#ifndef SHF_SIMULATION_CHECKPOINT_H
#define SHF_SIMULATION_CHECKPOINT_H

#include <shallowflow/status.h>
#include <stddef.h>
#include <stdint.h>

/** What a checkpoint holds besides the identity of the ensemble.  The arrays belong to the caller. */
typedef struct shf_checkpoint {
    uint64_t run;                    /**< the run that is under way, from 0 */
    uint64_t update;                 /**< its next update */
    uint64_t gradients, evaluations; /**< counted so far */
    double *array[3];                /**< measurements, a, w */
    size_t size[3];
} shf_checkpoint;

/** Writes the file, complete or not at all.  `identity`: lines "name = value" of everything that the results
 * depend on.  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_checkpoint_save(const char *path, const char *identity, const shf_checkpoint *state,
                               shf_error *error);

/** Reads it into the arrays.  *found is 0 if there is no such file (then it is checked that one can be
 * written).  Errors: SHF_ERR_FILE (not a checkpoint, damaged, or of other parameters: the message names the
 * first that differs), SHF_ERR_MEMORY. */
shf_status shf_checkpoint_load(const char *path, const char *identity, shf_checkpoint *state, int *found,
                               shf_error *error);

/** Removes the file of an ensemble that is complete. */
void shf_checkpoint_remove(const char *path);

#endif
