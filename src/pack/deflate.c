#include "pack/inside.h"

#include <assert.h>
#include <libdeflate.h>

enum { LEVELS = 13 };

/* A compressor holds tables of up to a megabyte and is needed for every page: one for each level is kept to the end. */
static struct libdeflate_compressor *compressor(int level)
{
    static struct libdeflate_compressor *kept[LEVELS];
    assert(level >= 1 && level < LEVELS);
    if (!kept[level])
        kept[level] = libdeflate_alloc_compressor(level);
    if (!kept[level])
        die("out of memory");
    return kept[level];
}

typedef size_t Bound(struct libdeflate_compressor *, size_t);
typedef size_t Compress(struct libdeflate_compressor *, const void *, size_t, void *, size_t);

static Str compress(Arena *a, Str bytes, int level, Bound *bound, Compress *squeeze)
{
    struct libdeflate_compressor *c = compressor(level);
    size_t room = bound(c, (size_t)bytes.n);
    char *out = new(a, char, room);
    size_t n = squeeze(c, bytes.n ? bytes.s : "", (size_t)bytes.n, out, room);
    assert(n > 0);
    return (Str){out, (ptrdiff_t)n};
}

Str deflate_zlib(Arena *a, Str bytes, int level)
{
    return compress(a, bytes, level, libdeflate_zlib_compress_bound, libdeflate_zlib_compress);
}

Str deflate_raw(Arena *a, Str bytes)
{
    return compress(a, bytes, CONTAINER_LEVEL, libdeflate_deflate_compress_bound, libdeflate_deflate_compress);
}
