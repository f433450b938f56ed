/* tabular.c - tables: column widths by content, a piece a row, the head again at the top of each page */
#include "type/inside.h"

enum { WHOLE = 8 };                                                /* so many rows are not divided over pages */

typedef struct { const Cell *cell; Prose *lines; int n; Sp x, width, height; } Box;   /* a cell's paragraphs */
struct Row {
    const Block *table;
    const Row *head;                                               /* the first row of the head, or NULL */
    const Row *next_head;                                          /* of the head's rows */
    Box *boxes; int nboxes;
    Sp height, leading;
    Sp from, to;                                                   /* of a row taller than a page: the part set here */
};

static Sp padding(const Frame *f)
{
    return f->leading * 3 / 4;                                     /* white between columns */
}

/* ---- widths: no column narrower than its longest word where it can be helped, the rest by what each would like */

typedef struct { Sp least, best; } Want;

/* Of words that may not part, as those with a fixed space between them, and of single ones the widest. */
static Sp widest_word(const Prose *p)
{
    Sp widest = 0;
    for (int i = 0; i < p->nsegs; i++)
        if (p->segs[i].kind == SEG_WORD && p->segs[i].width > widest) widest = p->segs[i].width;
    for (int i = 1, from = 0; i < p->nbreaks; i++) {
        if (p->breaks[i].hyphen) continue;
        Sp width = p->breaks[i].end - p->breaks[from].start;
        if (width > widest) widest = width;
        from = i;
    }
    return widest;
}

static Want want_of(Typesetter *t, Arena *a, const Cell *c, const Frame *f)
{
    Want w = {0, 0};
    for (const Block *b = c->blocks; b; b = b->next) {
        Prose p;
        prose_read(t, a, &p, b, f);
        Sp sides = b->left + b->right, indent = sides + (b->first > b->hang ? b->first : b->hang);
        Sp natural = p.breaks[p.nbreaks - 1].end + sides + b->first;
        if (natural > w.best) w.best = natural;
        Sp least = widest_word(&p) + indent;
        if (least > w.least) w.least = least;
    }
    return w;
}

/* A column that needs less than an even share has all it would like; the others divide what is left between the least
   they need and what they would like. */
static void share_out(Arena *scratch, const Want *want, int cols, Sp room, Sp *widths)
{
    bool *settled = new(scratch, bool, cols);
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

/* Each column has the least it needs, and a share in the rest by what it would like beyond that. */
static void share_evenly(const Want *want, int cols, Sp room, Sp *widths)
{
    Sp least = 0, more = 0;
    for (int i = 0; i < cols; i++) {
        least += want[i].least;
        more += want[i].best - want[i].least;
    }
    for (int i = 0; i < cols; i++)
        widths[i] = want[i].least + (more > 0 ? (want[i].best - want[i].least) * (room - least) / more : 0);
}

/* The lines of all rows, as many as the words of the longest cell need in columns of these widths. */
static int64_t lines_in(const Block *b, const Sp *naturals, const Sp *widths)
{
    int64_t lines = 0;
    for (int r = 0; r < b->rows; r++) {
        int64_t most = 1;
        for (int c = 0; c < b->cols; c++) {
            Sp natural = naturals[r * b->cols + c], width = widths[c] > 0 ? widths[c] : 1;
            int64_t n = natural <= width ? 1 : (natural + natural / 16 + width - 1) / width;   /* ragged: some white */
            if (n > most) most = n;
        }
        lines += most;
    }
    return lines;
}

/* Of three ways to share the measure out, the first with the lowest table. */
static void choose_widths(Arena *scratch, const Block *b, const Want *want, const Want *below, const Sp *naturals,
                          Sp room, Sp *widths)
{
    Sp *other = new(scratch, Sp, b->cols), least = 0, best = 0;
    for (int i = 0; i < b->cols; i++) {
        least += want[i].least;
        best += want[i].best;
    }
    share_out(scratch, want, b->cols, room, widths);
    if (least > room || best <= room) return;
    for (int way = 0; way < 2; way++) {
        if (way == 0) share_out(scratch, below, b->cols, room, other);
        else share_evenly(want, b->cols, room, other);
        if (lines_in(b, naturals, other) < lines_in(b, naturals, widths))
            memcpy(widths, other, (size_t)b->cols * sizeof *widths);
    }
}

static bool is_head(const Block *b, int r)
{
    for (int c = 0; c < b->cols; c++)
        if (b->cells[r * b->cols + c].blocks && !b->cells[r * b->cols + c].head) return false;
    return true;
}

static void want_more(Want *all, Want w)
{
    if (w.least > all->least) all->least = w.least;
    if (w.best > all->best) all->best = w.best;
}

/* A head may stand on two lines where that leaves room to what is below it. */
static Want folded(Want w)
{
    Sp half = w.best * 9 / 16;
    return (Want){w.least, half > w.least ? half : w.least};
}

static void column_widths(Typesetter *t, Arena *a, const Block *b, const Frame *f, Sp *widths)
{
    Mark mark = arena_mark(t->scratch);
    Want *want = new(t->scratch, Want, b->cols), *below = new(t->scratch, Want, b->cols);
    Sp *naturals = new(t->scratch, Sp, (ptrdiff_t)b->rows * b->cols);
    for (int r = 0; r < b->rows; r++) {
        bool head = is_head(b, r);
        for (int c = 0; c < b->cols; c++) {
            const Cell *cell = &b->cells[r * b->cols + c];
            if (cell->span > 1) continue;
            Want w = want_of(t, a, cell, f);
            naturals[r * b->cols + c] = w.best;
            want_more(&want[c], w);
            want_more(&below[c], head ? folded(w) : w);
        }
    }
    Sp room = f->measure - b->left - b->right - (b->cols - 1) * padding(f);
    choose_widths(t->scratch, b, want, below, naturals, room, widths);
    arena_rewind(t->scratch, mark);
}

Sp type_table_width(Typesetter *t, const Block *b, const Frame *f)
{
    Mark mark = arena_mark(t->flow);
    Sp *widths = new(t->flow, Sp, b->cols + 1), sum = 0;
    if (b->cols > 0 && b->rows > 0) column_widths(t, t->flow, b, f, widths);
    for (int c = 0; c < b->cols; c++) sum += widths[c] + (c ? padding(f) : 0);
    arena_rewind(t->flow, mark);
    return sum;
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

typedef struct { Arena *a; Piece *pieces; int n, cap; } Pieces;

static void add_piece(Pieces *out, Piece p)
{
    if (out->n == out->cap) {
        int cap = out->cap ? 2 * out->cap : 16;
        out->pieces = arena_grow(out->a, out->pieces, sizeof p, _Alignof(Piece), out->cap, cap);
        out->cap = cap;
    }
    out->pieces[out->n++] = p;
}

/* A row that no page can hold goes on overleaf, cut between lines. */
static void add_row(Pieces *out, Piece p, Row *row, Sp most)
{
    Sp step = most / row->leading * row->leading, height = row->height;
    if (height <= most || step <= 0) {
        add_piece(out, p);
        return;
    }
    for (Sp from = 0; from < height; from += step) {
        Row *part = new(out->a, Row, 1);
        *part = *row;
        part->from = from;
        part->to = from + step < height ? from + step : height;
        Piece q = p;
        q.row = part;
        q.height = part->to - from;
        q.before = from ? 0 : p.before;
        q.after = part->to < height ? 0 : p.after;
        q.keep_next = part->to < height ? false : p.keep_next;
        add_piece(out, q);
    }
}

/* The rows of the head, and their height; a head that takes more than a third of a page is not set again. */
static Row *head_of(Row *const *rows, int n, const Frame *f, Sp *height)
{
    *height = 0;
    for (int r = 0; r < n; r++) {
        *height += rows[r]->height;
        rows[r]->next_head = r + 1 < n ? rows[r + 1] : NULL;
    }
    if (n > 0 && *height <= f->lines * f->leading / 3) return rows[0];
    *height = 0;
    return NULL;
}

/* A table takes whole lines, and what they have over stands half above it; the text that follows goes back to the grid
   and leaves the other half below. */
static void center(Piece *pieces, int n, Sp leading)
{
    Sp height = pieces[0].before + pieces[n - 1].after;
    for (int i = 0; i < n; i++) height += pieces[i].height;
    if (height % leading) pieces[0].before += (leading - height % leading) / 2;
}

int tabular_pieces(Typesetter *t, Arena *a, const Block *b, const Frame *f, Piece **out)
{
    if (b->cols <= 0 || b->rows <= 0) return 0;
    Sp *widths = new(a, Sp, b->cols), repeat = 0, page = f->lines * f->leading;
    Row **rows = new(a, Row *, b->rows);
    int heads = 0;
    column_widths(t, a, b, f, widths);
    for (int r = 0; r < b->rows; r++) {
        rows[r] = set_row(t, a, b, r, f, widths);
        bool head = heads == r && is_head(b, r) && r < b->rows - 1;
        rows[r]->height += 2 * row_pad(rows[r]) + (head ? rows[r]->leading / 2 : 0);
        heads += head;
    }
    const Row *head = head_of(rows, heads, f, &repeat);
    Pieces all = {.a = a};
    for (int r = 0; r < b->rows; r++) {
        Row *row = rows[r];
        bool together = r <= heads || r == 0 || b->rows <= WHOLE || r == b->rows - 2;
        Piece p = {.kind = PIECE_SOLID, .block = b, .row = row, .leading = row->leading, .height = row->height,
                   .before = r ? 0 : b->before, .after = r == b->rows - 1 ? b->after : 0,
                   .keep_next = r == b->rows - 1 ? b->keep_next : together};
        if (r >= heads) {
            row->head = head;
            p.repeat = repeat;
        }
        add_row(&all, p, row, page - p.repeat);
    }
    center(all.pieces, all.n, f->leading);
    *out = all.pieces;
    return all.n;
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

typedef struct { Sp from, to; } Window;                            /* of a row: lines whose tops lie in it are set */

static void set_box_lines(Typesetter *t, Arena *a, Sink *sink, const Box *box, Window w, Sp x, Sp y, Sp leading,
                          bool artifact)
{
    Sp top = y;
    for (int i = 0; i < box->n; i++) {
        Prose p = box->lines[i];
        Block b = *p.block;
        if (artifact) b.artifact = ARTIFACT_LAYOUT;
        Sp lead = b.leading ? b.leading : leading;
        const Setting *s = &p.set.settings[p.set.best];
        p.block = &b;
        y += b.before;
        leaf_judge(t, &p, s);
        for (int l = 0; l < s->nlines; l++, y += lead)
            if (y - top >= w.from && y - top < w.to)
                line_set(t, a, sink, &p, l ? s->breaks[l - 1] : 0, s->breaks[l], l, x + box->x,
                    y - w.from + lead * 3 / 4);
        y += b.after;
    }
}

static void set_boxes(Typesetter *t, Arena *a, Sink *sink, const Row *row, Sp x, Sp y, bool artifact)
{
    Window w = {row->from, row->to ? row->to : row->height};
    for (int i = 0; i < row->nboxes; i++)
        set_box_lines(t, a, sink, &row->boxes[i], w, x, y + row_pad(row), row->leading, artifact);
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
