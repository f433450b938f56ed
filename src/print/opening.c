/* opening.c - a chapter's first paragraph: its initial over several lines, its first words in small capitals. */
#include "print/inside.h"

/* The run becomes two: its first n bytes, and the rest behind them. */
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

/* Bytes of as many words as are still wanted, with the comma or stop after the last of them; all, where there are no
   more. */
static ptrdiff_t words_length(Str text, bool begins, int *words)
{
    ptrdiff_t at = 0;
    for (; at < text.n && *words > 0; at++)
        *words -= text.s[at] == ' ' && (at > 0 || !begins);
    return *words > 0 || at == 0 ? text.n : at - 1;
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
static Face initial_face(Maker *m, const Run *run, ptrdiff_t n)
{
    const Design *d = &m->press->design;
    Face f = d->looks[LOOK_INITIAL].face;
    f.size = PT(100);
    f.hyphenate = false;
    Run letter = *run;
    letter.style = style_of(m->press, f, m->lang);
    letter.text = str_sub(run->text, 0, n);
    letter.next = NULL;
    Sp cap = font_facts(letter.style->font).cap_height, of_text = font_facts(run->style->font).cap_height;
    Sp height = (d->initial - 1) * d->leading + of_text * (run->style->size / 1024) / (PT(1000) / 1024);
    Sp depth = depth_of(m, &letter);
    depth = depth > cap / 12 ? depth : 0;                          /* round letters go a little below it */
    f.size = cap > 0 ? height * 1000 / ((cap + depth) / 65536) : height;
    f.rise = depth * (f.size / 1024) / (PT(1000) / 1024) - (d->initial - 1) * d->leading;
    return f;
}

/* The words reach the last of the lines beside it. */
static bool is_long_enough(Maker *m, const Block *b, Sp indent)
{
    const Design *d = &m->press->design;
    Sp measure = d->measure - b->left - b->right;
    return type_width(m->press->setter, b->runs) >= (d->initial - 1) * (measure - indent) + measure / 4;
}

static Run *set_initial(Maker *m, Block *b, Run *run)
{
    const Design *d = &m->press->design;
    ptrdiff_t n = initial_length(run->text);
    if (d->initial < 2 || n == 0)
        return run;
    Run letter = *run, *space = new(m->a, Run, 1);
    letter.style = style_of(m->press, initial_face(m, run, n), run->style->lang);
    letter.text = str_sub(run->text, 0, n);
    letter.next = NULL;
    Sp gap = run->style->size / 8, indent = type_width(m->press->setter, &letter) + gap;
    if (!is_long_enough(m, b, indent))
        return run;
    Run *rest = opening_split(m, run, n);
    *space = (Run){.kind = RUN_SPACE, .style = run->style, .node = run->node, .width = gap, .next = rest};
    run->style = letter.style;
    run->next = space;
    b->beside = d->initial;
    b->beside_indent = indent;
    b->keep_lines = d->initial;
    b->first = 0;
    return rest;
}

/* Words may go on from run to run, as where a name is marked; what is in another face stays as it is. */
static void set_leadin(Maker *m, Run *run)
{
    const Look *text = &m->press->design.looks[LOOK_TEXT];
    int words = m->press->design.leadin;
    Face f = text->face;
    f.features |= FEAT_SMCP;
    f.track = f.track > 30 ? f.track : 30;
    for (bool begins = true; run && run->kind == RUN_TEXT && words > 0; run = run->next, begins = false) {
        ptrdiff_t n = words_length(run->text, begins, &words);
        if (n == 0)
            return;
        if (n < run->text.n)
            opening_split(m, run, n)->glue_before = false;
        if (run->style == style_of(m->press, text->face, run->style->lang))
            run->style = style_of(m->press, f, run->style->lang);
    }
}

void opening_set(Maker *m, Block *b)
{
    Run *run = b->runs;
    if (!run || run->kind != RUN_TEXT || run->text.n == 0
        || run->style->size != m->press->design.looks[LOOK_TEXT].face.size)
        return;
    set_leadin(m, m->amid ? run : set_initial(m, b, run));
}

/* Words that the source has in capitals are small ones here, but for the first letter. */
void opening_capital(Maker *m, Block *b)
{
    Run *run = b->runs;
    ptrdiff_t n = run && run->kind == RUN_TEXT ? initial_length(run->text) : 0;
    if (n == 0 || n == run->text.n || !(run->style->features & FEAT_C2SC))
        return;
    opening_split(m, run, n);
    run->style = style_of(m->press, m->press->design.looks[LOOK_TEXT].face, run->style->lang);
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
