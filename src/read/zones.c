#include "read/inside.h"

/* TEI has bylines, openers, signatures and the like only at the head or the foot of a division.  Elsewhere they are
   blocks that keep their name as a type. */

static void make_plain(Block *c)
{
    c->type = str_of(tei_name(c->tag));
    c->tag = c->tag == TEI_EPIGRAPH ? TEI_QUOTE : TEI_AB;
    c->top = c->bottom = false;
}

static void settle_div(Block *box)
{
    Block *tops = NULL, **top = &tops, *rest = NULL, **at = &rest, *c = box->first, *last_word = NULL;
    for (; c && (c->top || c->silent); c = c->next) {              /* what is silent steps back behind the opening */
        Block ***to = c->top ? &top : &at;
        **to = c;
        *to = &c->next;
    }
    *at = c;
    for (; c; c = c->next)
        if (!c->bottom && !c->silent)
            last_word = c;
    for (c = *at; c && last_word; c = c->next) {
        if (c->top || c->bottom)
            make_plain(c);
        if (c == last_word)
            break;
    }
    *top = rest;
    box->first = tops;
}

/* A foot may have what is silent before it, not between its parts. */
static void settle_foot(Block *box)
{
    Block *last_word = NULL, *feet = NULL, **foot = &feet, *silent = NULL, **at = &silent;
    bool words = false;
    for (Block *c = box->first; c; c = c->next)
        words = words || (c->kept && !c->bottom && !c->top);
    for (Block *c = box->first; c; c = c->next) {
        if (!words && c->bottom && !c->top)                        /* nothing is there that it could close */
            make_plain(c);
        if (!c->bottom && !c->silent)
            last_word = c;
    }
    Block **tail = last_word ? &last_word->next : &box->first;
    for (Block *c = *tail; c; c = c->next) {
        Block ***to = c->bottom ? &foot : &at;
        **to = c;
        *to = &c->next;
    }
    *foot = NULL;
    *at = feet;
    *tail = silent;
    for (box->last = box->first; box->last && box->last->next; box->last = box->last->next)
        ;
}

void zones_settle(Weave *w, Block *box)
{
    bool div = box->tag == TEI_DIV || box->tag == TEI_BODY;
    box->kept = tei_kind(box->tag) & KIND_LEAF || box->tag == TEI_MILESTONE;
    for (Block *c = box->first; c; c = c->next) {
        zones_settle(w, c);
        box->kept = box->kept || c->kept;
        if (!div && (c->top || c->bottom) && c->head >= 0)
            make_plain(c);
    }
    if (div && box->first) {
        settle_div(box);
        settle_foot(box);
    }
}
