/* verse.c - lines of verse and their stanzas in, blocks out. */
#include "print/inside.h"

/* So many lines stay together; of more, the first and the last two. */
enum { STANZA = 8 };
enum { POEM = 2 };                                                 /* a poem has numbers if it has two numbered lines */

static bool is_line(const Node *n) { return n && tei_is(n, TEI_L); }

static bool is_short(const Node *line)
{
    int n = 0;
    for (const Node *i = tei_first(tei_parent(line)); i && n <= STANZA; i = tei_next(i))
        n += is_line(i);
    return n <= STANZA;
}

const Node *verse_poem(const Node *l)
{
    const Node *top = tei_parent(l);
    while (tei_is(tei_parent(top), TEI_LG))
        top = tei_parent(top);
    return tei_is(top, TEI_LG) ? top : NULL;
}

bool verse_has_numbers(const Press *p, const Node *poem)
{
    int wanted = POEM * p->design.verse_numbers, n = 0;
    for (const Node *at = poem ? tei_first(poem) : NULL; at && n < wanted; at = tei_walk(at, poem))
        n += tei_is(at, TEI_L);
    return n > 0 && n == wanted;
}

/* Turnovers hang, and in a poem with numbers no line reaches them.  A line is a whole of its own: it is no first line
   of a paragraph, of which another must follow. */
void verse_line(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    Sp hang = m->press->design.looks[LOOK_VERSE].hang;
    Sp room = 3 * m->press->design.looks[LOOK_LINENUMBER].face.size;  /* for three figures */
    compose_leaf(m, n, c, LOOK_VERSE, ROLE_P);
    Block *b = compose_after(m, before);
    if (!b)
        return;
    b->keep = true;
    b->keep_lines = 1;
    b->first = -hang;
    b->left = c.left + m->press->design.looks[LOOK_VERSE].left + hang;
    b->hang = 0;
    b->before = b->after = 0;
    if (verse_has_numbers(m->press, verse_poem(n)))
        b->right = b->right > room ? b->right : room;
    Str rend = tei_get(n, ATT_REND);
    Number indent = str_number(str_starts(rend, S("indent")) ? str_from(rend, 6) : S(""));
    b->first += indent.ok && indent.value < 20 ? indent.value * m->press->design.leading / 4 : 0;
    const Node *next = tei_next(n);
    bool edge = !is_line(tei_prev(n)) || !is_line(tei_next(next));
    b->keep_next = is_line(next) && (edge || is_short(n));
}

void verse_stanza(Maker *m, const Node *n, Ctx c)
{
    Block *before = m->last;
    compose_anchor(m, tei_get(n, ATT_ID));
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, ROLE_DIV);
    in.tight = false;
    element_children(m, n, in);
    bool within = tei_is(tei_parent(n), TEI_LG), follows = before && within && tei_is(tei_prev(n), TEI_LG);
    const Look *l = &m->press->design.looks[LOOK_VERSE];
    Sp above = within ? (follows ? m->press->design.leading : 0) : l->before;
    bool below = follows && before != m->last;                     /* a stanza's first line is no heading */
    if (below)
        before->after += above;
    box_space(m, before, below ? 0 : above, within ? 0 : l->after);
}
