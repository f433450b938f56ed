/* tally.c - what a part brings into the book, counted in the tree. */
#include "book/inside.h"

static ptrdiff_t lines_of(Arena *a, const Node *block)
{
    Origin *from;
    Mark m = arena_mark(a);
    ptrdiff_t n = tei_origins(a, block, &from), lines = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        lines += from[i].line > 0 ? from[i].last - from[i].line + 1 : 0;
    arena_rewind(a, m);
    return lines;
}

/* An emendation in an emendation is part of it; one in what is left out does not matter to anybody. */
static void tally_below(Arena *a, const Node *top, Tally *t)
{
    for (const Node *n = top; n;) {
        bool gone = str_eq(tei_get(n, ATT_TYPE), S("left-out")), emended = n != top && emend_listed(n);
        t->left_out += gone ? lines_of(a, n) : 0;
        t->emendations += emended;
        t->blocks += !gone && is_block(n);
        n = gone || emended ? tei_skip(n, top) : tei_walk(n, top);
    }
}

/* As many as the list has, where the book has one: it does not repeat what both readings show alike. */
static ptrdiff_t listed(const Book *book, Arena *a, Str part)
{
    ptrdiff_t n = 0;
    const Node *div = tei_find(book->tree, str_format(a, "emendations.%.*s", STR(part)));
    for (const Node *at = div ? tei_first(div) : NULL; at; at = tei_walk(at, div))
        n += tei_is(at, TEI_ITEM);
    return n;
}

Tally book_tally(Arena *a, const Book *book, Str part)
{
    Tally t = {0};
    const Node *text = tei_find(book->tree, part);
    const Node *notes = tei_find(book->tree, str_format(a, "notes.%.*s", STR(part)));
    if (text)
        tally_below(a, text, &t);
    if (notes)
        tally_below(a, notes, &t);
    if (tei_find(book->tree, S("emendations")))
        t.emendations = listed(book, a, part);
    for (ptrdiff_t i = 0; i < book->nmatters; i++)
        if (str_eq(book->matters[i].part, part) && book->matters[i].kind != MATTER_NOTES)
            t.words += book->matters[i].words;
    return t;
}
