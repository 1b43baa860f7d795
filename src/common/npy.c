/* NumPy's .npy, version 1.0: magic, length of a header that is a Python dictionary, the numbers. */
#include "common/npy.h"
#include "common/report.h"
#include <errno.h>
#include <stdint.h>
#include <string.h>

static const unsigned char magic[] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}; /* and version 1.0 */

enum { PREFIX = 10, ALIGNMENT = 64, HEADER = 256 };

/* Writes the header to `text` and returns its length, a multiple of ALIGNMENT. */
static size_t make_header(char *text, size_t dimensions, const size_t *shape)
{
    const uint16_t one = 1;
    int little = *(const unsigned char *)&one == 1;
    memcpy(text, magic, sizeof magic);
    size_t n = PREFIX;
    n += (size_t)snprintf(text + n, HEADER - n, "{'descr': '%cf8', 'fortran_order': False, 'shape': (",
                          little ? '<' : '>');
    for (size_t k = 0; k < dimensions; k++)
        n += (size_t)snprintf(text + n, HEADER - n, "%zu,%s", shape[k], k + 1 < dimensions ? " " : "");
    n += (size_t)snprintf(text + n, HEADER - n, "), }");
    while ((n + 1) % ALIGNMENT)
        text[n++] = ' ';
    text[n++] = '\n';
    text[8] = (char)((n - PREFIX) & 0xff);
    text[9] = (char)((n - PREFIX) >> 8);
    return n;
}

static shf_status put(shf_npy *npy, const void *bytes, size_t n, shf_error *error)
{
    if (fwrite(bytes, 1, n, npy->file.stream) != n)
        return shf_file_fail(error, npy->path, errno);
    return SHF_OK;
}

shf_status shf_npy_open(shf_npy *npy, const char *path, size_t dimensions, const size_t *shape,
                        shf_error *error)
{
    char header[HEADER];
    *npy = (shf_npy){.path = path, .left = 1};
    if (dimensions > SHF_NPY_DIMENSIONS)
        return shf_fail(error, SHF_ERR_VALUE, "%s: at most %d dimensions", path, SHF_NPY_DIMENSIONS);
    for (size_t k = 0; k < dimensions; k++)
        npy->left *= shape[k];
    shf_status status = shf_outfile_open(&npy->file, path, 0, error);
    return status ? status : put(npy, header, make_header(header, dimensions, shape), error);
}

shf_status shf_npy_write(shf_npy *npy, const double *x, size_t n, shf_error *error)
{
    if (n > npy->left)
        return shf_fail(error, SHF_ERR_FILE, "%s: more numbers than its shape has", npy->path);
    npy->left -= n;
    return put(npy, x, n * sizeof *x, error);
}

shf_status shf_npy_finish(shf_npy *npy, shf_error *error)
{
    if (npy->left)
        return shf_fail(error, SHF_ERR_FILE, "%s: %zu numbers are missing", npy->path, npy->left);
    shf_status status = shf_outfile_finish(&npy->file, npy->path, error);
    return status ? status : shf_outfile_publish(&npy->file, npy->path, error);
}

void shf_npy_discard(shf_npy *npy)
{
    shf_outfile_discard(&npy->file);
}
