/* Loading OpenBLAS, and its number of threads: one setting for the whole process, hence counted and restored.
 */
#include "common/blas.h"
#include "common/report.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- loading ---- */

/* Functions in use: P(name, parameters, arguments) without value, F(type, name, ...) with one.  Linear
 * algebra of GSL calls some of them as well: what is defined here comes before its own slow gslcblas. */
#define FUNCTIONS(P, F)                                                                                  \
    P(cblas_daxpy, (blasint n, double a, const double *x, blasint dx, double *y, blasint dy),            \
      (n, a, x, dx, y, dy))                                                                              \
    P(cblas_dcopy, (blasint n, const double *x, blasint dx, double *y, blasint dy), (n, x, dx, y, dy))   \
    P(cblas_dscal, (blasint n, double a, double *x, blasint dx), (n, a, x, dx))                          \
    P(cblas_dswap, (blasint n, double *x, blasint dx, double *y, blasint dy), (n, x, dx, y, dy))         \
    F(double, cblas_ddot, (blasint n, const double *x, blasint dx, const double *y, blasint dy),         \
      (n, x, dx, y, dy))                                                                                 \
    F(double, cblas_dnrm2, (blasint n, const double *x, blasint dx), (n, x, dx))                         \
    F(CBLAS_INDEX, cblas_idamax, (blasint n, const double *x, blasint dx), (n, x, dx))                   \
    P(cblas_dger,                                                                                        \
      (enum CBLAS_ORDER order, blasint m, blasint n, double alpha, const double *x, blasint dx,          \
       const double *y, blasint dy, double *a, blasint lda),                                             \
      (order, m, n, alpha, x, dx, y, dy, a, lda))                                                        \
    P(cblas_dtrmv,                                                                                       \
      (enum CBLAS_ORDER order, enum CBLAS_UPLO uplo, enum CBLAS_TRANSPOSE trans, enum CBLAS_DIAG diag,   \
       blasint n, const double *a, blasint lda, double *x, blasint dx),                                  \
      (order, uplo, trans, diag, n, a, lda, x, dx))                                                      \
    P(cblas_dgemv,                                                                                       \
      (enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE trans, blasint m, blasint n, double alpha,           \
       const double *a, blasint lda, const double *x, blasint dx, double beta, double *y, blasint dy),   \
      (order, trans, m, n, alpha, a, lda, x, dx, beta, y, dy))                                           \
    P(cblas_sgemv,                                                                                       \
      (enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE trans, blasint m, blasint n, float alpha,            \
       const float *a, blasint lda, const float *x, blasint dx, float beta, float *y, blasint dy),       \
      (order, trans, m, n, alpha, a, lda, x, dx, beta, y, dy))                                           \
    P(cblas_dgemm,                                                                                       \
      (enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE ta, enum CBLAS_TRANSPOSE tb, blasint m, blasint n,   \
       blasint k, double alpha, const double *a, blasint lda, const double *b, blasint ldb, double beta, \
       double *c, blasint ldc),                                                                          \
      (order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))                                     \
    P(cblas_sgemm,                                                                                       \
      (enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE ta, enum CBLAS_TRANSPOSE tb, blasint m, blasint n,   \
       blasint k, float alpha, const float *a, blasint lda, const float *b, blasint ldb, float beta,     \
       float *c, blasint ldc),                                                                           \
      (order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))

#define P_MEMBER(name, parameters, arguments) __typeof__(&name) name;
#define F_MEMBER(type, name, parameters, arguments) __typeof__(&name) name;
#define P_NAME(name, parameters, arguments) #name,
#define F_NAME(type, name, parameters, arguments) #name,

typedef struct functions {
    FUNCTIONS(P_MEMBER, F_MEMBER)
    char *(*kernels)(void);
    int (*get_threads)(void);
    void (*set_threads)(int n);
} functions;

static const char *const names[] = {FUNCTIONS(P_NAME, F_NAME) "openblas_get_corename",
                                    "openblas_get_num_threads", "openblas_set_num_threads"};
enum { N_FUNCTIONS = sizeof names / sizeof names[0] };
_Static_assert(sizeof(functions) == N_FUNCTIONS * sizeof(void *), "a table of pointers");

static functions table;
static int loaded; /* whether the table is filled; read without the lock */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all that is written here */
static int inside, saved; /* between how many enter and leave; its number of threads outside */
static size_t callers;    /* for which there was room already */

/* Its symbols are looked for in itself first: half the time of loading.  Sanitizers do not take that. */
#ifdef __has_feature
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(memory_sanitizer))
#elif defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
enum { HOW = RTLD_LAZY | RTLD_LOCAL | (SANITIZED ? 0 : RTLD_DEEPBIND) };

/* What fails, for lack of memory say, is tried again by the next caller. */
static void load(void)
{
    void *symbol[N_FUNCTIONS], *library = dlopen(SHF_OPENBLAS, HOW);
    for (size_t k = 0; library && k < N_FUNCTIONS; k++)
        if (!(symbol[k] = dlsym(library, names[k])))
            library = NULL;
    if (!library)
        return;
    memcpy(&table, symbol, sizeof table); /* POSIX: what dlsym returns for a function is its address */
    saved = table.get_threads();
    if (inside)
        table.set_threads(1);
    __atomic_store_n(&loaded, 1, __ATOMIC_RELEASE);
}

/* Without shf_blas_load before, a library that cannot be loaded ends in a null pointer. */
static const functions *blas(void)
{
    if (!__atomic_load_n(&loaded, __ATOMIC_ACQUIRE)) {
        (void)pthread_mutex_lock(&lock);
        if (!loaded)
            load();
        (void)pthread_mutex_unlock(&lock);
    }
    return &table;
}

#define P_PASS(name, parameters, arguments) \
    SHF_API void name parameters            \
    {                                       \
        blas()->name arguments;             \
    }
#define F_PASS(type, name, parameters, arguments) \
    SHF_API type name parameters                  \
    {                                             \
        return blas()->name arguments;            \
    }
FUNCTIONS(P_PASS, F_PASS)

const char *shf_blas_kernels(void)
{
    return blas()->kernels();
}

/* ---- room for its buffers ---- */

static const size_t buffer_size = (size_t)128 << 20; /* on x86-64; smaller elsewhere */

/* How many threads it starts besides the one that loads it, by the variables that it looks at. */
static size_t workers(void)
{
    static const char *const variables[] = {"OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t k = 0; k < sizeof variables / sizeof variables[0]; k++) {
        const char *text = getenv(variables[k]);
        long n = text ? strtol(text, NULL, 10) : 0;
        if (n > 0)
            return (size_t)(n < processors ? n : processors) - 1;
    }
    return processors > 0 ? (size_t)processors - 1 : 0;
}

static int has_room(size_t buffers)
{
    struct rlimit limit;
    if (!buffers || getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur == RLIM_INFINITY)
        return 1;
    size_t size = buffers * buffer_size;
    void *room = buffers < ((size_t)1 << 20) ? mmap(NULL, size, PROT_READ | PROT_WRITE,
                                                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                                             : MAP_FAILED;
    if (room == MAP_FAILED)
        return 0;
    (void)munmap(room, size);
    return 1;
}

shf_status shf_blas_load(size_t threads, shf_error *error)
{
    (void)pthread_mutex_lock(&lock);
    size_t buffers = threads > callers ? threads - callers + (callers ? 0 : workers()) : 0;
    int room = has_room(buffers);
    if (room && threads > callers)
        callers = threads;
    (void)pthread_mutex_unlock(&lock);
    if (!room)
        return shf_fail(error, SHF_ERR_MEMORY, "OpenBLAS needs %zu MB of address space for %zu threads",
                        buffers * (buffer_size >> 20), threads);
    if (blas()->kernels)
        return SHF_OK;
    return shf_fail(error, SHF_ERR_FILE, SHF_OPENBLAS " cannot be loaded");
}

/* ---- threads ---- */

void shf_blas_enter(void)
{
    (void)pthread_mutex_lock(&lock);
    if (inside++ == 0 && loaded) {
        saved = table.get_threads();
        table.set_threads(1);
    }
    (void)pthread_mutex_unlock(&lock);
}

void shf_blas_leave(void)
{
    (void)pthread_mutex_lock(&lock);
    if (--inside == 0 && loaded)
        table.set_threads(saved);
    (void)pthread_mutex_unlock(&lock);
}
