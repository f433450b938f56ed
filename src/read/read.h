/* read.h - the book on disk in, TEI fragments out: book.yaml, raw texts with their marks, Markdown, notes.
   Door to libyaml and cmark-gfm. */
#ifndef READ_H
#define READ_H
#include "tei/tei.h"

/* ---- book.yaml (config.c).  All strings are UTF-8, NFC not forced; empty where not given. */
/* role: a MARC relator code: aut edt trl pbl … */
typedef struct { Str name, role, file_as; bool organisation; Where at; } Contributor;
typedef enum { PART_RAW, PART_MARKDOWN, PART_TEI } PartKind;
typedef struct {
    Str key;                                                       /* [a-z][a-z0-9]*: ids of its blocks begin with it */
    PartKind kind;
    Str headnote;                                       /* Markdown, ours, that stands between its title and its text */
    Str file, sha256, marks, notes;                                /* file: raw: a name below --texts; Markdown: below
                                                                      the book's folder. notes: notes/KEY.md */
    /* of the part; kind_name: chapter, text, preface, appendix … */
    Str title, short_title, author, date, lang, rights, holder, kind_name;
    Str origin;                                                    /* where the capture came from, words */
    bool cleared;                                                  /* rights.status: cleared */
    Where at, file_at, sha_at;
} Part;
typedef struct { Str name; Where at; } TermsFile;
enum { APPARATUS_TEXTS = 1, APPARATUS_EMENDATIONS = 2, APPARATUS_CONCORDANCE = 4, APPARATUS_PARALLELS = 8,
       APPARATUS_LEDGER = 16, APPARATUS_INDEX = 32 };
typedef struct { Str edition, id; Where at; } Identifier;          /* edition: epub print archive; id: ISBN-13 digits,
                                                                      or an URN/URI */
typedef struct {
    Str dir, name;                                                 /* folder; its last name, which the products bear */
    Str title, subtitle, short_title, lang, publisher, place, date, rights, description, series, series_number, edition,
        identifier, modified;
    Str printing, address, reservation, typefaces;                  /* of the imprint, in words */
    Contributor *people; int npeople;
    Str *subjects, *thema; int nsubjects, nthema;                  /* thema: codes of the Thema scheme */
    Identifier *ids; int nids;
    Part *front, *parts, *back; int nfront, nparts, nback;
    bool anthology;                                      /* kind: anthology (text/group/text) or book (text/body/div) */
    Str design;                                                    /* "default" */
    Str notes_place, editor_notes;                     /* end (of book) chapter foot signs; empty: the design decides */
    bool want_epub, want_print, want_archive, want_tei, want_bag, want_web, want_onix, want_cover;
    Where editions_at;                                     /* the list of them; of book.yaml itself where it has none */
    Str certified_by;                                              /* who vouches for EPUB Accessibility 1.1, WCAG 2.2
                                                                      AA; empty: no claim is made */
    Where certified_at;
    Str *epub_fonts; int nepub_fonts;                       /* files of installed fonts that the e-book carries whole */
    TermsFile *terms; int nterms;                                  /* files of index terms, below the folder */
    unsigned apparatus;                                            /* sum of APPARATUS_…: the lists behind the notes */
    Str cover, page_source;                                        /* cover: image below the folder; page_source:
                                                                      "source-of" or "pageBreakSource" */
    Str cover_art, cover_ink;                                      /* a picture without words, on which the title is
                                                                      set; a colour of the palette */
    Where cover_at;                                                /* of the file, in book.yaml */
    struct {                                                  /* print: what the press is told; empty and 0: not said */
        Str vendor, paper, profile, condition;                     /* profile: x1a x3 */
        int64_t gutter, bleed, spine;                              /* 1/65536 of a point */
        bool reckoned, marks;                              /* reckoned: the spine's unconfirmed rule is to be trusted */
        Where at, vendor_at, paper_at, gutter_at, spine_at, condition_at;
    } print;
    bool proof;                                          /* some part's rights are not cleared: every edition says so */
    Where at;
} Config;
/* Reads DIR/book.yaml whole; every fault is said with line and column, all in one run; a value that cannot be used is
   left at its default.  Dates: ISO 8601; `modified` comes from book.yaml or SOURCE_DATE_EPOCH, else is `date`. */
const Config *config_read(Arena *, Str dir, Diag *);

/* ---- fragments.  Each reader fills a <text> (anthology) or <div> (book) that is already in the tree; messages go to
   the author; what was read in spite of faults stays usable. */
/* a declared series of notes */
typedef struct { Str key, label; int first, last; bool cut; int *missing; int nmissing; Where at; } Series;
typedef struct { Str key, name, kind, short_name; Where at; } Voice; /* voices and works: key "t003.rogovin", as resp,
                                                                        ed and corresp name it; kind "voice:compiler" …,
                                                                        "work" */
typedef struct {
    Node *text;
    Str source_name; int64_t lf;                                   /* raw: the name of the file and its count of LF */
    Series *series; int nseries;
    Voice *voices; int nvoices;
    bool ok;                                              /* false: nothing usable (missing, wrong digest, not UTF-8) */
} Fragment;
/* What the editions show where words are lost, "[lost]", or what a link led to: in the language of the book. */
typedef struct { Str words, link; } Losses;
Fragment text_read(Arena *, Node *into, const Part *, Losses, Str book_dir, Str texts_dir, Diag *);
Fragment markdown_read(Arena *, Node *into, const Part *, Str book_dir, Diag *);

/* ---- notes from a file: notes/KEY.md.  `## series a` opens a series, `12: words` or `[^12]: words` a note (Markdown
   inline, more paragraphs indented). Bodies are made as <note> children of `into` (a scratch element), with @n and
   @type="series". */
typedef struct { Str series, number; Node *note; bool used; Where at; } Body;
typedef struct { Body *bodies; ptrdiff_t n; } Bodies;
Bodies notes_read(Arena *, Node *into, const Part *, Str book_dir, Diag *);

/* ---- index terms (terms.c): headings with the forms in which they stand in the texts.  A form may end with * and then
   goes on at will.  `forms` are certain; `maybe` are decided block by block; yes and no are for both. */
/* last > 0: the blocks of these lines of a part */
typedef struct { Str id, part; int64_t first, last; bool yes, used; Where at; } TermBlock;
typedef struct {
    Str heading;                                                   /* "Smirnov, Ivan"; *titles* in asterisks */
    Str *forms, *maybe, *see, *also; int nforms, nmaybe, nsee, nalso;
    TermBlock *blocks; int nblocks;
    Where at;
} Term;
typedef struct { Term *terms; int n; } Terms;
void terms_read(Arena *, Terms *into, Str path, Str name, Diag *, Where asked);   /* name: in messages */
bool term_names(const TermBlock *, Str id);                        /* this block is one of them */

/* ---- stages as text, for `show` */
/* each line of a raw text and what it became */
void text_dump_lines(Arena *, Buf *, const Part *, Str book_dir, Str texts_dir, Diag *);
/* the facts as understood, in canonical notation */
void text_dump_marks(Arena *, Buf *, const Part *, Str book_dir, Str texts_dir, Diag *);
/* ---- survey.c: marks that a raw text seems to need, proposed from the text alone, each with its evidence: a marks
   file.  A text that cannot be read is said at `path`, and nothing is written. */
void survey_write(Arena *, Str path, Buf *, Diag *);
Str  read_versions(Arena *);
#endif
