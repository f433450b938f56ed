/* tier.c - a title in tiers: what follows its colon, or a dash between its parts, stands on lines of its own. */
#include "print/inside.h"

/* Where the next part begins: behind ": ", " – " or " — "; 0: nowhere. */
static ptrdiff_t part_end(Str text)
{
    static const char *const signs[] = {": ", " – ", " — "};
    ptrdiff_t least = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        ptrdiff_t at = str_find(text, str_of(signs[i])), end = at + str_of(signs[i]).n;
        if (at > 0 && end < text.n && (least == 0 || end < least))
            least = end;
    }
    return least;
}

/* The runs from the next part on, cut off from those before; NULL: there is none. */
static Run *cut_off(Maker *m, Block *b)
{
    for (Run *r = b->runs; r; r = r->next) {
        ptrdiff_t n = r->kind == RUN_TEXT ? part_end(r->text) : 0;
        if (n == 0)
            continue;
        Run *rest = opening_split(m, r, n);
        rest->glue_before = false;
        r->next = NULL;
        return rest;
    }
    return NULL;
}

/* Smaller, but in the font of the title: they are one heading, and another cut would be emphasis. */
static void make_smaller(Maker *m, Run *runs, const Face *face, Sp size)
{
    for (Run *r = runs; r; r = r->next) {
        if (!r->style)
            continue;
        Face f = *face;
        f.cut ^= r->style->font != style_of(m->press, *face, r->style->lang)->font ? CUT_ITALIC : 0;
        f.size = size;
        r->style = style_of(m->press, f, r->style->lang);
    }
}

/* A part of the same paragraph: its node is that of the first. */
static Block *next_tier(Maker *m, Block *above, Run *runs, LookId look)
{
    Block *b = compose_block(m, look, above->node);
    b->at = above->at;
    b->runs = runs;
    b->keep = above->keep;
    b->keep_next = above->keep_next;
    b->before = 0;
    b->after = above->after;
    above->keep_next = true;
    above->after = 0;
    return b;
}

void tier_set(Maker *m, Block *b, LookId own, LookId rest)
{
    const Design *d = &m->press->design;
    Sp room = d->measure - b->left - b->right;
    bool wide = type_width(m->press->setter, b->runs) > room;
    Run *runs = wide ? cut_off(m, b) : NULL;
    balance_lines(m, b);
    if (runs && own != rest) {
        make_smaller(m, runs, &d->looks[own].face, d->looks[rest].face.size);
        b = next_tier(m, b, runs, rest);
        b->before = d->leading / 2;
    } else if (runs) {
        b = next_tier(m, b, runs, rest);
    }
    while (runs) {
        runs = cut_off(m, b);
        balance_lines(m, b);
        b = runs ? next_tier(m, b, runs, rest) : b;
    }
}
