/* message.h - what onix.c (the message, a product's identity and its publishing) and descriptive.c (what it is) share.
   Elements stand in the order of EDItEUR's schema of ONIX 3.0; each code stands beside the number of its list. */
#ifndef EPUB_MESSAGE_H
#define EPUB_MESSAGE_H
#include "epub/inside.h"

typedef struct {
    Arena *a;
    const Edition *e;
    const Config *config;
    Buf *b;
    Facts facts;
    bool ebook;                                                    /* else the printed book */
    int width, height;                                             /* of its trim, in whole millimetres */
} Product;

void onix_tag(Product *, const char *name, Str value);             /* nothing where value is empty */
void onix_code(Product *, const char *name, const char *value);
Str  onix_language(Str tag);                                       /* ISO 639-2/B of list 74; empty: not in our table */
Str  onix_identifier(const Config *, bool ebook);                  /* as book.yaml gives it; empty: none of its own */
void descriptive_write(Product *);                                 /* the element DescriptiveDetail */
#endif
