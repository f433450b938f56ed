/* check.h - the whole framework of the unit tests.  A program a file; exit status 1 on any failure. */
#ifndef CHECK_H
#define CHECK_H
#include "base/base.h"
#include <stdlib.h>

static int check_failed;
#define CHECK(cond) ((cond) ? (void)0 : (void)(check_failed = 1, fprintf(stderr, "%s:%d: error: not true: %s\n", __FILE__, __LINE__, #cond)))
#define CHECK_STR(got, want) check_str(__FILE__, __LINE__, (got), (want))   /* want: a Str or S("…") */
#define CHECK_INT(got, want) check_int(__FILE__, __LINE__, (long long)(got), (long long)(want))
#define DONE return check_failed

static inline void check_str(const char *file, int line, Str got, Str want)
{
    if (str_eq(got, want))
        return;
    check_failed = 1;
    fprintf(stderr, "%s:%d: error: got \"%.*s\", want \"%.*s\"\n", file, line, STR(got), STR(want));
}

static inline void check_int(const char *file, int line, long long got, long long want)
{
    if (got == want)
        return;
    check_failed = 1;
    fprintf(stderr, "%s:%d: error: got %lld, want %lld\n", file, line, got, want);
}
#endif
