/* proof.h - finished products against the book they were made of: block by block the characters, the emphasis, the note
   calls, the levels of headings and where blocks begin and end.  What differs is said at its line of the source. */
#ifndef PROOF_H
#define PROOF_H
#include "epub/epub.h"
#include "print/print.h"

/* Products that are not to be looked at have an empty path. */
typedef struct { Str tei, epub, archive, print; } Products;
/* The manuscript as `book` has it is compared with each product, and each raw text below texts_dir with what the TEI
   gives back of it.  The page numbers that an index and a concordance name are those of the map (NULL: none).  The
   print PDF, which has no structure, is compared with the archive PDF, glyph by glyph. */
void proof_read(const Book *, const PageMap *, const Products *, Str texts_dir, Diag *);
#endif
