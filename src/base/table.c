#include "base/base.h"

/* Rows stand in order of insertion; slots, a power of two, at most half full, hold row number + 1 by hash. */
typedef struct { Str key; void *value; uint64_t hash; } Row;
struct Table { Arena *a; Row *rows; ptrdiff_t count, cap; int32_t *slots; uint64_t mask; };

/* A bit moves what is above it: so the high half comes down, and a second turn reaches all bits. */
static uint64_t mixed(uint64_t h, uint64_t eight)
{
    h = (h ^ eight) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
}

Table *table_new(Arena *a)
{
    Table *t = new(a, Table, 1);
    t->a = a;
    t->mask = 15;
    t->slots = new(a, int32_t, 16);
    return t;
}

/* Eight bytes at a time, the last eight once more where they are not full.  Where a row has its slot is seen by nobody,
   so that this may differ from machine to machine, as str_hash may not. */
static uint64_t hash_of(Str key)
{
    uint64_t h = (uint64_t)key.n, eight;
    ptrdiff_t at = 0;
    for (; at + 8 < key.n; at += 8) {
        memcpy(&eight, key.s + at, 8);
        h = mixed(h, eight);
    }
    if (key.n >= 8) {
        memcpy(&eight, key.s + key.n - 8, 8);
        return mixed(mixed(h, eight), 0);
    }
    for (eight = 0; at < key.n; at++)
        eight = eight << 8 | (unsigned char)key.s[at];
    return mixed(mixed(h, eight), 0);
}

/* The slot where the key stands or would stand. */
static int32_t *slot(const Table *t, Str key, uint64_t hash)
{
    uint64_t i = hash & t->mask;
    for (; t->slots[i]; i = (i + 1) & t->mask) {
        const Row *r = &t->rows[t->slots[i] - 1];
        if (r->hash == hash && str_eq(r->key, key))
            break;
    }
    return &t->slots[i];
}

static void widen(Table *t)
{
    t->mask = t->mask * 2 + 1;
    t->slots = new(t->a, int32_t, t->mask + 1);
    for (ptrdiff_t i = 0; i < t->count; i++)
        *slot(t, t->rows[i].key, t->rows[i].hash) = (int32_t)(i + 1);
}

void *table_find(const Table *t, Str key)
{
    int32_t row = *slot(t, key, hash_of(key));
    return row ? t->rows[row - 1].value : NULL;
}

static void add(Table *t, Row row)
{
    if (t->count == t->cap) {
        ptrdiff_t cap = t->cap ? t->cap * 2 : 8;
        t->rows = arena_grow(t->a, t->rows, (ptrdiff_t)sizeof(Row), (ptrdiff_t)_Alignof(Row), t->cap, cap);
        t->cap = cap;
    }
    t->rows[t->count++] = row;
}

void *table_put(Table *t, Str key, void *value)
{
    uint64_t hash = hash_of(key);
    int32_t *s = slot(t, key, hash);
    if (*s) {
        void *former = t->rows[*s - 1].value;
        t->rows[*s - 1].value = value;
        return former;
    }
    if (t->count == INT32_MAX - 1)
        die("out of memory");
    add(t, (Row){key, value, hash});
    *s = (int32_t)t->count;
    if ((uint64_t)t->count * 2 > t->mask)
        widen(t);
    return NULL;
}

ptrdiff_t table_count(const Table *t) { return t->count; }

void *table_at(const Table *t, ptrdiff_t i, Str *key)
{
    if (key)
        *key = t->rows[i].key;
    return t->rows[i].value;
}
