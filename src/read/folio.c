#include "read/surveyin.h"
#include "read/yamlin.h"

/* What a printer sets at the edge of each page and a scanner takes for text: page numbers alone on a line, and running
   heads, with a number or next to one.  The numbers must count up, a page's length apart; a running head must recur. */

/* how often; counted: a page's number is in it */
typedef struct { Str key; int n, numbered, counted, near, cut, feeds, capitals, first; bool heads; } Head;
/* head: by row */
typedef struct { Survey *v; Table *heads; Head **head; Counts counts; } Search;

static bool is_dash(uint32_t c) { return c == 0x2013 || c == 0x2014 || (c && c < 0x80 && strchr("-.~_*| ", (int)c)); }

/* What is left of a line without the dashes round it: - 12 -, [12], {12}. */
static Str bare(Str s)
{
    ptrdiff_t at = 0, next = 0;
    while (at < s.n && is_dash(utf8_next(s, &next)))
        at = next;
    s = str_from(s, at);
    while (s.n > 0) {
        uint32_t c = char_before(s, s.n);
        if (!is_dash(c))
            break;
        s.n -= c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    bool held = s.n > 2 && ((s.s[0] == '[' && s.s[s.n - 1] == ']') || (s.s[0] == '(' && s.s[s.n - 1] == ')'));
    return held ? str_sub(s, 1, s.n - 2) : s;
}

/* The number that a word is: 0 if none; *exact: printed as a number. */
static int number_of(Str word, bool *exact)
{
    bool roman;
    int n = word.n <= 7 ? measure_number(word, &roman) : 0;
    *exact = n > 0 && (!roman || (word.s[0] & 32));
    if (n && !roman && word.n <= 4)
        return n;
    if (n && roman)
        /* small roman numerals only: those of chapters are capitals */
        return *exact ? n : 0;
    bool digit = false;
    for (ptrdiff_t i = 0; i < word.n; i++)
        digit = digit || (word.s[i] >= '0' && word.s[i] <= '9');
    return digit && word.n <= 4 ? measure_misread(word) : 0;
}

static Str first_word(Str s)
{
    ptrdiff_t i = 0;
    while (i < s.n && s.s[i] != ' ' && s.s[i] != '\t')
        i++;
    return str_sub(s, 0, i);
}

static Str last_word(Str s)
{
    ptrdiff_t i = s.n;
    while (i > 0 && s.s[i - 1] != ' ' && s.s[i - 1] != '\t')
        i--;
    return str_from(s, i);
}

/* The letters of a line, in one case: what stays the same of a running head. */
static Str key_of(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (uni_is_letter((unsigned char)s.s[i]) && (unsigned char)s.s[i] < 0x80)
            buf_byte(&b, (char)(s.s[i] | 32));
        else if ((unsigned char)s.s[i] >= 0x80)
            buf_byte(&b, s.s[i]);
    return buf_str(&b);
}

static int neighbour(const Survey *v, int i, int step)
{
    for (i += step; i >= 0 && i < v->n && !v->row[i].s.n;)
        i += step;
    return i >= 0 && i < v->n ? i : -1;
}

static bool is_bare_number(const Row *r)
{
    bool exact;
    return r->width <= 12 && number_of(bare(r->s), &exact) > 0;
}

/* The sentence before is not at its end: a line that stands here interrupts it. */
static bool cuts(const Survey *v, int i)
{
    int p = neighbour(v, i, -1);
    if (p >= 0 && is_bare_number(&v->row[p]))
        p = neighbour(v, p, -1);
    if (p < 0)
        return false;
    uint32_t c = measure_end(v->row[p].s);
    return !measure_is_stop(c) && (!v->wrapped ? v->row[p].width > 90 : v->row[p].width * 10 >= v->measure * 6);
}

static void count_it(Search *s, int i, int number, int weight)
{
    const Row *r = &s->v->row[i];
    ADD(s->v->a, &s->counts) = (Count){.row = i, .from = r->at, .to = r->at + r->s.n, .number = number,
                                       .weight = weight};
}

static void read_row(Search *s, int i)
{
    Survey *v = s->v;
    const Row *r = &v->row[i];
    if (r->role != ROLE_NONE || r->width > 80 || (v->wrapped && r->width * 10 > v->measure * 9))
        return;
    bool exact = false;
    int number = r->width <= 12 ? number_of(bare(r->s), &exact) : 0;
    if (number) {
        count_it(s, i, number, exact ? 70 : 30);
        return;
    }
    if (r->letters < 4 || r->words > 12)
        return;
    Str words = r->s, front = bare(first_word(words)), back = bare(last_word(words));
    int in_front = number_of(front, &exact), behind = 0;
    if (in_front)
        words = str_trim(str_from(words, first_word(words).n));
    else if ((behind = number_of(back, &exact)) != 0)
        words = str_trim(str_sub(words, 0, words.n - last_word(words).n));
    bool capitals = r->uppers * 10 >= r->letters * 7;
    if (in_front + behind)
        count_it(s, i, in_front + behind, !exact ? (capitals ? 15 : 0) : capitals ? 35 : 12);
    Str key = key_of(v->a, words);
    Head *h = table_find(s->heads, key);
    if (!h) {
        h = new(v->a, Head, 1);
        *h = (Head){.key = key, .first = i};
        table_put(s->heads, key, h);
    }
    h->n++;
    h->capitals += capitals;
    h->numbered += in_front + behind > 0;
    h->cut += cuts(v, i);
    h->feeds += r->feed;
    s->head[i] = h;
}

/* ---- the numbers */

static bool is_page_long(const Search *s, const Run *r)
{
    const Count *c = s->counts.at;
    int lines = c[r->to].row - c[r->from].row, pages = r->last - r->first, close = 0, n = 0;
    for (int i = r->from, before = -1; i <= r->to; i++) {          /* the entries of a list of contents stand close */
        if (!c[i].meant)
            continue;
        close += before >= 0 && c[i].row - before < 5;
        n++;
        before = c[i].row;
    }
    return pages > 0 && lines >= pages * 8 && lines <= pages * 120 && close * 6 <= n;
}

/* Numbers of sections count up too, but no sentence is cut by them. */
static bool is_edge(const Search *s, const Run *r)
{
    int cut = 0, n = 0;
    for (int i = r->from; i <= r->to; i++) {
        const Count *c = &s->counts.at[i];
        if (!c->meant)
            continue;
        int next = neighbour(s->v, c->row, 1);
        n++;
        cut += cuts(s->v, c->row) || s->v->row[c->row].feed || (next >= 0 && s->v->row[next].feed);
    }
    return cut * 4 >= n;
}

static void say_page(Survey *v, int row, const Count *c, Str why, int sure)
{
    Str s = v->row[row].s, word = bare(first_word(s)), other = bare(last_word(s));
    bool roman, exact;
    Str shown = number_of(word, &exact) ? word : other;
    bool small = c->sure && measure_number(shown, &roman) && roman;
    if (small)
        propose(v, row, sure, why, "page %d n=%.*s", row + 1, STR(shown));
    else
        propose(v, row, sure, why, "page %d n=%d", row + 1, c->meant);
    v->npages++;
}

static void take_numbers(Search *s)
{
    static const Prices prices = {.skip = 30, .start = 50, .restart = 60, .gap = 3, .misprint = 60, .deepest = 15};
    Survey *v = s->v;
    Runs runs = sequence_find(v->a, &s->counts, &prices);
    for (int k = 0; k < runs.n; k++) {
        const Run *r = &runs.at[k];
        bool good = r->n >= 3 && is_page_long(s, r) && is_edge(s, r);
        int sure = r->n >= 8 ? 96 : 80;
        Str why = str_format(v->a, "counts up %d…%d, a page apart, %d of %d there", r->first, r->last, r->n,
                             r->last - r->first + 1);
        for (int i = r->from; i <= r->to; i++) {
            Count *c = &s->counts.at[i];
            if (!c->meant)
                continue;
            if (!good) {
                c->meant = 0;
                continue;
            }
            bool alone = !s->head[c->row];
            v->row[c->row].role = ROLE_FOLIO;
            if (alone)
                propose(v, c->row, sure, why, "omit %d reason=folio", c->row + 1);
            else
                propose(v, c->row, sure,
                        str_format(v->a, "recurs %d times; its number %.*s", s->head[c->row]->n, STR(why)),
                        "omit %d reason=running-head", c->row + 1);
            say_page(v, c->row, c, c->sure ? why : str_format(v->a, "misprinted; %.*s", STR(why)), sure);
        }
    }
}

/* ---- the heads */

static bool is_near_folio(const Survey *v, int i)
{
    int prev = neighbour(v, i, -1), next = neighbour(v, i, 1);
    bool above = prev >= 0 && v->row[prev].role == ROLE_FOLIO && i - prev <= 3;
    return above || (next >= 0 && v->row[next].role == ROLE_FOLIO && next - i <= 3);
}

static bool is_running(const Head *h)
{
    if (h->n < 2)
        return false;
    return h->counted * 2 > h->n || (h->n >= 3 && (h->near * 2 > h->n || h->feeds * 2 > h->n ||
           (h->cut * 3 > h->n && h->cut >= 2 && h->capitals * 2 > h->n)));
}

/* The same words as a running head, a few letters of which were misread. */
static const Head *like_head(const Head *h, Head *const *known, int nknown)
{
    for (int k = 0; k < nknown; k++) {
        ptrdiff_t a = h->key.n, b = known[k]->key.n, most = b / 5 > 1 ? b / 5 : 1;
        if (a - b <= most && b - a <= most && a <= 60 && fact_distance(h->key, known[k]->key) <= (int)most)
            return known[k];
    }
    return NULL;
}

static Head **known_heads(const Search *s, int *n)
{
    for (int i = 0; i < s->v->n; i++)
        if (s->head[i]) {
            s->head[i]->counted += s->v->row[i].role == ROLE_FOLIO;
            s->head[i]->near += is_near_folio(s->v, i);
        }
    ptrdiff_t all = table_count(s->heads);
    Head **known = new(s->v->a, Head *, all + 1);
    *n = 0;
    for (ptrdiff_t k = 0; k < all && *n < 200; k++) {
        Head *h = table_at(s->heads, k, NULL);
        h->heads = is_running(h);
        if (h->heads)
            known[(*n)++] = h;
    }
    return known;
}

/* The first time a chapter's title stands for itself; from then on it runs over the pages. */
static bool is_the_title(const Survey *v, const Head *h, int i)
{
    return i == h->first && !is_near_folio(v, i) && !cuts(v, i) && !v->row[i].feed && v->row[i].digits == 0;
}

static void take_heads(Search *s)
{
    Survey *v = s->v;
    int nknown;
    Head **known = known_heads(s, &nknown);
    for (int i = 0; i < v->n; i++) {
        Row *r = &v->row[i];
        const Head *h = s->head[i];
        if (!h || r->role != ROLE_NONE)
            continue;
        bool near = is_near_folio(v, i);
        const Head *like = h->heads ? h : nknown && (near || cuts(v, i)) ? like_head(h, known, nknown) : NULL;
        bool cut = near && cuts(v, i) && r->uppers * 10 >= r->letters * 6;
        if ((!like && !cut) || (h->heads && is_the_title(v, h, i)))
            continue;
        r->role = ROLE_FOLIO;
        int n = like ? like->n : 1;
        propose(v, i, like ? (n > 4 ? 95 : 82) : 66, str_format(v->a, "recurs %d times%s%s", n, near
                                                                ? ", next to a folio" : "",
                like != h && like ? ", here misread" : ""), "omit %d reason=running-head", i + 1);
    }
}

void folio_find(Survey *v)
{
    Search s = {.v = v, .heads = table_new(v->a), .head = new(v->a, Head *, v->n + 1)};
    for (int i = 0; i < v->n; i++)
        read_row(&s, i);
    for (int i = 0; i < s.counts.n; i++) {                         /* what recurs with numbers beside it: Page 12 */
        Count *c = &s.counts.at[i];
        const Head *h = s.head[c->row];
        if (h && h->n >= 3 && h->numbered * 10 >= h->n * 8 && c->weight < 45)
            c->weight = 45;
    }
    take_numbers(&s);
    take_heads(&s);
}
