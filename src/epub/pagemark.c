/* Print pages as places in the text.  A page that begins inside a divided word is marked before that word, for a marker
   inside a word would part it for the ear. */
#include "epub/inside.h"

static ptrdiff_t word_start(Arena *a, const Node *block, ptrdiff_t offset)
{
    Mark m = arena_mark(a);
    Str text = tei_reading(a, block);
    ptrdiff_t byte = utf8_byte(text, offset);
    while (byte > 0 && text.s[byte - 1] != ' ') {
        byte--;
        while (byte > 0 && ((unsigned char)text.s[byte] & 0xC0) == 0x80)
            byte--;
    }
    ptrdiff_t start = utf8_count(str_sub(text, 0, byte));
    arena_rewind(a, m);
    return start;
}

static void add(Edition *e, const PageFact *f)
{
    Node *block = tei_find(e->book->tree, f->block);
    if (!block || !table_find(e->places, f->block))
        return;
    PageMark *m = new(e->a, PageMark, 1);
    *m = (PageMark){.label = f->label, .id = str_format(e->a, "page-%.*s", STR(f->label)),
                    .offset = word_start(e->a, block, f->offset)};
    PageMark *first = table_find(e->marks, f->block);
    if (!first)
        table_put(e->marks, f->block, m);
    else {
        while (first->next)
            first = first->next;
        first->next = m;
    }
    e->pages[e->npages++] = m;
}

void pagemark_read(Edition *e)
{
    int n = e->map ? pages_count(e->map) : 0;
    e->pages = new(e->a, PageMark *, n + 1);
    for (int i = 0; i < n; i++) {
        const PageFact *f = pages_at(e->map, i);
        if (!f->blank && f->block.n)
            add(e, f);
    }
}
