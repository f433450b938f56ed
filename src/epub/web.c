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

static void put_contents(const Edition *e, Buf *b)
{
    buf_put(b, S("<a class=\"skip\" href=\"#text\">Skip to the text</a>\n<header>\n<p class=\"book\"><a "
        "href=\"index.html\">"));
    xhtml_text(b, e->config->title);
    buf_put(b, S("</a></p>\n<form id=\"search\" role=\"search\" hidden=\"hidden\"><label for=\"words\">Search</label> "
                 "<input id=\"words\" type=\"search\"><output id=\"hits\" for=\"words\"></output></form>\n"
                 "<details class=\"contents\"><summary>Contents</summary>\n<nav aria-label=\"Contents\">\n"));
    nav_toc(e, b);
    buf_put(b, S("</nav>\n</details>\n</header>\n"));
}

static void put_neighbour(Buf *b, const Doc *doc, const char *rel, const char *arrow)
{
    if (!doc)
        return;
    buf_format(b, "<a rel=\"%s\" href=\"%.*s\">%s ", rel, STR(doc->file), arrow);
    xhtml_text(b, doc->title);
    buf_put(b, S("</a>\n"));
}

static void put_foot(const Edition *e, Buf *b, const Doc *before, const Doc *after)
{
    buf_put(b, S("</main>\n<footer>\n<nav class=\"neighbours\" aria-label=\"Previous and next\">\n"));
    put_neighbour(b, before, "prev", "\u2190");
    put_neighbour(b, after, "next", "\u2192");
    buf_put(b, S("</nav>\n"));
    if (e->config->proof)
        buf_put(b, S("<p class=\"proof\">Editorial proof, not for sale</p>\n"));
    buf_put(b, S("</footer>\n</body>\n</html>\n"));
}

static void write_file(const Edition *e, Str dir, Str name, Str bytes)
{
    Out *out = out_open(e->a, path_join(e->a, dir, name));
    out_put(out, bytes);
    out_close(out);
}

static void write_page(Edition *e, Str dir, ptrdiff_t i)
{
    const Doc *doc = &e->docs[i];
    Buf b = buf_new(e->a);
    put_head(e, &b, doc->title);
    buf_put(&b, S("<body>\n"));
    put_contents(e, &b);
    buf_put(&b, S("<main id=\"text\">\n"));
    xhtml_content(e, &b, doc);
    put_foot(e, &b, i > 0 ? doc - 1 : NULL, i + 1 < e->ndocs ? doc + 1 : NULL);
    write_file(e, dir, doc->file, buf_str(&b));
}

/* The entrance: title, who made it, contents. */
static void write_index(const Edition *e, Str dir)
{
    const Config *c = e->config;
    Buf b = buf_new(e->a);
    put_head(e, &b, c->title);
    buf_put(&b, S("<body class=\"entrance\">\n<main id=\"text\">\n<h1>"));
    xhtml_text(&b, c->title);
    buf_put(&b, S("</h1>\n"));
    if (c->subtitle.n) {
        buf_put(&b, S("<p class=\"subtitle\">"));
        xhtml_text(&b, c->subtitle);
        buf_put(&b, S("</p>\n"));
    }
    for (int i = 0; i < c->npeople; i++) {
        buf_put(&b, S("<p class=\"author\">"));
        xhtml_text(&b, c->people[i].name);
        buf_put(&b, S("</p>\n"));
    }
    buf_put(&b, S("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n"));
    nav_toc(e, &b);
    buf_put(&b, S("</nav>\n"));
    put_foot(e, &b, NULL, e->ndocs ? e->docs : NULL);
    write_file(e, dir, S("index.html"), buf_str(&b));
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

void web_write(const Book *book, const PageMap *map, Str dir, Str assets_dir, Diag *d)
{
    Edition e = edition_open(book, map, PLATFORM_WEB, d);
    dir_make(dir);
    for (ptrdiff_t i = 0; i < e.ndocs; i++)
        write_page(&e, dir, i);
    write_index(&e, dir);
    write_words(&e, dir);
    write_pictures(&e, dir);
    copy_asset(&e, dir, assets_dir, S("epub.css"), S("style.css"));
    copy_asset(&e, dir, assets_dir, S("web.css"), S("web.css"));
    copy_asset(&e, dir, assets_dir, S("search.js"), S("search.js"));
}
