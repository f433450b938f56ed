/* ledger.c - the ledger of permissions: whose words the book prints, how many, and whether they may be sold. */
#include "book/inside.h"

/* Of a text, or of a work in it. */
typedef struct { Str key, work; const Piece *piece; ptrdiff_t used, captured; } Row;
typedef struct { Making *m; ptrdiff_t book; Table *by_key; } Ledger;

static Row *row_of(Ledger *l, Str key, Str work, const Piece *piece)
{
    Row *row = table_find(l->by_key, key);
    if (row)
        return row;
    row = new(l->m->a, Row, 1);
    *row = (Row){.key = str_copy(l->m->a, key), .work = work, .piece = piece};
    table_put(l->by_key, row->key, row);
    return row;
}

/* ---- counting, in both views at once.  A word of the capture that the book has, or has corrected, is used. */
enum { USED, CAPTURED, VIEWS };
typedef struct { ptrdiff_t n[VIEWS]; bool in[VIEWS]; } Words;      /* in: within a word */

static void count_chars(Words *w, const bool seen[VIEWS], Str s)
{
    bool alike = seen[USED] && seen[CAPTURED] && w->in[USED] == w->in[CAPTURED];
    ptrdiff_t n = 0;
    for (int v = 0; v < VIEWS && s.n; v++) {
        if (!seen[v])
            continue;
        n = v > 0 && alike ? n : str_words(s, w->in[v]);
        w->n[v] += n;
        w->in[v] = !strchr(" \n\t", s.s[s.n - 1]);
    }
}

/* What stands below a node that is not in a view is not, either. */
static void count_words(Words *w, const Node *n, const Node *top, const bool above[VIEWS])
{
    Tag t = tei_tag(n);
    int kind = tei_kind(t);
    bool seen[VIEWS] = {above[USED] && !(kind & KIND_OMITTED), above[CAPTURED] && !(kind & KIND_ADDED)};
    if (t == TEI_CHARS)
        count_chars(w, seen, tei_content(n));
    if (t == TEI_LB && !str_eq(tei_get(n, ATT_BREAK), S("no")))
        for (int v = 0; v < VIEWS; v++)
            w->in[v] = w->in[v] && !seen[v];
    if (t == TEI_CHARS || (t == TEI_NOTE && n != top) || str_eq(tei_get(n, ATT_TYPE), S("note")))
        return;
    for (const Node *c = tei_first(n); c && (seen[USED] || seen[CAPTURED]); c = tei_next(c))
        count_words(w, c, top, seen);
}

/* Whose words a block has: ours, or those of a work. */
typedef struct { bool ours; Str work; } Owner;

static Owner owner_of(const Node *block)
{
    Owner o = {0};
    for (const Node *n = block; n; n = tei_parent(n)) {
        o.ours = o.ours || str_eq(tei_get(n, ATT_REND), S("headnote")) || str_eq(tei_get(n, ATT_TYPE), S("untitled"));
        o.work = o.work.n ? o.work : tei_get(n, ATT_CORRESP);
    }
    return o;
}

static void count_block(Ledger *l, Row *text, const Node *block)
{
    Owner o = owner_of(block);
    Words w = {0};
    if (!o.ours)
        count_words(&w, block, block, (bool[VIEWS]){true, true});
    text->used += w.n[USED];
    text->captured += w.n[CAPTURED];
    const Voice *v = o.work.n ? book_voice(l->m->book, o.work) : NULL;
    if (v)
        row_of(l, o.work, v->name, text->piece)->used += w.n[USED];
}

static void count_text(Ledger *l, const Piece *p)
{
    Row *row = row_of(l, p->part->key, S(""), p);
    for (const Node *n = p->node; n;) {
        int kind = tei_kind(tei_tag(n));
        bool block = (kind & KIND_LEAF) && !(kind & KIND_INLINE && !tei_is(tei_parent(n), TEI_CIT));
        if (block)
            count_block(l, row, n);
        n = block ? tei_skip(n, p->node) : tei_walk(n, p->node);
    }
    l->book += row->used;
}

/* ---- writing */
static Node *cell(Node *row, Str words, const char *rend)
{
    Node *c = make(row, TEI_CELL, NULL);
    tei_set(c, ATT_REND, str_of(rend));
    tei_chars(c, words);
    return c;
}

static void head_row(Making *m, Node *table)
{
    static const struct { Wording title; const char *rend; } heads[] = {{WORDING_LEDGER_WORK, ""},
        {WORDING_LEDGER_WORDS, "right"}, {WORDING_LEDGER_CAPTURE, "right"}, {WORDING_LEDGER_BOOK, "right"},
        {WORDING_LEDGER_STATUS, ""}};
    Node *row = make(table, TEI_ROW, NULL);
    tei_set(row, ATT_ROLE, S("label"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        tei_set_format(make_ours(m, cell(row, make_words(m, heads[i].title), heads[i].rend)), ATT_ID,
            "ledger.head.%zu", i + 1);
}

static Str holder_of(const Making *m, const Row *r, const Row *text)
{
    if (r == text && r->piece->part->holder.n > 0)
        return r->piece->part->holder;
    return make_words(m, r->piece->part->cleared ? WORDING_THE_EDITOR : WORDING_HOLDER_UNKNOWN);
}

/* above: the holder in the row above; that of a work in a compilation is not said again. */
static void add_row(Ledger *l, Node *table, const Row *r, const Row *text, Str above)
{
    Arena *a = l->m->a;
    Node *row = make(table, TEI_ROW, NULL);
    Node *first = make(row, TEI_CELL, NULL);
    Str holder = holder_of(l->m, r, text), lang = l->m->book->config->lang;
    if (r != text)
        tei_set(first, ATT_REND, S("sub"));
    if (r == text)
        apparatus_title(l->m, first, r->piece);
    else
        apparatus_name(first, r->work.n ? r->work : r->key);
    tei_chars(first, r != text && str_eq(holder, above) ? S(".") : str_format(a, ". %.*s", STR(holder)));
    cell(row, figures_grouped(a, lang, r->used), "right");
    cell(row, figures_share(a, lang, r->used, text->captured), "right");
    cell(row, figures_share(a, lang, r->used, l->book), "right");
    make_ours(l->m, cell(row, wording_find(lang, r->piece->part->cleared ? WORDING_CLEARED : WORDING_NOT_CLEARED), ""));
    Str key = str_starts(r->key, S("#")) ? str_from(r->key, 1) : r->key;
    int n = 1;
    for (Node *c = tei_first(row); c; c = tei_next(c))
        tei_set_format(c, ATT_ID, "ledger.%.*s.%d", STR(key), n++);
}

void ledger_make(Making *m)
{
    Ledger l = {.m = m, .by_key = table_new(m->a)};
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        count_text(&l, &m->pieces[i]);
    Node *div = apparatus_open(m, "ledger", WORDING_LEDGER);
    apparatus_words(m, div, make_words(m, WORDING_LEDGER_KEY));
    Node *table = make(div, TEI_TABLE, NULL);
    head_row(m, table);
    const Row *text = NULL;
    Str above = S("");
    for (ptrdiff_t i = 0; i < table_count(l.by_key); i++) {
        const Row *r = table_at(l.by_key, i, NULL);
        text = str_starts(r->key, S("#")) ? text : r;
        if (r->used == 0 || (text->piece->part->kind != PART_RAW && text->piece->part->rights.n == 0))
            continue;
        add_row(&l, table, r, text, above);
        above = holder_of(m, r, text);
    }
    if (tei_next(tei_first(table)) == NULL)
        tei_remove(div);
}
