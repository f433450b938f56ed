/* speaker.c - a finished page in; out who speaks on most of its lines, and on which pages of his book.  Who speaks is a
   voice that the text names, else the one work quoted in a division. */
#include "print/inside.h"

enum { PAGES = 12 };                                               /* of a source, on one page of ours */
typedef struct {                                                   /* of the page; voice NULL: nobody's */
    const Voice *voice;
    Str name;
    int lines;
    const Node *pages[PAGES]; bool joined[PAGES]; int npages;      /* of his book; joined: begun amid a paragraph */
} Share;
typedef struct { Press *press; Share *shares; int nshares; } Hall;

void speaker_open(Press *p)
{
    p->speaker = (Speaker){.works = table_new(p->a), .pages = new(p->a, const Node *, p->book->nvoices + 1)};
}

/* *home: the element that names him. */
static const Voice *voice_of(const Press *p, const Node *n, const Node **home)
{
    for (; n && !tei_is(n, TEI_TEXT); n = tei_parent(n)) {
        if (tei_tag(n) == TEI_CHARS)
            continue;
        Str who = tei_get(n, ATT_RESP).n ? tei_get(n, ATT_RESP) : tei_get(n, ATT_CORRESP);
        const Voice *v = who.n ? book_voice(p->book, who) : NULL;
        *home = n;
        if (v)
            return v;
    }
    return NULL;
}

static const Node *division_of(const Node *n)
{
    while (n && !tei_is(n, TEI_DIV) && !tei_is(n, TEI_TEXT))
        n = tei_parent(n);
    return n;
}

static bool is_below(const Node *n, const Node *top)
{
    while (n && n != top)
        n = tei_parent(n);
    return n != NULL;
}

/* NULL where the pages of several works begin, or of none. */
static const Voice *look_for_work(const Press *p, const Node *div)
{
    Str ed = {0};
    for (const Node *n = div ? tei_first(div) : NULL; n; n = tei_walk(n, div)) {
        if (!tei_is(n, TEI_PB) || tei_get(n, ATT_ED).n == 0)
            continue;
        if (ed.n > 0 && !str_eq(ed, tei_get(n, ATT_ED)))
            return NULL;
        ed = tei_get(n, ATT_ED);
    }
    return ed.n ? book_voice(p->book, ed) : NULL;
}

/* Looked for once a division. */
static const Voice *work_in(Press *p, const Node *div)
{
    Str key = {(const char *)&div, sizeof div};
    const Voice **found = table_find(p->speaker.works, key);
    if (!found) {
        found = new(p->a, const Voice *, 1);
        *found = look_for_work(p, div);
        table_put(p->speaker.works, str_copy(p->a, key), found);
    }
    return *found;
}

/* Two voices of one name are one to the reader. */
static Share *share_of(Hall *h, const Node *n, const Node **home)
{
    const Voice *v = voice_of(h->press, n, home);
    if (!v)
        v = work_in(h->press, *home = division_of(n));
    for (int i = 0; i < h->nshares; i++)
        if (str_eq(h->shares[i].name, speaker_name(v)))
            return &h->shares[i];
    h->shares[h->nshares] = (Share){.voice = v, .name = speaker_name(v)};
    return &h->shares[h->nshares++];
}

/* Pages of sources that begin with this item. */
static void turn_pages(Press *p, const Item *i)
{
    for (Str rest = i->anchor; rest.n > 0;) {
        Cut c = str_cut(rest, ' ');
        const Node *n = tei_find(p->book->tree, c.head);
        const Voice *v = n && tei_is(n, TEI_PB) ? book_voice(p->book, tei_get(n, ATT_ED)) : NULL;
        if (v)
            p->speaker.pages[v - p->book->voices] = n;
        rest = c.tail;
    }
}

/* Extracts that follow each other may both be from one page. */
static bool is_noted(const Share *share, const Node *pb)
{
    const Node *last = share->npages > 0 ? share->pages[share->npages - 1] : NULL;
    return last == pb || (last && str_eq(tei_get(last, ATT_N), tei_get(pb, ATT_N)));
}

/* The first page of a voice's book that begins in a division; remembered, for each line asks. */
static const Node *first_page(Press *p, const Node *div, const Voice *v)
{
    FirstPage *f = &p->speaker.first;
    if (f->div == div && f->voice == v)
        return f->page;
    *f = (FirstPage){.div = div, .voice = v};
    for (const Node *n = tei_first(div); n && !f->page; n = tei_walk(n, div))
        f->page = tei_is(n, TEI_PB) && book_voice(p->book, tei_get(n, ATT_ED)) == v ? n : NULL;
    return f->page;
}

/* Whether the page goes on where a division begins: its own first page is the next, or it has none. */
static bool goes_on(Press *p, const Voice *v, const Node *pb, const Node *div)
{
    if (!div || is_below(pb, div))
        return true;
    const Node *first = first_page(p, div, v);
    Number n = str_number(tei_get(first, ATT_N)), last = str_number(tei_get(pb, ATT_N));
    return !first || !n.ok || !last.ok || n.value == last.value || n.value == last.value + 1;
}

/* The page of his own book that a speaker is on, not known where another extract has begun since.  One that begins
   amid a paragraph is joined to the one before, whatever their numbers. */
static void note_page(Press *p, Share *share, const Node *n, const Node *home, bool amid)
{
    const Node *pb = share->voice ? p->speaker.pages[share->voice - p->book->voices] : NULL;
    if (!pb || is_noted(share, pb))
        return;
    if (!is_below(pb, home) && !is_below(pb, division_of(n)) && !is_below(n, division_of(pb)))
        return;
    if (!goes_on(p, share->voice, pb, division_of(n)))
        return;
    int at = share->npages < PAGES ? share->npages++ : PAGES - 1;
    share->pages[at] = pb;
    share->joined[at] = amid;
}

static bool is_note(const Item *i)
{
    const Struct *s = i->node;
    for (int up = 0; s && up < 4; s = s->parent, up++)
        if (s->role == ROLE_NOTE)
            return true;
    return false;
}

static const Share *most(const Hall *h)
{
    const Share *share = NULL;
    for (int i = 0; i < h->nshares; i++)
        if (!share || h->shares[i].lines >= share->lines)
            share = &h->shares[i];
    return share;
}

static bool follows(const Share *share, int at)
{
    Number n = str_number(tei_get(share->pages[at], ATT_N)), last = str_number(tei_get(share->pages[at - 1], ATT_N));
    bool joined = share->joined[at] && division_of(share->pages[at]) == division_of(share->pages[at - 1]);
    return n.ok && last.ok && (n.value == last.value + 1 || (joined && n.value > last.value));
}

/* "14–16, 20": pages that follow each other are joined. */
static Str page_words(Arena *a, const Share *share)
{
    Buf b = buf_new(a);
    for (int i = 0, from = 0; i < share->npages; i = from) {
        for (from = i + 1; from < share->npages && follows(share, from);)
            from++;
        Str first = tei_get(share->pages[i], ATT_N), last = tei_get(share->pages[from - 1], ATT_N);
        buf_format(&b, "%s%.*s", i > 0 ? ", " : "", STR(first));
        if (!str_eq(first, last))
            buf_format(&b, "–%.*s", STR(last));
    }
    return buf_str(&b);
}

void speaker_follow(Press *p, const Page *page, Arena *a)
{
    Hall h = {p, new(a, Share, p->book->nvoices + 1), 0};
    Str block = {0};
    Share *share = NULL;
    const Node *n = NULL, *home = NULL;
    int line = 0;
    if (page->opening)
        memset(p->speaker.pages, 0, (size_t)p->book->nvoices * sizeof *p->speaker.pages);
    for (const Item *i = page->items; i; i = i->next) {
        turn_pages(p, i);
        if (i->block.n == 0 || i->artifact || is_note(i))
            continue;
        if (!share || !str_eq(block, i->block)) {
            n = tei_find(p->book->tree, i->block);
            share = share_of(&h, n, &home);
            block = i->block;
        }
        share->lines += i->line != line;
        line = i->line;
        note_page(p, share, n, home, i->offset > 0);
    }
    const Share *now = most(&h);
    p->speaker.name = now ? now->name : S("");
    bool work = now && now->voice && str_eq(now->voice->kind, S("work")) && now->npages > 0;
    Wording sign = work && now->npages > 1 ? WORDING_PAGES_SIGN : WORDING_PAGE_SIGN;
    p->speaker.source = work ? wording_page(a, p->book->config->lang, sign, page_words(a, now)) : S("");
}

Str speaker_words(const Press *p, Arena *a)
{
    const Speaker *s = &p->speaker;
    return s->source.n ? str_format(a, "%.*s, %.*s", STR(s->name), STR(s->source)) : s->name;
}

Str speaker_name(const Voice *v) { return !v ? S("") : v->short_name.n ? v->short_name : v->name; }
