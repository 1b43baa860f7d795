/* A simulated ensemble beside theories in one table, and the verdict: what the compare commands share. */
#ifndef SHF_CLI_COMPARE_H
#define SHF_CLI_COMPARE_H

#include "cli/command.h"
#include <math.h>
#include <shallowflow/output.h>

/** Most observables of a comparison. */
enum { COMPARE_OBSERVABLES = 64 };

/** Solves a theory at given times. */
typedef shf_status compare_solver(const void *input, size_t theory, const shf_list *times,
                                  const shf_progress *progress, shf_table **table, shf_error *error);

/** What is compared, and how.  Simulation and theories are tables with a column t of the same times and
 * columns of the same name for the observables; the simulation also has those of the standard errors,
 * name_se.  Observables that a theory lacks are left out. */
typedef struct comparison {
    const void *input; /**< of the command, for the functions */
    size_t runs;       /**< of the ensemble: standard errors need two */
    const char *const *observables;
    size_t n_observables;
    size_t n_shown;              /**< so many of the first of them are shown and not judged */
    const char *const *theories; /**< ends of the names of their columns: "theory" */
    size_t n_theories;
    size_t judged;   /**< the theory that must agree */
    double z;        /**< standard errors by which the two may differ */
    double relative; /**< share of the theory by which they may differ besides */
    shf_status (*simulate)(const void *input, const shf_progress *progress, shf_table **simulated,
                           shf_info *info, shf_error *error);
    compare_solver *solve;
    /** Whether a row counts for the verdict. */
    int (*counts)(const void *input, const shf_table *simulated, const shf_table *theory, size_t row);
} comparison;

/** Trains, solves, and makes the table: for each observable the columns value, standard error, theories and
 * z of the one that is judged; the single result `worst`, the largest difference as a share of what is
 * allowed, NaN if nothing was compared; for several theories the largest difference of each.  An interrupted
 * simulation gives its finished rows.  Errors: those of the functions; SHF_ERR_VALUE for a single run. */
shf_status compare_run(const comparison *c, const shf_progress *progress, shf_table **table, shf_info *info,
                       shf_error *error);

/** Whether a note belongs to the verdict, and is shown on the standard error stream too. */
int compare_shows(const char *note);

/** 1 if `worst` is not at most 1, 2 if nothing was compared. */
int compare_out_of_tolerance(const shf_table *table);

/** Rows of a parameter table with the two tolerances. */
#define COMPARE_TOLERANCES(P, S)                                                                     \
    P(S, real, z, "tolerance-z", 5.0, "[0, 1e6]", "", "standard errors by which the two may differ") \
    P(S, real, relative, "tolerance-relative", 0.05, "[0, 1e6]", "",                                 \
      "share of the theory by which they may differ besides")

/** Solves the n theories on a fine grid over the times of a comparison, for smooth curves, and marks where
 * the rows that are judged end, if not all are. */
void compare_draw(picture *p, compare_solver *solver, const char *const *theories, size_t n);

/** Curves of a panel: the theory as a smooth line, the simulation as symbols of the same colour. */
#define COMPARE_CURVES(name, text)                               \
    {.x = "t", .y = name "_theory", .title = text, .theory = 1}, \
    {                                                            \
        .x = "t", .y = name, .style = "points pt 6"              \
    }

/** A panel with such curves for every observable whose name starts with `prefix`; names without _. */
void compare_draw_family(picture *p, shf_plot_panel panel, const char *prefix);

/** An entry of the key for the symbols. */
#define COMPARE_NETWORKS                                 \
    {                                                    \
        .title = "networks", .style = "points ls 7 pt 6" \
    }

#endif
