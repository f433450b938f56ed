/* inside.h - what the files of the typesetter tell each other.  From runs to a page in five steps:

     runs --prose.c--> segments and breaks --knuth.c--> lines as pairs of breaks, in up to five lengths
          --page.c--> which length, and which lines on which page --line.c--> glyphs at integer places

   Widths that do not depend on the size are kept in 1/65536 em, so that a shaped word serves every size. */
#ifndef TYPE_INSIDE_H
#define TYPE_INSIDE_H
#include "type/type.h"
#include <hb.h>

typedef int32_t Em;                                                /* 1/65536 em of the style */

/* ---- fonts (font.c) */
struct Font {
    Font *next;
    Str path;
    int number, upem;
    uint32_t space, hyphen, query;                           /* glyphs; query stands in where no font has a character */
    bool cff, kerns_space;
    hb_blob_t *blob;
    hb_face_t *face;
    hb_font_t *hb;
    uint32_t *unicode;                                            /* by glyph, made at the first call of font_unicode */
    int glyphs;
    Arena *arena;
};
Em  font_advance(const Font *, uint32_t gid);
Em  font_em(const Font *, int units);
uint32_t font_glyph(const Font *, uint32_t scalar);                /* 0: it has none */
bool font_is_base(const Font *, uint32_t gid);                     /* no mark, no ligature */
Str  font_table(const Font *, hb_tag_t, hb_blob_t **);             /* empty: it has none; the bytes last as long as the
                                                                      blob, which the caller destroys */
bool font_has_table(const Font *, hb_tag_t);
int  font_u16(Str table, ptrdiff_t at);                            /* a big-endian uint16; 0 beyond the end */

/* ---- shaped words (shape.c) */
typedef struct { uint16_t gid; uint8_t fallback; uint32_t cluster; Em advance, dx, dy; } WordGlyph;
/* COMPOUND: after a hyphen of its own; LEAD: after a dash that begins it */
typedef enum { CUT_HYPHEN, CUT_COMPOUND, CUT_DASH, CUT_LEAD, CUT_URL, CUT_SOFT } CutKind;
typedef struct {                                                   /* a place where a word may be cut over two lines */
    int32_t at;                                                    /* byte offset: the first byte of the second line */
    CutKind kind;
    Em before, hyphen;                                             /* width of what stands before it | the part of it
                                                                      that is a hyphen which the word does not have */
    Em right, left;                                                /* what of it hangs in the margin */
    int32_t letters;                                               /* glyphs before it */
    int16_t penalty;
    uint32_t head_hash, tail_hash;                                 /* of the letters before and after, for stacks */
} WordCut;
typedef struct Word Word;
struct Word {                                                      /* what a paragraph asks of it stands first */
    Word *chain;
    Str text;                                                      /* its bytes follow it */
    uint32_t hash;
    uint16_t shape;                                                /* number of the Shape */
    bool no_break_before;                                          /* begins with a dash or an ellipsis */
    bool break_after;                                              /* ends with a hyphen or dash */
    bool letter_first, letter_last;
    bool backwards;                                                /* has letters that run from right to left */
    Em width, left, right;                                         /* left, right: what may hang in the margin at a
                                                                      line's start or end */
    Em space_before, space_after;                                  /* kerning against a space */
    uint32_t letters_hash;                                         /* of its letters in lower case; 0: none */
    int nglyphs, ncuts;                                            /* ncuts < 0: not asked for yet */
    WordGlyph *glyphs;
    WordCut *cuts;
    const Word *stem;                                              /* the same without its marks (closer.c), or NULL */
};
typedef struct {                                                   /* what of a style decides the glyphs */
    const Font *font, *fallback;
    unsigned features;
    Str lang;
    bool hyphenate, backwards;                                     /* backwards: from right to left; glyphs are in the
                                                                      order of the text */
    hb_language_t hb_lang;
    hb_feature_t hb_features[8];
    int nfeatures, number;
    Em space;
    struct Hyphenator *hyphenator;
    struct Pairs *pairs[2];                                        /* pairs.c, for words without and with letters; NULL
                                                                      until there are enough of them */
    int words[2];
} Shape;
const Shape *shape_find(Typesetter *, const Style *, Where at);
bool         shape_alike(const Shape *, const Shape *);            /* the same glyphs for the same text, one way */
const Shape *shape_turn(Typesetter *, const Shape *);              /* the same from right to left */
const Word  *word_find(Typesetter *, const Shape *, Str text, Where at);
/* closer.c: the word without the marks at its end, NULL where it has none | its glyphs from those of that and the
   marks; false: it is to be shaped whole */
const Word  *closer_stem(Typesetter *, const Shape *, Str text, Where);
bool         closer_join(Typesetter *, const Shape *, Word *, const Word *stem, Where);
bool         pairs_join(Typesetter *, const Shape *, Word *);      /* pairs.c: its glyphs from its letters two by two;
                                                                      false: it is to be shaped whole */
/* Shapes text[from, to) in a font into the typesetter's buffer; gives how many glyphs | one of them.  The script
   HB_SCRIPT_INVALID is that of the first letter. */
unsigned     shape_run(Typesetter *, const Shape *, const Font *, hb_script_t, Str text, ptrdiff_t from, ptrdiff_t to);
WordGlyph    shape_glyph(const Typesetter *, const Font *, unsigned i);
const WordCut *word_cuts(Typesetter *, const Shape *, const Word *, int *n);
static inline Sp em_sp(Em em, Sp size) { return ((int64_t)em * size + 32768) >> 16; }

/* ---- what a font may do to letters (lookup.c).  Takes the glyphs of n letters, the last maybe GLYPH_NONE for
   the end of the text; changes them to those that stand for the letters, and marks begins[i * n + k] where more than
   that may happen at letter i before letter k.  False where a lookup sees or moves more than the letters one by one
   and the first of two glyphs. */
#define GLYPH_NONE 0x10000u
enum { LETTERS_MAX = 96 };
typedef struct {
    uint32_t glyphs[LETTERS_MAX], next[LETTERS_MAX];               /* next: while a lookup is at work */
    int n;
    uint8_t begins[LETTERS_MAX * LETTERS_MAX];
} Letters;
bool         lookup_follow(const Shape *, hb_script_t, Letters *);

/* ---- hyphenation (hyph.c) */
typedef struct Hyphenator Hyphenator;
Hyphenator *hyph_open(Typesetter *, Str lang, Where at);           /* NULL, said once a language, where no dictionary is
                                                                      installed */
void        hyph_close(Hyphenator *);
Str         hyph_path(Arena *, Str lang);                          /* the dictionary for a language; empty: none */
/* Marks in out[i] != 0 that a line may end before byte i of a word of letters; left 2, right 3 letters at least
   stay together. */
void        hyph_mark(Hyphenator *, Str word, uint8_t *out);
int         hyph_paths(const Hyphenator *, Str *paths);    /* of the dictionaries that were read; NULL: only how many */
Str         hyph_library(Arena *);                            /* the library's file; empty: it is part of the program */

/* ---- breaking (knuth.c): no font, no text, only widths.  A Break's sums run from the start of the paragraph. */
typedef struct {
    Sp end, start;                                                 /* width up to here if a line ends here (with its
                                                                      hyphen) | if the next one begins here */
    Sp space_end, space_start;                                     /* the part of it which is stretchable space */
    int32_t letters_end, letters_start;                            /* glyphs, for letter-space */
    int32_t left, right;                                    /* hangs in the margin: what follows | what stands before */
    uint32_t first, last;                                          /* hash of the word after | before it; 0: none */
    int16_t penalty;
    uint8_t fills;                                                 /* fills before it, modulo 256 */
    bool hyphen, forced;                                           /* hyphen: the line is seen to end in one */
} Break;
typedef struct {
    Sp first, rest;                                                /* width of the first and the other lines */
    int beside; Sp narrow;                                        /* of those beside an initial: lines 1 … beside - 1 */
    Sp em;
    Sp runt;                                                       /* the last line should be longer than this */
    int expand, letterspace;                                       /* as in Frame */
    bool ragged, protrude;
    bool banks;                                        /* white that runs down its lines is to be broken up (river.c) */
} Measure;
typedef struct { int scale; Sp track; Sp space; int tight; int64_t bad; } Fit;
/* How a line is filled.  slack: what is missing (or, below zero, too much) at natural width.  Gives the scale
   (1/1000), the letter-space of each glyph, what the spaces take in sum, and `tight`: the change of its spaces in
   1/1000 of their natural width. */
Sp  measure_line(const Measure *, int line);                      /* its width, counted from 0 */
Fit fit_line(const Measure *, Sp slack, Sp natural, Sp spaces, int letters);
typedef struct {
    int nlines;
    int64_t demerits;
    const int32_t *breaks, *tight;                           /* the Break that ends line i | the change of its spaces */
    int worst;                                                     /* the greatest |tight| */
} Setting;
enum { SETTINGS = 5 };                                             /* at most so many lengths of one paragraph */
typedef struct { int n, best; Setting settings[SETTINGS]; bool overfull; } Settings;
/* breaks[0] stands before the first word, the last one is forced.  Settings come in order of length. */
Settings knuth_break(Arena *, Arena *scratch, const Break *, int nbreaks, const Measure *);

/* ---- paragraphs as they were broken (memo.c) */
void memo_rewind(Memo *);
void memo_add(Memo *, int nbreaks, const Settings *);              /* the next paragraph's; copied */
/* Its settings from the memo, in `a`; false where it has none, or the paragraph is another. */
bool memo_take(Memo *, Arena *a, int nbreaks, Settings *);

/* ---- rivers (river.c): the gaps of one line, each with the lines down which white has run to it.  Positions from
   the left edge of the measure. */
enum { GAPS = 40 };
typedef struct { int32_t from, to; int16_t lines; } Gap;
typedef struct { Gap gaps[GAPS]; int n; } Course;
/* The course of line number `line`, between two breaks with its spaces changed by `tight`, below `above` (NULL: the
   first line). */
void    river_course(Course *, const Course *above, const Break *, int from, int to, const Measure *, int line,
                     int tight);
int64_t river_demerits(const Course *);                            /* grow with the length of each river */
bool    river_runs(const Break *, const Setting *, const Measure *);   /* does the eye see one in it? */

/* ---- prose (prose.c): the runs of a block as segments with the breaks between them */
typedef enum { SEG_WORD, SEG_SPACE, SEG_QUAD, SEG_FILL, SEG_FIXED, SEG_EMPTY, SEG_BREAK } SegKind;
typedef struct {                                                   /* kept small: a chapter has two a word */
    const Run *run;
    const Shape *shape;
    const Word *word;
    Sp width;
    int32_t at; int16_t n;                                         /* bytes of run->text */
    uint8_t kind, level;                                           /* a SegKind | as in Item */
} Seg;
static inline bool is_blank(int kind)                              /* not seen where the line ends before it */
{
    return kind == SEG_SPACE || kind == SEG_QUAD;
}
typedef struct { int32_t seg, at; bool hyphen; } Place;            /* the line ends before byte `at` of segment `seg` */
typedef struct {
    const Block *block;
    Seg *segs; int nsegs;
    Break *breaks; Place *places; int nbreaks;
    Measure measure;
    Settings set;
    const Run **notes; int32_t *note_segs; int nnotes;       /* runs that call a note at the foot, and their segments */
} Prose;
/* Segments, breaks and measure; the breaks last until the next call. */
void prose_read(Typesetter *, Arena *, Prose *, const Block *, const Frame *);
/* The same and its settings; of the breaks those stay in the arena that some setting ends a line with. */
void prose_break(Typesetter *, Arena *, Prose *, const Block *, const Frame *);

/* ---- lines (line.c) */
typedef struct { Item *first, *last; bool placed; } Sink;           /* items in order; placed: in place.c, one tells its
                                                                      place in the text */
void sink_put(Sink *, Item *);
/* Sets the line between two breaks with its measure beginning at x; it is the block's line number `line`, from 0. */
void line_set(Typesetter *, Arena *, Sink *, const Prose *, int from, int to, int line, Sp x, Sp y);
/* The segments of the line, after break `from`, before break `to`: from byte `from` of the first one up to byte `to` of
   the last one, which may be 0; end: the one behind them. */
typedef struct { int first, last, end; int32_t from, to; bool hyphen, space_after; } Span;
Span      line_span(const Prose *, int from, int to);
bool      line_begins_run(const Run *, int32_t at);               /* what begins at this byte has the run's anchors */
ptrdiff_t line_offset(Typesetter *, const Run *, int32_t at);     /* as in Item */
/* place.c: the same line without glyphs, for type_places. */
void place_line(Typesetter *, Arena *, Sink *, const Prose *, int from, int to, Sp y);

/* ---- galley.c: blocks as pieces, the units a page is made of */
/* TURN: a new page or recto */
typedef enum { PIECE_TEXT, PIECE_SOLID, PIECE_SKIP, PIECE_TURN, PIECE_COLUMNS, PIECE_PLATE } PieceKind;
typedef struct Row Row;
typedef struct Columns Columns;
typedef struct Galley Galley;
typedef struct {
    PieceKind kind;
    const Block *block;
    Prose *prose;                                                  /* TEXT */
    Row *row;                                                      /* SOLID: of a table; NULL: an image or a rule */
    Columns *columns;                                              /* COLUMNS */
    const Galley *plate;                                           /* PLATE */
    const Galley *again;                                           /* TEXT in columns: what stands above the rest of it
                                                                      overleaf; NULL: nothing */
    int plates;                                                    /* before it in the flow */
    Sp leading, before, after, height;
    Sp repeat;                                              /* a table's head, set again where this row begins a page */
    int group;                                                     /* neighbours off the grid, which are whole lines
                                                                      only together; 0: on it */
    int keep_lines;
    bool rounds;                                                   /* begins on a grid line */
    int note, nnotes;                                      /* the first of its notes at the foot, counted in the flow */
    bool keep, keep_next, announces, goes_on, recto;
} Piece;

/* ---- foot.c: the notes of a flow as one stream of lines, of which each page takes the next */
typedef struct { const Piece *piece; int line; Sp above, height; } NoteLine;   /* above: white before it */
typedef struct {
    NoteLine *lines; int nlines;
    Sp *sum;                                                       /* height of the lines before */
    int *starts; int n;                                           /* the first line of each note; starts[n] == nlines */
    Sp rule;                                                       /* height of the rule's box above the notes */
    Sp page;                                                       /* room that only an empty page has */
} Feet;
#define COST_LATE ((int64_t)40000000000)                           /* a note that begins overleaf from its call */
typedef struct { bool ok; int to; Sp height; int64_t cost; } Share;
void  foot_add(Typesetter *, Arena *, Feet *, const Block *note, const Frame *);
int   foot_append(Arena *, Feet *, const Feet *more);              /* gives how many notes */
Sp    foot_height(const Feet *, int from, int to);                 /* with its rule; 0 without lines */
/* Which lines, from `from` on, a page takes that calls the notes before number `called` and has `room` left: all of
   them, or, where the page ends here, as many as it can. */
Share foot_share(const Feet *, int from, int called, Sp room, bool page_ends);
int   foot_called(const Piece *, const Setting *, int line);    /* notes called before that line, counted in the flow */
void  foot_set(Typesetter *, Arena *, Sink *, const Feet *, int from, int to, Sp x, Sp foot, const Frame *);

struct Galley { Piece *pieces; int n, nplates; Feet feet; };
Galley galley_read(Typesetter *, Arena *, const Block *, const Frame *);
/* what stands in something else: no columns, no plates in it */
Galley galley_inner(Typesetter *, Arena *, const Block *, const Frame *);

/* ---- column.c: what stands in columns, as lines of the grid */
Columns    *column_read(Typesetter *, Arena *, const Block *, const Frame *);
const Feet *column_feet(const Columns *);                          /* the notes that are called in it */
int         column_lines(const Columns *);
Sp          column_leading(const Columns *);
/* turned: the page is a verso, on whose first column a paragraph that goes on from the leaf before says again what it
   is. */
int         column_fill(const Columns *, int from, int k, bool turned); /* the line after columns of k lines each that
                                                                           begin with line `from` */
/* the least k with which all the rest stands; 0: more than `most` */
int         column_balance(const Columns *, int from, int most, bool turned);
typedef struct { int from, k; bool turned; Sp x, y; } Stand;       /* where columns stand: their first line, how many
                                                                      each has */
/* whether columns of k lines part what is kept; lines of the shortest ones that begin it and do not */
bool        column_parts(const Columns *, int from, int k, bool turned);
int         column_least(const Columns *);
void        column_set(Typesetter *, Arena *, Sink *, const Columns *, const Stand *, const Frame *);

static inline Sp round_up(Sp u, Sp leading)
{
    return (u + leading - 1) / leading * leading;
}

static inline bool is_recto(int page)
{
    return page % 2 == 1;
}

/* ---- page.c: which lines of which piece stand where; piece -1: only notes */
typedef struct {
    int32_t piece, setting, from, count, page, notes_from, notes_to, cut;
    Sp at, end;
    bool with_head, extra;
} Step;
typedef struct { Step *s; int n; } Steps;
Steps page_break(Typesetter *, const Galley *, const Frame *, int opening);
void memo_add_steps(Memo *, int npieces, int opening, const Steps *);    /* copied */
/* The steps in `a`; false where there are none, or a paragraph is no longer what it was. */
bool memo_take_steps(const Memo *, Arena *a, int npieces, int opening, Steps *);

/* ---- spread.c: steps from…to (not included) are a page */
enum { FEW_LINES = 6 };                                            /* fewer are too few for the last page of a flow:
                                                                      five, and white or a date between them */
Deed *spread_judge(Arena *, const Galley *, const Frame *, const Steps *, int from, int to);

/* ---- leaf.c: one line of a paragraph, an image, a rule or a row, its box's top at y */
void leaf_line(Typesetter *, Arena *, Sink *, const Piece *, int setting, int line, Sp x, Sp y);
/* Says once a paragraph that could not be set well so. */
void leaf_judge(Typesetter *, const Prose *, const Setting *);
void leaf_solid(Typesetter *, Arena *, Sink *, const Piece *, const Frame *, Sp x, Sp y, bool with_head);

/* ---- tabular.c */
int  tabular_pieces(Typesetter *, Arena *, const Block *, const Frame *, Piece **);   /* a piece a row */
const Prose *tabular_prose(const Row *, const Prose *before);      /* the paragraphs of its cells one after the other */
void tabular_set(Typesetter *, Arena *, Sink *, const Row *, Sp x, Sp y, bool with_head);

typedef struct { const Run *run; int32_t to; ptrdiff_t scalars; } Counted;   /* scalars of a run before byte `to` */
struct Typesetter {
    Arena *arena, *scratch, *flow;                            /* scratch: inside one step; flow: inside one type_flow */
    Diag *diag;
    Font *fonts; int nfonts;
    Shape **shapes; int nshapes;
    Word **buckets; ptrdiff_t nbuckets, nwords;
    Hyphenator *hyphenators;
    Table *missing;                                                /* characters that were reported */
    hb_buffer_t *buffer;
    Counted counted;
    Hang *hangs; int nhangs;                                       /* what the design says of margins */
    bool bare;                                                     /* type_places: lines are set by place.c */
    Memo *memo;                                                    /* of the flow in hand; NULL: none is kept */
    /* of the paragraph that is being read; room for so many */
    Break *breaks; Place *places; int nbreaks;
    Seg *segs; int nsegs;
};
#endif
