/* Pieces, samples and cells over x_par (N.10). */
#include "node/mesh.h"
#include "common/report.h"
#include "node/rule.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- pieces ---- */

/* Most halvings below a typical |x|: finer features carry no mass. */
enum { FINEST = 52 };

static double typical_x(const shf_node_law *law)
{
    return fmin(shf_node_law_x(law, 0.5 * law->step), law->x_max);
}

int shf_node_mesh_level(const shf_node_law *law, double scale)
{
    double spread = ceil(log2(law->x_max / typical_x(law)));
    double level = scale > 0 ? ceil(log2(0.5 * law->x_max * scale)) : 0;
    return (int)fmin(fmax(fmax(level, spread - 1), 1), FINEST + spread);
}

/* Second moment carried beyond x, to its order of magnitude: pieces there may be wider. */
static double tail(const shf_node_law *law, double x)
{
    double ratio = x / typical_x(law);
    return shf_node_law_density(law, shf_node_law_u(law, x)) / law->norm * (1 + ratio * ratio);
}

/* Knots from the outside in: x_max, then halves, or quarters where the tail is below 1e-7 and sixteenths
 * where it is below 1e-13; then in increasing order.  Returns their number. */
static size_t place_knots(const shf_node_law *law, int level, double *knot)
{
    size_t count = 0;
    double x = law->x_max, innermost = ldexp(law->x_max, -level);
    while (x > innermost) {
        knot[count++] = x;
        double next = tail(law, x / 16) < 1e-13 ? x / 16 : tail(law, x / 4) < 1e-7 ? x / 4 : x / 2;
        x = fmax(next, innermost);
    }
    knot[count++] = innermost;
    knot[count++] = 0;
    for (size_t k = 0; k < count / 2; k++) {
        double swap = knot[k];
        knot[k] = knot[count - 1 - k];
        knot[count - 1 - k] = swap;
    }
    return count;
}

/* P_0 .. P_{n-1} at xi and, unless NULL, their derivatives. */
static void legendre(size_t n, double xi, double *p, double *dp)
{
    p[0] = 1;
    p[1] = xi;
    for (size_t l = 1; l + 1 < n; l++) {
        double order = (double)l;
        p[l + 1] = ((2 * order + 1) * xi * p[l] - order * p[l - 1]) / (order + 1);
    }
    if (!dp)
        return;
    dp[0] = 0;
    dp[1] = 1;
    for (size_t l = 1; l + 1 < n; l++)
        dp[l + 1] = dp[l - 1] + (2 * (double)l + 1) * p[l];
}

static void place_samples(shf_node_mesh *mesh, double *work)
{
    size_t n = mesh->n;
    double *x = work, *w = work + n, *p = work + 2 * n;
    shf_node_rule_legendre(n, x, w);
    for (size_t q = 0; q < mesh->pieces; q++)
        for (size_t k = 0; k < n; k++)
            mesh->x[q * n + k] = 0.5 * (mesh->knot[q] * (1 - x[k]) + mesh->knot[q + 1] * (1 + x[k]));
    for (size_t k = 0; k < n; k++) {
        legendre(n, x[k], p, NULL);
        for (size_t l = 0; l < n; l++)
            mesh->transform[l * n + k] = w[k] * (2 * (double)l + 1) * p[l];
    }
}

void shf_node_mesh_basis(const shf_node_mesh *mesh, const shf_node_cell *cell, double x, double *basis,
                         double *slope)
{
    legendre(mesh->n, (x - cell->middle) * cell->inverse_half, basis, slope);
    for (size_t l = 0; slope && l < mesh->n; l++)
        slope[l] *= cell->inverse_half;
}

void shf_node_mesh_modes(const shf_node_mesh *mesh, const double *field, double *modes)
{
    size_t n = mesh->n;
    for (size_t q = 0; q < 2 * mesh->samples; q += n)
        for (size_t l = 0; l < n; l++) {
            double sum = 0;
            for (size_t k = 0; k < n; k++)
                sum += mesh->transform[l * n + k] * field[q + k];
            modes[q + l] = sum;
        }
}

void shf_node_mesh_weights(const shf_node_mesh *mesh, const double *mode_weights, double *weights)
{
    size_t n = mesh->n;
    memset(weights, 0, 2 * mesh->samples * sizeof *weights);
    for (size_t q = 0; q < 2 * mesh->samples; q += n)
        for (size_t l = 0; l < n; l++)
            for (size_t k = 0; k < n; k++)
                weights[q + k] += mesh->transform[l * n + k] * mode_weights[q + l];
}

/* ---- cells ---- */

/* Cells of one side of one piece, appended from index `count` on when `store`; returns the new count. */
static size_t piece_cells(shf_node_mesh *mesh, double side, size_t q, size_t count, int store)
{
    const shf_node_law *law = &mesh->law;
    const shf_node_target *target = &mesh->target;
    double x0 = mesh->knot[q], x1 = mesh->knot[q + 1];
    for (size_t i = 0; i <= target->n_edges; i++) {
        /* the interval of label i, mirrored onto |x| */
        double left = i ? target->edge[i - 1] : -INFINITY;
        double right = i < target->n_edges ? target->edge[i] : INFINITY;
        double lo = fmax(x0, side > 0 ? left : -right), hi = fmin(x1, side > 0 ? right : -left);
        if (!(lo < hi))
            continue;
        double u0 = shf_node_law_u(law, lo), u1 = hi >= law->x_max ? law->u_max : shf_node_law_u(law, hi);
        size_t parts = (size_t)ceil((u1 - u0) / law->step);
        double width = (u1 - u0) / (double)parts;
        for (size_t part = 0; part < parts; part++, count++)
            if (store)
                mesh->cell[count] =
                    (shf_node_cell){.side = side,
                                    .offset = (side > 0 ? 0 : mesh->samples) + q * mesh->n,
                                    .label = i,
                                    .u0 = u0 + width * (double)part,
                                    .u1 = part + 1 < parts ? u0 + width * (double)(part + 1) : u1,
                                    .middle = 0.5 * (x0 + x1),
                                    .inverse_half = 2 / (x1 - x0)};
    }
    return count;
}

static size_t all_cells(shf_node_mesh *mesh, int store)
{
    size_t count = 0;
    for (int side = 1; side >= -1; side -= 2)
        for (size_t q = 0; q < mesh->pieces; q++)
            count = piece_cells(mesh, side, q, count, store);
    return count;
}

static void tabulate_cells(shf_node_mesh *mesh)
{
    const shf_node_law *law = &mesh->law;
    size_t row = mesh->m + 2;
    for (size_t c = 0; c < mesh->n_cells; c++)
        for (size_t i = 0; i < row; i++) {
            const shf_node_cell *cell = &mesh->cell[c];
            size_t at = c * row + i;
            double half = 0.5 * (cell->u1 - cell->u0);
            int inside = i > 0 && i + 1 < row;
            double xi = inside ? mesh->gauss_x[i - 1] : i ? 1 : -1;
            double u = 0.5 * (cell->u0 * (1 - xi) + cell->u1 * (1 + xi));
            mesh->u[at] = u;
            mesh->mass[at] = inside ? 2 * half * mesh->gauss_w[i - 1] * shf_node_law_density(law, u) : 0;
            double *slope = mesh->slope + at * mesh->n;
            shf_node_mesh_basis(mesh, cell, shf_node_law_x(law, u), mesh->basis + at * mesh->n, slope);
            for (size_t l = 0; l < mesh->n; l++)
                slope[l] *= shf_node_law_slope(law, u);
        }
}

/* ---- the whole ---- */

static shf_status allocate_pieces(shf_node_mesh *mesh, shf_error *error)
{
    size_t n = mesh->n;
    mesh->knot = malloc(((size_t)mesh->level + 3) * sizeof *mesh->knot);
    if (!mesh->knot)
        return shf_no_memory(error);
    mesh->pieces = place_knots(&mesh->law, mesh->level, mesh->knot) - 1;
    mesh->samples = mesh->pieces * n;
    mesh->x = malloc((mesh->samples + n * n + 2 * mesh->m + 3 * n) * sizeof *mesh->x);
    if (!mesh->x)
        return shf_no_memory(error);
    mesh->transform = mesh->x + mesh->samples;
    mesh->gauss_x = mesh->transform + n * n;
    mesh->gauss_w = mesh->gauss_x + mesh->m;
    place_samples(mesh, mesh->gauss_w + mesh->m);
    shf_node_rule_legendre(mesh->m, mesh->gauss_x, mesh->gauss_w);
    return SHF_OK;
}

static shf_status allocate_cells(shf_node_mesh *mesh, shf_error *error)
{
    mesh->n_cells = all_cells(mesh, 0);
    size_t points = mesh->n_cells * (mesh->m + 2);
    mesh->cell = malloc((mesh->n_cells + 1) * sizeof *mesh->cell);
    mesh->u = malloc((points + 1) * (2 + 2 * mesh->n) * sizeof *mesh->u);
    if (!mesh->cell || !mesh->u)
        return shf_no_memory(error);
    mesh->mass = mesh->u + points;
    mesh->basis = mesh->mass + points;
    mesh->slope = mesh->basis + points * mesh->n;
    (void)all_cells(mesh, 1);
    tabulate_cells(mesh);
    return SHF_OK;
}

shf_status shf_node_mesh_new(shf_node_mesh *mesh, const shf_node_law *law, const shf_node_target *target,
                             int level, size_t n, shf_error *error)
{
    *mesh = (shf_node_mesh){.law = *law, .target = *target, .level = level, .n = n, .m = n + 12};
    shf_status status = allocate_pieces(mesh, error);
    SHF_THEN(status, allocate_cells(mesh, error));
    if (status)
        shf_node_mesh_free(mesh);
    return status;
}

void shf_node_mesh_free(shf_node_mesh *mesh)
{
    free(mesh->knot);
    free(mesh->x);
    free(mesh->cell);
    free(mesh->u);
    *mesh = (shf_node_mesh){0};
}
