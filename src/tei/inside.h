/* inside.h - what the files of `tei` share: what a node keeps beside libxml2's own fields. */
#ifndef TEI_INSIDE_H
#define TEI_INSIDE_H
#include "tei/tei.h"
#include <libxml/tree.h>

#define TEI_NAMESPACE "http://www.tei-c.org/ns/1.0"
#define DEPTH_LIMIT 200     /* elements open at once; the schema's validator is recursive */

/* In _private of an element.  libxml2 2.9 keeps no file name a node, and its line numbers end at 65535. */
typedef struct { Where at; Tag tag; } Kept;
/* In _private of a document. */
typedef struct { Arena *a; xmlNs *tei, *xml; } Roots;

static inline Roots *roots_of(const xmlDoc *t) { return t->_private; }
static inline Kept *kept_of(const xmlNode *n) { return n->type == XML_ELEMENT_NODE ? n->_private : NULL; }
static inline const xmlChar *bytes_of(const char *z) { return (const xmlChar *)z; }
static inline Str str_x(const xmlChar *z) { return str_of((const char *)z); }
static inline bool is_element(const xmlNode *n) { return n->type == XML_ELEMENT_NODE; }
static inline bool is_chars(const xmlNode *n) { return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE; }
/* An attribute keeps its Att in _private, so that a look-up compares numbers. */
static inline Att att_of(const xmlAttr *p) { return (Att)(intptr_t)p->_private; }

void tei_prepare(Tree *, Arena *, const char *ns_of_root);         /* roots of a tree whose root element stands */
Kept *tei_keep(Node *, Tag, Where);                                /* gives an element its tag and place */
Att  tei_att(const xmlAttr *);                                     /* its name looked up; ATT_NONE for a foreign one */
Att  tei_att_named(Str name);                                      /* "n", "xml:id": the same */
Str  tei_value(const xmlNode *, const char *name);                 /* of the attribute so named, or empty */
/* Stands each child on a line of its own?  So where an element may hold no characters, and where one that may
   (item, note, quote) has only blocks.  White space between such children is layout, not text. */
bool tei_is_laid_out(const Node *);
bool tei_holds_chars(const Node *);                                /* may characters in it mean something? */
void tei_lean(Arena *, xmlDoc *schema, Tree *);                  /* cuts from the schema what the tree has no use for */
bool tei_is_blank(const Node *chars);                              /* XML white space only */
#endif
