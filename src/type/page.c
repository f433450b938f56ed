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
   piece is bounded, so time is linear; where the best of few ways has something that would be seen, more are tried. */
#include "type/pagein.h"
#include <stdlib.h>

enum { STATES = 30, WIDE_STATES = 120, WIDE_DEAR = 20, CUTS = 4, RAGGED_TRIES = 3, MANY = 8192 };
#define COST_SETTING     ((int64_t)2000000)                        /* another length than the best, with its demerits */
#define COST_CUT         ((int64_t)5000000)                        /* a spread a line short */
#define COST_DEEP_CUT    ((int64_t)30000000)                       /* … and more than two lines */
#define COST_RAGGED      ((int64_t)400000000)                      /* a page a line shorter than its neighbour */
#define COST_GAP         ((int64_t)1000000)                        /* a line of white above the notes: not seen */
#define COST_WIDE_GAP    ((int64_t)100000000)                      /* a line more, which is */
#define COST_DEAR        ((int64_t)200000000)                      /* a setting, a way not worth following */
#define COST_HYPHEN      ((int64_t)3000000)                        /* at the foot of a verso */
#define COST_TURN_HYPHEN ((int64_t)20000000000)                    /* at the foot of a recto */
#define COST_BROKEN_KEEP ((int64_t)900000000000)                   /* widow, orphan, stranded heading */
#define COST_ANNOUNCED   ((int64_t)390000000)                      /* a quotation overleaf from its announcement: better
                                                                      than an uneven foot */
#define COST_GOES_ON     ((int64_t)150000000)                     /* a page that begins flush, as if it went on */
#define COST_EXTRA_LINE  ((int64_t)10000000)                        /* a line more above a heading */
#define COST_UNEVEN      ((int64_t)20000000)                       /* … and not above its like on the same spread */
#define COST_RISE        ((int64_t)10000000)                       /* the first block a line higher than it should be */
#define COST_SHORT_END   ((int64_t)15000000)                       /* a line fewer than FEW_LINES on the last page */

static Sp page_height(const Maker *m, const State *s)
{
    return (m->f->lines - s->cut) * m->f->leading;
}

static bool reach(Maker *m, const State *s, bool same_piece)
{
    return state_reach(m->t->flow, same_piece ? &m->all : &m->next, s);
}

static void reach_next(Maker *m, State s)
{
    reach(m, &s, false);
}

/* Plates that wait take the pages from this one on. */
void page_plates(const Maker *m, State *s)
{
    int passed = s->piece < m->g->n ? m->g->pieces[s->piece].plates : m->g->nplates;
    for (; s->plates < passed; s->plates++) {
        s->page++;
        if (is_recto(s->page)) s->cut = 0;                          /* beside a plate nothing need be level */
    }
}

/* A spread in each of its heights.  Each costs as much more than the first as the last time: where that is known and no
   dearer, all are. */
static void open_spread(Maker *m, State s, bool same_piece)
{
    int64_t cost = s.cost;
    s.headed = 0;
    for (int cut = 0; cut < CUTS; cut++) {
        s.cost = cost + cut * cut * COST_CUT + (cut > 2 ? COST_DEEP_CUT : 0);
        s.cut = (int8_t)cut;
        if (!reach(m, &s, same_piece) && cut == 0) return;
    }
}

/* The top of a page.  A verso opens a spread; a recto takes what its verso chose. */
static void land(Maker *m, State s, bool same_piece)
{
    page_plates(m, &s);
    s.u = 0;
    if (!is_recto(s.page)) open_spread(m, s, same_piece);
    else reach(m, &s, same_piece);
}

static void turn(Maker *m, State s, bool same_piece)
{
    s.page++;
    land(m, s, same_piece);
}

/* White at the foot; a line above notes is hardly seen, so there is no gain in a shorter page. */
static int64_t ragged_cost(const Maker *m, const State *s, Sp end, Sp notes)
{
    Sp page = notes ? m->f->lines * m->f->leading : page_height(m, s), gap = (page - end - notes) / m->f->leading;
    if (gap <= 0) return 0;
    return notes ? COST_GAP + (gap - 1) * (gap - 1) * COST_WIDE_GAP : gap * gap * COST_RAGGED;
}

static int64_t short_end_cost(const Maker *m, Sp end, int few)
{
    Sp missing = few - end / m->f->leading;
    return missing > 0 ? missing * missing * COST_SHORT_END : 0;
}

static State follow(const State *s, int32_t index)
{
    State n = *s;
    n.past = index;
    n.placed = -1;
    n.count = 0;
    n.with_head = n.extra = false;
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

/* A heading, not a line that announces a quotation, a quotation above its source, or a verse. */
static bool is_heading(const Piece *p)
{
    return p->keep && p->keep_next && p->keep_lines > 1;
}

/* One line is no text for a heading, unless it is all there is before the next. */
static bool is_little(const Maker *m, const Piece *p, int lines)
{
    return lines < p->keep_lines && p + 1 < m->g->pieces + m->g->n && !is_heading(p + 1);
}

/* A paragraph in one of its settings, its first line left at height u0.  `lax`: keeps may be broken, at their price. */
typedef struct { int32_t index; int setting; Sp u0; int64_t cost; bool lax, extra; } Try;

/* Headings of one kind stand on a spread with the same white above them, or it is seen. */
static bool is_roomy(const Maker *m, const State *s, const Piece *p)
{
    return is_heading(p) && !s->must && s->u > 0 && s->line == 0 && p->before > m->f->leading / 2;
}

static int64_t uneven_cost(const Maker *m, const Try *y)
{
    const State *s = &m->all.s[y->index];
    const Piece *p = &m->g->pieces[s->piece];
    if (!s->headed || !is_roomy(m, s, p) || m->g->pieces[s->headed - 1].before != p->before) return 0;
    return s->roomy != y->extra ? COST_UNEVEN : 0;
}

static State lay(const Maker *m, const Try *y, int count)
{
    const State *s = &m->all.s[y->index];
    State n = follow(s, y->index);
    n.cost += uneven_cost(m, y);
    if (is_roomy(m, s, &m->g->pieces[s->piece])) {
        n.headed = s->piece + 1;
        n.roomy = y->extra;
    }
    n.cost += y->cost;
    n.placed = s->piece;
    n.from = s->line;
    n.count = count;
    n.placed_setting = (int16_t)y->setting;
    n.placed_at = y->u0;
    n.extra = y->extra;
    return n;
}

/* All lines that are left.  Where the last note does not fit with them, it is parted and the page ends here. */
static void place_whole(Maker *m, const Try *y, int rest, int fits)
{
    const State *s = &m->all.s[y->index];
    const Piece *p = &m->g->pieces[s->piece];
    const Setting *set = &p->prose->set.settings[y->setting];
    Sp end = y->u0 + rest * p->leading;
    Share notes = {.ok = false};
    bool turns = false;
    if (rest <= fits) {
        notes = notes_to(m, s, p, set, set->nlines, end, false);
        turns = !notes.ok;
        if (turns) notes = notes_to(m, s, p, set, set->nlines, end, true);
    }
    if (!notes.ok && !(y->lax && s->u == 0 && s->line == 0 && (fits < 1 || rest <= fits))) return;
    State n = lay(m, y, rest);
    n.piece++;
    n.line = 0;
    n.setting = -1;
    n.u = end + p->after;
    bool headed = s->must && s->line == 0 && is_heading(&p[-1]);
    n.must = p->keep_next || (headed && is_little(m, p, rest));
    if (!turns || !notes.ok || p->keep_next) {                      /* what is kept with it parts the note */
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
    const State *s = &m->all.s[y->index];
    const Piece *p = &m->g->pieces[s->piece];
    const Setting *set = &p->prose->set.settings[y->setting];
    Sp end = y->u0 + count * p->leading;
    bool bad = (s->line == 0 && count < p->keep_lines) || rest - count < p->keep_lines || p->keep;
    Share notes = notes_to(m, s, p, set, s->line + count, end, true);
    if (!notes.ok || (bad && !y->lax)) return -1;
    int64_t price = notes.cost + ragged_cost(m, s, end, notes.height) + (bad ? COST_BROKEN_KEEP : 0);
    if (hyphen_ends(p, y->setting, s->line + count - 1)) price += is_recto(s->page) ? COST_TURN_HYPHEN : COST_HYPHEN;
    State n = lay(m, y, count);
    n.cost += price;
    n.line += count;
    n.setting = (int16_t)y->setting;
    n.must = false;
    n.notes = notes.to;
    turn(m, n, true);
    return price;
}

/* So much dearer than the cheapest is not worth following. */
static int64_t too_dear(const Maker *m)
{
    return (m->states > STATES ? WIDE_DEAR : 2) * COST_DEAR;
}

/* A page that ends this high is a last resort, and without notes at the foot one yet higher is no better. */
static bool is_lost(const Maker *m, const Try *y, int lines)
{
    const State *s = &m->all.s[y->index];                           /* states move as they become more */
    Sp end = y->u0 + lines * m->g->pieces[s->piece].leading;
    return !m->g->feet.n && ragged_cost(m, s, end, 0) > too_dear(m);
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
        if (price == 0 || (price > 0 && is_lost(m, y, count))) return;
        tries += price > 0 && price < COST_LATE;                   /* with fewer lines the notes may fit */
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
        place_lines(m, &(Try){index, s.setting, u0, 0, lax, false});
        return;
    }
    for (int k = 0; k < p->prose->set.n; k++) {
        int64_t cost = setting_cost(p, k);
        if (cost >= COST_DEAR && !lax) continue;
        place_lines(m, &(Try){index, k, u0, cost, lax, false});
        if (is_roomy(m, &s, p))
            place_lines(m, &(Try){index, k, u0 + m->f->leading, cost + COST_EXTRA_LINE, lax, true});
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

/* Whether the page before a forced turn is not the one on which what ends there began. */
static bool has_spilled(const Maker *m, const State *s)
{
    Sp height = 0, few = FEW_LINES * m->f->leading;
    for (int i = s->piece - 1; i >= 0 && height <= few; i--) {
        const Piece *p = &m->g->pieces[i];
        if (p->kind == PIECE_TURN) return false;
        height += p->before + p->height + p->after;
        if (p->kind == PIECE_TEXT) height += p->prose->set.settings[0].nlines * p->leading;
    }
    return height > few && s->page > m->opening;
}

/* A forced turn: the page may end anywhere, and the next need not be level with it. */
static void place_turn(Maker *m, int32_t index)
{
    State s = follow(&m->all.s[index], index);
    bool recto = m->g->pieces[s.piece].recto;
    if (has_spilled(m, &s)) s.cost += short_end_cost(m, s.u, FEW_LINES);
    s.piece++;
    s.must = false;
    if (s.u > 0 || s.page == m->opening) s.page++;
    page_plates(m, &s);
    if (recto && !is_recto(s.page)) s.page++;
    s.u = 0;
    s.notes = m->g->feet.n ? m->g->feet.starts[m->g->pieces[s.piece - 1].note] : 0;
    open_spread(m, s, false);
}

/* Columns as far as this page has room, level where they end on it. */
static void place_columns(Maker *m, int32_t index, bool lax)
{
    State s = m->all.s[index];
    const Piece *p = &m->g->pieces[s.piece];
    Sp u0 = start_of(m, &s, p);
    int all = column_lines(p->columns), fits = (int)((page_height(m, &s) - u0) / p->leading);
    bool turned = !is_recto(s.page);
    int k = column_balance(p->columns, s.line, fits, turned);
    State n = follow(&s, index);
    bool ends = k > 0 && notes_to(m, &s, p, NULL, 1, u0 + k * p->leading, false).ok;
    if (!ends) k = fits < 1 && lax && s.u == 0 ? 1 : fits;
    if (k < 1 || (!ends && k < p->keep_lines && !lax)) return;
    int to = ends ? all : column_fill(p->columns, s.line, k, turned);
    if (column_parts(p->columns, s.line, k, turned)) n.cost += COST_BROKEN_KEEP;
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
    if (s.piece == 0 && m->f->rises) return;                        /* it stands higher, but on this page */
    State n = follow(&s, index);
    Sp white = s.u > 0 && s.piece > 0 ? m->g->pieces[s.piece - 1].after : 0;   /* is not seen as such at the foot */
    n.cost += notes.cost + ragged_cost(m, &s, s.u - white, notes.height) + (s.must ? COST_BROKEN_KEEP : 0);
    if (s.u > 0 && s.piece > 0 && m->g->pieces[s.piece - 1].announces) n.cost += COST_ANNOUNCED;
    if (s.u > 0 && m->g->pieces[s.piece].goes_on) n.cost += COST_GOES_ON;
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

/* Where the page ends at least: below the piece's first lines, or below all of it and what belongs to it. */
static Sp least_end(const Maker *m, const State *s)
{
    State at = *s;
    for (bool must = true; must && at.piece < m->g->n; at.piece++, at.line = 0) {
        const Piece *p = &m->g->pieces[at.piece];
        int lines = p->kind == PIECE_TEXT ? p->prose->set.settings[0].nlines - at.line : 0;
        Sp start = start_of(m, &at, p);
        if (p->kind == PIECE_TURN || p->kind == PIECE_PLATE) return start;
        if (p->kind == PIECE_COLUMNS) return start + column_least(p->columns) * p->leading;
        if (lines >= 2 * p->keep_lines && !p->keep) return start + p->keep_lines * p->leading;
        at.u = start + lines * p->leading + p->height;
        bool headed = lines > 0 && at.piece > 0 && is_heading(&p[-1]);
        must = p->kind == PIECE_SKIP || p->keep_next || (headed && is_little(m, p, lines));
        if (must) at.u += p->after;
    }
    return at.u;
}

/* A heading at the foot of a page is cheap until the text after it does not fit. */
static bool owes(const Maker *m, const State *s)
{
    return s->must && s->piece < m->g->n && least_end(m, s) > page_height(m, s);
}

/* The cheapest state that can pay what it owes. */
static int64_t safe_cost(const Maker *m)
{
    for (int i = 0; i < m->next.n; i++)
        if (!owes(m, &m->next.s[i])) return m->next.s[i].cost;
    return m->next.n ? m->next.s[0].cost : 0;
}

/* The cheapest states come first, and behind them the cheapest that is further on, however dear: where all others
   come to a foot that no page may have, it was right to turn before.  Gives how many are worth following. */
static int choose(Maker *m)
{
    State *s = m->next.s;
    int n = m->next.n, keep = 0, page = 0, most = m->states * (m->f->rises ? 3 : 1);   /* each sink has its own */
    qsort(s, (size_t)n, sizeof *s, by_cost);
    int64_t dear = safe_cost(m) + too_dear(m);
    while (keep < n && keep < most && s[keep].cost <= dear) {
        if (s[keep].page > page) page = s[keep].page;
        keep++;
    }
    for (int i = keep; i < n; i++)
        if (s[i].page > page) {
            s[keep++] = s[i];
            break;
        }
    return keep;
}

/* The states waiting for the next piece become the ones in hand: the best of them. */
static void advance(Maker *m)
{
    int keep = choose(m);
    if (m->all.n > m->full) {
        state_prune(m->t->scratch, &m->all, m->next.s, keep);
        m->full = m->all.n > MANY / 2 ? 2 * m->all.n : MANY;
    }
    m->begin = m->all.n;
    state_forget(&m->all);
    for (int i = 0; i < keep; i++) state_reach(m->t->flow, &m->all, &m->next.s[i]);
    state_forget(&m->next);
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
    /* a recto, too, may be cut: it faces another chapter's end */
    for (int sink = m->f->sink; sink == m->f->sink || (m->f->rises && sink >= 0); sink--)
        open_spread(m, (State){.page = number, .past = -1, .placed = -1, .setting = -1, .u = sink * m->f->leading,
                               .cost = sink < m->f->sink ? COST_RISE * (4 + m->f->sink - sink) : 0}, false);
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
    int few = FEW_LINES + (m->f->rises ? m->f->sink : 0);
    for (int i = m->begin; i < m->all.n; i++) {
        const State *s = &m->all.s[i];
        int64_t cost = s->cost + (s->page > m->opening ? short_end_cost(m, s->u, few) : 0);
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

/* Whether on the way to a state something costs what nobody should see: from that on a way round is looked for. */
static bool is_seen(const Maker *m, int32_t end)
{
    for (int32_t i = end; m->all.s[i].past >= 0; i = m->all.s[i].past)
        if (m->all.s[i].cost - m->all.s[m->all.s[i].past].cost >= COST_ANNOUNCED) return true;
    return false;
}

/* The cheapest end, looked for with so many ways to each piece. */
static int32_t find_way(Maker *m, int states)
{
    *m = (Maker){.t = m->t, .f = m->f, .g = m->g, .opening = m->opening, .full = MANY, .states = states};
    solve(m, m->opening);
    return best_end(m);
}

static Steps break_pages(Typesetter *t, const Galley *g, const Frame *f, int opening)
{
    Maker m = {.t = t, .f = f, .g = g, .opening = opening};
    int32_t end = find_way(&m, STATES);
    if (is_seen(&m, end)) end = find_way(&m, WIDE_STATES);
    return trail_back(&m, end);
}

/* What a flow begins with may be too high to stand below its sink: better a title that stands higher than an empty page
   before it. */
Steps page_break(Typesetter *t, const Galley *g, const Frame *f, int opening)
{
    Steps steps = break_pages(t, g, f, opening);
    const Step *first = steps.s;
    if (steps.n == 0 || first->piece != 0 || first->page == opening || f->rises) return steps;
    if (g->pieces[0].kind != PIECE_TEXT && g->pieces[0].kind != PIECE_SOLID) return steps;
    Frame risen = *f;
    risen.rises = true;
    return break_pages(t, g, &risen, opening);
}
