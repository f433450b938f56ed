#include "check.h"
#include "command/command.h"

static Options asked(Arena *a, const char *line)
{
    static char words[200], *argv[20];
    int n = 0;
    snprintf(words, sizeof words, "catchword %s", line);
    for (char *w = strtok(words, " "); w; w = strtok(NULL, " "))
        argv[n++] = w;
    return options_read(a, n, argv);
}

static void options_are_understood(Arena *a)
{
    Options o = asked(a, "build books/hamlet/ --texts raw/ --only tei,epub -o out --assets x --format json");
    CHECK_INT(o.asked, ASKED_BUILD);
    CHECK_STR(str_copy(a, o.book), S("books/hamlet"));
    CHECK_STR(o.texts, S("raw"));
    CHECK_STR(o.out, S("out"));
    CHECK_INT(o.only, EDITION_TEI | EDITION_EPUB);
    CHECK_INT(o.format, FORMAT_JSON);
    CHECK_INT(o.passes, 4);
    o = asked(a, "show roundtrip b.tei.xml a.txt --assets x");
    CHECK_STR(o.stage, S("roundtrip"));
    CHECK_STR(o.book, S("b.tei.xml"));
    CHECK_STR(o.file, S("a.txt"));
    o = asked(a, "preflight book --for kdp --assets x");
    CHECK_INT(o.asked, ASKED_PREFLIGHT);
    CHECK_STR(o.vendor, S("kdp"));
    CHECK_INT(asked(a, "build a --only cover").only, EDITION_COVER | EDITION_FRONT);
    o = asked(a, "check book --assets x --passes 2");
    CHECK_STR(o.texts, S("book"));
    CHECK_INT(o.passes, 2);
    CHECK_INT(o.only, EDITION_ALL);
}

static void a_wrong_line_is_refused(Arena *a)
{
    static const char *const wrong[] = {
        "", "bild b", "build", "build a b", "build a --only pdf", "build a --only", "build a --depth 3", "show tei",
        "show galleys a", "show roundtrip a.tei.xml", "check a --format xml", "check a --passes 0", "explain", "new a b",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (asked(a, wrong[i]).asked != ASKED_WRONG) {
            fprintf(stderr, "not refused: %s\n", wrong[i]);
            CHECK(false);
        }
}

static Str help_of(Arena *a, const char *line)
{
    Options o = asked(a, line);
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    CHECK_INT(o.asked, ASKED_HELP);
    help_write(f, o.book);
    fclose(f);
    Str s = str_copy(a, (Str){text, (ptrdiff_t)n});
    free(text);
    return s;
}

/* Each command tells how it is used, with an example that it would understand. */
static void a_command_says_how_it_is_used(Arena *a)
{
    static const char *const all[] = {"build", "check", "show", "survey", "preflight", "notes", "new", "explain"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        Str said = help_of(a, str_z(a, str_format(a, "help %s", all[i]))), mark = S("\nexample: catchword ");
        CHECK_STR(help_of(a, str_z(a, str_format(a, "%s --help", all[i]))), said);
        CHECK_STR(help_of(a, str_z(a, str_format(a, "%s -h a b", all[i]))), said);
        CHECK(str_starts(said, str_format(a, "usage: catchword %s ", all[i])));
        ptrdiff_t at = str_find(said, mark);
        CHECK(at > 0);
        Str example = str_cut(str_cut(str_from(said, at + mark.n), '\n').head, '>').head;
        CHECK(asked(a, str_z(a, str_format(a, "%.*s", STR(example)))).asked != ASKED_WRONG);
    }
    CHECK(str_find(help_of(a, "help build"), S("\n--impose N/F ")) > 0);
    CHECK(str_find(help_of(a, "help new"), S("--impose")) < 0);
    CHECK_STR(help_of(a, "help"), help_of(a, "--help"));
    CHECK_STR(help_of(a, "-h"), help_of(a, "help help"));
    CHECK(asked(a, "help bild").asked == ASKED_WRONG);
}

/* The book that `new` writes is a whole one, and nothing is wrong with it. */
static void a_new_book_is_clean(Arena *a)
{
    const char *root = getenv("SOURCE");
    Str assets = path_join(a, str_of(root ? root : "."), S("assets"));
    Diag *d = diag_open(a, stderr);
    CHECK(starter_write(a, S("first")));
    CHECK(!starter_write(a, S("first")));
    const Config *c = config_read(a, S("first"), d);
    Book *b = book_read(a, c, S("first"), assets, d);
    book_check(b, d);
    CHECK_INT(diag_total(d), 0);
    CHECK_INT(b->nseries, 1);
    CHECK_INT(b->series[0].nbodies, 1);
    book_close(b);
}

int main(void)
{
    Arena *a = arena_open();
    options_are_understood(a);
    a_wrong_line_is_refused(a);
    a_command_says_how_it_is_used(a);
    a_new_book_is_clean(a);
    arena_close(a);
    DONE;
}
