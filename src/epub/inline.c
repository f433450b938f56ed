/* What stands inside a block: characters, phrases, calls, links, page markers. */
#include "epub/writer.h"

void xhtml_text(Buf *b, Str s)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char *as = s.s[i] == '&' ? "&amp;" : s.s[i] == '<' ? "&lt;" : s.s[i] == '>' ? "&gt;"
            : s.s[i] == '"' ? "&quot;" : NULL;
        if (!as)
            continue;
        buf_put(b, str_sub(s, from, i - from));
        buf_put(b, str_of(as));
        from = i + 1;
    }
    buf_put(b, str_from(s, from));
}

void put(Writer *w, const char *z) { buf_put(w->b, str_of(z)); }

void put_type(Writer *w, const char *type)
{
    if (w->e->platform == PLATFORM_EPUB && type)
        buf_format(w->b, " epub:type=\"%s\"", type);
}

void put_attribute(Writer *w, const char *name, Str value)
{
    if (!value.n)
        return;
    buf_format(w->b, " %s=\"", name);
    xhtml_text(w->b, value);
    buf_byte(w->b, '"');
}

/* Paragraphs and headings have a place that others may cite for ever; what else nothing leads to needs none. */
static bool is_place(const Writer *w, const Node *n)
{
    Tag tag = tei_tag(n);
    return w->e->platform == PLATFORM_WEB || tag == TEI_P || tag == TEI_HEAD || tag == TEI_L || tag == TEI_AB ||
           tag == TEI_NOTE || (table_find(w->e->pointed, tei_get(n, ATT_ID)) &&
                               !table_find(w->e->named, tei_get(n, ATT_ID)));
}

void put_identity(Writer *w, const Node *n)
{
    if (tei_get(n, ATT_ID).n && is_place(w, n))
        put_attribute(w, "id", tei_get(n, ATT_ID));
    put_attribute(w, "xml:lang", tei_get(n, ATT_LANG));
    put_attribute(w, "lang", tei_get(n, ATT_LANG));
}

static void put_page(Writer *w, PageMark *m)
{
    m->file = w->doc->file;
    buf_format(w->b, "<span id=\"%.*s\"", STR(m->id));
    put_type(w, "pagebreak");
    buf_format(w->b, " role=\"doc-pagebreak\" aria-label=\"%.*s\"></span>", STR(m->label));
}

/* A page of the edition that the source was taken from: a visible label, no page of ours. */
static void put_source_label(Writer *w, const Node *n)
{
    const Voice *work = book_voice(w->e->book, tei_get(n, ATT_ED));
    Str page = wording_page(w->e->a, w->e->config->lang, WORDING_PAGE_SIGN, tei_get(n, ATT_N));
    put(w, "<span class=\"source-page\"");
    put_attribute(w, "id", tei_get(n, ATT_ID));
    if (work)
        put_attribute(w, "title", str_format(w->e->a, "%.*s, %.*s", STR(work->short_name.n ? work->short_name
            : work->name), STR(page)));
    put(w, ">[");
    xhtml_text(w->b, page);
    put(w, "]</span>");
}

void inline_settle(Writer *w)
{
    for (int i = 0; i < w->nowed; i++) {
        put(w, " ");
        put_source_label(w, w->owed[i]);
    }
    w->nowed = 0;
}

/* Where a page of the source begins amid a word, its label stands behind the word. */
static void put_source_page(Writer *w, const Node *n)
{
    if (w->in_block && !w->blank && w->nowed < OWED) {
        w->owed[w->nowed++] = n;
        return;
    }
    put_source_label(w, n);
    if (w->blank)
        put(w, " ");
}

/* Pages that begin at the place we are at.  Where a link begins here, they stand before it, not in its name. */
static void put_due(Writer *w)
{
    for (; w->mark && w->count >= w->mark->offset; w->mark = w->mark->next)
        put_page(w, w->mark);
}

void inline_pages(Writer *w, const Node *block)
{
    Str id = tei_get(block, ATT_ID);
    PageMark *m = id.n ? table_find(w->e->marks, id) : NULL;
    if (!m || m->offset > 0)
        return;
    for (; m && m->offset == 0; m = m->next)
        put_page(w, m);
    table_put(w->e->marks, id, m);
}

/* So many scalars of a word, or a blank: print pages begin at words only. */
static void put_word(Writer *w, Str s, ptrdiff_t scalars)
{
    put_due(w);
    w->count += scalars;
    w->blank = false;
    xhtml_text(w->b, s);
}

static bool is_space(const Writer *w, uint32_t c)
{
    return (c <= ' ' || c >= 0x80) && (uni_is_space(c) || (w->coded && c == 0xA0));
}

static ptrdiff_t word_end(const Writer *w, Str s, ptrdiff_t at, ptrdiff_t *scalars)
{
    for (ptrdiff_t next = at; at < s.n; at = next, ++*scalars)
        if (is_space(w, utf8_next(s, &next)))
            break;
    return at;
}

static void put_blank(Writer *w, Str blank)
{
    inline_settle(w);
    put_word(w, blank, 1);
    w->blank = true;
}

/* The reading text: white space in runs is one blank, at the block's beginning none.  In code it has a sign for each
   blank of a run. */
static void put_chars(Writer *w, Str s)
{
    for (ptrdiff_t at = 0; at < s.n && w->in_block;) {
        ptrdiff_t scalars = 0, end = word_end(w, s, at, &scalars);
        if (end > at) {
            put_word(w, str_sub(s, at, end - at), scalars);
            at = end;
            continue;
        }
        uint32_t c = utf8_next(s, &at);
        if (c == 0xA0)
            put_word(w, S(" "), 1);
        else if (!w->blank)
            put_blank(w, uni_is_quad(c) ? str_sub(s, end, at - end) : S(" "));
    }
}

/* A note without the ways back to its further calls, which stand at its end. */
static Str without_ways_back(Arena *a, Str words, const Node *note)
{
    int links = 0;
    for (const Node *k = note; k; k = tei_walk(k, note)) {
        if (!tei_is(k, TEI_REF) || !str_eq(tei_get(k, ATT_TYPE), S("back")) || links++ == 0)
            continue;
        ptrdiff_t at = str_find(words, str_format(a, " (%.*s", STR(tei_reading(a, k))));
        return at >= 0 ? str_sub(words, 0, at) : words;
    }
    return words;
}

/* On a wide screen a short note stands in the margin, too; whoever hears the page follows the call instead. */
static void put_margin_note(Writer *w, Str id)
{
    /* bytes; a longer note would push the next ones down */
    enum { LONGEST = 600 };
    const Node *note = tei_find(w->e->book->tree, id);
    Mark m = arena_mark(w->e->a);
    Str words = note && tei_is(note, TEI_NOTE) ? tei_reading(w->e->a, note) : (Str){0};
    words = without_ways_back(w->e->a, words, note);
    if (words.n && words.n < LONGEST) {
        Buf kept = buf_new(w->e->a);
        buf_put(&kept, words);
        put(w, "<span class=\"margin-note\" aria-hidden=\"true\">");
        xhtml_text(w->b, buf_str(&kept));
        put(w, "</span>");
    } else
        arena_rewind(w->e->a, m);
}

/* A call is no part of the reading text that offsets count. */
static void put_call(Writer *w, const Node *n)
{
    ptrdiff_t count = w->count;
    Str target = str_from(tei_get(n, ATT_TARGET), 1), href = href_of(w->e, target);
    PageMark *mark = w->mark;
    w->mark = NULL;
    put(w, "<a class=\"call\"");
    put_type(w, "noteref");
    put(w, " role=\"doc-noteref\"");
    put_identity(w, n);
    put_attribute(w, "href", href);
    put(w, ">");
    put_children(w, n);
    put(w, "</a>");
    if (w->e->platform == PLATFORM_WEB)
        put_margin_note(w, target);
    w->mark = mark;
    w->count = count;
}

/* The number of a note, which leads back to its call. */
static void put_back(Writer *w, const Node *n)
{
    put_due(w);
    put(w, "<a class=\"back\" role=\"doc-backlink\"");
    put_identity(w, n);
    put_attribute(w, "href", href_of(w->e, str_from(tei_get(n, ATT_TARGET), 1)));
    put(w, ">");
    put_children(w, n);
    put(w, "</a>");
}

static void put_link(Writer *w, const Node *n)
{
    Str target = tei_get(n, ATT_TARGET), href = target;
    if (target.n && target.s[0] == '#')
        href = href_of(w->e, str_from(target, 1));
    put_due(w);
    put(w, href.n ? "<a" : "<span");
    put_identity(w, n);
    put_attribute(w, "href", href);
    put(w, ">");
    put_children(w, n);
    put(w, href.n ? "</a>" : "</span>");
}

/* Page and line of the print edition, by which a list of emendations names its places.  Where they are not known a sign
   keeps the link, unless the entry has another. */
static void put_page_line(Writer *w, const Node *n)
{
    Str id = str_from(tei_get(n, ATT_TARGET), 1), label = pages_label(w->e->map, id);
    if (label.n == 0 && !tei_prev(n))
        return;
    put(w, "<a class=\"page-line\"");
    put_attribute(w, "href", href_of(w->e, id));
    put(w, ">");
    if (label.n)
        buf_format(w->b, "%.*s.%d", STR(label), pages_line(w->e->map, id));
    else
        put(w, "…");
    put(w, "</a>");
    w->blank = false;
}

static void put_ref(Writer *w, const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    if (str_eq(type, S("note")))
        put_call(w, n);
    else if (str_eq(type, S("back")))
        put_back(w, n);
    else if (str_eq(tei_get(n, ATT_SUBTYPE), S("line")) && str_eq(type, S("page")))
        put_page_line(w, n);
    else if (!str_eq(type, S("page")))                             /* a page of the print edition says nothing here */
        put_link(w, n);
}

static void put_break(Writer *w, const Node *n)
{
    if (str_eq(tei_get(n, ATT_BREAK), S("no")))
        return;
    if (tei_get(n, ATT_REND).n) {
        put(w, w->coded ? "\n" : "<br/>");
        w->blank = true;
        w->count++;
    } else
        put_chars(w, S(" "));
}

void put_anchor(Writer *w, const Node *n)
{
    if (tei_get(n, ATT_ID).n == 0 || !is_place(w, n))
        return;
    put(w, "<span");
    put_attribute(w, "id", tei_get(n, ATT_ID));
    put(w, "></span>");
}

static const struct { const char *rend, *open, *close; } looks[] = {
    {"italic", "<i", "</i>"}, {"bold", "<b", "</b>"}, {"superscript", "<sup", "</sup>"},
    {"subscript", "<sub", "</sub>"},
    {"small-caps", "<span class=\"small-caps\"", "</span>"}, {"lead-in", "<span class=\"lead-in\"", "</span>"},
    {"strike", "<s", "</s>"}, {"underline", "<u", "</u>"}, {"", "<i", "</i>"}};

static void put_hi(Writer *w, const Node *n)
{
    size_t i = 0;
    while (looks[i].rend[0] && !str_eq(tei_get(n, ATT_REND), str_of(looks[i].rend)))
        i++;
    put(w, looks[i].open);
    put_identity(w, n);
    put(w, ">");
    put_children(w, n);
    put(w, looks[i].close);
}

static void put_title(Writer *w, const Node *n)
{
    Str level = tei_get(n, ATT_LEVEL);
    /* an article's title stands in quotation marks already */
    bool work = !str_eq(level, S("a"));
    put(w, work ? "<cite" : "<span class=\"article\"");
    put_identity(w, n);
    put(w, ">");
    put_children(w, n);
    put(w, work ? "</cite>" : "</span>");
}

/* Phrases that need an element of their own only to bear identity, language, a look or a voice. */
static void put_phrase(Writer *w, const Node *n, const char *class)
{
    ptrdiff_t start = w->b->n;
    put(w, "<span");
    ptrdiff_t bare = w->b->n;
    if (class)
        buf_format(w->b, " class=\"%s\"", class);
    put_speaker(w, n);
    put_identity(w, n);
    bool needed = w->b->n > bare;
    if (needed)
        put(w, ">");
    else
        w->b->n = start;
    put_children(w, n);
    if (needed)
        put(w, "</span>");
}

/* What another says within a paragraph. */
static void put_said(Writer *w, const Node *n)
{
    Buf class = buf_new(w->e->a), *b = w->b;
    w->b = &class;
    put_voice(w, n);
    w->b = b;
    put_phrase(w, n, xhtml_voice(w, n) ? str_z(w->e->a, buf_str(&class)) : NULL);
}

/* The pages of an index are those of the print edition; each leads to its place. */
static void put_places(Writer *w, const Node *seg)
{
    Folio *list = NULL;
    ptrdiff_t n = spots_read(w->e->a, seg, w->e->map, &list);
    put(w, "<span class=\"places\">");
    for (ptrdiff_t i = 0; i < n; i++) {
        put(w, i > 0 ? ", <a" : "<a");
        put_attribute(w, "href", href_of(w->e, str_from(tei_get(list[i].ref, ATT_TARGET), 1)));
        put(w, ">");
        xhtml_text(w->b, list[i].words);
        put(w, "</a>");
    }
    put(w, "</span>");
    w->blank = n == 0 && w->blank;
}

static void put_plain(Writer *w, const Node *n, const char *open, const char *close)
{
    put(w, open);
    put_identity(w, n);
    put(w, ">");
    put_children(w, n);
    put(w, close);
}

/* A phrase in another tongue is italic; where its words are that by themselves, once is enough. */
static void put_foreign(Writer *w, const Node *n)
{
    bool bare = book_is_bare(n);
    put_plain(w, n, bare ? "<span" : "<i", bare ? "</span>" : "</i>");
}

bool put_inline(Writer *w, const Node *n)
{
    switch (tei_tag(n)) {
    case TEI_CHARS: put_chars(w, tei_content(n)); return true;
    case TEI_REF: put_ref(w, n); return true;
    case TEI_PB: put_source_page(w, n); return true;
    case TEI_LB: put_break(w, n); return true;
    case TEI_ANCHOR: put_anchor(w, n); return true;
    case TEI_HI: put_hi(w, n); return true;
    case TEI_TITLE: put_title(w, n); return true;
    case TEI_EMPH: put_plain(w, n, "<em", "</em>"); return true;
    case TEI_CODE: put_plain(w, n, "<code", "</code>"); return true;
    case TEI_FOREIGN: put_foreign(w, n); return true;
    case TEI_SEG:
        if (str_eq(tei_get(n, ATT_TYPE), S("places")))
            put_places(w, n);
        else
            put_said(w, n);
        return true;
    case TEI_SUPPLIED: put_phrase(w, n, NULL); return true;
    case TEI_UNCLEAR: put_phrase(w, n, "unclear"); return true;
    case TEI_Q: put_phrase(w, n, NULL); return true;
    case TEI_GAP: put_anchor(w, n); return true;
    case TEI_G: return true;
    case TEI_CHOICE: put_anchor(w, n); put_children(w, n); return true;
    case TEI_CORR: case TEI_REG: case TEI_NAME: case TEI_PERSNAME: case TEI_DATE:
    case TEI_TERM: case TEI_PUBLISHER:
    case TEI_PUBPLACE: case TEI_AUTHOR: case TEI_EDITOR: case TEI_DESC: put_children(w, n); return true;
    default: return false;
    }
}
