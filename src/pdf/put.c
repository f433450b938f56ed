/* put.c - the words of PDF's syntax.  Numbers are integers of thousandths: how a float prints, a library decides. */
#include "pdf/inside.h"

enum { TEXT_LIMIT = 16000 };                                       /* UTF-16 units; ISO 19005-3, 6.1.13: 32767 bytes */

int64_t put_round(Sp sp)
{
    int64_t twice = sp * 1000;
    return (twice >= 0 ? twice + 32768 : twice - 32768) / 65536;
}

void put_milli(Buf *b, int64_t thousandths)
{
    if (thousandths < 0) {
        buf_byte(b, '-');
        thousandths = -thousandths;
    }
    buf_int(b, thousandths / 1000);
    int rest = (int)(thousandths % 1000);
    if (rest == 0) return;
    char digits[] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10), (char)('0' + rest % 10)};
    int n = 4;
    while (digits[n - 1] == '0') n--;
    buf_put(b, (Str){digits, n});
}

void put_box(Buf *b, const int64_t *box, int n)
{
    buf_byte(b, '[');
    for (int i = 0; i < n; i++) {
        if (i > 0) buf_byte(b, ' ');
        put_milli(b, box[i]);
    }
    buf_byte(b, ']');
}

void put_ref(Buf *b, int object)
{
    buf_int(b, object);
    buf_put(b, S(" 0 R"));
}

/* A bare CR in a literal string would be read as LF, hence its escape; all other bytes stand for themselves. */
void put_bytes(Buf *b, Str s)
{
    buf_byte(b, '(');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '(' || c == ')' || c == '\\') buf_byte(b, '\\');
        if (c == '\r') buf_put(b, S("\\r"));
        else buf_byte(b, c);
    }
    buf_byte(b, ')');
}

static void put_unit(Buf *b, uint32_t unit)
{
    static const char hex[] = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4) buf_byte(b, hex[unit >> shift & 15]);
}

/* What a text may not hold (ISO 19005-3, 6.2.11.7.2): a byte order mark within words says nothing that is heard. */
static bool is_unsayable(uint32_t c) { return c == 0 || c == 0xFEFF || c == 0xFFFE; }

void put_utf16(Buf *b, Str s)
{
    int units = 0;
    for (ptrdiff_t at = 0; at < s.n && units < TEXT_LIMIT; units++) {
        uint32_t c = utf8_next(s, &at);
        if (c == UNI_NONE) return;
        if (is_unsayable(c)) continue;
        if (c < 0x10000) {
            put_unit(b, c);
            continue;
        }
        put_unit(b, 0xD800 + ((c - 0x10000) >> 10));
        put_unit(b, 0xDC00 + ((c - 0x10000) & 0x3FF));
        units++;
    }
}

void put_text(Buf *b, Str s)
{
    bool ascii = s.n < TEXT_LIMIT;
    for (ptrdiff_t i = 0; ascii && i < s.n; i++) ascii = s.s[i] >= ' ' && s.s[i] < 0x7F;
    if (ascii) {
        put_bytes(b, s);
        return;
    }
    buf_put(b, S("<FEFF"));
    put_utf16(b, s);
    buf_byte(b, '>');
}

void put_name(Buf *b, Str s)
{
    buf_byte(b, '/');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool plain = c > ' ' && c < 0x7F && !strchr("()<>[]{}/%#", c);
        if (plain) buf_byte(b, (char)c);
        else buf_format(b, "#%02X", c);
    }
}

/* "2026-01-31T00:00:00Z" says the same with fewer signs: D:20260131000000Z (ISO 32000-1, 7.9.4). */
void put_date(Buf *b, Str iso)
{
    buf_put(b, S("(D:"));
    for (ptrdiff_t i = 0; i < iso.n; i++)
        if ((iso.s[i] >= '0' && iso.s[i] <= '9') || iso.s[i] == 'Z') buf_byte(b, iso.s[i]);
    buf_byte(b, ')');
}
