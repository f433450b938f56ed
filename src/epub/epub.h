/* epub.h - the manuscript as EPUB 3.3 in one OCF container. */
#ifndef EPUB_H
#define EPUB_H
#include "book/book.h"
/* map: the print pages for the page list; NULL: none.  front: a JPEG for its cover, where book.yaml names no file;
   empty: none.  assets_dir: stylesheet.  The product is written through base's out_*. */
void epub_write(const Book *, const PageMap *map, Str front, Str path, Str assets_dir, Diag *);
/* Its files as text, each behind a line with its name: the package document and the ways in, or what is read. */
void epub_dump(const Book *, const PageMap *map, bool package, Buf *, Diag *);
/* What a finished EPUB says: the documents of its spine in order, without those that only list others. */
Said epub_said(Arena *, Str container);
/* The same as a static web site in the folder `dir`: a page for each document, contents, search, notes in the
   margin. */
void web_write(const Book *, const PageMap *map, Str dir, Str assets_dir, Diag *);
/* Its pages as text, each behind a line with its name. */
void web_dump(const Book *, const PageMap *map, Buf *, Diag *);
/* ONIX for Books 3.0: a message for the shops about the e-book and the print book; width and height of the trim in
   whole millimetres.  Refused with a message while rights are not cleared, or it would not be valid. */
void onix_write(const Book *, const PageMap *map, int width, int height, Str path, Diag *);
bool onix_dump(const Book *, const PageMap *map, int width, int height, Buf *, Diag *);    /* false: refused */
#endif
