/* Initial-value problems y' = f(t, y) through CVODE: the only file that knows SUNDIALS, 6.4 or 7.x. */
#ifndef SHF_COMMON_ODE_H
#define SHF_COMMON_ODE_H

#include <shallowflow/solver.h>

/** A vector function of time and state; a non-zero return asks the integrator for a smaller step. */
typedef int (*shf_ode_function)(double t, const double *y, double *out, void *context);

/** Called at each root: `crossed[k]` is +1 or -1 for the functions that cross zero, 0 for the others.
 *  A non-zero return ends shf_ode_advance there with SHF_OK (see shf_ode_stopped). */
typedef int (*shf_ode_event)(double t, const double *y, const int *crossed, void *context);

/** Jacobian-vector product out = (df/dy) v. */
typedef int (*shf_ode_product)(double t, const double *y, const double *v, double *out, void *context);

/** Called once before the products of a linear system, at the (t, y) at which they will be asked for. */
typedef int (*shf_ode_prepare)(double t, const double *y, void *context);

/** Prepares to solve (I - gamma J) z = r at (t, y).  With `may_reuse` set, quantities of J alone may be kept
 *  from the last preparation; *renewed says whether they were computed anew.  Positive return: smaller step.
 */
typedef int (*shf_ode_precondition)(double t, const double *y, int may_reuse, double gamma, int *renewed,
                                    void *context);

/** An approximate solution z of (I - gamma J) z = r, with what was prepared last. */
typedef int (*shf_ode_solve)(double gamma, const double *r, double *z, void *context);

/** Sees time and state at the end of every accepted step and at every root.  A non-zero return stops like
 * that of an event. */
typedef int (*shf_ode_observe)(double t, const double *y, void *context);

/** The magnitude of each component to which rtol refers, all positive or zero: the error of component k in a
 * step is held below rtol * scale[k] + atol. */
typedef int (*shf_ode_scale)(const double *y, double *scale, void *context);

typedef enum shf_ode_method { SHF_ODE_ADAMS, SHF_ODE_BDF } shf_ode_method;

/** How the implicit equations of a step are solved. */
typedef enum shf_ode_linear {
    SHF_ODE_FIXED_POINT, /**< no Jacobian: problems that are not stiff */
    SHF_ODE_DENSE,       /**< Newton, dense Jacobian, few unknowns */
    SHF_ODE_KRYLOV       /**< Newton, GMRES, Jacobian only as products */
} shf_ode_linear;

typedef struct shf_ode_problem {
    size_t n;
    shf_ode_function rhs;
    shf_ode_function jacobian;         /**< dense, column by column, n*n entries; NULL means differences */
    shf_ode_product product;           /**< for SHF_ODE_KRYLOV; NULL means differences */
    int krylov;                        /**< most dimensions of the Krylov space; 0 means 5 */
    shf_ode_prepare prepare;           /**< of the products, if there are any; may be NULL */
    shf_ode_precondition precondition; /**< for SHF_ODE_KRYLOV: left preconditioner; NULL means none */
    shf_ode_solve solve;               /**< needed with `precondition` */
    int renew;        /**< prepare the preconditioner at every step: it is cheap, and stale ones are poor */
    double time_unit; /**< of t in messages; 0 means 1 */
    shf_ode_observe observe; /**< may be NULL */
    size_t n_roots;
    shf_ode_function roots;
    const int *directions; /**< n_roots entries: +1 rising, -1 falling, 0 both; NULL means both */
    shf_ode_event event;
    void *context;
    shf_ode_method method;
    shf_ode_linear linear;
    const double *atol_each; /**< n entries, or NULL for solver->atol throughout */
    shf_ode_scale scale;     /**< NULL means |y[k]|; takes the place of atol_each */
} shf_ode_problem;

typedef struct shf_ode shf_ode;

/** A solver at (t, y).  The problem and its arrays must outlive it.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_ode_new(shf_ode **ode, const shf_ode_problem *problem, const shf_solver *solver, double t,
                       const double *y, shf_error *error);

/** Advances to time t and writes the state there.  Errors: SHF_ERR_NUMERIC (non-finite derivative or state,
 * too many steps, step too small), SHF_ERR_INTERRUPTED (progress, asked at every step with `fraction`). */
shf_status shf_ode_advance(shf_ode *ode, double t, double *y, const shf_progress *progress, double fraction,
                           shf_error *error);

/** Whether the event function asked to stop. */
int shf_ode_stopped(const shf_ode *ode);

/** The integrator must not evaluate f beyond this time (a kink, say). */
void shf_ode_set_stop(shf_ode *ode, double t);

/** Steps and right-hand sides so far are added to `info`; its method is set. */
void shf_ode_report(const shf_ode *ode, shf_info *info);

void shf_ode_free(shf_ode *ode);

#endif
