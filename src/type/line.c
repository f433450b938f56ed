/* line.c - a line between two breaks as items: glyphs at integer places, spaces stretched, glyphs widened as
   fit_line says */
#include "type/inside.h"

typedef struct {
    Typesetter *t;
    Arena *a;
    Sink *sink;
    const Prose *p;
    Fit fit;
    Sp x, y, spaces;                                               /* spaces: width of all that share fit.space */
    Sp given;                                                      /* of fit.space, so far */
    Sp taken;                                                      /* natural width of the spaces so far */
    Item *item;
    const Run *run;                                                /* the item's */
    int cap, glyphs;                                               /* of the open item | of the line, still to come */
    int32_t text_from;                                             /* the item's first byte in the run */
    int letters;
    uint8_t level;                                                 /* of what is being set */
    bool turned;                                                   /* some of the line is not 0 */
    Sp fill;                                                       /* width of each fill of the line */
} Setter;

void sink_put(Sink *s, Item *item)
{
    if (s->last) s->last->next = item;
    else s->first = item;
    s->last = item;
}

/* Lines come in order, so the scalars of a long run are counted once. */
ptrdiff_t line_offset(Typesetter *t, const Run *run, int32_t at)
{
    Counted *c = &t->counted;
    if (c->run != run || at < c->to) *c = (Counted){.run = run};
    c->scalars += utf8_count(str_sub(run->text, c->to, at - c->to));
    c->to = at;
    return run->offset + c->scalars;
}

/* A space that begins the run may have gone to the end of the line before. */
bool line_begins_run(const Run *run, int32_t at)
{
    return at == 0 || (at == 1 && run->text.s[0] == ' ');
}

/* Through the middle of small letters, or below the baseline. */
static void put_stroke(Setter *s, const Item *it, const Style *style)
{
    Sp thick = style->size / 20, up = style->stroke == STROKE_THROUGH ? style->size / 4 : -style->size / 7;
    Item *rule = new(s->a, Item, 1);
    *rule = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = it->x, .width = it->width, .height = thick,
                   .y = it->y - style->rise - up - thick / 2, .gray = style->gray};
    sink_put(s->sink, rule);
}

/* From right to left: each glyph stands where it would with all that are behind it set first. */
static void turn_glyphs(Item *it)
{
    Sp pen = it->width, place = 0;
    for (int i = it->nglyphs - 1; i >= 0; i--) {
        pen -= it->glyphs[i].advance;
        it->glyphs[i].dx += place - pen;
        place += it->glyphs[i].advance;
    }
}

static void close_item(Setter *s, int32_t text_to)
{
    Item *it = s->item;
    if (!it) return;
    it->text = str_sub(s->run->text, s->text_from, text_to - s->text_from);
    it->width = s->x - it->x;
    if (it->level % 2) turn_glyphs(it);
    s->item = NULL;
    if (s->run->style->stroke && it->width > 0) put_stroke(s, it, s->run->style);
}

static Item *begin_item(Setter *s, const Run *run, const Font *font, int32_t at)
{
    const Block *b = s->p->block;
    Item *it = new(s->a, Item, 1);
    *it = (Item){.kind = ITEM_GLYPHS, .artifact = b->artifact, .node = b->artifact ? NULL : run->node,
                 .x = s->x, .y = s->y, .font = font, .size = run->style->size, .rise = run->style->rise,
                 .gray = run->style->gray, .level = s->level,
                 .scale = s->fit.scale, .link = run->link, .describe = run->describe, .block = run->block};
    it->height = run->style->size;
    it->offset = line_offset(s->t, run, at);
    if (line_begins_run(run, at)) it->anchor = run->anchor;
    s->item = it;
    s->run = run;
    s->text_from = at;
    s->cap = 0;
    sink_put(s->sink, it);
    return it;
}

static Item *item_at(Setter *s, const Run *run, const Font *font, int32_t at)
{
    if (!s->item || s->run != run || s->item->font != font || s->item->level != s->level) {
        close_item(s, s->run == run ? at : s->run ? (int32_t)s->run->text.n : 0);
        begin_item(s, run, font, at);
    }
    return s->item;
}

static void add_glyph(Setter *s, const Run *run, const Font *font, int32_t at, Glyph g)
{
    Item *it = item_at(s, run, font, at);
    if (it->nglyphs == s->cap) {
        int cap = s->cap ? s->cap + 16 : s->glyphs + 1;
        it->glyphs = arena_grow(s->a, it->glyphs, sizeof(Glyph), _Alignof(Glyph), s->cap, cap);
        s->cap = cap;
    }
    g.cluster = at - s->text_from;
    it->glyphs[it->nglyphs++] = g;
    if (s->glyphs) s->glyphs--;
    s->x += g.advance;
}

static Sp scaled(const Setter *s, Sp width)
{
    return s->fit.scale == 1000 ? width : width * s->fit.scale / 1000;
}

/* A word, or a part of one: glyphs of clusters in [from, to) of `w`, which stands at byte `base` of the run. */
static void set_glyphs(Setter *s, const Seg *seg, const Word *w, int32_t base)
{
    const Run *run = seg->run;
    Sp size = run->style->size, track = (Sp)run->style->track * size / 1000 + s->fit.track;
    for (int i = 0; i < w->nglyphs; i++) {
        const WordGlyph *g = &w->glyphs[i];
        const Font *font = g->fallback ? seg->shape->fallback : seg->shape->font;
        Glyph out = {.gid = g->gid, .advance = scaled(s, em_sp(g->advance, size)) + track,
                     .dx = scaled(s, em_sp(g->dx, size)), .dy = em_sp(g->dy, size)};
        add_glyph(s, run, font, base + (int32_t)g->cluster, out);
    }
}

/* The part of a word between two bytes, shaped anew: ligatures and kerning over the cut go. */
static void set_part(Setter *s, const Seg *seg, int32_t from, int32_t to, bool hyphen)
{
    Str part = str_sub(seg->run->text, seg->at + from, to - from);
    if (hyphen) {
        Str joined = str_format(s->t->scratch, "%.*s-", STR(part));
        set_glyphs(s, seg, word_find(s->t, seg->shape, joined, seg->run->at), seg->at + from);
        s->item->hyphen = true;
        close_item(s, seg->at + to);
        return;
    }
    if (part.n) set_glyphs(s, seg, word_find(s->t, seg->shape, part, seg->run->at), seg->at + from);
}

/* What the spaces share is dealt out by their width so that no unit is lost on the way. */
static void set_space(Setter *s, const Seg *seg)
{
    s->taken += seg->width;
    Sp due = s->spaces > 0 ? s->fit.space * s->taken / s->spaces : 0;
    Glyph g = {.gid = seg->shape->font->space, .advance = seg->width + due - s->given};
    s->given = due;
    add_glyph(s, seg->run, seg->shape->font, seg->at, g);
}

/* One glyph, of the font or made by HarfBuzz of its space; neither widened nor parted from its neighbours. */
static void set_quad(Setter *s, const Seg *seg)
{
    const WordGlyph *g = seg->word->nglyphs ? &seg->word->glyphs[0] : NULL;
    const Font *font = g && g->fallback ? seg->shape->fallback : seg->shape->font;
    add_glyph(s, seg->run, font, seg->at, (Glyph){.gid = g ? g->gid : font->space, .advance = seg->width});
}

/* The space at which the line ends stays in the text, but not in the item's width. */
static void set_last_space(Setter *s, const Seg *seg)
{
    Sp x = s->x;
    if (!s->run) return;
    s->level = 0;
    if (s->item && s->item->level) close_item(s, s->run == seg->run ? seg->at : (int32_t)s->run->text.n);
    if (!s->item) {
        begin_item(s, seg->run, seg->shape->font, seg->at);
        if (seg->run->text.n > seg->n) s->item->anchor = S("");    /* the place is the word on the next line */
    }
    add_glyph(s, seg->run, s->item->font, seg->at, (Glyph){.gid = s->item->font->space, .advance = seg->width});
    s->x = x;
    close_item(s, seg->at + seg->n);
}

/* One item of n leaders; it is furniture, whatever the line is. */
static void set_leaders(Setter *s, const Seg *seg, const Word *w, int n)
{
    Buf text = buf_new(s->a);
    Item *it = begin_item(s, seg->run, seg->shape->font, 0);
    it->artifact = it->artifact ? it->artifact : ARTIFACT_LAYOUT;
    it->node = NULL;
    it->block = it->anchor = it->link = it->describe = S("");
    s->glyphs = n * w->nglyphs;
    for (int i = 0; i < n; i++) {
        set_glyphs(s, seg, w, (int32_t)text.n);
        buf_put(&text, seg->run->text);
    }
    close_item(s, 0);
    s->sink->last->text = buf_str(&text);
}

/* Leaders stand on a grid that is counted from the right edge, so that they stand below each other. */
static void set_fill(Setter *s, const Seg *seg)
{
    close_item(s, s->run ? (int32_t)(s->run->text.n) : 0);
    const Run *run = seg->run;
    Sp end = s->x + s->fill;
    const Word *w = run->text.n && seg->shape ? word_find(s->t, seg->shape, run->text, run->at) : NULL;
    Sp step = w ? em_sp(w->width, run->style->size) : 0;
    Sp edge = s->p->block->right;
    if (w && step > 0 && s->fill > step) {
        Sp from = s->x - edge, first = (from + step - 1) / step * step + edge;
        Sp last = end - run->style->size / 2;                       /* half an em clear of the number */
        s->x = first;
        set_leaders(s, seg, w, (int)((last - first) / step));
    }
    s->x = end;
}

/* A blank in it parts the words around it for those who hear them; its own width is nothing to the line. */
static void set_fixed(Setter *s, const Seg *seg)
{
    close_item(s, s->run ? (int32_t)s->run->text.n : 0);
    Sp x = s->x;
    if (seg->run->text.n && seg->shape) {
        Sp advance = em_sp(seg->shape->space, seg->run->style->size);
        add_glyph(s, seg->run, seg->shape->font, 0, (Glyph){.gid = seg->shape->font->space, .advance = advance});
        s->x = x;
        close_item(s, (int32_t)seg->run->text.n);
    }
    s->x = x + seg->run->width;
}

static void set_empty(Setter *s, const Seg *seg)
{
    if (!seg->run->anchor.n) return;
    close_item(s, s->run ? (int32_t)s->run->text.n : 0);
    begin_item(s, seg->run, seg->shape->font, 0);
    close_item(s, 0);
}

/* Ends the open item where its run's text goes on no more on this line. */
static void leave_run(Setter *s, const Seg *next)
{
    if (s->item && s->run != next->run) close_item(s, (int32_t)s->run->text.n);
}

static void set_seg(Setter *s, const Seg *seg, int32_t from, int32_t to, bool hyphen)
{
    leave_run(s, seg);
    s->level = seg->level;
    s->turned |= seg->level > 0;
    switch (seg->kind) {
    case SEG_WORD:
        if (from == 0 && to == seg->n && !hyphen) set_glyphs(s, seg, seg->word, seg->at);
        else set_part(s, seg, from, to, hyphen);
        return;
    case SEG_SPACE:
        set_space(s, seg);
        return;
    case SEG_FILL:
        set_fill(s, seg);
        return;
    case SEG_QUAD:
        set_quad(s, seg);
        return;
    case SEG_FIXED:
        set_fixed(s, seg);
        return;
    case SEG_EMPTY:
        set_empty(s, seg);
        return;
    case SEG_BREAK:
        return;
    }
}

/* ---- natural widths of the line as it will really be set: of cut words the breaker had an estimate only */
typedef struct { Sp natural, spaces; int letters, gaps, fills; } Natural;

static Sp part_width(Typesetter *t, const Seg *seg, int32_t from, int32_t to, bool hyphen, int *letters)
{
    Str part = str_sub(seg->run->text, seg->at + from, to - from);
    if (hyphen) part = str_format(t->scratch, "%.*s-", STR(part));
    if (!part.n) return 0;
    const Word *w = word_find(t, seg->shape, part, seg->run->at);
    Sp size = seg->run->style->size, sum = 0;
    for (int i = 0; i < w->nglyphs; i++) sum += em_sp(w->glyphs[i].advance, size);
    *letters = w->nglyphs;
    return sum + (Sp)seg->run->style->track * size / 1000 * w->nglyphs;
}

static void measure_seg(Typesetter *t, const Seg *seg, int32_t from, int32_t to, bool hyphen, Natural *n)
{
    if (seg->kind == SEG_FILL) n->fills++;
    if (seg->kind == SEG_SPACE) {
        n->natural += seg->width;
        n->spaces += seg->width;
        n->gaps++;
    } else if (seg->kind == SEG_FIXED || seg->kind == SEG_QUAD) {
        n->natural += seg->width;
    } else if (seg->kind == SEG_WORD) {
        int letters = seg->word->nglyphs;
        if (from == 0 && to == seg->n && !hyphen) n->natural += seg->width;
        else n->natural += part_width(t, seg, from, to, hyphen, &letters);
        n->letters += letters;
    }
}

Span line_span(const Prose *p, int from, int to)
{
    Place a = p->places[from], b = p->places[to];
    Span s = {.first = a.seg, .from = a.at, .last = b.seg, .to = b.at, .hyphen = b.hyphen};
    if (from > 0 && a.at == 0 && a.seg < p->nsegs) {
        SegKind k = p->segs[a.seg].kind;
        if (is_blank(k) || k == SEG_BREAK) s.first++;
        bool forced = is_blank(k) && p->breaks[from].forced;
        if (forced && s.first < p->nsegs && p->segs[s.first].kind == SEG_BREAK) s.first++;
    }
    s.end = s.to > 0 && s.last < p->nsegs ? s.last + 1 : s.last;
    s.space_after = b.at == 0 && b.seg < p->nsegs && is_blank(p->segs[b.seg].kind);
    return s;
}

static void each_seg(Setter *s, Natural *n, Span span)
{
    const Prose *p = s->p;
    for (int i = span.first; i < span.end; i++) {
        const Seg *seg = &p->segs[i];
        int32_t from = i == span.first ? span.from : 0, to = i == span.last ? span.to : seg->n;
        bool hyphen = i == span.last && span.hyphen;
        if (n) measure_seg(s->t, seg, from, to, hyphen, n);
        else set_seg(s, seg, from, to, hyphen);
    }
}

static Sp shift_of(Align align, Sp slack)
{
    if (slack < 0) return 0;
    return align == ALIGN_CENTER ? slack / 2 : align == ALIGN_RIGHT ? slack : 0;
}

/* 1/1000: with spaces four times as wide and more, a line rather ends where it may. */
enum { HOPELESS = 3000 };

static void fit(Setter *s, const Natural *n, const Break *from, const Break *to, Sp width)
{
    const Measure *m = &s->p->measure;
    Align align = s->p->block->align;
    if (m->protrude) width += from->left + to->right;
    Sp slack = width - n->natural;
    s->fit = (Fit){.scale = 1000};
    s->spaces = n->spaces;
    if (m->protrude) s->x -= from->left;
    if (n->fills && (slack >= 0 || align != ALIGN_JUSTIFY)) {      /* too long: its spaces give way as in any line */
        s->fill = slack > 0 ? slack / n->fills : 0;
        return;
    }
    if (align != ALIGN_JUSTIFY) {
        s->x += shift_of(align, slack);
        return;
    }
    if (to->forced && slack >= 0) return;
    s->fit = fit_line(m, slack, n->natural, n->spaces, n->letters);
    if (s->fit.tight > HOPELESS) s->fit = (Fit){.scale = 1000};
    Sp least = -(n->spaces * 3 / 10);                               /* an overfull line hangs out instead */
    if (s->fit.space < least) s->fit.space = least;
}

/* ---- the order in which items stand: from the highest level down to 1, what is at least so high goes the other way
   round (UAX #9, L2).  In the line they stay in the order in which they are read. */
typedef struct { Item *item, *rule; Sp x, width; } Spot;

static int list_items(Arena *a, const Sink *sink, const Item *before, Sp end, Spot **all)
{
    int n = 0;
    Item *first = before ? before->next : sink->first;
    for (Item *it = first; it; it = it->next) n += it->kind == ITEM_GLYPHS;
    Spot *places = *all = new(a, Spot, n + 1);
    n = 0;
    for (Item *it = first; it; it = it->next)
        if (it->kind == ITEM_GLYPHS) places[n++] = (Spot){.item = it, .x = it->x};
        else if (n > 0) places[n - 1].rule = it;                   /* a stroke through it */
    for (int i = 0; i < n; i++) places[i].width = (i + 1 < n ? places[i + 1].x : end) - places[i].x;
    return n;
}

static void reverse(Spot *p, int n)
{
    for (int i = 0; i < n / 2; i++) {
        Spot first = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = first;
    }
}

static void order_items(Arena *scratch, const Sink *sink, const Item *before, Sp end)
{
    Spot *p;
    int n = list_items(scratch, sink, before, end, &p), most = 0;
    for (int i = 0; i < n; i++) most = p[i].item->level > most ? p[i].item->level : most;
    if (most == 0) return;
    Sp x = p[0].x;
    for (int level = most; level > 0; level--)
        for (int i = 0, k; i < n; i = k + 1) {
            for (k = i; k < n && p[k].item->level >= level; k++) continue;
            reverse(p + i, k - i);
        }
    for (int i = 0; i < n; x += p[i++].width) {
        if (p[i].rule) p[i].rule->x += x - p[i].x;
        p[i].item->x = x;
    }
}

static Sp indent_of(const Block *b, int line)
{
    return line == 0 ? b->first : b->hang + (line < b->beside ? b->beside_indent : 0);
}

void line_set(Typesetter *t, Arena *a, Sink *sink, const Prose *p, int from, int to, int line, Sp x, Sp y)
{
    const Block *b = p->block;
    if (t->bare) {
        place_line(t, a, sink, p, from, to, y);
        return;
    }
    Mark mark = arena_mark(t->scratch);
    Setter s = {.t = t, .a = a, .sink = sink, .p = p, .x = x + b->left + indent_of(b, line), .y = y};
    Span span = line_span(p, from, to);
    const Item *before = sink->last;
    Natural n = {0};
    each_seg(&s, &n, span);
    fit(&s, &n, &p->breaks[from], &p->breaks[to], measure_line(&p->measure, line));
    s.glyphs = n.letters + n.gaps;
    each_seg(&s, NULL, span);
    if (span.space_after) set_last_space(&s, &p->segs[span.last]);
    bool goes_on = s.run && span.last < p->nsegs && p->segs[span.last].run == s.run;
    if (s.item) close_item(&s, goes_on ? p->segs[span.last].at + span.to : (int32_t)s.run->text.n);
    if (s.turned) order_items(t->scratch, sink, before, s.x);
    arena_rewind(t->scratch, mark);
}
