/* make.c - elements of ours: made where they stand, with our words, marked where these are not in the language around
   them. */
#include "book/inside.h"

void nodes_add(Arena *a, Nodes *l, Node *n)
{
    if (l->n == l->cap) {
        ptrdiff_t cap = l->cap ? 2 * l->cap : 64;
        l->at = arena_grow(a, l->at, sizeof *l->at, _Alignof(Node *), l->n, cap);
        l->cap = cap;
    }
    l->at[l->n++] = n;
}

Node *make(Node *parent, Tag tag, const char *id)
{
    Node *n = tei_add(parent, tag, tei_where(parent));
    if (id)
        tei_set(n, ATT_ID, str_of(id));
    return n;
}

Node *make_text(Node *parent, Tag tag, Str text)
{
    if (text.n == 0)
        return NULL;
    Node *n = make(parent, tag, NULL);
    tei_chars(n, text);
    return n;
}

Node *make_typed(Node *parent, Tag tag, const char *type)
{
    Node *n = make(parent, tag, NULL);
    tei_set(n, ATT_TYPE, str_of(type));
    return n;
}

Str make_words(const Making *m, Wording which) { return wording_find(m->book->config->lang, which); }

Str make_filled(const Making *m, Wording which, const Str *values)
{
    return wording_fill(m->a, m->book->config->lang, which, values);
}

Node *make_spoken(Node *n, Str lang)
{
    if (n && !str_eq(tei_lang(n), lang))
        tei_set(n, ATT_LANG, lang);
    return n;
}

Node *make_tongue(Node *into, Str lang)
{
    return str_eq(tei_lang(into), lang) ? into : make_spoken(make(into, TEI_SEG, NULL), lang);
}

Node *make_ours(const Making *m, Node *n)
{
    Str lang = m->book->config->lang, mark = wording_mark(lang);
    return make_spoken(n, mark.n > 0 ? mark : lang);
}
