/* The mesh over x_par: pieces with sample points, on which the activation averages are known as polynomials,
 * and cells, on which the averages over the data are taken. */
#ifndef SHF_NODE_MESH_H
#define SHF_NODE_MESH_H

#include "node/law.h"
#include "node/target.h"

/** One cell: a part of one piece, or of its mirror image, between label edges and short enough for a Gauss
 * rule of m points to integrate the density.  Places are given by |x| and |u|. */
typedef struct shf_node_cell {
    double side;                 /* +1, or -1 on the mirror image */
    size_t offset;               /* of the piece's n numbers in a field */
    size_t label;                /* interval of the label rule */
    double u0, u1;               /* 0 <= u0 < u1 */
    double middle, inverse_half; /* of the piece: xi = (|x| - middle) * inverse_half lies in [-1, 1] */
} shf_node_cell;

/** Pieces [knot[q], knot[q+1]] cover [0, x_max], by halving from x_max down to x_max 2^-level; each has n
 * Gauss-Legendre points x[q n .. q n + n-1], the samples.  A field has 2 * samples numbers: its values at the
 * samples, then those at their mirror images; between them it is the polynomial of degree n-1 of each piece.
 * The modes of a field are the Legendre coefficients of these polynomials, in the same layout. */
typedef struct shf_node_mesh {
    shf_node_law law;
    shf_node_target target;
    int level;
    size_t pieces, n, samples; /* samples = pieces * n */
    double *knot, *x;
    double *transform; /* n by n: modes[l] = sum_k transform[l n + k] field[k] */
    size_t m;          /* points inside a cell; its ends come before and after them */
    double *gauss_x, *gauss_w;
    size_t n_cells;
    shf_node_cell *cell;
    double *u, *mass;      /* (m+2) numbers a cell: place; density times Gauss weight, 0 at the ends */
    double *basis, *slope; /* (m+2) n numbers a cell: Legendre polynomials there, derivatives in |u| */
} shf_node_mesh;

/** The number of halvings at which polynomials of degree 15 resolve S(w x, s) of scale k (activation.h). */
int shf_node_mesh_level(const shf_node_law *law, double scale);

/** Errors: SHF_ERR_MEMORY. */
shf_status shf_node_mesh_new(shf_node_mesh *mesh, const shf_node_law *law, const shf_node_target *target,
                             int level, size_t n, shf_error *error);
void shf_node_mesh_free(shf_node_mesh *mesh);

/** The n Legendre polynomials of the piece of a cell at |x|; slope: their derivatives in |x|, or NULL. */
void shf_node_mesh_basis(const shf_node_mesh *mesh, const shf_node_cell *cell, double x, double *basis,
                         double *slope);

/** Modes of a field. */
void shf_node_mesh_modes(const shf_node_mesh *mesh, const double *field, double *modes);

/** The transpose: weights of the field values from weights of the modes. */
void shf_node_mesh_weights(const shf_node_mesh *mesh, const double *mode_weights, double *weights);

#endif
