/* Maps of onsets: the grid of two parameters. */
#include "hinge/onset_map.h"
#include "common/columns.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>

SHF_DEFINE_PARAMS(shf_onset_map, SHF_ONSET_MAP_PARAMS, "onset-map", shf_onset_map);
SHF_DEFINE_PARAMS(shf_onset_map_control, SHF_ONSET_MAP_CONTROL_PARAMS, "control", shf_onset_map_control);

/* ---- the grid ---- */

/* In the order of SHF_AXIS_NAMES: column name, sentence, and the parameter that it moves. */
static const struct {
    const char *name, *help;
    int moves;
} axis[] = {
    {"d", "input dimension", SHF_AXIS_D},
    {"M", "number of hidden nodes", SHF_AXIS_M},
    {"N", "number of training samples", SHF_AXIS_N},
    {"alpha", "scale of the output", SHF_AXIS_ALPHA},
    {"h", "margin of the hinge loss", SHF_AXIS_H},
    {"eta", "learning rate", SHF_AXIS_ETA},
    {"delta", "probability that a training label is flipped", SHF_AXIS_DELTA},
    {"N/d", "training samples per dimension; moves N", SHF_AXIS_N},
    {"eta/M", "learning rate per node; moves eta", SHF_AXIS_ETA},
};

void shf_onset_map_add_axis(shf_table *table, int kind)
{
    shf_column_add(table, "", axis[kind].help, "%s", axis[kind].name);
}

static double grid_value(double low, double high, size_t points, int spacing, size_t i)
{
    if (i == 0 || points < 2)
        return low;
    if (i == points - 1)
        return high;
    double u = (double)i / (double)(points - 1);
    return spacing == SHF_GRID_LOG ? low * exp(u * log(high / low)) : low + u * (high - low);
}

static size_t whole(double value)
{
    return value >= 1 ? (size_t)(value + 0.5) : value > 0.5;
}

/* Of an axis that is a ratio: what it is a ratio to; 1 for a count that rounds to 0 and is refused later. */
static double denominator(const shf_hinge_params *p, int kind)
{
    double count = kind == SHF_AXIS_N_OVER_D ? (double)p->d : kind == SHF_AXIS_ETA_OVER_M ? (double)p->M : 1;
    return count > 0 ? count : 1;
}

/* Moves the parameter of an axis to a value; returns what the axis is then, which for a count is a whole
 * number or one divided by the denominator. */
static double set_axis(shf_hinge_params *p, int kind, double value)
{
    const shf_param *row = shf_params_find(&shf_hinge_params_table, axis[axis[kind].moves].name);
    void *member = (char *)p + row->offset;
    double ratio_to = denominator(p, kind);
    if (row->kind != SHF_PARAM_count) {
        *(double *)member = value * ratio_to;
        return value;
    }
    size_t *count = member;
    *count = whole(value * ratio_to);
    return (double)*count / ratio_to;
}

shf_status shf_onset_map_params(const shf_hinge_params *params, const shf_onset_map *map, size_t k,
                                shf_hinge_params *at, double *x, double *y, shf_error *error)
{
    size_t columns = map->y_points, row = columns ? k / columns : 0;
    if (!columns || row >= map->x_points)
        return shf_fail(error, SHF_ERR_VALUE, "k = %zu: must lie in [0, %zu)", k,
                        map->x_points * map->y_points);
    *x = grid_value(map->x_min, map->x_max, map->x_points, map->x_grid.kind, row);
    *y = grid_value(map->y_min, map->y_max, map->y_points, map->y_grid.kind, k - row * columns);
    *at = *params;
    /* ratios are set after the plain parameters, so that N/d by d works in either order */
    int x_last = map->x.kind >= SHF_AXIS_N_OVER_D;
    if (!x_last)
        *x = set_axis(at, map->x.kind, *x);
    *y = set_axis(at, map->y.kind, *y);
    if (x_last)
        *x = set_axis(at, map->x.kind, *x);
    return SHF_OK;
}

/* Whether values are counted: below 1 there is nothing. */
static int is_whole(int kind)
{
    return kind == SHF_AXIS_D || kind == SHF_AXIS_M || kind == SHF_AXIS_N;
}

static shf_status check_axis(const char *name, int kind, double low, double high, size_t points, int spacing,
                             shf_error *error)
{
    if (is_whole(kind) && low < 1)
        return shf_fail(error, SHF_ERR_VALUE, "%s-min = %.9g: %s must be at least 1", name, low,
                        axis[kind].name);
    if (spacing == SHF_GRID_LOG && !(low > 0))
        return shf_fail(error, SHF_ERR_VALUE, "%s-min = %.9g: must be positive on a log grid", name, low);
    if (points > 1 && !(high > low))
        return shf_fail(error, SHF_ERR_VALUE, "%s-max = %.9g: must lie above %s-min = %.9g", name, high, name,
                        low);
    return SHF_OK;
}

static shf_status check_distinct(const shf_onset_map *map, shf_error *error)
{
    if (axis[map->x.kind].moves != axis[map->y.kind].moves)
        return SHF_OK;
    if (map->x.kind == map->y.kind)
        return shf_fail(error, SHF_ERR_VALUE, "y = %s: must differ from x", axis[map->y.kind].name);
    return shf_fail(error, SHF_ERR_VALUE, "y = %s: moves %s, and so does x = %s", axis[map->y.kind].name,
                    axis[axis[map->x.kind].moves].name, axis[map->x.kind].name);
}

/* A message about a parameter that an axis moves says where. */
static shf_status check_corner(const shf_onset_map *map, const shf_hinge_params *at, double x, double y,
                               shf_error *error)
{
    shf_error inner = {SHF_OK, ""};
    shf_status status = shf_finite_size_validate(at, &inner);
    if (!status)
        return SHF_OK;
    return shf_fail(error, status, "at %s = %.9g, %s = %.9g: %.300s", axis[map->x.kind].name, x,
                    axis[map->y.kind].name, y, inner.message);
}

shf_status shf_onset_map_validate(const shf_hinge_params *params, const shf_onset_map *map, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_onset_map_table, map, error);
    SHF_THEN(status, check_distinct(map, error));
    SHF_THEN(status,
             check_axis("x", map->x.kind, map->x_min, map->x_max, map->x_points, map->x_grid.kind, error));
    SHF_THEN(status,
             check_axis("y", map->y.kind, map->y_min, map->y_max, map->y_points, map->y_grid.kind, error));
    size_t last = map->x_points * map->y_points - 1;
    if (!status && map->first > last)
        status =
            shf_fail(error, SHF_ERR_VALUE, "first = %zu: the map has %zu rows only", map->first, last + 1);
    const size_t corner[4] = {0, map->y_points - 1, last - (map->y_points - 1), last};
    for (size_t c = 0; !status && c < 4; c++) {
        shf_hinge_params at;
        double x = 0, y = 0;
        status = shf_onset_map_params(params, map, corner[c], &at, &x, &y, error);
        SHF_THEN(status, check_corner(map, &at, x, y, error));
    }
    return status;
}
