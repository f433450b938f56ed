/* inside.h - what the files of this room share: the edition being made. */
#ifndef EPUB_INSIDE_H
#define EPUB_INSIDE_H
#include "epub/epub.h"

/* A content document: a matter of the book and those that run on after it.  file is its name in the container,
    below OEBPS/. */
typedef struct { const Matter *matter; ptrdiff_t nmatters, bytes; Str file, title, xhtml; } Doc;

/* A picture in the container. */
typedef struct { Str href, media, bytes, id; } Picture;

/* Where a print page begins: before the scalar `offset` of its block's reading text, at the beginning of a word. */
typedef struct PageMark PageMark;
struct PageMark { PageMark *next; Str label, id, file; ptrdiff_t offset; };

typedef enum { PLATFORM_EPUB, PLATFORM_WEB } Platform;              /* a web page knows no epub:type and is .html */
typedef struct {
    Arena *a;
    Platform platform;
    const Book *book;
    const Config *config;
    const PageMap *map;
    Diag *diag;
    Doc *docs; ptrdiff_t ndocs;
    Table *places;                                                 /* xml:id -> Doc */
    Table *named;                                                  /* id of a section -> its heading, which bears it */
    Table *pointed;                                                /* ids that something leads to */
    Table *promised;                                         /* ids of sections above a document, once one bears them */
    Table *marks;                                                  /* block id -> PageMark list */
    /* in reading order; file is set once its marker is written */
    PageMark **pages; ptrdiff_t npages;
    Table *pictures;                                               /* url -> Picture */
    Str identifier, page_source;
    const Picture *cover;                                          /* NULL: none */
    int nfaces;                                                    /* fonts in the container, fonts/1.otf … */
    const Doc *here;                                           /* the page of the web in hand: marked in its contents */
} Edition;

/* plan.c - documents, ids, identifiers; all that the files of this room need to know first */
Edition edition_open(const Book *, const PageMap *, Platform, Diag *);
Str  href_of(const Edition *, Str id);                             /* "chapter.xhtml#id"; empty: nowhere in the book */

/* pagemark.c - print pages as markers in the text */
void pagemark_read(Edition *);                                     /* map -> marks, pages */

/* xhtml.c - one matter as an XHTML document */
Str  xhtml_write(Edition *, const Doc *);
void xhtml_text(Buf *, Str);                                       /* escapes & < > and the quotation mark */
void xhtml_content(Edition *, Buf *, const Doc *);                 /* its content alone, without head and body */
void xhtml_open(const Edition *, Buf *, Str title, const char *body_type);     /* up to <body> */

/* typeface.c - fonts that the book asks for: whole files, with their licence beside them */
typedef struct { Str href, media, bytes; } Face;
Face *typeface_read(Edition *, int *n, Buf *css);      /* appends the rules to css; a message for each that cannot go */

/* facts.c - who can read the book, and how: counted, not claimed.  pictures: figures with an image; described: those
   with words in its place; textual: whoever reads the text alone misses nothing. */
typedef struct { ptrdiff_t pictures, described, calls, tables; bool textual, headings, notes, index, pages; } Facts;
Facts facts_read(const Edition *);                                 /* before or after its documents are written */
Str   facts_summary(Arena *, const Facts *, Str lang);     /* the same in plain words, in English where lang has none */

/* picture.c */
const Picture *picture_add(Edition *, Str url, Str bytes);
const Picture *picture_find(Edition *, Str url, Where asked);      /* loads it once; NULL after a message */

/* nav.c, opf.c */
Str  nav_write(const Edition *);
Str  ncx_write(const Edition *);
void nav_toc(const Edition *, Buf *);                              /* the contents as nested ol */
Str  opf_write(const Edition *);
#endif
