/* The plan of an edition in documents: which there are, and where in them each id stands. */
#include "epub/inside.h"
#include "pack/pack.h"

/* The identifier of this edition, else the book's; a book without any gets one made of its own facts,
    the same for ever. */
static Str identifier(Arena *a, const Config *c)
{
    Str id = c->identifier;
    for (int i = 0; i < c->nids; i++)
        if (str_eq(c->ids[i].edition, S("epub")))
            id = c->ids[i].id;
    if (id.n == 13 && str_number(id).ok)
        return str_format(a, "urn:isbn:%.*s", STR(id));
    if (id.n)
        return id;
    Str h = digest_sha256(a, str_format(a, "%.*s\n%.*s\n%.*s", STR(c->title), STR(c->publisher), STR(c->name)));
    return str_format(a, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", h.s, h.s + 8, h.s + 13, h.s + 17, h.s + 20);
}

static Str print_identifier(Arena *a, const Config *c)
{
    for (int i = 0; i < c->nids; i++)
        if (str_eq(c->ids[i].edition, S("print")) || str_eq(c->ids[i].edition, S("archive"))) {
            Str id = c->ids[i].id;
            return id.n == 13 && str_number(id).ok ? str_format(a, "urn:isbn:%.*s", STR(id)) : id;
        }
    return str_format(a, "%.*s, %.*s", STR(c->title), STR(wording_find(c->lang, WORDING_PRINT)));
}

static void know_ids(Edition *e, Doc *doc, const Matter *m)
{
    for (const Node *n = m->first; n; n = tei_next(n)) {
        for (Node *k = (Node *)n; k; k = tei_walk(k, n)) {
            Str id = tei_get(k, ATT_ID), target = tei_get(k, ATT_TARGET);
            if (id.n)
                table_put(e->places, id, doc);
            if (target.n > 1 && target.s[0] == '#')
                table_put(e->pointed, str_from(target, 1), doc);
        }
        if (n == m->last)
            break;
    }
    if (m->wrapper && tei_get(m->wrapper, ATT_ID).n && !table_find(e->places, tei_get(m->wrapper, ATT_ID)))
        table_put(e->places, tei_get(m->wrapper, ATT_ID), doc);
    if (m->id.n && !table_find(e->places, m->id))
        table_put(e->places, m->id, doc);
    if (m->heading && !table_find(e->places, m->heading->id))
        table_put(e->places, m->heading->id, doc);
}

/* Matters that run on stand in one document, as they stand on one page, as long as it stays small. */
static bool goes_on(const Doc *doc, const Matter *m)
{
    enum { LIMIT = 250000 };                                       /* bytes of XHTML; readers slow down above 300 KB */
    return doc->matter && m->opens == OPENS_RUNON && m->kind == doc->matter->kind &&
           str_eq(m->part, doc->matter->part) && doc->bytes + m->bytes < LIMIT;
}

/* The entrance of a web site is index.html: it is the title page, and an index of the book has another name there. */
static Str stem_of(const Edition *e, const Matter *m)
{
    bool web = e->platform == PLATFORM_WEB;
    return web && m->kind == MATTER_TITLEPAGE ? S("index") : web && str_eq(m->file, S("index")) ? S("the-index")
         : m->file;
}

/* A site has no use for a half-title: its entrance says the same. */
static bool is_left_out(const Edition *e, const Matter *m)
{
    return e->platform == PLATFORM_WEB && m->kind == MATTER_HALFTITLE;
}

/* What a document is called in its head.  One of several that hold the notes says so, and whose; a dedication has no
   title to be called by. */
static Str title_of(const Edition *e, const Matter *m)
{
    bool epigraph = str_eq(tei_get(m->first, ATT_TYPE), S("epigraph"));
    if (m->kind == MATTER_DEDICATION && !m->heading)
        return wording_find(e->config->lang, epigraph ? WORDING_EPIGRAPH : WORDING_DEDICATION);
    Str title = m->title.n ? m->title : e->config->title, notes = wording_find(e->config->lang, WORDING_NOTES);
    bool piece = m->kind == MATTER_NOTES && !str_eq(title, notes);
    return piece ? str_format(e->a, "%.*s: %.*s", STR(notes), STR(title)) : title;
}

static void plan(Edition *e)
{
    const char *extension = e->platform == PLATFORM_WEB ? "html" : "xhtml";
    e->docs = new(e->a, Doc, e->book->nmatters + 1);
    for (ptrdiff_t i = 0; i < e->book->nmatters; i++) {
        const Matter *m = &e->book->matters[i];
        if (is_left_out(e, m))
            continue;
        Doc *doc = &e->docs[e->ndocs > 0 ? e->ndocs - 1 : 0];
        if (!goes_on(doc, m)) {
            doc = &e->docs[e->ndocs++];
            *doc = (Doc){.matter = m, .file = str_format(e->a, "%.*s.%s", STR(stem_of(e, m)), extension),
                         .title = title_of(e, m)};
        }
        doc->nmatters++;
        doc->bytes += m->bytes;
        know_ids(e, doc, m);
    }
}

Str href_of(const Edition *e, Str id)
{
    const Doc *doc = table_find(e->places, id);
    const Node *head = table_find(e->named, id);
    if (head)
        id = tei_get(head, ATT_ID);
    return doc ? str_format(e->a, "%.*s#%.*s", STR(doc->file), STR(id)) : (Str){0};
}

/* One address is enough for a section and the heading that opens it; a page of the web keeps both, which are cited. */
static void name_section(Edition *e, const Heading *h)
{
    table_put(e->pointed, h->id, e->docs);
    if (e->platform == PLATFORM_EPUB && tei_is(h->node, TEI_DIV) && h->head && !h->untitled &&
        tei_get(h->head, ATT_ID).n && table_find(e->places, h->id) == table_find(e->places, tei_get(h->head, ATT_ID)))
        table_put(e->named, h->id, h->head);
}

Edition edition_open(const Book *book, const PageMap *map, Platform platform, Diag *d)
{
    Arena *a = book->a;
    Edition e = {.a = a, .book = book, .config = book->config, .map = map, .diag = d, .platform = platform,
                 .places = table_new(a), .pointed = table_new(a), .named = table_new(a),
                 .promised = table_new(a), .marks = table_new(a), .pictures = table_new(a)};
    e.identifier = identifier(a, e.config);
    e.page_source = print_identifier(a, e.config);
    plan(&e);
    for (ptrdiff_t i = 0; i < book->nheadings; i++)
        name_section(&e, &book->headings[i]);
    pagemark_read(&e);
    return e;
}
