#include "base/base.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading ---- */

static Loaded cannot(Diag *d, Where asked, Str path, const char *why)
{
    diag(d, FILE_MISSING, asked, "'%.*s': %s", STR(path), why);
    return (Loaded){0};
}

/* One byte more than the size is asked for, so that a file which grows meanwhile is noticed and not cut. */
static Loaded load(Arena *a, int fd, Str path, Diag *d, Where asked)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return cannot(d, asked, path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return cannot(d, asked, path, strerror(EISDIR));
    if (!S_ISREG(st.st_mode))
        return cannot(d, asked, path, "Not a regular file");
    if (st.st_size > FILE_LIMIT) {
        diag(d, FILE_TOO_LARGE, asked, "'%.*s' has %lld bytes", STR(path), (long long)st.st_size);
        return (Loaded){0};
    }
    ptrdiff_t size = (ptrdiff_t)st.st_size, n = 0;
    char *s = new(a, char, size + 1);
    for (ssize_t got = 1; got > 0 && n <= size; n += got) {
        got = read(fd, s + n, (size_t)(size + 1 - n));
        if (got < 0)
            return cannot(d, asked, path, strerror(errno));
    }
    if (n > size)
        return cannot(d, asked, path, "It grew while it was read");
    return (Loaded){{s, n}, true};
}

/* O_NONBLOCK: a pipe in the place of a source must be refused, not waited for. */
Loaded file_load(Arena *a, Str path, Diag *d, Where asked)
{
    if (memchr(path.s, 0, (size_t)path.n))
        return cannot(d, asked, path, "The name has a NUL in it");
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return cannot(d, asked, path, strerror(errno));
    Loaded l = load(a, fd, path, d, asked);
    close(fd);
    return l;
}

/* ---- paths ---- */

Str path_join(Arena *a, Str dir, Str name)
{
    if (dir.n == 0 || str_starts(name, S("/")))
        return name;
    return str_format(a, "%.*s%s%.*s", STR(dir), str_ends(dir, S("/")) ? "" : "/", STR(name));
}

static ptrdiff_t last_slash(Str path)
{
    for (ptrdiff_t i = path.n - 1; i >= 0; i--)
        if (path.s[i] == '/')
            return i;
    return -1;
}

Str path_base(Str path) { return str_from(path, last_slash(path) + 1); }

Str path_dir(Str path)
{
    ptrdiff_t at = last_slash(path);
    return at < 0 ? S(".") : str_sub(path, 0, at ? at : 1);
}

bool path_is_inside(Str relative)
{
    if (relative.n == 0 || memchr(relative.s, 0, (size_t)relative.n) || memchr(relative.s, '\\', (size_t)relative.n))
        return false;
    Cut c = {.tail = relative, .ok = true};
    while (c.ok) {
        c = str_cut(c.tail, '/');
        if (c.head.n == 0 || str_eq(c.head, S(".")) || str_eq(c.head, S("..")))
            return false;
    }
    return true;
}

static void make_one(const char *z)
{
    if (mkdir(z, 0755) == 0) {
        if (chmod(z, 0755) != 0)
            die("cannot set the mode of '%s': %s", z, strerror(errno));
        return;
    }
    struct stat st;
    if (errno != EEXIST || stat(z, &st) != 0 || !S_ISDIR(st.st_mode))
        die("cannot make folder '%s': %s", z, strerror(errno));
}

void dir_make(Str path)
{
    char z[4096];
    if (path.n == 0 || path.n >= (ptrdiff_t)sizeof z)
        die("cannot make folder '%.*s': %s", STR(path), path.n ? strerror(ENAMETOOLONG) : strerror(ENOENT));
    memcpy(z, path.s, (size_t)path.n);
    z[path.n] = 0;
    for (char *p = z + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            make_one(z);
            *p = '/';
        }
    make_one(z);
}

/* ---- products ---- */

enum { ROOM = 1 << 16 };
struct Out { Out *next; const char *path, *part; int fd; int64_t at; ptrdiff_t held; char bytes[ROOM]; };

/* What is written and not yet at its place, in order of opening; die() must find it from anywhere. */
static Out *pending;

static void add_pending(Out *o)
{
    Out **last = &pending;
    while (*last)
        last = &(*last)->next;
    *last = o;
}

Out *out_open(Arena *a, Str path)
{
    dir_make(path_dir(path));
    Out *o = new(a, Out, 1);
    o->path = str_z(a, path);
    o->part = str_format(a, "%.*s.part", STR(path)).s;
    o->fd = open(o->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (o->fd < 0 || fchmod(o->fd, 0644) != 0)
        die("cannot write '%s': %s", o->part, strerror(errno));
    add_pending(o);
    return o;
}

static void spill(Out *o, Str s)
{
    while (s.n) {
        ssize_t n = write(o->fd, s.s, (size_t)s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            die("cannot write '%s': %s", o->part, strerror(errno));
        s = str_from(s, n);
    }
}

void out_put(Out *o, Str s)
{
    assert(o->fd >= 0);
    o->at += s.n;
    if (o->held + s.n > ROOM) {
        spill(o, (Str){o->bytes, o->held});
        o->held = 0;
    }
    if (s.n > ROOM) {
        spill(o, s);
    } else if (s.n) {
        memcpy(o->bytes + o->held, s.s, (size_t)s.n);
        o->held += s.n;
    }
}

void out_remove(Arena *a, Str path)
{
    Out *o = new(a, Out, 1);
    o->path = str_z(a, path);
    o->fd = -1;
    add_pending(o);
}

ptrdiff_t out_count(void)
{
    ptrdiff_t n = 0;
    for (const Out *o = pending; o; o = o->next)
        n += o->part != NULL;
    return n;
}

static const Out *nth(ptrdiff_t i)
{
    const Out *o = pending;
    while (o && (!o->part || i-- > 0))
        o = o->next;
    assert(o);
    return o;
}

void out_pending(ptrdiff_t i, Str *path, Str *part)
{
    const Out *o = nth(i);
    *path = str_of(o->path);
    *part = str_of(o->part);
}

int64_t out_size(ptrdiff_t i) { return nth(i)->at; }

int64_t out_at(const Out *o) { return o->at; }

void out_close(Out *o)
{
    spill(o, (Str){o->bytes, o->held});
    int fd = o->fd;
    o->fd = -1;
    if (fsync(fd) != 0 || close(fd) != 0)
        die("cannot write '%s': %s", o->part, strerror(errno));
}

/* A rename is safe on disk only when its folder is. */
static void settle(Arena *a, const char *path)
{
    int fd = open(str_z(a, path_dir(str_of(path))), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

void out_commit(Arena *a)
{
    for (; pending; pending = pending->next) {
        assert(pending->fd < 0);
        if (!pending->part) {
            if (unlink(pending->path) != 0 && errno != ENOENT)
                die("cannot remove '%s': %s", pending->path, strerror(errno));
            continue;
        }
        if (rename(pending->part, pending->path) != 0)
            die("cannot rename '%s' to '%s': %s", pending->part, pending->path, strerror(errno));
        settle(a, pending->path);
    }
}

void out_discard(void)
{
    for (; pending; pending = pending->next) {
        if (pending->fd >= 0)
            close(pending->fd);
        if (pending->part)
            unlink(pending->part);
    }
}
