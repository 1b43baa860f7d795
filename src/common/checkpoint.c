/* Checkpoints: magic, length and hash of the rest; identity; counts and arrays.  Numbers as the machine has
 * them. */
#include "common/checkpoint.h"
#include "common/file.h"
#include "common/hash.h"
#include "common/report.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = "SHFCHK1";

enum { HEADER = 24 };

static shf_status blame(shf_status status, const shf_error *inner, shf_error *error)
{
    return status ? shf_fail(error, status, "checkpoint = %.400s", inner->message) : SHF_OK;
}

/* Writes to the stream, or reads from what is left of the bytes. */
struct shf_checkpoint_file {
    FILE *stream; /* NULL when reading */
    uint64_t hash;
    const unsigned char *at;
    size_t left;
    int failed;
};

int shf_checkpoint_reading(const shf_checkpoint_file *file)
{
    return !file->stream;
}

int shf_checkpoint_failed(const shf_checkpoint_file *file)
{
    return file->failed;
}

size_t shf_checkpoint_left(const shf_checkpoint_file *file)
{
    return file->left / sizeof(double);
}

shf_status shf_checkpoint_mismatch(shf_checkpoint_file *file)
{
    file->failed = 1;
    return SHF_OK;
}

/* ---- writing ---- */

static void put(shf_checkpoint_file *s, const void *bytes, size_t n)
{
    s->hash = shf_hash(s->hash, bytes, n);
    s->failed |= n && fwrite(bytes, 1, n, s->stream) != n;
}

/* Everything behind the header. */
static shf_status put_body(shf_checkpoint_file *s, const char *identity, shf_checkpoint_exchange exchange,
                           void *state, shf_error *error)
{
    uint64_t length = strlen(identity);
    put(s, &length, sizeof length);
    put(s, identity, length);
    return exchange(state, s, error);
}

/* The header, when the rest is written. */
static int put_header(const shf_checkpoint_file *s)
{
    unsigned char header[HEADER] = {0};
    long end = ftell(s->stream);
    if (s->failed || end < HEADER || fseek(s->stream, 0, SEEK_SET))
        return 0;
    uint64_t length = (uint64_t)end - HEADER;
    memcpy(header, magic, sizeof magic);
    memcpy(header + 8, &length, sizeof length);
    memcpy(header + 16, &s->hash, sizeof s->hash);
    return fwrite(header, 1, HEADER, s->stream) == HEADER && fflush(s->stream) == 0;
}

static shf_status write_stream(FILE *stream, const char *path, const char *identity,
                               shf_checkpoint_exchange exchange, void *state, shf_error *error)
{
    const unsigned char nothing[HEADER] = {0};
    shf_checkpoint_file s = {.stream = stream, .hash = SHF_HASH_START};
    s.failed = fwrite(nothing, 1, HEADER, stream) != HEADER;
    shf_status status = put_body(&s, identity, exchange, state, error);
    return status || put_header(&s) ? status : shf_file_fail(error, path, errno);
}

shf_status shf_checkpoint_write(const char *path, const char *identity, shf_checkpoint_exchange exchange,
                                void *state, shf_error *error)
{
    shf_outfile file;
    shf_error inner = {SHF_OK, ""};
    shf_status status = shf_outfile_open(&file, path, 0, &inner);
    SHF_THEN(status, write_stream(file.stream, path, identity, exchange, state, &inner));
    SHF_THEN(status, shf_outfile_finish(&file, path, &inner));
    SHF_THEN(status, shf_outfile_publish(&file, path, &inner));
    shf_outfile_discard(&file);
    return blame(status, &inner, error);
}

void shf_checkpoint_remove(const char *path)
{
    (void)unlink(path);
}

/* ---- reading ---- */

static int take(shf_checkpoint_file *r, void *bytes, size_t n)
{
    if (n > r->left)
        return 0;
    if (n)
        memcpy(bytes, r->at, n);
    r->at += n;
    r->left -= n;
    return 1;
}

/* The first line in which two texts differ, cut to a length that fits a message. */
static shf_status differs(const char *path, const char *saved, const char *now, shf_error *error)
{
    while (*saved && *now) {
        size_t a = strcspn(saved, "\n"), b = strcspn(now, "\n");
        if (a != b || memcmp(saved, now, a) != 0)
            break;
        saved += a + (saved[a] != '\0');
        now += b + (now[b] != '\0');
    }
    size_t a = strcspn(saved, "\n"), b = strcspn(now, "\n");
    return shf_fail(error, SHF_ERR_FILE,
                    "checkpoint = %s: was made with %.*s, now %.*s: remove it to start anew", path,
                    a < 120 ? (int)a : 120, saved, b < 120 ? (int)b : 120, now);
}

static shf_status damaged(const char *path, shf_error *error)
{
    return shf_fail(error, SHF_ERR_FILE,
                    "checkpoint = %s: is not a complete checkpoint: remove it to start anew", path);
}

shf_status shf_checkpoint_senseless(const char *path, shf_error *error)
{
    return damaged(path, error);
}

static shf_status check_identity(shf_checkpoint_file *r, const char *path, const char *identity,
                                 shf_error *error)
{
    uint64_t length = 0;
    if (!take(r, &length, sizeof length) || length > r->left)
        return damaged(path, error);
    char *saved = strndup((const char *)r->at, length);
    if (!saved)
        return shf_no_memory(error);
    r->at += length;
    r->left -= length;
    shf_status status = strcmp(saved, identity) == 0 ? SHF_OK : differs(path, saved, identity, error);
    free(saved);
    return status;
}

static shf_status parse(shf_checkpoint_file *r, const char *path, const char *identity,
                        shf_checkpoint_exchange exchange, void *state, shf_error *error)
{
    char found[8];
    uint64_t length = 0, hash = 0;
    size_t n = r->left < sizeof magic ? r->left : sizeof magic;
    if (memcmp(r->at, magic, n) != 0 || !n)
        return shf_fail(error, SHF_ERR_FILE, "checkpoint = %s: is a file of another kind; give another name",
                        path);
    if (!take(r, found, sizeof found) || !take(r, &length, sizeof length) || !take(r, &hash, sizeof hash) ||
        length != r->left || shf_hash(SHF_HASH_START, r->at, r->left) != hash)
        return damaged(path, error);
    shf_status status = check_identity(r, path, identity, error);
    SHF_THEN(status, exchange(state, r, error));
    return status == SHF_OK && (r->failed || r->left) ? damaged(path, error) : status;
}

shf_status shf_checkpoint_read(const char *path, const char *identity, shf_checkpoint_exchange exchange,
                               void *state, int *found, shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    shf_error inner = {SHF_OK, ""};
    struct stat file;
    *found = stat(path, &file) == 0;
    if (!*found)
        return blame(shf_outfile_check(path, &inner), &inner, error);
    if (!S_ISREG(file.st_mode))
        return shf_fail(error, SHF_ERR_FILE, "checkpoint = %s: is not a regular file", path);
    shf_status status = shf_file_read(path, &bytes, &n, error);
    if (status)
        return status;
    shf_checkpoint_file r = {.at = bytes, .left = n};
    status = parse(&r, path, identity, exchange, state, error);
    free(bytes);
    return status;
}

/* ---- what is exchanged ---- */

static void swap_bytes(shf_checkpoint_file *file, void *bytes, size_t n)
{
    if (file->stream)
        put(file, bytes, n);
    else if (file->failed || !take(file, bytes, n)) {
        memset(bytes, 0, n);
        file->failed = 1;
    }
}

void shf_checkpoint_count(shf_checkpoint_file *file, uint64_t *count)
{
    swap_bytes(file, count, sizeof *count);
}

void shf_checkpoint_numbers(shf_checkpoint_file *file, double *x, size_t n)
{
    uint64_t size = n;
    shf_checkpoint_count(file, &size);
    file->failed |= size != n;
    if (n)
        swap_bytes(file, x, n * sizeof *x);
}

static shf_status exchange_fixed(void *state, shf_checkpoint_file *file, shf_error *error)
{
    shf_checkpoint *fixed = state;
    (void)error;
    for (int k = 0; k < SHF_CHECKPOINT_COUNTERS; k++)
        shf_checkpoint_count(file, &fixed->counter[k]);
    for (int k = 0; k < SHF_CHECKPOINT_ARRAYS; k++)
        shf_checkpoint_numbers(file, fixed->array[k], fixed->size[k]);
    return SHF_OK;
}

shf_status shf_checkpoint_save(const char *path, const char *identity, const shf_checkpoint *state,
                               shf_error *error)
{
    shf_checkpoint copy = *state;
    return shf_checkpoint_write(path, identity, exchange_fixed, &copy, error);
}

shf_status shf_checkpoint_load(const char *path, const char *identity, shf_checkpoint *state, int *found,
                               shf_error *error)
{
    return shf_checkpoint_read(path, identity, exchange_fixed, state, found, error);
}

/* ---- identities ---- */

int shf_identity_section(FILE *stream, const shf_param_table *table, const void *params)
{
    for (size_t k = 0; params && k < table->n_rows; k++) {
        char *value = shf_params_get(&table->row[k], params);
        if (!value)
            return 0;
        (void)fprintf(stream, "%s = %s\n", table->row[k].name, value);
        free(value);
    }
    return 1;
}

char *shf_identity_text(const shf_identity_part *part, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\n", shf_version_full());
    int good = 1;
    for (size_t k = 0; k < n; k++)
        good = good && shf_identity_section(stream, part[k].table, part[k].params);
    good = !ferror(stream) && good;
    if (fclose(stream) == 0 && good)
        return text;
    free(text);
    return NULL;
}
