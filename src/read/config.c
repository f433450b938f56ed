#include "read/read.h"
#include "read/yamlin.h"
#include "type/type.h"

#include <stdlib.h>

/* ---- the schema of book.yaml: one row a field.  `read` checks the value and puts it at `at` bytes into the struct of
   its group; `words` are the only values that a word may have.
   manuscript/handbook/book-yaml.md describes the same fields to authors. */
typedef enum { IN_BOOK, IN_PERSON, IN_SERIES, IN_IDS, IN_PART, IN_RIGHTS, IN_NOTES, IN_PRINT, IN_COVER } Group;
typedef struct Field Field;
typedef struct { Arena *a; Diag *d; Config *c; Table *keys; } Reader;
typedef void FieldRead(Reader *, const Value *, const Field *, void *to);
struct Field { Group in; const char *name; FieldRead *read; size_t at; bool needed; const char *words; };

static FieldRead line, word, date, span, moment, lang, main_id, edition_id, role, key, inside, subjects, thema,
    epub_fonts, people, series,
    ids, parts, rights, editions, apparatus, terms, notes, book_kind, design, part_file, part_sha, status,
    print, name, length, spine, yes, cover;

#define COVER_INKS "night wine pine slate umber plum"
#define NOTE_PLACES "end chapter foot signs"
static const Field schema[] = {
#define BOOK(name, read, member, needed, words) {IN_BOOK, name, read, offsetof(Config, member), needed, words}
    BOOK("title", line, title, true, NULL),
    BOOK("subtitle", line, subtitle, false, NULL),
    BOOK("short-title", line, short_title, false, NULL),
    BOOK("language", lang, lang, true, NULL),
    BOOK("identifier", main_id, identifier, true, NULL),
    BOOK("identifiers", ids, ids, false, NULL),
    BOOK("contributors", people, people, false, NULL),
    BOOK("publisher", line, publisher, false, NULL),
    BOOK("place", line, place, false, NULL),
    BOOK("date", date, date, true, NULL),
    BOOK("modified", moment, modified, false, NULL),
    BOOK("edition", line, edition, false, NULL),
    BOOK("rights", line, rights, false, NULL),
    BOOK("description", line, description, false, NULL),
    BOOK("subjects", subjects, subjects, false, NULL),
    BOOK("thema", thema, thema, false, NULL),
    BOOK("series", series, series, false, NULL),
    BOOK("kind", book_kind, anthology, false, "book anthology"),
    BOOK("front", parts, front, false, NULL),
    BOOK("parts", parts, parts, true, NULL),
    BOOK("back", parts, back, false, NULL),
    BOOK("design", design, design, false, NULL),
    BOOK("notes", notes, notes_place, false, NOTE_PLACES),
    BOOK("editions", editions, want_epub, false, "epub archive print tei web onix cover bag"),
    BOOK("apparatus", apparatus, apparatus, false, "texts emendations concordance parallels ledger index"),
    BOOK("terms", terms, terms, false, NULL),
    BOOK("cover", cover, cover, false, NULL),
    BOOK("print", print, title, false, NULL),
    BOOK("certified-by", line, certified_by, false, NULL),
    BOOK("epub-fonts", epub_fonts, epub_fonts, false, NULL),
    BOOK("page-source", word, page_source, false, "source-of pageBreakSource"),
#define PERSON(name, read, member, needed, words) {IN_PERSON, name, read, offsetof(Contributor, member), needed, words}
    PERSON("name", line, name, true, NULL),
    PERSON("role", role, role, true, NULL),
    PERSON("file-as", line, file_as, false, NULL),
    {IN_SERIES, "title", line, offsetof(Config, series), true, NULL},
    {IN_SERIES, "number", line, offsetof(Config, series_number), false, NULL},
    {IN_IDS, "epub", edition_id, 0, false, NULL},
    {IN_IDS, "print", edition_id, 0, false, NULL},
    {IN_IDS, "archive", edition_id, 0, false, NULL},
#define PART(name, read, member, needed, words) {IN_PART, name, read, offsetof(Part, member), needed, words}
    PART("key", key, key, true, NULL),
    PART("file", part_file, file, true, NULL),
    PART("sha256", part_sha, sha256, false, NULL),
    PART("marks", inside, marks, false, NULL),
    PART("notes", inside, notes, false, NULL),
    PART("headnote", inside, headnote, false, NULL),
    PART("title", line, title, false, NULL),
    PART("short-title", line, short_title, false, NULL),
    PART("author", line, author, false, NULL),
    PART("date", span, date, false, NULL),
    PART("language", lang, lang, false, NULL),
    PART("kind", word, kind_name, false,
        "text chapter part dedication epigraph foreword preface acknowledgements introduction headnote abbreviations "
        "afterword appendix chronology glossary bibliography index colophon"),
    PART("origin", line, origin, false, NULL),
    PART("rights", rights, rights, false, NULL),
    {IN_NOTES, "author", word, offsetof(Config, notes_place), false, NOTE_PLACES},
    {IN_NOTES, "editor", word, offsetof(Config, editor_notes), false, NOTE_PLACES},
#define PRINT(name, read, member, words) {IN_PRINT, name, read, offsetof(Config, print.member), false, words}
    PRINT("vendor", name, vendor, NULL),
    PRINT("paper", name, paper, NULL),
    PRINT("gutter", length, gutter, NULL),
    PRINT("bleed", length, bleed, NULL),
    PRINT("spine", spine, spine, NULL),
    PRINT("profile", word, profile, "x1a x3"),
    PRINT("condition", line, condition, NULL),
    PRINT("marks", yes, marks, "yes no"),
    {IN_COVER, "art", inside, offsetof(Config, cover_art), false, NULL},
    {IN_COVER, "ink", word, offsetof(Config, cover_ink), false, COVER_INKS},
    {IN_RIGHTS, "statement", line, offsetof(Part, rights), true, NULL},
    {IN_RIGHTS, "holder", line, offsetof(Part, holder), false, NULL},
    {IN_RIGHTS, "status", status, offsetof(Part, cleared), true, "cleared uncleared"},
};
enum { FIELDS = sizeof schema / sizeof *schema };

/* ---- one map against the fields of its group ---- */

static void *slot(const Field *f, void *to) { return (char *)to + f->at; }

static void bad(Reader *r, const Value *v, const char *why)
{
    bool shown = v->kind == VALUE_TEXT && v->text.n <= 80;
    Str text = shown ? v->text : S("");
    diag(r->d, CONFIG_BAD_VALUE, v->at, "'%.*s'%s%.*s%s %s", STR(v->key), shown ? " is '" : "", STR(text),
        shown ? "':" : "", why);
}

static const Field *find_field(Group g, Str name)
{
    for (int i = 0; i < FIELDS; i++)
        if (schema[i].in == g && str_eq(str_of(schema[i].name), name))
            return &schema[i];
    return NULL;
}

static void unknown(Reader *r, const Value *v, Group g)
{
    const char *nearest = NULL;
    int least = 3;
    for (int i = 0; i < FIELDS; i++) {
        int n = schema[i].in == g ? fact_distance(v->key, str_of(schema[i].name)) : 99;
        if (n < least)
            least = n, nearest = schema[i].name;
    }
    if (nearest)
        diag(r->d, CONFIG_UNKNOWN_FIELD, v->key_at, "'%.*s'; is '%s' meant?", STR(v->key), nearest);
    else
        diag(r->d, CONFIG_UNKNOWN_FIELD, v->key_at, "'%.*s'", STR(v->key));
}

static const Value *child(const Value *map, const char *name)
{
    for (const Value *v = map->first; v; v = v->next)
        if (str_eq(v->key, str_of(name)))
            return v;
    return NULL;
}

static bool given(const Value *map, const char *name)
{
    const Value *v = child(map, name);
    return v && v->kind != VALUE_EMPTY;
}

static void read_map(Reader *r, const Value *map, Group g, void *to)
{
    for (const Value *v = map->first; v; v = v->next) {
        const Field *f = find_field(g, v->key);
        if (!f)
            unknown(r, v, g);
        else if (v->kind != VALUE_EMPTY)
            f->read(r, v, f, to);
    }
    for (int i = 0; i < FIELDS; i++) {
        const Value *v = schema[i].in == g && schema[i].needed ? child(map, schema[i].name) : map;
        if (!v || v->kind == VALUE_EMPTY)
            diag(r->d, CONFIG_MISSING_FIELD, v ? v->key_at : map->at, v ? "'%s' has no value" : "'%s'", schema[i].name);
    }
}

static bool is_map(Reader *r, const Value *v)
{
    if (v->kind != VALUE_MAP)
        bad(r, v, "this must be a group of fields, each 'name: value'");
    return v->kind == VALUE_MAP;
}

static bool is_list(Reader *r, const Value *v)
{
    if (v->kind != VALUE_LIST)
        bad(r, v, "this must be a list, each entry after '- '");
    return v->kind == VALUE_LIST;
}

/* ---- single values ---- */

/* One line, whatever way it was folded. */
static Str plain(Reader *r, const Value *v)
{
    if (v->kind != VALUE_TEXT) {
        bad(r, v, "this must be a single value");
        return (Str){0};
    }
    for (ptrdiff_t at = 0; at < v->text.n;)
        if (uni_is_control(utf8_next(v->text, &at))) {
            bad(r, v, "a control character is in it");
            return (Str){0};
        }
    Str s = uni_space(r->a, v->text);
    if (s.n == 0)
        bad(r, v, "nothing but blanks is in it");
    return s;
}

static void line(Reader *r, const Value *v, const Field *f, void *to)
{
    *(Str *)slot(f, to) = plain(r, v);
}

static void checked(Reader *r, const Value *v, const Field *f, void *to, bool (*right)(Str), const char *why)
{
    Str s = plain(r, v);
    if (s.n && right(s))
        *(Str *)slot(f, to) = s;
    else if (s.n)
        bad(r, v, why);
}

static void date(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_date, "a date is 1937, 1937-01 or 1937-01-23");
}

static void span(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_span, "a date is 1937, 1937-01 or 1937-01-23, or two of them as in 1936/1938");
}

static void moment(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_moment, "a moment is a date or 1937-01-23T12:00:00Z");
}

static void lang(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_lang, "a language is a BCP 47 tag such as en, de-AT or zh-Hant");
}

static void design(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_name, "a design is named by small letters, digits and hyphens");
}

static void role(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_role, "a role is a MARC relator code such as aut, edt, trl or ill");
}

static bool word_of(Reader *r, const Value *v, const Field *f, Str *s)
{
    *s = plain(r, v);
    if (s->n == 0 || fact_in(*s, f->words))
        return s->n > 0;
    bad(r, v, str_z(r->a, str_format(r->a, "the choice is: %s", f->words)));
    return false;
}

static void word(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    if (word_of(r, v, f, &s))
        *(Str *)slot(f, to) = s;
}

/* One place for all notes, or one for each of the two voices. */
static void notes(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    if (v->kind == VALUE_MAP) {
        read_map(r, v, IN_NOTES, c);
        return;
    }
    word(r, v, f, to);
    c->editor_notes = c->notes_place;
}

static void book_kind(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    if (word_of(r, v, f, &s))
        *(bool *)slot(f, to) = str_eq(s, S("anthology"));
}

static void status(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    *(bool *)slot(f, to) = word_of(r, v, f, &s) && str_eq(s, S("cleared"));
}

static void inside(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = plain(r, v);
    if (s.n && path_is_inside(s))
        *(Str *)slot(f, to) = s;
    else if (s.n)
        diag(r->d, PATH_OUTSIDE, v->at, "'%.*s' is '%.*s'", STR(v->key), STR(s));
}

static void editions(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    bool *wants[] = {&c->want_epub, &c->want_archive, &c->want_print, &c->want_tei, &c->want_web, &c->want_onix,
        &c->want_cover, &c->want_bag};
    const char *names[] = {"epub", "archive", "print", "tei", "web", "onix", "cover", "bag"};
    enum { EDITIONS = sizeof names / sizeof *names };
    if (!is_list(r, v))
        return;
    for (int i = 0; i < EDITIONS; i++)
        *wants[i] = false;
    for (Value *e = v->first; e; e = e->next) {
        Str s;
        e->key = v->key;
        if (!word_of(r, e, f, &s))
            continue;
        for (int i = 0; i < EDITIONS; i++)
            *wants[i] |= str_eq(s, str_of(names[i]));
    }
}

/* Each word of the list is a bit, in the order of the words. */
static void apparatus(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    if (!is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        Str s, rest = str_of(f->words);
        e->key = v->key;
        if (!word_of(r, e, f, &s))
            continue;
        for (unsigned bit = 1; rest.n > 0; bit <<= 1) {
            Cut k = str_cut(rest, ' ');
            c->apparatus |= str_eq(k.head, s) ? bit : 0;
            rest = k.tail;
        }
    }
}

/* ---- the press and the cover ---- */

static void name(Reader *r, const Value *v, const Field *f, void *to)
{
    checked(r, v, f, to, fact_is_name, "a name is written in small letters, digits and hyphens");
    Config *c = to;
    *(f->at == offsetof(Config, print.vendor) ? &c->print.vendor_at : &c->print.paper_at) = v->at;
}

static void length(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = plain(r, v);
    Length l = length_read(s);
    if (l.ok)
        *(Sp *)slot(f, to) = l.value;
    else if (s.n)
        bad(r, v, "a length is 12mm, 0.5in or 36pt");
    if (f->at == offsetof(Config, print.gutter))
        ((Config *)to)->print.gutter_at = v->at;
}

static void spine(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    c->print.spine_at = v->at;
    c->print.reckoned = v->kind == VALUE_TEXT && str_eq(v->text, S("reckoned"));
    if (!c->print.reckoned)
        length(r, v, f, to);
}

static void yes(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    *(bool *)slot(f, to) = word_of(r, v, f, &s) && str_eq(s, S("yes"));
}

static void print(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    ((Config *)to)->print.at = v->key_at;
    if (is_map(r, v))
        read_map(r, v, IN_PRINT, to);
}

/* A finished front, or what one is to be made of. */
static void cover(Reader *r, const Value *v, const Field *f, void *to)
{
    if (v->kind == VALUE_MAP)
        read_map(r, v, IN_COVER, to);
    else
        inside(r, v, f, to);
}

static int words_of_list(Reader *, const Value *, Str **);

static void terms(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    Str *names;
    int n = words_of_list(r, v, &names), i = 0;
    c->terms = new(r->a, TermsFile, n + 1);
    for (const Value *e = v->first; e && i < n; e = e->next, i++) {
        if (path_is_inside(names[i]))
            c->terms[c->nterms++] = (TermsFile){names[i], e->at};
        else
            diag(r->d, PATH_OUTSIDE, e->at, "'%.*s' is '%.*s'", STR(v->key), STR(names[i]));
    }
}

/* ---- identifiers ---- */

/* An ISBN becomes its 13 digits; anything else must be a URI. */
static Str identifier(Reader *r, const Value *v)
{
    Str s = plain(r, v), digits = fact_like_isbn(s) ? fact_isbn(r->a, s) : (Str){0};
    if (s.n == 0 || digits.n)
        return digits;
    if (fact_like_isbn(s))
        bad(r, v, "the check digit or the number of digits of an ISBN is wrong");
    else if (fact_is_uri(s))
        return s;
    else
        bad(r, v, "an identifier is an ISBN or a URI such as urn:uuid:…");
    return (Str){0};
}

static void main_id(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = identifier(r, v);
    if (s.n)
        *(Str *)slot(f, to) = fact_like_isbn(s) ? str_format(r->a, "urn:isbn:%.*s", STR(s)) : s;
}

static void edition_id(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    Str s = identifier(r, v);
    for (int i = 0; i < c->nids; i++)
        if (s.n && str_eq(c->ids[i].id, s)) {
            bad(r, v, "another edition has it already");
            return;
        }
    if (s.n)
        c->ids[c->nids++] = (Identifier){v->key, s, v->at};
}

static void ids(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->ids = new(r->a, Identifier, v->count);
    if (is_map(r, v))
        read_map(r, v, IN_IDS, c);
}

/* ---- lists and groups ---- */

static int words_of_list(Reader *r, const Value *v, Str **words)
{
    int n = 0;
    *words = new(r->a, Str, v->count);
    if (!is_list(r, v))
        return 0;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        Str s = plain(r, e);
        if (s.n)
            (*words)[n++] = s;
    }
    return n;
}

static void subjects(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nsubjects = words_of_list(r, v, &c->subjects);
}

static void epub_fonts(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nepub_fonts = words_of_list(r, v, &c->epub_fonts);
}

/* Thema: a capital letter for the category, then capitals and digits; qualifiers begin with a digit. */
static void thema(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nthema = words_of_list(r, v, &c->thema);
    for (int i = 0; i < c->nthema; i++)
        for (ptrdiff_t k = 0; k < c->thema[i].n; k++) {
            char at = c->thema[i].s[k];
            if ((at >= 'A' && at <= 'Z') || (at >= '0' && at <= '9') || at == '-')
                continue;
            diag(r->d, CONFIG_BAD_VALUE, v->at, "'%.*s' is no Thema code", STR(c->thema[i]));
            break;
        }
}

static void people(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->people = new(r->a, Contributor, v->count);
    if (!is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        if (!is_map(r, e))
            continue;
        Contributor *p = &c->people[c->npeople];
        p->at = e->at;
        read_map(r, e, IN_PERSON, p);
        c->npeople += p->name.n && p->role.n;
    }
}

static void series(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    if (is_map(r, v))
        read_map(r, v, IN_SERIES, to);
}

/* ---- parts ---- */

static void key(Reader *r, const Value *v, const Field *f, void *to)
{
    Part *p = to;
    checked(r, v, f, to, fact_is_key, "a key is a small letter, then small letters and digits, at most 32");
    const Value *former = p->key.n ? table_find(r->keys, p->key) : NULL;
    if (former) {
        diag(r->d, KEY_DUPLICATE, v->at, "'%.*s'", STR(p->key));
        diag_note(r->d, former->at, "the first part with this key");
    } else if (p->key.n) {
        table_put(r->keys, p->key, (void *)(uintptr_t)v);
    }
}

static void part_file(Reader *r, const Value *v, const Field *f, void *to)
{
    ((Part *)to)->file_at = v->at;
    inside(r, v, f, to);
}

static void part_sha(Reader *r, const Value *v, const Field *f, void *to)
{
    ((Part *)to)->sha_at = v->at;
    checked(r, v, f, to, fact_is_sha256, "a SHA-256 is 64 digits from 0 to 9 and a to f");
}

static void rights(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    if (is_map(r, v))
        read_map(r, v, IN_RIGHTS, to);
}

/* Markdown has its structure in itself; a raw text has it in marks, and its digest makes it evidence. */
static void settle_kind(Reader *r, const Value *v, Part *p)
{
    if (p->file.n == 0)
        return;
    p->kind = str_ends(p->file, S(".md")) ? PART_MARKDOWN : PART_RAW;
    if (p->kind == PART_RAW && !given(v, "sha256"))
        diag(r->d, CONFIG_MISSING_FIELD, v->at, "'sha256' of '%.*s'", STR(p->file));
    if (p->kind == PART_RAW)
        return;
    if (given(v, "sha256"))
        bad(r, child(v, "sha256"), "only a raw text has a digest");
    if (given(v, "marks"))
        bad(r, child(v, "marks"), "only a raw text has marks");
    if (given(v, "notes"))
        bad(r, child(v, "notes"), "only a raw text has a file of notes; Markdown holds its own");
}

static bool read_part(Reader *r, const Value *v, Part *p)
{
    *p = (Part){.at = v->at, .file_at = v->at, .sha_at = v->at, .cleared = true};
    read_map(r, v, IN_PART, p);
    settle_kind(r, v, p);
    r->c->proof |= !p->cleared;
    if (!p->lang.n)
        p->lang = r->c->lang;
    return p->key.n && p->file.n && (p->kind == PART_MARKDOWN || p->sha256.n);
}

static void parts(Reader *r, const Value *v, const Field *f, void *to)
{
    Part *list = new(r->a, Part, v->count);
    int n = 0;
    if (!is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        if (is_map(r, e))
            n += read_part(r, e, &list[n]);
    }
    if (v->count == 0)
        bad(r, v, "the list is empty");
    Config *c = to;
    *(Part **)slot(f, to) = list;
    *(f->at == offsetof(Config, front) ? &c->nfront : f->at == offsetof(Config, back) ? &c->nback : &c->nparts) = n;
}

/* ---- the book ---- */

static Str folder_name(Arena *a, Str dir)
{
    while (dir.n > 1 && str_ends(dir, S("/")))
        dir.n--;
    Str name = path_base(dir);
    if (name.n && !str_eq(name, S(".")) && !str_eq(name, S("..")))
        return name;
    char *real = realpath(dir.n ? str_z(a, dir) : ".", NULL);
    if (!real)
        return S("book");
    name = str_copy(a, path_base(str_of(real)));
    free(real);
    return name.n ? name : S("book");
}

/* A date of the environment is for builders of packages; what the book says comes first. */
static void settle_modified(Reader *r)
{
    Config *c = r->c;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (c->modified.n) {
        c->modified = fact_moment(r->a, c->modified);
    } else if (epoch && *epoch) {
        Number n = str_number(str_of(epoch));
        if (n.ok && n.value >= 0 && n.value <= 253402300799)
            c->modified = fact_epoch(r->a, n.value);
        else
            diag(r->d, CONFIG_BAD_VALUE, c->at, "SOURCE_DATE_EPOCH is '%s': it must be seconds since 1970", epoch);
    }
    if (!c->modified.n)
        c->modified = fact_moment(r->a, c->date);
}

/* The language first: parts that say none have the book's. */
static void read_book(Reader *r, const Value *v)
{
    const Value *said = child(v, "language");
    if (said && said->kind == VALUE_TEXT && fact_is_lang(str_trim(said->text)))
        r->c->lang = str_trim(said->text);
    read_map(r, v, IN_BOOK, r->c);
}

const Config *config_read(Arena *a, Str dir, Diag *d)
{
    Config *c = new(a, Config, 1);
    Str path = path_join(a, dir, S("book.yaml"));
    Where at = {.file = path};
    *c = (Config){.dir = dir, .name = folder_name(a, dir), .at = at, .lang = S("en"), .design = S("default"),
        .page_source = S("source-of"), .want_epub = true, .want_archive = true,
        .want_print = true, .want_tei = true};
    Reader r = {a, d, c, table_new(a)};
    Loaded file = file_load(a, path, d, at);
    const Value *v = file.ok ? yaml_read(a, file.bytes, path, d) : NULL;
    if (v && v->kind == VALUE_MAP)
        read_book(&r, v);
    else if (v)
        diag(d, YAML_SYNTAX, v->at, "book.yaml must be a list of fields, each 'name: value'");
    settle_modified(&r);
    return c;
}
