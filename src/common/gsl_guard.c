/* The handler is global state of GSL, so a count of the callers inside is unavoidable: two threads may solve
 * at once, and neither may see the aborting handler while it is inside. */
#include "common/gsl_guard.h"
#include <gsl/gsl_errno.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long inside;
static gsl_error_handler_t *outer;

void shf_gsl_enter(void)
{
    pthread_mutex_lock(&lock);
    if (inside++ == 0)
        outer = gsl_set_error_handler_off();
    pthread_mutex_unlock(&lock);
}

void shf_gsl_leave(void)
{
    pthread_mutex_lock(&lock);
    if (--inside == 0)
        gsl_set_error_handler(outer);
    pthread_mutex_unlock(&lock);
}
