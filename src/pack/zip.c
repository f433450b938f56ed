#include "pack/inside.h"

#include <assert.h>
#include <libdeflate.h>
#include <nettle/version.h>
#include <zip.h>

/* 1980-01-01 00:00, the first moment an MS-DOS time can say.  zip_file_set_mtime would ask the time zone. */
enum { DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1, DOS_TIME = 0 };
#define FILE_0644 (0100644u << 16)

/* data: as it stands in the container; size and sum are those of the bytes before compression. */
typedef struct { Str name, data; ptrdiff_t size, given; uint32_t sum; uint16_t method; zip_error_t error; } Member;
struct Zip { Arena *a; Str path; Member **members; ptrdiff_t count, cap; };

Zip *zip_new(Arena *a, Str path)
{
    Zip *z = new(a, Zip, 1);
    *z = (Zip){.a = a, .path = path};
    return z;
}

static void add(Zip *z, Str name, Str bytes, Str data, uint16_t method)
{
    if (z->count == z->cap) {
        ptrdiff_t cap = z->cap ? z->cap * 2 : 32;
        z->members = arena_grow(z->a, z->members, (ptrdiff_t)sizeof(Member *), (ptrdiff_t)_Alignof(Member *), z->cap,
            cap);
        z->cap = cap;
    }
    Member *m = new(z->a, Member, 1);
    *m = (Member){.name = name, .data = data, .size = bytes.n, .method = method};
    m->sum = libdeflate_crc32(0, bytes.n ? bytes.s : "", (size_t)bytes.n);
    z->members[z->count++] = m;
}

void zip_store(Zip *z, Str name, Str bytes) { add(z, name, bytes, bytes, ZIP_CM_STORE); }

void zip_deflate(Zip *z, Str name, Str bytes) { add(z, name, bytes, deflate_raw(z->a, bytes), ZIP_CM_DEFLATE); }

/* ---- a member as a source of libzip, which is told that the data is compressed already and takes it as it is ---- */

static zip_int64_t describe(const Member *m, zip_stat_t *st)
{
    zip_stat_init(st);
    st->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
    st->size = (zip_uint64_t)m->size;
    st->comp_size = (zip_uint64_t)m->data.n;
    st->comp_method = m->method;
    st->crc = m->sum;
    return sizeof *st;
}

static zip_int64_t give(Member *m, void *to, zip_uint64_t room)
{
    Str piece = str_sub(m->data, m->given, (ptrdiff_t)room);
    if (piece.n)
        memcpy(to, piece.s, (size_t)piece.n);
    m->given += piece.n;
    return piece.n;
}

static zip_int64_t answer(void *member, void *to, zip_uint64_t room, zip_source_cmd_t command)
{
    Member *m = member;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        m->given = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return give(m, to, room);
    case ZIP_SOURCE_STAT:
        return describe(m, to);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&m->error, to, room);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        zip_error_set(&m->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

/* ---- libzip writes into memory; the product goes the way of all products ---- */

static void check(zip_t *archive, zip_int64_t result)
{
    if (result < 0)
        die("libzip: %s", zip_strerror(archive));
}

static void pack(zip_t *archive, Arena *a, Member *m)
{
    zip_source_t *s = zip_source_function(archive, answer, m);
    if (!s)
        die("libzip: %s", zip_strerror(archive));
    zip_int64_t at = zip_file_add(archive, str_z(a, m->name), s, ZIP_FL_ENC_UTF_8);
    check(archive, at);
    zip_uint64_t i = (zip_uint64_t)at;
    check(archive, zip_set_file_compression(archive, i, m->method, 0));
    check(archive, zip_file_set_dostime(archive, i, DOS_TIME, DOS_DATE, 0));
    check(archive, zip_file_set_external_attributes(archive, i, 0, ZIP_OPSYS_UNIX, FILE_0644));
}

static Str bytes_of(Arena *a, zip_source_t *memory)
{
    zip_stat_t st;
    if (zip_source_stat(memory, &st) < 0 || zip_source_open(memory) < 0)
        die("libzip: %s", zip_error_strerror(zip_source_error(memory)));
    char *s = new(a, char, st.size + 1);
    zip_int64_t n = zip_source_read(memory, s, st.size);
    if (n != (zip_int64_t)st.size)
        die("libzip: %s", zip_error_strerror(zip_source_error(memory)));
    zip_source_close(memory);
    return (Str){s, (ptrdiff_t)n};
}

static Str container(Zip *z)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *archive = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &e) : NULL;
    if (!archive)
        die("libzip: %s", zip_error_strerror(&e));
    zip_source_keep(memory);
    for (ptrdiff_t i = 0; i < z->count; i++)
        pack(archive, z->a, z->members[i]);
    check(archive, zip_close(archive));
    Str bytes = bytes_of(z->a, memory);
    zip_source_free(memory);
    return bytes;
}

void zip_write(Zip *z)
{
    Out *o = out_open(z->a, z->path);
    out_put(o, container(z));
    out_close(o);
}

Str pack_versions(Arena *a)
{
    return str_format(a, "libzip %s, libdeflate %s, nettle %d.%d", zip_libzip_version(), LIBDEFLATE_VERSION_STRING,
        nettle_version_major(), nettle_version_minor());
}
