/* audit.c - what a careful reader of proofs would ask.  Nothing is changed here, only said. */
#include "book/inside.h"

/* ---- notes: each series counts up by one, but where the marks say why not */
static bool is_missing(const NoteSeries *s, int n)
{
    for (int i = 0; i < s->nmissing; i++)
        if (s->missing[i] == n)
            return true;
    return false;
}

static void speak(Diag *d, DiagCode code, Where at, const NoteSeries *s, int from, int to)
{
    if (from == to)
        diag(d, code, at, "note %d of series '%.*s' of part '%.*s'", from, STR(s->key), STR(s->part));
    else
        diag(d, code, at, "notes %d to %d of series '%.*s' of part '%.*s'", from, to, STR(s->key), STR(s->part));
}

static void gap(Diag *d, const NoteSeries *s, Where at, int from, int to)
{
    for (int n = from, k; n <= to; n = k) {
        for (k = n; k <= to && !is_missing(s, k); k++)
            ;
        if (k > n)
            speak(d, NOTE_CALL_MISSING, at, s, n, k - 1);
        for (; k <= to && is_missing(s, k); k++)
            ;
    }
}

static void order(Diag *d, const NoteSeries *s)
{
    int last = s->first > 0 ? s->first - 1 : 0;
    Where at = s->at;
    for (ptrdiff_t i = 0; i < s->ncalls; i++) {
        Number n = str_number(s->calls[i].number);
        if (!n.ok)
            continue;
        at = tei_where(s->calls[i].ref);
        if (n.value == last && i > 0)
            speak(d, NOTE_CALLED_TWICE, at, s, last, last);
        else if (n.value == 1 && i > 0)
            speak(d, NOTE_RESTART, at, s, 1, 1);
        else if (n.value < last)
            speak(d, NOTE_ORDER, at, s, (int)n.value, (int)n.value);
        else
            gap(d, s, at, last + 1, (int)n.value - 1);
        last = n.value > last || n.value == 1 ? (int)n.value : last;
    }
    if (!s->cut)
        gap(d, s, at, last + 1, s->last);
}

static void bodies(const Book *b, Diag *d, const NoteSeries *s)
{
    if (s->nbodies == 0)
        /* none was captured: the notes say so in one sentence */
        return;
    for (ptrdiff_t i = 0; i < s->ncalls; i++) {
        Node *body = tei_find(b->tree, str_from(tei_get(s->calls[i].ref, ATT_TARGET), 1));
        if (body && tei_is(body, TEI_REF))
            diag(d, NOTE_BODY_MISSING, tei_where(s->calls[i].ref), "note %.*s of series '%.*s' of part '%.*s'",
                 STR(s->calls[i].number), STR(s->key), STR(s->part));
    }
}

/* ---- sections */
static bool is_section(const Node *n)
{
    return tei_is(n, TEI_DIV) && !str_starts(tei_get(n, ATT_TYPE), S("notes"));
}

static void section(const Node *div, Diag *d, Arena *a)
{
    bool head = false, more = false;
    for (Node *n = tei_first(div); n; n = tei_next(n)) {
        head = head || tei_is(n, TEI_HEAD);
        more = more || (tei_tag(n) != TEI_CHARS && !tei_is(n, TEI_HEAD) && !tei_is(n, TEI_PB));
    }
    if (head && !more)
        diag(d, SECTION_EMPTY, tei_where(div), "'%.*s'", STR(tei_reading(a, tei_child(div, TEI_HEAD))));
}

static void sections(const Book *b, Diag *d)
{
    for (ptrdiff_t i = 0; i < b->nheadings; i++)
        if (is_section(b->headings[i].node))
            section(b->headings[i].node, d, b->a);
}

/* ---- rights: a warning a part, for each is cleared by itself */
static void rights(const Part *parts, int n, Diag *d)
{
    for (int i = 0; i < n; i++)
        if (!parts[i].cleared)
            diag(d, RIGHTS_UNCLEARED, parts[i].at, "part '%.*s'", STR(parts[i].key));
}

void book_check(const Book *b, Diag *d)
{
    const Config *c = b->config;
    for (ptrdiff_t i = 0; i < b->nseries; i++) {
        const Part *p = part_find(b, b->series[i].part);
        if (b->series[i].declared && p && p->kind == PART_RAW)
            order(d, &b->series[i]);
        bodies(b, d, &b->series[i]);
    }
    sections(b, d);
    rights(c->front, c->nfront, d);
    rights(c->parts, c->nparts, d);
    rights(c->back, c->nback, d);
}
