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
typedef struct Value Value;
struct Value { Value *next; int att, n, room; char s[]; };

/* name: TEI_CHARS, a Tag, or TEI_MAX and on: a foreign name.  A NUL follows characters, too.
   file: its number in the tree's list, 0 where the node does not know where it came from. */
struct Node {
    Node *parent, *prev, *next;
    int name, file, line, col;
    union {
        struct { Node *first, *last; Value *values; };
        struct { char *s; int n, room; };
    };
};

/* All that a tree holds lives in its own arena.  ids: xml:id -> Node.  names: foreign
   names -> their numbers, plus 1.  files: path -> its number, which is one more
   than its place in paths; path: the number that was last asked for.  origin, escaped: a file as @source writes it. */
struct Tree {
    Node root;
    Arena *a;
    Table *ids, *files, *names;
    Str *paths;
    Foreign *foreign;
    Str origin, escaped;
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

/* ---- judging it by a schema.  tei_lean cuts from the schema what the tree does not need, and says which attributes
   are left to the schema. */
typedef struct Census Census;
const Census *tei_lean(Arena *, xmlDoc *schema, const Tree *);
bool  tei_is_left(const Census *, const Node *, const Value *);
/* The tree as libxml2 has one, for its validator: made in the arena, but for what libxml2 adds to it itself; each of
   its nodes has the tree's own one in _private.  With a census it has only what is left to the schema.  To be ended by
   tei_unmirror. */
xmlDoc *tei_mirror(Arena *, const Tree *, const Census *);
void  tei_unmirror(xmlDoc *);
/* The value of an attribute by its local name, of a node of libxml2's; empty where it is missing. */
Str   tei_xml_value(const xmlNode *, const char *name);
#endif
