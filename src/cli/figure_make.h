/* From a choice of figures to their files. */
#ifndef SHF_CLI_FIGURE_MAKE_H
#define SHF_CLI_FIGURE_MAKE_H

#include "figures/figures.h"

/** What is to be made. */
typedef struct figure_order {
    const figure **figures;
    size_t n;
    const char *folder;    /**< for figures; their data goes into data/ in it */
    const char *extension; /**< svg, pdf, png, tex or py */
    const char *output;    /**< file of the only figure; NULL: named like the figures, in the folder */
    double width;          /**< of a figure in cm; 0: chosen */
    const char *digits;    /**< folder with the MNIST files */
    int digits_named;      /**< the user has named it: it must be there */
    size_t threads;        /**< 0: all of the machine */
    int quick, quiet;
} figure_order;

/** Computes the data that is not there yet, several commands at a time, then draws; prints the name of each
 * file made. The exit code. */
int figure_make(const figure_order *order, const char *name);

#endif
