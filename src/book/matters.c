/* matters.c - the book cut into matters: what is one document of an e-book and one flow of a printed book.

       front   halftitle | titlepage | imprint | div | div          one matter each
       text    head byline … | blocks | div | div | blocks | div    the title, then each chapter; blocks between are one
       back    div | notes

   A div that is too large for a document is opened: its head and first blocks, then its divs, each the same way; blocks
   without a div are cut between two of them.  Every child of an opened box is in exactly one matter. */
#include "book/inside.h"

typedef struct { ptrdiff_t words, bytes; bool silent; } Size;
typedef struct { MatterKind kind; bool front; Str part; int depth; } Scope;
typedef struct { Node *first, *last; Size size; } Run;
typedef struct {
    Making *m;
    ptrdiff_t cap;
    Table *files;
    Opens next;                                                    /* how the next matter opens; set at each border */
    bool decided;
} Cutter;

/* ---- how large a piece of the tree is */
static Size size_of(const Node *top)
{
    Size z = {.silent = node_is_silent(top)};
    for (const Node *n = top; n;) {
        if (tei_tag(n) == TEI_CHARS) {
            z.words += str_words(tei_content(n), false);
            z.bytes += tei_content(n).n;
        } else if (tei_is(n, TEI_REF) && str_eq(tei_get(n, ATT_TYPE), S("page"))) {
            z.bytes += 34;                                         /* in an index many become one range */
        } else {
            z.bytes += 48 + 2 * tei_get(n, ATT_ID).n + 3 * tei_get(n, ATT_TARGET).n;
        }
        n = tei_kind(tei_tag(n)) & KIND_OMITTED ? tei_skip(n, top) : tei_walk(n, top);
    }
    return z;
}

/* ---- names of documents */
static Str file_stem(Cutter *c, Str id)
{
    Buf b = buf_new(c->m->a);
    for (ptrdiff_t i = 0; i < id.n; i++) {
        char k = id.s[i];
        bool plain = (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || (k >= '0' && k <= '9') || k == '-' || k == '_';
        buf_byte(&b, plain ? k : '-');
    }
    Str stem = buf_str(&b), lower = uni_lower(c->m->a, stem, S("en"));     /* some file systems do not tell case */
    for (int n = 2; table_find(c->files, lower); n++)
        lower = str_format(c->m->a, "%.*s-%d", STR(stem), n);
    table_put(c->files, lower, c->m);
    return lower;
}

/* ---- one matter */
static Matter *room(Cutter *c)
{
    Book *b = c->m->book;
    if (b->nmatters == c->cap) {
        ptrdiff_t cap = c->cap ? 2 * c->cap : 64;
        b->matters = arena_grow(c->m->a, b->matters, sizeof *b->matters, _Alignof(Matter), b->nmatters, cap);
        c->cap = cap;
    }
    return &b->matters[b->nmatters++];
}

static Str id_in(const Run *r)
{
    for (Node *n = r->first; n; n = tei_next(n)) {
        for (Node *k = n; k; k = tei_walk(k, n))
            if (tei_get(k, ATT_ID).n > 0)
                return tei_get(k, ATT_ID);
        if (n == r->last)
            break;
    }
    return S("");
}

static Str voice_at(const Book *b, const Node *n)
{
    for (; n; n = tei_parent(n)) {
        Str who = tei_get(n, ATT_RESP).n ? tei_get(n, ATT_RESP) : tei_get(n, ATT_CORRESP);
        const Voice *v = who.n && tei_tag(n) != TEI_CHARS ? book_voice(b, who) : NULL;
        if (v)
            return v->short_name.n ? v->short_name : v->name;
    }
    return S("");
}

static const Heading *opening(const Book *b, const Run *r, const Node *wrapper)
{
    for (Node *n = r->first; n; n = tei_next(n)) {
        const Heading *h = tei_is(n, TEI_DIV) ? table_find(b->heading_of, tei_get(n, ATT_ID)) : NULL;
        if (h)
            return h;
        if (tei_is(n, TEI_HEAD))
            return book_heading(b, wrapper);
        if (n == r->last)
            break;
    }
    return NULL;
}

static bool opens_wrapper(const Run *r)
{
    for (Node *n = tei_prev(r->first); n; n = tei_prev(n))
        if (tei_tag(n) != TEI_CHARS)
            return false;
    return true;
}

static Opens usual(const Cutter *c, const Run *r, Scope s)
{
    if (c->decided)
        return c->next;
    if (tei_is(r->last, TEI_DIV) && str_eq(tei_get(r->last, ATT_TYPE), S("section")))
        /* only chapters turn the page, however long a section is */
        return OPENS_RUNON;
    return s.depth > 0 || (s.kind == MATTER_CHAPTER && r->size.words < RUN_ON_WORDS) ? OPENS_RUNON : OPENS_PAGE;
}

/* The first piece of a div that was opened stands for the div. */
static Str id_of(const Run *r, const Node *wrapper, Scope s)
{
    if (tei_is(wrapper, TEI_DIV) && opens_wrapper(r))
        return tei_get(wrapper, ATT_ID);
    return s.kind == MATTER_TEXT_TITLE ? s.part : tei_is(r->last, TEI_DIV) ? tei_get(r->last, ATT_ID) : id_in(r);
}

static void add(Cutter *c, const Run *r, Scope s)
{
    const Book *b = c->m->book;
    const Config *k = b->config;
    Node *wrapper = tei_parent(r->first);
    const Heading *h = opening(b, r, wrapper), *in_force = h ? h : book_heading(b, wrapper);
    Opens opens = usual(c, r, s);
    Matter *m = room(c);
    *m = (Matter){.kind = s.kind, .opens = opens, .front = s.front, .heading = h, .part = s.part,
                  .first = r->first, .last = r->last, .wrapper = wrapper, .words = r->size.words,
                      .bytes = r->size.bytes};
    m->id = str_copy(c->m->a, id_of(r, wrapper, s));
    m->file = file_stem(c, m->id);
    m->lang = str_copy(c->m->a, tei_lang(r->first));
    m->voice = voice_at(b, r->last);
    m->title = in_force ? in_force->title : k->title;
    m->short_title = in_force ? in_force->short_title : k->short_title.n ? k->short_title : k->title;
    c->decided = false;
}

static void flush(Cutter *c, Run *r, Scope s)
{
    if (r->first)
        add(c, r, s);
    *r = (Run){0};
}

static void grow(Run *r, Node *n, Size z)
{
    bool silent = !r->first || r->size.silent;
    if (!r->first)
        r->first = n;
    r->last = n;
    r->size.words += z.words;
    r->size.bytes += z.bytes;
    r->size.silent = silent && z.silent;
}

/* ---- cutting */
static void decide(Cutter *c, Opens opens)
{
    c->decided = true;
    c->next = opens;
}

/* a div that says nothing itself and holds divs only */
static bool is_mere_box(const Node *div)
{
    for (Node *n = tei_first(div); n; n = tei_next(n))
        if (tei_tag(n) != TEI_CHARS && !tei_is(n, TEI_DIV))
            return false;
    return tei_child(div, TEI_DIV) != NULL;
}

static void cut(Cutter *c, Node *from, Scope s);

static Scope scope_at(Cutter *c, Node *div, Scope s)
{
    const Part *p = part_find(c->m->book, tei_get(div, ATT_ID));
    Str type = tei_get(div, ATT_TYPE);
    if (p)
        s.part = p->key;
    if (str_eq(type, S("imprint")))
        s.kind = MATTER_IMPRINT;
    if (str_eq(type, S("notes")))
        s.kind = MATTER_NOTES;
    if (str_eq(type, S("apparatus")))
        s.kind = MATTER_APPARATUS;
    if (str_eq(type, S("index")))
        s.kind = MATTER_INDEX;
    return s;
}

/* The first piece of an opened chapter opens as the whole would. */
static void open_div(Cutter *c, Node *div, Scope s)
{
    if (!is_mere_box(div))
        s.depth++;
    if (!c->decided && s.depth == 1)
        decide(c, OPENS_PAGE);
    cut(c, tei_first(div), s);
}

static void cut_div(Cutter *c, Run *r, Node *div, Scope s)
{
    Size z = size_of(div);
    s = scope_at(c, div, s);
    bool open = z.bytes > MATTER_LIMIT || is_mere_box(div);
    /* page breaks and captions before a div go with it */
    if (r->first && (!r->size.silent || open))
        flush(c, r, s);
    if (open) {
        open_div(c, div, s);
        return;
    }
    grow(r, div, z);
    flush(c, r, s);
}

static void cut(Cutter *c, Node *from, Scope s)
{
    Run r = {0};
    for (Node *n = from; n; n = tei_next(n)) {
        if (tei_tag(n) == TEI_CHARS || tei_tag(n) == TEI_NONE)
            continue;
        if (tei_is(n, TEI_DIV)) {
            cut_div(c, &r, n, s);
            continue;
        }
        Size z = size_of(n);
        if (r.first && r.size.bytes + z.bytes > MATTER_LIMIT && !r.size.silent)
            flush(c, &r, s);
        grow(&r, n, z);
    }
    flush(c, &r, s);
}

/* ---- texts of an anthology */
static bool is_title(const Node *n)
{
    Tag t = tei_tag(n);
    return t == TEI_HEAD || t == TEI_BYLINE || t == TEI_DATELINE || t == TEI_EPIGRAPH || t == TEI_ARGUMENT
        || t == TEI_DOCAUTHOR;
}

static Node *title_end(Node *body, Run *r)
{
    Node *n = tei_first(body), *after = n;
    Run whole = {0};
    for (; n && (is_title(n) || tei_tag(n) == TEI_CHARS || node_is_silent(n)) && !tei_is(n, TEI_DIV); n = tei_next(n)) {
        if (tei_tag(n) == TEI_CHARS)
            continue;
        grow(&whole, n, size_of(n));
        if (!is_title(n))
            continue;
        *r = whole;
        after = tei_next(n);
    }
    return after;
}

static void cut_text(Cutter *c, Node *text, Str part)
{
    Node *front = tei_child(text, TEI_FRONT), *body = tei_child(text, TEI_BODY), *back = tei_child(text, TEI_BACK);
    Run title = {0};
    Scope s = {.kind = MATTER_CHAPTER, .part = part};
    decide(c, OPENS_RECTO);
    if (front)
        cut(c, tei_first(front), s);
    Node *rest = body ? title_end(body, &title) : NULL;
    bool titled = title.first != NULL;
    flush(c, &title, (Scope){.kind = MATTER_TEXT_TITLE, .part = part});
    if (titled)
        decide(c, OPENS_RECTO);                                    /* a title has a leaf to itself */
    cut(c, rest, s);
    if (back)
        cut(c, tei_first(back), s);
}

/* It has a leaf to itself, before the contents. */
static bool is_dedication(const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    return str_eq(type, S("dedication")) || str_eq(type, S("epigraph"));
}

static void cut_front(Cutter *c, Node *front)
{
    for (Node *n = tei_first(front); n; n = tei_next(n)) {
        if (tei_tag(n) == TEI_CHARS)
            continue;
        Run r = {n, n, size_of(n)};
        bool half = str_eq(tei_get(n, ATT_TYPE), S("halftitle")), div = tei_is(n, TEI_DIV);
        Scope s = {.kind = is_dedication(n) ? MATTER_DEDICATION : div ? MATTER_FRONT : half ? MATTER_HALFTITLE
            : MATTER_TITLEPAGE, .front = true};
        decide(c, str_eq(tei_get(n, ATT_TYPE), S("imprint")) ? OPENS_PAGE : OPENS_RECTO);
        if (div)
            cut_div(c, &(Run){0}, n, s);
        else
            add(c, &r, s);
    }
}

static void cut_back(Cutter *c, Node *back)
{
    bool first = true;
    for (Node *n = tei_first(back); n; n = tei_next(n)) {
        if (tei_tag(n) == TEI_CHARS)
            continue;
        decide(c, first || str_eq(tei_get(n, ATT_TYPE), S("notes")) ? OPENS_RECTO : OPENS_PAGE);
        first = false;
        cut_div(c, &(Run){0}, n, (Scope){.kind = MATTER_BACK});
    }
}

void matters_make(Making *m)
{
    Cutter c = {.m = m, .files = table_new(m->a)};
    Node *back = tei_child(m->text, TEI_BACK);
    cut_front(&c, m->front);
    decide(&c, OPENS_RECTO);
    if (tei_is(m->body, TEI_GROUP)) {
        for (Node *t = tei_first(m->body); t; t = tei_next(t))
            if (tei_is(t, TEI_TEXT))
                cut_text(&c, t, str_copy(m->a, tei_get(t, ATT_ID)));
    } else {
        cut(&c, tei_first(m->body), (Scope){.kind = MATTER_CHAPTER});
    }
    if (back)
        cut_back(&c, back);
}
