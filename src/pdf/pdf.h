/* pdf.h - finished pages in, one PDF file out.  Door to libharu, used as an object writer only.
   Pictures by libjpeg, libpng and librsvg; and a page may become a picture itself, by cairo.
   Archive profile: PDF 1.7, tagged, links, outline, page labels, meant to be PDF/A-3a and PDF/UA-1 (ISO 19005-3, ISO
   14289-1). Print profile: gray, no tags, no links, no outline, an even number of pages, meant to be PDF/X-1a:2001 (ISO
   15930-1). */
#ifndef PDF_H
#define PDF_H
#include "type/type.h"
typedef enum { PDF_ARCHIVE, PDF_PRINT } PdfProfile;
typedef struct Outline Outline;                                    /* document order, level 1 … 6 */
struct Outline { Outline *next; int level; Str title, id; };
typedef struct Attachment Attachment;                        /* ISO 32000-1 7.11.4, AFRelationship as ISO 19005-3 6.8 */
struct Attachment { Attachment *next; Str name, mime, relationship, description, bytes; };
/* Pages on sheets for a binder: so many sheets one in the other make a signature, each folded once, twice or three
   times (into 2, 4 or 8 leaves); paper: a leaf's thickness, by which the inner leaves creep out.  sheets 0: a page a
   page. */
typedef struct { int sheets, folds; Sp paper; } PdfSheets;
typedef struct {
    Str title, author, subject, keywords, lang, creator, publisher, rights, identifier;
    Str date;                                        /* ISO 8601, UTC: "2026-01-31T00:00:00Z"; of creation and change */
    const Struct *root;                                            /* the structure tree; NULL: not tagged */
    const Outline *outline;
    const Attachment *attachments;
    Str icc;                                                /* archive: another profile of sRGB than the writer's own */
    Str condition;                                                 /* print: registered name of the output condition;
                                                                      empty: "FOGRA39" */
    Sp bleed;
    bool outer;                                                    /* print: no bleed at the spine */
    bool colour;                                     /* print: inks and pictures in their colours, as CMYK; else gray */
#define PDF_INK 230                                        /* most ink of such a picture, all four together, per cent */
    bool x3;                                                     /* print: PDF/X-3:2002 in the place of PDF/X-1a:2001 */
    bool single;                                      /* print: a cover, not leaves: an odd number of pages stays odd */
    bool marks;                                                    /* print: crop marks, on a margin beyond the bleed */
    PdfSheets sheets;                                              /* print: imposed; without bleed and crop marks */
} PdfFacts;
typedef struct Pdf Pdf;
/* The product is written through base's out_*; facts and everything in them must live until pdf_close.  Pages are
   consumed one by one in order and may be gone after the call; what the file still needs of them (content, links,
   destinations, used glyphs) is kept compactly. */
Pdf *pdf_open(Arena *, Str path, PdfProfile, const PdfFacts *, Diag *);
void pdf_page(Pdf *, const Page *);                                /* the next page */
void pdf_close(Pdf *);                                             /* fonts, tags, names, outline, trailer; die() where
                                                                      libharu refuses */
Str  pdf_versions(Arena *);                                        /* of its libraries, for the build record */

/* ---- a finished PDF heard again (hear.c): what its structure tree says from the first to the last leaf, as a screen
   reader has it.  Text comes by ToUnicode and ActualText; a glyph that maps to nothing says U+FFFD.  Any PDF may be
   given: not encrypted, with streams that are plain or FlateDecode. */
typedef enum { HEARD_OPEN, HEARD_CLOSE, HEARD_TEXT } HeardKind;    /* an element begins, the last one ends, words */
enum { HEARD_ITALIC = 1, HEARD_BOLD = 2, HEARD_RAISED = 4, HEARD_LOWERED = 8 };
typedef struct {
    HeardKind kind;
    int look, page;                                                /* of text: HEARD_… added up; page: from 0 */
    Str text, id;                                            /* text: words, or the element's role; id: of an element */
} Heard;
/* A page's glyphs in the order of its content, furniture too; a glyph is its font's place in `fonts` and its code. */
/* name: without the tag of a subset; glyphs: 256 glyph names by code, where codes are not glyph ids themselves; else
   NULL */
typedef struct { Str name; const Str *texts; ptrdiff_t ntexts; const Str *glyphs; } HeardFont;
typedef struct { int font, code, element; } HeardGlyph;        /* element: the event that opens its element, -1: none */
typedef struct { HeardGlyph *glyphs; int nglyphs; } HeardPage;
typedef struct {
    Heard *events; int n;
    HeardPage *pages; int npages;
    HeardFont *fonts; int nfonts;
    bool tagged;
    Str fault;                                                     /* why the file cannot be read; else empty */
} PdfHeard;
PdfHeard pdf_hear(Arena *, Str file);                              /* file: its bytes; they must live as long */

/* A picture's size in pixels, as it is to be seen, and how many of them its file wants to the inch (72 … 1200, else 0:
   it does not say), to plan its place with; a message at `asked` where it is no whole gray or RGB JPEG and no whole
   PNG. */
typedef struct {
    int width, height, dpi;
    bool ok, carried;                                              /* carried: the archive keeps its profile */
    Str profile;                                                  /* of its red, green and blue, by name; empty: sRGB */
} PdfImage;
PdfImage pdf_image(Arena *, Str path, Diag *, Where asked);
PdfImage pdf_pixels(Str bytes);                           /* the same of a JPEG or PNG by its head alone; else not ok */
PdfImage pdf_artwork(Arena *, Str path, Diag *, Where asked);      /* of a cover: it may be an SVG as well */
Str pdf_picture(Arena *, const Page *, int width, int height, Diag *);    /* a JPEG in sRGB, so many pixels */
#endif
