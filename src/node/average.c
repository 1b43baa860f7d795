/* Averages over the data as visitors of a walk over the mesh. */
#include "node/average.h"
#include "node/walk.h"
#include <stdlib.h>
#include <string.h>

/* What the visitors of a walk know: the mesh, and where their sums go. */
typedef struct visit {
    const shf_node_mesh *mesh;
    double *mode_weights;
    shf_node_averages averages;
    shf_node_response *response;
    int failed;
} visit;

/* Both labels meet the level, at c and at -c. */
static void add_levels(shf_node_walk *walk, double level)
{
    walk->level[walk->n_levels++] = level;
    if (level != 0)
        walk->level[walk->n_levels++] = -level;
}

/* A walk through the points where the loss is not smooth, and with spans over which it is resolved. */
static shf_node_walk new_walk(const shf_node_mesh *mesh, const double *modes, shf_node_visitor *point,
                              visit *context)
{
    const shf_loss *loss = &mesh->target.loss;
    shf_node_walk walk = {.mesh = mesh,
                          .modes = modes,
                          .longest = loss->span,
                          .deepest = loss->flat,
                          .point = point,
                          .context = context};
    if (loss->margin) {
        add_levels(&walk, loss->h - 0.5 * loss->ramp);
        if (loss->ramp > 0)
            add_levels(&walk, loss->h + 0.5 * loss->ramp);
    }
    context->mesh = mesh;
    return walk;
}

/* ---- pull ---- */

static void pull_point(void *context, const shf_node_cell *cell, double mass, double c, const double *basis)
{
    const visit *v = context;
    double weight = mass * shf_node_target_terms(&v->mesh->target, cell->label, c).pull;
    double *out = v->mode_weights + cell->offset;
    for (size_t l = 0; weight != 0 && l < v->mesh->n; l++)
        out[l] += weight * basis[l];
}

void shf_node_average_pull(const shf_node_mesh *mesh, const double *modes, double *mode_weights)
{
    visit context = {.mode_weights = mode_weights};
    shf_node_walk walk = new_walk(mesh, modes, pull_point, &context);
    memset(mode_weights, 0, 2 * mesh->samples * sizeof *mode_weights);
    shf_node_walk_cells(&walk);
}

/* ---- what is printed ---- */

static void observe_point(void *context, const shf_node_cell *cell, double mass, double c,
                          const double *basis)
{
    (void)basis;
    visit *v = context;
    const shf_node_target *target = &v->mesh->target;
    shf_loss_terms terms = shf_node_target_terms(target, cell->label, c);
    v->averages.loss += mass * terms.value;
    v->averages.unsatisfied += mass * terms.unsatisfied;
    v->averages.error += mass * shf_node_target_error(target, cell->label, c);
}

shf_node_averages shf_node_average_observe(const shf_node_mesh *mesh, const double *modes)
{
    visit context = {.failed = 0};
    shf_node_walk walk = new_walk(mesh, modes, observe_point, &context);
    if (!walk.n_levels || mesh->target.loss.h != 0)
        walk.level[walk.n_levels++] = 0;
    shf_node_walk_cells(&walk);
    return context.averages;
}

/* ---- response ---- */

static int grow(shf_node_response *response)
{
    if (response->count < response->capacity)
        return 1;
    size_t capacity = 2 * response->capacity + 16;
    double *strength = realloc(response->strength, capacity * sizeof *strength);
    if (strength)
        response->strength = strength;
    double *basis = realloc(response->basis, capacity * response->n * sizeof *basis);
    if (basis)
        response->basis = basis;
    size_t *offset = realloc(response->offset, capacity * sizeof *offset);
    if (offset)
        response->offset = offset;
    if (!strength || !basis || !offset)
        return 0;
    response->capacity = capacity;
    return 1;
}

static void add_term(visit *v, const shf_node_cell *cell, double strength, const double *basis)
{
    shf_node_response *response = v->response;
    if (strength == 0 || v->failed)
        return;
    if (!grow(response)) {
        v->failed = 1;
        return;
    }
    response->strength[response->count] = strength;
    response->offset[response->count] = cell->offset;
    memcpy(response->basis + response->count * response->n, basis, response->n * sizeof *basis);
    response->count++;
}

static void response_point(void *context, const shf_node_cell *cell, double mass, double c,
                           const double *basis)
{
    visit *v = context;
    add_term(v, cell, -mass * shf_node_target_terms(&v->mesh->target, cell->label, c).curvature, basis);
}

shf_status shf_node_average_response(const shf_node_mesh *mesh, const double *modes,
                                     shf_node_response *response)
{
    visit context = {.response = response};
    shf_node_walk walk = new_walk(mesh, modes, response_point, &context);
    if (response->n != mesh->n)
        shf_node_response_free(response);
    response->n = mesh->n;
    response->count = 0;
    shf_node_walk_cells(&walk);
    return context.failed ? SHF_ERR_MEMORY : SHF_OK;
}

void shf_node_response_free(shf_node_response *response)
{
    free(response->strength);
    free(response->basis);
    free(response->offset);
    *response = (shf_node_response){0};
}

void shf_node_response_apply(const shf_node_mesh *mesh, const shf_node_response *response,
                             const double *modes, double *out)
{
    size_t n = response->n;
    memset(out, 0, 2 * mesh->samples * sizeof *out);
    for (size_t r = 0; r < response->count; r++) {
        const double *basis = response->basis + r * n, *in = modes + response->offset[r];
        double sum = 0;
        for (size_t l = 0; l < n; l++)
            sum += basis[l] * in[l];
        sum *= response->strength[r];
        double *to = out + response->offset[r];
        for (size_t l = 0; l < n; l++)
            to[l] += sum * basis[l];
    }
}
