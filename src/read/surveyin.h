/* surveyin.h - what the files share that propose marks for a text nobody has marked yet.

   The way of a survey:  text_load  lines  ->  measure_lines  ->  boiler_find  what is not the text  ->  folio_find,
      pages_find
     page apparatus  ->  measure_paragraphs  ->  noting_find  calls and bodies  ->  form_find  captions, verse, lists
     ->  heading_find, ranking_find  ->  joining_find  ->  proposals in the order of the text  ->  a marks file.
   Each step gives lines a role; a line has one role, and a later step leaves it alone.  Nothing is known beforehand of
   any text: what is proposed rests on what recurs in it, or follows in sequence. */
#ifndef SURVEYIN_H
#define SURVEYIN_H
#include "read/inside.h"

typedef enum {
    ROLE_NONE, ROLE_BLANK, ROLE_BOILER, ROLE_FOLIO, ROLE_MARKER, ROLE_CAPTION, ROLE_ORNAMENT, ROLE_BODY, ROLE_FRONT,
    ROLE_VERSE, ROLE_LIST, ROLE_QUOTE, ROLE_DIALOGUE, ROLE_HEADING,
} Role;

typedef struct {
    Str s;                                                         /* without blanks at both ends */
    ptrdiff_t at;                                                  /* bytes of blanks before it */
    int indent, width;                                             /* columns before it; characters */
    int letters, uppers, digits;                                   /* of its characters */
    /* capitals: words of three letters and more with one, all such words: `long_words` */
    int words, capitals;
    int long_words;
    int before, after;                                             /* empty lines next to it */
    /* bytes of `s` that are a page marker, at its start */
    int skip;
    int para;                                                      /* index of its paragraph; -1: none */
    bool feed;                                                     /* a form feed stands before it */
    bool marked;                                                   /* it begins with a page marker */
    Role role;
} Row;

typedef struct {
    int first, last;                                               /* indices of rows */
    int width, words;
    int before, after;                                             /* empty lines next to it */
    Role role;
    bool bare;                                                     /* no empty line parts it from what is before it */
    /* page apparatus, nothing else, stands right before it */
    bool cut_before;
    int joined;                                                    /* the paragraph that goes on with it; -1: none */
    int rank;
} Para;

typedef struct { int line, order, sure; Str fact, why; } Proposal;   /* line 0: a rule; sure: in percent */

/* ---- sequence.c: which of many numbers count up */
typedef struct {
    int row; ptrdiff_t from, to;                                   /* bytes of the whole line */
    int number, form;                                              /* as printed; which notation */
    int weight;                                                    /* how much it looks like what is sought, 1…100 */
    /* found: the number it stands for; 0: none; its series, from 0 */
    int meant, series;
    bool sure;                                                     /* printed as meant */
} Count;
typedef LIST(Count) Counts;
typedef struct { int from, to, first, last, n, gaps, misprints; } Run;   /* from, to: indices of counts */
typedef LIST(Run) Runs;
typedef struct { int skip, start, restart, gap, misprint, deepest; } Prices;   /* deepest: the widest gap */
Runs sequence_find(Arena *, Counts *, const Prices *);

/* ---- lexicon.c: the words of the text */
typedef struct Lexicon Lexicon;
Lexicon *lexicon_read(Arena *, const Text *);
int  lexicon_count(const Lexicon *, Str word);                     /* how often it stands in the text, case ignored */
/* one of the words that stand between words: of, and … */
bool lexicon_is_common(const Lexicon *, Str word);

typedef struct { int from, to, first, last; } NoteRun;             /* a series of calls; from, to: rows */

/* What a heading looks like, and what counts it. */
enum { SIGN_CAPITALS = 1, SIGN_MIDDLE = 2, SIGN_SPACE = 4, SIGN_NUMBER = 8, SIGN_WORD = 16, SIGN_NAMED = 32 };
enum { KIND_NONE, KIND_ROUND, KIND_STOP, KIND_ROMAN, KIND_PARAGRAPH, KIND_WORD, KIND_ALONE, KINDS };
typedef struct { int first, last, signs, kind, sure, before, rank; Str why; } Heading;   /* first, last: rows */

typedef struct {
    Arena *a;
    const Text *text;
    Row *row; int n;
    Para *para; int npara;
    Lexicon *words;
    LIST(Proposal) out;
    int measure;                                                   /* width of a full line */
    int margin;                                                    /* indent of most full lines */
    int usual;                                                     /* empty lines between most paragraphs */
    bool wrapped;                                                  /* paragraphs run over lines */
    /* paragraphs begin with an indent, not behind an empty line */
    bool indents;
    int title;                                                     /* row + 1; 0: none */
    int npages;
    char page_sign;                                                /* `[` where [12] is a page; 0: no such */
    LIST(NoteRun) notes;
    Counts calls;
    LIST(Heading) heads;
    bool title_is_chapter;
    bool emphasis_star, emphasis_line;
} Survey;

/* Proposes a fact for row `row` (-1: a rule), `sure` percent sure, with its evidence. */
void propose(Survey *, int row, int sure, Str why, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* ---- measure.c */
void measure_lines(Survey *);
void measure_paragraphs(Survey *);
uint32_t measure_start(Str);                                       /* first character behind opening marks */
uint32_t measure_end(Str);                                         /* last one before closing marks and note calls */
bool measure_is_stop(uint32_t);                                    /* . ! ? : … and what ends a sentence elsewhere */
Str  measure_words(const Row *);                                   /* the line behind its page marker */
int  measure_inner(Str);                                           /* ends of sentences inside it */
bool measure_is_closed(const Survey *, const Para *);              /* ends as a sentence ends */
bool measure_centred(const Survey *, const Row *);
int  measure_number(Str, bool *roman);                             /* all of it arabic or roman: its value; else 0 */
/* the same, letters that look like digits taken for them */
int  measure_column(const Survey *, int row, ptrdiff_t byte);      /* as marks count: characters, from 1 */
int  measure_misread(Str);

/* ---- steps */
void boiler_find(Survey *);                                        /* boiler.c: licences, what the digitiser says */
void folio_find(Survey *);                                         /* folio.c: bare folios and running heads */
void stamp_find(Survey *);                                      /* stamp.c: {p. 12} [Pg 12] … */
void noting_find(Survey *);                                        /* noting.c: calls of notes */
void gloss_find(Survey *);                                         /* gloss.c: their bodies */
void form_pictures(Survey *);                                      /* form.c: [Illustration: …] */
void form_signs(Survey *);                                         /* form.c: emphasis, tokens */
void form_find(Survey *);                                          /* captions, ornaments, verse, lists, quotations */
/* front.c: title page, contents; named: rows whose words the contents have */
void front_find(Survey *, bool *named);
void heading_find(Survey *, bool *named);                          /* heading.c */
void ranking_find(Survey *);                                       /* ranking.c: their ranks, and writes them */
void joining_find(Survey *);                                       /* joining.c */
static inline bool is_figure(char c) { return c >= '0' && c <= '9'; }
#endif
