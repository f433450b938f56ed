/* plate.c - figures: a picture with its caption, in the text or as a plate. */
#include "print/inside.h"

/* The size of a picture is asked once, however often the book is set; so is the message that it has none. */
static const PdfImage *size_of(Press *p, Str path, Where asked)
{
    PdfImage *seen = table_find(p->pictures, path);
    if (seen)
        return seen;
    Mark mark = arena_mark(p->scratch);
    PdfImage found = pdf_image(p->scratch, path, p->d, asked);
    arena_rewind(p->scratch, mark);
    seen = new(p->a, PdfImage, 1);
    *seen = found;
    table_put(p->pictures, str_copy(p->a, path), seen);
    return seen;
}

/* As large as it is at 300 dots an inch, but within the measure, and leaving a quarter of the page to the words; a
   plate leaves room for a caption only, and is as large as it can be. */
static void size_picture(Maker *m, Block *b, bool plate)
{
    const Design *d = &m->press->design;
    const PdfImage *seen = size_of(m->press, b->image, b->at);
    if (!seen->ok)
        return;
    Sp width = PT(seen->width) * 72 / 300, tallest = d->lines * d->leading * 3 / 4;
    if (plate)
        tallest = (d->lines - 4) * d->leading;
    if (width > d->measure || plate)
        width = d->measure;
    if (width * seen->height / seen->width > tallest)
        width = tallest * seen->width / seen->height;
    b->width = width;
    b->height = width * seen->height / seen->width;
}

static void picture_and_words(Maker *m, const Node *n, Ctx c, bool plate)
{
    Ctx in = c;
    const Node *graphic = tei_child(n, TEI_GRAPHIC), *desc = tei_child(n, TEI_FIGDESC);
    compose_anchor(m, tei_get(n, ATT_ID));
    in.parent = compose_node_of(m, n, c.parent, ROLE_FIGURE);
    in.parent->alt = desc ? tei_reading(m->press->a, desc) : S("");
    if (graphic) {
        bool centred = plate || m->press->design.looks[LOOK_CAPTION].align == ALIGN_CENTER;
        Block *b = new(m->a, Block, 1);
        *b = (Block){.kind = BLOCK_IMAGE, .node = in.parent, .align = centred ? ALIGN_CENTER : ALIGN_LEFT,
            .keep = true, .at = tei_where(n),
            .keep_next = tei_child(n, TEI_HEAD) != NULL,
            .image = path_join(m->a, m->press->book->config->dir, tei_get(graphic, ATT_URL)),
            .before = m->press->design.leading / 2, .after = m->press->design.leading / 2};
        size_picture(m, b, plate);
        compose_append(m, b);
    }
    for (const Node *i = tei_first(n); i; i = tei_next(i))
        if (!tei_is(i, TEI_GRAPHIC) && !tei_is(i, TEI_FIGDESC))
            element_set(m, i, in);
}

/* A plate stands on a page of its own, and the text goes on before it. */
void plate_figure(Maker *m, const Node *n, Ctx c)
{
    bool plate = str_eq(tei_get(n, ATT_PLACE), S("plate"));
    Block *first = m->first, *last = m->last;
    if (plate)
        m->first = m->last = NULL;
    picture_and_words(m, n, c, plate);
    if (!plate)
        return;
    Block *b = new(m->a, Block, 1);
    *b = (Block){.kind = BLOCK_PLATE, .inside = m->first, .at = tei_where(n)};
    m->first = first;
    m->last = last;
    if (b->inside)
        compose_append(m, b);
}
