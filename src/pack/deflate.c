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

/* How much will come out is not told beforehand: room is doubled until it is enough. */
Inflated inflate_zlib(Arena *a, Str bytes, ptrdiff_t most)
{
    static struct libdeflate_decompressor *kept;
    if (!kept)
        kept = libdeflate_alloc_decompressor();
    if (!kept)
        die("out of memory");
    for (ptrdiff_t room = bytes.n * 4 + 4096; bytes.n > 0; room *= 2) {
        Mark m = arena_mark(a);
        char *out = new(a, char, room);
        size_t n = 0;
        enum libdeflate_result r = libdeflate_zlib_decompress(kept, bytes.s, (size_t)bytes.n, out, (size_t)room, &n);
        if (r == LIBDEFLATE_SUCCESS && (ptrdiff_t)n <= most)
            return (Inflated){(Str){out, (ptrdiff_t)n}, true};
        arena_rewind(a, m);
        if (r != LIBDEFLATE_INSUFFICIENT_SPACE || room >= most)
            break;
    }
    return (Inflated){S(""), false};
}
