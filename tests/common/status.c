/* Status codes, their names and sentences, error reports, version. */
#include "common/report.h"
#include "support/test.h"
#include <stdio.h>

START_TEST(every_status_has_its_name_and_a_sentence)
{
    ck_assert_str_eq(shf_status_name(SHF_OK), "SHF_OK");
    ck_assert_str_eq(shf_status_name(SHF_ERR_NUMERIC), "SHF_ERR_NUMERIC");
    for (int a = 0; a < SHF_STATUS_COUNT; a++) {
        const char *text = shf_status_text((shf_status)a);
        ck_assert_uint_gt(strlen(text), 4);
        ck_assert_ptr_null(strchr(text, '\n'));
        for (int b = 0; b < a; b++) {
            ck_assert_str_ne(text, shf_status_text((shf_status)b));
            ck_assert_str_ne(shf_status_name((shf_status)a), shf_status_name((shf_status)b));
        }
    }
}

START_TEST(unknown_codes_are_named_as_such)
{
    /* read from memory: converting the integer to the enumeration type would be undefined for the sanitizer
     */
    const int codes[] = {-1, SHF_STATUS_COUNT, 1000};
    for (size_t k = 0; k < sizeof codes / sizeof codes[0]; k++) {
        shf_status status = SHF_OK;
        memcpy(&status, &codes[k], sizeof status);
        ck_assert_str_eq(shf_status_text(status), "unknown status");
        ck_assert_str_eq(shf_status_name(status), "unknown status");
    }
}

START_TEST(fail_fills_the_report_and_returns_the_status)
{
    shf_error error = {SHF_OK, ""};
    ck_assert_int_eq(shf_fail(&error, SHF_ERR_VALUE, "alpha = %g: must lie in %s", -1.0, "(0, 1]"),
                     SHF_ERR_VALUE);
    ck_assert_int_eq(error.status, SHF_ERR_VALUE);
    ck_assert_str_eq(error.message, "alpha = -1: must lie in (0, 1]");
    ck_assert_int_eq(shf_fail(NULL, SHF_ERR_FILE, "%s", "nobody asked for the text"), SHF_ERR_FILE);
    shf_assert_fails(shf_no_memory(&error), SHF_ERR_MEMORY, error, "memory is exhausted");
}

/* A message of the room's length or longer ends in "..."; a shorter one is kept whole. */
START_TEST(long_messages_are_cut_visibly)
{
    char text[2000];
    shf_error error;
    for (size_t length = sizeof error.message - 3; length < sizeof error.message + 3; length++) {
        memset(text, 'x', length);
        text[length] = '\0';
        ck_assert_int_eq(shf_fail(&error, SHF_ERR_TEXT, "%s", text), SHF_ERR_TEXT);
        if (length < sizeof error.message) {
            ck_assert_str_eq(error.message, text);
            continue;
        }
        ck_assert_uint_eq(strlen(error.message), sizeof error.message - 1);
        ck_assert_int_eq(strncmp(error.message, text, sizeof error.message - 4), 0);
        ck_assert_str_eq(error.message + sizeof error.message - 4, "...");
    }
}

START_TEST(the_full_version_begins_with_the_version)
{
    int major = -1, minor = -1, patch = -1, used = 0;
    ck_assert_int_eq(sscanf(shf_version(), "%d.%d.%d%n", &major, &minor, &patch, &used), 3);
    ck_assert_uint_eq(strlen(shf_version()), (size_t)used);
    ck_assert_int_eq(strncmp(shf_version_full(), shf_version(), (size_t)used), 0);
    ck_assert(shf_version_full()[used] == '\0' || shf_version_full()[used] == ' ');
}

SHF_TEST_MAIN("common/status", every_status_has_its_name_and_a_sentence, unknown_codes_are_named_as_such,
              fail_fills_the_report_and_returns_the_status, long_messages_are_cut_visibly,
              the_full_version_begins_with_the_version)
