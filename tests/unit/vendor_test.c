/* Vendors' rules: what a file becomes, every fault of a wrong one in one run, and what is answered for a book of so many
   pages.  All files that come with the program are whole. */
#include "check.h"
#include "vendor/vendor.h"
#include <dirent.h>

static Arena *a;

static const Vendor *read_vendor(Str text, Diag *d)
{
    dir_make(S("book/vendors"));
    Out *o = out_open(a, S("book/vendors/own.vendor"));
    out_put(o, text);
    out_close(o);
    out_commit(a);
    return vendor_read(a, S("own"), S("book"), S("assets"), d, (Where){.file = S("book.yaml")});
}

#define HEAD "catchword-vendor 1\nname \"An Own Press\"\nfrom \"its page\" 2026-11-22 confirmed\n"
static const char whole[] = HEAD
    "pages 24 828   # of black and white\n"
    "gutter 24 150 0.375in\ngutter 151 300 0.5in\n"
    "paper white 24 828 0.002252in\npaper-inch creme 18 1050 444\n"
    "from \"somebody's account\" 2026-11 unconfirmed\nspine-plus 0.06in\nblank-end 1\nmultiple 4\ndpi 300\nprofile x1a pdf\n";

static void a_file_is_read(void)
{
    Diag *d = diag_open(a, stderr);
    const Vendor *v = read_vendor(str_of(whole), d);
    CHECK_INT(diag_total(d), 0);
    CHECK_STR(v->name, S("An Own Press"));
    const Rule *pages = vendor_rule(v, RULE_PAGES);
    CHECK(pages && pages->n[0] == 24 && pages->n[1] == 828 && pages->source->confirmed);
    CHECK_INT(pages->at.line, 4);
    CHECK_STR(vendor_says(a, pages), S("its page, read 2026-11-22"));
    CHECK_STR(vendor_says(a, vendor_rule(v, RULE_SPINE_PLUS)), S("somebody's account, read 2026-11; unconfirmed"));
    CHECK_STR(vendor_rule(v, RULE_PROFILE)->name, S("x1a pdf"));
    CHECK_INT(vendor_rule(v, RULE_DPI)->given, 1);
    CHECK_STR(vendor_papers(a, v), S("white, creme"));
    CHECK(!vendor_rule(v, RULE_INK));
}

static void the_page_count_decides(void)
{
    Diag *d = diag_open(a, stderr);
    const Vendor *v = read_vendor(str_of(whole), d);
    CHECK_INT(vendor_gutter(v, 150)->n[2], PT(27));
    CHECK_INT(vendor_gutter(v, 151)->n[2], PT(36));
    CHECK(!vendor_gutter(v, 301) && !vendor_gutter(v, 23));
    CHECK_INT(vendor_bound(v, 100, false), 104);
    CHECK_INT(vendor_bound(v, 100, true), 100);
    CHECK_INT(vendor_bound(v, 99, false), 100);
    CHECK_INT(vendor_bound(NULL, 99, false), 100);
    const Rule *white = vendor_paper(v, S("")), *creme = vendor_paper(v, S("creme"));
    CHECK_STR(length_text(a, vendor_spine(v, white, 300)), S("18.68 mm"));          /* (300 x 0.002252 + 0.06) in */
    CHECK_STR(length_text(a, vendor_spine(v, creme, 444)), S("26.92 mm"));
    CHECK(!vendor_paper(v, S("rice")) && !vendor_confirmed(v, white));
}

/* "line:col code" of each message, parted by blanks */
static Str faults(const char *text)
{
    Diag *d = diag_open(a, NULL);
    read_vendor(str_of(text), d);
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < diag_total(d); i++) {
        const Message *m = diag_at(d, i);
        buf_format(&b, "%s%d:%d %s", i ? " " : "", m->at.line, m->at.col, diag_name(m->code));
    }
    return buf_str(&b);
}

static void every_fault_is_said_at_its_place(void)
{
    CHECK_STR(faults(HEAD "pagse 1 2\n"), S("4:1 vendor-rule"));
    CHECK_STR(faults(HEAD "pages 1\n"), S("4:8 vendor-value"));
    CHECK_STR(faults(HEAD "pages 1 -2\npages 1 2 3\n"), S("4:9 vendor-value 5:11 vendor-value"));
    CHECK_STR(faults(HEAD "  margin 12 apples\nmargin 3em\n"), S("4:10 vendor-value 5:8 vendor-value"));
    CHECK_STR(faults(HEAD "bleed 3mm some\nmarks no yes\n"), S("4:11 vendor-value 5:10 vendor-value"));
    CHECK_STR(faults("catchword-vendor 1\npages 1 2\n"), S("2:1 vendor-value"));
    CHECK_STR(faults("from \"a page\" yesterday confirmed\n"), S("1:15 vendor-value"));
    CHECK_STR(faults("from \"ä page\" 2026-11-22 sure\n"), S("1:26 vendor-value"));
    CHECK_STR(faults(HEAD "paper white 24 828\n"), S("4:19 vendor-value"));
    CHECK_STR(faults(HEAD "name \"open\nfrom \"open\n"), S("4:6 vendor-value 5:6 vendor-value 5:11 vendor-value"));
}

static void no_such_vendor(void)
{
    Diag *d = diag_open(a, NULL);
    CHECK(!vendor_read(a, S("nobody"), S("book"), S("assets"), d, (Where){.file = S("book.yaml"), .line = 3}));
    CHECK(!vendor_read(a, S("../vendors/kdp"), S("book"), S("assets"), d, (Where){0}));
    CHECK_INT(diag_total(d), 2);
    CHECK_INT(diag_at(d, 0)->code, VENDOR_UNKNOWN);
}

static void all_that_come_along_are_whole(void)
{
    Diag *d = diag_open(a, stderr);
    DIR *dir = opendir("assets/vendors");
    int n = 0;
    CHECK(dir != NULL);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        Str name = str_copy(a, str_of(e->d_name));
        if (!str_ends(name, S(".vendor")))
            continue;
        const Vendor *v = vendor_read(a, str_sub(name, 0, name.n - 7), S("nowhere"), S("assets"), d, (Where){0});
        bool print = vendor_rule(v, RULE_PAGES) != NULL;
        CHECK(v && v->name.n > 3 && v->rules);
        CHECK(!print || (vendor_paper(v, S("")) && vendor_rule(v, RULE_COVER_BLEED) && vendor_rule(v, RULE_BARCODE)));
        for (const Rule *r = vendor_rule(v, RULE_PAGES); r; r = NULL)
            CHECK(vendor_gutter(v, (int)r->n[0]) && vendor_gutter(v, (int)r->n[1]));
        n++;
    }
    if (dir)
        closedir(dir);
    CHECK(n >= 8);
    CHECK_INT(diag_total(d), 0);
}

static void lengths(void)
{
    CHECK_INT(length_read(S("0.125in")).value, PT(9));
    CHECK_INT(length_read(S("9 pt")).value, PT(9));
    CHECK_INT(length_read(S("254mm")).value, PT(720));
    CHECK(length_read(S("0")).ok && !length_read(S("12")).ok && !length_read(S("-3mm")).ok && !length_read(S("mm")).ok);
    CHECK(!length_read(S("99999in")).ok && !length_read(S("")).ok);
    CHECK_INT(length_set(S("-9pt"), PT(14)).value, -PT(9));
    CHECK_INT(length_set(S("1line"), PT(14)).value, PT(14));
    CHECK_INT(length_set(S("22.8pt"), 0).value, 2 * length_set(S("11.4pt"), 0).value);
    CHECK_INT(length_set(S("10mm"), 0).value, 2 * length_set(S("5mm"), 0).value);
    CHECK_INT(length_set(S("-0.5 lines"), PT(14)).value, -PT(7));
    CHECK(length_set(S("0"), 0).ok && !length_set(S("--1pt"), PT(14)).ok && !length_set(S("-"), PT(14)).ok);
    CHECK(!length_read(S("1line")).ok && !length_set(S("12"), PT(14)).ok && !length_set(S("1line"), PT(9999)).ok);
    CHECK_STR(length_text(a, PT(9)), S("3.18 mm"));
    CHECK_STR(length_text(a, -PT(72)), S("-25.40 mm"));
}

int main(void)
{
    a = arena_open();
    a_file_is_read();
    the_page_count_decides();
    every_fault_is_said_at_its_place();
    no_such_vendor();
    all_that_come_along_are_whole();
    lengths();
    arena_close(a);
    DONE;
}
