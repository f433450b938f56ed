/* inside.h - what the files of proof share: two tellings of one book, and which block of one is which of the other. */
#ifndef PROOF_INSIDE_H
#define PROOF_INSIDE_H
#include "proof/proof.h"

typedef struct { int64_t roman, italic, plain, bold; } Votes; /* letters of a kind of block, as they should be or not */
typedef struct {
    Arena *a;
    Diag *d;
    Str name;                                                      /* of the product */
    const Said *want, *got;
    ptrdiff_t *match, *taken;                                /* of each block of the one, that of the other; -1: none */
    int looks;                                                     /* SAID_… that this product can show */
    bool hypertext;                                               /* an EPUB: levels up to 6, the book's title is one */
    bool paper;                                               /* a PDF: lines, levels without gaps, faces of a design */
    Table *spoken;                                                 /* ids of blocks about which something was said */
    Table *votes;                                                  /* kind of a block -> Votes */
} Proof;

/* A message about a block: after the given words come its id and the product's name. */
void proof_say(Proof *, DiagCode, Where, const SaidBlock *, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void align(Proof *);                                               /* fills match and taken */
void differ(Proof *, const SaidBlock *want, const SaidBlock *got); /* says what differs within a block */
bool differ_same(const Proof *, const SaidBlock *want, const SaidBlock *got);  /* the same characters, calls included */
void differ_vote(Proof *, const SaidBlock *want, const SaidBlock *got);
/* spoken: ids of blocks in which the archive itself differs from the book. */
void press(const PdfHeard *archive, const PdfHeard *print, const Said *want, const Table *spoken, Str name, Arena *,
           Diag *);
Where proof_where(const SaidBlock *, ptrdiff_t at);      /* the line of the source where this byte of its text stands */
#endif
