#include "read/inside.h"
#include <stdlib.h>

/* ---- cutting */

static int by_place(const void *x, const void *y)
{
    const Fact *a = *(const Fact *const *)x, *b = *(const Fact *const *)y;
    if (a->site.first != b->site.first)
        return a->site.first < b->site.first ? -1 : 1;
    return (a->site.from > b->site.from) - (a->site.from < b->site.from);
}

static const Fact **splits_of(Weave *w, int *n)
{
    const Fact **list = new(w->a, const Fact *, w->marks.n + 1);
    *n = 0;
    for (int i = 0; i < w->marks.n; i++)
        if (w->marks.fact[i].verb == VERB_SPLIT)
            list[(*n)++] = &w->marks.fact[i];
    qsort(list, (size_t)*n, sizeof *list, by_place);
    return list;
}

static void add_piece(Weave *w, int line, int k, ptrdiff_t from, ptrdiff_t to)
{
    Str s = str_sub(text_line(w->text, line), from, to - from);
    int i = w->npieces++;
    w->piece[i] = (Piece){.line = line, .k = k, .from = from, .to = to, .next = -1, .head = i, .what = VERB_MAX,
                          .empty = text_end(s) == 0};
}

static void cut(Weave *w)
{
    int nsplits, at = 0;
    const Fact **split = splits_of(w, &nsplits);
    w->piece = new(w->a, Piece, w->text->n + nsplits + 1);
    w->first_piece = new(w->a, int, w->text->n + 2);
    for (int line = 1; line <= w->text->n; line++) {
        Str s = text_line(w->text, line);
        ptrdiff_t from = 0;
        int k = 1;
        w->first_piece[line - 1] = w->npieces;
        for (; at < nsplits && split[at]->site.first == line; at++) {
            ptrdiff_t to = split[at]->site.from;
            if (!text_end(str_sub(s, from, to - from)) || !text_end(str_from(s, to))) {
                diag(w->diag, MARK_TWICE, split[at]->at, "nothing is left on one side of the cut");
                continue;
            }
            add_piece(w, line, k++, from, to);
            from = to;
        }
        add_piece(w, line, k, from, s.n);
    }
    w->first_piece[w->text->n] = w->npieces;
}

int piece_at(const Weave *w, int line, ptrdiff_t byte)
{
    int i = w->first_piece[line - 1];
    while (i + 1 < w->first_piece[line] && w->piece[i + 1].from <= byte)
        i++;
    return i;
}

static int pieces_in(const Weave *w, int line) { return w->first_piece[line] - w->first_piece[line - 1]; }

bool pieces_of(const Weave *w, const Site *s, int *first, int *last)
{
    *first = w->first_piece[s->first - 1] + (s->piece ? s->piece - 1 : 0);
    *last = s->last_piece ? w->first_piece[s->last - 1] + s->last_piece - 1 : w->first_piece[s->last] - 1;
    if (s->piece > pieces_in(w, s->first) || s->last_piece > pieces_in(w, s->last))
        *last = -1;
    while (*first <= *last && w->piece[*first].empty)
        ++*first;
    while (*last >= *first && w->piece[*last].empty)
        --*last;
    return *first <= *last;
}

bool pieces_asked(Weave *w, const Site *s, int *first, int *last)
{
    bool any = pieces_of(w, s, first, last), head = s->piece > pieces_in(w, s->first);
    int line = head ? s->first : s->last;
    if (head || s->last_piece > pieces_in(w, s->last))
        diag(w->diag, MARK_PAST_END, s->at, "piece %d of line %d, which has %d", head ? s->piece : s->last_piece, line,
             pieces_in(w, line));
    else if (!any)
        diag(w->diag, MARK_EMPTY, s->at, "line %d", s->first);
    return any;
}

/* ---- roles */

static void give_role(Weave *w, int i, const Fact *f, Verb what)
{
    Piece *p = &w->piece[i];
    if (p->role && !(p->what == what && p->role == f)) {
        diag(w->diag, MARK_TWICE, f->at, "line %d is '%s' already", p->line, verb_word(p->what));
        diag_note(w->diag, p->role->at, "said here: '%.*s'", STR(p->role->source));
        return;
    }
    p->role = f;
    p->what = what;
}

static void bind(Weave *w, int a, int b, const Fact *join)
{
    w->piece[a].next = b;
    w->piece[b].join = join;
    for (int i = b; i >= 0; i = w->piece[i].next)
        w->piece[i].head = w->piece[a].head;
}

/* Those of a title, heading, paragraph … bind their lines to one block. */
static bool binds(Verb v)
{
    return v == VERB_TITLE || (v >= VERB_H1 && v <= VERB_H6) || v == VERB_P || v == VERB_ITEM || v == VERB_CAPTION ||
        v == VERB_OMIT;
}

static void give_roles(Weave *w, const Fact *f, const Site *s, Verb what)
{
    int first, last, before = -1;
    if (!pieces_asked(w, s, &first, &last))
        return;
    if (what == VERB_DOCUMENT)
        last = first;
    for (int i = first; i <= last; i++) {
        if (w->piece[i].empty)
            continue;
        give_role(w, i, f, what);
        if (before >= 0 && binds(what) && w->piece[i].role == f && w->piece[before].role == f)
            bind(w, before, i, NULL);
        before = i;
    }
}

static bool is_role(Verb v)
{
    static const bool yes[VERB_MAX] = {
        [VERB_TITLE] = true, [VERB_H1] = true, [VERB_H2] = true, [VERB_H3] = true, [VERB_H4] = true, [VERB_H5] = true,
        [VERB_H6] = true, [VERB_DOCUMENT] = true, [VERB_ITEM] = true, [VERB_P] = true, [VERB_BYLINE] = true,
        [VERB_DATELINE] = true, [VERB_OPENER] = true, [VERB_CLOSER] = true, [VERB_SALUTE] = true, [VERB_SIGNED] = true,
        [VERB_TRAILER] = true, [VERB_BIBL] = true, [VERB_STANDFIRST] = true, [VERB_IMPRINT] = true,
        [VERB_STAGE] = true,
        [VERB_CAPTION] = true, [VERB_OMIT] = true, [VERB_ORNAMENT] = true,
    };
    return yes[v];
}

static void roles(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        bool heading = f->verb >= VERB_H1 && f->verb <= VERB_H6;
        if (is_role(f->verb) && f->site.first && !f->site.words && !(heading && f->ntext))
            give_roles(w, f, &f->site, f->verb);
        if (fact_option(f, "bibl").n) {
            Site s = fact_lines(w->a, w->text, f, "bibl", w->diag);
            if (s.first)
                give_roles(w, f, &s, VERB_BIBL);
        }
    }
}

/* ---- wrapped paragraphs: lines up to an empty one */

static bool is_plain(const Piece *p) { return !p->empty && !p->role && p->head >= 0; }

static void wrap(Weave *w, int first, int last)
{
    for (int i = first + 1; i <= last; i++)
        if (is_plain(&w->piece[i]) && is_plain(&w->piece[i - 1]) && w->piece[i].line != w->piece[i - 1].line)
            bind(w, i - 1, i, NULL);
}

/* Verses, items, speeches are lines of their own even where paragraphs are wrapped. */
static bool *kept_apart(Weave *w)
{
    bool *apart = new(w->a, bool, w->npieces + 1);
    for (int i = 0, first, last; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if ((f->verb == VERB_VERSE || f->verb == VERB_LIST) && pieces_of(w, &f->site, &first, &last))
            memset(apart + first, 1, (size_t)(last - first + 1));
    }
    return apart;
}

/* Where a range of blocks begins or ends a paragraph ends too. */
static void edges(Weave *w, bool *edge)
{
    for (int i = 0, first, last; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        bool box = f->verb == VERB_QUOTE || f->verb == VERB_EPIGRAPH || f->verb == VERB_DOCUMENT ||
            f->verb == VERB_DIALOGUE || f->verb == VERB_BODY;
        if (box && pieces_of(w, &f->site, &first, &last))
            edge[first] = edge[last + 1] = true;
    }
}

static void wrap_paragraphs(Weave *w)
{
    bool *apart = NULL, *edge = NULL;
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (!rule_is(f, "paragraphs") || !f->ntext || !str_eq(f->text[0], S("wrapped")))
            continue;
        Site s = rule_lines(w, f);
        if (!apart) {
            apart = kept_apart(w);
            edge = new(w->a, bool, w->npieces + 2);
            edges(w, edge);
        }
        int end = s.first ? w->first_piece[s.last] - 1 : -1, first = s.first ? w->first_piece[s.first - 1] : 0;
        for (int k = first; k <= end; first = k) {
            k++;
            while (k <= end && !apart[k] && !apart[k - 1] && !edge[k])
                k++;
            wrap(w, first, k - 1);
        }
    }
}

/* ---- joins */

static bool cannot(Weave *w, const Fact *f, const char *why, int line)
{
    diag(w->diag, JOIN_IMPOSSIBLE, f->at, why, line);
    return false;
}

static bool is_left_out(Verb v) { return v == VERB_CAPTION || v == VERB_OMIT || v == VERB_ORNAMENT; }

static int tail_of(const Weave *w, const Site *s)
{
    int i = s->piece ? w->first_piece[s->first - 1] + s->piece - 1 : w->first_piece[s->first] - 1;
    return i < w->first_piece[s->first] ? i : -1;
}

static int head_of(const Weave *w, const Site *s)
{
    int i = w->first_piece[s->first - 1] + (s->piece ? s->piece - 1 : 0);
    return i < w->first_piece[s->first] ? i : -1;
}

static bool may_join(Weave *w, const Fact *f, int a, int b)
{
    const Piece *p = w->piece;
    if (a < 0 || b < 0 || p[a].empty || p[b].empty)
        return cannot(w, f, "line %d has no such piece, or is empty", a < 0 || p[a].empty ? f->site.first
                      : f->other.first);
    if (a >= b)
        return cannot(w, f, "line %d does not come after the first", p[b].line);
    if (p[a].next >= 0)
        return cannot(w, f, "line %d goes on elsewhere already", p[a].line);
    if (p[b].head != b)
        return cannot(w, f, "line %d belongs to a paragraph before it already", p[b].line);
    if (is_left_out(p[a].what) || is_left_out(p[b].what))
        return cannot(w, f, "line %d is left out", is_left_out(p[a].what) ? p[a].line : p[b].line);
    if (p[b].what != VERB_MAX && p[b].what != p[p[a].head].what)
        return cannot(w, f, "line %d is a block of another kind", p[b].line);
    return true;
}

static void join(Weave *w, const Fact *f)
{
    int a = tail_of(w, &f->site), b = head_of(w, &f->other);
    Str hyphen = fact_option(f, "hyphen");
    if (a >= 0 && b >= 0 && w->piece[a].next == b)                 /* of one paragraph: only how they meet is said */
        w->piece[b].join = f;
    else if (!may_join(w, f, a, b))
        return;
    else
        bind(w, a, b, f);
    w->piece[b].tight = hyphen.n || fact_option(f, "drop").n || fact_option(f, "insert").n;
}

void pieces_cut(Weave *w)
{
    cut(w);
    roles(w);
    wrap_paragraphs(w);
    for (int i = 0; i < w->marks.n; i++)
        if (w->marks.fact[i].verb == VERB_JOIN)
            join(w, &w->marks.fact[i]);
}
