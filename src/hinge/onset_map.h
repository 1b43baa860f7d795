/* The axes of a map of onsets. */
#ifndef SHF_HINGE_ONSET_MAP_H
#define SHF_HINGE_ONSET_MAP_H

#include <shallowflow/onset.h>

/** Name and sentence of the column of an axis SHF_AXIS_... */
const char *shf_onset_map_axis(int kind);
const char *shf_onset_map_axis_help(int kind);

#endif
