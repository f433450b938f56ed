/* mdin.h - what the files that turn Markdown into TEI share.  A piece of Markdown is parsed by cmark-gfm; its blocks
   and inlines become TEI at once; ids, links and note calls are kept and settled at the end of the file. */
#ifndef MDIN_H
#define MDIN_H
#include "read/read.h"

typedef struct cmark_node Md;
typedef struct { Node *ref; Str id; Where at; } Link;
typedef struct {
    Arena *a;
    Diag *d;
    const Part *part;
    Str file, path, bytes;                                         /* file: as @source names it; path: as messages do */
    ptrdiff_t *line_at; int nlines;                                /* the byte where each line begins */
    int before;                                                    /* lines of the file before the piece being parsed */
    struct { int line, col; ptrdiff_t byte; } *last;         /* where the last column was counted: a line may be long */
    Table *escaped;                                                /* labels of `\[^label`, which are no calls */
    Table *ids, *hashes;                                          /* explicit ids; count of blocks with the same hash */
    Link *links; ptrdiff_t nlinks, most_links;
    Md **bodies; int nbodies;                                      /* footnote definitions, in cmark's order */
    int *number_of, *calls_of, *body_of, nnotes;               /* by body: its number, its calls; by number: its body */
    bool no_notes;                                                 /* this file is one of notes: no calls in them */
} Page;

/* ---- markdown.c: files and pieces */
bool  md_load(Page *, Arena *, const Part *, Str book_dir, Str file, Where asked, Diag *);
Md   *md_parse(Page *, Str piece);                                 /* NULL after a message; the caller gives it back */
void  md_close(Md *);
Where md_where(const Page *, Md *);                                /* of an inline, too */
void  md_place(const Page *, Node *, Md *);                        /* @source */

/* ---- mdblock.c */
void  md_block(Page *, Md *, Node *into);                          /* any block but a heading */
void  md_blocks(Page *, Md *parent, Node *into);
Str   md_take_id(Page *, Md *block);                    /* the `{#id}` at the end of its text, taken out; empty: none */
void  md_name(Page *, Node *, Str id, Where);         /* xml:id: the explicit one, or from a hash of the reading text */

/* ---- mdinline.c */
void  md_inlines(Page *, Md *parent, Node *into);
void  md_line(Page *, Str line, int number, Node *into);           /* one line of verse */
void  md_settle_links(Page *);
bool  md_is_comment(Str html);
#endif
