/* styles.c - faces of the design into styles of the typesetter, each made once. */
#include "print/inside.h"

Face face_emphasis(Face f)
{
    f.cut ^= CUT_ITALIC;
    return f;
}

static const Font *font_of(const Press *p, Family family, int cut)
{
    const Font *const *fonts = p->fonts[family];
    return fonts[cut] ? fonts[cut] : cut & CUT_BOLD && fonts[CUT_BOLD] ? fonts[CUT_BOLD] : fonts[CUT_REGULAR];
}

static bool same_face(const Face *a, const Face *b)
{
    return a->family == b->family && a->cut == b->cut && a->size == b->size && a->rise == b->rise &&
           a->features == b->features && a->track == b->track && a->gray == b->gray && a->hyphenate == b->hyphenate;
}

static Cast *cast_new(Press *p, Face f, Str lang)
{
    Cast *c = new(p->a, Cast, 1);
    const Font *font = font_of(p, f.family, f.cut);
    *c = (Cast){.face = f, .next = p->casts};
    c->style = (Style){.font = font ? font : font_of(p, FAMILY_TEXT, f.cut),
        .fallback = font_of(p, FAMILY_FALLBACK, f.cut), .size = f.size, .rise = f.rise, .features = f.features,
        .track = f.track, .lang = str_copy(p->a, lang),
        .hyphenate = f.hyphenate && p->design.hyphenate, .gray = f.gray};
    return p->casts = c;
}

/* The one used last is asked for first: most runs go on in the style of the run before. */
const Style *style_of(Press *p, Face f, Str lang)
{
    for (Cast **at = &p->casts; *at; at = &(*at)->next) {
        Cast *c = *at;
        if (!same_face(&c->face, &f) || !str_eq(c->style.lang, lang))
            continue;
        *at = c->next;
        c->next = p->casts;
        p->casts = c;
        return &c->style;
    }
    return &cast_new(p, f, lang)->style;
}
