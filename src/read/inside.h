/* inside.h - what the files that weave a raw text share: its lines, the facts of its marks file, its pieces, and the
   edits inside its lines.

   The way of a text:  text_load  lines  ->  marks_read  facts  ->  pieces_cut  pieces with their roles and joins
     ->  rules_apply, calls_find  edits in lines  ->  blocks_build  a tree of blocks  ->  weave_emit  TEI. */
#ifndef READ_INSIDE_H
#define READ_INSIDE_H
#include "read/read.h"

/* ---- lists that grow */
#define LIST(T) struct { T *at; int n, cap; }
#define ADD(a, l) (*(list_room((a), (l), (ptrdiff_t)sizeof *(l)->at), &(l)->at[(l)->n++]))
static inline void list_room(Arena *a, void *list, ptrdiff_t size)
{
    struct { void *at; int n, cap; } l;
    memcpy(&l, list, sizeof l);
    if (l.n < l.cap)
        return;
    int cap = l.cap ? 2 * l.cap : 16;
    l.at = arena_grow(a, l.at, size, 16, l.cap, cap);
    l.cap = cap;
    memcpy(list, &l, sizeof l);
}

/* ---- text.c: a raw text and its lines; line L is line[L - 1], without its LF */
typedef struct {
    Str key, name, sha256, bytes;
    Str *line;
    int n;                                                     /* a last line without LF counts where it is not empty */
    int64_t lf;
} Text;
Str   text_folder(Str book_dir, Str texts_dir);                    /* where raw texts lie */
Text *text_load(Arena *, const Part *, Str texts_dir, Diag *);     /* NULL after a message */
Where text_where(const Text *, int line, ptrdiff_t byte);
Str   text_line(const Text *, int line);
ptrdiff_t text_start(Str line);                         /* byte of the first character that is not white space or BOM */
ptrdiff_t text_end(Str line);                                      /* byte after the last one */

/* ---- marks.c, words.c: the facts */
typedef enum {
#define VERB(id, word, shape, options) VERB_##id,
#include "read/marks.def"
#undef VERB
    VERB_MAX
} Verb;
typedef struct { Str name, value; Where at; } Option;
typedef struct {
    int first, last;                                               /* lines; first 0: no place given */
    int piece, last_piece;                              /* k of 12.k, of the first and of the last line; 0: all of it */
    bool words, point;                                     /* words: bytes from…to of `first`; point: the byte `from` */
    ptrdiff_t from, to;
    Where at;
} Site;
typedef struct {
    Verb verb;
    bool doubtful;
    Where at;
    Str source;                                                    /* the fact as written */
    Site site, other;                                              /* other: the second line of a join */
    Str name;                                                      /* of a voice, a work, a rule */
    Str *text; int ntext, nth;                                    /* strings after the place; nth: the #k of the last */
    bool bare;                                                     /* text[0] was written without quotation marks */
    int low, high;                                                 /* N */
    Option *option; int noptions;
} Fact;
typedef struct {
    Str file;
    Fact *fact;
    int n;
    bool ok;                                                       /* false: the header is wrong, there are no facts */
} Marks;
Marks marks_read(Arena *, const Text *, Str file, Str path, Where asked, Diag *);
Str   fact_option(const Fact *, const char *name);                 /* empty where not given */
Where fact_option_at(const Fact *, const char *name);
int   fact_number(const Fact *, const char *name, int otherwise, Diag *);
const char *verb_word(Verb);
/* The lines that an option names; first is 0 where it names none, after a message. */
Site  fact_lines(Arena *, const Text *, const Fact *, const char *name, Diag *);
bool  site_words(const Text *, Site *, Str words, int nth, Diag *);   /* finds words in line `first` */

/* ---- edits: what happens inside a line.  Ranges nest; a point has from == to. */
typedef enum {
    EDIT_SURPLUS,                                                  /* a: reason */
    EDIT_CORRECT,                                    /* choice of sic and corr: a the corrected words, b type, c cert */
    EDIT_REGULAR,                                                  /* choice of orig and reg: a the regular form */
    EDIT_WRAP,                                                     /* tag with ATT att = a */
    EDIT_UNCLEAR,                                                  /* b reason, c cert */
    EDIT_CALL,                                                  /* a intended number, b series, c label that is shown */
    EDIT_LINK,
    EDIT_SUPPLY,                                                   /* point: a words, b reason, c cert */
    EDIT_LETTER,                                                   /* point: a lost letters inside a word, c cert */
    EDIT_GAP,                                                      /* point: a sign, b reason */
    EDIT_PAGE,                                                     /* point: a label, b work */
    EDIT_EDNOTE,                                                   /* point: a number, b words of the note */
} EditKind;
typedef struct {
    int line;
    ptrdiff_t from, to;
    EditKind kind;
    int order;                                                     /* in which they were made */
    const Fact *fact;                                              /* who asked for it */
    Tag tag; Att att;
    Str a, b, c;
} Edit;
typedef LIST(Edit) Edits;

/* ---- pieces: lines, cut where a `split` says so */
typedef struct {
    int line, k;                                                   /* k: 1 … n of its line; 1 where it is not cut */
    ptrdiff_t from, to;
    int next, head;                                /* the piece its block goes on with, or -1; the first of its block */
    const Fact *join;                                              /* by which it goes on from the one before; NULL:
                                                                      lines of one block */
    const Fact *role;                                              /* the fact that says what it is */
    Verb what;                                                     /* VERB_MAX: a paragraph */
    bool empty, tight;                                             /* tight: joined without a blank */
    bool silent;                                                   /* no reading text is left of it */
    int body;                                                /* of a note of the source: index + 1 in bodies; 0: none */
    Str says;                                                      /* who speaks: "#KEY.name" */
} Piece;

/* head: piece its first block begins with, or -1 */
typedef struct { Str key, number, shown; const Fact *fact; int head; } NoteBody;

typedef struct {
    Arena *a;
    Diag *diag;
    const Part *part;
    Losses losses;
    const Text *text;
    Marks marks;
    Piece *piece; int npieces;
    int *first_piece;                                              /* by line - 1; one more at the end */
    Edits edits;
    int *first_edit;                                            /* by line - 1, after edits_sort; one more at the end */
    LIST(Series) series;
    LIST(Voice) voices;
    LIST(NoteBody) bodies;
    int *body_of;                                                  /* by fact: index + 1 of the body it declares */
    Edits ednotes;                                                 /* copies, in order of number */
    Table *ids;                                                    /* id -> int: how often it was given */
} Weave;

/* ---- pieces.c */
void pieces_cut(Weave *);                                          /* pieces, roles, joins */
int  piece_at(const Weave *, int line, ptrdiff_t byte);
/* First and last piece of a place that are not empty; false where there is none.  pieces_asked says so. */
bool pieces_of(const Weave *, const Site *, int *first, int *last);
bool pieces_asked(Weave *, const Site *, int *first, int *last);

/* ---- edits.c */
Str id_once(Weave *, Str id);                                      /* id, or id.2, id.3 … where it is taken */
Str id_clean(Weave *, Str);                                        /* what an xml:id cannot hold becomes a hyphen */
Edit *edit_add(Weave *, EditKind, int line, ptrdiff_t from, ptrdiff_t to, const Fact *);
void edits_from_facts(Weave *);
void edits_sort(Weave *);                                   /* by line and place; fills first_edit; says what crosses */
/* Writes bytes from…to of a line into a node, with the edits in force there. */
void edits_emit(Weave *, Node *into, int line, ptrdiff_t from, ptrdiff_t to);
/* 1 for each byte of the line that the reading text omits; the bytes live until the next call. */
const char *edits_mask(Weave *, int line);

/* ---- rules.c, numeral.c, bodies.c, calls.c */
void rules_declare(Weave *);                                       /* voices, works, series */
void rules_pages(Weave *);                                      /* page markers, tokens: what stands in a single line */
void rules_spans(Weave *);                                  /* emphasis, braces: what may run over a joined paragraph */
bool rule_is(const Fact *, const char *name);
Site rule_lines(Weave *, const Fact *);                       /* all lines where `lines=` is not given; first 0: none */
typedef struct { Str before, after; enum { NUMBER_PLAIN, NUMBER_SUPERSCRIPT, NUMBER_GLUED } how; bool ok; } Template;
Template template_of(Weave *, const Fact *);                       /* "(N)" */
typedef struct { ptrdiff_t from, to; Str label; int number; bool roman; } Hit;   /* number 0: not arabic */
bool template_next(const Template *, Str line, ptrdiff_t *at, Hit *);
int  numeral_superscript(uint32_t);                                  /* 0 … 9, or -1 */
Str  number_plain(Arena *, Str);                                   /* superscript digits as plain ones */
uint32_t  char_before(Str, ptrdiff_t at);                       /* the scalar before byte `at`, UNI_NONE at the start */
ptrdiff_t with_blank(Str line, ptrdiff_t from, ptrdiff_t to);      /* `to`, behind the blanks that leave with from…to */
void bodies_find(Weave *);                                /* notes that stand in the source: comes before their calls */
void calls_find(Weave *);                                      /* note calls of all rules, and what facts say of them */
Str  voice_ref(Weave *, Str name, Where at);                       /* "#KEY.name", or a message and nothing */

/* ---- blocks.c, leaves.c, zones.c: the tree of blocks */
typedef struct Block Block;
struct Block {
    Tag tag;                                                       /* TEI_NONE: no element, its blocks stand in its
                                                                      parent (a dialogue) */
    Block *parent, *first, *last, *next;
    Block *source;                                                 /* of a cit: its bibl, where that is the editor's */
    int head, tail;                                                /* leaf: its first piece, or -1; box: first and last
                                                                      piece of its range */
    int rank;                                             /* of a section: 1 … 6, RANK_DEEP below any heading; else 0 */
    const Fact *fact;
    Str type, subtype, rend, n, resp, words, work;                 /* words: the editor's, where the source has none */
    ptrdiff_t since, until;                                        /* bytes of the first piece, where it is shared by
                                                                      two leaves; until 0: all */
    int depth;
    bool labelled, stanzas, silent, top, bottom;
    bool divided, cleft, kept;                        /* holds a div; has foreign lines, which was said; is not empty */
};
#define RANK_DEEP 99
typedef struct { Block *root, *notes; } Blocks;        /* root stands for body; notes: NULL where the source has none */
Blocks blocks_build(Weave *);
Block *block_add(Weave *, Block *parent, Tag);
/* leaves.c: the piece becomes a leaf at its place below `now`; returns the block that is open after it. */
typedef struct {
    Weave *w;
    Block *root, *notes, *now, *speech;
    Block **body;                                                  /* by index of a body: its <note> */
    bool *stanza;                                                  /* by piece: a stanza begins */
    bool titled;
} Building;
void leaf_place(Building *, int piece);
Block *block_room(Building *, Block *box, int piece);             /* box, or a new div in it, where a block may stand */
void   zones_settle(Weave *, Block *root);                         /* what opens and closes a division stands at its
                                                                      edges, or is a plain block */

void   dashes_apply(Weave *);                                   /* dashes.c: `rule dashes`, when all edits are sorted */
void   quotes_apply(Weave *, Blocks);                     /* quotes.c: `rule quotes`, when all other edits are sorted */

/* ---- weave.c */
void weave_emit(Weave *, Node *into, Blocks);
#endif
