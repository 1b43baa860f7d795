/* All public headers of shallowflow. */
#ifndef SHALLOWFLOW_H
#define SHALLOWFLOW_H

#include <shallowflow/activation.h>
#include <shallowflow/data.h>
#include <shallowflow/dmft.h>
#include <shallowflow/dmft_groups.h>
#include <shallowflow/dmft_limits.h>
#include <shallowflow/dmft_simulation.h>
#include <shallowflow/hinge.h>
#include <shallowflow/loss.h>
#include <shallowflow/node.h>
#include <shallowflow/node_simulation.h>
#include <shallowflow/online.h>
#include <shallowflow/onset.h>
#include <shallowflow/optimiser.h>
#include <shallowflow/output.h>
#include <shallowflow/params.h>
#include <shallowflow/simulation.h>
#include <shallowflow/solver.h>
#include <shallowflow/status.h>
#include <shallowflow/table.h>
#include <shallowflow/timescales.h>
#include <shallowflow/timescales_simulation.h>

#endif
