/* Damaged checkpoints. */
#include "checkpoint.h"
#include <common/hash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Magic, length and hash; the length of the identity; the identity. */
enum { HEADER = 24, LENGTH = 8 };

static unsigned char *front; /* header and identity of the computation */
static size_t front_size;

/* Counts down, then asks to stop. */
static int report(void *left, double fraction)
{
    (void)fraction;
    return --*(int *)left < 0;
}

static shf_status run(fuzz_computation compute, const char *path, int reports)
{
    shf_error error = {SHF_OK, ""};
    shf_progress progress = {report, &reports};
    shf_status status = compute(path, &progress, &error);
    fuzz_require_message(status, &error);
    return status;
}

static const char *checkpoint_path(void)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "%s/state", fuzz_folder());
    return path;
}

static void keep_front(const char *bytes, size_t size)
{
    uint64_t length = 0;
    fuzz_require(size >= HEADER + LENGTH);
    memcpy(&length, bytes + HEADER, sizeof length);
    front_size = HEADER + LENGTH + (size_t)length;
    fuzz_require(size >= front_size);
    front = realloc(front, front_size);
    fuzz_require(front);
    memcpy(front, bytes, front_size);
}

/* The state with a wild number in place of each of its first counters. */
static void wild_seeds(const char *state, size_t size)
{
    static const uint64_t wild[] = {1000, (uint64_t)1 << 61, UINT64_MAX};
    for (size_t k = 0; k < 8 && 8 * (k + 1) <= size; k++)
        for (size_t i = 0; i < sizeof wild / sizeof wild[0]; i++) {
            char name[32], *copy = malloc(size);
            fuzz_require(copy);
            memcpy(copy, state, size);
            memcpy(copy + 8 * k, &wild[i], 8);
            (void)snprintf(name, sizeof name, "wild-%zu-%zu", k, i);
            fuzz_seed(name, 1, copy, size);
            free(copy);
        }
}

void fuzz_checkpoint_seeds(fuzz_computation compute, int most)
{
    for (int k = 1; k <= most; k++) {
        char name[32];
        size_t size = 0;
        (void)unlink(checkpoint_path());
        if (run(compute, checkpoint_path(), k) != SHF_ERR_INTERRUPTED)
            break;
        char *bytes = fuzz_read(checkpoint_path(), &size);
        keep_front(bytes, size);
        (void)snprintf(name, sizeof name, "state-%d", k);
        fuzz_seed(name, 1, bytes + front_size, size - front_size);
        if (k == 1) {
            fuzz_seed("file", 0, bytes, size);
            wild_seeds(bytes + front_size, size - front_size);
        }
        free(bytes);
    }
    fuzz_require(front);
}

/* The header around a state. */
static void seal(const uint8_t *state, size_t size)
{
    uint64_t length = front_size - HEADER + size;
    uint64_t hash = shf_hash(shf_hash(SHF_HASH_START, front + HEADER, front_size - HEADER), state, size);
    memcpy(front + 8, &length, sizeof length);
    memcpy(front + 16, &hash, sizeof hash);
}

int fuzz_checkpoint(const uint8_t *data, size_t size, fuzz_computation compute)
{
    if (size == 0)
        return 0;
    FILE *stream = fopen(checkpoint_path(), "wb");
    fuzz_require(stream);
    if (data[0] % 2) {
        seal(data + 1, size - 1);
        fuzz_require(fwrite(front, 1, front_size, stream) == front_size);
    }
    fuzz_require(fwrite(data + 1, 1, size - 1, stream) == size - 1);
    fuzz_require(fclose(stream) == 0);
    (void)run(compute, checkpoint_path(), 3);
    (void)unlink(checkpoint_path());
    return 0;
}
