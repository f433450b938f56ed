/* column.c - text in columns, an index above all: lines of the grid in one stream, of which each column of a page takes
   the next.  Columns end level: where the stream ends by their length, before that by white between their texts. */
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

/* The line ends where its author ended it, or with the paragraph. */
static bool is_ended(const Prose *p, int line)
{
    const Setting *s = &p->set.settings[p->set.best];
    return line < 0 || p->breaks[s->breaks[line]].forced;
}

/* Of what begins a line of its own within a paragraph, as the pages of each text in an index do, neither the first nor
   the last line stands alone. */
static bool within_keeps(const Prose *p, int line)
{
    return !is_ended(p, line) && (is_ended(p, line - 1) || is_ended(p, line + 1));
}

/* Of a paragraph neither the first nor the last line stands alone; a heading stands with what it heads. */
static void add_text(Typesetter *t, Arena *a, Columns *c, Piece *p, const Frame *narrow)
{
    int n = p->prose->set.settings[p->prose->set.best].nlines;
    if (p->block->again && n > p->keep_lines) {
        Galley *again = new(a, Galley, 1);
        *again = galley_inner(t, a, p->block->again, narrow);
        p->again = again;
    }
    for (int l = 0; l < n; l++) {
        bool last = l == n - 1;
        bool keep = last ? p->keep_next : p->keep || l + 1 < p->keep_lines || n - l - 1 < p->keep_lines
            || within_keeps(p->prose, l);
        add_slot(a, c, (Slot){p, l, keep});
    }
}

static void add_piece(Typesetter *t, Arena *a, Columns *c, Piece *p, Sp *white, const Frame *narrow)
{
    if (p->kind == PIECE_TURN) return;
    *white += p->before + (p->kind == PIECE_SKIP ? p->height : 0);
    for (int i = c->n ? lines_in(c, *white) : 0; i > 0 && p->kind != PIECE_SKIP; i--)
        add_slot(a, c, (Slot){.keep = c->slots[c->n - 1].keep});
    if (p->kind == PIECE_SKIP) return;
    *white = p->after;
    p->leading = c->leading;
    if (p->kind == PIECE_TEXT) {
        add_text(t, a, c, p, narrow);
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
    for (int i = 0; i < c->galley.n; i++) add_piece(t, a, c, &c->galley.pieces[i], &white, &narrow);
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

/* Not the further lines of a solid piece. */
static bool is_white(const Columns *c, int i)
{
    return !c->slots[i].piece && (i == 0 || !c->slots[i - 1].keep);
}

/* White is not set at the top of a column. */
static int skip_white(const Columns *c, int from)
{
    while (from < c->n && is_white(c, from)) from++;
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

/* ---- what is said again above the rest of a paragraph */
static int again_lines(const Galley *g)
{
    int n = 0;
    for (int i = 0; g && i < g->n; i++)
        if (g->pieces[i].kind == PIECE_TEXT) n += g->pieces[i].prose->set.settings[g->pieces[i].prose->set.best].nlines;
    return n;
}

static const Galley *again_at(const Columns *c, int from, int k, bool turned)
{
    const Slot *s = turned && from < c->n ? &c->slots[from] : NULL;
    bool rest = s && s->piece && s->piece->kind == PIECE_TEXT && s->line > 0;
    return rest && again_lines(s->piece->again) < k - 1 ? s->piece->again : NULL;
}

/* What is left of k lines below it: of the first column of a page. */
static int room_at(const Columns *c, int from, int k, bool turned)
{
    return k - again_lines(again_at(c, from, k, turned));
}

int column_fill(const Columns *c, int from, int k, bool turned)
{
    for (int i = 0; i < c->cols && from < c->n; i++) {
        from = skip_white(c, from);
        from = column_end(c, from, room_at(c, from, k, turned && i == 0));
    }
    return from;
}

bool column_parts(const Columns *c, int from, int k, bool turned)
{
    for (int i = 0; i < c->cols && from < c->n; i++) {
        from = skip_white(c, from);
        from = column_end(c, from, room_at(c, from, k, turned && i == 0));
        if (from < c->n && from > 0 && c->slots[from - 1].keep) return true;
    }
    return false;
}

int column_least(const Columns *c)
{
    int k = 1;
    while (k < c->n && column_parts(c, 0, k, false)) k++;
    return k;
}

/* Whether columns of k lines hold all the rest and part nothing that is kept. */
static bool holds_whole(const Columns *c, int from, int k, bool turned)
{
    return !column_parts(c, from, k, turned) && column_fill(c, from, k, turned) == c->n;
}

int column_balance(const Columns *c, int from, int most, bool turned)
{
    int least = (c->n - from) / c->cols;
    for (int k = least > 0 ? least : 1; k <= most; k++)
        if (holds_whole(c, from, k, turned)) return k;
    for (int k = least > 0 ? least : 1; k <= most; k++)
        if (column_fill(c, from, k, turned) == c->n) return k;
    return 0;
}

/* Gives the height at which the rest begins. */
static Sp set_again(Typesetter *t, Arena *a, Sink *sink, const Columns *c, const Galley *again, Sp x, Sp y)
{
    for (int i = 0; again && i < again->n; i++) {
        const Piece *p = &again->pieces[i];
        int n = p->kind == PIECE_TEXT ? p->prose->set.settings[p->prose->set.best].nlines : 0;
        for (int l = 0; l < n; l++, y += c->leading) leaf_line(t, a, sink, p, p->prose->set.best, l, x, y);
    }
    return y;
}

/* ---- level feet.  Where white stands between the texts of a column, as between the letters of an index, what the
   column lacks goes there, a line each, to the last ones.  It lacks what all columns can reach, or what the longest
   has; the one in which the stream ends lacks nothing. */
typedef struct { int from, end, foot, gaps; const Galley *again; } Section;   /* foot: without the white at its end */

static bool is_gap(const Columns *c, const Section *s, int i)
{
    return i > s->from && is_white(c, i) && !is_white(c, i - 1);
}

static Section section_at(const Columns *c, const Stand *at, int from, bool first)
{
    Section s = {.from = skip_white(c, from)};
    bool turned = at->turned && first;
    s.again = again_at(c, s.from, at->k, turned);
    s.end = column_end(c, s.from, room_at(c, s.from, at->k, turned));
    int seen = s.end;
    while (seen > s.from && is_white(c, seen - 1)) seen--;
    s.foot = again_lines(s.again) + seen - s.from;
    for (int i = s.from; i < seen && s.end < c->n; i++) s.gaps += is_gap(c, &s, i);
    return s;
}

static int level_of(const Columns *c, const Stand *at)
{
    int longest = 0, reach = at->k;
    for (int i = 0, from = at->from; i < c->cols && from < c->n; i++) {
        Section s = section_at(c, at, from, i == 0);
        longest = s.foot > longest ? s.foot : longest;
        if (s.foot + s.gaps < reach) reach = s.foot + s.gaps;
        from = s.end;
    }
    return longest > reach ? longest : reach;
}

static void set_slot(Typesetter *t, Arena *a, Sink *sink, const Slot *s, const Frame *narrow, Sp x, Sp top)
{
    if (!s->piece) return;
    if (s->piece->kind == PIECE_SOLID) leaf_solid(t, a, sink, s->piece, narrow, x, top, false);
    else leaf_line(t, a, sink, s->piece, s->piece->prose->set.best, s->line, x, top);
}

static void set_section(Typesetter *t, Arena *a, Sink *sink, const Columns *c, const Section *s, int level,
                     const Frame *narrow, Sp x, Sp y)
{
    int gaps = s->gaps;
    y = set_again(t, a, sink, c, s->again, x, y);
    for (int l = s->from; l < s->end; l++, y += c->leading) {
        if (gaps > 0 && is_gap(c, s, l) && gaps-- <= level - s->foot) y += c->leading;
        set_slot(t, a, sink, &c->slots[l], narrow, x, y);
    }
}

void column_set(Typesetter *t, Arena *a, Sink *sink, const Columns *c, const Stand *at, const Frame *f)
{
    Frame narrow = *f;
    Sp x = at->x;
    int level = level_of(c, at);
    narrow.measure = c->width;
    for (int i = 0, from = at->from; i < c->cols && from < c->n; i++, x += c->width + c->gap) {
        Section s = section_at(c, at, from, i == 0);
        set_section(t, a, sink, c, &s, level, &narrow, x, at->y);
        from = s.end;
    }
}
