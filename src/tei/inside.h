/* inside.h - what the files of `tei` share: how a tree is kept, and its second form for libxml2's validator. */
#ifndef TEI_INSIDE_H
#define TEI_INSIDE_H
#include "tei/tei.h"
#include <libxml/tree.h>

#define TEI_NAMESPACE "http://www.tei-c.org/ns/1.0"
#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace"
#define TEI_LONGEST (128 << 20)   /* bytes of a value, or of characters in one node: twice of what a file may have */
#define DEPTH_LIMIT 200     /* elements open at once; the schema's validator is recursive */

/* A name that names.def does not know, as a file has it; href is empty where it stands in no namespace. */
typedef struct { Str local, prefix, href; } Foreign;

/* An attribute: its bytes follow it, and a NUL follows them.  att: an Att, or ATT_MAX and on: a foreign name. */
typedef struct Attribute Value;
struct Attribute { Value *next; int att, n, room; char s[]; };

/* All that a tree holds lives in its own arena.  ids: xml:id -> Node.  names: foreign
   names -> their numbers, plus 1.  files: path -> its number, which is one more
   than its place in paths; path: the number that was last asked for.  pointer: " FILE#line=" for the file origin, as
   @source writes it, of that many bytes, and the last lines in it. */
struct Tree {
    Node root;
    Arena *a;
    Table *ids, *files, *names;
    Str *paths;
    Foreign *foreign;
    Str origin;
    Buf pointer; ptrdiff_t pointed;
    int npaths, nforeign, path;
    bool twice;                                                    /* some id was given twice */
};

/* The tree of a node, by way of its root, which is the first of it. */
static inline Tree *tree_of(const Node *n)
{
    while (n->parent)
        n = n->parent;
    return (Tree *)(uintptr_t)n;
}
static inline bool is_chars(const Node *n) { return n->name == TEI_CHARS; }
static inline bool is_element(const Node *n) { return n->name != TEI_CHARS; }
static inline const xmlChar *bytes_of(const char *z) { return (const xmlChar *)z; }
static inline Str str_x(const xmlChar *z) { return str_of((const char *)z); }

void  tei_came(Tree *, Node *, Where);                             /* where an element came from */
void  tei_plain(Node *parent, Str);                                /* tei_chars, of what XML can hold as it is */
void  tei_put(Node *, int att, Str value);                         /* for the att of a Value; an empty one stays */
void  tei_lengthen(Node *, Att, Str);                              /* appends to a value, or makes it; not of an id */
int   tei_foreign(Tree *, Foreign);                                /* its number among the foreign names, from 0 */
Foreign tei_label(const Node *);                                   /* the name of an element, as XML has it */
Foreign tei_value_label(const Tree *, const Value *);              /* of an attribute */
Att   tei_att_in(Str local, bool xml);                             /* of XML's namespace, or of none; or ATT_NONE */
Att   tei_att_named(Str name);                                     /* "n", "xml:id": the same */
/* Stands each child on a line of its own?  So where an element may hold no characters, and where one that may
   (item, note, quote) has only blocks.  White space between such children is layout, not text. */
bool tei_is_laid_out(const Node *);
bool tei_holds_chars(const Node *);                                /* may characters in it mean something? */
bool tei_is_blank(const Node *chars);                              /* XML white space only */

/* ---- judging it by a schema (model.c, judge.c) */
#define PLACES_MAX 32
/* How a value is judged: by its pattern, it is always right, as one name (ID, NMTOKEN), as some (NMTOKENS), as some
   pointers (a list of anyURI). */
typedef enum { HARD, FREE, NAME, NAMES, POINTERS } Ease;
/* What the schema says of an element: the places in its content where a name may stand, those which may come after one,
   and those where it may end; the attributes that must be there, by their Att; what the value of each may be, NULL
   where it may not be there.  hard: this is not all that the schema says, and proves nothing. */
typedef struct {
    bool hard;
    uint8_t ease[ATT_MAX];
    uint32_t at[TEI_MAX], after[PLACES_MAX], ends;
    uint64_t must;
    const xmlNode *values[ATT_MAX];
} Model;
/* By Tag; by TEI_NONE what the schema begins with.  They live in the arena and as long as the schema. */
const Model *tei_models(Arena *, const xmlDoc *schema);
bool  tei_is_pattern(const xmlNode *, Str name);                   /* is it this one of RELAX NG's? */
Str   tei_data_type(const xmlNode *);                              /* of <data> of the grammar's library, else empty */
/* Is the tree surely right?  Where it is not sure the library must be asked. */
bool  tei_is_right(Arena *, const Model *, const Tree *);
/* The tree as libxml2 has one, for its validator: made in the arena, but for what libxml2 adds to it itself; each of
   its nodes has the tree's own one in _private.  To be ended by tei_unmirror. */
xmlDoc *tei_mirror(Arena *, const Tree *);
void  tei_unmirror(xmlDoc *);
/* The value of an attribute by its local name, of a node of libxml2's; empty where it is missing. */
Str   tei_xml_value(const xmlNode *, const char *name);
#endif
