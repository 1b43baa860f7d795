/* The decimal point is a point, whatever locale the calling program has set: for this thread, for a while. */
#ifndef SHF_COMMON_LOCALE_H
#define SHF_COMMON_LOCALE_H

#include <locale.h>

typedef struct shf_locale {
    locale_t plain, before;
} shf_locale;

static inline shf_locale shf_locale_enter(void)
{
    shf_locale l = {.plain = newlocale(LC_ALL_MASK, "C", (locale_t)0)};
    if (l.plain)
        l.before = uselocale(l.plain);
    return l;
}

static inline void shf_locale_leave(shf_locale l)
{
    if (l.plain) {
        (void)uselocale(l.before);
        freelocale(l.plain);
    }
}

#endif
