#include "read/surveyin.h"

/* Ranks of headings.  Those of one look are of one rank; looks are ordered by what a printer spends on them, and a look
   that follows another at once, with no text between, stands below it. */

enum { LOOKS = 24 };
typedef struct { int signs, kind, n, before, strength, rank; bool below[LOOKS]; } Look;

static int find_look(Look *look, int *n, const Heading *h)
{
    int signs = h->signs & ~SIGN_NAMED;                            /* what it is called is no matter of looks */
    signs &= h->kind == KIND_WORD ? ~0 : ~SIGN_WORD;
    for (int k = 0; k < *n; k++)
        if (look[k].signs == signs && look[k].kind == h->kind)
            return k;
    if (*n == LOOKS)
        return LOOKS - 1;
    look[*n] = (Look){.signs = signs, .kind = h->kind};
    return (*n)++;
}

static int strength(const Look *l)
{
    return (l->signs & SIGN_WORD ? 6 : 0) + (l->signs & SIGN_NUMBER ? 3 : 0) + (l->signs & SIGN_CAPITALS ? 2
                                                                                : 0) + (l->signs & SIGN_MIDDLE ? 2
                                                                                        : 0) + l->before / (l->n
                                                                                                ? l->n : 1) * 2;
}

static bool text_between(const Survey *v, int a, int b)
{
    for (int i = a + 1; i < b; i++)
        if (v->row[i].role != ROLE_BLANK && v->row[i].role != ROLE_FOLIO && v->row[i].role != ROLE_MARKER)
            return true;
    return false;
}

/* A series of notes begins with a chapter: the first heading behind the last call of the series before. */
static bool *chapters_by_notes(const Survey *v, int *n)
{
    bool *chapter = new(v->a, bool, v->heads.n + 1);
    *n = 0;
    for (int k = 0, at = 0; k < v->notes.n && v->notes.n > 1; k++) {
        int after = k ? v->notes.at[k - 1].to : -1;
        while (at < v->heads.n && v->heads.at[at].first < after)
            at++;
        if (at < v->heads.n && v->heads.at[at].first <= v->notes.at[k].from && !chapter[at]) {
            chapter[at] = true;
            ++*n;
        }
    }
    return chapter;
}

static void order(Look *look, int n, int *at)
{
    for (int i = 0; i < n; i++)
        at[i] = i;
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && look[at[k]].strength > look[at[k - 1]].strength; k--) {
            int swap = at[k];
            at[k] = at[k - 1];
            at[k - 1] = swap;
        }
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && look[at[k - 1]].below[at[k]] && !look[at[k]].below[at[k - 1]]; k--) {
            int swap = at[k];
            at[k] = at[k - 1];
            at[k - 1] = swap;
        }
}

static void rank_looks(Look *look, int n)
{
    int at[LOOKS], rank = 1;
    order(look, n, at);
    for (int i = 0; i < n; i++) {
        const Look *up = i ? &look[at[i - 1]] : NULL;
        bool lower = up && (look[at[i]].below[at[i - 1]] || look[at[i]].strength + 3 <= up->strength);
        rank += lower && rank < 4;
        look[at[i]].rank = rank;
    }
}

static void rank_all(Survey *v, const Look *look, const int *of)
{
    int chapters = 0;
    bool *chapter = chapters_by_notes(v, &chapters);
    bool by_notes = chapters >= 2 && chapters < v->heads.n;
    for (int i = 0, before = 0; i < v->heads.n; i++) {
        Heading *h = &v->heads.at[i];
        int rank = look[of[i]].rank + (by_notes && !chapter[i]);
        rank = by_notes && chapter[i] ? 1 : rank;
        rank = rank > before + 1 ? before + 1 : rank;
        h->rank = before = rank > 6 ? 6 : rank;
    }
    if (by_notes && v->title && chapter[0] == false && v->heads.n && v->notes.at[0].from < v->heads.at[0].first)
        v->title_is_chapter = true;
}

static void say(Survey *v)
{
    if (v->title) {
        int first = v->title, last = v->para[v->row[v->title - 1].para].last + 1;
        Str range = last > first ? str_format(v->a, "%d-%d", first, last) : str_format(v->a, "%d", first);
        if (v->title_is_chapter)
            propose(v, first - 1, 74, S("the first words; a series of notes begins here as under other headings"),
                    "h1 %.*s", STR(range));
        else
            propose(v, first - 1, 80, S("the first words, short, no stop"), "title %.*s", STR(range));
    }
    for (int i = 0; i < v->heads.n; i++) {
        const Heading *h = &v->heads.at[i];
        if (h->last > h->first)
            propose(v, h->first, h->sure, h->why, "h%d %d-%d", h->rank, h->first + 1, h->last + 1);
        else
            propose(v, h->first, h->sure, h->why, "h%d %d", h->rank, h->first + 1);
    }
}

/* ---- chapters whose title was lost: their first words stand in capitals, behind more space than usual */

static int opening_capitals(const Row *r)
{
    Str s = measure_words(r);
    int n = 0;
    for (ptrdiff_t at = 0; at < s.n && n < 12;) {
        uint32_t c = utf8_next(s, &at);
        if (uni_is_lower(c))
            return n > 1 && uni_is_upper(char_before(s, at - 1)) ? n - 1 : n;
        n += uni_is_upper(c);
    }
    return n;
}

static bool opens(const Survey *v, int p)
{
    const Para *q = &v->para[p];
    const Row *r = &v->row[q->first];
    return q->role == ROLE_NONE && q->words > 20 && q->before > v->usual && r->uppers * 2 < r->letters &&
        opening_capitals(r) >= 5;
}

static void untitled(Survey *v)
{
    int n = 0;
    for (int p = 1; p < v->npara; p++)
        n += opens(v, p);
    for (int p = 1; p < v->npara && n >= 3; p++) {
        int line = v->para[p].first + 1;
        Str why = str_format(v->a, "begins in capitals behind space, like %d others", n - 1);
        if (opens(v, p) && v->para[p - 1].role != ROLE_HEADING)
            propose(v, line - 1, n >= 6 ? 72 : 60, why, "h2 before %d \"[Untitled]\" type=section", line);
    }
}

void ranking_find(Survey *v)
{
    Look look[LOOKS] = {0};
    int n = 0, *of = new(v->a, int, v->heads.n + 1);
    for (int i = 0; i < v->heads.n; i++) {
        Heading *h = &v->heads.at[i];
        of[i] = find_look(look, &n, h);
        look[of[i]].n++;
        look[of[i]].before += h->before < 8 ? h->before : 8;
        if (i && of[i] != of[i - 1] && !text_between(v, v->heads.at[i - 1].last, h->first))
            look[of[i]].below[of[i - 1]] = true;
    }
    for (int k = 0; k < n; k++)
        look[k].strength = strength(&look[k]);
    rank_looks(look, n);
    rank_all(v, look, of);
    say(v);
    if (v->heads.n)
        untitled(v);
}
