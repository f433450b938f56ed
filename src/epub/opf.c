/* The package document (EPUB 3.3, section 5): metadata in Dublin Core, accessibility as facts, manifest, spine. */
#include "epub/inside.h"

static void put_element(Buf *b, const char *name, const char *id, Str value)
{
    if (!value.n)
        return;
    buf_format(b, id ? "<%s id=\"%s\">" : "<%s>", name, id);
    xhtml_text(b, value);
    buf_format(b, "</%s>\n", name);
}

static void put_meta(Buf *b, const char *property, const char *refines, Str value)
{
    if (!value.n)
        return;
    buf_format(b, "<meta property=\"%s\"", property);
    if (refines)
        buf_format(b, " refines=\"#%s\"", refines);
    buf_byte(b, '>');
    xhtml_text(b, value);
    buf_put(b, S("</meta>\n"));
}

static void put_titles(const Config *c, Buf *b)
{
    put_element(b, "dc:title", "title", c->title);
    put_meta(b, "title-type", "title", S("main"));
    put_meta(b, "display-seq", "title", S("1"));
    if (c->subtitle.n) {
        put_element(b, "dc:title", "subtitle", c->subtitle);
        put_meta(b, "title-type", "subtitle", S("subtitle"));
        put_meta(b, "display-seq", "subtitle", S("2"));
    }
    if (c->short_title.n && !str_eq(c->short_title, c->title)) {
        put_element(b, "dc:title", "short-title", c->short_title);
        put_meta(b, "title-type", "short-title", S("short"));
    }
}

static bool is_creator(Str role) { return str_eq(role, S("aut")) || str_eq(role, S("edt")) || str_eq(role, S("com")); }

static void put_people(const Config *c, Buf *b)
{
    for (int i = 0; i < c->npeople; i++) {
        const Contributor *p = &c->people[i];
        char id[32];
        snprintf(id, sizeof id, "person-%d", i + 1);
        put_element(b, is_creator(p->role) ? "dc:creator" : "dc:contributor", id, p->name);
        if (p->role.n)
            buf_format(b, "<meta property=\"role\" refines=\"#%s\" scheme=\"marc:relators\">%.*s</meta>\n", id,
                STR(p->role));
        put_meta(b, "file-as", id, p->file_as);
    }
}

static void put_series(const Config *c, Buf *b)
{
    if (!c->series.n)
        return;
    buf_put(b, S("<meta property=\"belongs-to-collection\" id=\"series\">"));
    xhtml_text(b, c->series);
    buf_put(b, S("</meta>\n"));
    put_meta(b, "collection-type", "series", S("series"));
    put_meta(b, "group-position", "series", c->series_number);
}

/* ---- what is known of accessibility (EPUB Accessibility 1.1; schema.org) */
static void put_feature(Buf *b, const char *name) { put_meta(b, "schema:accessibilityFeature", NULL, str_of(name)); }

static void put_modes(const Facts *f, Buf *b)
{
    put_meta(b, "schema:accessMode", NULL, S("textual"));
    if (f->pictures)
        put_meta(b, "schema:accessMode", NULL, S("visual"));
    if (f->textual)
        put_meta(b, "schema:accessModeSufficient", NULL, S("textual"));
    if (f->pictures)
        put_meta(b, "schema:accessModeSufficient", NULL, S("textual,visual"));
}

static void put_accessibility(const Edition *e, Buf *b, const Facts *f)
{
    put_modes(f, b);
    put_feature(b, "tableOfContents");
    put_feature(b, "readingOrder");
    if (f->headings)
        put_feature(b, "structuralNavigation");
    put_feature(b, "displayTransformability");
    if (f->pictures && f->textual)
        put_feature(b, "alternativeText");
    if (f->index)
        put_feature(b, "index");
    if (f->pages) {
        put_feature(b, "pageBreakMarkers");
        put_feature(b, "pageNavigation");
    }
    put_meta(b, "schema:accessibilityHazard", NULL, S("none"));
    bool foreign = wording_mark(e->config->lang).n > 0;
    buf_format(b, "<meta property=\"schema:accessibilitySummary\"%s>", foreign ? " xml:lang=\"en\"" : "");
    xhtml_text(b, facts_summary(e->a, f, e->config->lang));
    buf_put(b, S("</meta>\n"));
}

/* The claim stands only where somebody is named who stands by it (EPUB Accessibility 1.1, 3.4.2), and no picture gives
   it the lie. */
static void put_claim(const Config *c, Buf *b, const Facts *f)
{
    if (!c->certified_by.n || !f->textual)
        return;
    buf_put(b, S("<meta property=\"dcterms:conformsTo\" id=\"claim\">EPUB Accessibility 1.1 - WCAG 2.2 Level "
        "AA</meta>\n"
                 "<meta property=\"a11y:certifiedBy\" refines=\"#claim\">"));
    xhtml_text(b, c->certified_by);
    buf_put(b, S("</meta>\n"));
}

static void put_metadata(const Edition *e, Buf *b, const Facts *facts)
{
    const Config *c = e->config;
    buf_put(b, S("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"));
    put_element(b, "dc:identifier", "identifier", e->identifier);
    put_titles(c, b);
    put_people(c, b);
    put_element(b, "dc:language", NULL, c->lang);
    put_element(b, "dc:publisher", NULL, c->publisher);
    put_element(b, "dc:date", NULL, c->date);
    put_element(b, "dc:description", NULL, c->description);
    for (int i = 0; i < c->nsubjects; i++)
        put_element(b, "dc:subject", NULL, c->subjects[i]);
    Str proof = wording_find(c->lang, WORDING_PROOF);
    put_element(b, "dc:rights", NULL, !c->proof ? c->rights : !c->rights.n ? proof
                : str_format(e->a, "%.*s. %.*s", STR(proof), STR(c->rights)));
    put_series(c, b);
    if (facts->pages) {
        put_element(b, "dc:source", "print-edition", e->page_source);
        if (str_eq(c->page_source, S("pageBreakSource")))
            put_meta(b, "pageBreakSource", NULL, e->page_source);
        else
            put_meta(b, "source-of", "print-edition", S("pagination"));
    }
    put_accessibility(e, b, facts);
    put_claim(c, b, facts);
    put_meta(b, "dcterms:modified", NULL, c->modified);
    if (e->nfaces)
        put_meta(b, "ibooks:specified-fonts", NULL, S("true"));
    if (e->cover)
        buf_format(b, "<meta name=\"cover\" content=\"%.*s\"/>\n", STR(e->cover->id));
    buf_put(b, S("</metadata>\n"));
}

/* The core media types of EPUB 3.2 and 3.3 both know these names. */
static void put_font(const Edition *e, Buf *b, int i)
{
    bool ttf = str_ends(e->config->epub_fonts[i], S(".ttf"));
    buf_format(b, "<item id=\"font-%d\" href=\"fonts/%d.%s\" media-type=\"%s\"/>\n", i + 1, i + 1, ttf ? "ttf" : "otf",
               ttf ? "font/ttf" : "font/otf");
}

static void put_manifest(const Edition *e, Buf *b)
{
    buf_put(b, S("<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" "
        "properties=\"nav\"/>\n"
                 "<item id=\"ncx\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>\n"
                 "<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n"));
    for (ptrdiff_t i = 0; i < e->ndocs; i++)
        buf_format(b, "<item id=\"doc-%d\" href=\"%.*s\" media-type=\"application/xhtml+xml\"/>\n", (int)i + 1,
            STR(e->docs[i].file));
    for (ptrdiff_t i = 0; i < table_count(e->pictures); i++) {
        const Picture *p = table_at(e->pictures, i, NULL);
        buf_format(b, "<item id=\"%.*s\" href=\"%.*s\" media-type=\"%.*s\"%s/>\n", STR(p->id), STR(p->href),
            STR(p->media),
                   p == e->cover ? " properties=\"cover-image\"" : "");
    }
    for (int i = 0; i < e->config->nepub_fonts && e->nfaces == e->config->nepub_fonts; i++)
        put_font(e, b, i);
    if (e->nfaces)
        buf_put(b, S("<item id=\"font-licence\" href=\"fonts/LICENCE.txt\" media-type=\"text/plain\"/>\n"));
    buf_put(b, S("</manifest>\n"));
}

/* Contents stand after title pages, imprint and dedication, as in print. */
static void put_spine(const Edition *e, Buf *b)
{
    bool nav = false;
    buf_put(b, S("<spine toc=\"ncx\">\n"));
    for (ptrdiff_t i = 0; i < e->ndocs; i++) {
        if (!nav && e->docs[i].matter->kind >= MATTER_FRONT) {
            buf_put(b, S("<itemref idref=\"nav\"/>\n"));
            nav = true;
        }
        buf_format(b, "<itemref idref=\"doc-%d\"/>\n", (int)i + 1);
    }
    if (!nav)
        buf_put(b, S("<itemref idref=\"nav\"/>\n"));
    buf_put(b, S("</spine>\n"));
}

Str opf_write(const Edition *e)
{
    const Facts facts = facts_read(e);
    Buf b = buf_new(e->a);
    buf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" "
        "version=\"3.0\" "
                  "unique-identifier=\"identifier\" xml:lang=\""));
    xhtml_text(&b, e->config->lang);
    buf_byte(&b, '"');
    if (e->nfaces)                                                 /* Apple's readers show them only then */
        buf_put(&b, S(" prefix=\"ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/"
                      "vocabulary-extensions-1.0/\""));
    buf_put(&b, S(">\n"));
    put_metadata(e, &b, &facts);
    put_manifest(e, &b);
    put_spine(e, &b);
    buf_put(&b, S("</package>\n"));
    return buf_str(&b);
}
