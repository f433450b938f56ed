/* foot.c - notes at the foot of the page: one stream of lines through the flow; each page takes the lines of the notes
   that it calls, and what the page before could not hold. */
#include "type/inside.h"

enum { LEAST = 2 };                                                /* lines of a note that stay together */
#define COST_PARTED ((int64_t)20000000)

static void add_line(Arena *a, Feet *f, NoteLine line)
{
    if ((f->nlines & (f->nlines - 1)) == 0) {                       /* full at each power of two */
        int cap = f->nlines ? f->nlines * 2 : 1;
        f->lines = arena_grow(a, f->lines, sizeof *f->lines, _Alignof(NoteLine), f->nlines, cap);
        f->sum = arena_grow(a, f->sum, sizeof(Sp), _Alignof(Sp), f->nlines ? f->nlines + 1 : 0, cap + 1);
    }
    f->lines[f->nlines++] = line;
    f->sum[f->nlines] = f->sum[f->nlines - 1] + line.above + line.leading;
}

static void add_prose(Typesetter *t, Arena *a, Feet *f, const Block *b, const Frame *frame)
{
    Prose *p = new(a, Prose, 1);
    prose_break(t, a, p, b, frame);
    int n = p->set.settings[p->set.best].nlines;
    for (int l = 0; l < n; l++)
        add_line(a, f, (NoteLine){p, l, l ? 0 : b->before, b->leading ? b->leading : frame->leading});
}

void foot_add(Typesetter *t, Arena *a, Feet *f, const Block *note, const Frame *frame)
{
    if ((f->n & (f->n - 1)) == 0)
        f->starts = arena_grow(a, f->starts, sizeof(int), _Alignof(int), f->n ? f->n + 1 : 0, f->n ? f->n * 2 + 1 : 2);
    f->starts[f->n++] = f->nlines;
    for (const Block *b = note; b; b = b->next)
        if (b->kind == BLOCK_PARA) add_prose(t, a, f, b, frame);
    f->starts[f->n] = f->nlines;
}

Sp foot_height(const Feet *f, int from, int to)
{
    return to > from ? f->rule + f->sum[to] - f->sum[from] : 0;
}

Share foot_share(const Feet *f, int from, int called, Sp room, bool page_ends)
{
    int end = called > 0 ? f->starts[called] : 0;
    if (end <= from) return (Share){.ok = true, .to = from};
    Sp height = foot_height(f, from, end);
    if (height <= room) return (Share){true, end, height, 0};
    if (!page_ends) return (Share){.ok = false};
    int last = f->starts[called - 1] > from ? f->starts[called - 1] : from, to = end - LEAST;
    while (to > last && foot_height(f, from, to) > room) to--;
    if (to < last + LEAST) return (Share){.ok = false};
    return (Share){true, to, foot_height(f, from, to), COST_PARTED};
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

void foot_set(Typesetter *t, Arena *a, Sink *sink, const Feet *f, int from, int to, Sp x, Sp y, const Frame *frame)
{
    if (to <= from) return;
    set_rule(a, sink, x, y + f->rule / 3, frame);
    for (int i = from; i < to; i++) {
        const NoteLine *n = &f->lines[i];
        const int32_t *breaks = n->prose->set.settings[n->prose->set.best].breaks;
        Sp top = y + f->rule + f->sum[i] - f->sum[from] + n->above;
        line_set(t, a, sink, n->prose, n->line ? breaks[n->line - 1] : 0, breaks[n->line], n->line, x,
                 top + n->leading * 3 / 4);
    }
}
