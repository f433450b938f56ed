/* compose.c - one flow of the book as blocks: the maker, its structure nodes, paragraphs, and the flow as a whole. */
#include "print/inside.h"
#include <assert.h>

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

/* The language in force at a node of the structure. */
static Str lang_at(const Maker *m, const Struct *s)
{
    while (s && s->lang.n == 0)
        s = s->parent;
    return s ? s->lang : m->press->book->config->lang;
}

void compose_lang(const Maker *m, Struct *s, Str lang)
{
    if (lang.n > 0 && !str_eq(lang, lang_at(m, s->parent)))
        s->lang = lang;
}

/* A node for an element: with its id, and its language where that is another.  A note at the foot has not that of the
   words that call it. */
Struct *compose_node_of(Maker *m, const Node *n, Struct *parent, Role role)
{
    Struct *s = compose_node(m, parent, role);
    s->id = tei_get(n, ATT_ID);
    compose_lang(m, s, tei_lang(n));
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

void compose_append(Maker *m, Block *b)
{
    b->mark = m->mark;
    m->mark = NULL;
    if (m->last)
        m->last->next = b;
    else
        m->first = b;
    m->last = b;
}

/* In force from the next block on. */
Headline *compose_headline(Maker *m)
{
    Headline *h = new(m->a, Headline, 1);
    if (m->headline)
        m->headline->next = h;
    m->headline = h;
    m->mark = h;
    return h;
}

Block *compose_block(Maker *m, LookId look, Struct *s)
{
    const Look *l = &m->press->design.looks[look];
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_PARA, .node = s, .align = l->align, .left = l->left, .right = l->right,
        .first = l->first, .hang = l->hang, .before = l->before, .after = l->after, .leading = l->leading};
    compose_append(m, b);
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

/* The block after `before`, which was the last one then. */
Block *compose_after(Maker *m, Block *before) { return before ? before->next : m->first; }

void compose_skip(Maker *m, Sp height)
{
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_SKIP, .artifact = ARTIFACT_LAYOUT, .height = height};
    compose_append(m, b);
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
bool compose_seen(const Node *n)
{
    if (tei_tag(n) == TEI_CHARS)
        return str_trim(tei_content(n)).n > 0;
    if (tei_kind(tei_tag(n)) & KIND_OMITTED)
        return false;
    for (const Node *at = tei_first(n); at;) {
        Tag tag = tei_tag(at);
        if (tag == TEI_CHARS && str_trim(tei_content(at)).n > 0)
            return true;
        if (tag == TEI_REF && str_eq(tei_get(at, ATT_TYPE), S("page")))
            return true;
        at = tei_kind(tag) & KIND_OMITTED || tag == TEI_NOTE ? tei_skip(at, n) : tei_walk(at, n);
    }
    return false;
}

/* ---- leaves */
/* After a label as far as the list's text stands; after a heading that runs in an em, after a speaker half of one. */
static void put_gap(Maker *m, Phrase *p)
{
    const Design *d = &m->press->design;
    Sp half = tei_is(m->lead, TEI_HEAD) ? d->looks[LOOK_TEXT].face.size : d->leading / 2;
    Sp rest = tei_is(m->lead, TEI_LABEL) ? m->label_width - type_width(m->press->setter, p->block->runs) : half;
    phrase_space(p, rest > PT(4) ? rest : half);
}

/* A speaker, a label, a list's mark: it opens the paragraph. */
static void put_lead(Maker *m, Phrase *p)
{
    Face face = p->face;
    Struct *node_below = p->node;
    if (m->lead) {
        p->face = m->lead_face;
        p->node = m->lead_node ? m->lead_node : compose_node(m, p->node, ROLE_SPAN);
        p->id = tei_get(m->lead, ATT_ID);
        if (tei_is(m->lead, TEI_HEAD))
            span_children(p, m->lead);
        else
            span_set(p, m->lead);
        phrase_close(p);
        p->face = face;
        p->node = node_below;
        put_gap(m, p);
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

LookId compose_look(LookId own, Ctx c) { return own == LOOK_TEXT ? c.look : own; }

/* Sets children from…to (not included) as a paragraph. */
Block *compose_phrase(Maker *m, const Node *n, const Node *from, const Node *to, Struct *s, LookId look, Ctx c)
{
    bool running = look == c.look && !c.alone;
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
    if (m->flush && running) {
        b->first = 0;
        b->goes_on = m->last && !m->last->keep_next;
    }
    if (m->label.n > 0)
        b->first = -m->label_width;
    b->before += m->lead ? m->lead_before : 0;
    m->lead_before = 0;
    Phrase p = phrase_open(m, b, look, s, tei_get(n, ATT_ID));
    p.coded = look == LOOK_CODE;
    if (p.coded)
        p.node = compose_node(m, s, ROLE_CODE);
    p.noted = look == LOOK_NOTE || look == LOOK_NOTETEXT;
    put_lead(m, &p);
    p.id = tei_get(n, ATT_ID);
    for (const Node *i = from; i && i != to; i = tei_next(i))
        span_set(&p, i);
    phrase_close(&p);
    m->flush = false;
    return b;
}

/* A leaf, or what stands between the blocks in a leaf of mixed content. */
void compose_leaf(Maker *m, const Node *n, Ctx c, LookId look, Role role)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Str old = m->lang, lang = tei_get(n, ATT_LANG);
    if (lang.n)
        m->lang = lang;
    for (const Node *i = tei_first(n); i;) {
        const Node *from = i;
        bool seen = false, again = from != tei_first(n);
        for (; i && inline_here(i); i = tei_next(i))
            seen = seen || compose_seen(i);
        if (seen && again)
            compose_phrase(m, n, from, i, compose_node(m, c.parent, role), look, c);
        else if (seen)
            compose_phrase(m, n, from, i, compose_node_of(m, n, c.parent, role), look, c);
        else
            for (const Node *k = from; k != i; k = tei_next(k))
                if (tei_is(k, TEI_PB) || tei_is(k, TEI_ANCHOR))
                    compose_anchor(m, tei_get(k, ATT_ID));
        if (i) {
            element_set(m, i, c);
            i = tei_next(i);
        }
    }
    m->lang = old;
}
/* ---- a flow: its matters, and the page they want */
static bool follows_title(const Book *b, ptrdiff_t at)
{
    return at > 0 && b->matters[at - 1].kind == MATTER_TEXT_TITLE;
}

static void set_frame(Press *p, const Flow *f, Frame *frame)
{
    const Design *d = &p->design;
    const Matter *first = &p->book->matters[f->matter];            /* of the contents: the one after */
    *frame = (Frame){.width = d->width, .height = d->height, .inner = d->inner, .top = d->top, .measure = d->measure,
        .leading = d->leading, .lines = d->lines, .sink = d->sink, .recto = f->recto, .hyphenate = d->hyphenate,
        .protrude = d->protrude, .expand = d->expand, .letterspace = d->letterspace,
        .hyphen_cost = d->hyphen_cost};
    frame->rises = f->nmatters == 0 || first->kind == MATTER_FRONT;
    if (f->nmatters == 0)
        return;
    switch (first->kind) {
    case MATTER_HALFTITLE:
    case MATTER_TITLEPAGE:
    case MATTER_DEDICATION:
        frame->sink = d->title_sink;
        break;
    case MATTER_IMPRINT:
        frame->sink = 0;
        break;
    case MATTER_TEXT_TITLE:
        frame->sink = d->part_sink - f->raised;
        break;
    case MATTER_NOTES:
    case MATTER_APPARATUS:
    case MATTER_INDEX:
        if (first->kind != MATTER_NOTES)
            frame->hyphen_cost = 8 * d->hyphen_cost;               /* a list shows readings: a hyphen would be one */
        frame->leading = d->note_leading;
        frame->lines = d->note_lines;
        frame->sink = (int)(d->sink * d->leading / d->note_leading);
        break;
    default:
        break;
    }
    if (!first->heading && first->kind == MATTER_CHAPTER && !follows_title(p->book, f->matter))
        frame->sink = 0;                                           /* the rest of a chapter that had to be cut */
}

/* A chapter that runs on behind another: the notes of that one come first. */
static void end_chapter(Maker *m, const Matter *before, const Matter *next)
{
    if (!next || (next->heading && next->heading->level <= m->level))
        apparatus_flush(m, wrap_of(m, tei_parent(before->first)));
}

static LookId look_of(const Matter *m)
{
    bool list = m->kind == MATTER_APPARATUS || m->kind == MATTER_INDEX;
    bool epigraph = str_eq(tei_get(m->first, ATT_TYPE), S("epigraph"));
    return list ? LOOK_NOTEROW : m->kind != MATTER_DEDICATION ? LOOK_TEXT : epigraph ? LOOK_EPIGRAPH : LOOK_DEDICATION;
}

/* What a chapter goes on with behind its title has that title, too, though it does not begin with it. */
static Saying title_of(const Book *b, const Matter *m)
{
    const Heading *in_force = m->heading ? m->heading : book_heading(b, m->wrapper);
    return (Saying){m->short_title.n ? m->short_title : m->title, in_force ? heading_lang(in_force) : S("")};
}

static void set_matter(Maker *m, const Matter *matter)
{
    if (matter->heading && (m->level == 0 || matter->heading->level < m->level))
        m->level = matter->heading->level;
    Headline *h = compose_headline(m);
    h->title = title_of(m->press->book, matter);
    h->text = press_text(m->press->book, matter);
    h->part = press_part(m->press->book, matter);
    m->flush = true;
    m->chapter = matter->kind == MATTER_CHAPTER;
    bool after_title = follows_title(m->press->book, matter - m->press->book->matters);
    m->opens = m->chapter && (after_title || (matter->heading && matter->heading->untitled));
    m->lang = matter->lang.n ? matter->lang : m->press->book->config->lang;
    compose_anchor(m, matter->id);
    Ctx c = {.look = look_of(matter)};
    for (const Node *n = matter->first; n; n = tei_next(n)) {
        c.parent = wrap_of(m, tei_parent(n));
        element_set(m, n, c);
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
        const Matter *matter = &p->book->matters[f->matter + i];
        if (i > 0)
            end_chapter(&m, matter - 1, matter);
        m.runs_on = i > 0;
        set_matter(&m, matter);
        if (i + 1 == f->nmatters)
            end_chapter(&m, matter, NULL);
    }
    return m.first;
}
