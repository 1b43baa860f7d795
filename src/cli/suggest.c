/* The name nearest to a misspelt one. */
#include "cli/suggest.h"
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t replacement(char a, char b)
{
    if (a == b)
        return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 2;
}

/* Optimal string alignment; three rows of the table are enough. */
size_t edit_cost(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return SIZE_MAX;
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = 2 * j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = 2 * i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(least(before[j], now[j - 1]) + 2, before[j - 1] + replacement(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 2);
        }
    }
    return rows[n % 3][m];
}

suggestion suggestion_for(const char *word)
{
    return (suggestion){word, NULL, SIZE_MAX};
}

void suggestion_offer(suggestion *s, const char *candidate)
{
    size_t cost = edit_cost(s->word, candidate);
    if (cost < s->cost) {
        s->cost = cost;
        s->nearest = candidate;
    }
}

/* One edit for each three letters, or any change of case. */
const char *suggestion_get(const suggestion *s)
{
    if (!s->nearest)
        return NULL;
    int near = s->cost <= 2 * strlen(s->word) / 3 || strcasecmp(s->word, s->nearest) == 0;
    return near ? s->nearest : NULL;
}
