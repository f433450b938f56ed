/* page.c - pieces into pages: one optimisation over the whole flow.

   A State says: piece `piece` comes next (or goes on at line `line` in setting `setting`), on page `page`, at height
   `u` below the page's top; `cut`: the lines by which this spread is shorter than the frame.  From each state lead

     a paragraph that fits, in each of its lengths          -> the next piece, further down
     its first lines, the page being full                   -> the same piece on the next page
     a turn of the page before the piece                    -> the same piece at the top of the next page

   with a price for what a reader would see: a page that ends above its neighbour, a paragraph set in another length
   than its best, a hyphen at the foot.  A widow, an orphan, a heading without text, a hyphen from recto to verso have
   prices nobody pays.  States that agree in all this are one state with its cheapest past.  The number of states for a
   piece is bounded, so time is linear. */
#include "type/inside.h"
#include <stdlib.h>

enum { STATES = 20, CUTS = 3, RAGGED_TRIES = 3 };
#define COST_SETTING     ((int64_t)2000000)                        /* another length than the best, with its demerits */
#define COST_CUT         ((int64_t)5000000)                        /* a spread a line short */
#define COST_RAGGED      ((int64_t)400000000)                      /* a page a line shorter than its neighbour */
#define COST_HYPHEN      ((int64_t)3000000)                        /* at the foot of a verso */
#define COST_TURN_HYPHEN ((int64_t)20000000000)                    /* at the foot of a recto */
#define COST_BROKEN_KEEP ((int64_t)50000000000)                    /* widow, orphan, stranded heading */
#define COST_EXTRA_LINE  ((int64_t)6000000)                        /* a line more above a heading */
#define COST_SHORT_END   ((int64_t)60000000)                       /* fewer than SHORT_END lines on the last page */
enum { SHORT_END = 5 };

typedef struct {
    int32_t piece, line, page, past;                               /* past: the state before, -1 none */
    int8_t setting, cut;
    bool must;                                                     /* the piece may not be parted from the one before */
    Sp u;
    int64_t cost;
    int32_t placed, from, count; int8_t placed_setting;            /* on the way: lines from, from + 1, … */
    Sp placed_at;
    bool with_head;
} State;
typedef struct { State *s; int n, cap; } States;
typedef struct {
    Typesetter *t;
    const Frame *f;
    Galley g;
    States all;                                                    /* all states, in order of their piece */
    int begin;                                                     /* of the states of the piece in hand */
    States next;                                                   /* of the pieces after it */
    int opening;                                                   /* page number on which the flow begins */
} Maker;

static Sp round_up(Sp u, Sp leading)
{
    return (u + leading - 1) / leading * leading;
}

static bool is_recto(int page)
{
    return page % 2 == 1;
}

static Sp page_height(const Maker *m, const State *s)
{
    return (m->f->lines - s->cut) * m->f->leading;
}

static void states_put(Arena *a, States *all, State s)
{
    if (all->n == all->cap) {
        int cap = all->cap ? all->cap * 2 : 256;
        all->s = arena_grow(a, all->s, sizeof(State), _Alignof(State), all->cap, cap);
        all->cap = cap;
    }
    all->s[all->n++] = s;
}

static bool same_state(const State *a, const State *b)
{
    return a->piece == b->piece && a->page == b->page && a->u == b->u && a->line == b->line &&
           a->setting == b->setting && a->cut == b->cut && a->must == b->must;
}

static void reach(Maker *m, States *list, int from, State s)
{
    for (int i = from; i < list->n; i++)
        if (same_state(&list->s[i], &s)) {
            if (s.cost < list->s[i].cost) list->s[i] = s;
            return;
        }
    states_put(m->t->flow, list, s);
}

static void reach_next(Maker *m, State s)
{
    reach(m, &m->next, 0, s);
}

/* The next page's top.  A verso opens a spread and may choose to be cut; a recto takes what its verso chose. */
static void turn(Maker *m, State s)
{
    s.page++;
    s.u = 0;
    if (is_recto(s.page)) {
        reach(m, &m->all, m->begin, s);
        return;
    }
    int64_t cost = s.cost;
    for (int cut = 0; cut < CUTS; cut++) {
        s.cut = (int8_t)cut;
        s.cost = cost + cut * cut * COST_CUT;
        reach(m, &m->all, m->begin, s);
    }
}

static int64_t ragged_cost(const Maker *m, const State *s, Sp end)
{
    Sp gap = (page_height(m, s) - end) / m->f->leading;
    return gap > 0 ? gap * gap * COST_RAGGED : 0;
}

static State follow(const State *s, int32_t index)
{
    State n = *s;
    n.past = index;
    n.placed = -1;
    n.count = 0;
    n.with_head = false;
    return n;
}

static int64_t setting_cost(const Piece *p, int setting)
{
    const Settings *set = &p->prose->set;
    if (setting == set->best) return 0;
    return COST_SETTING + set->settings[setting].demerits - set->settings[set->best].demerits;
}

static bool hyphen_ends(const Piece *p, int setting, int line)
{
    return p->prose->breaks[p->prose->set.settings[setting].breaks[line]].hyphen;
}

/* Lines `line`… of a paragraph, the first at u0.  `lax`: keeps may be broken, at their price. */
static void place_lines(Maker *m, int32_t index, int setting, Sp u0, int64_t cost, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g.pieces[s.piece];
    int total = p->prose->set.settings[setting].nlines, rest = total - s.line;
    int fits = (int)((page_height(m, &s) - u0) / p->leading);
    bool top = s.u == 0 && s.line == 0;
    if (rest <= fits || (lax && top && fits < 1)) {
        State n = follow(&s, index);
        n.cost += cost;
        n.piece++;
        n.line = 0;
        n.setting = -1;
        n.u = u0 + rest * p->leading + p->after;
        n.must = p->keep_next;
        n.placed = s.piece;
        n.from = s.line;
        n.count = rest;
        n.placed_setting = (int8_t)setting;
        n.placed_at = u0;
        reach_next(m, n);
    }
    if (p->keep && !lax) return;
    for (int count = fits < rest ? fits : rest - 1, tries = 0; count >= 1 && tries < RAGGED_TRIES; count--, tries++) {
        int64_t price = cost + ragged_cost(m, &s, u0 + count * p->leading);
        bool bad = (s.line == 0 && count < p->keep_lines) || rest - count < p->keep_lines || p->keep;
        if (bad && !lax) continue;
        if (bad) price += COST_BROKEN_KEEP;
        if (hyphen_ends(p, setting, s.line + count - 1)) price += is_recto(s.page) ? COST_TURN_HYPHEN : COST_HYPHEN;
        State n = follow(&s, index);
        n.cost += price;
        n.line += count;
        n.setting = (int8_t)setting;
        n.must = false;
        n.placed = s.piece;
        n.from = s.line;
        n.count = count;
        n.placed_setting = (int8_t)setting;
        n.placed_at = u0;
        turn(m, n);
        if (!price) break;
    }
}

/* Where the piece would begin on this page. */
static Sp start_of(const Maker *m, const State *s, const Piece *p)
{
    if (s->line > 0) return s->u;
    bool opens_flow = s->piece == 0;
    Sp u = p->rounds ? round_up(s->u, m->f->leading) : s->u;
    return s->u == 0 && !opens_flow ? 0 : u + p->before;
}

static void place_text(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g.pieces[s.piece];
    Sp u0 = start_of(m, &s, p);
    if (s.line > 0) {
        place_lines(m, index, s.setting, u0, 0, lax);
        return;
    }
    for (int k = 0; k < p->prose->set.n; k++) {
        int64_t cost = setting_cost(p, k);
        if (cost >= COST_RAGGED && !lax) continue;
        place_lines(m, index, k, u0, cost, lax);
        if (p->keep_next && !s.must && s.u > 0 && p->before >= m->f->leading / 2)
            place_lines(m, index, k, u0 + m->f->leading, cost + COST_EXTRA_LINE, lax);
    }
}

static void place_solid(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g.pieces[s.piece];
    Sp u0 = start_of(m, &s, p), head = s.u == 0 ? p->repeat : 0;
    if (u0 + head + p->height > page_height(m, &s) && !(lax && s.u == 0)) return;
    State n = follow(&s, index);
    n.piece++;
    n.u = u0 + head + p->height + p->after;
    n.must = p->keep_next;
    n.placed = s.piece;
    n.count = 1;
    n.placed_at = u0;
    n.with_head = head > 0;
    reach_next(m, n);
}

static void place_skip(Maker *m, int32_t index)
{
    State s = m->all.s[index];
    const Piece *p = &m->g.pieces[s.piece];
    State n = follow(&s, index);
    n.piece++;
    if (s.u > 0 || s.piece == 0) n.u = start_of(m, &s, p) + p->height + p->after;
    reach_next(m, n);
}

/* A forced turn: the page may end anywhere. */
static void place_turn(Maker *m, int32_t index)
{
    State s = follow(&m->all.s[index], index);
    bool recto = m->g.pieces[s.piece].recto;
    s.piece++;
    s.must = false;
    if (s.u > 0 || s.page == m->opening) s.page++;
    if (recto && !is_recto(s.page)) s.page++;
    s.u = 0;
    s.cut = 0;
    reach_next(m, s);
}

static void place(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    PieceKind kind = m->g.pieces[s.piece].kind;
    if (kind == PIECE_TEXT) place_text(m, index, lax);
    else if (kind == PIECE_SOLID) place_solid(m, index, lax);
    else if (kind == PIECE_SKIP) place_skip(m, index);
    else place_turn(m, index);
    if (s.line > 0 || s.u == 0 || kind == PIECE_TURN || kind == PIECE_SKIP || (s.must && !lax)) return;
    State n = follow(&s, index);
    n.cost += ragged_cost(m, &s, s.u) + (s.must ? COST_BROKEN_KEEP : 0);
    n.must = false;
    turn(m, n);
}

static int by_cost(const void *a, const void *b)
{
    const State *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    if (x->page != y->page) return x->page < y->page ? -1 : 1;
    return x->u < y->u ? -1 : x->u > y->u;
}

/* The states waiting for the next piece become the ones in hand: the cheapest of them. */
static void advance(Maker *m)
{
    qsort(m->next.s, (size_t)m->next.n, sizeof(State), by_cost);
    m->begin = m->all.n;
    int keep = m->next.n < STATES ? m->next.n : STATES;
    for (int i = 0; i < keep; i++) states_put(m->t->flow, &m->all, m->next.s[i]);
    m->next.n = 0;
}

static void solve(Maker *m, int number)
{
    bool spread = !is_recto(number);
    for (int cut = 0; cut < (spread ? CUTS : 1); cut++)
        reach_next(m, (State){.page = number, .past = -1, .placed = -1, .setting = -1, .cut = (int8_t)cut,
                              .cost = cut * cut * COST_CUT, .u = m->f->sink * m->f->leading});
    advance(m);
    for (int piece = 0; piece < m->g.n; piece++) {
        for (int i = m->begin; i < m->all.n; i++) place(m, i, false);
        if (!m->next.n)
            for (int i = m->begin; i < m->all.n; i++) place(m, i, true);
        advance(m);
    }
}

static int32_t best_end(const Maker *m)
{
    int32_t best = m->begin;
    int64_t least = INT64_MAX;
    for (int i = m->begin; i < m->all.n; i++) {
        const State *s = &m->all.s[i];
        int64_t cost = s->cost;
        if (s->page > m->opening && s->u < SHORT_END * m->f->leading) cost += COST_SHORT_END;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

/* ---- from the cheapest way to pages */

typedef struct { int32_t piece, setting, from, count, page; Sp at, end; bool with_head; } Step;
typedef struct { Step *s; int n; } Steps;

static Steps walk_back(const Maker *m, int32_t end)
{
    int n = 0;
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) n += m->all.s[i].count > 0;
    Steps out = {new(m->t->flow, Step, n), n};
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) {
        const State *s = &m->all.s[i];
        if (!s->count) continue;
        const Piece *p = &m->g.pieces[s->placed];
        Sp height = p->kind == PIECE_TEXT ? s->count * p->leading : p->height + (s->with_head ? p->repeat : 0);
        out.s[--n] = (Step){s->placed, s->placed_setting, s->from, s->count, m->all.s[s->past].page, s->placed_at,
                            s->placed_at + height, s->with_head};
    }
    return out;
}

/* What a group lacks to whole lines is put above a heading, half above and half below other displays; at the foot
   of a page all of it above, so that feet stay level; never at the top of a page. */
static void level_groups(const Maker *m, Steps *steps)
{
    for (int i = 0, j; i < steps->n; i = j) {
        int group = m->g.pieces[steps->s[i].piece].group, page = steps->s[i].page;
        for (j = i + 1; j < steps->n && steps->s[j].page == page; j++)
            if (m->g.pieces[steps->s[j].piece].group != group) break;
        if (!group || steps->s[i].at == 0 || steps->s[i].from > 0) continue;
        const Piece *last = &m->g.pieces[steps->s[j - 1].piece];
        bool foot = j == steps->n || steps->s[j].page != page;
        Sp end = steps->s[j - 1].end + (foot ? 0 : last->after);
        Sp pad = round_up(end, m->f->leading) - end, shift = foot || last->keep_next ? pad : pad / 2;
        if (foot && j == steps->n) shift = 0;
        for (int k = i; k < j; k++) steps->s[k].at += shift;
    }
}

static Page *new_page(Arena *a, const Frame *f, Page **first, Page *last, int number)
{
    Page *p = new(a, Page, 1);
    *p = (Page){.number = number, .width = f->width, .height = f->height};
    p->left = is_recto(number) ? f->inner : f->width - f->inner - f->measure;
    if (last) last->next = p;
    else *first = p;
    return p;
}

static void set_solid(Maker *m, Arena *a, Sink *sink, const Piece *p, const Step *st, Sp x, Sp y)
{
    const Block *b = p->block;
    if (p->row) {
        tabular_set(m->t, a, sink, p->row, x, y, st->with_head);
        return;
    }
    Item *it = new(a, Item, 1);
    bool rule = b->kind == BLOCK_RULE;
    Sp measure = m->f->measure - b->left - b->right, width = b->width ? b->width : measure, room = measure - width;
    *it = (Item){.kind = rule ? ITEM_RULE : ITEM_IMAGE, .node = b->node, .x = x + b->left, .y = y, .width = width,
                 .height = b->height, .image = b->image};
    it->artifact = rule && !b->artifact ? ARTIFACT_LAYOUT : b->artifact;
    if (it->artifact) it->node = NULL;
    it->x += b->align == ALIGN_CENTER ? room / 2 : b->align == ALIGN_RIGHT ? room : 0;
    sink_put(sink, it);
}

static void set_step(Maker *m, Arena *a, Page *page, const Step *st)
{
    const Piece *p = &m->g.pieces[st->piece];
    Sink sink = {page->items, page->last};
    Sp y = m->f->top + st->at;
    if (p->kind == PIECE_SOLID) {
        set_solid(m, a, &sink, p, st, page->left, y);
    } else {
        const int32_t *breaks = p->prose->set.settings[st->setting].breaks;
        for (int l = st->from; l < st->from + st->count; l++)
            line_set(m->t, a, &sink, p->prose, l ? breaks[l - 1] : 0, breaks[l], l == 0, page->left,
                     y + (l - st->from) * p->leading + p->leading * 3 / 4);
    }
    page->items = sink.first;
    page->last = sink.last;
}

static void note_place(Page *page)
{
    for (const Item *it = page->items; it; it = it->next)
        if (it->block.n) {
            page->block = it->block;
            page->offset = it->offset;
            return;
        }
}

static Page *make_pages(Maker *m, Arena *a, Steps steps, const void *mark, int number)
{
    Page *first = NULL, *last = NULL;
    bool begun = false;
    for (int i = 0; i < steps.n || !begun; i++) {
        int at = i < steps.n ? steps.s[i].page : m->opening;
        if (!last) last = new_page(a, m->f, &first, NULL, number);
        while (last->number < at) {
            last->blank = !begun || !last->items;
            last = new_page(a, m->f, &first, last, last->number + 1);
            last->first_mark = last->last_mark = mark;
        }
        if (!begun) {
            last->opening = true;
            last->first_mark = last->last_mark = mark;
        }
        begun = true;
        if (i >= steps.n) break;
        const Piece *p = &m->g.pieces[steps.s[i].piece];
        if (p->block->mark && steps.s[i].from == 0) {
            mark = p->block->mark;
            if (!last->items) last->first_mark = mark;
            last->last_mark = mark;
        }
        set_step(m, a, last, &steps.s[i]);
    }
    for (Page *p = first; p; p = p->next) note_place(p);
    return first;
}

Page *type_flow(Typesetter *t, Arena *a, const Block *blocks, const Frame *f, int number, const void *mark_before)
{
    Mark mark = arena_mark(t->flow);
    Maker m = {.t = t, .f = f, .opening = f->recto && !is_recto(number) ? number + 1 : number};
    m.g = galley_read(t, t->flow, blocks, f);
    solve(&m, m.opening);
    Steps steps = walk_back(&m, best_end(&m));
    level_groups(&m, &steps);
    Page *pages = make_pages(&m, a, steps, mark_before, number);
    arena_rewind(t->flow, mark);
    return pages;
}

/* ---- furniture */

static Prose one_line(Typesetter *t, Block *b, const Run *runs, Align align, Sp width, Artifact artifact)
{
    Frame f = {.measure = width, .leading = PT(1)};
    Prose p;
    *b = (Block){.runs = (Run *)(uintptr_t)runs, .align = align, .artifact = artifact};
    prose_read(t, t->flow, &p, b, &f);
    return p;
}

Item *type_line(Typesetter *t, Arena *a, const Run *runs, Align align, Sp x, Sp y, Sp width, Artifact artifact)
{
    Mark mark = arena_mark(t->flow);
    Block b;
    Sink sink = {0};
    Prose p = one_line(t, &b, runs, align, width, artifact);
    line_set(t, a, &sink, &p, 0, p.nbreaks - 1, true, x, y);
    arena_rewind(t->flow, mark);
    return sink.first;
}

Sp type_width(Typesetter *t, const Run *runs)
{
    Mark mark = arena_mark(t->flow);
    Block b;
    Prose p = one_line(t, &b, runs, ALIGN_LEFT, 0, ARTIFACT_LAYOUT);
    Sp width = p.breaks[p.nbreaks - 1].end;
    arena_rewind(t->flow, mark);
    return width;
}
