/* reference.c - what leads elsewhere in, runs that are links out: calls of notes and the way back, pages of places,
   addresses. */
#include "print/inside.h"

static bool all_digits(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n > 0;
}

/* What a link leads to, said to those who do not see it. */
static Str described(Maker *m, Wording w, Str number)
{
    return m->press->mute ? S("") : wording_fill(m->a, m->press->book->config->lang, w, &number);
}

/* Superior figures of the font; where it has none, small ones raised. */
static void superior(Phrase *p)
{
    const Font *font = style_of(p->m->press, p->face, p->lang)->font;
    p->face.features &= ~(unsigned)(FEAT_ONUM | FEAT_LNUM | FEAT_SMCP | FEAT_C2SC);
    if (font_has(font, "sups"))
        p->face.features |= FEAT_SUPS;
    else
        p->face = face_raised(p->face, 330);
}

/* A call stands close to the word before it; a blank that the source has between comes after it. */
static void call(Phrase *p, const Node *n)
{
    Str number = str_trim(tei_reading_all(p->m->a, n)), sign = apparatus_shown(p->m, n);
    Str shown = sign.n ? sign : number;
    bool after_blank = p->blank && !p->broken, owed = p->owed;
    phrase_trim(p);
    phrase_flush(p);
    PhraseManner s = phrase_manner(p);
    p->face.cut &= ~CUT_ITALIC;
    if (all_digits(shown))
        superior(p);
    else if (str_starts(shown, S("[")))                            /* an editor's: fonts have no superior brackets */
        p->face = face_raised(p->face, 330);
    p->face.hyphenate = false;
    p->node = compose_node(p->m, compose_node(p->m, p->node, ROLE_REFERENCE), ROLE_LINK);
    p->link = tei_get(n, ATT_TARGET);
    p->describe = described(p->m, WORDING_NOTE_NUMBER, shown);
    compose_anchor(p->m, tei_get(n, ATT_ID));
    p->glue = p->last != NULL;
    Run *run = phrase_append(p, RUN_TEXT, (Str){0});
    run->text = shown;
    run->foot = apparatus_called(p->m, n, s.node);
    phrase_restore(p, s);
    p->owed = owed || after_blank;
    p->begun = true;
    p->blank = p->broken = false;
}

static Wish wish_of(const Node *ref)
{
    return (Wish){str_from(tei_get(ref, ATT_TARGET), 1), -1, str_eq(tei_get(ref, ATT_SUBTYPE), S("line"))};
}

static void want_all(Maker *m, const Node *ref)
{
    Str id = str_from(tei_get(ref, ATT_TARGET), 1), rest = tei_get(ref, ATT_N);
    if (m->press->built)
        return;
    if (rest.n == 0)
        flow_wants(m, (Wish){id, -1, false});
    while (rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        flow_wants(m, (Wish){id, (ptrdiff_t)str_number(c.head).value, false});
        rest = c.tail;
    }
}

static Str label_of(Maker *m, Wish w)
{
    Str label = pages_label(m->known, w.id);
    return w.line && label.n ? str_format(m->a, "%.*s.%d", STR(label), pages_line(m->known, w.id)) : label;
}

/* In a row the next place that wants its page. */
static const Node *next_in_row(const Node *ref)
{
    const Node *n = ref;
    do
        n = tei_next(n);
    while (n && !(tei_is(n, TEI_REF) && str_eq(tei_get(n, ATT_SUBTYPE), S("row"))));
    return n;
}

/* At the end of a note the page of its call goes to the right. */
static void fill_to_page(Phrase *p)
{
    phrase_blank(p);
    phrase_fill(p, S(""));
    phrase_space(p, p->face.size);
}

/* In a row it is not parted from its number. */
static Str page_words(Maker *m, Str label, bool noted, bool row)
{
    Str shown = label.n ? label : S("00");
    Str page = wording_page(m->a, m->press->book->config->lang, WORDING_PAGE_SIGN, shown);
    return row ? str_format(m->a, "\u00a0%.*s", STR(page)) : noted ? page : str_copy(m->a, shown);
}

static void put_page(Phrase *p, const Node *n, Str label, bool row)
{
    Maker *m = p->m;
    p->link = tei_get(n, ATT_TARGET);
    p->describe = described(m, WORDING_PAGE_NUMBER, label);
    if (p->noted || row) {
        p->face.size = p->noted ? p->face.size * 9 / 10 : p->face.size;
        p->face.cut |= CUT_ITALIC;
    }
    p->glue = row;
    phrase_append(p, RUN_TEXT, (Str){0})->text = page_words(m, label, p->noted, row);
    p->begun = true;
    p->blank = p->broken = false;
}

/* The page of a place, from the last pass; a guess of the usual width where none has set it yet.  Places of a row that
   stand on one page have it once, behind the last: "1 2 3 p. 37 · 4 5 p. 38"; each has its node, as in an index. */
static void page(Phrase *p, const Node *n)
{
    Maker *m = p->m;
    if (m->at_foot)                                                /* it is this one */
        return;
    bool row = str_eq(tei_get(n, ATT_SUBTYPE), S("row"));
    const Node *next = row ? next_in_row(n) : NULL;
    Wish wish = wish_of(n);
    flow_wants(m, wish);
    Str label = label_of(m, wish);
    PhraseManner s = phrase_manner(p);
    Struct *home = compose_node(m, compose_node(m, p->node, ROLE_LINK), ROLE_LBL);
    if (next && str_eq(label, label_of(m, wish_of(next))))
        return;
    if (p->owed)
        phrase_blank(p);
    if (p->noted)
        fill_to_page(p);
    phrase_flush(p);
    p->node = home;
    put_page(p, n, label, row);
    phrase_restore(p, s);
    if (!next)
        return;
    p->node = home;
    phrase_add(p, S("\u00a0·"));
    phrase_restore(p, s);
}

/* The pages that an index names.  Each place has a node, for no pass knows how many ranges the next one makes of them;
   nodes that stay empty are not written. */
void reference_places(Phrase *p, const Node *seg)
{
    Maker *m = p->m;
    Folio *list = NULL;
    ptrdiff_t n = spots_read(m->a, seg, m->known, &list), at = 0;
    PhraseManner s = phrase_manner(p);
    if (p->owed)
        phrase_blank(p);
    for (const Node *ref = tei_first(seg); ref; ref = tei_next(ref), at++) {
        want_all(m, ref);
        Struct *home = compose_node(m, s.node, ROLE_LINK);
        if (at >= n)
            continue;
        if (at > 0)
            phrase_add(p, S(", "));
        phrase_flush(p);
        p->node = home;
        p->link = tei_get(list[at].ref, ATT_TARGET);
        p->describe = described(m, WORDING_PAGE_NUMBER, list[at].words);
        phrase_add(p, list[at].words);
        phrase_restore(p, s);
    }
}

static void link(Phrase *p, const Node *n)
{
    Str target = tei_get(n, ATT_TARGET);
    compose_anchor(p->m, tei_get(n, ATT_ID));
    if (!str_starts(target, S("#")) && str_find(target, S(":")) < 0) {
        span_children(p, n);
        return;
    }
    PhraseManner s = phrase_manner(p);
    phrase_flush(p);
    p->node = compose_node(p->m, p->node, ROLE_LINK);
    p->link = target;
    p->describe = p->m->press->mute ? S("") : str_starts(target, S("#")) ? tei_reading(p->m->a, n) : target;
    span_children(p, n);
    phrase_restore(p, s);
}

/* The number stands in the margin of its note; the blank after it is that distance. */
static void hang_number(Phrase *p, const Run *number)
{
    Sp rest = -p->block->first - type_width(p->m->press->setter, number);
    phrase_space(p, rest > PT(3) ? rest : PT(3));
    p->offset++;
}

/* What a way back leads to: a note that is called more than once has one for each call, with other words than its
   number. */
static Str describe_back(Maker *m, const Node *n, Str number)
{
    if (m->press->mute)
        return S("");
    const Node *note = tei_up(n, TEI_NOTE), *label = note;
    while (label && !(tei_is(label, TEI_REF) && str_eq(tei_get(label, ATT_TYPE), S("back"))))
        label = tei_walk(label, note);
    bool again = label && label != n;
    if (again)
        number = m->sign.n ? m->sign : tei_reading(m->a, label);
    return described(m, again ? WORDING_BACK_TO_ANOTHER : WORDING_BACK_TO_CALL, number);
}

/* The number of a note, which leads back to its call; alone at the head of a note it stands clear of the words. */
static void back(Phrase *p, const Node *n)
{
    bool first = !p->begun;
    compose_anchor(p->m, tei_get(n, ATT_ID));
    PhraseManner s = phrase_manner(p);
    if (p->owed)
        phrase_blank(p);
    phrase_flush(p);
    if (first)
        p->node = compose_node(p->m, p->node, ROLE_LBL);
    p->node = compose_node(p->m, p->node, ROLE_LINK);
    p->link = tei_get(n, ATT_TARGET);
    Str sign = first ? p->m->sign : S(""), number = tei_reading(p->m->a, n);
    p->describe = describe_back(p->m, n, sign.n ? sign : number);
    Run *before = p->last;
    if (sign.n) {
        phrase_add(p, sign);
        p->offset += utf8_count(number);
    } else {
        span_children(p, n);
    }
    phrase_restore(p, s);
    if (first && p->noted)
        hang_number(p, before ? before->next : p->block->runs);
}

void reference_set(Phrase *p, const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    if (str_eq(type, S("note")))
        call(p, n);
    else if (str_eq(type, S("page")))
        page(p, n);
    else if (str_eq(type, S("back")))
        back(p, n);
    else
        link(p, n);
}
