/* field.c - a map of book.yaml in, the struct of its group filled out: the schema, one row a field.
   manuscript/handbook/book-yaml.md describes the same fields to authors. */
#include "read/configin.h"

#define COVER_INKS "night wine pine slate umber plum"
#define NOTE_PLACES "end chapter foot signs"
static const Field schema[] = {
#define BOOK(name, read, member, needed, words) {IN_BOOK, name, read, offsetof(Config, member), needed, words}
    BOOK("title", value_line, title, true, NULL),
    BOOK("subtitle", value_line, subtitle, false, NULL),
    BOOK("short-title", value_line, short_title, false, NULL),
    BOOK("language", value_lang, lang, true, NULL),
    BOOK("identifier", value_identifier, identifier, true, NULL),
    BOOK("identifiers", group_ids, ids, false, NULL),
    BOOK("contributors", group_people, people, false, NULL),
    BOOK("publisher", value_line, publisher, false, NULL),
    BOOK("place", value_line, place, false, NULL),
    BOOK("date", value_date, date, true, NULL),
    BOOK("modified", value_moment, modified, false, NULL),
    BOOK("edition", value_line, edition, false, NULL),
    BOOK("printing", value_line, printing, false, NULL),
    BOOK("address", value_line, address, false, NULL),
    BOOK("reservation", value_line, reservation, false, NULL),
    BOOK("typefaces", value_line, typefaces, false, NULL),
    BOOK("rights", value_line, rights, false, NULL),
    BOOK("description", value_line, description, false, NULL),
    BOOK("subjects", group_subjects, subjects, false, NULL),
    BOOK("thema", group_thema, thema, false, NULL),
    BOOK("series", group_series, series, false, NULL),
    BOOK("kind", value_kind, anthology, false, "book anthology"),
    BOOK("front", part_list, front, false, NULL),
    BOOK("parts", part_list, parts, true, NULL),
    BOOK("back", part_list, back, false, NULL),
    BOOK("design", value_design, design, false, NULL),
    BOOK("notes", group_notes, notes_place, false, NOTE_PLACES),
    BOOK("editions", group_editions, want_epub, false, "epub archive print tei web onix cover bag"),
    BOOK("apparatus", group_apparatus, apparatus, false, "texts emendations concordance parallels ledger index"),
    BOOK("terms", group_terms, terms, false, NULL),
    BOOK("cover", group_cover, cover, false, NULL),
    BOOK("print", group_print, title, false, NULL),
    BOOK("certified-by", value_placed, certified_by, false, NULL),
    BOOK("epub-fonts", group_epub_fonts, epub_fonts, false, NULL),
    BOOK("page-source", value_word, page_source, false, "source-of pageBreakSource"),
#define PERSON(name, read, member, needed, words) {IN_PERSON, name, read, offsetof(Contributor, member), needed, words}
    PERSON("name", value_line, name, true, NULL),
    PERSON("role", value_role, role, true, NULL),
    PERSON("file-as", value_line, file_as, false, NULL),
    PERSON("kind", value_kind, organisation, false, "person organisation"),
    {IN_SERIES, "title", value_line, offsetof(Config, series), true, NULL},
    {IN_SERIES, "number", value_line, offsetof(Config, series_number), false, NULL},
    {IN_IDS, "epub", value_edition_id, 0, false, NULL},
    {IN_IDS, "print", value_edition_id, 0, false, NULL},
    {IN_IDS, "archive", value_edition_id, 0, false, NULL},
#define PART(name, read, member, needed, words) {IN_PART, name, read, offsetof(Part, member), needed, words}
    PART("key", part_key, key, true, NULL),
    PART("file", part_file, file, true, NULL),
    PART("sha256", part_sha, sha256, false, NULL),
    PART("marks", value_inside, marks, false, NULL),
    PART("notes", value_inside, notes, false, NULL),
    PART("headnote", value_inside, headnote, false, NULL),
    PART("title", value_line, title, false, NULL),
    PART("short-title", value_line, short_title, false, NULL),
    PART("author", value_line, author, false, NULL),
    PART("date", value_span, date, false, NULL),
    PART("language", value_lang, lang, false, NULL),
    PART("kind", value_word, kind_name, false,
        "text chapter part dedication epigraph foreword preface acknowledgements introduction headnote abbreviations "
        "afterword appendix chronology glossary bibliography index colophon"),
    PART("origin", value_line, origin, false, NULL),
    PART("rights", part_rights, rights, false, NULL),
    {IN_NOTES, "author", value_word, offsetof(Config, notes_place), false, NOTE_PLACES},
    {IN_NOTES, "editor", value_word, offsetof(Config, editor_notes), false, NOTE_PLACES},
#define PRINT(name, read, member, words) {IN_PRINT, name, read, offsetof(Config, print.member), false, words}
    PRINT("vendor", value_name, vendor, NULL),
    PRINT("paper", value_name, paper, NULL),
    PRINT("gutter", value_length, gutter, "100mm"),
    PRINT("bleed", value_length, bleed, "25mm"),
    PRINT("spine", value_spine, spine, "200mm"),
    PRINT("profile", value_word, profile, "x1a x3"),
    PRINT("condition", value_placed, condition, NULL),
    PRINT("marks", value_yes, marks, "yes no"),
    {IN_COVER, "art", value_inside, offsetof(Config, cover_art), false, NULL},
    {IN_COVER, "ink", value_word, offsetof(Config, cover_ink), false, COVER_INKS},
    {IN_RIGHTS, "statement", value_line, offsetof(Part, rights), true, NULL},
    {IN_RIGHTS, "holder", value_line, offsetof(Part, holder), false, NULL},
    {IN_RIGHTS, "status", value_status, offsetof(Part, cleared), true, "cleared uncleared"},
};
enum { FIELDS = sizeof schema / sizeof *schema };

void *field_slot(const Field *f, void *to) { return (char *)to + f->at; }

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

void field_map(Reader *r, const Value *map, Group g, void *to)
{
    for (const Value *v = map->first; v; v = v->next) {
        const Field *f = find_field(g, v->key);
        if (!f)
            unknown(r, v, g);
        else if (v->kind != VALUE_EMPTY)
            f->read(r, v, f, to);
    }
    for (int i = 0; i < FIELDS; i++) {
        const Value *v = schema[i].in == g && schema[i].needed ? value_child(map, schema[i].name) : map;
        if (!v || v->kind == VALUE_EMPTY)
            diag(r->d, CONFIG_MISSING_FIELD, v ? v->key_at : map->at, v ? "'%s' has no value" : "'%s'", schema[i].name);
    }
}
