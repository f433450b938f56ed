/* Catchword: one manuscript, every edition.  This file is the table of contents. */
#include "command/command.h"
#include "proof/proof.h"

/* A book lives as long as the program: the system takes all its memory back at once, in a moment.  Only where leaks are
   looked for is it given back piece by piece. */
#ifdef __SANITIZE_ADDRESS__
enum { TIDY = 1 };
#else
enum { TIDY = 0 };
#endif

typedef struct {
    Arena *a;
    const Options *o;
    const Config *config;
    Diag *d;
    Str dir, out;                                                  /* where products are written; are wanted */
    unsigned only;                                                 /* editions to write: all where there is a bag */
    Product products[12]; int n;
} Work;

static bool is_clean(const Work *w) { return diag_count(w->d, ERROR) == 0; }

/* ---- the editions: which a book has, and what each is called */
static const struct Edition { unsigned bit; const char *suffix; } editions[] = {
    {EDITION_EPUB, ".epub"}, {EDITION_ARCHIVE, "-archive.pdf"}, {EDITION_PRINT, "-print.pdf"},
    {EDITION_TEI, ".tei.xml"}, {EDITION_ONIX, ".onix.xml"}, {EDITION_WEB, "-web"},
    {EDITION_COVER, "-cover.pdf"}, {EDITION_FRONT, "-cover.jpg"}, {EDITION_BAG, "-bag"},
};
enum { EDITIONS = sizeof editions / sizeof *editions };

static unsigned wanted(const Config *c)
{
    return (c->want_epub ? EDITION_EPUB : 0u) | (c->want_archive ? EDITION_ARCHIVE : 0u) |
           (c->want_print ? EDITION_PRINT : 0u) | (c->want_tei ? EDITION_TEI : 0u) |
           (c->want_web ? EDITION_WEB : 0u) | (c->want_onix ? EDITION_ONIX : 0u) |
           (c->want_cover ? EDITION_COVER | EDITION_FRONT : 0u) | (c->want_bag ? EDITION_BAG : 0u);
}

/* The path of a product, or nothing where it is not to be written. */
static Str product(Work *w, unsigned bit)
{
    for (int i = 0; i < EDITIONS; i++)
        if (editions[i].bit == bit && (bit & wanted(w->config) & w->only)) {
            Str name = str_format(w->a, "%.*s%s", STR(w->config->name), editions[i].suffix);
            Str path = path_join(w->a, w->dir, name);
            if (bit != EDITION_WEB && bit != EDITION_BAG)                                /* a folder has no digest */
                w->products[w->n++] = (Product){.name = name, .path = str_format(w->a, "%.*s.part", STR(path))};
            return path;
        }
    return S("");
}

/* Whether a product in the bag was asked for by itself: by its suffix.  The record goes with all of them only. */
static bool is_wanted(Str name, const void *by)
{
    const Work *w = by;
    unsigned asked = wanted(w->config) & w->o->only;
    Str rest = str_from(name, w->config->name.n);
    for (int i = 0; i < EDITIONS; i++)
        if (str_starts(rest, str_of(editions[i].suffix)))
            return asked & editions[i].bit;
    return asked == wanted(w->config);
}

/* ---- stages */
static void write_file(Work *w, Str bytes, Str path)
{
    if (path.n == 0)
        return;
    Out *out = out_open(w->a, path);
    out_put(out, bytes);
    out_close(out);
}

/* The front is the e-book's cover as well, unless book.yaml names a finished one. */
static Str write_cover(Work *w, Press *press)
{
    if (!w->config->want_cover)
        return S("");
    CoverFacts facts = cover_measure(press);
    Str path = product(w, EDITION_COVER), front_path = product(w, EDITION_FRONT);
    bool in_epub = w->config->cover.n == 0 && (w->config->want_epub && w->only & EDITION_EPUB);
    int width, height;
    progress_say("cover");
    if (path.n > 0 && is_clean(w))
        cover_write(press, &facts, path);
    Str front = front_path.n > 0 || in_epub ? cover_front(press, &width, &height) : S("");
    write_file(w, front, front_path);
    return in_epub ? front : S("");
}

/* What is made of the finished book for others than readers of pages: the web site, the message for the shops. */
static void write_shops(Work *w, const Book *book, const Press *press, const PageMap *map)
{
    Str web = product(w, EDITION_WEB), onix = product(w, EDITION_ONIX);
    if (web.n > 0)
        web_write(book, map, web, w->o->assets, w->d);
    if (onix.n > 0) {
        int width, height;
        print_millimetres(press, &width, &height);
        onix_write(book, map, width, height, onix, w->d);
    }
}

/* Record, bag and report.  A record of some editions only would not be the book's, nor would a report. */
static void write_accounts(Work *w, const Book *book, const Press *press, const PageMap *map, Str bag)
{
    const Config *c = w->config;
    Record r = {.config = c, .options = w->o, .book = book, .press = press,
        .products = w->products, .nproducts = w->n};
    if ((w->only & wanted(c)) == wanted(c) && is_clean(w)) {
        record_measure(w->a, &r, w->d);
        record_write(w->a, &r, path_join(w->a, w->dir, str_format(w->a, "%.*s.build.txt", STR(c->name))));
    }
    if (bag.n > 0 && is_clean(w)) {
        progress_say("bag");
        bagging_write(w->a, c, w->o, book, bag, w->out, is_wanted, w, w->d);
    }
    if ((w->o->only & wanted(c)) == wanted(c) && is_clean(w))
        report_write(w->a, &r, map, w->out, w->d);
}

static void write_all(Work *w, const Book *book, Press *press, const PageMap *map)
{
    const Config *c = w->config;
    Buf tei = buf_new(w->a);
    w->dir = w->out = w->o->out.n ? w->o->out : path_join(w->a, S("dist"), c->name);
    w->only = w->o->only;
    Str bag = product(w, EDITION_BAG);
    if (bag.n > 0) {                                               /* it holds all, the rest is copied from it */
        w->dir = path_join(w->a, bag, S("data/products"));
        w->only = EDITION_ALL;
    }
    dir_make(w->dir);
    Str epub = product(w, EDITION_EPUB), archive = product(w, EDITION_ARCHIVE), print = product(w, EDITION_PRINT);
    Str source = product(w, EDITION_TEI), front = write_cover(w, press);
    if (archive.n + source.n > 0)
        book_tei(book, &tei);
    if (epub.n > 0) {
        progress_say("e-book");
        epub_write(book, map, front, epub, w->o->assets, w->d);
    }
    if (archive.n + print.n > 0) {
        progress_say("pages");
        if (w->o->impose.sheets > 0) {
            Str name = str_format(w->a, "%.*s-sheets.pdf", STR(c->name));
            print_impose(press, path_join(w->a, w->out, name), w->o->impose);
        }
        print_write(press, map, archive, print, buf_str(&tei), str_format(w->a, "%.*s.tei.xml", STR(c->name)));
    }
    write_file(w, buf_str(&tei), source);
    write_shops(w, book, press, map);
    write_accounts(w, book, press, map, bag);
    if (is_clean(w))
        out_commit(w->a);
    else
        out_discard();
}

/* Finished products are read again, those that the book has and --only names. */
static Str finished(const Work *w, unsigned bit)
{
    for (int i = 0; i < EDITIONS; i++)
        if (editions[i].bit == bit && (bit & wanted(w->config) & w->o->only))
            return path_join(w->a, w->o->products,
                             str_format(w->a, "%.*s%s", STR(w->config->name), editions[i].suffix));
    return S("");
}

static void proof_products(const Work *w, const Book *book, const PageMap *map)
{
    const Products of = {finished(w, EDITION_TEI), finished(w, EDITION_EPUB), finished(w, EDITION_ARCHIVE),
        finished(w, EDITION_PRINT)};
    progress_say("proof-reading");
    proof_read(book, map, &of, w->o->texts, w->d);
}

/* Sheets are made of pages, as they are written. */
static void check_sheets(const Work *w)
{
    if (w->o->impose.sheets > 0 && !(wanted(w->config) & w->o->only & (EDITION_ARCHIVE | EDITION_PRINT | EDITION_BAG)))
        diag(w->d, SHEETS_NO_PAGES, w->config->at, "'%.*s'", STR(w->config->title));
}

/* Sets the pages of a book that has printed editions, until the page numbers agree with themselves. */
static void set_and_write(Work *w, const Book *book, bool write)
{
    bool paged = wanted(w->config) & (EDITION_ARCHIVE | EDITION_PRINT | EDITION_COVER);
    progress_say("setting");
    Press *press = paged ? print_open(w->a, book, w->o->assets, w->d) : NULL;
    const PageMap *map = press && is_clean(w) ? pages_settle(w->a, press, w->config, w->o, w->d) : NULL;
    if (map && w->config->want_cover && is_clean(w))
        cover_measure(press);                                      /* what it lacks is said in time */
    if (write && is_clean(w))
        write_all(w, book, press, map);
    if (!write && w->o->products.n > 0 && is_clean(w))
        proof_products(w, book, map);
    if (press && TIDY)
        print_close(press);
}

static void make_book(Work *w, bool write)
{
    progress_say("reading");
    w->config = config_read(w->a, w->o->book, w->d);
    if (is_clean(w))
        options_check(w->o, wanted(w->config), w->config->editions_at, w->d);
    if (!is_clean(w))
        return;
    Book *book = book_read(w->a, w->config, w->o->texts, w->o->assets, w->d);
    progress_say("checking");
    if (is_clean(w)) {
        book_check(book, w->d);
        check_sheets(w);
        if (is_clean(w))
            set_and_write(w, book, write);
    }
    if (TIDY)
        book_close(book);
}

static void report(const Work *w)
{
    Buf b = buf_new(w->a);
    progress_say(NULL);
    if (w->o->format == FORMAT_JSON)
        diag_json(w->d, &b);
    if (w->o->format == FORMAT_SARIF)
        diag_sarif(w->d, &b, S(BOOK_VERSION));
    if (b.n > 0 && fwrite(b.s, 1, (size_t)b.n, stdout) != (size_t)b.n)
        die("cannot write to standard output");
}

static int run(Arena *a, const Options *o)
{
    Work w = {.a = a, .o = o, .d = diag_open(a, o->format == FORMAT_TEXT ? stderr : NULL)};
    if (o->asked == ASKED_SHOW)
        show_stage(a, o, w.d);
    else if (o->asked == ASKED_NOTES)
        notes_fill(a, o, w.d);
    else if (o->asked == ASKED_PREFLIGHT)
        preflight_book(a, o, w.d);
    else
        make_book(&w, o->asked == ASKED_BUILD);
    report(&w);
    return is_clean(&w) ? 0 : 1;
}

static int explain(const Options *o)
{
    if (diag_explain(stdout, o->book))
        return 0;
    fprintf(stderr, "catchword: no message has the code '%.*s'\n", STR(o->book));
    return 2;
}

/* The marks that a raw text seems to need, on standard output. */
static int survey(Arena *a, const Options *o)
{
    Diag *d = diag_open(a, stderr);
    Buf b = buf_new(a);
    survey_write(a, o->book, &b, d);
    if (b.n > 0 && fwrite(b.s, 1, (size_t)b.n, stdout) != (size_t)b.n)
        die("cannot write to standard output");
    return diag_count(d, ERROR) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    heap_prepare();
    Arena *a = arena_open();
    Options o = options_read(a, argc, argv);
    int status = 0;
    switch (o.asked) {
    case ASKED_BUILD: case ASKED_CHECK: case ASKED_SHOW: case ASKED_NOTES: case ASKED_PREFLIGHT:
        status = run(a, &o);
        break;
    case ASKED_NEW:     status = starter_write(a, o.book) ? 0 : 2; break;
    case ASKED_SURVEY:  status = survey(a, &o); break;
    case ASKED_EXPLAIN: status = explain(&o); break;
    case ASKED_VERSION: puts("catchword " BOOK_VERSION); break;
    case ASKED_HELP:    help_write(stdout, o.book); break;
    case ASKED_WRONG:   status = 2; break;
    }
    if (TIDY)
        arena_close(a);
    return status;
}
