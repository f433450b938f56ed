/* spots.c - the pages of many places, as an index names them: each page once, pages in a row as one range. */
#include "book/inside.h"

typedef struct {
    Arena *a;
    const PageMap *map;
    Folio *folios; ptrdiff_t n, cap;
    int first, last;                                               /* pages of the range that is open; -1: none */
    bool note;
    const Node *ref;
} Spotter;

static bool is_arabic(Str label) { return label.n > 0 && label.s[0] >= '0' && label.s[0] <= '9'; }

static void put(Spotter *s, Str words, const Node *ref)
{
    if (s->n == s->cap) {
        ptrdiff_t cap = s->cap ? 2 * s->cap : 16;
        s->folios = arena_grow(s->a, s->folios, sizeof *s->folios, _Alignof(Folio), s->n, cap);
        s->cap = cap;
    }
    s->folios[s->n++] = (Folio){words, ref};
}

static void close_range(Spotter *s)
{
    if (s->first < 0)
        return;
    Str from = pages_at(s->map, s->first)->label, to = pages_at(s->map, s->last)->label;
    const char *mark = s->note ? "n" : "";
    put(s, s->first == s->last ? str_format(s->a, "%.*s%s", STR(from), mark)
                               : str_format(s->a, "%.*s–%.*s%s", STR(from), STR(to), mark), s->ref);
    s->first = -1;
}

static void add_page(Spotter *s, int page, bool note, const Node *ref)
{
    if (page < 0)
        return;
    bool open = s->first >= 0 && s->note == note;
    if (open && page == s->last)
        return;
    if (open && page == s->last + 1 &&
        is_arabic(pages_at(s->map, page)->label) == is_arabic(pages_at(s->map, s->last)->label)) {
        s->last = page;
        return;
    }
    close_range(s);
    s->first = s->last = page;
    s->note = note;
    s->ref = ref;
}

static void add_ref(Spotter *s, const Node *ref)
{
    Str id = str_from(tei_get(ref, ATT_TARGET), 1), rest = tei_get(ref, ATT_N);
    bool note = str_eq(tei_get(ref, ATT_SUBTYPE), S("note"));
    if (rest.n == 0)
        add_page(s, pages_find(s->map, id), note, ref);
    while (rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        Number n = str_number(c.head);
        if (n.ok)
            add_page(s, pages_within(s->map, id, (ptrdiff_t)n.value), note, ref);
        rest = c.tail;
    }
}

ptrdiff_t spots_read(Arena *a, const Node *seg, const PageMap *map, Folio **list)
{
    Spotter s = {.a = a, .map = map, .first = -1};
    for (const Node *ref = tei_first(seg); ref; ref = tei_next(ref)) {
        if (!tei_is(ref, TEI_REF))
            continue;
        if (map)
            add_ref(&s, ref);
        else
            put(&s, str_format(a, "%td", s.n + 1), ref);
    }
    close_range(&s);
    *list = s.folios;
    return s.n;
}
