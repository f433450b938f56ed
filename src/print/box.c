/* box.c - an element that holds blocks in, its blocks out, with the space before and after, whatever is in them. */
#include "print/inside.h"

/* A paragraph that ends with a colon. */
static bool is_lead(const Block *b)
{
    const Run *last = b->runs;
    while (last && last->next)
        last = last->next;
    return b->kind == BLOCK_PARA && last && str_ends(last->text, S(":"));
}

void box_announce(Block *before)
{
    if (before && is_lead(before))
        before->announces = true;
}

void box_space(Maker *m, Block *before, Sp above, Sp below)
{
    Block *first = compose_after(m, before), *last = m->last;
    if (!first)
        return;
    if (above > 0)
        box_announce(before);
    if (before && above > 0 && before->after >= above)             /* one space between two boxes */
        above = 0;
    first->before = first->before > above ? first->before : above; /* and where one begins or ends with another */
    last->after = last->after > below ? last->after : below;
}

void box_set(Maker *m, const Node *n, Ctx c, LookId look, Role role)
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
    element_children(m, n, in);
    m->flush = false;
    m->lang = old;
    if (!c.tight)
        box_space(m, before, l->before, l->after);
}

/* A quotation with its source: the source belongs to it, space comes after both. */
void box_cit(Maker *m, const Node *n, Ctx c)
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
        box_space(m, before, l->before, l->after);
    m->flush = true;
}

/* Who speaks behind it again begins at the margin: indented, a line between two quotations would look like a third. */
void box_quote(Maker *m, const Node *n, Ctx c)
{
    LookId look = c.look == LOOK_EPIGRAPH ? c.look : LOOK_QUOTE;   /* set in once, where all is an epigraph */
    if (c.look == LOOK_EPIGRAPH) {
        c.left -= m->press->design.looks[look].left;
        c.right -= m->press->design.looks[look].right;
    }
    box_set(m, n, c, look, ROLE_BLOCKQUOTE);
    m->flush = true;
}
