/* opening.c - a chapter's first paragraph: its initial over several lines, its first words in small capitals. */
#include "print/inside.h"

/* The run becomes two: its first n bytes, and the rest behind them. */
static Run *split(Maker *m, Run *run, ptrdiff_t n)
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

/* How far the ink of a run goes below the line, of 1 em = PT(1000). */
static Sp depth_of(Maker *m, const Run *run)
{
    Sp depth = 0;
    for (const Item *i = type_line(m->press->setter, m->a, run, ALIGN_LEFT, 0, 0, 0, ARTIFACT_LAYOUT); i; i = i->next)
        for (int k = 0; k < i->nglyphs; k++) {
            Sp d = font_depth(i->font, i->glyphs[k].gid);
            depth = d > depth ? d : depth;
        }
    return depth;
}

/* Its foot on the last of its lines, its head as high as the capitals of the first.  A letter that goes below the line,
   as J and Q do in some fonts, ends there: it is so much smaller. */
static Face initial_face(Maker *m, const Run *run)
{
    const Design *d = &m->press->design;
    Face f = d->looks[LOOK_INITIAL].face;
    f.size = PT(100);
    f.hyphenate = false;
    Run letter = *run;
    letter.style = style_of(m->press, f, m->lang);
    letter.next = NULL;
    Sp cap = font_facts(letter.style->font).cap_height, of_text = font_facts(run->style->font).cap_height;
    Sp height = (d->initial - 1) * d->leading + of_text * (run->style->size / 1024) / (PT(1000) / 1024);
    Sp depth = depth_of(m, &letter);
    depth = depth > cap / 12 ? depth : 0;                          /* round letters go a little below it */
    f.size = cap > 0 ? height * 1000 / ((cap + depth) / 65536) : height;
    f.rise = depth * (f.size / 1024) / (PT(1000) / 1024) - (d->initial - 1) * d->leading;
    return f;
}

static Run *set_initial(Maker *m, Block *b, Run *run)
{
    const Design *d = &m->press->design;
    ptrdiff_t n = initial_length(run->text);
    Sp measure = d->measure - b->left - b->right, gap = run->style->size / 8;
    if (d->initial < 2 || n == 0 || type_width(m->press->setter, b->runs) < d->initial * measure)
        return run;
    Run *rest = split(m, run, n), *space = new(m->a, Run, 1);
    *space = (Run){.kind = RUN_SPACE, .style = run->style, .node = run->node, .width = gap, .next = rest};
    run->style = style_of(m->press, initial_face(m, run), run->style->lang);
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
    run = set_initial(m, b, run);
    if (d->leadin <= 0)
        return;
    ptrdiff_t n = words_length(run->text, d->leadin);
    if (n < run->text.n)
        split(m, run, n)->glue_before = false;
    Face f = text->face;
    f.features |= FEAT_SMCP;
    f.track = f.track > 30 ? f.track : 30;
    run->style = style_of(m->press, f, run->style->lang);
}
