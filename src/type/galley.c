/* galley.c - blocks into pieces: paragraphs broken into lines in all their good lengths, rows of tables, images,
   rules, white */
#include "type/inside.h"

typedef struct { Typesetter *t; Arena *a; const Frame *frame; Galley *g; int cap; bool inner; } Reader;

static Piece *add_piece(Reader *r, Piece piece)
{
    Galley *g = r->g;
    if (g->n == r->cap) {
        int cap = r->cap ? r->cap * 2 : 128;
        g->pieces = arena_grow(r->a, g->pieces, sizeof piece, _Alignof(Piece), r->cap, cap);
        r->cap = cap;
    }
    piece.plates = g->nplates;
    g->pieces[g->n] = piece;
    return &g->pieces[g->n++];
}

static Prose *break_prose(Reader *r, const Block *b)
{
    Prose *p = new(r->a, Prose, 1);
    prose_break(r->t, r->a, p, b, r->frame);
    return p;
}

/* Notes are numbered through the flow, in the order of their calls. */
static void add_notes(Reader *r, Piece *piece, const Prose *p)
{
    for (int i = 0; i < p->nnotes; i++) foot_add(r->t, r->a, &r->g->feet, p->notes[i]->foot, r->frame);
    piece->nnotes += p->nnotes;
}

static void add_text(Reader *r, const Block *b, Piece piece)
{
    piece.kind = PIECE_TEXT;
    piece.prose = break_prose(r, b);
    piece.note = r->g->feet.n;
    add_notes(r, &piece, piece.prose);
    add_piece(r, piece);
}

static void add_rows(Reader *r, const Block *table)
{
    Piece *rows;
    int n = tabular_pieces(r->t, r->a, table, r->frame, &rows);
    for (int i = 0; i < n; i++) {
        rows[i].note = r->g->feet.n;
        for (const Prose *p = tabular_prose(rows[i].row, NULL); p; p = tabular_prose(rows[i].row, p))
            add_notes(r, &rows[i], p);
        add_piece(r, rows[i]);
    }
}

static void add_columns(Reader *r, const Block *b, Piece piece)
{
    piece.kind = PIECE_COLUMNS;
    piece.columns = column_read(r->t, r->a, b, r->frame);
    piece.leading = column_leading(piece.columns);
    piece.nnotes = foot_append(r->a, &r->g->feet, column_feet(piece.columns));
    add_piece(r, piece);
}

static void add_plate(Reader *r, const Block *b, Piece piece)
{
    Galley *plate = new(r->a, Galley, 1);
    *plate = galley_inner(r->t, r->a, b->inside, r->frame);
    piece.kind = PIECE_PLATE;
    piece.plate = plate;
    add_piece(r, piece);
    r->g->nplates++;
}

/* A piece without words: white, a rule or an image, the end of a page. */
static void add_mute(Reader *r, const Block *b, Piece piece, PieceKind kind)
{
    piece.kind = kind;
    piece.height = kind == PIECE_TURN ? 0 : b->height;
    piece.recto = b->kind == BLOCK_RECTO;
    add_piece(r, piece);
}

static void read_block(Reader *r, const Block *b)
{
    if (r->inner && (b->kind == BLOCK_COLUMNS || b->kind == BLOCK_PLATE)) {
        for (const Block *i = b->inside; i; i = i->next) read_block(r, i);
        return;
    }
    Piece piece = {.block = b, .leading = b->leading ? b->leading : r->frame->leading,
                   .before = b->before, .after = b->after, .keep_lines = b->keep_lines ? b->keep_lines : 2,
                   .keep = b->keep, .keep_next = b->keep_next, .announces = b->announces, .goes_on = b->goes_on,
                   .note = r->g->feet.n};
    switch (b->kind) {
    case BLOCK_PARA:    add_text(r, b, piece); return;
    case BLOCK_SKIP:    add_mute(r, b, piece, PIECE_SKIP); return;
    case BLOCK_RULE:
    case BLOCK_IMAGE:   add_mute(r, b, piece, PIECE_SOLID); return;
    case BLOCK_TABLE:   add_rows(r, b); return;
    case BLOCK_COLUMNS: add_columns(r, b, piece); return;
    case BLOCK_PLATE:   add_plate(r, b, piece); return;
    case BLOCK_PAGE:
    case BLOCK_RECTO:   add_mute(r, b, piece, PIECE_TURN); return;
    }
}

/* ---- groups off the grid.  A block on another leading, or with half a line of white before it, leaves the grid; it
   and those after it form a group, until their sum is whole or text of the plain kind follows.  Only the group begins
   on a grid line. */
typedef struct { int group, count; Sp sum; bool odd; const Piece *opener; } Grouping;

static bool is_plain(const Piece *p, Sp leading)
{
    if (p->kind == PIECE_TURN) return true;
    return p->leading == leading && p->before % leading == 0 && p->height % leading == 0;
}

static bool stays_open(const Grouping *g, const Piece *p, Sp leading)
{
    if (!g->group) return false;
    if (!is_plain(p, leading) || (p->row && p->before == 0)) return true;
    Sp left = p->block->left;
    return !g->odd && g->sum != 0 && left > 0 && left == g->opener->block->left && p->kind != PIECE_TURN;
}

/* A table is in one group, whatever the sum of some of its rows. */
static void group_piece(Grouping *g, Piece *p, const Piece *next, Sp leading)
{
    bool was_open = g->group != 0;
    if (!stays_open(g, p, leading)) {
        *g = (Grouping){.count = g->count};
        was_open = false;
        if (is_plain(p, leading) && p->after % leading == 0) {
            p->rounds = true;
            return;
        }
        g->group = ++g->count;
        g->opener = p;
    }
    p->group = g->group;
    p->rounds = !was_open;
    g->sum = (g->sum + p->before + p->after + p->height) % leading;
    g->odd = g->odd || (p->leading != leading && p->kind == PIECE_TEXT);
    bool goes_on = p->row && next && next->row && next->block == p->block;
    if (!g->odd && g->sum == 0 && !goes_on) g->group = 0;
}

static Galley read_all(Typesetter *t, Arena *a, const Block *blocks, const Frame *f, bool inner)
{
    Galley g = {.feet = {.rule = f->leading * 3 / 4}};
    Reader r = {.t = t, .a = a, .frame = f, .g = &g, .inner = inner};
    for (const Block *b = blocks; b; b = b->next) read_block(&r, b);
    Grouping grouping = {0};
    for (int i = 0; i < g.n; i++)
        group_piece(&grouping, &g.pieces[i], i + 1 < g.n ? &g.pieces[i + 1] : NULL, f->leading);
    return g;
}

Galley galley_read(Typesetter *t, Arena *a, const Block *blocks, const Frame *f)
{
    return read_all(t, a, blocks, f, false);
}

Galley galley_inner(Typesetter *t, Arena *a, const Block *blocks, const Frame *f)
{
    return read_all(t, a, blocks, f, true);
}
