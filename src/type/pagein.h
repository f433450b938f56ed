/* pagein.h - what the files that break pages tell each other: page.c finds ways, state.c keeps them, trail.c walks the
   cheapest one back. */
#ifndef TYPE_PAGEIN_H
#define TYPE_PAGEIN_H
#include "type/inside.h"

enum { SLOTS = 1024 };
typedef struct {
    int32_t piece, line, page, past;                               /* past: the state before, -1 none */
    int16_t setting; int8_t cut;                                   /* setting: of columns, their lines */
    int16_t plates;                                                /* set so far */
    int32_t notes;                                                 /* the first line of notes on this page */
    bool must;                                                     /* the piece may not be parted from the one before */
    Sp u;
    int64_t cost;
    int32_t headed; bool roomy;                                    /* the last heading on this spread, plus 1, and
                                                                      whether it has a line more above it */
    int32_t placed, from, count; int16_t placed_setting;          /* on the way: lines from, from + 1, … */
    Sp placed_at;
    bool with_head, extra;                                         /* extra: a line more above it */
} State;
typedef struct { State *s; int32_t n, cap; int32_t filled, slots[SLOTS]; } States;
typedef struct {
    Typesetter *t;
    const Frame *f;
    const Galley *g;
    States all;                                                    /* all states, in order of their piece */
    int begin;                                                     /* of the states of the piece in hand */
    States next;                                                   /* of the pieces after it */
    int full;                                              /* so many states, and those that lead nowhere are dropped */
    int opening;                                                   /* page number on which the flow begins */
    int states;                                                    /* so many for a piece are followed, and no more */
} Maker;

/* ---- state.c */
/* Adds a state, or lowers the cost of the one like it; false: that one is as cheap. */
bool state_reach(Arena *, States *, const State *);
void state_forget(States *);                                       /* those so far are not looked for any more */
/* Keeps of the states behind us those that the `n` waiting ones came by: few, as most ways soon end.  So a long flow
   needs little more room than a short one. */
void state_prune(Arena *scratch, States *all, State *waiting, int n);

/* ---- page.c, trail.c */
void  page_plates(const Maker *, State *);                        /* plates that wait take the pages from this one on */
Steps trail_back(const Maker *, int32_t end);                      /* what stands where on the way to a state */
#endif
