/* Parameter tables of the single-node theory and the checks that ranges cannot express. */
#include "common/params_text.h"
#include "common/report.h"
#include "node/population.h"
#include <math.h>

SHF_DEFINE_PARAMS(shf_node_params, SHF_NODE_PARAMS, "node", shf_node_params);
SHF_DEFINE_PARAMS(shf_node_request, SHF_NODE_REQUEST_PARAMS, "node", shf_node_request);
SHF_DEFINE_SOLVER(shf_node_solver, .rtol = 3e-10, .atol = 1e-18, .max_steps = 20000);

/* Most nodes of the tensor product; the rows of each take about 3 kB. */
static const size_t NODES_MAX = 200000;

static shf_status validate_labels(const shf_node_params *p, shf_error *error)
{
    const shf_choice *labels = &p->labels;
    size_t edges = labels->kind == SHF_LABEL_SIGN ? 1 : labels->n;
    for (size_t k = 1; labels->kind == SHF_LABEL_STRIPES && k < edges; k++)
        if (!(labels->value[k] > labels->value[k - 1]))
            return shf_fail(error, SHF_ERR_VALUE, "labels = stripes:...,%.9g,%.9g,...: must increase",
                            labels->value[k - 1], labels->value[k]);
    if (p->delta_stripes.n && p->delta_stripes.n != edges + 1)
        return shf_fail(
            error, SHF_ERR_VALUE,
            "delta-stripes with %zu numbers: must have one for each of the %zu intervals of labels",
            p->delta_stripes.n, edges + 1);
    return SHF_OK;
}

static shf_status validate_sizes(const shf_node_request *r, shf_error *error)
{
    size_t nodes = r->nodes_a * r->nodes_w * r->nodes_rho;
    if (nodes > NODES_MAX)
        return shf_fail(error, SHF_ERR_VALUE,
                        "nodes-a * nodes-w * nodes-rho = %zu * %zu * %zu: must not exceed %zu", r->nodes_a,
                        r->nodes_w, r->nodes_rho, NODES_MAX);
    return SHF_OK;
}

shf_status shf_node_validate(const shf_node_params *params, const shf_node_request *request, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_node_params_table, params, error);
    SHF_THEN(status, shf_params_validate(&shf_node_request_table, request, error));
    SHF_THEN(status, validate_labels(params, error));
    SHF_THEN(status, validate_sizes(request, error));
    SHF_THEN(status, shf_list_distinct("projections", &request->projections, error));
    return status ? status : shf_node_population_check(params, error);
}
