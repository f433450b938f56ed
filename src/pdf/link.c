/* link.c - link annotations (ISO 32000-1, 12.5.6.5): items in a row with one target, in one node and on one line make
   one active rectangle. */
#include "pdf/inside.h"

typedef struct { const Item *first; Sp left, right, top, low; } Area;

static Area area(Pdf *p, const Item *item)
{
    if (item->kind != ITEM_GLYPHS)
        return (Area){item, item->x, item->x + item->width, item->y, item->y + item->height};
    const FontFacts *facts = &embed_face(p, item->font)->facts;
    Sp base = item->y - item->rise;
    Sp up = facts->ascent / 65536 * item->size / 1000, down = facts->descent / 65536 * item->size / 1000;
    return (Area){item, item->x, item->x + item->width, base - up, base + (down < 0 ? -down : down)};
}

static bool joins(const Item *a, const Item *b)
{
    return a->node == b->node && a->kind == b->kind && a->y == b->y && str_eq(a->link, b->link);
}

static const Struct *link_node(const Item *item)
{
    for (const Struct *s = item->node; s; s = s->parent)
        if (s->role == ROLE_LINK) return s;
    return item->node;
}

/* An URI in a PDF is ASCII (ISO 32000-1, 12.6.4.7). */
static void put_uri(Buf *b, Str uri)
{
    Buf ascii = buf_new(b->a);
    for (ptrdiff_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.s[i];
        if (c > ' ' && c < 0x7F) buf_byte(&ascii, (char)c);
        else buf_format(&ascii, "%%%02X", c);
    }
    put_bytes(b, buf_str(&ascii));
}

static void put_target(Pdf *p, Buf *b, Str link)
{
    if (!str_starts(link, S("#"))) {
        buf_put(b, S("/A<</S/URI/URI"));
        put_uri(b, link);
        buf_put(b, S(">>"));
        return;
    }
    names_wanted(p, str_from(link, 1));
    buf_put(b, S("/Dest"));
    put_bytes(b, str_from(link, 1));
}

static void write_annotation(Pdf *p, const Page *page, const Area *a, Str words, Buf *annots)
{
    int object = object_reserve(p->objects);
    Buf b = buf_new(p->scratch);
    int64_t box[] = {put_round(a->left), put_round(page->height - a->low),
                     put_round(a->right), put_round(page->height - a->top)};
    buf_put(&b, S("/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect"));
    put_box(&b, box, 4);
    put_target(p, &b, a->first->link);
    buf_put(&b, S("/Contents"));
    put_text(&b, a->first->describe.n > 0 ? a->first->describe : words.n > 0 ? words : a->first->link);
    if (p->tags && a->first->node) buf_format(&b, "/StructParent %d", tags_annotation(p, link_node(a->first), object));
    object_put(p->objects, object, buf_str(&b));
    buf_format(annots, "%d 0 R ", object);
}

/* The item after this one; furniture, as the leaders of a table of contents, does not part what is one link. */
static const Item *after(const Item *item)
{
    do item = item->next;
    while (item && item->artifact);
    return item;
}

void link_write(Pdf *p, const Page *page, Buf *annots)
{
    for (const Item *item = page->items, *next; item; item = next) {
        next = after(item);
        if (item->link.n == 0 || item->artifact) continue;
        Area all = area(p, item);
        Buf words = buf_new(p->scratch);
        buf_put(&words, item->text);
        for (; next && joins(item, next); next = after(next)) {
            Area more = area(p, next);
            if (more.left < all.left) all.left = more.left;
            if (more.right > all.right) all.right = more.right;
            if (more.top < all.top) all.top = more.top;
            if (more.low > all.low) all.low = more.low;
            buf_put(&words, next->text);
        }
        write_annotation(p, page, &all, str_trim(buf_str(&words)), annots);
    }
}
