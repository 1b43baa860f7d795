/* All figures and datasets, in the order of the papers. */
#include "figures/figures.h"
#include <string.h>

static const figure_paper *const papers[] = {&figures_hinge,         &figures_timescales,
                                             &figures_dmft_learning, &figures_dmft_lazy,
                                             &figures_dmft_noise,    &figures_dmft_overfitting};

const figure *figure_at(size_t k)
{
    for (size_t p = 0; p < COUNT_OF(papers); p++) {
        if (k < papers[p]->n_figures)
            return &papers[p]->figures[k];
        k -= papers[p]->n_figures;
    }
    return NULL;
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
    for (size_t p = 0; p < COUNT_OF(papers); p++) {
        if (k < papers[p]->n_datasets)
            return &papers[p]->datasets[k];
        k -= papers[p]->n_datasets;
    }
    return NULL;
}

const dataset *dataset_named(const char *name, size_t n)
{
    const dataset *d = NULL;
    for (size_t k = 0; (d = dataset_at(k)) && (strncmp(d->name, name, n) != 0 || d->name[n]); k++)
        ;
    return d;
}

/* Whether a text has {NAME} or {NAME:... in it. */
static int mentions(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *brace = text ? strchr(text, '{') : NULL; brace; brace = strchr(brace + 1, '{'))
        if (strncmp(brace + 1, name, n) == 0 && (brace[n + 1] == '}' || brace[n + 1] == ':'))
            return 1;
    return 0;
}

int figure_uses(const figure *f, const dataset *d)
{
    if (mentions(f->setup, d->name))
        return 1;
    for (size_t p = 0; p < f->n_panels; p++)
        for (size_t c = 0; c < f->panels[p].n_curves; c++) {
            const figure_curve *curve = &f->panels[p].curves[c];
            if (strcmp(curve->data, d->name) == 0 || mentions(curve->data, d->name) ||
                mentions(curve->points, d->name))
                return 1;
        }
    return 0;
}
