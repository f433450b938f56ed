/* back.c - the apparatus behind the notes: which lists a book has, in which order, and how each begins.

       back    notes | note on the texts | emendations | concordance | parallel passages | ledger | index | colophon

   The lists are made of the finished tree.  A place in the text stands in them as a link to its id, which print fills
   with its page (and line); the manuscript holds no page. */
#include "book/inside.h"

Node *apparatus_open(Making *m, const char *id, Wording title)
{
    Node *div = make_typed(m->back, TEI_DIV, "apparatus");
    tei_set(div, ATT_ID, str_of(id));
    tei_set_format(make_ours(m, make_text(div, TEI_HEAD, make_words(m, title))), ATT_ID, "%s.head", id);
    return div;
}

void apparatus_title(const Making *m, Node *into, const Piece *p)
{
    Str title = piece_title(m->a, p);
    apparatus_name(make_tongue(into, p->part->lang), title.n ? title : p->part->key);
}

Node *apparatus_text(Making *m, Node *div, const Piece *p)
{
    Str id = str_copy(m->a, tei_get(div, ATT_ID));
    Node *sub = make_typed(div, TEI_DIV, "apparatus-text");
    tei_set_format(sub, ATT_ID, "%.*s.%.*s", STR(id), STR(p->part->key));
    Str title = piece_title(m->a, p);
    Node *head = make_spoken(make_text(sub, TEI_HEAD, title.n ? title : p->part->key), p->part->lang);
    tei_set_format(head, ATT_ID, "%.*s.%.*s.head", STR(id), STR(p->part->key));
    return sub;
}

void apparatus_words(Making *m, Node *div, Str words)
{
    Node *p = make_ours(m, make_text(div, TEI_P, words));
    ptrdiff_t n = 0;
    for (Node *before = p; before; before = tei_prev(before))
        n += tei_is(before, TEI_P);
    tei_set_format(p, ATT_ID, "%.*s.p%td", STR(str_copy(m->a, tei_get(div, ATT_ID))), n);
}

Node *apparatus_list(Node *div)
{
    Node *list = make(div, TEI_LIST, NULL);
    tei_set(list, ATT_REND, S("entries"));
    return list;
}

Node *place_at_line(Node *parent, Str id)
{
    Node *ref = make(parent, TEI_REF, NULL);
    tei_set(ref, ATT_TYPE, S("page"));
    tei_set(ref, ATT_SUBTYPE, S("line"));
    tei_set_format(ref, ATT_TARGET, "#%.*s", STR(id));
    return ref;
}

Node *spots_open(Node *parent) { return make_typed(parent, TEI_SEG, "places"); }

void spot_add(Node *seg, Str id, Str offsets)
{
    Node *ref = make_typed(seg, TEI_REF, "page");
    tei_set_format(ref, ATT_TARGET, "#%.*s", STR(id));
    tei_set(ref, ATT_N, offsets);
}

static bool is_colophon(const Node *n) { return str_eq(tei_get(n, ATT_TYPE), S("colophon")); }

/* The last page of a book says how it was made, and stands behind all that was. */
static void colophon_last(Making *m)
{
    Node *last = tei_last(m->back);
    for (Node *n = tei_first(m->back), *next; n; n = n == last ? NULL : next) {
        next = tei_next(n);
        if (is_colophon(n))
            tei_move(n, m->back);
    }
}

void back_make(Making *m)
{
    static const struct { unsigned bit; void (*make)(Making *); } rows[] = {
        {APPARATUS_TEXTS, account_make}, {APPARATUS_EMENDATIONS, emend_make}, {APPARATUS_CONCORDANCE, concord_make},
        {APPARATUS_PARALLELS, parallel_make}, {APPARATUS_LEDGER, ledger_make}, {APPARATUS_INDEX, index_make},
    };
    m->lists = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (m->book->config->apparatus & rows[i].bit)
            rows[i].make(m);
    arena_close(m->lists);
    if (m->book->config->apparatus || str_eq(tei_get(tei_last(m->back), ATT_ID), S("notes")))
        colophon_last(m);
}
