/* What --plot shows of a curve of the dynamical mean-field theory, solved or trained. */
#ifndef SHF_CLI_DMFT_PANELS_H
#define SHF_CLI_DMFT_PANELS_H

#include <shallowflow/output.h>

enum { DMFT_PANELS = 3 };

/** Errors, output weights, overlap with the target. */
extern const shf_plot_panel dmft_panels[DMFT_PANELS];

#endif
