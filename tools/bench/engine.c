/* Speed of the simulation's engine: its dense step against the matrix products in it, and the active method
 * against the dense one.
 *
 *     engine [D M N ETA STEPS THREADS]        (default 100 400 10000 1000 400 1)
 *
 * Trains the same network by both methods in turns, step by step, so that a busy machine slows both, and
 * asserts that their unsatisfied samples are the same.  Products are timed in the same turns: forward
 * products of full blocks and backward products, on the same threads.  Every number is a ratio of two times
 * of one run. */
#include "simulation/engine.h"
#include "common/blas.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct bench {
    size_t d, M, N;
    double eta;
    int steps, threads, single;
    shf_hinge_samples train, test;
    double *teacher;
    shf_hinge_engine engine[2]; /* dense, active */
    double *seconds[3];         /* of each step: dense, active, products of the dense step */
    double *f_U, *evaluated;
} bench;

enum { DENSE, ACTIVE, PRODUCTS, BLOCK = 192, TURN = 20 };

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *need(void *p)
{
    if (!p)
        exit((fputs("engine: memory is exhausted\n", stderr), 1));
    return p;
}

static void must(shf_status status, const shf_error *error)
{
    if (status)
        exit((fprintf(stderr, "engine: %s\n", error->message), 1));
}

static void make(bench *b)
{
    shf_error error = {SHF_OK, ""};
    shf_choice law = {.kind = SHF_DATA_GAUSSIAN};
    shf_hinge_samples *set[] = {&b->train, &b->test};
    for (int k = 0; k < 2; k++) {
        must(shf_hinge_samples_new(set[k], k ? 1 : b->N, b->d, b->single, &error), &error);
        must(shf_hinge_samples_draw(set[k], &law, 1, k ? SHF_STREAM_TEST : SHF_STREAM_TRAIN, 0, b->threads,
                                    &error),
             &error);
    }
    b->teacher = need(calloc(b->d, sizeof *b->teacher));
    shf_hinge_teacher_of_laws(b->teacher, b->d);
    for (int active = 0; active < 2; active++) {
        shf_hinge_engine_config config = {b->M,      1,      1,          b->eta,    1,        1,
                                          b->single, active, b->threads, &b->train, &b->test, b->teacher};
        must(shf_hinge_engine_new(&b->engine[active], &config, &error), &error);
        shf_hinge_engine_start(&b->engine[active], 1);
    }
    for (int k = 0; k < 3; k++)
        b->seconds[k] = need(calloc((size_t)b->steps, sizeof(double)));
    b->f_U = need(calloc((size_t)b->steps, sizeof(double)));
    b->evaluated = need(calloc((size_t)b->steps, sizeof(double)));
}

static void unmake(bench *b)
{
    shf_hinge_engine_free(&b->engine[0]);
    shf_hinge_engine_free(&b->engine[1]);
    shf_hinge_samples_free(&b->train);
    shf_hinge_samples_free(&b->test);
    for (int k = 0; k < 3; k++)
        free(b->seconds[k]);
    free(b->f_U);
    free(b->evaluated);
    free(b->teacher);
}

/* One step of one engine. */
static double step(bench *b, int which)
{
    shf_error error = {SHF_OK, ""};
    double begin = now();
    must(shf_hinge_engine_gradient(&b->engine[which], &error), &error);
    must(shf_hinge_engine_update(&b->engine[which], &error), &error);
    return now() - begin;
}

/* One product in the shape of the engine's blocks, `size` bytes a number. */
static void product(const bench *b, const void *x, const void *w, void *z, void *g, int backward)
{
    int M = (int)b->M, d = (int)b->d;
    if (b->single && !backward)
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BLOCK, M, d, 1, x, d, w, d, 0, z, M);
    else if (b->single)
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, M, d, BLOCK, 1, z, M, x, d, 1, g, d);
    else if (!backward)
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BLOCK, M, d, 1, x, d, w, d, 0, z, M);
    else
        cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, M, d, BLOCK, 1, z, M, x, d, 1, g, d);
}

/* Seconds for the products of N samples forward and n_U back, each thread with numbers of its own. */
static double products(const bench *b, double f_U, void **buffer)
{
    size_t size = b->single ? sizeof(float) : sizeof(double);
    double blocks = (double)b->N / BLOCK / b->threads, begin = now();
    shf_blas_enter();
#pragma omp parallel num_threads(b->threads)
    {
#ifdef _OPENMP
        char *own = buffer[omp_get_thread_num()];
#else
        char *own = buffer[0];
#endif
        char *w = own + BLOCK * b->d * size, *z = w + b->M * b->d * size, *g = z + BLOCK * b->M * size;
        for (double k = 0; k < blocks; k++)
            product(b, own, w, z, g, 0);
        memset(z, 0, BLOCK * b->M * size);
        for (double k = 0; k < f_U * blocks; k++)
            product(b, own, w, z, g, 1);
    }
    shf_blas_leave();
    return (now() - begin) / ((ceil(blocks) + ceil(f_U * blocks)) / (blocks * (1 + f_U)));
}

static void **make_buffers(const bench *b)
{
    void **buffer = need(calloc((size_t)b->threads, sizeof *buffer));
    for (int k = 0; k < b->threads; k++)
        buffer[k] = need(calloc(BLOCK * (b->d + b->M) + 2 * b->M * b->d, sizeof(double)));
    return buffer;
}

static void free_buffers(const bench *b, void **buffer)
{
    for (int k = 0; k < b->threads; k++)
        free(buffer[k]);
    free(buffer);
}

/* `n` steps of the dense engine from step `first`; the unsatisfied samples go into `set`. */
static void train_dense(bench *b, int first, int n, unsigned char *set)
{
    for (int k = 0; k < n; k++) {
        size_t count = 0;
        b->seconds[DENSE][first + k] = step(b, DENSE);
        memcpy(set + (size_t)k * b->N, shf_hinge_engine_unsatisfied(&b->engine[DENSE]), b->N);
        for (size_t mu = 0; mu < b->N; mu++)
            count += set[(size_t)k * b->N + mu];
        b->f_U[first + k] = (double)count / (double)b->N;
    }
}

static void train_active(bench *b, int first, int n, const unsigned char *set)
{
    size_t before = shf_hinge_engine_counted(&b->engine[ACTIVE]).evaluations;
    for (int k = 0; k < n; k++) {
        b->seconds[ACTIVE][first + k] = step(b, ACTIVE);
        if (memcmp(set + (size_t)k * b->N, shf_hinge_engine_unsatisfied(&b->engine[ACTIVE]), b->N) != 0)
            exit((fprintf(stderr, "engine: the methods part at step %d\n", first + k), 3));
        size_t all = shf_hinge_engine_counted(&b->engine[ACTIVE]).evaluations;
        b->evaluated[first + k] = (double)(all - before) / (double)b->N;
        before = all;
    }
}

static void train(bench *b)
{
    void **buffer = make_buffers(b);
    unsigned char *set = need(malloc(TURN * b->N));
    for (int first = 0; first < b->steps; first += TURN) {
        int n = b->steps - first < TURN ? b->steps - first : TURN;
        train_dense(b, first, n, set);
        train_active(b, first, n, set);
        for (int k = 0; k < n; k++)
            b->seconds[PRODUCTS][first + k] = products(b, b->f_U[first + k], buffer);
    }
    free(set);
    free_buffers(b, buffer);
}

/* One line for the steps with low <= f_U < high. */
static void report(const bench *b, double low, double high)
{
    double sum[3] = {0}, evaluated = 0, f_U = 0;
    int n = 0;
    for (int k = 0; k < b->steps; k++)
        if (b->f_U[k] >= low && b->f_U[k] < high) {
            for (int j = 0; j < 3; j++)
                sum[j] += b->seconds[j][k];
            evaluated += b->evaluated[k];
            f_U += b->f_U[k];
            n++;
        }
    if (!n)
        return;
    double flops = 2.0 * (double)b->N * (double)b->M * (double)b->d * (n + f_U) / sum[PRODUCTS] * 1e-9;
    printf("%-7s %4.2f-%4.2f %5d %7.4f %9.4f %9.3f %10.3f %11.3f %8.2f %8.2f %8.1f\n",
           b->single ? "single" : "double", low, fmin(high, 1), n, f_U / n, evaluated / n,
           1e3 * sum[DENSE] / n, 1e3 * sum[ACTIVE] / n, 1e3 * sum[PRODUCTS] / n, sum[PRODUCTS] / sum[DENSE],
           sum[DENSE] / sum[ACTIVE], flops);
}

int main(int argc, char **argv)
{
    double v[] = {100, 400, 10000, 1000, 400, 1};
    for (int k = 1; k < argc && k < 7; k++)
        v[k - 1] = strtod(argv[k], NULL);
    printf("# OpenBLAS kernels %s, d = %g, M = %g, N = %g, threads = %g; ms a step, GF/s of the products\n"
           "# precision  f_U   steps  mean_f_U evaluated  dense     active     products  products/dense  "
           "dense/active  GF/s\n",
           openblas_get_corename(), v[0], v[1], v[2], v[5]);
    for (int single = 1; single >= 0; single--) {
        bench b = {.d = (size_t)v[0],
                   .M = (size_t)v[1],
                   .N = (size_t)v[2],
                   .eta = v[3],
                   .steps = (int)v[4],
                   .threads = (int)v[5],
                   .single = single};
        make(&b);
        train(&b);
        report(&b, 0.9, 2);
        report(&b, 0.2, 0.9);
        report(&b, 0.05, 0.2);
        report(&b, 0, 0.05);
        report(&b, 0, 0.2);
        unmake(&b);
    }
    return 0;
}
