#include "read/inside.h"
#include <limits.h>
#include <stdlib.h>

/* boxes in boxes; a tree of any depth would be a trap for its readers */
#define DEPTH_LIMIT 40

/* One sweep over the pieces.  What happens at a piece, in this order:

     boxes whose range has ended close, with all that is open in them
     `end 2 before …`      closes sections
     `h1 before … "…"`     opens a section whose heading is the editor's
     ranges that begin here open, the longer first: documents, quotations, verse, lists, dialogues
     the piece itself becomes a leaf (leaf_place); a heading opens its section */

Block *block_add(Weave *w, Block *parent, Tag tag)
{
    Block *b = new(w->a, Block, 1);
    *b = (Block){.tag = tag, .parent = parent, .head = -1, .tail = parent ? parent->tail : INT_MAX};
    if (!parent)
        return b;
    *(parent->last ? &parent->last->next : &parent->first) = b;
    parent->last = b;
    parent->divided = parent->divided || tag == TEI_DIV;
    b->depth = parent->depth + 1;
    return b;
}

/* ---- who speaks in which piece */

typedef struct { int from, to, order; const Fact *fact; Str voice; Verb what; } Range;
typedef LIST(Range) Ranges;

/* Outer ranges before inner ones; of equal ranges documents first, then as the editor wrote them. */
static int by_range(const void *x, const void *y)
{
    const Range *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void sort(Ranges *l)
{
    if (l->n)
        qsort(l->at, (size_t)l->n, sizeof *l->at, by_range);
}

static void speech_range(Weave *w, Ranges *l, const Fact *f)
{
    int from, to;
    Str name = f->verb == VERB_SAYS ? f->name : fact_option(f, "voice");
    bool before = f->verb >= VERB_H1 && f->verb <= VERB_H6 && f->ntext;
    if (!name.n || !f->site.first || f->site.words || before || f->verb == VERB_RULE)
        return;
    Str voice = voice_ref(w, name, f->verb == VERB_SAYS ? f->at : fact_option_at(f, "voice"));
    bool any = f->verb == VERB_SAYS ? pieces_asked(w, &f->site, &from, &to) : pieces_of(w, &f->site, &from, &to);
    if (voice.n && any)
        ADD(w->a, l) = (Range){from, to, l->n, f, voice, f->verb};
}

static void voices(Weave *w)
{
    Ranges l = {0}, open = {0};
    for (int i = 0; i < w->marks.n; i++)
        speech_range(w, &l, &w->marks.fact[i]);
    sort(&l);
    for (int i = 0, at = 0; i < w->npieces && l.n; i++) {
        while (open.n && open.at[open.n - 1].to < i)
            open.n--;
        for (; at < l.n && l.at[at].from == i; at++)
            ADD(w->a, &open) = l.at[at];
        if (open.n && w->piece[i].head == i)
            w->piece[i].says = open.at[open.n - 1].voice;
    }
}

/* ---- ranges that become boxes */

static bool is_box(Verb v)
{
    return v == VERB_QUOTE || v == VERB_VERSE || v == VERB_LIST || v == VERB_DIALOGUE || v == VERB_DOCUMENT ||
        v == VERB_EPIGRAPH;
}

/* A quotation with a source line is a cit around both: a range of its own, under the verb BIBL. */
static void cit_range(Weave *w, Ranges *l, Range *quote)
{
    int from, to;
    if (quote->what != VERB_QUOTE || !fact_option(quote->fact, "bibl").n)
        return;
    Site s = fact_lines(w->a, w->text, quote->fact, "bibl", w->diag);
    if (!s.first || !pieces_of(w, &s, &from, &to))
        return;
    Range cit = *quote;
    cit.what = VERB_BIBL;
    cit.from = from < quote->from ? from : quote->from;
    cit.to = to > quote->to ? to : quote->to;
    if (to == quote->to && from > quote->from)
        quote->to = from - 1;
    cit.order--;
    ADD(w->a, l) = cit;
}

static Ranges boxes(Weave *w)
{
    Ranges l = {0};
    for (int i = 0, from, to; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        bool told = f->verb == VERB_DOCUMENT;                      /* its head has been asked for already */
        if (!is_box(f->verb))
            continue;
        if (!(told ? pieces_of(w, &f->site, &from, &to) : pieces_asked(w, &f->site, &from, &to)))
            continue;
        Range r = {from, to, 2 * i + (f->verb == VERB_DOCUMENT ? 0 : 2 * w->marks.n), f, {"", 0}, f->verb};
        cit_range(w, &l, &r);
        ADD(w->a, &l) = r;
    }
    sort(&l);
    return l;
}

/* ---- opening a range */

static void say_overlap(Weave *w, const Fact *f, const Fact *with)
{
    diag(w->diag, MARK_OVERLAP, f->at, "'%.*s'", STR(f->source));
    if (with)
        diag_note(w->diag, with->at, "crosses this: '%.*s'", STR(with->source));
}

static bool may_hold(const Block *box, Verb what)
{
    switch (box->tag) {
    case TEI_DIV: case TEI_BODY: return true;
    case TEI_QUOTE: case TEI_EPIGRAPH: case TEI_NONE: return what != VERB_DOCUMENT && what != VERB_EPIGRAPH;
    case TEI_CIT: return what == VERB_QUOTE;
    default: return false;
    }
}

static Str verse_type(const Building *b, const Range *r)
{
    for (int i = r->from + 1; i <= r->to; i++)
        if (b->stanza[i])
            return S("poem");
    return b->stanza[r->from] ? S("poem") : S("");
}

static bool has_page(const Weave *w, const Range *r)
{
    int from = w->piece[r->from].line, to = w->piece[r->to].line;
    for (int k = w->first_edit[from - 1]; k < w->first_edit[to]; k++)
        if (w->edits.at[k].kind == EDIT_PAGE)
            return true;
    return false;
}

/* A quotation of a work that the source names nowhere near it: the editor says which, behind it. */
static Block *name_source(Building *b, const Range *r, Block *parent)
{
    Weave *w = b->w;
    Str name = fact_option(r->fact, "work");
    bool said = fact_option(r->fact, "bibl").n || has_page(w, r);
    if (r->what != VERB_QUOTE || !name.n || said || (parent->tag != TEI_DIV && parent->tag != TEI_BODY))
        return parent;
    Str words = {0};
    for (int i = 0; i < w->voices.n; i++)
        if (str_eq(w->voices.at[i].key, name))
            words = w->voices.at[i].short_name.n ? w->voices.at[i].short_name : w->voices.at[i].name;
    if (!words.n)
        return parent;
    Block *cit = block_add(w, parent, TEI_CIT);
    cit->head = r->from;
    cit->tail = r->to;
    cit->fact = r->fact;
    Block *bibl = new(w->a, Block, 1);
    *bibl = (Block){.tag = TEI_BIBL, .parent = cit, .head = -1, .tail = r->to, .fact = r->fact, .words = words};
    cit->source = bibl;
    return cit;
}

static void open_range(Building *b, const Range *r)
{
    static const Tag tags[VERB_MAX] = {[VERB_QUOTE] = TEI_QUOTE, [VERB_VERSE] = TEI_LG, [VERB_LIST] = TEI_LIST,
        [VERB_DOCUMENT] = TEI_DIV, [VERB_EPIGRAPH] = TEI_EPIGRAPH, [VERB_BIBL] = TEI_CIT};
    Weave *w = b->w;
    if (!may_hold(b->now, r->what) || r->to > b->now->tail || b->now->depth > DEPTH_LIMIT) {
        say_overlap(w, r->fact, b->now->fact);
        return;
    }
    Block *parent = r->what == VERB_DOCUMENT ? b->now : block_room(b, b->now, r->from);
    parent = name_source(b, r, parent);
    Block *box = block_add(w, parent, tags[r->what]);
    if (parent->source) {
        box->next = parent->source;
        parent->last = parent->source;
    }
    box->head = r->from;
    box->tail = r->to;
    box->fact = r->fact;
    box->resp = fact_option(r->fact, "voice").n ? w->piece[r->from].says : (Str){"", 0};
    if (r->what == VERB_QUOTE)
        box->work = voice_ref(w, fact_option(r->fact, "work"), fact_option_at(r->fact, "work"));
    if (r->what == VERB_DOCUMENT)
        box->type = S("document");
    if (r->what == VERB_LIST)
        box->type = fact_option(r->fact, "kind").n ? fact_option(r->fact, "kind") : S("simple");
    box->top = box->bottom = r->what == VERB_EPIGRAPH;
    if (r->what == VERB_VERSE)
        box->stanzas = (box->type = verse_type(b, r)).n;
    box->n = r->what == VERB_DOCUMENT ? fact_option(r->fact, "n") : (Str){"", 0};
    b->now = box;
    b->speech = NULL;
}

/* ---- sections */

typedef struct { int at, order; const Fact *fact; } Event;

static int by_event(const void *x, const void *y)
{
    const Event *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    bool ea = a->fact->verb == VERB_END, eb = b->fact->verb == VERB_END;
    if (ea != eb)
        return ea ? -1 : 1;
    if (a->fact->verb != b->fact->verb)
        return a->fact->verb < b->fact->verb ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static Event *events(Weave *w, int *n)
{
    Event *list = new(w->a, Event, w->marks.n + 1);
    *n = 0;
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        bool untitled = f->verb >= VERB_H1 && f->verb <= VERB_H6 && f->ntext;
        if ((untitled || f->verb == VERB_END) && f->site.first)
            list[(*n)++] = (Event){w->first_piece[f->site.first - 1] + (f->site.piece ? f->site.piece - 1 : 0), i, f};
    }
    if (*n)
        qsort(list, (size_t)*n, sizeof *list, by_event);
    return list;
}

static void close_sections(Building *b, int rank)
{
    while (b->now->rank >= rank)
        b->now = b->now->parent;
}

static Block *open_section(Building *b, const Fact *f, int piece)
{
    int rank = (int)f->verb - VERB_H1 + 1;
    Weave *w = b->w;
    while (b->now->tag != TEI_DIV && b->now->tag != TEI_BODY) {    /* a heading in a quotation: that ends here */
        say_overlap(w, f, b->now->fact);
        b->now = b->now->parent;
    }
    close_sections(b, rank);
    if (b->now->rank && b->now->rank < rank - 1)
        diag(w->diag, HEADING_LEVEL_JUMP, f->at, "rank %d below rank %d", rank, b->now->rank);
    Block *div = block_add(w, b->now, TEI_DIV);
    Str type = fact_option(f, "type"), voice = fact_option(f, "voice");
    div->rank = rank;
    div->head = piece;
    div->fact = f;
    div->type = type.n ? type : S("section");
    div->n = fact_option(f, "n");
    div->resp = voice.n ? voice_ref(w, voice, fact_option_at(f, "voice")) : (Str){"", 0};
    div->work = voice_ref(w, fact_option(f, "work"), fact_option_at(f, "work"));
    b->now = div;
    return div;
}

static void happen(Building *b, const Event *e)
{
    if (e->fact->verb == VERB_END) {
        close_sections(b, e->fact->low);
        return;
    }
    Block *head = block_add(b->w, open_section(b, e->fact, e->at), TEI_HEAD);
    head->type = S("untitled");
    head->words = e->fact->text[0];
    head->fact = e->fact;
    head->top = true;
}

static bool is_heading(const Piece *p) { return p->what >= VERB_H1 && p->what <= VERB_H6; }

/* ---- stanzas: where a fact says so; and where verses stand on adjacent lines, behind an empty line */

static void stanzas_of(Weave *w, bool *stanza, int from, int to)
{
    bool adjacent = false;
    for (int i = from; i < to && !adjacent; i++)
        adjacent = !w->piece[i].empty && !w->piece[i + 1].empty && w->piece[i].line != w->piece[i + 1].line;
    for (int i = from + 1; adjacent && i <= to; i++)
        if (!w->piece[i].empty && w->piece[i - 1].empty)
            stanza[i] = true;
}

static bool *stanzas(Weave *w)
{
    bool *stanza = new(w->a, bool, w->npieces + 1);
    for (int i = 0, from, to; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (f->verb == VERB_VERSE && pieces_of(w, &f->site, &from, &to))
            stanzas_of(w, stanza, from, to);
        if (f->verb == VERB_STANZA && pieces_asked(w, &f->site, &from, &to))
            stanza[from] = true;
    }
    return stanza;
}

/* ---- the sweep */

static void leaf(Building *b, int i)
{
    const Piece *p = &b->w->piece[i];
    if (is_heading(p) && !p->body) {
        open_section(b, p->role, i);
        b->speech = NULL;
    }
    leaf_place(b, i);
}

Blocks blocks_build(Weave *w)
{
    Building b = {.w = w, .root = block_add(w, NULL, TEI_BODY), .notes = block_add(w, NULL, TEI_DIV),
                  .body = new(w->a, Block *, w->bodies.n + 1), .stanza = stanzas(w)};
    int nevents, event = 0, range = 0;
    Event *e = events(w, &nevents);
    Ranges r = boxes(w);
    voices(w);
    b.now = b.root;
    for (int i = 0; i < w->npieces; i++) {
        for (; b.now->tail < i; b.now = b.now->parent)
            b.speech = NULL;
        for (; event < nevents && e[event].at <= i; event++)
            happen(&b, &e[event]);
        for (; range < r.n && r.at[range].from <= i; range++)
            open_range(&b, &r.at[range]);
        if (w->piece[i].head == i && text_line(w->text, w->piece[i].line).n)
            leaf(&b, i);
    }
    zones_settle(w, b.root);
    zones_settle(w, b.notes);
    return (Blocks){b.root, b.notes->first ? b.notes : NULL};
}
