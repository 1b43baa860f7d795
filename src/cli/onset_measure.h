/* Onsets of overfitting in measured curves: the same definitions as in theory, at times between the rows. */
#ifndef SHF_CLI_ONSET_MEASURE_H
#define SHF_CLI_ONSET_MEASURE_H

#include <shallowflow/onset.h>

/** The columns that the onsets are defined by. */
enum { CURVE_ERROR_TEST, CURVE_ERROR_TRAIN, CURVE_F_U, CURVE_I, CURVE_J, CURVE_LOSS, CURVE_COLUMNS };

/** Their names in the tables of the theory and of the simulation. */
extern const char *const onset_curve_name[CURVE_COLUMNS];

/** Curves at n increasing times t > 0. */
typedef struct onset_curves {
    size_t n;
    const double *t;
    const double *value[CURVE_COLUMNS];
} onset_curves;

/** What the definitions need besides. */
typedef struct onset_criteria {
    double gap;         /**< q of t_gap */
    double N;           /**< number of training samples */
    double loss_at_fit; /**< training loss of the theory at t_fit; NaN without it */
    int flips;          /**< whether there are flipped labels */
} onset_criteria;

/** The times: NaN for an onset that is not met by the last row, 0 for one that is past in the first.  t_best
 * is the minimum of a cubic in log t fitted to log error_test within half an e-fold on either side; the
 * others are first crossings, by linear interpolation in log t.  Phi cannot be seen from outside: t_fit is
 * where the training loss has fallen to what the theory has at its own t_fit. */
void onset_measure(const onset_curves *curves, const onset_criteria *criteria, double t[SHF_ONSET_COUNT]);

/** A column at time t, by linear interpolation in log t; its first value before the first row. */
double onset_value_at(const onset_curves *curves, int column, double t);

#endif
