/* parse.c - the syntax of PDF, read: ISO 32000-1, 7.2 and 7.3. */
#include "pdf/reading.h"

enum { DEEPEST = 64 };

static bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
static bool is_delimiter(char c) { return c != '\0' && strchr("()<>[]{}/%", c); }
static bool is_regular(char c) { return !is_white(c) && !is_delimiter(c); }

static char peek(const Parser *p, ptrdiff_t ahead) { return p->at + ahead < p->s.n ? p->s.s[p->at + ahead] : '\0'; }

static void skip(Parser *p)
{
    while (p->at < p->s.n) {
        char c = p->s.s[p->at];
        if (c == '%')
            while (p->at < p->s.n && p->s.s[p->at] != '\n' && p->s.s[p->at] != '\r') p->at++;
        else if (is_white(c)) p->at++;
        else return;
    }
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* ---- strings */
static char escaped(Parser *p)
{
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    char c = peek(p, 0);
    const char *known = c ? strchr(from, c) : NULL;
    int value = 0, digits = 0;
    for (; digits < 3 && peek(p, 0) >= '0' && peek(p, 0) <= '7'; digits++, p->at++)
        value = value * 8 + (peek(p, 0) - '0');
    if (digits > 0) return (char)value;
    p->at++;
    return known ? to[known - from] : c;
}

static Str literal(Parser *p)
{
    Buf b = buf_new(p->a);
    int open = 1;
    for (p->at++; p->at < p->s.n;) {
        char c = p->s.s[p->at++];
        if (c == '\\') {
            bool line = peek(p, 0) == '\n' || peek(p, 0) == '\r';
            if (line) p->at += peek(p, 0) == '\r' && peek(p, 1) == '\n' ? 2 : 1;
            else buf_byte(&b, escaped(p));
            continue;
        }
        open += (c == '(') - (c == ')');
        if (open == 0) break;
        buf_byte(&b, c);
    }
    return buf_str(&b);
}

static Str hexadecimal(Parser *p)
{
    Buf b = buf_new(p->a);
    int high = -1;
    for (p->at++; p->at < p->s.n && p->s.s[p->at] != '>'; p->at++) {
        int digit = hex(p->s.s[p->at]);
        if (digit < 0) continue;
        if (high >= 0) buf_byte(&b, (char)(high << 4 | digit));
        high = high < 0 ? digit : -1;
    }
    if (high >= 0) buf_byte(&b, (char)(high << 4));
    p->at++;
    return buf_str(&b);
}

static Str run(Parser *p)
{
    ptrdiff_t from = p->at;
    while (p->at < p->s.n && is_regular(p->s.s[p->at])) p->at++;
    return str_sub(p->s, from, p->at - from);
}

static Str name(Parser *p)
{
    p->at++;
    Str raw = run(p);
    if (raw.n == 0 || !memchr(raw.s, '#', (size_t)raw.n)) return raw;
    Buf b = buf_new(p->a);
    for (ptrdiff_t i = 0; i < raw.n; i++) {
        bool code = raw.s[i] == '#' && i + 2 < raw.n && hex(raw.s[i + 1]) >= 0 && hex(raw.s[i + 2]) >= 0;
        char c = raw.s[i];
        if (code) {
            c = (char)(hex(raw.s[i + 1]) << 4 | hex(raw.s[i + 2]));
            i += 2;
        }
        buf_byte(&b, c);
    }
    return buf_str(&b);
}

/* ---- numbers, in thousandths: what is finer, or greater than any place on a page, is cut off */
static Value number(Str s)
{
    int64_t n = 0, most = INT64_C(1) << 40;
    int places = -1;
    ptrdiff_t i = s.s[0] == '-' || s.s[0] == '+';
    for (; i < s.n; i++) {
        if (s.s[i] == '.' && places < 0) {
            places = 0;
        } else if (s.s[i] < '0' || s.s[i] > '9') {
            return (Value){.kind = VALUE_WORD, .s = s};
        } else if (places < 3 && n < most) {
            n = n * 10 + (s.s[i] - '0');
            places += places >= 0;
        }
    }
    for (int k = places < 0 ? 0 : places; k < 3; k++) n *= 10;
    return (Value){.kind = VALUE_NUMBER, .number = s.s[0] == '-' ? -n : n, .s = s};
}

/* `12 0 R`: after the first number, the other two are looked at and taken only together. */
static bool reference(Parser *p, Value *v)
{
    ptrdiff_t at = p->at;
    skip(p);
    Str generation = run(p);
    skip(p);
    Str r = run(p);
    if (str_number(generation).ok && str_eq(r, S("R"))) {
        *v = (Value){.kind = VALUE_REF, .number = v->number / 1000};
        return true;
    }
    p->at = at;
    return false;
}

static Value word(Parser *p)
{
    Str s = run(p);
    if (s.n == 0) {                                                /* a stray bracket is passed over */
        p->at++;
        return (Value){.kind = VALUE_WORD, .s = str_sub(p->s, p->at - 1, 1)};
    }
    if ((s.s[0] >= '0' && s.s[0] <= '9') || strchr("+-.", s.s[0])) {
        Value v = number(s);
        if (p->refs && v.kind == VALUE_NUMBER && s.s[0] != '-') reference(p, &v);
        return v;
    }
    if (str_eq(s, S("true")) || str_eq(s, S("false"))) return (Value){.kind = VALUE_BOOL, .number = s.n == 4};
    return (Value){.kind = str_eq(s, S("null")) ? VALUE_NULL : VALUE_WORD, .s = s};
}

/* What stands up to the closing bracket. */
static Value several(Parser *p, ValueKind kind, ptrdiff_t bracket, char end)
{
    Value v = {.kind = kind};
    ptrdiff_t cap = 0;
    p->at += bracket;
    p->depth++;
    for (;;) {
        skip(p);
        if (p->at >= p->s.n) break;
        if (peek(p, 0) == end && (bracket == 1 || peek(p, 1) == end)) {
            p->at += bracket;
            break;
        }
        Value item = parse_value(p);
        if (v.n == cap) {
            ptrdiff_t grown = cap ? 2 * cap : 8;
            v.items = arena_grow(p->a, v.items, (ptrdiff_t)sizeof item, (ptrdiff_t)_Alignof(Value), cap, grown);
            cap = grown;
        }
        v.items[v.n++] = item;
    }
    p->depth--;
    return v;
}

Value parse_value(Parser *p)
{
    skip(p);
    if (p->at >= p->s.n || p->depth > DEEPEST) {
        p->at = p->s.n;
        return (Value){.kind = VALUE_WORD};
    }
    switch (peek(p, 0)) {
    case '(': return (Value){.kind = VALUE_STRING, .s = literal(p)};
    case '/': return (Value){.kind = VALUE_NAME, .s = name(p)};
    case '[': return several(p, VALUE_ARRAY, 1, ']');
    case '<':
        if (peek(p, 1) == '<') return several(p, VALUE_DICT, 2, '>');
        return (Value){.kind = VALUE_STRING, .s = hexadecimal(p)};
    default: return word(p);
    }
}

const Value *value_get(const Value *dict, const char *key)
{
    static const Value none;
    if (dict->kind == VALUE_DICT)
        for (ptrdiff_t i = 0; i + 1 < dict->n; i += 2)
            if (value_is(&dict->items[i], key)) return &dict->items[i + 1];
    return &none;
}

bool value_is(const Value *v, const char *wanted) { return v->kind == VALUE_NAME && str_eq(v->s, str_of(wanted)); }

void value_utf16(Buf *b, Str s)
{
    for (ptrdiff_t i = 0; i + 1 < s.n; i += 2) {
        uint32_t c = (uint32_t)((unsigned char)s.s[i] << 8 | (unsigned char)s.s[i + 1]), low = 0;
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < s.n)
            low = (uint32_t)((unsigned char)s.s[i + 2] << 8 | (unsigned char)s.s[i + 3]);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        utf8_put(b, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
}

/* PDFDocEncoding is ASCII for all that a file of ours says in it. */
Str value_text(Arena *a, Str s)
{
    Buf b = buf_new(a);
    if (str_starts(s, S("\xFE\xFF"))) value_utf16(&b, str_from(s, 2));
    else
        for (ptrdiff_t i = 0; i < s.n; i++) utf8_put(&b, (unsigned char)s.s[i]);
    return buf_str(&b);
}
