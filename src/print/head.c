/* head.c - a `head` in, blocks out: a title of its level, a subtitle, a caption, or words that open a paragraph. */
#include "print/inside.h"

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

/* One space between a heading and the box above it, the larger of the two; below a table, whose rule takes up the
   table's own, both. */
static Sp white_above(Sp own, const Block *above)
{
    return !above || above->kind == BLOCK_TABLE ? own : own > above->after ? own - above->after : 0;
}

static void run_in(Maker *m, const Node *n, Ctx c, LookId look, int level)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    m->lead = n;
    m->lead_face = m->press->design.looks[look].face;
    m->lead_node = compose_node_of(m, n, c.parent, ROLE_H);
    m->lead_node->level = level;
    m->lead_before = white_above(m->press->design.looks[look].before, m->last);
    m->flush = true;
}

static void heading(Maker *m, const Node *n, Ctx c, LookId look, int level)
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
    bool opens = m->chapter && look == LOOK_HEAD1;
    m->amid = opens && m->runs_on;
    look = m->runs_on && look == LOOK_HEAD1 ? LOOK_RUNON : look;
    c.look = look;
    c.alone = true;
    compose_leaf(m, n, c, look, ROLE_H);
    Block *b = compose_after(m, before);
    if (!b)
        return;
    b->before = white_above(b->before, before);
    if (!p->built)
        b->node->level = level;
    b->keep = b->keep_next = true;
    m->opens = opens;
    opening_number(m, b, look);
    if (look == LOOK_PART)
        tier_set(m, b, look, LOOK_SUBTITLE);
    else
        balance_lines(m, b);
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
        const Design *d = &m->press->design;
        Block *b = compose_block(m, LOOK_ORNAMENT, NULL);
        b->kind = BLOCK_RULE;
        b->artifact = ARTIFACT_LAYOUT;
        b->height = d->looks[LOOK_TEXT].face.size / 24;
        b->width = 4 * d->looks[LOOK_TEXT].face.size;
        b->before = b->after = (3 * d->leading - b->height) / 2;
        b->keep_next = true;
    }
    m->flush = true;
    m->runs_on = false;
}

void head_set(Maker *m, const Node *n, Ctx c)
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
        heading(m, n, c, head_look(n, level - element_in_group(n)), level);
    }
}
