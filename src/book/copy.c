/* copy.c - the words of each block that the lists look through, read once for all of them. */
#include "book/inside.h"

static void add(Copies *c, Copy block)
{
    if (c->n == c->cap) {
        ptrdiff_t cap = c->cap ? 2 * c->cap : 1024;
        c->of = arena_grow(c->a, c->of, sizeof *c->of, _Alignof(Copy), c->n, cap);
        c->cap = cap;
    }
    c->bytes += block.text.n;
    c->of[c->n++] = block;
}

static void read_below(Copies *c, Buf *words, const Piece *p, Node *top, const Node *note)
{
    for (Node *n = top; n; n = tei_walk(n, top))
        if (is_block(n) && !str_eq(tei_get(n, ATT_TYPE), S("left-out")))
            add(c, (Copy){n, note, p, tei_get(n, ATT_ID), str_copy(c->a, block_words(words, n))});
}

/* Texts, front and back matter, then the notes. */
static void read_all(const Making *m, Copies *c, Buf *words)
{
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        read_below(c, words, &m->pieces[i], m->pieces[i].node, NULL);
    Node *notes = tei_find(m->book->tree, S("notes"));
    for (Node *n = tei_first(notes); n; n = tei_walk(n, notes))
        if (tei_is(n, TEI_NOTE))
            read_below(c, words, NULL, n, n);
}

const Copies *copy_read(Making *m)
{
    if (!m->copies) {
        Arena *scratch = arena_open();
        Buf words = buf_new(scratch);
        m->copies = new(m->lists, Copies, 1);
        m->copies->a = m->lists;
        read_all(m, m->copies, &words);
        arena_close(scratch);
    }
    return m->copies;
}
