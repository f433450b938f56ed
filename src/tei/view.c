#include "tei/tei.h"
#include "tei/inside.h"

/* ---- the reading view */

typedef struct { Buf b; bool blank, calls; } Reader;

static bool is_white(Str s, ptrdiff_t *next)
{
    ptrdiff_t at = *next;
    unsigned char c = (unsigned char)s.s[at];
    if (c < 0x80) {
        *next = at + 1;
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return uni_is_space(utf8_next(s, next));
}

static void read_chars(Reader *r, Str s)
{
    ptrdiff_t from = 0, at = 0;
    while (at < s.n) {
        ptrdiff_t next = at;
        if (is_white(s, &next)) {
            buf_put(&r->b, str_sub(s, from, at - from));
            r->blank = true;
            from = next;
        } else if (r->blank) {
            if (r->b.n)
                buf_byte(&r->b, ' ');
            r->blank = false;
        }
        at = next;
    }
    buf_put(&r->b, str_from(s, from));
}

static bool is_passed_over(const Reader *r, const Node *n)
{
    Tag t = tei_tag(n);
    return tei_kind(t) & KIND_OMITTED || t == TEI_NOTE || t == TEI_NOTEGRP ||
        (t == TEI_REF && !r->calls && str_eq(tei_get(n, ATT_TYPE), S("note")));
}

static bool parts_words(const Node *n)
{
    int kind = tei_kind(tei_tag(n));
    return (kind & (KIND_BOX | KIND_LEAF)) && !(kind & KIND_INLINE);
}

static void enter(Reader *r, const Node *n)
{
    if (is_chars(n))
        read_chars(r, tei_content(n));
    else if (parts_words(n) || (tei_is(n, TEI_LB) && !str_eq(tei_get(n, ATT_BREAK), S("no"))))
        r->blank = true;
}

static Str reading(Arena *a, const Node *top, bool calls)
{
    Reader r = {buf_new(a), false, calls};
    for (const Node *n = top, *next; n; n = next) {
        bool over = n != top && is_passed_over(&r, n);
        if (!over)
            enter(&r, n);
        next = over ? tei_skip(n, top) : tei_walk(n, top);
        if (!next || next->parent == n)
            continue;
        r.blank = r.blank || (parts_words(n) && !over);            /* each block left on the way up */
        for (const Node *up = n; up->parent != next->parent; up = up->parent)
            r.blank = r.blank || parts_words(up->parent);
    }
    return buf_str(&r.b);
}

Str tei_reading(Arena *a, const Node *top) { return reading(a, top, false); }
Str tei_reading_all(Arena *a, const Node *top) { return reading(a, top, true); }

/* ---- pointers into sources, RFC 5147 */

static Str unescaped(Arena *a, Str s)
{
    if (!memchr(s.s, '%', (size_t)s.n))
        return s;
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char *hex = "0123456789ABCDEF0123456789abcdef", *high = NULL, *low = NULL;
        if (s.s[i] == '%' && i + 2 < s.n && s.s[i + 1] && s.s[i + 2]) {
            high = strchr(hex, s.s[i + 1]);
            low = strchr(hex, s.s[i + 2]);
        }
        if (high && low) {
            buf_byte(&b, (char)(((high - hex) & 15) << 4 | ((low - hex) & 15)));
            i += 2;
        } else {
            buf_byte(&b, s.s[i]);
        }
    }
    return buf_str(&b);
}

static Origin origin(Arena *a, Str pointer)
{
    ptrdiff_t hash = str_find(pointer, S("#line="));
    Cut range = str_cut(str_from(pointer, hash < 0 ? pointer.n : hash + 6), ',');
    Number from = str_number(range.head), to = str_number(range.tail);
    if (hash < 0 || !from.ok || !to.ok || from.value < 0 || to.value <= from.value || to.value > INT32_MAX)
        return (Origin){0, pointer, 0};
    return (Origin){(int)from.value + 1, unescaped(a, str_sub(pointer, 0, hash)), (int)to.value};
}

ptrdiff_t tei_origins(Arena *a, const Node *n, Origin **list)
{
    Str rest = tei_get(n, ATT_SOURCE);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < rest.n; i++)
        count += rest.s[i] == ' ';
    *list = rest.n ? new(a, Origin, count + 1) : NULL;
    for (count = 0; rest.n;) {
        Cut c = str_cut(rest, ' ');
        if (c.head.n)
            (*list)[count++] = origin(a, c.head);
        rest = c.tail;
    }
    return count;
}

static void escaped(Buf *b, Str file)
{
    for (ptrdiff_t i = 0; i < file.n; i++) {
        unsigned char c = (unsigned char)file.s[i];
        if (c <= ' ' || c == 0x7F || strchr("\"#%:<>?[\\]^`{|}", c))
            buf_format(b, "%%%02X", c);
        else
            buf_byte(b, (char)c);
    }
}

void tei_add_origin(Node *n, Str file, int line)
{
    Tree *t = tree_of(n);
    Buf *b = &t->pointer;
    if (t->pointed == 0 || !str_eq(t->origin, file)) {             /* lines come in runs from one file */
        *b = buf_new(t->a);
        buf_byte(b, ' ');
        escaped(b, file);
        buf_put(b, S("#line="));
        t->origin = str_copy(t->a, file);
        t->pointed = b->n;
    }
    b->n = t->pointed;
    buf_int(b, line - 1);
    buf_byte(b, ',');
    buf_int(b, line);
    tei_lengthen(n, ATT_SOURCE, str_from(buf_str(b), tei_get(n, ATT_SOURCE).n == 0));
}
