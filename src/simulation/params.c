/* The parameter tables of the simulation. */
#include "common/params_text.h"
#include <shallowflow/simulation.h>

SHF_DEFINE_PARAMS(shf_simulation_params, SHF_SIMULATION_PARAMS, "simulation", shf_simulation_params);
SHF_DEFINE_PARAMS(shf_simulation_file, SHF_SIMULATION_FILE_PARAMS, "file", shf_simulation_file);
SHF_DEFINE_PARAMS(shf_simulation_request, SHF_SIMULATION_REQUEST_PARAMS, "request", shf_simulation_request);
SHF_DEFINE_PARAMS(shf_simulation_control, SHF_SIMULATION_CONTROL_PARAMS, "control", shf_simulation_control);
