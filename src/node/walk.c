/* Roots of the field within cells, and quadrature over what lies between them (N.11). */
#include "node/walk.h"
#include <math.h>
#include <stdlib.h>

enum { CROSSINGS_MAX = 2 * SHF_NODE_LEVELS_MAX * (SHF_NODE_WALK_POINTS + 1), DEEPEST = 60 };

/* ---- the field at one place ---- */

static double sum_modes(size_t n, const double *basis, const double *modes)
{
    double sum = 0;
    for (size_t l = 0; l < n; l++)
        sum += basis[l] * modes[l];
    return sum;
}

/* Field value at u, and its u-derivative unless NULL; `basis` is left behind. */
static double field_at(const shf_node_walk *walk, const shf_node_cell *cell, double u, double *basis,
                       double *derivative)
{
    double slope[SHF_NODE_WALK_MODES];
    const double *modes = walk->modes + cell->offset;
    shf_node_mesh_basis(walk->mesh, cell, shf_node_law_x(&walk->mesh->law, u), basis,
                        derivative ? slope : NULL);
    if (derivative)
        *derivative = sum_modes(walk->mesh->n, slope, modes) * shf_node_law_slope(&walk->mesh->law, u);
    return sum_modes(walk->mesh->n, basis, modes);
}

/* ---- roots ---- */

/* What is sought between a and b: the field minus a level, or, at level NaN, its derivative. */
static double sought(const shf_node_walk *walk, const shf_node_cell *cell, double u, double level)
{
    double basis[SHF_NODE_WALK_MODES], derivative = 0;
    double value = field_at(walk, cell, u, basis, isnan(level) ? &derivative : NULL);
    return isnan(level) ? derivative : value - level;
}

/* Root between a and b, where the function has values fa, fb of opposite signs: regula falsi that halves the
 * value at the end that stays (Illinois), with a bisection now and then; to rounding. */
static double bracketed_root(const shf_node_walk *walk, const shf_node_cell *cell, double level, double a,
                             double fa, double b, double fb)
{
    for (int k = 0; k < 200; k++) {
        double u = k % 8 == 7 ? 0.5 * (a + b) : (a * fb - b * fa) / (fb - fa);
        if (!(u > fmin(a, b) && u < fmax(a, b)))
            break;
        double f = sought(walk, cell, u, level);
        if (f == 0)
            return u;
        if ((f > 0) == (fb > 0)) {
            fa *= 0.5;
        } else {
            a = b;
            fa = fb;
        }
        b = u;
        fb = f;
        if (fabs(b - a) <= 4e-16 * fabs(b))
            break;
    }
    return fabs(fa) < fabs(fb) ? a : b;
}

/* A place in a cell, and the field there. */
typedef struct place {
    double u, c;
} place;

/* The crossings in one cell. */
typedef struct crossings {
    size_t count;
    double u[CROSSINGS_MAX];
} crossings;

/* Crossings of every level between two places without an extremum between them. */
static void add_crossings(const shf_node_walk *walk, const shf_node_cell *cell, place a, place b,
                          crossings *found)
{
    for (size_t k = 0; k < walk->n_levels; k++) {
        double level = walk->level[k], fa = a.c - level, fb = b.c - level;
        if ((fa < 0 && fb > 0) || (fa > 0 && fb < 0))
            found->u[found->count++] = bracketed_root(walk, cell, level, a.u, fa, b.u, fb);
    }
}

/* Whether an extremum between two neighbouring points could reach a level that the points do not. */
static int extremum_matters(const shf_node_walk *walk, double ca, double da, double cb, double db, double gap)
{
    double reach = gap * fmax(fabs(da), fabs(db));
    for (size_t k = 0; k < walk->n_levels; k++)
        if (walk->level[k] >= fmin(ca, cb) - reach && walk->level[k] <= fmax(ca, cb) + reach)
            return 1;
    return 0;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All crossings in a cell, from values c and derivatives dc at its n points, both ends included. */
static void find_crossings(const shf_node_walk *walk, const shf_node_cell *cell, size_t n, const double *u,
                           const double *c, const double *dc, crossings *found)
{
    for (size_t i = 0; i + 1 < n; i++) {
        place a = {u[i], c[i]}, b = {u[i + 1], c[i + 1]};
        if (dc[i] * dc[i + 1] < 0 && extremum_matters(walk, a.c, dc[i], b.c, dc[i + 1], b.u - a.u)) {
            double top = bracketed_root(walk, cell, NAN, a.u, dc[i], b.u, dc[i + 1]);
            place extremum = {top, sought(walk, cell, top, 0)};
            add_crossings(walk, cell, a, extremum, found);
            add_crossings(walk, cell, extremum, b, found);
        } else {
            add_crossings(walk, cell, a, b, found);
        }
    }
    qsort(found->u, found->count, sizeof *found->u, by_size);
}

/* ---- spans ---- */

static int too_wide(const shf_node_walk *walk, const double *c, size_t n)
{
    double lo = INFINITY, hi = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, c[i]);
        hi = fmax(hi, c[i]);
    }
    return hi - lo > walk->longest && lo < walk->deepest && hi > -walk->deepest;
}

/* Quadrature over u in [a, b], halved until the field changes by less than `longest`. */
static void span(const shf_node_walk *walk, const shf_node_cell *cell, double a, double b, int depth)
{
    const shf_node_mesh *mesh = walk->mesh;
    double u[SHF_NODE_WALK_POINTS], c[SHF_NODE_WALK_POINTS + 2], basis[SHF_NODE_WALK_MODES];
    for (size_t i = 0; i < mesh->m; i++) {
        u[i] = 0.5 * (a * (1 - mesh->gauss_x[i]) + b * (1 + mesh->gauss_x[i]));
        c[i] = field_at(walk, cell, u[i], basis, NULL);
    }
    c[mesh->m] = field_at(walk, cell, a, basis, NULL);
    c[mesh->m + 1] = field_at(walk, cell, b, basis, NULL);
    if (depth < DEEPEST && too_wide(walk, c, mesh->m + 2)) {
        span(walk, cell, a, 0.5 * (a + b), depth + 1);
        span(walk, cell, 0.5 * (a + b), b, depth + 1);
        return;
    }
    for (size_t i = 0; i < mesh->m; i++) {
        shf_node_mesh_basis(mesh, cell, shf_node_law_x(&walk->mesh->law, u[i]), basis, NULL);
        double mass = (b - a) * mesh->gauss_w[i] * shf_node_law_density(&walk->mesh->law, u[i]);
        walk->point(walk->context, cell, mass, c[i], basis);
    }
}

static void walk_cell(const shf_node_walk *walk, size_t number)
{
    const shf_node_mesh *mesh = walk->mesh;
    const shf_node_cell *cell = &mesh->cell[number];
    size_t row = mesh->m + 2, first = number * row;
    const double *u = mesh->u + first, *modes = walk->modes + cell->offset;
    double c[SHF_NODE_WALK_POINTS + 2], dc[SHF_NODE_WALK_POINTS + 2];
    crossings found;
    found.count = 0;
    for (size_t i = 0; i < row; i++) {
        c[i] = sum_modes(mesh->n, mesh->basis + (first + i) * mesh->n, modes);
        dc[i] = walk->n_levels ? sum_modes(mesh->n, mesh->slope + (first + i) * mesh->n, modes) : 0;
    }
    if (walk->n_levels)
        find_crossings(walk, cell, row, u, c, dc, &found);
    if (!found.count && !too_wide(walk, c, row)) {
        for (size_t i = 1; i + 1 < row; i++)
            walk->point(walk->context, cell, mesh->mass[first + i], c[i],
                        mesh->basis + (first + i) * mesh->n);
        return;
    }
    double from = cell->u0;
    for (size_t k = 0; k < found.count; k++) {
        span(walk, cell, from, found.u[k], 0);
        from = found.u[k];
    }
    span(walk, cell, from, cell->u1, 0);
}

void shf_node_walk_cells(const shf_node_walk *walk)
{
    for (size_t k = 0; k < walk->mesh->n_cells; k++)
        walk_cell(walk, k);
}
