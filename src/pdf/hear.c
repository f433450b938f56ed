/* hear.c - a finished PDF heard again: its pages first, each piece of marked content by its number, then the structure
   tree from its first to its last leaf (ISO 32000-1, 14.6 to 14.8). */
#include "pdf/reading.h"
#include "pdf/inside.h"

enum { DEEPEST_TREE = 200, MOST_EVENTS = 1 << 24, MOST_PAGES = 1 << 16, MOST_MCID = 1 << 16, MOST_MARKS = 64,
       MOST_SAVED = 64 };

typedef struct Piece Piece;
struct Piece { Piece *next; Str text; int look; };
typedef struct { Piece *first, *last; int element; } Content;      /* what has one MCID */
typedef struct { Content *contents; int n, cap; } Marked;          /* of a page, by MCID */
typedef struct { const ReadFont *font; int64_t size, rise; } Text;
typedef struct { int mcid; bool artifact, actual, told; Str text; } Sequence;
typedef struct {
    Arena *a, *scratch;
    Recall *r;
    PdfHeard *out;
    int cap;
    int fontcap, pagecap;
    Table *fonts, *pages;                                         /* by object number: ReadFont | index of a page + 1 */
    Marked *marked;
    /* the page in hand */
    const Value *resources;
    Marked *here;
    HeardPage *page;
    int glyphcap;
    Text now, saved[MOST_SAVED];
    Sequence marks[MOST_MARKS];
    int nsaved, nmarks;
    Buf run; int run_mcid, run_look;                              /* text that is not yet a Piece */
} Ear;

/* ---- the words of a page */
static void end_run(Ear *e)
{
    if (e->run.n == 0) return;
    if (e->run_mcid >= 0) {
        Content *c = &e->here->contents[e->run_mcid];
        Piece *p = new(e->a, Piece, 1);
        *p = (Piece){.text = str_copy(e->a, buf_str(&e->run)), .look = e->run_look};
        if (c->last) c->last->next = p;
        else c->first = p;
        c->last = p;
    }
    e->run.n = 0;
}

static void put(Ear *e, Str text, int mcid, int look)
{
    if (mcid != e->run_mcid || look != e->run_look) end_run(e);
    e->run_mcid = mcid;
    e->run_look = look;
    buf_put(&e->run, text);
}

static void put_glyph(Ear *e, const ReadFont *f, int code, int mcid)
{
    HeardPage *page = e->page;
    ROOM_FOR_ONE(e->a, page->glyphs, page->nglyphs, e->glyphcap);
    page->glyphs[page->nglyphs++] = (HeardGlyph){f->number, code, mcid};
}

/* A rise of a fifth of the size is meant to be seen; less only mends an accent. */
static int look_now(const Ear *e)
{
    int64_t rise = e->now.rise * 5, size = e->now.size;
    return e->now.font->look | (rise > size ? HEARD_RAISED : rise < -size * 3 / 4 ? HEARD_LOWERED : 0);
}

static void show(Ear *e, Str codes)
{
    const ReadFont *f = e->now.font;
    Sequence *actual = NULL;
    int mcid = -1, look = f ? look_now(e) : 0;
    bool artifact = false;
    for (int i = e->nmarks - 1; i >= 0; i--) {
        artifact = artifact || e->marks[i].artifact;
        if (mcid < 0) mcid = e->marks[i].mcid;
        if (e->marks[i].actual) actual = &e->marks[i];
    }
    if (artifact) mcid = -1;
    if (actual && !actual->told && codes.n > 0) put(e, actual->text, mcid, look);
    if (actual) actual->told = true;
    for (ptrdiff_t i = 0; f && i + f->wide < codes.n; i += 1 + f->wide) {
        int code = (unsigned char)codes.s[i];
        if (f->wide) code = code << 8 | (unsigned char)codes.s[i + 1];
        put_glyph(e, f, code, mcid);
        if (actual || mcid < 0) continue;
        put(e, code < f->n && f->texts[code].n > 0 ? f->texts[code] : S("\uFFFD"), mcid, look);
    }
}

/* ---- operators */
static const ReadFont *font(Ear *e, const Value *name)
{
    const Value *ref = value_get(recall_get(e->r, e->resources, "Font"), str_z(e->scratch, name->s));
    if (ref->kind == VALUE_NULL) return NULL;
    Str key = str_format(e->a, "%lld", (long long)ref->number);
    ReadFont *f = table_find(e->fonts, key);
    if (f) return f;
    f = cast_read(e->r, e->a, ref);
    ROOM_FOR_ONE(e->a, e->out->fonts, e->out->nfonts, e->fontcap);
    f->number = e->out->nfonts++;
    e->out->fonts[f->number] = (HeardFont){f->name, f->texts, f->n, f->glyphs};
    table_put(e->fonts, key, f);
    return f;
}

static void mark(Ear *e, const Value *args, ptrdiff_t n)
{
    if (e->nmarks == MOST_MARKS) e->nmarks--;                 /* such a file is no book: what it says is not believed */
    Sequence *s = &e->marks[e->nmarks++];
    *s = (Sequence){.mcid = -1, .artifact = n > 0 && value_is(&args[0], "Artifact")};
    if (n < 2) return;
    const Value *facts = &args[1];
    if (facts->kind == VALUE_NAME)
        facts = recall_get(e->r, recall_get(e->r, e->resources, "Properties"), str_z(e->scratch, facts->s));
    const Value *mcid = value_get(facts, "MCID"), *actual = value_get(facts, "ActualText");
    if (mcid->kind == VALUE_NUMBER && mcid->number >= 0 && mcid->number / 1000 < MOST_MCID)
        s->mcid = (int)(mcid->number / 1000);
    if (actual->kind == VALUE_STRING) {
        s->actual = true;
        s->text = value_text(e->scratch, actual->s);
    }
    while (s->mcid >= e->here->n) {
        ROOM_FOR_ONE(e->a, e->here->contents, e->here->n, e->here->cap);
        e->here->contents[e->here->n++] = (Content){.element = -1};
    }
}

static void set_font(Ear *e, const Value *args, ptrdiff_t n)
{
    end_run(e);
    if (n < 2) return;
    e->now.font = font(e, &args[0]);
    e->now.size = args[1].number < 0 ? -args[1].number : args[1].number;
}

static void operate(Ear *e, Str op, const Value *args, ptrdiff_t n)
{
    const Value *last = n > 0 ? &args[n - 1] : NULL;
    if (str_eq(op, S("TJ")) && last) {
        for (ptrdiff_t i = 0; i < last->n; i++)
            if (last->items[i].kind == VALUE_STRING) show(e, last->items[i].s);
    } else if ((str_eq(op, S("Tj")) || str_eq(op, S("'")) || str_eq(op, S("\""))) && last) show(e, last->s);
    else if (str_eq(op, S("Tf"))) set_font(e, args, n);
    else if (str_eq(op, S("Ts")) && last) e->now.rise = last->number;
    else if (str_eq(op, S("BDC")) || str_eq(op, S("BMC"))) mark(e, args, str_eq(op, S("BDC")) ? n : 1);
    else if (str_eq(op, S("EMC")) && e->nmarks > 0) e->nmarks--;
    else if (str_eq(op, S("q")) && e->nsaved < MOST_SAVED) e->saved[e->nsaved++] = e->now;
    else if (str_eq(op, S("Q")) && e->nsaved > 0) e->now = e->saved[--e->nsaved];
}

static void run_content(Ear *e, Str content)
{
    enum { OPERANDS = 32 };
    Value args[OPERANDS];
    Parser p = {.a = e->scratch, .s = content};
    Mark m = arena_mark(e->scratch);
    ptrdiff_t n = 0;
    for (;;) {
        Value v = parse_value(&p);
        if (v.kind != VALUE_WORD) {
            if (n < OPERANDS) args[n++] = v;
            continue;
        }
        if (v.s.n == 0) break;
        operate(e, v.s, args, n);
        n = 0;
        if (e->nmarks == 0 && e->run.n == 0) arena_rewind(e->scratch, m);
    }
}

static Str content_of(Ear *e, const Value *page)
{
    const Value *ref = value_get(page, "Contents"), *list = recall(e->r, ref);
    if (list->kind != VALUE_ARRAY) return recall_stream(e->r, e->scratch, ref);
    Buf all = buf_new(e->scratch);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        buf_put(&all, recall_stream(e->r, e->scratch, &list->items[i]));
        buf_byte(&all, '\n');
    }
    return buf_str(&all);
}

static void read_page(Ear *e, const Value *ref, const Value *page, const Value *resources)
{
    PdfHeard *out = e->out;
    int capacity = e->pagecap;
    ROOM_FOR_ONE(e->a, out->pages, out->npages, e->pagecap);
    if (capacity != e->pagecap)
        e->marked = arena_grow(e->a, e->marked, sizeof(Marked), _Alignof(Marked), capacity, e->pagecap);
    if (ref->kind == VALUE_REF)
        table_put(e->pages, str_format(e->a, "%lld", (long long)ref->number), (void *)(intptr_t)(out->npages + 1));
    e->here = &e->marked[out->npages];
    e->page = &out->pages[out->npages++];
    *e->here = (Marked){0};
    *e->page = (HeardPage){0};
    e->resources = resources;
    e->now = (Text){0};
    e->nsaved = e->nmarks = 0;
    e->glyphcap = 0;
    Mark m = arena_mark(e->scratch);
    run_content(e, content_of(e, page));
    end_run(e);
    arena_rewind(e->scratch, m);
}

static void read_pages(Ear *e, const Value *ref, const Value *resources, int depth)
{
    const Value *node = recall(e->r, ref), *kids = recall_get(e->r, node, "Kids");
    const Value *own = recall_get(e->r, node, "Resources");
    if (own->kind == VALUE_DICT) resources = own;
    if (depth > DEEPEST_TREE || e->out->npages >= MOST_PAGES) return;
    if (kids->kind != VALUE_ARRAY && node->kind == VALUE_DICT) read_page(e, ref, node, resources);
    for (ptrdiff_t i = 0; kids->kind == VALUE_ARRAY && i < kids->n; i++)
        read_pages(e, &kids->items[i], resources, depth + 1);
}

/* ---- the structure tree */
static Heard *add(Ear *e, HeardKind kind)
{
    PdfHeard *out = e->out;
    ROOM_FOR_ONE(e->a, out->events, out->n, e->cap);
    out->events[out->n] = (Heard){.kind = kind};
    return &out->events[out->n++];
}

static void say(Ear *e, int page, const Value *mcid, int element)
{
    int64_t n = mcid->kind == VALUE_NUMBER ? mcid->number / 1000 : -1;
    if (page < 0 || n < 0 || n >= e->marked[page].n) return;
    Content *c = &e->marked[page].contents[n];
    if (c->element >= 0) return;                                   /* what two elements hold is said once */
    c->element = element;
    for (const Piece *p = c->first; p; p = p->next) {
        Heard *h = add(e, HEARD_TEXT);
        h->text = p->text;
        h->look = p->look;
        h->page = page;
    }
}

static int page_of(Ear *e, const Value *dict, int inherited)
{
    const Value *ref = value_get(dict, "Pg");
    if (ref->kind != VALUE_REF) return inherited;
    return (int)(intptr_t)table_find(e->pages, str_format(e->scratch, "%lld", (long long)ref->number)) - 1;
}

static void walk(Ear *e, const Value *kid, int page, int element, int depth);

static void walk_kids(Ear *e, const Value *dict, int page, int element, int depth)
{
    const Value *k = recall_get(e->r, dict, "K");
    if (k->kind != VALUE_ARRAY) walk(e, k, page, element, depth);
    for (ptrdiff_t i = 0; k->kind == VALUE_ARRAY && i < k->n; i++) walk(e, &k->items[i], page, element, depth);
}

static void walk_element(Ear *e, const Value *dict, int page, int depth)
{
    int opened = e->out->n;
    const Value *actual = recall_get(e->r, dict, "ActualText");
    Heard *h = add(e, HEARD_OPEN);
    h->text = recall_get(e->r, dict, "S")->s;
    h->id = value_text(e->a, recall_get(e->r, dict, "ID")->s);
    h->page = page = page_of(e, dict, page);
    if (actual->kind == VALUE_STRING) add(e, HEARD_TEXT)->text = value_text(e->a, actual->s);
    else walk_kids(e, dict, page, opened, depth + 1);
    add(e, HEARD_CLOSE);
}

static void walk(Ear *e, const Value *kid, int page, int element, int depth)
{
    const Value *v = recall(e->r, kid);
    if (depth > DEEPEST_TREE || e->out->n > MOST_EVENTS) return;
    if (v->kind == VALUE_NUMBER) say(e, page, v, element);
    if (v->kind != VALUE_DICT || value_is(value_get(v, "Type"), "OBJR")) return;
    if (value_is(value_get(v, "Type"), "MCR")) say(e, page_of(e, v, page), value_get(v, "MCID"), element);
    else walk_element(e, v, page, depth);
}

/* Glyphs were known by their page's content; now that has its element. */
static void name_elements(Ear *e)
{
    for (int i = 0; i < e->out->npages; i++)
        for (int k = 0; k < e->out->pages[i].nglyphs; k++) {
            HeardGlyph *g = &e->out->pages[i].glyphs[k];
            if (g->element >= 0) g->element = e->marked[i].contents[g->element].element;
        }
}

PdfHeard pdf_hear(Arena *a, Str file)
{
    PdfHeard out = {0};
    Recall *r = recall_open(a, file, &out.fault);
    if (!r) return out;
    Ear e = {.a = a, .scratch = arena_open(), .r = r, .out = &out, .fonts = table_new(a), .pages = table_new(a),
        .run = buf_new(a)};
    const Value *root = recall_get(r, recall_trailer(r), "Root"), *tree = recall_get(r, root, "StructTreeRoot");
    const Value none = {0};
    read_pages(&e, value_get(root, "Pages"), &none, 0);
    out.tagged = tree->kind == VALUE_DICT;
    if (out.tagged) walk_kids(&e, tree, -1, -1, 0);
    name_elements(&e);
    arena_close(e.scratch);
    if (out.npages == 0) out.fault = S("it has no pages");
    return out;
}
