#include "support/test.h"
START_TEST(nothing) { } END_TEST
SHF_TEST_MAIN("x", nothing)
