/* trail.c - the cheapest way through the pages, from the front */
#include "type/pagein.h"

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
                         s->placed_at, s->placed_at + height_of(s, &m->g->pieces[s->placed]), s->with_head, s->extra};
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

Steps trail_back(const Maker *m, int32_t end)
{
    int n = 0;
    State last = m->all.s[end];
    last.page++;                                                    /* plates behind the text */
    page_plates(m, &last);
    int rest = last.plates - m->all.s[end].plates;
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) n += steps_to(m, &m->all.s[i], NULL);
    Steps out = {new(m->t->flow, Step, n + rest), n + rest};
    for (int k = 0; k < rest; k++) out.s[n + k] = plate_step(m, last.plates - rest + k, last.page - rest + k);
    for (int32_t i = end; i >= 0; i = m->all.s[i].past) n -= steps_to(m, &m->all.s[i], out.s + n);
    share_notes(m, &out);
    return out;
}
