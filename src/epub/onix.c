/* ONIX for Books 3.0 (reference names): one message for the shops about the e-book and the print book, from the facts
   of the book itself.  Code lists as EDItEUR numbers them; each code stands beside its list. */
#include "epub/inside.h"

static void put_tag(Buf *b, const char *name, Str value)
{
    if (!value.n)
        return;
    buf_format(b, "<%s>", name);
    xhtml_text(b, value);
    buf_format(b, "</%s>\n", name);
}

static void put_code(Buf *b, const char *name, const char *value) { put_tag(b, name, str_of(value)); }

/* ---- identity: list 5: 15 ISBN-13, 01 the publisher's own */
static Str identifier_of(const Config *c, const char *edition)
{
    for (int i = 0; i < c->nids; i++)
        if (str_eq(c->ids[i].edition, str_of(edition)))
            return c->ids[i].id;
    return (Str){0};
}

static Str isbn_of(Str id)
{
    Str digits = str_starts(id, S("urn:isbn:")) ? str_from(id, 9) : id;
    return digits.n == 13 && str_number(digits).ok ? digits : (Str){0};
}

static void put_identifier(const Edition *e, Buf *b, Str id, const char *edition)
{
    Str isbn = isbn_of(id);
    buf_put(b, S("<ProductIdentifier>\n"));
    put_code(b, "ProductIDType", isbn.n ? "15" : "01");
    if (!isbn.n)
        put_tag(b, "IDTypeName", e->config->publisher.n ? e->config->publisher : S("publisher"));
    put_tag(b, "IDValue", isbn.n ? isbn : id.n ? id : str_format(e->a, "%.*s#%s", STR(e->identifier), edition));
    buf_put(b, S("</ProductIdentifier>\n"));
}

/* ---- form and accessibility: list 196, feature type 09 of list 79 */
static void put_feature(Buf *b, const char *code, Str words)
{
    buf_put(b, S("<ProductFormFeature>\n<ProductFormFeatureType>09</ProductFormFeatureType>\n"));
    put_code(b, "ProductFormFeatureValue", code);
    put_tag(b, "ProductFormFeatureDescription", words);
    buf_put(b, S("</ProductFormFeature>\n"));
}

static void put_accessibility(const Edition *e, Buf *b)
{
    put_feature(b, "00", S("Text in reading order with headings, a table of contents and linked notes; it can be shown "
                           "in any size, colour and typeface."));
    put_feature(b, "11", (Str){0});                                /* table of contents navigation */
    put_feature(b, "13", (Str){0});                                /* single logical reading order */
    /* all non-decorative content supports reading without sight */
    put_feature(b, "52", (Str){0});
    if (e->map)
        put_feature(b, "19", (Str){0});                            /* print-equivalent page numbering */
}

static void put_form(const Edition *e, Buf *b, bool ebook)
{
    put_code(b, "ProductComposition", "00");                       /* list 2: single item */
    put_code(b, "ProductForm", ebook ? "EA" : "BC");               /* list 150: digital download; paperback */
    if (!ebook)
        return;
    put_code(b, "ProductFormDetail", "E101");                      /* list 175: EPUB */
    put_accessibility(e, b);
    put_code(b, "PrimaryContentType", "10");                       /* list 81: text */
    put_code(b, "EpubTechnicalProtection", "00");                  /* list 144: none */
}

static void put_measure(const Edition *e, Buf *b, const char *type, int mm)
{
    (void)e;
    if (mm <= 0)
        return;
    buf_format(b, "<Measure>\n<MeasureType>%s</MeasureType>\n<Measurement>%d</Measurement>\n"
                  "<MeasureUnitCode>mm</MeasureUnitCode>\n</Measure>\n", type, mm);
}

/* ---- title, people, language, extent, subjects */
static void put_title(const Config *c, Buf *b)
{
    buf_put(b, S("<TitleDetail>\n<TitleType>01</TitleType>\n<TitleElement>\n"
        "<TitleElementLevel>01</TitleElementLevel>\n"));
    put_tag(b, "TitleText", c->title);
    put_tag(b, "Subtitle", c->subtitle);
    buf_put(b, S("</TitleElement>\n</TitleDetail>\n"));
}

static void put_collection(const Config *c, Buf *b)
{
    if (!c->series.n)
        return;
    buf_put(b, S("<Collection>\n<CollectionType>10</CollectionType>\n<TitleDetail>\n"
        "<TitleType>01</TitleType>\n<TitleElement>\n"
                 "<TitleElementLevel>02</TitleElementLevel>\n"));
    put_tag(b, "PartNumber", c->series_number);
    put_tag(b, "TitleText", c->series);
    buf_put(b, S("</TitleElement>\n</TitleDetail>\n</Collection>\n"));
}

/* MARC relators to list 17. */
static const char *role_code(Str role)
{
    static const char *const pairs[][2] = {{"aut", "A01"}, {"edt", "B01"}, {"com", "C01"}, {"trl", "B06"},
        {"ill", "A12"}, {"aui", "A24"}, {"aft", "A19"}, {"win", "A24"}, {"ann", "A20"}, {"bkd", "A36"}, {"ctb", "A32"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (str_eq(role, str_of(pairs[i][0])))
            return pairs[i][1];
    return "Z99";
}

static void put_people(const Config *c, Buf *b)
{
    for (int i = 0; i < c->npeople; i++) {
        buf_format(b, "<Contributor>\n<SequenceNumber>%d</SequenceNumber>\n", i + 1);
        put_code(b, "ContributorRole", role_code(c->people[i].role));
        put_tag(b, "PersonName", c->people[i].name);
        put_tag(b, "PersonNameInverted", c->people[i].file_as);
        buf_put(b, S("</Contributor>\n"));
    }
}

/* ISO 639-2/B (list 74) of the languages that books are made in here; another is left out rather than guessed. */
static const char *language_code(Str tag)
{
    static const char *const pairs[][2] = {{"en", "eng"}, {"de", "ger"}, {"fr", "fre"}, {"es", "spa"}, {"it", "ita"},
        {"pt", "por"}, {"nl", "dut"}, {"ru", "rus"}, {"pl", "pol"}, {"cs", "cze"}, {"sv", "swe"}, {"da", "dan"},
        {"no", "nor"}, {"nb", "nob"}, {"fi", "fin"}, {"hu", "hun"}, {"la", "lat"}, {"el", "gre"}, {"uk", "ukr"},
        {"ca", "cat"}, {"ro", "rum"}, {"tr", "tur"}};
    Str primary = str_cut(tag, '-').head;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (str_eq(primary, str_of(pairs[i][0])))
            return pairs[i][1];
    return NULL;
}

static void put_language(const Config *c, Buf *b)
{
    const char *code = language_code(c->lang);
    if (code)
        buf_format(b, "<Language>\n<LanguageRole>01</LanguageRole>\n<LanguageCode>%s</LanguageCode>\n</Language>\n",
            code);
}

static void put_extents(const Edition *e, Buf *b, bool ebook)
{
    ptrdiff_t words = 0;
    for (ptrdiff_t i = 0; i < e->book->nmatters; i++)
        words += e->book->matters[i].words;
    /* list 23: 00 main content pages; list 24: 03 pages */
    if (e->map)
        buf_format(b, "<Extent>\n<ExtentType>%s</ExtentType>\n<ExtentValue>%d</ExtentValue>\n"
            "<ExtentUnit>03</ExtentUnit>\n</Extent>\n",
                   ebook ? "10" : "00", pages_count(e->map));
    if (ebook)                                                     /* 02 number of words, in words */
        buf_format(b, "<Extent>\n<ExtentType>02</ExtentType>\n<ExtentValue>%d</ExtentValue>\n"
            "<ExtentUnit>02</ExtentUnit>\n</Extent>\n",
                   (int)words);
}

static void put_subjects(const Config *c, Buf *b)
{
    for (int i = 0; i < c->nthema; i++) {                          /* list 27: 93 Thema */
        buf_format(b, "<Subject>\n%s<SubjectSchemeIdentifier>93</SubjectSchemeIdentifier>\n", i ? ""
            : "<MainSubject/>\n");
        put_tag(b, "SubjectCode", c->thema[i]);
        buf_put(b, S("</Subject>\n"));
    }
    for (int i = 0; i < c->nsubjects; i++) {                       /* 20 keywords */
        buf_put(b, S("<Subject>\n<SubjectSchemeIdentifier>20</SubjectSchemeIdentifier>\n"));
        put_tag(b, "SubjectHeadingText", c->subjects[i]);
        buf_put(b, S("</Subject>\n"));
    }
}

/* ---- the rest of a product */
static void put_collateral(const Config *c, Buf *b)
{
    if (!c->description.n)
        return;
    buf_put(b, S("<CollateralDetail>\n<TextContent>\n<TextType>03</TextType>\n"
        "<ContentAudience>00</ContentAudience>\n"));
    put_tag(b, "Text", c->description);
    buf_put(b, S("</TextContent>\n</CollateralDetail>\n"));
}

static Str digits_of(Arena *a, Str date)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < date.n && i < 10; i++)
        if (date.s[i] >= '0' && date.s[i] <= '9')
            buf_byte(&b, date.s[i]);
    return buf_str(&b);
}

static void put_publishing(const Edition *e, Buf *b)
{
    const Config *c = e->config;
    Str date = digits_of(e->a, c->date);
    buf_put(b, S("<PublishingDetail>\n"));
    if (c->publisher.n) {
        buf_put(b, S("<Publisher>\n<PublishingRole>01</PublishingRole>\n"));
        put_tag(b, "PublisherName", c->publisher);
        buf_put(b, S("</Publisher>\n"));
    }
    put_tag(b, "CityOfPublication", c->place);
    buf_put(b, S("<PublishingDate>\n<PublishingDateRole>01</PublishingDateRole>\n"));
    buf_format(b, "<Date dateformat=\"%s\">%.*s</Date>\n</PublishingDate>\n</PublishingDetail>\n",
               date.n == 8 ? "00" : date.n == 6 ? "01" : "05", STR(date));
}

static void put_product(const Edition *e, Buf *b, bool ebook, int width, int height)
{
    const char *edition = ebook ? "epub" : "print";
    Str id = identifier_of(e->config, edition);
    buf_put(b, S("<Product>\n"));
    put_tag(b, "RecordReference", str_format(e->a, "%.*s.%s", STR(e->identifier), edition));
    put_code(b, "NotificationType", "03");
    put_identifier(e, b, id.n || !ebook ? id : e->identifier, edition);
    buf_put(b, S("<DescriptiveDetail>\n"));
    put_form(e, b, ebook);
    if (!ebook) {
        put_measure(e, b, "01", height);
        put_measure(e, b, "02", width);
    }
    put_collection(e->config, b);
    put_title(e->config, b);
    put_people(e->config, b);
    put_tag(b, "EditionStatement", e->config->edition);
    put_language(e->config, b);
    put_extents(e, b, ebook);
    put_subjects(e->config, b);
    buf_put(b, S("</DescriptiveDetail>\n"));
    put_collateral(e->config, b);
    put_publishing(e, b);
    buf_put(b, S("</Product>\n"));
}

/* "2026-01-31T00:00:00Z" as "20260131T000000Z". */
static Str sent(Arena *a, Str modified)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < modified.n; i++)
        if (modified.s[i] != '-' && modified.s[i] != ':')
            buf_byte(&b, modified.s[i]);
    return buf_str(&b);
}

void onix_write(const Book *book, const PageMap *map, int width, int height, Str path, Diag *d)
{
    const Config *c = book->config;
    if (c->proof) {
        diag(d, EXPORT_REFUSED, c->at, "a message for shops cannot be made of an editorial proof");
        return;
    }
    Edition e = edition_open(book, map, PLATFORM_EPUB, d);
    Buf b = buf_new(e.a);
    buf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<ONIXMessage release=\"3.0\" xmlns=\"http://ns.editeur.org/onix/3.0/reference\">\n"
                  "<Header>\n<Sender>\n"));
    put_tag(&b, "SenderName", c->publisher.n ? c->publisher : c->title);
    buf_put(&b, S("</Sender>\n"));
    put_tag(&b, "SentDateTime", sent(e.a, c->modified));
    buf_put(&b, S("</Header>\n"));
    if (c->want_epub)
        put_product(&e, &b, true, 0, 0);
    if (c->want_print)
        put_product(&e, &b, false, width, height);
    buf_put(&b, S("</ONIXMessage>\n"));
    Out *out = out_open(e.a, path);
    out_put(out, buf_str(&b));
    out_close(out);
}
