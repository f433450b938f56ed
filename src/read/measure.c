#include "read/surveyin.h"
#include <stdlib.h>

/* What can be seen of a line without reading it: how far in it begins, how long it is, its capitals, the empty lines
   around it.  Then what the lines of the text have in common: is there a measure that they are wrapped to? */

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '*' || c == '_' || c == 0x2019 ||
        c == 0x201D ||
           c == 0xBB || c == 0x203A;
}

static bool is_opening(uint32_t c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{' || c == '*' || c == '_' || c == 0x2018 ||
        c == 0x201C ||
           c == 0xAB || c == 0x201E || c == 0x2039 || c == 0x201A;
}

static bool is_raised(uint32_t c) { return c == 0xB9 || c == 0xB2 || c == 0xB3 || c == 0x2070 || (c >= 0x2074 &&
        c <= 0x2079); }

bool measure_is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002 || c == 0x61F;
}

uint32_t measure_start(Str s)
{
    for (ptrdiff_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (!is_opening(c) && !uni_is_space(c))
            return c;
    }
    return UNI_NONE;
}

static ptrdiff_t back(Str s, ptrdiff_t end)
{
    for (end--; end > 0 && (s.s[end] & 0xC0) == 0x80;)
        end--;
    return end;
}

/* Digits at the end that touch a stop or a closing mark, or stand in brackets, are a call of a note. */
static ptrdiff_t before_call(Str s, ptrdiff_t end)
{
    ptrdiff_t at = end, close = at > 0 && (s.s[at - 1] == ']' || s.s[at - 1] == ')');
    ptrdiff_t digits = at -= close;
    while (at > 0 && is_figure(s.s[at - 1]))
        at--;
    if (at == digits || digits - at > 3 || at == 0)
        return end;
    if (close)
        return s.s[at - 1] == '[' || s.s[at - 1] == '(' ? at - 1 : end;
    uint32_t c = char_before(s, at);
    return measure_is_stop(c) || c == ',' || c == ';' || is_closing(c) ? at : end;
}

uint32_t measure_end(Str s)
{
    for (ptrdiff_t end = s.n; end > 0;) {
        ptrdiff_t at = back(s, end), next = at, call = before_call(s, end);
        uint32_t c = utf8_next(s, &next);
        if (call < end)
            end = call;
        else if (is_closing(c) || is_raised(c) || uni_is_space(c))
            end = at;
        else
            return c;
    }
    return UNI_NONE;
}

/* Sentences that end before the end: a stop, a blank and a capital; not an initial, `J. T.`, not after `Mr.`. */
int measure_inner(Str s)
{
    int n = 0;
    for (ptrdiff_t i = 2; i + 2 < s.n; i++) {
        if (s.s[i] != '.' && s.s[i] != '?' && s.s[i] != '!')
            continue;
        ptrdiff_t k = i + 1;
        while (k < s.n && is_closing((unsigned char)s.s[k]))
            k++;
        if (k >= s.n || s.s[k] != ' ')
            continue;
        ptrdiff_t word = i;
        while (word > 0 && s.s[word - 1] != ' ')
            word--;
        bool abbreviation = s.s[i] == '.' && (i - word <= 3 || !uni_is_lower((unsigned char)s.s[i - 1])) &&
            uni_is_upper(measure_start(str_from(s, word)));
        bool number = word == 0 && is_figure(s.s[0]);
        n += !abbreviation && !number && uni_is_upper(measure_start(str_from(s, k)));
    }
    return n;
}

Str measure_words(const Row *r) { return str_trim(str_from(r->s, r->skip)); }

bool measure_is_closed(const Survey *v, const Para *p)
{
    uint32_t c = measure_end(v->row[p->last].s);
    return measure_is_stop(c);
}

static int roman_digit(char c)
{
    static const char digits[] = "ivxlcdm";
    static const int values[] = {1, 5, 10, 50, 100, 500, 1000};
    const char *hit = strchr(digits, c | 32);
    return c && hit && *hit ? values[hit - digits] : 0;
}

/* In its usual form only, and in one case: `mix` is a word, `civil` is none of both. */
static int roman(Str s)
{
    static const struct { int value; const char *sign; } signs[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"},
        {100, "c"},
        {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    int sum = 0;
    char again[24] = "";
    for (ptrdiff_t i = 0; i < s.n; i++) {
        int d = roman_digit(s.s[i]), next = i + 1 < s.n ? roman_digit(s.s[i + 1]) : 0;
        if (!d || ((s.s[i] ^ s.s[0]) & 32))
            return 0;
        sum += d < next ? -d : d;
    }
    int rest = sum, n = 0;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        for (; rest >= signs[k].value && n < 20; rest -= signs[k].value)
            n += snprintf(again + n, sizeof again - (size_t)n, "%s", signs[k].sign);
    if (sum <= 0 || n != s.n)
        return 0;
    for (int i = 0; i < n; i++)
        if (again[i] != (s.s[i] | 32))
            return 0;
    return sum;
}

int measure_number(Str s, bool *is_roman)
{
    *is_roman = false;
    int value = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!is_figure(s.s[i])) {
            *is_roman = true;
            return s.n < 16 ? roman(s) : 0;
        }
        value = value < 100000 ? value * 10 + (s.s[i] - '0') : value;
    }
    return value;
}

int measure_misread(Str s)
{
    int value = 0;
    for (ptrdiff_t i = 0; i < s.n && s.n < 5; i++) {
        static const char like[] = "lIiOoSsBZzgq", means[] = "111005582299";
        const char *hit = strchr(like, s.s[i]);
        char c = is_figure(s.s[i]) ? s.s[i] : hit && s.s[i] ? means[hit - like] : 'x';
        if (c == 'x')
            return 0;
        value = value * 10 + (c - '0');
    }
    return s.n < 5 ? value : 0;
}

/* ---- lines */

static void weigh_word(Row *r, int letters, bool capital)
{
    r->words++;
    r->long_words += letters >= 4;
    r->capitals += letters >= 4 && capital;
}

static void weigh(Row *r)
{
    int letters = 0;
    bool capital = false;
    for (ptrdiff_t at = 0; at < r->s.n;) {
        uint32_t c = utf8_next(r->s, &at);
        r->width++;
        if (uni_is_space(c)) {
            if (letters >= 0)
                weigh_word(r, letters, capital);
            letters = -1;
            continue;
        }
        if (letters < 0) {
            letters = 0;
            capital = false;
        }
        if (!uni_is_letter(c)) {
            r->digits += c >= '0' && c <= '9';
            continue;
        }
        bool upper = uni_is_upper(c);
        capital = letters == 0 ? upper : capital;
        letters++;
        r->letters++;
        r->uppers += upper;
    }
    if (r->width && letters >= 0)
        weigh_word(r, letters, capital);
}

static void read_line(const Survey *v, int i)
{
    Row *r = &v->row[i];
    Str line = text_line(v->text, i + 1);
    r->at = text_start(line);
    r->s = str_sub(line, r->at, text_end(line) - r->at);
    r->para = -1;
    for (ptrdiff_t k = 0; k < r->at; k++) {
        r->feed = r->feed || line.s[k] == '\f';
        r->indent += line.s[k] == '\t' ? 8 : line.s[k] == ' ';
    }
    r->role = r->s.n ? ROLE_NONE : ROLE_BLANK;
    weigh(r);
}

static int by_number(const void *x, const void *y) { return *(const int *)x - *(const int *)y; }

/* The width that nine of ten lines keep to, and whether lines stand together as those of a paragraph do. */
static void find_measure(Survey *v)
{
    int *width = new(v->a, int, v->n + 1), n = 0, together = 0, full = 0;
    for (int i = 0; i < v->n; i++)
        if (v->row[i].s.n) {
            width[n++] = v->row[i].width;
            together += i + 1 < v->n && v->row[i + 1].s.n;
        }
    if (n)
        qsort(width, (size_t)n, sizeof *width, by_number);
    v->measure = n ? width[n * 9 / 10] : 1;
    for (int i = 0; i + 1 < v->n; i++)
        full += v->row[i + 1].s.n && v->row[i].width * 10 >= v->measure * 7;
    /* of a play most lines are short, but none is long */
    int longest = n ? width[n - 1 - n / 200] : 0;
    v->wrapped = (v->measure <= 130 && together * 10 >= n * 4 && full * 10 >= n * 2) ||
                 (longest <= 100 && together * 5 >= n && full * 12 >= n);
}

/* The most frequent of small numbers. */
static int usual(const int *count, int n)
{
    int best = 0;
    for (int i = 1; i < n; i++)
        if (count[i] > count[best])
            best = i;
    return best;
}

void measure_lines(Survey *v)
{
    v->n = v->text->n;
    v->row = new(v->a, Row, v->n + 1);
    for (int i = 0; i < v->n; i++)
        read_line(v, i);
    for (int i = 0, empty = 0; i < v->n; i++) {
        v->row[i].before = i ? empty : 9;
        empty = v->row[i].s.n ? 0 : empty + 1;
    }
    for (int i = v->n - 1, empty = 9; i >= 0; i--) {
        v->row[i].after = empty;
        empty = v->row[i].s.n ? 0 : empty + 1;
    }
    find_measure(v);
    int indents[20] = {0}, gaps[8] = {0};
    for (int i = 0; i < v->n; i++) {
        const Row *r = &v->row[i];
        if (r->s.n && r->width * 10 >= v->measure * 7 && r->indent < 20)
            indents[r->indent]++;
        if (r->s.n && r->before > 0 && r->before < 8)
            gaps[r->before]++;
    }
    v->margin = usual(indents, 20);
    v->usual = usual(gaps, 8);
    v->usual = v->usual ? v->usual : 1;
}

int measure_column(const Survey *v, int row, ptrdiff_t byte)
{
    return (int)utf8_count(str_sub(text_line(v->text, row + 1), 0, byte)) + 1;
}

bool measure_centred(const Survey *v, const Row *r)
{
    int room = v->measure - r->width, off = r->indent - v->margin - room / 2;
    bool level = (r > v->row && r->before == 0 && r[-1].indent == r->indent && r[-1].width != r->width) ||
                 (r + 1 < v->row + v->n && r->after == 0 && r[1].indent == r->indent && r[1].width != r->width);
    return !level && v->wrapped && r->indent >= v->margin + 4 && r->width * 10 < v->measure * 8 && off >= -4 &&
        off <= 4;
}

/* ---- paragraphs */

static bool is_text(const Row *r) { return r->role == ROLE_NONE; }

/* A line of capitals, or one in the middle, stands for itself even where no empty line parts it from the text. */
static bool stands_out(const Survey *v, int i)
{
    const Row *r = &v->row[i];
    bool capitals = r->letters >= 4 && r->uppers == r->letters && r->width * 10 < v->measure * 8;
    return (capitals && r->indent >= v->margin) || measure_centred(v, r);
}

/* With no empty line between: an indent says that a paragraph begins, if most of them say so. */
static bool begins_here(const Survey *v, int i)
{
    const Row *r = &v->row[i], *p = &v->row[i - 1];
    if (stands_out(v, i) != stands_out(v, i - 1))
        return true;
    return v->indents && r->indent >= p->indent + 2 && r->indent <= v->margin + 8 && r->indent > v->margin + 1 &&
           measure_is_stop(measure_end(p->s));
}

static void find_indents(Survey *v)
{
    int starts = 0, breaks = 0;
    for (int i = 1; i < v->n; i++) {
        const Row *r = &v->row[i], *p = &v->row[i - 1];
        bool both = is_text(r) && is_text(p);
        starts += both && r->indent >= p->indent + 2 && r->indent <= v->margin + 8 && p->indent <= v->margin + 1 &&
                  i + 1 < v->n && v->row[i + 1].s.n && v->row[i + 1].indent <= v->margin + 1 &&
                      measure_is_stop(measure_end(p->s));
        breaks += is_text(r) && r->before > 0;
    }
    v->indents = v->wrapped && starts >= 5 && starts * 4 >= breaks;
}

static bool is_apparatus(Role r) { return r == ROLE_FOLIO || r == ROLE_MARKER; }

static void add_row(Survey *v, Para *p, int i)
{
    const Row *r = &v->row[i];
    p->last = i;
    p->width += r->width;
    p->words += r->words;
    p->after = r->after;
    v->row[i].para = (int)(p - v->para);
}

void measure_paragraphs(Survey *v)
{
    find_indents(v);
    v->para = new(v->a, Para, v->n + 1);
    v->npara = 0;
    for (int i = 0, before = -1; i < v->n; i++) {
        const Row *r = &v->row[i];
        if (r->role == ROLE_BLANK)
            continue;
        bool next = before == i - 1 && i > 0, goes_on = v->wrapped && next && is_text(r) && is_text(&v->row[i - 1]) &&
            !begins_here(v, i);
        if (is_text(r) && goes_on) {
            add_row(v, &v->para[v->npara - 1], i);
        } else if (is_text(r)) {
            Para *p = &v->para[v->npara++];
            *p = (Para){.first = i, .before = r->before, .joined = -1, .bare = v->wrapped && next &&
                        is_text(&v->row[i - 1]),
                        .cut_before = r->marked || r->feed || (before >= 0 && is_apparatus(v->row[before].role))};
            add_row(v, p, i);
        }
        before = i;
    }
}
