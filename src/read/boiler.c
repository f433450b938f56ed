#include "read/surveyin.h"

/* What stands around a text and is not of it: licences, what the digitiser says of his work.  Only the first and the
   last blocks are looked at, up to where the text itself begins. */

static const char *const speech[] = {
    "copyright", "licen", "ebook", "e-book", "etext", "e-text", "trademark", "redistribut", "transcri", "scanned",
    "proofread", "digitiz", "digitis", "http:", "https:", "www.", "donation", "warrant", "public domain",
    "rights reserved", "produced by", "release date", "character set", "posting date", "ocr", "page images",
    "prepared by", "internet archive",
};
enum { TERMS = sizeof speech / sizeof *speech };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool has(Str s, const char *word)
{
    ptrdiff_t n = (ptrdiff_t)strlen(word);
    for (ptrdiff_t i = 0; i + n <= s.n; i++) {
        ptrdiff_t k = 0;
        while (k < n && lower(s.s[i + k]) == word[k])
            k++;
        if (k == n && (i == 0 || !uni_is_letter((unsigned char)s.s[i - 1])))
            return true;
    }
    return false;
}

/* A block: lines with no empty one between. */
static int block_end(const Survey *v, int i)
{
    while (i + 1 < v->n && v->row[i + 1].s.n && v->wrapped)
        i++;
    return i;
}

static int terms_in(const Survey *v, int from, int to)
{
    int n = 0;
    for (int k = 0; k < TERMS; k++)
        for (int i = from; i <= to; i++)
            if (has(v->row[i].s, speech[k])) {
                n++;
                break;
            }
    return n;
}

static bool is_fence(const Row *r)
{
    return str_starts(r->s, S("***")) && r->words >= 3 && r->uppers * 2 > r->letters && r->letters > 8;
}

/* `Title: …`: what a catalogue says, among what a digitiser says. */
static bool is_field(const Row *r)
{
    ptrdiff_t colon = str_find(r->s, S(": "));
    return colon > 2 && colon < 16 && uni_is_upper((unsigned char)r->s.s[0]);
}

static bool is_long(const Survey *v, int from, int to)
{
    int words = 0;
    for (int i = from; i <= to; i++)
        words += v->row[i].words;
    return words > 60;
}

static void leave_out(Survey *v, int from, int to)
{
    for (int i = from; i <= to; i++)
        if (v->row[i].role == ROLE_NONE)
            v->row[i].role = ROLE_BOILER;
}

static int fence_of(const Survey *v, int from, int to, int step)
{
    for (int i = from; i != to; i += step)
        if (is_fence(&v->row[i]))
            return i;
    return -1;
}

static void find_head(Survey *v)
{
    int fence = fence_of(v, v->n / 3 < 400 ? v->n / 3 : 400, -1, -1), shown = 0;
    if (fence >= 0)
        leave_out(v, 0, fence);
    for (int i = fence + 1, plain = 0; i < v->n && plain < 2 && shown < 60; i++) {
        if (!v->row[i].s.n)
            continue;
        int end = block_end(v, i), terms = terms_in(v, i, end);
        bool said = terms >= 2 || (terms == 1 && end - i < 4 && !is_long(v, i, end));
        plain = said ? 0 : plain + is_long(v, i, end);
        shown++;
        if (said)
            leave_out(v, i, end);
        i = end;
    }
    for (int i = 0; i < v->n && i < 60; i++)                       /* a field next to what is left out */
        if (v->row[i].role == ROLE_NONE && is_field(&v->row[i]) && i > 0 && (v->row[i - 1].role == ROLE_BOILER ||
            (i > 1 && v->row[i - 1].role == ROLE_BLANK && v->row[i - 2].role == ROLE_BOILER)))
            leave_out(v, i, i);
}

static void find_tail(Survey *v)
{
    int from = v->n - 1 - (v->n / 3 < 500 ? v->n / 3 : 500), fence = fence_of(v, from > 0 ? from : 0, v->n, 1);
    if (fence >= 0) {
        leave_out(v, fence, v->n - 1);
        return;
    }
    int first = -1, said = 0, all = 0;
    for (int i = v->n - 1; i >= 0 && i > v->n - 500; i--) {
        if (!v->row[i].s.n)
            continue;
        int start = i;
        while (v->wrapped && start > 0 && v->row[start - 1].s.n)
            start--;
        int terms = terms_in(v, start, i);
        all++;
        said += terms > 0;
        if (terms >= 2 && said * 5 >= all * 2)
            first = start;
        if (said * 5 < all * 2 && all > 3)
            break;
        i = start;
    }
    int head = first - 1;
    while (head > 0 && !v->row[head].s.n)
        head--;
    if (first > 0 && head > 0 && v->row[head].words < 7 && v->row[head].before && terms_in(v, head, head))
        first = head;                                              /* its heading */
    if (first > 0)
        leave_out(v, first, v->n - 1);
}

static void say_left_out(Survey *v)
{
    for (int i = 0; i < v->n; i++) {
        if (v->row[i].role != ROLE_BOILER)
            continue;
        int to = i, k = i;
        for (; k < v->n && (v->row[k].role == ROLE_BOILER || v->row[k].role == ROLE_BLANK); k++)
            to = v->row[k].role == ROLE_BOILER ? k : to;
        Str why = S("what a digitiser or a licence says, not the text");
        if (to > i)
            propose(v, i, 90, why, "omit %d-%d reason=boilerplate", i + 1, to + 1);
        else
            propose(v, i, 80, why, "omit %d reason=boilerplate", i + 1);
        i = to;
    }
}

void boiler_find(Survey *v)
{
    find_head(v);
    find_tail(v);
    say_left_out(v);
}
