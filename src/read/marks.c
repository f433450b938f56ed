#include "read/inside.h"

static const struct { const char *word, *shape, *options; } verbs[] = {
#define VERB(id, word, shape, options) {word, shape, options},
#include "read/marks.def"
#undef VERB
};

const char *verb_word(Verb v) { return v < VERB_MAX ? verbs[v].word : "p"; }

/* ---- words of a line: bare words, strings, options */

typedef enum { WORD_END, WORD_BARE, WORD_STRING, WORD_OPTION } WordKind;
typedef struct { WordKind kind; Str s, value; int nth; Where at; } Word;
typedef struct {
    Arena *a;
    Diag *diag;
    const Text *text;
    Str file, line;
    int number;
    ptrdiff_t at;
    Word word;                                                     /* the one to be taken next */
    bool failed;                                                   /* one message a line is enough */
} Reader;

static Where here(const Reader *r, ptrdiff_t at)
{
    return (Where){r->file, r->number, (int)utf8_count(str_sub(r->line, 0, at)) + 1};
}

static void fail(Reader *r, Where at, const char *what)
{
    if (!r->failed)
        diag(r->diag, MARK_SYNTAX, at, "%s", what);
    r->failed = true;
}

static bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* A string from its opening quotation mark on; the position moves behind the closing one. */
static Str quoted(Reader *r)
{
    ptrdiff_t from = r->at++;
    Buf b = buf_new(r->a);
    while (r->at < r->line.n && r->line.s[r->at] != '"') {
        char c = r->line.s[r->at++];
        if (c == '\\' && r->at < r->line.n) {
            c = r->line.s[r->at++];
            if (c != '"' && c != '\\' && c != 't')
                fail(r, here(r, r->at - 2), "after '\\' only '\"', '\\' and 't' mean something");
            c = c == 't' ? '\t' : c;
        }
        buf_byte(&b, c);
    }
    if (r->at == r->line.n)
        fail(r, here(r, from), "the string has no closing quotation mark");
    r->at++;
    return buf_str(&b);
}

static Str bare(Reader *r, bool to_equals)
{
    ptrdiff_t from = r->at;
    while (r->at < r->line.n && !is_gap(r->line.s[r->at]) && !(to_equals && (r->line.s[r->at] == '=')))
        r->at++;
    return str_sub(r->line, from, r->at - from);
}

static int ordinal(Reader *r)
{
    if (r->at >= r->line.n || r->line.s[r->at] != '#')
        return 0;
    Where at = here(r, r->at++);
    Number n = str_number(bare(r, false));
    if (!n.ok || n.value < 1 || n.value > 100000)
        fail(r, at, "after '#' stands the number of the occurrence");
    return n.ok ? (int)n.value : 0;
}

static void take(Reader *r)
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
        fail(r, here(r, r->at), "a blank is missing here");
    r->word = w;
}

/* ---- places */

/* Digits at the start of s; what follows them is left in s. */
static bool digits(Str *s, int *value)
{
    ptrdiff_t n = 0;
    int64_t v = 0;
    while (n < s->n && s->s[n] >= '0' && s->s[n] <= '9' && v < 100000000)
        v = v * 10 + (s->s[n++] - '0');
    *value = (int)v;
    *s = str_from(*s, n);
    return n > 0;
}

static bool follows(Str *s, char c)
{
    bool yes = s->n && s->s[0] == c;
    *s = yes ? str_from(*s, 1) : *s;
    return yes;
}

static bool is_number(Str s) { return s.n && s.s[0] >= '0' && s.s[0] <= '9'; }

static bool within(Reader *r, const Site *s)
{
    if (s->first >= 1 && s->last <= r->text->n && s->first <= s->last)
        return true;
    if (!r->failed && s->first > s->last)
        diag(r->diag, MARK_SYNTAX, s->at, "a range of lines goes from the smaller to the greater, not %d-%d", s->first, s->last);
    else if (!r->failed)
        diag(r->diag, MARK_PAST_END, s->at, "line %d; the text has %d lines", s->first < 1 ? s->first : s->last, r->text->n);
    r->failed = true;
    return false;
}

static void columns(Reader *r, Site *s, int from, int to)
{
    Str line = text_line(r->text, s->first);
    int n = (int)utf8_count(line);
    if (from < 1 || to < from || to > n + (s->point ? 1 : 0)) {
        if (!r->failed)
            diag(r->diag, MARK_PAST_END, s->at, "column %d; line %d has %d characters", to < from ? from : to, s->first, n);
        r->failed = true;
        return;
    }
    s->from = utf8_byte(line, from - 1);
    s->to = s->point ? s->from : utf8_byte(line, to);
}

/* 12  12-20  12.2  12-20.1  12:7  12:7-15 */
static Site numbers(Reader *r, bool point)
{
    Site s = {.at = r->word.at, .point = point};
    Str rest = r->word.s;
    int from = 0, to = 0;
    bool ok = r->word.kind == WORD_BARE && digits(&rest, &s.first);
    if (follows(&rest, '.'))
        ok = ok && digits(&rest, &s.piece) && s.piece > 0;
    s.last = s.first;
    s.last_piece = s.piece;
    if (follows(&rest, '-')) {
        ok = ok && digits(&rest, &s.last);
        s.last_piece = 0;
        if (follows(&rest, '.'))
            ok = ok && digits(&rest, &s.last_piece) && s.last_piece > 0;
    }
    if (follows(&rest, ':')) {
        ok = ok && digits(&rest, &from) && s.first == s.last;
        to = from;
        if (follows(&rest, '-'))
            ok = ok && digits(&rest, &to);
        s.words = !point;
    }
    if (!ok || rest.n)
        fail(r, s.at, r->word.kind == WORD_END ? "a line number is missing at the end" : "this is not a line, a range of lines or a place in a line");
    else if (within(r, &s) && from)
        columns(r, &s, from, to);
    if (point && !from)
        s.point = false;
    take(r);
    return s;
}

bool site_words(Arena *a, const Text *t, Site *s, Str words, int nth, Diag *d)
{
    Str line = text_line(t, s->first);
    ptrdiff_t found = -1, at = 0;
    int count = 0;
    (void)a;
    for (ptrdiff_t hit; words.n && (hit = str_find(str_from(line, at), words)) >= 0; at += hit + 1)
        if (++count == (nth ? nth : 1))
            found = at + hit;
    if (found < 0)
        diag(d, MARK_WORDS_MISSING, s->at, nth > 1 && count ? "'%.*s' stands only %d times in line %d" : "'%.*s' does not stand in it (%d times in line %d)",
             STR(words), count, s->first);
    else if (count > 1 && !nth)
        diag(d, MARK_WORDS_TWICE, s->at, "'%.*s' stands %d times in line %d", STR(words), count, s->first);
    s->words = true;
    s->from = found < 0 ? 0 : found;
    s->to = s->from + (found < 0 ? 0 : words.n);
    return found >= 0 && (count == 1 || nth);
}

static void words(Reader *r, Site *s)
{
    if (r->word.kind != WORD_STRING) {
        fail(r, r->word.at, "words of the line are missing here, in quotation marks");
        return;
    }
    if (s->first != s->last) {
        fail(r, s->at, "words are looked for in a single line");
        return;
    }
    Where at = s->at;
    s->at = r->word.at;
    if (!r->failed && !site_words(r->a, r->text, s, r->word.s, r->word.nth, r->diag))
        r->failed = true;
    s->at = at;
    take(r);
}

static Site words_of(Reader *r)
{
    Site s = numbers(r, false);
    if (!s.words && !r->failed)
        words(r, &s);
    return s;
}

static Site lines_or_words(Reader *r)
{
    Site s = numbers(r, false);
    if (!s.words && !r->failed && r->word.kind == WORD_STRING)
        words(r, &s);
    return s;
}

static bool is_point(const Reader *r)
{
    return r->word.kind == WORD_BARE && (str_eq(r->word.s, S("after")) || str_eq(r->word.s, S("before")) ||
        str_eq(r->word.s, S("start")) || str_eq(r->word.s, S("end")));
}

static void point_at(Reader *r, Site *s)
{
    Str how = r->word.s, line = text_line(r->text, s->first);
    take(r);
    s->point = true;
    if (str_eq(how, S("start")) || str_eq(how, S("end"))) {
        s->from = s->to = str_eq(how, S("start")) ? text_start(line) : text_end(line);
        return;
    }
    words(r, s);
    s->from = s->to = str_eq(how, S("after")) ? s->to : s->from;
    s->words = false;
}

static Site point(Reader *r)
{
    Site s = numbers(r, true);
    if (s.point || r->failed)
        return s;
    if (!is_point(r))
        fail(r, r->word.at, "here stands 'after', 'before', 'start' or 'end'");
    else
        point_at(r, &s);
    return s;
}

/* ---- facts */

static void take_name(Reader *r, Fact *f)
{
    bool ok = r->word.kind == WORD_BARE && r->word.s.n && !is_number(r->word.s);
    for (ptrdiff_t i = 0; ok && i < r->word.s.n; i++) {
        char c = r->word.s.s[i];
        ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!ok)
        fail(r, r->word.at, "here stands a name of small letters, digits and hyphens");
    f->name = r->word.s;
    take(r);
}

static void keep_string(Reader *r, Fact *f)
{
    f->text = arena_grow(r->a, f->text, sizeof *f->text, _Alignof(Str), f->ntext, f->ntext + 1);
    f->text[f->ntext++] = r->word.s;
    f->nth = r->word.nth;
    take(r);
}

static void take_string(Reader *r, Fact *f, bool needed)
{
    if (r->word.kind != WORD_STRING) {
        if (needed)
            fail(r, r->word.at, "a string in quotation marks is missing here");
        return;
    }
    keep_string(r, f);
}

static void take_numbers(Reader *r, Fact *f)
{
    Str rest = r->word.s;
    bool ok = r->word.kind == WORD_BARE && digits(&rest, &f->low);
    f->high = f->low;
    if (follows(&rest, '-'))
        ok = ok && digits(&rest, &f->high);
    if (!ok || rest.n || f->low > f->high)
        fail(r, r->word.at, "this is not a number or a range of numbers");
    take(r);
}

static void take_before(Reader *r, Fact *f)
{
    if (r->word.kind != WORD_BARE || !str_eq(r->word.s, S("before")))
        fail(r, r->word.at, "here stands 'before' and a line");
    take(r);
    if (!r->failed)
        f->site = numbers(r, false);
}

static void take_rule(Reader *r, Fact *f)
{
    take_name(r, f);
    while (!r->failed && (r->word.kind == WORD_STRING || r->word.kind == WORD_BARE)) {
        f->bare = r->word.kind == WORD_BARE;
        keep_string(r, f);
    }
}

static void take_one(Reader *r, Fact *f, char what)
{
    Site *s = f->site.first ? &f->other : &f->site;
    switch (what) {
    case 'L': *s = numbers(r, false); if (s->words) fail(r, s->at, "whole lines are asked for, not columns"); break;
    case 'W': *s = words_of(r); break;
    case 'X': *s = lines_or_words(r); break;
    case 'P': *s = point(r); break;
    case 'N': take_numbers(r, f); break;
    case 'B': take_before(r, f); break;
    case 'I': take_name(r, f); break;
    case 'S': take_string(r, f, true); break;
    case 's': take_string(r, f, false); break;
    default: take_rule(r, f); break;
    }
}

static bool fits(const Reader *r, char what)
{
    switch (what) {
    case 'S': return r->word.kind == WORD_STRING;
    case 'B': return r->word.kind == WORD_BARE && str_eq(r->word.s, S("before"));
    case 'I': return r->word.kind == WORD_BARE && !is_number(r->word.s);
    default: return r->word.kind == WORD_BARE && is_number(r->word.s);
    }
}

/* The alternative of a shape that the next word begins; the first where none does. */
static Str shape_of(const Reader *r, Verb v)
{
    Str all = str_of(verbs[v].shape);
    for (Cut c = str_cut(all, '|'); c.head.n; c = str_cut(c.tail, '|'))
        if (fits(r, c.head.s[0]))
            return c.head;
    return str_cut(all, '|').head;
}

static bool knows_option(Verb v, Str name)
{
    for (Cut c = str_cut(str_of(verbs[v].options), ' '); c.head.n; c = str_cut(c.tail, ' '))
        if (str_eq(c.head, name))
            return true;
    return false;
}

static bool one_of(Str s, const char *list)
{
    for (Cut c = str_cut(str_of(list), ' '); c.head.n; c = str_cut(c.tail, ' '))
        if (str_eq(c.head, s))
            return true;
    return false;
}

/* Of letters, digits and `-`, beginning with a letter: it goes into an attribute or an id. */
static bool is_name(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool letter = (s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'z', digit = s.s[i] >= '0' && s.s[i] <= '9';
        if (!letter && !(i && (digit || s.s[i] == '-')))
            return false;
    }
    return s.n > 0;
}

static void check_option(Reader *r, const char *name, Str value)
{
    static const struct { const char *name, *values; } closed[] = {
        {"cert", "high medium low unknown"}, {"hyphen", "drop keep"}, {"cut", "yes no"}, {"outer", "single double"},
        {"kind", "bulleted numbered roll simple compiler author editor publisher translator reporter other"},
        {"series", ""}, {"reason", ""}, {"type", ""}, {"rend", ""}, {"ed", ""}, {"work", ""}, {"voice", ""}, {"lang", ""},
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        if (strcmp(name, closed[i].name))
            continue;
        bool free = !closed[i].values[0];
        if (r->failed || (free ? is_name(value) : one_of(value, closed[i].values)))
            return;
        diag(r->diag, MARK_SYNTAX, r->word.at, free ? "'%.*s' is no name: letters, digits and hyphens, a letter first"
             : "'%.*s' is none of: %s", STR(value), closed[i].values);
        r->failed = true;
    }
}

static void take_option(Reader *r, Fact *f)
{
    check_option(r, str_z(r->a, r->word.s), r->word.value);
    if (!knows_option(f->verb, r->word.s) && !r->failed) {
        diag(r->diag, MARK_SYNTAX, r->word.at, "'%.*s' is no option of '%s'", STR(r->word.s), verb_word(f->verb));
        r->failed = true;
    }
    for (int i = 0; i < f->noptions; i++)
        if (str_eq(f->option[i].name, r->word.s))
            fail(r, r->word.at, "this option stands twice");
    f->option = arena_grow(r->a, f->option, sizeof *f->option, _Alignof(Option), f->noptions, f->noptions + 1);
    f->option[f->noptions++] = (Option){r->word.s, r->word.value, r->word.at};
    take(r);
}

/* Options may stand between the parts of a fact: `body 270-271 call=268 "*"`. */
static void take_options(Reader *r, Fact *f)
{
    while (!r->failed && r->word.kind == WORD_OPTION)
        take_option(r, f);
}

/* `page 93 before "words"` is a point, `page 93 "words"` are words. */
static void take_page(Reader *r, Fact *f)
{
    f->site = numbers(r, false);
    if (r->failed)
        return;
    if (is_point(r))
        point_at(r, &f->site);
    else if (r->word.kind == WORD_STRING && !f->site.words)
        words(r, &f->site);
}

static void take_parts(Reader *r, Fact *f)
{
    if (f->verb == VERB_PAGE) {
        take_page(r, f);
    } else {
        Str shape = shape_of(r, f->verb);
        for (ptrdiff_t i = 0; i < shape.n && !r->failed; i++) {
            take_one(r, f, shape.s[i]);
            take_options(r, f);
        }
    }
    take_options(r, f);
    if (r->word.kind != WORD_END)
        fail(r, r->word.at, "this does not belong to the fact any more");
}

static bool verb_find(Str word, Verb *v)
{
    for (int i = 0; i < VERB_MAX; i++)
        if (str_eq(word, str_of(verbs[i].word))) {
            *v = (Verb)i;
            return true;
        }
    return false;
}

static bool read_fact(Reader *r, Fact *f)
{
    take(r);
    f->at = r->word.at;
    f->source = str_trim(r->line);
    if (r->word.kind == WORD_BARE && r->word.s.n && r->word.s.s[0] == '?') {
        f->doubtful = true;
        if (r->word.s.n == 1)
            take(r);
        else
            r->word.s = str_from(r->word.s, 1);
    }
    if (r->word.kind == WORD_END && !f->doubtful)
        return false;
    if (r->word.kind != WORD_BARE || !verb_find(r->word.s, &f->verb)) {
        diag(r->diag, MARK_UNKNOWN, r->word.at, "'%.*s'", STR(r->word.s));
        return false;
    }
    take(r);
    take_parts(r, f);
    if (!r->failed && f->doubtful)
        diag(r->diag, MARK_DOUBTFUL, f->at, "'%.*s'", STR(f->source));
    return !r->failed;
}

/* ---- the file */

static bool header(Reader *r, Str *rest)
{
    Cut first = str_line(*rest), second = str_line(first.tail);
    *rest = second.tail;
    if (!str_eq(str_trim(first.head), S("catchword-marks 1"))) {
        diag(r->diag, MARKS_HEADER, (Where){r->file, 1, 1}, "the first line is not 'catchword-marks 1'");
        return false;
    }
    Str sha = str_trim(second.head);
    ptrdiff_t at = str_find(sha, S(" sha256 "));
    if (!str_starts(sha, S("source ")) || at < 0) {
        diag(r->diag, MARKS_HEADER, (Where){r->file, 2, 1}, "the second line is not 'source FILE sha256 DIGITS'");
        return false;
    }
    sha = str_trim(str_from(sha, at + 8));
    if (!str_eq(sha, r->text->sha256)) {
        diag(r->diag, DIGEST_WRONG, (Where){r->file, 2, 1}, "'%.*s' has SHA-256 %.*s", STR(r->text->name), STR(r->text->sha256));
        return false;
    }
    return true;
}

static bool is_clean(Reader *r, Str bytes)
{
    ptrdiff_t fault = utf8_fault(bytes);
    const char *nul = memchr(bytes.s, 0, (size_t)bytes.n);
    Where at = {r->file, 1, 1};
    for (ptrdiff_t i = 0; i < (nul ? nul - bytes.s : fault); i++)
        at.line += bytes.s[i] == '\n';
    if (nul)
        diag(r->diag, TEXT_HAS_NUL, at, "a marks file is text");
    else if (fault >= 0)
        diag(r->diag, TEXT_NOT_UTF8, at, "byte %lld is 0x%02X", (long long)fault + 1, (unsigned char)bytes.s[fault]);
    return !nul && fault < 0;
}

Marks marks_read(Arena *a, const Text *t, Str file, Str path, Where asked, Diag *d)
{
    Marks m = {.file = file};
    LIST(Fact) facts = {0};
    Reader r = {.a = a, .diag = d, .text = t, .file = file, .number = 2};
    Loaded l = file_load(a, path, d, asked);
    if (!l.ok || !is_clean(&r, l.bytes) || !header(&r, &l.bytes))
        return m;
    for (Cut c = str_line(l.bytes); c.head.n || c.tail.n || c.ok; c = str_line(c.tail)) {
        r.line = c.head;
        r.number++;
        r.at = 0;
        r.failed = false;
        Fact f = {0};
        if (read_fact(&r, &f))
            ADD(a, &facts) = f;
    }
    m.fact = facts.at;
    m.n = facts.n;
    m.ok = true;
    return m;
}

/* ---- options */

static const Option *option_find(const Fact *f, const char *name)
{
    for (int i = 0; i < f->noptions; i++)
        if (str_eq(f->option[i].name, str_of(name)))
            return &f->option[i];
    return NULL;
}

Str fact_option(const Fact *f, const char *name)
{
    const Option *o = option_find(f, name);
    return o ? o->value : (Str){"", 0};
}

Where fact_option_at(const Fact *f, const char *name)
{
    const Option *o = option_find(f, name);
    return o ? o->at : f->at;
}

int fact_number(const Fact *f, const char *name, int otherwise, Diag *d)
{
    Str s = fact_option(f, name);
    Number n = str_number(s);
    if (s.n == 0)
        return otherwise;
    if (n.ok && n.value >= 0 && n.value < 100000000)
        return (int)n.value;
    diag(d, MARK_SYNTAX, fact_option_at(f, name), "'%.*s' is not a number", STR(s));
    return otherwise;
}

Site fact_lines(Arena *a, const Text *t, const Fact *f, const char *name, Diag *d)
{
    Reader r = {.a = a, .diag = d, .text = t};
    r.word = (Word){.kind = WORD_BARE, .s = fact_option(f, name), .at = fact_option_at(f, name)};
    Site site = numbers(&r, false);
    return r.failed ? (Site){.at = f->at} : site;
}
