#include "read/marksin.h"

static const struct { Str word; const char *shape, *options; } verbs[] = {
#define VERB(id, word, shape, options) {{word, sizeof(word) - 1}, shape, options},
#include "read/marks.def"
#undef VERB
};

const char *verb_word(Verb v) { return v < VERB_MAX ? verbs[v].word.s : "p"; }

/* ---- facts */

static void take_name(MarkLine *r, Fact *f)
{
    bool ok = r->word.kind == WORD_BARE && r->word.s.n && !words_number(r->word.s);
    for (ptrdiff_t i = 0; ok && i < r->word.s.n; i++) {
        char c = r->word.s.s[i];
        ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!ok)
        words_fail(r, r->word.at, "here stands a name of small letters, digits and hyphens");
    f->name = r->word.s;
    words_take(r);
}

static void keep_string(MarkLine *r, Fact *f)
{
    f->text = arena_grow(r->a, f->text, sizeof *f->text, _Alignof(Str), f->ntext, f->ntext + 1);
    f->text[f->ntext++] = r->word.s;
    f->nth = r->word.nth;
    words_take(r);
}

static void take_string(MarkLine *r, Fact *f, bool needed)
{
    if (r->word.kind != WORD_STRING) {
        if (needed)
            words_fail(r, r->word.at, "a string in quotation marks is missing here");
        return;
    }
    keep_string(r, f);
}

static void take_numbers(MarkLine *r, Fact *f)
{
    Str rest = r->word.s;
    bool ok = r->word.kind == WORD_BARE && words_digits(&rest, &f->low);
    f->high = f->low;
    if (words_follow(&rest, '-'))
        ok = ok && words_digits(&rest, &f->high);
    if (!ok || rest.n || f->low > f->high)
        words_fail(r, r->word.at, "this is not a number or a range of numbers");
    words_take(r);
}

static void take_before(MarkLine *r, Fact *f)
{
    if (r->word.kind != WORD_BARE || !str_eq(r->word.s, S("before")))
        words_fail(r, r->word.at, "here stands 'before' and a line");
    words_take(r);
    if (!r->failed)
        f->site = site_lines(r, false);
}

static void take_rule(MarkLine *r, Fact *f)
{
    take_name(r, f);
    while (!r->failed && (r->word.kind == WORD_STRING || r->word.kind == WORD_BARE)) {
        f->bare = r->word.kind == WORD_BARE;
        keep_string(r, f);
    }
}

static Site whole_lines(MarkLine *r)
{
    Site s = site_lines(r, false);
    if (s.words)
        words_fail(r, s.at, "whole lines are asked for, not columns");
    return s;
}

static void take_one(MarkLine *r, Fact *f, char what)
{
    Site *s = f->site.first ? &f->other : &f->site;
    switch (what) {
    case 'L': *s = whole_lines(r); break;
    case 'W': *s = site_in_line(r); break;
    case 'X': *s = site_lines_or_words(r); break;
    case 'P': *s = site_point(r); break;
    case 'N': take_numbers(r, f); break;
    case 'B': take_before(r, f); break;
    case 'I': take_name(r, f); break;
    case 'S': take_string(r, f, true); break;
    case 's': take_string(r, f, false); break;
    default: take_rule(r, f); break;
    }
}

static bool fits(const MarkLine *r, char what)
{
    switch (what) {
    case 'S': return r->word.kind == WORD_STRING;
    case 'B': return r->word.kind == WORD_BARE && str_eq(r->word.s, S("before"));
    case 'I': return r->word.kind == WORD_BARE && !words_number(r->word.s);
    default: return r->word.kind == WORD_BARE && words_number(r->word.s);
    }
}

/* The alternative of a shape that the next word begins; the first where none does. */
static Str shape_of(const MarkLine *r, Verb v)
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

static void check_option(MarkLine *r, const char *name, Str value)
{
    static const struct { const char *name, *values; } closed[] = {
        {"cert", "high medium low unknown"}, {"hyphen", "drop keep"}, {"cut", "yes no"}, {"ranges", "yes no"},
        {"outer", "single double"},
        {"kind", "bulleted numbered roll simple compiler author editor publisher translator reporter other"},
        {"series", ""}, {"reason", ""}, {"type", ""}, {"rend", ""}, {"ed", ""}, {"work", ""}, {"voice", ""},
        {"lang", ""},
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        if (strcmp(name, closed[i].name) != 0)
            continue;
        bool free = !closed[i].values[0];
        if (r->failed || (free ? is_name(value) : one_of(value, closed[i].values)))
            return;
        diag(r->diag, MARK_SYNTAX, r->word.at, free ? "'%.*s' is no name: letters, digits and hyphens, a letter first"
             : "'%.*s' is none of: %s", STR(value), closed[i].values);
        r->failed = true;
    }
}

static void take_option(MarkLine *r, Fact *f)
{
    check_option(r, str_z(r->a, r->word.s), r->word.value);
    if (!knows_option(f->verb, r->word.s) && !r->failed) {
        diag(r->diag, MARK_SYNTAX, r->word.at, "'%.*s' is no option of '%s'", STR(r->word.s), verb_word(f->verb));
        r->failed = true;
    }
    for (int i = 0; i < f->noptions; i++)
        if (str_eq(f->option[i].name, r->word.s))
            words_fail(r, r->word.at, "this option stands twice");
    f->option = arena_grow(r->a, f->option, sizeof *f->option, _Alignof(Option), f->noptions, f->noptions + 1);
    f->option[f->noptions++] = (Option){r->word.s, r->word.value, r->word.at};
    words_take(r);
}

/* Options may stand between the parts of a fact: `body 270-271 call=268 "*"`. */
static void take_options(MarkLine *r, Fact *f)
{
    while (!r->failed && r->word.kind == WORD_OPTION)
        take_option(r, f);
}

/* `page 93 before "words"` is a point, `page 93 "words"` are words. */
static void take_page(MarkLine *r, Fact *f)
{
    f->site = site_lines(r, false);
    if (r->failed)
        return;
    if (site_is_point(r))
        site_point_at(r, &f->site);
    else if (r->word.kind == WORD_STRING && !f->site.words)
        site_take_words(r, &f->site);
}

static void take_parts(MarkLine *r, Fact *f)
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
        words_fail(r, r->word.at, "this does not belong to the fact any more");
}

static bool verb_find(Str word, Verb *v)
{
    for (int i = 0; i < VERB_MAX; i++)
        if (str_eq(word, verbs[i].word)) {
            *v = (Verb)i;
            return true;
        }
    return false;
}

static bool read_fact(MarkLine *r, Fact *f)
{
    words_take(r);
    f->at = r->word.at;
    f->source = str_trim(r->line);
    if (r->word.kind == WORD_BARE && r->word.s.n && r->word.s.s[0] == '?') {
        f->doubtful = true;
        if (r->word.s.n == 1)
            words_take(r);
        else
            r->word.s = str_from(r->word.s, 1);
    }
    if (r->word.kind == WORD_END && !f->doubtful)
        return false;
    if (r->word.kind != WORD_BARE || !verb_find(r->word.s, &f->verb)) {
        diag(r->diag, MARK_UNKNOWN, r->word.at, "'%.*s'", STR(r->word.s));
        return false;
    }
    words_take(r);
    take_parts(r, f);
    if (!r->failed && f->doubtful)
        diag(r->diag, MARK_DOUBTFUL, f->at, "'%.*s'", STR(f->source));
    return !r->failed;
}

/* ---- the file */

static bool header(MarkLine *r, Str *rest)
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
        diag(r->diag, DIGEST_WRONG, (Where){r->file, 2, 1}, "'%.*s' has SHA-256 %.*s", STR(r->text->name),
             STR(r->text->sha256));
        return false;
    }
    return true;
}

static bool is_clean(MarkLine *r, Str bytes)
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
    MarkLine r = {.a = a, .diag = d, .text = t, .file = file, .number = 2};
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
    MarkLine r = {.a = a, .diag = d, .text = t};
    r.word = (Word){.kind = WORD_BARE, .s = fact_option(f, name), .at = fact_option_at(f, name)};
    Site site = site_lines(&r, false);
    return r.failed ? (Site){.at = f->at} : site;
}
