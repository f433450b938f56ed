/* span.c - an element inside a paragraph in, runs of its phrase out: a row an element, an act a kind. */
#include "print/inside.h"

void span_children(Phrase *p, const Node *n)
{
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        span_set(p, c);
}

static void in_face(Phrase *p, const Node *n, Face face)
{
    PhraseManner s = phrase_manner(p);
    phrase_flush(p);
    p->face = face;
    span_children(p, n);
    phrase_restore(p, s);
}

static void italic(Phrase *p, const Node *n) { in_face(p, n, face_emphasis(p->face)); }

/* A phrase in another tongue is italic; where its words are that by themselves, once is enough. */
static void foreign(Phrase *p, const Node *n)
{
    if (book_is_bare(n))
        span_children(p, n);
    else
        italic(p, n);
}

static void hi(Phrase *p, const Node *n)
{
    Face f = p->face;
    Str rest = tei_get(n, ATT_REND);
    if (rest.n == 0)
        f = face_emphasis(f);
    while (rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        if (str_eq(c.head, S("italic")))
            f = face_emphasis(f);
        else if (str_eq(c.head, S("bold")))
            f.cut |= CUT_BOLD;
        else if (str_eq(c.head, S("lead-in"))) {                  /* the source has capitals */
            f.features |= FEAT_SMCP | FEAT_C2SC;
            f.track = 40;
        } else if (str_starts(c.head, S("small")))
            f.features |= FEAT_SMCP;
        else if (str_starts(c.head, S("sup")))
            f = face_raised(f, 350);
        else if (str_starts(c.head, S("sub")))
            f = face_raised(f, -150);
        else if (str_eq(c.head, S("strike")))
            f.stroke = STROKE_THROUGH;
        else if (str_eq(c.head, S("underline")))
            f.stroke = STROKE_UNDER;
        rest = c.tail;
    }
    in_face(p, n, f);
}

static void title(Phrase *p, const Node *n)
{
    Str level = tei_get(n, ATT_LEVEL);
    if (str_eq(level, S("a")) || str_eq(level, S("u")))
        span_children(p, n);
    else
        italic(p, n);
}

static void code(Phrase *p, const Node *n)
{
    Face f = p->face;
    f.size = f.family == FAMILY_MONO ? f.size : f.size * 86 / 100;
    f.family = FAMILY_MONO;
    f.features = FEAT_NOLIGA;
    f.hyphenate = false;
    PhraseManner s = phrase_manner(p);
    phrase_flush(p);
    p->node = compose_node(p->m, p->node, ROLE_CODE);
    in_face(p, n, f);
    phrase_restore(p, s);
}

/* Whoever speaks in the midst of another's paragraph is seen to be another. */
static void seg(Phrase *p, const Node *n)
{
    if (str_eq(tei_get(n, ATT_TYPE), S("places"))) {
        reference_places(p, n);
        return;
    }
    const Voice *v = book_voice(p->m->press->book, tei_get(n, ATT_RESP));
    const Face *voice = &p->m->press->design.looks[LOOK_VOICE].face;
    Face f = p->face;
    if (!v || !str_starts(v->kind, S("voice:")) || str_eq(v->kind, S("voice:author"))) {
        span_children(p, n);
        return;
    }
    f.family = voice->family;
    f.cut ^= voice->cut & CUT_ITALIC;
    f.size = p->face.size < voice->size ? p->face.size : voice->size;
    in_face(p, n, f);
}

/* The blank that the reading text has at a break that is shown ends the line. */
static void break_line(Phrase *p)
{
    if (!p->begun)
        return;
    phrase_blank(p);
    phrase_flush(p);
    phrase_append(p, RUN_BREAK, (Str){0});
    p->broken = true;
}

static void lb(Phrase *p, const Node *n)
{
    if (p->coded || str_eq(tei_get(n, ATT_REND), S("break")))
        break_line(p);
    else if (!str_eq(tei_get(n, ATT_BREAK), S("no")))
        phrase_blank(p);
}

static void anchor(Phrase *p, const Node *n)
{
    phrase_flush(p);
    compose_anchor(p->m, tei_get(n, ATT_ID));
}

static void nothing(Phrase *p, const Node *n)
{
    (void)p;
    (void)n;
}

typedef void Act(Phrase *, const Node *);
static Act *const acts[TEI_MAX] = {
    [TEI_HI] = hi,
    [TEI_EMPH] = italic,
    [TEI_FOREIGN] = foreign,
    [TEI_TITLE] = title,
    [TEI_STAGE] = italic,
    [TEI_CODE] = code,
    [TEI_SEG] = seg,
    [TEI_REF] = reference_set,
    [TEI_GAP] = nothing,
    [TEI_LB] = lb,
    [TEI_PB] = anchor,
    [TEI_ANCHOR] = anchor,
    [TEI_G] = nothing,
    [TEI_NOTE] = nothing,
};

static void in_language(Phrase *p, const Node *n, Str lang)
{
    PhraseManner s = phrase_manner(p);
    phrase_flush(p);
    p->lang = lang;
    p->node = compose_node(p->m, p->node, ROLE_SPAN);
    p->node->lang = lang;
    Act *act = acts[tei_tag(n)];
    (act ? act : span_children)(p, n);
    phrase_restore(p, s);
}

/* What an editor did bears an id where the list of emendations names it. */
static bool is_edited(Tag t)
{
    return t == TEI_CHOICE || t == TEI_SURPLUS || t == TEI_SUPPLIED || t == TEI_UNCLEAR || t == TEI_GAP;
}

void span_set(Phrase *p, const Node *n)
{
    Tag tag = tei_tag(n);
    if (tag == TEI_CHARS) {
        phrase_chars(p, tei_content(n));
        return;
    }
    if (tag == TEI_NONE)
        return;
    if (is_edited(tag) && tei_get(n, ATT_ID).n > 0)
        phrase_mark(p, tei_get(n, ATT_ID));
    if (tei_kind(tag) & KIND_OMITTED)
        return;
    Str lang = tei_get(n, ATT_LANG);
    Act *act = acts[tag];
    if (lang.n && !str_eq(lang, p->lang))
        in_language(p, n, lang);
    else
        (act ? act : span_children)(p, n);
}
