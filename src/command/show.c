/* show.c - one stage of a book as text; and the page loop, which `build` runs too. */
#include "command/command.h"

/* Page numbers stand in contents and notes, and move what they number: set again until nothing moves. */
static PageMap *settle(Press *press, const Config *c, int passes, Diag *d)
{
    PageMap *known = NULL;
    Str moved = S("the places are not known after one pass");
    for (int pass = 0; pass < passes; pass++) {
        PageMap *found = print_measure(press, known);
        if (known && pages_equal(known, found, &moved))
            return found;
        known = found;
    }
    diag(d, PAGE_LOOP, c->at, "after %d %s: %.*s", passes, passes == 1 ? "pass" : "passes", STR(moved));
    return known;
}

PageMap *pages_settle(Arena *a, Press *press, const Config *c, const Options *o, Diag *d)
{
    PageMap *map = settle(press, c, o->passes, d);
    Str name = c->print.vendor;
    const Vendor *v = name.n ? vendor_read(a, name, c->dir, o->assets, d, c->print.vendor_at) : NULL;
    const Rule *asked = vendor_rule(v, RULE_CONDITION);
    if (c->print.condition.n > 0)
        registry_check(a, c->print.condition, c->dir, o->assets, d, c->print.condition_at);
    else if (asked)
        registry_check(a, asked->name, c->dir, o->assets, d, asked->at);
    if (diag_count(d, ERROR) == 0)
        bind_book(press, map, v);
    return map;
}

static void show_set(Arena *a, const Options *o, const Book *book, Press *press, Buf *b, Diag *d)
{
    const PageMap *map = pages_settle(a, press, book->config, o, d);
    if (str_eq(o->stage, S("opf")) || str_eq(o->stage, S("xhtml")))
        epub_dump(book, map, str_eq(o->stage, S("opf")), b, d);
    else if (str_eq(o->stage, S("web")))
        web_dump(book, map, b, d);
    else if (str_eq(o->stage, S("onix"))) {
        int width, height;
        print_millimetres(press, &width, &height);
        onix_dump(book, map, width, height, b, d);
    }
    else
        print_dump(press, map, o->stage, b);
}

static void show_pages(Arena *a, const Options *o, const Book *book, Buf *b, Diag *d)
{
    if (diag_count(d, ERROR) > 0)
        return;
    Press *press = print_open(a, book, o->assets, d);
    if (diag_count(d, ERROR) == 0)
        show_set(a, o, book, press, b, d);
    print_close(press);
}

static void show_book(Arena *a, const Options *o, const Config *c, Buf *b, Diag *d)
{
    Book *book = book_read(a, c, o->texts, o->assets, d);
    if (str_eq(o->stage, S("tei")))
        book_tei(book, b);
    else if (str_eq(o->stage, S("notes")))
        book_series(book, b);
    else
        show_pages(a, o, book, b, d);
    book_close(book);
}

/* The raw texts, each after a line with its key: before they are parts of a book. */
static void show_texts(Arena *a, const Options *o, const Config *c, Buf *b, Diag *d)
{
    for (int i = 0; i < c->nparts; i++) {
        const Part *p = &c->parts[i];
        if (p->kind != PART_RAW)
            continue;
        buf_format(b, "# %.*s\n", STR(p->key));
        if (str_eq(o->stage, S("lines")))
            text_dump_lines(a, b, p, c->dir, o->texts, d);
        else
            text_dump_marks(a, b, p, c->dir, o->texts, d);
    }
}

void show_stage(Arena *a, const Options *o, Diag *d)
{
    Buf b = buf_new(a);
    if (str_eq(o->stage, S("roundtrip"))) {
        Tree *t = tei_read(a, o->book, d);
        if (t) {
            tei_validate(t, path_join(a, o->assets, S("catchword.rng")), d);
            tei_roundtrip(t, o->file, &b, d);
            tei_close(t);
        }
    } else {
        const Config *c = config_read(a, o->book, d);
        bool texts = str_eq(o->stage, S("lines")) || str_eq(o->stage, S("marks"));
        if (diag_count(d, ERROR) == 0 && texts)
            show_texts(a, o, c, &b, d);
        else if (diag_count(d, ERROR) == 0)
            show_book(a, o, c, &b, d);
    }
    if (b.n > 0 && fwrite(b.s, 1, (size_t)b.n, stdout) != (size_t)b.n)
        die("cannot write to standard output");
}
