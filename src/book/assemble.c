/* assemble.c - the order of the house: read the parts, put them into one tree, finish it, look at it. */
#include "book/inside.h"

/* ---- helps */
const Part *part_find(const Book *b, Str key)
{
    const Config *c = b->config;
    for (int i = 0; i < c->nfront; i++)
        if (str_eq(c->front[i].key, key))
            return &c->front[i];
    for (int i = 0; i < c->nparts; i++)
        if (str_eq(c->parts[i].key, key))
            return &c->parts[i];
    for (int i = 0; i < c->nback; i++)
        if (str_eq(c->back[i].key, key))
            return &c->back[i];
    return NULL;
}

/* Walks instead of asking for the whole reading text: most blocks answer with their first character. */
bool node_is_silent(const Node *n)
{
    if (tei_tag(n) == TEI_CHARS)
        return str_trim(tei_content(n)).n == 0;
    for (const Node *at = tei_first(n); at;) {
        bool omitted = tei_kind(tei_tag(at)) & KIND_OMITTED;
        if (tei_tag(at) == TEI_CHARS && str_trim(tei_content(at)).n > 0)
            return false;
        if (tei_is(at, TEI_GAP) || tei_is(at, TEI_GRAPHIC) || tei_is(at, TEI_MILESTONE))
            return false;
        at = omitted ? tei_skip(at, n) : tei_walk(at, n);
    }
    return !tei_is(n, TEI_MILESTONE) && !tei_is(n, TEI_GRAPHIC);
}

/* ---- parts */
static Fragment read_part(Making *m, Node *into, const Part *p)
{
    Str dir = m->book->config->dir;
    Losses losses = {make_words(m, WORDING_LOST), make_words(m, WORDING_LINK_LOST)};
    return p->kind == PART_RAW ? text_read(m->a, into, p, losses, dir, m->texts, m->diag)
                               : markdown_read(m->a, into, p, dir, m->diag);
}

static const char *ours[] = {"halftitle", "titlepage", "imprint", "contents", "notes", "book", "source", "title",
    "ed", "emendations", "texts", "concordance", "parallels", "ledger", "index", NULL};

static void check_key(Making *m, const Part *p)
{
    for (int i = 0; ours[i]; i++)
        if (str_eq(p->key, str_of(ours[i])))
            diag(m->diag, KEY_RESERVED, p->at, "'%.*s'", STR(p->key));
}

static void add_part(Making *m, Node *into, Tag tag, const Part *p, int at)
{
    check_key(m, p);
    Node *n = tei_add(into, tag, p->at);
    tei_set(n, ATT_ID, p->key);
    make_spoken(n, p->lang);
    if (tag == TEI_DIV)
        tei_set(n, ATT_TYPE, p->kind_name.n ? p->kind_name : at == 1 ? S("chapter") : S("section"));
    Fragment f = read_part(m, n, p);
    m->pieces[m->npieces++] = (Piece){.part = p, .fragment = f, .node = n, .at = at};
}

/* The title that stands over a part: what the reader found, else the words of book.yaml. */
static Node *title_home(const Piece *p)
{
    Node *body = tei_is(p->node, TEI_TEXT) ? tei_child(p->node, TEI_BODY) : p->node;
    return body ? body : p->node;
}

static bool has_title(const Piece *p)
{
    Node *front = tei_child(p->node, TEI_FRONT);
    if ((front && tei_child(front, TEI_TITLEPAGE)) || tei_child(title_home(p), TEI_HEAD))
        return true;
    Node *first = tei_child(p->node, TEI_DIV);                     /* a Markdown part whose # opens a div of its own */
    return !tei_is(p->node, TEI_TEXT) && first && tei_child(first, TEI_HEAD) && !tei_child(p->node, TEI_P);
}

static void add_title(const Piece *p)
{
    if (has_title(p) || p->part->title.n == 0)
        return;
    Node *home = title_home(p), *first = tei_first(home);
    Node *head = first ? tei_before(first, TEI_HEAD, p->part->at) : tei_add(home, TEI_HEAD, p->part->at);
    tei_set_format(head, ATT_ID, "title.%.*s", STR(p->part->key));
    tei_chars(head, p->part->title);
}

/* The author of a text stands under its title, where book.yaml names him and the text itself does not. */
static void add_author(const Piece *p)
{
    Node *home = title_home(p), *head = tei_child(home, TEI_HEAD), *next;
    if (!tei_is(p->node, TEI_TEXT) || p->part->author.n == 0 || tei_child(home, TEI_BYLINE) || !head)
        return;
    while ((next = tei_next(head)) && (tei_is(next, TEI_HEAD) || tei_tag(next) == TEI_CHARS))
        head = next;
    Node *by = tei_after(head, TEI_BYLINE, p->part->at);
    tei_set_format(by, ATT_ID, "title.%.*s.author", STR(p->part->key));
    tei_chars(by, p->part->author);
}

/* What the editor says before a text, between its title and its first words. */
static void add_headnote(Making *m, const Piece *p)
{
    if (p->part->headnote.n == 0)
        return;
    Part note = {.key = p->part->key, .kind = PART_MARKDOWN, .file = p->part->headnote, .lang = m->book->config->lang,
                 .at = p->part->at, .file_at = p->part->file_at};
    Node *home = title_home(p), *last = NULL, *first = tei_first(home);
    for (Node *n = first; n && (tei_is(n, TEI_HEAD) || tei_is(n, TEI_BYLINE)
        || tei_tag(n) == TEI_CHARS); n = tei_next(n))
        last = n;
    Node *into = last ? tei_after(last, TEI_ARGUMENT, note.at) : first ? tei_before(first, TEI_ARGUMENT, note.at)
                                                                        : tei_add(home, TEI_ARGUMENT, note.at);
    tei_set_format(into, ATT_ID, "title.%.*s.headnote", STR(note.key));
    tei_set(into, ATT_REND, S("headnote"));
    tei_set(into, ATT_RESP, S("#ed"));
    make_spoken(into, note.lang);
    if (!markdown_read(m->a, into, &note, m->book->config->dir, m->diag).ok)
        tei_remove(into);
}

/* TEI wants something behind the head of a body, where nobody has written it yet. */
static void fill_empty(Making *m, const Piece *p)
{
    Node *body = tei_child(p->node, TEI_BODY);
    if (!tei_is(p->node, TEI_TEXT) || !body)
        return;
    for (const Node *n = tei_first(body); n; n = tei_next(n))
        if (!tei_is(n, TEI_HEAD) && !tei_is(n, TEI_BYLINE) && !tei_is(n, TEI_ARGUMENT) && !tei_is(n, TEI_CHARS))
            return;
    diag(m->diag, SECTION_EMPTY, p->part->file_at, "'%.*s'", STR(p->part->file));
    tei_add(body, TEI_DIV, p->part->at);
}

/* An empty front, group or back is not valid TEI, and says nothing. */
static void drop_empty(Node *n)
{
    if (!tei_first(n))
        tei_remove(n);
}

/* A text whose notes were its only back matter: they stand at the end of the book. */
static void drop_backs(Making *m)
{
    for (ptrdiff_t i = 0; i < m->npieces; i++) {
        Node *back = tei_child(m->pieces[i].node, TEI_BACK);
        if (back)
            drop_empty(back);
    }
}

/* What stands on a leaf of its own before the contents, whatever its place among the other parts is in book.yaml. */
static int rank_in_front(const Part *p)
{
    return str_eq(p->kind_name, S("dedication")) ? 0 : str_eq(p->kind_name, S("epigraph")) ? 1 : 2;
}

static void add_parts(Making *m, Node *into, Tag tag, const Part *parts, int n, int at)
{
    for (int i = 0; i < n; i++) {
        add_part(m, into, tag, &parts[i], at);
        if (!m->pieces[m->npieces - 1].fragment.ok)
            continue;
        add_title(&m->pieces[m->npieces - 1]);
        add_author(&m->pieces[m->npieces - 1]);
        add_headnote(m, &m->pieces[m->npieces - 1]);
        fill_empty(m, &m->pieces[m->npieces - 1]);
    }
}

static void gather_voices(Making *m)
{
    Book *b = m->book;
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        b->nvoices += m->pieces[i].fragment.nvoices;
    b->voices = new(m->a, Voice, b->nvoices + 1);
    b->nvoices = 0;
    for (ptrdiff_t i = 0; i < m->npieces; i++) {
        const Fragment *f = &m->pieces[i].fragment;
        for (int k = 0; k < f->nvoices; k++) {
            b->voices[b->nvoices] = f->voices[k];
            table_put(b->voice_of, f->voices[k].key, &b->voices[b->nvoices++]);
        }
    }
}

/* In reading order: so notes and header count front, body and back as a reader does. */
static void assemble(Making *m)
{
    const Config *c = m->book->config;
    Where at = c->at;
    m->pieces = new(m->a, Piece, c->nfront + c->nparts + c->nback + 1);
    m->header = tei_add(tei_root(m->book->tree), TEI_TEIHEADER, at);
    m->text = tei_add(tei_root(m->book->tree), TEI_TEXT, at);
    tei_set(m->text, ATT_ID, S("book"));
    tei_set(m->text, ATT_LANG, c->lang);
    m->front = tei_add(m->text, TEI_FRONT, at);
    m->body = tei_add(m->text, c->anthology ? TEI_GROUP : TEI_BODY, at);
    m->back = tei_add(m->text, TEI_BACK, at);
    titles_make(m);
    for (int rank = 0; rank <= 2; rank++)
        for (int i = 0; i < c->nfront; i++)
            if (rank_in_front(&c->front[i]) == rank)
                add_parts(m, m->front, TEI_DIV, &c->front[i], 1, AT_FRONT);
    add_parts(m, m->body, c->anthology ? TEI_TEXT : TEI_DIV, c->parts, c->nparts, AT_BODY);
    add_parts(m, m->back, TEI_DIV, c->back, c->nback, AT_BACK);
}

Book *book_read(Arena *a, const Config *c, Str texts, Str assets, Diag *d)
{
    Book *b = new(a, Book, 1);
    *b = (Book){.a = a, .tree = tei_open(), .config = c, .source_date = c->modified.n ? c->modified : c->date};
    b->heading_of = table_new(a);
    b->voice_of = table_new(a);
    Making m = {.book = b, .a = a, .diag = d, .assets = assets, .texts = texts};
    assemble(&m);
    gather_voices(&m);
    notes_make(&m);
    drop_backs(&m);
    header_make(&m);
    number_blocks(&m);
    back_make(&m);
    drop_empty(m.back);
    contents_make(&m);
    matters_make(&m);
    /* a tree with holes is not valid, and the holes are told */
    if (diag_count(d, ERROR) == 0)
        tei_validate(b->tree, path_join(a, assets, S("catchword.rng")), d);
    return b;
}

void book_close(Book *b)
{
    tei_close(b->tree);
}

void book_tei(const Book *b, Buf *out)
{
    tei_save(b->tree, out);
}
