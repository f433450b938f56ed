/* vendor.c - a vendor's file: lines of words, parted by blanks; words in "…" may have blanks; '#' begins a comment. */
#include "vendor/vendor.h"
#include <unistd.h>

static const struct { const char *name, *form, *words; } kinds[] = {
#define RULE(id, name, form, words) {name, form, words},
    RULES
#undef RULE
};

typedef struct {
    Arena *a;
    Vendor *vendor;
    Rule *last;
    const Source *source;
    Diag *d;
    Where at;                                                      /* of the word read last */
    Str line, rest;
} Reader;
typedef struct { Str text; Where at; bool ok; } Word;

static Word next_word(Reader *r)
{
    while (r->rest.n > 0 && (r->rest.s[0] == ' ' || r->rest.s[0] == '\t'))
        r->rest = str_from(r->rest, 1);
    ptrdiff_t from = r->line.n - r->rest.n;
    r->at.col = (int)utf8_count(str_sub(r->line, 0, from)) + 1;
    if (r->rest.n == 0 || r->rest.s[0] == '#')
        return (Word){.at = r->at};
    bool quoted = r->rest.s[0] == '"';
    ptrdiff_t n = quoted;
    while (n < r->rest.n && (quoted ? r->rest.s[n] != '"' : r->rest.s[n] != ' ' && r->rest.s[n] != '\t'))
        n++;
    Str text = str_sub(r->rest, quoted, n - quoted);
    bool closed = !quoted || n < r->rest.n;
    if (!closed)
        diag(r->d, VENDOR_VALUE, r->at, "the quotation mark is not closed");
    r->rest = str_from(r->rest, n + (quoted && closed));
    return (Word){text, r->at, closed};
}

static bool is_in(Str word, const char *words)
{
    for (Cut c = str_cut(str_of(words), ' '); c.head.n > 0; c = str_cut(c.tail, ' '))
        if (str_eq(c.head, word))
            return true;
    return false;
}

static bool is_date(Str s)
{
    bool ok = s.n == 7 || s.n == 10;
    for (int i = 0; ok && i < s.n; i++)
        ok = i == 4 || i == 7 ? s.s[i] == '-' : s.s[i] >= '0' && s.s[i] <= '9';
    return ok;
}

static void fault(Reader *r, Word w, const char *rule, const char *why)
{
    if (w.text.n > 0)
        diag(r->d, VENDOR_VALUE, w.at, "'%s' has '%.*s': %s", rule, STR(w.text), why);
    else
        diag(r->d, VENDOR_VALUE, w.at, "'%s' ends too early: %s", rule, why);
}

/* What no press can mean is a slip of the pen, and would be printed in earnest.  arg: which number of the rule. */
static const struct { RuleKind kind; int arg; int64_t least, most; const char *why; } bounds[] = {
    {RULE_PAGES, 0, 0, 100000, "up to 100000 pages"}, {RULE_PAGES, 1, 1, 100000, "1 to 100000 pages"},
    {RULE_MULTIPLE, 0, 1, 128, "1 to 128 pages"}, {RULE_BLANK_END, 0, 0, 64, "up to 64 pages"},
    {RULE_TRIM, 0, MM(25), MM(1000), "25mm to 1000mm"}, {RULE_TRIM, 1, MM(25), MM(1000), "25mm to 1000mm"},
    {RULE_GUTTER, 2, 0, MM(100), "up to 100mm"}, {RULE_MARGIN, 0, 0, MM(100), "up to 100mm"},
    {RULE_BLEED, 0, 0, MM(25), "up to 25mm"}, {RULE_COVER_BLEED, 0, 0, MM(50), "up to 50mm"},
    {RULE_COVER_SAFETY, 0, 0, MM(50), "up to 50mm"}, {RULE_SPINE_SAFETY, 0, 0, MM(25), "up to 25mm"},
    {RULE_SPINE_PLUS, 0, 0, MM(50), "up to 50mm"}, {RULE_PAPER, 2, 1, MM(2), "up to 2mm a page"},
    {RULE_PAPER_INCH, 2, 10, 10000, "10 to 10000 pages to an inch"},
    {RULE_BARCODE, 0, MM(25), MM(100), "25mm to 100mm"}, {RULE_BARCODE, 1, MM(10), MM(100), "10mm to 100mm"},
    {RULE_BARCODE, 2, 0, MM(100), "up to 100mm"},
};

static bool is_bounded(Reader *r, const Rule *rule, Word w)
{
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        int64_t n = rule->n[bounds[i].arg];
        bool here = bounds[i].kind == rule->kind && bounds[i].arg == rule->given - 1;
        if (!here || (n >= bounds[i].least && n <= bounds[i].most + 8))      /* rounded */
            continue;
        fault(r, w, kinds[rule->kind].name, str_z(r->a, str_format(r->a, "this is %s", bounds[i].why)));
        return false;
    }
    return true;
}

/* One argument, as its letter says; false: said. */
static bool argument(Reader *r, Rule *rule, char letter, Word w)
{
    const char *name = kinds[rule->kind].name;
    if (letter == 'n') {
        Number n = str_number(w.text);
        bool ok = n.ok && n.value >= 0 && n.value <= 1000000000;
        if (!ok)
            fault(r, w, name, "this must be a number");
        rule->n[rule->given++] = n.value;
        return ok && is_bounded(r, rule, w);
    }
    if (letter == 'l') {
        Length l = length_read(w.text);
        if (!l.ok)
            fault(r, w, name, "this must be a length such as 0.125in, 3mm or 9pt");
        rule->n[rule->given++] = l.value;
        return l.ok && is_bounded(r, rule, w);
    }
    if (letter == 'w' && !is_in(w.text, kinds[rule->kind].words)) {
        fault(r, w, name, str_z(r->a, str_format(r->a, "the choice is: %s", kinds[rule->kind].words)));
        return false;
    }
    if (w.text.n == 0)
        fault(r, w, name, "a name must stand here");
    rule->name = rule->name.n ? str_format(r->a, "%.*s %.*s", STR(rule->name), STR(w.text)) : str_copy(r->a, w.text);
    return w.text.n > 0;
}

static bool arguments(Reader *r, Rule *rule)
{
    bool may_end = false;
    for (const char *form = kinds[rule->kind].form; *form; form++) {
        if (*form == '?') {
            may_end = true;
            continue;
        }
        Word w = next_word(r);
        if (!w.ok && may_end)
            return true;
        if (!argument(r, rule, *form, w))
            return false;
    }
    Word more = next_word(r);
    if (more.ok)
        diag(r->d, VENDOR_VALUE, more.at, "'%.*s' is one word too many", STR(more.text));
    return !more.ok;
}

static void read_source(Reader *r)
{
    Source *s = new(r->a, Source, 1);
    Word words = next_word(r), date = next_word(r), standing = next_word(r);
    *s = (Source){str_copy(r->a, words.text), str_copy(r->a, date.text), str_eq(standing.text, S("confirmed"))};
    if (words.text.n == 0)
        fault(r, words, "from", "the source's name must stand here");
    else if (!is_date(date.text))
        fault(r, date, "from", "a date is 2026-11 or 2026-11-22");
    else if (!is_in(standing.text, "confirmed unconfirmed"))
        fault(r, standing, "from", "the choice is: confirmed unconfirmed");
    r->source = s;
}

static void read_rule(Reader *r, Word name)
{
    int kind = 0;
    while (kind < RULE_MAX && !str_eq(name.text, str_of(kinds[kind].name)))
        kind++;
    if (kind == RULE_MAX) {
        diag(r->d, VENDOR_RULE, name.at, "'%.*s'", STR(name.text));
        return;
    }
    if (!r->source)
        diag(r->d, VENDOR_VALUE, name.at, "'%.*s' has no source: a line 'from' must stand before it", STR(name.text));
    Rule *rule = new(r->a, Rule, 1);
    *rule = (Rule){.kind = (RuleKind)kind, .source = r->source, .at = name.at};
    if (!arguments(r, rule) || !r->source)
        return;
    if (r->last)
        r->last->next = rule;
    else
        r->vendor->rules = rule;
    r->last = rule;
}

static void read_line(Reader *r, Str line)
{
    r->line = r->rest = line;
    Word w = next_word(r);
    if (!w.ok)
        return;
    if (r->at.line == 1 && str_eq(w.text, S("catchword-vendor")) && str_eq(next_word(r).text, S("1")))
        return;
    if (str_eq(w.text, S("name")))
        r->vendor->name = str_copy(r->a, next_word(r).text);
    else if (str_eq(w.text, S("from")))
        read_source(r);
    else
        read_rule(r, w);
}

/* A file of the book's own folder comes before the program's. */
static Str find_file(Arena *a, Str name, Str book_dir, Str assets_dir)
{
    Str own = path_join(a, book_dir, name);
    if (!path_is_inside(name))
        return S("");
    if (access(str_z(a, own), R_OK) == 0)
        return own;
    Str common = path_join(a, assets_dir, name);
    return access(str_z(a, common), R_OK) == 0 ? common : S("");
}

static const Vendor *read_file(Arena *a, Str key, Str path, Diag *d, Where asked)
{
    Vendor *v = new(a, Vendor, 1);
    *v = (Vendor){.key = key, .name = key};
    Reader r = {.a = a, .vendor = v, .d = d, .at = {path, 0, 1}};
    Loaded file = file_load(a, path, d, asked);
    for (Str rest = file.bytes; file.ok && rest.n > 0;) {
        Cut c = str_line(rest);
        r.at.line++;
        read_line(&r, c.head);
        rest = c.tail;
    }
    return v;
}

const Vendor *vendor_read(Arena *a, Str key, Str book_dir, Str assets_dir, Diag *d, Where asked)
{
    Str path = find_file(a, str_format(a, "vendors/%.*s.vendor", STR(key)), book_dir, assets_dir);
    if (path.n > 0)
        return read_file(a, key, path, d, asked);
    diag(d, VENDOR_UNKNOWN, asked, "'%.*s'", STR(key));
    return NULL;
}

const Vendor *vendor_registry(Arena *a, Str book_dir, Str assets_dir, Diag *d, Where asked)
{
    Str name = S("conditions.registry"), path = find_file(a, name, book_dir, assets_dir);
    return read_file(a, name, path.n > 0 ? path : path_join(a, assets_dir, name), d, asked);
}

const char *vendor_word(RuleKind kind) { return kinds[kind].name; }
