/* Files that appear complete or not at all. */
#ifndef SHF_COMMON_FILE_H
#define SHF_COMMON_FILE_H

#include <shallowflow/status.h>
#include <stdio.h>

/** A file being written without a name or under a temporary one; a device or pipe is written directly. */
typedef struct shf_outfile {
    FILE *stream;    /**< to write to; NULL once finished */
    char *target;    /**< where it goes, symbolic links followed; NULL if it is written directly */
    char *temporary; /**< its present name beside the target; NULL while it has none */
} shf_outfile;

/** Opens.  With `named` the file has its temporary name at once, for other programs; otherwise the system
 * drops it if this program is killed.  Errors: SHF_ERR_FILE (the message names the path), SHF_ERR_MEMORY. */
shf_status shf_outfile_open(shf_outfile *file, const char *path, int named, shf_error *error);

/** Flushes to the disk and closes, under the temporary name. */
shf_status shf_outfile_finish(shf_outfile *file, const char *path, shf_error *error);

/** The finished file takes its name. */
shf_status shf_outfile_publish(shf_outfile *file, const char *path, shf_error *error);

/** Closes and removes what is left, and frees; also to be called after shf_outfile_publish. */
void shf_outfile_discard(shf_outfile *file);

/** Whether such a file could write there, so that a long computation is not lost; leaves no trace. */
shf_status shf_outfile_check(const char *path, shf_error *error);

/** A whole file in memory, with a zero behind it, to be freed.  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_file_read(const char *path, unsigned char **bytes, size_t *n, shf_error *error);

/** "NAME: REASON" for an errno value, as SHF_ERR_MEMORY for ENOMEM and SHF_ERR_FILE else. */
shf_status shf_file_fail(shf_error *error, const char *name, int number);

#endif
