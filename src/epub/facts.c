/* facts.c - what the book holds that decides who can read it, and how: counted in the manuscript, so that the package
   document and the message for the shops say the same, and neither says more than is true. */
#include "epub/inside.h"

static bool is_picture(const Node *n) { return tei_is(n, TEI_FIGURE) && tei_child(n, TEI_GRAPHIC); }

static bool is_call(const Node *n) { return tei_is(n, TEI_REF) && str_eq(tei_get(n, ATT_TYPE), S("note")); }

static void see(Facts *f, const Node *n)
{
    const Node *words = is_picture(n) ? tei_child(n, TEI_FIGDESC) : NULL;
    f->pictures += is_picture(n);
    f->described += words && tei_first(words);
    f->calls += is_call(n);
    f->tables += tei_is(n, TEI_TABLE);
}

static void see_matter(Facts *f, const Matter *m)
{
    f->index |= m->kind == MATTER_INDEX;
    f->notes |= m->kind == MATTER_NOTES;
    for (const Node *n = m->first; n; n = n == m->last ? NULL : tei_next(n))
        for (const Node *k = n; k; k = tei_walk(k, n))
            see(f, k);
}

/* A page counts once its marker is written; before anything is written all count that have a place. */
static bool has_pages(const Edition *e)
{
    bool written = e->ndocs > 0 && e->docs[0].xhtml.n > 0;
    for (ptrdiff_t i = 0; i < e->npages; i++)
        if (!written || e->pages[i]->file.n > 0)
            return true;
    return false;
}

Facts facts_read(const Edition *e)
{
    Facts f = {.pages = has_pages(e)};
    for (ptrdiff_t i = 0; i < e->book->nmatters; i++)
        see_matter(&f, &e->book->matters[i]);
    for (ptrdiff_t i = 0; i < e->book->nheadings; i++)
        f.headings |= e->book->headings[i].title.n > 0 && table_find(e->places, e->book->headings[i].id);
    f.notes &= f.calls > 0;
    f.textual = f.described == f.pictures;
    return f;
}

/* "a, b and c" */
static void put_row(Buf *b, const char *const *words, int n)
{
    for (int i = 0; i < n; i++)
        buf_format(b, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " and ", words[i]);
}

Str facts_summary(Arena *a, const Facts *f)
{
    const char *words[5];
    int n = 0;
    Buf b = buf_new(a);
    if (f->headings)
        words[n++] = "headings";
    words[n++] = "a table of contents";
    if (f->notes)
        words[n++] = "linked notes";
    if (f->index)
        words[n++] = "a linked index";
    if (f->pages)
        words[n++] = "the page numbers of its print edition";
    buf_put(&b, S("A book of text in reading order, with "));
    put_row(&b, words, n);
    buf_put(&b, S("; it can be shown in any size, colour and typeface."));
    if (f->pictures > 0)
        buf_put(&b, f->textual ? S(" Every image is described.") : S(" Not every image is described."));
    return buf_str(&b);
}
