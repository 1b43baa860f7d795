/* GSL's error handler is off for everyone inside, and back afterwards. */
#include "common/gsl_guard.h"
#include "support/test.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_log.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int handled;

static void count_call(const char *reason, const char *file, int line, int code)
{
    (void)reason, (void)file, (void)line, (void)code;
    atomic_fetch_add(&handled, 1);
}

/* A GSL call that fails, and so reaches the handler if there is one. */
static void fail_in_gsl(void)
{
    gsl_sf_result result;
    ck_assert_int_eq(gsl_sf_log_e(-1.0, &result), GSL_EDOM);
}

START_TEST(off_inside_and_restored_outside)
{
    gsl_error_handler_t *before = gsl_set_error_handler(count_call);
    atomic_store(&handled, 0);
    shf_gsl_enter();
    fail_in_gsl();
    shf_gsl_enter();
    fail_in_gsl();
    shf_gsl_leave();
    fail_in_gsl();
    ck_assert_int_eq(atomic_load(&handled), 0);
    shf_gsl_leave();
    fail_in_gsl();
    ck_assert_int_eq(atomic_load(&handled), 1);
    ck_assert(gsl_set_error_handler(before) == count_call);
}

typedef struct meeting {
    pthread_barrier_t both_inside, first_left;
} meeting;

static void *stays_longer(void *data)
{
    meeting *m = data;
    shf_gsl_enter();
    pthread_barrier_wait(&m->both_inside);
    pthread_barrier_wait(&m->first_left);
    fail_in_gsl();
    shf_gsl_leave();
    return NULL;
}

/* One thread leaves while the other is still inside: the handler stays off until the last one leaves. */
START_TEST(the_last_thread_to_leave_restores)
{
    gsl_error_handler_t *before = gsl_set_error_handler(count_call);
    atomic_store(&handled, 0);
    meeting m;
    pthread_barrier_init(&m.both_inside, NULL, 2);
    pthread_barrier_init(&m.first_left, NULL, 2);
    pthread_t other;
    ck_assert_int_eq(pthread_create(&other, NULL, stays_longer, &m), 0);
    shf_gsl_enter();
    pthread_barrier_wait(&m.both_inside);
    shf_gsl_leave();
    pthread_barrier_wait(&m.first_left);
    pthread_join(other, NULL);
    ck_assert_int_eq(atomic_load(&handled), 0);
    ck_assert(gsl_set_error_handler(before) == count_call);
    pthread_barrier_destroy(&m.both_inside);
    pthread_barrier_destroy(&m.first_left);
}

static void *comes_and_goes(void *data)
{
    (void)data;
    for (int k = 0; k < 5000; k++) {
        shf_gsl_enter();
        fail_in_gsl();
        shf_gsl_leave();
    }
    return NULL;
}

START_TEST(many_visits_of_two_threads)
{
    gsl_error_handler_t *before = gsl_set_error_handler(count_call);
    atomic_store(&handled, 0);
    pthread_t other;
    ck_assert_int_eq(pthread_create(&other, NULL, comes_and_goes, NULL), 0);
    comes_and_goes(NULL);
    pthread_join(other, NULL);
    ck_assert_int_eq(atomic_load(&handled), 0);
    ck_assert(gsl_set_error_handler(before) == count_call);
}

SHF_TEST_MAIN("common/gsl_guard", off_inside_and_restored_outside, the_last_thread_to_leave_restores,
              many_visits_of_two_threads)
