/* press.c - the print PDF against the archive PDF: the same glyphs of the same fonts in one order, page by page. */
#include "proof/inside.h"

static Str text_of(const PdfHeard *h, const HeardGlyph *g)
{
    const HeardFont *f = &h->fonts[g->font];
    return g->code < f->ntexts && f->texts[g->code].n > 0 ? f->texts[g->code] : S("\uFFFD");
}

/* The block that a glyph of the archive stands in: the nearest element around it with an id. */
static Str block_of(const PdfHeard *h, const HeardGlyph *g)
{
    int depth = 0;
    for (int i = g->element; i >= 0; i--) {
        const Heard *e = &h->events[i];
        if (e->kind == HEARD_OPEN && depth == 0 && e->id.n > 0)
            return e->id;
        depth += e->kind == HEARD_CLOSE ? 1 : e->kind == HEARD_OPEN && i != g->element && depth > 0 ? -1 : 0;
    }
    return S("");
}

/* Each file counts the codes of a simple font for itself: there a glyph is known by its name. */
static bool same_shape(const HeardFont *one, int code, const HeardFont *two, int other)
{
    if (!one->glyphs || !two->glyphs)
        return one->glyphs == two->glyphs && code == other;
    return code < 256 && other < 256 && str_eq(one->glyphs[code], two->glyphs[other]);
}

/* The hyphen at the end of a line is soft in the archive, for those who search it. */
static bool same_glyph(const PdfHeard *one, const HeardGlyph *g, const PdfHeard *two, const HeardGlyph *k)
{
    const HeardFont *f = &one->fonts[g->font], *other = &two->fonts[k->font];
    Str a = text_of(one, g), b = text_of(two, k);
    bool hyphens = str_eq(a, S("\u00AD")) && str_eq(b, S("-"));
    return (hyphens || str_eq(a, b)) && str_eq(f->name, other->name) && same_shape(f, g->code, other, k->code);
}

static Str words(Arena *a, const PdfHeard *h, const HeardPage *page, int from, int to)
{
    enum { MOST = 24 };
    Buf b = buf_new(a);
    for (int i = from < 0 ? 0 : from; i < to && i < page->nglyphs && i < from + MOST; i++)
        buf_put(&b, text_of(h, &page->glyphs[i]));
    return buf_str(&b);
}

typedef struct {
    const PdfHeard *one, *two;
    const Said *want; const Table *spoken;
    Str name;
    Arena *a; Diag *d;
} Sheets;

static Where where_of(const Sheets *s, Str block)
{
    for (ptrdiff_t k = 0; k < s->want->n; k++)
        if (block.n > 0 && str_eq(s->want->blocks[k].id, block))
            return (Where){s->want->blocks[k].at.file, s->want->blocks[k].at.line, 0};
    return (Where){.file = s->name};
}

static void compare_page(const Sheets *s, int n)
{
    const HeardPage *w = &s->one->pages[n], *g = &s->two->pages[n];
    int i = 0, end = w->nglyphs, got_end = g->nglyphs;
    while (i < end && i < got_end && same_glyph(s->one, &w->glyphs[i], s->two, &g->glyphs[i]))
        i++;
    if (i == end && i == got_end)
        return;
    while (end > i && got_end > i && same_glyph(s->one, &w->glyphs[end - 1], s->two, &g->glyphs[got_end - 1]))
        end--, got_end--;
    int at = i == end && i > 0 ? i - 1 : i;                      /* what is too many belongs to what stands before it */
    Str block = at < w->nglyphs ? block_of(s->one, &w->glyphs[at]) : S("");
    Str want = words(s->a, s->one, w, i, end), got = words(s->a, s->two, g, i, got_end);
    Str before = words(s->a, s->one, w, i - 16, i);
    if (s->spoken && table_find(s->spoken, block))
        return;
    Str place = str_format(s->a, "after '%.*s' on page %d in block '%.*s' of %.*s", STR(before), n + 1, STR(block),
                           STR(s->name));
    if (got.n == 0)
        diag(s->d, PRODUCT_DIFFERS, where_of(s, block), "'%.*s' is missing %.*s", STR(want), STR(place));
    else if (want.n == 0)
        diag(s->d, PRODUCT_DIFFERS, where_of(s, block), "'%.*s' is too many %.*s", STR(got), STR(place));
    else
        diag(s->d, PRODUCT_DIFFERS, where_of(s, block), "'%.*s' stands for '%.*s' %.*s", STR(got), STR(want),
             STR(place));
}

void press(const PdfHeard *archive, const PdfHeard *print, const Said *want, const Table *spoken, Str name, Arena *a,
           Diag *d)
{
    Sheets s = {archive, print, want, spoken, name, a, d};
    for (int n = 0; n < archive->npages && n < print->npages; n++)
        compare_page(&s, n);
    for (int n = print->npages; n < archive->npages; n++)
        diag(d, PRODUCT_UNREADABLE, (Where){.file = name}, "page %d is missing", n + 1);
    for (int n = archive->npages; n < print->npages; n++)
        if (print->pages[n].nglyphs > 0)
            diag(d, PRODUCT_DIFFERS, (Where){.file = name}, "page %d is too many", n + 1);
}
