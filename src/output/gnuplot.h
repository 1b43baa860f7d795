/* Running gnuplot, without a shell. */
#ifndef SHF_OUTPUT_GNUPLOT_H
#define SHF_OUTPUT_GNUPLOT_H

#include <shallowflow/status.h>

/** Whether there is a gnuplot on the path.  Errors: SHF_ERR_FILE. */
shf_status shf_gnuplot_check(shf_error *error);

/** Runs a script whose variable `output` is set to the path of the plot and whose variable `here` to its
 * folder, with the slash behind it.  Errors: SHF_ERR_FILE (gnuplot is missing, or failed: exit code or signal
 * and its last line are the message), SHF_ERR_MEMORY. */
shf_status shf_gnuplot_run(const char *script, const char *output, shf_error *error);

#endif
