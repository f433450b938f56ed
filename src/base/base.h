/* base.h - memory, strings, Unicode, files and messages: the words every room speaks.  In: bytes; out: bytes.
   Door to ICU.  Includes nothing of ours. */
#ifndef BASE_H
#define BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- memory (arena.c) ------------------------------------------------------------------------------------------
   Memory lives as long as its arena.  new() returns zeroed memory and never NULL; running out is the machine's
   fault and ends the process through die().  No room ever calls free(). */
typedef struct Arena Arena;
typedef struct { ptrdiff_t depth, used; } Mark;                    /* a point to rewind to */
#define new(a, T, n) ((T *)arena_alloc((a), (ptrdiff_t)sizeof(T), (ptrdiff_t)_Alignof(T), (ptrdiff_t)(n)))
/* heap.c: once, before all else; takes memory from the system in large pieces where the C library can. */
void   heap_prepare(void);
Arena *arena_open(void);
void   arena_close(Arena *);
void  *arena_alloc(Arena *, ptrdiff_t size, ptrdiff_t align, ptrdiff_t n);
#define new_copy(a, T, from, n) \
    ((T *)arena_copy((a), (from), (ptrdiff_t)sizeof(T), (ptrdiff_t)_Alignof(T), (ptrdiff_t)(n)))
void  *arena_copy(Arena *, const void *, ptrdiff_t size, ptrdiff_t align, ptrdiff_t n);   /* n things from there */
/* Grows the newest allocation in place when it lies on top of the arena, else copies it.  The old bytes are gone where
   they were many (64 kB): what has grown large has memory of its own, and gives back what it leaves. */
void  *arena_grow(Arena *, void *old, ptrdiff_t size, ptrdiff_t align, ptrdiff_t had, ptrdiff_t n);
Mark   arena_mark(Arena *);
void   arena_rewind(Arena *, Mark);                                /* all that was allocated since is gone */
ptrdiff_t arena_bytes(const Arena *);                              /* bytes held now, for the bench */

/* ---- strings (str.c) -------------------------------------------------------------------------------------------
   A Str is a piece of somebody else's bytes: passed by value, never freed, not NUL-terminated, UTF-8 after reading. */
typedef struct { const char *s; ptrdiff_t n; } Str;
#define S(lit) ((Str){lit, (ptrdiff_t)sizeof(lit) - 1})
#define STR(x) (int)(x).n, (x).s                                   /* printf("%.*s", STR(x)) */
typedef struct { Str head, tail; bool ok; } Cut;
typedef struct { int64_t value; bool ok; } Number;
Str    str_copy(Arena *, Str);
char  *str_z(Arena *, Str);                                        /* NUL-terminated copy, for foreign doors */
/* vsnprintf that dies where that fails: writes at most `room` bytes, the last of them a NUL, and returns how many it
   would have liked to write before that. */
ptrdiff_t str_print(char *to, ptrdiff_t room, const char *fmt, va_list) __attribute__((format(printf, 3, 0)));
/* integers and strings only: no %f */
Str    str_format(Arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int    str_cmp(Str, Str);                                          /* by bytes, as memcmp; total order */
bool   str_starts(Str, Str prefix);
bool   str_ends(Str, Str suffix);
ptrdiff_t str_find(Str, Str what);                                 /* byte offset of the first hit, or -1 */
Str    str_trim(Str);                                              /* without ASCII white space at both ends */
Cut    str_cut(Str, char at);                                      /* split at the first `at`; ok says it was there */
Cut    str_line(Str);                                              /* head: up to the next LF (LF not included) */
/* Words that begin in it: what stands between blanks, TAB and LF.  in: one goes on from what stood before it. */
ptrdiff_t str_words(Str, bool in);
Number str_number(Str);                                            /* all of it a decimal int64, sign allowed */
uint64_t str_hash(Str);                                            /* FNV-1a 64; stable for ever: ids rest on it */
static inline Str str_of(const char *z)                            /* borrows; NULL gives the empty string */
{
    return z ? (Str){z, (ptrdiff_t)strlen(z)} : S("");
}
static inline bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, (size_t)a.n) == 0);
}
static inline Str str_from(Str s, ptrdiff_t at)                    /* the rest from byte at (clamped) */
{
    ptrdiff_t from = at < 0 ? 0 : at > s.n ? s.n : at;
    return from ? (Str){s.s + from, s.n - from} : s;
}
static inline Str str_sub(Str s, ptrdiff_t at, ptrdiff_t n)        /* n bytes from at (clamped) */
{
    Str rest = str_from(s, at);
    return (Str){rest.s, n < 0 ? 0 : n > rest.n ? rest.n : n};
}

/* A table from strings to pointers, kept in insertion order.  Keys are borrowed. */
typedef struct Table Table;
Table *table_new(Arena *);
void  *table_find(const Table *, Str key);                         /* NULL where it is not */
void  *table_put(Table *, Str key, void *value);                   /* returns the former value or NULL */
ptrdiff_t table_count(const Table *);
void  *table_at(const Table *, ptrdiff_t i, Str *key);             /* the i-th put, in order of insertion */

/* A growing buffer; its bytes live in the arena. */
typedef struct { Arena *a; char *s; ptrdiff_t n, cap; } Buf;
Buf    buf_new(Arena *);
void   buf_put(Buf *, Str);
void   buf_room(Buf *, ptrdiff_t more);                            /* room for so many bytes more, at least */
static inline void buf_byte(Buf *b, char c)
{
    if (b->n == b->cap)
        buf_room(b, 1);
    b->s[b->n++] = c;
}
void   buf_format(Buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));     /* no %f */
void   buf_int(Buf *, int64_t);
Str    buf_str(const Buf *);                                       /* what is in it now; valid until it grows */

/* ---- Unicode (unicode.c, over ICU) -----------------------------------------------------------------------------
   Scalars are Unicode scalar values.  Offsets into a block's reading text count scalars, never bytes. */
#define UNI_NONE 0xFFFFFFFFu
uint32_t  utf8_long(Str, ptrdiff_t *at);                           /* utf8_next where no ASCII stands */
/* scalar at byte *at, which it moves on; UNI_NONE at the end */
static inline uint32_t utf8_next(Str s, ptrdiff_t *at)
{
    if (*at < s.n && (unsigned char)s.s[*at] < 0x80)
        return (unsigned char)s.s[(*at)++];
    ptrdiff_t next = *at;                                          /* that of the caller can stay in a register */
    uint32_t c = utf8_long(s, &next);
    *at = next;
    return c;
}
uint32_t  utf8_last(Str);                                          /* the last scalar; UNI_NONE where there is none */
void      utf8_put(Buf *, uint32_t scalar);
ptrdiff_t utf8_ascii(Str, ptrdiff_t at);                           /* the end of the ASCII from byte at on */
ptrdiff_t utf8_fault(Str);                                     /* byte offset of the first ill-formed sequence, or -1 */
ptrdiff_t utf8_count(Str);                                         /* scalars in it */
ptrdiff_t utf8_byte(Str, ptrdiff_t scalars);                   /* byte offset of the n-th scalar (clamped to the end) */
bool      uni_is_letter(uint32_t);                                 /* general category L or M */
bool      uni_is_digit(uint32_t);                                  /* Nd */
extern const bool uni_ascii_word[256];                             /* by byte: an ASCII letter or digit */
/* a letter or a digit: what words consist of */
static inline bool uni_is_word(uint32_t c)
{
    return c < 0x80 ? uni_ascii_word[c] : uni_is_letter(c) || uni_is_digit(c);
}
bool      uni_is_space_beyond(uint32_t);                           /* of a scalar that is not ASCII */
/* White_Space; not U+00A0, U+2007, U+202F: these do not break */
static inline bool uni_is_space(uint32_t c)
{
    return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : uni_is_space_beyond(c);
}
bool      uni_is_quad(uint32_t);                                   /* white of a fixed width after which a line may end:
                                                                      U+2000 … U+200A but U+2007, U+205F, U+3000 */
bool      uni_is_upper(uint32_t);
bool      uni_is_lower(uint32_t);
bool      uni_is_punct(uint32_t);                                  /* general category P */
bool      uni_is_control(uint32_t);                         /* Cc but TAB, LF, CR; U+FFFE, U+FFFF: XML cannot hold it */
Str       uni_upper(Arena *, Str, Str lang);
bool      uni_speaks(Str tag, Str primary);                       /* a language tag is of that language: en, en-GB */
Str       uni_lower(Arena *, Str, Str lang);
Str       uni_nfc(Arena *, Str);
Str       uni_nfkc(Arena *, Str);
Str       uni_collate(Arena *, Str, Str lang);                     /* sort key: compare with str_cmp */
bool      uni_is_rtl(uint32_t);                                    /* bidi class R or AL */
/* How deep each byte of a paragraph from left to right stands in text that runs the other way (UAX #9): odd levels run
   from right to left.  false: none does, and the levels are left alone. */
bool      uni_levels(Arena *scratch, Str, uint8_t *levels);
bool      uni_is_private(uint32_t);                          /* a private use area: only one font knows what it means */
Str       uni_version(Arena *);                                    /* "ICU 72.1", for the build record */
Str       uni_space(Arena *, Str);                                 /* runs of breaking white space become one U+0020;
                                                                      both ends trimmed */

/* ---- messages (diag.c) -----------------------------------------------------------------------------------------
   Three culprits.  The author: diag(), said once where it is seen; the caller puts in something harmless and goes
   on.  The machine: die().  We: assert().  The one list of messages is diag.def. */
typedef struct { Str file; int line, col; } Where;            /* 1-based; col in scalars; line 0: the file as a whole */
typedef enum { STYLE, WARN, ERROR } Level;
typedef enum {
#define DIAG(code, level, text, remedy) code,
#include "base/diag.def"
#undef DIAG
    DIAG_MAX
} DiagCode;
typedef struct { DiagCode code; Where at; Str text; } Message;
typedef struct Diag Diag;
Diag *diag_open(Arena *, FILE *echo);                          /* echo: each message at once as text; NULL: only kept */
void  diag(Diag *, DiagCode, Where, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* a second place for the last message */
void  diag_note(Diag *, Where, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int   diag_count(const Diag *, Level);
ptrdiff_t diag_total(const Diag *);
const Message *diag_at(const Diag *, ptrdiff_t i);
bool  diag_second(const Diag *, ptrdiff_t i, int k, Where *, Str *text); /* its k-th second place, from 0; false: there
                                                                            are no more */
const char *diag_name(DiagCode);                                   /* "mark-past-end" */
const char *diag_text(DiagCode);
const char *diag_remedy(DiagCode);
Level       diag_level(DiagCode);
void  diag_json(const Diag *, Buf *);                              /* a list of objects */
void  diag_sarif(const Diag *, Buf *, Str version);                /* SARIF 2.1.0 */
bool  diag_explain(FILE *, Str code);                         /* name, text and remedy of a code; false: no such code */
/* prints "catchword: fatal: …", exit 3 */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- files (file.c) --------------------------------------------------------------------------------------------
   Input is bounded and hostile until proven otherwise.  Output is written beside its place and renamed last, so a
   product is whole or is not there; what an ended process leaves is only `*.part`, removed by the next run. */
typedef struct { Str bytes; bool ok; } Loaded;
#define FILE_LIMIT (64 << 20)                                  /* bytes: the longest source or part file that is read */
Loaded file_load(Arena *, Str path, Diag *, Where asked);          /* not there, a folder, over FILE_LIMIT: a message at
                                                                      `asked`, ok false */
Str    path_join(Arena *, Str dir, Str name);
Str    path_base(Str path);                                        /* after the last slash */
Str    path_dir(Str path);                                         /* before it; "." where there is none */
bool   path_is_inside(Str relative);                 /* relative, no "..", no empty or "." step, no NUL, no backslash */
void   dir_make(Str path);                            /* with parents; mode 0755 whatever the umask; die() on failure */
typedef struct Out Out;                                            /* a product being written */
Out   *out_open(Arena *, Str path);                                /* creates path.part, mode 0644 whatever the umask */
void   out_put(Out *, Str);                                        /* buffered; die() on a full disk */
int64_t out_at(const Out *);                                       /* bytes so far */
void   out_close(Out *);                                           /* flushed to disk; not yet at its place */
void   out_remove(Arena *, Str path);                    /* a file of an earlier run: gone when this one is committed */
ptrdiff_t out_count(void);                                         /* products of this run, in order of opening */
void   out_pending(ptrdiff_t i, Str *path, Str *part);        /* where the i-th will be; where it is now, once closed */
int64_t out_size(ptrdiff_t i);                                     /* its bytes */
void   out_commit(Arena *);                           /* renames all closed products of this run, in order of opening */
void   out_discard(void);                                          /* removes what is not committed; die() and a run
                                                                      with errors call it */
#endif
