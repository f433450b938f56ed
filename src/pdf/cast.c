/* cast.c - a font of a finished file: what its codes say (ISO 32000-1, 9.10.3), and how it looks. */
#include "pdf/reading.h"

enum { MOST_CODES = 65536, FLAG_ITALIC = 1 << 6, FLAG_BOLD = 1 << 18, STEM_BOLD = 120000 };

typedef struct { Arena *a; Str *texts; ptrdiff_t n, cap; } Codes;

static int64_t code_of(const Value *v)
{
    int64_t code = 0;
    if (v->kind != VALUE_STRING || v->s.n > 2) return -1;
    for (ptrdiff_t i = 0; i < v->s.n; i++) code = code << 8 | (unsigned char)v->s.s[i];
    return code;
}

/* The code's text, of which the last scalar may be counted on by `add`. */
static void say(Codes *c, int64_t code, Str utf16, int64_t add)
{
    if (code < 0 || code >= MOST_CODES || utf16.n < 2) return;
    if (code >= c->cap) {
        ptrdiff_t cap = c->cap ? 2 * c->cap : 1024;
        while (cap <= code) cap *= 2;
        c->texts = arena_grow(c->a, c->texts, (ptrdiff_t)sizeof(Str), (ptrdiff_t)_Alignof(Str), c->cap, cap);
        memset(c->texts + c->cap, 0, (size_t)(cap - c->cap) * sizeof(Str));
        c->cap = cap;
    }
    Buf raw = buf_new(c->a), b = buf_new(c->a);
    buf_put(&raw, utf16);
    int64_t last = ((unsigned char)raw.s[raw.n - 2] << 8 | (unsigned char)raw.s[raw.n - 1]) + add;
    raw.s[raw.n - 2] = (char)(last >> 8);
    raw.s[raw.n - 1] = (char)last;
    value_utf16(&b, buf_str(&raw));
    c->texts[code] = buf_str(&b);
    c->n = code >= c->n ? code + 1 : c->n;
}

static void say_range(Codes *c, const Value *low, const Value *high, const Value *text)
{
    int64_t from = code_of(low), to = code_of(high);
    for (int64_t code = from; from >= 0 && code <= to; code++) {
        if (text->kind == VALUE_STRING) say(c, code, text->s, code - from);
        else if (code - from < text->n) say(c, code, text->items[code - from].s, 0);
    }
}

static void read_map(Codes *c, Str map)
{
    enum { ROW = 400 };
    Value row[ROW];
    int n = 0;
    Parser p = {.a = c->a, .s = map};
    for (;;) {
        Value v = parse_value(&p);
        if (v.kind != VALUE_WORD) {
            if (n < ROW) row[n++] = v;
            continue;
        }
        if (v.s.n == 0) break;
        if (str_eq(v.s, S("endbfchar")))
            for (int i = 0; i + 1 < n; i += 2) say(c, code_of(&row[i]), row[i + 1].s, 0);
        if (str_eq(v.s, S("endbfrange")))
            for (int i = 0; i + 2 < n; i += 3) say_range(c, &row[i], &row[i + 1], &row[i + 2]);
        n = 0;
    }
}

static int look_of(Recall *r, const Value *descriptor)
{
    int64_t flags = recall_get(r, descriptor, "Flags")->number / 1000;
    bool italic = (flags & FLAG_ITALIC) || recall_get(r, descriptor, "ItalicAngle")->number != 0;
    bool bold = (flags & FLAG_BOLD) || recall_get(r, descriptor, "StemV")->number >= STEM_BOLD;
    return (italic ? HEARD_ITALIC : 0) | (bold ? HEARD_BOLD : 0);
}

/* What its encoding calls the glyphs of a simple font (9.6.6). */
static Str *read_glyphs(Recall *r, Arena *a, const Value *font)
{
    const Value *names = recall_get(r, recall_get(r, font, "Encoding"), "Differences");
    Str *glyphs = names->kind == VALUE_ARRAY ? new(a, Str, 256) : NULL;
    int64_t code = 0;
    for (ptrdiff_t i = 0; glyphs && i < names->n; i++) {
        const Value *v = &names->items[i];
        if (v->kind == VALUE_NUMBER) code = v->number / 1000;
        if (v->kind == VALUE_NAME && code >= 0 && code < 256) glyphs[code++] = v->s;
    }
    return glyphs;
}

/* Without the six letters that name a subset. */
static Str family(Str name) { return name.n > 7 && name.s[6] == '+' ? str_from(name, 7) : name; }

ReadFont *cast_read(Recall *r, Arena *a, const Value *ref)
{
    const Value *font = recall(r, ref), *map = value_get(font, "ToUnicode");
    const Value *below = recall_get(r, font, "DescendantFonts");
    const Value *own = below->kind == VALUE_ARRAY && below->n == 1 ? recall(r, &below->items[0]) : font;
    ReadFont *f = new(a, ReadFont, 1);
    Codes c = {.a = a};
    if (map->kind == VALUE_REF) read_map(&c, recall_stream(r, a, map));
    *f = (ReadFont){.texts = c.texts, .n = c.n, .glyphs = read_glyphs(r, a, font),
        .wide = value_is(recall_get(r, font, "Subtype"), "Type0"),
        .look = look_of(r, recall_get(r, own, "FontDescriptor")), .name = family(recall_get(r, font, "BaseFont")->s)};
    return f;
}
