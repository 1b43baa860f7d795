/* Averages over the training data as a network with noise sees them: half-line Gaussian averages in closed
 * form.  Equation numbers (F.n) are those of docs/finite-size.md. */
#ifndef SHF_HINGE_EFFECTIVE_DATA_H
#define SHF_HINGE_EFFECTIVE_DATA_H

/** What a training sample of projection x_par = y X sees: y F = s f0 X + sigma xi, s = -1 if its label is
 * flipped, X half-normal, xi standard normal; it is unsatisfied while y F < z. */
typedef struct shf_hinge_margin {
    double f0;    /**< slope of the trained function, >= 0 */
    double sigma; /**< standard deviation of the noise, >= 0 */
    double z;     /**< threshold; negative once a sample's own memory fits it */
    double delta; /**< probability of a flipped label */
    double lag;   /**< by which the threshold of flipped samples is higher than z */
} shf_hinge_margin;

/** Averages over the training set. */
typedef struct shf_hinge_effective_data {
    double f_U;            /**< fraction of unsatisfied samples, (F.3) */
    double I;              /**< pull (1/2) E[u y x_par], (F.4) */
    double rho;            /**< probability density of y F at z, (F.5) */
    double clean, flipped; /**< of clean and of flipped samples, the fraction unsatisfied */
    double x2;             /**< E[X^2] of unsatisfied clean samples */
} shf_hinge_effective_data;

/** P(f0 |n| + sigma xi < -z) for z >= 0 and independent standard normal n, xi: the bivariate normal
 * probability of (F.2).  Relative accuracy 5e-14 + 1e-15 (z/sigma)^2, at most 1.4e-12 down to 1e-300;
 * absolute 1e-15. */
double shf_hinge_wedge_probability(double f0, double sigma, double z);

/** f_U, I, rho of (F.3)-(F.5).  For z >= 0 all three to a relative 1e-13 of the sum of the moduli of their
 * clean and flipped parts, also for sigma/f0 arbitrarily small or large; for z < 0 f_U and rho likewise, I to
 * 1e-16 absolute. */
shf_hinge_effective_data shf_hinge_effective_at(shf_hinge_margin margin);

/** E[(1 + k X^2)^-3], (F.11), k >= 0.  Absolute accuracy 1e-9 for k <= 1. */
double shf_hinge_effective_far(double k);

/** Training error P(y F + memory < 0): the fraction of (F.3) at z = -memory, memory >= 0, (F.14). */
double shf_hinge_effective_error(shf_hinge_margin at_zero);

/** E[max(0, z - y F)], (F.15): the training loss times alpha.  Absolute accuracy 1e-16 (z + sigma + f0). */
double shf_hinge_effective_loss(shf_hinge_margin margin);

#endif
