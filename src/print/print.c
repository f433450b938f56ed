/* print.c - the press: fonts, flows, the passes of the page loop, and the two PDFs.

       book -> flows (a chapter each) -> compose: blocks -> type_flow: pages -> measure: the page map
                                                                            \-> furniture -> pdf

   Blocks and pages of a flow live in a scratch arena as long as the flow is being set; the structure nodes, the page
   numbers and the places found are what stays. */
#include "print/inside.h"
#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- design and fonts */
static Str design_path(Press *p, Str assets)
{
    const Config *c = p->book->config;
    Str name = str_format(p->a, "designs/%.*s.design", STR(c->design.n ? c->design : S("default")));
    Str own = path_join(p->a, c->dir, name);
    if (path_is_inside(name) && access(str_z(p->a, own), R_OK) == 0)
        return own;
    return path_join(p->a, assets, path_is_inside(name) ? name : S("designs/default.design"));
}

static const Font *open_font(Press *p, Str name, Str design)
{
    if (name.n == 0)
        return NULL;
    Str path = font_find(p->a, name);
    const Font *font = path.n > 0 ? font_open(p->setter, path) : NULL;
    if (!font)
        diag(p->d, FONT_MISSING, (Where){design, 0, 1}, "'%.*s' is not installed", STR(name));
    else if (!font_facts(font).may_embed)
        diag(p->d, FONT_MISSING, (Where){design, 0, 1}, "'%.*s' forbids to be embedded", STR(name));
    return font;
}

static void open_fonts(Press *p, Str design)
{
    for (int f = 0; f < FAMILY_MAX; f++)
        for (int c = 0; c < CUT_MAX; c++)
            p->fonts[f][c] = open_font(p, p->design.fonts[f][c], design);
    if (!p->fonts[FAMILY_TEXT][CUT_REGULAR])
        p->fonts[FAMILY_TEXT][CUT_REGULAR] = p->fonts[FAMILY_FALLBACK][CUT_REGULAR];
    if (p->fonts[FAMILY_TEXT][CUT_REGULAR])
        style_check(p, design);
    else if (diag_count(p->d, ERROR) == 0)
        diag(p->d, FONT_MISSING, (Where){design, 0, 1}, "'font.text.regular' names none");
}

void print_millimetres(const Press *p, int *width, int *height)
{
    Sp wide = p ? p->design.width : 0, high = p ? p->design.height : 0;
    *width = (int)((wide + MM(1) / 2) / MM(1));
    *height = (int)((high + MM(1) / 2) / MM(1));
}

/* ---- flows */
Saying press_part(const Book *b, const Matter *m)
{
    for (ptrdiff_t i = 0; m->part.n && b->config->anthology && i < b->nheadings; i++) {
        const Heading *h = &b->headings[i];
        if (h->level == 1 && str_eq(h->part, m->part))
            return (Saying){h->short_title, heading_lang(h)};
    }
    return (Saying){b->config->short_title.n ? b->config->short_title : b->config->title, S("")};
}

Saying press_text(const Book *b, const Matter *m)
{
    return m->voice.n ? (Saying){m->voice, S("")} : press_part(b, m);
}

static Furniture furniture_of(MatterKind kind)
{
    switch (kind) {
    case MATTER_HALFTITLE:
    case MATTER_TITLEPAGE:
    case MATTER_IMPRINT:
    case MATTER_DEDICATION:
    case MATTER_TEXT_TITLE:
        return FURNITURE_NONE;
    case MATTER_NOTES:
        return FURNITURE_NOTES;
    default:
        return FURNITURE_TEXT;
    }
}

static Flow *add_flow(Press *p, ptrdiff_t at)
{
    Flow *f = &p->flows[p->nflows++];
    *f = (Flow){.matter = at, .front = true, .recto = true, .furniture = FURNITURE_TEXT, 
        .verso = {wording_find(p->book->config->lang, WORDING_CONTENTS), S("")}};
    return f;
}

static void add_matter(Press *p, ptrdiff_t at)
{
    const Matter *m = &p->book->matters[at];
    Flow *last = p->nflows > 0 ? &p->flows[p->nflows - 1] : NULL;
    if (m->opens == OPENS_RUNON && last && last->nmatters > 0 && furniture_of(m->kind) == last->furniture) {
        last->nmatters++;
        return;
    }
    Flow *f = add_flow(p, at);
    f->nmatters = 1;
    f->front = m->front;
    const Matter *before = at > 0 ? m - 1 : NULL;
    f->recto = m->opens == OPENS_RECTO || !before || before->kind == MATTER_TEXT_TITLE || (!m->front && before->front);
    f->furniture = furniture_of(m->kind);
    f->verso = press_text(p->book, m);
}

/* Notes that stand where they are called leave nothing for the end of the book. */
static bool matter_rests(const Press *p, const Matter *m)
{
    if (m->kind != MATTER_NOTES)
        return true;
    const Node *n = m->first;
    if (!tei_is(n, TEI_DIV))
        n = tei_parent(n);
    for (; n; n = n == m->last ? NULL : tei_next(n))
        if (apparatus_rests(p, n))
            return true;
    return false;
}

/* The contents stand after title pages, imprint, dedication and epigraph. */
static void make_flows(Press *p)
{
    const Book *b = p->book;
    bool listed = false;
    p->flows = new(p->a, Flow, b->nmatters + 1);
    for (ptrdiff_t i = 0; i < b->nmatters; i++) {
        if (!listed && b->matters[i].kind >= MATTER_FRONT) {
            add_flow(p, i);
            listed = true;
        }
        if (matter_rests(p, &b->matters[i]))
            add_matter(p, i);
    }
}

static void make_outline(Press *p)
{
    Outline **end = &p->outline;
    for (ptrdiff_t i = 0; i < p->book->nheadings; i++) {
        const Heading *h = &p->book->headings[i];
        if (!apparatus_rests(p, h->node))
            continue;
        Outline *o = new(p->a, Outline, 1);
        *o = (Outline){.level = h->level > 6 ? 6 : h->level, .title = h->title, .id = h->id};
        *end = o;
        end = &o->next;
    }
}

Press *print_open(Arena *a, const Book *book, Str assets, Diag *d)
{
    Press *p = new(a, Press, 1);
    *p = (Press){.a = a, .scratch = arena_open(), .book = book, .d = d,
        .wraps = table_new(a), .pictures = table_new(a), .tables = table_new(a), .coarse = table_new(a)};
    Str path = design_path(p, assets);
    design_read(a, &p->design, path, d, book->config->at);
    design_place_notes(&p->design, book->config);
    limits_check(&p->design, path, d);
    p->setter = type_open(a, d);
    for (const HangRow *row = p->design.hangs; row; row = row->next)
        type_hang(p->setter, row->hang);
    open_fonts(p, path);
    p->root = struct_new(a, NULL, ROLE_DOCUMENT);
    p->root->lang = book->config->lang;
    speaker_open(p);
    make_flows(p);
    make_outline(p);
    return p;
}

int print_files(const Press *p, Arena *a, Str **paths) { return type_files(p->setter, a, paths); }

void print_close(Press *p)
{
    type_close(p->setter);
    arena_close(p->scratch);
}

/* ---- setting a flow */
void flow_wants(Maker *m, Wish wish)
{
    Flow *f = m->flow;
    if (m->press->built)
        return;
    if (f->nwanted == f->capwanted) {
        ptrdiff_t cap = f->capwanted ? 2 * f->capwanted : 16;
        f->wanted = arena_grow(m->press->a, f->wanted, sizeof *f->wanted, _Alignof(Wish), f->nwanted, cap);
        f->capwanted = cap;
    }
    wish.id = str_copy(m->press->a, wish.id);
    f->wanted[f->nwanted++] = wish;
}

/* What the text of this flow says of pages. */
static uint64_t said(Press *p, const Flow *f, const PageMap *known)
{
    Mark mark = arena_mark(p->scratch);
    Buf b = buf_new(p->scratch);
    for (ptrdiff_t i = 0; i < f->nwanted; i++) {
        const Wish *w = &f->wanted[i];
        int page = w->offset < 0 ? pages_find(known, w->id) : pages_within(known, w->id, w->offset);
        if (page >= 0)
            buf_put(&b, pages_at(known, page)->label);
        if (page >= 0 && w->line)
            buf_format(&b, ".%d", pages_line(known, w->id));
        buf_byte(&b, ' ');
    }
    uint64_t digest = str_hash(buf_str(&b));
    arena_rewind(p->scratch, mark);
    return digest;
}

typedef void Setting(Typesetter *, Arena *, const Block *, const Frame *, int number, Memo *, TakePage *, void *to);

static void set_flow(Press *p, Flow *f, int number, const PageMap *known, Setting *set, TakePage *each, void *to)
{
    Frame frame;
    Mark mark = arena_mark(p->scratch);
    const Block *blocks = compose_flow(p, f, p->scratch, known, &frame);
    set(p->setter, p->scratch, blocks, &frame, number, f->memo, each, to);
    arena_rewind(p->scratch, mark);
}

void print_flow(Press *p, Flow *f, const PageMap *known, TakePage *each, void *to)
{
    set_flow(p, f, f->number, known, type_pages, each, to);
}

static void note_spot(Press *p, Flow *f, Str id, int page, int line)
{
    if (f->nspots == f->capspots) {
        ptrdiff_t cap = f->capspots ? 2 * f->capspots : 64;
        f->spots = arena_grow(p->a, f->spots, sizeof *f->spots, _Alignof(Spot), f->nspots, cap);
        f->capspots = cap;
    }
    Node *n = tei_find(p->book->tree, id);
    f->spots[f->nspots++] = (Spot){n ? tei_get(n, ATT_ID) : str_copy(p->a, id), page, line};
}

typedef struct { Press *press; Flow *flow; } Noting;

static void note_page(void *to, Page *page)
{
    Press *p = ((Noting *)to)->press;
    Flow *f = ((Noting *)to)->flow;
    if (f->npages == f->capfacts) {
        int cap = f->capfacts ? 2 * f->capfacts : 16;
        f->facts = arena_grow(p->a, f->facts, sizeof *f->facts, _Alignof(PageFact), f->npages, cap);
        f->capfacts = cap;
    }
    f->facts[f->npages] = (PageFact){.block = page->block, .offset = page->offset, .blank = page->blank};
    for (const Item *i = page->items; i; i = i->next)
        for (Str rest = i->anchor; rest.n > 0;) {
            Cut c = str_cut(rest, ' ');
            note_spot(p, f, c.head, f->npages, i->line);
            rest = c.tail;
        }
    f->npages++;
}

static void measure_pages(Press *p, Flow *f, int number, const PageMap *known)
{
    f->npages = 0;
    f->nspots = 0;
    if (f->memo)
        memo_forget(f->memo);
    else
        f->memo = memo_new(p->a);
    p->mute = true;
    set_flow(p, f, number, known, type_places, note_page, &(Noting){p, f});
    p->mute = false;
}

/* The title of a text, and the headnote below it, on more than a page. */
static bool overflows(const Press *p, const Flow *f)
{
    int pages = f->npages - (f->npages > 0 && f->facts[0].blank);
    return f->nmatters > 0 && p->book->matters[f->matter].kind == MATTER_TEXT_TITLE && pages > 1;
}

enum { LEAST_SINK = 2 };

/* A flow is set again only where its labels have changed, or it now begins on the other side of a leaf. */
static void measure_flow(Press *p, Flow *f, int number, const PageMap *known)
{
    uint64_t now = f->set ? said(p, f, known) : 0;
    if (f->set && f->said == now && (f->number - number) % 2 == 0) {
        f->number = number;
        return;
    }
    f->raised = 0;
    measure_pages(p, f, number, known);
    while (overflows(p, f) && f->raised < p->design.part_sink - LEAST_SINK) {
        f->raised++;
        measure_pages(p, f, number, known);
    }
    if (overflows(p, f) && f->raised > 0) {                        /* in vain: the title stands where others do */
        f->raised = 0;
        measure_pages(p, f, number, known);
    }
    f->number = number;
    f->said = f->set ? now : said(p, f, known);
    f->set = true;
}

/* ---- page numbers: roman before the first text, then from 1 */
static Str roman(Arena *a, int n)
{
    static const struct { int value; const char *digits; } row[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
        {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"},
    };
    Buf b = buf_new(a);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        for (; n >= row[i].value; n -= row[i].value)
            buf_put(&b, str_of(row[i].digits));
    return buf_str(&b);
}

static Str label_of(Arena *a, int number, int first)
{
    return number < first ? roman(a, number) : str_format(a, "%d", number - first + 1);
}

/* What has come to stand on the pages of a flow; arabic numbers count from page `first`. */
static void map_flow(Press *p, const Flow *f, PageMap *map, int first)
{
    ptrdiff_t spot = 0;
    for (int k = 0; k < f->npages; k++) {
        PageFact fact = f->facts[k];
        fact.label = label_of(p->a, f->number + k, first);
        pages_add(map, fact);
        for (; spot < f->nspots && f->spots[spot].page == k; spot++)
            pages_place(map, f->spots[spot].id, f->spots[spot].line);
    }
}

/* As long as nothing is known, a flow knows those before it: what stands at the end of a book mostly names these, and
   need not be set again. */
PageMap *print_measure(Press *p, const PageMap *known)
{
    PageMap *map = pages_new(p->a);
    int number = 1, first = INT_MAX;
    for (ptrdiff_t i = 0; i < p->nflows; i++) {
        Flow *f = &p->flows[i];
        measure_flow(p, f, number, known ? known : map);
        number += f->npages;
        if (!f->front && first == INT_MAX)
            first = f->number + (f->npages > 0 && f->facts[0].blank);
        map_flow(p, f, map, first);
    }
    p->built = true;
    return map;
}

/* ---- writing */
static Str people(Press *p, const char *role)
{
    const Config *c = p->book->config;
    Buf b = buf_new(p->a);
    for (int i = 0; i < c->npeople; i++) {
        if (!str_eq(c->people[i].role, str_of(role)))
            continue;
        if (b.n > 0)
            buf_put(&b, S(", "));
        buf_put(&b, c->people[i].name);
    }
    return buf_str(&b);
}

static Str identifier_for(const Config *c, const char *edition)
{
    for (int i = 0; i < c->nids; i++)
        if (str_eq(c->ids[i].edition, str_of(edition)))
            return c->ids[i].id;
    return c->identifier;
}

PdfFacts print_facts(Press *p, const char *edition)
{
    const Config *c = p->book->config;
    Str author = people(p, "aut");
    Buf subjects = buf_new(p->a);
    for (int i = 0; i < c->nsubjects; i++)
        buf_format(&subjects, "%s%.*s", i > 0 ? "; " : "", STR(c->subjects[i]));
    return (PdfFacts){.title = c->title, .author = author.n ? author : people(p, "edt"), .subject = c->description,
        .keywords = buf_str(&subjects), .lang = c->lang, .creator = S("Catchword"), .publisher = c->publisher,
        .rights = c->rights, .identifier = identifier_for(c, edition), .date = p->book->source_date, .root = p->root,
        .outline = p->outline};
}

typedef struct {
    Press *press;
    const Flow *flow;
    Pdf *archive, *print, *sheets;
    const PageMap *known;
    int number;
} Writing;

static void write_page(void *to, Page *page)
{
    Writing *w = to;
    assert(w->number < pages_count(w->known));
    page->label = pages_at(w->known, w->number++)->label;
    furniture_add(w->press, w->flow, page, w->known, w->press->scratch);
    sketch_add(w->press, page);
    if (w->archive)
        pdf_page(w->archive, page);
    if (w->print)
        pdf_page(w->print, page);
    if (w->sheets)
        pdf_page(w->sheets, page);
}

/* What the binder wants behind the last page. */
static void write_blanks(Press *p, Writing *w)
{
    for (int n = w->number + 1; n <= p->bound; n++) {
        const Page blank = {.number = n, .width = p->design.width, .height = p->design.height, .blank = true};
        if (w->print)
            pdf_page(w->print, &blank);
        if (w->sheets)
            pdf_page(w->sheets, &blank);
    }
}

void print_impose(Press *p, Str path, PdfSheets sheets)
{
    p->sheets_path = path;
    p->sheets = sheets;
}

void print_write(Press *p, const PageMap *known, Str archive, Str print, Str tei, Str tei_name)
{
    Attachment source = {.name = tei_name, .mime = S("application/tei+xml"), .relationship = S("Source"),
        .description = wording_find(p->book->config->lang, WORDING_THE_MANUSCRIPT), .bytes = tei};
    PdfFacts a = print_facts(p, "archive"), b = print_facts(p, "print");
    a.attachments = tei.n ? &source : NULL;
    b.root = NULL;
    b.outline = NULL;
    bind_facts(p, &b);
    PdfFacts c = b;
    c.sheets = p->sheets;
    Writing w = {.press = p, .known = known};
    w.archive = archive.n ? pdf_open(p->a, archive, PDF_ARCHIVE, &a, p->d) : NULL;
    w.print = print.n ? pdf_open(p->a, print, PDF_PRINT, &b, p->d) : NULL;
    w.sheets = p->sheets_path.n ? pdf_open(p->a, p->sheets_path, PDF_PRINT, &c, p->d) : NULL;
    for (ptrdiff_t i = 0; i < p->nflows; i++) {
        w.flow = &p->flows[i];
        set_flow(p, &p->flows[i], w.flow->number, known, type_pages, write_page, &w);
    }
    write_blanks(p, &w);
    if (w.archive)
        pdf_close(w.archive);
    if (w.print)
        pdf_close(w.print);
    if (w.sheets)
        pdf_close(w.sheets);
}

/* ---- stages as text */
typedef struct {
    Press *press;
    const Flow *flow;
    const PageMap *known;
    int number;
    void (*dump)(Buf *, const Page *);
    Buf *out;
} Dumping;

static void dump_page(void *to, Page *page)
{
    Dumping *d = to;
    page->label = pages_at(d->known, d->number++)->label;
    furniture_add(d->press, d->flow, page, d->known, d->press->scratch);
    d->dump(d->out, page);
}

static void dump_flow_blocks(Press *p, Flow *f, const PageMap *known, Buf *out)
{
    Frame frame;
    Mark mark = arena_mark(p->scratch);
    dump_blocks(out, compose_flow(p, f, p->scratch, known, &frame));
    arena_rewind(p->scratch, mark);
}

void print_dump(Press *p, const PageMap *known, Str stage, Buf *out)
{
    Dumping d = {.press = p, .known = known, .dump = dump_pages, .out = out};
    if (str_eq(stage, S("breaks")))
        d.dump = dump_breaks;
    if (str_eq(stage, S("spreads")))
        d.dump = dump_spreads;
    if (str_eq(stage, S("tags"))) {
        dump_tags(out, p->root);
        return;
    }
    for (ptrdiff_t i = 0; i < p->nflows; i++) {
        d.flow = &p->flows[i];
        if (str_eq(stage, S("blocks")))
            dump_flow_blocks(p, &p->flows[i], known, out);
        else
            set_flow(p, &p->flows[i], d.flow->number, known, type_pages, dump_page, &d);
    }
}
