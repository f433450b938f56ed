/* state.c - the states of page breaking: found again by what they say, and dropped where nothing came of them */
#include "type/pagein.h"

static void states_put(Arena *a, States *all, const State *s)
{
    if (all->n == all->cap) {
        int cap = all->cap ? all->cap * 2 : 256;
        all->s = arena_grow(a, all->s, sizeof(State), _Alignof(State), all->cap, cap);
        all->cap = cap;
    }
    all->s[all->n++] = *s;
}

static bool same_state(const State *a, const State *b)
{
    return a->piece == b->piece && a->page == b->page && a->u == b->u && a->line == b->line &&
           a->setting == b->setting && a->cut == b->cut && a->must == b->must && a->notes == b->notes &&
           a->plates == b->plates;
}

/* States are found again by a table of their indices, emptied for each piece. */
static uint32_t slot_of(const State *s)
{
    uint64_t h = (uint64_t)s->u * 0x9E3779B97F4A7C15u ^ (uint64_t)(uint32_t)s->page * 0xC2B2AE3D27D4EB4Fu;
    h ^= (uint64_t)((uint32_t)s->line * 64u + (uint32_t)(s->setting + 1) * 8u + (uint32_t)s->cut * 2u + s->must) << 20;
    h = (h ^ (uint64_t)(uint32_t)s->notes) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 40) % SLOTS;
}

void state_forget(States *list)
{
    if (list->filled) memset(list->slots, 0, sizeof list->slots);
    list->filled = 0;
}

bool state_reach(Arena *a, States *list, const State *s)
{
    uint32_t k = slot_of(s);
    for (; list->slots[k]; k = (k + 1) % SLOTS) {
        State *known = &list->s[list->slots[k] - 1];
        if (!same_state(known, s)) continue;
        bool cheaper = s->cost < known->cost;
        if (cheaper) *known = *s;
        return cheaper;
    }
    if (list->filled == SLOTS * 3 / 4) {                            /* a paragraph of many pages: its first are past */
        state_forget(list);
        k = slot_of(s);
    }
    list->filled++;
    states_put(a, list, s);
    list->slots[k] = list->n;
    return true;
}

void state_prune(Arena *a, States *list, State *waiting, int n)
{
    Mark mark = arena_mark(a);
    State *all = list->s;
    int32_t *to = new(a, int32_t, list->n + 1), kept = 0;         /* not 0: lived through; then where it goes, plus 1 */
    for (int i = 0; i < n; i++)
        if (waiting[i].past >= 0) to[waiting[i].past] = 1;
    for (int32_t i = list->n - 1; i >= 0; i--)
        if (to[i] && all[i].past >= 0) to[all[i].past] = 1;
    for (int32_t i = 0; i < list->n; i++) {
        if (!to[i]) continue;
        all[kept] = all[i];
        if (all[kept].past >= 0) all[kept].past = to[all[kept].past] - 1;
        to[i] = ++kept;
    }
    for (int i = 0; i < n; i++)
        if (waiting[i].past >= 0) waiting[i].past = to[waiting[i].past] - 1;
    list->n = kept;
    arena_rewind(a, mark);
}

