#include "read/marksin.h"

/* ---- words of a line: bare words, strings, options */

static Where here(const MarkLine *r, ptrdiff_t at)
{
    return (Where){r->file, r->number, (int)utf8_count(str_sub(r->line, 0, at)) + 1};
}

void words_fail(MarkLine *r, Where at, const char *what)
{
    if (!r->failed)
        diag(r->diag, MARK_SYNTAX, at, "%s", what);
    r->failed = true;
}

static bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* A string from its opening quotation mark on; the position moves behind the closing one. */
static Str quoted(MarkLine *r)
{
    ptrdiff_t from = r->at++;
    Buf b = buf_new(r->a);
    while (r->at < r->line.n && r->line.s[r->at] != '"') {
        char c = r->line.s[r->at++];
        if (c == '\\' && r->at < r->line.n) {
            c = r->line.s[r->at++];
            if (c != '"' && c != '\\' && c != 't')
                words_fail(r, here(r, r->at - 2), "after '\\' only '\"', '\\' and 't' mean something");
            c = c == 't' ? '\t' : c;
        }
        buf_byte(&b, c);
    }
    if (r->at == r->line.n)
        words_fail(r, here(r, from), "the string has no closing quotation mark");
    r->at++;
    return buf_str(&b);
}

static Str bare(MarkLine *r, bool to_equals)
{
    ptrdiff_t from = r->at;
    while (r->at < r->line.n && !is_gap(r->line.s[r->at]) && !(to_equals && (r->line.s[r->at] == '=')))
        r->at++;
    return str_sub(r->line, from, r->at - from);
}

static int ordinal(MarkLine *r)
{
    if (r->at >= r->line.n || r->line.s[r->at] != '#')
        return 0;
    Where at = here(r, r->at++);
    Number n = str_number(bare(r, false));
    if (!n.ok || n.value < 1 || n.value > 100000)
        words_fail(r, at, "after '#' stands the number of the occurrence");
    return n.ok ? (int)n.value : 0;
}

void words_take(MarkLine *r)
{
    while (r->at < r->line.n && is_gap(r->line.s[r->at]))
        r->at++;
    Word w = {.at = here(r, r->at)};
    if (r->at < r->line.n && r->line.s[r->at] != '#') {
        if (r->line.s[r->at] == '"') {
            w.kind = WORD_STRING;
            w.s = quoted(r);
            w.nth = ordinal(r);
        } else {
            w.kind = WORD_BARE;
            w.s = bare(r, true);
        }
    }
    if (w.kind == WORD_BARE && r->at < r->line.n && r->line.s[r->at] == '=') {
        r->at++;
        w.kind = WORD_OPTION;
        w.value = r->at < r->line.n && r->line.s[r->at] == '"' ? quoted(r) : bare(r, false);
    }
    if (w.kind != WORD_END && r->at < r->line.n && !is_gap(r->line.s[r->at]))
        words_fail(r, here(r, r->at), "a blank is missing here");
    r->word = w;
}

/* ---- places */

/* Digits at the start of s; what follows them is left in s. */
bool words_digits(Str *s, int *value)
{
    ptrdiff_t n = 0;
    int64_t v = 0;
    while (n < s->n && s->s[n] >= '0' && s->s[n] <= '9' && v < 100000000)
        v = v * 10 + (s->s[n++] - '0');
    *value = (int)v;
    *s = str_from(*s, n);
    return n > 0;
}

bool words_follow(Str *s, char c)
{
    bool yes = s->n && s->s[0] == c;
    *s = yes ? str_from(*s, 1) : *s;
    return yes;
}

bool words_number(Str s) { return s.n && s.s[0] >= '0' && s.s[0] <= '9'; }

static bool within(MarkLine *r, const Site *s)
{
    if (s->first >= 1 && s->last <= r->text->n && s->first <= s->last)
        return true;
    if (!r->failed && s->first > s->last)
        diag(r->diag, MARK_SYNTAX, s->at, "a range of lines goes from the smaller to the greater, not %d-%d", s->first,
             s->last);
    else if (!r->failed)
        diag(r->diag, MARK_PAST_END, s->at, "line %d; the text has %d lines", s->first < 1 ? s->first : s->last,
             r->text->n);
    r->failed = true;
    return false;
}

static void columns(MarkLine *r, Site *s, int from, int to)
{
    Str line = text_line(r->text, s->first);
    int n = (int)utf8_count(line);
    if (from < 1 || to < from || to > n + (s->point ? 1 : 0)) {
        if (!r->failed)
            diag(r->diag, MARK_PAST_END, s->at, "column %d; line %d has %d characters", to < from ? from : to,
                 s->first, n);
        r->failed = true;
        return;
    }
    s->from = utf8_byte(line, from - 1);
    s->to = s->point ? s->from : utf8_byte(line, to);
}

/* 12  12-20  12.2  12-20.1  12:7  12:7-15 */
Site site_lines(MarkLine *r, bool point)
{
    Site s = {.at = r->word.at, .point = point};
    Str rest = r->word.s;
    int from = 0, to = 0;
    bool ok = r->word.kind == WORD_BARE && words_digits(&rest, &s.first);
    if (words_follow(&rest, '.'))
        ok = ok && words_digits(&rest, &s.piece) && s.piece > 0;
    s.last = s.first;
    s.last_piece = s.piece;
    if (words_follow(&rest, '-')) {
        ok = ok && words_digits(&rest, &s.last);
        s.last_piece = 0;
        if (words_follow(&rest, '.'))
            ok = ok && words_digits(&rest, &s.last_piece) && s.last_piece > 0;
    }
    if (words_follow(&rest, ':')) {
        ok = ok && words_digits(&rest, &from) && s.first == s.last;
        to = from;
        if (words_follow(&rest, '-'))
            ok = ok && words_digits(&rest, &to);
        s.words = !point;
    }
    if (!ok || rest.n)
        words_fail(r, s.at, r->word.kind == WORD_END ? "a line number is missing at the end"
                   : "this is not a line, a range of lines or a place in a line");
    else if (within(r, &s) && from)
        columns(r, &s, from, to);
    if (point && !from)
        s.point = false;
    words_take(r);
    return s;
}

bool site_words(const Text *t, Site *s, Str words, int nth, Diag *d)
{
    Str line = text_line(t, s->first);
    ptrdiff_t found = -1, at = 0;
    int count = 0;
    for (ptrdiff_t hit; words.n && (hit = str_find(str_from(line, at), words)) >= 0; at += hit + 1)
        if (++count == (nth ? nth : 1))
            found = at + hit;
    if (found < 0)
        diag(d, MARK_WORDS_MISSING, s->at, nth > 1 && count ? "'%.*s' stands only %d times in line %d"
             : "'%.*s' does not stand in it (%d times in line %d)",
             STR(words), count, s->first);
    else if (count > 1 && !nth)
        diag(d, MARK_WORDS_TWICE, s->at, "'%.*s' stands %d times in line %d", STR(words), count, s->first);
    s->words = true;
    s->from = found < 0 ? 0 : found;
    s->to = s->from + (found < 0 ? 0 : words.n);
    return found >= 0 && (count == 1 || nth);
}

void site_take_words(MarkLine *r, Site *s)
{
    if (r->word.kind != WORD_STRING) {
        words_fail(r, r->word.at, "words of the line are missing here, in quotation marks");
        return;
    }
    if (s->first != s->last) {
        words_fail(r, s->at, "words are looked for in a single line");
        return;
    }
    Where at = s->at;
    s->at = r->word.at;
    if (!r->failed && !site_words(r->text, s, r->word.s, r->word.nth, r->diag))
        r->failed = true;
    s->at = at;
    words_take(r);
}

Site site_in_line(MarkLine *r)
{
    Site s = site_lines(r, false);
    if (!s.words && !r->failed)
        site_take_words(r, &s);
    return s;
}

Site site_lines_or_words(MarkLine *r)
{
    Site s = site_lines(r, false);
    if (!s.words && !r->failed && r->word.kind == WORD_STRING)
        site_take_words(r, &s);
    return s;
}

bool site_is_point(const MarkLine *r)
{
    return r->word.kind == WORD_BARE && (str_eq(r->word.s, S("after")) || str_eq(r->word.s, S("before")) ||
        str_eq(r->word.s, S("start")) || str_eq(r->word.s, S("end")));
}

void site_point_at(MarkLine *r, Site *s)
{
    Str how = r->word.s, line = text_line(r->text, s->first);
    words_take(r);
    s->point = true;
    if (str_eq(how, S("start")) || str_eq(how, S("end"))) {
        s->from = s->to = str_eq(how, S("start")) ? text_start(line) : text_end(line);
        return;
    }
    site_take_words(r, s);
    s->from = s->to = str_eq(how, S("after")) ? s->to : s->from;
    s->words = false;
}

Site site_point(MarkLine *r)
{
    Site s = site_lines(r, true);
    if (s.point || r->failed)
        return s;
    if (!site_is_point(r))
        words_fail(r, r->word.at, "here stands 'after', 'before', 'start' or 'end'");
    else
        site_point_at(r, &s);
    return s;
}
