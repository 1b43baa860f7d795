/* What --plot shows of a curve of the dynamical mean-field theory, solved or trained. */
#ifndef SHF_CLI_DMFT_PICTURE_H
#define SHF_CLI_DMFT_PICTURE_H

#include "cli/picture.h"

/** Errors, output weights, overlap with the target. */
void dmft_draw(picture *p);

#endif
