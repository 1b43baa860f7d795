/* Spectrum and initial vectors of online learning. */
#include "common/initial_online.h"
#include "common/random.h"
#include "common/report.h"
#include <math.h>
#include <string.h>

/* ---- teacher ---- */

static shf_status read_overlaps(const shf_online_params *p, double *T, shf_error *error)
{
    size_t M = p->M, next = 0;
    const shf_choice *c = &p->teacher;
    if (c->kind == SHF_TEACHER_MATRIX && c->n != M * (M + 1) / 2)
        return shf_fail(error, SHF_ERR_VALUE,
                        "teacher = matrix of %zu numbers: must be the %zu of the upper triangle for M = %zu",
                        c->n, M * (M + 1) / 2, M);
    for (size_t m = 0; m < M; m++)
        for (size_t n = m; n < M; n++) {
            double value = m == n ? 1 : c->kind == SHF_TEACHER_EQUAL ? c->value[0] : 0;
            if (c->kind == SHF_TEACHER_MATRIX)
                value = c->value[next++];
            T[m * M + n] = T[n * M + m] = value;
        }
    return SHF_OK;
}

/* Cholesky's factors in place, of a matrix that may be singular. */
static int factorise(size_t M, double *L)
{
    const double small = 1e-13;
    for (size_t j = 0; j < M; j++) {
        double scale = fmax(1, fabs(L[j * M + j]));
        for (size_t i = j; i < M; i++)
            for (size_t k = 0; k < j; k++)
                L[i * M + j] -= L[i * M + k] * L[j * M + k];
        double pivot = L[j * M + j];
        if (!(pivot >= -small * scale))
            return 0;
        for (size_t i = j; i < M; i++) {
            if (pivot <= small * scale && fabs(L[i * M + j]) > sqrt(small) * scale)
                return 0;
            L[i * M + j] = pivot <= small * scale ? 0 : L[i * M + j] / sqrt(pivot);
            L[j * M + i] = i == j ? L[j * M + i] : 0;
        }
    }
    return 1;
}

shf_status shf_initial_teacher(const shf_online_params *p, double *L, shf_error *error)
{
    shf_status status = read_overlaps(p, L, error);
    if (!status && !factorise(p->M, L))
        status =
            shf_fail(error, SHF_ERR_VALUE,
                     "teacher: the overlaps of its %zu units must be a positive semidefinite matrix", p->M);
    return status;
}

/* ---- spectrum ---- */

size_t shf_initial_blocks(const shf_online_params *p)
{
    if (p->spectrum.kind == SHF_SPECTRUM_FLAT)
        return 1;
    if (p->spectrum.kind == SHF_SPECTRUM_EIGENVALUES)
        return p->spectrum.n;
    return p->blocks && p->blocks < p->d ? p->blocks : p->d;
}

size_t shf_initial_block(const shf_online_params *p, size_t j)
{
    return j * shf_initial_blocks(p) / p->d;
}

void shf_initial_spectrum(const shf_online_params *p, double *lambda)
{
    size_t B = shf_initial_blocks(p);
    double trace = 0, members = 0;
    lambda[0] = 1;
    if (p->spectrum.kind == SHF_SPECTRUM_EIGENVALUES)
        memcpy(lambda, p->spectrum.value, B * sizeof *lambda);
    if (p->spectrum.kind != SHF_SPECTRUM_POWER)
        return;
    for (size_t j = 0, b = 0; j < p->d; j++) { /* the mean over each block */
        double part = pow((double)(j + 1), -p->spectrum.value[0]);
        lambda[b] = members > 0 ? lambda[b] + part : part;
        trace += part;
        members += 1;
        if (j + 1 == p->d || shf_initial_block(p, j + 1) != b) {
            lambda[b] /= members;
            members = 0;
            b++;
        }
    }
    for (size_t b = 0; b < B; b++)
        lambda[b] *= (double)p->d / trace;
}

/* ---- vectors ---- */

/* Of a flat spectrum the directions do not matter: the teacher lies along the first axes. */
static void teacher(const shf_online_params *p, const double *L, size_t first, size_t n, double *w)
{
    size_t M = p->M;
    int axes = p->spectrum.kind == SHF_SPECTRUM_FLAT && p->teacher.kind != SHF_TEACHER_RANDOM;
    for (size_t m = 0; m < M && !axes; m++)
        shf_random_normals(p->seed, p->K + m, first, w + m * n, n);
    for (size_t j = 0; j < n; j++)
        for (size_t m = M; m-- > 0;) {
            double sum = 0;
            for (size_t k = 0; k <= m && !axes; k++)
                sum += L[m * M + k] * w[k * n + j];
            if (axes && first + j < M)
                sum = sqrt((double)p->d) * L[m * M + first + j];
            w[m * n + j] = sum;
        }
}

void shf_initial_vectors(const shf_online_params *p, const double *L, size_t first, size_t n, double *w)
{
    teacher(p, L, first, n, w + p->K * n);
    for (size_t k = 0; k < p->K; k++) {
        double *own = w + k * n;
        int near = p->student.kind == SHF_STUDENT_NEAR && k < p->M;
        const double *of = near ? w + (p->K + k) * n : own;
        shf_random_normals(p->seed, k, first, own, n);
        for (size_t j = 0; j < n; j++)
            own[j] = p->student.value[0] * own[j] + (near ? of[j] : 0);
    }
}
