/* pdf.c - the driver: pages in, one after the other; at the end all that the pages have in common. */
#include "pdf/inside.h"
#include <assert.h>

enum { FAN = 32 };                                                 /* pages under a node of the page tree */

Pdf *pdf_open(Arena *a, Str path, PdfProfile profile, const PdfFacts *facts, Diag *d)
{
    Pdf *p = new(a, Pdf, 1);
    *p = (Pdf){.a = a, .scratch = arena_open(), .profile = profile, .facts = facts, .d = d, .path = path};
    bool archive = profile == PDF_ARCHIVE;
    p->objects = object_open(a, p->scratch, path, archive ? 7 : 3, archive);
    p->resources = object_reserve(p->objects);
    p->fonts = embed_open(p);
    p->names = names_open(p);
    p->images = image_open(p);
    if (archive && facts->root) p->tags = tags_open(p);
    return p;
}

static void add_page(Pdf *p)
{
    if (p->npages % FAN == 0) {
        ROOM_FOR_ONE(p->a, p->nodes, p->nnodes, p->ncap);
        p->nodes[p->nnodes++] = object_reserve(p->objects);
    }
    ROOM_FOR_ONE(p->a, p->pages, p->npages, p->cap);
    p->pages[p->npages++] = object_reserve(p->objects);
}

enum { MARKS = 18 };                                               /* points beyond the bleed, for the marks */

static bool is_imposed(const Pdf *p) { return p->profile == PDF_PRINT && p->facts->sheets.sheets > 0; }

Sp page_edge(const Pdf *p)
{
    if (p->profile != PDF_PRINT || is_imposed(p)) return 0;
    return p->facts->bleed + (p->facts->marks ? PT(MARKS) : 0);
}

static bool is_bound(const Pdf *p) { return p->facts->outer && p->facts->bleed > 0; }

/* A leaf is bound at the left of its recto, at the right of its verso. */
static Sp side_edge(const Pdf *p, bool bound_here)
{
    return page_edge(p) - (is_bound(p) && bound_here && !p->facts->marks ? page_edge(p) : 0);
}

Sp page_left(const Pdf *p, const Page *page) { return side_edge(p, page->number % 2 == 1); }

void page_cut(const Pdf *p, const Page *page, int64_t cut[4])
{
    bool recto = page->number % 2 == 1, bleeds = p->profile == PDF_PRINT && !is_imposed(p);
    int64_t left = put_round(page_left(p, page)), edge = put_round(page_edge(p));
    int64_t bleed = bleeds ? put_round(p->facts->bleed) : 0;
    int64_t near = is_bound(p) && recto ? 0 : bleed, far = is_bound(p) && !recto ? 0 : bleed;
    cut[0] = left - near;
    cut[1] = edge - bleed;
    cut[2] = left + put_round(page->width) + far;
    cut[3] = edge + put_round(page->height) + bleed;
}

/* What is outside the trim is bleed, and nothing is outside the bleed. */
static void put_boxes(Pdf *p, const Page *page, Buf *b)
{
    bool recto = page->number % 2 == 1;
    int64_t edge = put_round(page_edge(p)), cut[4];
    int64_t left = put_round(page_left(p, page)), right = put_round(side_edge(p, !recto));
    int64_t width = put_round(page->width), height = put_round(page->height);
    int64_t media[] = {0, 0, left + width + right, height + 2 * edge};
    int64_t trim[] = {left, edge, left + width, edge + height};
    page_cut(p, page, cut);
    buf_put(b, S("/MediaBox"));
    put_box(b, media, 4);
    if (p->profile == PDF_ARCHIVE) return;
    buf_put(b, S("/BleedBox"));
    put_box(b, cut, 4);
    buf_put(b, S("/TrimBox"));
    put_box(b, trim, 4);
}

static void write_page(Pdf *p, const Page *page, int contents, Str annots)
{
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/Page/Parent %d 0 R/Resources %d 0 R", p->nodes[p->nnodes - 1], p->resources);
    put_boxes(p, page, &b);
    if (contents) buf_format(&b, "/Contents %d 0 R", contents);
    if (annots.n > 0) buf_format(&b, "/Annots[%.*s]", STR(annots));
    if (p->tags) {
        int parents = tags_page(p);
        buf_put(&b, S("/Tabs/S"));
        if (parents >= 0) buf_format(&b, "/StructParents %d", parents);
    }
    object_put(p->objects, p->pages[p->npages - 1], buf_str(&b));
}

void pdf_page(Pdf *p, const Page *page)
{
    Mark m = arena_mark(p->scratch);
    Buf annots = buf_new(p->scratch);
    int contents = 0;
    p->width = page->width;
    p->height = page->height;
    if (is_imposed(p)) {
        impose_page(p, content_write(p, page));
        arena_rewind(p->scratch, m);
        return;
    }
    add_page(p);
    Str content = content_write(p, page);
    if (p->profile == PDF_ARCHIVE) link_write(p, page, &annots);
    if (content.n > 0) {
        contents = object_reserve(p->objects);
        object_content(p->objects, contents, S(""), content);
    }
    write_page(p, page, contents, buf_str(&annots));
    names_label(p, page->label);
    arena_rewind(p->scratch, m);
}

void pdf_sheet(Pdf *p, const int64_t box[4], Str content)
{
    add_page(p);
    int contents = object_reserve(p->objects);
    object_content(p->objects, contents, S(""), content);
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/Page/Parent %d 0 R/Resources %d 0 R/Contents %d 0 R/MediaBox", p->nodes[p->nnodes - 1],
               p->resources, contents);
    put_box(&b, box, 4);
    buf_put(&b, S("/TrimBox"));
    put_box(&b, box, 4);
    object_put(p->objects, p->pages[p->npages - 1], buf_str(&b));
}

/* ---- the page tree: nodes of FAN pages were numbered with their first page; nodes of nodes are made here */
typedef struct { int object, count; } Node;

static void write_node(Pdf *p, Node node, int parent, const int *kids, int n)
{
    Mark m = arena_mark(p->scratch);
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/Pages/Count %d", node.count);
    if (parent) buf_format(&b, "/Parent %d 0 R", parent);
    buf_put(&b, S("/Kids["));
    for (int i = 0; i < n; i++) buf_format(&b, "%d 0 R ", kids[i]);
    buf_byte(&b, ']');
    object_put(p->objects, node.object, buf_str(&b));
    arena_rewind(p->scratch, m);
}

/* One level up: `kids` are the children's objects, `leaves` the pages below each; returns the top. */
static int write_level(Pdf *p, const int *kids, int nkids, int leaves, const int *nodes, int nnodes)
{
    int above = (nnodes + FAN - 1) / FAN;
    int *parents = new(p->a, int, above);
    for (int i = 0; i < above && nnodes > 1; i++) parents[i] = object_reserve(p->objects);
    for (int i = 0; i < nnodes; i++) {
        int n = nkids - i * FAN < FAN ? nkids - i * FAN : FAN;
        int64_t count = p->npages - (int64_t)i * FAN * leaves;
        if (count > (int64_t)FAN * leaves) count = FAN * leaves;
        write_node(p, (Node){nodes[i], (int)count}, nnodes > 1 ? parents[i / FAN] : 0, kids + (ptrdiff_t)i * FAN, n);
    }
    return nnodes > 1 ? write_level(p, nodes, nnodes, leaves * FAN, parents, above) : nodes[0];
}

static void write_resources(Pdf *p)
{
    Buf b = buf_new(p->a);
    embed_close(p, &b);
    if (p->nforms + image_count(p) > 0) {
        buf_put(&b, S("/XObject<<"));
        impose_close(p, &b);
        image_close(p, &b);
        buf_put(&b, S(">>"));
    }
    object_put(p->objects, p->resources, buf_str(&b));
}

void pdf_close(Pdf *p)
{
    assert(p->npages + p->nforms > 0);
    if (is_imposed(p)) impose_sheets(p);
    if (p->profile == PDF_PRINT && !p->facts->single && p->npages % 2) {      /* a leaf has two sides */
        const Page blank = {.number = p->npages + 1, .width = p->width, .height = p->height};
        pdf_page(p, &blank);
    }
    write_resources(p);
    int pages = write_level(p, p->pages, p->npages, 1, p->nodes, p->nnodes);
    int catalog = profile_catalog(p, pages);
    object_close(p->objects, catalog, profile_info(p));
    arena_close(p->scratch);
    p->scratch = NULL;
}

Str pdf_versions(Arena *a)
{
    return str_format(a, "libharu %.*s, %.*s, %.*s", STR(object_version()), STR(image_versions(a)),
                      STR(decode_versions(a)));
}
