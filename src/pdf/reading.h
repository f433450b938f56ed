/* reading.h - what the files share that read a finished PDF again: values, objects, fonts.  They take any PDF whose
   streams are plain or FlateDecode, believe none of its numbers, and know nothing of the writer in this room. */
#ifndef PDF_READING_H
#define PDF_READING_H
#include "pdf/pdf.h"

/* ---- values (parse.c): ISO 32000-1, 7.3.  number: thousandths; of a reference the object's number, not times 1000.
   A dictionary is a list of keys (names) and values in turn. */
typedef enum { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_NAME, VALUE_STRING, VALUE_ARRAY, VALUE_DICT, VALUE_REF,
               VALUE_WORD } ValueKind;                             /* a word: an operator or keyword; empty: the end */
typedef struct Value Value;
struct Value { ValueKind kind; int64_t number; Str s; Value *items; ptrdiff_t n; };
typedef struct { Arena *a; Str s; ptrdiff_t at; int depth; bool refs; } Parser;   /* refs: `12 0 R` is one value */
Value parse_value(Parser *);
const Value *value_get(const Value *dict, const char *key);        /* as it stands; a null where missing */
bool value_is(const Value *, const char *name);                    /* is it this name? */
Str  value_text(Arena *, Str);                                     /* a text string (7.9.2.2) as UTF-8 */
void value_utf16(Buf *, Str);                                      /* UTF-16BE, appended as UTF-8 */

/* ---- objects (recall.c): 7.5; through tables and streams of cross references, in object streams, too */
typedef struct Recall Recall;
Recall *recall_open(Arena *, Str file, Str *fault);                /* NULL and a fault: not to be read */
const Value *recall_trailer(const Recall *);
const Value *recall(Recall *, const Value *);               /* a reference followed to its end; else the value itself */
const Value *recall_get(Recall *, const Value *dict, const char *key);   /* a value of a dictionary, followed */
Str  recall_stream(Recall *, Arena *, const Value *ref);           /* its decoded bytes; empty where there are none */

/* ---- fonts (cast.c) */
typedef struct {
    Str *texts; ptrdiff_t n;
    Str *glyphs;                                              /* 256 glyph names of a simple font, by code; else NULL */
    int look, number;                                              /* look: HEARD_… */
    Str name;
    bool wide;
} ReadFont;
ReadFont *cast_read(Recall *, Arena *, const Value *ref);
#endif
