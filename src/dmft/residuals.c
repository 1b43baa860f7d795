/* Response and correlation of the residuals at the nodes of a new panel. */
#include "dmft/residuals.h"
#include "dmft/block.h"
#include "dmft/radau.h"
#include <string.h>

enum { SQUARE = SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX };

int shf_dmft_residuals_evaluate(const shf_dmft_residuals *r)
{
    size_t p = r->shape.p, n = r->shape.n, ld = r->shape.ld;
    double one[SQUARE] = {0}, b[SQUARE], x[SQUARE], y[SQUARE], block[SQUARE];
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++)
            one[i * p + l] = (i == l) + r->sg[i * ld + n + l];
    if (!shf_dmft_invert(p, one, b))
        return 0;
    shf_dmft_history_lower(r->past_wg, r->sg, r->y, ld, p);
    shf_dmft_block_apply(&r->shape, b, -1, r->y, NULL, r->wg);
    for (size_t i = 0; i < p; i++)
        memcpy(r->wg + i * ld + n, b + i * p, p * sizeof *b);
    shf_dmft_history_transposed(r->past_wg, r->sc, r->y, ld, p);
    shf_dmft_history_symmetric(r->past_ca, r->sg, r->z, ld, p);
    shf_dmft_block_apply(&r->shape, b, -1, r->y, r->z, r->ca);
    shf_dmft_history_contract(p, ld, r->sc, r->wg, ld, x);
    shf_dmft_history_contract(p, ld, r->sg, r->ca, n, y);
    for (size_t k = 0; k < p * p; k++)
        x[k] += y[k];
    shf_dmft_block_multiply(p, b, x, block);
    for (size_t i = 0; i < p; i++) {
        r->p_sum[i] = 0;
        for (size_t l = 0; l < p; l++)
            r->ca[i * ld + n + l] = -0.5 * (block[i * p + l] + block[l * p + i]);
        for (size_t l = 0; l < ld; l++)
            r->p_sum[i] += r->wg[i * ld + l];
    }
    return 1;
}
