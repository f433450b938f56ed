/* parallel.c - passages that stand twice in the book: found by the words they share, listed with what differs.

       words   … left Russia in the spring of that year and …        every run of FIVE words is looked up; where it has
       words   … left Russia in the summer of that year and …        been seen before, the match is followed to its end
               └── segment ──┘        └─── segment ────┘             and segments that lie close in both are a passage

   Each run of words is kept once in a table, and of a run only its latest places are asked, so that the work grows with
   the text and not with its square.  Case and punctuation do not count. */
#include "book/inside.h"
#include <stdlib.h>

enum { FIVE = 5, LEAST = 20, GAP = 12, ASKED = 12, SHOWN = 10, LONG = 14 };

typedef struct { Str id, text; const Piece *piece; int32_t first, last; } Block;   /* words first … last - 1 */
typedef struct { uint32_t hash; int32_t block, from, to, offset; } Word;   /* bytes of the block; offset in scalars */
typedef struct { int32_t a, b, n; } Segment;                       /* words a … and b … are alike; a < b */
typedef struct { Segment *s; int n; int32_t shared; } Passage;
typedef struct {
    Making *m;
    Arena *a;
    Block *blocks; int32_t nblocks, capblocks;
    Word *words; int32_t nwords, capwords;
    Segment *segments; int32_t nsegments, capsegments;
} Finder;

/* ---- words */
static void add_word(Finder *f, Word w)
{
    if (f->nwords == f->capwords) {
        int32_t cap = 2 * f->capwords;
        f->words = arena_grow(f->a, f->words, sizeof *f->words, _Alignof(Word), f->nwords, cap);
        f->capwords = cap;
    }
    f->words[f->nwords++] = w;
}

static uint32_t mixed(uint32_t hash, uint32_t c) { return (hash ^ c) * 16777619u; }

/* Of ASCII's letters and digits only capitals lack this bit. */
static ptrdiff_t past_ascii(Str s, ptrdiff_t at, uint32_t *hash)
{
    uint32_t h = *hash;
    for (; at < s.n && uni_ascii_word[(unsigned char)s.s[at]]; at++)
        h = mixed(h, (unsigned char)s.s[at] | 0x20);
    *hash = h;
    return at;
}

/* An apostrophe is no end of a word: texts differ in it, not in what it stands for. */
static void read_words(Finder *f, int32_t block, Str text)
{
    Word w = {.block = block, .from = -1};
    ptrdiff_t wide = 0;                                            /* bytes that are not the first of their scalar */
    for (ptrdiff_t at = 0;;) {
        ptrdiff_t from = at, offset = from - wide;
        uint32_t c = utf8_next(text, &at);
        wide += at - from - 1;
        if (c != UNI_NONE && uni_is_word(c)) {
            if (w.from < 0)
                w = (Word){2166136261u, block, (int32_t)from, 0, (int32_t)offset};
            w.hash = mixed(w.hash, c < 0x80 ? c | 0x20 : c);
            at = past_ascii(text, at, &w.hash);
            w.to = (int32_t)at;
        } else if (c != '\'' && c != 0x2019 && w.from >= 0) {
            add_word(f, w);
            w.from = -1;
        }
        if (c == UNI_NONE)
            return;
    }
}

static void add_block(Finder *f, const Copy *c)
{
    if (f->nblocks == f->capblocks) {
        int32_t cap = f->capblocks ? 2 * f->capblocks : 1024;
        f->blocks = arena_grow(f->a, f->blocks, sizeof *f->blocks, _Alignof(Block), f->nblocks, cap);
        f->capblocks = cap;
    }
    Block b = {.id = c->id, .text = c->text, .piece = c->piece, .first = f->nwords};
    read_words(f, f->nblocks, b.text);
    b.last = f->nwords;
    f->blocks[f->nblocks++] = b;
}

static void read_blocks(Finder *f)
{
    const Copies *c = copy_read(f->m);
    f->capwords = (int32_t)(c->bytes / 5) + 64;                    /* few texts have words as short as that */
    f->words = new(f->a, Word, f->capwords);
    for (ptrdiff_t i = 0; i < c->n; i++)
        if (c->of[i].piece && c->of[i].piece->at == AT_BODY)
            add_block(f, &c->of[i]);
}

/* ---- segments */
static uint32_t run_hash(const Word *w)
{
    uint32_t h = 0;
    for (int i = 0; i < FIVE; i++)
        h = (h ^ w[i].hash) * 0x9E3779B1u;
    return h ^ h >> 15;
}

static bool alike(const Finder *f, int32_t a, int32_t b) { return f->words[a].hash == f->words[b].hash; }

/* Whether the match goes back further: then it has been followed already. */
static bool goes_on(const Finder *f, int32_t a, int32_t b)
{
    const Block *x = &f->blocks[f->words[a].block], *y = &f->blocks[f->words[b].block];
    return a > x->first && b > y->first && alike(f, a - 1, b - 1);
}

static void follow(Finder *f, int32_t a, int32_t b)
{
    int32_t n = 0, end = f->blocks[f->words[a].block].last, last = f->blocks[f->words[b].block].last;
    while (a + n < end && b + n < last && a + n < b && alike(f, a + n, b + n))
        n++;
    if (n < FIVE)
        return;
    if (f->nsegments == f->capsegments) {
        int32_t cap = f->capsegments ? 2 * f->capsegments : 256;
        f->segments = arena_grow(f->a, f->segments, sizeof *f->segments, _Alignof(Segment), f->nsegments, cap);
        f->capsegments = cap;
    }
    f->segments[f->nsegments++] = (Segment){a, b, n};
}

/* Asks the row of a run of words for those that were there before, and puts it there. */
static void find_run(Finder *f, int32_t b, int32_t *row, int32_t *before)
{
    int asked = 0;
    for (int32_t a = *row - 1; a >= 0 && asked < ASKED; a = before[a] - 1, asked++)
        if (!goes_on(f, a, b))
            follow(f, a, b);
    before[b] = *row;
    *row = b + 1;
}

/* The rows of the table are far apart: each is fetched some words before it is asked; until then `before` has which. */
static void find_segments(Finder *f)
{
    enum { SOON = 12 };
    int32_t size = 1, soon = 0;
    while (size < 2 * f->nwords)
        size *= 2;
    int32_t *latest = new(f->a, int32_t, size), *before = new(f->a, int32_t, f->nwords + 1);
    for (int32_t i = 0; i < f->nblocks; i++)
        for (int32_t b = f->blocks[i].first; b + FIVE <= f->blocks[i].last; b++) {
            for (; soon <= b + SOON && soon + FIVE <= f->nwords; soon++) {
                before[soon] = (int32_t)(run_hash(&f->words[soon]) & (uint32_t)(size - 1));
                __builtin_prefetch(&latest[before[soon]], 1);
            }
            find_run(f, b, &latest[before[b]], before);
        }
}

/* ---- passages: by the pair of blocks, then in order */
static const Finder *sorting;

static int by_blocks(const void *x, const void *y)
{
    const Segment *s = x, *t = y;
    const Word *w = sorting->words;
    int32_t d = w[s->a].block - w[t->a].block;
    d = d ? d : w[s->b].block - w[t->b].block;
    d = d ? d : s->a - t->a;
    d = d ? d : s->b - t->b;
    return (d > 0) - (d < 0);
}

static bool follows(const Finder *f, const Segment *s, const Segment *t)
{
    const Word *w = f->words;
    int32_t a = t->a - (s->a + s->n), b = t->b - (s->b + s->n);
    return w[s->a].block == w[t->a].block && w[s->b].block == w[t->b].block && a >= 0 && b >= 0 && a <= GAP && b <= GAP;
}

/* What of the segments from s on makes one passage; those that do not fit in, repeated phrases, are passed over. */
static Passage passage_from(Finder *f, Segment *s, int32_t rest)
{
    int32_t n = 1;
    while (n < rest && f->words[s[n].a].block == f->words[s->a].block
           && f->words[s[n].b].block == f->words[s->b].block)
        n++;
    Passage p = {new(f->a, Segment, n), 1, s->n};
    p.s[0] = *s;
    for (int32_t i = 1; i < n; i++)
        if (follows(f, &p.s[p.n - 1], &s[i])) {
            p.s[p.n++] = s[i];
            p.shared += s[i].n;
            s[i].n = 0;
        }
    return p;
}

/* ---- writing */
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A comma or a point between digits: what it parts is one number. */
static bool is_within_number(Str s, ptrdiff_t at)
{
    return at > 0 && at + 1 < s.n && (s.s[at] == ',' || s.s[at] == '.')
        && is_digit(s.s[at - 1]) && is_digit(s.s[at + 1]);
}

static Str words_at(const Finder *f, int32_t first, int32_t n)
{
    if (n <= 0)
        return S("");
    const Word *w = &f->words[first], *last = &f->words[first + n - 1];
    Str text = f->blocks[w->block].text;
    ptrdiff_t from = w->from, to = last->to;
    while (from > 0 && (is_within_number(text, from - 1) || (is_digit(text.s[from - 1]) && is_within_number(text, from))
           || (is_digit(text.s[from - 1]) && is_digit(text.s[from]))))
        from--;
    while (to < text.n && (is_within_number(text, to) || (is_digit(text.s[to]) && is_within_number(text, to - 1))
           || (is_digit(text.s[to]) && is_digit(text.s[to - 1]))))
        to++;
    from -= from > 0 && (text.s[from - 1] == '(' || text.s[from - 1] == '[');
    to += to < text.n && (text.s[to] == ')' || text.s[to] == ']');
    return str_sub(text, from, to - from);
}

/* A bracket or mark whose partner is not quoted is left out. */
static Str paired(Arena *a, Str s)
{
    static const char *const pairs[][2] = {{"(", ")"}, {"[", "]"}, {"“", "”"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Str open = str_of(pairs[i][0]), close = str_of(pairs[i][1]);
        ptrdiff_t at = str_find(s, open), end = str_find(s, close);
        if (at >= 0 && str_find(str_from(s, at), close) < 0)
            s = str_format(a, "%.*s%.*s", STR(str_sub(s, 0, at)), STR(str_from(s, at + open.n)));
        else if (end >= 0 && (at < 0 || at > end))
            s = str_format(a, "%.*s%.*s", STR(str_sub(s, 0, end)), STR(str_from(s, end + close.n)));
    }
    return s;
}

static Str cut_words(const Finder *f, int32_t first, int32_t n)
{
    Arena *a = f->m->a;
    if (n <= LONG)
        return paired(a, words_at(f, first, n));
    return paired(a, str_format(a, "%.*s … %.*s", STR(words_at(f, first, 3)), STR(words_at(f, first + n - 3, 3))));
}

static void put_place(Finder *f, Node *item, int32_t first, int32_t last)
{
    const Word *w = &f->words[first];
    spot_add(spots_open(item), f->blocks[w->block].id,
        str_format(f->m->a, "%d %d", (int)w->offset, (int)f->words[last].offset));
}

static void put_variants(Finder *f, Node *item, const Passage *p)
{
    int shown = 0;
    for (int i = 1; i < p->n; i++) {
        const Segment *s = &p->s[i - 1], *t = &p->s[i];
        Str a = cut_words(f, s->a + s->n, t->a - s->a - s->n), b = cut_words(f, s->b + s->n, t->b - s->b - s->n);
        if (a.n + b.n == 0)
            continue;
        if (shown == SHOWN) {
            tei_chars(item, str_format(f->m->a, "%.*s …", STR(make_words(f->m, WORDING_SEMICOLON))));
            break;
        }
        /* where one has nothing, the word before it is in both */
        Str hold = a.n == 0 || b.n == 0 ? words_at(f, s->a + s->n - 1, 1) : S("");
        const char *blank = hold.n ? " " : "";
        tei_chars(item, str_format(f->m->a, "%s%.*s ", shown ? "" : " ",
            STR(make_words(f->m, shown ? WORDING_SEMICOLON : WORDING_VARIANTS))));
        shown++;
        tei_chars(item, str_format(f->m->a, "%.*s%s%.*s" LEMMA_ENDS "%.*s%s%.*s", STR(hold), a.n ? blank : "", STR(a),
            STR(hold), b.n ? blank : "", STR(b)));
    }
    if (shown > 0)
        tei_chars(item, S("."));
}

static void put_link(Node *item, Str words, Str id)
{
    Node *link = make(item, TEI_REF, NULL), *hi = make_text(link, TEI_HI, words);
    tei_set_format(link, ATT_TARGET, "#%.*s", STR(id));
    tei_set(hi, ATT_REND, S("italic"));
}

static void add_item(Finder *f, Node *list, const Passage *p)
{
    const Segment *first = &p->s[0], *last = &p->s[p->n - 1];
    const Block *x = &f->blocks[f->words[first->a].block], *y = &f->blocks[f->words[first->b].block];
    Node *item = make(list, TEI_ITEM, NULL);
    tei_set_format(item, ATT_ID, "parallels.%.*s.%d.%.*s.%d", STR(x->id), (int)f->words[first->a].offset, STR(y->id),
        (int)f->words[first->b].offset);
    put_place(f, item, first->a, last->a + last->n - 1);
    tei_chars(item, str_format(f->m->a, " %.*s ", STR(make_words(f->m, WORDING_AND))));
    put_place(f, item, first->b, last->b + last->n - 1);
    tei_chars(item, str_format(f->m->a, "%.*s ", STR(make_words(f->m, WORDING_COLON))));
    put_link(item, paired(f->m->a, words_at(f, first->a, FIVE - 1)), x->id);
    tei_chars(item, S(" … "));
    put_link(item, paired(f->m->a, words_at(f, last->b + last->n - FIVE + 1, FIVE - 1)), y->id);
    Str shared = str_format(f->m->a, "%d", (int)p->shared);
    tei_chars(item, str_format(f->m->a, ", %.*s.", STR(make_filled(f->m, WORDING_SHARED_WORDS, &shared))));
    put_variants(f, item, p);
}

static Node *list_for(Finder *f, Table *lists, Node *div, const Passage *p)
{
    const Piece *x = f->blocks[f->words[p->s->a].block].piece, *y = f->blocks[f->words[p->s->b].block].piece;
    Str key = str_format(f->m->a, "parallels.%.*s.%.*s", STR(x->part->key), STR(y->part->key));
    Node *list = table_find(lists, key);
    if (list)
        return list;
    Node *sub = make_typed(div, TEI_DIV, "apparatus-text");
    tei_set(sub, ATT_ID, key);
    Str both[] = {piece_title(f->m->a, x), piece_title(f->m->a, y)};
    Str row = wording_row(f->m->a, f->m->book->config->lang, both, x == y ? 1 : 2);
    Node *head = make(sub, TEI_HEAD, NULL);
    apparatus_title(f->m, head, x);
    if (x != y) {
        tei_chars(head, str_sub(row, both[0].n, row.n - both[0].n - both[1].n));
        apparatus_title(f->m, head, y);
    }
    tei_set_format(head, ATT_ID, "%.*s.head", STR(key));
    list = apparatus_list(sub);
    table_put(lists, key, list);
    return list;
}

static bool write_passages(Finder *f, Node *div)
{
    Table *lists = table_new(f->m->a);
    sorting = f;
    if (f->nsegments > 0)
        qsort(f->segments, (size_t)f->nsegments, sizeof *f->segments, by_blocks);
    for (int32_t i = 0; i < f->nsegments; i++) {
        if (f->segments[i].n == 0)
            continue;
        Mark m = arena_mark(f->a);
        Passage p = passage_from(f, &f->segments[i], f->nsegments - i);
        if (p.shared >= LEAST)
            add_item(f, list_for(f, lists, div, &p), &p);
        arena_rewind(f->a, m);
    }
    return table_count(lists) > 0;
}

void parallel_make(Making *m)
{
    Arena *scratch = arena_open();
    Finder f = {.m = m, .a = scratch};
    Node *div = apparatus_open(m, "parallels", WORDING_PARALLELS);
    apparatus_words(m, div, make_words(m, WORDING_PARALLELS_KEY));
    read_blocks(&f);
    find_segments(&f);
    if (!write_passages(&f, div))
        tei_remove(div);
    arena_close(scratch);
}
