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

enum { FIRST_ROOM = 1 << 16, MOST_ROOM = 1 << 20, LARGE = 1 << 16 };

/* What is large has a block of its own; all else lies in `shared`, the topmost block that is none of these. */
typedef struct Block Block;
struct Block { Block *below; ptrdiff_t depth, used, size; bool own; max_align_t data[]; };
struct Arena { Block *top, *shared, *spare; ptrdiff_t held; };

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

static Block *fresh(Arena *a, ptrdiff_t room)
{
    size_t all = sizeof(Block) + (size_t)room;
    Block *b = GAP ? calloc(1, all) : malloc(all);                  /* what is poisoned must have been written */
    if (!b)
        die("out of memory");
    *b = (Block){.size = room};
    a->held += room;
    HIDE(b->data, room);
    return b;
}

static Block *push(Arena *a, Block *b)
{
    b->below = a->top;
    b->depth = a->top ? a->top->depth + 1 : 1;
    return a->top = b;
}

/* A block that a rewind has emptied is kept for the next need: scratch arenas are rewound for every paragraph. */
static void push_shared(Arena *a, ptrdiff_t need)
{
    Block *b = a->spare;
    ptrdiff_t had = a->shared ? a->shared->size : FIRST_ROOM / 2, room = had < MOST_ROOM / 2 ? had * 2 : MOST_ROOM;
    if (b && b->size >= need)
        a->spare = NULL;
    else
        b = fresh(a, room < need ? need : room);
    a->shared = push(a, b);
}

static ptrdiff_t product(ptrdiff_t size, ptrdiff_t n)
{
    ptrdiff_t all;
    assert(size > 0);
    if (n < 0 || __builtin_mul_overflow(size, n, &all) || all > PTRDIFF_MAX / 4)
        die("out of memory");
    return all;
}

static void *take_large(Arena *a, ptrdiff_t want)
{
    Block *b = push(a, fresh(a, want + GAP));
    b->own = true;
    b->used = want + GAP;
    SHOW(b->data, want);
    return bytes(b);
}

/* Bytes that hold anything. */
static void *take(Arena *a, ptrdiff_t want, ptrdiff_t align)
{
    if (want >= LARGE)
        return take_large(a, want);
    ptrdiff_t pad = a->shared ? -a->shared->used & (align - 1) : 0;
    if (!a->shared || a->shared->size - a->shared->used < want + pad + GAP) {
        push_shared(a, want + GAP);
        pad = 0;
    }
    Block *b = a->shared;
    ptrdiff_t from = b->used + pad;
    b->used = from + want + GAP;
    SHOW(bytes(b) + from, want);
    return bytes(b) + from;
}

void *arena_alloc(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t n)
{
    ptrdiff_t want = product(size, n);
    return memset(take(a, want, align), 0, (size_t)want);
}

void *arena_copy(Arena *a, const void *from, ptrdiff_t size, ptrdiff_t align, ptrdiff_t n)
{
    ptrdiff_t want = product(size, n);
    void *p = take(a, want, align);
    return want ? memcpy(p, from, (size_t)want) : p;
}

/* Where the block hangs that is this allocation's own. */
static Block **own_block(Arena *a, const void *p)
{
    Block **b = &a->top;
    while (*b && !((*b)->own && bytes(*b) == p))
        b = &(*b)->below;
    return *b ? b : NULL;
}

static void *grow_own(Arena *a, Block **at, ptrdiff_t was, ptrdiff_t want)
{
    SHOW((*at)->data, (*at)->size);
    Block *b = realloc(*at, sizeof *b + (size_t)(want + GAP));
    if (!b)
        die("out of memory");
    memset(bytes(b) + was, 0, (size_t)(want + GAP - was));
    a->held += want + GAP - b->size;
    b->size = b->used = want + GAP;
    HIDE(bytes(b) + want, GAP);
    *at = b;
    return bytes(b);
}

void *arena_grow(Arena *a, void *old, ptrdiff_t size, ptrdiff_t align, ptrdiff_t had, ptrdiff_t n)
{
    ptrdiff_t was = product(size, had), want = product(size, n);
    Block *b = a->shared, **own = was >= LARGE ? own_block(a, old) : NULL;
    assert(n >= had && (old || !had));
    if (own)
        return grow_own(a, own, was, want);
    if (old && b && bytes(b) + b->used == (char *)old + was + GAP && b->size - b->used >= want - was) {
        ptrdiff_t end = b->used - GAP;
        b->used += want - was;
        SHOW(bytes(b) + end, want - was);
        memset(bytes(b) + end, 0, (size_t)(want - was));
        return old;
    }
    char *p = take(a, want, align);
    if (was)
        memcpy(p, old, (size_t)was);
    memset(p + was, 0, (size_t)(want - was));
    return p;
}

Mark arena_mark(Arena *a) { return (Mark){a->top ? a->top->depth : 0, a->shared ? a->shared->used : 0}; }

/* The larger one of the emptied block and the spare one is the spare one. */
static void pop(Arena *a)
{
    Block *b = a->top, *less = b;
    a->top = b->below;
    b->used = 0;
    HIDE(b->data, b->size);
    if (!b->own && (!a->spare || a->spare->size < b->size)) {
        less = a->spare;
        a->spare = b;
    }
    if (less) {
        a->held -= less->size;
        drop(less);
    }
}

void arena_rewind(Arena *a, Mark m)
{
    while (a->top && a->top->depth > m.depth)
        pop(a);
    Block *b = a->top;
    while (b && b->own)
        b = b->below;
    a->shared = b;
    if (!b)
        return;
    HIDE(bytes(b) + m.used, b->size - m.used);
    b->used = m.used;
}

ptrdiff_t arena_bytes(const Arena *a) { return a->held; }
