/* Fonts in the e-book: only by choice, and whole,
    since a font whose name is reserved may not be cut under it (OFL 1.1, 3). */
#include "epub/inside.h"
#include "type/type.h"

/* The family's name as a stylesheet wants it: what stands before the style in the PostScript name. */
static Str family_of(Str postscript)
{
    Str family = str_cut(postscript, '-').head;
    static const char *const styles[] = {"OBI", "OB", "OI", "OZI", "OZ"};
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (str_ends(family, str_of(styles[i])))
            return str_sub(family, 0, family.n - str_of(styles[i]).n + 1);
    return family;
}

static void put_rule(Buf *css, const Face *face, const FontFacts *facts, Str family)
{
    buf_format(css, "@font-face { font-family: \"%.*s\"; font-weight: %d; font-style: %s; src: url(\"%.*s\"); }\n",
               STR(family), facts->weight > 0 ? facts->weight : 400, facts->italic_angle ? "italic" : "normal",
                   STR(face->href));
}

static bool read_one(Edition *e, Typesetter *setter, Str name, int number, Face *face, FontFacts *facts)
{
    Str path = font_find(e->a, name);
    if (!path.n) {
        diag(e->diag, EPUB_FONT, e->config->at, "'%.*s' is not installed", STR(name));
        return false;
    }
    const Font *font = font_open(setter, path);
    *facts = font_facts(font);
    if (!facts->may_embed) {
        diag(e->diag, EPUB_FONT, e->config->at, "'%.*s' forbids it", STR(name));
        return false;
    }
    *face = (Face){.href = str_format(e->a, "fonts/%d.%s", number, facts->cff ? "otf" : "ttf"),
                   .media = facts->cff ? S("font/otf") : S("font/ttf"), .bytes = str_copy(e->a, font_bytes(font))};
    facts->postscript = str_copy(e->a, facts->postscript);
    return true;
}

Face *typeface_read(Edition *e, int *n, Buf *css)
{
    const Config *c = e->config;
    Face *faces = new(e->a, Face, c->nepub_fonts + 1);
    Str family = {0};
    *n = 0;
    if (!c->nepub_fonts)
        return faces;
    Typesetter *setter = type_open(e->a, e->diag);
    for (int i = 0; i < c->nepub_fonts; i++) {
        FontFacts facts;
        if (!read_one(e, setter, c->epub_fonts[i], *n + 1, &faces[*n], &facts))
            continue;
        family = *n ? family : family_of(facts.postscript);
        put_rule(css, &faces[(*n)++], &facts, family);
    }
    if (family.n)
        buf_format(css, "body { font-family: \"%.*s\", serif; }\n", STR(family));
    type_close(setter);
    return faces;
}
