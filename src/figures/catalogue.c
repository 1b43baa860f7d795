/* Figures by their names. */
#include "figures/figures.h"
#include <string.h>

const figure *figure_named(const char *name)
{
    for (size_t k = 0; k < figure_n_list + figure_n_parts; k++) {
        const figure *f = k < figure_n_list ? &figure_list[k] : &figure_parts[k - figure_n_list];
        if (strcmp(f->name, name) == 0)
            return f;
    }
    return NULL;
}

int figure_uses(const figure *f, const dataset *d)
{
    for (size_t k = 0; k < f->n_data; k++)
        if (f->data[k] == d)
            return 1;
    return 0;
}
