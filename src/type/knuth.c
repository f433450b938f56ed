/* knuth.c - a paragraph into lines: total fit after Knuth and Plass (Software: Practice and Experience 11, 1981), in
   integers.

   Every break that a good line can end at becomes a node; a node remembers the cheapest way to it for each number of
   lines and each class of tightness.  The paragraph is then known in all lengths that are good, and page.c chooses.

     for each break b:   for each active node a:   line a…b too long? a is active no more
                                                   too short? not yet
                                                   else a way to b: demerits(a) + demerits(line)
                         the cheapest way for each (lines, class) becomes a node
     no way to the end:  again with more tolerance; at last lines may be overfull, and the caller says so
     a river is seen:    again, and each way costs what white runs down its lines (river.c)

   Lines take up slack by expansion and letter-space first, as far as the measure allows; what they cannot, the spaces
   must.  `tight` is the change of a line's spaces in 1/1000; badness is 1000 where a space is half as wide again or a
   third narrower. */
#include "type/inside.h"
#include <stdlib.h>

enum {
    SOFT = 120,                                                    /* of the spaces while expansion lasts, 1/1000 */
    TIGHTEST = 300,                                                /* a space never loses more than this, in 1/1000 */
    LINE_COST = 60, RUNT_COST = 4000, STACK_COST = 700, DOUBLE_HYPHEN_COST = 3000, LAST_HYPHEN_COST = 1000,
    WORD_END_COST = 15000,                                          /* the rest of a divided word as the last line */
    PENALTY_SCALE = 10, CONTRAST_FREE = 250,
    CLASSES = 4, WAYS = 16 * CLASSES
};
static const int tolerances[] = {640, 1600, 1 << 20};
#define OVERFULL_COST     ((int64_t)1 << 48)
#define THIRD_HYPHEN_COST ((int64_t)1 << 40)                        /* in a row: only where a line would be overfull */

typedef struct { int32_t at, line, prev, tight; int16_t class, hyphens; int64_t demerits, stretched; } Node;
typedef struct {
    const Break *breaks;
    int nbreaks, tolerance;
    const Measure *m;
    int64_t least;                                                 /* no line is good that stretches to less */
    Arena *scratch;
    Node *nodes; int32_t nnodes, capacity;
    int32_t *active; int nactive;
    Course *courses;                                               /* of each node; NULL: rivers are not looked for */
    Course tried;                                                  /* of the way in hand */
} Work;

/* ---- one line */

Sp measure_line(const Measure *m, int line)
{
    return line == 0 ? m->first : line < m->beside ? m->narrow : m->rest;
}

static int64_t badness(int tight)
{
    int64_t t = tight < 0 ? -(int64_t)tight * 3 / 2 : tight;
    if (t > 6000) t = 6000;
    return t * t * t / 125000;
}

static Fit share(Sp slack, Sp ink, Sp flex_ink, Sp flex, Sp spaces, int letters)
{
    Sp soft = spaces * SOFT / 1000, all = flex + soft, size = slack < 0 ? -slack : slack;
    Sp used = all > 0 ? (size < all ? flex * size / all : flex) : 0;
    Fit f = {.scale = 1000};
    Sp widen = flex > 0 ? flex_ink * used / flex : 0;
    if (ink > 0) f.scale += (int)(((slack < 0 ? -widen : widen) * 1000 + (slack < 0 ? -ink : ink) / 2) / ink);
    Sp left = slack - ink * (f.scale - 1000) / 1000;
    Sp tracked = used - widen;
    if (letters > 0) f.track = (slack < 0 ? -tracked : tracked) / letters;
    f.space = left - f.track * letters;
    f.tight = spaces > 0 ? (int)(f.space * 1000 / spaces) : f.space > 0 ? 6000 : 0;
    f.bad = badness(f.tight);
    return f;
}

Fit fit_line(const Measure *m, Sp slack, Sp natural, Sp spaces, int letters)
{
    Sp ink = natural - spaces;
    Sp flex_ink = ink * m->expand / 1000, flex_track = m->em * m->letterspace / 1000 * letters;
    return share(slack, ink, flex_ink, flex_ink + flex_track, spaces, letters);
}

/* The same for the breaker, which needs only the spaces' change, and that only within `least` and `most`: most lines
   that it tries are much too short or too long, which is seen without a division. */
static int tightness(const Measure *m, Sp slack, Sp ink, Sp spaces, int letters, int least, int most)
{
    Sp flex = ink * m->expand / 1000 + m->em * m->letterspace / 1000 * letters;
    Sp size = slack < 0 ? -slack : slack, soft = spaces * SOFT / 1000, all = flex + soft;
    if (spaces <= 0) return size - flex < m->em / 64 ? 0 : slack > 0 ? 6000 : -6000;
    Sp rest = size - flex;
    if (rest * 1000 > spaces * (slack < 0 ? -least : most) && rest > soft) return slack < 0 ? least - 1 : most + 1;
    if (size < all) rest = size - flex * size / all;
    int64_t t = rest * 1000 / spaces;
    if (t > 6000) t = 6000;
    return (int)(slack < 0 ? -t : t);
}

static int class_of(int tight)
{
    return tight < -110 ? 0 : tight < 160 ? 1 : tight < 380 ? 2 : 3;
}

/* ---- ways to a break */

typedef struct { int32_t from, line, tight; int class; int64_t demerits; } Way;
typedef enum { FIT_GOOD, FIT_SHORT, FIT_LONG } Reach;
typedef struct { Reach reach; int tight; int64_t bad; } Judged;

static bool is_lax(const Work *w)
{
    return w->tolerance == tolerances[2];
}

static Judged judge(const Work *w, const Node *a, const Break *b, bool last)
{
    const Measure *m = w->m;
    const Break *s = &w->breaks[a->at];
    Sp spaces = b->space_end - s->space_start, natural = b->end - s->start;
    Sp width = measure_line(m, a->line);
    if (m->protrude) width += s->left + b->right;
    Sp slack = width - natural;
    if (m->ragged) {
        if (slack < 0) return (Judged){FIT_LONG, 0, 0};
        if (b->forced || last) return (Judged){FIT_GOOD, 0, 0};
        int64_t t = slack * 125 / (m->em ? m->em : 1);              /* four em of white count as badness 1000 */
        if (t > w->tolerance * 4LL) return (Judged){FIT_SHORT, 0, 0};
        return (Judged){FIT_GOOD, 0, badness((int)t)};
    }
    bool open = b->forced || b->fills != s->fills;
    if (open && slack >= 0) return (Judged){FIT_GOOD, 0, 0};
    int letters = b->letters_end - s->letters_start;
    int tight = tightness(m, slack, natural - spaces, spaces, letters, -TIGHTEST, w->tolerance);
    if (tight < -TIGHTEST) return (Judged){FIT_LONG, tight, 0};
    if (tight > w->tolerance) return (Judged){FIT_SHORT, tight, 0};
    return (Judged){FIT_GOOD, tight, badness(tight)};
}

static int64_t square(int64_t x)
{
    return x * x;
}

static int64_t line_demerits(const Work *w, const Node *a, const Break *b, Judged j, bool last)
{
    const Break *s = &w->breaks[a->at];
    int64_t d = square(LINE_COST + j.bad);
    if (b->penalty) d += square((int64_t)b->penalty * PENALTY_SCALE) * (b->penalty < 0 ? -1 : 1);
    if (a->line == 0) return d;
    int step = abs(j.tight - a->tight);
    if (step > CONTRAST_FREE && !last) d += square((step - CONTRAST_FREE) * 4);
    if (s->hyphen && b->hyphen) d += square(DOUBLE_HYPHEN_COST) + (a->hyphens > 1 ? THIRD_HYPHEN_COST : 0);
    if (last && s->hyphen) d += square(b->space_end == s->space_start ? WORD_END_COST : LAST_HYPHEN_COST);
    if (last && b->end - s->start < w->m->runt) d += square(RUNT_COST);
    return d;
}

/* The same word at the start or at the end of two lines that follow each other.  Known when the second line's start
   is.  In a heading it may well be so: better that than a line more. */
static int64_t stack_demerits(const Work *w, const Node *a, const Break *b)
{
    const Break *s = &w->breaks[a->at];
    int64_t d = 0;
    if (w->m->ragged) return d;
    if (s->first && s->first == b->first) d += square(STACK_COST);
    if (a->line && s->last && s->last == b->last) d += square(STACK_COST);
    return d;
}

/* What runs down to the line from node a to break `at`. */
static int64_t river_way(const Work *w, const Node *a, int at, int tight, Course *c)
{
    ptrdiff_t from = a - w->nodes;
    river_course(c, from ? &w->courses[from] : NULL, w->breaks, a->at, at, w->m, a->line, tight);
    return river_demerits(c);
}

static void keep_way(Way *ways, int *n, Way way)
{
    for (int i = 0; i < *n; i++)
        if (ways[i].line == way.line && ways[i].class == way.class) {
            if (way.demerits < ways[i].demerits) ways[i] = way;
            return;
        }
    if (*n < WAYS) ways[(*n)++] = way;
}

/* What all up to some place would take with its spaces as wide as they may be, in 1/1000: the difference of two such
   sums is what a line between them could take at most. */
static int64_t stretched(const Work *w, Sp width, Sp space, int letters)
{
    const Measure *m = w->m;
    return width * 1000 + space * w->tolerance + (width - space) * m->expand + letters * m->em * m->letterspace;
}

static void add_node(Work *w, int at, Way way)
{
    if (w->nnodes == w->capacity) {
        int32_t cap = w->capacity * 2;
        w->nodes = arena_grow(w->scratch, w->nodes, sizeof(Node), _Alignof(Node), w->capacity, cap);
        w->active = arena_grow(w->scratch, w->active, sizeof(int32_t), _Alignof(int32_t), w->capacity, cap);
        if (w->courses)
            w->courses = arena_grow(w->scratch, w->courses, sizeof(Course), _Alignof(Course), w->capacity, cap);
        w->capacity = cap;
    }
    const Node *from = &w->nodes[way.from];
    const Break *b = &w->breaks[at];
    w->nodes[w->nnodes] = (Node){.at = at, .line = way.line, .prev = way.from, .tight = way.tight,
                                 .class = (int16_t)way.class, .demerits = way.demerits,
                                 .hyphens = (int16_t)(b->hyphen ? from->hyphens + 1 : 0),
                                 .stretched = stretched(w, b->start, b->space_start, b->letters_start)};
    if (w->courses) river_way(w, from, at, way.tight, &w->courses[w->nnodes]);
    w->active[w->nactive++] = w->nnodes++;
}

/* Of the ways with the same number of lines only those stay which another class cannot beat by changing over; of all
   ways those whose number of lines is near that of the cheapest, lest a long paragraph be known in too many lengths. */
static void add_nodes(Work *w, int at, const Way *ways, int n)
{
    int64_t change = square((int64_t)CONTRAST_FREE * 4);
    int best = 0;
    for (int i = 1; i < n; i++)
        if (ways[i].demerits < ways[best].demerits) best = i;
    for (int i = 0; i < n; i++) {
        bool beaten = abs(ways[i].line - ways[best].line) > SETTINGS / 2;
        for (int k = 0; k < n && !beaten; k++)
            beaten = k != i && ways[k].line == ways[i].line && ways[k].demerits + change < ways[i].demerits;
        if (!beaten) add_node(w, at, ways[i]);
    }
}

/* From all that is active, none of which can hold the line: as little as may be is too long, and what is before it is
   set as well as can be. */
static Way overfull_way(const Work *w)
{
    int32_t from = w->active[0];
    for (int i = 1; i < w->nactive; i++) {
        const Node *a = &w->nodes[w->active[i]], *b = &w->nodes[from];
        if (a->at > b->at || (a->at == b->at && a->demerits < b->demerits)) from = w->active[i];
    }
    const Node *a = &w->nodes[from];
    return (Way){from, a->line + 1, 0, 1, a->demerits + OVERFULL_COST};
}

/* To a forced break any line may go. */
static int64_t reach_of(const Work *w, const Break *b)
{
    return b->forced ? INT64_MAX / 2 : stretched(w, b->end, b->space_end, b->letters_end);
}

/* What is active stands in order: where one line is too short, the ones after it are, too. */
static bool is_far(const Work *w, const Node *a, int64_t to)
{
    return to - a->stretched < w->least;
}

/* Would a line from the one be the line from the other?  The ways to one break are nodes in a row. */
static bool is_alike(const Work *w, const Node *a, const Node *other)
{
    return a->at == other->at && measure_line(w->m, a->line) == measure_line(w->m, other->line);
}

static void try_break(Work *w, int at, int64_t to)
{
    const Break *b = &w->breaks[at];
    bool last = at == w->nbreaks - 1;
    Way ways[WAYS];
    Judged j = {0};
    const Node *judged = NULL;
    int n = 0, kept = 0, i = 0, most = b->hyphen && !is_lax(w) ? 1 : INT16_MAX;   /* hyphens before it */
    for (; i < w->nactive; i++) {
        const Node *a = &w->nodes[w->active[i]];
        if (is_far(w, a, to)) break;
        if (!judged || !is_alike(w, a, judged)) j = judge(w, judged = a, b, last);
        if (j.reach != FIT_LONG && !b->forced) w->active[kept++] = w->active[i];
        if (j.reach != FIT_GOOD || a->hyphens > most) continue;
        int64_t d = a->demerits + line_demerits(w, a, b, j, last) + stack_demerits(w, a, b);
        if (w->courses) d += river_way(w, a, at, j.tight, &w->tried);
        int class = class_of(j.tight);
        keep_way(ways, &n, (Way){(int32_t)(a - w->nodes), a->line + 1, j.tight, class, d});
    }
    int rest = w->nactive - i;
    if (kept < i) memmove(w->active + kept, w->active + i, (size_t)rest * sizeof *w->active);
    kept += rest;
    if (n == 0 && kept == 0 && is_lax(w)) ways[n++] = overfull_way(w);
    w->nactive = kept;
    add_nodes(w, at, ways, n);
}

/* ---- the whole */

/* The shortest of the lines, less what may be missing where there are no spaces. */
static int64_t least_line(const Work *w)
{
    const Measure *m = w->m;
    Sp width = m->first < m->rest ? m->first : m->rest;
    if (m->beside && m->narrow < width) width = m->narrow;
    if (m->ragged || w->breaks[w->nbreaks - 1].fills > 0 || is_lax(w)) return INT64_MIN / 2;
    return (width - m->em / 64) * 1000;
}

static bool run_pass(Work *w, int tolerance)
{
    w->tolerance = tolerance;
    w->least = least_line(w);
    w->nnodes = 1;
    w->nactive = 1;
    w->nodes[0] = (Node){.prev = -1, .class = 1};
    w->active[0] = 0;
    for (int at = 1; at < w->nbreaks && w->nactive; at++) {
        int64_t to = reach_of(w, &w->breaks[at]);
        if (!is_far(w, &w->nodes[w->active[0]], to)) try_break(w, at, to);
    }
    return w->nactive > 0;
}

static Setting trace(Arena *a, const Work *w, int32_t node)
{
    const Node *n = &w->nodes[node];
    int32_t *breaks = new(a, int32_t, n->line), *tight = new(a, int32_t, n->line);
    Setting s = {.nlines = n->line, .demerits = n->demerits, .breaks = breaks, .tight = tight};
    for (; n->line > 0; n = &w->nodes[n->prev]) {
        breaks[n->line - 1] = n->at;
        tight[n->line - 1] = n->tight;
        if (abs(n->tight) > s.worst) s.worst = abs(n->tight);
    }
    return s;
}

static int by_lines(const void *a, const void *b)
{
    const Setting *x = a, *y = b;
    return (x->nlines > y->nlines) - (x->nlines < y->nlines);
}

/* The cheapest way for each number of lines, the nearest to the best one where there are more than SETTINGS. */
static Settings collect(Arena *a, const Work *w)
{
    Settings out = {0};
    int32_t best = w->active[0], pick[SETTINGS] = {0};
    for (int i = 1; i < w->nactive; i++)
        if (w->nodes[w->active[i]].demerits < w->nodes[best].demerits) best = w->active[i];
    int middle = w->nodes[best].line;
    for (int k = 0; k < SETTINGS; k++) pick[k] = -1;
    for (int i = 0; i < w->nactive; i++) {
        int k = w->nodes[w->active[i]].line - middle + SETTINGS / 2;
        if (k < 0 || k >= SETTINGS) continue;
        if (pick[k] < 0 || w->nodes[w->active[i]].demerits < w->nodes[pick[k]].demerits) pick[k] = w->active[i];
    }
    for (int k = 0; k < SETTINGS; k++)
        if (pick[k] >= 0) {
            if (k == SETTINGS / 2) out.best = out.n;
            out.settings[out.n++] = trace(a, w, pick[k]);
        }
    out.overfull = w->nodes[best].demerits >= OVERFULL_COST;
    qsort(out.settings, (size_t)out.n, sizeof *out.settings, by_lines);
    return out;
}

/* A paragraph in which a river is seen, at whatever length, is broken again with an eye to that. */
static bool wants_banks(Work *w, const Settings *s)
{
    bool seen = false;
    for (int i = 0; i < s->n && w->m->banks && !s->overfull; i++)
        seen = seen || river_runs(w->breaks, &s->settings[i], w->m);
    if (!seen) return false;
    w->courses = new(w->scratch, Course, w->capacity);
    return true;
}

Settings knuth_break(Arena *a, Arena *scratch, const Break *breaks, int nbreaks, const Measure *m)
{
    Mark mark = arena_mark(scratch);
    Work w = {.breaks = breaks, .nbreaks = nbreaks, .m = m, .scratch = scratch, .capacity = 64};
    w.nodes = new(scratch, Node, w.capacity);
    w.active = new(scratch, int32_t, w.capacity);
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++)
        if (run_pass(&w, tolerances[i])) break;
    Settings out = collect(a, &w);
    if (wants_banks(&w, &out)) {
        run_pass(&w, w.tolerance);
        out = collect(a, &w);
    }
    arena_rewind(scratch, mark);
    return out;
}
