/* river.c - white that runs down a paragraph where gaps between words stand below each other on lines that follow each
   other.  Widths only, as in knuth.c: a gap is a break at which a space may go.

       the council had met   at nine   to vote          a gap stands below another where they share
       and those who came   from the   hills had        half of the narrower one's width at least:
       been told to wait   outside the  doors           here one runs down three lines                     */
#include "type/inside.h"

/* Lines that the eye sees; where they begin to cost. */
enum { SEEN = 5, FELT = 4, COST = 1000 };

/* Gaps come from left to right on both lines: *first is the leftmost one that still counts. */
static int runs_below(const Course *above, int *first, Sp from, Sp to)
{
    int most = 0;
    while (*first < above->n && above->gaps[*first].to <= from) ++*first;
    for (int i = *first; i < above->n && above->gaps[i].from < to; i++) {
        const Gap *g = &above->gaps[i];
        Sp shared = (g->to < to ? g->to : to) - (g->from > from ? g->from : from);
        Sp narrow = g->to - g->from < to - from ? g->to - g->from : to - from;
        if (2 * shared >= narrow && g->lines > most) most = g->lines;
    }
    return most;
}

void river_course(Course *c, const Course *above, const Break *breaks, int from, int to, const Measure *m, int line,
                  int tight)
{
    const Break *a = &breaks[from], *b = &breaks[to];
    Sp width = measure_line(m, line), natural = b->end - a->start, spaces = b->space_end - a->space_start;
    Sp x = m->rest - width, ink = natural - spaces, slack = width - natural;
    if (m->protrude) {
        x -= a->left;
        slack += a->left + b->right;
    }
    if ((b->forced && slack >= 0) || spaces <= 0 || ink <= 0) slack = tight = 0;
    Sp widen = slack - tight * spaces / 1000;                       /* what the glyphs take */
    int first = 0;
    c->n = 0;
    for (int i = from + 1; i < to && c->n < GAPS; i++) {
        const Break *g = &breaks[i];
        Sp space = g->space_start - g->space_end, before = g->space_end - a->space_start;
        if (space <= 0) continue;
        Sp inked = g->end - a->start - before;
        Sp left = x + inked + before + before * tight / 1000 + (ink > 0 ? widen * inked / ink : 0);
        Sp right = left + space + space * tight / 1000;
        int lines = above ? runs_below(above, &first, left, right) : 0;
        c->gaps[c->n++] = (Gap){(int32_t)left, (int32_t)right, (int16_t)(1 + lines)};
    }
}

int64_t river_demerits(const Course *c)
{
    int64_t d = 0;
    for (int i = 0; i < c->n; i++) {
        int64_t over = c->gaps[i].lines - FELT + 1;
        if (over > 0) d += over * over * COST * COST;
    }
    return d;
}

bool river_runs(const Break *breaks, const Setting *s, const Measure *m)
{
    Course courses[2] = {0};
    if (s->nlines < SEEN) return false;
    for (int l = 0; l < s->nlines; l++) {
        Course *c = &courses[l % 2];
        int from = l ? s->breaks[l - 1] : 0;
        river_course(c, l ? &courses[(l + 1) % 2] : NULL, breaks, from, s->breaks[l], m, l, s->tight[l]);
        for (int i = 0; i < c->n; i++)
            if (c->gaps[i].lines >= SEEN) return true;
    }
    return false;
}
