#include "check.h"
#include "pdf/pdf.h"
#include "type/type.h"
#include <unistd.h>

/* A book of four pages in the typesetter's own glyphs: a heading, a paragraph over a page turn with a link, a note. */
typedef struct { Typesetter *t; Arena *a; Style style; Struct *root, *sect, *head, *para, *link, *foot, *note; bool blind; } Made;

static Made make(Arena *a, Diag *d)
{
    Made m = {.t = type_open(a, d), .a = a};
    m.style = (Style){.font = font_open(m.t, font_find(a, S("LinLibertine_R.otf"))), .size = PT(10), .lang = S("en")};
    m.root = struct_new(a, NULL, ROLE_DOCUMENT);
    m.sect = struct_new(a, m.root, ROLE_SECT);
    m.head = struct_new(a, m.sect, ROLE_H);
    m.head->level = 1;
    m.head->id = S("t.2");
    m.para = struct_new(a, m.sect, ROLE_P);
    m.link = struct_new(a, m.para, ROLE_LINK);
    m.foot = struct_new(a, m.para, ROLE_NOTE);
    m.note = struct_new(a, m.sect, ROLE_NOTE);
    struct_new(a, m.root, ROLE_P);                                 /* of which nothing is set */
    return m;
}

static void append(Page *page, Item *item)
{
    if (page->last) page->last->next = item;
    else page->items = item;
    for (page->last = item; page->last->next; page->last = page->last->next) continue;
}

static void put(Made *m, Page *page, Struct *node, const char *text, Sp y, const char *anchor, const char *link)
{
    Run run = {.text = str_of(text), .style = &m->style, .node = node, .anchor = str_of(anchor), .link = str_of(link)};
    Item *item = type_line(m->t, m->a, &run, ALIGN_LEFT, PT(50), y, PT(300), node ? ARTIFACT_NONE : ARTIFACT_FOOTER);
    append(page, item);
}

static void show(Made *m, Page *page, const char *path, int y)
{
    Struct *figure = struct_new(m->a, m->sect, ROLE_FIGURE);
    Item *item = new(m->a, Item, 1);
    figure->alt = m->blind ? S("") : S("A field of colour");
    *item = (Item){.kind = ITEM_IMAGE, .node = figure, .x = PT(50), .y = PT(y), .width = PT(120), .height = PT(80),
                   .image = str_of(path)};
    append(page, item);
}

static Page *pages(Made *m)
{
    static const char *const labels[] = {"i", "ii", "1", "2"};
    Page *p = new(m->a, Page, 4);
    for (int i = 0; i < 4; i++) p[i] = (Page){.number = i + 1, .label = str_of(labels[i]), .width = PT(400), .height = PT(600)};
    put(m, &p[0], m->head, "Of (brackets) \\ and affluent offices", PT(60), "t.1 t.2", NULL);
    put(m, &p[0], m->para, "The paragraph begins, ", PT(80), NULL, NULL);
    put(m, &p[0], m->link, "see the note", PT(94), NULL, "#t.n1");
    put(m, &p[0], m->para, "which stands at the foot, ", PT(108), NULL, NULL);
    put(m, &p[0], m->foot, "A note at the foot. ", PT(560), NULL, NULL);
    put(m, &p[0], NULL, "i", PT(580), NULL, NULL);
    show(m, &p[1], "tests/unit/pictures/colour.jpg", 50);
    show(m, &p[1], "tests/unit/pictures/veil.png", 200);
    show(m, &p[1], "tests/unit/pictures/gray.jpg", 350);
    show(m, &p[3], "tests/unit/pictures/wide.jpg", 50);
    show(m, &p[3], "tests/unit/pictures/wide.png", 200);
    put(m, &p[2], m->para, "and ends over the page.", PT(60), NULL, NULL);
    put(m, &p[2], m->note, "A note.", PT(400), "t.n1", NULL);
    return p;
}

static Str write_book(Arena *keep, const char *folder, PdfProfile profile, const char *name, int *errors)
{
    Arena *a = arena_open();
    Diag *d = diag_open(a, NULL);
    Made m = make(a, d);
    m.blind = name[0] == 'u';
    Outline second = {.level = 3, .title = S("Ein Sprung über Ebenen"), .id = S("t.2")};
    Outline first = {.next = &second, .level = 1, .title = S("First"), .id = S("t.1")};
    Attachment tei = {.name = S("book.tei.xml"), .mime = S("application/tei+xml"), .relationship = S("Source"), .bytes = S("<TEI/>")};
    PdfFacts facts = {.title = S("Bücher & Bände"), .author = S("A. Nobody"), .lang = S("en"), .creator = S("Test"), .date = S("2026-01-31T00:00:00Z"),
                      .root = m.root, .outline = &first, .attachments = &tei,
                      .condition = S("FOGRA47"), .bleed = PT(9)};
    facts.x3 = facts.marks = name[0] == 'm';
    Str path = path_join(a, str_of(folder), str_of(name));
    Pdf *pdf = pdf_open(a, path, profile, &facts, d);
    Page *p = pages(&m);
    int n = facts.marks ? 3 : 4;                                   /* an odd number, once */
    if (errors && *errors) put(&m, &p[3], m.para, "nowhere", PT(60), NULL, "#no.such");
    for (int i = 0; i < n; i++) pdf_page(pdf, &p[i]);
    pdf_close(pdf);
    out_commit(a);
    if (errors) *errors = diag_count(d, ERROR);
    Loaded l = file_load(a, path, d, (Where){0});
    CHECK(l.ok);
    type_close(m.t);
    Str file = str_copy(keep, l.bytes);
    arena_close(a);
    return file;
}

static bool has(Str file, const char *words) { return str_find(file, str_of(words)) >= 0; }

/* The number after startxref is where the cross-reference section begins. */
static Str xref(Str file)
{
    ptrdiff_t at = str_find(file, S("startxref\n"));
    Number n = str_number(str_line(str_from(file, at + 10)).head);
    CHECK(n.ok);
    return str_from(file, n.value);
}

static void archive(Arena *a, const char *folder)
{
    Str file = write_book(a, folder, PDF_ARCHIVE, "a.pdf", NULL);
    CHECK(str_starts(file, S("%PDF-1.7\n%\xC3")));
    CHECK(str_ends(file, S("%%EOF\n")));
    CHECK(has(xref(file), "/Type/XRef/W[1 4 2]"));
    CHECK(has(file, "/Type/ObjStm"));
    CHECK(has(file, "/Type/Metadata/Subtype/XML"));
    CHECK(has(file, "<rdf:li xml:lang=\"x-default\">Bücher &amp; Bände</rdf:li>"));
    CHECK(has(file, "<pdfaid:part>3</pdfaid:part>"));
    CHECK(has(file, "/Type/EmbeddedFile/Subtype/application#2Ftei+xml"));
    CHECK(has(file, "/Subtype/Type1C"));
    CHECK(has(file, "/Width 24/Height 16/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"));
    CHECK(has(file, "/Width 24/Height 16/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode"));
    CHECK(has(file, "/ColorSpace/DeviceRGB/DecodeParms<</Predictor 15/Colors 3/Columns 24>>/Filter/FlateDecode"));
    ptrdiff_t icc = str_find(file, S("[/ICCBased "));              /* two pictures have one profile */
    Str space = str_cut(str_from(file, icc), ']').head, rest = str_from(file, icc + 1);
    CHECK(icc > 0 && str_find(rest, space) > 0);
    CHECK(has(file, "<pdfuaid:part>1</pdfuaid:part>"));
    CHECK_STR(write_book(a, folder, PDF_ARCHIVE, "b.pdf", NULL), file);
    Str undescribed = write_book(a, folder, PDF_ARCHIVE, "u.pdf", NULL);
    CHECK(has(undescribed, "<pdfaid:part>3</pdfaid:part>") && !has(undescribed, "<pdfuaid:part>"));
}

static void print(Arena *a, const char *folder)
{
    Str file = write_book(a, folder, PDF_PRINT, "p.pdf", NULL);
    CHECK(str_starts(file, S("%PDF-1.3\n%\xC3")));
    CHECK(str_starts(xref(file), S("xref\n0 ")));
    CHECK(has(file, "/GTS_PDFXVersion(PDF/X-1:2001)/GTS_PDFXConformance(PDF/X-1a:2001)"));
    CHECK(has(file, "/OutputConditionIdentifier(FOGRA47)"));
    CHECK(has(file, "/MediaBox[0 0 418 618]/BleedBox[0 0 418 618]/TrimBox[9 9 409 609]"));
    CHECK(has(file, "/Trapped/False"));
    CHECK(has(file, "/Differences[ 32/space 40/parenleft/parenright 44/comma 46/period 65/A"));   /* codes are letters */
    CHECK(has(file, "/Title<FEFF004200FC00630068006500720020002600200042"));
    CHECK(has(file, "0 <</S/r>>\n2 <</S/D>>"));
    CHECK(has(file, "/ColorSpace/DeviceGray/Filter/DCTDecode") && !has(file, "DeviceRGB") && !has(file, "ICCBased"));
    CHECK(!has(file, "/Annot") && !has(file, "/Outlines") && !has(file, "StructTree") && !has(file, "/ObjStm") && !has(file, "/Dests"));
}

static void marks(Arena *a, const char *folder)
{
    Str file = write_book(a, folder, PDF_PRINT, "m.pdf", NULL);
    CHECK(has(file, "/MediaBox[0 0 454 654]/BleedBox[18 18 436 636]/TrimBox[27 27 427 627]"));
    CHECK(has(file, "/Type/Pages/Count 4"));
    CHECK(has(file, "/GTS_PDFXVersion(PDF/X-3:2002)") && !has(file, "GTS_PDFXConformance"));
}

/* A cover: one page, inks, a line turned on the spine; and a page bound at its left, which bleeds at three sides. */
static void cover(Arena *keep, const char *folder)
{
    static const Ink wine = {.c = 20, .m = 95, .y = 60, .k = 45, .rgb = 0x6B1F2E};
    Arena *a = arena_open();
    Diag *d = diag_open(a, NULL);
    Made m = make(a, d);
    PdfFacts facts = {.title = S("C"), .creator = S("Test"), .date = S("2026-01-31T00:00:00Z"), .bleed = PT(9),
                      .outer = true, .single = true, .colour = true};
    Page page = {.number = 1, .width = PT(400), .height = PT(600)};
    Item *ground = new(a, Item, 1);
    *ground = (Item){.kind = ITEM_RULE, .artifact = ARTIFACT_LAYOUT, .y = -PT(9), .width = PT(409), .height = PT(618), .ink = &wine};
    append(&page, ground);
    put(&m, &page, NULL, "Spine", PT(60), NULL, NULL);
    page.last->turned = true;
    Pdf *pdf = pdf_open(a, path_join(a, str_of(folder), S("k.pdf")), PDF_PRINT, &facts, d);
    pdf_page(pdf, &page);
    pdf_close(pdf);
    out_commit(a);
    Str file = file_load(keep, path_join(a, str_of(folder), S("k.pdf")), d, (Where){0}).bytes;
    CHECK(has(file, "/MediaBox[0 0 409 618]/BleedBox[0 0 409 618]/TrimBox[0 9 400 609]"));
    CHECK(has(file, "/Type/Pages/Count 1"));
    type_close(m.t);
    arena_close(a);
}

static void pictures(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    PdfImage jpeg = pdf_image(a, S("tests/unit/pictures/colour.jpg"), d, (Where){0});
    PdfImage png = pdf_image(a, S("tests/unit/pictures/veil.png"), d, (Where){0});
    CHECK(jpeg.ok && jpeg.width == 24 && jpeg.height == 16);
    CHECK(png.ok && png.width == 24 && png.height == 16);
    CHECK_INT(diag_total(d), 0);
    CHECK(!pdf_image(a, S("tests/unit/pictures/broken.jpg"), d, (Where){0}).ok);
    CHECK(!pdf_image(a, S("tests/unit/pdf_test.c"), d, (Where){0}).ok);
    CHECK(!pdf_image(a, S("tests/unit/pictures/cut.jpg"), d, (Where){0}).ok);
    CHECK_INT(diag_total(d), 3);
    PdfImage dense = pdf_image(a, S("tests/unit/pictures/dense.png"), d, (Where){0});
    PdfImage turned = pdf_image(a, S("tests/unit/pictures/turned.jpg"), d, (Where){0});
    PdfImage plain = pdf_image(a, S("tests/unit/pictures/rgb.jpg"), d, (Where){0});
    CHECK(dense.ok && dense.width == 24 && dense.dpi == 600 && png.dpi == 0);
    CHECK(turned.ok && turned.width == 16 && turned.height == 24 && turned.dpi == 200);
    CHECK(plain.ok && plain.width == 24 && plain.height == 16);
}

/* Whose numbers are not those of sRGB, and whether the profile may stand in a PDF. */
static void profiles(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    static const struct { const char *path, *name; bool carried; } all[] = {
        {"wide.jpg", "Wide RGB", true}, {"wide.png", "Wide RGB", true}, {"bent.png", "Wide RGB", false},
        {"srgb.png", "", false}, {"colour.jpg", "", false},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        PdfImage image = pdf_image(a, str_format(a, "tests/unit/pictures/%s", all[i].path), d, (Where){0});
        CHECK(image.ok && image.carried == all[i].carried);
        CHECK_STR(image.profile, str_of(all[i].name));
    }
}

/* Artwork and a page as a picture: its size, and that something of each kind is on it. */
static void painting(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    Made m = make(a, d);
    Page blank = {.width = PT(40), .height = PT(60)}, page = blank, words = blank;
    PdfImage drawing = pdf_artwork(a, S("tests/unit/pictures/moon.svg"), d, (Where){0});
    CHECK(drawing.ok && drawing.width == 2400 && drawing.height == 3600);
    show(&m, &page, "tests/unit/pictures/moon.svg", 10);
    page.items->x = 0;
    put(&m, &words, NULL, "Words", PT(30), NULL, NULL);
    words.items->x = PT(2);
    Str white = pdf_picture(a, &blank, 80, 120, d), drawn = pdf_picture(a, &page, 80, 120, d);
    Str said = pdf_picture(a, &words, 80, 120, d);
    CHECK(str_starts(white, S("\xFF\xD8\xFF\xE0")) && str_ends(white, S("\xFF\xD9")));
    CHECK(has(white, "\xFF\xC2") == false && str_find(white, (Str){"\x08\0\x78\0\x50\x03", 6}) > 0);   /* 8 bits, 120 x 80, three colours */
    CHECK(drawn.n > white.n && said.n > white.n && !str_eq(drawn, said));
    CHECK_STR(pdf_picture(a, &page, 80, 120, d), drawn);
    CHECK_INT(diag_total(d), 0);
    Diag *quiet = diag_open(a, NULL);
    CHECK(!pdf_artwork(a, S("tests/unit/pictures/broken.jpg"), quiet, (Where){0}).ok);
    type_close(m.t);
}

static void broken_link(Arena *a, const char *folder)
{
    int errors = 1;
    write_book(a, folder, PDF_ARCHIVE, "c.pdf", &errors);
    CHECK_INT(errors, 1);
}

int main(void)
{
    const char *folder = ".";                                       /* the test has its own */
    Arena *a = arena_open();
    archive(a, folder);
    print(a, folder);
    broken_link(a, folder);
    marks(a, folder);
    cover(a, folder);
    pictures(a);
    profiles(a);
    painting(a);
    arena_close(a);
    DONE;
}
