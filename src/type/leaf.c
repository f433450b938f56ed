/* leaf.c - lines and rows at their places: the pages themselves, and furniture */
#include "type/inside.h"

typedef struct {
    Typesetter *t;
    Arena *a;
    const Frame *f;
    const Galley *g;
    int opening;                                                   /* page number on which the flow begins */
    TakePage *each; void *to;                                      /* NULL: all pages stay */
    Page *first, *last;
    Sink sink;                                                     /* of the last page */
    Mark mark;                                                     /* of `a`, before the page */
} Leaf;

static int group_of(const Leaf *m, const Step *st)
{
    return st->piece < 0 ? 0 : m->g->pieces[st->piece].group;
}

/* A heading stays with the display below it, unless it begins the page. */
static void follow_down(const Leaf *m, Steps *steps, int below, Sp shift)
{
    int first = below;
    while (first > 0 && steps->s[first - 1].page == steps->s[below].page && steps->s[first - 1].piece >= 0 &&
           m->g->pieces[steps->s[first - 1].piece].keep_next) first--;
    if (first == 0 || steps->s[first - 1].page != steps->s[below].page) return;
    for (int k = first; k < below; k++) steps->s[k].at += shift;
}

/* What a group lacks to whole lines is put above a heading, half above and half below other displays; at the foot
   of a page all of it above, so that feet stay level; at the top of a page only above a heading, which is as close
   to its text there as anywhere. */
static void level_groups(const Leaf *m, Steps *steps)
{
    for (int i = 0, j; i < steps->n; i = j) {
        int group = group_of(m, &steps->s[i]), page = steps->s[i].page;
        for (j = i + 1; j < steps->n && steps->s[j].page == page; j++)
            if (group_of(m, &steps->s[j]) != group) break;
        if (!group || steps->s[i].from > 0) continue;
        const Piece *first = &m->g->pieces[steps->s[i].piece], *last = &m->g->pieces[steps->s[j - 1].piece];
        bool foot = j == steps->n || steps->s[j].page != page;
        if (steps->s[i].at == 0 && (foot || !first->keep_next || !last->keep_next)) continue;
        Sp end = steps->s[j - 1].end + (foot ? 0 : last->after);
        Sp pad = round_up(end, m->f->leading) - end, shift = foot || last->keep_next ? pad : pad / 2;
        bool headed = last->keep_next && first > m->g->pieces && first[-1].after > 0;
        if ((foot && j == steps->n) || (!foot && first->before <= 0 && !headed)) shift = 0;
        for (int k = i; k < j; k++) steps->s[k].at += shift;
        follow_down(m, steps, i, shift);
    }
}

static void note_place(Page *page)
{
    for (const Item *it = page->items; it; it = it->next)
        if (it->block.n) {
            page->block = it->block;
            page->offset = it->offset;
            return;
        }
}

/* Lines are counted as a reader does who is sent to one: down the page, headings and notes at its foot included,
   running heads not, the cells of a row and what stands in columns side by side as one. */
static void number_lines(Page *page)
{
    enum { MOST = 512 };
    Sp seen[MOST];
    int n = 0;
    for (const Item *it = page->items; it; it = it->next) {
        if (it->kind != ITEM_GLYPHS || it->artifact) continue;
        int k = n;
        while (k > 0 && seen[k - 1] > it->y) k--;
        if ((k > 0 && seen[k - 1] == it->y) || n == MOST) continue;
        memmove(seen + k + 1, seen + k, (size_t)(n - k) * sizeof *seen);
        seen[k] = it->y;
        n++;
    }
    for (Item *it = page->items, *last = NULL; it; last = it, it = it->next) {
        if (it->kind != ITEM_GLYPHS || it->artifact) continue;
        int k = last && last->y <= it->y && last->line ? last->line - 1 : 0;
        while (k < n - 1 && seen[k] < it->y) k++;
        it->line = k + 1;
    }
}

/* The page before is finished when a new one is made. */
static void hand_over(Leaf *m)
{
    Page *p = m->last;
    if (!p) return;
    p->items = m->sink.first;
    p->last = m->sink.last;
    m->sink = (Sink){0};
    note_place(p);
    number_lines(p);
    if (!m->each) return;
    m->each(m->to, p);
    m->first = m->last = NULL;
    arena_rewind(m->a, m->mark);
}

static Page *new_page(Leaf *m, int number, const void *mark)
{
    hand_over(m);
    Page *p = new(m->a, Page, 1);
    *p = (Page){.number = number, .width = m->f->width, .height = m->f->height, .first_mark = mark, .last_mark = mark};
    p->left = is_recto(number) ? m->f->inner : m->f->width - m->f->inner - m->f->measure;
    if (m->last) m->last->next = p;
    else m->first = p;
    return m->last = p;
}

void leaf_solid(Typesetter *t, Arena *a, Sink *sink, const Piece *p, const Frame *f, Sp x, Sp y, bool with_head)
{
    const Block *b = p->block;
    if (p->row) {
        tabular_set(t, a, sink, p->row, x, y, with_head);
        return;
    }
    Item *it = new(a, Item, 1);
    bool rule = b->kind == BLOCK_RULE;
    Sp measure = f->measure - b->left - b->right, width = b->width ? b->width : measure, room = measure - width;
    *it = (Item){.kind = rule ? ITEM_RULE : ITEM_IMAGE, .node = b->node, .x = x + b->left, .y = y, .width = width,
                 .height = b->height, .image = b->image};
    it->artifact = rule && !b->artifact ? ARTIFACT_LAYOUT : b->artifact;
    if (it->artifact) it->node = NULL;
    it->x += b->align == ALIGN_CENTER ? room / 2 : b->align == ALIGN_RIGHT ? room : 0;
    sink_put(sink, it);
}

enum { LOOSE = 1000 };                                             /* 1/1000: a space twice as wide as it should be */

/* Says once a paragraph that it could not be set well; a flow may be set several times. */
void leaf_judge(Typesetter *t, const Prose *prose, const Setting *s)
{
    bool loose = prose->block->align == ALIGN_JUSTIFY && s->worst > LOOSE;
    if (!prose->set.overfull && !loose) return;
    const Run *run = prose->block->runs;
    while (run && (run->kind != RUN_TEXT || (run->text.n < 4 && run->next))) run = run->next;
    if (!run || !run->at.file.n) return;
    Str head = str_sub(run->text, 0, utf8_byte(run->text, 40));
    Str key = str_format(t->arena, "line %.*s:%d:%d %.*s", STR(run->at.file), run->at.line, run->at.col, STR(head));
    if (table_put(t->missing, key, t)) return;
    if (prose->set.overfull) diag(t->diag, LINE_OVERFULL, run->at, "in the paragraph '%.*s'", STR(head));
    else diag(t->diag, PARAGRAPH_LOOSE, run->at, "'%.*s': its widest spaces are %d %% of what they should be",
              STR(head), (s->worst + 1000) / 10);
}

void leaf_line(Typesetter *t, Arena *a, Sink *sink, const Piece *p, int setting, int line, Sp x, Sp y)
{
    const int32_t *breaks = p->prose->set.settings[setting].breaks;
    if (line == 0) leaf_judge(t, p->prose, &p->prose->set.settings[setting]);
    line_set(t, a, sink, p->prose, line ? breaks[line - 1] : 0, breaks[line], line, x, y + p->leading * 3 / 4);
}

static Sp plate_height(const Galley *g)
{
    Sp height = 0;
    for (int i = 0; i < g->n; i++) {
        const Piece *p = &g->pieces[i];
        height += (i ? p->before : 0) + p->height + (i + 1 < g->n ? p->after : 0);
        if (p->kind == PIECE_TEXT) height += p->prose->set.settings[p->prose->set.best].nlines * p->leading;
    }
    return height;
}

/* The image is as large as it must be to leave nothing of its place white, and cut off at the place's edges. */
static void cover_place(Item *it, Sp width, Sp height)
{
    it->whole_width = it->width;
    it->whole_height = it->width * height / width;
    if (it->whole_height >= it->height) return;
    it->whole_height = it->height;
    it->whole_width = it->height * width / height;
}

/* An image that bleeds: from the corner of the page, wherever the words stand, to the far edges, or down to `foot`. */
static void set_bleeding(Leaf *m, const Block *b, Sp foot)
{
    Item *it = new(m->a, Item, 1);
    bool all = foot >= m->f->height;
    *it = (Item){.kind = ITEM_IMAGE, .node = b->artifact ? NULL : b->node, .artifact = b->artifact, .x = -b->over,
                 .y = -b->over, .width = m->f->width + 2 * b->over, .image = b->image, .bleeds = true};
    it->height = foot + (all ? 2 : 1) * b->over;
    cover_place(it, b->width, b->height);
    sink_put(&m->sink, it);
}

/* What a plate's caption leaves of the page to its image, at least an eighth of the page: then it is said. */
static Sp leave_room(Leaf *m, const Block *b, Sp room, Sp all)
{
    if (room >= all / 8) return room;
    Str key = str_format(m->t->arena, "caption %.*s:%d:%d", STR(b->at.file), b->at.line, b->at.col);
    if (!table_put(m->t->missing, key, m->t))
        diag(m->t->diag, CAPTION_TOO_LONG, b->at, "'%.*s'", STR(path_base(b->image)));
    return all / 8;
}

/* The image of a plate, from y on and so high; returns where it ends. */
static Sp set_image(Leaf *m, const Piece *p, Sp y, Sp height)
{
    Block small = *p->block;
    Piece piece = *p;
    if (small.over > 0) {
        set_bleeding(m, &small, y + height);
        return y + height;
    }
    if (height < small.height) {
        small.width = (small.width ? small.width : m->f->measure) * height / small.height;
        small.height = height;
    }
    piece.block = &small;
    leaf_solid(m->t, m->a, &m->sink, &piece, m->f, m->last->left, y, false);
    return y + height;
}

/* An image and its caption in the middle of the page; below an image that bleeds the caption ends the page. */
static void set_plate(Leaf *m, const Galley *g)
{
    const Piece *first = g->n > 0 && g->pieces[0].kind == PIECE_SOLID ? &g->pieces[0] : NULL;
    const Block *image = first && first->block->kind == BLOCK_IMAGE && first->height > 0 ? first->block : NULL;
    Sp all = m->f->lines * m->f->leading, foot = foot_height(&g->feet, 0, g->feet.nlines), left = m->last->left;
    Sp height = image ? image->height : 0, room = all - foot - plate_height(g) + height, y = m->f->top;
    bool alone = g->n == 1, bleeds = image && image->over > 0;
    m->last->plate = true;
    if (image && !alone && (bleeds || height > room)) height = room = leave_room(m, image, room, all);
    if (bleeds && alone) height = m->f->height - y;
    else if (room > height) y += (room - height) / 2;
    for (int i = 0; i < g->n; i++) {
        const Piece *p = &g->pieces[i];
        y += i ? p->before : 0;
        if (p == first && image) y = set_image(m, p, y, height);
        else if (p->kind == PIECE_SOLID) leaf_solid(m->t, m->a, &m->sink, p, m->f, left, y, false);
        y += p == first && image ? 0 : p->height;
        int n = p->kind == PIECE_TEXT ? p->prose->set.settings[p->prose->set.best].nlines : 0;
        for (int l = 0; l < n; l++, y += p->leading)
            leaf_line(m->t, m->a, &m->sink, p, p->prose->set.best, l, left, y);
        y += p->after;
    }
    foot_set(m->t, m->a, &m->sink, &g->feet, 0, g->feet.nlines, left, m->f->top + all, m->f);
}

static void set_step(Leaf *m, const Step *st)
{
    const Page *page = m->last;
    const Piece *p = &m->g->pieces[st->piece];
    Sp y = m->f->top + st->at;
    if (p->kind == PIECE_PLATE) {
        set_plate(m, p->plate);
    } else if (p->kind == PIECE_COLUMNS) {
        Stand at = {st->from, st->setting, page->number % 2 == 0, page->left + p->block->left, y};
        column_set(m->t, m->a, &m->sink, p->columns, &at, m->f);
    } else if (p->kind == PIECE_SOLID) {
        leaf_solid(m->t, m->a, &m->sink, p, m->f, page->left, y, st->with_head);
    } else {
        for (int l = st->from; l < st->from + st->count; l++)
            leaf_line(m->t, m->a, &m->sink, p, st->setting, l, page->left, y + (l - st->from) * p->leading);
    }
}

/* Notes from line `from` to line `to` stand on the foot of the page, below a rule. */
static void set_notes(Leaf *m, int from, int to, int cut)
{
    Sp foot = m->f->top + (m->f->lines - cut) * m->f->leading;
    foot_set(m->t, m->a, &m->sink, &m->g->feet, from, to, m->last->left, foot, m->f);
}

/* What is left of the last note when the text has ended goes on, on pages of its own. */
static void set_rest(Leaf *m, int from)
{
    const Feet *feet = &m->g->feet;
    while (from < feet->nlines) {
        int to = from + 1;
        while (to < feet->nlines && foot_height(feet, from, to + 1) <= m->f->lines * m->f->leading) to++;
        new_page(m, m->last->number + 1, m->last->last_mark);
        set_notes(m, from, to, 0);
        from = to;
    }
}

static void set_mark(Leaf *m, const Step *st)
{
    const void *mark = m->g->pieces[st->piece].block->mark;
    if (!mark || st->from > 0) return;
    if (!m->sink.first) m->last->first_mark = mark;
    m->last->last_mark = mark;
}

/* `number` is where the flow may begin; it does so on page m->opening. */
static void make_pages(Leaf *m, Steps steps, const void *mark, int number)
{
    new_page(m, number, mark);
    if (number < m->opening) {
        m->last->blank = true;
        new_page(m, m->opening, mark);
    }
    m->last->opening = true;
    int noted = 0, begun = 0;
    for (int i = 0; i < steps.n; i++) {
        const Step *st = &steps.s[i];
        while (m->last->number < st->page) {
            m->last->blank = !m->sink.first;
            new_page(m, m->last->number + 1, m->last->last_mark);
        }
        if (st->piece >= 0) {
            set_mark(m, st);
            set_step(m, st);
        }
        if (i + 1 < steps.n && st[1].page == st->page) continue;
        m->last->deeds = spread_judge(m->a, m->g, m->f, &steps, begun, i + 1);
        begun = i + 1;
        set_notes(m, st->notes_from, st->notes_to, st->cut);
        if (st->notes_to > noted) noted = st->notes_to;
    }
    set_rest(m, noted);
    hand_over(m);
}

static Steps find_steps(const Leaf *m)
{
    Typesetter *t = m->t;
    Steps steps;
    if (t->memo && memo_take_steps(t->memo, t->flow, m->g->n, m->opening, &steps)) return steps;
    steps = page_break(t, m->g, m->f, m->opening);
    if (t->memo) memo_add_steps(t->memo, m->g->n, m->opening, &steps);
    return steps;
}

static Page *set_flow(Leaf m, const Block *blocks, int number, const void *mark_before)
{
    Typesetter *t = m.t;
    Mark mark = arena_mark(t->flow);
    t->counted = (Counted){0};
    Galley g = galley_read(t, t->flow, blocks, m.f);
    m.g = &g;
    m.opening = m.f->recto && !is_recto(number) ? number + 1 : number;
    Steps steps = find_steps(&m);
    level_groups(&m, &steps);
    m.mark = arena_mark(m.a);
    make_pages(&m, steps, mark_before, number);
    arena_rewind(t->flow, mark);
    return m.first;
}

Page *type_flow(Typesetter *t, Arena *a, const Block *blocks, const Frame *f, int number, const void *mark_before)
{
    return set_flow((Leaf){.t = t, .a = a, .f = f}, blocks, number, mark_before);
}

void type_pages(Typesetter *t, Arena *a, const Block *blocks, const Frame *f, int number, Memo *memo, TakePage *each,
                void *to)
{
    t->memo = memo;
    if (memo) memo_rewind(memo);
    set_flow((Leaf){.t = t, .a = a, .f = f, .each = each, .to = to}, blocks, number, NULL);
    t->memo = NULL;
}

void type_places(Typesetter *t, Arena *a, const Block *blocks, const Frame *f, int number, Memo *memo, TakePage *each,
                 void *to)
{
    t->bare = true;
    type_pages(t, a, blocks, f, number, memo, each, to);
    t->bare = false;
}

/* ---- furniture */

static Prose one_line(Typesetter *t, Block *b, const Run *runs, Align align, Sp width, Artifact artifact)
{
    Frame f = {.measure = width, .leading = PT(1)};
    Prose p;
    *b = (Block){.runs = (Run *)(uintptr_t)runs, .align = align, .artifact = artifact};
    prose_read(t, t->flow, &p, b, &f);
    return p;
}

Item *type_line(Typesetter *t, Arena *a, const Run *runs, Align align, Sp x, Sp y, Sp width, Artifact artifact)
{
    Mark mark = arena_mark(t->flow);
    Block b;
    Sink sink = {0};
    Prose p = one_line(t, &b, runs, align, width, artifact);
    t->counted = (Counted){0};
    line_set(t, a, &sink, &p, 0, p.nbreaks - 1, 0, x, y);
    arena_rewind(t->flow, mark);
    return sink.first;
}

Sp type_width(Typesetter *t, const Run *runs)
{
    Mark mark = arena_mark(t->flow);
    Block b;
    Prose p = one_line(t, &b, runs, ALIGN_LEFT, 0, ARTIFACT_LAYOUT);
    Sp width = p.breaks[p.nbreaks - 1].end;
    arena_rewind(t->flow, mark);
    return width;
}
