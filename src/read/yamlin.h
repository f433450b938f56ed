/* yamlin.h - what is known of any book.yaml: the value tree of yaml.c and the checks of single facts of fact.c. */
#ifndef YAMLIN_H
#define YAMLIN_H
#include "base/base.h"

/* ---- yaml.c: a small, bounded part of YAML 1.1 as a tree.  Scalars keep their characters: nothing is guessed to be
   a number, a date or a truth value.  A plain `~`, `null` or nothing at all is VALUE_EMPTY. */
typedef enum { VALUE_EMPTY, VALUE_TEXT, VALUE_LIST, VALUE_MAP } ValueKind;
typedef struct Value Value;
struct Value {
    ValueKind kind;
    Str text, key;                                                 /* key: the value's name in its map */
    Where at, key_at;
    Value *first, *last, *next;
    int count;                                                     /* children */
};
/* NULL after a message about form; a key that stands twice in a map is said, and its first value holds. */
const Value *yaml_read(Arena *, Str bytes, Str file, Diag *);

/* ---- fact.c: each says whether a value has the form that the fact must have. */
bool fact_is_date(Str);                                            /* 1937, 1937-01, 1937-01-23 (ISO 8601, real days) */
bool fact_is_span(Str);                                            /* a date or two with a slash between */
bool fact_is_moment(Str);                                          /* a date, or 1937-01-23T12:00:00Z */
Str  fact_moment(Arena *, Str date);               /* the full form of either, at midnight UTC where no time is given */
Str  fact_epoch(Arena *, int64_t seconds);                         /* seconds since 1970 as such a moment */
bool fact_is_lang(Str);                                            /* the shape of a BCP 47 tag */
bool fact_is_role(Str);                                            /* a MARC relator code */
bool fact_is_uri(Str);                                             /* scheme:something; a urn:uuid has its 32 digits */
bool fact_is_key(Str);                                             /* [a-z][a-z0-9]*, at most 32 */
bool fact_is_name(Str);                                            /* [a-z][a-z0-9-]*, at most 32 */
bool fact_is_sha256(Str);
bool fact_like_isbn(Str);                                          /* meant as an ISBN, right or wrong */
Str  fact_isbn(Arena *, Str);                                  /* its 13 digits; empty where the check digit is wrong */
bool fact_in(Str word, const char *words);                         /* one of these words, parted by blanks */
int  fact_distance(Str, Str);                                      /* edits from one to the other; for "did you mean" */
#endif
