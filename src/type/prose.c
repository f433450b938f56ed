/* prose.c - the runs of a block as segments (words, spaces, fills) and the breaks between them */
#include "type/inside.h"

typedef struct {
    Typesetter *t;
    Arena *a;
    Prose *p;
    const Frame *frame;
    Sp width, space;                                               /* sums so far */
    int32_t letters;
    uint8_t fills;
    int pending;                                                   /* breaks from this on wait for a word */
    bool glued;                                                    /* the next word belongs to what stands before */
    bool begun;                                                    /* something was seen since the last forced break */
    bool backwards;                                                /* some word runs from right to left */
    const uint8_t *levels;                                         /* of the run in hand, a byte each; NULL: all 0 */
    const Word *word;                                              /* the last one, for kerning and hanging */
    Sp word_size;
    uint32_t word_hash;
} Reader;

static Seg *add_seg(Reader *r, SegKind kind, const Run *run, int32_t at, int32_t n)
{
    Prose *p = r->p;
    if (p->nsegs == r->t->nsegs) {
        int cap = r->t->nsegs ? r->t->nsegs * 2 : 1024;
        p->segs = r->t->segs = arena_grow(r->t->arena, r->t->segs, sizeof(Seg), _Alignof(Seg), r->t->nsegs, cap);
        r->t->nsegs = cap;
    }
    Seg *s = &p->segs[p->nsegs++];
    *s = (Seg){.kind = (uint8_t)kind, .run = run, .at = at, .n = (int16_t)n};
    return s;
}

/* A break at the sums so far; `after` is what a line loses that begins behind it. */
static Break *add_break(Reader *r, int seg, int at, Sp after)
{
    Prose *p = r->p;
    Typesetter *t = r->t;
    if (p->nbreaks == t->nbreaks) {
        int cap = t->nbreaks ? t->nbreaks * 2 : 1024;
        t->breaks = arena_grow(t->arena, t->breaks, sizeof(Break), _Alignof(Break), t->nbreaks, cap);
        t->places = arena_grow(t->arena, t->places, sizeof(Place), _Alignof(Place), t->nbreaks, cap);
        p->breaks = t->breaks;
        p->places = t->places;
        t->nbreaks = cap;
    }
    Break *b = &p->breaks[p->nbreaks];
    p->places[p->nbreaks++] = (Place){.seg = seg, .at = at};
    *b = (Break){.end = r->width, .start = r->width + after, .space_end = r->space, .space_start = r->space + after,
                 .letters_end = r->letters, .letters_start = r->letters, .fills = r->fills, .last = r->word_hash};
    if (r->word) b->right = (int32_t)em_sp(r->word->right, r->word_size);
    return b;
}

/* Breaks before a word learn what it is. */
static void settle(Reader *r, int32_t left, uint32_t hash)
{
    for (; r->pending < r->p->nbreaks; r->pending++) {
        r->p->breaks[r->pending].left = left;
        r->p->breaks[r->pending].first = hash;
    }
}

/* Takes back a break that waits for its word: the word must not begin a line. */
static void forbid(Reader *r)
{
    Prose *p = r->p;
    if (r->pending < p->nbreaks && p->nbreaks > 1 && !p->breaks[p->nbreaks - 1].forced) p->nbreaks--;
}

/* joined: the word stands close to the one before, which is in another style. */
static void add_cuts(Reader *r, const Shape *shape, const Word *w, const Run *run, bool joined, bool whole_start,
                     bool whole_end)
{
    int n;
    const WordCut *cuts = word_cuts(r->t, shape, w, &n);
    Sp size = run->style->size;
    int64_t track = (int64_t)run->style->track * size / 1000;
    for (int i = 0; i < n; i++) {
        const WordCut *c = &cuts[i];
        bool divides = c->kind == CUT_HYPHEN || c->kind == CUT_SOFT;
        if (divides && (!r->frame->hyphenate || !whole_start || !whole_end)) continue;
        if (c->kind == CUT_LEAD && !joined) continue;
        Break *b = add_break(r, r->p->nsegs - 1, c->at, 0);
        b->end = r->width + em_sp(c->before, size) + track * c->letters;
        b->start = b->end - em_sp(c->hyphen, size);
        b->letters_end = b->letters_start = r->letters + c->letters;
        b->right = (int32_t)em_sp(c->right, size);
        b->left = (int32_t)em_sp(c->left, size);
        b->first = c->tail_hash;
        b->last = c->head_hash;
        b->penalty = (int16_t)(divides ? c->penalty * r->frame->hyphen_cost / 100 : c->penalty);
        b->hyphen = divides || c->kind == CUT_COMPOUND;
        r->p->places[r->p->nbreaks - 1].hyphen = divides;
    }
    r->pending = r->p->nbreaks;
}

static bool letter_at(const Run *run, ptrdiff_t at)
{
    return run && run->kind == RUN_TEXT && at < run->text.n && uni_is_letter(utf8_next(run->text, &at));
}

static void read_word(Reader *r, const Run *run, const Shape *shape, int32_t at, int32_t n)
{
    const Word *w = word_find(r->t, shape, str_sub(run->text, at, n), run->at);
    const Seg *before = r->p->nsegs ? &r->p->segs[r->p->nsegs - 1] : NULL;
    bool joined = before && before->kind == SEG_WORD;
    bool whole_start = !(joined && before->word->letter_last && w->letter_first);
    bool whole_end = !(at + n == run->text.n && w->letter_last && letter_at(run->next, 0));
    if (w->no_break_before || r->glued) forbid(r);
    else if (joined && before->word->break_after) {
        Break *b = add_break(r, r->p->nsegs, 0, 0);
        b->penalty = 25;
        b->hyphen = str_ends(before->word->text, S("-"));
    }
    r->glued = false;
    Sp size = run->style->size;
    if (before && before->kind == SEG_SPACE) {
        Sp kern = em_sp(w->space_before + (r->word ? r->word->space_after : 0), size);
        r->p->segs[r->p->nsegs - 1].width += kern;
        r->width += kern;
        if (r->pending < r->p->nbreaks) r->p->breaks[r->p->nbreaks - 1].start += kern;
    }
    settle(r, (int32_t)em_sp(w->left, size), w->letters_hash);
    Seg *s = add_seg(r, SEG_WORD, run, at, n);
    s->shape = shape;
    s->level = r->levels ? r->levels[at] : 0;
    s->word = w;
    r->backwards |= w->backwards;
    s->width = em_sp(w->width, size) + (Sp)run->style->track * size / 1000 * w->nglyphs;
    add_cuts(r, shape, w, run, joined, whole_start, whole_end);
    r->width += s->width;
    r->letters += w->nglyphs;
    r->word = w;
    r->word_size = size;
    if (w->letters_hash || !joined) r->word_hash = w->letters_hash;
    r->begun = true;
}

/* A space stretches; a line may end before it unless it is U+00A0. */
static void read_space(Reader *r, const Run *run, const Shape *shape, int32_t at, int32_t n)
{
    if (!r->begun && n == 1) return;                               /* U+00A0 indents, in code */
    r->begun = true;
    Sp width = em_sp(shape->space, run->style->size) + (Sp)run->style->track * run->style->size / 1000;
    Seg *s = add_seg(r, SEG_SPACE, run, at, n);
    s->shape = shape;
    s->level = r->levels ? r->levels[at] : 0;
    s->width = width;
    if (n == 1) add_break(r, r->p->nsegs - 1, 0, width);
    r->width += width;
    r->space += width;
}

/* White that keeps its width; a line may end before it. */
static void read_quad(Reader *r, const Run *run, const Shape *shape, int32_t at, int32_t n)
{
    r->begun = true;
    Seg *s = add_seg(r, SEG_QUAD, run, at, n);
    s->shape = shape;
    s->word = word_find(r->t, shape, str_sub(run->text, at, n), run->at);
    s->width = em_sp(s->word->width, run->style->size) + (Sp)run->style->track * run->style->size / 1000;
    add_break(r, r->p->nsegs - 1, 0, s->width)->space_start = r->space;
    r->width += s->width;
}

/* Bytes of such white at `at`, 0: none is there. */
static int32_t quad_at(Str text, int32_t at)
{
    unsigned char c = (unsigned char)text.s[at];
    ptrdiff_t next = at;
    return (c == 0xE2 || c == 0xE3) && uni_is_quad(utf8_next(text, &next)) ? (int32_t)next - at : 0;
}

static bool is_parting(Str text, int32_t at)
{
    return str_starts(str_from(text, at), S("\xC2\xA0")) || quad_at(text, at);
}

enum { LONGEST = 512 };                                            /* bytes: a longer word is shaped in parts */

static int32_t word_end(Str text, int32_t at)
{
    const char *s = text.s;
    int32_t n = (int32_t)text.n, from = at;
    for (; at < n && s[at] != ' '; at++) {
        if ((unsigned char)s[at] >= 0xC2 && is_parting(text, at)) break;
        if (at - from >= LONGEST && ((unsigned char)s[at] & 0xC0) != 0x80) break;
    }
    return at;
}

/* A word in parts of one level each. */
static void read_levels(Reader *r, const Run *run, const Shape *shape, int32_t from, int32_t to)
{
    while (from < to) {
        int32_t end = from + 1;
        while (end < to && (!r->levels || r->levels[end] == r->levels[from])) end++;
        bool turned = r->levels && r->levels[from] % 2 == 1;
        read_word(r, run, turned ? shape_turn(r->t, shape) : shape, from, end - from);
        from = end;
    }
}

static void read_text(Reader *r, const Run *run)
{
    const Shape *shape = shape_find(r->t, run->style, run->at);
    const char *s = run->text.s;
    int32_t n = (int32_t)run->text.n, at = 0;
    if (n == 0) add_seg(r, SEG_EMPTY, run, 0, 0)->shape = shape;
    while (at < n) {
        int32_t from = at;
        if (s[at] == ' ') {
            read_space(r, run, shape, at, 1);
            at++;
            continue;
        }
        if (at + 1 < n && s[at] == '\xC2' && s[at + 1] == '\xA0') {
            read_space(r, run, shape, at, 2);
            at += 2;
            continue;
        }
        int32_t quad = quad_at(run->text, at);
        if (quad) {
            read_quad(r, run, shape, at, quad);
            at += quad;
            continue;
        }
        at = word_end(run->text, at);
        if (r->levels) read_levels(r, run, shape, from, at);
        else read_word(r, run, shape, from, at - from);
    }
}

static void end_line(Reader *r)
{
    Prose *p = r->p;
    if (p->nsegs && is_blank(p->segs[p->nsegs - 1].kind) && r->pending < p->nbreaks) {
        p->breaks[p->nbreaks - 1].forced = true;                    /* a space before a forced end is not seen */
        p->places[p->nbreaks - 1].hyphen = false;
    } else {
        add_break(r, p->nsegs, 0, 0)->forced = true;
    }
}

static void add_note(Reader *r, const Run *run)
{
    Prose *p = r->p;
    if ((p->nnotes & (p->nnotes - 1)) == 0) {                       /* full at each power of two */
        int cap = p->nnotes ? p->nnotes * 2 : 1;
        p->notes = arena_grow(r->a, p->notes, sizeof *p->notes, _Alignof(Run *), p->nnotes, cap);
        p->note_segs = arena_grow(r->a, p->note_segs, sizeof(int32_t), _Alignof(int32_t), p->nnotes, cap);
    }
    p->notes[p->nnotes] = run;
    p->note_segs[p->nnotes++] = p->nsegs;
}

static void read_run(Reader *r, const Run *run)
{
    if (run->glue_before) {
        r->glued = true;
    }
    if (run->foot) add_note(r, run);
    switch (run->kind) {
    case RUN_TEXT:
        read_text(r, run);
        return;
    case RUN_BREAK:
        end_line(r);
        add_seg(r, SEG_BREAK, run, 0, 0);
        r->begun = false;
        r->word = NULL;
        r->word_hash = 0;
        return;
    case RUN_FILL:
        settle(r, 0, 0);
        add_seg(r, SEG_FILL, run, 0, 0)->shape = run->style ? shape_find(r->t, run->style, run->at) : NULL;
        r->fills++;
        break;
    case RUN_SPACE:
        settle(r, 0, 0);
        *add_seg(r, SEG_FIXED, run, 0, 0) = (Seg){.kind = SEG_FIXED, .run = run, .width = run->width,
            .shape = run->style ? shape_find(r->t, run->style, run->at) : NULL};
        r->width += run->width;
        break;
    }
    r->begun = true;
    r->word = NULL;
}

static Measure measure_of(const Block *b, const Frame *f, Sp em)
{
    Sp width = f->measure - b->left - b->right;
    Measure m = {.first = width - b->first, .rest = width - b->hang, .em = em, .runt = width / 9};
    m.beside = b->beside;
    m.narrow = m.rest - b->beside_indent;
    m.ragged = b->align != ALIGN_JUSTIFY;
    m.protrude = f->protrude && !m.ragged;
    if (m.ragged) return m;
    m.banks = true;
    m.expand = f->expand;
    m.letterspace = f->letterspace;
    return m;
}

static Sp size_of(const Block *b)
{
    for (const Run *run = b->runs; run; run = run->next)
        if (run->style) return run->style->size;
    return PT(10);
}

/* ---- text from right to left in it: read once more, with the levels of all its words */
static Str said(Arena *a, const Block *b)
{
    Buf all = buf_new(a);
    for (const Run *run = b->runs; run; run = run->next)
        buf_put(&all, run->kind == RUN_TEXT ? run->text : run->kind == RUN_BREAK ? S("\n") : S(" "));
    return buf_str(&all);
}

/* One that runs from right to left as a whole would stand at the wrong margin, and its stops at the wrong ends. */
static void report_backwards(Typesetter *t, Str text, Where at)
{
    enum { FEW = 40 };                                             /* a name, a title, a line of verse */
    int letters = 0, back = 0;
    for (ptrdiff_t i = 0; i < text.n;) {
        uint32_t u = utf8_next(text, &i);
        letters += uni_is_letter(u);
        back += uni_is_rtl(u) && uni_is_letter(u);
    }
    if (back <= FEW || 2 * back < letters) return;
    Str key = str_format(t->arena, "backwards %.*s:%d:%d", STR(at.file), at.line, at.col);
    Cut first = str_cut(text, ' ');
    if (!table_put(t->missing, key, t)) diag(t->diag, TEXT_BACKWARDS, at, "it begins with '%.*s'", STR(first.head));
}

static void read_runs(Reader *r, const Block *b, const uint8_t *levels)
{
    *r->p = (Prose){.block = b, .measure = measure_of(b, r->frame, size_of(b)), .breaks = r->t->breaks,
                    .places = r->t->places, .segs = r->t->segs};
    add_break(r, 0, 0, 0);
    for (const Run *run = b->runs; run; run = run->next) {
        r->levels = levels;
        read_run(r, run);
        if (levels) levels += run->kind == RUN_TEXT ? run->text.n : 1;
    }
    end_line(r);
}

static void read_turned(Reader *r, const Block *b)
{
    Str text = said(r->a, b);
    uint8_t *levels = new(r->a, uint8_t, text.n + 1);
    report_backwards(r->t, text, b->at);
    if (uni_levels(r->a, text, levels)) read_runs(r, b, levels);
}

void prose_read(Typesetter *t, Arena *a, Prose *p, const Block *b, const Frame *f)
{
    Reader r = {.t = t, .a = a, .p = p, .frame = f}, again = r;
    read_runs(&r, b, NULL);
    if (r.backwards) read_turned(&again, b);
    p->segs = new_copy(a, Seg, t->segs, p->nsegs);
}

/* Of all the breaks only those at which a line may really end are kept: a page needs no others. */
static void keep_breaks(Arena *a, Prose *p)
{
    int n = 1;
    for (int k = 0; k < p->set.n; k++) n += p->set.settings[k].nlines;
    Break *breaks = new(a, Break, n);
    Place *places = new(a, Place, n);
    n = 0;
    breaks[n] = p->breaks[0];
    places[n++] = p->places[0];
    for (int k = 0; k < p->set.n; k++) {
        int32_t *line = (int32_t *)(uintptr_t)p->set.settings[k].breaks;
        for (int l = 0; l < p->set.settings[k].nlines; l++) {
            breaks[n] = p->breaks[line[l]];
            places[n] = p->places[line[l]];
            line[l] = n++;
        }
    }
    p->breaks = breaks;
    p->places = places;
    p->nbreaks = n;
}

void prose_break(Typesetter *t, Arena *a, Prose *p, const Block *b, const Frame *f)
{
    prose_read(t, a, p, b, f);
    if (!t->memo || !memo_take(t->memo, a, p->nbreaks, &p->set)) {
        p->set = knuth_break(a, t->scratch, p->breaks, p->nbreaks, &p->measure);
        if (t->memo) memo_add(t->memo, p->nbreaks, &p->set);
    }
    if (p->measure.ragged && b->keep_next) {                       /* a heading is not lengthened to fill a page */
        p->set.settings[0] = p->set.settings[p->set.best];
        p->set.best = 0;
        p->set.n = 1;
    }
    keep_breaks(a, p);
}
