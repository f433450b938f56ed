/* vendor.h - what printers and shops ask of a book: a file of rules in, each with its source, date and standing;
   answers about page counts, gutters and spines out.  The rules are data: vendors/NAME.vendor in the book's folder, or
   the one that comes with the program.

       catchword-vendor 1
       name "Example Press, paperback"
       from "Example Press, page 'Your files'" 2026-11-22 confirmed
       pages 24 828
       gutter 24 150 0.375in

   A line is a rule, or says from where the rules below it are: words, the date on which they were read, and whether
   that was the vendor's own word (confirmed) or somebody's account of it (unconfirmed). */
#ifndef VENDOR_H
#define VENDOR_H
#include "type/type.h"

/* name, arguments: n number, l length, s a name, w one of the words; those after '?' may be left out */
#define RULES                                                                                                          \
    RULE(PAGES, "pages", "nn", "")                   /* least and most */                                              \
    RULE(MULTIPLE, "multiple", "n", "")              /* the page count is a multiple of it */                          \
    RULE(BLANK_END, "blank-end", "n", "")            /* so many blank pages at the end */                              \
    RULE(BLANKS, "blanks", "n", "")                  /* at most so many blank pages in a row */                        \
    RULE(TRIM, "trim", "ll?nn", "")                  /* one of the trim sizes; least and most pages of it */           \
    RULE(TRIM_RANGE, "trim-range", "llll", "")       /* any between: least and most width, least and most height */    \
    RULE(GUTTER, "gutter", "nnl", "")                /* from page count, to page count: margin at the spine */         \
    RULE(MARGIN, "margin", "l", "")                  /* at the other three edges */                                    \
    RULE(BLEED, "bleed", "lw", "all outer")          /* of pages that bleed; outer: none at the spine */               \
    RULE(MARKS, "marks", "w", "no may must")                                                                           \
    RULE(PROFILE, "profile", "w?ww", "x1a x3 pdf")   /* accepted, the first is asked for */                            \
    RULE(FONTS, "fonts", "w", "embedded")                                                                              \
    RULE(TYPE, "type", "l", "")                      /* smallest size of type */                                       \
    RULE(LINE, "line", "l", "")                      /* thinnest rule */                                               \
    RULE(DPI, "dpi", "n?n", "")                      /* of pictures: least and most */                                 \
    RULE(INTERIOR, "interior", "w", "gray")          /* colour of the pages */                                         \
    RULE(INK, "ink", "n", "")                        /* most ink anywhere, in per cent, all four together */           \
    RULE(PAPER, "paper", "snnl", "")                 /* name, least and most pages, thickness of a page */             \
    RULE(PAPER_INCH, "paper-inch", "snnn", "")       /* name, least and most pages, pages to an inch */                \
    RULE(SPINE_PLUS, "spine-plus", "l", "")          /* to be added for the cover's own thickness */                   \
    RULE(COVER_BLEED, "cover-bleed", "l", "")                                                                          \
    RULE(COVER_SAFETY, "cover-safety", "l", "")      /* what matters keeps so far from the trim */                     \
    RULE(SPINE_TEXT, "spine-text", "n", "")          /* from so many pages on */                                       \
    RULE(SPINE_LEAST, "spine-least", "l", "")        /* thinnest spine with words on it */                             \
    RULE(SPINE_SAFETY, "spine-safety", "l", "")      /* words on the spine keep so far from the folds */               \
    RULE(BARCODE, "barcode", "lll", "")              /* its box: width, height, distance from the trim */              \
    RULE(ISBN, "isbn", "w", "must may")                                                                                \
    RULE(COVER, "cover", "w", "must")                /* a cover is to be delivered */                                  \
    RULE(EPUB_COVER, "epub-cover", "nn", "")         /* least width and height in pixels */                            \
    RULE(EPUB_COVER_MOST, "epub-cover-most", "n", "")     /* most pixels at a side */                                  \
    RULE(EPUB_COVER_RATIO, "epub-cover-ratio", "nn", "")  /* height to width, least and most, in hundredths */         \
    RULE(EPUB_PICTURE, "epub-picture", "n", "")      /* a picture of the e-book but its cover, most pixels */          \
    RULE(EPUB_FILE, "epub-file", "n", "")            /* a document of the e-book, most KB */           \
    RULE(CONDITION, "condition", "s", "")            /* the registered name of an output condition */                  \
    RULE(KNOWN_AS, "known-as", "s", "")              /* what the condition above it is called, too */
typedef enum {
#define RULE(id, name, form, words) RULE_##id,
    RULES
#undef RULE
    RULE_MAX
} RuleKind;
typedef struct { Str words, date; bool confirmed; } Source;
typedef struct Rule Rule;
struct Rule {
    Rule *next;
    RuleKind kind;
    Str name;                                               /* of a paper; or the words of the rule, parted by blanks */
    int64_t n[4];                                                  /* numbers, and lengths in Sp, in their order */
    int given;                                                     /* how many there are */
    const Source *source;
    Where at;
};
typedef struct { Str key, name; Rule *rules; } Vendor;             /* in the order of the file */
/* NULL, and said at `asked`: there is no such file.  Its own faults are said at their line and column. */
const Vendor *vendor_read(Arena *, Str key, Str book_dir, Str assets_dir, Diag *, Where asked);
const Vendor *vendor_registry(Arena *, Str book_dir, Str assets_dir, Diag *, Where asked);   /* of output conditions */
void registry_check(Arena *, Str name, Str book_dir, Str assets_dir, Diag *, Where at);   /* says what is not in it */
const Rule *vendor_rule(const Vendor *, RuleKind);                 /* the first, or NULL */
const Rule *vendor_next(const Rule *, RuleKind);                   /* the next of its kind */
const Rule *vendor_gutter(const Vendor *, int pages);              /* the rule for so many pages, or NULL */
const Rule *vendor_paper(const Vendor *, Str name);                /* empty: the first; or NULL */
Str  vendor_papers(Arena *, const Vendor *);                       /* "white, cream" */
int  vendor_bound(const Vendor *, int pages, bool last_blank);     /* pages that the bound book has, blanks added; NULL:
                                                                      even */
Sp   vendor_spine(const Vendor *, const Rule *paper, int pages);
bool vendor_confirmed(const Vendor *, const Rule *paper);          /* of the spine's width */
const char *vendor_word(RuleKind);                                 /* "spine-text" */
Str  vendor_says(Arena *, const Rule *);                           /* "KDP help, 'Print Options', read 2026-11-22" */
#endif
