/* list.c - lists in, blocks out: each item with its mark, entries of the apparatus in columns. */
#include "print/inside.h"

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
    bool bulleted = str_eq(rend, S("bulleted")) || str_eq(type, S("bulleted"));
    return bulleted ? S("•") : S("");
}

/* How the marks of a list count, in the words of ISO 32000-1, 14.8.5.5, by the first of them. */
static Str numbering_of(Str mark)
{
    static const struct { const char *mark, *counts; } rows[] = {
        {"•", "list=Disc"}, {"◦", "list=Circle"}, {"▪", "list=Square"}, {"i", "list=LowerRoman"},
        {"I", "list=UpperRoman"}, {"a", "list=LowerAlpha"}, {"A", "list=UpperAlpha"},
    };
    while (mark.n > 0 && strchr("([ ", mark.s[0]))
        mark = str_from(mark, 1);
    while (mark.n > 0 && strchr(".)]: ", mark.s[mark.n - 1]))
        mark.n--;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq(mark, str_of(rows[i].mark)))
            return str_of(rows[i].counts);
    return str_number(mark).ok ? S("list=Decimal") : S("list=None");
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
    if (li->parent->attributes.n == 0)
        li->parent->attributes = numbering_of(mark);
    return utf8_count(mark) < 6;
}

/* A number among the words of an item hangs as a mark would: the width of "1. ", 0: it has none. */
static Sp number_width(Maker *m, const Block *b)
{
    Run number = b->runs ? *b->runs : (Run){.kind = RUN_BREAK};
    ptrdiff_t n = 0;
    while (n < number.text.n && n < 3 && number.text.s[n] >= '0' && number.text.s[n] <= '9')
        n++;
    bool stop = n > 0 && n + 1 < number.text.n && (number.text.s[n] == '.' || number.text.s[n] == ')');
    if (number.kind != RUN_TEXT || !stop || number.text.s[n + 1] != ' ')
        return 0;
    number.text = str_sub(number.text, 0, n + 1);
    number.next = NULL;
    return type_width(m->press->setter, &number) + number.style->size / 4;
}

/* A list of the apparatus, or of an index of the editor's own. */
static bool is_entries(const Node *list)
{
    return str_eq(tei_get(list, ATT_REND), S("entries")) || str_eq(tei_get(tei_parent(list), ATT_TYPE), S("index"));
}

/* Where its pages begin, or a line of them. */
static bool ends_heading(const Node *n)
{
    return tei_is(n, TEI_LB) || (tei_is(n, TEI_SEG) && str_eq(tei_get(n, ATT_TYPE), S("places")));
}

/* The comma or colon that numbers follow. */
static Str without_sign(Str words)
{
    Str space = S("\u00A0");
    words.n -= str_ends(words, space) ? space.n : 0;
    words.n -= str_ends(words, S(",")) || str_ends(words, S(":"));
    return words;
}

/* "Smirnov, Ivan (continued)": what an entry of the index with many pages says again overleaf. */
static Block *heading_again(Maker *m, const Node *item)
{
    const Node *end = tei_first(item);
    while (end && !ends_heading(end))
        end = tei_next(end);
    if (!end || !str_eq(tei_get(tei_up(item, TEI_DIV), ATT_TYPE), S("index")))
        return NULL;
    Block *first = m->first, *last = m->last;
    m->first = m->last = NULL;
    Block *b = compose_block(m, LOOK_ENTRY, NULL);
    Phrase p = phrase_open(m, b, LOOK_ENTRY, NULL, (Str){0});
    for (const Node *i = tei_first(item); i != end; i = tei_next(i)) {
        PhraseManner was = phrase_manner(&p);
        Str words = tei_reading(m->a, i);
        words = tei_next(i) == end ? without_sign(words) : words;
        phrase_flush(&p);
        p.face = tei_is(i, TEI_HI) || tei_is(i, TEI_TITLE) ? face_emphasis(p.face) : p.face;
        phrase_add(&p, words);
        phrase_flush(&p);
        phrase_restore(&p, was);
    }
    p.face = face_emphasis(p.face);
    phrase_add(&p, str_format(m->a, " %.*s", STR(wording_find(m->press->book->config->lang, WORDING_CONTINUED))));
    phrase_close(&p);
    b->artifact = ARTIFACT_LAYOUT;
    m->first = first;
    m->last = last;
    return b;
}

/* What begins a line of its own in an entry stands halfway to what turns over: so a reader sees which is which. */
static void set_in_lines(Maker *m, Block *b)
{
    for (Run *r = b->runs; r; r = r->next) {
        if (r->kind != RUN_BREAK)
            continue;
        Run *back = new(m->a, Run, 1);
        *back = (Run){.kind = RUN_SPACE, .style = r->style, .node = r->node, .width = b->first / 2, .next = r->next};
        r->next = back;
    }
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
    if (m->last != before) {
        set_in_lines(m, m->last);
        m->last->again = heading_again(m, n);
    }
    if (before && str_eq(tei_get(n, ATT_REND), S("letter")))       /* the first of the next letter in an index */
        box_space(m, before, m->press->design.note_leading, 0);
}

LookId list_look(Ctx c)
{
    return c.look == LOOK_LIST && c.within != LOOK_TEXT ? c.within : c.look;
}

void list_item(Maker *m, const Node *n, Ctx c)
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
    LookId look = list_look(c);
    Ctx in = c;
    in.look = look;
    in.parent = compose_node(m, li, ROLE_LBODY);
    in.left += hang - (marked ? em : 0);                           /* without a mark turnovers hang */
    Block *before = m->last;
    m->flush = true;
    compose_leaf(m, n, in, look, ROLE_P);
    Block *b = compose_after(m, before);
    Sp number = b && !marked ? number_width(m, b) : 0;
    if (b)
        b->first = -(number ? number : hang);
    m->label = (Str){0};
}

/* Entries stand in columns, where the design has them. */
static void entries(Maker *m, const Node *n, Ctx c)
{
    const Design *d = &m->press->design;
    Block *first = m->first, *last = m->last;
    if (d->entry_columns < 2) {
        element_children(m, n, c);
        return;
    }
    m->first = m->last = NULL;
    element_children(m, n, c);
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_COLUMNS, .inside = m->first, .cols = d->entry_columns, .width = 2 * d->note_leading,
        .leading = d->note_leading, .at = tei_where(n)};
    m->first = first;
    m->last = last;
    if (b->inside)
        compose_append(m, b);
}

void list_set(Maker *m, const Node *n, Ctx c)
{
    Ctx in = c;
    in.tight = c.items > 0;
    in.items = c.items + 1;
    in.within = c.look == LOOK_LIST ? c.within : c.look;
    if (is_entries(n)) {
        in.parent = compose_node_of(m, n, c.parent, ROLE_L);
        Block *before = m->last;
        entries(m, n, in);
        if (before && tei_is(tei_prev(n), TEI_P))
            box_space(m, before, m->press->design.note_leading, 0);
        return;
    }
    box_set(m, n, in, LOOK_LIST, ROLE_L);
}
