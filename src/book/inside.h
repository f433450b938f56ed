/* inside.h - what the files of `book` share while a book is put together. */
#ifndef BOOK_INSIDE_H
#define BOOK_INSIDE_H
#include "book/book.h"

/* A part of the book with what was read of it. */
typedef struct {
    const Part *part;
    Fragment fragment;
    Node *node;                                                    /* text or div; its content as the reader left it */
    enum { AT_FRONT, AT_BODY, AT_BACK } at;
} Piece;

/* A note: its call, or its body, or both. */
typedef struct Again Again;
struct Again { Again *next; Node *ref; };                          /* the further calls of a note */
typedef struct Note Note;
struct Note {
    Str id, series, number;
    Node *ref, *body;                                   /* the first call; NULL: nobody calls it.  NULL: not captured */
    int calls;                                                     /* how many refs there are */
    Again *again, **end;
    int index;                                                     /* of its series in the book */
    Where at;
};

/* The words of a block that is not left out. */
typedef struct {
    const Node *node, *note;                                       /* note: in which it stands; NULL: in none */
    const Piece *piece;                                            /* NULL: it is a note's */
    Str id, text;
} Copy;
typedef struct { Arena *a; Copy *of; ptrdiff_t n, cap, bytes; } Copies;    /* bytes: of all texts */

typedef struct {
    Book *book;
    Arena *a;
    Diag *diag;
    Str assets, texts;
    Piece *pieces; ptrdiff_t npieces;
    Node *header, *text, *front, *body, *back;                     /* body: body or group */
    Arena *lists;                                                  /* for as long as the apparatus is made */
    Copies *copies;                                                /* NULL: not asked for yet */
} Making;

#define MATTER_LIMIT (240 << 10)                    /* estimated bytes of XHTML; 300 KB is the bound that readers set */
#define RUN_ON_WORDS 1000

void header_make(Making *);                                        /* the teiHeader, when all parts are read */
void titles_make(Making *);                                        /* half-title, title page, imprint */
void notes_make(Making *);                                         /* bodies gathered into back, declarations, series */
Str  note_ranges(Arena *, Str lang, const int *numbers, ptrdiff_t n);     /* "1–23, 25 and 27"; the numbers count up */
void number_blocks(Making *);                       /* ids for what has none; each id once; links that lead somewhere */
void contents_make(Making *);                                      /* headings */
void matters_make(Making *);                                       /* matters */
void back_make(Making *);                          /* the apparatus that book.yaml asks for, when all blocks have ids */

/* ---- the apparatus: a list a file; each makes nothing where there is nothing to list */
Node *apparatus_open(Making *, const char *id, Wording title);     /* its div behind the others */
Node *apparatus_text(Making *, Node *div, const Piece *);          /* in it one for a text, with that text's title */
void  apparatus_words(Making *, Node *div, Str);                   /* a paragraph of ours */
Node *apparatus_list(Node *div);                                   /* entries with hanging indents */
Node *place_at_line(Node *parent, Str id);                         /* "37.12" in print: page and line of this id */
Node *spots_open(Node *parent);                                    /* the pages of places, as book.h has them */
void  spot_add(Node *seg, Str id, Str offsets);                    /* "12 340" in this block; empty: where it begins */
#define LEMMA_ENDS "\u202F] "                                      /* a thin space: a lemma may end with a bracket */
void  apparatus_name(Node *into, Str name);                        /* "Author, *Title*" */
void  apparatus_title(const Making *, Node *into, const Piece *);  /* of a text, marked where its language is another */
void  account_make(Making *);
void  emend_make(Making *);
void  concord_make(Making *);
void  ledger_make(Making *);
void  index_make(Making *);
void  parallel_make(Making *);
bool  is_block(const Node *);                                      /* a leaf with an id: what a place is named after */
/* Its reading text, alone in the Buf; blocks in it are left to themselves. */
Str   block_words(Buf *, const Node *block);
const Copies *copy_read(Making *);                                 /* of texts, front and back matter, then of notes */
bool  emend_listed(const Node *);                             /* what an editor did, and the list of emendations says */
Str   piece_title(Arena *, const Piece *);                         /* of a text, as its running heads have it */

/* ---- numbers in the language of an edition (figures.c) */
Str figures_words(Arena *, Str lang, ptrdiff_t n);                 /* "seven", "twenty-one"; "321"; n: 2 and more */
Str figures_first(Arena *, Str lang, ptrdiff_t n);                 /* where a sentence begins: "Seven", "In all, 321" */
Str figures_grouped(Arena *, Str lang, ptrdiff_t n);               /* "12,345" */
Str figures_share(Arena *, Str lang, ptrdiff_t part, ptrdiff_t whole);     /* "3.5 %" of it, at most all */

/* ---- elements of ours (make.c) */
typedef struct { Node **at; ptrdiff_t n, cap; } Nodes;
void  nodes_add(Arena *, Nodes *, Node *);
Node *make(Node *parent, Tag, const char *id);                     /* a new last child of ours; id NULL: none */
Node *make_text(Node *parent, Tag, Str text);              /* with characters; nothing, and NULL, where text is empty */
Node *make_typed(Node *parent, Tag, const char *type);
Str make_words(const Making *, Wording);                           /* ours, in the language of the book */
Str make_filled(const Making *, Wording, const Str *values);       /* with a value for each % */
Node *make_spoken(Node *, Str lang);                               /* marked where those around it are not in lang */
Node *make_tongue(Node *, Str lang);                               /* where words in lang go in it: itself, or a seg */
Node *make_ours(const Making *, Node *);               /* words of ours: marked where they are English, the book not */
/* ---- small helps (assemble.c) */
const Part *part_find(const Book *, Str key);
bool node_is_silent(const Node *);                               /* has no reading text: pb, left-out lines, comments */
#endif
