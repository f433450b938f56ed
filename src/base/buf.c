#include "base/base.h"

enum { USUAL = 64 };                                               /* what is formatted is seldom longer */

Buf buf_new(Arena *a) { return (Buf){.a = a}; }

void buf_room(Buf *b, ptrdiff_t more)
{
    if (b->cap - b->n >= more)
        return;
    ptrdiff_t cap = b->cap ? b->cap * 2 : 64;
    while (cap - b->n < more)
        cap *= 2;
    b->s = arena_grow(b->a, b->s, 1, 1, b->cap, cap);
    b->cap = cap;
}

void buf_put(Buf *b, Str s)
{
    if (s.n == 0)
        return;
    buf_room(b, s.n);
    memcpy(b->s + b->n, s.s, (size_t)s.n);
    b->n += s.n;
}

void buf_format(Buf *b, const char *fmt, ...)
{
    va_list ap;
    buf_room(b, USUAL);
    va_start(ap, fmt);
    ptrdiff_t n = str_print(b->s + b->n, USUAL, fmt, ap);
    va_end(ap);
    if (n >= USUAL) {
        buf_room(b, n + 1);
        va_start(ap, fmt);
        str_print(b->s + b->n, n + 1, fmt, ap);
        va_end(ap);
    }
    b->n += n;
}

void buf_int(Buf *b, int64_t v)
{
    char digits[20], *p = digits + sizeof digits;
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do
        *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        *--p = '-';
    buf_put(b, (Str){p, digits + sizeof digits - p});
}

Str buf_str(const Buf *b) { return b->n ? (Str){b->s, b->n} : S(""); }
