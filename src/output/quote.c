/* Texts in headers and command lines. */
#include "output/quote.h"
#include <ctype.h>
#include <string.h>

/* Longest text, and longest piece of a line, in a header. */
enum { PIECE = 80 };

static int is_harmless(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (!isalnum(*c) && !strchr("._/+-:=@,", *c))
            return 0;
    return *text != '\0';
}

void shf_emit_shell_word(shf_emitter *e, const char *text)
{
    if (is_harmless(text)) {
        shf_emit(e, "%s", text);
        return;
    }
    shf_emit(e, "'");
    for (; *text; text++)
        shf_emit(e, *text == '\'' ? "'\\''" : "%c", *text);
    shf_emit(e, "'");
}

void shf_emit_setting_text(shf_emitter *e, const char *text)
{
    if (!*text || (is_harmless(text) && strlen(text) <= PIECE && !strchr(text, ','))) {
        shf_emit(e, "%s", text);
        return;
    }
    shf_emit(e, "\"");
    size_t column = 0;
    for (; *text; text++) {
        unsigned code = (unsigned char)*text;
        int plain = code < 0x80 && (isalnum((int)code) || strchr("._/+-:=@", *text));
        if (column >= PIECE) {
            shf_emit(e, ",\n#     ");
            column = 0;
        }
        column += plain ? 1 : 3;
        shf_emit(e, plain ? "%c" : "%%%02X", code);
    }
    shf_emit(e, "\"");
}

static int hexadecimal(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *place = c ? strchr(digits, toupper((unsigned char)c)) : NULL;
    return place ? (int)(place - digits) : -1;
}

void shf_unquote(char *text)
{
    size_t length = strlen(text);
    if (length < 2 || text[0] != '"' || text[length - 1] != '"')
        return;
    char *to = text;
    for (const char *c = text + 1; c < text + length - 1; c++) {
        int high = hexadecimal(c[1]), low = high < 0 ? -1 : hexadecimal(c[2]);
        if (*c == ',')
            continue;
        if (*c == '%' && low >= 0 && high + low > 0) {
            *to++ = (char)(16 * high + low);
            c += 2;
        } else
            *to++ = *c;
    }
    *to = '\0';
}

int shf_is_utf8(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    while (*c) {
        int more = *c < 0x80                 ? 0
                   : *c >= 0xc2 && *c < 0xe0 ? 1
                   : (*c & 0xf0) == 0xe0     ? 2
                   : *c >= 0xf0 && *c < 0xf5 ? 3
                                             : -1;
        unsigned first = *c++;
        if (more < 0)
            return 0;
        if ((first == 0xe0 && *c < 0xa0) || (first == 0xed && *c > 0x9f) || (first == 0xf0 && *c < 0x90) ||
            (first == 0xf4 && *c > 0x8f))
            return 0; /* overlong, surrogate, beyond the last character */
        for (; more > 0; more--)
            if ((*c++ & 0xc0) != 0x80)
                return 0;
    }
    return 1;
}
