/* prelims.c - pages of a kind of their own: half-title, title page, imprint, contents, the title page of a text. */
#include "print/inside.h"

static void leaf(Maker *m, const Node *n, Struct *s, LookId look)
{
    Block *before = m->last;
    compose_leaf(m, n, (Ctx){.parent = s, .look = look, .alone = true}, look, ROLE_P);
    if (look == LOOK_IMPRINT || m->last == before)
        return;
    if (look == LOOK_SUBTITLE || look == LOOK_PART)
        tier_set(m, m->last, look, LOOK_SUBTITLE);
    else
        balance_lines(m, m->last);
}

static LookId look_of(const Node *n)
{
    switch (tei_tag(n)) {
    case TEI_TITLEPART:
        return str_eq(tei_get(n, ATT_TYPE), S("sub")) ? LOOK_SUBTITLE : LOOK_TITLE;
    case TEI_DOCAUTHOR:
    case TEI_BYLINE:
        return LOOK_AUTHOR;
    case TEI_DOCIMPRINT:
    case TEI_DOCDATE:
        return LOOK_PUBLISHER;
    default:
        return LOOK_EDITION;
    }
}

static void leaves(Maker *m, const Node *n, Struct *s, LookId (*look)(const Node *))
{
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        if (tei_is(i, TEI_DOCTITLE))
            leaves(m, i, s, look);
        else if (tei_tag(i) != TEI_CHARS)
            leaf(m, i, s, look(i));
    }
}

static LookId half_look(const Node *n)
{
    (void)n;
    return LOOK_HALFTITLE;
}

static void halftitle(Maker *m, const Node *n, Struct *s) { leaves(m, n, s, half_look); }

static LookId part_look(const Node *n)
{
    LookId look = look_of(n);
    return look == LOOK_TITLE ? LOOK_PART : LOOK_PARTBY;
}

/* The title page of a text in an anthology. */
static void part(Maker *m, const Node *n, Struct *s) { leaves(m, n, s, part_look); }

/* The publisher stands at the foot of the page: a node of its own tells it from the rest. */
static void title_page(Maker *m, const Node *n, Struct *s)
{
    Struct *foot = NULL;
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        bool below = tei_is(i, TEI_DOCIMPRINT) || tei_is(i, TEI_DOCDATE) || tei_is(i, TEI_DOCEDITION);
        if (below && !foot)
            m->flow->at_foot = foot = compose_node(m, s, ROLE_DIV);
        if (tei_is(i, TEI_DOCTITLE))
            leaves(m, i, s, look_of);
        else if (tei_tag(i) != TEI_CHARS)
            leaf(m, i, below ? foot : s, look_of(i));
    }
}

void prelims_set(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Struct *s = compose_node_of(m, n, c.parent, ROLE_SECT);
    if (element_in_group(n))
        part(m, n, s);
    else if (str_eq(tei_get(n, ATT_TYPE), S("halftitle")))
        halftitle(m, n, s);
    else
        title_page(m, n, s);
}

void prelims_imprint(Maker *m, const Node *n, Struct *s)
{
    m->flow->at_foot = s;
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        if (tei_tag(i) != TEI_CHARS)
            leaf(m, i, s, LOOK_IMPRINT);
}

/* ---- contents: as many levels as the design wants, leaders, numbers */

/* The lists that are open and their last entries, by level: a list of a deeper level hangs in the entry above it. */
enum { DEEPEST = 7 };
typedef struct { Struct *list[DEEPEST], *last[DEEPEST]; } Lists;

static Struct *add_entry(Maker *m, Lists *l, int level)
{
    level = level < DEEPEST ? level : DEEPEST - 1;
    int up = level - 1;
    while (up > 0 && !l->last[up])
        up--;
    if (!l->list[level])
        l->list[level] = up > 0 ? compose_node(m, l->last[up], ROLE_TOC) : l->list[0];
    for (int below = level + 1; below < DEEPEST; below++)
        l->list[below] = l->last[below] = NULL;
    return l->last[level] = compose_node(m, l->list[level], ROLE_TOCI);
}

/* leads: to entries below it; joins: one of the first level close below another, as no deeper one parts them. */
static void entry(Maker *m, const Heading *h, Struct *toci, bool leads, bool joins)
{
    LookId look = h->level == 1 ? LOOK_TOC1 : LOOK_TOC2;
    Str label = pages_label(m->known, h->id), target = str_format(m->a, "#%.*s", STR(h->id));
    Block *b = compose_block(m, look, toci);
    b->at = tei_where(h->head ? h->head : h->node);
    b->keep_next = leads;                                          /* a text with the first of its chapters */
    b->before = joins ? 0 : b->before;
    b->left += h->level > 2 ? (h->level - 2) * m->press->design.leading : 0;
    Phrase p = phrase_open(m, b, look, compose_node(m, toci, ROLE_REFERENCE), (Str){0});
    Struct *link = compose_node(m, p.node, ROLE_LINK);
    compose_lang(m, link, heading_lang(h));
    p.node = link;
    p.link = target;
    p.describe = h->title;
    PhraseManner own = phrase_manner(&p);
    p.lang = heading_lang(h).n ? heading_lang(h) : p.lang;
    phrase_chars(&p, heading_listed(h));
    phrase_close(&p);
    phrase_restore(&p, own);
    phrase_fill(&p, look == LOOK_TOC2 ? m->press->design.leader : S(""));
    phrase_add(&p, label.n ? str_copy(m->a, label) : S("00"));
    phrase_close(&p);
    flow_wants(m, (Wish){h->id, -1, false});
}

/* Longer than so many pages of the usual kind, by its characters: what is listed may not hang on how it is set. */
static bool is_long(const Node *n, int pages)
{
    enum { PAGE = 2000 };
    ptrdiff_t most = (ptrdiff_t)pages * PAGE, bytes = 0;
    for (const Node *at = tei_first(n); at && bytes <= most; at = tei_walk(at, n))
        bytes += tei_tag(at) == TEI_CHARS ? tei_content(at).n : 0;
    return pages > 0 && bytes > most;
}

static void entries(Maker *m, Struct *toc)
{
    const Book *book = m->press->book;
    const Design *d = &m->press->design;
    int levels = d->contents_levels, depth = levels, before = 0;
    Lists lists = {.list = {toc}};
    for (ptrdiff_t i = 0; i < book->nheadings; i++) {
        const Heading *h = &book->headings[i], *next = i + 1 < book->nheadings ? h + 1 : NULL;
        if (h->level <= levels)
            depth = levels + (h->level == levels && is_long(h->node, d->contents_long));
        if (h->level > depth || !apparatus_rests(m->press, h->node))
            continue;
        bool leads = next && next->level <= depth && next->level > h->level && h->level == 1;
        entry(m, h, add_entry(m, &lists, h->level), leads, levels > 1 && h->level == 1 && before == 1);
        before = h->level;
    }
}

/* The words over the list belong to it, as a caption: no heading of the book. */
void prelims_contents(Maker *m)
{
    const Book *book = m->press->book;
    Headline *h = compose_headline(m);
    h->title.words = wording_find(book->config->lang, WORDING_CONTENTS);
    m->lang = book->config->lang;
    Struct *toc = compose_node(m, compose_node(m, m->press->root, ROLE_SECT), ROLE_TOC);
    compose_anchor(m, S("contents"));
    Block *b = compose_line(m, LOOK_HEAD1, compose_node(m, toc, ROLE_CAPTION), h->title.words);
    b->keep = b->keep_next = true;
    entries(m, toc);
}
