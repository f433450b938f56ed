/* align.c - which block of a product is which of the book: by identity; where a product has none, by its place between
   two that have one. */
#include "proof/inside.h"

static void pair(Proof *p, ptrdiff_t i, ptrdiff_t j)
{
    p->match[i] = j;
    p->taken[j] = i;
}

static void by_identity(Proof *p)
{
    Table *ids = table_new(p->a);
    for (ptrdiff_t j = p->got->n - 1; j >= 0; j--)                 /* of two with one id the first counts */
        if (p->got->blocks[j].id.n > 0)
            table_put(ids, p->got->blocks[j].id, &p->got->blocks[j]);
    for (ptrdiff_t i = 0; i < p->want->n; i++) {
        const SaidBlock *b = p->want->blocks[i].id.n > 0 ? table_find(ids, p->want->blocks[i].id) : NULL;
        if (b && p->taken[b - p->got->blocks] < 0)
            pair(p, i, b - p->got->blocks);
    }
}

/* Blocks that follow each other on both sides: the free one after a pair is the next, if it says the same, or if the
   ones behind both are a pair again. */
static void by_place(Proof *p)
{
    for (ptrdiff_t i = 0; i < p->want->n; i++) {
        ptrdiff_t j = i > 0 ? p->match[i - 1] + 1 : 0;
        if (p->match[i] >= 0 || (i > 0 && p->match[i - 1] < 0) || j >= p->got->n || p->taken[j] >= 0)
            continue;
        if (p->got->placed && p->want->blocks[i].note && p->want->blocks[i].level > 0)
            continue;                                              /* it heads notes that stand elsewhere */
        bool last = i + 1 == p->want->n || j + 1 == p->got->n;
        bool between = last ? i + 1 == p->want->n && j + 1 == p->got->n : p->match[i + 1] == j + 1;
        if (between || differ_same(p, &p->want->blocks[i], &p->got->blocks[j]))
            pair(p, i, j);
    }
}

/* The same from behind, for those that say the same: what follows a block that is lost, as the cells of a table, is not
   lost with it. */
static void by_place_back(Proof *p)
{
    for (ptrdiff_t i = p->want->n - 2; i >= 0; i--) {
        ptrdiff_t j = p->match[i + 1] - 1;
        if (p->match[i] < 0 && j >= 0 && p->taken[j] < 0 && differ_same(p, &p->want->blocks[i], &p->got->blocks[j]))
            pair(p, i, j);
    }
}

void align(Proof *p)
{
    p->match = new(p->a, ptrdiff_t, p->want->n + 1);
    p->taken = new(p->a, ptrdiff_t, p->got->n + 1);
    for (ptrdiff_t i = 0; i < p->want->n; i++)
        p->match[i] = -1;
    for (ptrdiff_t j = 0; j < p->got->n; j++)
        p->taken[j] = -1;
    by_identity(p);
    by_place(p);
    by_place_back(p);
}
