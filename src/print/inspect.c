/* inspect.c - the finished pages as a printer measures them: how near to the edges anything comes, the smallest type,
   the thinnest rule, how sharp the pictures are. */
#include "print/inside.h"

typedef struct { Press *press; const Flow *flow; const PageMap *known; PrintFacts *facts; int number, blanks; } Ruler;

static void least(Extreme *e, Sp value, int page)
{
    if (e->page == 0 || value < e->value)
        *e = (Extreme){value, page};
}

static void extent(PrintFacts *f, const Page *page, int number, Sp left, Sp top, Sp right, Sp bottom)
{
    bool recto = number % 2 == 1;
    least(&f->inner, recto ? left : page->width - right, number);
    least(&f->outer, recto ? page->width - right : left, number);
    least(&f->outer, top, number);
    least(&f->outer, page->height - bottom, number);
}

/* At its foot there may be a caption, so it may end there. */
static void reach(PrintFacts *f, const Page *page, const Item *i, int number)
{
    Sp foot = i->y + i->height - page->height;
    least(&f->reach, -i->x, number);
    least(&f->reach, -i->y, number);
    least(&f->reach, i->x + i->width - page->width, number);
    if (foot >= 0)
        least(&f->reach, foot, number);
}

static void picture(Ruler *r, const Item *i, int number)
{
    PrintFacts *f = r->facts;
    const PdfImage *image = table_find(r->press->pictures, i->image);
    if (!image || !image->ok || i->width <= 0 || i->height <= 0)
        return;
    Sp width = i->whole_width > 0 ? i->whole_width : i->width;
    Sp height = i->whole_width > 0 ? i->whole_height : i->height;
    Sp across = PT(72) * image->width / width, down = PT(72) * image->height / height;
    Sp dpi = across < down ? across : down;
    least(&f->dpi, dpi, number);
    least(&f->dpi_most, -dpi, number);
}

static void item(Ruler *r, const Page *page, const Item *i, int number)
{
    PrintFacts *f = r->facts;
    if (i->kind == ITEM_GLYPHS && i->nglyphs > 0) {
        FontFacts font = font_facts(i->font);
        least(&f->type, i->size, number);
        extent(f, page, number, i->x, i->y - i->size * 7 / 10, i->x + i->width, i->y + i->size / 4);
        if (!font.may_embed)
            f->kept_font = font.postscript;
    }
    if (i->kind == ITEM_RULE)
        least(&f->rule, i->width < i->height ? i->width : i->height, number);
    if (i->kind == ITEM_IMAGE)
        picture(r, i, number);
    if (i->bleeds)
        reach(f, page, i, number);
    else if (i->kind != ITEM_GLYPHS)
        extent(f, page, number, i->x, i->y, i->x + i->width, i->y + i->height);
}

static void measure(void *to, Page *page)
{
    Ruler *r = to;
    page->label = pages_at(r->known, r->number++)->label;
    furniture_add(r->press, r->flow, page, r->known, r->press->scratch);
    r->blanks = page->items ? 0 : r->blanks + 1;
    r->facts->blanks = r->blanks > r->facts->blanks ? r->blanks : r->facts->blanks;
    for (const Item *i = page->items; i; i = i->next)
        item(r, page, i, r->number);
}

PrintFacts inspect_pages(Press *p, const PageMap *known)
{
    PrintFacts f = {.pages = p->bound, .width = p->design.width, .height = p->design.height};
    Ruler r = {.press = p, .known = known, .facts = &f};
    for (ptrdiff_t i = 0; i < p->nflows; i++) {
        r.flow = &p->flows[i];
        print_flow(p, &p->flows[i], known, measure, &r);
    }
    f.blank_end = r.blanks + p->bound - pages_count(known);
    f.blanks = f.blank_end > f.blanks ? f.blank_end : f.blanks;
    f.dpi_most.value = -f.dpi_most.value;
    PdfFacts facts = {0};
    bind_facts(p, &facts);
    f.x3 = facts.x3;
    f.bleed = facts.bleed;
    return f;
}
