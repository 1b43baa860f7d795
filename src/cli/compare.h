/* A simulated ensemble beside a theory in one table, and the verdict: what the compare commands share. */
#ifndef SHF_CLI_COMPARE_H
#define SHF_CLI_COMPARE_H

#include <shallowflow/output.h>

/** What is compared: tables with a column t of the same times, and columns of the same name for the
 * observables; the simulation also has those of the standard errors, name_se.  Observables that one of the
 * tables lacks are left out. */
typedef struct comparison {
    const shf_table *simulated, *theory;
    const char *const *observables;
    size_t n_observables;
    double z;        /**< standard errors by which the two may differ */
    double relative; /**< share of the theory by which they may differ besides */
    /** Whether a row counts for the verdict; NULL: all do. */
    int (*counts)(const struct comparison *c, size_t row);
    const void *context; /**< for `counts` */
} comparison;

/** For each observable the columns value, standard error, theory and z, and the single result `worst`, the
 * largest difference as a share of what is allowed.  Errors: SHF_ERR_MEMORY. */
shf_status compare_table(const comparison *c, shf_table **table, shf_error *error);

/** |x - v| as a share of z se + relative |v|; 0 if it is rounding.  What `worst` is the largest of. */
double compare_excess(double x, double se, double v, double z, double relative);

/** Adds the single result `worst` and, if there are rows, the note "SUBJECT at t = .., .. of what is
 * allowed".  Errors: SHF_ERR_MEMORY. */
shf_status compare_add_verdict(shf_table *table, double worst, const char *subject, double t,
                               shf_error *error);

/** The times of a simulation as output times of a theory; times->value is to be freed.  Errors:
 * SHF_ERR_MEMORY. */
shf_status compare_times(const shf_table *simulated, shf_list *times, shf_error *error);

/** Standard errors need two runs.  Errors: SHF_ERR_VALUE. */
shf_status compare_check_runs(size_t runs, shf_error *error);

/** Whether a note belongs to the verdict, and is shown on the standard error stream too. */
int compare_shows(const char *note);

/** Whether `worst` is above 1. */
int compare_out_of_tolerance(const shf_table *table);

/** Rows of a parameter table with the two tolerances. */
#define COMPARE_TOLERANCES(P, S)                                                                     \
    P(S, real, z, "tolerance-z", 5.0, "[0, 1e6]", "", "standard errors by which the two may differ") \
    P(S, real, relative, "tolerance-relative", 0.05, "[0, 1e6]", "",                                 \
      "share of the theory by which they may differ besides")

/** Curves of a panel: the theory as a line, the simulation as symbols of the same colour. */
#define COMPARE_CURVES(name, title)           \
    {"t", name "_theory", title, NULL},       \
    {                                         \
        "t", name, NULL, "points pt 6 ps 0.8" \
    }

#endif
