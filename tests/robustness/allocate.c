/* Allocations that fail on demand, and a register of those that are alive. */
#include "allocate.h"
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *memory);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t failing, count, live;
static int fail_all;

/* ---- the register: open addressing, so large that it never fills ---- */

enum { SLOTS = 1 << 20 };
static void *slot[SLOTS];
static void *const removed = &slot[0]; /* no allocation is here */

static size_t place_of(const void *memory)
{
    return (size_t)(((uintptr_t)memory >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20) % SLOTS;
}

static void enter(void *memory)
{
    size_t k = place_of(memory);
    while (slot[k] && slot[k] != removed)
        k = (k + 1) % SLOTS;
    slot[k] = memory;
    live++;
}

/* Whether it was there. */
static int leave(const void *memory)
{
    for (size_t k = place_of(memory); slot[k]; k = (k + 1) % SLOTS)
        if (slot[k] == memory) {
            slot[k] = removed;
            live--;
            return 1;
        }
    return 0;
}

/* ---- what is wrapped ---- */

static int must_fail(void)
{
    count++;
    int fails = failing && (fail_all ? count >= failing : count == failing);
    if (fails)
        errno = ENOMEM;
    return fails;
}

static void *take(void *old, size_t size, int zero)
{
    (void)pthread_mutex_lock(&lock);
    void *memory = must_fail() ? NULL : zero ? __real_calloc(1, size) : __real_realloc(old, size);
    if (memory && old)
        (void)leave(old);
    if (memory)
        enter(memory);
    (void)pthread_mutex_unlock(&lock);
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return take(NULL, size, 0);
}

void *__wrap_calloc(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        return NULL;
    return take(NULL, n * size, 1);
}

void *__wrap_realloc(void *old, size_t size)
{
    return take(old, size, 0);
}

void __wrap_free(void *memory)
{
    (void)pthread_mutex_lock(&lock);
    if (memory)
        (void)leave(memory);
    __real_free(memory);
    (void)pthread_mutex_unlock(&lock);
}

char *__wrap_strndup(const char *text, size_t n)
{
    size_t length = strnlen(text, n);
    char *copy = take(NULL, length + 1, 1);
    return copy ? memcpy(copy, text, length) : NULL;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

/* ---- what the tests ask ---- */

void allocate_fail(size_t first, int all)
{
    (void)pthread_mutex_lock(&lock);
    failing = first;
    fail_all = all;
    count = 0;
    (void)pthread_mutex_unlock(&lock);
}

size_t allocate_count(void)
{
    return count;
}

size_t allocate_live(void)
{
    return live;
}
