/* column.c - text in columns, an index above all: lines of the grid in one stream, of which each column of a page takes
   the next; where the stream ends, the columns end level. */
#include "type/inside.h"

typedef struct { const Piece *piece; int line; bool keep; } Slot;  /* NULL: white; keep: not the last of a column */
struct Columns {
    Galley galley;
    Slot *slots; int n, cap;
    int cols;
    Sp width, gap, leading;
};

static void add_slot(Arena *a, Columns *c, Slot slot)
{
    if (c->n == c->cap) {
        int cap = c->cap ? 2 * c->cap : 64;
        c->slots = arena_grow(a, c->slots, sizeof slot, _Alignof(Slot), c->cap, cap);
        c->cap = cap;
    }
    c->slots[c->n++] = slot;
}

static int lines_in(const Columns *c, Sp height)
{
    return (int)((height + c->leading - 1) / c->leading);
}

/* Of a paragraph neither the first nor the last line stands alone; a heading stands with what it heads. */
static void add_text(Arena *a, Columns *c, const Piece *p)
{
    int n = p->prose->set.settings[p->prose->set.best].nlines;
    for (int l = 0; l < n; l++) {
        bool last = l == n - 1;
        bool keep = last ? p->keep_next : p->keep || l + 1 < p->keep_lines || n - l - 1 < p->keep_lines;
        add_slot(a, c, (Slot){p, l, keep});
    }
}

static void add_piece(Arena *a, Columns *c, Piece *p, Sp *white)
{
    if (p->kind == PIECE_TURN) return;
    *white += p->before + (p->kind == PIECE_SKIP ? p->height : 0);
    for (int i = c->n ? lines_in(c, *white) : 0; i > 0 && p->kind != PIECE_SKIP; i--)
        add_slot(a, c, (Slot){.keep = c->slots[c->n - 1].keep});
    if (p->kind == PIECE_SKIP) return;
    *white = p->after;
    p->leading = c->leading;
    if (p->kind == PIECE_TEXT) {
        add_text(a, c, p);
        return;
    }
    for (int i = 0, n = lines_in(c, p->height); i < n; i++)
        add_slot(a, c, (Slot){i ? NULL : p, 0, i < n - 1 || p->keep_next});
}

Columns *column_read(Typesetter *t, Arena *a, const Block *b, const Frame *f)
{
    Columns *c = new(a, Columns, 1);
    Frame narrow = *f;
    Sp white = 0;
    c->cols = b->cols > 1 ? b->cols : 1;
    c->gap = b->width;
    c->leading = b->leading ? b->leading : f->leading;
    c->width = (f->measure - b->left - b->right - (c->cols - 1) * c->gap) / c->cols;
    narrow.measure = c->width;
    narrow.leading = c->leading;
    c->galley = galley_inner(t, a, b->inside, &narrow);
    for (int i = 0; i < c->galley.n; i++) add_piece(a, c, &c->galley.pieces[i], &white);
    return c;
}

const Feet *column_feet(const Columns *c)
{
    return &c->galley.feet;
}

int column_lines(const Columns *c)
{
    return c->n;
}

Sp column_leading(const Columns *c)
{
    return c->leading;
}

/* White is not set at the top of a column. */
static int skip_white(const Columns *c, int from)
{
    while (from < c->n && !c->slots[from].piece && (from == 0 || !c->slots[from - 1].keep)) from++;
    return from;
}

/* Where a column of at most k lines ends that begins at `from`. */
static int column_end(const Columns *c, int from, int k)
{
    int end = from + k;
    if (end >= c->n) return c->n;
    while (end > from && c->slots[end - 1].keep) end--;
    return end > from ? end : from + k;                             /* what is kept is longer than a column */
}

int column_fill(const Columns *c, int from, int k)
{
    for (int i = 0; i < c->cols && from < c->n; i++) from = column_end(c, skip_white(c, from), k);
    return from;
}

/* Whether columns of k lines hold all the rest and part nothing that is kept. */
static bool holds_whole(const Columns *c, int from, int k)
{
    for (int i = 0; i < c->cols && from < c->n; i++) {
        from = column_end(c, skip_white(c, from), k);
        if (from < c->n && c->slots[from - 1].keep) return false;
    }
    return from == c->n;
}

int column_balance(const Columns *c, int from, int most)
{
    int least = (c->n - from) / c->cols;
    for (int k = least > 0 ? least : 1; k <= most; k++)
        if (holds_whole(c, from, k)) return k;
    for (int k = least > 0 ? least : 1; k <= most; k++)
        if (column_fill(c, from, k) == c->n) return k;
    return 0;
}

void column_set(Typesetter *t, Arena *a, Sink *sink, const Columns *c, int from, int k, const Frame *f, Sp x, Sp y)
{
    Frame narrow = *f;
    narrow.measure = c->width;
    for (int i = 0; i < c->cols && from < c->n; i++, x += c->width + c->gap) {
        from = skip_white(c, from);
        int end = column_end(c, from, k);
        for (int l = from; l < end; l++) {
            const Slot *s = &c->slots[l];
            Sp top = y + (l - from) * c->leading;
            if (!s->piece) continue;
            if (s->piece->kind == PIECE_SOLID) leaf_solid(t, a, sink, s->piece, &narrow, x, top, false);
            else leaf_line(t, a, sink, s->piece, s->piece->prose->set.best, s->line, x, top);
        }
        from = end;
    }
}
