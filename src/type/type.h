/* type.h - styled blocks in, finished pages out.  Knows no TEI and no PDF.  Door to HarfBuzz, hb-subset and hyphen.
   Everything is integer: a length is an Sp, 1/65536 of a point (a point is 1/72 inch).  y grows downwards from the
   top edge of the page, x rightwards from its left edge; an item stands at its baseline's left end. */
#ifndef TYPE_H
#define TYPE_H
#include "base/base.h"

typedef int64_t Sp;
#define PT(n)  ((Sp)(n) * 65536)
#define MM(n)  ((Sp)(n) * 65536 * 72 * 10 / 254)                   /* whole millimetres */

/* ---- lengths as words (length.c): "0.125in", "3mm", "11 pt", "0"; below 5000 units, up to six decimals */
typedef struct { Sp value; bool ok; } Length;
Length length_read(Str);                                           /* not negative, not in lines */
Length length_set(Str, Sp line);                                   /* negative too, and in "lines" of `line` each */
Str    length_text(Arena *, Sp);                                   /* "3.18 mm" */

/* ---- the structure tree: built by the caller before layout, never changed by it.  A node may stand on several pages,
   its items need not be neighbours.  Roles are PDF 1.7's standard structure types (ISO 32000-1, 14.8.4). */
typedef enum {
    ROLE_DOCUMENT, ROLE_PART, ROLE_SECT, ROLE_DIV, ROLE_BLOCKQUOTE, ROLE_CAPTION, ROLE_TOC, ROLE_TOCI, ROLE_INDEX,
    ROLE_H, ROLE_P, ROLE_L, ROLE_LI, ROLE_LBL, ROLE_LBODY, ROLE_TABLE, ROLE_TR, ROLE_TH, ROLE_TD, ROLE_THEAD,
    ROLE_TBODY, ROLE_SPAN, ROLE_QUOTE, ROLE_NOTE, ROLE_REFERENCE, ROLE_BIBENTRY, ROLE_CODE, ROLE_LINK, ROLE_FIGURE,
    ROLE_MAX
} Role;
typedef struct Struct Struct;
struct Struct {
    Struct *parent, *first, *last, *next;
    Role role;
    int level;                                                     /* ROLE_H: 1 … 6 */
    Str id, lang, title, alt, actual;                             /* xml:id (also the note's ID); BCP 47; empty: none */
    Str attributes;                                   /* "scope=Column", "rows=2 cols=3", "list=Decimal"; empty: none */
    int number;                                                    /* the writer's own use, 0 from the caller */
};
Struct *struct_new(Arena *, Struct *parent, Role);                 /* appended as the parent's last child */

/* ---- fonts and styles (font.c, shape.c).  A Typesetter holds the fonts, the cache of shaped words, the hyphenators;
   it lives as long as the arena it is opened in, and is closed by the one who opened it. */
typedef struct Typesetter Typesetter;
typedef struct Font Font;
Typesetter *type_open(Arena *, Diag *);
void        type_close(Typesetter *);
const Font *font_open(Typesetter *, Str path);                     /* once a path; die() where it is no OpenType font */
Str         font_find(Arena *, Str file_name);                     /* full path of an installed font file, by name;
                                                                      empty: not installed */
typedef struct {
    Str path, postscript;
    int upem, glyphs;
    bool cff, named;                                               /* named: a CFF program whose glyphs have names */
    bool may_embed, may_subset;
    Sp ascent, descent, cap_height, x_height;                      /* of 1 em = PT(1000) */
    int italic_angle;                                              /* 1/65536 degree */
    int bbox[4], weight;
} FontFacts;
FontFacts   font_facts(const Font *);                              /* strings live as long as the font */
int         font_width(const Font *, uint32_t glyph);            /* advance in 1/1000 em, rounded as PDF's W wants it */
Str         font_glyph_name(Arena *, const Font *, uint32_t glyph); /* of a face that is `named` */
/* keeps glyph ids where glyphs have no names; bare CFF table or a TrueType file; used[g] != 0 */
Str         font_subset(Arena *, const Font *, const uint8_t *used, int nglyphs);
Str         font_bytes(const Font *);                              /* the whole file, for an EPUB */
bool        font_has(const Font *, const char *feature);     /* "sups": whether it substitutes glyphs by this feature */
/* A glyph's outline in font units, y upwards; a contour ends where the next begins, and is closed. */
typedef struct {
    void (*move)(void *, double x, double y), (*line)(void *, double x, double y), (*curve)(void *, const double at[6]);
} Pen;
void        font_outline(const Font *, uint32_t glyph, const Pen *, void *to);
Sp          font_depth(const Font *, uint32_t glyph);              /* of its ink below the baseline, of 1 em = PT(1000);
                                                                      never negative */
uint32_t    font_unicode(const Font *, uint32_t glyph);            /* a scalar that the cmap maps to it, or UNI_NONE */

enum { FEAT_SMCP = 1, FEAT_C2SC = 2, FEAT_ONUM = 4, FEAT_LNUM = 8, FEAT_TNUM = 16, FEAT_SUPS = 32, FEAT_NOLIGA = 64,
       FEAT_NOCLIG = 128 };
typedef enum { STROKE_NONE, STROKE_THROUGH, STROKE_UNDER } Stroke; /* a rule with the words, as long as they are */
typedef struct {
    const Font *font, *fallback;                      /* fallback sets what font lacks; neither has it: GLYPH_MISSING */
    Sp size, rise;                                                 /* rise > 0: baseline raised */
    unsigned features;                                             /* FEAT_ */
    int track;                                                     /* letter-space, 1/1000 em */
    Str lang;                                                      /* BCP 47: hyphenation and shaping */
    bool hyphenate;
    uint8_t gray;                                                  /* 0 black … 255 white */
    Stroke stroke;
} Style;

/* ---- in: blocks of runs.  Everything is the caller's, in his arena; layout reads it only. */
typedef enum {
    RUN_TEXT,                                      /* text with white space already collapsed; U+00A0 and U+202F kept */
    RUN_BREAK,                                                     /* a forced end of line (no stretch) */
    RUN_FILL,                                                      /* takes up the rest of the line; `text` is its
                                                                      leader, repeated on a common grid (may be
                                                                      empty) */
    RUN_SPACE                                                      /* `width` of unbreakable space, which says `text`: a
                                                                      blank, or nothing */
} RunKind;
typedef struct Run Run;
typedef struct Block Block;
struct Run {
    Run *next;
    RunKind kind;
    Str text;
    const Style *style;
    Struct *node;                                                  /* NULL with an artifact block */
    Str block;                                                     /* the xml:id of the TEI block this text is of;
                                                                      empty: not reflowable text (furniture) */
    ptrdiff_t offset;                                   /* where text begins in that block's reading text, in scalars */
    Str anchor;                                                    /* destinations with these ids, parted by blanks,
                                                                      begin here: handed on in Item as it is */
    Str link;                                                 /* "#id" or an URI; its Struct is `node`'s nearest Link */
    Str describe;                                                  /* the link's description for assistive technology */
    bool glue_before;                                       /* may not be parted from what stands before (note calls) */
    Block *foot;                                                   /* a note to stand at the foot of the page on which
                                                                      this run's line stands */
    Sp width;
    Where at;
};
typedef enum {
    BLOCK_PARA, BLOCK_SKIP, BLOCK_RULE, BLOCK_IMAGE, BLOCK_TABLE,
    BLOCK_PAGE, BLOCK_RECTO,                                       /* what follows begins a page, a recto */
    BLOCK_COLUMNS,                                                 /* `inside` in `cols` columns, `width` apart, filled
                                                                      one after the other and level at their end; on the
                                                                      grid of `leading`; for an index */
    BLOCK_PLATE                                                    /* `inside`, an image and its caption, in the middle
                                                                      of a page of its own: the next; meanwhile the text
                                                                      goes on */
} BlockKind;
typedef enum { ALIGN_JUSTIFY, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;
typedef enum { ARTIFACT_NONE, ARTIFACT_HEADER, ARTIFACT_FOOTER, ARTIFACT_LAYOUT } Artifact;
typedef struct { Block *blocks; int span; bool head; Struct *node; } Cell;
struct Block {
    Block *next;
    BlockKind kind;
    Run *runs;
    Struct *node;
    Artifact artifact;
    Align align;
    Sp left, right;                                                /* indents of the block from the measure */
    Sp first, hang;                                               /* of the first line / of the others, added to left */
    int beside; Sp beside_indent;                                  /* the lines up to this one, but the first, stand
                                                                      beside an initial */
    Sp before, after;                                            /* whole multiples of the leading in sum, see page.c */
    Sp leading;                                                    /* 0: the frame's */
    Sp height, width;                                /* SKIP, RULE (thickness, length), IMAGE; COLUMNS: white between */
    int keep_lines;                                                /* lines that must stay together at the block's start
                                                                      and end; 0: 2 */
    bool keep;                                                     /* the whole block on one page */
    bool keep_next;                                                /* with the next block's first lines (headings) */
    bool goes_on;                                                  /* flush behind a display: at the top of a page
                                                                      nobody sees that it begins */
    bool announces;                                      /* the same where it costs little (words before a quotation) */
    const void *mark;                                              /* for running heads: the caller's, handed back in
                                                                      Page.first_mark/last_mark */
    Str image;                                                     /* IMAGE: path */
    /* IMAGE of a PLATE: it covers the whole page and so much beyond the edges of the trim, what is too much of it is
       cut off; only below may words stand */
    Sp over;
    Cell *cells; int rows, cols;                                   /* TABLE; COLUMNS: cols */
    Block *inside;                                                 /* COLUMNS, PLATE */
    Block *again;                                                  /* of a paragraph in COLUMNS: what stands above the
                                                                      rest of it overleaf, furniture */
    Where at;
};

/* What hangs in the margin at a line's start and end, in 1/1000 of the glyph's width. */
typedef struct { uint32_t scalar; int16_t left, right; } Hang;
void type_hang(Typesetter *, Hang);                                /* in the place of our own; before the first text;
                                                                      the first said stays */

/* ---- the page: fixed measure, one baseline grid.  Grid line i, counted from 0, is the box from top + i × leading to
   top + (i + 1) × leading; a line of text stands with its baseline at three quarters of its box. */
typedef struct {
    Sp width, height;                                              /* trim size */
    Sp inner, top;                                   /* gutter side margin; top edge to the first baseline's line box */
    Sp measure, leading;
    int lines;                                                     /* grid lines a page holds */
    int sink;                                              /* grid lines left empty above the first block of the flow */
    bool rises;                                                 /* fewer of them, where the last page is spared by it */
    bool recto;                                            /* the flow opens on a recto: a blank page may come before */
    bool hyphenate, protrude;
    int expand;                                                    /* glyphs may be set wider or narrower by this much,
                                                                      1/1000 (20: ±2 %) */
    int hyphen_cost;                                 /* of a divided word, per cent of the usual: more, fewer hyphens */
    int letterspace;                                               /* … and parted or drawn together by this much,
                                                                      1/1000 em (5: ±.005 em) */
} Frame;

/* ---- out: finished pages */
/* advance: how far the pen moves on the page, with Item.scale, stretched spaces, kerning and letter-space in it;
   dx, dy: where the glyph stands off the pen (dy > 0: higher).  cluster: byte offset in Item.text; Item.text.n for
   a hyphen put in by a line break. A space at the end of a line has its glyph and its place in Item.text, but is
   not part of Item.width.  An item without glyphs carries an anchor only. */
typedef struct { uint32_t gid; Sp advance, dx, dy; int32_t cluster; } Glyph;
typedef enum { ITEM_GLYPHS, ITEM_RULE, ITEM_IMAGE } ItemKind;
typedef struct { uint8_t c, m, y, k; uint32_t rgb; } Ink;           /* per cent of ink; 0xRRGGBB on a screen */
typedef struct Item Item;
struct Item {
    Item *next;
    ItemKind kind;
    Artifact artifact;
    Struct *node;                                                  /* NULL only with an artifact */
    Sp x, y, width, height;                                        /* glyphs: baseline's left end and set width; rule,
                                                                      image: top left corner */
    const Font *font;
    Sp size, rise;
    uint8_t gray;
    bool turned;                                                   /* glyphs: a quarter turn clockwise about x, y */
    uint8_t level;                                                 /* odd: its glyphs, in the order of its text, go from
                                                                      right to left by their dx */
    const Ink *ink;                                                /* in the place of gray; NULL: gray */
    int scale;                                                     /* horizontal, 1/1000; 1000: as designed */
    Str text;                                                    /* what the glyphs say, spaces at line ends included */
    Glyph *glyphs; int nglyphs;
    bool hyphen;                                                   /* the last glyph is a hyphen which the line break
                                                                      put in: its ActualText is U+00AD */
    Str anchor, link, describe;                                    /* anchor: one or more ids, parted by single blanks:
                                                                      each is a destination */
    Str block; ptrdiff_t offset;                                   /* as in Run, of this item's first scalar */
    int line;                                                      /* the line of text of its page on which it stands,
                                                                      from 1; furniture: 0 */
    Str image;
    Sp whole_width, whole_height;                    /* of an image that its place cuts off, about the middle; else 0 */
    bool bleeds;                                                   /* an image that goes beyond the trim */
};
/* What was done so that pages end well: first what a reader could see, with `lines` and `block` as they apply; then, of
   a spread, what would be seen else. */
typedef enum {
    DEED_SHORT,                                                  /* both pages of the spread end so many lines higher */
    DEED_LONGER, DEED_SHORTER,                                /* a paragraph has more or fewer lines than at its best */
    DEED_ROOM,                                                     /* a line more above a heading */
    DEED_WHITE,                                                    /* so many lines of white at the foot */
    DEED_PARTED,                                        /* lines that should stay together do not: a widow, an orphan */
    DEED_HYPHEN,                                                   /* the page ends in a hyphen */
    DEED_NOTE,                                                     /* a note goes on overleaf */
    ELSE_WIDOW, ELSE_ORPHAN,                                       /* so many lines of the block would stand alone */
    ELSE_HEADING,                                                  /* a heading would stand without its text */
    ELSE_PARTED,                                                   /* what is kept together would be parted */
    ELSE_WHITE,                                                  /* so many lines of white, as the block does not fit */
    ELSE_HYPHEN,                                                   /* a hyphen from a recto to its verso */
    ELSE_END,                                                      /* the last page would have so many lines */
    ELSE_NOTES,                                                    /* notes would not fit */
    ELSE_LATER                                                     /* a page further on would not end well */
} DeedKind;
typedef struct Deed Deed;
struct Deed { Deed *next; DeedKind kind; int lines; Str block; };
typedef struct Page Page;
struct Page {
    Page *next;
    int number;                                                    /* 1-based leaf side in the book: odd is recto */
    Str label;                                                     /* "xii", "37"; set by the caller */
    Sp width, height, left;                                        /* left: where the measure begins on this page */
    Item *items, *last;
    const void *first_mark, *last_mark;                            /* marks in force at the top / last set on it */
    Str block; ptrdiff_t offset;                                   /* the first reflowable text on it; empty: none */
    const Deed *deeds;
    bool blank;                                                    /* put in by a recto */
    bool opening;                                                  /* the flow begins here: no running head */
    bool plate;                                                    /* an image fills it: no running head, no folio */
};
/* Sets one flow (a chapter) from the page `number` on.  Pages and items live in `a`, and stay valid while the
   blocks do. */
Page *type_flow(Typesetter *, Arena *a, const Block *, const Frame *, int number, const void *mark_before);
/* How the paragraphs of a flow were broken.  Kept from one setting of a flow to the next of the same words, it spares
   the search; where the words are others it is made anew. */
typedef struct Memo Memo;
Memo *memo_new(Arena *);                                           /* empty; one for each flow */
void  memo_forget(Memo *);                                         /* the flow's words are about to change */
/* The same page by page: each is handed to `each` when it is whole, and is gone from `a`, with all that is made there
   meanwhile, when that returns.  So no more than one page is held, whatever the length of the flow.  memo: NULL, or the
   flow's own. */
typedef void TakePage(void *to, Page *);
void  type_pages(Typesetter *, Arena *a, const Block *, const Frame *, int number, Memo *, TakePage *each, void *to);
/* The same pages for those who only ask what stands where: a line has an item for each of its anchors, and one for its
   place in the text, whose offset is told of the first on a page only; items have their `line`, but no glyphs. */
void  type_places(Typesetter *, Arena *a, const Block *, const Frame *, int number, Memo *, TakePage *each, void *to);
/* Sets runs on one line for furniture: items from x on, aligned within width; never breaks; returns the items in
   order. */
Item *type_line(Typesetter *, Arena *a, const Run *, Align, Sp x, Sp y, Sp width, Artifact);
Sp    type_width(Typesetter *, const Run *);                       /* natural width of the runs on one line */
Sp    type_table_width(Typesetter *, const Block *table, const Frame *); /* of all its columns and the white between
                                                                            them */
/* For the build record: "HarfBuzz 6.0.0"; and paths, in the arena, of the files on which lines hang: the hyphen
   library, which does not tell its version, the fonts that were opened, the dictionaries that were read. */
Str   type_versions(Arena *);
int   type_files(const Typesetter *, Arena *, Str **paths);        /* how many */

/* ---- as text, for tests (dump.c) */
void dump_breaks(Buf *, const Page *);                             /* each line's words, space in 1/1000 em, hyphen */
void dump_pages(Buf *, const Page *);                      /* each page: label, lines at grid positions, items' nodes */
void dump_spreads(Buf *, const Page *);                            /* what was done to each page, and why */
void dump_deeds(Buf *, const Page *);                      /* the same of one page, without its number: a line a deed */
int  dump_space(const Item *first, const Item *end);      /* the mean word space of a line, 1/1000 em; 0: it has none */
void dump_blocks(Buf *, const Block *);                            /* a block and all after it, a line a block */
void dump_tags(Buf *, const Struct *);                             /* a node and all below it, set in by depth */
#endif
