/* writer.h - what xhtml.c (blocks) and inline.c (what stands in them) share. */
#ifndef EPUB_WRITER_H
#define EPUB_WRITER_H
#include "epub/inside.h"

enum { OWED = 4 };
typedef struct {
    Edition *e;
    const Doc *doc;
    Buf *b;
    /* characters count; between blocks they are only layout */
    bool in_block;
    bool coded;                                                    /* white space as it is: lines and blanks of code */
    const Node *label;                                             /* of a list's entry, owed to its first paragraph */
    const Node *owed[OWED]; int nowed;                       /* labels of source pages that begin in the word in hand */
    /* a blank was written last, or nothing yet in this block */
    bool blank;
    ptrdiff_t count;                                               /* scalars of the block's reading text so far */
    int shift;                                                     /* ranks by which headings are raised */
    PageMark *mark;                                                /* the next print page that begins in this block */
} Writer;

void put(Writer *, const char *z);
void put_type(Writer *, const char *type);                         /* epub:type, where the platform knows it */
void put_attribute(Writer *, const char *name, Str value);         /* nothing where value is empty */
void put_identity(Writer *, const Node *);                         /* id, xml:lang and lang, as the node has them */
void put_children(Writer *, const Node *);
void put_node(Writer *, const Node *);
bool put_inline(Writer *, const Node *);                           /* false: not an inline element */
void put_anchor(Writer *, const Node *);               /* the place of what is not seen itself; nothing without an id */
void inline_settle(Writer *);                                      /* before a blank, and where a block ends: the labels
                                                                      that are owed */
void jump_put(Writer *, const Node *list);                        /* the letters of an index; nothing for other lists */
void inline_pages(Writer *, const Node *block);               /* markers that would open the block, before it instead */
/* What is said of the block in hand, kept while another is written in it. */
typedef struct { bool in_block, blank; ptrdiff_t count; PageMark *mark; } State;
State block_enter(Writer *, const Node *);
void block_leave(Writer *, State);
void put_class(Writer *, const Node *, const char *class);     /* class, @rend and voice; nothing where there is none */
void put_label(Writer *);                                          /* the one that is owed */
void compound_list(Writer *, const Node *);
void compound_speech(Writer *, const Node *);
void compound_figure(Writer *, const Node *);
void compound_table(Writer *, const Node *);
void compound_row(Writer *, const Node *);
void put_voice(Writer *, const Node *);                            /* class names for @resp, after others */
const Voice *xhtml_voice(const Writer *, const Node *);           /* of somebody else than the text's author, or NULL */
void put_speaker(Writer *, const Node *);                    /* … and for those who hear; nothing for a text's author */
#endif
