/* preflight.c - our own editions before the rules of a vendor.  Each rule is judged by one function; what is said names
   the rule and where it was read.  Nobody but these rules has checked anything. */
#include "command/command.h"

typedef struct {
    Arena *a;
    Diag *d;
    const Config *config;
    const Book *book;
    const Vendor *vendor;
    PrintFacts pages;
    CoverFacts cover;
    PdfImage front;                                                /* of the e-book */
    bool prints, has_pages;                                        /* the vendor prints; the book has pages for him */
} Case;
typedef struct { bool kept; Str words; } Verdict;
typedef Verdict Judge(Case *, const Rule *);

static Str mm(Case *c, Sp v) { return length_text(c->a, v); }

static Verdict at_least(Case *c, Extreme e, Sp wanted, const char *what)
{
    bool kept = e.page == 0 || e.value + PT(1) / 4 >= wanted;
    if (e.page == 0)
        return (Verdict){true, str_format(c->a, "nothing to measure")};
    return (Verdict){kept, str_format(c->a, "%s%.*s on page %d of the file, at least %.*s", what,
        STR(mm(c, e.value)), e.page, STR(mm(c, wanted)))};
}

/* ---- the pages */
static Verdict pages(Case *c, const Rule *r)
{
    int n = c->pages.pages;
    bool kept = n >= r->n[0] && n <= r->n[1];
    if (!c->has_pages)
        return (Verdict){false, S("there are none for a printer: add 'print' to the editions")};
    return (Verdict){kept, str_format(c->a, "%d, from %d to %d", n, (int)r->n[0], (int)r->n[1])};
}

static Verdict multiple(Case *c, const Rule *r)
{
    int n = c->pages.pages, by = r->n[0] > 0 ? (int)r->n[0] : 1;
    return (Verdict){n % by == 0, str_format(c->a, "%d pages, a multiple of %d", n, by)};
}

static Verdict blank_end(Case *c, const Rule *r)
{
    int n = c->pages.blank_end;
    return (Verdict){n >= r->n[0], str_format(c->a, "%d at the end, at least %d", n, (int)r->n[0])};
}

static Verdict blanks(Case *c, const Rule *r)
{
    int n = c->pages.blanks;
    return (Verdict){n <= r->n[0], str_format(c->a, "%d in a row, at most %d", n, (int)r->n[0])};
}

static bool near(Sp a, Sp b) { return a - b < PT(1) / 4 && b - a < PT(1) / 4; }

/* All trims are one rule: one of them must fit, or the range. */
static Verdict trim(Case *c, const Rule *r)
{
    const PrintFacts *p = &c->pages;
    Str words = str_format(c->a, "%.*s x %.*s", STR(mm(c, p->width)), STR(mm(c, p->height)));
    for (const Rule *t = r; t; t = vendor_next(t, RULE_TRIM)) {
        bool fits = near(p->width, t->n[0]) && near(p->height, t->n[1]);
        if (fits && (t->given < 4 || (p->pages >= t->n[2] && p->pages <= t->n[3])))
            return (Verdict){true, words};
    }
    for (const Rule *t = vendor_rule(c->vendor, RULE_TRIM_RANGE); t; t = vendor_next(t, RULE_TRIM_RANGE))
        if (p->width >= t->n[0] && p->width <= t->n[1] && p->height >= t->n[2] && p->height <= t->n[3])
            return (Verdict){true, words};
    return (Verdict){false, str_format(c->a, "%.*s is none that is made of %d pages", STR(words), p->pages)};
}

static Verdict trim_range(Case *c, const Rule *r)
{
    return vendor_rule(c->vendor, RULE_TRIM) ? (Verdict){.kept = true} : trim(c, r);
}

static Verdict gutter(Case *c, const Rule *r)
{
    if (r != vendor_gutter(c->vendor, c->pages.pages))
        return (Verdict){.kept = true};
    return at_least(c, c->pages.inner, r->n[2], "");
}

static Verdict margin(Case *c, const Rule *r) { return at_least(c, c->pages.outer, r->n[0], ""); }

static Verdict bleed(Case *c, const Rule *r)
{
    Sp own = c->pages.bleed;
    Extreme reach = c->pages.reach;
    if (own == 0)
        return (Verdict){true, S("nothing bleeds")};
    if (reach.page > 0 && reach.value + PT(1) / 4 < r->n[0])
        return (Verdict){false, str_format(c->a, "a picture goes %.*s beyond the trim on page %d of the file, not %.*s",
            STR(mm(c, reach.value)), reach.page, STR(mm(c, r->n[0])))};
    return (Verdict){near(own, r->n[0]),
        str_format(c->a, "%.*s, where %.*s are asked for", STR(mm(c, own)), STR(mm(c, r->n[0])))};
}

static Verdict marks(Case *c, const Rule *r)
{
    bool has = c->config->print.marks, kept = str_eq(r->name, S("may")) || has == str_eq(r->name, S("must"));
    return (Verdict){kept, has ? S("crop marks stand at the corners") : S("there are no crop marks")};
}

static Verdict profile(Case *c, const Rule *r)
{
    Str own = c->pages.x3 ? S("x3") : S("x1a");
    for (Cut k = str_cut(r->name, ' '); k.head.n > 0; k = str_cut(k.tail, ' '))
        if (str_eq(k.head, own) || str_eq(k.head, S("pdf")))
            return (Verdict){true, own};
    return (Verdict){false, str_format(c->a, "%.*s, where one of these is asked for: %.*s", STR(own), STR(r->name))};
}

static Verdict fonts(Case *c, const Rule *r)
{
    (void)r;
    Str font = c->pages.kept_font;
    return (Verdict){font.n == 0, font.n == 0 ? S("all are embedded") :
        str_format(c->a, "'%.*s' may not be embedded", STR(font))};
}

static Verdict type(Case *c, const Rule *r) { return at_least(c, c->pages.type, r->n[0], "type of "); }
static Verdict line(Case *c, const Rule *r) { return at_least(c, c->pages.rule, r->n[0], "a rule of "); }

static Verdict dpi(Case *c, const Rule *r)
{
    int low = (int)c->pages.dpi.value, high = (int)c->pages.dpi_most.value, cover = c->cover.ok ? c->cover.dpi : 0;
    if (cover > 0 && cover < r->n[0])
        return (Verdict){false, str_format(c->a, "%d on the cover, at least %d", cover, (int)r->n[0])};
    if (c->pages.dpi.page == 0 && cover > 0)
        return (Verdict){true, str_format(c->a, "%d on the cover", cover)};
    if (c->pages.dpi.page == 0)
        return (Verdict){true, S("there are no pictures")};
    if (low < r->n[0])
        return (Verdict){false, str_format(c->a, "%d on page %d of the file, at least %d", low, c->pages.dpi.page,
            (int)r->n[0])};
    bool kept = r->given < 2 || high <= r->n[1];
    return (Verdict){kept, str_format(c->a, "from %d to %d", low, high)};
}

static Verdict interior(Case *c, const Rule *r)
{
    (void)c, (void)r;
    return (Verdict){true, S("pages are printed in black and its grays only")};
}

/* All papers are one rule: the book is printed on one of them, and its spine is as wide as that one makes it. */
static Verdict paper(Case *c, const Rule *r)
{
    Str name = c->config->print.paper;
    const Rule *own = vendor_paper(c->vendor, name);
    int n = c->pages.pages;
    if (!own && r == vendor_paper(c->vendor, S("")))
        return (Verdict){false, str_format(c->a, "he has no '%.*s', but %.*s", STR(name),
            STR(vendor_papers(c->a, c->vendor)))};
    if (r != own)
        return (Verdict){.kept = true};
    Sp spine = vendor_spine(c->vendor, r, n), off = c->cover.spine - spine;
    if (c->cover.ok && (off > PT(9) / 2 || off < -PT(9) / 2))
        return (Verdict){false, str_format(c->a, "a spine of %.*s, where %d pages of '%.*s' come to %.*s",
            STR(mm(c, c->cover.spine)), n, STR(r->name), STR(mm(c, spine)))};
    return (Verdict){n >= r->n[0] && n <= r->n[1], str_format(c->a, "%d pages of '%.*s', from %d to %d",
        n, STR(r->name), (int)r->n[0], (int)r->n[1])};
}

/* ---- the cover */
static Verdict cover(Case *c, const Rule *r)
{
    (void)r;
    bool there = c->config->want_cover || (!c->prints && c->config->cover.n > 0);
    return (Verdict){there, there ? S("it is made") : S("none is made: add 'cover' to the editions")};
}

static Verdict measure(Case *c, Sp own, Sp wanted, bool exact)
{
    bool kept = exact ? near(own, wanted) : own + PT(1) / 4 >= wanted;
    if (!c->cover.ok)
        return (Verdict){true, S("there is no cover")};
    return (Verdict){kept, str_format(c->a, "%.*s, where %.*s are asked for", STR(mm(c, own)), STR(mm(c, wanted)))};
}

static Verdict ink(Case *c, const Rule *r)
{
    if (!c->cover.ok)
        return (Verdict){true, S("black only")};
    return (Verdict){c->cover.ink <= r->n[0], str_format(c->a, "%d %%, at most %d %%", c->cover.ink, (int)r->n[0])};
}

static Verdict cover_bleed(Case *c, const Rule *r) { return measure(c, c->cover.bleed, r->n[0], true); }

/* How near words come, where there are any. */
static Verdict words_keep(Case *c, Sp own, Sp wanted, const char *none)
{
    if (!c->cover.ok)
        return (Verdict){true, S("there is no cover")};
    if (own < 0)
        return (Verdict){true, str_of(none)};
    const char *but = c->cover.finished ? "; those in the picture of the front are not measured" : "";
    return (Verdict){own + PT(1) / 4 >= wanted,
        str_format(c->a, "words keep %.*s, at least %.*s%s", STR(mm(c, own)), STR(mm(c, wanted)), but)};
}

static Verdict cover_safety(Case *c, const Rule *r)
{
    return words_keep(c, c->cover.near_trim, r->n[0], "the cover has no words but those in its picture");
}

static Verdict spine_safety(Case *c, const Rule *r)
{
    return words_keep(c, c->cover.near_fold, r->n[0], "the spine has no words");
}

static Verdict spine_text(Case *c, const Rule *r)
{
    bool has = c->cover.ok && c->cover.spine_text;
    bool kept = !has || c->pages.pages >= r->n[0];
    return (Verdict){kept, has ? S("words stand on the spine") : S("the spine has no words")};
}

static Verdict spine_least(Case *c, const Rule *r)
{
    bool has = c->cover.ok && c->cover.spine_text;
    return has ? measure(c, c->cover.spine, r->n[0], false) : (Verdict){true, S("the spine has no words")};
}

static Verdict barcode(Case *c, const Rule *r)
{
    if (!c->cover.ok || c->cover.isbn.n == 0)
        return (Verdict){true, S("there are no bars: the place is left free")};
    return measure(c, c->cover.box_width, r->n[0], false);
}

static Verdict isbn(Case *c, const Rule *r)
{
    bool has = false;
    for (int i = 0; i < c->config->nids; i++)
        has |= str_eq(c->config->ids[i].edition, S("print")) && c->config->ids[i].id.n == 13;
    return (Verdict){has || str_eq(r->name, S("may")), has ? S("the print edition has one") :
                     S("the print edition has none: identifiers: {print: 978-…}")};
}

/* ---- the e-book */
static Verdict front(Case *c, bool kept, const char *form, int wanted)
{
    if (c->front.width == 0)
        return (Verdict){false, S("the e-book has no cover")};
    return (Verdict){kept, str_format(c->a, "%d x %d pixels%s%d", c->front.width, c->front.height, form, wanted)};
}

static Verdict epub_cover(Case *c, const Rule *r)
{
    return front(c, c->front.width >= r->n[0] && c->front.height >= r->n[1], ", at least as wide as ", (int)r->n[0]);
}

static Verdict epub_cover_most(Case *c, const Rule *r)
{
    return front(c, c->front.width <= r->n[0] && c->front.height <= r->n[0], ", no side over ", (int)r->n[0]);
}

static Verdict epub_cover_ratio(Case *c, const Rule *r)
{
    int ratio = c->front.width ? c->front.height * 100 / c->front.width : 0;
    return front(c, ratio >= r->n[0] && ratio <= r->n[1], ", height to width in hundredths: ", ratio);
}

/* The largest of the pictures in the text; a drawing has no pixels. */
static Verdict epub_picture(Case *c, const Rule *r)
{
    const Node *top = tei_root(c->book->tree);
    Arena *scratch = arena_open();
    int64_t most = 0;
    Str which = S("");
    for (const Node *n = top; n; n = tei_walk(n, top)) {
        if (!tei_is(n, TEI_GRAPHIC))
            continue;
        Mark mark = arena_mark(scratch);
        Str url = tei_get(n, ATT_URL);
        Loaded file = file_load(scratch, path_join(scratch, c->config->dir, url), c->d, tei_where(n));
        PdfImage image = file.ok ? pdf_pixels(file.bytes) : (PdfImage){0};
        if (image.ok && (int64_t)image.width * image.height > most) {
            most = (int64_t)image.width * image.height;
            which = url;
        }
        arena_rewind(scratch, mark);
    }
    arena_close(scratch);
    if (which.n == 0)
        return (Verdict){true, S("there are no pictures")};
    return (Verdict){most <= r->n[0], str_format(c->a, "'%.*s' has %lld pixels, at most %lld", STR(which),
        (long long)most, (long long)r->n[0])};
}

static Verdict epub_file(Case *c, const Rule *r)
{
    ptrdiff_t most = 0;
    for (ptrdiff_t i = 0; i < c->book->nmatters; i++)
        most = c->book->matters[i].bytes > most ? c->book->matters[i].bytes : most;
    int kb = (int)(most / 1024);
    Str words = str_format(c->a, "the longest document has about %d KB, at most %d", kb, (int)r->n[0]);
    return (Verdict){kb <= r->n[0], words};
}

/* ---- the bench: a judge for each rule; those of pages sit only where there are pages */
static const struct { Judge *judge; bool of_pages; } bench[RULE_MAX] = {
    [RULE_PAGES] = {pages, true}, [RULE_MULTIPLE] = {multiple, true}, [RULE_BLANK_END] = {blank_end, true},
    [RULE_BLANKS] = {blanks, true}, [RULE_TRIM] = {trim, true}, [RULE_TRIM_RANGE] = {trim_range, true},
    [RULE_GUTTER] = {gutter, true}, [RULE_MARGIN] = {margin, true}, [RULE_BLEED] = {bleed, true},
    [RULE_MARKS] = {marks, true}, [RULE_PROFILE] = {profile, true}, [RULE_FONTS] = {fonts, true},
    [RULE_TYPE] = {type, true}, [RULE_LINE] = {line, true}, [RULE_DPI] = {dpi, true},
    [RULE_INTERIOR] = {interior, true}, [RULE_INK] = {ink, true}, [RULE_PAPER] = {paper, true},
    [RULE_PAPER_INCH] = {paper, true}, [RULE_COVER_BLEED] = {cover_bleed, true},
    [RULE_COVER_SAFETY] = {cover_safety, true}, [RULE_SPINE_TEXT] = {spine_text, true},
    [RULE_SPINE_LEAST] = {spine_least, true}, [RULE_SPINE_SAFETY] = {spine_safety, true},
    [RULE_BARCODE] = {barcode, true}, [RULE_ISBN] = {isbn, false}, [RULE_COVER] = {cover, false},
    [RULE_EPUB_COVER] = {epub_cover, false}, [RULE_EPUB_COVER_MOST] = {epub_cover_most, false},
    [RULE_EPUB_COVER_RATIO] = {epub_cover_ratio, false}, [RULE_EPUB_FILE] = {epub_file, false},
    [RULE_EPUB_PICTURE] = {epub_picture, false},
};

/* A rule that has nothing to say (a gutter for another page count) is passed over. */
static void hear(Case *c, Buf *out, Diag *d, int counts[3])
{
    bool trimmed = false;
    const Source *now = NULL;
    for (const Rule *r = c->vendor->rules; r; r = r->next) {
        bool sits = !bench[r->kind].of_pages || c->has_pages || (c->prints && r->kind == RULE_PAGES);
        if (!bench[r->kind].judge || !sits || (r->kind == RULE_TRIM && trimmed))
            continue;
        trimmed |= r->kind == RULE_TRIM;
        Verdict v = bench[r->kind].judge(c, r);
        if (v.words.n == 0)
            continue;
        bool sure = r->source->confirmed || (bench[r->kind].of_pages && !c->has_pages);
        int kind = v.kept ? 0 : sure ? 1 : 2;
        static const char *const says[] = {"kept", "broken", "in doubt"};
        counts[kind]++;
        if (r->source != now)
            buf_format(out, "\n%.*s\n", STR(vendor_says(c->a, r)));
        now = r->source;
        buf_format(out, "  %-9s%s: %.*s\n", says[kind], vendor_word(r->kind), STR(v.words));
        if (!v.kept)
            diag(d, sure ? VENDOR_BROKEN : VENDOR_DOUBTFUL, c->config->at, "%s: %.*s (%.*s)",
                vendor_word(r->kind), STR(v.words), STR(vendor_says(c->a, r)));
    }
}

static void judge(Case *c, const Options *o, Diag *d)
{
    Buf out = buf_new(c->a);
    int n[3] = {0};
    buf_format(&out, "%.*s: %.*s\n", STR(c->config->name), STR(c->vendor->name));
    hear(c, &out, d, n);
    buf_format(&out, "\n%d rules kept, %d broken, %d in doubt; checked by these rules only\n", n[0], n[1], n[2]);
    if (o->format == FORMAT_TEXT && fwrite(out.s, 1, (size_t)out.n, stdout) != (size_t)out.n)
        die("cannot write to standard output");
}

static PdfImage front_of(Arena *a, const Config *c, Diag *d)
{
    if (c->cover.n > 0)
        return pdf_artwork(a, path_join(a, c->dir, c->cover), d, c->cover_at);
    return c->want_cover && c->want_epub ? (PdfImage){.width = 1600, .height = 2560, .ok = true} : (PdfImage){0};
}

static void measure_pages(Case *c, Press *press, const Options *o, Diag *d)
{
    const PageMap *map = pages_settle(c->a, press, c->config, o, d);
    if (diag_count(d, ERROR) > 0)
        return;
    c->pages = inspect_pages(press, map);
    if (c->config->want_cover)
        c->cover = cover_measure(press);
}

void preflight_book(Arena *a, const Options *o, Diag *d)
{
    const Config *c = config_read(a, o->book, d);
    if (diag_count(d, ERROR) > 0)
        return;
    Str key = o->vendor.n ? o->vendor : c->print.vendor;
    Where asked = o->vendor.n ? (Where){.file = S("--for")} : c->print.vendor_at.line ? c->print.vendor_at : c->at;
    if (c->proof) {
        diag(d, EXPORT_REFUSED, c->at, "'%.*s' is an editorial proof: it goes to no vendor", STR(c->title));
        return;
    }
    if (key.n == 0) {
        diag(d, VENDOR_UNKNOWN, asked, "none is named: say --for NAME, or name one in the group print");
        return;
    }
    Case k = {.a = a, .d = d, .config = c};
    k.vendor = vendor_read(a, key, c->dir, o->assets, d, asked);
    Book *book = k.vendor ? book_read(a, c, o->texts, o->assets, d) : NULL;
    if (!book)
        return;
    if (diag_count(d, ERROR) == 0)
        book_check(book, d);
    k.book = book;
    k.prints = vendor_rule(k.vendor, RULE_PAGES) != NULL;
    k.has_pages = k.prints && c->want_print;
    Press *press = k.has_pages && diag_count(d, ERROR) == 0 ? print_open(a, book, o->assets, d) : NULL;
    if (press && diag_count(d, ERROR) == 0)
        measure_pages(&k, press, o, d);
    k.front = front_of(a, c, d);
    if (diag_count(d, ERROR) == 0)
        judge(&k, o, d);
    if (press)
        print_close(press);
    book_close(book);
}
