/* print.h - how the book looks on paper: the manuscript in, styled blocks, pages, PDFs out.  Here the book is
   designed. */
#ifndef PRINT_H
#define PRINT_H
#include "book/book.h"
#include "pdf/pdf.h"
#include "vendor/vendor.h"

typedef struct Press Press;
/* Fonts, design, structure tree.  The book must not change afterwards. */
Press *print_open(Arena *, const Book *, Str assets_dir, Diag *);
void   print_close(Press *);                                       /* the fonts and pictures that it holds */
void   print_millimetres(const Press *, int *width, int *height);      /* the trim, rounded; 0 without a press */
/* One pass of the page loop: sets the book with the page numbers of `known` (NULL at first: what comes later knows what
   stands before it) and returns where all came to stand. */
PageMap *print_measure(Press *, const PageMap *known);
/* When the map is stable: how the book is bound by the vendor's rules (NULL: none); what is too narrow is said. */
void   bind_book(Press *, const PageMap *, const Vendor *);
int    bind_pages(const Press *);                                 /* of the bound book: blanks at its end are counted */
/* The cover, of a bound book: its measures by the vendor's rules, in messages what is missing for them (ok: false). */
typedef struct {
    /* width, height: the trim's */
    Sp width, height, spine, bleed, safety, spine_safety, box_width, box_height, box_edge;
    const Rule *paper;
    Str isbn;                                                      /* of the printed edition; empty: none, no bars */
    int ink;                                                       /* most ink anywhere, per cent */
    int dpi;                                                       /* of its picture as it is printed; 0: it has none */
    Sp near_trim, near_fold;                                       /* how near words come to the trim, and on the spine
                                                                      to its folds; -1: none do */
    bool finished;                                                 /* the words of its front are in a picture */
    bool spine_text, ok;
} CoverFacts;
CoverFacts cover_measure(Press *);
void   cover_write(Press *, const CoverFacts *, Str path);         /* a PDF of one page: back, spine and front */
Str    cover_front(Press *, int *width, int *height);       /* a JPEG, 1600 x 2560; a finished front as wide as it is */
Str    barcode_versions(Arena *);                                  /* of the library of bars, for the build record */
/* What a printer measures on the finished pages.  page: the one it was found on, 1 the first of the file; 0:
   nowhere. */
typedef struct { Sp value; int page; } Extreme;
typedef struct {
    int pages, blanks, blank_end;                                /* bound; most blank ones in a row; blank at the end */
    Sp width, height;
    Extreme inner, outer;                                    /* how near anything comes to the spine, to another edge */
    Extreme type, rule;                                            /* smallest size of type, thinnest rule */
    Extreme dpi, dpi_most;                                         /* of pictures, as plain numbers */
    Extreme reach;                                        /* how far pictures that bleed go beyond the trim, at least */
    Sp bleed;                                                      /* around the trim, as it is written */
    bool x3;                                                       /* which part of PDF/X it is */
    Str kept_font;                                                 /* one that may not be embedded */
} PrintFacts;
PrintFacts inspect_pages(Press *, const PageMap *);                /* sets the book once more; of a settled map */
/* After the map is stable: sets each chapter once more and streams it out.  An empty path leaves that PDF out.  `tei`
   is attached to the archive PDF. */
/* print_write then writes the pages on sheets as well, to this path. */
void   print_impose(Press *, Str path, PdfSheets);
void   print_write(Press *, const PageMap *, Str archive_path, Str print_path, Str tei, Str tei_name);
int    print_files(const Press *, Arena *, Str **paths);           /* fonts, dictionaries, as type_files has them */
/* The pages that print_write has written, so small that a whole book can be held and shown at a glance.  All of it
   lives as long as the book.  Lengths are whole points from the top left corner of the page. */
typedef enum { BAR_TEXT, BAR_SMALL, BAR_HEAD, BAR_FURNITURE, BAR_RULE, BAR_PICTURE, BAR_MAX } BarKind;
typedef struct { int16_t x, y, width, height; BarKind kind; } Bar; /* a line of text or a part of it: height 0, y: its
                                                                      baseline */
typedef struct {
    int number, nbars;                                             /* number: 1-based, odd is recto */
    bool blank;
    Str label, words, deeds;                                 /* words: the first ones; deeds: as dump_deeds says them */
    const Bar *bars;
} Sketch;
typedef struct {
    const Sketch *pages; int npages;
    Sp width, height;                                              /* trim size */
    int lines, hyphens, run, loose;                                /* lines of text; ending in a hyphen of ours; most of
                                                                      these in a row; with spaces above .4 em in the
                                                                      mean */
    int deeds[ELSE_WIDOW];                                         /* how often each DEED_… was done */
} Sketches;
const Sketches *print_sketches(const Press *);                     /* the press's own */
void   print_dump(Press *, const PageMap *, Str stage, Buf *);     /* blocks breaks pages spreads tags */
/* What a finished archive PDF says, as pdf_hear has heard it.  Levels of headings are those of its tags. */
Said   print_said(Arena *, const PdfHeard *);
#endif
