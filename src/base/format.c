#include "base/base.h"

/* Nearly all of our formats are words and whole numbers: these are put together here, at a third of what printf needs
   for them, and a format with any other conversion is left to it whole. */
typedef enum { OTHER, TEXT, COUNTED, INT, OFFSET, PADDED } Conversion;     /* %s, %.*s, %d, %td, %04d */
typedef struct { char *to; ptrdiff_t n, room; } Sheet;             /* n: with what finds no room */

/* Of the conversion whose letters stand at *p, behind which it moves. */
static Conversion conversion(const char **p)
{
    const char *s = *p;
    Conversion is = s[0] == 's' ? TEXT : s[0] == 'd' ? INT : s[0] == 't' && s[1] == 'd' ? OFFSET
        : s[0] == '.' && s[1] == '*' && s[2] == 's' ? COUNTED
        : s[0] == '0' && s[1] >= '1' && s[1] <= '9' && s[2] == 'd' ? PADDED : OTHER;
    static const int letters[] = {[TEXT] = 1, [INT] = 1, [OFFSET] = 2, [COUNTED] = 3, [PADDED] = 3};
    *p += letters[is];
    return is;
}

static bool is_ours(const char *fmt)
{
    while ((fmt = strchr(fmt, '%'))) {
        fmt++;
        if (conversion(&fmt) == OTHER)
            return false;
    }
    return true;
}

static void put(Sheet *s, const char *words, ptrdiff_t n)
{
    ptrdiff_t left = s->room - s->n, fits = n < left ? n : left;
    if (fits > 0)
        memcpy(s->to + s->n, words, (size_t)fits);
    s->n += n;
}

static void put_int(Sheet *s, int64_t v, int width)
{
    char room[FORMAT_INT];
    Str digits = format_int(room, v);
    ptrdiff_t sign = v < 0, zeros = width - digits.n;
    put(s, digits.s, sign);
    put(s, "00000000", zeros > 0 ? zeros : 0);
    put(s, digits.s + sign, digits.n - sign);
}

static void put_value(Sheet *s, Conversion is, int width, va_list *values)
{
    int n = is == COUNTED ? va_arg(*values, int) : 0;
    const char *words = is == COUNTED || is == TEXT ? va_arg(*values, const char *) : NULL;
    if (is == COUNTED && n >= 0)
        put(s, words, n > 0 ? (ptrdiff_t)strnlen(words, (size_t)n) : 0);
    else if (is == COUNTED || is == TEXT)
        put(s, words, (ptrdiff_t)strlen(words));
    else
        put_int(s, is == OFFSET ? va_arg(*values, ptrdiff_t) : va_arg(*values, int), width);
}

static ptrdiff_t print(char *to, ptrdiff_t room, const char *fmt, va_list values)
{
    int n = vsnprintf(to, (size_t)room, fmt, values);
    if (n < 0)
        die("cannot format '%s'", fmt);
    return n;
}

ptrdiff_t format_write(char *to, ptrdiff_t room, const char *fmt, va_list given)
{
    Sheet s = {to, 0, room - 1};
    va_list values;
    if (!is_ours(fmt))
        return print(to, room, fmt, given);
    va_copy(values, given);
    for (const char *sign; (sign = strchr(fmt, '%'));) {
        put(&s, fmt, sign - fmt);
        fmt = sign + 1;
        Conversion is = conversion(&fmt);
        put_value(&s, is, is == PADDED ? fmt[-2] - '0' : 0, &values);
    }
    va_end(values);
    put(&s, fmt, (ptrdiff_t)strlen(fmt));
    to[s.n < s.room ? s.n : s.room] = 0;
    return s.n;
}

Str format_int(char room[FORMAT_INT], int64_t v)
{
    char *p = room + FORMAT_INT;
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do
        *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        *--p = '-';
    return (Str){p, room + FORMAT_INT - p};
}
