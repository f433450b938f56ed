#include "read/surveyin.h"

/* Before the text: its title, who wrote it, where it was printed, and the list of contents, whose entries are no
   headings but name them. */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool is_said(Str s, const char *word)
{
    ptrdiff_t n = (ptrdiff_t)strlen(word);
    for (ptrdiff_t i = 0; i < n; i++)
        if (i >= s.n || lower(s.s[i]) != word[i])
            return false;
    return s.n == n || !uni_is_letter((unsigned char)s.s[n]);
}

static void take(Survey *v, int p, Role role)
{
    v->para[p].role = role;
    for (int i = v->para[p].first; i <= v->para[p].last; i++)
        v->row[i].role = role;
}

static const Row *head(const Survey *v, int p) { return &v->row[v->para[p].first]; }

static void say(Survey *v, int p, int sure, Str why, const char *what)
{
    int from = v->para[p].first + 1, to = v->para[p].last + 1;
    if (to > from)
        propose(v, from - 1, sure, why, "%s %d-%d", what, from, to);
    else
        propose(v, from - 1, sure, why, "%s %d", what, from);
}

/* ---- contents */

/* The letters of a line without number, leader and page: the same in the list and over the chapter. */
static Str front_key(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (Cut c = str_cut(s, ' '); ; c = str_cut(c.tail, ' ')) {
        Str w = c.head;
        bool roman;
        while (w.n && !uni_is_letter((unsigned char)w.s[w.n - 1]) && (unsigned char)w.s[w.n - 1] < 0x80)
            w.n--;
        while (w.n && !uni_is_letter((unsigned char)w.s[0]) && (unsigned char)w.s[0] < 0x80)
            w = str_from(w, 1);
        bool number = w.n && measure_number(w, &roman) && (w.n > 1 || b.n == 0 || !c.ok);
        for (ptrdiff_t i = 0; i < w.n && !number; i++)
            if ((unsigned char)w.s[i] >= 0x80 || uni_is_letter((unsigned char)w.s[i]))
                buf_byte(&b, lower(w.s[i]));
        if (!c.ok)
            return buf_str(&b);
    }
}

static bool ends_in_page(Str s)
{
    ptrdiff_t at = s.n;
    while (at > 0 && ((s.s[at - 1] >= '0' && s.s[at - 1] <= '9') || strchr("ivxl", s.s[at - 1])))
        at--;
    return at < s.n && at > 2 && s.n - at < 6 && (s.s[at - 1] == ' ' || s.s[at - 1] == '.' || s.s[at - 1] == '\t');
}

/* Rows before `limit` whose words stand alone on a line further on. */
static int *find_twins(Survey *v, int limit)
{
    Table *later = table_new(v->a);
    int *twin = new(v->a, int, v->n + 1);
    for (int i = v->n - 1; i >= 0; i--) {
        const Row *r = &v->row[i];
        if (r->role != ROLE_NONE || r->width > 90 || r->words > 14 || r->letters < 3)
            continue;
        bool early = i < limit;
        bool roman;
        Str last = str_from(r->s, r->s.n);
        for (Cut c = str_cut(r->s, ' '); c.ok; c = str_cut(c.tail, ' '))
            last = c.tail;
        while (last.n && last.s[last.n - 1] == '.')
            last.n--;
        if (r->words == 2 && measure_number(last, &roman))
            continue;                                              /* CHAPTER I. and CHAPTER II. are no twins */
        if (!early && (r->before == 0 || r->after == 0) && v->wrapped)
            continue;
        Str key = front_key(v->a, r->s);
        int *at = key.n > 3 ? table_find(later, key) : NULL;
        if (early && at)
            twin[i] = *at + 1;
        if (!early && key.n > 3) {
            at = new(v->a, int, 1);
            *at = i;
            table_put(later, key, at);
        }
    }
    return twin;
}

static bool is_entry(const Survey *v, const int *twin, int i)
{
    const Row *r = &v->row[i];
    return r->role == ROLE_NONE && r->letters && r->words < 20 && (twin[i] || (ends_in_page(r->s) && r->words > 1));
}

static int next_row(const Survey *v, int i)
{
    for (i++; i < v->n && v->row[i].role == ROLE_BLANK; )
        i++;
    return i;
}

static bool is_any(Str s, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (is_said(s, words[i]))
            return true;
    return false;
}

static bool is_list_head(Str s)
{
    static const char *const heads[] = {"contents", "table of contents", "list of illustrations", "illustrations",
        "inhalt", "table des mati\xC3\xA8res", NULL};
    return s.n < 24 && is_any(s, heads);
}

/* From the first entry on: lines of the list, among which one of three may be no entry by itself (a long one, a
   part). */
static int list_end(const Survey *v, const int *twin, int from, int limit)
{
    int entries = 0, odd = 0, last = -1;
    for (int i = from; i < limit && odd < 3; i = next_row(v, i)) {
        bool entry = is_entry(v, twin, i);
        bool apart = last >= 0 && v->row[i].before > 2;
        if (apart || (!entry && v->row[i].width > 90) || (entries && is_list_head(v->row[i].s)))
            break;
        entries += entry;
        odd = entry ? 0 : odd + 1;
        last = entry ? i : last;
    }
    return entries >= 3 ? last : -1;
}

static void contents(Survey *v, bool *named)
{
    int limit = v->n / 4 < 600 ? v->n / 4 : 600;
    int *twin = find_twins(v, limit);
    for (int i = 0; i < limit; i++) {
        bool head_row = is_list_head(v->row[i].s);
        bool entry = is_entry(v, twin, i) && v->row[i].digits && ends_in_page(v->row[i].s);
        if (v->row[i].role != ROLE_NONE || (!head_row && !entry))
            continue;
        int from = head_row ? next_row(v, i) : i, last = from < limit ? list_end(v, twin, from, limit) : -1;
        if (last < 0)
            continue;
        propose(v, from, 84, S("lines that name what follows, or end in a page"), "list %d-%d kind=simple", from + 1,
                last + 1);
        for (int k = from; k <= last; k++) {
            if (twin[k])
                named[twin[k] - 1] = true;
            if (v->row[k].para >= 0)
                take(v, v->row[k].para, ROLE_FRONT);
        }
        if (head_row)
            named[i] = true;
        i = last;
    }
}

/* ---- title page */

static bool is_label(Str s)
{
    static const char *const labels[] = {"chapter", "part", "book", "preface", "introduction", "contents", "foreword",
        "prologue", "note", "section", NULL};
    return is_any(s, labels);
}

static bool row_has_year(const Row *r)
{
    for (ptrdiff_t i = 0; i + 4 <= r->s.n; i++)
        if (r->s.s[i] == '1' && r->s.s[i + 1] >= '5' && is_figure(r->s.s[i + 1]) && is_figure(r->s.s[i + 2]) &&
            is_figure(r->s.s[i + 3]) && r->width < 40)
            return true;
    return false;
}

static bool has_year(const Survey *v, int p)
{
    for (int i = v->para[p].first; i <= v->para[p].last; i++)
        if (row_has_year(&v->row[i]))
            return true;
    return false;
}

static bool is_long(const Survey *v, int p) { return v->para[p].words > 35; }

static int first_free(const Survey *v, int p)
{
    while (p < v->npara && v->para[p].role != ROLE_NONE)
        p++;
    return p;
}

static void title_page(Survey *v, int first, int last)
{
    bool by = false;
    for (int p = first + 1; p <= last; p++) {
        Str s = head(v, p)->s;
        if (v->para[p].role != ROLE_NONE)
            continue;
        bool word = is_said(s, "by") || is_said(s, "von") || is_said(s, "par");
        Str why = word ? S("says by whom") : by ? S("follows the word that says by whom") : S("on the title page");
        say(v, p, 72, why, word || by ? "byline" : "imprint");
        by = word && s.n < 4;
        take(v, p, ROLE_FRONT);
    }
}

void front_find(Survey *v, bool *named)
{
    contents(v, named);
    int first = first_free(v, 0), last = first;
    if (first >= v->npara || is_long(v, first) || is_label(head(v, first)->s))
        return;
    const Row *r = head(v, first);
    bool roman;
    if (r->words == 1 && measure_number(r->s.s[r->s.n - 1] == '.' ? str_sub(r->s, 0, r->s.n - 1) : r->s, &roman))
        return;                                                    /* the number of a chapter is no title */
    uint32_t end = measure_end(r->s);
    bool capitals = r->uppers * 10 >= r->letters * 9;
    if (v->para[first].width > 130 || (measure_is_stop(end) && !capitals) || end == ',' ||
        !uni_is_upper(measure_start(r->s)) || r->s.s[0] == '{')
        return;
    for (int p = first + 1; p < v->npara && p < first + 16 && !is_long(v, p) && !is_label(head(v, p)->s); p++) {
        const Row *q = head(v, p);
        if (v->para[p].role == ROLE_NONE && (is_said(q->s, "by") || has_year(v, p)))
            last = p + (is_said(q->s, "by") && q->s.n < 4);
        if (v->para[p].role == ROLE_FRONT)
            break;
    }
    v->title = v->para[first].first + 1;
    take(v, first, ROLE_FRONT);
    if (last > first && last < v->npara)
        title_page(v, first, last);
}
