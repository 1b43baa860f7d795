/* The axes of a map of onsets. */
#ifndef SHF_HINGE_ONSET_MAP_H
#define SHF_HINGE_ONSET_MAP_H

#include <shallowflow/onset.h>

/** Adds the column of an axis SHF_AXIS_... */
void shf_onset_map_add_axis(shf_table *table, int kind);

#endif
