/* Data files: numbers arrive unchanged, labels, teacher, standardisation and split are right, bad files give
 * one line. */
#include "simulation/data_matrix.h"
#include "simulation/data_source.h"
#include <stdint.h>
#include <support/folder.h>
#include <support/test.h>

enum { SPEC = 80 };

/* "format:name" in `spec`. */
static char *spec_of(char spec[SPEC], const char *format, const char *name)
{
    (void)snprintf(spec, SPEC, "%s:%s", format, name);
    return spec;
}

static void write_bytes(const char *name, const void *bytes, size_t n)
{
    FILE *stream = fopen(name, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(bytes, 1, n, stream), n);
    ck_assert_int_eq(fclose(stream), 0);
}

/* ---- numbers ---- */

static shf_data_matrix read_good(const char *format, const char *name, size_t rows, size_t columns)
{
    char spec[SPEC];
    shf_error error = {0};
    shf_data_matrix raw;
    shf_assert_ok(shf_data_matrix_read(&raw, "data-file", spec_of(spec, format, name), &error), error);
    ck_assert_uint_eq(raw.rows, rows);
    ck_assert_uint_eq(raw.columns, columns);
    (void)unlink(name);
    return raw;
}

static void read_bad(const char *format, const char *name, const void *bytes, size_t n, const char *part)
{
    char spec[SPEC];
    shf_error error = {0};
    shf_data_matrix raw;
    write_bytes(name, bytes, n);
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", spec_of(spec, format, name), &error),
                     SHF_ERR_FILE, error, part);
    ck_assert(strstr(error.message, name));
    ck_assert(raw.value == NULL);
    (void)unlink(name);
}

START_TEST(idx_numbers)
{
    shf_enter_folder();
    static const unsigned char bytes[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 7, 128};
    static const unsigned char shorts[] = {0, 0, 11, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0};
    static const unsigned char floats[] = {0, 0, 13, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0};
    write_bytes("u8", bytes, sizeof bytes);
    shf_data_matrix raw = read_good("idx", "u8", 2, 2);
    ck_assert_double_eq(raw.value[0], 0);
    ck_assert_double_eq(raw.value[1], 255);
    ck_assert_double_eq(raw.value[2], 7);
    ck_assert_double_eq(raw.value[3], 128);
    shf_data_matrix_free(&raw);
    write_bytes("i16", shorts, sizeof shorts);
    raw = read_good("idx", "i16", 2, 1);
    ck_assert_double_eq(raw.value[0], -2);
    ck_assert_double_eq(raw.value[1], 256);
    shf_data_matrix_free(&raw);
    write_bytes("f4", floats, sizeof floats);
    raw = read_good("idx", "f4", 1, 1);
    ck_assert_double_eq(raw.value[0], -2.5);
    shf_data_matrix_free(&raw);
    /* every truncation of a good file, and one byte too many */
    for (size_t n = 0; n < sizeof bytes; n++)
        read_bad("idx", "cut", bytes, n, n < 4 ? "magic number" : n < 16 ? "cut off" : "bytes of numbers");
    unsigned char longer[sizeof bytes + 1] = {0};
    memcpy(longer, bytes, sizeof bytes);
    read_bad("idx", "long", longer, sizeof longer, "5 bytes of numbers where its header announces 4");
}
END_TEST

START_TEST(idx_headers)
{
    shf_enter_folder();
    static const unsigned char magic[] = {0, 1, 8, 1, 0, 0, 0, 1, 5}, type[] = {0, 0, 7, 1, 0, 0, 0, 1, 5};
    static const unsigned char none[] = {0, 0, 8, 0}, empty[] = {0, 0, 8, 1, 0, 0, 0, 0};
    static const unsigned char zip[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0};
    static const unsigned char huge[] = {0,    0,    8,    4,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    static const unsigned char nan[] = {0, 0, 13, 1, 0, 0, 0, 1, 0x7f, 0xc0, 0, 0};
    read_bad("idx", "magic", magic, sizeof magic, "magic number");
    read_bad("idx", "type", type, sizeof type, "magic number");
    read_bad("idx", "none", none, sizeof none, "cut off in its header");
    read_bad("idx", "empty", empty, sizeof empty, "dimension 1 is empty");
    read_bad("idx", "zip", zip, sizeof zip, "gunzip");
    read_bad("idx", "huge", huge, sizeof huge, "too large");
    read_bad("idx", "nan", nan, sizeof nan, "not finite");
}
END_TEST

/* A .npy file of version `version` with this dictionary; returns its size. */
static size_t npy(unsigned char *out, int version, const char *dictionary, const void *numbers, size_t n)
{
    size_t length = strlen(dictionary) + 1, start = version == 1 ? 10 : 12;
    memcpy(out, "\x93NUMPY", 6);
    out[6] = (unsigned char)version;
    out[7] = 0;
    out[8] = (unsigned char)length;
    out[9] = (unsigned char)(length >> 8);
    if (version > 1)
        out[10] = out[11] = 0;
    memcpy(out + start, dictionary, length - 1);
    out[start + length - 1] = '\n';
    memcpy(out + start + length, numbers, n);
    return start + length + n;
}

START_TEST(npy_numbers)
{
    shf_enter_folder();
    unsigned char bytes[512];
    static const double f8[6] = {1.5, -2, 1e300, 4, 5, 6};
    static const float f4[2] = {0.25f, -3};
    static const int32_t i4[2] = {-70000, 5};
    static const int64_t i8[2] = {-5000000000, 6};
    static const unsigned char u1[2] = {200, 3}, big[4] = {0xff, 0xfe, 0xee, 0x90}; /* -70000, big-endian */
    size_t n = npy(bytes, 1, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", f8, sizeof f8);
    write_bytes("f8", bytes, n);
    shf_data_matrix raw = read_good("npy", "f8", 3, 2);
    ck_assert_mem_eq(raw.value, f8, sizeof f8);
    shf_data_matrix_free(&raw);
    const struct {
        const char *dictionary;
        const void *numbers;
        size_t n;
        double expected;
    } other[] = {
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", f4, sizeof f4, 0.25},
        {"{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", i4, sizeof i4, -70000},
        {"{'descr': '<i8', 'fortran_order': True, 'shape': (2,), }", i8, sizeof i8, -5e9},
        {"{'shape': (2, 1, 1), 'descr': '|u1', 'fortran_order': False}", u1, sizeof u1, 200},
        {"{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", big, sizeof big, -70000},
    };
    for (size_t k = 0; k < sizeof other / sizeof other[0]; k++)
        for (int version = 1; version <= 3; version++) {
            n = npy(bytes, version, other[k].dictionary, other[k].numbers, other[k].n);
            write_bytes("other", bytes, n);
            raw = read_good("npy", "other", k == 4 ? 1 : 2, 1);
            ck_assert_double_eq(raw.value[0], other[k].expected);
            shf_data_matrix_free(&raw);
        }
}
END_TEST

START_TEST(npy_bad)
{
    shf_enter_folder();
    unsigned char bytes[512];
    static const double f8[6] = {1, 2, 3, 4, 5, 6};
    static const struct {
        const char *dictionary, *part;
    } bad[] = {
        {"{'descr': '<c8', 'fortran_order': False, 'shape': (3, 2), }", "type '<c8', must"},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }", "type '|O', must"},
        {"{'descr': '<c8', 'fortran_order': 0, 'shape': (3, 2), }", "type '<c8', must"},
        {"{'descr': '<f8', 'fortran_order': 1, 'shape': (3, 2), }", "Fortran order"},
        {"{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 3), }", "header announces 72"},
        {"{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }", "Fortran order"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3), }", "header announces 72"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2), }", "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2), }", "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (3, x), }", "shape"},
        {"{'descr': '<f8', 'shape': (3, 2), }", "lacks"},
        {"{'descr' '<f8', 'fortran_order': False, 'shape': (3, 2), }", "lacks"},
        {"{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3, 2), }", "type [('a', '<f8')], must"},
        {"", "lacks"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        size_t n = npy(bytes, 1, bad[k].dictionary, f8, sizeof f8);
        read_bad("npy", "bad", bytes, n, bad[k].part);
    }
    size_t n = npy(bytes, 1, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", f8, sizeof f8);
    for (size_t cut = 0; cut < n; cut++)
        read_bad("npy", "cut", bytes, cut,
                 cut < 10              ? "magic number"
                 : cut < n - sizeof f8 ? "cut off in its header"
                                       : "bytes of numbers");
    bytes[0] = 'x';
    read_bad("npy", "magic", bytes, n, "magic number");
}
END_TEST

START_TEST(csv_numbers)
{
    shf_enter_folder();
    static const char *const same[] = {"1,2.5,-3\n4,5e2,6\n",
                                       "1;2.5;-3\r\n4;5e2;6\r\n",
                                       "# made by hand\nx,y,z\n 1 , 2.5 , -3\n\n4, 5e2, 6",
                                       "1 2.5 -3\n4\t5e2\t6\n",
                                       "\xef\xbb\xbf\061,2.5,-3\n4,5e2,6\n",
                                       "\xef\xbb\xbfx,y,z\r\n1,2.5,-3\r\n4,5e2,6",
                                       "\xef\xbb\xbf# c\n1,2.5,-3\n4,5e2,6",
                                       "0_0,0_1,1st\n1,2.5,-3\n4,5e2,6\n",
                                       "\"a b\" c\n1,2.5,-3,\n4,5e2,6,\n"};
    static const double expected[] = {1, 2.5, -3, 4, 500, 6};
    for (size_t k = 0; k < sizeof same / sizeof same[0]; k++) {
        write_bytes("c", same[k], strlen(same[k]));
        shf_data_matrix raw = read_good("csv", "c", 2, 3);
        ck_assert_mem_eq(raw.value, expected, sizeof expected);
        shf_data_matrix_free(&raw);
    }
    static const struct {
        const char *text, *part;
    } bad[] = {{"1,2\n3\n", "line 2 has 1 columns, the lines before have 2"},
               {"1,2\n3,4,5\n", "line 2 has 3 columns"},
               {"1,2\n3,cat\n", "line 2, column 2: \"cat\" is not a finite number"},
               {"1,cat\n3,4\n", "line 1, column 2: \"cat\""},
               {"a,b\nc,d\n", "line 2, column 1: \"c\""},
               {"1,nan\n", "\"nan\" is not a finite number"},
               {"1,1e999\n", "\"1e999\" is not a finite number"},
               {"1,,2\n", "column 2: \"\" is not"},
               {"1,2x\n", "\"2x\""},
               {"1D-01\n2D-01\n", "line 1, column 1: \"1D-01\" is not a finite number"},
               {"-1.5d+00,x\n", "line 1, column 1: \"-1.5d+00\""},
               {"1e400,2\n", "\"1e400\" is not a finite number"},
               {"", "holds no numbers"},
               {"# nothing\n\n", "holds no numbers"}};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        read_bad("csv", "bad", bad[k].text, strlen(bad[k].text), bad[k].part);
    read_bad("csv", "zero", "1,2\0,3\n", 7, "is not a text");
    read_bad("csv", "packed", "\x1f\x8b", 2, "is compressed: run gunzip");
    read_bad("idx", "packed", "\x1f\x8b\x08\0", 4, "is compressed: run gunzip");
    read_bad("csv", "other", "\x1f", 1, "holds no numbers");
}
END_TEST

START_TEST(missing_files_and_formats)
{
    shf_error error = {0};
    shf_data_matrix raw;
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", "csv:/no/such/file", &error), SHF_ERR_FILE,
                     error, "/no/such/file: cannot be opened");
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", "csv:/", &error), SHF_ERR_FILE, error,
                     "/: cannot be read");
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", "idx:/dev/zero", &error), SHF_ERR_FILE, error,
                     "/dev/zero: is a device");
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", "hdf:x", &error), SHF_ERR_TEXT, error,
                     "data-file = hdf:x: must be one of idx:FILE");
    shf_assert_fails(shf_data_matrix_read(&raw, "data-file", "csv:", &error), SHF_ERR_TEXT, error,
                     "data-file = csv:");
}
END_TEST

/* ---- labels, teacher, split ---- */

static shf_status open_csv(shf_data_source *source, const char *text, shf_simulation_file file,
                           shf_error *error)
{
    char spec[SPEC];
    write_bytes("data", text, strlen(text));
    file.file = spec_of(spec, "csv", "data");
    shf_status status = shf_data_source_open(source, &file, error);
    (void)unlink("data");
    return status;
}

/* Signs of the labels, as + and -. */
static void check_labels(const char *text, shf_simulation_file file, const char *expected)
{
    shf_error error = {0};
    shf_data_source source;
    shf_assert_ok(open_csv(&source, text, file, &error), error);
    ck_assert_uint_eq(source.n, strlen(expected));
    for (size_t k = 0; k < source.n; k++)
        ck_assert_int_eq(source.y[k], expected[k] == '+' ? 1 : -1);
    shf_data_source_free(&source);
}

START_TEST(label_rules)
{
    shf_enter_folder();
    shf_simulation_file file = shf_simulation_file_default();
    check_labels("7,1\n7,0\n8,1\n", file, "+-+");
    check_labels("7,-1\n7,-3\n8,-1\n", file, "+-+");
    check_labels("7,3\n7,0\n8,1\n9,-2\n9,-1\n", file, "-+-+-");
    file.rule.kind = SHF_RULE_SIGN;
    check_labels("7,3\n7,0\n8,0.5\n9,-2\n", file, "+-+-");
    file.rule = (shf_choice){.kind = SHF_RULE_ABOVE, .n = 1, .value = {0.5}};
    check_labels("7,3\n7,0\n8,0.5\n9,-2\n", file, "+-+-");
    file = shf_simulation_file_default();
    file.column = 1;
    check_labels("1,7\n0,7\n1,8\n", file, "+-+");
    static const struct {
        const char *text;
        int rule;
        size_t column;
        const char *part;
    } bad[] = {{"1,1\n2,1\n", SHF_RULE_AUTO, 0, "all 2 samples have the same label"},
               {"1,2\n2,4\n3,6\n", SHF_RULE_PARITY, 0, "all 3 samples have the same label"},
               {"1,0.1\n2,0.2\n3,0.3\n", SHF_RULE_AUTO, 0, "choose a rule"},
               {"1,0.1\n2,0.2\n3,0.3\n", SHF_RULE_PARITY, 0, "label 1 is 0.1, must be a whole number"},
               {"1\n2\n", SHF_RULE_AUTO, 0, "needs two at least"},
               {"1,2\n2,3\n", SHF_RULE_AUTO, 3, "label-column = 3: the file has 2 columns"}};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        shf_error error = {0};
        shf_data_source source;
        file = shf_simulation_file_default();
        file.rule.kind = bad[k].rule;
        file.column = bad[k].column;
        shf_assert_fails(open_csv(&source, bad[k].text, file, &error), SHF_ERR_VALUE, error, bad[k].part);
    }
}
END_TEST

/* Images and labels of MNIST by their customary names; labels of the wrong length. */
START_TEST(labels_of_images)
{
    shf_enter_folder();
    static const unsigned char images[] = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6};
    static const unsigned char labels[] = {0, 0, 8, 1, 0, 0, 0, 3, 7, 4, 2};
    static const unsigned char few[] = {0, 0, 8, 1, 0, 0, 0, 2, 7, 4};
    char spec[SPEC];
    size_t n = 0, d = 0;
    shf_error error = {0};
    shf_data_source source;
    shf_simulation_file file = shf_simulation_file_default();
    write_bytes("t10k-images-idx3-ubyte", images, sizeof images);
    write_bytes("t10k-labels-idx1-ubyte", labels, sizeof labels);
    file.file = spec_of(spec, "idx", "t10k-images-idx3-ubyte");
    shf_assert_ok(shf_data_source_open(&source, &file, &error), error);
    ck_assert_int_eq(source.y[0], -1);
    ck_assert_int_eq(source.y[1], 1);
    ck_assert_int_eq(source.y[2], 1);
    shf_data_source_free(&source);
    shf_assert_ok(shf_simulation_file_shape(&file, &n, &d, &error), error);
    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(d, 2);
    write_bytes("t10k-labels-idx1-ubyte", few, sizeof few);
    shf_assert_fails(shf_data_source_open(&source, &file, &error), SHF_ERR_FILE, error,
                     "has 2 rows of 1 numbers");
    (void)unlink("t10k-labels-idx1-ubyte");
    shf_assert_fails(shf_data_source_open(&source, &file, &error), SHF_ERR_FILE, error,
                     "t10k-labels-idx1-ubyte");
    (void)unlink("t10k-images-idx3-ubyte");
    write_bytes("other", images, sizeof images);
    file.file = spec_of(spec, "idx", "other");
    shf_assert_fails(shf_data_source_open(&source, &file, &error), SHF_ERR_VALUE, error,
                     "labels-file: must be given");
    (void)unlink("other");
}
END_TEST

/* 40 samples whose first component names them, on two classes. */
static char *numbered(void)
{
    static char text[4096];
    size_t used = 0;
    for (int k = 0; k < 40; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,%d,5,%d\n", k, (k * 7) % 11, k % 2);
    return text;
}

START_TEST(splits_are_disjoint)
{
    shf_enter_folder();
    double teacher[3];
    shf_error error = {0};
    shf_data_source source;
    shf_simulation_file file = shf_simulation_file_default();
    file.standardise.kind = SHF_STANDARDISE_NONE;
    shf_assert_ok(open_csv(&source, numbered(), file, &error), error);
    double first[2] = {0, 0};
    for (uint64_t seed = 1; seed <= 2; seed++) {
        int seen[40] = {0};
        shf_hinge_samples train, test;
        shf_assert_ok(shf_hinge_samples_new(&train, 25, 3, 0, &error), error);
        shf_assert_ok(shf_hinge_samples_new(&test, 15, 3, 0, &error), error);
        shf_assert_ok(shf_data_source_split(&source, seed, &train, &test, teacher, &error), error);
        for (size_t k = 0; k < 40; k++) {
            const double *x = k < 25 ? (double *)train.x + 3 * k : (double *)test.x + 3 * (k - 25);
            int id = (int)lround(x[0] * sqrt(3.0));
            ck_assert(id >= 0 && id < 40);
            ck_assert_int_eq(seen[id]++, 0);
            ck_assert_int_eq(k < 25 ? train.y[k] : test.y[k - 25], id % 2 ? 1 : -1);
            shf_assert_close(x[1] * sqrt(3.0), (id * 7) % 11, SHF_ROUND(4), SHF_ROUND(4));
        }
        first[seed - 1] = ((double *)train.x)[0] + 100 * ((double *)train.x)[3];
        shf_hinge_samples_free(&train);
        shf_hinge_samples_free(&test);
    }
    ck_assert(first[0] != first[1]);
    shf_data_source_free(&source);
}
END_TEST

/* Every row is as often the first and the last of the training samples, and the first of the test samples:
 * 400 splits of 40 rows give each 10 times, within five standard deviations. */
START_TEST(splits_are_even)
{
    enum { ROWS = 40, SPLITS = 400, TRAIN = 25 };
    shf_enter_folder();
    double teacher[3];
    int seen[3][ROWS] = {{0}};
    shf_error error = {0};
    shf_data_source source;
    shf_hinge_samples train, test;
    shf_simulation_file file = shf_simulation_file_default();
    file.standardise.kind = SHF_STANDARDISE_NONE;
    shf_assert_ok(open_csv(&source, numbered(), file, &error), error);
    shf_assert_ok(shf_hinge_samples_new(&train, TRAIN, 3, 0, &error), error);
    shf_assert_ok(shf_hinge_samples_new(&test, ROWS - TRAIN, 3, 0, &error), error);
    for (uint64_t seed = 1; seed <= SPLITS; seed++) {
        shf_assert_ok(shf_data_source_split(&source, seed, &train, &test, teacher, &error), error);
        const double *const x[] = {train.x, (double *)train.x + (size_t)3 * (TRAIN - 1), test.x};
        for (int k = 0; k < 3; k++)
            seen[k][lround(x[k][0] * sqrt(3.0))]++;
    }
    double mean = (double)SPLITS / ROWS;
    for (int k = 0; k < 3; k++)
        for (int row = 0; row < ROWS; row++)
            shf_assert_close(seen[k][row], mean, 0, 5 * sqrt(mean));
    shf_hinge_samples_free(&train);
    shf_hinge_samples_free(&test);
    shf_data_source_free(&source);
}
END_TEST

/* Mean 0 and the promised variances over the training set, the same map for the test set; the teacher is the
 * difference of the class means. */
START_TEST(standardisation)
{
    shf_enter_folder();
    for (int kind = SHF_STANDARDISE_SCALE; kind <= SHF_STANDARDISE_FEATURES; kind++) {
        double teacher[3], mean[3] = {0}, square[3] = {0}, difference[3] = {0}, norm = 0;
        size_t positive = 0;
        shf_error error = {0};
        shf_data_source source;
        shf_hinge_samples train, test;
        shf_simulation_file file = shf_simulation_file_default();
        file.standardise.kind = kind;
        shf_assert_ok(open_csv(&source, numbered(), file, &error), error);
        shf_assert_ok(shf_hinge_samples_new(&train, 30, 3, 0, &error), error);
        shf_assert_ok(shf_hinge_samples_new(&test, 5, 3, 0, &error), error);
        shf_assert_ok(shf_data_source_split(&source, 4, &train, &test, teacher, &error), error);
        for (size_t mu = 0; mu < 30; mu++)
            positive += train.y[mu] > 0;
        for (size_t mu = 0; mu < 30; mu++)
            for (size_t k = 0; k < 3; k++) {
                double x = ((double *)train.x)[3 * mu + k] * sqrt(3.0);
                mean[k] += x / 30;
                square[k] += x * x / 30;
                difference[k] += train.y[mu] > 0 ? x / (double)positive : -x / (30.0 - (double)positive);
            }
        for (size_t k = 0; k < 3; k++) {
            shf_assert_close(mean[k], 0, 0, SHF_ROUND(200));
            norm += difference[k] * difference[k];
        }
        shf_assert_close(square[0] + square[1] + square[2], kind == SHF_STANDARDISE_SCALE ? 3.0 : 2.0,
                         SHF_ROUND(200), 0);
        if (kind == SHF_STANDARDISE_FEATURES)
            shf_assert_close(square[0], 1.0, SHF_ROUND(200), 0);
        ck_assert_double_eq(square[2], 0); /* the constant component */
        for (size_t k = 0; k < 3; k++)
            shf_assert_close(teacher[k], difference[k] / sqrt(norm), 0, SHF_ROUND(200));
        double *x = test.x, slope = ((double *)train.x)[0] - ((double *)train.x)[3];
        ck_assert(isfinite(x[0]) && slope != 0);
        double par = 0;
        for (size_t k = 0; k < 3; k++)
            par += teacher[k] * x[k] * sqrt(3.0);
        shf_assert_close(test.x_par[0], par, 0, SHF_ROUND(20));
        shf_hinge_samples_free(&train);
        shf_hinge_samples_free(&test);
        shf_data_source_free(&source);
    }
}
END_TEST

START_TEST(teacher_from_a_file)
{
    shf_enter_folder();
    char spec[SPEC];
    shf_error error = {0};
    shf_data_source source;
    shf_simulation_file file = shf_simulation_file_default();
    file.teacher = spec_of(spec, "csv", "teacher");
    write_bytes("teacher", "3,0,-4\n", 7);
    shf_assert_ok(open_csv(&source, numbered(), file, &error), error);
    shf_assert_close(source.teacher[0], 0.6, SHF_ROUND(2), 0);
    shf_assert_close(source.teacher[2], -0.8, SHF_ROUND(2), 0);
    shf_data_source_free(&source);
    write_bytes("teacher", "3,0\n", 4);
    shf_assert_fails(open_csv(&source, numbered(), file, &error), SHF_ERR_VALUE, error,
                     "has 2 numbers, must have 3");
    write_bytes("teacher", "0,0,0\n", 6);
    shf_assert_fails(open_csv(&source, numbered(), file, &error), SHF_ERR_VALUE, error, "not all zero");
    (void)unlink("teacher");
}
END_TEST

/* What only a run can find out. */
START_TEST(runs_on_files_that_do_not_fit)
{
    shf_enter_folder();
    char spec[SPEC];
    shf_error error = {0};
    shf_simulation_result result;
    shf_hinge_params p = shf_hinge_params_default();
    shf_simulation_params s = shf_simulation_params_default();
    shf_simulation_file file = shf_simulation_file_default();
    double times[] = {0, 3};
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){2, times};
    const char *text = numbered();
    write_bytes("data", text, strlen(text));
    file.file = spec_of(spec, "csv", "data");
    p.d = 3, p.M = 8, p.N = 30, s.test_size = 11, s.runs = 1;
    shf_assert_fails(shf_hinge_simulate(&p, &s, &file, NULL, &grid, NULL, NULL, &result, NULL, &error),
                     SHF_ERR_VALUE, error, "N = 30, test-size = 11: the file has only 40 samples");
    ck_assert(result.curve == NULL);
    s.test_size = 10, p.d = 4;
    shf_assert_fails(shf_hinge_simulate(&p, &s, &file, NULL, &grid, NULL, NULL, &result, NULL, &error),
                     SHF_ERR_VALUE, error, "d = 4: the samples");
    p.d = 3, p.data.kind = SHF_DATA_SPHERE;
    shf_assert_fails(shf_hinge_simulate(&p, &s, &file, NULL, &grid, NULL, NULL, &result, NULL, &error),
                     SHF_ERR_VALUE, error, "data: must be left out where data-file = csv:data");
    p.data.kind = SHF_DATA_GAUSSIAN, p.N = 1;
    shf_assert_fails(shf_hinge_simulate(&p, &s, &file, NULL, &grid, NULL, NULL, &result, NULL, &error),
                     SHF_ERR_VALUE, error, "two classes");
    p.N = 30;
    shf_assert_ok(shf_hinge_simulate(&p, &s, &file, NULL, &grid, NULL, NULL, &result, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(result.curve), 2);
    shf_simulation_result_free(&result);
    (void)unlink("data");
}
END_TEST

SHF_TEST_MAIN("simulation/files", idx_numbers, idx_headers, npy_numbers, npy_bad, csv_numbers,
              missing_files_and_formats, label_rules, labels_of_images, splits_are_disjoint, splits_are_even,
              standardisation, teacher_from_a_file, runs_on_files_that_do_not_fit)
