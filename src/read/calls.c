#include "read/inside.h"
#include <stdlib.h>

/* Which numbers are note calls?  Those of a series, in their order.  Each rule gathers what has its form; facts add and
   take away; then the sequence decides:

     number == expected        a call
     number  > expected        a call behind a gap, if the next number follows before the missing one does; else none
     number  < expected        none: a repetition, or something else that looks like a call
     a call that a fact names  a call, whatever the sequence says */

/* fact: of an editor; NULL: the rule's */
typedef struct { int line; ptrdiff_t from, to; int number; const Fact *fact; } Candidate;
typedef LIST(Candidate) Candidates;
typedef struct { const Fact *rule; Site lines; Template form; int series; int expected; } Counting;

static int series_find(const Weave *w, Str key)
{
    for (int i = 0; i < w->series.n; i++)
        if (str_eq(w->series.at[i].key, key))
            return i;
    return -1;
}

static bool is_missing(const Series *s, int number)
{
    for (int i = 0; i < s->nmissing; i++)
        if (s->missing[i] == number)
            return true;
    return false;
}

static void missing(Weave *w, const Fact *f)
{
    Str key = fact_option(f, "series");
    int i = key.n == 0 && w->series.n == 1 ? 0 : series_find(w, key);
    if (i < 0) {
        diag(w->diag, NOTE_SERIES_UNKNOWN, f->at, "'%.*s'", STR(key));
        return;
    }
    Series *s = &w->series.at[i];
    for (int k = f->low; k <= f->high && k - f->low < 10000; k++) {
        s->missing = arena_grow(w->a, s->missing, sizeof(int), _Alignof(int), s->nmissing, s->nmissing + 1);
        s->missing[s->nmissing++] = k;
    }
}

/* ---- gathering */

static bool is_left_out(const Weave *w, int piece)
{
    Verb v = w->piece[w->piece[piece].head].what;
    return v == VERB_OMIT || v == VERB_CAPTION || v == VERB_ORNAMENT;
}

static bool is_denied(const Candidate *c, Candidates *denied, int *at)
{
    while (*at < denied->n && (denied->at[*at].line < c->line ||
                               (denied->at[*at].line == c->line && denied->at[*at].to <= c->from)))
        ++*at;
    return *at < denied->n && denied->at[*at].line == c->line && denied->at[*at].from < c->to;
}

static int by_place(const void *x, const void *y)
{
    const Candidate *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

/* Words that facts settle, one way or the other: the rules look past them. */
static Candidates settled(Weave *w)
{
    Candidates l = {0};
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (f->verb == VERB_CALL || f->verb == VERB_NOCALL)
            ADD(w->a, &l) = (Candidate){.line = f->site.first, .from = f->site.from, .to = f->site.to};
    }
    if (l.n)
        qsort(l.at, (size_t)l.n, sizeof *l.at, by_place);
    return l;
}

static void gather_line(Weave *w, const Template *t, int line, Candidates *denied, int *at_denied, Candidates *out)
{
    Str s = text_line(w->text, line);
    const char *mask = NULL;
    Hit h;
    for (ptrdiff_t at = 0; template_next(t, s, &at, &h);) {
        Candidate c = {line, h.from, h.to, h.number, NULL};
        if (h.number == 0 || is_denied(&c, denied, at_denied) || is_left_out(w, piece_at(w, line, h.from)))
            continue;
        mask = mask ? mask : edits_mask(w, line);
        if (!mask[h.from])
            ADD(w->a, out) = c;
    }
}

static void gather(Weave *w, const Counting *c, Candidates *denied, Candidates *out)
{
    int at = 0;
    for (int line = c->lines.first; line && line <= c->lines.last; line++)
        if (!w->piece[w->first_piece[line - 1]].body)
            gather_line(w, &c->form, line, denied, &at, out);
}

/* ---- counting */

static void accept(Weave *w, const Counting *c, const Candidate *x)
{
    const Series *s = &w->series.at[c->series];
    Str line = text_line(w->text, x->line);
    ptrdiff_t from = x->from;
    while (from > 0 && (line.s[from - 1] == ' ' || line.s[from - 1] == '\t'))
        from--;
    if (from > 0 && from < x->from)
        edit_add(w, EDIT_SURPLUS, x->line, from, x->from, x->fact ? x->fact : c->rule)->a = S("blank");
    Edit *e = edit_add(w, EDIT_CALL, x->line, x->from, x->to, x->fact ? x->fact : c->rule);
    e->a = e->c = str_format(w->a, "%d", x->number);
    e->b = s->key;
}

static void say(Weave *w, const Counting *c, const Candidate *x, const char *what)
{
    const Series *s = &w->series.at[c->series];
    diag(w->diag, NOTE_OUT_OF_SEQUENCE, text_where(w->text, x->line, x->from), "%d %s %d in series '%.*s'",
         x->number, what, c->expected, STR(s->key));
}

/* Does the number after this one come before the one that was expected? */
static bool is_gap(const Weave *w, const Counting *c, const Candidates *l, int i)
{
    int last = w->series.at[c->series].last, number = l->at[i].number;
    if (number > c->expected + 20 || (last && number > last))
        return false;
    for (int k = i + 1; k < l->n && k < i + 300; k++) {
        if (l->at[k].number == c->expected)
            return false;
        if (l->at[k].number == number + 1)
            return true;
    }
    return number == last || (number == c->expected + 1 && i + 1 == l->n);
}

static void expect_next(const Weave *w, Counting *c, int number)
{
    if (number >= c->expected)
        c->expected = number + 1;
    while (is_missing(&w->series.at[c->series], c->expected))
        c->expected++;
}

static void count(Weave *w, Counting *c, const Candidates *l)
{
    const Series *s = &w->series.at[c->series];
    expect_next(w, c, 0);
    for (int i = 0; i < l->n; i++) {
        const Candidate *x = &l->at[i];
        bool wanted = x->fact || x->number == c->expected;
        if (x->fact && x->number > c->expected)
            say(w, c, x, "is a call, but none was found before it from");
        if (!wanted && x->number > c->expected && is_gap(w, c, l, i)) {
            say(w, c, x, "comes where the next call is");
            wanted = true;
        }
        if (wanted) {
            accept(w, c, x);
            expect_next(w, c, x->number);
        } else if (x->number >= s->first && x->number <= (s->last ? s->last : c->expected + 20)) {
            say(w, c, x, "looks like a call, but the next is");
        }
    }
}

static void count_end(Weave *w, const Counting *c)
{
    Series *s = &w->series.at[c->series];
    if (s->last && c->expected <= s->last)
        diag(w->diag, NOTE_OUT_OF_SEQUENCE, s->at, "series '%.*s' ends before %d, not at %d", STR(s->key), c->expected,
             s->last);
    if (!s->last)
        s->last = c->expected - 1;
}

/* ---- which rule a fact speaks of */

static int counting_of(const Weave *w, const Counting *c, int n, const Fact *f)
{
    Str key = fact_option(f, "series");
    for (int i = 0; i < n; i++) {
        bool here = c[i].lines.first <= f->site.first && f->site.first <= c[i].lines.last;
        if (here && (key.n == 0 || str_eq(w->series.at[c[i].series].key, key)))
            return i;
    }
    for (int i = 0; i < n && key.n; i++)
        if (str_eq(w->series.at[c[i].series].key, key))
            return i;
    return -1;
}

static void called(Weave *w, const Counting *c, int n, const Fact *f, Candidates *lists)
{
    int i = counting_of(w, c, n, f);
    Str words = number_plain(w->a, str_sub(text_line(w->text, f->site.first), f->site.from, f->site.to - f->site.from));
    ptrdiff_t from = 0, to = words.n;
    while (from < to && (words.s[from] < '0' || words.s[from] > '9'))
        from++;
    while (to > from && (words.s[to - 1] < '0' || words.s[to - 1] > '9'))
        to--;
    Number shown = str_number(str_sub(words, from, to - from));
    int number = fact_number(f, "n", shown.ok && shown.value < 1000000 ? (int)shown.value : 0, w->diag);
    if (i < 0)
        diag(w->diag, NOTE_SERIES_UNKNOWN, f->at, "'%.*s'", STR(fact_option(f, "series")));
    else if (number < 1)
        diag(w->diag, MARK_SYNTAX, f->at, "the call has no number: n=");
    else
        ADD(w->a, &lists[i]) = (Candidate){f->site.first, f->site.from, f->site.to, number, f};
}

static Counting *countings(Weave *w, int *n)
{
    Counting *list = new(w->a, Counting, w->marks.n + 1);
    *n = 0;
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (!rule_is(f, "notes"))
            continue;
        Str key = fact_option(f, "series");
        Counting c = {f, rule_lines(w, f), template_of(w, f), series_find(w, key.n ? key : S("a")), 0};
        c.expected = w->series.at[c.series].first;
        if (c.form.ok)
            list[(*n)++] = c;
    }
    return list;
}

/* ---- calls of asterisk notes and of the editor's notes */

static void called_by_words(Weave *w, const Fact *f)
{
    Site s = fact_lines(w->a, w->text, f, "call", w->diag);
    if (!s.first)
        return;
    if (!f->ntext || s.first != s.last) {
        diag(w->diag, MARK_SYNTAX, f->at, "the call of the note is a line and its words: call=268 \"*\"");
        return;
    }
    if (!site_words(w->text, &s, f->text[0], f->nth, w->diag))
        return;
    Edit *e = edit_add(w, EDIT_CALL, s.first, s.from, s.to, f);
    e->b = S("s");
    e->c = f->text[0];
}

static int by_edit(const void *x, const void *y)
{
    const Edit *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static void add_series(Weave *w, const char *key, int last, Where at)
{
    if (last)
        ADD(w->a, &w->series) = (Series){.key = str_of(key), .first = 1, .last = last, .at = at};
}

/* In the order of the text, whatever the order of the facts. */
static void number_asterisks(Weave *w, int from)
{
    Edit *e = w->edits.at + from;
    int n = w->edits.n - from;
    if (n)
        qsort(e, (size_t)n, sizeof *e, by_edit);
    for (int i = 0; i < n; i++) {
        e[i].a = str_format(w->a, "%d", i + 1);
        int body = w->body_of[e[i].fact - w->marks.fact];
        if (body)
            w->bodies.at[body - 1].number = e[i].a;
    }
    add_series(w, "s", n, n ? e[0].fact->at : (Where){0});
}

static void number_ednotes(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (f->verb != VERB_EDNOTE)
            continue;
        ADD(w->a, &w->ednotes) = (Edit){.line = f->site.first, .from = f->site.from, .to = f->site.from,
                                        .kind = EDIT_EDNOTE, .fact = f, .b = f->text[0]};
    }
    if (w->ednotes.n)
        qsort(w->ednotes.at, (size_t)w->ednotes.n, sizeof *w->ednotes.at, by_edit);
    for (int i = 0; i < w->ednotes.n; i++) {
        Edit *e = &w->ednotes.at[i];
        e->a = str_format(w->a, "%d", i + 1);
        e->order = w->edits.n + 1;
        ADD(w->a, &w->edits) = *e;
    }
    add_series(w, "ed", w->ednotes.n, w->ednotes.n ? w->ednotes.at[0].fact->at : (Where){0});
}

void calls_find(Weave *w)
{
    int n;
    Counting *c = countings(w, &n);
    Candidates *lists = new(w->a, Candidates, n + 1), denied = settled(w);
    for (int i = 0; i < w->marks.n; i++) {
        if (w->marks.fact[i].verb == VERB_MISSING)
            missing(w, &w->marks.fact[i]);
        if (w->marks.fact[i].verb == VERB_CALL)
            called(w, c, n, &w->marks.fact[i], lists);
    }
    for (int i = 0; i < n; i++) {
        gather(w, &c[i], &denied, &lists[i]);
        if (lists[i].n)
            qsort(lists[i].at, (size_t)lists[i].n, sizeof *lists[i].at, by_place);
    }
    int *expected = new(w->a, int, w->series.n + 1), *rule = new(w->a, int, w->series.n + 1);
    for (int i = 0; i < n; i++) {
        int k = c[i].series;
        c[i].expected = expected[k] ? expected[k] : c[i].expected;
        count(w, &c[i], &lists[i]);
        expected[k] = c[i].expected;
        rule[k] = i + 1;
    }
    for (int k = 0; k < w->series.n; k++)
        if (rule[k])
            count_end(w, &c[rule[k] - 1]);
    int from = w->edits.n;
    for (int i = 0; i < w->marks.n; i++)
        if (w->marks.fact[i].verb == VERB_BODY && fact_option(&w->marks.fact[i], "call").n)
            called_by_words(w, &w->marks.fact[i]);
    number_asterisks(w, from);
    number_ednotes(w);
}
