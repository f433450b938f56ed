/* tabular.c - tables: column widths by content, a piece a row, the head again at the top of each page */
#include "type/inside.h"

enum { MAX_COLS = 64, WHOLE = 8 };                                 /* so many rows are not divided over pages */

typedef struct { const Cell *cell; Prose *lines; int n; Sp x, width, height; } Box;   /* a cell's paragraphs */
struct Row {
    const Block *table;
    const Row *head;                                               /* the first row of the head, or NULL */
    const Row *next_head;                                          /* of the head's rows */
    Box *boxes; int nboxes;
    Sp height, leading;
};

static Sp padding(const Frame *f)
{
    return f->leading * 3 / 4;                                     /* white between columns */
}

/* ---- widths: no column narrower than its longest word where it can be helped, the rest by what each would like */

typedef struct { Sp least, best; } Want;

static Want want_of(Typesetter *t, Arena *a, const Cell *c, const Frame *f)
{
    Want w = {0, 0};
    for (const Block *b = c->blocks; b; b = b->next) {
        Prose p;
        prose_read(t, a, &p, b, f);
        Sp natural = p.breaks[p.nbreaks - 1].end + b->left + b->right;
        if (natural > w.best) w.best = natural;
        for (int i = 0; i < p.nsegs; i++)
            if (p.segs[i].kind == SEG_WORD && p.segs[i].width + b->left + b->right > w.least)
                w.least = p.segs[i].width + b->left + b->right;
    }
    return w;
}

/* A column that needs less than an even share has all it would like; the others divide what is left between the least
   they need and what they would like. */
static void share_out(const Want *want, int cols, Sp room, Sp *widths)
{
    bool settled[MAX_COLS] = {false};
    int left = cols;
    for (bool more = true; more && left > 0;) {
        more = false;
        for (int i = 0; i < cols && left > 0; i++) {
            if (settled[i] || want[i].best > room / left) continue;
            widths[i] = want[i].best;
            room -= widths[i];
            left--;
            settled[i] = more = true;
        }
    }
    Sp least = 0, best = 0;
    for (int i = 0; i < cols; i++) {
        least += settled[i] ? 0 : want[i].least;
        best += settled[i] ? 0 : want[i].best;
    }
    for (int i = 0; i < cols; i++) {
        if (settled[i]) continue;
        if (least >= room) widths[i] = least > 0 ? want[i].least * room / least : room / left;
        else widths[i] = want[i].least + (want[i].best - want[i].least) * (room - least) / (best - least);
    }
}

static void column_widths(Typesetter *t, Arena *a, const Block *b, const Frame *f, Sp *widths)
{
    Want want[MAX_COLS] = {{0, 0}};
    Mark mark = arena_mark(t->scratch);
    for (int r = 0; r < b->rows; r++)
        for (int c = 0; c < b->cols; c++) {
            const Cell *cell = &b->cells[r * b->cols + c];
            if (cell->span > 1) continue;
            Want w = want_of(t, a, cell, f);
            if (w.least > want[c].least) want[c].least = w.least;
            if (w.best > want[c].best) want[c].best = w.best;
        }
    arena_rewind(t->scratch, mark);
    share_out(want, b->cols, f->measure - b->left - b->right - (b->cols - 1) * padding(f), widths);
}

/* ---- rows */

static Sp leading_of(const Block *b, const Frame *f)
{
    return b->leading ? b->leading : f->leading;
}

static Box set_box(Typesetter *t, Arena *a, const Cell *cell, const Frame *f, Sp x, Sp width)
{
    Box box = {.cell = cell, .x = x, .width = width};
    Frame narrow = *f;
    narrow.measure = width;
    for (const Block *b = cell->blocks; b; b = b->next) box.n++;
    box.lines = new(a, Prose, box.n);
    int i = 0;
    for (const Block *b = cell->blocks; b; b = b->next, i++) {
        Prose *p = &box.lines[i];
        prose_break(t, a, p, b, &narrow);
        box.height += p->set.settings[p->set.best].nlines * leading_of(b, f) + b->before + b->after;
    }
    return box;
}

static Row *set_row(Typesetter *t, Arena *a, const Block *b, int r, const Frame *f, const Sp *widths)
{
    Row *row = new(a, Row, 1);
    row->table = b;
    row->boxes = new(a, Box, b->cols);
    row->leading = leading_of(b, f);
    Sp x = b->left;
    for (int c = 0; c < b->cols;) {
        const Cell *cell = &b->cells[r * b->cols + c];
        int span = cell->span > 1 ? cell->span : 1;
        Sp width = 0, from = x;
        for (int k = 0; k < span && c < b->cols; k++, c++) {
            width += widths[c] + (k ? padding(f) : 0);
            x += widths[c] + padding(f);
        }
        Box box = set_box(t, a, cell, f, from, width);
        if (box.height > row->height) row->height = box.height;
        row->boxes[row->nboxes++] = box;
    }
    if (row->height == 0) row->height = row->leading;
    return row;
}

/* White inside a row, above and below its text: an eighth of its leading each; half a leading below the head. */
static Sp row_pad(const Row *row)
{
    return row->leading / 8;
}

static bool is_head(const Block *b, int r)
{
    for (int c = 0; c < b->cols; c++)
        if (b->cells[r * b->cols + c].blocks && !b->cells[r * b->cols + c].head) return false;
    return true;
}

int tabular_pieces(Typesetter *t, Arena *a, const Block *b, const Frame *f, Piece **out)
{
    Sp widths[MAX_COLS] = {0}, repeat = 0;
    if (b->cols <= 0 || b->cols > MAX_COLS || b->rows <= 0) return 0;
    column_widths(t, a, b, f, widths);
    Piece *pieces = *out = new(a, Piece, b->rows);
    Row *head = NULL, **tail = &head;
    bool in_head = true;
    for (int r = 0; r < b->rows; r++) {
        Row *row = set_row(t, a, b, r, f, widths);
        bool was_head = in_head;
        in_head = in_head && is_head(b, r) && r < b->rows - 1;
        row->height += 2 * row_pad(row) + (in_head ? row->leading / 2 : 0);
        bool together = in_head || was_head || r == 0 || b->rows <= WHOLE || r == b->rows - 2;
        pieces[r] = (Piece){.kind = PIECE_SOLID, .block = b, .row = row, .leading = row->leading, .height = row->height,
                            .before = r ? 0 : b->before, .after = r == b->rows - 1 ? b->after : 0,
                            .keep_next = r == b->rows - 1 ? b->keep_next : together};
        if (in_head) {
            *tail = row;
            tail = (Row **)(uintptr_t)&row->next_head;
            repeat += row->height;
        } else {
            row->head = head;
            pieces[r].repeat = repeat;
        }
    }
    return b->rows;
}

const Prose *tabular_prose(const Row *row, const Prose *before)
{
    bool now = !before;
    for (int i = 0; i < row->nboxes; i++)
        for (int k = 0; k < row->boxes[i].n; k++) {
            if (now) return &row->boxes[i].lines[k];
            now = &row->boxes[i].lines[k] == before;
        }
    return NULL;
}

/* ---- onto the page */

static void set_box_lines(Typesetter *t, Arena *a, Sink *sink, const Box *box, Sp x, Sp y, Sp leading, bool artifact)
{
    for (int i = 0; i < box->n; i++) {
        Prose p = box->lines[i];
        Block b = *p.block;
        if (artifact) b.artifact = ARTIFACT_LAYOUT;
        Sp lead = b.leading ? b.leading : leading;
        const Setting *s = &p.set.settings[p.set.best];
        p.block = &b;
        y += b.before;
        for (int l = 0; l < s->nlines; l++, y += lead)
            line_set(t, a, sink, &p, l ? s->breaks[l - 1] : 0, s->breaks[l], l, x + box->x, y + lead * 3 / 4);
        y += b.after;
    }
}

static void set_boxes(Typesetter *t, Arena *a, Sink *sink, const Row *row, Sp x, Sp y, bool artifact)
{
    for (int i = 0; i < row->nboxes; i++)
        set_box_lines(t, a, sink, &row->boxes[i], x, y + row_pad(row), row->leading, artifact);
}

/* A head that is set again is an artifact: its structure, destinations and place in the text stand at the first. */
static void set_head_again(Typesetter *t, Arena *a, Sink *sink, const Row *row, Sp x, Sp y)
{
    Sink head = {0};
    set_boxes(t, a, &head, row, x, y, true);
    for (Item *it = head.first, *next; it; it = next) {
        next = it->next;
        it->next = NULL;
        it->anchor = it->link = it->describe = it->block = S("");
        sink_put(sink, it);
    }
}

void tabular_set(Typesetter *t, Arena *a, Sink *sink, const Row *row, Sp x, Sp y, bool with_head)
{
    for (const Row *h = with_head ? row->head : NULL; h; h = h->next_head) {
        set_head_again(t, a, sink, h, x, y);
        y += h->height;
    }
    set_boxes(t, a, sink, row, x, y, false);
}
