/* audit.c - what a careful reader of proofs would ask.  Nothing is changed here, only said. */
#include "book/inside.h"

/* ---- notes: a series counts up; what a rule of the marks skips has been said when the text was read */
static void speak(Diag *d, DiagCode code, const Call *c, const NoteSeries *s)
{
    diag(d, code, tei_where(c->ref), "note %.*s of series '%.*s' of part '%.*s'", STR(c->number), STR(s->key),
        STR(s->part));
}

static void order(Diag *d, const NoteSeries *s)
{
    int64_t last = 0;
    for (ptrdiff_t i = 0; i < s->ncalls; i++) {
        Number n = str_number(s->calls[i].number);
        if (!n.ok)
            continue;
        if (n.value == last)
            speak(d, NOTE_CALLED_TWICE, &s->calls[i], s);
        else if (n.value < last)
            speak(d, NOTE_ORDER, &s->calls[i], s);
        last = n.value > last ? n.value : last;
    }
}

static void bodies(const Book *b, Diag *d, const NoteSeries *s)
{
    if (s->nbodies == 0)
        /* none was captured: the notes say so in one sentence */
        return;
    int *lost = new(b->a, int, s->ncalls + 1);
    ptrdiff_t n = 0, first = -1;
    for (ptrdiff_t i = 0; i < s->ncalls; i++) {
        Node *body = tei_find(b->tree, str_from(tei_get(s->calls[i].ref, ATT_TARGET), 1));
        Number number = str_number(s->calls[i].number);
        if (!body || !tei_is(body, TEI_REF))
            continue;
        first = first < 0 ? i : first;
        if (number.ok)
            lost[n++] = (int)number.value;
        else
            speak(d, NOTE_BODY_MISSING, &s->calls[i], s);
    }
    if (n == 1)
        speak(d, NOTE_BODY_MISSING, &s->calls[first], s);
    else if (n > 1)
        diag(d, NOTE_BODY_MISSING, tei_where(s->calls[first].ref), "%td notes of series '%.*s' of part '%.*s': %.*s", n,
             STR(s->key), STR(s->part), STR(note_ranges(b->a, S("en"), lost, n)));
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

/* ---- images: who cannot see one is told what is to be seen */
static void images(const Book *b, Diag *d)
{
    int n = 0;
    Str by = b->config->certified_by;
    for (const Node *at = tei_root(b->tree); at; at = tei_walk(at, tei_root(b->tree))) {
        const Node *graphic = tei_is(at, TEI_FIGURE) ? tei_child(at, TEI_GRAPHIC) : NULL;
        const Node *desc = graphic ? tei_child(at, TEI_FIGDESC) : NULL;
        if (!graphic || (desc && str_trim(tei_reading_all(b->a, desc)).n > 0))
            continue;
        diag(d, IMAGE_UNDESCRIBED, tei_where(at), "'%.*s'", STR(tei_get(graphic, ATT_URL)));
        n++;
    }
    if (n > 0 && by.n > 0)
        diag(d, CLAIM_WITHDRAWN, b->config->certified_at, "certified by '%.*s', and %d %s no description", STR(by), n,
            n == 1 ? "image has" : "images have");
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
    images(b, d);
    rights(c->front, c->nfront, d);
    rights(c->parts, c->nparts, d);
    rights(c->back, c->nback, d);
}
