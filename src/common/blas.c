/* Number of threads of OpenBLAS: one setting for the whole process, hence counted and restored. */
#include "common/blas.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int inside, saved;

void shf_blas_enter(void)
{
    (void)pthread_mutex_lock(&lock);
    if (inside++ == 0) {
        saved = openblas_get_num_threads();
        openblas_set_num_threads(1);
    }
    (void)pthread_mutex_unlock(&lock);
}

void shf_blas_leave(void)
{
    (void)pthread_mutex_lock(&lock);
    if (--inside == 0)
        openblas_set_num_threads(saved);
    (void)pthread_mutex_unlock(&lock);
}
