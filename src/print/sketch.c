/* sketch.c - a page that is written leaves a sketch behind: each line of it as a bar, its first words, what was done
   to it.  A bar takes a few bytes, so that the sketches of a whole book are smaller than a chapter of it. */
#include "print/inside.h"

enum { LOOSE = 400, SMALL = 90, HEADING = 64, MOST = 1024 };         /* 1/1000 em; per cent of the text's size; bytes */
static const Sp GAP = PT(12);                                      /* what is parted by more is two bars: cells */

static int16_t points(Sp length)
{
    Sp n = (length + PT(1) / 2) / PT(1);
    return (int16_t)(n < -9999 ? -9999 : n > 9999 ? 9999 : n);
}

static bool is_head(const Struct *s)
{
    for (; s; s = s->parent)
        if (s->role == ROLE_H)
            return true;
    return false;
}

static BarKind kind_of(const Press *p, const Item *i)
{
    if (i->kind == ITEM_RULE)
        return BAR_RULE;
    if (i->kind == ITEM_IMAGE)
        return BAR_PICTURE;
    if (i->artifact)
        return BAR_FURNITURE;
    return is_head(i->node) ? BAR_HEAD
        : i->size * 100 < p->design.looks[LOOK_TEXT].face.size * SMALL ? BAR_SMALL : BAR_TEXT;
}

static bool is_set(const Item *i) { return i->kind != ITEM_GLYPHS || i->nglyphs > 0; }

/* ---- a bar: the items that stand side by side on one line, furniture apart from text */
typedef struct { const Item *first, *end; Sp from, to; BarKind kind; bool hyphen; } Row;

static Row row_of(const Press *p, const Item *at)
{
    Row r = {at, at->next, at->x, at->x + at->width, kind_of(p, at), at->hyphen};
    for (const Item *i = at->next; i && r.kind < BAR_RULE; i = i->next) {
        if (!is_set(i))
            continue;
        bool apart = i->kind != ITEM_GLYPHS || i->y != at->y || (i->artifact != 0) != (at->artifact != 0);
        if (apart || i->x > r.to + GAP || i->x < r.from)
            break;
        r.to = i->x + i->width > r.to ? i->x + i->width : r.to;
        r.hyphen = i->hyphen;
        r.end = i->next;
    }
    return r;
}

/* A typewriter's blanks are as wide as its letters: they say nothing of the setting. */
static bool is_typed(const Press *p, const Row *r)
{
    for (const Item *i = r->first; i != r->end; i = i->next)
        for (int cut = 0; i->font && cut < CUT_MAX; cut++)
            if (i->font == p->fonts[FAMILY_MONO][cut])
                return true;
    return false;
}

static void count(Press *p, const Row *r, int *run)
{
    Sketches *s = &p->sketches;
    if (r->kind > BAR_HEAD)
        return;
    s->lines++;
    s->hyphens += r->hyphen;
    *run = r->hyphen ? *run + 1 : 0;
    s->run = *run > s->run ? *run : s->run;
    s->loose += dump_space(r->first, r->end) > LOOSE && !is_typed(p, r);
}

static Bar bar_of(const Row *r)
{
    int16_t width = points(r->to - r->from);
    return (Bar){points(r->from), points(r->first->y), width > 0 ? width : 1,
        r->kind < BAR_RULE ? 0 : points(r->first->height), r->kind};
}

static const Bar *draw(Press *p, const Page *page, int *n)
{
    Mark m = arena_mark(p->scratch);
    Bar *drawn = new(p->scratch, Bar, MOST);
    int run = 0;
    for (const Item *i = page->items; i && *n < MOST;) {
        if (!is_set(i)) {
            i = i->next;
            continue;
        }
        Row r = row_of(p, i);
        count(p, &r, &run);
        drawn[(*n)++] = bar_of(&r);
        i = r.end;
    }
    Bar *kept = new(p->a, Bar, *n + 1);
    memcpy(kept, drawn, (size_t)*n * sizeof *kept);
    arena_rewind(p->scratch, m);
    return kept;
}

/* ---- words */
/* Those of the first line, and no more than a title takes. */
static Str first_words(Press *p, const Page *page)
{
    Buf b = buf_new(p->scratch);
    const Item *first = NULL;
    for (const Item *i = page->items; i && b.n < HEADING; i = i->next) {
        if (i->artifact || i->kind != ITEM_GLYPHS || i->nglyphs == 0)
            continue;
        if (first && i->y != first->y)
            break;
        first = first ? first : i;
        buf_put(&b, i->text);
    }
    Str words = str_trim(buf_str(&b));
    bool cut = words.n > HEADING;
    while (words.n > HEADING || (cut && words.n > 0 && words.s[words.n] != ' '))
        words.n--;
    return str_format(p->a, "%.*s%s", STR(words), cut ? " …" : "");
}

static Str deeds_of(Press *p, const Page *page)
{
    Buf b = buf_new(p->scratch);
    dump_deeds(&b, page);
    for (const Deed *d = page->deeds; d; d = d->next)
        if (d->kind < ELSE_WIDOW)
            p->sketches.deeds[d->kind]++;
    return b.n ? str_copy(p->a, buf_str(&b)) : S("");
}

void sketch_add(Press *p, const Page *page)
{
    Sketches *s = &p->sketches;
    if (s->npages == p->capsketches) {
        int cap = p->capsketches ? 2 * p->capsketches : 64;
        s->pages = p->sketched = arena_grow(p->a, p->sketched, sizeof *p->sketched, _Alignof(Sketch), s->npages, cap);
        p->capsketches = cap;
    }
    Mark m = arena_mark(p->scratch);
    Sketch k = {.number = page->number, .blank = page->blank, .label = page->label};
    k.bars = draw(p, page, &k.nbars);
    k.words = first_words(p, page);
    k.deeds = deeds_of(p, page);
    p->sketched[s->npages++] = k;
    s->width = page->width;
    s->height = page->height;
    arena_rewind(p->scratch, m);
}

const Sketches *print_sketches(const Press *p) { return &p->sketches; }
