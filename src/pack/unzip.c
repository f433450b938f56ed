#include "pack/inside.h"

#include <zip.h>

static Container refused(Arena *a, const char *why) { return (Container){.fault = str_copy(a, str_of(why))}; }

/* The sizes which the container claims are not believed: no more is read than was made room for, and libzip checks the
   sum of what it reads. */
static const char *take(Arena *a, zip_t *archive, zip_uint64_t i, ptrdiff_t *left, Unzipped *u)
{
    zip_stat_t st;
    if (zip_stat_index(archive, i, 0, &st) < 0 || !(st.valid & ZIP_STAT_NAME) || !(st.valid & ZIP_STAT_SIZE))
        return "an entry has no name or no size";
    if (st.size > (zip_uint64_t)*left)
        return "more comes out of it than any book holds";
    *left -= (ptrdiff_t)st.size;
    zip_file_t *f = zip_fopen_index(archive, i, 0);
    if (!f)
        return zip_strerror(archive);
    char *s = new(a, char, st.size + 1);
    zip_int64_t n = zip_fread(f, s, st.size);
    char more;
    bool whole = n == (zip_int64_t)st.size && zip_fread(f, &more, 1) == 0;
    zip_fclose(f);
    *u = (Unzipped){str_copy(a, str_of(st.name)), {s, (ptrdiff_t)n}};
    return whole ? NULL : "an entry is damaged";
}

Container zip_read(Arena *a, Str bytes)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *memory = zip_source_buffer_create(bytes.s, (zip_uint64_t)bytes.n, 0, &e);
    zip_t *archive = memory ? zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, &e) : NULL;
    if (!archive) {
        Container bad = refused(a, zip_error_strerror(&e));
        zip_source_free(memory);
        zip_error_fini(&e);
        return bad;
    }
    Container c = {.n = (ptrdiff_t)zip_get_num_entries(archive, 0)};
    ptrdiff_t left = ZIP_LIMIT;
    const char *fault = NULL;
    c.entries = new(a, Unzipped, c.n + 1);
    for (ptrdiff_t i = 0; i < c.n && !fault; i++)
        fault = take(a, archive, (zip_uint64_t)i, &left, &c.entries[i]);
    if (fault)
        c = refused(a, fault);
    zip_discard(archive);
    return c;
}
