/* page.c - pieces into pages: one optimisation over the whole flow.

   A State says: piece `piece` comes next (or goes on at line `line` in setting `setting`), on page `page`, at height
   `u` below the page's top; `cut`: the lines by which this spread is shorter than the frame.  From each state lead

     a paragraph that fits, in each of its lengths          -> the next piece, further down
     its first lines, the page being full                   -> the same piece on the next page
     a turn of the page before the piece                    -> the same piece at the top of the next page
     columns, as far as there is room                       -> the next piece, or the same on the next page
     a plate                                                -> the next piece here; the page after this is the plate's

   with a price for what a reader would see: a page that ends above its neighbour, a paragraph set in another length
   than its best, a hyphen at the foot.  A widow, an orphan, a heading without text, a hyphen from recto to verso have
   prices nobody pays.  States that agree in all this are one state with its cheapest past.  The number of states for a
   piece is bounded, so time is linear. */
#include "type/inside.h"
#include <stdlib.h>

enum { STATES = 20, CUTS = 3, RAGGED_TRIES = 3, SLOTS = 1024, MANY = 8192 };
#define COST_SETTING     ((int64_t)2000000)                        /* another length than the best, with its demerits */
#define COST_CUT         ((int64_t)5000000)                        /* a spread a line short */
#define COST_RAGGED      ((int64_t)400000000)                      /* a page a line shorter than its neighbour */
#define COST_GAP         ((int64_t)1000000)                        /* a line of white above the notes */
#define COST_DEAR        ((int64_t)200000000)                      /* a setting, a way not worth following */
#define COST_HYPHEN      ((int64_t)3000000)                        /* at the foot of a verso */
#define COST_TURN_HYPHEN ((int64_t)20000000000)                    /* at the foot of a recto */
#define COST_BROKEN_KEEP ((int64_t)900000000000)                   /* widow, orphan, stranded heading */
#define COST_EXTRA_LINE  ((int64_t)6000000)                        /* a line more above a heading */
#define COST_SHORT_END   ((int64_t)60000000)                       /* fewer than SHORT_END lines on the last page */
enum { SHORT_END = 5 };

typedef struct {
    int32_t piece, line, page, past;                               /* past: the state before, -1 none */
    int16_t setting; int8_t cut;                                   /* setting: of columns, their lines */
    int16_t plates;                                                /* set so far */
    int32_t notes;                                                 /* the first line of notes on this page */
    bool must;                                                     /* the piece may not be parted from the one before */
    Sp u;
    int64_t cost;
    int32_t placed, from, count; int16_t placed_setting;          /* on the way: lines from, from + 1, … */
    Sp placed_at;
    bool with_head;
} State;
typedef struct { State *s; int32_t n, cap; int32_t filled, slots[SLOTS]; } States;
typedef struct {
    Typesetter *t;
    const Frame *f;
    const Galley *g;
    States all;                                                    /* all states, in order of their piece */
    int begin;                                                     /* of the states of the piece in hand */
    States next;                                                   /* of the pieces after it */
    int full;                                                      /* so many states, and those that lead nowhere are dropped */
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
           a->setting == b->setting && a->cut == b->cut && a->must == b->must && a->notes == b->notes &&
           a->plates == b->plates;
}

/* States are found again by a table of their indices, emptied for each piece. */
static uint32_t slot_of(const State *s)
{
    uint64_t h = (uint64_t)s->u * 0x9E3779B97F4A7C15u ^ (uint64_t)(uint32_t)s->page * 0xC2B2AE3D27D4EB4Fu;
    h ^= (uint64_t)((uint32_t)s->line * 64u + (uint32_t)(s->setting + 1) * 8u + (uint32_t)s->cut * 2u + s->must) << 20;
    h = (h ^ (uint64_t)(uint32_t)s->notes) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 40) % SLOTS;
}

static void forget(States *list)
{
    if (list->filled) memset(list->slots, 0, sizeof list->slots);
    list->filled = 0;
}

static void reach(Maker *m, States *list, State s)
{
    uint32_t k = slot_of(&s);
    for (; list->slots[k]; k = (k + 1) % SLOTS) {
        State *known = &list->s[list->slots[k] - 1];
        if (!same_state(known, &s)) continue;
        if (s.cost < known->cost) *known = s;
        return;
    }
    if (list->filled == SLOTS * 3 / 4) {                            /* a paragraph of many pages: its first are past */
        forget(list);
        k = slot_of(&s);
    }
    list->filled++;
    states_put(m->t->flow, list, s);
    list->slots[k] = list->n;
}

static void reach_next(Maker *m, State s)
{
    reach(m, &m->next, s);
}

/* Plates that wait take the pages from this one on. */
static void set_plates(const Maker *m, State *s)
{
    int passed = s->piece < m->g->n ? m->g->pieces[s->piece].plates : m->g->nplates;
    for (; s->plates < passed; s->plates++) {
        s->page++;
        if (is_recto(s->page)) s->cut = 0;                          /* beside a plate nothing need be level */
    }
}

/* The top of a page.  A verso opens a spread and may choose to be cut; a recto takes what its verso chose. */
static void land(Maker *m, State s, bool same_piece)
{
    int64_t cost = s.cost;
    set_plates(m, &s);
    s.u = 0;
    for (int cut = is_recto(s.page) ? s.cut : 0; cut < CUTS; cut++) {
        if (!is_recto(s.page)) s.cost = cost + cut * cut * COST_CUT;
        s.cut = (int8_t)cut;
        if (same_piece) reach(m, &m->all, s);
        else reach_next(m, s);
        if (is_recto(s.page)) return;
    }
}

static void turn(Maker *m, State s, bool same_piece)
{
    s.page++;
    land(m, s, same_piece);
}

/* White at the foot; above notes it is hardly seen, so there is no gain in a shorter page. */
static int64_t ragged_cost(const Maker *m, const State *s, Sp end, Sp notes)
{
    Sp page = notes ? m->f->lines * m->f->leading : page_height(m, s), gap = (page - end - notes) / m->f->leading;
    return gap > 0 ? gap * gap * (notes ? COST_GAP : COST_RAGGED) : 0;
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
    if (p->block->align != ALIGN_JUSTIFY) return COST_DEAR;         /* a verse turned over for nothing is seen */
    return COST_SETTING + set->settings[setting].demerits - set->settings[set->best].demerits;
}

static bool hyphen_ends(const Piece *p, int setting, int line)
{
    return p->prose->breaks[p->prose->set.settings[setting].breaks[line]].hyphen;
}

/* The notes of a page whose text ends at height `end` before line `line` of the piece. */
static Share notes_to(const Maker *m, const State *s, const Piece *p, const Setting *set, int line, Sp end,
                      bool page_ends)
{
    if (!m->g->feet.n) return (Share){.ok = true};
    return foot_share(&m->g->feet, s->notes, foot_called(p, set, line), page_height(m, s) - end, page_ends);
}

/* A paragraph in one of its settings, its first line left at height u0.  `lax`: keeps may be broken, at their price. */
typedef struct { int32_t index; int setting; Sp u0; int64_t cost; bool lax; } Try;

static State lay(const Maker *m, const Try *y, int count)
{
    const State *s = &m->all.s[y->index];
    State n = follow(s, y->index);
    n.cost += y->cost;
    n.placed = s->piece;
    n.from = s->line;
    n.count = count;
    n.placed_setting = (int16_t)y->setting;
    n.placed_at = y->u0;
    return n;
}

/* All lines that are left.  Where the last note does not fit with them, it is parted and the page ends here. */
static void place_whole(Maker *m, const Try *y, int rest, int fits)
{
    State s = m->all.s[y->index];
    const Piece *p = &m->g->pieces[s.piece];
    const Setting *set = &p->prose->set.settings[y->setting];
    Sp end = y->u0 + rest * p->leading;
    Share notes = {.ok = false};
    bool turns = false;
    if (rest <= fits) {
        notes = notes_to(m, &s, p, set, set->nlines, end, false);
        turns = !notes.ok;
        if (turns) notes = notes_to(m, &s, p, set, set->nlines, end, true);
    }
    if (!notes.ok && !(y->lax && s.u == 0 && s.line == 0 && (fits < 1 || rest <= fits))) return;
    State n = lay(m, y, rest);
    n.piece++;
    n.line = 0;
    n.setting = -1;
    n.u = end + p->after;
    n.must = p->keep_next;
    if (!turns || !notes.ok || p->keep_next) {                      /* what is kept with it ends the page, and parts the note */
        reach_next(m, n);
    } else {
        n.notes = notes.to;
        n.cost += notes.cost;
        turn(m, n, false);
    }
}

/* The first `count` lines, the others overleaf.  Gives the price, or -1 where it may not be. */
static int64_t place_part(Maker *m, const Try *y, int rest, int count)
{
    State s = m->all.s[y->index];
    const Piece *p = &m->g->pieces[s.piece];
    const Setting *set = &p->prose->set.settings[y->setting];
    Sp end = y->u0 + count * p->leading;
    bool bad = (s.line == 0 && count < p->keep_lines) || rest - count < p->keep_lines || p->keep;
    Share notes = notes_to(m, &s, p, set, s.line + count, end, true);
    if (!notes.ok || (bad && !y->lax)) return -1;
    int64_t price = notes.cost + ragged_cost(m, &s, end, notes.height) + (bad ? COST_BROKEN_KEEP : 0);
    if (hyphen_ends(p, y->setting, s.line + count - 1)) price += is_recto(s.page) ? COST_TURN_HYPHEN : COST_HYPHEN;
    State n = lay(m, y, count);
    n.cost += price;
    n.line += count;
    n.setting = (int16_t)y->setting;
    n.must = false;
    n.notes = notes.to;
    turn(m, n, true);
    return price;
}

static void place_lines(Maker *m, const Try *y)
{
    const State *s = &m->all.s[y->index];
    const Piece *p = &m->g->pieces[s->piece];
    int rest = p->prose->set.settings[y->setting].nlines - s->line;
    int fits = (int)((page_height(m, s) - y->u0) / p->leading);
    place_whole(m, y, rest, fits);
    if (p->keep && !y->lax) return;
    for (int count = fits < rest ? fits : rest - 1, tries = 0; count >= 1 && tries < RAGGED_TRIES; count--) {
        int64_t price = place_part(m, y, rest, count);
        if (price == 0) return;
        tries += price > 0;
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
    const Piece *p = &m->g->pieces[s.piece];
    Sp u0 = start_of(m, &s, p);
    if (s.line > 0) {
        place_lines(m, &(Try){index, s.setting, u0, 0, lax});
        return;
    }
    for (int k = 0; k < p->prose->set.n; k++) {
        int64_t cost = setting_cost(p, k);
        if (cost >= COST_DEAR && !lax) continue;
        place_lines(m, &(Try){index, k, u0, cost, lax});
        if (p->keep_next && !s.must && s.u > 0 && p->before > m->f->leading / 2)
            place_lines(m, &(Try){index, k, u0 + m->f->leading, cost + COST_EXTRA_LINE, lax});
    }
}

static void place_solid(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g->pieces[s.piece];
    Sp u0 = start_of(m, &s, p), head = s.u == 0 ? p->repeat : 0;
    bool fits = u0 + head + p->height <= page_height(m, &s), turns = false;
    Share notes = {.ok = true};
    if (fits) {
        notes = notes_to(m, &s, p, NULL, 1, u0 + head + p->height, false);
        turns = !notes.ok;
        if (turns) notes = notes_to(m, &s, p, NULL, 1, u0 + head + p->height, true);
    }
    if (!fits && !(lax && s.u == 0)) return;
    State n = follow(&s, index);
    n.piece++;
    n.u = u0 + head + p->height + p->after;
    n.must = p->keep_next;
    n.placed = s.piece;
    n.count = 1;
    n.placed_at = u0;
    n.with_head = head > 0;
    if (!turns || p->keep_next) {
        reach_next(m, n);
        return;
    }
    n.notes = notes.to;
    n.cost += notes.cost;
    turn(m, n, false);
}

static void place_skip(Maker *m, int32_t index)
{
    State s = m->all.s[index];
    const Piece *p = &m->g->pieces[s.piece];
    State n = follow(&s, index);
    n.piece++;
    if (s.u > 0 || s.piece == 0) n.u = start_of(m, &s, p) + p->height + p->after;
    reach_next(m, n);
}

/* A forced turn: the page may end anywhere. */
static void place_turn(Maker *m, int32_t index)
{
    State s = follow(&m->all.s[index], index);
    bool recto = m->g->pieces[s.piece].recto;
    s.piece++;
    s.must = false;
    if (s.u > 0 || s.page == m->opening) s.page++;
    set_plates(m, &s);
    if (recto && !is_recto(s.page)) s.page++;
    s.u = 0;
    s.cut = 0;
    s.notes = m->g->feet.n ? m->g->feet.starts[m->g->pieces[s.piece - 1].note] : 0;
    reach_next(m, s);
}

/* Columns as far as this page has room, level where they end on it. */
static void place_columns(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g->pieces[s.piece];
    Sp u0 = start_of(m, &s, p);
    int all = column_lines(p->columns), fits = (int)((page_height(m, &s) - u0) / p->leading);
    int k = column_balance(p->columns, s.line, fits);
    State n = follow(&s, index);
    bool ends = k > 0 && notes_to(m, &s, p, NULL, 1, u0 + k * p->leading, false).ok;
    if (!ends) k = fits < 1 && lax && s.u == 0 ? 1 : fits;
    if (k < 1 || (!ends && k < p->keep_lines && !lax)) return;
    int to = ends ? all : column_fill(p->columns, s.line, k);
    n.placed = s.piece;
    n.from = s.line;
    n.count = to - s.line;
    n.placed_setting = (int16_t)k;
    n.placed_at = u0;
    n.must = ends && p->keep_next;
    n.line = to == all ? 0 : to;
    n.piece += to == all;
    n.u = u0 + k * p->leading + p->after;
    if (ends) reach_next(m, n);
    else turn(m, n, to < all);
}

/* A plate waits for the next page, unless this one is still empty. */
static void place_plate(Maker *m, int32_t index)
{
    State n = follow(&m->all.s[index], index);
    n.piece++;
    if (n.u == 0 && n.piece > 1 && !n.must) land(m, n, false);
    else reach_next(m, n);
}

static void place(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    PieceKind kind = m->g->pieces[s.piece].kind;
    if (kind == PIECE_TEXT) place_text(m, index, lax);
    else if (kind == PIECE_SOLID) place_solid(m, index, lax);
    else if (kind == PIECE_SKIP) place_skip(m, index);
    else if (kind == PIECE_COLUMNS) place_columns(m, index, lax);
    else if (kind == PIECE_PLATE) place_plate(m, index);
    else place_turn(m, index);
    if (s.line > 0 || kind == PIECE_TURN || kind == PIECE_SKIP || kind == PIECE_PLATE || (s.must && !lax)) return;
    Share notes = notes_to(m, &s, &m->g->pieces[s.piece], NULL, 0, s.u, true);
    if ((s.u == 0 && !notes.height) || !notes.ok) return;
    State n = follow(&s, index);
    n.cost += notes.cost + ragged_cost(m, &s, s.u, notes.height) + (s.must ? COST_BROKEN_KEEP : 0);
    n.notes = notes.to;
    n.must = false;
    turn(m, n, true);
}

static int by_cost(const void *a, const void *b)
{
    const State *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    if (x->page != y->page) return x->page < y->page ? -1 : 1;
    return x->u < y->u ? -1 : x->u > y->u;
}

/* Keeps of the states behind us those that the first `n` waiting ones came by: few, as most ways soon end.  So a long
   flow needs little more room than a short one. */
static void drop_dead(Maker *m, int n)
{
    Arena *a = m->t->scratch;
    Mark mark = arena_mark(a);
    State *all = m->all.s;
    int32_t *to = new(a, int32_t, m->all.n + 1), kept = 0;         /* not 0: lived through; then where it goes, plus 1 */
    for (int i = 0; i < n; i++)
        if (m->next.s[i].past >= 0) to[m->next.s[i].past] = 1;
    for (int32_t i = m->all.n - 1; i >= 0; i--)
        if (to[i] && all[i].past >= 0) to[all[i].past] = 1;
    for (int32_t i = 0; i < m->all.n; i++) {
        if (!to[i]) continue;
        all[kept] = all[i];
        if (all[kept].past >= 0) all[kept].past = to[all[kept].past] - 1;
        to[i] = ++kept;
    }
    for (int i = 0; i < n; i++)
        if (m->next.s[i].past >= 0) m->next.s[i].past = to[m->next.s[i].past] - 1;
    m->all.n = kept;
    m->full = kept > MANY / 2 ? 2 * kept : MANY;
    arena_rewind(a, mark);
}

/* A heading at the foot of a page is cheap until the text after it does not fit. */
static bool owes(const Maker *m, const State *s)
{
    if (!s->must || s->piece >= m->g->n) return false;
    const Piece *p = &m->g->pieces[s->piece];
    Sp least = p->kind == PIECE_TEXT ? p->keep_lines * p->leading : p->height;
    return start_of(m, s, p) + least > page_height(m, s);
}

/* The cheapest state that can pay what it owes. */
static int64_t safe_cost(const Maker *m)
{
    for (int i = 0; i < m->next.n; i++)
        if (!owes(m, &m->next.s[i])) return m->next.s[i].cost;
    return m->next.n ? m->next.s[0].cost : 0;
}

/* The states waiting for the next piece become the ones in hand: the cheapest of them. */
static void advance(Maker *m)
{
    qsort(m->next.s, (size_t)m->next.n, sizeof(State), by_cost);
    int keep = 0;
    int64_t dear = safe_cost(m) + 2 * COST_DEAR;
    while (keep < m->next.n && keep < STATES && m->next.s[keep].cost <= dear) keep++;
    if (m->all.n > m->full) drop_dead(m, keep);
    m->begin = m->all.n;
    forget(&m->all);
    for (int i = 0; i < keep; i++) reach(m, &m->all, m->next.s[i]);
    forget(&m->next);
    m->next.n = 0;
}

/* Inside one paragraph states come page by page: those that cost much more than the cheapest of their page are dropped,
   so that a paragraph of many pages takes no more time a page than a short one. */
static void place_all(Maker *m, bool lax)
{
    int32_t page = -1;
    int64_t least = 0;
    for (int32_t i = m->begin; i < m->all.n; i++) {
        const State *s = &m->all.s[i];
        if (s->line > 0 && s->page != page) {
            page = s->page;
            least = s->cost;
            for (int32_t k = i; k < m->all.n; k++)
                if (m->all.s[k].page == page && m->all.s[k].cost < least) least = m->all.s[k].cost;
        }
        if (s->line == 0 || s->cost <= least + COST_DEAR / 4) place(m, i, lax);
    }
}

static void solve(Maker *m, int number)
{
    for (int cut = 0; cut < CUTS; cut++)                            /* a recto, too: it faces another chapter's end */
        reach_next(m, (State){.page = number, .past = -1, .placed = -1, .setting = -1, .cut = (int8_t)cut,
                              .cost = cut * cut * COST_CUT, .u = m->f->sink * m->f->leading});
    advance(m);
    for (int piece = 0; piece < m->g->n; piece++) {
        place_all(m, false);
        if (!m->next.n) place_all(m, true);
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

/* ---- the cheapest way, from the front */

static bool is_plate(const Maker *m, const Step *s)
{
    return s->piece >= 0 && m->g->pieces[s->piece].kind == PIECE_PLATE;
}

static int last_notes(const Maker *m, const Step *s)
{
    const Feet *f = &m->g->feet;
    Sp room = m->f->lines * m->f->leading - s->end;
    int to = f->nlines;
    while (to > s->notes_from && foot_height(f, s->notes_from, to) > room) to--;
    return to;
}

static Step plate_step(const Maker *m, int nth, int page)
{
    int i = 0;
    while (m->g->pieces[i].kind != PIECE_PLATE || m->g->pieces[i].plates != nth) i++;
    return (Step){.piece = i, .page = page, .count = 1};
}

static Sp height_of(const State *s, const Piece *p)
{
    if (p->kind == PIECE_TEXT) return s->count * p->leading;
    if (p->kind == PIECE_COLUMNS) return s->placed_setting * p->leading;
    return p->height + (s->with_head ? p->repeat : 0);
}

/* What the way to a state has set, back to front: plates, before them lines of a piece, or notes that fill their page
   alone.  Gives how many steps; with `out` they are put before its end. */
static int steps_to(const Maker *m, const State *s, Step *end)
{
    static const State origin;
    const State *past = s->past >= 0 ? &m->all.s[s->past] : &origin;
    int n = s->plates - past->plates;
    for (int k = 0; k < n && end; k++) end[-1 - k] = plate_step(m, s->plates - 1 - k, s->page - 1 - k);
    bool notes = s->past >= 0 && s->notes != past->notes && past->u == 0;
    if (!s->count && !notes) return n;
    n++;
    if (end && s->count)
        end[-n] = (Step){s->placed, s->placed_setting, s->from, s->count, past->page, past->notes, 0, past->cut,
                         s->placed_at, s->placed_at + height_of(s, &m->g->pieces[s->placed]), s->with_head};
    else if (end)
        end[-n] = (Step){.piece = -1, .page = past->page, .notes_from = past->notes, .cut = past->cut};
    return n;
}

/* A page's notes end where the next page's begin; on the last one stand all that are left, as far as they fit. */
static void share_notes(const Maker *m, Steps *steps)
{
    for (int i = 0; i < steps->n; i++) {
        Step *s = &steps->s[i];
        int k = i + 1;
        while (k < steps->n && (steps->s[k].page == s->page || is_plate(m, &steps->s[k]))) k++;
        if (!is_plate(m, s)) s->notes_to = k < steps->n ? steps->s[k].notes_from : last_notes(m, s);
    }
}

static Steps walk_back(const Maker *m, int32_t end)
{
    int n = 0;
    State last = m->all.s[end];
    last.page++;                                                    /* plates behind the text */
    set_plates(m, &last);
    int rest = last.plates - m->all.s[end].plates;
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) n += steps_to(m, &m->all.s[i], NULL);
    Steps out = {new(m->t->flow, Step, n + rest), n + rest};
    for (int k = 0; k < rest; k++) out.s[n + k] = plate_step(m, last.plates - rest + k, last.page - rest + k);
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) n -= steps_to(m, &m->all.s[i], out.s + n);
    share_notes(m, &out);
    return out;
}

Steps page_break(Typesetter *t, const Galley *g, const Frame *f, int opening)
{
    Maker m = {.t = t, .f = f, .g = g, .opening = opening, .full = MANY};
    solve(&m, opening);
    return walk_back(&m, best_end(&m));
}
