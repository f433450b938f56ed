#include "base/base.h"

#include <stdlib.h>

static const struct { Level level; const char *name, *text, *remedy; } table[] = {
#define DIAG(code, level, text, remedy) {level, #code, text, remedy},
#include "base/diag.def"
#undef DIAG
};
static const char *const level_names[] = {"style", "warning", "error"};

/* As many of one code are kept and printed; more are only counted.  A hostile source may have a fault in each byte. */
enum { MOST_OF_ONE = 1000, LONGEST_TEXT = 1000 };

typedef struct Note Note;
struct Note { Note *next; Where at; Str text; };
typedef struct { Message m; Note *notes; } Entry;                  /* m stays first: diag_at hands out its address */
struct Diag {
    Arena *a;
    FILE *echo;
    Entry **entries;
    ptrdiff_t count, cap;
    Table *said;
    int levels[3], codes[DIAG_MAX];
    bool silent;                                                   /* the last message was not said: nor is its note */
};

Diag *diag_open(Arena *a, FILE *echo)
{
    Diag *d = new(a, Diag, 1);
    d->a = a;
    d->echo = echo;
    d->said = table_new(a);
    return d;
}

/* ---- the texts ---- */

/* A source can hold escape sequences for the reader's terminal, and lines of megabytes. */
static Str tame(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0, from = 0; at < s.n; from = at) {
        uint32_t c = utf8_next(s, &at);
        if (uni_is_control(c) || c == '\t' || c == '\n' || c == '\r')
            buf_format(&b, "\\x%02x", (unsigned)c);
        else if (c == 0xFFFD && at - from == 1)
            buf_format(&b, "\\x%02x", (unsigned)(unsigned char)s.s[from]);
        else
            buf_put(&b, str_sub(s, from, at - from));
        if (b.n > LONGEST_TEXT) {
            buf_put(&b, S("…"));
            break;
        }
    }
    return buf_str(&b);
}

static Str compose(Arena *a, const char *fmt, va_list ap)
{
    va_list twice;
    va_copy(twice, ap);
    char none[1];
    ptrdiff_t n = str_print(none, sizeof none, fmt, twice);
    va_end(twice);
    char *s = new(a, char, n + 1);
    str_print(s, n + 1, fmt, ap);
    return tame(a, (Str){s, n});
}

/* ---- as text ---- */

static void say_place(FILE *f, Where at)
{
    if (at.file.n == 0)
        fputs("catchword: ", f);
    else if (at.line == 0)
        fprintf(f, "%.*s: ", STR(at.file));
    else if (at.col == 0)
        fprintf(f, "%.*s:%d: ", STR(at.file), at.line);
    else
        fprintf(f, "%.*s:%d:%d: ", STR(at.file), at.line, at.col);
}

static void say(Diag *d, const Message *m)
{
    say_place(d->echo, m->at);
    fprintf(d->echo, "%s: %s%s%.*s [%s]\n", level_names[diag_level(m->code)], diag_text(m->code),
        m->text.n ? ": " : "", STR(m->text), diag_name(m->code));
    if (d->codes[m->code] == 1 && diag_remedy(m->code)[0])
        fprintf(d->echo, "  note: %s\n", diag_remedy(m->code));
    if (d->codes[m->code] == MOST_OF_ONE)
        fprintf(d->echo, "  note: more of these are counted, but not shown\n");
}

/* ---- saying ---- */

static Str key(Diag *d, const Message *m)
{
    return str_format(d->a, "%d %d %d %.*s\n%.*s", (int)m->code, m->at.line, m->at.col, STR(m->at.file), STR(m->text));
}

static void keep(Diag *d, Message m)
{
    if (d->count == d->cap) {
        ptrdiff_t cap = d->cap ? d->cap * 2 : 16;
        d->entries = arena_grow(d->a, d->entries, (ptrdiff_t)sizeof(Entry *), (ptrdiff_t)_Alignof(Entry *), d->cap,
            cap);
        d->cap = cap;
    }
    Entry *e = new(d->a, Entry, 1);
    e->m = m;
    d->entries[d->count++] = e;
}

void diag(Diag *d, DiagCode code, Where at, const char *fmt, ...)
{
    d->silent = true;
    if (d->codes[code] >= MOST_OF_ONE) {
        d->levels[diag_level(code)]++;
        return;
    }
    va_list ap;
    va_start(ap, fmt);
    Message m = {code, {str_copy(d->a, at.file), at.line, at.col}, compose(d->a, fmt, ap)};
    va_end(ap);
    if (table_put(d->said, key(d, &m), d))
        return;
    d->silent = false;
    d->levels[diag_level(code)]++;
    d->codes[code]++;
    keep(d, m);
    if (d->echo)
        say(d, &m);
}

void diag_note(Diag *d, Where at, const char *fmt, ...)
{
    if (d->silent || d->count == 0)
        return;
    Note *n = new(d->a, Note, 1);
    va_list ap;
    va_start(ap, fmt);
    *n = (Note){NULL, {str_copy(d->a, at.file), at.line, at.col}, compose(d->a, fmt, ap)};
    va_end(ap);
    Note **last = &d->entries[d->count - 1]->notes;
    while (*last)
        last = &(*last)->next;
    *last = n;
    if (d->echo) {
        say_place(d->echo, n->at);
        fprintf(d->echo, "note: %.*s\n", STR(n->text));
    }
}

int diag_count(const Diag *d, Level level) { return d->levels[level]; }
ptrdiff_t diag_total(const Diag *d) { return d->count; }
const Message *diag_at(const Diag *d, ptrdiff_t i) { return &d->entries[i]->m; }

bool diag_second(const Diag *d, ptrdiff_t i, int k, Where *at, Str *text)
{
    const Note *n = d->entries[i]->notes;
    while (n && k-- > 0)
        n = n->next;
    if (!n)
        return false;
    *at = n->at;
    *text = n->text;
    return true;
}

/* ---- the table ---- */

const char *diag_name(DiagCode code)
{
    static char names[DIAG_MAX][40];
    char *to = names[code];
    if (*to)
        return to;
    for (const char *p = table[code].name; *p; p++)
        *to++ = *p == '_' ? '-' : (char)(*p | 0x20);
    return names[code];
}

const char *diag_text(DiagCode code) { return table[code].text; }
const char *diag_remedy(DiagCode code) { return table[code].remedy; }
Level diag_level(DiagCode code) { return table[code].level; }

bool diag_explain(FILE *f, Str code)
{
    for (int i = 0; i < DIAG_MAX; i++) {
        if (!str_eq(code, str_of(diag_name((DiagCode)i))))
            continue;
        fprintf(f, "%s (%s)\n\n    what: %s\n    help: %s\n", diag_name((DiagCode)i), level_names[table[i].level],
            table[i].text, table[i].remedy);
        return true;
    }
    return false;
}

/* ---- for programs ---- */

static void put_json(Buf *b, Str s)
{
    buf_byte(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == '"' || c == '\\')
            buf_byte(b, '\\');
        if (c < 0x20)
            buf_format(b, "\\u%04x", (unsigned)c);
        else
            buf_byte(b, (char)c);
    }
    buf_byte(b, '"');
}

static void put_place(Buf *b, Where at)
{
    buf_put(b, S("\"file\": "));
    put_json(b, at.file);
    buf_format(b, ", \"line\": %d, \"column\": %d", at.line, at.col);
}

static void put_notes(Buf *b, const Note *n)
{
    buf_put(b, S(", \"notes\": ["));
    for (; n; n = n->next) {
        buf_byte(b, '{');
        put_place(b, n->at);
        buf_put(b, S(", \"text\": "));
        put_json(b, n->text);
        buf_put(b, n->next ? S("}, ") : S("}"));
    }
    buf_byte(b, ']');
}

static void put_object(Buf *b, const Entry *e)
{
    buf_put(b, S("  {"));
    put_place(b, e->m.at);
    buf_format(b, ", \"level\": \"%s\", \"code\": \"%s\", \"text\": ", level_names[diag_level(e->m.code)],
        diag_name(e->m.code));
    put_json(b, str_of(diag_text(e->m.code)));
    buf_put(b, S(", \"detail\": "));
    put_json(b, e->m.text);
    buf_put(b, S(", \"remedy\": "));
    put_json(b, str_of(diag_remedy(e->m.code)));
    put_notes(b, e->notes);
    buf_byte(b, '}');
}

void diag_json(const Diag *d, Buf *b)
{
    buf_put(b, S("[\n"));
    for (ptrdiff_t i = 0; i < d->count; i++) {
        put_object(b, d->entries[i]);
        buf_put(b, i + 1 < d->count ? S(",\n") : S("\n"));
    }
    buf_put(b, S("]\n"));
}

/* A path as a relative URI reference (RFC 3986). */
static void put_uri(Buf *b, Str path)
{
    buf_byte(b, '"');
    for (ptrdiff_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.s[i];
        bool plain = (c < 0x80 && (uni_is_letter(c) || uni_is_digit(c))) || (c && strchr("-._~/", c));
        if (plain)
            buf_byte(b, (char)c);
        else
            buf_format(b, "%%%02X", (unsigned)c);
    }
    buf_byte(b, '"');
}

static void put_location(Buf *b, Where at)
{
    buf_put(b, S("{\"physicalLocation\": {\"artifactLocation\": {\"uri\": "));
    put_uri(b, at.file);
    buf_byte(b, '}');
    if (at.line)
        buf_format(b, ", \"region\": {\"startLine\": %d", at.line);
    if (at.line && at.col)
        buf_format(b, ", \"startColumn\": %d", at.col);
    buf_put(b, at.line ? S("}}}") : S("}}"));
}

static void put_rule(Buf *b, DiagCode code)
{
    buf_format(b, "      {\"id\": \"%s\", \"shortDescription\": {\"text\": ", diag_name(code));
    put_json(b, str_of(diag_text(code)));
    buf_put(b, S("}, \"help\": {\"text\": "));
    put_json(b, str_of(diag_remedy(code)));
    buf_put(b, (int)code + 1 < DIAG_MAX ? S("}},\n") : S("}}\n"));
}

static void put_result(Arena *a, Buf *b, const Entry *e)
{
    static const char *const levels[] = {"note", "warning", "error"};
    const Message *m = &e->m;
    buf_format(b, "    {\"ruleId\": \"%s\", \"ruleIndex\": %d, \"level\": \"%s\", \"message\": {\"text\": ",
        diag_name(m->code), (int)m->code, levels[diag_level(m->code)]);
    put_json(b, str_format(a, "%s%s%.*s", diag_text(m->code), m->text.n ? ": " : "", STR(m->text)));
    buf_byte(b, '}');
    if (m->at.file.n) {
        buf_put(b, S(", \"locations\": ["));
        put_location(b, m->at);
        buf_byte(b, ']');
    }
    for (const Note *n = e->notes; n; n = n->next) {
        buf_put(b, n == e->notes ? S(", \"relatedLocations\": [") : S(", "));
        put_location(b, n->at);
        b->n--;                                                    /* its closing brace comes after the text */
        buf_put(b, S(", \"message\": {\"text\": "));
        put_json(b, n->text);
        buf_put(b, n->next ? S("}}") : S("}}]"));
    }
    buf_byte(b, '}');
}

void diag_sarif(const Diag *d, Buf *b, Str version)
{
    buf_put(b, S("{\"version\": \"2.1.0\",\n"
                 "\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                 "\"runs\": [{\n"
                 "  \"columnKind\": \"unicodeCodePoints\",\n"
                 "  \"tool\": {\"driver\": {\"name\": \"Catchword\", \"version\": "));
    put_json(b, version);
    buf_put(b, S(", \"rules\": [\n"));
    for (int i = 0; i < DIAG_MAX; i++)
        put_rule(b, (DiagCode)i);
    buf_put(b, S("    ]}},\n  \"results\": [\n"));
    for (ptrdiff_t i = 0; i < d->count; i++) {
        put_result(d->a, b, d->entries[i]);
        buf_put(b, i + 1 < d->count ? S(",\n") : S("\n"));
    }
    buf_put(b, S("  ]\n}]}\n"));
}

/* ---- the machine's fault ---- */

void die(const char *fmt, ...)
{
    va_list ap;
    fputs("catchword: fatal: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    out_discard();
    exit(3);
}
