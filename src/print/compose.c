/* compose.c - one flow of the book as blocks: each element of the manuscript by its row, its structure beside it. */
#include "print/inside.h"
#include <assert.h>

typedef struct {
    Struct *parent;
    LookId look;                                                   /* of running text here */
    Sp left, right;                                                /* indents of the boxes around */
    int items;                                                     /* lists around */
    bool tight;                                                    /* no space around boxes here */
    bool alone;                                                    /* indents and spaces are the style's own */
} Ctx;
typedef void Act(Maker *, const Node *, Ctx);
typedef struct { Act *act; LookId look; Role role; } Row;
static const Row rows[TEI_MAX];

static void children(Maker *m, const Node *n, Ctx c);
static void node(Maker *m, const Node *n, Ctx c);

/* ---- structure: made in the first pass, in the order of asking; afterwards the same answers in the same order */
Struct *compose_node(Maker *m, Struct *parent, Role role)
{
    Flow *f = m->flow;
    if (m->at_node < f->nnodes)
        return f->nodes[m->at_node++];
    assert(!m->press->built);
    if (f->nnodes == f->cap) {
        ptrdiff_t cap = f->cap ? 2 * f->cap : 64;
        Struct **grown = new(m->press->a, Struct *, cap);
        if (f->nnodes)
            memcpy(grown, f->nodes, (size_t)f->nnodes * sizeof *grown);
        f->nodes = grown;
        f->cap = cap;
    }
    m->at_node++;
    return f->nodes[f->nnodes++] = struct_new(m->press->a, parent, role);
}

/* A node for an element: with its id, and its language where that is another. */
static Struct *node_of(Maker *m, const Node *n, Struct *parent, Role role)
{
    Struct *s = compose_node(m, parent, role);
    s->id = tei_get(n, ATT_ID);
    Str lang = tei_get(n, ATT_LANG);
    if (lang.n && !str_eq(lang, m->press->book->config->lang))
        s->lang = lang;
    return s;
}

/* Boxes that several flows share: a text, a div that had to be cut. */
static Struct *wrap_of(Maker *m, const Node *box)
{
    Press *p = m->press;
    Tag tag = tei_tag(box);
    if (tag == TEI_NONE || tag == TEI_TEI)
        return p->root;
    Struct *parent = wrap_of(m, tei_parent(box));
    if ((tag != TEI_TEXT && tag != TEI_DIV) || (tag == TEI_TEXT && tei_is(tei_parent(box), TEI_TEI)))
        return parent;
    Str key = {(const char *)&box, sizeof box};
    Struct *s = table_find(p->wraps, key);
    if (s)
        return s;
    s = struct_new(p->a, parent, tag == TEI_TEXT ? ROLE_PART : ROLE_SECT);
    s->id = tei_get(box, ATT_ID);
    s->lang = tei_get(box, ATT_LANG);
    table_put(p->wraps, str_copy(p->a, key), s);
    return s;
}

/* ---- blocks */
void compose_anchor(Maker *m, Str id)
{
    if (id.n == 0)
        return;
    for (Str rest = buf_str(&m->anchors); rest.n > 0;) {
        Cut c = str_cut(rest, ' ');
        if (str_eq(c.head, id))
            return;
        rest = c.tail;
    }
    if (m->anchors.n > 0)
        buf_byte(&m->anchors, ' ');
    buf_put(&m->anchors, id);
}

static void append(Maker *m, Block *b)
{
    b->mark = m->mark;
    m->mark = NULL;
    if (m->last)
        m->last->next = b;
    else
        m->first = b;
    m->last = b;
}

Block *compose_block(Maker *m, LookId look, Struct *s)
{
    const Look *l = &m->press->design.looks[look];
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_PARA, .node = s, .align = l->align, .left = l->left, .right = l->right,
        .first = l->first, .hang = l->hang, .before = l->before, .after = l->after, .leading = l->leading};
    append(m, b);
    return b;
}

Block *compose_line(Maker *m, LookId look, Struct *s, Str text)
{
    Block *b = compose_block(m, look, s);
    Phrase p = phrase_open(m, b, look, s, (Str){0});
    phrase_chars(&p, text);
    phrase_close(&p);
    return b;
}

void compose_skip(Maker *m, Sp height)
{
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_SKIP, .artifact = ARTIFACT_LAYOUT, .height = height};
    append(m, b);
}

static bool inline_here(const Node *n)
{
    Tag tag = tei_tag(n);
    int kind = tei_kind(tag);
    if (tag == TEI_CHARS || !(kind & (KIND_BOX | KIND_LEAF | KIND_HEADER)))
        return tag != TEI_NONE && tag != TEI_GRAPHIC && tag != TEI_MILESTONE;
    if (!(kind & KIND_INLINE))
        return false;
    if (!(tei_kind(tei_tag(tei_parent(n))) & (KIND_LEAF | KIND_INLINE)))
        return false;
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        if ((tei_kind(tei_tag(c)) & (KIND_BOX | KIND_LEAF)) && !inline_here(c))
            return false;
    return true;
}

/* Something of it is to be seen: most blocks answer with their first character. */
static bool is_seen(const Node *n)
{
    if (tei_tag(n) == TEI_CHARS)
        return str_trim(tei_content(n)).n > 0;
    for (const Node *at = tei_first(n); at;) {
        Tag tag = tei_tag(at);
        if (tag == TEI_CHARS && str_trim(tei_content(at)).n > 0)
            return true;
        if (tag == TEI_GAP || (tag == TEI_REF && str_eq(tei_get(at, ATT_TYPE), S("page"))))
            return true;
        at = tei_kind(tag) & KIND_OMITTED || tag == TEI_NOTE ? tei_skip(at, n) : tei_walk(at, n);
    }
    return false;
}

/* ---- leaves */
/* A speaker, a label, a list's mark: it opens the paragraph. */
static void put_lead(Maker *m, Phrase *p)
{
    Face face = p->face;
    Struct *node_below = p->node;
    if (m->lead) {
        p->face = m->lead_face;
        p->node = m->lead_node ? m->lead_node : compose_node(m, p->node, ROLE_SPAN);
        p->id = tei_get(m->lead, ATT_ID);
        phrase_node(p, m->lead);
        phrase_close(p);
        p->face = face;
        p->node = node_below;
        phrase_space(p, m->press->design.leading / 2);
        p->offset = 0;
        p->begun = false;
    } else if (m->label.n > 0) {
        p->node = m->lead_node;
        phrase_label(p, m->label, m->label_width);
        p->node = node_below;
    }
    m->lead = NULL;
    m->label = (Str){0};
}

static Str voice_of(Maker *m, const Node *n)
{
    const Voice *v = book_voice(m->press->book, tei_get(n, ATT_RESP));
    return v && str_starts(v->kind, S("voice:")) ? str_from(v->kind, 6) : S("");
}

static LookId look_here(LookId own, Ctx c) { return own == LOOK_TEXT ? c.look : own; }

/* Sets children from…to (not included) as a paragraph. */
static Block *set_phrase(Maker *m, const Node *n, const Node *from, const Node *to, Struct *s, LookId look, Ctx c)
{
    bool bracket = look == LOOK_VOICE, running = look == c.look && !c.alone;
    Block *b = compose_block(m, look, s);
    b->at = tei_where(n);
    if (running) {
        b->left = c.left;
        b->right = c.right;
        b->before = b->after = 0;
    } else {
        b->left += c.left;
        b->right += c.right;
    }
    if (m->flush && running)
        b->first = 0;
    if (m->label.n > 0)
        b->first = -m->label_width;
    Phrase p = phrase_open(m, b, look, s, tei_get(n, ATT_ID));
    p.coded = look == LOOK_CODE;
    p.noted = look == LOOK_NOTE || look == LOOK_NOTETEXT;
    put_lead(m, &p);
    p.id = tei_get(n, ATT_ID);
    if (bracket)
        phrase_add(&p, S("["));
    for (const Node *i = from; i && i != to; i = tei_next(i))
        phrase_node(&p, i);
    if (bracket)
        phrase_add(&p, S("]"));
    phrase_close(&p);
    m->flush = false;
    return b;
}

/* A leaf, or what stands between the blocks in a leaf of mixed content. */
static void set_leaf(Maker *m, const Node *n, Ctx c, LookId look, Role role)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Str old = m->lang, lang = tei_get(n, ATT_LANG);
    if (lang.n)
        m->lang = lang;
    for (const Node *i = tei_first(n); i;) {
        const Node *from = i;
        bool seen = false;
        for (; i && inline_here(i); i = tei_next(i))
            seen = seen || is_seen(i) || tei_is(i, TEI_GAP);
        if (seen)
            set_phrase(m, n, from, i, node_of(m, n, c.parent, role), look, c);
        else
            for (const Node *k = from; k != i; k = tei_next(k))
                if (tei_is(k, TEI_PB) || tei_is(k, TEI_ANCHOR))
                    compose_anchor(m, tei_get(k, ATT_ID));
        if (i) {
            node(m, i, c);
            i = tei_next(i);
        }
    }
    m->lang = old;
}

static void leaf(Maker *m, const Node *n, Ctx c)
{
    const Row *row = &rows[tei_tag(n)];
    LookId look = look_here(row->look, c);
    if (look == LOOK_TEXT && voice_of(m, n).n > 0)
        look = LOOK_VOICE;
    set_leaf(m, n, c, look, row->role);
}

/* Lines of code: each `lb` ends one. */
static void ab(Maker *m, const Node *n, Ctx c)
{
    if (str_eq(tei_get(n, ATT_TYPE), S("code")))
        set_leaf(m, n, c, LOOK_CODE, ROLE_CODE);
    else if (str_eq(tei_get(n, ATT_TYPE), S("ornament")))
        set_leaf(m, n, c, LOOK_ORNAMENT, ROLE_P);
    else
        leaf(m, n, c);
}

static bool is_line(const Node *n) { return n && tei_is(n, TEI_L); }

/* Turnovers hang; the first two and the last two lines of a stanza stay together. */
static void verse_line(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    Sp hang = m->press->design.looks[LOOK_VERSE].hang;
    set_leaf(m, n, c, LOOK_VERSE, ROLE_P);
    Block *b = before ? before->next : m->first;
    if (!b)
        return;
    b->keep = true;
    b->first = -hang;
    b->left = c.left + m->press->design.looks[LOOK_VERSE].left + hang;
    b->hang = 0;
    b->before = b->after = 0;
    const Node *next = tei_next(n);
    b->keep_next = is_line(next) && (!is_line(tei_prev(n)) || !is_line(tei_next(next)));
}

/* ---- boxes: space before and after, whatever is in them */
static void add_space(Maker *m, Block *before, Sp above, Sp below)
{
    Block *first = before ? before->next : m->first;
    if (!first)
        return;
    first->before += above;
    m->last->after += below;
}

static void set_box(Maker *m, const Node *n, Ctx c, LookId look, Role role)
{
    const Look *l = &m->press->design.looks[look];
    compose_anchor(m, tei_get(n, ATT_ID));
    if (!is_seen(n) && !tei_child(n, TEI_FIGURE)) {
        for (const Node *at = tei_first(n); at; at = tei_walk(at, n))
            compose_anchor(m, tei_get(at, ATT_ID));
        return;
    }
    Block *before = m->last;
    Str old = m->lang, lang = tei_get(n, ATT_LANG);
    if (lang.n)
        m->lang = lang;
    Ctx in = c;
    in.parent = node_of(m, n, c.parent, role);
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
    set_box(m, n, c, look_here(row->look, c), row->role);
}

/* A group that is nothing on paper. */
static void through(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    children(m, n, c);
}

static void quote(Maker *m, const Node *n, Ctx c) { set_box(m, n, c, LOOK_QUOTE, ROLE_BLOCKQUOTE); }

static void stanza(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = node_of(m, n, c.parent, ROLE_DIV);
    in.tight = false;
    children(m, n, in);
    bool within = tei_is(tei_parent(n), TEI_LG), follows = within && tei_is(tei_prev(n), TEI_LG);
    Sp one = m->press->design.leading;
    add_space(m, before, within ? (follows ? one : 0) : one / 2, within ? 0 : one / 2);
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
static void give_mark(Maker *m, const Node *n, Struct *li)
{
    if (!m->lead)
        m->label = mark_of(m, n);
    if (m->lead || m->label.n > 0)
        m->lead_node = compose_node(m, li, ROLE_LBL);
    m->label_width = m->press->design.looks[LOOK_LIST].left;
    if (m->label.n > 2 && str_ends(m->label, S(".")))
        m->label_width = m->label_width * 3 / 2;
}

static void item(Maker *m, const Node *n, Ctx c)
{
    if (!is_seen(n)) {
        compose_anchor(m, tei_get(n, ATT_ID));
        return;
    }
    Struct *li = compose_node(m, c.parent, ROLE_LI);
    give_mark(m, n, li);
    bool marked = m->label.n > 0;
    Ctx in = c;
    in.parent = compose_node(m, li, ROLE_LBODY);
    in.left += marked ? m->label_width - m->press->design.looks[LOOK_LIST].left : 0;
    Block *before = m->last;
    m->flush = true;
    set_leaf(m, n, in, LOOK_LIST, ROLE_P);
    Block *b = before ? before->next : m->first;
    if (b && !marked) {                                            /* without a mark turnovers hang */
        b->first = -m->press->design.leading;
        b->left += m->press->design.leading;
    }
    m->label = (Str){0};
}

static void list(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    in.tight = c.items > 0;
    in.items = c.items + 1;
    set_box(m, n, in, LOOK_LIST, ROLE_L);
}

/* ---- words that open the next paragraph */
static void lead(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    if (!is_seen(n))
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
    in.parent = node_of(m, n, c.parent, ROLE_DIV);
    m->flush = true;
    children(m, n, in);
    Block *first = before ? before->next : m->first;
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
    bool own = h->node == home || h->node == tei_parent(home);
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
    if (str_eq(type, S("notes-text")))
        return LOOK_NOTEHEAD1;
    if (str_eq(type, S("notes-chapter")))
        return LOOK_NOTEHEAD2;
    if (str_eq(type, S("document")))
        return LOOK_DOCHEAD;
    return depth < 1 ? LOOK_PART : depth > 5 ? LOOK_HEAD5 : (LookId)(LOOK_HEAD1 + depth - 1);
}

static void set_head(Maker *m, const Node *n, Ctx c, LookId look, int level)
{
    Press *p = m->press;
    Block *before = m->last;
    if (!p->built) {
        level = level > p->last_head + 1 ? p->last_head + 1 : level;
        p->last_head = level = level > 6 ? 6 : level;
    }
    c.look = look;
    c.alone = true;
    set_leaf(m, n, c, look, ROLE_H);
    Block *b = before ? before->next : m->first;
    if (!b)
        return;
    if (!p->built)
        b->node->level = level;
    b->keep = b->keep_next = true;
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
    set_leaf(m, n, c, LOOK_SUBHEAD, ROLE_P);
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
    set_leaf(m, n, c, LOOK_CAPTION, ROLE_CAPTION);
    if (m->last != above)
        m->last->keep_next = !tei_is(tei_parent(n), TEI_FIGURE);
}

static void head(Maker *m, const Node *n, Ctx c)
{
    Str type = tei_get(n, ATT_TYPE);
    const Node *up = tei_parent(n);
    bool heads = tei_is(up, TEI_DIV) || tei_is(up, TEI_BODY) || tei_is(up, TEI_FRONT) || tei_is(up, TEI_TEXT);
    if (!is_seen(n) || str_eq(type, S("short")) || str_eq(type, S("untitled"))) {
        compose_anchor(m, tei_get(n, ATT_ID));
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
    compose_anchor(m, tei_get(n, ATT_ID));
    Str old = m->lang, lang = tei_get(n, ATT_LANG), type = tei_get(n, ATT_TYPE);
    if (lang.n)
        m->lang = lang;
    Ctx in = c;
    in.parent = node_of(m, n, c.parent, ROLE_SECT);
    m->flush = true;
    if (str_eq(type, S("imprint")))
        prelims_imprint(m, n, in.parent);
    else
        children(m, n, in);
    m->lang = old;
}

/* ---- notes */
static void note(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = node_of(m, n, c.parent, ROLE_NOTE);
    in.look = LOOK_NOTE;
    m->flush = true;
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        if (tei_is(i, TEI_P) || tei_is(i, TEI_AB)) {
            Headline *h = new(m->a, Headline, 1);
            const Node *ref = tei_child(i, TEI_REF);
            if (ref && str_eq(tei_get(ref, ATT_TYPE), S("back")) && tei_get(n, ATT_ID).n)
                h->call = str_from(tei_get(ref, ATT_TARGET), 1);
            m->mark = h->call.n ? h : m->mark;
        }
        node(m, i, in);
        in.look = LOOK_NOTETEXT;
    }
}

/* ---- tables */
static int count_cells(const Node *row)
{
    int n = 0;
    for (const Node *i = tei_first(row); i; i = tei_next(i)) {
        Number span = str_number(tei_get(i, ATT_COLS));
        if (tei_is(i, TEI_CELL))
            n += span.ok && span.value > 0 && span.value < 100 ? (int)span.value : 1;
    }
    return n;
}

static void set_cell(Maker *m, Cell *cell, const Node *n, Struct *tr, bool heading, Ctx c)
{
    Number span = str_number(tei_get(n, ATT_COLS));
    Block *first = m->first, *last = m->last;
    m->first = m->last = NULL;
    cell->head = heading;
    cell->span = span.ok && span.value > 0 && span.value < 100 ? (int)span.value : 1;
    cell->node = node_of(m, n, tr, heading ? ROLE_TH : ROLE_TD);
    if (heading)
        cell->node->attributes = S("scope=Column");
    Ctx in = c;
    in.parent = cell->node;
    in.left = in.right = 0;
    in.look = heading ? LOOK_TABLEHEAD : LOOK_TABLE;
    m->flush = true;
    set_leaf(m, n, in, heading ? LOOK_TABLEHEAD : LOOK_TABLE, ROLE_P);
    cell->blocks = m->first;
    m->first = first;
    m->last = last;
}

static bool is_label(const Node *n) { return str_eq(tei_get(n, ATT_ROLE), S("label")); }

static void set_rows(Maker *m, const Node *n, Block *b, Ctx c)
{
    int at = 0;
    Struct *head = NULL, *body = NULL;
    for (const Node *r = tei_first(n); r; r = tei_next(r)) {
        if (!tei_is(r, TEI_ROW))
            continue;
        bool heading = is_label(r);
        Struct **group = heading ? &head : &body;
        if (!*group)
            *group = compose_node(m, c.parent, heading ? ROLE_THEAD : ROLE_TBODY);
        Struct *tr = node_of(m, r, *group, ROLE_TR);
        compose_anchor(m, tei_get(r, ATT_ID));
        int col = 0;
        for (const Node *i = tei_first(r); i; i = tei_next(i)) {
            if (!tei_is(i, TEI_CELL))
                continue;
            Cell *cell = &b->cells[at * b->cols + col];
            set_cell(m, cell, i, tr, heading || is_label(i), c);
            col += cell->span;
        }
        at++;
    }
}

static void table(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = node_of(m, n, c.parent, ROLE_TABLE);
    Block *b = new(m->a, Block, 1);
    Sp half = m->press->design.leading / 2;
    *b = (Block){.kind = BLOCK_TABLE, .node = in.parent, .left = c.left, .right = c.right, .before = half,
        .after = half, .at = tei_where(n)};
    for (const Node *r = tei_first(n); r; r = tei_next(r)) {
        int cells = tei_is(r, TEI_ROW) ? count_cells(r) : 0;
        b->rows += cells > 0;
        b->cols = cells > b->cols ? cells : b->cols;
        if (tei_is(r, TEI_HEAD))
            head(m, r, in);
    }
    if (b->rows == 0)
        return;
    b->cells = new(m->a, Cell, b->rows * b->cols);
    set_rows(m, n, b, in);
    append(m, b);
}

/* ---- figures, ornaments, title pages */
static void figure(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    const Node *graphic = tei_child(n, TEI_GRAPHIC), *desc = tei_child(n, TEI_FIGDESC);
    compose_anchor(m, tei_get(n, ATT_ID));
    in.parent = node_of(m, n, c.parent, ROLE_FIGURE);
    in.parent->alt = desc ? tei_reading(m->press->a, desc) : S("");
    if (graphic) {
        Block *b = new(m->a, Block, 1);
        *b = (Block){.kind = BLOCK_IMAGE, .node = in.parent, .align = ALIGN_CENTER, .keep = true, .at = tei_where(n),
            .image = path_join(m->a, m->press->book->config->dir, tei_get(graphic, ATT_URL)),
            .before = m->press->design.leading / 2, .after = m->press->design.leading / 2};
        append(m, b);
    }
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        if (!tei_is(i, TEI_GRAPHIC) && !tei_is(i, TEI_FIGDESC))
            node(m, i, in);
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
    Block *b = compose_line(m, LOOK_ORNAMENT, NULL, m->press->design.ornament);
    b->artifact = ARTIFACT_LAYOUT;
    b->keep_next = true;
    m->flush = true;
}

static void title_page(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Struct *s = node_of(m, n, c.parent, ROLE_SECT);
    if (in_group(n))
        prelims_part(m, n, s);
    else if (str_eq(tei_get(n, ATT_TYPE), S("halftitle")))
        prelims_halftitle(m, n, s);
    else
        prelims_titlepage(m, n, s);
}

void compose_leaf(Maker *m, const Node *n, Struct *parent, LookId look)
{
    set_leaf(m, n, (Ctx){.parent = parent, .look = look, .alone = true}, look, ROLE_P);
}

void compose_heading(Maker *m, Str words, Struct *parent)
{
    Headline *h = new(m->a, Headline, 1);
    h->title = words;
    m->mark = h;
    Struct *s = compose_node(m, parent, ROLE_H);
    s->level = 1;
    if (!m->press->built)
        m->press->last_head = 1;
    Block *b = compose_line(m, LOOK_HEAD1, s, words);
    b->keep = b->keep_next = true;
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
    [TEI_CIT] = {through, 0, 0},
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
    [TEI_OPENER] = {leaf, LOOK_OPENER, ROLE_P},
    [TEI_CLOSER] = {leaf, LOOK_CLOSER, ROLE_P},
    [TEI_BYLINE] = {leaf, LOOK_PARTBY, ROLE_P},
    [TEI_DATELINE] = {leaf, LOOK_OPENER, ROLE_P},
    [TEI_SALUTE] = {leaf, LOOK_TEXT, ROLE_P},
    [TEI_SIGNED] = {leaf, LOOK_CLOSER, ROLE_P},
    [TEI_TRAILER] = {leaf, LOOK_CLOSER, ROLE_P},
    [TEI_EPIGRAPH] = {box, LOOK_EPIGRAPH, ROLE_BLOCKQUOTE},
    [TEI_ARGUMENT] = {box, LOOK_STANDFIRST, ROLE_DIV},
    [TEI_NOTE] = {note, LOOK_NOTE, ROLE_NOTE},
    [TEI_NOTEGRP] = {through, 0, 0},
    [TEI_FIGURE] = {figure, LOOK_CAPTION, ROLE_FIGURE},
    [TEI_GRAPHIC] = {through, 0, 0},
    [TEI_TABLE] = {table, LOOK_TABLE, ROLE_TABLE},
    [TEI_MILESTONE] = {milestone, LOOK_ORNAMENT, 0},
    [TEI_TITLEPART] = {leaf, LOOK_TITLE, ROLE_P},
    [TEI_DOCAUTHOR] = {leaf, LOOK_AUTHOR, ROLE_P},
    [TEI_DOCEDITION] = {leaf, LOOK_SUBTITLE, ROLE_P},
    [TEI_DOCIMPRINT] = {leaf, LOOK_PUBLISHER, ROLE_P},
    [TEI_DOCDATE] = {leaf, LOOK_PUBLISHER, ROLE_P},
    [TEI_DOCTITLE] = {through, 0, 0},
};

/* Characters between blocks, and elements without a row, should not be there; they are set, not lost. */
static void node(Maker *m, const Node *n, Ctx c)
{
    Tag tag = tei_tag(n);
    if (tag == TEI_NONE || tag == TEI_TEIHEADER || (tei_kind(tag) & KIND_OMITTED))
        return;
    if (tag == TEI_PB || tag == TEI_ANCHOR) {
        compose_anchor(m, tei_get(n, ATT_ID));
        return;
    }
    if (tag == TEI_CHARS || !rows[tag].act) {
        if (is_seen(n))
            set_phrase(m, tei_parent(n), n, tei_next(n), compose_node(m, c.parent, ROLE_P), look_here(LOOK_TEXT, c), c);
        return;
    }
    rows[tag].act(m, n, c);
}

static void children(Maker *m, const Node *n, Ctx c)
{
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        node(m, i, c);
}

/* ---- a flow: its matters, and the page they want */
static void set_frame(Press *p, const Flow *f, Frame *frame)
{
    const Design *d = &p->design;
    const Matter *first = &p->book->matters[f->matter];            /* of the contents: the one after */
    *frame = (Frame){.width = d->width, .height = d->height, .inner = d->inner, .top = d->top, .measure = d->measure,
        .leading = d->leading, .lines = d->lines, .sink = d->sink, .recto = f->recto, .hyphenate = d->hyphenate,
        .protrude = d->protrude, .expand = d->expand, .letterspace = d->letterspace};
    if (f->nmatters == 0)
        return;
    switch (first->kind) {
    case MATTER_HALFTITLE:
    case MATTER_TITLEPAGE:
        frame->sink = d->title_sink;
        break;
    case MATTER_IMPRINT:
        frame->sink = 0;
        break;
    case MATTER_TEXT_TITLE:
        frame->sink = d->part_sink;
        break;
    case MATTER_NOTES:
        frame->leading = d->note_leading;
        frame->lines = d->note_lines;
        frame->sink = (int)(d->sink * d->leading / d->note_leading);
        break;
    default:
        break;
    }
    if (!first->heading && first->kind == MATTER_CHAPTER)
        frame->sink = 0;                                           /* the rest of a chapter that had to be cut */
}

static void set_matter(Maker *m, const Matter *matter)
{
    Headline *h = new(m->a, Headline, 1);
    h->title = matter->short_title.n ? matter->short_title : matter->title;
    m->mark = h;
    m->flush = true;
    m->lang = matter->lang.n ? matter->lang : m->press->book->config->lang;
    compose_anchor(m, matter->id);
    Ctx c = {.look = LOOK_TEXT};
    for (const Node *n = matter->first; n; n = tei_next(n)) {
        c.parent = wrap_of(m, tei_parent(n));
        node(m, n, c);
        if (n == matter->last)
            break;
    }
}

Block *compose_flow(Press *p, Flow *f, Arena *a, const PageMap *known, Frame *frame)
{
    Maker m = {.press = p, .flow = f, .a = a, .known = known, .anchors = buf_new(a)};
    set_frame(p, f, frame);
    if (f->nmatters == 0)
        prelims_contents(&m);
    for (ptrdiff_t i = 0; i < f->nmatters; i++) {
        m.runs_on = i > 0;
        set_matter(&m, &p->book->matters[f->matter + i]);
    }
    return m.first;
}
