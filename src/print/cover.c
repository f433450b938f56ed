/* cover.c - the cover as one sheet, back, spine and front, by the vendor's measures; and the front alone as a picture.

       |<- bleed ->|<-- back: trim -->|<- spine ->|<-- front: trim -->|<- bleed ->|                                  */
#include "print/inside.h"

enum { WIDE = 1600, HIGH = 2560 };                                 /* pixels of the front alone */

/* ---- what is put on it */
static void put(Cover *c, Item *items)
{
    if (!items)
        return;
    if (c->page.last)
        c->page.last->next = items;
    else
        c->page.items = items;
    c->fresh = items;
    for (c->page.last = items; ; c->page.last = c->page.last->next) {
        c->page.last->ink = c->page.last->ink ? c->page.last->ink : c->ink;
        if (!c->page.last->next)
            return;
    }
}

static Run *words(Cover *c, Face face, Str text)
{
    Run *run = new(c->a, Run, 1);
    *run = (Run){.kind = RUN_TEXT, .text = text, .style = style_of(c->press, face, c->press->book->config->lang)};
    return run;
}

void cover_ink(Cover *c, const Ink *ink) { c->ink = ink; }

Sp cover_width(Cover *c, Face face, Str text) { return type_width(c->press->setter, words(c, face, text)); }

void cover_line(Cover *c, Face face, Str text, Align align, Sp x, Sp y, Sp width)
{
    if (text.n > 0)
        put(c, type_line(c->press->setter, c->a, words(c, face, text), align, x, y, width, ARTIFACT_LAYOUT));
}

void cover_turn(Cover *c)
{
    Sp x = c->fresh ? c->fresh->x : 0, y = c->fresh ? c->fresh->y : 0;
    for (Item *i = c->fresh; i; i = i->next) {                     /* pieces of one line follow each other downwards */
        i->y = y + (i->x - x);
        i->x = x;
        i->turned = true;
    }
}

void cover_rule(Cover *c, Sp x, Sp y, Sp width, Sp height, const Ink *ink, uint8_t gray)
{
    Item *i = new(c->a, Item, 1);
    *i = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .x = x, .y = y, .width = width, .height = height,
        .ink = ink, .gray = gray};
    put(c, i);
}

void cover_image(Cover *c, Str path, Sp x, Sp y, Sp width, Sp height)
{
    Item *i = new(c->a, Item, 1);
    *i = (Item){.kind = ITEM_IMAGE, .artifact = ARTIFACT_LAYOUT, .x = x, .y = y, .width = width, .height = height,
        .image = path};
    put(c, i);
}

static Block *paragraph(Cover *c, Face face, Str text, Align align, Sp leading)
{
    Block *b = new(c->a, Block, 1);
    *b = (Block){.kind = BLOCK_PARA, .runs = words(c, face, text), .align = align, .leading = leading,
        .artifact = ARTIFACT_LAYOUT};
    return b;
}

static Sp flow(Cover *c, Block *b, bool hyphenate, Sp x, Sp y, Sp width, bool measure_only)
{
    Frame frame = {.width = width, .height = PT(9000), .measure = width, .leading = b->leading, .lines = 400,
        .hyphenate = hyphenate};
    Page *page = type_flow(c->press->setter, c->a, b, &frame, 1, NULL);
    Sp lowest = 0;
    for (Item *i = page ? page->items : NULL; i; i = i->next) {
        lowest = i->y > lowest ? i->y : lowest;
        i->x += x;
        i->y += y;
    }
    if (page && !measure_only)
        put(c, page->items);
    return lowest + b->leading / 4;
}

Sp cover_paragraph(Cover *c, Face face, Str text, Align align, Sp x, Sp y, Sp width, Sp leading, bool measure_only)
{
    return flow(c, paragraph(c, face, text, align, leading), face.hyphenate, x, y, width, measure_only);
}

/* Lines are balanced on the measure of the pages. */
static int balance(Cover *c, Block *b, Sp width)
{
    Maker m = {.press = c->press, .a = c->a};
    b->right = c->press->design.measure - width;
    int cost = balance_lines(&m, b);
    b->right = 0;
    return cost;
}

CoverFit cover_fit(Cover *c, Face face, Str text, Sp width, Sp leading)
{
    Block *b = paragraph(c, face, text, ALIGN_LEFT, leading);
    int cost = balance(c, b, width);
    return (CoverFit){flow(c, b, false, 0, 0, width, true), cost};
}

Sp cover_title(Cover *c, Face face, Str text, Sp x, Sp y, Sp width, Sp leading)
{
    Block *b = paragraph(c, face, text, ALIGN_LEFT, leading);
    balance(c, b, width);
    return flow(c, b, false, x, y, width, false);
}

/* ---- measures */
static Str isbn_of(const Config *c)
{
    for (int i = 0; i < c->nids; i++) {
        Str id = c->ids[i].id;
        bool digits = id.n == 13;
        for (ptrdiff_t k = 0; digits && k < id.n; k++)
            digits = id.s[k] >= '0' && id.s[k] <= '9';
        if (digits && str_eq(c->ids[i].edition, S("print")))
            return id;
    }
    return S("");
}

static Sp said(const Vendor *v, RuleKind kind, Sp otherwise)
{
    const Rule *r = vendor_rule(v, kind);
    return r ? r->n[0] : otherwise;
}

/* A spine that does not fit is a cover for the bin: an unconfirmed rule needs the author's word. */
static Sp settle_spine(Press *p, const Rule *paper)
{
    const Config *c = p->book->config;
    Sp reckoned = vendor_spine(p->vendor, paper, p->bound), own = c->print.spine;
    Sp off = own > reckoned ? own - reckoned : reckoned - own;
    Str width = length_text(p->a, reckoned);
    if (own > 0 && off > PT(9) / 2)
        diag(p->d, SPINE_DIFFERS, c->print.spine_at, "%.*s, where %d pages of '%.*s' come to %.*s (%.*s)",
            STR(length_text(p->a, own)), p->bound, STR(paper->name), STR(width), STR(vendor_says(p->a, paper)));
    else if (own == 0 && !c->print.reckoned && !vendor_confirmed(p->vendor, paper))
        diag(p->d, SPINE_UNCONFIRMED, c->print.vendor_at, "%d pages of '%.*s' come to %.*s (%.*s)", p->bound,
            STR(paper->name), STR(width), STR(vendor_says(p->a, paper)));
    return own > 0 ? own : reckoned;
}

static bool has_spine_text(const Press *p, Sp spine)
{
    const Rule *pages = vendor_rule(p->vendor, RULE_SPINE_TEXT), *least = vendor_rule(p->vendor, RULE_SPINE_LEAST);
    return (!pages || p->bound >= pages->n[0]) && (!least || spine >= least->n[0]);
}

/* A picture four times as wide as high, or more, is no front, and no part of one. */
static Cover begin(Press *p)
{
    const Config *c = p->book->config;
    Cover cover = {.press = p, .a = arena_open(), .palette = boards_palette(c), .safety = PT(18)};
    Str art = c->cover.n > 0 ? c->cover : c->cover_art;
    if (art.n == 0)
        return cover;
    cover.art_path = path_join(p->a, c->dir, art);
    PdfImage found = pdf_artwork(cover.a, cover.art_path, p->d, c->cover_at);
    if (found.ok && (found.width > 4 * found.height || found.height > 4 * found.width)) {
        diag(p->d, COVER_SHAPE, c->cover_at, "'%.*s' has %d x %d pixels", STR(art), found.width, found.height);
        found.ok = false;
    }
    cover.art = found;
    cover.finished = c->cover.n > 0 && found.ok;
    return cover;
}

/* How sharp its picture is printed; what is coarse is said once. */
static int settle_art(Press *p, Sp bleed)
{
    Cover c = begin(p);
    int dots = 0;
    if (c.art.ok) {
        Sp wide = boards_wide(&c, p->design.width, p->design.height, bleed + PT(1));
        dots = (int)(PT(72) * c.art.width / wide);
        if (dots < 150 && !table_put(p->coarse, S("the cover"), p))
            diag(p->d, IMAGE_COARSE, p->book->config->cover_at, "'%.*s' has %d dots to the inch on the cover",
                STR(path_base(c.art_path)), dots);
        if (c.art.profile.n > 0 && !table_put(p->coarse, S("the cover's profile"), p))
            diag(p->d, IMAGE_PROFILE, p->book->config->cover_at, "'%.*s' has the profile '%.*s'",
                STR(path_base(c.art_path)), STR(c.art.profile));
    }
    arena_close(c.a);
    return dots;
}

/* Back, spine and front on one sheet. */
static Cover lay_out(Press *p, const CoverFacts *f)
{
    Cover c = begin(p);
    c.page = (Page){.number = 1, .width = 2 * f->width + f->spine, .height = f->height};
    c.isbn = f->isbn;
    c.safety = f->safety;
    c.spine_safety = f->spine_safety;
    c.spine_text = f->spine_text;
    c.box_width = f->box_width;
    c.box_height = f->box_height;
    c.box_edge = f->box_edge;
    Sp over = f->bleed + PT(1);                                    /* no edge of the ground on the edge of the sheet */
    boards_front(&c, f->width + f->spine, f->width, f->height, over);
    cover_rule(&c, -over, -over, f->width + f->spine + over, f->height + 2 * over, &c.palette->ground, 0);
    boards_spine(&c, f->width, f->spine, f->height);
    boards_back(&c, f->width, f->height);
    return c;
}

static void nearer(Sp *least, Sp a, Sp b)
{
    a = a < b ? a : b;
    if (*least < 0 || a < *least)
        *least = a > 0 ? a : 0;
}

/* The initial behind a title is an ornament, which may leave the page. */
static void measure_words(Press *p, CoverFacts *f)
{
    Cover c = lay_out(p, f);
    f->near_trim = f->near_fold = -1;
    f->finished = c.finished;
    for (const Item *i = c.page.items; i; i = i->next) {
        if (i->kind != ITEM_GLYPHS || i->nglyphs == 0 || i->ink == &c.palette->tone)
            continue;
        Sp up = i->size * 7 / 10, down = i->size / 4;
        Sp left = i->turned ? i->x - down : i->x, right = i->turned ? i->x + up : i->x + i->width;
        Sp top = i->turned ? i->y : i->y - up, low = i->turned ? i->y + i->width : i->y + down;
        nearer(&f->near_trim, left, c.page.width - right);
        nearer(&f->near_trim, top, c.page.height - low);
        if (i->turned)
            nearer(&f->near_fold, left - f->width, f->width + f->spine - right);
    }
    arena_close(c.a);
}

CoverFacts cover_measure(Press *p)
{
    const Config *c = p->book->config;
    const Rule *paper = vendor_paper(p->vendor, c->print.paper), *box = vendor_rule(p->vendor, RULE_BARCODE);
    CoverFacts f = {.width = p->design.width, .height = p->design.height, .isbn = isbn_of(c)};
    f.bleed = said(p->vendor, RULE_COVER_BLEED, PT(9));
    f.dpi = settle_art(p, f.bleed);
    if (!p->vendor) {
        diag(p->d, COVER_NO_VENDOR, c->print.at.line ? c->print.at : c->at, "the cover of '%.*s'", STR(c->title));
        return f;
    }
    if (!paper && c->print.paper.n == 0) {
        diag(p->d, COVER_NO_VENDOR, c->print.vendor_at, "'%.*s' has no papers, and prints no covers",
            STR(p->vendor->key));
        return f;
    }
    if (!paper) {
        diag(p->d, PAPER_UNKNOWN, c->print.paper_at, "'%.*s': '%.*s' has %.*s",
            STR(c->print.paper), STR(p->vendor->key), STR(vendor_papers(p->a, p->vendor)));
        return f;
    }
    f.ok = true;
    f.paper = paper;
    f.spine = settle_spine(p, paper);
    f.spine_text = has_spine_text(p, f.spine);
    f.safety = said(p->vendor, RULE_COVER_SAFETY, PT(18));
    f.spine_safety = said(p->vendor, RULE_SPINE_SAFETY, PT(9) / 2);
    f.box_width = box ? box->n[0] : PT(144);
    f.box_height = box ? box->n[1] : PT(864) / 10;
    f.box_edge = box ? box->n[2] : PT(18);
    f.ink = boards_ink(p->book->config);
    measure_words(p, &f);
    return f;
}

/* ---- the two products */
void cover_write(Press *p, const CoverFacts *f, Str path)
{
    Cover c = lay_out(p, f);
    PdfFacts facts = print_facts(p, "print");
    bind_facts(p, &facts);
    facts.title = wording_fill(p->a, p->book->config->lang, WORDING_COVER_OF, &p->book->config->title);
    facts.root = NULL;
    facts.outline = NULL;
    facts.outer = facts.marks = false;
    facts.bleed = f->bleed;
    facts.single = facts.colour = true;
    Pdf *pdf = pdf_open(p->a, path, PDF_PRINT, &facts, p->d);
    pdf_page(pdf, &c.page);
    pdf_close(pdf);
    arena_close(c.a);
}

/* A front that is finished keeps its proportions, and does not become larger than it is. */
Str cover_front(Press *p, int *width, int *height)
{
    Cover c = begin(p);
    *width = WIDE;
    *height = HIGH;
    if (c.finished) {
        *height = c.art.height < HIGH ? c.art.height : HIGH;
        *width = (int)((int64_t)*height * c.art.width / c.art.height);
        *width = *width > 0 ? *width : 1;
    }
    Sp wide = p->design.width, high = wide * *height / *width;
    c.page = (Page){.number = 1, .width = wide, .height = high};
    boards_front(&c, 0, wide, high, PT(1));
    Str jpeg = pdf_picture(p->a, &c.page, *width, *height, p->d);
    arena_close(c.a);
    return jpeg;
}
