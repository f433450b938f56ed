/* The web edition: the same documents as pages of a static site, with contents, search, notes in the margin of wide
   screens and an address for each paragraph.  All of it can be read without JavaScript; only search needs it. */
#include "epub/inside.h"

static void put_head(const Edition *e, Buf *b, Str title)
{
    Str lang = e->config->lang;
    buf_put(b, S("<!DOCTYPE html>\n<html lang=\""));
    xhtml_text(b, lang);
    buf_put(b, S("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
                 "<title>"));
    xhtml_text(b, title);
    if (!str_eq(title, e->config->title)) {
        buf_put(b, S(" \u2013 "));
        xhtml_text(b, e->config->title);
    }
    buf_put(b, S("</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n<link rel=\"stylesheet\" href=\"web.css\">\n"
                 "<link rel=\"icon\" href=\"data:,\">\n<script src=\"search.js\" defer></script>\n</head>\n"));
}

static Str word(const Edition *e, Wording w) { return wording_find(e->config->lang, w); }

/* Search and the switch for addresses wait for the script, and tell it what to say; the rest of a page does not need
   it. */
static void put_search(const Edition *e, Buf *b)
{
    static const struct { const char *name; Wording words; } said[] = {
        {"found", WORDING_FOUND}, {"many", WORDING_FOUND_MANY}, {"unloaded", WORDING_UNLOADED},
        {"address", WORDING_ADDRESS},
    };
    buf_put(b, S("<form id=\"search\" role=\"search\" hidden=\"hidden\""));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        buf_format(b, " data-%s=\"%.*s\"", said[i].name, STR(word(e, said[i].words)));
    buf_format(b, "><label for=\"words\">%.*s</label> <input id=\"words\" type=\"search\"> "
                  "<button>%.*s</button></form>\n<p id=\"count\" role=\"status\"></p>\n<div id=\"hits\"></div>\n",
               STR(word(e, WORDING_SEARCH)), STR(word(e, WORDING_FIND)));
}

/* Where there is no room for the contents beside the text, a link leads to those of the entrance. */
static void put_contents(const Edition *e, Buf *b)
{
    Str contents = word(e, WORDING_CONTENTS);
    buf_format(b, "<p class=\"way\"><a href=\"index.html#contents\">%.*s</a></p>\n"
                  "<p class=\"switch\" hidden=\"hidden\"><button id=\"addresses\" type=\"button\" "
                  "aria-pressed=\"false\">\u00B6 %.*s</button></p>\n"
                  "<nav class=\"contents\" aria-label=\"%.*s\">\n",
               STR(contents), STR(word(e, WORDING_ADDRESSES)), STR(contents));
    nav_toc(e, b);
    buf_put(b, S("</nav>\n"));
}

static void put_header(const Edition *e, Buf *b)
{
    bool entrance = e->here->matter->kind == MATTER_TITLEPAGE;
    buf_put(b, entrance ? S("<body class=\"entrance\">\n") : S("<body>\n"));
    buf_format(b, "<a class=\"skip\" href=\"#text\">%.*s</a>\n<header>\n", STR(word(e, WORDING_SKIP)));
    if (!entrance) {
        buf_put(b, S("<p class=\"book\"><a href=\"index.html\">"));
        xhtml_text(b, e->config->title);
        buf_put(b, S("</a></p>\n"));
    }
    put_search(e, b);
    if (!entrance)
        put_contents(e, b);
    buf_put(b, S("</header>\n"));
}

static void put_neighbour(Buf *b, const Doc *doc, bool next)
{
    buf_format(b, "<a rel=\"%s\" href=\"%.*s\">%s", next ? "next" : "prev", STR(doc->file),
               next ? "" : "\u2190 ");
    xhtml_text(b, doc->title);
    buf_put(b, next ? S(" \u2192</a>\n") : S("</a>\n"));
}

static const Doc *imprint_of(const Edition *e)
{
    for (ptrdiff_t i = 0; i < e->ndocs; i++)
        if (e->docs[i].matter->kind == MATTER_IMPRINT)
            return &e->docs[i];
    return NULL;
}

static void put_foot(const Edition *e, Buf *b)
{
    const Doc *imprint = imprint_of(e), *last = e->docs + e->ndocs - 1;
    buf_format(b, "</main>\n<footer>\n<nav class=\"neighbours\" aria-label=\"%.*s\">\n",
               STR(word(e, WORDING_NEIGHBOURS)));
    if (e->here > e->docs)
        put_neighbour(b, e->here - 1, false);
    if (e->here < last)
        put_neighbour(b, e->here + 1, true);
    buf_put(b, S("</nav>\n"));
    if (imprint && imprint != e->here)
        buf_format(b, "<p><a href=\"%.*s\">%.*s</a></p>\n", STR(imprint->file), STR(imprint->title));
    if (e->config->proof)
        buf_format(b, "<p class=\"proof\">%.*s</p>\n", STR(word(e, WORDING_PROOF)));
    buf_put(b, S("</footer>\n</body>\n</html>\n"));
}

static void write_file(const Edition *e, Str dir, Str name, Str bytes)
{
    Out *out = out_open(e->a, path_join(e->a, dir, name));
    out_put(out, bytes);
    out_close(out);
}

/* The entrance is the title page, and under it the contents. */
static void put_page(Edition *e, Buf *b)
{
    put_head(e, b, e->here->title);
    put_header(e, b);
    buf_put(b, S("<main id=\"text\">\n"));
    xhtml_content(e, b, e->here);
    if (e->here->matter->kind == MATTER_TITLEPAGE) {
        buf_format(b, "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">%.*s</h2>\n",
                   STR(word(e, WORDING_CONTENTS)));
        nav_toc(e, b);
        buf_put(b, S("</nav>\n"));
    }
    put_foot(e, b);
}

/* ---- the words for search: [file, title] of each page, [page, id, words] of each block */
static void put_json(Buf *b, Str s)
{
    buf_byte(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] == '"' || s.s[i] == '\\')
            buf_format(b, "\\%c", s.s[i]);
        else if ((unsigned char)s.s[i] < 0x20 || s.s[i] == '<')    /* "<" so that no "</script>" can stand in it */
            buf_format(b, "\\u%04x", (unsigned)s.s[i]);
        else
            buf_byte(b, s.s[i]);
    buf_byte(b, '"');
}

static void put_words(Buf *b, ptrdiff_t page, const Node *n)
{
    Str id = tei_get(n, ATT_ID);
    if (!(tei_kind(tei_tag(n)) & KIND_LEAF) || !id.n)
        return;
    Arena *scratch = arena_open();
    Str words = tei_reading(scratch, n);
    if (words.n) {
        buf_format(b, ",\n[%d,", (int)page);
        put_json(b, id);
        buf_byte(b, ',');
        put_json(b, words);
        buf_byte(b, ']');
    }
    arena_close(scratch);
}

static void write_words(const Edition *e, Str dir)
{
    Buf b = buf_new(e->a);
    buf_put(&b, S("const pages = [[\"\",\"\"]"));
    for (ptrdiff_t i = 0; i < e->ndocs; i++) {
        buf_put(&b, S(",\n["));
        put_json(&b, e->docs[i].file);
        buf_byte(&b, ',');
        put_json(&b, e->docs[i].title);
        buf_byte(&b, ']');
    }
    buf_put(&b, S("];\nconst blocks = [[0,\"\",\"\"]"));
    for (ptrdiff_t i = 0; i < e->ndocs; i++) {
        const Matter *m = e->docs[i].matter;
        for (ptrdiff_t j = 0; j < e->docs[i].nmatters; j++, m++)
            for (const Node *n = m->first; n; n = n == m->last ? NULL : tei_next(n))
                for (const Node *k = n; k; k = tei_walk(k, n))
                    put_words(&b, i + 1, k);
    }
    buf_put(&b, S("];\n"));
    write_file(e, dir, S("words.js"), buf_str(&b));
}

static void copy_asset(const Edition *e, Str dir, Str assets_dir, Str from, Str to)
{
    Loaded file = file_load(e->a, path_join(e->a, assets_dir, from), e->diag, (Where){.file = from});
    write_file(e, dir, to, file.bytes);
}

static void write_pictures(const Edition *e, Str dir)
{
    if (table_count(e->pictures))
        dir_make(path_join(e->a, dir, S("images")));
    for (ptrdiff_t i = 0; i < table_count(e->pictures); i++) {
        const Picture *p = table_at(e->pictures, i, NULL);
        write_file(e, dir, p->href, p->bytes);
    }
}

static Edition open_site(const Book *book, const PageMap *map, Diag *d)
{
    Edition e = edition_open(book, map, PLATFORM_WEB, d);
    for (ptrdiff_t i = 0; i < e.ndocs; i++)
        if (e.docs[i].matter->kind == MATTER_IMPRINT)
            e.docs[i].title = word(&e, WORDING_IMPRINT);
    return e;
}

void web_write(const Book *book, const PageMap *map, Str dir, Str assets_dir, Diag *d)
{
    Edition e = open_site(book, map, d);
    dir_make(dir);
    for (e.here = e.docs; e.here < e.docs + e.ndocs; e.here++) {
        Buf b = buf_new(e.a);
        put_page(&e, &b);
        write_file(&e, dir, e.here->file, buf_str(&b));
    }
    write_words(&e, dir);
    write_pictures(&e, dir);
    copy_asset(&e, dir, assets_dir, S("epub.css"), S("style.css"));
    copy_asset(&e, dir, assets_dir, S("web.css"), S("web.css"));
    copy_asset(&e, dir, assets_dir, S("search.js"), S("search.js"));
}

void web_dump(const Book *book, const PageMap *map, Buf *b, Diag *d)
{
    Edition e = open_site(book, map, d);
    for (e.here = e.docs; e.here < e.docs + e.ndocs; e.here++) {
        buf_format(b, "# %.*s\n", STR(e.here->file));
        put_page(&e, b);
    }
}
