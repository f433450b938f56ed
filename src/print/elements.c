/* elements.c - what each element of the manuscript becomes: a row an element, an act a kind. */
#include "print/inside.h"

typedef void Act(Maker *, const Node *, Ctx);
typedef struct { Act *act; LookId look; Role role; } Row;
static const Row rows[TEI_MAX];

static Str voice_of(Maker *m, const Node *n)
{
    const Voice *v = book_voice(m->press->book, tei_get(n, ATT_RESP));
    return v && str_starts(v->kind, S("voice:")) ? str_from(v->kind, 6) : S("");
}

/* Paragraphs of one voice that follow each other are a text: they go on with an indent.  One space between it and what
   stands before it. */
static void go_on(Maker *m, Block *before)
{
    Block *b = compose_after(m, before);
    if (b && before && before == m->spoken && b->left == before->left) {
        before->after = b->before = 0;
        b->first = m->press->design.looks[LOOK_TEXT].first;
    } else if (b && before && before->after >= b->before) {
        b->before = 0;
    }
    m->spoken = m->last;
}

/* A voice that the design sets amid the text, without white, begins flush where text would. */
static void begin_flush(Maker *m, Block *before)
{
    Block *b = compose_after(m, before);
    if (!b || m->press->design.looks[LOOK_VOICE].before > 0)
        return;
    b->first = 0;
    b->goes_on = before && !before->keep_next;
}

/* Among the lists of the apparatus paragraphs that follow each other are a text. */
static void fit(Maker *m, const Node *n, Block *b, LookId look)
{
    if (b && look == LOOK_NOTEROW && tei_is(tei_prev(n), TEI_P))
        b->first = m->press->design.looks[LOOK_TEXT].first;
    if (b && str_eq(tei_get(n, ATT_REND), S("left")))
        b->align = ALIGN_LEFT;
}

/* Its first words are those that lead in. */
static bool leads_in(const Node *n)
{
    const Node *i = tei_first(n);
    while (i && !compose_seen(i))
        i = tei_next(i);
    return tei_is(i, TEI_HI) && str_find(tei_get(i, ATT_REND), S("lead-in")) >= 0;
}

/* A sentence that code, a table or a quotation stood amid goes on without an indent. */
static void continue_sentence(Block *b, const Node *n)
{
    const Node *above = tei_prev(n);
    while (above && tei_tag(above) == TEI_CHARS)
        above = tei_prev(above);
    Tag tag = above ? tei_tag(above) : TEI_NONE;
    bool code = tag == TEI_AB && str_eq(tei_get(above, ATT_TYPE), S("code"));
    bool amid = code || tag == TEI_TABLE || tag == TEI_LIST || tag == TEI_QUOTE || tag == TEI_CIT || tag == TEI_LG;
    ptrdiff_t at = 0;
    if (amid && b->runs && b->runs->text.n > 0 && uni_is_lower(utf8_next(b->runs->text, &at)))
        b->first = 0;
}

static void leaf(Maker *m, const Node *n, Ctx c)
{
    const Row *row = &rows[tei_tag(n)];
    LookId look = compose_look(row->look, c);
    if (look == LOOK_TEXT && voice_of(m, n).n > 0)
        look = LOOK_VOICE;
    Block *before = m->last;
    bool flush = m->flush;
    compose_leaf(m, n, c, look, row->role);
    fit(m, n, compose_after(m, before), look);
    if (look == LOOK_VOICE)
        go_on(m, before);
    if (look == LOOK_VOICE && flush)
        begin_flush(m, before);
    if (look == c.look && m->last != before && tei_is(n, TEI_P))
        continue_sentence(compose_after(m, before), n);
    if (look == LOOK_TEXT && m->last != before && leads_in(n))
        opening_capital(m, compose_after(m, before));
    if (m->opens && tei_is(n, TEI_P) && look == LOOK_TEXT && m->last != before) {
        opening_set(m, compose_after(m, before));
        m->opens = false;
    }
}

/* What opens or closes a letter stands close together, the greeting apart from it; text is parted from both.  Below a
   heading the heading's own white is enough. */
static Sp above_letter(const Maker *m, const Block *before, LookId look)
{
    const Design *d = &m->press->design;
    bool line = look == LOOK_OPENER || look == LOOK_CLOSER, in_letter = before && before == m->closing;
    bool headed = before && before->keep && before->keep_next;
    bool parted = line || look == LOOK_STANDFIRST || look == LOOK_SALUTE;
    if (!before || headed || before->after >= d->leading || !parted)
        return d->looks[look].before;
    if (line && in_letter)
        return 0;
    return d->looks[look].before > d->leading ? d->looks[look].before : d->leading;
}

static bool is_source(const Node *n)
{
    Str type = n && tei_is(n, TEI_AB) ? tei_get(n, ATT_TYPE) : (Str){0};
    return str_eq(type, S("imprint")) || str_eq(type, S("bibl"));
}

/* After all that stands above a text its first paragraph is flush. */
static void part_of_letter(Maker *m, const Node *n, Ctx c, LookId look)
{
    Block *before = m->last;
    if (look == LOOK_CODE)
        box_announce(before);
    if (look == LOOK_CLOSER && before && before->kind == BLOCK_PARA)   /* no signature alone overleaf */
        before->announces = true;
    compose_leaf(m, n, c, look, ROLE_P);
    Block *first = compose_after(m, before);
    if (!first)
        return;
    first->before = above_letter(m, before, look);
    if (look == LOOK_CLOSER || look == LOOK_OPENER)
        m->closing = m->last;
    bool opens = look == LOOK_SALUTE || look == LOOK_OPENER, source = look == LOOK_SOURCE && is_source(tei_prev(n));
    bool below_head = before && before->keep_next && (look == LOOK_SOURCE || look == LOOK_PARTBY);
    m->flush = opens || below_head || look == LOOK_STANDFIRST || look == LOOK_EPIGRAPH;
    if (opens || below_head)
        m->last->keep_next = true;
    if (below_head && look == LOOK_SOURCE && m->last->after == 0)  /* the source of a whole text */
        m->last->after = m->press->design.leading;
    if (below_head && source)                                      /* author, translator and publisher are one thing */
        before->after = 0;
}

static void letter(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    in.alone = true;
    part_of_letter(m, n, in, rows[tei_tag(n)].look);
}

/* Lines of code: each `lb` ends one. */
static void ab(Maker *m, const Node *n, Ctx c)
{
    static const struct { const char *type; LookId look; } kinds[] = {
        {"code", LOOK_CODE}, {"ornament", LOOK_ORNAMENT}, {"standfirst", LOOK_STANDFIRST}, {"imprint", LOOK_SOURCE},
        {"byline", LOOK_PARTBY}, {"dateline", LOOK_OPENER}, {"opener", LOOK_OPENER}, {"salute", LOOK_SALUTE},
        {"closer", LOOK_CLOSER}, {"signed", LOOK_CLOSER}, {"trailer", LOOK_CLOSER}, {"epigraph", LOOK_EPIGRAPH},
        {"bibl", LOOK_SOURCE},
    };
    Str type = tei_get(n, ATT_TYPE);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(type, str_of(kinds[i].type))) {
            part_of_letter(m, n, c, kinds[i].look);
            return;
        }
    leaf(m, n, c);
}

static void box(Maker *m, const Node *n, Ctx c)
{
    const Row *row = &rows[tei_tag(n)];
    box_set(m, n, c, compose_look(row->look, c), row->role);
    m->flush = tei_is(n, TEI_EPIGRAPH) || tei_is(n, TEI_ARGUMENT);
}

/* Below a title: text stands apart from it. */
static void byline(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    leaf(m, n, c);
    if (m->last == before || !before || !before->keep_next)
        return;
    m->last->after = m->last->after ? m->last->after : m->press->design.leading;
    m->last->keep_next = m->flush = true;
}

/* A group that is nothing on paper. */
static void through(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    element_children(m, n, c);
}

/* ---- words that open the next paragraph */
static void lead(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    if (!compose_seen(n))
        return;
    m->lead = n;
    m->lead_node = NULL;
    m->lead_face = m->press->design.looks[list_look(c)].face;
    if (tei_is(n, TEI_SPEAKER))
        m->lead_face.features |= FEAT_SMCP;
}

static void speech(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, ROLE_DIV);
    m->flush = true;
    element_children(m, n, in);
    Sp hang = m->press->design.looks[LOOK_SPEECH].hang;
    bool speaks = true;                                            /* the line with his name; the next ones stand in */
    for (Block *b = compose_after(m, before); b; b = b->next) {
        b->left += hang;
        if (b->runs && speaks)
            b->first = -hang;
        speaks = speaks && !b->runs;
    }
}

static void div(Maker *m, const Node *n, Ctx c)
{
    if (!apparatus_rests(m->press, n))
        return;
    compose_anchor(m, tei_get(n, ATT_ID));
    Str old = m->lang, lang = tei_get(n, ATT_LANG), type = tei_get(n, ATT_TYPE);
    if (lang.n)
        m->lang = lang;
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, str_eq(type, S("index")) ? ROLE_INDEX : ROLE_SECT);
    m->flush = true;
    if ((c.look == LOOK_DEDICATION || c.look == LOOK_EPIGRAPH) && tei_is(tei_parent(n), TEI_FRONT)) {
        in.left += m->press->design.looks[c.look].left;
        in.right += m->press->design.looks[c.look].right;
    }
    if (str_eq(type, S("imprint")))
        prelims_imprint(m, n, in.parent);
    else
        element_children(m, n, in);
    m->lang = old;
}

/* The blanks of an ornament are part of it: as many as the design has. */
static Str ornament_of(Maker *m)
{
    Buf b = buf_new(m->a);
    Str signs = m->press->design.ornament;
    for (ptrdiff_t i = 0; i < signs.n; i++)
        buf_put(&b, signs.s[i] == ' ' ? S("\xC2\xA0") : str_sub(signs, i, 1));
    return buf_str(&b);
}

static void milestone(Maker *m, const Node *n, Ctx c)
{
    (void)c;
    compose_anchor(m, tei_get(n, ATT_ID));
    const Look *l = &m->press->design.looks[LOOK_ORNAMENT];
    if (m->press->design.ornament.n == 0) {
        compose_skip(m, l->before);
        return;
    }
    Block *b = compose_line(m, LOOK_ORNAMENT, NULL, ornament_of(m));
    b->artifact = ARTIFACT_LAYOUT;
    b->keep_next = true;
    m->flush = true;
}

static const Row rows[TEI_MAX] = {
    [TEI_TEXT] = {through, 0, 0},
    [TEI_FRONT] = {through, 0, 0},
    [TEI_BODY] = {through, 0, 0},
    [TEI_BACK] = {through, 0, 0},
    [TEI_DIV] = {div, 0, 0},
    [TEI_TITLEPAGE] = {prelims_set, 0, 0},
    [TEI_HEAD] = {head_set, 0, 0},
    [TEI_P] = {leaf, LOOK_TEXT, ROLE_P},
    [TEI_AB] = {ab, LOOK_TEXT, ROLE_P},
    [TEI_QUOTE] = {box_quote, LOOK_QUOTE, ROLE_BLOCKQUOTE},
    [TEI_CIT] = {box_cit, 0, 0},
    [TEI_BIBL] = {leaf, LOOK_SOURCE, ROLE_P},
    [TEI_FLOATINGTEXT] = {box, LOOK_TEXT, ROLE_DIV},
    [TEI_LG] = {verse_stanza, LOOK_VERSE, ROLE_DIV},
    [TEI_L] = {verse_line, LOOK_VERSE, ROLE_P},
    [TEI_LIST] = {list_set, LOOK_LIST, ROLE_L},
    [TEI_LABEL] = {lead, 0, 0},
    [TEI_ITEM] = {list_item, LOOK_LIST, ROLE_LI},
    [TEI_SP] = {speech, LOOK_SPEECH, ROLE_DIV},
    [TEI_SPEAKER] = {lead, 0, 0},
    [TEI_STAGE] = {leaf, LOOK_STAGE, ROLE_P},
    [TEI_OPENER] = {letter, LOOK_OPENER, ROLE_P},
    [TEI_CLOSER] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_BYLINE] = {byline, LOOK_PARTBY, ROLE_P},
    [TEI_DATELINE] = {letter, LOOK_OPENER, ROLE_P},
    [TEI_SALUTE] = {letter, LOOK_SALUTE, ROLE_P},
    [TEI_SIGNED] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_TRAILER] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_EPIGRAPH] = {box, LOOK_EPIGRAPH, ROLE_BLOCKQUOTE},
    [TEI_ARGUMENT] = {box, LOOK_HEADNOTE, ROLE_DIV},
    [TEI_NOTE] = {apparatus_note, LOOK_NOTE, ROLE_NOTE},
    [TEI_NOTEGRP] = {through, 0, 0},
    [TEI_FIGURE] = {plate_figure, LOOK_CAPTION, ROLE_FIGURE},
    [TEI_GRAPHIC] = {through, 0, 0},
    [TEI_TABLE] = {cells_table, LOOK_TABLE, ROLE_TABLE},
    [TEI_MILESTONE] = {milestone, LOOK_ORNAMENT, 0},
    [TEI_TITLEPART] = {leaf, LOOK_TITLE, ROLE_P},
    [TEI_DOCAUTHOR] = {leaf, LOOK_AUTHOR, ROLE_P},
    [TEI_DOCEDITION] = {leaf, LOOK_SUBTITLE, ROLE_P},
    [TEI_DOCIMPRINT] = {leaf, LOOK_PUBLISHER, ROLE_P},
    [TEI_DOCDATE] = {leaf, LOOK_PUBLISHER, ROLE_P},
    [TEI_DOCTITLE] = {through, 0, 0},
};

/* Characters between blocks, and elements without a row, should not be there; they are set, not lost. */
void element_set(Maker *m, const Node *n, Ctx c)
{
    Tag tag = tei_tag(n);
    if (tag == TEI_NONE || tag == TEI_TEIHEADER || (tei_kind(tag) & KIND_OMITTED))
        return;
    if (tag == TEI_PB || tag == TEI_ANCHOR) {
        compose_anchor(m, tei_get(n, ATT_ID));
        return;
    }
    bool other = tag == TEI_LIST || tag == TEI_TABLE || tag == TEI_LG || tag == TEI_SP;
    m->opens = m->opens && !other && tag != TEI_FIGURE && tag != TEI_MILESTONE;
    if (tag == TEI_CHARS || !rows[tag].act) {
        Struct *p = compose_seen(n) ? compose_node(m, c.parent, ROLE_P) : NULL;
        if (p)
            compose_phrase(m, tei_parent(n), n, tei_next(n), p, compose_look(LOOK_TEXT, c), c);
        return;
    }
    rows[tag].act(m, n, c);
}

void element_children(Maker *m, const Node *n, Ctx c)
{
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        element_set(m, i, c);
}

bool element_in_group(const Node *n)
{
    for (const Node *up = tei_up(n, TEI_TEXT); up; up = tei_up(up, TEI_TEXT))
        if (tei_is(tei_parent(up), TEI_GROUP))
            return true;
    return false;
}
