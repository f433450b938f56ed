/* place.c - a line between two breaks as places: what stands on it, for those who do not ask how.  Where line.c begins
   an item for a run, one is begun here, but of those without a destination only the first that tells where in the text
   the line begins. */
#include "type/inside.h"

typedef struct {
    Typesetter *t;
    Arena *a;
    Sink *sink;
    const Block *block;
    Sp y;
    const Run *run;                                                /* the one that was begun last */
    int level;                                                     /* of its segment */
    bool open, told;                                               /* its item goes on | the line's place is told */
} Placer;

/* named: destinations at the run's beginning are here. */
static void begin_run(Placer *p, const Seg *seg, int32_t at, bool named)
{
    const Run *run = seg->run;
    p->run = run;
    p->level = seg->level;
    p->open = true;
    named = named && run->anchor.n > 0 && line_begins_run(run, at);
    if (p->told && !named) return;
    Item *it = new(p->a, Item, 1);
    *it = (Item){.kind = ITEM_GLYPHS, .artifact = p->block->artifact, .y = p->y, .block = run->block};
    if (named) it->anchor = run->anchor;
    if (!p->sink->placed) it->offset = line_offset(p->t, run, at);
    p->told = p->told || run->block.n > 0;
    p->sink->placed = p->sink->placed || p->told;
    sink_put(p->sink, it);
}

/* Of a segment that does not go on with the run that is open. */
static void place_seg(Placer *p, const Seg *seg, int32_t at)
{
    const Run *run = seg->run;
    p->open = false;
    switch (seg->kind) {
    case SEG_WORD:
        if (seg->word->nglyphs > 0) begin_run(p, seg, at, true);
        return;
    case SEG_SPACE:
    case SEG_QUAD:
        begin_run(p, seg, at, true);
        return;
    case SEG_FIXED:
        if (run->text.n && seg->shape) begin_run(p, seg, 0, true);
        break;
    case SEG_EMPTY:
        if (run->anchor.n) begin_run(p, seg, 0, true);
        break;
    }
    p->open = false;
}

/* The space at which the line ends: what begins with it is on the next line, unless it is all of its run. */
static void place_last_space(Placer *p, const Seg *seg)
{
    if (!p->run) return;
    bool open = p->open && p->level == 0;
    if (!open || p->run != seg->run) begin_run(p, seg, seg->at, open || seg->run->text.n == seg->n);
}

void place_line(Typesetter *t, Arena *a, Sink *sink, const Prose *prose, int from, int to, Sp y)
{
    Placer p = {.t = t, .a = a, .sink = sink, .block = prose->block, .y = y};
    Span span = line_span(prose, from, to);
    const Seg *seg = prose->segs + span.first, *end = prose->segs + span.end;
    for (int32_t at = span.from; seg < end; seg++, at = 0) {
        if (p.open && seg->run == p.run && seg->level == p.level) continue;
        place_seg(&p, seg, seg->at + at);
    }
    if (span.space_after) place_last_space(&p, prose->segs + span.last);
}
