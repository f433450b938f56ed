/* inside.h - what the files of pack share. */
#ifndef PACK_INSIDE_H
#define PACK_INSIDE_H
#include "pack/pack.h"

/* As small as is still quick: a container is made once for each build. */
enum { CONTAINER_LEVEL = 9 };
Str deflate_raw(Arena *, Str bytes);                               /* RFC 1951 without a wrapper, as ZIP has it */
#endif
