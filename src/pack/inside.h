/* inside.h - what the files of pack share. */
#ifndef PACK_INSIDE_H
#define PACK_INSIDE_H
#include "pack/pack.h"

/* Level 9 is 1.5 % smaller and takes twice the time. */
enum { CONTAINER_LEVEL = 8 };
Str deflate_raw(Arena *, Str bytes);                               /* RFC 1951 without a wrapper, as ZIP has it */
#endif
