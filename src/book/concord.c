/* concord.c - the concordance: where in this book each page of a source's edition begins. */
#include "book/inside.h"

typedef struct { Str key; Node *row; Table *pages; } Row;         /* pages: of the source -> places, a seg */

static Str name_of(Making *m, Str ed)
{
    const Voice *work = book_voice(m->book, ed);
    return work && work->name.n ? work->name : str_starts(ed, S("#")) ? str_from(ed, 1) : ed;
}

/* "*1937*" in a work's name is its title. */
void apparatus_name(Node *into, Str name)
{
    bool italic = false;
    while (name.n > 0) {
        Cut c = str_cut(name, '*');
        Node *n = italic ? make_text(into, TEI_HI, c.head) : into;
        if (italic && n)
            tei_set(n, ATT_REND, S("italic"));
        if (!italic)
            tei_chars(into, c.head);
        italic = !italic;
        name = c.tail;
    }
}

static Row *row_of(Making *m, Table *rows, Node *list, const Piece *p, const Node *pb)
{
    Str ed = tei_get(pb, ATT_ED), key = ed.n ? ed : p->part->key;
    Row *row = table_find(rows, key);
    if (row)
        return row;
    row = new(m->a, Row, 1);
    row->pages = table_new(m->a);
    row->key = str_copy(m->a, str_starts(key, S("#")) ? str_from(key, 1) : key);
    table_put(rows, str_copy(m->a, key), row);
    row->row = make(list, TEI_ITEM, NULL);
    tei_set_format(row->row, ATT_ID, "concordance.%.*s", STR(row->key));
    if (ed.n > 0)
        apparatus_name(row->row, name_of(m, ed));
    else
        apparatus_title(m, row->row, p);
    return row;
}

/* A page may be marked twice, where a compilation comes back to it: it has one entry with all its places.  Of a pair no
   half stands alone on a line. */
static void add_page(Making *m, Row *row, const Node *pb)
{
    Str n = tei_get(pb, ATT_N), cert = tei_get(pb, ATT_CERT);
    Node *places = table_find(row->pages, n);
    if (places) {
        spot_add(places, tei_get(pb, ATT_ID), S(""));
        return;
    }
    if (table_count(row->pages) > 0)
        tei_chars(row->row, make_words(m, WORDING_SEMICOLON));
    tei_chars(row->row, table_count(row->pages) > 0 ? S(" ") : S(". "));
    Node *link = make_text(row->row, TEI_REF, n);
    if (link)
        tei_set_format(link, ATT_TARGET, "#%.*s", STR(tei_get(pb, ATT_ID)));
    if (str_eq(cert, S("medium")) || str_eq(cert, S("low")))
        tei_chars(row->row, str_format(m->a, "\u00A0%.*s",
            STR(make_words(m, str_eq(cert, S("low")) ? WORDING_PERHAPS : WORDING_PROBABLY))));
    tei_chars(row->row, str_format(m->a, "%.*s\u00A0", STR(make_words(m, WORDING_COLON))));
    places = spots_open(row->row);
    spot_add(places, tei_get(pb, ATT_ID), S(""));
    table_put(row->pages, str_copy(m->a, n), places);
}

void concord_make(Making *m)
{
    Node *div = apparatus_open(m, "concordance", WORDING_CONCORDANCE);
    apparatus_words(m, div, make_words(m, WORDING_CONCORDANCE_KEY));
    Table *rows = table_new(m->a);
    Node *list = apparatus_list(div);
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        for (Node *n = m->pieces[i].node; n; n = tei_walk(n, m->pieces[i].node))
            if (tei_is(n, TEI_PB) && tei_get(n, ATT_ID).n > 0 && tei_get(n, ATT_N).n > 0)
                add_page(m, row_of(m, rows, list, &m->pieces[i], n), n);
    if (table_count(rows) == 0)
        tei_remove(div);
}
