/* bag.c - BagIt 1.0 (RFC 8493): a folder whose files are all listed with their SHA-512.  The payload lies below data/;
   what the bag says of itself beside it. */
#include "pack/inside.h"

#include <stdlib.h>

typedef struct { Str path, sum; } Listed;
struct Bag {
    Arena *a, *scratch;
    Str dir;
    Table *payload;                                                /* path -> Listed, "data/…" */
    Buf info;
    int64_t octets;
};

Bag *bag_open(Arena *a, Str dir)
{
    Bag *b = new(a, Bag, 1);
    *b = (Bag){.a = a, .scratch = arena_open(), .dir = dir, .payload = table_new(a), .info = buf_new(a)};
    return b;
}

/* What RFC 8493, 2.1.3 asks of a path: CR, LF and % are %-encoded. */
static Str encoded(Arena *a, Str path)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < path.n; i++)
        if (path.s[i] == '\r' || path.s[i] == '\n' || path.s[i] == '%')
            buf_format(&b, "%%%02X", (unsigned)path.s[i]);
        else
            buf_byte(&b, path.s[i]);
    return buf_str(&b);
}

static Str decoded(Arena *a, Str path)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < path.n; i++) {
        bool triple = path.s[i] == '%' && i + 2 < path.n;
        char hex[3] = {triple ? path.s[i + 1] : 0, triple ? path.s[i + 2] : 0, 0};
        buf_byte(&b, triple ? (char)strtol(hex, NULL, 16) : path.s[i]);
        i += triple ? 2 : 0;
    }
    return buf_str(&b);
}

void bag_list(Bag *b, Str name, Str bytes)
{
    Str path = str_format(b->a, "data/%.*s", STR(name));
    Listed *l = new(b->a, Listed, 1);
    *l = (Listed){path, digest_sha512(b->a, bytes)};
    if (!table_put(b->payload, path, l))
        b->octets += bytes.n;
}

void bag_add(Bag *b, Str name, Str bytes)
{
    Out *out = out_open(b->a, path_join(b->a, b->dir, str_format(b->a, "data/%.*s", STR(name))));
    out_put(out, bytes);
    out_close(out);
    bag_list(b, name, bytes);
}

/* One line each; a value of several lines becomes one. */
void bag_info(Bag *b, const char *label, Str value)
{
    if (value.n > 0)
        buf_format(&b->info, "%s: %.*s\n", label, STR(uni_space(b->a, value)));
}

static int by_path(const void *x, const void *y)
{
    return str_cmp((*(const Listed *const *)x)->path, (*(const Listed *const *)y)->path);
}

static Str manifest(Bag *b)
{
    ptrdiff_t n = table_count(b->payload);
    const Listed **all = new(b->a, const Listed *, n + 1);
    for (ptrdiff_t i = 0; i < n; i++)
        all[i] = table_at(b->payload, i, NULL);
    qsort(all, (size_t)n, sizeof *all, by_path);
    Buf out = buf_new(b->a);
    for (ptrdiff_t i = 0; i < n; i++)
        buf_format(&out, "%.*s  %.*s\n", STR(all[i]->sum), STR(encoded(b->a, all[i]->path)));
    return buf_str(&out);
}

/* A bag holds what its manifest lists and nothing else: what an earlier one listed and this one does not has to go. */
static void forget_former(Bag *b, Diag *d)
{
    Str path = path_join(b->a, b->dir, S("manifest-sha512.txt"));
    FILE *there = fopen(str_z(b->a, path), "r");
    if (!there)
        return;
    fclose(there);
    Loaded old = file_load(b->a, path, d, (Where){.file = path});
    for (Cut line = str_line(old.bytes); line.head.n > 0; line = str_line(line.tail)) {
        Str name = decoded(b->a, str_from(line.head, 130));        /* 128 digits and two blanks */
        if (str_starts(name, S("data/")) && path_is_inside(name) && !table_find(b->payload, name))
            out_remove(b->a, path_join(b->a, b->dir, name));
    }
}

static void put_tag(Bag *b, const char *name, Str bytes, Buf *tags)
{
    Out *out = out_open(b->a, path_join(b->a, b->dir, str_of(name)));
    out_put(out, bytes);
    out_close(out);
    if (tags)
        buf_format(tags, "%.*s  %s\n", STR(digest_sha512(b->a, bytes)), name);
}

void bag_close(Bag *b, Diag *d)
{
    Buf tags = buf_new(b->a);
    buf_format(&b->info, "Payload-Oxum: ");
    buf_int(&b->info, b->octets);
    buf_format(&b->info, ".%td\n", table_count(b->payload));
    forget_former(b, d);
    put_tag(b, "bag-info.txt", buf_str(&b->info), &tags);
    put_tag(b, "bagit.txt", S("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), &tags);
    put_tag(b, "manifest-sha512.txt", manifest(b), &tags);
    put_tag(b, "tagmanifest-sha512.txt", buf_str(&tags), NULL);
    arena_close(b->scratch);
}
