/* Pictures for LaTeX. */
#ifndef SHF_OUTPUT_TEX_H
#define SHF_OUTPUT_TEX_H

#include "common/file.h"

/** Makes what gnuplot's terminal tikz has written under the temporary name of a file, which is open, a
 * document that needs nothing but tikz.  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_tex_finish(shf_outfile *file, const char *path, shf_error *error);

#endif
