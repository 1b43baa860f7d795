/* What happens along a run: half-learning times, plateaus and falls of the risk. */
#ifndef SHF_TIMESCALES_EVENTS_H
#define SHF_TIMESCALES_EVENTS_H

#include "timescales/system.h"

enum { SHF_TIMESCALES_PHASES_MAX = 64 };

/** The risk is on a plateau while |dR/d log t| is below this part of R(0). */
#define SHF_TIMESCALES_PLATEAU_SLOPE 0.01

typedef struct shf_timescales_plateau {
    double from, to; /**< times; `to` is that of the last step if the run ended on it */
    double level;    /**< risk where it is flattest */
    double slope;    /**< |dR/d log t| there */
} shf_timescales_plateau;

/** Time of a local maximum of -dR/d log t, and that maximum. */
typedef struct shf_timescales_fall {
    double t, rate;
} shf_timescales_fall;

typedef struct shf_timescales_events {
    shf_timescales_system *system;
    size_t *component; /**< of root k; the last root is the edge of a plateau */
    int *directions;
    double *t;          /**< K+1 half-learning times; NaN: not yet */
    size_t *crossings;  /**< how often each component crossed its mark downwards */
    double *mark;       /**< K+1: the quarter to which rho_k^2 or R_k has to fall */
    double *rho, *part; /**< of the state seen last */
    double *dy;
    double T, risk, fall; /**< time, risk and -dR/d log t of that state */
    double risk_start;
    double log_before, fall_before; /**< the sample before */
    double top[3][2];               /**< log t and rate before, at and behind the largest rate of this fall */
    double low;                     /**< smallest rate since */
    int falling, want_next;
    shf_timescales_plateau plateau[SHF_TIMESCALES_PHASES_MAX];
    shf_timescales_fall falls[SHF_TIMESCALES_PHASES_MAX];
    size_t n_plateaus, n_falls;
    int on_plateau, lost; /**< lost: there were more than SHF_TIMESCALES_PHASES_MAX */
    void *memory;
} shf_timescales_events;

/** Sets up the roots and observers of the system.  To be freed with shf_timescales_events_free, also after an
 * error. Errors: SHF_ERR_MEMORY. */
shf_status shf_timescales_events_make(shf_timescales_events *events, shf_timescales_system *system,
                                      shf_error *error);

/** Closes the last plateau and fall, at the end of a run through time t. */
void shf_timescales_events_end(shf_timescales_events *events, double t);

void shf_timescales_events_free(shf_timescales_events *events);

#endif
