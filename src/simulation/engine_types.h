/* State of an engine.  Included once for each REAL by engine_body.h. */
#ifndef SHF_SIMULATION_ENGINE_TYPES_H
#define SHF_SIMULATION_ENGINE_TYPES_H

#include "simulation/engine.h"
#ifdef _OPENMP
#include <omp.h>
#endif

enum {
    MAX_BLOCK = SHF_SAMPLES_PADDING,
    QUANTUM = 24,
    CHUNKS = 8,
    MOST_SAMPLES = 8 * 2048,
    WAVE_BYTES = 16 << 20
};

/* What one thread needs for its chunk of samples. */
typedef struct workspace {
    REAL *z;                 /* MAX_BLOCK rows: w_i.x/sqrt d of one block */
    REAL *x;                 /* MAX_BLOCK inputs, gathered */
    REAL *s;                 /* MAX_BLOCK rows: y theta(w_i.x) of unsatisfied samples, waiting */
    REAL *sx;                /* their inputs */
    REAL *g;                 /* width x d: gradient of the chunk, in a place of `parts` */
    REAL f[MAX_BLOCK];       /* M f(x) of the block */
    size_t place[MAX_BLOCK]; /* where the candidates of a gathered block are */
    REAL *linear, *along;    /* V.x/2 and v.x of the samples of the chunk */
    size_t *candidates;      /* samples of the chunk that must be evaluated */
    size_t waiting;          /* rows in s, sx */
    int empty;               /* g holds nothing yet */
} workspace;

/* Sums over the samples of one chunk. */
typedef struct chunk_sums {
    double loss, errors;
    size_t unsatisfied, evaluated;
    int broken; /* a sample has no finite output */
} chunk_sums;

/* Bound on the change of f, see bound_body.h. */
typedef struct bounds {
    int refresh;               /* this gradient evaluates every sample and starts the bounds */
    int valid;                 /* even, slack hold for every satisfied sample */
    size_t pause;              /* gradients to wait before the next refresh */
    double c_v, c_norm, c_par; /* |change| <= c_v |v.x| + c_norm |x| + c_par |x_par| in one update */
    double sigma_w;            /* bound on the largest singular value of W without its teacher part */
    double sigma_seen;         /* the same when it was computed last */
    double rounding;           /* bound on the rounding error of a margin, per |x| */
    double *even;              /* margin without its linear part, when evaluated last */
    double *moved;             /* bound on how far it moved since */
    REAL *dw, *v, *half_V;     /* last update of W, its main direction, V/2 */
    double *da, *w_par;        /* last update of a; teacher parts of W before it */
    double *node;              /* scratch, a number a node */
    REAL *square[3];           /* scratch, n x n, n = min(width, d) */
} bounds;

typedef struct engine {
    shf_hinge_engine_config config;
    size_t d, width; /* width: M rounded up to whole lanes; the nodes beyond M are zero and stay so */
    size_t chunk, n_chunks;
    size_t wave; /* chunks whose gradients are kept apart */
    size_t block, quantum;
    unsigned char place_class[MAX_BLOCK];
    int n_classes;
    REAL *a, *w, *g;       /* g_i = sum_mu u y theta(w_i.x) x/sqrt d */
    REAL *parts;           /* wave x width x d: gradients of chunks */
    unsigned char *filled; /* which of them are not zero */
    REAL *f0, *f0_test;
    double *teacher;
    REAL *unit;     /* the teacher once more */
    double *buffer; /* 2 d numbers */
    unsigned char *unsatisfied;
    chunk_sums total;
    chunk_sums *sums;
    workspace *work;
    bounds bound;
    shf_hinge_engine_count count;
} engine;

/* Threads for work of so many multiplications: all, or one where waiting for each other would take longer. */
static int threads_for(const engine *e, size_t rows, size_t columns, size_t depth)
{
    return (double)rows * (double)columns * (double)depth < 1e7 ? 1 : e->config.threads;
}

/* Sample mu of the training set. */
static const REAL *row(const engine *e, size_t mu)
{
    return (const REAL *)e->config.train->x + mu * e->d;
}

/* w.w* for the d numbers of a node. */
static double teacher_part(const engine *e, const REAL *w)
{
    double sum = 0;
    for (size_t k = 0; k < e->d; k++)
        sum += (double)w[k] * e->teacher[k];
    return sum;
}

/* What the calling thread works with. */
static workspace *my_work(engine *e)
{
#ifdef _OPENMP
    return &e->work[omp_get_thread_num()];
#else
    return e->work;
#endif
}

#endif
