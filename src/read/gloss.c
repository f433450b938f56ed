#include "read/surveyin.h"

/* Bodies of notes: paragraphs that begin with the number of a call that stands before them, at the foot of the
   paragraph or at the end of the text; and those that begin with an asterisk or a letter. */

enum { LABEL_SQUARE, LABEL_ROUND, LABEL_STOP, LABEL_BARE, LABEL_RAISED, LABEL_WORD, LABELS };
/* call: index, -1: none; label: its bytes where it must be omitted */
typedef struct { int para, kind, number, call; ptrdiff_t label; } Gloss;
typedef struct { Survey *v; int *latest, *next, *first_free; bool *done; int most; LIST(Gloss) found; int at; } Search;


static ptrdiff_t digits(Str s, ptrdiff_t at, int *number)
{
    for (*number = 0; at < s.n && is_figure(s.s[at]) && *number < 10000; at++)
        *number = *number * 10 + (s.s[at] - '0');
    return at;
}

/* `[Footnote 12: …`: a word, a number, a colon. */
static bool word_label(Str s, Gloss *g)
{
    ptrdiff_t at = s.n && s.s[0] == '[', from = at, to;
    while (at < s.n && uni_is_letter((unsigned char)s.s[at]))
        at++;
    if (at - from < 4 || at >= s.n || s.s[at] != ' ')
        return false;
    to = digits(s, at + 1, &g->number);
    if (!g->number || to >= s.n || (s.s[to] != ':' && s.s[to] != '.'))
        return false;
    for (to++; to < s.n && s.s[to] == ' ';)
        to++;
    g->kind = LABEL_WORD;
    g->label = to;
    return true;
}

static bool read_label(Arena *a, Str s, Gloss *g)
{
    char open = s.n ? s.s[0] : 0;
    if ((unsigned char)open >= 0x80) {
        Mark m = arena_mark(a);
        Str plain = number_plain(a, str_sub(s, 0, 9));
        bool raised = is_figure(plain.s[0]) && plain.n < 9;
        if (raised)
            digits(plain, 0, &g->number);
        arena_rewind(a, m);
        g->kind = LABEL_RAISED;
        return raised && g->number;
    }
    ptrdiff_t to = digits(s, open == '[' || open == '(', &g->number);
    if (!g->number)
        return word_label(s, g);
    char close = to < s.n ? s.s[to] : 0;
    g->kind = open == '[' ? LABEL_SQUARE : open == '(' ? LABEL_ROUND : close == ' ' ? LABEL_BARE : LABEL_STOP;
    return open == '[' ? close == ']' : open == '(' ? close == ')' : close == '.' || close == ')' || close == ':' ||
        close == ' ';
}

/* ---- calls by number */

static void know_calls(Search *x)
{
    const Survey *v = x->v;
    x->most = 0;
    for (int i = 0; i < v->calls.n; i++)
        x->most = v->calls.at[i].meant > x->most ? v->calls.at[i].meant : x->most;
    x->latest = new(v->a, int, x->most + 2);
    x->first_free = new(v->a, int, x->most + 2);
    x->next = new(v->a, int, v->calls.n + 1);
    x->done = new(v->a, bool, v->calls.n + 1);
    for (int n = 0; n <= x->most; n++)
        x->latest[n] = x->first_free[n] = -1;
}

/* Calls before row `row` become known. */
static void pass_calls(Search *x, int row)
{
    const Survey *v = x->v;
    for (; x->at < v->calls.n && v->calls.at[x->at].row < row; x->at++) {
        int n = v->calls.at[x->at].meant;
        x->next[x->at] = -1;
        if (x->latest[n] >= 0)
            x->next[x->latest[n]] = x->at;
        if (x->first_free[n] < 0)
            x->first_free[n] = x->at;
        x->latest[n] = x->at;
    }
}

static int call_for(Search *x, int number, int row)
{
    if (number > x->most)
        return -1;
    int i = x->latest[number];
    if (i >= 0 && !x->done[i] && row - x->v->calls.at[i].row < 60)
        return i;
    for (i = x->first_free[number]; i >= 0 && x->done[i];)
        i = x->next[i];
    x->first_free[number] = i;
    return i;
}

static void match(Search *x, int kind)
{
    x->at = 0;
    know_calls(x);
    for (int k = 0; k < x->found.n; k++) {
        Gloss *g = &x->found.at[k];
        if (g->kind != kind)
            continue;
        int row = x->v->para[g->para].first;
        pass_calls(x, row);
        g->call = call_for(x, g->number, row);
        if (g->call >= 0)
            x->done[g->call] = true;
    }
}

static int matched(const Search *x, int kind, int *all)
{
    int n = 0;
    *all = 0;
    for (int k = 0; k < x->found.n; k++)
        if (x->found.at[k].kind == kind) {
            ++*all;
            n += x->found.at[k].call >= 0;
        }
    return n;
}

/* A call in it: then it is text, whatever it begins with. */
static bool has_call(const Survey *v, int p)
{
    int low = 0, high = v->calls.n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (v->calls.at[middle].row < v->para[p].first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->calls.n && v->calls.at[low].row <= v->para[p].last;
}

/* ---- saying it */

static void take(Survey *v, int first, int last)
{
    for (int p = first; p <= last; p++) {
        v->para[p].role = ROLE_BODY;
        for (int i = v->para[p].first; i <= v->para[p].last; i++)
            v->row[i].role = ROLE_BODY;
    }
}

static void omit_label(Survey *v, const Gloss *g, int last)
{
    const Row *r = &v->row[v->para[g->para].first], *e = &v->row[v->para[last].last];
    int line = v->para[g->para].first + 1, end = v->para[last].last + 1;
    int from = measure_column(v, line - 1, r->at), to = measure_column(v, line - 1, r->at + g->label) - 1;
    propose(v, line - 1, 90, S("the label of the note"), "omit %d:%d-%d reason=note-mark", line, from, to);
    if (r->s.s[0] == '[' && e->s.s[e->s.n - 1] == ']')
        propose(v, end - 1, 90, S("the bracket round the note"), "omit %d:%d reason=note-mark", end,
                measure_column(v, end - 1, e->at + e->s.n - 1));
}

/* A note of several paragraphs: up to the bracket that closes it, or to the next note where that stands behind a call
   that was passed already. */
static int last_para(const Search *x, const Gloss *g, const Gloss *next)
{
    const Survey *v = x->v;
    const Row *r = &v->row[v->para[g->para].first];
    for (int p = g->para; g->kind == LABEL_WORD && r->s.s[0] == '[' && p < v->npara && p < g->para + 8; p++)
        if (v->row[v->para[p].last].s.s[v->row[v->para[p].last].s.n - 1] == ']')
            return p;
    bool ends = !next || next->call < 0 || v->calls.at[next->call].row > v->para[g->para].first ||
        next->number != g->number + 1;
    for (int p = g->para + 1; !ends && p < next->para; p++)
        ends = has_call(v, p) || v->para[p].role != ROLE_NONE;
    return ends || next->para > g->para + 6 ? g->para : next->para - 1;
}

static void say(Search *x, const Gloss *g, const Gloss *next, int sure)
{
    Survey *v = x->v;
    const Count *c = &v->calls.at[g->call];
    int last = last_para(x, g, next), from = v->para[g->para].first + 1, to = v->para[last].last + 1;
    Str why = str_format(v->a, "begins with the number of the call in line %d", c->row + 1);
    if (to > from)
        propose(v, from - 1, sure, why, "body %d-%d n=%d series=n%d", from, to, g->number, c->series);
    else
        propose(v, from - 1, sure, why, "body %d n=%d series=n%d", from, g->number, c->series);
    if (g->kind == LABEL_WORD)
        omit_label(v, g, last);
    take(v, g->para, last);
}

static void numbered(Survey *v)
{
    Search x = {.v = v};
    for (int p = 0; p < v->npara; p++) {
        Gloss g = {.para = p, .call = -1};
        Str words = measure_words(&v->row[v->para[p].first]);
        if (v->para[p].role == ROLE_NONE && !has_call(v, p) && read_label(v->a, words, &g))
            ADD(v->a, &x.found) = g;
    }
    for (int kind = 0; kind < LABELS; kind++) {
        match(&x, kind);
        int all, n = matched(&x, kind, &all);
        bool own = kind == LABEL_SQUARE || kind == LABEL_RAISED || kind == LABEL_WORD;
        if (n < 2 || (own ? n * 2 < all : n * 10 < v->calls.n * 6))
            continue;
        int sure = n * 10 >= v->calls.n * 8 ? 95 : 80;
        for (int k = 0; k < x.found.n; k++) {
            int next = k + 1;
            while (next < x.found.n && x.found.at[next].kind != kind)
                next++;
            if (x.found.at[k].kind == kind && x.found.at[k].call >= 0)
                say(&x, &x.found.at[k], next < x.found.n ? &x.found.at[next] : NULL, sure);
        }
        return;
    }
}

/* ---- asterisks and letters */

static Str sign_of(Str s)
{
    if (s.n > 3 && s.s[0] == '[' && s.s[2] == ']' && ((s.s[1] >= 'A' && s.s[1] <= 'Z') || s.s[1] == '*'))
        return str_sub(s, 0, 3);
    bool word = str_starts(s, S("[Footnote ")) && s.n > 13 && s.s[11] == ':';
    if (word && (s.s[10] == '*' || uni_is_letter((unsigned char)s.s[10])))
        return str_sub(s, 10, 1);
    ptrdiff_t n = str_starts(s, S("\xE2\x80\xA0")) || str_starts(s, S("\xE2\x80\xA1")) ? 3 : s.n && s.s[0] == '*';
    bool words = n && s.n > n + 1 && (s.s[n] == ' ' || uni_is_upper((unsigned char)s.s[n])) && s.s[n + 1] != '*';
    return words && str_find(str_from(s, n), str_sub(s, 0, n)) < 0 ? str_sub(s, 0, n) : S("");
}

/* The nearest line before that holds the sign behind a word or a mark. */
static int call_of(const Survey *v, int row, Str sign, int *nth, ptrdiff_t used)
{
    for (int i = row - 1; i >= 0 && i > row - 60; i--) {
        Str s = text_line(v->text, i + 1);
        int n = 0;
        if (v->row[i].role == ROLE_BODY || v->row[i].role == ROLE_ORNAMENT)
            continue;
        for (ptrdiff_t at = 0, hit; (hit = str_find(str_from(s, at), sign)) >= 0; at += hit + sign.n) {
            uint32_t c = char_before(s, at + hit);
            n++;
            if (c != UNI_NONE && !uni_is_space(c) && at + hit > v->row[i].at && (i + 1 != (int)used || n > *nth)) {
                *nth = n;
                return i;
            }
        }
    }
    return -1;
}

static int count_of(Str s, Str sign)
{
    int n = 0;
    for (ptrdiff_t at = 0, hit; (hit = str_find(str_from(s, at), sign)) >= 0; at += hit + sign.n)
        n++;
    return n;
}

static void signed_(Survey *v)
{
    int nth = 0;
    ptrdiff_t used = 0;
    for (int p = 0; p < v->npara; p++) {
        Para *q = &v->para[p];
        Str s = measure_words(&v->row[q->first]), sign = q->role == ROLE_NONE && !has_call(v, p) ? sign_of(s) : S("");
        if (!sign.n)
            continue;
        bool footnote = s.s[0] == '[' && sign.n == 1;
        Str words = footnote ? str_format(v->a, "[%.*s]", STR(sign)) : sign;
        int row = call_of(v, q->first, words, &nth, used);
        if (row < 0)
            continue;
        used = row + 1;
        int from = q->first + 1, to = q->last + 1, many = count_of(text_line(v->text, row + 1), words);
        Str range = to > from ? str_format(v->a, "%d-%d", from, to) : str_format(v->a, "%d", from);
        Str which = many > 1 ? str_format(v->a, "#%d", nth) : S("");
        propose(v, q->first, 82, S("begins with the sign that stands in a line before"),
                "body %.*s call=%d \"%.*s\"%.*s", STR(range), row + 1, STR(words), STR(which));
        if (footnote)
            omit_label(v, &(Gloss){.para = p, .label = str_find(s, S(":")) + 2}, p);
        take(v, p, p);
    }
}

void gloss_find(Survey *v)
{
    if (v->calls.n)
        numbered(v);
    if (!v->emphasis_star)
        signed_(v);
}
