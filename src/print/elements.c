/* elements.c - what each element of the manuscript becomes: a row an element, an act a kind. */
#include "print/inside.h"

typedef void Act(Maker *, const Node *, Ctx);
typedef struct { Act *act; LookId look; Role role; } Row;
static const Row rows[TEI_MAX];

static void children(Maker *m, const Node *n, Ctx c);

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

static void leaf(Maker *m, const Node *n, Ctx c)
{
    const Row *row = &rows[tei_tag(n)];
    LookId look = compose_look(row->look, c);
    if (look == LOOK_TEXT && voice_of(m, n).n > 0)
        look = LOOK_VOICE;
    Block *before = m->last;
    compose_leaf(m, n, c, look, row->role);
    if (look == LOOK_VOICE)
        go_on(m, before);
    if (m->opens && tei_is(n, TEI_P) && look == LOOK_TEXT && m->last != before) {
        opening_set(m, compose_after(m, before));
        m->opens = false;
    }
}

/* The lines that open a letter, and those that close it, stand close together; after the greeting the text is flush. */
static void part_of_letter(Maker *m, const Node *n, Ctx c, LookId look)
{
    Block *before = m->last;
    compose_leaf(m, n, c, look, ROLE_P);
    Block *first = compose_after(m, before);
    if (!first)
        return;
    bool follows = before && before == m->closing && look == LOOK_CLOSER;
    first->before = follows ? 0 : first->before;
    if (look == LOOK_CLOSER)
        m->closing = m->last;
    m->flush = look == LOOK_SALUTE || look == LOOK_OPENER;
    bool below_head = before && before->keep_next && (look == LOOK_SOURCE || look == LOOK_PARTBY);
    if (m->flush || below_head)
        m->last->keep_next = true;
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

static bool is_line(const Node *n) { return n && tei_is(n, TEI_L); }

/* Turnovers hang; the first two and the last two lines of a stanza stay together. */
static void verse_line(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    Sp hang = m->press->design.looks[LOOK_VERSE].hang;
    compose_leaf(m, n, c, LOOK_VERSE, ROLE_P);
    Block *b = compose_after(m, before);
    if (!b)
        return;
    b->keep = true;
    b->first = -hang;
    b->left = c.left + m->press->design.looks[LOOK_VERSE].left + hang;
    b->hang = 0;
    b->before = b->after = 0;
    Str rend = tei_get(n, ATT_REND);
    Number indent = str_number(str_starts(rend, S("indent")) ? str_from(rend, 6) : S(""));
    b->first += indent.ok && indent.value < 20 ? indent.value * m->press->design.leading / 4 : 0;
    const Node *next = tei_next(n);
    b->keep_next = is_line(next) && (!is_line(tei_prev(n)) || !is_line(tei_next(next)));
}

/* A paragraph that ends with a colon. */
static bool announces(const Block *b)
{
    const Run *last = b->runs;
    while (last && last->next)
        last = last->next;
    return b->kind == BLOCK_PARA && last && str_ends(last->text, S(":"));
}

/* ---- boxes: space before and after, whatever is in them */
static void add_space(Maker *m, Block *before, Sp above, Sp below)
{
    Block *first = compose_after(m, before);
    if (!first)
        return;
    if (before && above > 0 && announces(before))
        before->keep_next = true;
    if (before && above > 0 && before->after >= above)             /* one space between two boxes */
        above = 0;
    first->before += above;
    m->last->after += below;
}

static void set_box(Maker *m, const Node *n, Ctx c, LookId look, Role role)
{
    const Look *l = &m->press->design.looks[look];
    compose_anchor(m, tei_get(n, ATT_ID));
    if (!compose_seen(n) && !tei_child(n, TEI_FIGURE)) {
        for (const Node *at = tei_first(n); at; at = tei_walk(at, n))
            compose_anchor(m, tei_get(at, ATT_ID));
        return;
    }
    Block *before = m->last;
    Str old = m->lang, lang = tei_get(n, ATT_LANG);
    if (lang.n)
        m->lang = lang;
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, role);
    in.look = look;
    in.left += l->left;
    in.right += l->right;
    m->flush = true;
    children(m, n, in);
    m->flush = false;
    m->lang = old;
    if (!c.tight)
        add_space(m, before, l->before, l->after);
}

static void box(Maker *m, const Node *n, Ctx c)
{
    const Row *row = &rows[tei_tag(n)];
    set_box(m, n, c, compose_look(row->look, c), row->role);
}

/* A group that is nothing on paper. */
static void through(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    children(m, n, c);
}

/* A quotation with its source: the source belongs to it, space comes after both. */
static void cit(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    const Look *l = &m->press->design.looks[LOOK_QUOTE];
    Ctx in = c;
    in.tight = true;
    compose_anchor(m, tei_get(n, ATT_ID));
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        in.left = c.left + (tei_is(i, TEI_BIBL) ? l->left : 0);
        in.right = c.right + (tei_is(i, TEI_BIBL) ? l->right : 0);
        if (tei_is(i, TEI_BIBL) && m->last != before)
            m->last->keep_next = true;
        element_set(m, i, in);
    }
    if (!c.tight)
        add_space(m, before, l->before, l->after);
}

static void quote(Maker *m, const Node *n, Ctx c) { set_box(m, n, c, LOOK_QUOTE, ROLE_BLOCKQUOTE); }

static void stanza(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, ROLE_DIV);
    in.tight = false;
    children(m, n, in);
    bool within = tei_is(tei_parent(n), TEI_LG), follows = before && within && tei_is(tei_prev(n), TEI_LG);
    const Look *l = &m->press->design.looks[LOOK_VERSE];
    Sp above = within ? (follows ? m->press->design.leading : 0) : l->before;
    bool below = follows && before != m->last;                     /* a stanza's first line is no heading */
    if (below)
        before->after += above;
    add_space(m, before, below ? 0 : above, within ? 0 : l->after);
}

/* ---- lists */
static Str mark_of(Maker *m, const Node *item)
{
    const Node *list = tei_parent(item);
    Str type = tei_get(list, ATT_TYPE), rend = tei_get(list, ATT_REND), n = tei_get(item, ATT_N);
    if (n.n > 0)
        return str_format(m->a, "%.*s.", STR(n));
    if (str_eq(type, S("ordered")) || str_eq(rend, S("numbered")) || str_eq(rend, S("ordered"))) {
        Number start = str_number(tei_get(list, ATT_N));
        int64_t at = start.ok ? start.value : 1;
        for (const Node *i = tei_prev(item); i; i = tei_prev(i))
            at += tei_is(i, TEI_ITEM);
        return str_format(m->a, "%lld.", (long long)at);
    }
    return str_eq(rend, S("bulleted")) || str_eq(type, S("bulleted")) ? S("•") : S("");
}

/* Room for the mark: one em for a bullet or a digit, half an em more for two. */
static bool give_mark(Maker *m, const Node *n, Struct *li)
{
    Sp em = m->press->design.looks[LOOK_LIST].left;
    Str mark = m->lead ? tei_reading(m->a, m->lead) : mark_of(m, n);
    m->label = m->lead ? S("") : mark;
    m->label_width = utf8_count(mark) > 2 ? em * 3 / 2 : em;
    if (mark.n == 0)
        return false;
    m->lead_node = compose_node(m, li, ROLE_LBL);
    return utf8_count(mark) < 6;
}

/* A list of the apparatus, or of an index of the editor's own. */
static bool is_entries(const Node *list)
{
    return str_eq(tei_get(list, ATT_REND), S("entries")) || str_eq(tei_get(tei_parent(list), ATT_TYPE), S("index"));
}

/* An entry of the apparatus: its style has the indent. */
static void entry(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    in.parent = compose_node(m, compose_node(m, c.parent, ROLE_LI), ROLE_LBODY);
    in.alone = true;
    m->flush = false;
    Block *before = m->last;
    compose_leaf(m, n, in, LOOK_ENTRY, ROLE_P);
    if (before && str_eq(tei_get(n, ATT_REND), S("letter")))       /* the first of the next letter in an index */
        add_space(m, before, m->press->design.note_leading, 0);
}

static void item(Maker *m, const Node *n, Ctx c)
{
    if (compose_seen(n) && is_entries(tei_parent(n))) {
        entry(m, n, c);
        return;
    }
    if (!compose_seen(n)) {
        compose_anchor(m, tei_get(n, ATT_ID));
        return;
    }
    Struct *li = compose_node(m, c.parent, ROLE_LI);
    bool marked = give_mark(m, n, li);
    Sp em = m->press->design.looks[LOOK_LIST].left, hang = marked ? m->label_width : em;
    Ctx in = c;
    in.parent = compose_node(m, li, ROLE_LBODY);
    in.left += hang - (marked ? em : 0);                           /* without a mark turnovers hang */
    Block *before = m->last;
    m->flush = true;
    compose_leaf(m, n, in, LOOK_LIST, ROLE_P);
    Block *b = compose_after(m, before);
    if (b)
        b->first = -hang;
    m->label = (Str){0};
}

/* Entries stand in columns, where the design has them. */
static void entries(Maker *m, const Node *n, Ctx c)
{
    const Design *d = &m->press->design;
    Block *first = m->first, *last = m->last;
    if (d->entry_columns < 2) {
        children(m, n, c);
        return;
    }
    m->first = m->last = NULL;
    children(m, n, c);
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_COLUMNS, .inside = m->first, .cols = d->entry_columns, .width = 2 * d->note_leading,
        .leading = d->note_leading, .at = tei_where(n)};
    m->first = first;
    m->last = last;
    if (b->inside)
        compose_append(m, b);
}

static void list(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    in.tight = c.items > 0;
    in.items = c.items + 1;
    if (is_entries(n)) {
        in.parent = compose_node_of(m, n, c.parent, ROLE_L);
        Block *before = m->last;
        entries(m, n, in);
        if (before && tei_is(tei_prev(n), TEI_P))
            add_space(m, before, m->press->design.note_leading, 0);
        return;
    }
    set_box(m, n, in, LOOK_LIST, ROLE_L);
}

/* ---- words that open the next paragraph */
static void lead(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    if (!compose_seen(n))
        return;
    m->lead = n;
    m->lead_node = NULL;
    m->lead_face = m->press->design.looks[c.look].face;
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
    children(m, n, in);
    Block *first = compose_after(m, before);
    if (first && first->runs) {
        first->first = -m->press->design.looks[LOOK_SPEECH].hang;
        first->left += m->press->design.looks[LOOK_SPEECH].hang;
    }
}

/* ---- headings and sections */
/* The level in the contents: boxes without a heading do not count. */
static int level_of(Maker *m, const Node *n)
{
    const Node *home = tei_parent(n);
    const Heading *h = book_heading(m->press->book, home);
    if (!h)
        return 1;
    bool own = h->node == home || (h->node == tei_parent(home) && !tei_is(home, TEI_DIV));
    return own ? h->level : h->level + 1;
}

static bool in_group(const Node *n)
{
    for (const Node *up = tei_up(n, TEI_TEXT); up; up = tei_up(up, TEI_TEXT))
        if (tei_is(tei_parent(up), TEI_GROUP))
            return true;
    return false;
}

static LookId head_look(const Node *n, int depth)
{
    Str type = tei_get(tei_parent(n), ATT_TYPE);
    if (str_eq(type, S("notes-text")) || str_eq(type, S("apparatus-text")))
        return LOOK_NOTEHEAD1;
    if (str_eq(type, S("notes-chapter")))
        return LOOK_NOTEHEAD2;
    if (str_eq(type, S("document")))
        return LOOK_DOCHEAD;
    return depth < 1 ? LOOK_PART : depth > 5 ? LOOK_HEAD5 : (LookId)(LOOK_HEAD1 + depth - 1);
}

/* A heading that runs in stands at the beginning of the paragraph that follows it. */
static bool runs_in(Maker *m, const Node *n, LookId look)
{
    const Node *next = tei_next(n);
    while (next && tei_tag(next) == TEI_CHARS)
        next = tei_next(next);
    return m->press->design.looks[look].run_in && tei_is(next, TEI_P) && compose_seen(next);
}

static void run_in(Maker *m, const Node *n, Ctx c, LookId look, int level)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    m->lead = n;
    m->lead_face = m->press->design.looks[look].face;
    m->lead_node = compose_node_of(m, n, c.parent, ROLE_H);
    m->lead_node->level = level;
    m->lead_before = m->press->design.looks[look].before;
    m->flush = true;
}

static void set_head(Maker *m, const Node *n, Ctx c, LookId look, int level)
{
    Press *p = m->press;
    Block *before = m->last;
    if (!p->built) {
        level = level > p->last_head + 1 ? p->last_head + 1 : level;
        p->last_head = level = level > 6 ? 6 : level;
    }
    if (runs_in(m, n, look)) {
        run_in(m, n, c, look, level);
        return;
    }
    c.look = look;
    c.alone = true;
    compose_leaf(m, n, c, look, ROLE_H);
    Block *b = compose_after(m, before);
    if (!b)
        return;
    if (!p->built)
        b->node->level = level;
    b->keep = b->keep_next = true;
    m->opens = m->chapter && look == LOOK_HEAD1;
    compose_balance(m, b);
    if (m->runs_on && look == LOOK_HEAD1) {
        b->before += 3 * p->design.leading;
        b->after = p->design.leading;
    }
    m->runs_on = false;
    m->flush = true;
}

/* The second line of a title: close below the first, which gives it the space it had. */
static void subtitle(Maker *m, const Node *n, Ctx c)
{
    Block *above = m->last;
    c.alone = true;
    c.look = LOOK_SUBHEAD;
    compose_leaf(m, n, c, LOOK_SUBHEAD, ROLE_P);
    if (m->last == above)
        return;
    m->last->keep = m->last->keep_next = true;
    if (above && above->keep_next) {
        Sp half = m->press->design.leading / 2, space = above->after;
        above->after = space > half ? half : 0;
        m->last->before = 0;
        m->last->after = space - above->after;
    }
    m->flush = true;
}

static void caption(Maker *m, const Node *n, Ctx c)
{
    Block *above = m->last;
    c.alone = true;
    c.look = LOOK_CAPTION;
    compose_leaf(m, n, c, LOOK_CAPTION, ROLE_CAPTION);
    if (m->last != above)
        m->last->keep_next = !tei_is(tei_parent(n), TEI_FIGURE);
}

/* A section without a title begins with a stroke, where anything stands before it: an empty line would be lost where
   the page turns. */
static void section_break(Maker *m)
{
    if (m->last && !m->last->keep_next) {
        Block *b = compose_line(m, LOOK_ORNAMENT, NULL, S("——"));
        b->artifact = ARTIFACT_LAYOUT;
        b->keep_next = true;
    }
    m->flush = true;
    m->runs_on = false;
}

static void head(Maker *m, const Node *n, Ctx c)
{
    Str type = tei_get(n, ATT_TYPE);
    const Node *up = tei_parent(n);
    bool heads = tei_is(up, TEI_DIV) || tei_is(up, TEI_BODY) || tei_is(up, TEI_FRONT) || tei_is(up, TEI_TEXT);
    if (!compose_seen(n) || str_eq(type, S("short")) || str_eq(type, S("untitled"))) {
        compose_anchor(m, tei_get(n, ATT_ID));
        if (str_eq(type, S("untitled")))
            section_break(m);
    } else if (!heads) {
        caption(m, n, c);
    } else if (str_eq(type, S("sub"))) {
        subtitle(m, n, c);
    } else {
        int level = level_of(m, n);
        set_head(m, n, c, head_look(n, level - in_group(n)), level);
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
    in.parent = compose_node_of(m, n, c.parent, ROLE_SECT);
    m->flush = true;
    if (str_eq(type, S("imprint")))
        prelims_imprint(m, n, in.parent);
    else
        children(m, n, in);
    m->lang = old;
}

/* ---- figures, ornaments, title pages */
static void milestone(Maker *m, const Node *n, Ctx c)
{
    (void)c;
    compose_anchor(m, tei_get(n, ATT_ID));
    const Look *l = &m->press->design.looks[LOOK_ORNAMENT];
    if (m->press->design.ornament.n == 0) {
        compose_skip(m, l->before);
        return;
    }
    Block *b = compose_line(m, LOOK_ORNAMENT, NULL, m->press->design.ornament);
    b->artifact = ARTIFACT_LAYOUT;
    b->keep_next = true;
    m->flush = true;
}

static void title_page(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Struct *s = compose_node_of(m, n, c.parent, ROLE_SECT);
    if (in_group(n))
        prelims_part(m, n, s);
    else if (str_eq(tei_get(n, ATT_TYPE), S("halftitle")))
        prelims_halftitle(m, n, s);
    else
        prelims_titlepage(m, n, s);
}
static const Row rows[TEI_MAX] = {
    [TEI_TEXT] = {through, 0, 0},
    [TEI_FRONT] = {through, 0, 0},
    [TEI_BODY] = {through, 0, 0},
    [TEI_BACK] = {through, 0, 0},
    [TEI_DIV] = {div, 0, 0},
    [TEI_TITLEPAGE] = {title_page, 0, 0},
    [TEI_HEAD] = {head, 0, 0},
    [TEI_P] = {leaf, LOOK_TEXT, ROLE_P},
    [TEI_AB] = {ab, LOOK_TEXT, ROLE_P},
    [TEI_QUOTE] = {quote, LOOK_QUOTE, ROLE_BLOCKQUOTE},
    [TEI_CIT] = {cit, 0, 0},
    [TEI_BIBL] = {leaf, LOOK_SOURCE, ROLE_P},
    [TEI_FLOATINGTEXT] = {box, LOOK_TEXT, ROLE_DIV},
    [TEI_LG] = {stanza, LOOK_VERSE, ROLE_DIV},
    [TEI_L] = {verse_line, LOOK_VERSE, ROLE_P},
    [TEI_LIST] = {list, LOOK_LIST, ROLE_L},
    [TEI_LABEL] = {lead, 0, 0},
    [TEI_ITEM] = {item, LOOK_LIST, ROLE_LI},
    [TEI_SP] = {speech, LOOK_SPEECH, ROLE_DIV},
    [TEI_SPEAKER] = {lead, 0, 0},
    [TEI_STAGE] = {leaf, LOOK_STAGE, ROLE_P},
    [TEI_OPENER] = {letter, LOOK_OPENER, ROLE_P},
    [TEI_CLOSER] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_BYLINE] = {leaf, LOOK_PARTBY, ROLE_P},
    [TEI_DATELINE] = {letter, LOOK_OPENER, ROLE_P},
    [TEI_SALUTE] = {letter, LOOK_SALUTE, ROLE_P},
    [TEI_SIGNED] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_TRAILER] = {letter, LOOK_CLOSER, ROLE_P},
    [TEI_EPIGRAPH] = {box, LOOK_EPIGRAPH, ROLE_BLOCKQUOTE},
    [TEI_ARGUMENT] = {box, LOOK_HEADNOTE, ROLE_DIV},
    [TEI_NOTE] = {apparatus_note, LOOK_NOTE, ROLE_NOTE},
    [TEI_NOTEGRP] = {through, 0, 0},
    [TEI_FIGURE] = {picture_figure, LOOK_CAPTION, ROLE_FIGURE},
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

static void children(Maker *m, const Node *n, Ctx c)
{
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        element_set(m, i, c);
}
