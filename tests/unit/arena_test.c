#include "check.h"

static bool zero(const char *p, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

/* What a rewind gives back comes out again zeroed, in blocks small and large. */
static void rewinding(Arena *a)
{
    char *keep = new(a, char, 10);
    memcpy(keep, "keep me!!", 10);
    for (ptrdiff_t n = 1; n < 3000000; n = n * 3 + 1) {
        Mark m = arena_mark(a);
        for (int i = 0; i < 3; i++) {
            char *p = new(a, char, n);
            CHECK(zero(p, n));
            memset(p, 'x', (size_t)n);
        }
        arena_rewind(a, m);
    }
    CHECK(strcmp(keep, "keep me!!") == 0);
}

static void bounded(Arena *a)
{
    Mark m = arena_mark(a);
    ptrdiff_t before = arena_bytes(a);
    for (int i = 0; i < 1000; i++) {
        new(a, char, 100000);
        arena_rewind(a, m);
    }
    CHECK(arena_bytes(a) <= before + 400000);
}

static void growing(Arena *a)
{
    int *p = new(a, int, 4), *q;
    p[3] = 7;
    q = arena_grow(a, p, sizeof(int), _Alignof(int), 4, 8);
    CHECK(q == p);                                                 /* it lies on top */
    CHECK(q[3] == 7 && q[7] == 0);
    new(a, char, 1);
    int *r = arena_grow(a, q, sizeof(int), _Alignof(int), 8, 100000);
    CHECK(r != q && r[3] == 7 && r[99999] == 0 && q[3] == 7);
    Mark m = arena_mark(a);
    for (int n = 100000; n < 3000000; n *= 2) {                    /* what is large moves as a whole, and under others */
        memset(r + n - 100, 'x', 100 * sizeof *r);
        new(a, char, 100);
        r = arena_grow(a, r, sizeof(int), _Alignof(int), n, 2 * n);
        CHECK(r[3] == 7 && r[n - 1] != 0 && zero((const char *)(r + n), n * (ptrdiff_t)sizeof *r));
    }
    arena_rewind(a, m);
    CHECK(r[3] == 7);
}

static void copied(Arena *a)
{
    static const int some[] = {1, 2, 3};
    int *one = new_copy(a, int, some, 1), *all = new_copy(a, int, some, 3);
    CHECK(*one == 1 && all != one && memcmp(all, some, sizeof some) == 0);
    new_copy(a, int, NULL, 0);
}

static void aligned(Arena *a)
{
    for (int i = 0; i < 20; i++) {
        new(a, char, i);
        CHECK((uintptr_t)new(a, int64_t, 1) % _Alignof(int64_t) == 0);
        CHECK((uintptr_t)new(a, max_align_t, 1) % _Alignof(max_align_t) == 0);
    }
}

/* Ten megabytes byte by byte, which must not take quadratic time or memory. */
static void buffers(Arena *a)
{
    Buf b = buf_new(a);
    CHECK_STR(buf_str(&b), S(""));
    for (int i = 0; i < 10 << 20; i++)
        buf_byte(&b, (char)('a' + i % 26));
    CHECK_INT(buf_str(&b).n, 10 << 20);
    CHECK_STR(str_from(buf_str(&b), (10 << 20) - 3), S("jkl"));
    CHECK(arena_bytes(a) < 64 << 20);
    Buf n = buf_new(a);
    buf_int(&n, INT64_MIN);
    buf_byte(&n, ' ');
    buf_int(&n, 0);
    buf_format(&n, " %s|%03d", "x", 7);
    CHECK_STR(buf_str(&n), S("-9223372036854775808 0 x|007"));
}

static void tables(Arena *a)
{
    Table *t = table_new(a);
    static int values[20000];
    for (int i = 0; i < 20000; i++)
        CHECK(table_put(t, str_format(a, "key %d", i), &values[i]) == NULL);
    CHECK_INT(table_count(t), 20000);
    for (int i = 0; i < 20000; i++)
        CHECK(table_find(t, str_format(a, "key %d", i)) == &values[i]);
    CHECK(table_find(t, S("key")) == NULL);
    CHECK(table_put(t, S("key 7"), &values[8]) == &values[7]);
    Str key;
    CHECK(table_at(t, 7, &key) == &values[8]);
    CHECK_STR(key, S("key 7"));
    CHECK_INT(table_count(t), 20000);
    CHECK(table_put(t, S(""), a) == NULL && table_find(t, S("")) == a);
}

int main(void)
{
    Arena *a = arena_open();
    rewinding(a);
    bounded(a);
    growing(a);
    copied(a);
    aligned(a);
    tables(a);
    arena_close(a);
    a = arena_open();
    buffers(a);
    arena_close(a);
    DONE;
}
