/* Losses as traits. */
#ifndef SHF_COMMON_LOSS_H
#define SHF_COMMON_LOSS_H

#include <shallowflow/loss.h>
#include <stddef.h>

/** l(z), the pull g(z) = -l'(z) and the curvature l''(z) (N.2); whether z misses the margin.  The jump of the
 * hinge's g is a ramp of relative width 1e-8: it moves averages by 1e-16, and gives a meaning to flows that
 * bring a whole range of x onto the margin (N.15); there the part of the ramp that is missed counts. */
typedef struct shf_loss_terms {
    double value, pull, curvature, unsatisfied;
} shf_loss_terms;

/** A loss l(z) with its margin. */
typedef struct shf_loss {
    shf_loss_terms (*terms)(const struct shf_loss *loss, double z);
    double h;      /**< margin or target */
    double ramp;   /**< width of z about h in which the pull falls from 1 to 0; 0: no such jump */
    int margin;    /**< whether the pull or its slope jumps at z = h, so that samples are satisfied or not */
    double growth; /**< l grows like |z|^growth */
    double span;   /**< a Gauss rule of 26 points resolves l to 1e-15 over this range of z; INFINITY: any */
    double flat;   /**< the pull is within 1e-20 of its limits beyond this |z|; 0: it has none */
} shf_loss;

/** `kind` of the losses of loss.h. */
shf_loss shf_loss_make(int kind, double h);

static inline shf_loss_terms shf_loss_at(const shf_loss *loss, double z)
{
    return loss->terms(loss, z);
}

#endif
