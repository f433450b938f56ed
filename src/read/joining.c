#include "read/surveyin.h"

/* Paragraphs that the end of a page, or of a column, cut in two; and words that the end of a line cut. */

static bool is_text(const Para *q) { return q->role == ROLE_NONE || q->role == ROLE_QUOTE; }
static bool is_between(const Para *q) { return q->role == ROLE_BODY || q->role == ROLE_CAPTION; }

static bool is_hyphen(uint32_t c) { return c == '-' || c == 0xAD || c == 0x2010 || c == 0xAC; }

static Str letters_at_end(Str s)
{
    ptrdiff_t to = s.n, from;
    while (to > 0 && is_hyphen(char_before(s, to)))
        to -= char_before(s, to) < 0x80 ? 1 : char_before(s, to) < 0x800 ? 2 : 3;
    from = to;
    while (from > 0 && (uni_is_letter((unsigned char)s.s[from - 1]) || (unsigned char)s.s[from - 1] >= 0x80))
        from--;
    return str_sub(s, from, to - from);
}

static Str letters_at_start(Str s)
{
    ptrdiff_t to = 0;
    while (to < s.n && (uni_is_letter((unsigned char)s.s[to]) || (unsigned char)s.s[to] >= 0x80))
        to++;
    return str_sub(s, 0, to);
}

static bool starts_alike(Str word, Str fragment)
{
    bool same = word.n > fragment.n && fragment.n > 0;
    for (ptrdiff_t i = 0; same && i < fragment.n; i++)
        same = (word.s[i] | 32) == (fragment.s[i] | 32);
    return same;
}

typedef struct { const char *options; int sure; Str why; } Hyphen;

/* Is the word, made whole, one of the text's own words? */
static Hyphen look_up(Survey *v, Str a, Str b)
{
    Str left = letters_at_end(a), right = letters_at_start(b), whole = str_format(v->a, "%.*s%.*s", STR(left),
            STR(right));
    int n = lexicon_count(v->words, whole), l = lexicon_count(v->words, left), r = lexicon_count(v->words, right);
    if (n > 0)
        return (Hyphen){" hyphen=drop", 95, str_format(v->a, "'%.*s' stands %d times elsewhere", STR(whole), n)};
    if (left.n <= 3 && starts_alike(right, left) && r > 1)
        return (Hyphen){str_z(v->a, str_format(v->a, " hyphen=drop drop=\"%.*s\"", (int)left.n, right.s)), 74,
                        S("the word begins anew")};
    if (l > 1 && r > 1 && left.n > 2 && right.n > 2)
        return (Hyphen){" hyphen=keep", 66, str_format(v->a,
                                                       "'%.*s' and '%.*s' are words of the text, '%.*s' is none",
                                                           STR(left), STR(right), STR(whole))};
    return (Hyphen){" hyphen=drop", 80, S("a hyphen, then a small letter")};
}

static bool ends_cut(Str s)
{
    if (s.n < 2 || !is_hyphen(char_before(s, s.n)))
        return false;
    Str left = letters_at_end(s);
    return left.n > 0 && left.n + 4 > 4;
}

/* How sure that q goes on with p, in percent; `over`: page apparatus or a note stands between them. */
static int weigh(const Survey *v, const Para *p, const Para *q, bool over, Str *why)
{
    Str a = v->row[p->last].s, b = measure_words(&v->row[q->first]);
    ptrdiff_t at = 0;
    uint32_t end = measure_end(a), raw = char_before(a, a.n), first = b.n ? utf8_next(b, &at) : ' ';
    bool small = uni_is_lower(first), stop = measure_is_stop(end), word = uni_is_letter(raw) || raw == ',' ||
        raw == ';' || uni_is_digit(raw);
    bool loose = !stop && (word || raw == 0x2014 || raw == '-' || raw == 0x2019 || raw == '"' || raw == '\'' ||
                           raw == ')' || raw == 0x201D);
    *why = small ? S("no stop, then a small letter") : S("no stop before the page ends");
    if (p->words < 2 && !over)
        return 0;
    if (small && loose)
        return over ? 97 : v->wrapped && v->row[p->last].width * 2 < v->measure ? 40 : 92;
    if (small && stop && over) {
        *why = S("a small letter behind the page's end");
        return end == ':' ? 0 : 62;
    }
    bool opens = first == '"' || first == '\'' || first == 0x2018 || first == 0x201C;
    bool upper = uni_is_upper(first) || uni_is_digit(first) || first == '(' || first == '[';
    if (over && word && (upper || opens) && p->words > 3)
        return opens ? 72 : raw == ',' || !v->wrapped || v->row[p->last].width * 10 >= v->measure * 6 ? 88 : 55;
    if (over && stop && v->indents && v->row[q->first].indent <= v->margin + 1 &&
        v->row[p->last].width * 10 >= v->measure * 8) {
        *why = S("a full line before the page's end, no indent after it");
        return 74;
    }
    *why = S("ends in a comma");
    return raw == ',' && uni_is_upper(first) && !v->wrapped && p->words > 6 ? 72 : 0;
}

static bool *find_needs(Survey *v)
{
    bool *needs = new(v->a, bool, v->npara + 1);
    for (int p = 0; p < v->npara; p++)
        if (v->para[p].role == ROLE_NONE && v->para[p].bare && p > 0 && v->para[p - 1].role == ROLE_NONE)
            needs[p] = needs[p - 1] = true;
    for (int p = v->npara - 1; p >= 0; p--)                        /* who goes on in a `p` is one */
        if (v->para[p].joined >= 0 && (needs[v->para[p].joined] || needs[p]))
            needs[p] = true;
    return needs;
}

/* The last and the first line of what the weave takes for one paragraph: markers next to its lines are in it. */
static int tail_line(const Survey *v, const Para *p)
{
    int i = p->last;
    while (v->wrapped && i + 1 < v->n && v->row[i + 1].role == ROLE_MARKER)
        i++;
    return i + 1;
}

static int head_line(const Survey *v, const Para *p)
{
    int i = p->first;
    while (v->wrapped && i > 0 && v->row[i - 1].role == ROLE_MARKER)
        i--;
    return i + 1;
}

static bool is_one_already(const Survey *v, const Para *p, const Para *q)
{
    for (int i = p->last; i < q->first; i++)
        if (v->row[i + 1].s.n == 0 || (i + 1 < q->first && v->row[i + 1].role != ROLE_MARKER))
            return false;
    return v->wrapped;
}

static void join(Survey *v, int p, int q, bool over)
{
    Para *a = &v->para[p], *b = &v->para[q];
    Str s = v->row[a->last].s, t = measure_words(&v->row[b->first]), why;
    int from = tail_line(v, a), to = head_line(v, b);
    if (ends_cut(s) && uni_is_lower(letters_at_start(t).n ? (unsigned char)t.s[0] : ' ')) {
        Hyphen h = look_up(v, s, t);
        propose(v, a->last, h.sure, h.why, "join %d %d%s", from, to, h.options);
        a->joined = q;
        return;
    }
    int sure = weigh(v, a, b, over, &why);
    if (sure < 50)
        return;
    propose(v, a->last, sure, why, "join %d %d", from, to);
    a->joined = q;
}

static void paragraphs(Survey *v)
{
    for (int p = 0; p + 1 < v->npara; p++) {
        int q = p + 1;
        if (!is_text(&v->para[p]))
            continue;
        while (q < v->npara && is_between(&v->para[q]))
            q++;
        if (q >= v->npara || !is_text(&v->para[q]) || v->para[q].role != v->para[p].role || is_one_already(v,
                &v->para[p], &v->para[q]))
            continue;
        if (v->para[q].bare && v->para[q].first == v->para[p].last + 1)
            continue;                                              /* an indent parted them: that was said */
        join(v, p, q, v->para[q].cut_before || q > p + 1);
    }
}

/* Inside of wrapped paragraphs: words that the end of a line cut. */
static void words(Survey *v)
{
    for (int p = 0; p < v->npara && v->wrapped; p++) {
        const Para *q = &v->para[p];
        if (q->role != ROLE_NONE && q->role != ROLE_QUOTE && q->role != ROLE_BODY)
            continue;
        for (int i = q->first; i < q->last; i++) {
            Str s = v->row[i].s, t = v->row[i + 1].s;
            if (!ends_cut(s) || !t.n || !uni_is_lower((unsigned char)t.s[0]) || v->row[i + 1].role != v->row[i].role)
                continue;
            Hyphen h = look_up(v, s, t);
            propose(v, i, h.sure, h.why, "join %d %d%s", i + 1, i + 2, h.options);
        }
    }
}

static void bind_lines(Survey *v)
{
    bool *needs = find_needs(v);
    for (int p = 0; p < v->npara; p++) {
        const Para *q = &v->para[p];
        if (!needs[p] || q->role != ROLE_NONE)
            continue;
        if (q->last > q->first)
            propose(v, q->first, 84, S("an indent begins it, and the next one"), "p %d-%d", q->first + 1, q->last + 1);
        else
            propose(v, q->first, 84, S("an indent begins it, and the next one"), "p %d", q->first + 1);
    }
}

void joining_find(Survey *v)
{
    paragraphs(v);
    words(v);
    if (v->wrapped)
        bind_lines(v);
}
