/* spread.c - what was done to a page so that it ends well, and what would be seen there if nothing had been done: the
   same pieces, each at its best length, down to the last line of the spread. */
#include "type/inside.h"

typedef struct { Arena *a; const Galley *g; const Frame *f; const Steps *steps; Deed *first, **end; } Judge;

static void tell(Judge *j, DeedKind kind, int lines, Str block)
{
    Deed *d = new(j->a, Deed, 1);
    *d = (Deed){.kind = kind, .lines = lines, .block = block};
    *j->end = d;
    j->end = &d->next;
}

static Str name_of(const Piece *p)
{
    for (const Run *r = p->block->runs; r; r = r->next)
        if (r->block.n) return r->block;
    return p->block->node ? p->block->node->id : S("");
}

static const Setting *setting_of(const Piece *p, int setting)
{
    return &p->prose->set.settings[setting];
}

static bool ends_in_hyphen(const Piece *p, int setting, int line)
{
    return p->prose->breaks[setting_of(p, setting)->breaks[line]].hyphen;
}

/* ---- what was done */

static void tell_text(Judge *j, const Step *st, bool goes_on)
{
    const Piece *p = &j->g->pieces[st->piece];
    const Settings *set = &p->prose->set;
    int n = set->settings[st->setting].nlines, rest = n - st->from - st->count;
    int more = n - set->settings[set->best].nlines;
    if (st->from == 0 && more > 0) tell(j, DEED_LONGER, more, name_of(p));
    if (st->from == 0 && more < 0) tell(j, DEED_SHORTER, -more, name_of(p));
    if (st->extra) tell(j, DEED_ROOM, 1, name_of(p));
    if (!goes_on || rest == 0) return;
    bool alone = (st->from == 0 && st->count < p->keep_lines) || rest < p->keep_lines || p->keep;
    if (alone) tell(j, DEED_PARTED, st->count, name_of(p));
    if (ends_in_hyphen(p, st->setting, st->from + st->count - 1)) tell(j, DEED_HYPHEN, 1, name_of(p));
}

static bool is_forced(const Galley *g, int from, int to)
{
    for (int i = from + 1; i < to; i++)
        if (g->pieces[i].kind == PIECE_TURN || g->pieces[i].kind == PIECE_COLUMNS) return true;
    return false;
}

/* White at the foot of a page which neither ends the flow nor was to end there. */
static void tell_white(Judge *j, const Step *last, const Step *next)
{
    if (!next || last->piece < 0 || next->piece < 0 || last->notes_to > last->notes_from) return;
    PieceKind kind = j->g->pieces[last->piece].kind;
    if (kind == PIECE_PLATE || kind == PIECE_COLUMNS || is_forced(j->g, last->piece, next->piece + 1)) return;
    int white = (int)(((j->f->lines - last->cut) * j->f->leading - last->end) / j->f->leading);
    if (white > 0) tell(j, DEED_WHITE, white, name_of(&j->g->pieces[last->piece]));
}

static bool is_note_end(const Feet *f, int line)
{
    for (int n = 0; n <= f->n; n++)
        if (f->starts[n] == line) return true;
    return false;
}

static void tell_page(Judge *j, int from, int to)
{
    const Step *s = j->steps->s, *last = &s[to - 1], *next = to < j->steps->n ? last + 1 : NULL;
    for (int i = from; i < to; i++)
        if (s[i].piece >= 0 && j->g->pieces[s[i].piece].kind == PIECE_TEXT)
            tell_text(j, &s[i], i + 1 == to && next && next->piece == s[i].piece);
    tell_white(j, last, next);
    if (last->notes_to > last->notes_from && !is_note_end(&j->g->feet, last->notes_to)) tell(j, DEED_NOTE, 1, S(""));
}

/* ---- what would be seen else */

typedef struct { int piece, line, setting, page; Sp u; } Plain;

static int lines_that_fit(const Judge *j, const Piece *p, Sp start)
{
    return (int)((j->f->lines * j->f->leading - start) / p->leading);
}

static Sp start_plain(const Judge *j, const Plain *at, const Piece *p)
{
    if (at->line > 0) return at->u;
    if (at->u == 0 && at->piece > 0) return 0;
    return (p->rounds ? round_up(at->u, j->f->leading) : at->u) + p->before;
}

/* The page ends after `fits` lines of the piece: true if nobody minds. */
static bool end_page(Judge *j, const Plain *at, const Piece *p, int fits, Sp start)
{
    bool text = p->kind == PIECE_TEXT, begun = at->line > 0;
    int rest = text ? setting_of(p, at->setting)->nlines - at->line : 1;
    bool headed = !begun && at->piece > 0 && at->u > 0 && p[-1].keep_next;
    int white = (int)((j->f->lines * j->f->leading - (fits > 0 ? start + fits * p->leading : at->u)) / j->f->leading);
    if (headed && fits < p->keep_lines) tell(j, ELSE_HEADING, 1, name_of(p - 1));
    else if (fits > 0 && !begun && fits < p->keep_lines) tell(j, ELSE_ORPHAN, fits, name_of(p));
    else if (fits > 0 && rest - fits < p->keep_lines) tell(j, ELSE_WIDOW, rest - fits, name_of(p));
    else if (fits > 0 && p->keep) tell(j, ELSE_PARTED, fits, name_of(p));
    else if (white > 0) tell(j, ELSE_WHITE, white, name_of(p));
    else if (fits > 0 && is_recto(at->page) && ends_in_hyphen(p, at->setting, at->line + fits - 1))
        tell(j, ELSE_HYPHEN, 1, name_of(p));
    else return true;
    return false;
}

/* One page of the spread; true: no fault is on it, and the text goes on. */
static bool fill_plainly(Judge *j, Plain *at)
{
    for (; at->piece < j->g->n; at->piece++, at->line = 0) {
        const Piece *p = &j->g->pieces[at->piece];
        Sp start = start_plain(j, at, p);
        if (p->kind == PIECE_TURN || p->kind == PIECE_COLUMNS) return false;
        if (p->kind == PIECE_PLATE) continue;
        if (p->kind == PIECE_TEXT && at->line == 0) at->setting = p->prose->set.best;
        int rest = p->kind == PIECE_TEXT ? setting_of(p, at->setting)->nlines - at->line : 0;
        int fits = p->kind == PIECE_TEXT ? lines_that_fit(j, p, start) : 0;
        bool whole = p->kind == PIECE_TEXT ? rest <= fits : start + p->height <= j->f->lines * j->f->leading;
        if (!whole && p->kind != PIECE_SKIP) {
            if (!end_page(j, at, p, fits, start)) return false;
            at->line += fits > 0 ? fits : 0;
            at->u = 0;
            return true;
        }
        at->u = p->kind == PIECE_SKIP && at->u == 0 ? 0 : start + rest * p->leading + p->height + p->after;
    }
    if (at->u < FEW_LINES * j->f->leading) tell(j, ELSE_END, (int)(at->u / j->f->leading), S(""));
    return false;
}

static bool has_notes(const Judge *j, int page, int i)
{
    for (; i < j->steps->n && j->steps->s[i].page <= page; i++)
        if (j->steps->s[i].notes_to > j->steps->s[i].notes_from) return true;
    return false;
}

/* From the step with which the spread begins. */
static void tell_else(Judge *j, int i)
{
    const Step *st = &j->steps->s[i];
    int last = st->page | 1;
    if (has_notes(j, last, i)) {
        tell(j, ELSE_NOTES, 0, S(""));
        return;
    }
    if (st->piece < 0) return;
    Plain at = {st->piece, st->from, st->setting, st->page, 0};
    if (i == 0) at.u = j->f->sink * j->f->leading;
    while (at.page <= last && fill_plainly(j, &at)) at.page++;
    if (at.page > last) tell(j, ELSE_LATER, 0, S(""));
}

static bool is_done(const Deed *d)
{
    for (; d; d = d->next)
        if (d->kind <= DEED_WHITE) return true;
    return false;
}

Deed *spread_judge(Arena *a, const Galley *g, const Frame *f, const Steps *steps, int from, int to)
{
    Judge j = {.a = a, .g = g, .f = f, .steps = steps};
    int begin = from, page = steps->s[from].page, last = to;
    j.end = &j.first;
    bool second = from > 0 && is_recto(page) && steps->s[from - 1].page == page - 1;
    if (steps->s[from].cut > 0 && !second) tell(&j, DEED_SHORT, steps->s[from].cut, S(""));
    tell_page(&j, from, to);
    if (second) {                                                   /* told with its verso, if at all */
        while (begin > 0 && steps->s[begin - 1].page == page - 1) begin--;
        Judge verso = {.a = a, .g = g, .f = f, .steps = steps};
        verso.end = &verso.first;
        tell_page(&verso, begin, from);
        if (is_done(verso.first) || steps->s[from].cut > 0) return j.first;
    }
    while (last < steps->n && steps->s[last].page == (page | 1)) last++;
    if (is_done(j.first)) tell_else(&j, begin);
    return j.first;
}
