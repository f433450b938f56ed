#include "base/base.h"
#include <assert.h>
#include <stdlib.h>

/* Under AddressSanitizer what is not given out is poisoned, and a gap follows each allocation: so an overrun inside an
   arena is seen as surely as one of malloc's. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) __asan_poison_memory_region((p), (size_t)(n))
#define SHOW(p, n) __asan_unpoison_memory_region((p), (size_t)(n))
enum { GAP = 16 };
#else
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { FIRST_ROOM = 1 << 16, MOST_ROOM = 1 << 20 };

/* Bytes from `dirty` on have never been given out and are still zero as calloc left them. */
typedef struct Block Block;
struct Block { Block *below; ptrdiff_t used, dirty, size; max_align_t data[]; };
struct Arena { Block *top, *spare; ptrdiff_t held; };

static char *bytes(Block *b) { return (char *)b->data; }

Arena *arena_open(void)
{
    Arena *a = calloc(1, sizeof *a);
    if (!a)
        die("out of memory");
    return a;
}

static void drop(Block *b)
{
    SHOW(b->data, b->size);
    free(b);
}

void arena_close(Arena *a)
{
    for (Block *b = a->top, *below; b; b = below) {
        below = b->below;
        drop(b);
    }
    if (a->spare)
        drop(a->spare);
    free(a);
}

/* A block that a rewind has emptied is kept for the next need: scratch arenas are rewound for every paragraph. */
static void push(Arena *a, ptrdiff_t need)
{
    Block *b = a->spare;
    if (b && b->size >= need) {
        a->spare = NULL;
    } else {
        ptrdiff_t room = !a->top ? FIRST_ROOM : a->top->size < MOST_ROOM / 2 ? a->top->size * 2 : MOST_ROOM;
        if (room < need)
            room = need;
        b = calloc(1, sizeof *b + (size_t)room);
        if (!b)
            die("out of memory");
        b->size = room;
        a->held += room;
        HIDE(b->data, room);
    }
    b->below = a->top;
    a->top = b;
}

static ptrdiff_t product(ptrdiff_t size, ptrdiff_t n)
{
    assert(size > 0);
    if (n < 0 || n > PTRDIFF_MAX / 4 / size)
        die("out of memory");
    return size * n;
}

static void wipe(Block *b, ptrdiff_t from, ptrdiff_t to)
{
    SHOW(bytes(b) + from, to - from);
    if (from < b->dirty)
        memset(bytes(b) + from, 0, (size_t)((to < b->dirty ? to : b->dirty) - from));
    if (b->dirty < to)
        b->dirty = to;
}

void *arena_alloc(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t n)
{
    ptrdiff_t want = product(size, n);
    ptrdiff_t pad = a->top ? -a->top->used & (align - 1) : 0;
    if (!a->top || a->top->size - a->top->used < want + pad + GAP) {
        push(a, want + GAP);
        pad = 0;
    }
    Block *b = a->top;
    ptrdiff_t from = b->used + pad;
    b->used = from + want + GAP;
    wipe(b, from, from + want);
    return bytes(b) + from;
}

void *arena_grow(Arena *a, void *old, ptrdiff_t size, ptrdiff_t align, ptrdiff_t had, ptrdiff_t n)
{
    ptrdiff_t was = product(size, had), want = product(size, n);
    Block *b = a->top;
    assert(n >= had && (old || !had));
    if (old && b && bytes(b) + b->used == (char *)old + was + GAP && b->size - b->used >= want - was) {
        ptrdiff_t end = b->used - GAP;
        b->used += want - was;
        wipe(b, end, end + want - was);
        return old;
    }
    void *p = arena_alloc(a, size, align, n);
    if (was)
        memcpy(p, old, (size_t)was);
    return p;
}

Mark arena_mark(Arena *a) { return (Mark){a->top, a->top ? a->top->used : 0}; }

void arena_rewind(Arena *a, Mark m)
{
    while (a->top && a->top != m.block) {
        Block *b = a->top, *less = b;
        a->top = b->below;
        b->used = 0;
        HIDE(b->data, b->size);
        if (!a->spare || a->spare->size < b->size) {
            less = a->spare;
            a->spare = b;
        }
        if (less) {
            a->held -= less->size;
            drop(less);
        }
    }
    assert(a->top == m.block);
    if (a->top) {
        HIDE(bytes(a->top) + m.used, a->top->size - m.used);
        a->top->used = m.used;
    }
}

ptrdiff_t arena_bytes(const Arena *a) { return a->held; }
