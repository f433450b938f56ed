/* pages.c - the page map: what stands on which page, filled by those who set pages, asked by all who name them. */
#include "book/book.h"
#include <assert.h>

struct PageMap {
    Arena *a;
    PageFact *pages; int n, cap;
    Table *places;                                                 /* id -> Place */
};

PageMap *pages_new(Arena *a)
{
    PageMap *m = new(a, PageMap, 1);
    *m = (PageMap){.a = a, .places = table_new(a)};
    return m;
}

void pages_add(PageMap *m, PageFact f)
{
    if (m->n == m->cap) {
        int cap = m->cap ? 2 * m->cap : 256;
        m->pages = arena_grow(m->a, m->pages, sizeof *m->pages, _Alignof(PageFact), m->n, cap);
        m->cap = cap;
    }
    m->pages[m->n++] = f;
}

/* The first page wins: what runs over several pages is found where it begins. */
void pages_place(PageMap *m, Str id, int line)
{
    assert(m->n > 0);
    Place *p = new(m->a, Place, 1), *first;
    *p = (Place){id, m->n - 1, line};
    if ((first = table_put(m->places, id, p)))
        table_put(m->places, id, first);
}

int pages_find(const PageMap *m, Str id)
{
    const Place *p = m ? table_find(m->places, id) : NULL;
    return p ? p->page : -1;
}

int pages_line(const PageMap *m, Str id)
{
    const Place *p = m ? table_find(m->places, id) : NULL;
    return p ? p->line : 0;
}

/* A block that runs over pages is what each of the next ones begins with, until it ends. */
int pages_within(const PageMap *m, Str block, ptrdiff_t offset)
{
    int page = pages_find(m, block);
    for (int i = page + 1; page >= 0 && i < m->n; i++) {
        const PageFact *f = &m->pages[i];
        if (f->blank)
            continue;
        if (f->offset > offset || !str_eq(f->block, block))
            break;
        page = i;
    }
    return page;
}

int pages_count(const PageMap *m)
{
    return m ? m->n : 0;
}

const PageFact *pages_at(const PageMap *m, int page)
{
    assert(page >= 0 && page < m->n);
    return &m->pages[page];
}

static Str label_of(const PageMap *m, const Place *p) { return p ? m->pages[p->page].label : S(""); }

Str pages_label(const PageMap *m, Str id) { return m ? label_of(m, table_find(m->places, id)) : S(""); }

/* Compared are labels and lines, for only these are printed, and where each page begins. */
static bool same_pages(const PageMap *a, const PageMap *b, Str *difference)
{
    for (int i = 0; i < a->n && i < b->n; i++) {
        const PageFact *p = &a->pages[i], *q = &b->pages[i];
        bool same = str_eq(p->label, q->label) && str_eq(p->block, q->block) && p->offset == q->offset;
        if (!same) {
            *difference = str_format(a->a, "page %.*s", STR(p->label));
            return false;
        }
    }
    if (a->n != b->n)
        *difference = str_format(a->a, "the number of pages, %d and %d", a->n, b->n);
    return a->n == b->n;
}

/* Places come in the same order twice, but where something has moved. */
static const Place *same_place(const PageMap *b, ptrdiff_t i, Str id)
{
    Str at = S("");
    const Place *p = i < table_count(b->places) ? table_at(b->places, i, &at) : NULL;
    return str_eq(at, id) ? p : table_find(b->places, id);
}

bool pages_equal(const PageMap *a, const PageMap *b, Str *difference)
{
    for (ptrdiff_t i = 0; i < table_count(a->places); i++) {
        Str id;
        const Place *p = table_at(a->places, i, &id), *q = same_place(b, i, id);
        Str was = label_of(a, p), is = label_of(b, q);
        if (!str_eq(was, is)) {
            *difference = str_format(a->a, "'%.*s', on page %.*s and on page %.*s", STR(id), STR(was), STR(is));
            return false;
        }
        int line = p->line, now = q ? q->line : 0;
        if (line != now) {
            *difference = str_format(a->a, "'%.*s', on page %.*s in line %d and in line %d", STR(id), STR(is), line,
                now);
            return false;
        }
    }
    return same_pages(a, b, difference) && table_count(a->places) == table_count(b->places);
}
