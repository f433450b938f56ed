/* margin.c - pages of a source edition: a label in the outer margin, a bar in the line where the page begins. */
#include "print/inside.h"

enum { LABELS = 64 };                                              /* on a page */
typedef struct { const Item *at; const Node *pb; } Label;
typedef struct {
    Press *press;
    Arena *a;
    Page *page;
    Sp x, room, leading, bottom;                                   /* bottom: of the words put last */
    Sp first, last;                                                /* lines of the page */
    Align align;
    Label labels[LABELS];
    int n;
} Margin;

/* ---- the bar */
/* Where the word begins in which a page begins: no bar stands among its letters. */
static Sp word_start(const Item *before, const Item *at)
{
    bool parted = !before || before->y != at->y || before->artifact || str_ends(before->text, S(" "));
    if (parted || before->kind != ITEM_GLYPHS)
        return at->x;
    Sp x = before->x, start = x;
    for (int i = 0; i < before->nglyphs; i++) {
        x += before->glyphs[i].advance;
        ptrdiff_t byte = before->glyphs[i].cluster;
        start = byte < before->text.n && before->text.s[byte] == ' ' ? x : start;
    }
    return start;
}

/* From the height of an x down to where a p ends, in the blank before the word. */
static void bar(Margin *m, const Item *before, const Item *at)
{
    bool initial = at->rise < 0;                                   /* beside its first line as beside any other */
    Sp size = at->size && !initial ? at->size : m->press->design.looks[LOOK_TEXT].face.size, thin = PT(1) / 2;
    Item *rule = new(m->a, Item, 1);
    bool first = !before || before->y != at->y;
    Sp x = word_start(before, at) - (first ? size / 6 : size / 9) - thin / 2;
    *rule = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = x,
        .y = at->y - size * 43 / 100, .width = thin, .height = size * 65 / 100, .gray = 60};
    furniture_put(m->page, rule);
}

/* ---- the words beside the line */
static void line(Margin *m, Str text, Sp y)
{
    Run *run = furniture_run(m->press, m->a, LOOK_MARGIN, text);
    furniture_put(m->page, type_line(m->press->setter, m->a, run, m->align, m->x, y, m->room, ARTIFACT_LAYOUT));
    m->bottom = y;
}

static bool fits(const Margin *m, Str text)
{
    return type_width(m->press->setter, furniture_run(m->press, m->a, LOOK_MARGIN, text)) <= m->room;
}

/* The words of a name, as many to a line as the margin holds. */
static Str first_words(const Margin *m, Str name)
{
    for (ptrdiff_t n = name.n; n > 0; n--)
        if ((n == name.n || name.s[n] == ' ') && fits(m, str_sub(name, 0, n)))
            return str_sub(name, 0, n);
    return str_cut(name, ' ').head;
}

/* One line of it at y, the next ones below; its height is what comes back. */
static Sp put_name(Margin *m, Str name, Sp y, bool measure)
{
    Sp height = 0;
    for (Str rest = name; rest.n > 0; height += m->leading) {
        Str words = first_words(m, rest);
        if (!measure)
            line(m, words, y + height);
        rest = str_trim(str_from(rest, words.n));
    }
    return height;
}

/* Where small figures stand beside the second line of a page. */
static Sp second_line(const Margin *m)
{
    return m->first + m->press->design.leading + m->press->design.looks[LOOK_TEXT].face.size * 27 / 100;
}

/* Small figures stand beside the middle of an x; beside the last line of a page and its second a little lower, so that
   the lines that go on overleaf, and from the page before, are seen to be running text, and no part of the label. */
static Sp beside(const Margin *m, const Item *at)
{
    Sp size = m->press->design.looks[LOOK_TEXT].face.size, second = m->first + m->press->design.leading;
    return at->y < m->last && at->y != second ? at->y - size / 10 : at->y + size * 27 / 100;
}

/* The name of the book stands below the first of its labels, near the foot of a page above it. */
static void name_beside(Margin *m, Str name, Sp y, Sp room)
{
    Sp lowest = m->last - m->press->design.leading + m->press->design.looks[LOOK_TEXT].face.size * 27 / 100;
    Sp height = put_name(m, name, 0, true), above = y - m->leading;
    if (y + height <= lowest) {
        put_name(m, name, y + m->leading, height > room);
        return;
    }
    Sp first = (above < lowest ? above : lowest) - height + m->leading;
    put_name(m, name, first, m->bottom > 0 && first < m->bottom + m->leading);
}

/* Each label stands on its line. */
static void label(Margin *m, int at, Str known)
{
    const Label *l = &m->labels[at], *next = at + 1 < m->n ? l + 1 : NULL;
    Str n = tei_get(l->pb, ATT_N), ed = tei_get(l->pb, ATT_ED), name = speaker_name(book_voice(m->press->book, ed));
    bool again = at > 0 && str_eq(ed, tei_get(l[-1].pb, ATT_ED));
    if (n.n == 0)
        return;
    Sp lowest = m->bottom ? m->bottom + m->leading : 0, y = beside(m, l->at);
    y = y > lowest ? y : lowest;
    if (!again && !str_eq(name, known)) {
        Sp above = l->at->y == m->first ? second_line(m) - m->leading : y;   /* not between the first two lines */
        name_beside(m, name, above, (next ? next->at->y : m->page->height) - above - m->leading);
    }
    Sp below = m->bottom;
    Str page = wording_page(m->a, m->press->book->config->lang, WORDING_PAGE_SIGN, n);
    line(m, str_format(m->a, "[%.*s]", STR(page)), y);
    m->bottom = below > y ? below : y;
}

static void find_labels(Margin *m)
{
    const Item *end = m->page->last, *before = NULL;
    for (Item *i = m->page->items; i && end; before = i, i = i == end ? NULL : i->next)
        for (Str rest = i->anchor; rest.n > 0;) {
            Cut c = str_cut(rest, ' ');
            const Node *n = tei_find(m->press->book->tree, c.head);
            if (n && tei_is(n, TEI_PB) && m->n < LABELS) {
                bar(m, before, i);
                m->labels[m->n++] = (Label){i, n};
            }
            rest = c.tail;
        }
}

/* Labels stand so far from the measure, and a quarter inch from the edge, where printers begin to complain; in a margin
   too narrow for that half as much. */
#define GAP PT(8)
static Sp edge_of(Sp margin)
{
    return margin - GAP - PT(18) >= PT(28) ? PT(18) : PT(9);
}

void margin_labels(Press *p, Page *page, Arena *a, Str known)
{
    const Design *d = &p->design;
    bool recto = page->number % 2 == 1;
    Sp left = page->left + d->measure + GAP;
    Sp edge = edge_of(recto ? page->width - page->left - d->measure : page->left);
    Margin m = {.press = p, .a = a, .page = page, .leading = d->looks[LOOK_MARGIN].face.size * 115 / 100};
    m.align = recto ? ALIGN_LEFT : ALIGN_RIGHT;
    m.x = recto ? left : edge;
    m.room = recto ? page->width - left - edge : page->left - GAP - edge;
    for (const Item *i = page->items; i; i = i->next) {
        m.last = i->line > 0 && i->y > m.last ? i->y : m.last;
        m.first = i->line > 0 && (m.first == 0 || i->y < m.first) ? i->y : m.first;
    }
    find_labels(&m);
    for (int i = 0; i < m.n; i++)
        label(&m, i, known);
}
