/* impose.c - pages on sheets for a binder.  Each page is a form; a sheet is printed on both sides, folded once, twice
   or three times, and the sheets of a signature are put one into the other before they are sewn.  Which page comes
   where is not looked up but folded: a grid of cells is halved, the left half over the right while it is wide, else the
   top half over the bottom, so that the last fold is the spine and lies to the left.

       one sheet folded twice:        front            back, as seen when the sheet is turned sideways
                                      3   6  v         5   4  v          v stands on its head
                                      2   7            8   1                                                        */
#include "pdf/inside.h"
#include <assert.h>

enum { LEAVES = 8, COLS = 4, ROWS = 2, MARGIN = 24, GAP = 18 };    /* points: around the pages; where a fold is cut */
typedef struct { int col, row; bool down, turned; } Ply;           /* its front looks down; its heads point down */
typedef struct { Ply ply[LEAVES]; int n; } Stack;
typedef struct { int folds, cols, rows, leaves; Ply order[LEAVES]; } Folding;

static Stack lay_over(const Stack *over, const Stack *under, bool from_top)
{
    Stack s = {.n = 0};
    for (int i = over->n; i-- > 0;) {
        Ply l = over->ply[i];
        l.down = !l.down;
        l.turned ^= from_top;
        s.ply[s.n++] = l;
    }
    for (int i = 0; i < under->n; i++) s.ply[s.n++] = under->ply[i];
    return s;
}

static Folding fold(int folds)
{
    assert(folds >= 1 && folds <= 3);
    Folding f = {.folds = folds, .cols = folds == 3 ? 4 : 2, .rows = folds == 1 ? 1 : 2, .leaves = 1 << folds};
    Stack grid[ROWS][COLS] = {0};
    for (int r = 0; r < f.rows; r++)
        for (int c = 0; c < f.cols; c++) grid[r][c] = (Stack){.ply = {{.col = c, .row = r}}, .n = 1};
    for (int cols = f.cols, rows = f.rows; cols * rows > 1;) {
        bool sideways = cols > rows;
        int c0 = sideways ? cols / 2 : 0, r0 = sideways ? 0 : rows / 2;
        Stack halved[ROWS][COLS] = {0};
        for (int r = r0; r < rows; r++)
            for (int c = c0; c < cols; c++) {
                const Stack *over = sideways ? &grid[r][cols - 1 - c] : &grid[rows - 1 - r][c];
                halved[r - r0][c - c0] = lay_over(over, &grid[r][c], !sideways);
            }
        memcpy(grid, halved, sizeof grid);
        cols -= c0;
        rows -= r0;
    }
    memcpy(f.order, grid[0][0].ply, sizeof f.order);
    return f;
}

/* ---- one side of one sheet */
typedef struct {
    Pdf *p;
    Buf *b;
    Folding folding;
    int signature, sheet, sheets;                                  /* from 0 */
    int64_t width, height, paper;                                  /* of a page; thousandths of a point */
} Side;
typedef struct { int page; int64_t x, y, creep; bool turned; } Slot;   /* page from 1; its low left corner */

static int64_t column(const Side *s, int col) { return MARGIN * 1000 + col * s->width + (col >= 2 ? GAP * 1000 : 0); }

static int64_t row(const Side *s, int at)
{
    return MARGIN * 1000 + (at + 1 < s->folding.rows ? s->height + GAP * 1000 : 0);
}

/* The k-th page of a sheet that is folded alone (from 1): in a signature the other sheets lie in its middle. */
static int page_of(const Side *s, int k)
{
    int half = s->folding.leaves, all = 2 * half * s->sheets;
    int in = k <= half ? s->sheet * half + k : all - s->sheet * half - (2 * half - k);
    return s->signature * all + in;
}

/* What stands on the j-th leaf of the folded sheet, on the side that is printed first or second. */
static Slot slot(const Side *s, int j, bool back)
{
    const Ply *l = &s->folding.order[j];
    int page = page_of(s, 2 * j + (l->down == back ? 1 : 2));
    int leaves = s->folding.leaves * s->sheets, at = (page - 1) / 2 % leaves;
    int depth = at < leaves - 1 - at ? at : leaves - 1 - at;
    int64_t creep = depth * s->paper * (page % 2 ? -1 : 1);        /* towards the spine: left on a recto */
    int col = back ? s->folding.cols - 1 - l->col : l->col;
    return (Slot){page, column(s, col), row(s, l->row), l->turned ? -creep : creep, l->turned};
}

static void put_numbers(Buf *b, const int64_t *n, int count, const char *operator)
{
    for (int i = 0; i < count; i++) {
        put_milli(b, n[i]);
        buf_byte(b, ' ');
    }
    buf_put(b, str_of(operator));
    buf_byte(b, '\n');
}

static void put_page(Side *s, const Slot *c)
{
    if (c->page > s->p->nforms) return;
    const int64_t up[] = {1000, 0, 0, 1000, c->x + c->creep, c->y};
    const int64_t down[] = {-1000, 0, 0, -1000, c->x + s->width + c->creep, c->y + s->height};
    const int64_t clip[] = {c->x, c->y, s->width, s->height};
    buf_put(s->b, S("q "));
    put_numbers(s->b, clip, 4, "re W n");
    put_numbers(s->b, c->turned ? down : up, 6, "cm");
    buf_format(s->b, "/P%d Do Q\n", c->page);
}

/* On the spine, outside: a bar a step lower with each signature, so that a missing one shows in the gathered book, and
   four ticks where the needle goes through. */
static void put_spine(Side *s, const Slot *first)
{
    enum { BAR = 14000, WIDE = 4000, STEP = 16000, TICK = 6000, HAIR = 250 };
    int64_t spine = first->turned ? first->x + s->width : first->x;
    int64_t steps = (s->height * 3 / 5) / STEP, drop = s->height / 5 + s->signature % (steps > 0 ? steps : 1) * STEP;
    int64_t low = first->turned ? first->y + drop : first->y + s->height - drop - BAR;
    const int64_t bar[] = {spine - WIDE / 2, low, WIDE, BAR};
    put_numbers(s->b, bar, 4, "re f");
    for (int i = 1; i < 8; i += 2) {
        const int64_t tick[] = {spine - TICK / 2, first->y + s->height * i / 8, TICK, HAIR};
        put_numbers(s->b, tick, 4, "re f");
    }
}

/* Dashes in the margin where the sheet is folded. */
static void put_folds(Side *s, int64_t width, int64_t height)
{
    enum { LENGTH = 12000, HAIR = 250 };
    for (int col = 1; col < s->folding.cols; col++) {
        int64_t x = column(s, col) - (col == 2 ? GAP * 500 : 0);
        const int64_t low[] = {x, 4000, HAIR, LENGTH}, high[] = {x, height - 4000 - LENGTH, HAIR, LENGTH};
        put_numbers(s->b, low, 4, "re f");
        put_numbers(s->b, high, 4, "re f");
    }
    if (s->folding.rows == 1) return;
    int64_t y = row(s, 0) - GAP * 500;
    const int64_t left[] = {4000, y, LENGTH, HAIR}, right[] = {width - 4000 - LENGTH, y, LENGTH, HAIR};
    put_numbers(s->b, left, 4, "re f");
    put_numbers(s->b, right, 4, "re f");
}

static void write_side(Side *s, bool back)
{
    Mark m = arena_mark(s->p->scratch);
    Buf b = buf_new(s->p->scratch);
    s->b = &b;
    int64_t width = column(s, s->folding.cols - 1) + s->width + MARGIN * 1000;
    int64_t height = row(s, 0) + s->height + MARGIN * 1000;
    for (int j = 0; j < s->folding.leaves; j++) {
        Slot c = slot(s, j, back);
        put_page(s, &c);
        bool outside = s->sheet == 0 && j == 0 && s->folding.order[0].down == back;
        if (outside) put_spine(s, &c);
    }
    put_folds(s, width, height);
    const int64_t box[] = {0, 0, width, height};
    pdf_sheet(s->p, box, buf_str(&b));
    arena_rewind(s->p->scratch, m);
}

/* ---- the book */
void impose_page(Pdf *p, Str content)
{
    int object = object_reserve(p->objects);
    const int64_t box[] = {0, 0, put_round(p->width), put_round(p->height)};
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/XObject/Subtype/Form/Resources %d 0 R/BBox", p->resources);
    put_box(&b, box, 4);
    object_content(p->objects, object, buf_str(&b), content);
    ROOM_FOR_ONE(p->a, p->forms, p->nforms, p->fcap);
    p->forms[p->nforms++] = object;
}

void impose_close(Pdf *p, Buf *resources)
{
    for (int i = 0; i < p->nforms; i++) buf_format(resources, "/P%d %d 0 R", i + 1, p->forms[i]);
}

void impose_sheets(Pdf *p)
{
    const PdfSheets *how = &p->facts->sheets;
    Side s = {.p = p, .folding = fold(how->folds), .sheets = how->sheets, .width = put_round(p->width),
              .height = put_round(p->height), .paper = put_round(how->paper)};
    int in = 2 * s.folding.leaves * s.sheets;
    for (s.signature = 0; s.signature * in < p->nforms; s.signature++)
        for (s.sheet = 0; s.sheet < s.sheets; s.sheet++) {
            write_side(&s, false);
            write_side(&s, true);
        }
}
