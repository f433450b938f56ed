/* plate.c - figures: a picture with its caption, in the text or as a plate. */
#include "print/inside.h"

/* "plate bleed": one of the words. */
static bool has_place(const Node *n, Str word)
{
    for (Cut k = str_cut(tei_get(n, ATT_PLACE), ' '); k.head.n > 0 || k.ok; k = str_cut(k.tail, ' '))
        if (str_eq(k.head, word))
            return true;
    return false;
}

/* The size of a picture is asked once, however often the book is set; so is the message that it has none. */
static const PdfImage *size_of(Press *p, Str path, Where asked)
{
    PdfImage *seen = table_find(p->pictures, path);
    if (seen)
        return seen;
    Mark mark = arena_mark(p->scratch);
    PdfImage found = pdf_image(p->scratch, path, p->d, asked);
    seen = new(p->a, PdfImage, 1);
    *seen = found;
    if (found.profile.n > 0 && (p->book->config->want_print || !found.carried))
        diag(p->d, IMAGE_PROFILE, asked, "'%.*s' has the profile '%.*s'", STR(path_base(path)), STR(found.profile));
    seen->profile = S("");                                         /* said, and on the scratch */
    arena_rewind(p->scratch, mark);
    table_put(p->pictures, str_copy(p->a, path), seen);
    return seen;
}

enum { DOTS = 300, COARSE = 150 };                                 /* to the inch: if a file says none | seen as dots */

/* Said once a picture: a page may be set several times. */
static void judge_dots(Maker *m, const Block *b, const PdfImage *seen, Sp width)
{
    int dots = (int)(PT(72) * seen->width / width);
    Str key = str_format(m->a, "%.*s:%d:%d", STR(b->at.file), b->at.line, b->at.col);
    if (dots >= COARSE || table_find(m->press->coarse, key))
        return;
    table_put(m->press->coarse, str_copy(m->press->a, key), m->press);
    diag(m->press->d, IMAGE_COARSE, b->at, "'%.*s' has %d dots to the inch on its page, less than %d",
         STR(path_base(b->image)), dots, COARSE);
}

/* As large as its file says, but within the measure, and leaving a quarter of the page to the words; a plate leaves
   room for a caption only, and is as large as it can be. */
static void size_picture(Maker *m, Block *b, bool plate)
{
    const Design *d = &m->press->design;
    const PdfImage *seen = size_of(m->press, b->image, b->at);
    if (!seen->ok)
        return;
    Sp room = d->measure - b->left - b->right, tallest = d->lines * d->leading * 3 / 4;
    Sp width = PT(seen->width) * 72 / (seen->dpi ? seen->dpi : DOTS);
    if (plate)
        tallest = (d->lines - 4) * d->leading;
    if (width > room || plate)
        width = room;
    if (width * seen->height / seen->width > tallest)
        width = tallest * seen->width / seen->height;
    b->width = width > 0 ? width : 1;
    b->height = b->width * seen->height / seen->width;
    if (b->over > 0) {                                             /* of the page that it fills */
        Sp by_width = d->width + 2 * b->over, by_height = (d->height + 2 * b->over) * seen->width / seen->height;
        width = by_width > by_height ? by_width : by_height;
    }
    judge_dots(m, b, seen, width > 0 ? width : 1);
}

/* A picture that goes over the edges of the page: the press must leave room for it. */
static Sp reach_over(Maker *m, const Node *n)
{
    if (!has_place(n, S("bleed")))
        return 0;
    m->press->bleeds = true;
    return bind_bleed(m->press);
}

static Align align_of(const Maker *m)
{
    return m->press->design.looks[LOOK_CAPTION].align == ALIGN_CENTER ? ALIGN_CENTER : ALIGN_LEFT;
}

static void picture_and_words(Maker *m, const Node *n, Ctx c, bool plate)
{
    Ctx in = c;
    const Node *graphic = tei_child(n, TEI_GRAPHIC), *desc = tei_child(n, TEI_FIGDESC);
    compose_anchor(m, tei_get(n, ATT_ID));
    in.parent = compose_node_of(m, n, c.parent, ROLE_FIGURE);
    in.parent->alt = desc ? tei_reading(m->press->a, desc) : S("");
    if (graphic) {
        Block *b = new(m->a, Block, 1);
        *b = (Block){.kind = BLOCK_IMAGE, .node = in.parent, .keep = true, .at = tei_where(n),
            .align = plate ? ALIGN_CENTER : align_of(m),
            .left = plate ? 0 : c.left, .right = plate ? 0 : c.right, .over = reach_over(m, n),
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

/* The words below a plate that stands in the middle begin where it does. */
static void begin_below(Maker *m, Block *plate)
{
    Sp aside = (m->press->design.measure - plate->width) / 2;
    if (plate->kind != BLOCK_IMAGE || plate->over > 0 || plate->width == 0 || align_of(m) == ALIGN_CENTER)
        return;
    for (Block *b = plate->next; b && aside > 0; b = b->next)
        b->left += aside;
}

/* A plate stands on a page of its own, and the text goes on before it. */
void plate_figure(Maker *m, const Node *n, Ctx c)
{
    bool plate = has_place(n, S("plate"));
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
    if (!b->inside)
        return;
    begin_below(m, b->inside);
    compose_append(m, b);
}
