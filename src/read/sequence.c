#include "read/surveyin.h"
#include <limits.h>

/* Which numbers of a text count up?  Notes do, pages do; years and percentages do not.  The best way through all
   candidates is sought, each of which is taken or passed over:

     taken, one more than the one before      its weight
     taken behind a gap                       its weight less a price for each number missing
     taken as one more, printed otherwise     its weight less the price of a misprint: 7 for 17, 13 for 18
     taken as the first of a new series       its weight less a price, higher where it does not begin at 1
     passed over                              less a price in proportion to its weight

   A way looks back a bounded number of candidates, so that the time is linear. */

enum { BACK = 32 };
typedef struct { int value, from, meant; bool fresh, printed; } Step;   /* from: the step before; -1: none */

/* One digit lost, or one misread: 7 or 1 for 17, 13 for 18; never a longer number for a shorter one. */
static bool is_like(int printed, int meant)
{
    char p[16], m[16];
    int np = snprintf(p, sizeof p, "%d", printed), nm = snprintf(m, sizeof m, "%d", meant);
    int differ = 0;
    if (np == nm) {
        for (int i = 0; i < np; i++)
            differ += p[i] != m[i];
        return differ == 1 && np > 1;
    }
    if (np + 1 != nm)
        return false;
    for (int i = 0, k = 0; k < nm; k++) {
        if (i < np && p[i] == m[k])
            i++;
        else
            differ++;
    }
    return differ == 1;
}

static void better(Step *s, int value, int from, int meant, bool fresh, bool printed)
{
    if (value > s->value)
        *s = (Step){value, from, meant, fresh, printed};
}

static int fare(const Counts *c, const Prices *p, int i) { return c->at[i].weight * p->skip / 100; }

/* `far`: the best of the ways that end further back than can be looked; a series that ended there does not matter. */
static Step start(const Counts *c, const Prices *p, int i, const int *passed, const Step *best, int distant)
{
    const Count *x = &c->at[i];
    int far = x->number > 1 ? p->restart + (x->number > 9 ? p->start : x->number * p->start / 10) : p->start;
    Step s = {.value = x->weight - far - passed[i], .from = -1, .meant = x->number, .fresh = true, .printed = true};
    for (int j = i - 1; j >= 0 && j >= i - BACK; j--) {
        /* a new series begins lower than the old one ends */
        int same = best[j].meant && best[j].meant >= x->number ? 0 : p->restart;
        better(&s, best[j].value + x->weight - far - same - (passed[i] - passed[j + 1]), j, x->number, true, true);
    }
    if (distant >= 0)
        better(&s, best[distant].value + x->weight - far - (passed[i] - passed[distant + 1]), distant, x->number,
               true, true);
    return s;
}

static Step step(const Counts *c, const Prices *p, int i, const int *passed, const Step *best, int distant)
{
    const Count *x = &c->at[i];
    Step s = start(c, p, i, passed, best, distant);
    for (int j = i - 1; j >= 0 && j >= i - BACK; j--) {
        int far = x->number - best[j].meant, here = best[j].value + x->weight - (passed[i] - passed[j + 1]);
        if (far >= 1 && far <= p->deepest)
            better(&s, here - (far - 1) * p->gap, j, x->number, false, true);
        if (far != 1 && is_like(x->number, best[j].meant + 1))
            better(&s, here - p->misprint, j, best[j].meant + 1, false, false);
    }
    return s;
}

static void name_runs(Arena *a, Counts *c, const Step *best, int last, Runs *runs)
{
    int *way = new(a, int, c->n + 1), n = 0;
    for (int i = last; i >= 0; i = best[i].from)
        way[n++] = i;
    while (n > 0) {
        const int i = way[--n];
        Count *x = &c->at[i];
        if (best[i].fresh || runs->n == 0)
            ADD(a, runs) = (Run){i, i, best[i].meant, best[i].meant, 0, 0, 0};
        Run *r = &runs->at[runs->n - 1];
        x->meant = best[i].meant;
        x->series = runs->n - 1;
        x->sure = best[i].printed;
        r->gaps += r->n ? x->meant - r->last - 1 : 0;
        r->misprints += !x->sure;
        r->to = i;
        r->last = x->meant;
        r->n++;
    }
}

Runs sequence_find(Arena *a, Counts *c, const Prices *p)
{
    Runs runs = {0};
    Step *best = new(a, Step, c->n + 1);
    /* passed[i]: the price of passing over all before i */
    int *passed = new(a, int, c->n + 2), last = -1, distant = -1;
    for (int i = 0; i < c->n; i++)
        passed[i + 1] = passed[i] + fare(c, p, i);
    for (int i = 0; i < c->n; i++) {
        int k = i - BACK - 1;
        if (k >= 0 && (distant < 0 || best[k].value + passed[k + 1] > best[distant].value + passed[distant + 1]))
            distant = k;
        best[i] = step(c, p, i, passed, best, distant);
    }
    for (int i = 0, most = 0; i < c->n; i++)                       /* better than to pass over all */
        if (best[i].value + passed[i + 1] > most) {
            most = best[i].value + passed[i + 1];
            last = i;
        }
    name_runs(a, c, best, last, &runs);
    return runs;
}
