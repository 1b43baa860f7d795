/* From t = 0 to the last time with one scheme at one resolution. */
#ifndef SHF_DMFT_MARCH_H
#define SHF_DMFT_MARCH_H

#include "dmft/checkpoint.h"

/** A run of collocation between two panels, and how its panels go. */
typedef struct shf_dmft_state {
    shf_dmft_collocation run;
    shf_dmft_path *path;
    double resolution, tolerance;
    double first;   /**< length of the first panel */
    double longest; /**< panel allowed */
    double length;  /**< wanted next */
    int troubled;   /**< guesses from the past fail at the length that the accuracy would allow */
} shf_dmft_state;

/** What is needed to go on: run, length, troubled.  Errors: as shf_dmft_collocation_exchange. */
shf_status shf_dmft_state_exchange(shf_dmft_state *state, const shf_dmft_model *model,
                                   const shf_dmft_groups *groups, size_t stages, shf_checkpoint_file *file,
                                   shf_error *error);

/** A march in time from t = 0 to t_max or beyond, at one resolution. */
typedef struct shf_dmft_march {
    const shf_dmft_model *model;
    const shf_dmft_groups *groups; /**< NULL: all alike, as the model has it */
    const shf_dmft_solver *solver;
    double t_max;
    double resolution; /**< largest last coefficient of a panel (collocation), step (euler) */
    const shf_progress *progress;
    double from, to; /**< its progress, when it is one of several */
    /** NULL, or where collocation begins (from t = 0 if state->run.n is 0, else where state and path are) and
     * leaves its histories, to be freed by shf_dmft_collocation_free. */
    shf_dmft_state *state;
    /** NULL, or called between two panels to keep state and path: now, or if it is time to. */
    shf_status (*save)(void *context, int now, shf_error *error);
    void *context;
} shf_dmft_march;

/** A scheme: fills the path.  After SHF_ERR_INTERRUPTED it holds what is done.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
typedef shf_status (*shf_dmft_scheme)(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error);

shf_status shf_dmft_collocate(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error);
shf_status shf_dmft_euler(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error);

/** What all schemes share. */

/** Time in which the fastest mode of the start changes by a factor of two or so; infinite if nothing moves.
 */
double shf_dmft_fastest_time(const shf_dmft_model *model);

/** Reports the finished fraction of a march.  SHF_ERR_INTERRUPTED if it is to stop. */
shf_status shf_dmft_report(const shf_dmft_march *march, double done, shf_error *error);

/** That of panels that grow with time, from the first one's length. */
double shf_dmft_fraction(double t, double first, double t_max);

/** The failure of a history of n nodes that has no room beyond time t. */
shf_status shf_dmft_too_large(const shf_dmft_solver *solver, double t, size_t n, shf_error *error);

/** Whether so many half matrices over n nodes exceed the memory allowed: six for alike neurons. */
enum { SHF_DMFT_HISTORIES = 6 };
int shf_dmft_full(const shf_dmft_solver *solver, size_t n, double histories);

/** Whether an explicit scheme has left what a network can do: a column that is not a number, a correlation
 * larger than one. */
int shf_dmft_unstable(const shf_dmft_point *value);

/** Its failure. */
shf_status shf_dmft_fail_unstable(const char *scheme, double t, double step, shf_error *error);

#endif
