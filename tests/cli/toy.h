/* Commands made for the tests. */
#ifndef SHF_TESTS_CLI_TOY_H
#define SHF_TESTS_CLI_TOY_H

#include <cli/command.h>

enum { TOY_NORMAL, TOY_INTERRUPT, TOY_TWICE, TOY_EARLY, TOY_TERMINATE, TOY_SLOW, TOY_NUMERIC, TOY_VALUE };

#define TOY_PARAMS(P, S)                                                                          \
    P(S, count, rows, "rows", 5, "[1, 1e6]", "", "number of rows")                                \
    P(S, real, alpha, "alpha", 1.0, "(0, 1e8]", "", "scale")                                      \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed")                          \
    P(S, choice, mode, "mode", SHF_CHOICE(TOY_NORMAL),                                            \
      "normal|interrupt|twice|early|terminate|slow|numeric|value", "", "what happens")            \
    P(S, choice, law, "law", SHF_CHOICE(0), "gaussian|sphere[:R]|hermite:C0,C1,...", "", "a law") \
    P(S, text, file, "file", NULL, "FILE", "", "a text")

typedef struct toy_params {
    TOY_PARAMS(SHF_ROW_FIELD, )
} toy_params;

#define TOY_GRID(P, S)                                                   \
    P(S, real, t_max, "t-max", 400.0, "(0, 1e300]", "step", "last time") \
    P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e300]", "step", "increasing times")

typedef struct toy_grid {
    TOY_GRID(SHF_ROW_FIELD, )
} toy_grid;

SHF_DECLARE_PARAMS(toy_params, toy);
SHF_DECLARE_PARAMS(toy_grid, toy_grid);

extern const command toy_command, toy_verdict_command;

#endif
