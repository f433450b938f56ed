/* styles.c - faces of the design into styles of the typesetter, each made once. */
#include "print/inside.h"

Face face_emphasis(Face f)
{
    f.cut ^= CUT_ITALIC;
    return f;
}

Face face_raised(Face f, int thousandths)
{
    f.rise += f.size * thousandths / 1000;
    f.size = f.size * 7 / 10;
    return f;
}

static const Font *font_of(const Press *p, Family family, int cut)
{
    const Font *const *fonts = p->fonts[family];
    return fonts[cut] ? fonts[cut] : cut & CUT_BOLD && fonts[CUT_BOLD] ? fonts[CUT_BOLD] : fonts[CUT_REGULAR];
}

/* Says once a font what of these features it lacks, so that nothing is missed in silence. */
static void check_font(const Press *p, const Font *font, unsigned features)
{
    static const struct { unsigned bit; const char *tag, *words; } asked[] = {
        {FEAT_SMCP, "smcp", "small capitals"}, {FEAT_C2SC, "c2sc", "small capitals for capitals"},
        {FEAT_ONUM, "onum", "old-style figures"}, {FEAT_TNUM, "tnum", "figures of one width"},
    };
    for (size_t i = 0; font && i < sizeof asked / sizeof *asked; i++) {
        if (!(features & asked[i].bit) || font_has(font, asked[i].tag))
            continue;
        Str name = path_base(font_facts(font).path);
        Str key = str_format(p->a, "%.*s %s", STR(name), asked[i].tag);
        if (!table_put(p->lacking, key, p->lacking))
            diag(p->d, FONT_FEATURE, (Where){p->design_path, 0, 1}, "'%.*s' has no %s", STR(name), asked[i].words);
    }
}

/* Small capitals and the figures of each style. */
void style_check(Press *p, Str design)
{
    p->design_path = design;
    p->lacking = table_new(p->a);
    for (int l = 0; l < LOOK_MAX; l++) {
        const Face *f = &p->design.looks[l].face;
        check_font(p, font_of(p, f->family, f->cut), f->features);
    }
}

static bool same_face(const Face *a, const Face *b)
{
    return a->family == b->family && a->cut == b->cut && a->size == b->size && a->rise == b->rise &&
           a->features == b->features && a->track == b->track && a->gray == b->gray && a->hyphenate == b->hyphenate &&
           a->stroke == b->stroke;
}

static Cast *cast_new(Press *p, Face f, Str lang)
{
    Cast *c = new(p->a, Cast, 1);
    const Font *font = font_of(p, f.family, f.cut);
    *c = (Cast){.face = f, .next = p->casts};
    c->style = (Style){.font = font ? font : font_of(p, FAMILY_TEXT, f.cut),
        .fallback = font_of(p, FAMILY_FALLBACK, f.cut), .size = f.size, .rise = f.rise, .features = f.features,
        .track = f.track, .lang = str_copy(p->a, lang),
        .hyphenate = f.hyphenate && p->design.hyphenate, .gray = f.gray, .stroke = f.stroke};
    check_font(p, p->lacking ? font : NULL, f.features & (FEAT_SMCP | FEAT_C2SC));   /* an acronym within bold words */
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
