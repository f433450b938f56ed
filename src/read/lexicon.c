#include "read/surveyin.h"

/* The words of a text, counted.  A word is a run of ASCII letters and of whatever lies beyond ASCII; its case is
   ignored
   where that costs nothing, in ASCII.  Open addressing over slots of a power of two. */

/* low: how often with a small letter; last: before a stop */
typedef struct { Str word; uint32_t hash; int n, low, last; } Slot;
struct Lexicon { Slot *slot; uint32_t mask; int used, common, all; };

static bool is_part(unsigned char c) { return c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z'); }
static unsigned char lower(char c) { return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : (unsigned char)c; }

static uint32_t hash(Str s)
{
    uint32_t h = 2166136261u;
    for (ptrdiff_t i = 0; i < s.n; i++)
        h = (h ^ lower(s.s[i])) * 16777619u;
    return h;
}

static bool same(Str a, Str b)
{
    if (a.n != b.n)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (lower(a.s[i]) != lower(b.s[i]))
            return false;
    return true;
}

static Slot *find(const Lexicon *l, Str word, uint32_t h)
{
    uint32_t i = h & l->mask;
    while (l->slot[i].n && !(l->slot[i].hash == h && same(l->slot[i].word, word)))
        i = (i + 1) & l->mask;
    return &l->slot[i];
}

static void grow(Arena *a, Lexicon *l)
{
    Lexicon wide = {.slot = new(a, Slot, 2 * ((ptrdiff_t)l->mask + 1)), .mask = 2 * l->mask + 1, .used = l->used,
                    .all = l->all};
    for (uint32_t i = 0; i <= l->mask; i++)
        if (l->slot[i].n)
            *find(&wide, l->slot[i].word, l->slot[i].hash) = l->slot[i];
    *l = wide;
}

static void count(Arena *a, Lexicon *l, Str word, bool last)
{
    uint32_t h = hash(word);
    Slot *s = find(l, word, h);
    if (!s->n) {
        s->word = word;
        s->hash = h;
        l->used++;
    }
    l->all++;
    s->n++;
    s->last += last;
    s->low += word.s[0] >= 'a' && word.s[0] <= 'z';
    if ((uint32_t)l->used > l->mask / 2)
        grow(a, l);
}

/* Words that stand between words: small, and hardly ever before a full stop. */
static bool is_link(const Slot *s) { return s->n >= 3 && s->low * 10 >= s->n * 7 && s->last * 50 <= s->n; }

/* The forty of them that stand most often: these never end a heading. */
static void find_common(Lexicon *l)
{
    enum { MOST = 40 };
    int top[MOST], n = 0;
    for (uint32_t i = 0; i <= l->mask; i++) {
        const Slot *s = &l->slot[i];
        if (!is_link(s) || (n == MOST && s->n <= top[n - 1]))
            continue;
        int k = n < MOST ? n++ : n - 1;
        for (; k > 0 && top[k - 1] < s->n; k--)
            top[k] = top[k - 1];
        top[k] = s->n;
    }
    l->common = n ? top[n - 1] : 0;
}

Lexicon *lexicon_read(Arena *a, const Text *t)
{
    Lexicon *l = new(a, Lexicon, 1);
    *l = (Lexicon){.slot = new(a, Slot, 1 << 12), .mask = (1 << 12) - 1};
    Str s = t->bytes;
    for (ptrdiff_t i = 0; i < s.n;) {
        ptrdiff_t from = i;
        while (i < s.n && is_part((unsigned char)s.s[i]))
            i++;
        if (i > from)
            count(a, l, str_sub(s, from, i - from), i < s.n && (s.s[i] == '.' || s.s[i] == '?' || s.s[i] == '!'));
        i++;
    }
    find_common(l);
    return l;
}

int lexicon_count(const Lexicon *l, Str word) { return word.n ? find(l, word, hash(word))->n : 0; }

bool lexicon_is_common(const Lexicon *l, Str word)
{
    const Slot *s = find(l, word, hash(word));
    return word.n && s->n >= l->common && (int64_t)s->n * 250 >= l->all && is_link(s);
}
