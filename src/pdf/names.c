/* names.c - ways into the book: named destinations, the outline, page labels.  A destination's name is the id of what
   it leads to, so that a link from outside survives a rebuild. */
#include "pdf/inside.h"
#include <stdlib.h>

typedef struct { int page; int64_t x, y; bool is_there, is_wanted; } Dest;
typedef struct { int page; char style; int64_t value; Str label; } Range;
struct Names { Table *dests; Range *ranges; int nranges, rcap; int64_t next; };

Names *names_open(Pdf *p)
{
    Names *n = new(p->a, Names, 1);
    n->dests = table_new(p->a);
    return n;
}

static Dest *dest(Pdf *p, Str id)
{
    Dest *d = table_find(p->names->dests, id);
    if (d) return d;
    d = new(p->a, Dest, 1);
    table_put(p->names->dests, str_copy(p->a, id), d);
    return d;
}

void names_anchor(Pdf *p, Str id, int64_t x, int64_t y)
{
    Dest *d = dest(p, id);
    if (!d->is_there) *d = (Dest){p->npages - 1, x, y, true, d->is_wanted};
}

void names_wanted(Pdf *p, Str id) { dest(p, id)->is_wanted = true; }

/* ---- page labels: ISO 32000-1, 12.4.2 */
typedef struct { char style; int64_t value; } Folio;

static int roman_digit(char c)
{
    switch (c) {
    case 'i': return 1;
    case 'v': return 5;
    case 'x': return 10;
    case 'l': return 50;
    case 'c': return 100;
    case 'd': return 500;
    case 'm': return 1000;
    default: return 0;
    }
}

static void put_roman(Buf *b, int64_t value)
{
    static const struct { int value; const char *sign; } signs[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
        {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (; value >= signs[i].value; value -= signs[i].value) buf_put(b, str_of(signs[i].sign));
}

/* The value of a well-formed roman number in small letters, else 0. */
static int64_t roman(Arena *scratch, Str label)
{
    int64_t sum = 0, last = 0;
    if (label.n > 20) return 0;
    for (ptrdiff_t i = label.n; i-- > 0;) {
        int digit = roman_digit(label.s[i]);
        if (!digit) return 0;
        sum += digit < last ? -digit : digit;
        last = digit > last ? digit : last;
    }
    Mark m = arena_mark(scratch);
    Buf b = buf_new(scratch);
    put_roman(&b, sum);
    bool same = str_eq(buf_str(&b), label);
    arena_rewind(scratch, m);
    return same ? sum : 0;
}

static Folio folio(Arena *scratch, Str label)
{
    Number n = str_number(label);
    bool plain = n.ok && n.value > 0 && label.n < 10 && label.s[0] != '0' && label.s[0] != '+';
    if (plain) return (Folio){'D', n.value};
    int64_t value = roman(scratch, label);
    return value > 0 ? (Folio){'r', value} : (Folio){0, 0};
}

void names_label(Pdf *p, Str label)
{
    Names *n = p->names;
    Folio f = folio(p->scratch, label);
    Range *last = n->nranges > 0 ? &n->ranges[n->nranges - 1] : NULL;
    bool same = f.style ? f.value == n->next : label.n == 0 && last && last->label.n == 0;
    bool goes_on = last && last->style == f.style && same;
    n->next = f.value + 1;
    if (goes_on) return;
    ROOM_FOR_ONE(p->a, n->ranges, n->nranges, n->rcap);
    n->ranges[n->nranges++] = (Range){p->npages - 1, f.style, f.value, f.style ? S("") : str_copy(p->a, label)};
}

static void write_labels(Pdf *p, int object)
{
    Names *n = p->names;
    Leaf *leaves = new(p->a, Leaf, n->nranges);
    for (int i = 0; i < n->nranges; i++) {
        const Range *r = &n->ranges[i];
        Buf b = buf_new(p->a);
        buf_put(&b, S("<<"));
        if (r->style) buf_format(&b, "/S/%c", r->style);
        if (r->style && r->value != 1) buf_format(&b, "/St %lld", (long long)r->value);
        if (r->label.n > 0) {
            buf_put(&b, S("/P"));
            put_text(&b, r->label);
        }
        buf_put(&b, S(">>"));
        leaves[i] = (Leaf){.number = r->page, .value = buf_str(&b)};
    }
    tree_write(p, object, leaves, n->nranges);
}

/* ---- destinations: ISO 32000-1, 12.3.2.3 */
static int by_name(const void *x, const void *y) { return str_cmp(((const Leaf *)x)->name, ((const Leaf *)y)->name); }

static Str place(Pdf *p, const Dest *d)
{
    Buf b = buf_new(p->a);
    buf_format(&b, "[%d 0 R/XYZ ", p->pages[d->page]);
    put_milli(&b, d->x);
    buf_byte(&b, ' ');
    put_milli(&b, d->y);
    buf_put(&b, S(" null]"));
    return buf_str(&b);
}

/* Where a link leads nowhere it leads to the first page, so that the file stays whole; the message says the rest. */
static void write_dests(Pdf *p, int object)
{
    int n = (int)table_count(p->names->dests);
    Leaf *leaves = new(p->a, Leaf, n);
    for (int i = 0; i < n; i++) {
        Dest *d = table_at(p->names->dests, i, &leaves[i].name);
        if (!d->is_there)
            diag(p->d, LINK_BROKEN, (Where){.file = p->path}, "'#%.*s' is nowhere in the book", STR(leaves[i].name));
        leaves[i].value = place(p, d);
    }
    qsort(leaves, (size_t)n, sizeof *leaves, by_name);
    tree_write(p, object, leaves, n);
}

/* ---- the outline: ISO 32000-1, 12.3.3 */
typedef struct { const Outline *line; int object, parent, previous, next, first, last, count; } Entry;

/* Levels that skip (1, then 3) hang under the nearest higher line before them. */
static int link_entries(Entry *entries, int n)
{
    for (int i = 1; i < n; i++) {
        int up = i - 1;
        while (up > 0 && entries[up].line->level >= entries[i].line->level) up = entries[up].parent;
        entries[i].parent = up;
        entries[i].previous = entries[up].last;
        if (entries[up].last) entries[entries[up].last].next = i;
        else entries[up].first = i;
        entries[up].last = i;
        entries[up].count++;
    }
    return n;
}

static void put_link(Buf *b, const char *key, const Entry *entries, int at)
{
    if (at > 0) buf_format(b, "/%s %d 0 R", key, entries[at].object);
}

static void write_entry(Pdf *p, const Entry *entries, int at)
{
    const Entry *e = &entries[at];
    Mark m = arena_mark(p->scratch);
    Buf b = buf_new(p->scratch);
    if (at == 0) {
        buf_format(&b, "/Type/Outlines/Count %d", e->count);
    } else {
        buf_put(&b, S("/Title"));
        put_text(&b, e->line->title);
        buf_format(&b, "/Parent %d 0 R/Dest", entries[e->parent].object);
        put_bytes(&b, e->line->id);
        int tag = p->tags ? tags_named(p, e->line->id) : 0;
        if (tag) buf_format(&b, "/SE %d 0 R", tag);
        if (e->count) buf_format(&b, "/Count -%d", e->count);      /* shown closed: a reader opens what he wants */
    }
    put_link(&b, "Prev", entries, e->previous);
    put_link(&b, "Next", entries, e->next);
    put_link(&b, "First", entries, e->first);
    put_link(&b, "Last", entries, e->last);
    object_put(p->objects, e->object, buf_str(&b));
    arena_rewind(p->scratch, m);
}

static int write_outline(Pdf *p)
{
    int n = 1;
    for (const Outline *o = p->facts->outline; o; o = o->next) n++;
    Entry *entries = new(p->a, Entry, n);
    int i = 1;
    entries[0].object = object_reserve(p->objects);
    for (const Outline *o = p->facts->outline; o; o = o->next, i++) {
        entries[i] = (Entry){.line = o, .object = object_reserve(p->objects)};
        names_wanted(p, o->id);
    }
    link_entries(entries, n);
    for (i = 0; i < n; i++) write_entry(p, entries, i);
    return entries[0].object;
}

void names_close(Pdf *p, Buf *names, Buf *catalog)
{
    if (p->names->nranges > 0) {
        int labels = object_reserve(p->objects);
        write_labels(p, labels);
        buf_format(catalog, "/PageLabels %d 0 R", labels);
    }
    if (p->profile == PDF_PRINT) return;
    if (p->facts->outline) buf_format(catalog, "/Outlines %d 0 R/PageMode/UseOutlines", write_outline(p));
    if (table_count(p->names->dests) == 0) return;
    int dests = object_reserve(p->objects);
    write_dests(p, dests);
    buf_format(names, "/Dests %d 0 R", dests);
}
