/* tei.h - the one document model: a TEI P5 tree, where each node came from, and the two views of it.
   In: elements and text; out: BOOK.tei.xml, a source text again, the reading text.  Door to libxml2, which
   reads XML and judges by the schema; the tree is our own, for every room walks it: it is a quarter of libxml2's.

   The two views.  One tree holds the source and the edited text.  In the *source view* the content of `supplied`,
   `corr` and `reg` is passed over and `lb` ends a line; in the *reading view* the content of `surplus`, `sic` and
   `orig` is passed over, `lb` is a blank, or nothing with break="no", and runs of white space are one blank.  `pb`,
   `anchor`, `gap` have no text in either; `g type="control" n="000C"` is that control character, in the source view.
   A *leaf block* is an element with @source that holds text itself (TEI_LEAF in names.def); its k-th line (parted by
   `lb`) is the line that the k-th pointer of its @source names (RFC 5147: line L is `FILE#line=L-1,L`).  An inline
   element may carry @source too; that names its place and moves nothing.  Lines of a source which no leaf block names
   are empty. */
#ifndef TEI_H
#define TEI_H
#include "base/base.h"

typedef struct Node Node;
typedef struct Tree Tree;

/* ---- names (names.def): each element and attribute that the schema allows, once. */
typedef enum {
    TEI_NONE, TEI_CHARS,                                   /* no node | a run of characters */
#define TAG(id, name, kind) TEI_##id,
#define ATT(id, name)
#include "tei/names.def"
#undef TAG
#undef ATT
    TEI_MAX
} Tag;
typedef enum {
    ATT_NONE,
#define TAG(id, name, kind)
#define ATT(id, name) ATT_##id,
#include "tei/names.def"
#undef TAG
#undef ATT
    ATT_MAX
} Att;
typedef enum {                                             /* kinds in names.def, combinable */
    KIND_HEADER = 1,                                       /* only in the teiHeader */
    KIND_BOX = 2,                                          /* holds blocks only: div, quote, list, lg, … */
    KIND_LEAF = 4,                                         /* a block that holds text: p, head, l, item, … */
    KIND_INLINE = 8,
    KIND_OMITTED = 16,                                     /* not in the reading view: surplus, sic, orig */
    KIND_ADDED = 32,                                       /* not in the source view: supplied, corr, reg */
    KIND_EMPTY = 64                                        /* lb, pb, anchor, gap, … */
} Kind;
const char *tei_name(Tag);                                 /* as TEI writes it */
extern const unsigned char tei_kinds[TEI_MAX];
static inline int tei_kind(Tag t) { return tei_kinds[t]; } /* sum of Kinds */

/* ---- making a tree (tei.c, xml.c).  The tree owns its nodes and strings; names of files in a Where are borrowed.
   Characters that XML cannot hold (most of C0) become `g type="control"` in tei_chars and are dropped by tei_set. */
Tree *tei_open(void);                                      /* with an empty <TEI> root */
void  tei_close(Tree *);
/* A TEI file: no network, no entities, depth and size bounded, true places however long it is; white space between
   blocks is dropped.  NULL after a message.  Whether it is valid is for tei_validate to say. */
Tree *tei_read(Arena *, Str path, Diag *);
Node *tei_root(Tree *);                                    /* its TEI element */
Node *tei_add(Node *parent, Tag, Where);                   /* new last child */
Node *tei_before(Node *sibling, Tag, Where);               /* new element before / after a node */
Node *tei_after(Node *sibling, Tag, Where);
void  tei_chars(Node *parent, Str);                        /* appends characters, which are not its own; they merge with
                                                              a text node before them */
void  tei_set(Node *, Att, Str value);                     /* replaces; empty value removes */
void  tei_set_format(Node *, Att, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void  tei_move(Node *, Node *new_parent);                  /* becomes its last child; both are of one tree */
void  tei_remove(Node *);                                  /* goes, with all below it: neither is used again */

/* ---- how a node looks, for the short functions below alone: a book is walked through some twenty times, and a call
   for each look at a node would cost more than the look.
   name: TEI_CHARS, a Tag, or TEI_MAX and on: a foreign name.  A NUL follows characters, too.
   file: its number in the tree's list, 0 where the node does not know where it came from. */
struct Attribute;
struct Node {
    Node *parent, *prev, *next;
    int name, file, line, col;
    union {
        struct { Node *first, *last; struct Attribute *values; };
        struct { char *s; int n, room; };
    };
};

/* ---- reading a tree.  All of these accept any node and may answer "none". */
static inline Tag tei_tag(const Node *n) { return n && n->name < TEI_MAX ? (Tag)n->name : TEI_NONE; }
static inline bool tei_is(const Node *n, Tag t) { return n && n->name == (int)t; }
Str tei_value(const Node *, Att);                          /* of an element with attributes */
/* empty where missing; valid while the tree lives */
static inline Str tei_get(const Node *n, Att att)
{
    return n && n->name != TEI_CHARS && n->values ? tei_value(n, att) : (Str){"", 0};
}
/* of a text node; until characters are appended to it */
static inline Str tei_content(const Node *n) { return tei_is(n, TEI_CHARS) ? (Str){n->s, n->n} : (Str){"", 0}; }
/* NULL at the root; likewise where there is none */
static inline Node *tei_parent(const Node *n) { return n ? n->parent : NULL; }
static inline Node *tei_first(const Node *n) { return n && n->name != TEI_CHARS ? n->first : NULL; }
static inline Node *tei_last(const Node *n) { return n && n->name != TEI_CHARS ? n->last : NULL; }
static inline Node *tei_next(const Node *n) { return n ? n->next : NULL; }
static inline Node *tei_prev(const Node *n) { return n ? n->prev : NULL; }
Node *tei_child(const Node *, Tag);                        /* the first child element with that tag */
/* Document order below top, without at's descendants; NULL after the last. */
static inline Node *tei_skip(const Node *at, const Node *top)
{
    while (at && at != top && !at->next)
        at = at->parent;
    return at && at != top ? at->next : NULL;
}
/* The same, with them. */
static inline Node *tei_walk(const Node *at, const Node *top)
{
    Node *down = tei_first(at);
    return down ? down : tei_skip(at, top);
}
Node *tei_up(const Node *, Tag);                           /* nearest ancestor with that tag */
Node *tei_find(Tree *, Str id);                            /* by xml:id, through an index kept up to date by tei_set */
Where tei_where(const Node *);                             /* nearest ancestor-or-self that knows */
Str   tei_lang(const Node *);                              /* xml:lang in force */

/* ---- views (view.c) */
/* White space at both ends is trimmed; the edge of a block is a blank.  The node itself may be a note or a call. */
Str  tei_reading(Arena *, const Node *);                   /* reading text; without `note` bodies and note calls */
Str  tei_reading_all(Arena *, const Node *);               /* the same with note calls, as shown */
/* A pointer names one line, or the lines `line` to `last`.  One that is not `FILE#line=a,b` has line 0 and is `file`
   as a whole. */
typedef struct { int line; Str file; int last; } Origin;
ptrdiff_t tei_origins(Arena *, const Node *, Origin **);   /* the pointers of the node's own @source, parsed */
void tei_add_origin(Node *, Str file, int line);           /* appends a pointer; %-encodes what a URI cannot hold */
/* Rebuilds the source FILE (as its `idno type="file"` in the header names it) from the tree alone: every leaf block's
   lines at their numbers, as many LF as the header's `measure unit="LF"` counts.  false, with a message, where the tree
   knows no such file.
   What belongs to FILE: the characters whose nearest block with @source names it.  A block inside a block (a note in a
   paragraph) that has @source counts lines of its own, and the outer one goes on after it; without @source it belongs
   to the outer one.  A box that only holds blocks (div, list, lg, …) counts nothing: a block in it without @source is
   nobody's. */
bool tei_roundtrip(Tree *, Str file, Buf *, Diag *);

/* ---- XML of other vocabularies (markup.c), as a row of pieces in the order of the file: a start tag, an end tag (of
   an empty element, too), characters with their references resolved.  Names are as they are written, prefix and all.
   The same bounds as for a TEI file: no network, no entities, no declarations, depth bounded. */
typedef enum { MARKUP_OPEN, MARKUP_CLOSE, MARKUP_CHARS } MarkupKind;
typedef struct { Str name, value; } MarkupAtt;
/* text: a name, or characters */
typedef struct { MarkupKind kind; int line, natts; Str text; MarkupAtt *atts; } Markup;
/* fault: empty, or what is wrong at line */
typedef struct { Markup *pieces; ptrdiff_t n; Str fault; int line; } MarkupFile;
MarkupFile markup_read(Arena *, Str bytes);                /* what it returns lives in the arena */
Str markup_get(const Markup *, Str name);                  /* of a start tag; empty where missing */

/* ---- schema and file (schema.c, save.c) */
void tei_validate(Tree *, Str rng_path, Diag *);           /* RELAX NG, ids, pointers; at the nodes' places */
void tei_save(Tree *, Buf *);                              /* canonical: attributes in their order, LF between blocks */
Str  tei_versions(Arena *);                                /* of the library: it is recorded beside the products */
#endif
