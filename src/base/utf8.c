#include "base/base.h"

/* How long a sequence is that starts with this byte, and the bounds of its second byte (Unicode, table 3-7). */
typedef struct { int n, low, high; } Lead;

static Lead lead_of(int c)
{
    if (c < 0x80)
        return (Lead){1, 0, 0};
    if (c >= 0xC2 && c <= 0xDF)
        return (Lead){2, 0x80, 0xBF};
    if (c >= 0xE0 && c <= 0xEF)
        return (Lead){3, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
    if (c >= 0xF0 && c <= 0xF4)
        return (Lead){4, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
    return (Lead){0};
}

/* The scalar at p, of which *n says how long it is; *n is 0 where the sequence is ill-formed. */
static uint32_t decode(const unsigned char *p, ptrdiff_t room, int *n)
{
    Lead lead = lead_of(p[0]);
    *n = 0;
    if (lead.n == 0 || lead.n > room || (lead.n > 1 && (p[1] < lead.low || p[1] > lead.high)))
        return 0xFFFD;
    uint32_t v = lead.n == 1 ? p[0] : (uint32_t)(p[0] & (0x7F >> lead.n));
    for (int i = 1; i < lead.n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        v = v << 6 | (p[i] & 0x3F);
    }
    *n = lead.n;
    return v;
}

uint32_t utf8_long(Str s, ptrdiff_t *at)
{
    if (*at >= s.n)
        return UNI_NONE;
    int n;
    uint32_t v = decode((const unsigned char *)s.s + *at, s.n - *at, &n);
    *at += n ? n : 1;
    return v;
}

uint32_t utf8_last(Str s)
{
    ptrdiff_t at = s.n;
    while (at > 0 && ((unsigned char)s.s[--at] & 0xC0) == 0x80)
        continue;
    return utf8_next(s, &at);
}

void utf8_put(Buf *b, uint32_t v)
{
    if (v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        v = 0xFFFD;
    char c[4];
    ptrdiff_t n = v < 0x80 ? 1 : v < 0x800 ? 2 : v < 0x10000 ? 3 : 4;
    for (ptrdiff_t i = n - 1; i > 0; i--, v >>= 6)
        c[i] = (char)(0x80 | (v & 0x3F));
    static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
    c[0] = (char)(marks[n] | v);
    buf_put(b, (Str){c, n});
}

/* Some bytes are asked as one: so a machine does many together. */
ptrdiff_t utf8_ascii(Str s, ptrdiff_t at)
{
    enum { SOME = 32 };
    for (unsigned char any = 0; s.n - at >= SOME; at += SOME) {
        for (int i = 0; i < SOME; i++)
            any |= (unsigned char)s.s[at + i];
        if (any >= 0x80)
            break;
    }
    while (at < s.n && (unsigned char)s.s[at] < 0x80)
        at++;
    return at;
}

ptrdiff_t utf8_fault(Str s)
{
    for (ptrdiff_t at = utf8_ascii(s, 0); at < s.n; at = utf8_ascii(s, at)) {
        int n;
        decode((const unsigned char *)s.s + at, s.n - at, &n);
        if (n == 0)
            return at;
        at += n;
    }
    return -1;
}

ptrdiff_t utf8_count(Str s)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t at = 0; at < s.n; count++)
        utf8_next(s, &at);
    return count;
}

ptrdiff_t utf8_byte(Str s, ptrdiff_t scalars)
{
    ptrdiff_t at = 0;
    while (scalars-- > 0 && at < s.n)
        utf8_next(s, &at);
    return at;
}
