/* A walk over all cells of a mesh along which a field is smooth: cells are cut where the field passes a
 * level, and halved where it changes fast. */
#ifndef SHF_NODE_WALK_H
#define SHF_NODE_WALK_H

#include "node/mesh.h"

enum { SHF_NODE_LEVELS_MAX = 5 };

/** Called at every quadrature point: its probability mass, the field there, the n Legendre polynomials of the
 * cell's piece. */
typedef void shf_node_visitor(void *context, const shf_node_cell *cell, double mass, double c,
                              const double *basis);

/** What the walk needs, and whom it tells. */
typedef struct shf_node_walk {
    const shf_node_mesh *mesh;
    const double *modes; /* of the field c */
    size_t n_levels;
    double level[SHF_NODE_LEVELS_MAX]; /* values at which the integrand is not smooth in c */
    double longest;                    /* largest change of c within a span; INFINITY: any */
    double deepest;                    /* spans with |c| above it throughout need not be halved */
    shf_node_visitor *point;
    void *context;
} shf_node_walk;

/** Largest mesh->m and mesh->n that a walk can take. */
enum { SHF_NODE_WALK_POINTS = 80, SHF_NODE_WALK_MODES = 64 };

void shf_node_walk_cells(const shf_node_walk *walk);

#endif
