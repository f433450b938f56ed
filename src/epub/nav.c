/* The ways in: navigation document (EPUB 3.3, section 7), NCX for old readers (OPF 2.0.1). */
#include "epub/inside.h"

static Str visible(const Heading *h) { return heading_listed(h); }

/* Headings that lead nowhere in the container are not listed. */
static bool listed(const Edition *e, const Heading *h) { return h->title.n && table_find(e->places, h->id); }

/* Ends the tag of a title: with its language, where that is not the book's. */
static void put_lang(const Edition *e, Buf *b, Str lang)
{
    if (lang.n > 0 && !str_eq(lang, e->config->lang))
        buf_format(b, " xml:lang=\"%.*s\" lang=\"%.*s\"", STR(lang), STR(lang));
    buf_byte(b, '>');
}

void nav_toc(const Edition *e, Buf *b)
{
    int depth = 0;
    bool told = false;
    for (ptrdiff_t i = 0; i < e->book->nheadings; i++) {
        const Heading *h = &e->book->headings[i];
        if (!listed(e, h))
            continue;
        int level = h->level > depth + 1 ? depth + 1 : h->level;
        if (level > depth)
            buf_put(b, S("<ol>\n"));
        for (; depth > level; depth--)
            buf_put(b, S("</li>\n</ol>\n"));
        if (level == depth)
            buf_put(b, S("</li>\n"));
        depth = level;
        bool here = e->here && !told && table_find(e->places, h->id) == e->here;
        told |= here;
        buf_format(b, "<li><a href=\"%.*s\"%s", STR(href_of(e, h->id)), here ? " aria-current=\"page\"" : "");
        put_lang(e, b, heading_lang(h));
        xhtml_text(b, visible(h));
        buf_put(b, S("</a>"));
    }
    for (; depth > 0; depth--)
        buf_put(b, S("</li>\n</ol>\n"));
}

static const Doc *first_of(const Edition *e, MatterKind from, MatterKind to)
{
    for (ptrdiff_t i = 0; i < e->ndocs; i++)
        if (e->docs[i].matter->kind >= from && e->docs[i].matter->kind <= to)
            return &e->docs[i];
    return NULL;
}

static Str word(const Edition *e, Wording w) { return wording_find(e->config->lang, w); }

static void put_landmark(const Edition *e, Buf *b, const Doc *doc, const char *type, Wording title)
{
    if (doc)
        buf_format(b, "<li><a epub:type=\"%s\" href=\"%.*s\">%.*s</a></li>\n", type, STR(doc->file),
                   STR(word(e, title)));
}

static void put_landmarks(const Edition *e, Buf *b)
{
    const Doc nav = {.file = S("nav.xhtml")};
    buf_format(b, "<nav epub:type=\"landmarks\" id=\"landmarks\" hidden=\"hidden\">\n<h2>%.*s</h2>\n<ol>\n",
               STR(word(e, WORDING_LANDMARKS)));
    put_landmark(e, b, first_of(e, MATTER_TITLEPAGE, MATTER_TITLEPAGE), "titlepage", WORDING_TITLEPAGE);
    put_landmark(e, b, &nav, "toc", WORDING_CONTENTS);
    put_landmark(e, b, first_of(e, MATTER_TEXT_TITLE, MATTER_CHAPTER), "bodymatter", WORDING_BEGINNING);
    put_landmark(e, b, first_of(e, MATTER_NOTES, MATTER_NOTES), "endnotes", WORDING_NOTES);
    put_landmark(e, b, first_of(e, MATTER_INDEX, MATTER_INDEX), "index", WORDING_INDEX);
    buf_put(b, S("</ol>\n</nav>\n"));
}

static void put_pages(const Edition *e, Buf *b)
{
    buf_format(b, "<nav epub:type=\"page-list\" role=\"doc-pagelist\" aria-labelledby=\"pages\" hidden=\"hidden\">\n"
                  "<h2 id=\"pages\">%.*s</h2>\n<ol>\n", STR(word(e, WORDING_PAGES)));
    for (ptrdiff_t i = 0; i < e->npages; i++)
        if (e->pages[i]->file.n)
            buf_format(b, "<li><a href=\"%.*s#%.*s\">%.*s</a></li>\n", STR(e->pages[i]->file), STR(e->pages[i]->id),
                       STR(e->pages[i]->label));
    buf_put(b, S("</ol>\n</nav>\n"));
}

static bool has_pages(const Edition *e)
{
    for (ptrdiff_t i = 0; i < e->npages; i++)
        if (e->pages[i]->file.n)
            return true;
    return false;
}

Str nav_write(const Edition *e)
{
    Buf b = buf_new(e->a);
    xhtml_open(e, &b, str_format(e->a, "%.*s: %.*s", STR(word(e, WORDING_CONTENTS)), STR(e->config->title)),
               "frontmatter");
    buf_format(&b, "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">\n"
                   "<h1 id=\"toc-title\">%.*s</h1>\n", STR(word(e, WORDING_CONTENTS)));
    nav_toc(e, &b);
    buf_put(&b, S("</nav>\n"));
    put_landmarks(e, &b);
    if (has_pages(e))
        put_pages(e, &b);
    buf_put(&b, S("</body>\n</html>\n"));
    return buf_str(&b);
}

/* ---- NCX */
static int ncx_depth(const Edition *e)
{
    int depth = 0, deepest = 1;
    for (ptrdiff_t i = 0; i < e->book->nheadings; i++) {
        const Heading *h = &e->book->headings[i];
        if (!listed(e, h))
            continue;
        depth = h->level > depth + 1 ? depth + 1 : h->level;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

static void put_points(const Edition *e, Buf *b)
{
    int depth = 0;
    for (ptrdiff_t i = 0; i < e->book->nheadings; i++) {
        const Heading *h = &e->book->headings[i];
        if (!listed(e, h))
            continue;
        int level = h->level > depth + 1 ? depth + 1 : h->level;
        for (; depth >= level; depth--)
            buf_put(b, S("</navPoint>\n"));
        depth = level;
        buf_format(b, "<navPoint id=\"p%td\">\n<navLabel><text>", i);
        xhtml_text(b, visible(h));
        buf_format(b, "</text></navLabel>\n<content src=\"%.*s\"/>\n", STR(href_of(e, h->id)));
    }
    for (; depth > 0; depth--)
        buf_put(b, S("</navPoint>\n"));
}

static void put_targets(const Edition *e, Buf *b)
{
    buf_format(b, "<pageList>\n<navLabel><text>%.*s</text></navLabel>\n", STR(word(e, WORDING_PAGES)));
    for (ptrdiff_t i = 0; i < e->npages; i++) {
        const PageMark *m = e->pages[i];
        if (!m->file.n)
            continue;
        Number value = str_number(m->label);
        buf_format(b, "<pageTarget type=\"%s\"", value.ok ? "normal" : "front");
        if (value.ok)
            buf_format(b, " value=\"%.*s\"", STR(m->label));
        buf_format(b, ">\n<navLabel><text>%.*s</text></navLabel>\n<content src=\"%.*s#%.*s\"/>\n</pageTarget>\n",
            STR(m->label),
                   STR(m->file), STR(m->id));
    }
    buf_put(b, S("</pageList>\n"));
}

static int normal_pages(const Edition *e, int *highest)
{
    int n = 0;
    *highest = 0;
    for (ptrdiff_t i = 0; i < e->npages; i++) {
        Number value = str_number(e->pages[i]->label);
        n += e->pages[i]->file.n > 0;
        if (e->pages[i]->file.n && value.ok && value.value > *highest)
            *highest = (int)value.value;
    }
    return n;
}

Str ncx_write(const Edition *e)
{
    int highest, n = normal_pages(e, &highest);
    Buf b = buf_new(e->a);
    buf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" "
                  "version=\"2005-1\" xml:lang=\""));
    xhtml_text(&b, e->config->lang);
    buf_put(&b, S("\">\n<head>\n<meta name=\"dtb:uid\" content=\""));
    xhtml_text(&b, e->identifier);
    buf_format(&b, "\"/>\n<meta name=\"dtb:depth\" content=\"%d\"/>\n<meta name=\"dtb:totalPageCount\" "
        "content=\"%d\"/>\n"
                   "<meta name=\"dtb:maxPageNumber\" content=\"%d\"/>\n</head>\n<docTitle><text>",
               ncx_depth(e), n, highest);
    xhtml_text(&b, e->config->title);
    buf_put(&b, S("</text></docTitle>\n<navMap>\n"));
    put_points(e, &b);
    buf_put(&b, S("</navMap>\n"));
    if (n)
        put_targets(e, &b);
    buf_put(&b, S("</ncx>\n"));
    return buf_str(&b);
}
