/* Status codes and error reports shared by every function of the library that can fail. */
#ifndef SHALLOWFLOW_STATUS_H
#define SHALLOWFLOW_STATUS_H

/* Around the declarations of every header: C++ sees functions of C. */
#ifdef __cplusplus
#define SHF_BEGIN_C extern "C" {
#define SHF_END_C }
#else
#define SHF_BEGIN_C
#define SHF_END_C
#endif

SHF_BEGIN_C

#if defined(__GNUC__)
#define SHF_API __attribute__((visibility("default")))
#else
#define SHF_API
#endif

/** Every status a function can return: X(name, sentence). */
#define SHF_STATUS_LIST(X)                                                             \
    X(SHF_OK, "no error")                                                              \
    X(SHF_ERR_VALUE, "a parameter lies outside its allowed range")                     \
    X(SHF_ERR_TEXT, "a text cannot be read as the value it should hold")               \
    X(SHF_ERR_MEMORY, "memory is exhausted")                                           \
    X(SHF_ERR_FILE, "a file cannot be read or written")                                \
    X(SHF_ERR_NUMERIC, "a computation met a non-finite value or missed its tolerance") \
    X(SHF_ERR_INTERRUPTED, "the computation was interrupted")

#define SHF_STATUS_ENUMERATOR(name, sentence) name,
/** What a function returns; SHF_OK is 0, everything else a failure. */
typedef enum shf_status { SHF_STATUS_LIST(SHF_STATUS_ENUMERATOR) SHF_STATUS_COUNT } shf_status;
#undef SHF_STATUS_ENUMERATOR

/** What went wrong: the status and one line that names the parameter, its value and the allowed range. */
typedef struct shf_error {
    shf_status status; /**< what the function returned */
    char message[512]; /**< ends with a zero; no newline */
} shf_error;

/** The sentence that belongs to a status; never NULL. */
SHF_API const char *shf_status_text(shf_status status);

/** The name of a status, such as "SHF_ERR_VALUE"; never NULL. */
SHF_API const char *shf_status_name(shf_status status);

/** Version of the library that is linked, such as "0.2.0". */
SHF_API const char *shf_version(void);

/** Version and source revision, such as "0.2.0 (1a2b3c4)"; without a revision just the version. */
SHF_API const char *shf_version_full(void);

SHF_END_C
#endif
