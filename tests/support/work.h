/* What a solution costs.  A wrong Jacobian, preconditioner, step rule or bound often costs time and no
 * accuracy, so that only this notices. */
#ifndef SHF_TESTS_SUPPORT_WORK_H
#define SHF_TESTS_SUPPORT_WORK_H

#include <shallowflow/solver.h>
#include <support/test.h>

/** What was counted when the test was written; another machine's rounding changes it by a few steps, so 2 %
 * and 1 are allowed.  If something is made cheaper, write down its new numbers. */
typedef struct shf_work {
    const char *problem;
    size_t steps, evaluations;
} shf_work;

static inline int shf_work_is_near(size_t actual, size_t expected)
{
    return fabs((double)actual - (double)expected) <= 0.02 * (double)expected + 1;
}

static inline void shf_assert_work(const shf_info *info, const shf_work *expected)
{
    ck_assert_msg(shf_work_is_near(info->steps, expected->steps) &&
                      shf_work_is_near(info->evaluations, expected->evaluations),
                  "%s: took %zu steps and %zu evaluations instead of %zu and %zu", expected->problem,
                  info->steps, info->evaluations, expected->steps, expected->evaluations);
}

#endif
