#include "base/base.h"

Str str_copy(Arena *a, Str s) { return (Str){str_z(a, s), s.n}; }

char *str_z(Arena *a, Str s)
{
    char *z = new(a, char, s.n + 1);
    if (s.n)
        memcpy(z, s.s, (size_t)s.n);
    return z;
}

ptrdiff_t str_print(char *to, ptrdiff_t room, const char *fmt, va_list values)
{
    int n = vsnprintf(to, (size_t)room, fmt, values);
    if (n < 0)
        die("cannot format '%s'", fmt);
    return n;
}

Str str_format(Arena *a, const char *fmt, ...)
{
    char usual[128];
    va_list ap;
    va_start(ap, fmt);
    ptrdiff_t n = str_print(usual, sizeof usual, fmt, ap);
    va_end(ap);
    if (n < (ptrdiff_t)sizeof usual)
        return str_copy(a, (Str){usual, n});
    char *s = new(a, char, n + 1);
    va_start(ap, fmt);
    str_print(s, n + 1, fmt, ap);
    va_end(ap);
    return (Str){s, n};
}

int str_cmp(Str a, Str b)
{
    ptrdiff_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, (size_t)n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str s, Str prefix) { return s.n >= prefix.n && str_eq((Str){s.s, prefix.n}, prefix); }

bool str_ends(Str s, Str suffix) { return s.n >= suffix.n && str_eq((Str){s.s + (s.n - suffix.n), suffix.n}, suffix); }

/* What is looked for begins mostly with a byte that is rare.  Where it does not, memmem needs some time to get ready,
   but then never more than the text is long. */
ptrdiff_t str_find(Str s, Str what)
{
    enum { FEW = 16 };
    if (what.n == 0)
        return 0;
    if (s.n < what.n)
        return -1;
    const char *p = s.s, *end = s.s + s.n, *last = end - what.n;
    for (int i = 0; i < FEW; i++, p++) {
        p = p <= last ? memchr(p, what.s[0], (size_t)(last - p + 1)) : NULL;
        if (!p)
            return -1;
        if (memcmp(p, what.s, (size_t)what.n) == 0)
            return p - s.s;
    }
    p = memmem(p, (size_t)(end - p), what.s, (size_t)what.n);
    return p ? p - s.s : -1;
}

static bool is_gap(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/* Each byte is asked beside the one before it, and few are counted at once: so a machine does many together. */
ptrdiff_t str_words(Str s, bool in)
{
    enum { FEW = 255 };
    ptrdiff_t n = s.n > 0 && !in && !is_gap(s.s[0]);
    for (ptrdiff_t i = 1, end; i < s.n; i = end) {
        unsigned char begun = 0;
        end = s.n - i < FEW ? s.n : i + FEW;
        for (ptrdiff_t k = i; k < end; k++)
            begun = (unsigned char)(begun + (is_gap(s.s[k - 1]) & !is_gap(s.s[k])));
        n += begun;
    }
    return n;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Str str_trim(Str s)
{
    while (s.n && is_blank(s.s[0]))
        s = str_from(s, 1);
    while (s.n && is_blank(s.s[s.n - 1]))
        s.n--;
    return s;
}

Cut str_cut(Str s, char at)
{
    const char *p = s.n ? memchr(s.s, at, (size_t)s.n) : NULL;
    if (!p)
        return (Cut){.head = s, .tail = str_from(s, s.n)};
    return (Cut){{s.s, p - s.s}, {p + 1, s.n - (p - s.s) - 1}, true};
}

Cut str_line(Str s) { return str_cut(s, '\n'); }

/* Counted down from zero, as the least int64 has no positive twin. */
Number str_number(Str s)
{
    bool minus = s.n && s.s[0] == '-';
    if (minus || (s.n && s.s[0] == '+'))
        s = str_from(s, 1);
    int64_t v = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        int digit = s.s[i] - '0';
        if (digit < 0 || digit > 9 || v < (INT64_MIN + digit) / 10)
            return (Number){0};
        v = v * 10 - digit;
    }
    if (s.n == 0 || (!minus && v == INT64_MIN))
        return (Number){0};
    return (Number){minus ? v : -v, true};
}

uint64_t str_hash(Str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (ptrdiff_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.s[i]) * 0x100000001b3u;
    return h;
}
