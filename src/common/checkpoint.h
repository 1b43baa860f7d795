/* State of a long computation in a file, from which it continues as if nothing had happened. */
#ifndef SHF_COMMON_CHECKPOINT_H
#define SHF_COMMON_CHECKPOINT_H

#include <shallowflow/params.h>
#include <stdint.h>
#include <stdio.h>

enum { SHF_CHECKPOINT_COUNTERS = 4, SHF_CHECKPOINT_ARRAYS = 3 };

/** What a checkpoint of fixed size holds besides the identity of the computation.  The arrays belong to the
 * caller; those that are not needed have size 0. */
typedef struct shf_checkpoint {
    uint64_t counter[SHF_CHECKPOINT_COUNTERS]; /**< where it is, and what was counted so far */
    double *array[SHF_CHECKPOINT_ARRAYS];
    size_t size[SHF_CHECKPOINT_ARRAYS];
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

/** The error for a checkpoint whose counters point beyond the computation: a hash is no proof of sense. */
shf_status shf_checkpoint_senseless(const char *path, shf_error *error);

/** Removes the file of a computation that is complete. */
void shf_checkpoint_remove(const char *path);

/** A checkpoint of any size, being written or read: the same calls do both, so that they agree. */
typedef struct shf_checkpoint_file shf_checkpoint_file;

/** Hands every part of the state to the functions below; when reading it makes room first.  Errors: its own.
 */
typedef shf_status (*shf_checkpoint_exchange)(void *state, shf_checkpoint_file *file, shf_error *error);

int shf_checkpoint_reading(const shf_checkpoint_file *file);

/** Whether the file ended early or another size was found; what is read after that is zero. */
int shf_checkpoint_failed(const shf_checkpoint_file *file);

/** How many more numbers the file can hold: what is to be read can be no larger. */
size_t shf_checkpoint_left(const shf_checkpoint_file *file);

/** Says that what was read makes no sense, so that the file counts as damaged; SHF_OK. */
shf_status shf_checkpoint_mismatch(shf_checkpoint_file *file);

void shf_checkpoint_count(shf_checkpoint_file *file, uint64_t *count);

/** n numbers; when reading there must be as many in the file. */
void shf_checkpoint_numbers(shf_checkpoint_file *file, double *x, size_t n);

/** As shf_checkpoint_save, for what `exchange` gives. */
shf_status shf_checkpoint_write(const char *path, const char *identity, shf_checkpoint_exchange exchange,
                                void *state, shf_error *error);

/** As shf_checkpoint_load.  After a failure the state may be half read. */
shf_status shf_checkpoint_read(const char *path, const char *identity, shf_checkpoint_exchange exchange,
                               void *state, int *found, shf_error *error);

/** A table of parameters, with values, that results depend on. */
typedef struct shf_identity_part {
    const shf_param_table *table;
    const void *params; /**< may be NULL */
} shf_identity_part;

/** The version, and a line for each parameter of n parts; to be freed, NULL when memory is exhausted. */
char *shf_identity_text(const shf_identity_part *part, size_t n);

/** Writes one line of an identity for each parameter; `params` may be NULL.  0 when memory is exhausted. */
int shf_identity_section(FILE *stream, const shf_param_table *table, const void *params);

#endif
