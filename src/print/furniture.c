/* furniture.c - what a page has besides its text: running head, folio, rules of tables, numbers of verses; what stands
   at its foot. */
#include "print/inside.h"

typedef struct { Press *press; Arena *a; Page *page; const PageMap *known; } Maid;

static bool is_recto(const Page *p) { return p->number % 2 == 1; }

void furniture_put(Page *p, Item *items)
{
    if (!items)
        return;
    if (p->last)
        p->last->next = items;
    else
        p->items = items;
    while (items->next)
        items = items->next;
    p->last = items;
}

Run *furniture_run(Press *p, Arena *a, LookId look, Str text)
{
    Run *run = new(a, Run, 1);
    const Style *style = style_of(p, p->design.looks[look].face, p->book->config->lang);
    *run = (Run){.kind = RUN_TEXT, .text = text, .style = style};
    return run;
}

static void put(Maid *m, Item *items) { furniture_put(m->page, items); }

static void line(Maid *m, LookId look, Str text, Align align, Sp x, Sp y, Sp width, Artifact kind)
{
    if (text.n > 0)
        put(m, type_line(m->press->setter, m->a, furniture_run(m->press, m->a, look, text), align, x, y, width, kind));
}

static void rule(Maid *m, Sp y, Sp width, Sp thickness)
{
    Item *i = new(m->a, Item, 1);
    *i = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = m->page->left, .y = y, .width = width,
        .height = thickness};
    put(m, i);
}

/* ---- running heads */
/* Set as the same words are in the text: in French with its spaces. */
static Run *head_runs(Maid *m, LookId look, Saying head)
{
    Maker maker = {.press = m->press, .a = m->a, .lang = head.lang.n ? head.lang : m->press->book->config->lang};
    Block line = {0};
    Phrase p = phrase_open(&maker, &line, look, NULL, (Str){0});
    phrase_chars(&p, head.words);
    phrase_close(&p);
    return line.runs;
}

/* What is too long ends after a word, with an ellipsis. */
static Run *fitted(Maid *m, LookId look, Saying head, Sp width)
{
    Run *whole = head_runs(m, look, head);
    if (!whole || type_width(m->press->setter, whole) <= width)
        return whole;
    for (ptrdiff_t n = head.words.n; n > 0; n--) {
        if (head.words.s[n] != ' ' || n == head.words.n)
            continue;
        Str cut = str_format(m->a, "%.*s …", STR(str_sub(head.words, 0, n)));
        Run *runs = head_runs(m, look, (Saying){cut, head.lang});
        if (type_width(m->press->setter, runs) <= width)
            return runs;
    }
    return NULL;
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

static Str word(const Maid *m, Wording w) { return wording_find(m->press->book->config->lang, w); }

/* What one looks for are notes: numbers without them, of a whole text at times, count where nothing else stands. */
static Str notes_head(Maid *m)
{
    const Headline *h = first_note(m);
    int from = -1, to = -1;
    widen_all(m, h, false, &from, &to);
    if (from < 0)
        widen_all(m, h, true, &from, &to);
    if (from < 0)
        return word(m, WORDING_NOTES);
    Str first = pages_at(m->known, from)->label;
    if (from == to)
        return str_format(m->a, "%.*s %.*s", STR(word(m, WORDING_TO_PAGE)), STR(first));
    return str_format(m->a, "%.*s %.*s–%.*s", STR(word(m, WORDING_TO_PAGES)), STR(first),
                      STR(pages_at(m->known, to)->label));
}

/* A verso names what is in force at its top, a recto what has begun last on it. */
static Saying head_words(Maid *m, const Flow *f)
{
    const Design *d = &m->press->design;
    const Page *p = m->page;
    bool recto = is_recto(p);
    const Headline *h = recto && p->last_mark ? p->last_mark : p->first_mark;
    const Config *c = m->press->book->config;
    int words = recto ? d->recto_words : d->verso_words;
    if (f->furniture == FURNITURE_NOTES)
        return (Saying){notes_head(m), S("")};
    Str speaker = words == HEAD_VOICE && !f->front ? speaker_words(m->press, m->a) : S("");
    if (speaker.n > 0)
        return (Saying){speaker, S("")};
    if (words == HEAD_BOOK)
        return (Saying){c->short_title.n ? c->short_title : c->title, S("")};
    bool title = words == HEAD_TITLE || (words == HEAD_VOICE && recto);
    if (title && h && h->title.words.n)
        return h->title;
    bool said = recto ? d->verso_words == HEAD_VOICE : d->recto_words == HEAD_VOICE;   /* opposite: who speaks */
    return h && said && h->part.words.n ? h->part : h && h->text.words.n ? h->text : f->verso;
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
    Run *head = fitted(m, look, head_words(m, f), d->measure - 2 * indent);
    bool centered = d->looks[look].align == ALIGN_CENTER, alone = d->folio_place != FOLIO_HEAD;
    Sp x = recto || centered || alone ? p->left : p->left + indent;
    Sp width = centered || alone ? d->measure : d->measure - indent;
    if (head)
        put(m, type_line(m->press->setter, m->a, head, centered ? ALIGN_CENTER : outer, x, d->head, width,
            ARTIFACT_HEADER));
    if (d->head_rule > 0)
        rule(m, d->head + PT(5), d->measure, d->head_rule);
    if (alone)
        drop_folio(m);
    else
        line(m, LOOK_FOLIO, p->label, outer, p->left, d->head, d->measure, ARTIFACT_HEADER);
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
        Sp width = cells_width(m->press, r->table);
        rule(m, r->top - size - PT(2), width, PT(6) / 10);
        if (r->head > 0)
            rule(m, r->head + PT(5), width, PT(3) / 10);
        rule(m, r->bottom + PT(6), width, PT(6) / 10);
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
            again.head = i->y > again.head ? i->y : again.head;
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
    int each = m->press->design.verse_numbers, n = 0;
    bool numbered = false;
    const Node *poem = NULL;
    Item *end = m->page->last;
    for (Item *i = m->page->items; i && each > 0; i = i == end ? NULL : i->next) {
        const Node *l = i->block.n && i->offset == 0 && !i->artifact ? tei_find(m->press->book->tree, i->block) : NULL;
        const Node *now = l && tei_is(l, TEI_L) ? verse_poem(l) : NULL;
        if (!now)
            continue;
        n = now == poem ? n + 1 : verses_in(now, l);
        numbered = now == poem ? numbered : verse_has_numbers(m->press, now);
        poem = now;
        if (n % each == 0 && numbered)
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

static bool heads_speak(const Design *d) { return d->verso_words == HEAD_VOICE || d->recto_words == HEAD_VOICE; }

/* The speaker whom the running head will name. */
static Str said_above(const Maid *m, const Flow *f)
{
    const Design *d = &m->press->design;
    int words = is_recto(m->page) ? d->recto_words : d->verso_words;
    bool headed = f->furniture == FURNITURE_TEXT && !f->front && !m->page->opening && !m->page->plate;
    return headed && words == HEAD_VOICE ? m->press->speaker.name : S("");
}

void furniture_add(Press *p, const Flow *f, Page *page, const PageMap *known, Arena *a)
{
    Maid m = {p, a, page, known};
    if (page->blank)
        return;
    if (f->at_foot)
        settle_foot(&m, f->at_foot);
    rule_tables(&m);
    if (heads_speak(&p->design))
        speaker_follow(p, page, a);
    margin_labels(p, page, a, said_above(&m, f));
    number_verses(&m);
    if (page->plate)
        return;
    if (f->furniture == FURNITURE_NONE)
        return;
    if (page->opening)
        drop_folio(&m);
    else
        running_head(&m, f);
}
