/* configin.h - what the files that read book.yaml share: the reader, its fields, its values. */
#ifndef CONFIGIN_H
#define CONFIGIN_H
#include "read/read.h"
#include "read/yamlin.h"

typedef struct { Arena *a; Diag *d; Config *c; Table *keys; } Reader;   /* keys: of parts -> the Value that gave it */
typedef enum { IN_BOOK, IN_PERSON, IN_SERIES, IN_IDS, IN_PART, IN_RIGHTS, IN_NOTES, IN_PRINT, IN_COVER } Group;

/* ---- field.c: the schema, one row a field.  `read` checks the value and puts it at `at` bytes into the struct of its
   group, `to`: Config, Contributor or Part; `words` are the only values that a word may have, or the most of a
   length. */
typedef struct Field Field;
typedef void FieldRead(Reader *, const Value *, const Field *, void *to);
struct Field { Group in; const char *name; FieldRead *read; size_t at; bool needed; const char *words; };
void  field_map(Reader *, const Value *map, Group, void *to);      /* all of them; says what is unknown or missing */
void *field_slot(const Field *, void *to);                         /* where in `to` its value belongs */

/* ---- value.c: single values.  What has not the form that is asked for is said. */
void value_bad(Reader *, const Value *, const char *why);          /* says that the value does not fit its field */
const Value *value_child(const Value *map, const char *name);      /* NULL: not there */
bool value_given(const Value *map, const char *name);              /* there, and not empty */
bool value_is_map(Reader *, const Value *);                        /* false after a message */
bool value_is_list(Reader *, const Value *);
Str  value_plain(Reader *, const Value *);                         /* one line; empty after a message */
bool value_word_of(Reader *, const Value *, const Field *, Str *); /* one of the field's words; false after a message */
/* Puts what is `right`; `why` is the message for what is not. */
void value_checked(Reader *, const Value *, const Field *, void *to, bool (*right)(Str), const char *why);
FieldRead value_line, value_word, value_date, value_span, value_moment, value_lang, value_design, value_role,
    value_kind, value_status, value_inside, value_name, value_placed, value_length, value_spine, value_yes,
    value_identifier, value_edition_id;

/* ---- group.c: lists and maps within the book */
FieldRead group_subjects, group_epub_fonts, group_thema, group_people, group_series, group_terms, group_editions,
    group_apparatus, group_ids, group_notes, group_print, group_cover;

/* ---- part.c: front, parts and back, and what only a part has */
FieldRead part_list, part_key, part_file, part_sha, part_rights;
#endif
