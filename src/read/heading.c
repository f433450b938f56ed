#include "read/surveyin.h"

/* Headings.  What speaks for one and against it is added up: short, no stop at its end, capitals, in the middle, empty
   lines around, its number one of a sequence, its first word one that begins others, its words in the contents. */

typedef struct { int score, signs, number, kind; bool label; } Look;   /* label: nothing but a word and a number */
typedef struct { Survey *v; Look *look; bool *named, *called; Table *starts, *lines; } Search;

static const Row *head(const Survey *v, int p) { return &v->row[v->para[p].first]; }

/* ---- numbers that count headings */

static Str word_at(Str s, ptrdiff_t at)
{
    ptrdiff_t to = at;
    while (to < s.n && s.s[to] != ' ' && s.s[to] != '\t')
        to++;
    return str_sub(s, at, to - at);
}

static Str without_stop(Str s)
{
    while (s.n && strchr(".:,)]-", s.s[s.n - 1]))
        s.n--;
    return s;
}

static bool is_one_of(Str s, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        ptrdiff_t n = (ptrdiff_t)strlen(words[i]), k = 0;
        while (k < n && k < s.n && (s.s[k] | 32) == words[i][k])
            k++;
        if (k == n && s.n == n)
            return true;
    }
    return false;
}

static const char *const ordinals[] = {
    "one", "first", "two", "second", "three", "third", "four", "fourth", "five", "fifth", "six", "sixth", "seven",
    "seventh", "eight", "eighth", "nine", "ninth", "ten", "tenth", "eleven", "eleventh", "twelve", "twelfth", NULL,
};

static int spelt(Str s)
{
    for (int i = 0; ordinals[i]; i++)
        if (is_one_of(s, (const char *const[]){ordinals[i], NULL}))
            return i / 2 + 1;
    return 0;
}

/* `CHAPTER IV.`, `Part the Second`: a word with a capital, then a number. */
static bool word_number(Str s, Look *l)
{
    Str first = word_at(s, 0);
    ptrdiff_t at = first.n;
    bool roman;
    while (at < s.n && s.s[at] == ' ')
        at++;
    Str number = without_stop(word_at(s, at));
    if (number.n == 3 && (number.s[0] | 32) == 't' && at + 4 < s.n)
        number = without_stop(word_at(s, at += 4));
    int n = number.n <= 8 ? measure_number(number, &roman) : 0;
    n = n && roman && (number.s[0] & 32) ? 0 : n;
    l->number = n ? n : spelt(number);
    l->kind = KIND_WORD;
    ptrdiff_t behind = at + number.n;
    if (behind + 2 < s.n && s.s[behind] == ',' && is_figure(s.s[behind + 2]))
        return false;                                              /* `Jan. 1, 1819` */
    l->label = behind + 1 >= s.n;
    uint32_t next = measure_start(str_from(s, behind + (behind < s.n && strchr(".:,;-", s.s[behind]))));
    if (!l->label && uni_is_lower(next))
        return false;                                              /* `From the first days` */
    first = without_stop(first);
    return l->number && l->number < 400 && first.n > 2 && uni_is_upper((unsigned char)s.s[0]) &&
        uni_is_letter((unsigned char)first.s[first.n - 1]);
}

static void read_number(Str s, Look *l)
{
    Str w = word_at(s, 0);
    bool roman;
    if (word_number(s, l))
        return;
    *l = (Look){0};
    if (str_starts(s, S("\xC2\xA7"))) {
        ptrdiff_t at = 2 + (s.n > 2 && s.s[2] == ' ');
        l->number = measure_number(without_stop(word_at(s, at)), &roman);
        l->kind = KIND_PARAGRAPH;
        return;
    }
    bool round = w.n > 2 && w.s[0] == '(' && w.s[w.n - 1] == ')';
    Str number = round ? str_sub(w, 1, w.n - 2) : without_stop(w);
    int n = number.n && number.n <= 8 ? measure_number(number, &roman) : 0;
    if (!n || n > 400 || (roman && (number.s[0] & 32)))
        return;
    l->label = w.n == s.n;
    bool stopped = number.n < w.n;
    l->kind = round ? KIND_ROUND : l->label ? KIND_ALONE : !stopped ? KIND_NONE : roman ? KIND_ROMAN : KIND_STOP;
    l->number = l->kind ? n : 0;
}

static bool may_count(const Survey *v, int p, int kind)
{
    const Para *q = &v->para[p];
    int most = kind == KIND_ROUND ? 420 : 160;
    return q->role == ROLE_NONE && q->width <= most && q->last - q->first < 4;
}

/* A lone I. above chapters that have II. and a title on one line. */
static bool is_lone_first(const Search *x, int p, int kind)
{
    const Look *l = &x->look[p];
    return kind == KIND_ROMAN && l->kind == KIND_ALONE && !l->signs && l->number == 1 &&
           !is_figure(measure_words(head(x->v, p)).s[0]);
}

/* Numbers of one kind that count up, with text between them: not the points of a list. */
static void count_kind(Search *x, int kind)
{
    static const Prices prices = {.skip = 20, .start = 40, .restart = 30, .gap = 12, .misprint = 90, .deepest = 4};
    Survey *v = x->v;
    Counts l = {0};
    for (int p = 0; p < v->npara; p++)
        if ((x->look[p].kind == kind || is_lone_first(x, p, kind)) && may_count(v, p, kind))
            ADD(v->a, &l) = (Count){.row = p, .number = x->look[p].number, .weight = 60};
    Runs runs = sequence_find(v->a, &l, &prices);
    for (int k = 0; k < runs.n; k++) {
        const Run *r = &runs.at[k];
        int apart = 0, least = kind == KIND_WORD ? 1 : 3;
        for (int i = r->from, before = -1; i <= r->to; i++) {
            if (!l.at[i].meant)
                continue;
            apart += before < 0 || l.at[i].row - before > 1;
            before = l.at[i].row;
        }
        bool good = r->n >= least && r->first <= 2 && apart * 4 >= r->n * 3;
        for (int i = r->from; i <= r->to; i++)
            if (l.at[i].meant && good && l.at[i].sure)
                x->look[l.at[i].row].signs |= kind == KIND_WORD ? SIGN_WORD | SIGN_NUMBER : SIGN_NUMBER;
    }
}

static bool is_label(Str s)
{
    static const char *const labels[] = {"chapter", "chap", "part", "book", "section", "sect", "letter", "volume",
        "vol", "canto", "act", "scene", "article", "lecture", "essay", "appendix", "stave", "fytte", "kapitel",
        "chapitre", "livre", "buch", "teil", "capitulo", NULL};
    return is_one_of(s, labels);
}

/* What stands over the parts of a book that are not counted. */
static bool is_named_part(Str s)
{
    static const char *const parts[] = {"preface", "introduction", "contents", "conclusion", "epilogue", "prologue",
        "appendix", "index", "notes", "footnotes", "bibliography", "foreword", "afterword", "glossary", "postscript",
        "errata", "dedication", "acknowledgments", "acknowledgements", "introductory", "finale", "abstract",
        "references", "interlude", NULL};
    s = without_stop(s);
    return s.n && uni_is_upper((unsigned char)s.s[0]) && is_one_of(s, parts);
}

/* ---- what recurs */

static Str first_letters(Str s)
{
    Str w = word_at(s, 0);
    return without_stop(w);
}

static int *tally(Table *t, Arena *a, Str key)
{
    int *n = table_find(t, key);
    if (!n)
        table_put(t, key, n = new(a, int, 1));
    return n;
}

static bool is_short(const Para *q) { return q->width <= 160 && q->last - q->first < 4; }

static void find_recurring(Search *x)
{
    Survey *v = x->v;
    for (int p = 0; p < v->npara; p++) {
        if (v->para[p].role != ROLE_NONE || !is_short(&v->para[p]))
            continue;
        Str s = measure_words(head(v, p));
        ++*tally(x->lines, v->a, s);
        if (x->look[p].kind == KIND_WORD)
            ++*tally(x->starts, v->a, first_letters(s));
    }
}

/* ---- for and against */

static bool has_any(Str s, const char *const *what)
{
    for (int i = 0; what[i]; i++)
        if (str_find(s, str_of(what[i])) >= 0)
            return true;
    return false;
}

static Str last_word(Str s)
{
    while (s.n && !uni_is_letter((unsigned char)s.s[s.n - 1]) && (unsigned char)s.s[s.n - 1] < 0x80 &&
           s.s[s.n - 1] != ' ')
        s.n--;
    ptrdiff_t at = s.n;
    while (at > 0 && s.s[at - 1] != ' ')
        at--;
    return str_from(s, at);
}

static int digit_groups(Str s)
{
    int n = 0;
    bool span = false;                                             /* 1937-1938 is one */
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool digit = s.s[i] >= '0' && s.s[i] <= '9';
        n += digit && !span && (i == 0 || s.s[i - 1] < '0' || s.s[i - 1] > '9');
        span = (span || digit) && (digit || s.s[i] == '-' || (s.s[i] & 0x80));
    }
    return n;
}

static int weigh_size(const Para *q)
{
    int score = q->width <= 60 ? 1 : q->width <= 100 ? 0 : q->width <= 140 ? -2 : -6;
    return score + (q->words <= 12 ? 1 : q->words > 18 ? -3 : 0);
}

static int weigh_end(Str words, int signs, int nwords)
{
    uint32_t c = measure_end(words);
    bool strong = signs & (SIGN_CAPITALS | SIGN_MIDDLE | SIGN_NUMBER | SIGN_WORD | SIGN_NAMED);
    if (c == '.' || c == 0x2026)
        return strong ? 0 : -5;
    if (c == '?' || c == '!')
        return strong || nwords <= 2 ? 1 : -3;
    if (c == ':')
        return signs & (SIGN_NUMBER | SIGN_WORD) ? 0 : signs & SIGN_CAPITALS ? -2 : -6;
    if (c == ',' || c == ';' || c == '-' || c == UNI_NONE)
        return -7;
    return 2;
}

static int weigh_start(Str words, int nwords, int signs)
{
    uint32_t c = measure_start(words), raw = words.n ? (unsigned char)words.s[0] : ' ';
    if (raw == '{' || (raw == '[' && !(signs & SIGN_NAMED)))
        return -9;
    if (uni_is_lower(c) || raw == '-' || str_starts(words, S("\xE2\x80\x94")))
        return -7;
    bool half = words.n && words.s[words.n - 1] == ']' && str_find(words, S("[")) < 0;
    if (half)
        return -9;                                                 /* a bracket that another paragraph opened */
    bool quoted = raw == '"' || raw == '\'' || str_starts(words, S("\xE2\x80\x98")) || str_starts(words,
            S("\xE2\x80\x9C"));
    bool numbered = signs & (SIGN_NUMBER | SIGN_WORD);
    if (quoted)
        return nwords <= 6 && words.n > 2 && !uni_is_letter((unsigned char)words.s[words.n - 1]) ? -1 : -4;
    if (raw == '(' && !numbered)
        return -4;
    return c < 0x80 && c >= '0' && c <= '9' && !numbered && !(signs & SIGN_CAPITALS) ? -2 : 0;
}

static int weigh_words(const Search *x, Str words, int signs)
{
    static const char *const links[] = {"http", "www.", ".html", "@", ".com", NULL};
    int score = has_any(words, links) ? -9 : 0, numbered = signs & (SIGN_NUMBER | SIGN_WORD | SIGN_NAMED);
    score -= measure_inner(words) * (numbered ? 1 : 4);
    score -= lexicon_is_common(x->v->words, last_word(words)) && !numbered ? 5 : 0;
    score -= digit_groups(words) >= 2 && str_find(words, S("(")) < 0 && !numbered ? 3 : 0;
    const int *n = table_find(x->lines, words);
    return score - (n && *n >= 4 && !numbered ? 6 : 0);
}

static int neighbour(const Survey *v, int p, int step)
{
    for (p += step; p >= 0 && p < v->npara && (v->para[p].role == ROLE_CAPTION || v->para[p].role == ROLE_BODY);)
        p += step;
    return p >= 0 && p < v->npara ? p : -1;
}

static int weigh_before(const Search *x, int p, int signs)
{
    const Survey *v = x->v;
    const Para *q = &v->para[p];
    int before = neighbour(v, p, -1);
    if (before < 0 || v->para[before].role != ROLE_NONE)
        return 1;
    bool strong = signs & (SIGN_CAPITALS | SIGN_MIDDLE | SIGN_NUMBER | SIGN_WORD | SIGN_NAMED);
    int score = q->bare ? strong ? -1 : -4 : 0;
    if (measure_is_closed(v, &v->para[before]))
        return score + 1;
    return is_short(&v->para[before]) && v->para[before].width < 90 ? score : score - (strong ? 1 : 3);
}

static int weigh_after(const Search *x, int p, int signs)
{
    const Survey *v = x->v;
    int next = neighbour(v, p, 1);
    bool strong = signs & (SIGN_CAPITALS | SIGN_MIDDLE | SIGN_NUMBER | SIGN_WORD | SIGN_NAMED);
    if (p + 1 < v->npara && v->para[p + 1].role == ROLE_BODY)
        return 1;                                                  /* over the notes */
    if (next < 0)
        return -3;
    const Row *r = head(v, next);
    if (uni_is_lower(measure_start(measure_words(r))) && v->para[next].role == ROLE_NONE)
        return strong ? -2 : -6;
    int score = v->para[next].bare && !strong ? -3 : 0;
    bool text = v->para[next].words > 20 || (v->para[next].words > 7 && measure_is_closed(v, &v->para[next]));
    return score + (text || v->para[next].role != ROLE_NONE ? 1 : strong ? 0 : -1);
}

static int signs_of(const Search *x, int p)
{
    const Survey *v = x->v;
    const Para *q = &v->para[p];
    int signs = x->look[p].signs, letters = 0, uppers = 0, middle = 0;
    Str marker = str_sub(head(v, p)->s, 0, head(v, p)->skip);
    for (ptrdiff_t i = 0; i < marker.n; i++) {
        letters -= uni_is_letter((unsigned char)marker.s[i]);
        uppers -= uni_is_upper((unsigned char)marker.s[i]);
    }
    for (int i = q->first; i <= q->last; i++) {
        letters += v->row[i].letters;
        uppers += v->row[i].uppers;
        middle += measure_centred(v, &v->row[i]);
    }
    const int *n = x->look[p].kind == KIND_WORD ? table_find(x->starts, first_letters(measure_words(head(v, p))))
        : NULL;
    if (n && *n < 3 && !is_label(first_letters(measure_words(head(v, p)))))
        signs &= ~(SIGN_WORD | SIGN_NUMBER);
    signs |= letters >= 3 && uppers * 20 >= letters * 19 ? SIGN_CAPITALS : 0;
    signs |= middle == q->last - q->first + 1 ? SIGN_MIDDLE : 0;
    signs |= q->before > v->usual && q->before < 9 ? SIGN_SPACE : 0;
    signs |= is_named_part(measure_words(head(v, p))) ? SIGN_WORD : 0;
    return signs | (x->named[q->first] ? SIGN_NAMED : 0);
}

static int weigh(const Search *x, int p)
{
    const Survey *v = x->v;
    const Para *q = &v->para[p];
    const Row *r = head(v, p);
    Str words = q->first == q->last ? measure_words(r) : v->row[q->last].s, first = measure_words(r);
    int signs = x->look[p].signs;
    bool numbered = signs & (SIGN_NUMBER | SIGN_WORD);
    int score = numbered && q->width <= 420 ? 1 : weigh_size(q);
    score += weigh_end(words, signs, q->words) + weigh_start(first, q->words, signs) + weigh_words(x, first, signs);
    score += weigh_before(x, p, signs) + weigh_after(x, p, signs);
    score += (signs & SIGN_CAPITALS ? 3 : 0) + (signs & SIGN_MIDDLE ? 3 : 0) + (signs & SIGN_SPACE ? 2 : 0);
    score += (signs & SIGN_NUMBER ? 4 : 0) + (signs & SIGN_WORD ? 3 : 0) + (signs & SIGN_NAMED ? 5 : 0);
    score += r->long_words >= 2 && r->capitals * 10 >= r->long_words * 7;
    bool right = v->wrapped && r->indent > v->measure / 2 && r->indent + r->width * 10 / 9 >= v->measure - 4 &&
        !(signs & SIGN_MIDDLE);
    score -= right ? 5 : 0;
    score -= x->called[q->first] && !numbered ? 3 : 0;
    score -= v->wrapped && q->last - q->first > 0 &&
        !(signs & (SIGN_CAPITALS | SIGN_MIDDLE | SIGN_NAMED | SIGN_NUMBER)) ? 4 : 0;
    return score - (v->wrapped && !signs);
}

/* If the surest headings of a text have a look in common, what lacks it is less likely one. */
static void compare(Search *x)
{
    Survey *v = x->v;
    int n = 0, with[8] = {0}, common = 0;
    for (int p = 0; p < v->npara; p++)
        for (int bit = 0; bit < 3 && x->look[p].score >= 8; bit++) {
            n += bit == 0;
            with[bit] += x->look[p].signs >> bit & 1;
        }
    for (int bit = 0; bit < 3 && n >= 4; bit++)
        common |= with[bit] * 10 >= n * 8 ? 1 << bit : 0;
    for (int p = 0; p < v->npara && common; p++)
        if (x->look[p].score < 8)
            x->look[p].score -= x->look[p].signs & common ? 0 : 2;
}

static int sure_of(int score) { return score >= 11 ? 97 : score >= 6 ? 70 + (score - 6) * 5 : score == 5 ? 58 : 20; }

static Str evidence(const Search *x, int p)
{
    static const struct { int sign; const char *words; } words[] = {
        {SIGN_WORD, "a word and a number, "}, {SIGN_NUMBER, "its number counts up, "},
        {SIGN_NAMED, "named in the contents, "}, {SIGN_CAPITALS, "capitals, "}, {SIGN_MIDDLE, "in the middle, "},
        {SIGN_SPACE, "space above, "}, {~0, ""},
    };
    Buf b = buf_new(x->v->a);
    for (int i = 0; words[i].sign != ~0; i++)
        if ((x->look[p].signs & words[i].sign) && !(words[i].sign == SIGN_NUMBER && (x->look[p].signs & SIGN_WORD)))
            buf_put(&b, str_of(words[i].words));
    buf_put(&b, measure_is_closed(x->v, &x->v->para[p]) ? S("short") : S("short, no stop"));
    return buf_str(&b);
}

/* A heading over two lines, or its number on one and its words on the next. */
static int last_of(const Search *x, int p)
{
    const Survey *v = x->v;
    int next = p + 1;
    if (next >= v->npara || v->para[next].role != ROLE_NONE)
        return p;
    for (int i = v->para[p].last + 1; i < v->para[next].first; i++)
        if (v->row[i].role != ROLE_BLANK)
            return p;
    const Row *r = head(v, next);
    bool runs_on = !v->wrapped && v->para[next].before == 0 && uni_is_lower(measure_start(r->s)) &&
        !measure_is_closed(v, &v->para[p]) &&
                   v->para[next].width < 110 && !measure_is_closed(v, &v->para[next]);
    const Para *q = &v->para[next];
    bool own = x->look[next].signs & (SIGN_WORD | SIGN_NUMBER), spaced = q->after > v->usual && q->words <= 12;
    bool named = spaced && r->capitals * 2 >= r->long_words && weigh_start(measure_words(r), q->words, 0) == 0;
    bool titled = x->look[p].label && is_short(q) && q->words <= 16 && !own && (x->look[next].score >= 4 || named);
    return runs_on || titled ? next : p;
}

static void take(Survey *v, int p)
{
    v->para[p].role = ROLE_HEADING;
    for (int i = v->para[p].first; i <= v->para[p].last; i++)
        v->row[i].role = ROLE_HEADING;
}

static void choose(Search *x)
{
    Survey *v = x->v;
    for (int p = 0; p < v->npara; p++) {
        int sure = sure_of(x->look[p].score), last;
        if (v->para[p].role != ROLE_NONE || v->title == v->para[p].first + 1)
            continue;
        if ((last = last_of(x, p)) > p && !x->look[p].label && x->look[p].score + 11 >= 5)
            /* the next line goes on with a small letter: no fault */
            sure = sure > 66 ? sure : 66;
        if (sure < 50)
            continue;
        if (last + 1 == v->npara && v->para[p].words <= 4 && !(x->look[p].signs & SIGN_NUMBER)) {
            propose(v, v->para[p].first, 78, S("the last words, and nothing follows"), "trailer %d",
                    v->para[p].first + 1);
            take(v, p);
            continue;
        }
        for (int k = p; k <= last; k++)
            take(v, k);
        ADD(v->a, &v->heads) = (Heading){.first = v->para[p].first, .last = v->para[last].last,
                                         .signs = x->look[p].signs, .kind = x->look[p].kind,
                                         .sure = sure, .before = v->para[p].before, .why = evidence(x, p)};
        p = last;
    }
}

void heading_find(Survey *v, bool *named)
{
    Search x = {.v = v, .look = new(v->a, Look, v->npara + 1), .named = named, .called = new(v->a, bool, v->n + 1),
                .starts = table_new(v->a), .lines = table_new(v->a)};
    for (int i = 0; i < v->calls.n; i++)
        x.called[v->calls.at[i].row] = true;
    for (int p = 0; p < v->npara; p++)
        read_number(measure_words(head(v, p)), &x.look[p]);
    count_kind(&x, KIND_ALONE);
    for (int kind = KIND_ROUND; kind < KIND_ALONE; kind++)
        count_kind(&x, kind);
    find_recurring(&x);
    for (int p = 0; p < v->npara; p++)
        if (v->para[p].role == ROLE_NONE && (is_short(&v->para[p]) || x.look[p].signs)) {
            x.look[p].signs = signs_of(&x, p);
            x.look[p].score = weigh(&x, p);
        }
    compare(&x);
    choose(&x);
}
