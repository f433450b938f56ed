#include "check.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const Where book = {{"book.yaml", 9}, 1, 1};

static void paths(Arena *a)
{
    CHECK_STR(path_join(a, S("a"), S("b")), S("a/b"));
    CHECK_STR(path_join(a, S("a/"), S("b")), S("a/b"));
    CHECK_STR(path_join(a, S("a"), S("/b")), S("/b"));
    CHECK_STR(path_base(S("a/b.c")), S("b.c"));
    CHECK_STR(path_base(S("b")), S("b"));
    CHECK_STR(path_dir(S("a/b/c")), S("a/b"));
    CHECK_STR(path_dir(S("c")), S("."));
    CHECK_STR(path_dir(S("/c")), S("/"));
    CHECK(path_is_inside(S("a/b.md")) && path_is_inside(S("..a")) && path_is_inside(S("a..b/.c")));
    static const char *const out[] = {"", "/a", "../a", "a/../b", "a/..", "a//b", "./a", "a/", "..", "a\\b"};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        CHECK(!path_is_inside(str_of(out[i])));
    CHECK(!path_is_inside((Str){"a\0b", 3}));
}

static Loaded load(Arena *a, Str path, int errors)
{
    Diag *d = diag_open(a, NULL);
    Loaded l = file_load(a, path, d, book);
    CHECK_INT(diag_count(d, ERROR), errors);
    CHECK(l.ok == (errors == 0));
    return l;
}

static void loading(Arena *a)
{
    load(a, S("not/there"), 1);
    load(a, S("."), 1);
    load(a, S("/dev/zero"), 1);
    load(a, S("/dev/null"), 1);
    load(a, (Str){"x\0y", 3}, 1);
    CHECK_INT(mkfifo("fifo", 0600), 0);
    load(a, S("fifo"), 1);
    CHECK_INT(system("truncate -s 67108865 huge && : > empty"), 0);
    load(a, S("huge"), 1);
    CHECK_INT(load(a, S("empty"), 0).bytes.n, 0);
    CHECK_INT(unlink("huge"), 0);
}

static int mode(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1;
}

/* A product is not at its place before the commit, has its mode whatever the umask, and replaces the former one. */
static void products(Arena *a)
{
    umask(077);
    for (int round = 0; round < 2; round++) {
        Out *o = out_open(a, S("new/dir/one"));
        for (int i = 0; i < 30000; i++)
            out_put(o, S("0123456789"));
        out_put(o, (Str){new(a, char, 200000), 200000});
        CHECK_INT(out_at(o), 500000);
        out_close(o);
        CHECK_INT(mode("new/dir/one"), round ? 0644 : -1);
        out_commit(a);
        CHECK_INT(mode("new/dir/one"), 0644);
        CHECK_INT(mode("new/dir/one.part"), -1);
    }
    CHECK_INT(mode("new/dir"), 0755);
    Loaded l = load(a, S("new/dir/one"), 0);
    CHECK_INT(l.bytes.n, 500000);
    CHECK_STR(str_sub(l.bytes, 299990, 11), ((Str){"0123456789\0", 11}));
    Out *o = out_open(a, S("new/two"));
    out_put(o, S("x"));
    out_discard();
    CHECK_INT(mode("new/two"), -1);
    CHECK_INT(mode("new/two.part"), -1);
}

/* A process that dies leaves nothing, and what stood there before stands. */
static void dying(Arena *a)
{
    if (fork() == 0) {
        FILE *quiet = freopen("/dev/null", "w", stderr);
        Out *o = out_open(a, S("new/dir/one"));
        out_put(o, S("half"));
        die("on purpose%s", quiet ? "" : "?");
    }
    int status = 0;
    wait(&status);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    CHECK_INT(mode("new/dir/one.part"), -1);
    CHECK_INT(load(a, S("new/dir/one"), 0).bytes.n, 500000);
}

int main(void)
{
    Arena *a = arena_open();
    paths(a);
    loading(a);
    products(a);
    dying(a);
    arena_close(a);
    DONE;
}
