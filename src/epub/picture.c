/* picture.c - pictures into the container of the e-book, and of the web site. */
#include "epub/inside.h"

static Str media_of(Str bytes)
{
    if (str_starts(bytes, S("\xFF\xD8\xFF")))
        return S("image/jpeg");
    if (str_starts(bytes, S("\x89PNG\r\n\x1A\n")))
        return S("image/png");
    if (str_starts(bytes, S("GIF8")))
        return S("image/gif");
    if (str_find(str_sub(bytes, 0, 1024), S("<svg")) >= 0)
        return S("image/svg+xml");
    return (Str){0};
}

static const char *extension(Str media)
{
    return str_ends(media, S("jpeg")) ? "jpg" : str_ends(media, S("png")) ? "png" : str_ends(media, S("gif"))
        ? "gif" : "svg";
}

const Picture *picture_add(Edition *e, Str url, Str bytes)
{
    Picture *p = new(e->a, Picture, 1);
    int number = (int)table_count(e->pictures) + 1;
    Str media = media_of(bytes);
    *p = (Picture){.media = media, .bytes = bytes, .id = str_format(e->a, "image-%d", number),
                   .href = str_format(e->a, "images/%d.%s", number, extension(media))};
    table_put(e->pictures, url, p);
    return p;
}

/* ---- what a drawing may not have: it is opened by programs that run scripts and fetch files */
static Str local_name(Str name)
{
    Cut k = str_cut(name, ':');
    return k.ok ? k.tail : name;
}

static bool is_own(Str address)
{
    address = str_trim(address);
    return address.n == 0 || str_starts(address, S("#")) || str_starts(address, S("data:image/"));
}

/* Each url(…) of a style leads into the drawing itself, and no other style is fetched. */
static bool is_own_style(Str css)
{
    if (str_find(css, S("@import")) >= 0 || str_find(css, S("\\")) >= 0)
        return false;
    for (ptrdiff_t at = str_find(css, S("url(")); at >= 0; at = str_find(css, S("url("))) {
        css = str_trim(str_from(css, at + 4));
        if (str_starts(css, S("'")) || str_starts(css, S("\"")))
            css = str_from(css, 1);
        if (!is_own(css))
            return false;
    }
    return true;
}

static const char *fault_of_attribute(const MarkupAtt *att)
{
    Str name = local_name(att->name);
    bool moves = str_eq(name, S("attributeName")), link = str_eq(name, S("href")) || str_eq(name, S("src"));
    if (str_starts(name, S("on")) || (moves && str_starts(att->value, S("on"))))
        return "a script";
    bool styles = str_find(att->name, S(":")) < 0;                 /* what editors note for themselves is no style */
    if ((link && !is_own(att->value)) || (styles && !is_own_style(att->value)))
        return "an address outside of itself";
    return moves && str_eq(local_name(att->value), S("href")) ? "an address that changes" : NULL;
}

static const char *fault_of_piece(const Markup *m, bool in_style)
{
    Str name = local_name(m->text);
    if (m->kind == MARKUP_CHARS)
        return in_style && !is_own_style(m->text) ? "an address outside of itself" : NULL;
    if (m->kind == MARKUP_OPEN && (str_eq(name, S("script")) || str_eq(name, S("handler"))))
        return "a script";
    if (m->kind == MARKUP_OPEN && str_eq(name, S("foreignObject")))
        return "a piece of another language";
    const char *fault = NULL;
    for (int i = 0; m->kind == MARKUP_OPEN && i < m->natts && !fault; i++)
        fault = fault_of_attribute(&m->atts[i]);
    return fault;
}

/* False after a message. */
static bool is_harmless(Edition *e, Str url, Str bytes, Where asked)
{
    MarkupFile f = markup_read(e->a, bytes);
    const char *fault = NULL;
    int line = f.line;
    bool in_style = false;
    if (f.fault.n > 0)
        fault = "a fault of its XML";
    else if (str_find(bytes, S("<!DOCTYPE")) >= 0 || str_find(bytes, S("<?xml-stylesheet")) >= 0)
        fault = "a declaration that asks for another file", line = 1;
    for (ptrdiff_t i = 0; i < f.n && !fault; i++) {
        const Markup *m = &f.pieces[i];
        fault = fault_of_piece(m, in_style);
        line = m->line;
        if (m->kind != MARKUP_CHARS)
            in_style = m->kind == MARKUP_OPEN && str_eq(local_name(m->text), S("style"));
    }
    if (fault)
        diag(e->diag, EPUB_DRAWING, asked, "'%.*s' has %s%s%.*s, in line %d", STR(url), fault, f.fault.n ? ": " : "",
            STR(f.fault), line);
    return !fault;
}

const Picture *picture_find(Edition *e, Str url, Where asked)
{
    Picture *p = table_find(e->pictures, url);
    if (p)
        return p;
    if (!path_is_inside(url)) {
        diag(e->diag, EPUB_IMAGE, asked, "'%.*s' is not a path inside the book's folder", STR(url));
        return NULL;
    }
    Loaded file = file_load(e->a, path_join(e->a, e->config->dir, url), e->diag, asked);
    Str media = file.ok ? media_of(file.bytes) : (Str){0};
    if (file.ok && !media.n)
        diag(e->diag, EPUB_IMAGE, asked, "'%.*s' is no JPEG, PNG, GIF or SVG", STR(url));
    if (!media.n || (str_ends(media, S("xml")) && !is_harmless(e, url, file.bytes, asked)))
        return NULL;
    return picture_add(e, url, file.bytes);
}
