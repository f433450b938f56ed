/* One matter of the book as an XHTML document: an action for each element that holds blocks or is one. */
#include "epub/writer.h"

typedef void Action(Writer *, const Node *);
static Action do_div, do_head, do_ab, do_note, do_quote, do_bibl, do_skip, do_ornament, do_titlepage, do_titlepart,
    do_verses, do_argument;

/* element: NULL means the children alone.  An action, where there is one, does it all. */
static const struct Row { const char *element, *class; Action *action; } rows[TEI_MAX] = {
    [TEI_DIV] = {.action = do_div}, [TEI_TEXT] = {"div", "text", NULL}, [TEI_FLOATINGTEXT] = {"div", "inset", NULL},
    [TEI_HEAD] = {.action = do_head}, [TEI_P] = {"p", NULL, NULL}, [TEI_AB] = {.action = do_ab},
    [TEI_QUOTE] = {.action = do_quote}, [TEI_CIT] = {"div", "cit", NULL}, [TEI_BIBL] = {.action = do_bibl},
    [TEI_LG] = {.action = do_verses}, [TEI_L] = {"p", "verse", NULL}, [TEI_LIST] = {.action = compound_list},
    [TEI_SP] = {.action = compound_speech}, [TEI_STAGE] = {"p", "stage", NULL}, [TEI_OPENER] = {"div", "opener", NULL},
    [TEI_CLOSER] = {"div", "closer", NULL}, [TEI_BYLINE] = {"p", "byline", NULL},
    [TEI_DATELINE] = {"p", "dateline", NULL},
    [TEI_SALUTE] = {"p", "salute", NULL}, [TEI_SIGNED] = {"p", "signed", NULL}, [TEI_TRAILER] = {"p", "trailer", NULL},
    [TEI_EPIGRAPH] = {"div", "epigraph", NULL}, [TEI_ARGUMENT] = {.action = do_argument},
    [TEI_NOTE] = {.action = do_note},
    [TEI_NOTEGRP] = {"div", "notes", NULL}, [TEI_FIGURE] = {.action = compound_figure},
    [TEI_TABLE] = {.action = compound_table},
    [TEI_ROW] = {.action = compound_row}, [TEI_MILESTONE] = {.action = do_ornament},
    [TEI_TITLEPAGE] = {.action = do_titlepage},
    [TEI_DOCTITLE] = {NULL, NULL, NULL}, [TEI_TITLEPART] = {.action = do_titlepart},
    [TEI_DOCAUTHOR] = {"p", "author", NULL},
    [TEI_DOCEDITION] = {"p", "edition", NULL}, [TEI_DOCIMPRINT] = {"p", "imprint", NULL},
    [TEI_DOCDATE] = {"p", "date", NULL},
    [TEI_FIGDESC] = {.action = do_skip}, [TEI_LISTBIBL] = {"div", "bibliography", NULL},
    [TEI_SPEAKER] = {"p", "speaker", NULL}};

/* ---- blocks in general */
State block_enter(Writer *w, const Node *n)
{
    State s = {w->in_block, w->blank, w->count, w->mark};
    w->in_block = w->blank = true;
    w->count = 0;
    w->mark = tei_get(n, ATT_ID).n ? table_find(w->e->marks, tei_get(n, ATT_ID)) : NULL;
    return s;
}

void block_leave(Writer *w, State s)
{
    inline_settle(w);
    w->in_block = s.in_block;
    w->blank = s.blank;
    w->count = s.count;
    w->mark = s.mark;
}

static bool is_leaf(const Node *n) { return tei_kind(tei_tag(n)) & KIND_LEAF; }

void put_voice(Writer *w, const Node *n)
{
    const Voice *v = tei_get(n, ATT_RESP).n ? book_voice(w->e->book, tei_get(n, ATT_RESP)) : NULL;
    if (v)
        buf_format(w->b, "voice %.*s", STR(str_starts(v->kind, S("voice:")) ? str_from(v->kind, 6) : v->key));
}

const Voice *xhtml_voice(const Writer *w, const Node *n)
{
    const Voice *v = tei_get(n, ATT_RESP).n ? book_voice(w->e->book, tei_get(n, ATT_RESP)) : NULL;
    return v && str_starts(v->kind, S("voice:")) && !str_eq(v->kind, S("voice:author")) ? v : NULL;
}

/* … and for those who hear: what is said in another voice says whose it is. */
void put_speaker(Writer *w, const Node *n)
{
    const Voice *v = xhtml_voice(w, n);
    if (!v)
        return;
    put(w, " role=\"note\"");
    put_attribute(w, "aria-label", v->short_name.n ? v->short_name : v->name);
}

/* Blocks that follow each other in one voice are one remark: its name is said once. */
static const Voice *remark(const Writer *w, const Node *n)
{
    Tag tag = tei_tag(n);
    bool block = tag == TEI_P || tag == TEI_AB || tag == TEI_LIST || tag == TEI_LG || tag == TEI_TABLE;
    block &= !w->in_block && !str_eq(tei_get(n, ATT_REND), S("standfirst"));
    return block ? xhtml_voice(w, n) : NULL;
}

static void put_siblings(Writer *w, const Node *first, const Node *last)
{
    const Voice *now = NULL;
    for (const Node *n = first; n; n = n == last ? NULL : tei_next(n)) {
        const Voice *v = remark(w, n);
        if (v != now && now)
            put(w, "</div>\n");
        if (v != now && v) {
            put(w, "<div class=\"");
            put_voice(w, n);
            put(w, "\"");
            put_speaker(w, n);
            put(w, ">\n");
        }
        now = v;
        put_node(w, n);
    }
    if (now)
        put(w, "</div>\n");
}

/* A section has the voice of its words, each of its own: that of its heading is for running heads. */
void put_class(Writer *w, const Node *n, const char *class)
{
    Buf names = buf_new(w->e->a), *b = w->b;
    Str rend = tei_get(n, ATT_REND);
    if (class)
        buf_format(&names, "%s ", class);
    if (rend.n && tei_tag(n) != TEI_LIST)
        buf_format(&names, "%.*s ", STR(rend));
    w->b = &names;
    if (tei_tag(n) != TEI_DIV && !remark(w, n))
        put_voice(w, n);
    w->b = b;
    put_attribute(w, "class", str_trim(buf_str(&names)));
}

/* A paragraph's address, for those who point: it is no stop for the keyboard and is not read aloud. */
static void put_permalink(Writer *w, const Node *n, const char *element)
{
    Str id = tei_get(n, ATT_ID);
    if (w->e->platform == PLATFORM_WEB && id.n && (element[0] == 'p' || element[0] == 'h'))
        buf_format(w->b, "<a class=\"permalink\" href=\"#%.*s\" aria-hidden=\"true\" "
                         "tabindex=\"-1\">\u00B6</a>", STR(id));
}

/* The label of a list's entry; where the entry has paragraphs, it stands in the first of them. */
void put_label(Writer *w)
{
    const Node *label = w->label;
    w->label = NULL;
    put(w, "<span class=\"label\"");
    put_identity(w, label);
    put(w, ">");
    State s = block_enter(w, label);
    put_children(w, label);
    block_leave(w, s);
    put(w, "</span> ");
}

/* The name of a heading is its words: a page that begins with it begins before it. */
static void put_block(Writer *w, const Node *n, const char *element, const char *class)
{
    if (is_leaf(n) && element[0] == 'h')
        inline_pages(w, n);
    buf_format(w->b, "<%s", element);
    put_identity(w, n);
    put_class(w, n, class);
    if (is_leaf(n) && element[0] == 'p' && !remark(w, n))
        put_speaker(w, n);
    put(w, ">");
    if (is_leaf(n) && element[0] == 'p' && w->label)
        put_label(w);
    State s = {0};
    if (is_leaf(n))
        s = block_enter(w, n);
    put_children(w, n);
    if (is_leaf(n))
        block_leave(w, s);
    put_permalink(w, n, element);
    buf_format(w->b, "</%s>\n", element);
}

void put_children(Writer *w, const Node *n) { put_siblings(w, tei_first(n), NULL); }

void put_node(Writer *w, const Node *n)
{
    Tag tag = tei_tag(n);
    if (tei_kind(tag) & KIND_OMITTED)
        put_anchor(w, n);
    if (tag == TEI_NONE || (tei_kind(tag) & KIND_OMITTED))
        return;
    const struct Row *row = &rows[tag];
    bool blocks = row->action || row->element;
    if (!blocks && put_inline(w, n))
        return;
    if (row->action)
        row->action(w, n);
    else if (row->element)
        put_block(w, n, row->element, row->class);
    else
        put_children(w, n);
}

/* ---- sections and headings */
static const struct { const char *type, *epub, *role; } sections[] = {
    {"chapter", "chapter", "doc-chapter"}, {"part", "part", "doc-part"}, {"preface", "preface", "doc-preface"},
    {"foreword", "foreword", "doc-foreword"}, {"introduction", "introduction", "doc-introduction"},
    {"afterword", "afterword", "doc-afterword"}, {"appendix", "appendix", "doc-appendix"},
    {"glossary", "glossary", NULL},
    {"bibliography", "bibliography", "doc-bibliography"}, {"colophon", "colophon", "doc-colophon"},
    {"imprint", "copyright-page", NULL}, {"dedication", "dedication", "doc-dedication"},
    {"epigraph", "epigraph", "doc-epigraph"},
    {"notes", "endnotes", "doc-endnotes"}, {"index", "index", "doc-index"},
    {"conclusion", "conclusion", "doc-conclusion"}, {"abstract", "abstract", "doc-abstract"}};

static const char *section_role(Str type)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (str_eq(type, str_of(sections[i].type)))
            return sections[i].role;
    return NULL;
}

static void put_section_type(Writer *w, Str type)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (str_eq(type, str_of(sections[i].type)))
            put_type(w, sections[i].epub);
    if (section_role(type))
        buf_format(w->b, " role=\"%s\"", section_role(type));
}

static const Node *untitled_head(const Node *div)
{
    const Node *head = tei_child(div, TEI_HEAD);
    return head && str_eq(tei_get(head, ATT_TYPE), S("untitled")) ? head : NULL;
}

/* What a section is called for those who do not see it: its own heading,
    or the editor's words for one that has none. */
static void open_section(Writer *w, const Node *div)
{
    const Node *head = tei_child(div, TEI_HEAD), *untitled = untitled_head(div);
    Str type = tei_get(div, ATT_TYPE);
    put(w, "<section");
    put_identity(w, div);
    put_class(w, div, str_z(w->e->a, type));
    put_section_type(w, type);
    if (untitled)
        put_attribute(w, "aria-label", tei_reading(w->e->a, untitled));
    else if (head && section_role(type))                           /* without a role a name would make it a landmark */
        put_attribute(w, "aria-labelledby", tei_get(head, ATT_ID));
    put(w, ">\n");
}

static void do_div(Writer *w, const Node *n)
{
    open_section(w, n);
    put_children(w, n);
    put(w, "</section>\n");
}

static int head_level(Writer *w, const Node *head)
{
    const Book *book = w->e->book;
    const Heading *h = book_heading(book, head);
    int level = (h ? h->level + (h->head != head) : 1) - w->shift;
    return level < 1 ? 1 : level > 6 ? 6 : level;
}

static void do_head(Writer *w, const Node *n)
{
    Tag up = tei_tag(tei_parent(n));
    if (str_eq(tei_get(n, ATT_TYPE), S("untitled"))) {
        put(w, "<hr class=\"untitled\"");
        put_attribute(w, "id", tei_get(n, ATT_ID));
        put(w, "/>\n");
    } else if (up == TEI_TABLE)
        put_block(w, n, "caption", NULL);
    else if (up == TEI_FIGURE)
        put_block(w, n, "figcaption", NULL);
    else if (up == TEI_LIST || up == TEI_LG)
        put_block(w, n, "p", "head");
    else
        put_block(w, n, str_z(w->e->a, str_format(w->e->a, "h%d", head_level(w, n))), str_z(w->e->a, tei_get(n,
            ATT_TYPE)));
}

static bool is_half(const Node *titlepage) { return str_eq(tei_get(titlepage, ATT_TYPE), S("halftitle")); }

static void do_titlepage(Writer *w, const Node *n)
{
    put(w, "<div");
    put_identity(w, n);
    put(w, " class=\"titlepage\"");
    put_type(w, is_half(n) ? "halftitlepage" : "titlepage");
    put(w, ">\n");
    put_children(w, n);
    put(w, "</div>\n");
}

/* A half-title heads nothing; but a page of the web has a heading. */
static void do_titlepart(Writer *w, const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    bool main = !type.n || str_eq(type, S("main")), half = is_half(tei_up(n, TEI_TITLEPAGE)) && main;
    put_block(w, n, main && (!half || w->e->platform == PLATFORM_WEB) ? "h1" : "p",
              half ? "halftitle" : main ? "title" : "subtitle");
}

/* Before a text: the author's summary, or what its editor says of it. */
static void do_argument(Writer *w, const Node *n)
{
    Str rend = tei_get(n, ATT_REND);
    put(w, "<div");
    put_identity(w, n);
    put_class(w, n, "argument");
    if (str_eq(rend, S("headnote"))) {
        put(w, " role=\"note\"");
        put_attribute(w, "aria-label", wording_find(w->e->config->lang, WORDING_HEADNOTE));
    }
    put(w, ">\n");
    put_children(w, n);
    put(w, "</div>\n");
}

/* A stanza keeps together; a poem, which holds stanzas, need not. */
static void do_verses(Writer *w, const Node *n) { put_block(w, n, "div", tei_child(n, TEI_LG) ? "poem" : "stanza"); }

/* ---- quotations, lists, speeches */
static void do_quote(Writer *w, const Node *n)
{
    bool inside = w->in_block && !tei_child(n, TEI_P) && !tei_child(n, TEI_LG) && !tei_child(n, TEI_QUOTE);
    if (inside)
        put_block(w, n, "span", "quoted");
    else
        put_block(w, n, "blockquote", NULL);
}

static void do_bibl(Writer *w, const Node *n)
{
    if (!w->in_block) {
        put_block(w, n, "p", "source");
        return;
    }
    put(w, "<cite class=\"source\"");
    put_identity(w, n);
    put(w, ">");
    put_children(w, n);
    put(w, "</cite>");
}
/* ---- the rest */
/* Lines and blanks as they are, so that what is copied from the book works. */
static void put_code(Writer *w, const Node *n)
{
    put(w, "<pre");
    put_identity(w, n);
    put(w, "><code>");
    State s = block_enter(w, n);
    w->coded = true;
    put_children(w, n);
    w->coded = false;
    block_leave(w, s);
    put(w, "</code></pre>\n");
}

static void do_ab(Writer *w, const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    if (str_eq(type, S("left-out")) || str_eq(type, S("blank")))
        return;
    if (str_eq(type, S("code")))
        put_code(w, n);
    else
        put_block(w, n, "p", str_z(w->e->a, type));
}

/* One block a note, its number and way back first: e-readers that show notes in a pop-up take the block. */
static void do_note(Writer *w, const Node *n)
{
    bool series = str_eq(tei_get(n, ATT_TYPE), S("declaration"));
    put(w, "<div");
    put_identity(w, n);
    put(w, series ? " class=\"note series\"" : " class=\"note\"");
    put_type(w, "endnote");
    put(w, ">");
    bool in_block = w->in_block;
    w->in_block = false;
    put_children(w, n);
    w->in_block = in_block;
    put(w, "</div>\n");
}

static void do_ornament(Writer *w, const Node *n)
{
    if (tei_get(n, ATT_REND).n || tei_get(n, ATT_UNIT).n)
        put(w, "<hr class=\"ornament\"/>\n");
}

static void do_skip(Writer *w, const Node *n) { (void)w, (void)n; }

/* ---- the document */
void xhtml_open(const Edition *e, Buf *b, Str title, const char *body_type)
{
    Str lang = e->config->lang;
    buf_put(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html "
        "xmlns=\"http://www.w3.org/1999/xhtml\" "
                 "xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\""));
    xhtml_text(b, lang);
    buf_put(b, S("\" lang=\""));
    xhtml_text(b, lang);
    buf_put(b, S("\">\n<head>\n<title>"));
    xhtml_text(b, title);
    buf_put(b, S("</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body"));
    if (body_type)
        buf_format(b, " epub:type=\"%s\"", body_type);
    buf_put(b, S(">\n"));
}

static const char *body_type(const Matter *m)
{
    return m->kind == MATTER_CHAPTER || m->kind == MATTER_TEXT_TITLE ? "bodymatter"
           : m->kind == MATTER_BACK || m->kind == MATTER_NOTES || m->kind == MATTER_APPARATUS
               || m->kind == MATTER_INDEX ? "backmatter"
               : "frontmatter";
}

/* A matter that is a piece of a longer section, or blocks without one, gets a section of its own around it. */
static void open_piece(Writer *w, const Matter *m)
{
    bool begins = m->wrapper && m->first == tei_first(m->wrapper);
    if (tei_is(m->wrapper, TEI_DIV) && begins) {
        open_section(w, m->wrapper);
        return;
    }
    put(w, "<section");
    if (begins && m->wrapper)
        put_attribute(w, "id", tei_get(m->wrapper, ATT_ID));
    put_attribute(w, "class", m->kind == MATTER_TEXT_TITLE ? S("text-title") : S("piece"));
    if (m->kind == MATTER_NOTES) {
        put_section_type(w, S("notes"));
        put_attribute(w, "aria-label", w->doc->title);
    }
    Str lang = m->first ? tei_lang(m->first) : (Str){0};
    put_attribute(w, "xml:lang", lang);
    put_attribute(w, "lang", lang);
    put(w, ">\n");
}

static bool is_above(const Node *n, const Node *inner)
{
    for (const Node *up = tei_parent(inner); up; up = tei_parent(up))
        if (up == n)
            return true;
    return false;
}

/* Ids that the plan promised to this document but no element in it bears: the text, body or section that it opens. */
static void put_promised(Writer *w, const Matter *m)
{
    Str ids[] = {m->id, m->heading ? m->heading->id : (Str){0}, tei_get(m->wrapper, ATT_ID)};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        Node *n = ids[i].n ? tei_find(w->e->book->tree, ids[i]) : NULL;
        if (!n || !is_above(n, m->first) || table_find(w->e->named, ids[i]) ||
            table_find(w->e->places, ids[i]) != w->doc || table_find(w->e->promised, ids[i]))
            continue;
        table_put(w->e->promised, ids[i], n);
        buf_format(w->b, "<span id=\"%.*s\"></span>", STR(ids[i]));
    }
}

static void put_matter(Writer *w, const Matter *m)
{
    bool one = m->first == m->last && (tei_is(m->first, TEI_DIV) || tei_is(m->first, TEI_TITLEPAGE));
    bool begins = m->wrapper && m->first == tei_first(m->wrapper);
    if (!one && begins && tei_get(m->wrapper, ATT_ID).n)           /* the piece's own section bears its id */
        table_put(w->e->promised, tei_get(m->wrapper, ATT_ID), m->wrapper);
    put_promised(w, m);
    if (!one)
        open_piece(w, m);
    put_siblings(w, m->first, m->last);
    if (!one)
        put(w, "</section>\n");
}

/* The entry of the contents above this one, by rank. */
static const Heading *above(const Book *book, const Heading *h)
{
    const Heading *up = h;
    while (up > book->headings && up->level >= h->level)
        up--;
    return up->level < h->level ? up : NULL;
}

/* A page of the web stands alone: it has one heading of the first rank.  Where it has none of its own, or several
    matters run on in it, that says where they belong, and theirs are below it. */
static void put_rank(Writer *w, const Doc *doc)
{
    const Matter *m = doc->matter;
    const Heading *at = m->heading ? m->heading : book_heading(w->e->book, m->first);
    bool several = false;
    for (ptrdiff_t i = 1; i < doc->nmatters && at; i++)
        if (m[i].heading && m[i].heading->level <= at->level) {
            at = m[i].heading;
            several = true;
        }
    w->shift = at ? at->level - 1 - several : 0;
    if (!several && m->heading && !m->heading->untitled)
        return;
    const Heading *up = several ? above(w->e->book, at) : NULL;
    put(w, "<h1 class=\"running\">");
    xhtml_text(w->b, !several ? doc->title : up ? heading_listed(up) : w->e->config->title);
    put(w, "</h1>\n");
}

void xhtml_content(Edition *e, Buf *b, const Doc *doc)
{
    Writer w = {.e = e, .doc = doc, .b = b};
    bool titled = doc->matter->kind == MATTER_TITLEPAGE || doc->matter->kind == MATTER_HALFTITLE;
    if (e->platform == PLATFORM_WEB && !titled)
        put_rank(&w, doc);
    for (ptrdiff_t i = 0; i < doc->nmatters; i++)
        put_matter(&w, doc->matter + i);
}

Str xhtml_write(Edition *e, const Doc *doc)
{
    Buf b = buf_new(e->a);
    xhtml_open(e, &b, doc->title, body_type(doc->matter));
    xhtml_content(e, &b, doc);
    buf_put(&b, S("</body>\n</html>\n"));
    return buf_str(&b);
}
