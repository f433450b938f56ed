/* number.c - each thing that can be spoken of has one id, and each link leads to one of them. */
#include "book/inside.h"

typedef struct { int n; } Count;

static bool wants_id(const Node *n)
{
    int kind = tei_kind(tei_tag(n));
    bool block = (kind & KIND_LEAF) && !((kind & KIND_INLINE) && !tei_is(tei_parent(n), TEI_CIT));
    return block || tei_is(n, TEI_DIV) || tei_is(n, TEI_NOTE);
}

/* What the readers left without an id is named after the nearest thing that has one: "notes.t003.2",
    "t003.l0412.x1". */
static void name(Making *m, Table *counts, Node *n)
{
    Node *up = tei_parent(n);
    while (up && tei_get(up, ATT_ID).n == 0)
        up = tei_parent(up);
    Str base = str_copy(m->a, tei_get(up, ATT_ID));
    Count *c = table_find(counts, base);
    if (!c) {
        c = new(m->a, Count, 1);
        table_put(counts, base, c);
    }
    do
        tei_set_format(n, ATT_ID, "%.*s.x%d", STR(base), ++c->n);
    while (tei_find(m->book->tree, tei_get(n, ATT_ID)) != n);
}

static void see_id(Making *m, Table *seen, Node *n)
{
    Str id = tei_get(n, ATT_ID);
    if (id.n == 0)
        return;
    Node *first = table_find(seen, id);
    if (!first) {
        table_put(seen, str_copy(m->a, id), n);
        return;
    }
    diag(m->diag, ID_TWICE, tei_where(n), "'%.*s'", STR(id));
    diag_note(m->diag, tei_where(first), "the first one");
    tei_set(n, ATT_ID, S(""));
}

/* A link without its end stays in the text as words. */
static void see_link(Making *m, Table *seen, Node *n)
{
    Str target = tei_get(n, ATT_TARGET);
    if (!str_starts(target, S("#")) || table_find(seen, str_from(target, 1)))
        return;
    if (str_eq(tei_get(n, ATT_TYPE), S("note")))
        /* its body is not captured and it stands in a declaration */
        return;
    diag(m->diag, LINK_BROKEN, tei_where(n), "'%.*s'", STR(target));
    tei_set(n, ATT_TARGET, S(""));
}

static void place_calls(Making *m)
{
    Book *b = m->book;
    for (ptrdiff_t i = 0; i < b->nseries; i++)
        for (ptrdiff_t k = 0; k < b->series[i].ncalls; k++) {
            Node *at = b->series[i].calls[k].ref;
            while (at && !((tei_kind(tei_tag(at)) & KIND_LEAF) && tei_get(at, ATT_ID).n > 0))
                at = tei_parent(at);
            b->series[i].calls[k].block = str_copy(m->a, tei_get(at, ATT_ID));
        }
}

/* The text is the last that the tree has. */
static void see_all(Making *m, Table *seen, Nodes *nameless, Nodes *links)
{
    const Node *top = tei_root(m->book->tree);
    bool text = false;
    for (Node *n = tei_root(m->book->tree); n; n = tei_walk(n, top)) {
        see_id(m, seen, n);
        text = text || n == m->text;
        if (!text || tei_is(n, TEI_CHARS))
            continue;
        if (wants_id(n) && tei_get(n, ATT_ID).n == 0)
            nodes_add(m->a, nameless, n);
        if (tei_get(n, ATT_TARGET).n > 0)
            nodes_add(m->a, links, n);
    }
}

void number_blocks(Making *m)
{
    Table *seen = table_new(m->a), *counts = table_new(m->a);
    Nodes nameless = {0}, links = {0};
    see_all(m, seen, &nameless, &links);
    for (ptrdiff_t i = 0; i < nameless.n; i++) {
        name(m, counts, nameless.at[i]);
        table_put(seen, str_copy(m->a, tei_get(nameless.at[i], ATT_ID)), nameless.at[i]);
    }
    for (ptrdiff_t i = 0; i < links.n; i++)
        see_link(m, seen, links.at[i]);
    place_calls(m);
}
