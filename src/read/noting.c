#include "read/surveyin.h"

/* Note calls and note bodies.  Each notation is tried by itself: what has its form is gathered, and what counts up
   among
   it is a call.  A body is a paragraph that begins with the number of a call before it. */

enum { FORM_ROUND, FORM_SQUARE, FORM_CURLY, FORM_RAISED, FORM_GLUED, FORMS };
static const struct { const char *open, *close, *name; int weight; } forms[FORMS] = {
    [FORM_ROUND] = {"(", ")", "\"(N)\"", 50}, [FORM_SQUARE] = {"[", "]", "\"[N]\"", 75}, [FORM_CURLY] = {"{", "}",
            "\"{N}\"", 70},
    [FORM_RAISED] = {"", "", "superscript", 90}, [FORM_GLUED] = {"", "", "glued", 80},
};

static Template template_for(int form)
{
    Template t = {.before = str_of(forms[form].open), .after = str_of(forms[form].close), .ok = true};
    t.how = form == FORM_RAISED ? NUMBER_SUPERSCRIPT : form == FORM_GLUED ? NUMBER_GLUED : NUMBER_PLAIN;
    return t;
}

static bool is_quote(uint32_t c) { return c == '"' || c == '\'' || c == 0x2019 || c == 0x201D || c == 0xBB ||
                                  c == ')' || c == ']'; }

/* ---- what looks like a call */

static bool at_start(const Survey *v, int row, ptrdiff_t from) { return from <= v->row[row].at + v->row[row].skip + 1; }

static int weigh(const Survey *v, int form, int row, const Hit *h)
{
    Str line = text_line(v->text, row + 1);
    uint32_t c = char_before(line, h->from), far = c == ' ' ? char_before(line, h->from - 1) : c;
    int weight = forms[form].weight;
    if (form == FORM_GLUED) {
        ptrdiff_t before = h->from - 1;
        bool word = before > 1 && uni_is_letter(c) && uni_is_letter(char_before(line, before)) &&
            uni_is_letter((unsigned char)line.s[before - 2]);
        weight = is_quote(c) || measure_is_stop(c) ? 90 : c == ',' || c == ';' ? 70 : word ? 50 : 6;
    }
    if (form == FORM_ROUND)
        weight = measure_is_stop(far) || is_quote(far) ? 60 : 40;
    if (h->number > 1500 && h->number < 2100 && form <= FORM_CURLY)
        weight = 2;
    if (form == FORM_RAISED && h->number < 4 && h->number > 1 && c == 'm')
        weight = 10;                                               /* a measure: m² */
    return h->number > 3000 ? 1 : weight;
}

static void add(Survey *v, Counts *l, int form, int row, ptrdiff_t from, ptrdiff_t to, int number, int weight)
{
    ADD(v->a, l) = (Count){.row = row, .from = from, .to = to, .number = number, .form = form, .weight = weight};
}

/* Calls that the rule cannot see: `."l3`, a number that lost its raising and stands behind a stop and a blank. */
static void read_odd(Survey *v, Counts *l, int form, int row)
{
    Str s = text_line(v->text, row + 1);
    for (ptrdiff_t i = v->row[row].at + v->row[row].skip + 1; i < s.n; i++) {
        ptrdiff_t k = i, digits = 0;
        if (!(is_figure(s.s[i]) || s.s[i] == 'l' || s.s[i] == 'I' || s.s[i] == 'O'))
            continue;
        uint32_t c = char_before(s, i);
        bool spaced = c == ' ' && i > 1;
        uint32_t far = spaced ? char_before(s, i - 1) : c;
        for (; k < s.n && k - i < 4 && (is_figure(s.s[k]) || s.s[k] == 'l' || s.s[k] == 'I' || s.s[k] == 'O'); k++)
            digits += is_figure(s.s[k]);
        bool end = k == s.n || k == v->row[row].at + v->row[row].s.n, letters = digits < k - i;
        ptrdiff_t next = k;
        uint32_t after = end ? ' ' : utf8_next(s, &next);
        bool closed = (measure_is_stop(far) || is_quote(far)) && (after == ' ' || is_quote(after) || after == ',' ||
                                                                  after == ';');
        if (closed && k - i < 4 && ((spaced && !letters) || (!spaced && letters && form == FORM_GLUED)))
            if (!spaced || end || s.s[k] != ' ' || uni_is_upper(measure_start(str_from(s, k))))
                add(v, l, form, row, i, k, measure_misread(str_sub(s, i, k - i)), spaced ? 22 : digits ? 55 : 28);
        i = k;
    }
}

static void read_misread(Survey *v, Counts *l, int form, int row)
{
    Str s = text_line(v->text, row + 1);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.s[i] != forms[form].open[0])
            continue;
        ptrdiff_t k = i + 1, digits = 0;
        for (; k < s.n && k - i < 5 && s.s[k] != forms[form].close[0]; k++)
            digits += is_figure(s.s[k]);
        bool held = k < s.n && s.s[k] == forms[form].close[0] && k > i + 1, letters = digits < k - i - 1;
        int number = held && letters ? measure_misread(str_sub(s, i + 1, k - i - 1)) : 0;
        if (number && !at_start(v, row, i) && (digits || form != FORM_ROUND))
            add(v, l, form, row, i, k + 1, number, digits ? 40 : 20);
    }
}

static void sort_row(Counts *l, int from)
{
    for (int i = from + 1; i < l->n; i++)
        for (int k = i; k > from && l->at[k - 1].from > l->at[k].from; k--) {
            Count swap = l->at[k];
            l->at[k] = l->at[k - 1];
            l->at[k - 1] = swap;
        }
    for (int i = from + 1; i < l->n; i++)                          /* the same place, seen twice */
        if (l->at[i].from < l->at[i - 1].to)
            l->at[i].weight = 0;
}

static Counts gather(Survey *v, int form)
{
    Counts l = {0};
    Template t = template_for(form);
    for (int i = 0; i < v->n; i++) {
        const Row *r = &v->row[i];
        if (r->role != ROLE_NONE && r->role != ROLE_HEADING)
            continue;
        Str line = text_line(v->text, i + 1);
        int from = l.n;
        Hit h;
        for (ptrdiff_t at = r->at + r->skip; template_next(&t, line, &at, &h);) {
            bool held = form >= FORM_RAISED && h.to < line.n && (line.s[h.to] == '}' || line.s[h.to] == ']') &&
                line.s[h.from - (h.from > 0)] != '"';
            if (h.number && !h.roman && !at_start(v, i, h.from) && !held)
                add(v, &l, form, i, h.from, h.to, h.number, weigh(v, form, i, &h));
        }
        if (form >= FORM_RAISED)
            read_odd(v, &l, form, i);
        else
            read_misread(v, &l, form, i);
        if (l.n > from + 1)
            sort_row(&l, from);
    }
    return l;
}

/* ---- which of them are calls */

static void forget(Counts *l, const Run *r)
{
    for (int i = r->from; i <= r->to; i++)
        l->at[i].meant = 0;
}

/* How many of a series have the form without a doubt. */
static int strong_in(const Counts *l, const Run *r)
{
    int n = 0;
    for (int i = r->from; i <= r->to; i++)
        n += l->at[i].meant && l->at[i].weight >= 40;
    return n;
}

/* Points that are counted inside of sentences, (1) and (2), stand before their words, not behind a stop. */
static bool counts_points(const Counts *l)
{
    int n = 0, behind = 0;
    for (int i = 0; i < l->n; i++)
        if (l->at[i].meant && l->at[i].form == FORM_ROUND) {
            n++;
            behind += l->at[i].weight >= 60;
        }
    return n > 0 && (n < 5 || behind * 2 < n);
}

/* A form is the text's if enough of what has it counts up; lone numbers here and there are chance. */
static int settle(Counts *l, Runs *runs)
{
    int taken = 0, strong = 0, seen = 0, kept = 0;
    for (int i = 0; i < l->n; i++) {
        seen += l->at[i].weight >= 40;
        strong += l->at[i].meant && l->at[i].weight >= 40;
        taken += l->at[i].meant > 0;
    }
    for (int k = 0; k < runs->n; k++) {
        const Run *r = &runs->at[k];
        bool lone = r->n < 2 || r->last - r->first + 1 > 3 * r->n, high = lone && r->first > 99;
        bool weak = (r->n < 3 && l->at[r->from].weight < 60) || strong_in(l, r) * 2 < r->n;
        bool sparse = r->n < 10 && r->last - r->first + 1 > 2 * r->n;
        if ((lone && (l->at[r->from].weight < 60 || taken < 10)) || weak || high || sparse)
            forget(l, r);
        else
            kept += r->n;
    }
    if (kept < 3 || strong * 2 < seen || counts_points(l)) {
        for (int i = 0; i < l->n; i++)
            l->at[i].meant = 0;
        return 0;
    }
    return kept;
}

/* ---- saying it */

static bool rule_sees(const Template *t, Str line, ptrdiff_t from)
{
    Hit h;
    for (ptrdiff_t at = 0; template_next(t, line, &at, &h);)
        if (h.from == from)
            return h.number > 0;
    return false;
}

typedef struct { Survey *v; Counts *l; int form; Template t; } Telling;

/* `shared`: the row where the series before ended; what stands there is said call by call. */
static void say_series(Telling *x, const Run *r, int k, int shared)
{
    Survey *v = x->v;
    Counts *l = x->l;
    int from = l->at[r->from].row, to = l->at[r->to].row, expected = r->first;
    from += from == shared;
    to = to < from ? from : to;
    Str why = str_format(v->a, "counts up %d…%d, %d %s%s", r->first, r->last, r->gaps, r->gaps == 1 ? "gap" : "gaps",
                         r->misprints ? ", misprints among them" : "");
    int sure = r->n >= 10 ? 97 : r->n >= 4 ? 90 : 72;
    propose(v, -1, sure, why, "rule notes %s series=n%d first=%d last=%d lines=%d-%d", forms[x->form].name, k,
            r->first, r->last, from + 1, to + 1);
    for (int i = r->from; i <= r->to; i++) {
        Count *c = &l->at[i];
        Str line = text_line(v->text, c->row + 1);
        bool seen = c->row != shared && rule_sees(&x->t, line, c->from);
        int a = measure_column(v, c->row, c->from), b = measure_column(v, c->row, c->to) - 1;
        if (!c->meant && seen && c->number >= r->first && c->number <= r->last)
            propose(v, c->row, 75, str_format(v->a, "%d is out of sequence", c->number), "nocall %d:%d-%d",
                    c->row + 1, a, b);
        if (!c->meant)
            continue;
        c->series = k;
        if (c->meant == expected + 1)
            propose(v, c->row, 85, S("no call has this number"), "missing %d series=n%d", expected, k);
        else if (c->meant > expected)
            propose(v, c->row, 85, S("no calls have these numbers"), "missing %d-%d series=n%d", expected,
                    c->meant - 1, k);
        expected = c->meant + 1;
        if (!seen || c->meant != c->number || !c->sure)
            propose(v, c->row, c->sure ? 80 : 74, str_format(v->a, "printed %.*s, in the place of %d",
                                                             STR(str_sub(line, c->from, c->to - c->from)), c->meant),
                    "call %d:%d-%d n=%d series=n%d", c->row + 1, a, b, c->meant, k);
    }
}

static void say_calls(Survey *v, Counts *l, const Runs *runs, int form, int *nseries)
{
    Telling x = {v, l, form, template_for(form)};
    int last_row = -1;
    for (int k = 0; k < runs->n; k++) {
        Run r = runs->at[k];
        while (r.from <= r.to && !l->at[r.from].meant)
            r.from++;
        while (r.to >= r.from && !l->at[r.to].meant)
            r.to--;
        /* all of it on the line where another series ended */
        if (r.from > r.to || l->at[r.to].row == last_row) {
            forget(l, &r);
            continue;
        }
        r.first = l->at[r.from].meant;
        r.last = l->at[r.to].meant;
        say_series(&x, &r, ++*nseries, last_row);
        ADD(v->a, &v->notes) = (NoteRun){.from = l->at[r.from].row, .to = l->at[r.to].row, .first = r.first,
                                         .last = r.last};
        last_row = l->at[r.to].row;
    }
    for (int i = 0; i < l->n; i++)
        if (l->at[i].meant && l->at[i].series > 0)
            ADD(v->a, &v->calls) = l->at[i];
}

static const Prices prices = {.skip = 60, .start = 30, .restart = 30, .gap = 12, .misprint = 45, .deepest = 6};

void noting_find(Survey *v)
{
    int best = -1, most = 0, nseries = 0;
    Counts list[FORMS] = {0};
    Runs runs[FORMS] = {0};
    for (int form = 0; form < FORMS; form++) {
        if (v->page_sign && v->page_sign == forms[form].open[0])
            continue;
        list[form] = gather(v, form);
        runs[form] = sequence_find(v->a, &list[form], &prices);
        int n = settle(&list[form], &runs[form]);
        if (n > most) {
            most = n;
            best = form;
        }
    }
    if (best >= 0)
        say_calls(v, &list[best], &runs[best], best, &nseries);
}
