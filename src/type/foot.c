/* foot.c - notes at the foot of the page: one stream of lines through the flow; each page takes the lines of the notes
   that it calls, and what the page before could not hold.  A note is parted where it does not fit; it begins overleaf
   only where nothing else is possible. */
#include "type/inside.h"

enum { LEAST = 2 };                                                /* lines of a note that stay together */
#define COST_PARTED ((int64_t)20000000)
#define COST_LONE   ((int64_t)2000000000)                          /* a single line of a note */

static void add_line(Arena *a, Feet *f, NoteLine line)
{
    if ((f->nlines & (f->nlines - 1)) == 0) {                       /* full at each power of two */
        int cap = f->nlines ? f->nlines * 2 : 1;
        f->lines = arena_grow(a, f->lines, sizeof *f->lines, _Alignof(NoteLine), f->nlines, cap);
        f->sum = arena_grow(a, f->sum, sizeof(Sp), _Alignof(Sp), f->nlines ? f->nlines + 1 : 0, cap + 1);
    }
    f->lines[f->nlines++] = line;
    f->sum[f->nlines] = f->sum[f->nlines - 1] + line.above + line.height;
}

/* Of white, only what stands between two lines is kept; no note sends what follows to a new page. */
static void add_piece(Arena *a, Feet *f, const Piece *p, Sp *above)
{
    if (p->kind == PIECE_TURN) return;
    *above += p->before + (p->kind == PIECE_SKIP ? p->height : 0);
    int n = p->kind == PIECE_TEXT ? p->prose->set.settings[p->prose->set.best].nlines : p->kind == PIECE_SOLID;
    for (int l = 0; l < n; l++, *above = 0)
        add_line(a, f, (NoteLine){p, l, *above, p->kind == PIECE_TEXT ? p->leading : p->height});
    *above += p->after;
}

static void begin_note(Arena *a, Feet *f)
{
    if ((f->n & (f->n - 1)) == 0)
        f->starts = arena_grow(a, f->starts, sizeof(int), _Alignof(int), f->n ? f->n + 1 : 0, f->n ? f->n * 2 + 1 : 2);
    f->starts[f->n++] = f->nlines;
}

int foot_append(Arena *a, Feet *f, const Feet *more)
{
    for (int n = 0; n < more->n; n++) {
        begin_note(a, f);
        for (int i = more->starts[n]; i < more->starts[n + 1]; i++) add_line(a, f, more->lines[i]);
        f->starts[f->n] = f->nlines;
    }
    f->page = more->n ? more->page : f->page;
    return more->n;
}

/* Notes that a note calls stand below it, as parts of it. */
void foot_add(Typesetter *t, Arena *a, Feet *f, const Block *note, const Frame *frame)
{
    Galley g = galley_inner(t, a, note, frame);
    Sp above = 0;
    begin_note(a, f);
    for (int i = 0; i < g.n; i++) add_piece(a, f, &g.pieces[i], &above);
    for (int i = 0; i < g.feet.nlines; i++) add_line(a, f, g.feet.lines[i]);
    f->starts[f->n] = f->nlines;
    f->page = (frame->lines - 2) * frame->leading;
}

Sp foot_height(const Feet *f, int from, int to)
{
    return to > from ? f->rule + f->sum[to] - f->sum[from] : 0;
}

/* The note in which line `line` stands, among those before `called`. */
static int note_at(const Feet *f, int called, int line)
{
    int n = called - 1;
    while (n > 0 && f->starts[n] > line) n--;
    return n;
}

/* What it costs to end the notes of a page before line `to`: least with lines enough of a note on both sides, most
   where notes begin overleaf from their calls.  What goes on from the page before may end with any line. */
static int64_t parted_cost(const Feet *f, int from, int called, int to)
{
    int n = note_at(f, called, to), start = f->starts[n], behind = to - start, ahead = f->starts[n + 1] - to;
    int64_t late = (called - 1 - n) * COST_LATE;
    if (behind == 0) return late + COST_LATE;
    return late + COST_PARTED + ((start >= from && behind < LEAST) || ahead < LEAST ? COST_LONE : 0);
}

Share foot_share(const Feet *f, int from, int called, Sp room, bool page_ends)
{
    int end = called > 0 ? f->starts[called] : 0;
    if (end <= from) return (Share){.ok = true, .to = from};
    Sp height = foot_height(f, from, end);
    if (height <= room) return (Share){true, end, height, 0};
    if (!page_ends) return (Share){.ok = false};
    int to = end - 1;
    while (to > from && foot_height(f, from, to) > room) to--;
    if (to == from && room >= f->page) to++;                        /* nothing else stands here: it must go on */
    int64_t least = parted_cost(f, from, called, to);
    for (int t = to - 1; t > from && t > to - LEAST; t--) {
        int64_t cost = parted_cost(f, from, called, t);
        if (cost < least) {
            least = cost;
            to = t;
        }
    }
    return (Share){true, to, foot_height(f, from, to), least};
}

int foot_called(const Piece *p, const Setting *set, int line)
{
    if (!p->nnotes || line == 0) return p->note;
    if (!set || line == set->nlines) return p->note + p->nnotes;
    const Prose *prose = p->prose;
    Place end = prose->places[set->breaks[line - 1]];
    int n = 0;
    while (n < prose->nnotes && (prose->note_segs[n] < end.seg || (prose->note_segs[n] == end.seg && end.at > 0))) n++;
    return p->note + n;
}

static void set_rule(Arena *a, Sink *sink, Sp x, Sp y, const Frame *frame)
{
    Item *it = new(a, Item, 1);
    *it = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = x, .y = y, .width = frame->measure / 6,
                 .height = PT(1) / 2};
    sink_put(sink, it);
}

/* The last line stands as high above the foot as the last line of a page of text does. */
void foot_set(Typesetter *t, Arena *a, Sink *sink, const Feet *f, int from, int to, Sp x, Sp foot, const Frame *frame)
{
    if (to <= from) return;
    const NoteLine *last = &f->lines[to - 1];
    Sp y = foot - foot_height(f, from, to);
    if (last->piece->kind == PIECE_TEXT && last->height < frame->leading) y -= (frame->leading - last->height) / 4;
    set_rule(a, sink, x, y + f->rule / 3, frame);
    for (int i = from; i < to; i++) {
        const NoteLine *n = &f->lines[i];
        Sp top = y + f->rule + f->sum[i] - f->sum[from] + n->above;
        if (n->piece->kind == PIECE_SOLID) leaf_solid(t, a, sink, n->piece, frame, x, top, false);
        else leaf_line(t, a, sink, n->piece, n->piece->prose->set.best, n->line, x, top);
    }
}
