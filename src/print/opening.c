/* opening.c - a chapter's first paragraph: its initial over several lines, its first words in small capitals. */
#include "print/inside.h"

Run *opening_split(Maker *m, Run *run, ptrdiff_t n)
{
    Run *rest = new(m->a, Run, 1);
    *rest = *run;
    rest->text = str_from(run->text, n);
    rest->offset += utf8_count(str_sub(run->text, 0, n));
    rest->anchor = (Str){0};
    rest->glue_before = true;
    rest->foot = NULL;
    run->text = str_sub(run->text, 0, n);
    run->next = rest;
    return rest;
}

/* Bytes of the initial: a letter with the quotation mark before it. 0: it begins with something else. */
static ptrdiff_t initial_length(Str text)
{
    for (ptrdiff_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (uni_is_letter(c))
            return at;
        if (!uni_is_punct(c))
            return 0;
    }
    return 0;
}

/* The first words, with the comma or stop after the last of them; all, where there are no more. */
static ptrdiff_t words_length(Str text, int words)
{
    ptrdiff_t at = 0;
    for (; at < text.n && words > 0; at++)
        words -= text.s[at] == ' ' && at > 0;
    return words > 0 || at == 0 ? text.n : at - 1;
}

/* Its foot on the last of its lines, its head as high as the capitals of the first. */
static Face initial_face(Maker *m, const Style *text)
{
    const Design *d = &m->press->design;
    Face f = d->looks[LOOK_INITIAL].face;
    f.size = PT(100);
    f.hyphenate = false;
    Sp cap = font_facts(style_of(m->press, f, m->lang)->font).cap_height, of_text = font_facts(text->font).cap_height;
    Sp height = (d->initial - 1) * d->leading + of_text * (text->size / 1024) / (PT(1000) / 1024);
    f.size = cap > 0 ? height * 1000 / (cap / 65536) : height;
    f.rise = -(d->initial - 1) * d->leading;
    return f;
}

static Run *set_initial(Maker *m, Block *b, Run *run)
{
    const Design *d = &m->press->design;
    ptrdiff_t n = initial_length(run->text);
    Sp measure = d->measure - b->left - b->right, gap = run->style->size / 8;
    if (d->initial < 2 || n == 0 || type_width(m->press->setter, b->runs) < d->initial * measure)
        return run;
    Face face = initial_face(m, run->style);
    Run *rest = opening_split(m, run, n), *space = new(m->a, Run, 1);
    *space = (Run){.kind = RUN_SPACE, .style = run->style, .node = run->node, .width = gap, .next = rest};
    run->style = style_of(m->press, face, run->style->lang);
    run->next = NULL;
    b->beside = d->initial;
    b->beside_indent = type_width(m->press->setter, run) + gap;
    b->keep_lines = d->initial;
    b->first = 0;
    run->next = space;
    return rest;
}

void opening_set(Maker *m, Block *b)
{
    const Design *d = &m->press->design;
    const Look *text = &d->looks[LOOK_TEXT];
    Run *run = b->runs;
    if (!run || run->kind != RUN_TEXT || run->text.n == 0 || run->style->size != text->face.size)
        return;
    if (!m->amid)
        run = set_initial(m, b, run);
    if (d->leadin <= 0)
        return;
    ptrdiff_t n = words_length(run->text, d->leadin);
    if (n < run->text.n)
        opening_split(m, run, n)->glue_before = false;
    Face f = text->face;
    f.features |= FEAT_SMCP;
    f.track = f.track > 30 ? f.track : 30;
    run->style = style_of(m->press, f, run->style->lang);
}

/* Bytes of a number that opens a heading: "(16)", "4."; 0: it opens with something else. */
static ptrdiff_t number_length(Str text)
{
    Cut c = str_cut(text, ' ');
    bool closed = str_ends(c.head, S(")")) || str_ends(c.head, S("."));
    if (!c.ok || !closed || c.head.n > 8)
        return 0;
    for (ptrdiff_t i = 0; i < c.head.n; i++)
        if (!strchr("0123456789().", c.head.s[i]))
            return 0;
    return c.head.n;
}

void opening_number(Maker *m, Block *b, LookId look)
{
    const Look *l = &m->press->design.looks[look];
    Run *run = b->runs;
    ptrdiff_t n = run && run->kind == RUN_TEXT && l->numbered ? number_length(run->text) : 0;
    if (n == 0)
        return;
    Face f = l->face;
    f.cut = l->number;
    opening_split(m, run, n)->glue_before = false;
    run->style = style_of(m->press, f, run->style->lang);
}
