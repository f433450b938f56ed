/* contents.c - the headings, in document order.  Words stand here without note calls; two headings of one wording are
   two entries, for an entry is known by its id. */
#include "book/inside.h"

typedef struct { Making *m; ptrdiff_t cap; } List;

static Heading *room(List *l)
{
    Book *b = l->m->book;
    if (b->nheadings == l->cap) {
        ptrdiff_t cap = l->cap ? 2 * l->cap : 64;
        b->headings = arena_grow(l->m->a, b->headings, sizeof *b->headings, _Alignof(Heading), b->nheadings, cap);
        l->cap = cap;
    }
    return &b->headings[b->nheadings++];
}

static bool is_short(const Node *head) { return str_eq(tei_get(head, ATT_TYPE), S("short")); }

/* The words of all heads of a div: a second line of a title goes on after a colon or a stop of the first. */
static Str words_of(Arena *a, const Node *home)
{
    Buf b = buf_new(a);
    for (Node *n = tei_first(home); n; n = tei_next(n)) {
        if (!tei_is(n, TEI_HEAD) || is_short(n))
            continue;
        Str words = tei_reading(a, n), so_far = buf_str(&b);
        if (so_far.n > 0)
            buf_put(&b, str_eq(tei_get(n, ATT_TYPE), S("sub")) && uni_is_letter(utf8_last(so_far))
                        ? S(": ") : S(" "));
        buf_put(&b, words);
    }
    return buf_str(&b);
}

static Str short_of(Arena *a, const Node *home, Str words)
{
    Node *head = tei_child(home, TEI_HEAD);
    if (tei_get(head, ATT_N).n > 0)
        return str_copy(a, tei_get(head, ATT_N));
    for (Node *n = tei_first(home); n; n = tei_next(n))
        if (tei_is(n, TEI_HEAD) && is_short(n))
            return tei_reading(a, n);
    return words;
}

/* A source that had no other type for its headings, or no other way to shout. */
static bool is_capitals(Str words)
{
    bool letters = false;
    for (ptrdiff_t at = 0; at < words.n;) {
        uint32_t u = utf8_next(words, &at);
        if (uni_is_lower(u))
            return false;
        letters = letters || uni_is_letter(u);
    }
    return letters;
}

static bool add(List *l, Node *n, Node *home, int level, Str part)
{
    Arena *a = l->m->a;
    Node *head = tei_child(home, TEI_HEAD);
    const Part *p = part_find(l->m->book, tei_get(n, ATT_ID));
    Str words = words_of(a, home);
    bool untitled = !head || str_eq(tei_get(head, ATT_TYPE), S("untitled"));
    if (words.n == 0 && p)
        words = p->title;
    if (words.n == 0)
        return false;
    Str brief = p && p->short_title.n ? p->short_title : short_of(a, home, words);
    brief = p && p->title.n && is_capitals(brief) ? p->title : brief;
    Heading *h = room(l);
    *h = (Heading){.id = str_copy(a, tei_get(n, ATT_ID)), .title = words, .short_title = brief, .level = level,
        .part = part,
                   .node = n, .head = head, .untitled = untitled};
    return true;
}

/* A generated list of notes has headings of its own, which no table of contents needs below the second level. */
static bool is_listed(const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    return !str_eq(type, S("imprint")) && !str_eq(type, S("notes-chapter")) && !str_eq(type, S("apparatus-text"));
}

static void visit(List *l, Node *box, int level, Str part)
{
    for (Node *n = tei_first(box); n; n = tei_next(n)) {
        Tag t = tei_tag(n);
        if (t != TEI_DIV && t != TEI_TEXT && t != TEI_GROUP && t != TEI_FRONT && t != TEI_BODY && t != TEI_BACK)
            continue;
        const Part *p = t == TEI_DIV || t == TEI_TEXT ? part_find(l->m->book, tei_get(n, ATT_ID)) : NULL;
        Str key = p ? p->key : part;
        Node *home = t == TEI_TEXT ? tei_child(n, TEI_BODY) : n;
        bool added = (t == TEI_DIV || t == TEI_TEXT) && is_listed(n) && add(l, n, home, level, key);
        visit(l, n, added ? level + 1 : level, key);
    }
}

void contents_make(Making *m)
{
    List l = {.m = m};
    Book *b = m->book;
    visit(&l, m->text, 1, S(""));
    for (ptrdiff_t i = 0; i < b->nheadings; i++)
        table_put(b->heading_of, b->headings[i].id, &b->headings[i]);
}

/* The words over a text that has none of its own are the editor's. */
Str heading_lang(const Heading *h) { return h->untitled ? S("") : tei_lang(h->head ? h->head : h->node); }

/* The short form of what does not fit into a line of a book page, and of what is all capitals: contents should be taken
   in at a glance, and none of them shouts. */
Str heading_listed(const Heading *h)
{
    enum { LONG = 60 };
    return h->short_title.n && (utf8_count(h->title) > LONG || is_capitals(h->title)) ? h->short_title : h->title;
}

const Heading *book_heading(const Book *b, const Node *n)
{
    for (; n; n = tei_parent(n)) {
        Str id = tei_get(n, ATT_ID);
        const Heading *h = id.n > 0 && (tei_is(n, TEI_DIV) || tei_is(n, TEI_TEXT)) ? table_find(b->heading_of, id)
            : NULL;
        if (h)
            return h;
    }
    return NULL;
}

const Voice *book_voice(const Book *b, Str ref)
{
    return table_find(b->voice_of, str_starts(ref, S("#")) ? str_from(ref, 1) : ref);
}
