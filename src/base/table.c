#include "base/base.h"

/* Rows stand in order of insertion; slots, a power of two, at most half full, hold row number + 1 by hash. */
typedef struct { Str key; void *value; uint64_t hash; } Row;
struct Table { Arena *a; Row *rows; ptrdiff_t count, cap; int32_t *slots; uint64_t mask; };

Table *table_new(Arena *a)
{
    Table *t = new(a, Table, 1);
    t->a = a;
    t->mask = 15;
    t->slots = new(a, int32_t, 16);
    return t;
}

/* The slot where the key stands or would stand.  The high bits of FNV-1a are the better mixed ones. */
static int32_t *slot(const Table *t, Str key, uint64_t hash)
{
    uint64_t i = (hash ^ hash >> 32) & t->mask;
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
    int32_t row = *slot(t, key, str_hash(key));
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
    uint64_t hash = str_hash(key);
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
