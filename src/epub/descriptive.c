/* descriptive.c - what a product is: form, accessibility, title, people, extent, subjects. */
#include "epub/message.h"

/* ---- form and accessibility: list 79: 09 accessibility, with a code of list 196; 12 hazards, of list 143 */
static void put_feature(Product *p, const char *type, const char *code, Str words)
{
    buf_put(p->b, S("<ProductFormFeature>\n"));
    onix_code(p, "ProductFormFeatureType", type);
    onix_code(p, "ProductFormFeatureValue", code);
    onix_tag(p, "ProductFormFeatureDescription", words);
    buf_put(p->b, S("</ProductFormFeature>\n"));
}

/* In English, whatever the language of the book. */
static void put_summary(Product *p)
{
    buf_put(p->b, S("<ProductFormFeature>\n<ProductFormFeatureType>09</ProductFormFeatureType>\n"
                    "<ProductFormFeatureValue>00</ProductFormFeatureValue>\n"
                    "<ProductFormFeatureDescription language=\"eng\">"));
    xhtml_text(p->b, facts_summary(p->a, &p->facts, S("en")));
    buf_put(p->b, S("</ProductFormFeatureDescription>\n</ProductFormFeature>\n"));
}

/* Each is claimed by what was counted, or by what all of our e-books are.  11 promises a way from the contents to each
   table and picture, too; 25 that nothing is said by colour alone, which nobody knows of a picture. */
static void put_accessibility(Product *p)
{
    const Facts *f = &p->facts;
    Str certifier = f->textual ? p->config->certified_by : S("");
    const struct { const char *code; bool holds; } rows[] = {
        {"04", certifier.n > 0},                                   /* EPUB Accessibility 1.1 */
        {"10", true},                                              /* nothing of the reading system's is disabled */
        {"11", f->headings && f->tables == 0 && f->pictures == 0}, /* table of contents navigation */
        {"12", f->index},                                          /* index navigation */
        {"13", true},                                              /* single logical reading order */
        {"14", f->pictures > 0 && f->textual},                     /* short alternative descriptions */
        {"19", f->pages},                                          /* print-equivalent page numbering */
        {"22", true},                                              /* language tagging */
        {"25", f->pictures == 0},                                  /* colour is not the sole means of conveying */
        {"29", f->headings},                                       /* next and previous structural navigation */
        {"30", true},                                              /* ARIA roles */
        {"32", true},                                              /* landmark navigation */
        {"36", true},                                              /* appearance of all text can be modified */
        {"52", f->textual},                                        /* can be read without sight */
        {"82", certifier.n > 0},                                   /* WCAG 2.2 */
        {"85", certifier.n > 0},                                   /* level AA */
    };
    put_summary(p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].holds)
            put_feature(p, "09", rows[i].code, (Str){0});
    if (certifier.n)
        put_feature(p, "09", "90", certifier);                     /* certified by, name */
    put_feature(p, "12", "00", (Str){0});                          /* no known hazards */
}

static void put_measure(Product *p, const char *type, int mm)
{
    if (mm > 0)
        buf_format(p->b, "<Measure>\n<MeasureType>%s</MeasureType>\n<Measurement>%d</Measurement>\n"
                         "<MeasureUnitCode>mm</MeasureUnitCode>\n</Measure>\n", type, mm);
}

static void put_form(Product *p)
{
    onix_code(p, "ProductComposition", "00");                      /* list 2: single item */
    onix_code(p, "ProductForm", p->ebook ? "EA" : "BC");           /* list 150: digital download; paperback */
    if (p->ebook) {
        onix_code(p, "ProductFormDetail", "E101");                 /* list 175: EPUB */
        put_accessibility(p);
    }
    onix_code(p, "PrimaryContentType", "10");                      /* list 81: text */
    if (p->ebook) {
        onix_code(p, "EpubTechnicalProtection", "00");             /* list 144: none */
        return;
    }
    put_measure(p, "01", p->height);                               /* list 48 */
    put_measure(p, "02", p->width);
}

/* ---- title, people, language */
static void put_collection(Product *p)
{
    const Config *c = p->config;
    if (!c->series.n)
        return;
    buf_put(p->b, S("<Collection>\n<CollectionType>10</CollectionType>\n<TitleDetail>\n<TitleType>01</TitleType>\n"
                    "<TitleElement>\n<TitleElementLevel>02</TitleElementLevel>\n"));
    onix_tag(p, "PartNumber", c->series_number);
    onix_tag(p, "TitleText", c->series);
    buf_put(p->b, S("</TitleElement>\n</TitleDetail>\n</Collection>\n"));
}

static void put_title(Product *p)
{
    buf_put(p->b, S("<TitleDetail>\n<TitleType>01</TitleType>\n<TitleElement>\n"
                    "<TitleElementLevel>01</TitleElementLevel>\n"));
    onix_tag(p, "TitleText", p->config->title);
    onix_tag(p, "Subtitle", p->config->subtitle);
    buf_put(p->b, S("</TitleElement>\n</TitleDetail>\n"));
}

/* MARC relators to list 17.  A publisher is no contributor. */
static const char *role_code(Str role)
{
    static const char *const pairs[][2] = {{"aut", "A01"}, {"edt", "B01"}, {"com", "C01"}, {"trl", "B06"},
        {"ill", "A12"}, {"pht", "A13"}, {"wpr", "A15"}, {"aft", "A19"}, {"ann", "A20"}, {"aui", "A24"}, {"win", "A24"},
        {"ctb", "A32"}, {"bkd", "A11"}, {"bjd", "A36"}, {"cov", "A36"}, {"art", "A12"}, {"pbl", NULL}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (str_eq(role, str_of(pairs[i][0])))
            return pairs[i][1];
    return "Z99";
}

static void put_people(Product *p)
{
    const Config *c = p->config;
    int n = 0;
    for (int i = 0; i < c->npeople; i++) {
        const Contributor *who = &c->people[i];
        const char *role = role_code(who->role);
        if (!role)
            continue;
        buf_format(p->b, "<Contributor>\n<SequenceNumber>%d</SequenceNumber>\n", ++n);
        onix_code(p, "ContributorRole", role);
        onix_tag(p, who->organisation ? "CorporateName" : "PersonName", who->name);
        onix_tag(p, who->organisation ? "CorporateNameInverted" : "PersonNameInverted", who->file_as);
        buf_put(p->b, S("</Contributor>\n"));
    }
    if (n == 0)
        buf_put(p->b, S("<NoContributor/>\n"));
}

static void put_language(Product *p)
{
    Str code = onix_language(p->config->lang);
    if (!code.n)
        return;
    buf_put(p->b, S("<Language>\n<LanguageRole>01</LanguageRole>\n"));
    onix_tag(p, "LanguageCode", code);
    buf_put(p->b, S("</Language>\n"));
}

/* ---- extents: pages with roman folios, with arabic ones before what stands behind the text, and from there on */
typedef struct { int front, main, back; } Pages;

static int first_page(const PageMap *map, const Matter *m)
{
    for (const Node *n = m->first; n; n = n == m->last ? NULL : tei_next(n))
        for (const Node *k = n; k; k = tei_walk(k, n)) {
            int page = tei_get(k, ATT_ID).n ? pages_find(map, tei_get(k, ATT_ID)) : -1;
            if (page >= 0)
                return page;
        }
    return -1;
}

static int back_begins(const Edition *e)
{
    int first = pages_count(e->map);
    for (ptrdiff_t i = 0; i < e->book->nmatters; i++) {
        const Matter *m = &e->book->matters[i];
        int page = m->kind >= MATTER_BACK ? first_page(e->map, m) : -1;
        first = page >= 0 && page < first ? page : first;
    }
    return first;
}

static Pages pages_of(const Edition *e)
{
    Pages pages = {0};
    int back = back_begins(e), last = 0;
    for (int i = 0; i < pages_count(e->map); i++) {
        const PageFact *f = pages_at(e->map, i);
        Number number = str_number(f->label);
        if (!number.ok)
            pages.front += f->label.n > 0;
        else if (i < back)
            pages.main = (int)number.value;
        else if (!f->blank)
            last = (int)number.value;
    }
    pages.back = last > pages.main ? last - pages.main : 0;
    return pages;
}

static void put_extent(Product *p, const char *type, int n, const char *unit)
{
    if (n > 0)
        buf_format(p->b, "<Extent>\n<ExtentType>%s</ExtentType>\n<ExtentValue>%d</ExtentValue>\n"
                         "<ExtentUnit>%s</ExtentUnit>\n</Extent>\n", type, n, unit);
}

static int words_of(const Book *book)
{
    ptrdiff_t words = 0;
    for (ptrdiff_t i = 0; i < book->nmatters; i++)
        words += book->matters[i].words;
    return (int)words;
}

/* List 23, in the units of list 24: 03 pages, 02 words.  The pages of an e-book are those of its printed counterpart
   (08); where there is none, an idea of its size (10). */
static void put_extents(Product *p)
{
    Pages n = p->e->map ? pages_of(p->e) : (Pages){0};
    bool printed = p->config->want_print || onix_identifier(p->config, false).n > 0;
    if (p->ebook) {
        put_extent(p, "02", words_of(p->e->book), "02");
        put_extent(p, printed ? "08" : "10", n.front + n.main + n.back, "03");
        return;
    }
    put_extent(p, "00", n.main, "03");                             /* main content */
    put_extent(p, "03", n.front, "03");                            /* front matter */
    put_extent(p, "04", n.back, "03");                             /* back matter */
    put_extent(p, "05", n.front + n.main + n.back, "03");          /* all that are numbered */
    put_extent(p, "06", p->e->map ? pages_count(p->e->map) : 0, "03");     /* as produced, with blank ones */
}

/* ---- subjects: list 27: 93 Thema, 94 to 99 its qualifiers by their first digit; 20 keywords */
static bool is_qualifier(Str code) { return code.s[0] >= '0' && code.s[0] <= '9'; }

static void put_thema(Product *p)
{
    const Config *c = p->config;
    bool main = true;
    for (int i = 0; i < c->nthema; i++) {
        Str code = c->thema[i];
        bool heads = main && !is_qualifier(code);
        main &= !heads;
        buf_format(p->b, "<Subject>\n%s<SubjectSchemeIdentifier>%d</SubjectSchemeIdentifier>\n",
                   heads ? "<MainSubject/>\n" : "", is_qualifier(code) ? 93 + code.s[0] - '0' : 93);
        onix_tag(p, "SubjectCode", code);
        buf_put(p->b, S("</Subject>\n"));
    }
}

/* "A -- B" is a heading with its subdivision: two keywords, each of which stands once. */
static void add_keywords(Product *p, Buf *b, Table *known, Str heading)
{
    while (heading.n > 0) {
        ptrdiff_t at = str_find(heading, S(" -- "));
        Str word = str_trim(at < 0 ? heading : str_sub(heading, 0, at));
        heading = at < 0 ? (Str){0} : str_from(heading, at + 4);
        if (!word.n || table_find(known, word))
            continue;
        table_put(known, word, p);
        buf_put(b, b->n ? S("; ") : S(""));
        buf_put(b, word);
    }
}

static void put_keywords(Product *p)
{
    Buf words = buf_new(p->a);
    Table *known = table_new(p->a);
    for (int i = 0; i < p->config->nsubjects; i++)
        add_keywords(p, &words, known, p->config->subjects[i]);
    if (!words.n)
        return;
    buf_put(p->b, S("<Subject>\n<SubjectSchemeIdentifier>20</SubjectSchemeIdentifier>\n"));
    onix_tag(p, "SubjectHeadingText", buf_str(&words));
    buf_put(p->b, S("</Subject>\n"));
}

void descriptive_write(Product *p)
{
    buf_put(p->b, S("<DescriptiveDetail>\n"));
    put_form(p);
    put_collection(p);
    put_title(p);
    put_people(p);
    onix_tag(p, "EditionStatement", p->config->edition);
    put_language(p);
    put_extents(p);
    put_thema(p);
    put_keywords(p);
    buf_put(p->b, S("</DescriptiveDetail>\n"));
}
