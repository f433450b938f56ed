/* endnotes.c - one model for all notes.

       calls in the text        bodies: in the source, in notes/KEY.md, or nowhere
              \                    /
               Note (id, series, number)
              /                    \
       NoteSeries, audited       back/div "notes": by text and chapter, and a declaration for each series
                                 of which bodies are missing                                            */
#include "book/inside.h"
#include <stdlib.h>

typedef struct {
    Making *m;
    const Piece *piece;
    Table *by_id;                                                  /* Note */
    Note **notes; ptrdiff_t n, cap;                                /* in the order of their calls, orphans last */
    Nodes calls, bodies;                                           /* in the part */
    ptrdiff_t first_series;                                        /* this part's series begin here in Book.series */
} Gather;

static Note *note_of(Gather *g, Str id)
{
    Note *n = table_find(g->by_id, id);
    if (n)
        return n;
    n = new(g->m->a, Note, 1);
    n->id = str_copy(g->m->a, id);
    n->end = &n->again;
    table_put(g->by_id, n->id, n);
    if (g->n == g->cap) {
        ptrdiff_t cap = g->cap ? 2 * g->cap : 64;
        g->notes = arena_grow(g->m->a, g->notes, sizeof *g->notes, _Alignof(Note *), g->n, cap);
        g->cap = cap;
    }
    g->notes[g->n++] = n;
    return n;
}

/* "t000.a.12" -> series "a"; what does not look so has the series "". */
static Str series_in(Str id, Str key)
{
    Str rest = str_starts(id, key) && id.n > key.n ? str_from(id, key.n + 1) : S("");
    ptrdiff_t dot = rest.n;
    while (dot > 0 && rest.s[dot - 1] != '.')
        dot--;
    return str_sub(rest, 0, dot > 0 ? dot - 1 : 0);
}

/* ---- calls and bodies of a part */
static bool is_call(const Node *n)
{
    return tei_is(n, TEI_REF) && str_eq(tei_get(n, ATT_TYPE), S("note"));
}

static void add_call(Gather *g, Node *ref)
{
    Arena *a = g->m->a;
    Str key = g->piece->part->key, target = str_copy(a, tei_get(ref, ATT_TARGET));
    Str number = str_copy(a, tei_get(ref, ATT_N)), series = str_copy(a, tei_get(ref, ATT_SUBTYPE));
    if (!str_starts(target, S("#"))) {
        target = str_format(a, "#%.*s.%.*s.%.*s", STR(key), STR(series.n ? series : S("n")), STR(number));
        tei_set(ref, ATT_TARGET, target);
    }
    Note *n = note_of(g, str_from(target, 1));
    if (n->calls++ == 0) {
        n->ref = ref;
        n->number = number;
        n->series = series.n ? series : series_in(n->id, key);
        n->at = tei_where(ref);
    } else {
        *n->end = new(a, Again, 1);
        (*n->end)->ref = ref;
        n->end = &(*n->end)->next;
    }
    if (tei_get(ref, ATT_ID).n == 0 && n->calls == 1)
        tei_set_format(ref, ATT_ID, "%.*s.ref", STR(n->id));
    else if (tei_get(ref, ATT_ID).n == 0)
        tei_set_format(ref, ATT_ID, "%.*s.ref.%d", STR(n->id), n->calls);
}

static void add_body(Gather *g, Node *body)
{
    Note *n = note_of(g, tei_get(body, ATT_ID));
    n->body = body;
    if (n->calls > 0)
        return;
    n->number = str_copy(g->m->a, tei_get(body, ATT_N));
    n->series = series_in(n->id, g->piece->part->key);
    n->at = tei_where(body);
}

static void add_supplied(Gather *g, Node *scratch)
{
    Making *m = g->m;
    if (g->piece->part->notes.n == 0)
        return;
    Str key = g->piece->part->key;
    Bodies found = notes_read(m->a, scratch, g->piece->part, m->book->config->dir, m->diag);
    for (ptrdiff_t i = 0; i < found.n; i++) {
        Body *b = &found.bodies[i];
        Note *n = table_find(g->by_id, str_format(m->a, "%.*s.%.*s.%.*s", STR(key), STR(b->series), STR(b->number)));
        if (!n || n->calls == 0) {
            diag(m->diag, NOTE_UNUSED, b->at, "note %.*s of series '%.*s' of part '%.*s'", STR(b->number),
                STR(b->series), STR(key));
            continue;
        }
        if (n->body) {
            diag(m->diag, NOTE_TWO_BODIES, b->at, "note %.*s of series '%.*s' of part '%.*s'", STR(b->number),
                STR(b->series), STR(key));
            diag_note(m->diag, tei_where(n->body), "the other one");
            continue;
        }
        n->body = b->note;
        b->used = true;
    }
}

/* Calls first: the order of the notes is the order of their calls. */
static void gather(Gather *g, Node *scratch)
{
    Node *top = g->piece->node;
    for (Node *n = top; n; n = tei_walk(n, top)) {
        if (is_call(n))
            nodes_add(g->m->a, &g->calls, n);
        else if (tei_is(n, TEI_NOTE) && tei_get(n, ATT_ID).n > 0)
            nodes_add(g->m->a, &g->bodies, n);
    }
    for (ptrdiff_t i = 0; i < g->calls.n; i++)
        add_call(g, g->calls.at[i]);
    for (ptrdiff_t i = 0; i < g->bodies.n; i++)
        add_body(g, g->bodies.at[i]);
    add_supplied(g, scratch);
}

/* ---- series */
static NoteSeries *series_add(Making *m, Str part, const Series *s, Str key)
{
    Book *b = m->book;
    NoteSeries *all = arena_grow(m->a, b->series, sizeof *all, _Alignof(NoteSeries), b->nseries, b->nseries + 1);
    b->series = all;
    all[b->nseries] = (NoteSeries){.part = part, .key = key};
    if (s) {
        NoteSeries *n = &all[b->nseries];
        *n = (NoteSeries){.part = part, .key = s->key, .label = s->label, .first = s->first, .last = s->last,
                          .cut = s->cut, .missing = s->missing, .nmissing = s->nmissing, .at = s->at, .declared = true};
    }
    return &all[b->nseries++];
}

static int series_index(Gather *g, const Note *n)
{
    Book *b = g->m->book;
    for (ptrdiff_t i = g->first_series; i < b->nseries; i++)
        if (str_eq(b->series[i].key, n->series))
            return (int)i;
    series_add(g->m, g->piece->part->key, NULL, n->series)->at = n->at;
    return (int)(b->nseries - 1);
}

static void index_series(Gather *g)
{
    Book *b = g->m->book;
    const Fragment *f = &g->piece->fragment;
    g->first_series = b->nseries;
    for (int i = 0; i < f->nseries; i++)
        series_add(g->m, g->piece->part->key, &f->series[i], f->series[i].key);
    for (ptrdiff_t i = 0; i < g->n; i++) {
        g->notes[i]->index = series_index(g, g->notes[i]);
        if (g->notes[i]->body)
            b->series[g->notes[i]->index].nbodies++;
    }
}

/* Every ref is a call, also the second to the same note: the audit wants to see it. */
static void fill_calls(Gather *g)
{
    Book *b = g->m->book;
    ptrdiff_t *room = new(g->m->a, ptrdiff_t, b->nseries + 1);
    for (ptrdiff_t i = 0; i < g->n; i++)
        room[g->notes[i]->index] += g->notes[i]->calls;
    for (ptrdiff_t i = g->first_series; i < b->nseries; i++)
        b->series[i].calls = new(g->m->a, Call, room[i] + 1);
    for (ptrdiff_t i = 0; i < g->calls.n; i++) {
        Node *n = g->calls.at[i];
        Note *note = table_find(g->by_id, str_from(tei_get(n, ATT_TARGET), 1));
        NoteSeries *s = &b->series[note->index];
        s->calls[s->ncalls++] = (Call){.id = str_copy(g->m->a, tei_get(n, ATT_ID)), .number = note->number, .ref = n,
                                       .in_heading = tei_up(n, TEI_HEAD) != NULL};
    }
}

/* ---- the notes as they stand at the end of the book.  What we add to a body stands in reg: it is read, but is no
   part of the source of the body. */
static Node *link_to(Node *link, const char *type, const Node *call)
{
    tei_set(link, ATT_TYPE, str_of(type));
    tei_set_format(link, ATT_TARGET, "#%.*s", STR(tei_get(call, ATT_ID)));
    return link;
}

static Node *first_in(Node *box, Tag tag, Where at)
{
    Node *first = tei_first(box);
    return first ? tei_before(first, tag, at) : tei_add(box, tag, at);
}

static void add_label(Arena *a, Note *n)
{
    Node *p = tei_child(n->body, TEI_P);
    if (!p)
        p = first_in(n->body, TEI_P, n->at);                       /* a body of verse or a list */
    Node *label = link_to(first_in(p, TEI_REF, n->at), "back", n->ref);
    tei_chars(tei_after(label, TEI_REG, n->at), S(" "));
    Str shown = tei_reading_all(a, n->ref);                        /* as the call shows it: "12", "*", "[1]" */
    tei_chars(tei_add(label, TEI_REG, n->at), shown.n ? shown : n->number);
}

static void add_ways_back(const Making *m, Note *n)
{
    Node *p = NULL;
    for (Node *last = tei_first(n->body); last; last = tei_next(last))
        p = tei_is(last, TEI_P) ? last : p;
    for (const Again *k = n->again; k; k = k->next) {
        tei_chars(tei_add(p, TEI_REG, n->at), k == n->again ? S(" (") : S(", "));
        Node *link = make_ours(m, link_to(tei_add(p, TEI_REF, n->at), "back", k->ref));
        Wording words = k == n->again ? WORDING_CALLED_AGAIN : WORDING_AND_AGAIN;
        tei_chars(tei_add(link, TEI_REG, n->at), make_words(m, words));
    }
    if (n->again)
        tei_chars(tei_add(p, TEI_REG, n->at), S(")"));
    link_to(tei_add(p, TEI_REF, n->at), "page", n->ref);
}

/* A reader that gathers the bodies of its part in a div leaves an empty one behind. */
static void drop_emptied(Node *box)
{
    if (tei_is(box, TEI_DIV) && !tei_first(box) && str_eq(tei_get(box, ATT_TYPE), S("notes")))
        tei_remove(box);
}

static void place_body(const Gather *g, Note *n, Node *div)
{
    bool editor = str_eq(n->series, S("ed"));
    Node *box = tei_parent(n->body);
    tei_move(n->body, div);
    drop_emptied(box);
    tei_set(n->body, ATT_ID, n->id);
    tei_set(n->body, ATT_N, n->number);
    tei_set(n->body, ATT_PLACE, S("end"));
    tei_set(n->body, ATT_TYPE, editor ? S("editor") : S(""));
    make_spoken(n->body, editor ? g->m->book->config->lang : g->piece->part->lang);
    if (!n->ref)
        return;
    add_label(g->m->a, n);
    add_ways_back(g->m, n);
}

/* The chapter of a text: the div just below its body. */
static Node *chapter_of(const Gather *g, const Node *ref)
{
    if (!tei_is(g->piece->node, TEI_TEXT))
        return NULL;
    for (Node *at = tei_parent(ref); at; at = tei_parent(at))
        if (tei_is(at, TEI_DIV) && !tei_is(tei_parent(at), TEI_DIV))
            return tei_is(tei_parent(at), TEI_BODY) ? at : NULL;
    return NULL;
}

Str piece_title(Arena *a, const Piece *p)
{
    Node *home = tei_is(p->node, TEI_TEXT) ? tei_child(p->node, TEI_BODY) : p->node;
    Node *head = tei_child(home, TEI_HEAD);
    if (!head)
        head = tei_child(tei_child(home, TEI_DIV), TEI_HEAD);
    if (p->part->short_title.n > 0)
        return p->part->short_title;
    return p->part->title.n || !head ? p->part->title : tei_reading(a, head);
}

static void head_of(Node *div, Str words, Str lang)
{
    Node *head = make_spoken(make_text(div, TEI_HEAD, words), lang);
    if (head)
        tei_set_format(head, ATT_ID, "%.*s.head", STR(tei_get(div, ATT_ID)));
}

static Node *chapter_div(Gather *g, Node *into, Node *chapter)
{
    Arena *a = g->m->a;
    Str title = tei_reading(a, tei_child(chapter, TEI_HEAD));
    Node *div = make_typed(into, TEI_DIV, "notes-chapter");
    tei_set_format(div, ATT_ID, "notes.%.*s", STR(tei_get(chapter, ATT_ID)));
    head_of(div, title.n ? title : tei_get(chapter, ATT_N), g->piece->part->lang);
    return div;
}

static void place_bodies(Gather *g, Node *text)
{
    Node *chapter = NULL, *div = text;
    bool chapters = false;
    for (ptrdiff_t i = 0; i < g->n && !chapters; i++)
        chapters = g->notes[i]->body && i > 0 && chapter_of(g, g->notes[i]->ref) != chapter_of(g, g->notes[0]->ref);
    for (ptrdiff_t i = 0; i < g->n; i++) {
        Note *n = g->notes[i];
        Node *c = chapters ? chapter_of(g, n->ref) : NULL;
        if (!n->body)
            continue;
        if (c && c != chapter)
            div = chapter_div(g, text, c);
        chapter = c;
        place_body(g, n, c ? div : text);
    }
}

/* ---- what was not captured */
static void range(Buf *b, Str and, int from, int to, bool first, bool last)
{
    if (!first)
        buf_put(b, last ? and : S(", "));
    buf_int(b, from);
    if (to > from)
        buf_put(b, to > from + 1 ? S("–") : first ? and : S(", "));
    if (to > from)
        buf_int(b, to);
}

Str note_ranges(Arena *a, Str lang, const int *n, ptrdiff_t count)
{
    Buf b = buf_new(a);
    Str and = str_format(a, " %.*s ", STR(wording_find(lang, WORDING_AND)));
    for (ptrdiff_t i = 0, k; i < count; i = k) {
        for (k = i + 1; k < count && n[k] == n[k - 1] + 1; k++)
            ;
        k = k == i + 2 ? i + 1 : k;                                /* two are no range */
        range(&b, and, n[i], n[k - 1], i == 0, k == count);
    }
    return buf_str(&b);
}

static int by_value(const void *x, const void *y)
{
    const int a = *(const int *)x, b = *(const int *)y;
    return (a > b) - (a < b);
}

/* What a reader calls the stretch of text that a series numbers, as words that follow "the notes". */
static Str series_words(const Gather *g, const NoteSeries *s)
{
    if (s->label.n > 0)
        return make_filled(g->m, WORDING_OF_LABEL, &s->label);
    if (g->m->book->nseries - g->first_series == 1)
        return make_words(g->m, tei_is(g->piece->node, TEI_TEXT) ? WORDING_OF_THIS_TEXT : WORDING_OF_THIS_CHAPTER);
    Node *chapter = s->ncalls > 0 ? chapter_of(g, s->calls[0].ref) : NULL, *head = tei_child(chapter, TEI_HEAD);
    Str title = tei_get(head, ATT_N).n ? tei_get(head, ATT_N) : tei_reading(g->m->a, head);
    return title.n ? make_filled(g->m, WORDING_OF_CHAPTER, &title) : make_filled(g->m, WORDING_OF_SERIES, &s->key);
}

static Str sentence(Gather *g, const NoteSeries *s, int *lost, ptrdiff_t n)
{
    Arena *a = g->m->a;
    Buf b = buf_new(a);
    qsort(lost, (size_t)n, sizeof *lost, by_value);
    Str lang = g->m->book->config->lang, which[] = {note_ranges(a, lang, lost, n), series_words(g, s)};
    if (n == 0)
        buf_put(&b, make_filled(g->m, WORDING_NOTES_UNCAPTURED, &which[1]));
    else
        buf_put(&b, make_filled(g->m, n == 1 ? WORDING_ONE_UNCAPTURED : WORDING_MANY_UNCAPTURED, which));
    if (s->cut)
        buf_format(&b, " %.*s", STR(make_words(g->m, WORDING_SERIES_CUT)));
    Str uncalled = note_ranges(a, lang, s->missing, s->nmissing);
    if (s->nmissing > 0)
        buf_format(&b, " %.*s", STR(make_filled(g->m, WORDING_WITHOUT_CALL, &uncalled)));
    return buf_str(&b);
}

static Node *declaration(const Making *m, Node *text, const NoteSeries *s)
{
    Node *note = make_typed(text, TEI_NOTE, "declaration");
    tei_set_format(note, ATT_ID, "notes.%.*s.%.*s", STR(s->part), STR(s->key));
    tei_set(note, ATT_PLACE, S("end"));
    return make_ours(m, make(note, TEI_P, NULL));
}

/* The number of a note that is not there: its call leads to it, and it leads back. */
static void stand_in(Node *into, const Note *n)
{
    Node *ref = make_text(into, TEI_REF, n->number);
    tei_set(ref, ATT_ID, n->id);
    link_to(ref, "back", n->ref);
}

/* The page of its call, which a row names once for all of them that stand there. */
static void put_page(Node *into, const Note *n)
{
    tei_set(link_to(make(into, TEI_REF, NULL), "page", n->ref), ATT_SUBTYPE, S("row"));
}

/* Few numbers, each of which the sentence names, stand in for their notes there; their pages follow. */
static void put_sentence(Node *p, Str words, Note **lost, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        ptrdiff_t at = str_find(words, lost[i]->number);
        tei_chars(p, str_sub(words, 0, at));
        stand_in(p, lost[i]);
        words = str_from(words, at + lost[i]->number.n);
    }
    tei_chars(p, words);
    for (ptrdiff_t i = 0; i < n; i++)
        put_page(p, lost[i]);
}

/* On paper "1 2 3 p. 37 · 4 5 p. 38", where the links lead to the calls "1 2 3 4 5".  Thirds of an em, for a blank of
   many fonts is too narrow to tell numbers in a row apart. */
static void put_row(const Making *m, Node *note, Note **lost, ptrdiff_t n)
{
    Node *row = make_ours(m, make(note, TEI_P, NULL));
    tei_set(row, ATT_REND, S("run-in"));
    tei_chars(row, make_words(m, WORDING_CALLS));
    for (ptrdiff_t i = 0; i < n; i++) {
        tei_chars(row, i > 0 ? S("\u2004") : S(" "));
        stand_in(row, lost[i]);
        put_page(row, lost[i]);
    }
}

static ptrdiff_t lost_of(Gather *g, int index, Note **lost)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < g->n; i++) {
        Note *note = g->notes[i];
        if (note->index == index && !note->body && note->ref)
            lost[n++] = note;
    }
    return n;
}

/* Its numbers count up, and no three of them are one range. */
static bool is_named(Note **lost, ptrdiff_t n)
{
    int64_t last = -1;
    for (ptrdiff_t i = 0, row = 0; i < n; i++) {
        Number now = str_number(lost[i]->number);
        row = i > 0 && now.value == last + 1 ? row + 1 : 1;
        if (!now.ok || now.value <= last || row > 2)
            return false;
        last = now.value;
    }
    return true;
}

static void declare(Gather *g, Node *text, int index)
{
    NoteSeries *s = &g->m->book->series[index];
    Note **lost = new(g->m->a, Note *, g->n + 1);
    int *numbers = new(g->m->a, int, g->n + 1);
    ptrdiff_t all = lost_of(g, index, lost), n = 0;
    for (ptrdiff_t i = 0; i < all; i++)
        if (str_number(lost[i]->number).ok)
            numbers[n++] = (int)str_number(lost[i]->number).value;
    if (all == 0)
        return;
    Node *p = declaration(g->m, text, s);
    bool named = is_named(lost, all);
    put_sentence(p, sentence(g, s, numbers, n), lost, named ? all : 0);
    if (!named)
        put_row(g->m, tei_parent(p), lost, all);
}

static void notes_of_part(Gather *g, Node *notes)
{
    if (g->n == 0)
        return;
    Node *text = make_typed(notes, TEI_DIV, "notes-text");
    tei_set_format(text, ATT_ID, "notes.%.*s", STR(g->piece->part->key));
    head_of(text, piece_title(g->m->a, g->piece), g->piece->part->lang);
    for (ptrdiff_t i = g->first_series; i < g->m->book->nseries; i++)
        declare(g, text, (int)i);
    place_bodies(g, text);
}

static void report_orphans(Gather *g)
{
    for (ptrdiff_t i = 0; i < g->n; i++) {
        const Note *n = g->notes[i];
        if (!n->ref)
            diag(g->m->diag, NOTE_UNUSED, n->at, "note %.*s of part '%.*s'", STR(n->number), STR(g->piece->part->key));
    }
}

/* "Recovered" is said only where something is missing. */
static void count(Making *m, Node *notes, ptrdiff_t all, ptrdiff_t found)
{
    if (found == all)
        return;
    Node *head = tei_child(notes, TEI_HEAD);
    Node *p = make_ours(m, tei_after(head, TEI_P, m->book->config->at));
    tei_set(p, ATT_ID, S("notes.count"));
    Str numbers[] = {str_format(m->a, "%td", all), str_format(m->a, "%td", found)};
    tei_chars(p, make_filled(m, all == 1 ? WORDING_THE_ONE_LOST : found > 1 ? WORDING_MANY_RECOVERED
        : found ? WORDING_ONE_RECOVERED : WORDING_NONE_RECOVERED, numbers));
}

/* By the text itself: neither with a sign nor by its editor. */
static bool is_numbered(const Note *n)
{
    return str_number(n->number).ok && !str_eq(n->series, S("ed")) && !str_eq(n->series, S("s"));
}

void notes_make(Making *m)
{
    Node *scratch = make_typed(m->back, TEI_DIV, "scratch"), *notes = make_typed(m->back, TEI_DIV, "notes");
    ptrdiff_t all = 0, numbered = 0, found = 0;
    tei_set(notes, ATT_ID, S("notes"));
    head_of(notes, make_words(m, WORDING_NOTES), m->book->config->lang);
    make_ours(m, tei_child(notes, TEI_HEAD));
    for (ptrdiff_t i = 0; i < m->npieces; i++) {
        Gather g = {.m = m, .piece = &m->pieces[i], .by_id = table_new(m->a)};
        gather(&g, scratch);
        index_series(&g);
        fill_calls(&g);
        report_orphans(&g);
        notes_of_part(&g, notes);
        all += g.n;
        for (ptrdiff_t k = 0; k < g.n; k++) {
            numbered += is_numbered(g.notes[k]);
            found += is_numbered(g.notes[k]) && g.notes[k]->body;
        }
    }
    tei_remove(scratch);
    if (all == 0)
        tei_remove(notes);
    else
        count(m, notes, numbered, found);
}
