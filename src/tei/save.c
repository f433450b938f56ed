#include "tei/tei.h"
#include "tei/inside.h"

static const char *escape_of(char c, bool value)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#13;";                                     /* else a reader makes LF of it */
    case '"': return value ? "&quot;" : NULL;
    case '\t': return value ? "&#9;" : NULL;
    case '\n': return value ? "&#10;" : NULL;
    default: return NULL;
    }
}

static void escaped(Buf *b, Str s, bool value)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char *e = (unsigned char)s.s[i] > '>' ? NULL : escape_of(s.s[i], value);
        if (!e)
            continue;
        buf_put(b, str_sub(s, from, i - from));
        buf_put(b, str_of(e));
        from = i + 1;
    }
    buf_put(b, str_from(s, from));
}

static void attribute(Buf *b, const Tree *t, const Value *v)
{
    Foreign name = tei_value_label(t, v);
    buf_byte(b, ' ');
    if (name.prefix.n) {
        buf_put(b, name.prefix);
        buf_byte(b, ':');
    }
    buf_put(b, name.local);
    buf_put(b, S("=\""));
    escaped(b, (Str){v->s, v->n}, true);
    buf_byte(b, '"');
}

/* In the order of names.def; what names.def does not know comes last, with its prefix. */
static void attributes(Buf *b, const Node *n)
{
    const Value *known[ATT_MAX] = {0};
    for (const Value *v = n->values; v; v = v->next)
        if (v->att < ATT_MAX)
            known[v->att] = v;
    if (n->values)
        for (int i = 0; i < ATT_MAX; i++)
            if (known[i])
                attribute(b, tree_of(n), known[i]);
    for (const Value *v = n->values; v; v = v->next)
        if (v->att >= ATT_MAX)
            attribute(b, tree_of(n), v);
}

static void open_tag(Buf *b, const Node *n, bool empty)
{
    buf_byte(b, '<');
    buf_put(b, tei_label(n).local);
    if (!tei_parent(n))
        buf_put(b, S(" xmlns=\"" TEI_NAMESPACE "\""));
    attributes(b, n);
    buf_put(b, empty ? S("/>") : S(">"));
}

static void close_tag(Buf *b, const Node *n, bool laid_out)
{
    buf_put(b, laid_out ? S("\n</") : S("</"));
    buf_put(b, tei_label(n).local);
    buf_byte(b, '>');
}

/* White space between blocks is layout: it is not written, but made anew. */
static Node *written(Node *n, bool laid_out)
{
    while (n && laid_out && is_chars(n) && tei_is_blank(n))
        n = n->next;
    return n;
}

void tei_save(Tree *t, Buf *b)
{
    Buf open = buf_new(t->a);                                      /* of each open element: is it laid out? */
    Node *root = tei_root(t);
    buf_put(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    for (Node *n = root; n;) {
        if (is_element(n)) {
            bool inside = tei_is_laid_out(n);
            Node *first = written(n->first, inside);
            if (open.n && open.s[open.n - 1])
                buf_byte(b, '\n');
            open_tag(b, n, !first);
            if (first) {
                buf_byte(&open, inside);
                n = first;
                continue;
            }
        } else {
            bool stray = open.n && open.s[open.n - 1];             /* in an invalid tree: words between blocks */
            escaped(b, stray ? str_trim(tei_content(n)) : tei_content(n), false);
        }
        while (open.n && !written(n->next, open.s[open.n - 1])) {
            n = n->parent;
            close_tag(b, n, open.s[--open.n]);
        }
        n = open.n ? written(n->next, open.s[open.n - 1]) : NULL;
    }
    buf_byte(b, '\n');
}
