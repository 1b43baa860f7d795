/* All figures and datasets, in the order of the papers. */
#include "figures/figures.h"
#include <string.h>

const figure *figure_at(size_t k)
{
    return k < figure_n_list ? &figure_list[k] : NULL;
}

const figure *figure_named(const char *name)
{
    const figure *f = NULL;
    for (size_t k = 0; (f = figure_at(k)) && strcmp(f->name, name) != 0; k++)
        ;
    return f;
}

const dataset *dataset_at(size_t k)
{
    return k < figure_n_datasets ? &figure_datasets[k] : NULL;
}

const dataset *dataset_named(const char *name, size_t n)
{
    const dataset *d = NULL;
    for (size_t k = 0; (d = dataset_at(k)) && (strncmp(d->name, name, n) != 0 || d->name[n]); k++)
        ;
    return d;
}

int figure_uses(const figure *f, const dataset *d)
{
    for (size_t k = 0; k < f->n_data; k++)
        if (f->data[k] == d)
            return 1;
    return 0;
}
