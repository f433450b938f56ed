#include "read/inside.h"

/* `rule quotes`: quotation marks by nesting.  In each block: which marks open, which close, which are apostrophes; then

     straight ones become typographic ones;
     a displayed quotation loses the marks around it, on each of its paragraphs: the display says what they said;
     the marks inside it rise by a level: what stood second stands first now.

   The source keeps its own: what changes is a choice of orig and reg, what goes is surplus.  A paragraph of a displayed
   quotation whose first mark closes in the middle is no quotation as a whole, and keeps all its marks. */

enum { SINGLE = 1, DOUBLE = 2 };
/* EITHER: blanks on both sides; what is open decides */
typedef enum { APOSTROPHE, OPENS, CLOSES, EITHER } Role;
/* Characters from the i-th on that follow each other in the line from byte `at` on; all but the first are ASCII and no
   marks.  line 0: not the source's own.  edit >= 0: `at` is a byte of the words that it puts in. */
typedef struct { int i, line, edit; ptrdiff_t at; } Stretch;
/* i: in what is seen; n: characters; partner: index of a mark or -1; from … to: bytes */
typedef struct { int i, n, kind, partner, line, edit; ptrdiff_t from, to; Role role; bool dropped; } Sign;
/* What is read of a block, and where it came from. */
typedef struct { const Block *block; uint32_t *c; int n; ptrdiff_t room; LIST(Stretch) from; } Sight;
typedef LIST(Sign) Signs;
typedef struct {
    Weave *w;
    const Fact *f;
    Site lines;
    int outer;                                                     /* kind of the text's first level */
    Arena *kept;                                                   /* for all blocks */
    Sight sight;                                                   /* of the block in hand, */
    Signs signs;                                                   /* and its marks */
} Quotes;
/* drop: marks that each paragraph begins with; kind: of the innermost */
typedef struct { int depth, drop, kind; const Block *last; } Display;

/* ---- what is read of a block */

static void room_for(Quotes *q, Sight *s, ptrdiff_t more)
{
    ptrdiff_t room = s->room ? s->room : 1024;
    while (room - s->n < more)
        room *= 2;
    if (room > s->room)
        s->c = arena_grow(q->kept, s->c, sizeof *s->c, _Alignof(uint32_t), s->room, room);
    s->room = room;
}

static bool is_plain(unsigned char c) { return c < 0x80 && c != '"' && c != '\''; }

/* Bytes of a line, or of words that an edit puts in; returns where it stopped. */
static ptrdiff_t see_bytes(Quotes *q, Sight *s, Str words, ptrdiff_t at, ptrdiff_t to, int line, int edit)
{
    room_for(q, s, to - at);
    while (at < to) {
        ADD(q->kept, &s->from) = (Stretch){s->n, line, edit, at};
        ptrdiff_t next = at;
        uint32_t *c = s->c + s->n;
        *c++ = utf8_next(words, &next);
        for (at = next; at < to && is_plain((unsigned char)words.s[at]); at++)
            *c++ = (unsigned char)words.s[at];
        s->n = (int)(c - s->c);
    }
    return at;
}

static bool is_passed_over(EditKind k)
{
    return k == EDIT_SURPLUS || k == EDIT_LINK || k == EDIT_CALL || k == EDIT_CORRECT || k == EDIT_REGULAR;
}

static void see_line(Quotes *q, Sight *s, int line, ptrdiff_t from, ptrdiff_t to)
{
    const Weave *w = q->w;
    Str text = text_line(w->text, line);
    int k = w->first_edit[line - 1], end = w->first_edit[line];
    for (ptrdiff_t at = from; at < to;) {
        const Edit *e = k < end ? &w->edits.at[k] : NULL;
        if (e && e->from <= at) {
            k++;
            if (e->from == at && e->kind == EDIT_SUPPLY)
                see_bytes(q, s, e->a, 0, e->a.n, 0, -1);
            if (e->from == at && e->kind == EDIT_CORRECT)
                see_bytes(q, s, e->a, 0, e->a.n, line, (int)(e - w->edits.at));
            if (is_passed_over(e->kind) && e->to > at)
                at = e->to;
            continue;
        }
        at = see_bytes(q, s, text, at, e && e->from < to ? e->from : to, line, -1);
    }
}

/* The first leaf of a display is asked for by each display that it opens, and then for itself: it is the same still. */
static void see(Quotes *q, Sight *s, const Block *b)
{
    const Weave *w = q->w;
    if (s->block == b)
        return;
    s->block = b;
    s->n = s->from.n = 0;
    for (int i = b->head; i >= 0 && !(i != b->head && b->until); i = w->piece[i].next) {
        const Piece *p = &w->piece[i];
        if (i != b->head && !p->tight)
            see_bytes(q, s, S(" "), 0, 1, 0, -1);
        bool first = i == b->head;
        see_line(q, s, p->line, first && b->since ? b->since : p->from, first && b->until ? b->until : p->to);
    }
}

/* ---- which way does a mark turn? */

static uint32_t seen_at(const Sight *s, int i) { return i < 0 || i >= s->n ? ' ' : s->c[i]; }
static bool is_blank(uint32_t c) { return uni_is_space(c) || c == 0xA0 || c == 0xFEFF; }

static int kind_of(uint32_t c)
{
    if (c < 0x2018 && c != '"' && c != '\'')
        return 0;                                                  /* most characters */
    if (c == '"' || c == 0x201C || c == 0x201D || c == 0x201E)
        return DOUBLE;
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201A ? SINGLE : 0;
}

static bool precedes_opening(uint32_t c)
{
    return is_blank(c) || c == '(' || c == '[' || c == '{' || c == 0x2014 || c == 0x2013 || c == '-' || c == '/' ||
        kind_of(c);
}

/* A word that a single mark may end without closing anything: workers' councils. */
static bool is_weak(const Sight *s, int i)
{
    uint32_t before = seen_at(s, i - 1);
    return (before == 's' || before == 'S') && is_blank(seen_at(s, i + 1)) && uni_is_word(seen_at(s, i + 2));
}

/* Words that have lost their first letters: 'tis. */
static bool is_clipped(const Sight *s, int i)
{
    static const char *const words[] = {"tis", "twas", "twere", "twill", "twould", "em", "til", NULL};
    for (const char *const *w = words; *w; w++) {
        int n = 0;
        while ((*w)[n] && (seen_at(s, i + 1 + n) | 32) == (uint32_t)(*w)[n])
            n++;
        uint32_t after = seen_at(s, i + 1 + n);
        if (!(*w)[n] && !uni_is_word(after) && !kind_of(after))
            return true;
    }
    return false;
}

/* A year without its century: '37. */
static bool is_year(const Sight *s, int i)
{
    uint32_t after = seen_at(s, i + 3);
    return uni_is_digit(seen_at(s, i + 1)) && uni_is_digit(seen_at(s, i + 2)) && !uni_is_digit(after) && after != ')' &&
        (!uni_is_letter(after) || after == 's');
}

/* … and one that can be nothing else: the '90s. */
static bool is_decade(const Sight *s, int i)
{
    return is_year(s, i) && seen_at(s, i + 3) == 's' && !uni_is_word(seen_at(s, i + 4));
}

static bool may_open(const Sight *s, int i)
{
    uint32_t c = seen_at(s, i), next = seen_at(s, i + 1);
    if (c == 0x201C || c == 0x201E || c == 0x2018 || c == 0x201A)
        return true;
    if (c == 0x201D || c == 0x2019 || is_blank(next))
        return false;
    uint32_t before = seen_at(s, i - 1);
    int k = i - 1;
    while (kind_of(before))                                        /* of several marks in a row all turn the same way */
        before = seen_at(s, --k);
    return precedes_opening(before);
}

static Role role_of(const Sight *s, int i)
{
    uint32_t c = seen_at(s, i);
    if (kind_of(c) == SINGLE && c != 0x2018 && uni_is_word(seen_at(s, i - 1)) && uni_is_word(seen_at(s, i + 1)))
        return APOSTROPHE;
    if (kind_of(c) == SINGLE && !uni_is_word(seen_at(s, i - 1)) && (is_clipped(s, i) || is_decade(s, i)))
        return APOSTROPHE;
    if (may_open(s, i))
        return OPENS;
    if ((c == '"' || c == '\'') && is_blank(seen_at(s, i - 1)) && is_blank(seen_at(s, i + 1)))
        return EITHER;
    return kind_of(c) == SINGLE && is_blank(seen_at(s, i - 1)) && uni_is_word(seen_at(s, i + 1)) ? APOSTROPHE : CLOSES;
}

/* Two apostrophes for a double mark, side by side in the source's line, with nothing between that is passed over; the
   second begins the next stretch. */
static bool is_twin(const Sight *s, int i, const Stretch *of, Role role)
{
    if (s->c[i] != '\'' || seen_at(s, i + 1) != '\'' || role != CLOSES || uni_is_word(seen_at(s, i + 2)))
        return false;
    return of->edit < 0 && of[1].line == of->line && of[1].at == of->at + 1;
}

/* Each mark begins a stretch. */
static void find_marks(Quotes *q, const Sight *s, Signs *m)
{
    m->n = 0;
    for (int k = 0; k < s->from.n; k++) {
        const Stretch *of = &s->from.at[k];
        int i = of->i, kind = kind_of(s->c[i]);
        if (!kind || of->line == 0)
            continue;
        Role role = role_of(s, i);
        bool twin = is_twin(s, i, of, role);
        ADD(q->kept, m) = (Sign){.i = i, .n = 1 + twin, .kind = twin ? DOUBLE : kind, .partner = -1, .line = of->line,
            .edit = of->edit, .from = of->at, .to = s->from.at[k + twin].at + (s->c[i] < 0x80 ? 1 : 3), .role = role};
        k += twin;
    }
}

static bool is_first(const Sight *s, int i)
{
    for (i--; i >= 0; i--)
        if (!is_blank(s->c[i]) && !kind_of(s->c[i]))
            return false;
    return true;
}

/* Is there another single mark that closes before one opens? */
static bool closes_later(const Signs *m, int k)
{
    for (int i = k + 1; i < m->n; i++)
        if (m->at[i].kind == SINGLE && m->at[i].role != APOSTROPHE)
            return m->at[i].role == CLOSES;
    return false;
}

/* '12 … : a quotation begins with a number, where its end is to be seen or it is displayed;
    else it is the year 1912. */
static bool is_lone_year(const Sight *s, const Signs *m, int k, bool open, bool displayed)
{
    const Sign *x = &m->at[k];
    return x->kind == SINGLE && is_year(s, x->i) && (open || !closes_later(m, k)) && !(displayed && is_first(s, x->i));
}

/* In a display the first mark may stay open to the next paragraph: a weak one does not close it. */
static void pair(const Sight *s, Signs *m, bool displayed)
{
    int stack[32], depth = 0;
    for (int k = 0; k < m->n; k++) {
        Sign *x = &m->at[k];
        int d = depth - 1;
        while (d >= 0 && m->at[stack[d]].kind != x->kind)
            d--;
        if (x->role == EITHER)
            x->role = d >= 0 || x->i + 1 >= s->n ? CLOSES : OPENS;
        if (x->role == OPENS && is_lone_year(s, m, k, d >= 0, displayed))
            x->role = APOSTROPHE;
        if (x->role == OPENS && depth < 32)
            stack[depth++] = k;
        if (x->role != CLOSES)
            continue;
        bool lone = d < 0 && uni_is_word(seen_at(s, x->i - 1)) && is_blank(seen_at(s, x->i + 1));
        bool weak = d >= 0 && is_weak(s, x->i) && (closes_later(m, k) || (displayed && is_first(s, m->at[stack[d]].i)));
        if (x->kind == SINGLE && (lone || weak)) {
            x->role = APOSTROPHE;
        } else if (d >= 0) {
            x->partner = stack[d];
            m->at[stack[d]].partner = k;
            depth = d;
        }
    }
}

/* ---- displayed quotations */

/* Nothing but punctuation and other marks behind it. */
static bool is_last(const Sight *s, int i)
{
    for (; i < s->n; i++)
        if (uni_is_word(s->c[i]))
            return false;
    return true;
}

static int leads(const Sight *s, const Signs *m)
{
    int n = 0;
    while (n < m->n && m->at[n].role == OPENS && is_first(s, m->at[n].i))
        n++;
    return n;
}

static void drop_ends(const Sight *s, Signs *m, const Display *d, bool last)
{
    int n = leads(s, m);
    n = n < d->drop ? n : d->drop;
    for (int k = 0; k < n; k++) {
        int p = m->at[k].partner;
        if (p >= 0 && !is_last(s, m->at[p].i + m->at[p].n))
            return;
        m->at[k].dropped = true;
        if (p >= 0)
            m->at[p].dropped = true;
    }
    for (int k = m->n - 1, left = d->drop - n; last && k >= 0 && left > 0; k--, left--) {
        /* the last paragraph has lost its first mark, not its last */
        Sign *x = &m->at[k];
        if (x->role != CLOSES || x->partner >= 0 || x->kind != d->kind || !is_last(s, x->i + x->n))
            break;
        x->dropped = true;
    }
}

/* ---- what stands for a mark */

static uint32_t form(int kind, Role role)
{
    if (kind == DOUBLE)
        return role == OPENS ? 0x201C : 0x201D;
    return role == OPENS ? 0x2018 : 0x2019;
}

/* In a display the kind that its lost marks did not have comes first now. */
static int raised(const Quotes *q, const Signs *m, int k, const Display *d)
{
    const Sign *x = &m->at[k];
    if (!d->drop || x->role == APOSTROPHE)
        return x->kind;
    if (x->kind != d->kind)
        return q->outer;
    int open = x->role == OPENS ? k : x->partner;
    /* inside a mark of the other kind? then it is second */
    for (int i = open - 1; i >= 0; i--)
        if (m->at[i].role == OPENS && m->at[i].kind != d->kind && (m->at[i].partner > open || m->at[i].partner < 0))
            return SINGLE + DOUBLE - q->outer;
    return q->outer;
}

static void change(Quotes *q, const Sign *x, uint32_t to)
{
    ptrdiff_t from = x->from;
    if (x->dropped) {
        Str line = text_line(q->w->text, x->line);
        while (x->role == CLOSES && from > 0 && line.s[from - 1] == ' ')
            /* a blank between two closing marks goes with the outer one */
            from--;
        edit_add(q->w, EDIT_SURPLUS, x->line, from, x->to, q->f)->a = S("quotation-mark");
    } else if (seen_at(&q->sight, x->i) != to) {
        Buf b = buf_new(q->w->a);
        utf8_put(&b, to);
        edit_add(q->w, EDIT_REGULAR, x->line, from, x->to, q->f)->a = buf_str(&b);
    }
}

static int edit_at(const Sight *s, int i)
{
    int low = 0;
    for (int high = s->from.n; high - low > 1;) {
        int middle = (low + high) / 2;
        *(s->from.at[middle].i > i ? &high : &low) = middle;
    }
    return s->from.at[low].edit;
}

/* Words that an editor put in are changed where they are, with all marks in them, of which k is the first.  Returns
   the mark behind them. */
static int change_words(Quotes *q, const Sight *s, const Signs *m, int k, const Display *d)
{
    int edit = m->at[k].edit, i = m->at[k].i;
    Buf b = buf_new(q->w->a);
    while (i > 0 && edit_at(s, i - 1) == edit)
        i--;
    for (; i < s->n && edit_at(s, i) == edit; i++) {
        bool mark = k < m->n && m->at[k].i == i;
        if (!mark || !m->at[k].dropped)
            utf8_put(&b, mark ? form(raised(q, m, k, d), m->at[k].role) : s->c[i]);
        k += mark;
    }
    q->w->edits.at[edit].a = buf_str(&b);
    return k;
}

static void settle(Quotes *q, const Sight *s, const Signs *m, const Display *d)
{
    for (int k = 0; k < m->n;)
        if (m->at[k].edit >= 0) {
            k = change_words(q, s, m, k, d);
        } else {
            change(q, &m->at[k], form(raised(q, m, k, d), m->at[k].role));
            k++;
        }
}

/* ---- blocks */

static const Block *leaf_of(const Block *b, bool last)
{
    while (b->first)
        b = last ? b->last : b->first;
    return b->head >= 0 && !b->silent ? b : NULL;
}

static bool applies(const Quotes *q, const Block *b)
{
    int line = q->w->piece[b->head].line;
    return line >= q->lines.first && line <= q->lines.last;
}

/* A display is as its first paragraph begins. */
static Display display_of(Quotes *q, const Block *quote, const Display *up)
{
    Display d = {.depth = up->depth + 1, .last = leaf_of(quote, true)};
    const Block *first = leaf_of(quote, false);
    Sight *s = &q->sight;
    Signs *m = &q->signs;
    if (!first)
        return d;
    see(q, s, first);
    find_marks(q, s, m);
    pair(s, m, true);
    int n = leads(s, m);
    d.drop = n < d.depth ? n : d.depth;
    if (d.drop && m->at[0].partner >= 0 && !is_last(s, m->at[m->at[0].partner].i + 1))
        d.drop = 0;
    d.kind = d.drop ? m->at[d.drop - 1].kind : 0;
    return d;
}

static void treat_leaf(Quotes *q, const Block *b, const Display *d)
{
    Sight *s = &q->sight;
    Signs *m = &q->signs;
    see(q, s, b);
    find_marks(q, s, m);
    if (!m->n)
        return;
    pair(s, m, d->depth > 0);
    if (d->drop)
        drop_ends(s, m, d, b == d->last);
    settle(q, s, m, d);
}

static void treat(Quotes *q, const Block *b, const Display *up)
{
    Display d = b->tag == TEI_QUOTE ? display_of(q, b, up) : *up;
    for (const Block *c = b->first; c; c = c->next)
        treat(q, c, &d);
    if (!b->first && b->head >= 0 && !b->silent && (tei_kind(b->tag) & KIND_LEAF) && !b->words.n && applies(q, b))
        treat_leaf(q, b, &d);
}

void quotes_apply(Weave *w, Blocks b)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (!rule_is(f, "quotes"))
            continue;
        Quotes q = {.w = w, .f = f, .lines = rule_lines(w, f), .kept = arena_open()};
        Str outer = fact_option(f, "outer");
        q.outer = str_eq(outer, S("single")) ? SINGLE : DOUBLE;
        treat(&q, b.root, &(Display){0});
        if (b.notes)
            treat(&q, b.notes, &(Display){0});
        arena_close(q.kept);
    }
}
