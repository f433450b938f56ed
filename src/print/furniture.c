/* furniture.c - what a page has besides its text: running head, folio, labels of source pages; what stands at its
   foot. */
#include "print/inside.h"

typedef struct { Press *press; Arena *a; Page *page; const PageMap *known; } Maid;

static bool is_recto(const Page *p) { return p->number % 2 == 1; }

static void put(Maid *m, Item *items)
{
    if (!items)
        return;
    if (m->page->last)
        m->page->last->next = items;
    else
        m->page->items = items;
    while (items->next)
        items = items->next;
    m->page->last = items;
}

static Run *words(Maid *m, LookId look, Str text)
{
    Run *run = new(m->a, Run, 1);
    Press *p = m->press;
    const Style *style = style_of(p, p->design.looks[look].face, p->book->config->lang);
    *run = (Run){.kind = RUN_TEXT, .text = text, .style = style};
    return run;
}

static void line(Maid *m, LookId look, Str text, Align align, Sp x, Sp y, Sp width, Artifact kind)
{
    if (text.n > 0)
        put(m, type_line(m->press->setter, m->a, words(m, look, text), align, x, y, width, kind));
}

static void rule(Maid *m, Sp y, Sp thickness)
{
    Item *i = new(m->a, Item, 1);
    *i = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = m->page->left, .y = y,
        .width = m->press->design.measure, .height = thickness};
    put(m, i);
}

/* ---- running heads */
/* What is too long ends after a word, with an ellipsis. */
static Str fitted(Maid *m, LookId look, Str text, Sp width)
{
    if (type_width(m->press->setter, words(m, look, text)) <= width)
        return text;
    for (ptrdiff_t n = text.n; n > 0; n--) {
        if (text.s[n] != ' ' || n == text.n)
            continue;
        Str cut = str_format(m->a, "%.*s …", STR(str_sub(text, 0, n)));
        if (type_width(m->press->setter, words(m, look, cut)) <= width)
            return cut;
    }
    return S("");
}

static void widen(Maid *m, Str call, int *from, int *to)
{
    int page = pages_find(m->known, call);
    if (page >= 0 && (*from < 0 || page < *from))
        *from = page;
    if (page > *to)
        *to = page;
}

/* Least and greatest of the pages of all calls: series need not follow each other as their calls do. */
static void widen_all(Maid *m, const Headline *h, bool rows, int *from, int *to)
{
    const Headline *last = m->page->last_mark;
    for (; h; h = h == last ? NULL : h->next) {
        if (h->last.n > 0 && !rows)
            continue;
        widen(m, h->call, from, to);
        widen(m, h->last, from, to);
    }
}

/* The first note of which something stands on the page: under a heading it is not the one in force at the top. */
static const Headline *first_note(Maid *m)
{
    const Headline *h = m->page->first_mark, *last = m->page->last_mark;
    const Item *i = m->page->items;
    while (i && (i->artifact || !i->node))
        i = i->next;
    const Struct *s = i ? i->node : NULL;
    while (s && s->role != ROLE_NOTE)
        s = s->parent;
    return !h ? last : s ? h : h == last ? NULL : h->next;
}

/* What one looks for are notes: numbers without them, of a whole text at times, count where nothing else stands. */
static Str notes_head(Maid *m)
{
    const Headline *h = first_note(m);
    int from = -1, to = -1;
    widen_all(m, h, false, &from, &to);
    if (from < 0)
        widen_all(m, h, true, &from, &to);
    if (from < 0)
        return S("Notes");
    Str first = pages_at(m->known, from)->label;
    if (from == to)
        return str_format(m->a, "Notes to page %.*s", STR(first));
    return str_format(m->a, "Notes to pages %.*s–%.*s", STR(first), STR(pages_at(m->known, to)->label));
}

/* ---- who speaks: a voice that the text names, else the one work quoted in this division, with its pages */
static const Voice *voice_of(Maid *m, const Node *n)
{
    for (; n && !tei_is(n, TEI_TEXT); n = tei_parent(n)) {
        Str who = tei_get(n, ATT_RESP).n ? tei_get(n, ATT_RESP) : tei_get(n, ATT_CORRESP);
        const Voice *v = who.n && tei_tag(n) != TEI_CHARS ? book_voice(m->press->book, who) : NULL;
        if (v)
            return v;
    }
    return NULL;
}

static const Node *division_of(const Node *n)
{
    while (n && !tei_is(n, TEI_DIV))
        n = tei_parent(n);
    return n;
}

/* NULL where the pages of several works begin, or of none. */
static const Voice *work_in(Maid *m, const Node *div)
{
    Str ed = {0};
    for (const Node *n = div ? tei_first(div) : NULL; n; n = tei_walk(n, div)) {
        if (!tei_is(n, TEI_PB) || tei_get(n, ATT_ED).n == 0)
            continue;
        if (ed.n > 0 && !str_eq(ed, tei_get(n, ATT_ED)))
            return NULL;
        ed = tei_get(n, ATT_ED);
    }
    return ed.n ? book_voice(m->press->book, ed) : NULL;
}

static bool is_below(const Node *n, const Node *top)
{
    while (n && n != top)
        n = tei_parent(n);
    return n != NULL;
}

/* Pages of the source from the one in force at the top of the page to the last that begins on it. */
static Str source_pages(Maid *m, const Node *div)
{
    const Speaker *s = &m->press->speaker;
    Str from = s->top && is_below(s->top, div) ? tei_get(s->top, ATT_N) : S("");
    Str to = s->pb && is_below(s->pb, div) ? tei_get(s->pb, ATT_N) : S("");
    from = from.n ? from : to;
    if (from.n == 0)
        return S("");
    if (to.n == 0 || str_eq(from, to))
        return str_format(m->a, ", p. %.*s", STR(from));
    return str_format(m->a, ", pp. %.*s–%.*s", STR(from), STR(to));
}

static Str speaker_words(Maid *m)
{
    Speaker *s = &m->press->speaker;
    const Node *n = tei_find(m->press->book->tree, m->page->block), *div = division_of(n);
    const Voice *v = voice_of(m, n);
    if (div != s->div) {
        s->div = div;
        s->work = work_in(m, div);
    }
    v = v ? v : s->work;
    if (!v)
        return S("");
    Str name = v->short_name.n ? v->short_name : v->name;
    return str_eq(v->kind, S("work")) ? str_format(m->a, "%.*s%.*s", STR(name), STR(source_pages(m, div))) : name;
}

/* Which page of a source is in force: told page by page, from the first of a flow on. */
static void follow_source(Maid *m)
{
    Speaker *s = &m->press->speaker;
    if (m->page->opening)
        *s = (Speaker){0};
    s->top = s->pb;
    for (const Item *i = m->page->items; i; i = i->next)
        for (Str rest = i->anchor; rest.n > 0;) {
            Cut c = str_cut(rest, ' ');
            const Node *n = tei_find(m->press->book->tree, c.head);
            s->pb = n && tei_is(n, TEI_PB) ? n : s->pb;
            rest = c.tail;
        }
}

static Str head_words(Maid *m, const Flow *f)
{
    const Design *d = &m->press->design;
    const Headline *h = m->page->first_mark;
    const Config *c = m->press->book->config;
    int words = is_recto(m->page) ? d->recto_words : d->verso_words;
    if (f->furniture == FURNITURE_NOTES)
        return notes_head(m);
    Str speaker = words == HEAD_VOICE && !f->front ? speaker_words(m) : S("");
    if (speaker.n > 0)
        return speaker;
    if (words == HEAD_BOOK)
        return c->short_title.n ? c->short_title : c->title;
    bool title = words == HEAD_TITLE || (words == HEAD_VOICE && is_recto(m->page));
    if (title && h && h->title.n)
        return h->title;
    return h && h->text.n ? h->text : f->verso;
}

static void drop_folio(Maid *m)
{
    const Design *d = &m->press->design;
    const Page *p = m->page;
    Align align = is_recto(p) ? ALIGN_RIGHT : ALIGN_LEFT;
    if (d->folio_place == FOLIO_CENTER)
        align = ALIGN_CENTER;
    line(m, LOOK_FOLIO, p->label, align, p->left, d->foot, d->measure, ARTIFACT_FOOTER);
}

static void running_head(Maid *m, const Flow *f)
{
    const Design *d = &m->press->design;
    const Page *p = m->page;
    bool recto = is_recto(p);
    LookId look = recto ? LOOK_RECTO : LOOK_VERSO;
    Sp indent = d->leading * 2;
    Align outer = recto ? ALIGN_RIGHT : ALIGN_LEFT;
    Str text = fitted(m, look, head_words(m, f), d->measure - 2 * indent);
    bool centered = d->looks[look].align == ALIGN_CENTER, alone = d->folio_place != FOLIO_HEAD;
    Sp x = recto || centered || alone ? p->left : p->left + indent;
    Sp width = centered || alone ? d->measure : d->measure - indent;
    line(m, look, text, centered ? ALIGN_CENTER : outer, x, d->head, width, ARTIFACT_HEADER);
    if (d->head_rule > 0)
        rule(m, d->head + PT(5), d->head_rule);
    if (alone)
        drop_folio(m);
    else
        line(m, LOOK_FOLIO, p->label, outer, p->left, d->head, d->measure, ARTIFACT_HEADER);
}

/* ---- pages of a source edition: a label in the outer margin, a tick where the page begins */
/* A short stroke below the line, just where the page of the source begins. */
static void tick(Maid *m, const Item *at)
{
    Item *rule = new(m->a, Item, 1);
    *rule = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = at->x - PT(1) / 4, .y = at->y + PT(1) / 2,
        .width = PT(4) / 10, .height = PT(7) / 2, .gray = m->press->design.looks[LOOK_MARGIN].face.gray};
    put(m, rule);
}

/* A label keeps clear of a page's first two lines and its last two, so that what goes on from the page before, or
   overleaf, is seen to be running text; the tick shows the place itself. */
static Sp label_height(const Maid *m, const Item *at)
{
    Sp first = at->y, last = at->y, leading = m->press->design.leading;
    for (const Item *i = m->page->items; i; i = i->next) {
        if (i->artifact || i->kind != ITEM_GLYPHS)
            continue;
        first = i->y < first ? i->y : first;
        last = i->y > last ? i->y : last;
    }
    if (last - first < 4 * leading)
        return at->y;
    Sp top = first + 2 * leading, bottom = last - 2 * leading;
    return at->y < top ? top : at->y > bottom ? bottom : at->y;
}

/* The page, and below it the name of its book: two small lines, their middle on the line of the text. */
static void margin_label(Maid *m, const Node *pb, const Item *at)
{
    const Design *d = &m->press->design;
    const Page *p = m->page;
    const Voice *v = book_voice(m->press->book, tei_get(pb, ATT_ED));
    Str n = tei_get(pb, ATT_N), name = v ? v->short_name.n ? v->short_name : v->name : S("");
    bool recto = is_recto(p);
    Align align = recto ? ALIGN_LEFT : ALIGN_RIGHT;
    Sp gap = PT(8), edge = PT(9), left = p->left + d->measure + gap;
    Sp room = recto ? p->width - left - edge : p->left - gap - edge, x = recto ? left : edge;
    Sp half = name.n ? d->looks[LOOK_MARGIN].face.size / 2 : 0;
    tick(m, at);
    if (n.n == 0)
        return;
    Sp y = label_height(m, at);
    line(m, LOOK_MARGIN, str_format(m->a, "[p. %.*s]", STR(n)), align, x, y - half, room, ARTIFACT_LAYOUT);
    line(m, LOOK_MARGIN, fitted(m, LOOK_MARGIN, name, room), align, x, y + half, room, ARTIFACT_LAYOUT);
}

static void margin_labels(Maid *m)
{
    Item *end = m->page->last;
    Sp taken = -1;
    for (Item *i = m->page->items; i && end; i = i->next) {
        for (Str rest = i->anchor; rest.n > 0;) {
            Cut c = str_cut(rest, ' ');
            const Node *n = tei_find(m->press->book->tree, c.head);
            if (n && tei_is(n, TEI_PB) && i->y != taken) {
                margin_label(m, n, i);
                taken = i->y;
            }
            rest = c.tail;
        }
        if (i == end)
            break;
    }
}

/* ---- tables: a rule above, one below the head, one at the end */
typedef struct { const Struct *table; Sp top, head, bottom; } Ruled;

static const Struct *table_of(const Struct *s, bool *in_head)
{
    *in_head = false;
    for (int up = 0; s && up < 8 && s->role != ROLE_NOTE; s = s->parent, up++) {   /* a note in a cell is no row */
        *in_head = *in_head || s->role == ROLE_THEAD;
        if (s->role == ROLE_TABLE)
            return s;
    }
    return NULL;
}

static void rule_table(Maid *m, Ruled *r)
{
    Sp size = m->press->design.looks[LOOK_TABLE].face.size;
    if (r->table) {
        rule(m, r->top - size - PT(2), PT(6) / 10);
        if (r->head > 0)
            rule(m, r->head + PT(5), PT(3) / 10);
        rule(m, r->bottom + PT(6), PT(6) / 10);
    }
    *r = (Ruled){0};
}

/* A head that stands again on the next page has lost its node: it is the layout text just before rows of a table. */
static void rule_tables(Maid *m)
{
    Ruled now = {0}, again = {0};
    Item *end = m->page->last;
    for (Item *i = m->page->items; i; i = i == end ? NULL : i->next) {
        bool head;
        const Struct *table = table_of(i->node, &head);
        if (i->kind == ITEM_GLYPHS && i->artifact == ARTIFACT_LAYOUT) {
            again.top = again.top ? again.top : i->y;
            again.head = i->y;
            continue;
        }
        if (table != now.table) {
            rule_table(m, &now);
            now = (Ruled){table, again.top ? again.top : i->y, again.head, 0};
        }
        again = (Ruled){0};
        if (head && i->y > now.head)
            now.head = i->y;
        if (i->y > now.bottom)
            now.bottom = i->y;
    }
    rule_table(m, &now);
}

/* ---- numbers of verses: each fifth, say, to the right of the measure's edge */
enum { POEM = 2 };                                                 /* a poem has numbers if it has two numbered lines */

static const Node *poem_of(const Node *l)
{
    const Node *top = tei_parent(l);
    while (tei_is(tei_parent(top), TEI_LG))
        top = tei_parent(top);
    return tei_is(top, TEI_LG) ? top : NULL;
}

static int verses_in(const Node *poem, const Node *until)
{
    int n = 0;
    for (const Node *at = tei_first(poem); at; at = tei_walk(at, poem)) {
        n += tei_is(at, TEI_L);
        if (at == until)
            break;
    }
    return n;
}

/* Within a poem lines are counted on; only its first line on a page is looked for from the beginning. */
static void number_verses(Maid *m)
{
    int each = m->press->design.verse_numbers, n = 0, all = 0;
    const Node *poem = NULL;
    Item *end = m->page->last;
    for (Item *i = m->page->items; i && each > 0; i = i == end ? NULL : i->next) {
        const Node *l = i->block.n && i->offset == 0 && !i->artifact ? tei_find(m->press->book->tree, i->block) : NULL;
        const Node *now = l && tei_is(l, TEI_L) ? poem_of(l) : NULL;
        if (!now)
            continue;
        n = now == poem ? n + 1 : verses_in(now, l);
        all = now == poem ? all : verses_in(now, NULL);
        poem = now;
        if (n % each == 0 && all >= POEM * each)
            line(m, LOOK_LINENUMBER, str_format(m->a, "%d", n), ALIGN_RIGHT, m->page->left, i->y,
                m->press->design.measure, ARTIFACT_LAYOUT);
    }
}

/* ---- what goes down to the last line */
static bool is_under(const Struct *s, const Struct *top)
{
    while (s && s != top)
        s = s->parent;
    return s != NULL;
}

static void settle_foot(Maid *m, const Struct *top)
{
    const Design *d = &m->press->design;
    Sp lowest = 0, foot = d->top + d->lines * d->leading - d->leading / 3;
    for (Item *i = m->page->items; i; i = i->next)
        if (is_under(i->node, top) && i->y > lowest)
            lowest = i->y;
    for (Item *i = m->page->items; i && lowest > 0 && lowest < foot; i = i->next)
        if (is_under(i->node, top))
            i->y += foot - lowest;
}

void furniture_add(Press *p, const Flow *f, Page *page, const PageMap *known, Arena *a)
{
    Maid m = {p, a, page, known};
    if (page->blank)
        return;
    if (f->at_foot)
        settle_foot(&m, f->at_foot);
    rule_tables(&m);
    margin_labels(&m);
    number_verses(&m);
    follow_source(&m);
    if (page->plate)
        return;
    if (f->furniture == FURNITURE_NONE)
        return;
    if (page->opening)
        drop_folio(&m);
    else
        running_head(&m, f);
}
