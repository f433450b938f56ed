/* memo.c - how a flow was broken into lines and pages, so that it can be set again without a search.  A flow is
   measured, and then written with the same words and widths: its paragraphs come in the same order with the same
   breaks, and fall on the same pages.

       nbreaks  settings  best  overfull  { lines  worst  demerits  demerits  break … }     a paragraph in numbers */
#include "type/inside.h"

struct Memo {
    Arena *a;
    int32_t *row; ptrdiff_t n, cap, at;
    Step *steps; int nsteps, stepcap, npieces;                     /* their pages count from the flow's opening */
};

Memo *memo_new(Arena *a)
{
    Memo *m = new(a, Memo, 1);
    m->a = a;
    return m;
}

void memo_forget(Memo *m) { m->n = m->at = m->nsteps = 0; }

void memo_rewind(Memo *m) { m->at = 0; }

static void put(Memo *m, int32_t number)
{
    if (m->n == m->cap) {
        ptrdiff_t cap = m->cap ? 2 * m->cap : 1024;
        m->row = arena_grow(m->a, m->row, sizeof *m->row, _Alignof(int32_t), m->cap, cap);
        m->cap = cap;
    }
    m->row[m->n++] = number;
}

void memo_add(Memo *m, int nbreaks, const Settings *s)
{
    put(m, nbreaks);
    put(m, s->n);
    put(m, s->best);
    put(m, s->overfull);
    for (int k = 0; k < s->n; k++) {
        const Setting *one = &s->settings[k];
        put(m, one->nlines);
        put(m, one->worst);
        put(m, (int32_t)(one->demerits >> 32));
        put(m, (int32_t)(uint32_t)one->demerits);
        for (int l = 0; l < one->nlines; l++) put(m, one->breaks[l]);
    }
    m->at = m->n;
}

bool memo_take(Memo *m, Arena *a, int nbreaks, Settings *s)
{
    if (m->at == m->n) return false;
    const int32_t *r = &m->row[m->at];
    if (r[0] != nbreaks) {                                          /* not what was measured: all that follows is new */
        m->n = m->at;
        return false;
    }
    *s = (Settings){.n = r[1], .best = r[2], .overfull = r[3]};
    r += 4;
    for (int k = 0; k < s->n; k++) {
        int32_t lines = r[0];
        s->settings[k] = (Setting){.nlines = lines, .worst = r[1], .breaks = new_copy(a, int32_t, r + 4, lines),
                                   .demerits = (int64_t)((uint64_t)(uint32_t)r[2] << 32 | (uint32_t)r[3])};
        r += 4 + lines;
    }
    m->at = r - m->row;
    return true;
}

void memo_add_steps(Memo *m, int npieces, int opening, const Steps *steps)
{
    if (steps->n > m->stepcap) {
        m->steps = new(m->a, Step, steps->n);
        m->stepcap = steps->n;
    }
    for (int i = 0; i < steps->n; i++) {
        m->steps[i] = steps->s[i];
        m->steps[i].page -= opening;
    }
    m->nsteps = steps->n;
    m->npieces = npieces;
}

bool memo_take_steps(const Memo *m, Arena *a, int npieces, int opening, Steps *steps)
{
    if (m->nsteps == 0 || m->npieces != npieces || m->at != m->n) return false;
    *steps = (Steps){new(a, Step, m->nsteps), m->nsteps};
    for (int i = 0; i < steps->n; i++) {
        steps->s[i] = m->steps[i];
        steps->s[i].page += opening;
    }
    return true;
}
