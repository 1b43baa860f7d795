/* Texts of plots as LaTeX. */
#include "output/plot.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What LaTeX calls a symbol; all but the last few are mathematics. */
static const struct {
    const char *symbol, *latex;
} symbols[] = {{"α", "\\alpha"},
               {"β", "\\beta"},
               {"γ", "\\gamma"},
               {"δ", "\\delta"},
               {"ε", "\\varepsilon"},
               {"η", "\\eta"},
               {"θ", "\\theta"},
               {"κ", "\\kappa"},
               {"λ", "\\lambda"},
               {"μ", "\\mu"},
               {"ν", "\\nu"},
               {"ρ", "\\rho"},
               {"σ", "\\sigma"},
               {"τ", "\\tau"},
               {"φ", "\\varphi"},
               {"χ", "\\chi"},
               {"ω", "\\omega"},
               {"Δ", "\\Delta"},
               {"Σ", "\\Sigma"},
               {"Φ", "\\Phi"},
               {"∥", "\\parallel"},
               {"⊥", "\\perp"},
               {"∞", "\\infty"},
               {"→", "\\rightarrow"},
               {"∝", "\\propto"},
               {"≥", "\\geq"},
               {"≤", "\\leq"},
               {"≈", "\\approx"},
               {"×", "\\times"},
               {"·", "\\cdot"},
               {"±", "\\pm"},
               {"−", "-"},
               {"∂", "\\partial"},
               {"∇", "\\nabla"},
               {"⟨", "\\langle"},
               {"⟩", "\\rangle"},
               {"|", "|"},
               {"<", "<"},
               {">", ">"},
               {"∼", "\\sim"},
               {"ℓ", "\\ell"},
               {"π", "\\pi"},
               {"ξ", "\\xi"},
               {"ψ", "\\psi"},
               {"≪", "\\ll"},
               {"≫", "\\gg"},
               {"√", "\\sqrt"}};

/* Bytes of the character at `text`. */
static size_t character(const char *text)
{
    size_t n = *text != '\0';
    while (((unsigned char)text[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static const char *symbol_at(const char *text)
{
    for (size_t k = 0; k < sizeof symbols / sizeof symbols[0]; k++)
        if (strncmp(text, symbols[k].symbol, strlen(symbols[k].symbol)) == 0)
            return symbols[k].latex;
    return NULL;
}

static size_t letters(const char *text, size_t n)
{
    size_t k = 0;
    while (k < n && isalpha((unsigned char)text[k]))
        k++;
    return k;
}

/* The n bytes in mathematics: words are upright; what a root is drawn of follows it. */
static void write_math(FILE *out, const char *text, size_t n)
{
    for (size_t k = 0; k < n;) {
        size_t word = letters(text + k, n - k), length = character(text + k);
        const char *symbol = symbol_at(text + k);
        if (word > 1) {
            (void)fprintf(out, "\\mathrm{%.*s}", (int)word, text + k);
            length = word;
        } else if (symbol && strcmp(symbol, "\\sqrt") == 0 && k + length < n) {
            size_t of = character(text + k + length);
            (void)fputs("\\sqrt{", out);
            write_math(out, text + k + length, of);
            (void)fputc('}', out);
            length += of;
        } else if (symbol)
            (void)fprintf(out, "%s%s", symbol, letters(text + k + length, n - k - length) ? " " : "");
        else if (strchr("#$%&", text[k]))
            (void)fprintf(out, "\\%c", text[k]);
        else if (text[k] == '\\')
            (void)fputs("\\backslash ", out);
        else
            (void)fwrite(text + k, 1, length, out);
        k += length;
    }
}

/* Bytes of a subscript or exponent, its mark included: one character, or braces; 0 if there is none or its
 * brace does not end. */
static size_t script_at(const char *text)
{
    if ((*text != '_' && *text != '^') || !text[1] || text[1] == ' ')
        return 0;
    size_t n = 1, depth = 0;
    do {
        depth += (text[n] == '{') - (text[n] == '}');
        n += character(text + n);
    } while (depth && text[n]);
    return depth ? 0 : n;
}

/* Bytes of what is set as mathematics at the start of a text: a symbol, a letter alone, or whatever has a
 * subscript or an exponent. */
static size_t math_at(const char *text, char before)
{
    size_t word = letters(text, strlen(text)), n = character(text), more;
    const char *symbol = symbol_at(text);
    if (symbol && strcmp(symbol, "\\sqrt") == 0)
        n += character(text + n);
    else if (word)
        n = word;
    while (isdigit((unsigned char)*text) && isdigit((unsigned char)text[n]))
        n++;
    size_t base = n;
    while ((more = script_at(text + n)))
        n += more;
    int alone = word == 1 && !isalpha((unsigned char)before) && !isdigit((unsigned char)text[1]);
    return symbol || n > base || alone ? n : 0;
}

/* Outside of mathematics. */
static void write_plain(FILE *out, char c, int mathtext)
{
    if (mathtext)
        (void)fprintf(out, c == '$' ? "\\$" : "%c", c);
    else if (strchr("#$%&_{}", c))
        (void)fprintf(out, "\\%c", c);
    else if (strchr("~^\\", c))
        (void)fprintf(out, "{\\char`\\%c}", c);
    else
        (void)fputc(c, out);
}

char *shf_latex(const char *text, int mathtext)
{
    char *latex = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&latex, &size);
    if (!out)
        return NULL;
    for (char before = ' '; *text;) {
        size_t n = math_at(text, before);
        if (n) {
            (void)fputc('$', out);
            write_math(out, text, n);
            (void)fputc('$', out);
        } else {
            n = letters(text, strlen(text));
            n = n ? n : 1;
            for (size_t k = 0; k < n; k++)
                write_plain(out, text[k], mathtext);
        }
        before = text[n - 1];
        text += n;
    }
    if (fclose(out) == 0)
        return latex;
    free(latex);
    return NULL;
}

size_t shf_label_length(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80 && !strchr("{}_^", *text);
    return n;
}
