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

Str facts_summary(Arena *a, const Facts *f, Str lang)
{
    const struct { bool has; Wording words; } rows[] = {
        {f->headings, WORDING_HEADINGS}, {true, WORDING_A_CONTENTS}, {f->notes, WORDING_LINKED_NOTES},
        {f->index, WORDING_LINKED_INDEX}, {f->pages, WORDING_PAGE_NUMBERS},
    };
    Str words[sizeof rows / sizeof *rows];
    int n = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].has)
            words[n++] = wording_find(lang, rows[i].words);
    Str row = wording_row(a, lang, words, n), sum = wording_fill(a, lang, WORDING_SUM, &row);
    return f->pictures == 0 ? sum : str_format(a, "%.*s %.*s", STR(sum),
        STR(wording_find(lang, f->textual ? WORDING_DESCRIBED : WORDING_UNDESCRIBED)));
}
