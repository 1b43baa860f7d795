/* CVODE behind a small interface.  Differences between SUNDIALS 6 and 7 are the few lines under
 * SHF_SUNDIALS_7. */
#include "common/ode.h"
#include "common/jobs.h"
#include "common/report.h"
#include "common/vector.h"
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_config.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>
#include <time.h>

#if SUNDIALS_VERSION_MAJOR >= 7
#define SHF_SUNDIALS_7 1
typedef sunrealtype shf_real;
#define SHF_NO_COMM SUN_COMM_NULL
#else
#define SHF_SUNDIALS_7 0
typedef realtype shf_real;
#define SHF_NO_COMM NULL
#endif
#define SHF_PREC_NONE SUN_PREC_NONE
#define SHF_PREC_LEFT SUN_PREC_LEFT

/** So many steps in a row that do not move t are the end of the road. */
#define SHF_STALLED_MAX 20

struct shf_ode {
    shf_ode_problem problem;
    shf_solver solver;
    SUNContext context;
    void *cvode;
    N_Vector y, scratch, tolerances;
    SUNMatrix matrix;
    SUNLinearSolver linear;
    SUNNonlinearSolver nonlinear;
    int *crossed;
    double t;            /* where the integrator stands */
    double refused;      /* time at which f could not be had, NaN if it could since t last moved */
    const char *refusal; /* why */
    size_t stalled;      /* steps since t last moved */
    const shf_progress *progress;
    double fraction, asked; /* of the run; when it was last asked whether to go on, in seconds */
    int interrupted;
    int stopped;
};

/* ---- callbacks ---- */

static int finite_all(const double *x, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (!isfinite(x[k]))
            return 0;
    return 1;
}

/* A missing or non-finite derivative is a recoverable failure: CVODE tries a smaller step. */
static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Between two steps it is asked anyway; within one that takes long, twice a second. */
static int is_interrupted(shf_ode *ode)
{
    double now = ode->progress ? seconds() : 0;
    if (now - ode->asked > 0.5) {
        ode->asked = now;
        ode->interrupted = shf_stop(ode->progress, ode->fraction);
    }
    return ode->interrupted;
}

static int call_rhs(shf_real t, N_Vector y, N_Vector out, void *data)
{
    shf_ode *ode = data;
    double *f = NV_DATA_S(out);
    if (is_interrupted(ode))
        return -1;
    int failed = ode->problem.rhs(t, NV_DATA_S(y), f, ode->problem.context);
    if (!failed && finite_all(f, ode->problem.n))
        return 0;
    ode->refused = t;
    ode->refusal = failed ? "cannot be evaluated" : "is not finite";
    return 1;
}

static int call_jacobian(shf_real t, N_Vector y, N_Vector fy, SUNMatrix J, void *data, N_Vector a, N_Vector b,
                         N_Vector c)
{
    (void)fy, (void)a, (void)b, (void)c;
    shf_ode *ode = data;
    return ode->problem.jacobian(t, NV_DATA_S(y), SUNDenseMatrix_Data(J), ode->problem.context);
}

static int call_product(N_Vector v, N_Vector out, shf_real t, N_Vector y, N_Vector fy, void *data,
                        N_Vector tmp)
{
    (void)fy, (void)tmp;
    shf_ode *ode = data;
    return ode->problem.product(t, NV_DATA_S(y), NV_DATA_S(v), NV_DATA_S(out), ode->problem.context);
}

static int call_prepare(shf_real t, N_Vector y, N_Vector fy, void *data)
{
    (void)fy;
    shf_ode *ode = data;
    return ode->problem.prepare ? ode->problem.prepare(t, NV_DATA_S(y), ode->problem.context) : 0;
}

static int call_precondition(shf_real t, N_Vector y, N_Vector fy, sunbooleantype may_reuse,
                             sunbooleantype *renewed, shf_real gamma, void *data)
{
    (void)fy;
    shf_ode *ode = data;
    int fresh = 1;
    int failed =
        ode->problem.precondition(t, NV_DATA_S(y), may_reuse ? 1 : 0, gamma, &fresh, ode->problem.context);
    *renewed = fresh ? SUNTRUE : SUNFALSE;
    return failed;
}

static int call_solve(shf_real t, N_Vector y, N_Vector fy, N_Vector r, N_Vector z, shf_real gamma,
                      shf_real delta, int side, void *data)
{
    (void)t, (void)y, (void)fy, (void)delta, (void)side;
    shf_ode *ode = data;
    return ode->problem.solve(gamma, NV_DATA_S(r), NV_DATA_S(z), ode->problem.context);
}

static int call_roots(shf_real t, N_Vector y, shf_real *out, void *data)
{
    shf_ode *ode = data;
    return ode->problem.roots(t, NV_DATA_S(y), out, ode->problem.context);
}

/* CVODE's error weights from the problem's own scales. */
static int call_scale(N_Vector y, N_Vector weights, void *data)
{
    shf_ode *ode = data;
    double *w = NV_DATA_S(weights);
    int failed = ode->problem.scale(NV_DATA_S(y), w, ode->problem.context);
    for (size_t k = 0; k < ode->problem.n; k++) {
        w[k] = 1 / (ode->solver.rtol * w[k] + ode->solver.atol);
        if (!(w[k] > 0) || !isfinite(w[k]))
            return -1;
    }
    return failed;
}

/* Failures are reported through the return codes, in one line; CVODE's own messages are dropped. */
#if SHF_SUNDIALS_7
static void silence(shf_ode *ode)
{
    (void)SUNContext_ClearErrHandlers(ode->context);
}
#else
static void drop_message(int code, const char *module, const char *function, char *message, void *data)
{
    (void)code, (void)module, (void)function, (void)message, (void)data;
}

static void silence(shf_ode *ode)
{
    (void)CVodeSetErrHandlerFn(ode->cvode, drop_message, NULL);
}
#endif

/* A time as messages show it. */
static double shown(const shf_ode *ode, double t)
{
    return ode->problem.time_unit > 0 ? t * ode->problem.time_unit : t;
}

/* Why CVODE gave up. */
static const char *reason(int flag)
{
    switch (flag) {
    case CV_ERR_FAILURE:
        return "no step is small enough for the error allowed";
    case CV_CONV_FAILURE:
    case CV_LSETUP_FAIL:
    case CV_LSOLVE_FAIL:
        return "the equations of a step cannot be solved, however small the step";
    case CV_TOO_MUCH_ACC:
        return "the tolerance is below rounding";
    case CV_TOO_CLOSE:
        return "the first interval is below rounding";
    default:
        return "the integration failed";
    }
}

static shf_status fail(const shf_ode *ode, int flag, shf_error *error)
{
    if (!isnan(ode->refused))
        return shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: the rate of change %s", shown(ode, ode->refused),
                        ode->refusal);
    if (flag == CV_MEM_FAIL)
        return shf_no_memory(error);
    return shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: %s at rtol = %g, atol = %g", shown(ode, ode->t),
                    reason(flag), ode->solver.rtol, ode->solver.atol);
}

/* ---- construction ---- */

static int attach_linear(shf_ode *ode)
{
    const shf_ode_problem *p = &ode->problem;
    if (p->linear == SHF_ODE_FIXED_POINT) {
        ode->nonlinear = SUNNonlinSol_FixedPoint(ode->y, 0, ode->context);
        return ode->nonlinear ? CVodeSetNonlinearSolver(ode->cvode, ode->nonlinear) : CV_MEM_FAIL;
    }
    if (p->linear == SHF_ODE_DENSE) {
        ode->matrix = SUNDenseMatrix((sunindextype)p->n, (sunindextype)p->n, ode->context);
        ode->linear = ode->matrix ? SUNLinSol_Dense(ode->y, ode->matrix, ode->context) : NULL;
    } else {
        int side = p->precondition ? SHF_PREC_LEFT : SHF_PREC_NONE;
        ode->linear = SUNLinSol_SPGMR(ode->y, side, p->krylov, ode->context);
    }
    if (!ode->linear)
        return CV_MEM_FAIL;
    int flag = CVodeSetLinearSolver(ode->cvode, ode->linear, ode->matrix);
    if (flag == CV_SUCCESS && p->linear == SHF_ODE_DENSE && p->jacobian)
        flag = CVodeSetJacFn(ode->cvode, call_jacobian);
    if (flag == CV_SUCCESS && p->linear == SHF_ODE_KRYLOV && p->product)
        flag = CVodeSetJacTimes(ode->cvode, call_prepare, call_product);
    if (flag == CV_SUCCESS && p->linear == SHF_ODE_KRYLOV && p->precondition)
        flag = CVodeSetPreconditioner(ode->cvode, call_precondition, call_solve);
    if (flag == CV_SUCCESS && p->precondition && p->renew)
        flag = CVodeSetLSetupFrequency(ode->cvode, 1);
    return flag;
}

static int attach_tolerances(shf_ode *ode)
{
    if (ode->problem.scale)
        return CVodeWFtolerances(ode->cvode, call_scale);
    if (!ode->problem.atol_each)
        return CVodeSStolerances(ode->cvode, ode->solver.rtol, ode->solver.atol);
    ode->tolerances = N_VClone(ode->y);
    if (!ode->tolerances)
        return CV_MEM_FAIL;
    memcpy(NV_DATA_S(ode->tolerances), ode->problem.atol_each, ode->problem.n * sizeof(double));
    return CVodeSVtolerances(ode->cvode, ode->solver.rtol, ode->tolerances);
}

static int attach_roots(shf_ode *ode)
{
    if (!ode->problem.n_roots)
        return CV_SUCCESS;
    ode->crossed = calloc(ode->problem.n_roots, sizeof *ode->crossed);
    if (!ode->crossed)
        return CV_MEM_FAIL;
    int flag = CVodeRootInit(ode->cvode, (int)ode->problem.n_roots, call_roots);
    if (flag == CV_SUCCESS && ode->problem.directions) {
        memcpy(ode->crossed, ode->problem.directions, ode->problem.n_roots * sizeof *ode->crossed);
        flag = CVodeSetRootDirection(ode->cvode, ode->crossed);
    }
    return flag;
}

/* Whether there is room for the vectors that CVODE makes: SUNDIALS ends in a crash where a clone fails. */
static int has_room(const shf_ode_problem *problem)
{
    const size_t vectors = 32 + (size_t)problem->krylov;
    void *volatile room = problem->n < SIZE_MAX / sizeof(double) / vectors
                              ? malloc(problem->n * vectors * sizeof(double))
                              : NULL;
    int enough = room != NULL;
    free(room);
    return enough;
}

static int create(shf_ode *ode, double t, const double *y)
{
    if (!has_room(&ode->problem))
        return CV_MEM_FAIL;
    if (SUNContext_Create(SHF_NO_COMM, &ode->context))
        return CV_MEM_FAIL;
    ode->y = N_VNew_Serial((sunindextype)ode->problem.n, ode->context);
    if (!ode->y)
        return CV_MEM_FAIL;
    shf_vector_attach(ode->y);
    ode->scratch = N_VClone(ode->y);
    int method = ode->problem.method == SHF_ODE_ADAMS ? CV_ADAMS : CV_BDF;
    ode->cvode = ode->scratch ? CVodeCreate(method, ode->context) : NULL;
    if (!ode->cvode)
        return CV_MEM_FAIL;
    silence(ode);
    memcpy(NV_DATA_S(ode->y), y, ode->problem.n * sizeof *y);
    int flag = CVodeInit(ode->cvode, call_rhs, t, ode->y);
    if (flag == CV_SUCCESS)
        flag = CVodeSetUserData(ode->cvode, ode);
    if (flag == CV_SUCCESS)
        flag = attach_tolerances(ode);
    if (flag == CV_SUCCESS)
        flag = attach_linear(ode);
    return flag == CV_SUCCESS ? attach_roots(ode) : flag;
}

shf_status shf_ode_new(shf_ode **out, const shf_ode_problem *problem, const shf_solver *solver, double t,
                       const double *y, shf_error *error)
{
    *out = NULL;
    if (!finite_all(y, problem->n))
        return shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: the initial state is not finite", t);
    shf_ode *ode = calloc(1, sizeof *ode);
    if (!ode)
        return shf_no_memory(error);
    ode->problem = *problem;
    ode->solver = *solver;
    ode->t = t;
    ode->refused = NAN;
    int flag = create(ode, t, y);
    if (flag != CV_SUCCESS) {
        shf_status status = fail(ode, flag, error);
        shf_ode_free(ode);
        return status;
    }
    *out = ode;
    return SHF_OK;
}

void shf_ode_free(shf_ode *ode)
{
    if (!ode)
        return;
    CVodeFree(&ode->cvode);
    if (ode->linear)
        SUNLinSolFree(ode->linear);
    if (ode->nonlinear)
        SUNNonlinSolFree(ode->nonlinear);
    if (ode->matrix)
        SUNMatDestroy(ode->matrix);
    if (ode->y)
        N_VDestroy(ode->y);
    if (ode->scratch)
        N_VDestroy(ode->scratch);
    if (ode->tolerances)
        N_VDestroy(ode->tolerances);
    if (ode->context)
        SUNContext_Free(&ode->context);
    free(ode->crossed);
    free(ode);
}

/* ---- integration ---- */

/* One internal step, with its checks: finite state, interruption, number of steps, events. */
static shf_status step(shf_ode *ode, double target, const shf_progress *progress, double fraction,
                       shf_error *error)
{
    ode->progress = progress;
    ode->fraction = fraction;
    ode->asked = progress ? seconds() : 0;
    ode->interrupted = shf_stop(progress, fraction);
    if (ode->interrupted)
        return shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted at t = %.9g", shown(ode, ode->t));
    long steps = 0;
    (void)CVodeGetNumSteps(ode->cvode, &steps);
    if ((size_t)steps >= ode->solver.max_steps)
        return shf_fail(error, SHF_ERR_NUMERIC, "max-steps = %zu: reached at t = %.9g, before t = %.9g",
                        ode->solver.max_steps, shown(ode, ode->t), shown(ode, target));
    if (!ode->stalled)
        ode->refused = NAN;
    double before = ode->t;
    int flag = CVode(ode->cvode, target, ode->y, &ode->t, CV_ONE_STEP);
    if (ode->interrupted)
        return shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted at t = %.9g", shown(ode, ode->t));
    /* without a smallest step CVODE goes on for ever where t + step rounds to t */
    ode->stalled = ode->t > before ? 0 : ode->stalled + 1;
    if (flag < 0 || ode->stalled > SHF_STALLED_MAX)
        return fail(ode, flag < 0 ? flag : CV_CONV_FAILURE, error);
    if (!finite_all(NV_DATA_S(ode->y), ode->problem.n))
        return shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: the state is not finite", shown(ode, ode->t));
    if (ode->problem.observe && ode->problem.observe(ode->t, NV_DATA_S(ode->y), ode->problem.context))
        ode->stopped = 1;
    if (flag == CV_ROOT_RETURN && ode->problem.event) {
        (void)CVodeGetRootInfo(ode->cvode, ode->crossed);
        if (ode->problem.event(ode->t, NV_DATA_S(ode->y), ode->crossed, ode->problem.context))
            ode->stopped = 1;
    }
    return SHF_OK;
}

shf_status shf_ode_advance(shf_ode *ode, double t, double *y, const shf_progress *progress, double fraction,
                           shf_error *error)
{
    while (ode->t < t && !ode->stopped) {
        shf_status status = step(ode, t, progress, fraction, error);
        if (status)
            return status;
    }
    N_Vector at = ode->y;
    if (ode->t > t) {
        int flag = CVodeGetDky(ode->cvode, t, 0, ode->scratch);
        if (flag != CV_SUCCESS)
            return fail(ode, flag, error);
        at = ode->scratch;
    }
    memcpy(y, NV_DATA_S(at), ode->problem.n * sizeof *y);
    return SHF_OK;
}

int shf_ode_stopped(const shf_ode *ode)
{
    return ode->stopped;
}

void shf_ode_set_stop(shf_ode *ode, double t)
{
    (void)CVodeSetStopTime(ode->cvode, t);
}

void shf_ode_report(const shf_ode *ode, shf_info *info)
{
    long steps = 0, evaluations = 0, products = 0;
    (void)CVodeGetNumSteps(ode->cvode, &steps);
    (void)CVodeGetNumRhsEvals(ode->cvode, &evaluations);
    if (ode->linear)
        (void)CVodeGetNumLinRhsEvals(ode->cvode, &products);
    info->steps += (size_t)steps;
    info->evaluations += (size_t)(evaluations + products);
    info->method = ode->problem.method == SHF_ODE_ADAMS ? "CVODE Adams" : "CVODE BDF";
}
