/* book.h - fragments in, one valid manuscript out: header, front and back, notes, numbers, contents, checks.
   Declares the page map, by which the editions share one truth about pages. */
#ifndef BOOK_H
#define BOOK_H
#include "read/read.h"

/* ---- what a fragment must bring (and what is done with it)
   A part's element, <text xml:id="KEY"> or <div xml:id="KEY" type="…">, stands before its reader is called.
   A call is <ref type="note" subtype="SERIES" n="12" xml:id="KEY.SERIES.12.ref" target="#KEY.SERIES.12">; its body,
   where the source has it, a <note xml:id="KEY.SERIES.12" n="12"> anywhere in the fragment: it is moved to the notes at
   the end.  Bodies from notes/KEY.md come by series and number.  A call without an id or a target is given them. The
   notes are <back>/<div type="notes" xml:id="notes">: div type="notes-text", in it div type="notes-chapter" where a
   text has chapters, in these
       <note xml:id="t000.a.12" n="12" place="end"><p><ref type="back" target="#t000.a.12.ref">12</ref> words <ref
       type="page" target="#t000.a.12.ref"/></p></note>
   and for what was not captured one a series
       <note type="declaration" place="end"><p>a sentence</p><p rend="run-in">Calls: <ref type="back"
       xml:id="t000.a.12" target="#t000.a.12.ref">12</ref><ref type="page" subtype="row" target="#t000.a.12.ref"/>
       …</p></note>
   where the sentence names each number, the numbers stand in it and the pages behind it, and there is no row.  Of the
   pages of a row each is named once, behind the last of the places that stand on it. */

/* ---- contents: headings in document order, as every edition shows them */
typedef struct {
    Str id;                                                   /* of the div (or text); a destination in every edition */
    Str title, short_title;                              /* reading text without note calls; short: for running heads */
    int level;                                                     /* 1: texts or front and back matter of an anthology,
                                                                      chapters of a book */
    Str part;                                                      /* key of its part; empty: made by us */
    Node *node, *head;                                             /* div, text, …; head may be NULL */
    bool untitled;                                             /* the words are the editor's: not shown over the text */
} Heading;

/* ---- matters: the book cut into the pieces that an edition handles at a time, in reading order: a document of the
   EPUB, a flow of the PDF.  Together they hold every block of the tree exactly once. */
typedef enum { MATTER_HALFTITLE, MATTER_TITLEPAGE, MATTER_IMPRINT, MATTER_DEDICATION, MATTER_FRONT, MATTER_TEXT_TITLE,
               /* dedication: or an epigraph */
               MATTER_CHAPTER, MATTER_BACK, MATTER_NOTES, MATTER_APPARATUS, MATTER_INDEX } MatterKind;
typedef enum { OPENS_RECTO, OPENS_PAGE, OPENS_RUNON } Opens;
typedef struct {
    MatterKind kind;
    Opens opens;
    bool front;                                                    /* roman folios */
    Node *first, *last;                                            /* siblings in the tree; of a div that is cut, its
                                                                      head and first blocks */
    Node *wrapper;                                          /* their parent: text body, or the div that had to be cut */
    Str id, title, short_title, file;                              /* file: stem for an EPUB document, ASCII, stable */
    Str part, lang;
    const Heading *heading;                                       /* the entry of the contents that opens it, or NULL */
    ptrdiff_t words, bytes;                                        /* reading text; bytes: estimate of its XHTML */
    Str voice;                                             /* running head: who speaks; empty: the part's short title */
} Matter;

/* ---- notes: one model */
typedef struct { Str id, number; Node *ref; Str block; bool in_heading; } Call;
typedef struct {
    Str part, key, label;
    Call *calls; ptrdiff_t ncalls;
    ptrdiff_t nbodies;                                             /* numbers that have a body */
    bool cut;
    int first, last;                                               /* as declared; 0: not said */
    int *missing; int nmissing;                                    /* numbers without a call, declared */
    bool declared;                                                 /* by a rule of the marks: its numbers are audited */
    Where at;
} NoteSeries;

typedef struct {
    Arena *a;
    Tree *tree;
    const Config *config;
    Heading *headings; ptrdiff_t nheadings;
    Matter *matters; ptrdiff_t nmatters;
    NoteSeries *series; ptrdiff_t nseries;
    Voice *voices; ptrdiff_t nvoices;
    Str source_date;                                               /* ISO 8601 of the last change, from config */
    Table *heading_of, *voice_of;                                 /* id of a div -> Heading; "t003.compiler" -> Voice */
} Book;
#define BOOK_VERSION "0.1"                                      /* of Catchword, in header, messages and build record */
/* Reads all parts, assembles, numbers and checks: the tree in Book is the manuscript, valid by assets/catchword.rng.
   texts_dir: where raw texts lie; assets_dir: schema and designs.  The tree lives until book_close. */
Book *book_read(Arena *, const Config *, Str texts_dir, Str assets_dir, Diag *);
void  book_close(Book *);                                          /* its tree, with all that points into it */
void  book_check(const Book *, Diag *);                         /* audits notes, links, headings, rights; only speaks */
void  book_tei(const Book *, Buf *);                               /* BOOK.tei.xml */
/* What a part brings into the book (tally.c): words of its matters; paragraphs, headings, items and lines that are
   read; places that an editor changed; lines of its source that are left out. */
typedef struct { ptrdiff_t words, blocks, emendations, left_out; } Tally;
Tally book_tally(Arena *, const Book *, Str part);
Str heading_lang(const Heading *);                                 /* of its title; empty: that of the book */
Str heading_listed(const Heading *);     /* in contents: the title, or its short form where it is long or in capitals */
const Heading *book_heading(const Book *, const Node *);           /* the contents entry in force at a node */
bool book_is_bare(const Node *foreign);                /* its only child is italic already: it has no look of its own */
const Voice   *book_voice(const Book *, Str ref);                  /* "#t003.compiler" */

/* ---- words of the house (wording.c), by the language of the book */
typedef enum {
#define WORDING(name, ...) WORDING_##name,
#include "book/wording.def"
#include "book/sentence.def"
#undef WORDING
    WORDS
} Wording;
Str wording_find(Str lang, Wording);                               /* English for a language that is not in the table */
Str wording_lang(Str lang);                                        /* the language in which that is: lang, or "en" */
Str wording_mark(Str lang);                                        /* its xml:lang in a book in lang: "en", or empty */
Str wording_fill(Arena *, Str lang, Wording, const Str *values);   /* a value for each % in it, in order */
Str wording_page(Arena *, Str lang, Wording sign, Str label);      /* PAGE_SIGN, PAGES_SIGN: "p. 37", "pp. 37–39" */
Str wording_quote(Arena *, Str lang, Str what);                    /* in the quotation marks of the language */
Str wording_spoken(int i);                                 /* the languages that are in the table; empty: no more */
Str wording_row(Arena *, Str lang, const Str *items, ptrdiff_t n); /* "a, b and c" */

/* ---- what an edition says (said.c, retell.c): its text a block at a time, in one form whatever the edition is, so
   that editions can be compared.  Normalised: NFKC; white space in runs is one blank, at a block's ends none; soft
   hyphens and other characters without width are gone; a blank before a note call stands after it.  A call is its
   number in ⟨⟩. */
enum { SAID_ITALIC = 1, SAID_BOLD = 2, SAID_RAISED = 4, SAID_LOWERED = 8, SAID_SMALL = 16, SAID_STRUCK = 32,
       SAID_UNDER = 64, SAID_CALL = 128,
       SAID_ASIDE = SAID_RAISED | SAID_LOWERED };       /* both: another speaks, and is italic where a design says so */
typedef struct { ptrdiff_t at; int line; } SaidLine;               /* from this byte of the text on */
typedef struct {
    Str id;                                               /* empty: what goes on after a block within it, or nobody's */
    Str label;                                                     /* a list's mark, a speaker, the number of a note */
    Str text;
    const unsigned char *look;                                     /* SAID_… added up, a value for each byte of text */
    int level;                                                     /* of a heading, as its edition counts; 0: none */
    bool sub, note, title;                                         /* a further line of a heading | of the notes at the
                                                                      end | the title of the book, which heads
                                                                      nothing */
    Str kind;                                                     /* of the manuscript: blocks of one kind look alike */
    Where at;                                                      /* of the manuscript: in its source */
    const SaidLine *lines; int nlines;                             /* of the manuscript: in its source */
    int page;                                                      /* of a PDF, from 1 */
} SaidBlock;
/* placed: notes stand with their calls or chapters; fault: why it cannot be read */
typedef struct { SaidBlock *blocks; ptrdiff_t n; bool placed; Str fault; } Said;
typedef struct Teller Teller;                                      /* takes down what a reader of an edition tells */
Teller *said_open(Arena *);
void    said_begin(Teller *, SaidBlock facts);          /* id, level, sub, kind, at, page; the block around it pauses */
void    said_end(Teller *);                                     /* of the block begun last; the one around it goes on */
void    said_words(Teller *, Str, int look);                       /* copied; look: SAID_… added up */
void    said_call(Teller *, Str number);                           /* of a note, set in ⟨⟩ */
void    said_label(Teller *, bool on);                   /* words from here, or till here, are the next block's label */
void    said_line(Teller *, int line);                             /* what follows stands on that line */
bool    said_nothing(const Teller *);                              /* nothing yet in the block */
Said    said_close(Teller *);                                      /* all blocks, in the arena of said_open */
typedef struct PageMap PageMap;
/* The manuscript: levels are those of its contents, and the pages that an index names are those of the map. */
Said    book_said(Arena *, const Book *, const PageMap *);
Said    tree_said(Arena *, Tree *);                                /* a TEI file; levels count the divisions around */

/* ---- notes that were not captured (dossier.c)
   A notes file to fill in: for each call of the part without a body the sentence that calls it, the names and works in
   that, and its page, as comments over its number.  so_far: the file as it is; what it has, filled or not, stays, and
   is not asked for again.  Empty: there is nothing to ask for. */
Str  book_dossier(Arena *, const Book *, const PageMap *, const Part *, Str so_far);
void book_series(const Book *, Buf *);                             /* the table of all series, columns parted by tabs */

/* ---- the page map (pages.c): filled by print, read by all.  Ids are the tree's xml:id. */
typedef struct { Str id; int page, line; } Place;             /* page: index into pages; line: as on the page, from 1 */
/* label "xii"/"37"; block+offset: where the page's text begins, empty: none */
typedef struct { Str label, block; ptrdiff_t offset; bool blank; } PageFact;
PageMap *pages_new(Arena *);                                       /* empty */
void     pages_add(PageMap *, PageFact);                           /* the next page */
void     pages_place(PageMap *, Str id, int line);            /* id stands on the page added last, in this line of it */
int      pages_find(const PageMap *, Str id);                      /* page index or -1 */
int      pages_within(const PageMap *, Str block, ptrdiff_t offset); /* index of the page on which this scalar of the
                                                                        block stands, or -1 */
int      pages_count(const PageMap *);                             /* blank ones, too */
const PageFact *pages_at(const PageMap *, int page);               /* 0 <= page < pages_count */
int      pages_line(const PageMap *, Str id);                  /* the line of its page on which it begins; 0: unknown */
Str      pages_label(const PageMap *, Str id);                     /* label of the page it stands on; empty: unknown
                                                                      (NULL map allowed) */
/* The pages of many places, <seg type="places"> of <ref type="page" target="#BLOCK" n="12 340"/>: n are offsets in the
   block, subtype="note" says that it is a note.  In order, each page once, a row of pages as one: "37–39", "431n".
   Without a map each ref is a number from 1.  ref: the first of the range, whose target it leads to. */
typedef struct { Str words; const Node *ref; } Folio;
ptrdiff_t spots_read(Arena *, const Node *seg, const PageMap *, Folio **);
bool     pages_equal(const PageMap *, const PageMap *, Str *first_difference);   /* an id or page label that moved */
#endif
