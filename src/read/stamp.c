#include "read/surveyin.h"

/* Markers of pages in brackets: `{p. 12}` `[Pg 12]` `[12]` `{hbk p. 351, pbk p. 427}`.  Whatever stands in brackets and
   holds a number is gathered by its form; a form marks pages if its numbers rise, and if it stands between the words,
   at the start of lines or alone on them, not at a word as a note does. */

typedef struct { int row; ptrdiff_t from, to; int number; bool placed, alone; } Stamp;
typedef struct {
    Str key;                                                       /* `{p. N}` */
    int numbers;                                                   /* how many N are in it */
    bool lettered;
    LIST(Stamp) hit;
    bool pages;
} Form;
typedef struct { Survey *v; Table *forms; } Search;

static char closing(char open)
{
    return open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : open == '<' ? '>' : open == '|' ? '|' : 0;
}

/* The form of a token, with N for its numbers; empty where it holds none, or is no marker by its looks. */
static Str form_of(Arena *a, Str token, int *number, int *numbers, bool *lettered)
{
    Buf b = buf_new(a);
    *numbers = *number = 0;
    *lettered = false;
    for (ptrdiff_t i = 0; i < token.n;) {
        ptrdiff_t from = i;
        bool roman = false;
        while (i < token.n && (is_figure(token.s[i]) || uni_is_letter((unsigned char)token.s[i])))
            i++;
        int value = i > from && i - from <= 8 ? measure_number(str_sub(token, from, i - from), &roman) : 0;
        bool small = !roman || (token.s[from] & 32);               /* roman numerals of pages are small */
        if (value && small && (!roman || from > 1)) {
            *number = *numbers ? *number : value;
            ++*numbers;
            buf_byte(&b, 'N');
        } else if (i > from) {
            *lettered = true;
            buf_put(&b, str_sub(token, from, i - from));
        } else {
            buf_byte(&b, token.s[i++]);
        }
    }
    return *numbers && *numbers <= 3 && b.n <= 28 ? buf_str(&b) : S("");
}

static void keep(Search *s, int row, Str line, ptrdiff_t from, ptrdiff_t to)
{
    Arena *a = s->v->a;
    Mark mark = arena_mark(a);
    int number, numbers;
    bool lettered;
    Str key = form_of(a, str_sub(line, from, to - from), &number, &numbers, &lettered);
    if (!key.n) {
        arena_rewind(a, mark);
        return;
    }
    Form *f = table_find(s->forms, key);
    if (!f) {
        if (table_count(s->forms) > 4000)
            return;
        f = new(a, Form, 1);
        *f = (Form){.key = key, .numbers = numbers, .lettered = lettered};
        table_put(s->forms, key, f);
    }
    const Row *r = &s->v->row[row];
    bool start = from == r->at, end = to == r->at + r->s.n;
    bool apart = (start || line.s[from - 1] == ' ') && (end || line.s[to] == ' ');
    ADD(a, &f->hit) = (Stamp){row, from, to, number, apart, start && end};
}

static void read_tokens(Search *s, int row)
{
    Str line = text_line(s->v->text, row + 1);
    const Row *r = &s->v->row[row];
    for (ptrdiff_t i = r->at; i < r->at + r->s.n; i++) {
        char close = closing(line.s[i]);
        if (!close)
            continue;
        ptrdiff_t k = i + 1, digits = 0;
        while (k < line.n && k - i < 40 && line.s[k] != close && !closing(line.s[k]) && (unsigned char)line.s[k] < 0x80)
            digits += is_figure(line.s[k++]);
        if (k < line.n && line.s[k] == close && k > i + 1 && (digits || k - i < 14)) {
            keep(s, row, line, i, k + 1);
            i = digits ? k : i;
        }
    }
}

/* ---- is it a marker of pages? */

typedef struct { int rising, ones, placed, alone, stopped, twice; } Looks;

static Looks look(const Survey *v, const Form *f)
{
    Looks l = {0};
    for (int i = 0; i < f->hit.n; i++) {
        const Stamp *m = &f->hit.at[i];
        Str line = text_line(v->text, m->row + 1);
        ptrdiff_t at = m->from;
        while (at > 0 && line.s[at - 1] == ' ')
            at--;
        uint32_t c = at > v->row[m->row].at ? measure_end(str_sub(line, 0, at)) : 'x';
        l.placed += m->placed;
        l.alone += m->alone;
        l.stopped += measure_is_stop(c);
        if (i == 0)
            continue;
        int far = m->number - f->hit.at[i - 1].number;
        l.rising += far > 0 && far <= (f->lettered ? 400 : 60);
        l.ones += far == 1;
        l.twice += far == 0;
    }
    return l;
}

/* p. pg. page pag. S. f.: else it is a figure, a plate, a sidenote … unless it comes as often as pages do. */
static bool says_page(Str key)
{
    for (ptrdiff_t i = 1; i < key.n; i++)
        if (uni_is_letter((unsigned char)key.s[i]) && !uni_is_letter((unsigned char)key.s[i - 1]) && key.s[i] != 'N')
            if ((key.s[i] | 32) == 'p' || (i + 1 < key.n && !uni_is_letter((unsigned char)key.s[i + 1])))
                return true;
    return false;
}

static bool is_page_long(const Survey *v, const Form *f)
{
    const Stamp *a = &f->hit.at[0], *b = &f->hit.at[f->hit.n - 1];
    ptrdiff_t bytes = text_line(v->text, b->row + 1).s - text_line(v->text, a->row + 1).s;
    int pages = b->number - a->number;
    return pages > 0 && bytes >= 500 * pages && bytes <= 6000 * pages;
}

static bool marks_pages(const Survey *v, const Form *f)
{
    int n = f->hit.n;
    Looks l = look(v, f);
    bool round = f->key.s[0] == '(';
    if (f->lettered && !says_page(f->key) && !is_page_long(v, f))
        return false;
    if (f->lettered && !round)
        return n >= 2 && l.placed * 5 >= n * 4 && (l.rising + l.twice) * 5 >= (n - 1) * 3;
    if (f->lettered)
        return n >= 5 && l.placed * 20 >= n * 19 && l.rising * 10 >= (n - 1) * 9 && l.alone * 2 > n;
    if (n < 4 || f->numbers > 1 || l.placed * 20 < n * 19 || l.rising * 10 < (n - 1) * 9)
        return false;
    return l.alone * 5 >= n * 3 || (!round && l.stopped * 2 < n && l.ones * 2 > n);
}

/* ---- saying so */

/* All numbers of a token: 351/427. */
static Str numbers_of(Arena *a, Str token)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < token.n;) {
        ptrdiff_t from = i;
        bool roman;
        while (i < token.n && (is_figure(token.s[i]) || uni_is_letter((unsigned char)token.s[i])))
            i++;
        Str word = str_sub(token, from, i - from);
        if (word.n && word.n <= 8 && measure_number(word, &roman)) {
            buf_put(&b, b.n ? S("/") : S(""));
            buf_put(&b, word);
        }
        i += i == from;
    }
    return buf_str(&b);
}

static void say_one(Survey *v, const Stamp *m, int sure, Str why)
{
    Str token = str_sub(text_line(v->text, m->row + 1), m->from, m->to - m->from), n = numbers_of(v->a, token);
    int from = measure_column(v, m->row, m->from), to = measure_column(v, m->row, m->to) - 1;
    propose(v, m->row, sure, why, "page %d:%d-%d n=%.*s", m->row + 1, from, to, STR(n));
    if (str_find(token, n) < 0)
        propose(v, m->row, sure, why, "omit %d:%d-%d reason=page-marker", m->row + 1, from, to);
}

static void take(Survey *v, const Form *f)
{
    for (int i = 0; i < f->hit.n; i++) {
        const Stamp *m = &f->hit.at[i];
        Row *r = &v->row[m->row];
        v->npages++;
        if (m->from != r->at)
            continue;
        r->marked = true;
        r->skip = (int)(m->to - m->from);
        if (m->alone && r->role == ROLE_NONE)
            r->role = ROLE_MARKER;
    }
}

static void say_form(Survey *v, const Form *f)
{
    Looks l = look(v, f);
    int n = f->hit.n, runs = n - l.rising - l.twice;
    Str why = str_format(v->a, "%d of them, %d count on from the one before, %d series", n, l.rising + l.twice,
                         runs);
    int sure = n >= 10 ? 97 : n >= 4 ? 88 : 72;
    ptrdiff_t at = str_find(f->key, S("N"));
    bool simple = f->numbers == 1 && str_find(str_from(f->key, at + 1), S("N")) < 0;
    for (ptrdiff_t i = 0; i < at; i++)
        simple = simple && f->key.s[i] != 'N';
    if (simple)
        propose(v, -1, sure, why, "rule pages \"%.*s\"", STR(f->key));
    if (!f->lettered && f->numbers == 1)
        v->page_sign = f->key.s[0];
    for (int i = 0; i < n && !simple; i++)
        say_one(v, &f->hit.at[i], sure, why);
}

/* `{p, 379}` among `{p. 378}`: one character is another one. */
static bool is_slip(Str a, Str b)
{
    int differ = 0;
    for (ptrdiff_t i = 0; a.n == b.n && i < a.n; i++)
        differ += a.s[i] != b.s[i];
    return a.n == b.n && differ == 1;
}

static void find_slips(Search *s, const Form *of)
{
    for (ptrdiff_t k = 0; k < table_count(s->forms); k++) {
        Form *f = table_at(s->forms, k, NULL);
        if (f->pages || f->hit.n > 2 || f->numbers != 1 || !is_slip(f->key, of->key))
            continue;
        f->pages = true;
        for (int i = 0; i < f->hit.n; i++)
            say_one(s->v, &f->hit.at[i], 85, str_format(s->v->a, "like %.*s but for a character", STR(of->key)));
        take(s->v, f);
    }
}

void stamp_find(Survey *v)
{
    Search s = {v, table_new(v->a)};
    for (int i = 0; i < v->n; i++)
        if (v->row[i].role == ROLE_NONE)
            read_tokens(&s, i);
    ptrdiff_t n = table_count(s.forms);
    for (ptrdiff_t k = 0; k < n; k++) {
        Form *f = table_at(s.forms, k, NULL);
        f->pages = f->hit.n > 1 && marks_pages(v, f);
        if (!f->pages)
            continue;
        say_form(v, f);
        take(v, f);
    }
    for (ptrdiff_t k = 0; k < n; k++) {
        const Form *f = table_at(s.forms, k, NULL);
        if (f->pages && f->hit.n >= 4)
            find_slips(&s, f);
    }
}
