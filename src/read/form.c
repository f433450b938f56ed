#include "read/surveyin.h"

/* Blocks by their looks: captions, ornaments, verse, lists, quotations, speeches; and what is marked inside of lines,
   emphasis and tokens. */

static void take(Survey *v, int first, int last, Role role)
{
    for (int p = first; p <= last; p++) {
        v->para[p].role = role;
        for (int i = v->para[p].first; i <= v->para[p].last; i++)
            v->row[i].role = role;
    }
}

static void say(Survey *v, int first, int last, int sure, Str why, const char *what, const char *options)
{
    int from = v->para[first].first + 1, to = v->para[last].last + 1;
    if (to > from)
        propose(v, from - 1, sure, why, "%s %d-%d%s", what, from, to, options);
    else
        propose(v, from - 1, sure, why, "%s %d%s", what, from, options);
}

static const Row *head(const Survey *v, int p) { return &v->row[v->para[p].first]; }
static bool is_free(const Survey *v, int p) { return p >= 0 && p < v->npara && v->para[p].role == ROLE_NONE; }

/* ---- ornaments */

static void ornaments(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        const Row *r = head(v, p);
        if (!is_free(v, p) || v->para[p].first != v->para[p].last || r->letters || r->digits || r->width > 60)
            continue;
        say(v, p, p, 92, S("no word in it"), "ornament", "");
        take(v, p, p, ROLE_ORNAMENT);
    }
}

/* ---- captions */

static bool shares_word(Str a, Str b)
{
    for (Cut c = str_cut(a, ' '); ; c = str_cut(c.tail, ' ')) {
        Str w = c.head;
        while (w.n && !uni_is_letter((unsigned char)w.s[w.n - 1]))
            w.n--;
        if (w.n > 3 && str_find(b, w) >= 0)
            return true;
        if (!c.ok)
            return false;
    }
}

/* Where a paragraph is a line, two short lines with nothing between are a picture's name and its caption. */
static bool is_pair(const Survey *v, int p)
{
    if (!is_free(v, p) || !is_free(v, p + 1) || v->wrapped || v->para[p + 1].before != 0 || v->para[p].before == 0 ||
        v->para[p + 1].after == 0)
        return false;
    const Row *a = head(v, p), *b = head(v, p + 1);
    return a->width < 120 && b->width < 160 && uni_is_upper(measure_start(a->s)) && uni_is_upper(measure_start(b->s)) &&
           str_find(a->s, S("{")) < 0 && str_find(b->s, S("{")) < 0;
}

static void captions(Survey *v)
{
    int pairs = 0, shared = 0;
    for (int p = 0; p + 1 < v->npara; p++)
        if (is_pair(v, p)) {
            pairs++;
            shared += shares_word(head(v, p)->s, head(v, p + 1)->s);
        }
    for (int p = 0; p + 1 < v->npara && shared; p++) {
        if (!is_pair(v, p))
            continue;
        bool same = shares_word(head(v, p)->s, head(v, p + 1)->s);
        say(v, p, p + 1, same ? 94 : 80, same ? S("two short lines together, the same words in both") :
            S("two short lines together, like others in this text"), "caption", "");
        take(v, p, p + 1, ROLE_CAPTION);
    }
}

static bool is_held(const Survey *v, int p)
{
    const Row *r = &v->row[v->para[p].last];
    return r->s.s[r->s.n - 1] == ']';
}

/* [Illustration: …]: up to its closing bracket, which may be some paragraphs further on. */
void form_pictures(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        int last = p;
        if (!is_free(v, p) || !str_starts(head(v, p)->s, S("[Illustration")))
            continue;
        while (is_free(v, last + 1) && last < p + 6 && !is_held(v, last) && !v->para[last + 1].cut_before)
            last++;
        last = is_held(v, last) ? last : p;
        say(v, p, last, 94, S("stands for a picture"), "caption", "");
        take(v, p, last, ROLE_CAPTION);
    }
}

/* ---- verse */

typedef struct { int n, capital, open, longest, indented; } Lines;

static void look_at_line(const Survey *v, const Row *r, Lines *l)
{
    uint32_t first = measure_start(measure_words(r)), last = measure_end(r->s);
    l->n++;
    l->capital += uni_is_upper(first);
    l->open += !(last == '.' || last == '?' || last == '!' || last == ':');
    l->longest = r->width > l->longest ? r->width : l->longest;
    l->indented += r->indent >= v->margin + 2;
}

/* A stanza of wrapped text: set in, no line full, capitals at most beginnings. */
static bool is_stanza(const Survey *v, int p)
{
    const Para *q = &v->para[p];
    if (!is_free(v, p) || q->last == q->first)
        return false;
    Lines l = {0};
    int least = 99, middle = 0;
    for (int i = q->first; i <= q->last; i++) {
        look_at_line(v, &v->row[i], &l);
        least = v->row[i].indent < least ? v->row[i].indent : least;
        middle += measure_centred(v, &v->row[i]) && v->row[i].uppers * 2 > v->row[i].letters;
    }
    bool narrow = l.longest * 10 < v->measure * 8 && l.capital * 10 >= l.n * 7;
    return narrow && middle * 2 < l.n && least >= v->margin + 2 && l.indented == l.n;
}

static void verse_wrapped(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        if (!is_stanza(v, p))
            continue;
        int last = p, lines = v->para[p].last - v->para[p].first + 1;
        while (last + 1 < v->npara && is_stanza(v, last + 1) &&
               v->para[last + 1].first - v->para[last].last <= 1 + v->usual + 1)
            last++;
        say(v, p, last, lines > 2 || last > p ? 90 : 72, S("set in, no line full, capitals at the beginnings"),
            "verse", "");
        take(v, p, last, ROLE_VERSE);
        p = last;
    }
}

static bool may_be_verse(const Survey *v, int p)
{
    if (!is_free(v, p) || v->para[p].before == 0)
        return false;
    const Row *r = head(v, p);
    uint32_t c = measure_end(r->s);
    return r->width <= 60 && r->width > 8 && c != ':' && !r->marked && uni_is_letter(measure_start(r->s)) &&
        r->digits == 0;
}

/* A line a paragraph: a run of short ones, many of which end with no stop or a comma. */
static void verse_by_line(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        Lines l = {0};
        int last = p, commas = 0;
        while (may_be_verse(v, last)) {
            look_at_line(v, head(v, last), &l);
            commas += measure_end(head(v, last)->s) == ',';
            last++;
        }
        if (l.n >= 4 && l.open * 10 >= l.n * 4 && commas * 6 >= l.n && l.capital * 10 >= l.n * 7) {
            Str why = str_format(v->a, "%d short lines, %d end within a sentence", l.n, l.open);
            say(v, p, last - 1, l.n >= 8 ? 88 : 66, why, "verse", "");
            take(v, p, last - 1, ROLE_VERSE);
        }
        p = last > p ? last - 1 : p;
    }
}

/* ---- lists */

static bool bullet(Str s)
{
    return (s.n > 2 && (s.s[0] == '-' || s.s[0] == '*') && s.s[1] == ' ') || str_starts(s, S("\xE2\x80\xA2 "));
}

static int number_before(Str s)
{
    int n = 0;
    ptrdiff_t at = 0;
    for (ptrdiff_t from = 0; from < s.n && (s.s[from] == '\'' || s.s[from] == '"' || s.s[from] == '('); from++)
        at = from + 1;
    ptrdiff_t digits = at;
    for (; at < s.n && s.s[at] >= '0' && s.s[at] <= '9' && n < 1000; at++)
        n = n * 10 + (s.s[at] - '0');
    return at > digits && at + 1 < s.n && (s.s[at] == '.' || s.s[at] == ')') && s.s[at + 1] == ' ' ? n : 0;
}

static void lists(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        if (!is_free(v, p))
            continue;
        int last = p, n = number_before(measure_words(head(v, p)));
        bool dots = bullet(measure_words(head(v, p)));
        if (!dots && n != 1)
            continue;
        while (is_free(v, last + 1) && v->para[last + 1].first - v->para[last].last <= 2 + v->usual &&
               (dots ? bullet(measure_words(head(v, last + 1))) : number_before(measure_words(head(v,
                       last + 1))) == n + last + 1 - p))
            last++;
        if (last - p < 1 || (!dots && last - p < 2 && v->para[p].words < 12))
            continue;
        say(v, p, last, last - p >= 2 ? 84 : 72, dots ? S("each begins with a bullet") : str_format(v->a,
                "counts up 1…%d, one after the other", last - p + 1),
            "list", dots ? " kind=bulleted" : " kind=numbered");
        for (int k = p; k <= last && v->wrapped; k++)
            if (v->para[k].last > v->para[k].first)
                say(v, k, k, 84, S("one entry"), "item", "");
        take(v, p, last, ROLE_LIST);
        p = last;
    }
}

/* ---- quotations */

static bool opens_with(Str s, Str mark) { return str_starts(s, mark); }

/* Paragraph after paragraph opens with a mark, and only the last one closes it. */
static void quote_runs(Survey *v)
{
    static const struct { const char *open, *close; } marks[] = {
        {"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\xE2\x80\x98", "\xE2\x80\x99"}, {"\"", "\""}, {"'", "'"},
    };
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        for (int p = 0; p < v->npara; p++) {
            int last = p;
            Str open = str_of(marks[k].open), close = str_of(marks[k].close);
            while (is_free(v, last) && last < p + 40 && opens_with(measure_words(head(v, last)), open) &&
                   str_find(str_from(measure_words(head(v, last)), open.n), close) < 0 &&
                       v->para[last].last == v->para[last].first)
                last++;
            bool ends = last > p && is_free(v, last) && opens_with(measure_words(head(v, last)), open);
            if (!ends)
                continue;
            say(v, p, last, 74, S("each paragraph opens with a mark, the last one closes"), "quote", "");
            take(v, p, last, ROLE_QUOTE);
            p = last;
        }
}

/* Wrapped prose that is set in at both sides. */
static void quote_set_in(Survey *v)
{
    for (int p = 0; p < v->npara; p++) {
        const Para *q = &v->para[p];
        int least = 99, full = 0;
        for (int i = q->first; i <= q->last; i++) {
            least = v->row[i].indent < least ? v->row[i].indent : least;
            full += v->row[i].width * 10 >= v->measure * 6;
        }
        if (!is_free(v, p) || q->last - q->first < 1 || least < v->margin + 2 || full * 2 < q->last - q->first)
            continue;
        say(v, p, p, 72, S("all its lines are set in"), "quote", "");
        take(v, p, p, ROLE_QUOTE);
    }
}

/* ---- inside of lines */

static bool is_word(uint32_t c) { return c != UNI_NONE && (uni_is_letter(c) || uni_is_digit(c)); }

static void emphasis(Survey *v, char mark, bool *found)
{
    int open = 0, pairs = 0, odd = 0;
    for (int i = 0; i < v->n; i++) {
        const Row *r = &v->row[i];
        if (r->role == ROLE_BOILER || r->letters == 0) {
            open = r->role == ROLE_BLANK ? 0 : open;
            continue;
        }
        if (i > 0 && (!v->wrapped || v->row[i - 1].role == ROLE_BLANK)) {
            odd += open;
            open = 0;
        }
        const char *hit = r->s.s, *end = r->s.s + r->s.n;
        while ((hit = memchr(hit, mark, (size_t)(end - hit)))) {
            ptrdiff_t at = hit - r->s.s;
            uint32_t before = char_before(r->s, at), after = at + 1 < r->s.n ? (unsigned char)r->s.s[at + 1] : ' ';
            bool may_open = !is_word(before) && after != ' ' && after != (unsigned char)mark,
                may_close = before != UNI_NONE && !uni_is_space(before) && !is_word(after);
            if (open && may_close) {
                pairs++;
                open = 0;
            } else if (!open && may_open) {
                open = 1;
            } else {
                odd++;
            }
            hit++;
        }
    }
    odd += open;
    *found = pairs >= 3 && odd * 8 <= pairs;
    if (*found)
        propose(v, -1, odd ? 85 : 96, str_format(v->a, "%d pairs, %d without a partner", pairs, odd),
                "rule emphasis \"%c\"", mark);
}

/* {quote} … {endquote}: words in braces or brackets, no number, that stand again and again. */
static void tokens(Survey *v)
{
    Table *seen = table_new(v->a);
    for (int i = 0; i < v->n; i++) {
        Str s = v->row[i].s;
        for (ptrdiff_t at = 0; v->row[i].role != ROLE_BOILER && at < s.n; at++) {
            if (s.s[at] != '{')
                continue;
            ptrdiff_t k = at + 1;
            while (k < s.n && k - at < 16 && ((s.s[k] >= 'a' && s.s[k] <= 'z') || s.s[k] == ' '))
                k++;
            if (k >= s.n || s.s[k] != '}' || k < at + 3)
                continue;
            Str token = str_sub(s, at, k + 1 - at);
            int *n = table_find(seen, token);
            if (!n)
                table_put(seen, token, n = new(v->a, int, 1));
            ++*n;
        }
    }
    for (ptrdiff_t k = 0; k < table_count(seen); k++) {
        Str token;
        const int *n = table_at(seen, k, &token);
        if (*n >= 2)
            propose(v, -1, *n >= 4 ? 88 : 72, str_format(v->a, "stands %d times", *n), "rule tokens \"%.*s\"",
                    STR(token));
    }
}

/* Between figures a hyphen may be a minus. */
static void count_dashes(Str s, int *dashes, int *sums)
{
    const Str hyphen = S(" - ");
    for (ptrdiff_t at = 0, hit; (hit = str_find(str_from(s, at), hyphen)) >= 0; at += hit + hyphen.n - 1) {
        const char *h = s.s + at + hit;
        bool sum = h > s.s && is_figure(h[-1]) && h + hyphen.n < s.s + s.n && is_figure(h[hyphen.n]);
        ++*(sum ? sums : dashes);
    }
}

static void dashes(Survey *v)
{
    int n = 0, sums = 0;
    for (int i = 0; i < v->n; i++)
        if (v->row[i].role != ROLE_BOILER && v->row[i].letters)
            count_dashes(v->row[i].s, &n, &sums);
    Str why = str_format(v->a, sums ? "%d hyphens between blanks, and %d between figures" : "%d hyphens between blanks",
                         n, sums);
    if (n >= 3)
        propose(v, -1, sums * 8 > n ? 66 : 90, why, "rule dashes");
}

void form_signs(Survey *v)
{
    emphasis(v, '_', &v->emphasis_line);
    emphasis(v, '*', &v->emphasis_star);
    tokens(v);
    dashes(v);
}

void form_find(Survey *v)
{
    ornaments(v);
    captions(v);
    lists(v);
    if (v->wrapped) {
        verse_wrapped(v);
        quote_set_in(v);
    } else {
        verse_by_line(v);
    }
    quote_runs(v);
}
