#include "pack/pack.h"
#include <unistd.h>
#include "check.h"

#include <time.h>

static void digests(Arena *a)
{
    CHECK_STR(digest_sha256(a, S("")), S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    CHECK_STR(digest_sha256(a, S("abc")), S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    CHECK_STR(digest_sha512(a, S("abc")),
        S("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
}

static void streams(Arena *a)
{
    Str many = str_format(a, "%0999d", 0);
    for (int level = 1; level <= 12; level++) {
        Str z = deflate_zlib(a, many, level);
        CHECK(z.n < 40);
        CHECK(((unsigned char)z.s[0] * 256 + (unsigned char)z.s[1]) % 31 == 0);   /* RFC 1950: the header's check */
        CHECK_STR(deflate_zlib(a, many, level), z);
    }
    CHECK(deflate_zlib(a, S(""), 6).n > 6);
}

/* ---- the container, byte by byte (APPNOTE 4.3.7 and 4.3.12) ---- */

static unsigned word(Str s, ptrdiff_t at) { return (unsigned char)s.s[at] | (unsigned)(unsigned char)s.s[at + 1] << 8; }

static Str make(Arena *a, Str path)
{
    Zip *z = zip_new(a, path);
    zip_store(z, S("mimetype"), S("application/epub+zip"));
    zip_deflate(z, S("OPS/é.xhtml"), str_format(a, "%0500d", 1));
    zip_deflate(z, S("OPS/empty"), S(""));
    zip_write(z);
    out_commit(a);
    return file_load(a, path, diag_open(a, stderr), (Where){0}).bytes;
}

static void first_entry(Str s)
{
    CHECK_STR(str_sub(s, 0, 4), S("PK\3\4"));
    CHECK_INT(word(s, 6) & 8, 0);                                  /* no data descriptor */
    CHECK_INT(word(s, 8), 0);                                      /* stored */
    CHECK_INT(word(s, 26), 8);
    CHECK_INT(word(s, 28), 0);                                     /* no extra field */
    CHECK_STR(str_sub(s, 30, 28), S("mimetypeapplication/epub+zip"));
}

static int headers(Str s, Str signature, ptrdiff_t time, ptrdiff_t extra)
{
    int n = 0;
    for (ptrdiff_t at = 0, step; (step = str_find(str_from(s, at), signature)) >= 0; n++, at += 4) {
        at += step;
        CHECK_INT(word(s, at + time), 0);
        CHECK_INT(word(s, at + time + 2), 0x21);                   /* 1980-01-01 */
        CHECK_INT(word(s, at + extra), 0);
    }
    return n;
}

static void modes(Str s)
{
    ptrdiff_t at = str_find(s, S("PK\1\2"));
    CHECK_INT(word(s, at + 4) >> 8, 3);                            /* made on Unix */
    CHECK_INT(word(s, at + 40), 0100644);
}

static Str of_bag(Arena *a, Diag *d, const char *name)
{
    return file_load(a, path_join(a, S("bag"), str_of(name)), d, (Where){0}).bytes;
}

static void fill(Arena *a, Diag *d, bool more)
{
    Bag *b = bag_open(a, S("bag"));
    bag_add(b, S("texts/100%\nsure.txt"), S("abc"));
    if (more)
        bag_add(b, S("again/new.txt"), S("more"));
    bag_info(b, "Source-Organization", S("A press\n of two lines"));
    bag_info(b, "Contact-Name", S(""));
    bag_close(b, d);
    out_commit(a);
}

/* Its tags, the escapes in its manifest, and that a later bag keeps nothing of an earlier one. */
static void bags(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    fill(a, d, true);
    CHECK_STR(of_bag(a, d, "data/again/new.txt"), S("more"));
    fill(a, d, false);
    CHECK_STR(of_bag(a, d, "bagit.txt"), S("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
    CHECK_STR(of_bag(a, d, "bag-info.txt"), S("Source-Organization: A press of two lines\nPayload-Oxum: 3.1\n"));
    Str want = str_format(a, "%.*s  data/texts/100%%25%%0Asure.txt\n", STR(digest_sha512(a, S("abc"))));
    CHECK_STR(of_bag(a, d, "manifest-sha512.txt"), want);
    CHECK_INT(diag_total(d), 0);
    CHECK_INT(access("bag/data/again/new.txt", F_OK), -1);
}

int main(void)
{
    Arena *a = arena_open();
    digests(a);
    streams(a);
    bags(a);
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    Str east = make(a, S("east.zip"));
    setenv("TZ", "America/Los_Angeles", 1);
    tzset();
    Str west = make(a, S("west.zip"));
    CHECK(str_eq(east, west));
    first_entry(east);
    CHECK_INT(headers(east, S("PK\3\4"), 10, 28), 3);
    CHECK_INT(headers(east, S("PK\1\2"), 12, 30), 3);
    modes(east);
    CHECK(str_find(east, S("OPS/é.xhtml")) > 0);
    CHECK_INT(system("test \"$(unzip -p east.zip | wc -c)\" = 520 && unzip -tqq east.zip"), 0);
    CHECK(str_starts(pack_versions(a), S("libzip ")));
    arena_close(a);
    DONE;
}
