/* pack.h - bytes in, containers, bags, compressed bytes and digests out.  Door to libzip, libdeflate and nettle. */
#ifndef PACK_H
#define PACK_H
#include "base/base.h"

/* ---- digests (digest.c): FIPS 180-4.  Lower-case hexadecimal, in the arena. */
Str digest_sha256(Arena *, Str bytes);                             /* 64 characters */
Str digest_sha512(Arena *, Str bytes);                             /* 128 characters */

/* ---- deflate (deflate.c): RFC 1950 (zlib wrapper) as PDF's FlateDecode wants it.  The result lives in the arena.
   level: 1 … 12 as libdeflate counts; the same bytes on every machine for one version of the library. */
Str deflate_zlib(Arena *, Str bytes, int level);
typedef struct { Str bytes; bool ok; } Inflated;
Inflated inflate_zlib(Arena *, Str bytes, ptrdiff_t most);   /* not ok: damaged, or more than `most` bytes come of it */

/* ---- zip (zip.c): an OCF container (EPUB 3.3, chapter 4): entries in the order added, a fixed DOS time of
   1980-01-01 00:00, no extra fields, external attributes 0644.  Entries are held until zip_write writes the product
   through out_open/out_close.  Bytes passed in must live until then. */
typedef struct Zip Zip;
Zip *zip_new(Arena *, Str path);                                   /* nothing is written before zip_write */
void zip_store(Zip *, Str name, Str bytes);         /* not compressed: for `mimetype`, and what is compressed already */
void zip_deflate(Zip *, Str name, Str bytes);
void zip_write(Zip *);                                             /* die() where libzip refuses */
/* A container read again, whole, in its own order.  `fault` is empty, or says why it cannot be read: what is damaged,
   encrypted, not of UTF-8 names, or comes to more than ZIP_LIMIT bytes. */
#define ZIP_LIMIT (512 << 20)
typedef struct { Str name, bytes; } Unzipped;
typedef struct { Unzipped *entries; ptrdiff_t n; Str fault; } Container;
Container zip_read(Arena *, Str bytes);

/* ---- bags (bag.c): RFC 8493, BagIt 1.0 with SHA-512, in a folder.  Names are relative, parted by slashes, and lie
   below data/.  All is written through out_*; what an earlier bag in the same folder held and this one does not is
   removed when the run is committed. */
typedef struct Bag Bag;
Bag *bag_open(Arena *, Str dir);
void bag_add(Bag *, Str name, Str bytes);                          /* the bytes need to live for this call only */
void bag_list(Bag *, Str name, Str bytes);                         /* of a file that is written by somebody else */
void bag_info(Bag *, const char *label, Str value);                /* of bag-info.txt; nothing for an empty value */
void bag_close(Bag *, Diag *);                                     /* writes manifests and bag-info.txt */

/* ---- versions, for the build record */
Str pack_versions(Arena *);                                        /* "libzip 1.7.3, libdeflate 1.14, nettle 3.8" */
#endif
