/* help.c - how the command is used: all of it on a page, or one word of it with its options and an example. */
#include "command/inside.h"

static const struct { const char *command, *forms, *does, *options, *example; } pages[] = {
    {"build", "BOOKDIR [--texts DIR] [--only LIST] [--impose N/F] [-o DIR]\n",
     "makes the editions of the book, in dist/NAME where -o does not say another folder",
     "--texts --only --impose -o --format --assets --passes", "build mybook --only epub,archive -o out"},
    {"check", "BOOKDIR [--texts DIR] [--products DIR] [--format text|json|sarif]\n",
     "says what is wrong with the book, and makes nothing",
     "--texts --products --only --format --assets --passes", "check mybook --products dist/mybook"},
    {"show", "STAGE BOOKDIR [--texts DIR]\nroundtrip BOOK.tei.xml FILE\n",
     "prints one stage: lines marks tei notes blocks breaks pages spreads tags opf xhtml web onix; and a source\n"
     "          again, from the manuscript alone",
     "--texts --assets --passes", "show pages mybook"},
    {"survey", "TEXT > TEXT.marks\n",
     "reads a raw text that nobody has marked, and proposes its marks, with evidence for each",
     "", "survey hamlet.txt > hamlet.marks"},
    {"preflight", "BOOKDIR [--for VENDOR] [--texts DIR]\n",
     "judges the book by the rules of a printer or a shop",
     "--for --texts --format --assets --passes", "preflight mybook --for kdp"},
    {"notes", "dossier BOOKDIR [--texts DIR] [-o DIR]\n",
     "writes notes files to fill in, with what the text says of the notes that were not captured",
     "--texts -o --format --assets --passes", "notes dossier mybook"},
    {"new", "DIR\n", "writes a small complete book to begin with", "", "new mybook"},
    {"explain", "CODE\n", "says what a message means, and what to do", "", "explain note-body-missing"},
};
enum { PAGES = sizeof pages / sizeof *pages };

static const struct { const char *name, *value, *does; } options[] = {
    {"--texts", "DIR", "where the raw texts lie that book.yaml names (default: the book's folder)"},
    {"--products", "DIR", "reads the finished products in this folder again, and says what differs from the book"},
    {"--only", "LIST", "these editions only (epub print archive tei web onix cover bag, with commas), each of\n"
     "                 which the book must have; what is written is the same as without it"},
    {"-o", "DIR", "where what is made goes: products, or notes files"},
    {"--for", "VENDOR", "by whose rules (default: the vendor of book.yaml)"},
    {"--format", "F", "messages as text, JSON or SARIF 2.1.0 (text json sarif); the latter two on standard output"},
    {"--assets", "DIR", "schema, designs and stylesheet (default: those beside the program)"},
    {"--impose", "N/F", "the pages on sheets for a binder, too: N sheets in a signature, each folded F times\n"
     "                 (1 to 3; 1 where it is not said); needs an archive or print edition"},
    {"--passes", "N", "passes of the page loop at most (default: 4)"},
};
enum { OPTIONS = sizeof options / sizeof *options };

bool help_knows(Str option)
{
    for (int i = 0; i < OPTIONS; i++)
        if (str_eq(option, str_of(options[i].name)))
            return true;
    return false;
}

static void put_forms(FILE *f, int page, const char *before)
{
    for (Cut c = str_cut(str_of(pages[page].forms), '\n'); c.ok; c = str_cut(c.tail, '\n')) {
        fprintf(f, "%s catchword %-9s %.*s\n", before, pages[page].command, STR(c.head));
        before = "      ";
    }
}

static void put_option(FILE *f, int i)
{
    int width = fprintf(f, "%s %s", options[i].name, options[i].value);
    fprintf(f, "%*s%s\n", 17 - width, "", options[i].does);
}

/* The options of a command, in the order of the list of all. */
static void put_options(FILE *f, Str of)
{
    for (int i = 0; i < OPTIONS; i++) {
        Cut c = {.tail = of, .ok = true};
        while (c.ok && !str_eq((c = str_cut(c.tail, ' ')).head, str_of(options[i].name)))
            continue;
        if (str_eq(c.head, str_of(options[i].name)))
            put_option(f, i);
    }
}

static void put_page(FILE *f, int page)
{
    put_forms(f, page, "usage:");
    fprintf(f, "\n%-9s %s\n\n", pages[page].command, pages[page].does);
    put_options(f, str_of(pages[page].options));
    fprintf(f, "%sexample: catchword %s\n", *pages[page].options ? "\n" : "", pages[page].example);
}

static void put_all(FILE *f)
{
    for (int i = 0; i < PAGES; i++)
        put_forms(f, i, i == 0 ? "usage:" : "      ");
    fputs("       catchword COMMAND --help | --version | --help\n\n", f);
    for (int i = 0; i < PAGES; i++)
        fprintf(f, "%-9s %s\n", pages[i].command, pages[i].does);
    fputs("\n", f);
    for (int i = 0; i < OPTIONS; i++)
        put_option(f, i);
    fputs("\nexit status: 0 clean, 1 errors in the book, 2 usage, 3 the machine\n", f);
}

void help_write(FILE *f, Str command)
{
    for (int i = 0; i < PAGES; i++)
        if (str_eq(command, str_of(pages[i].command))) {
            put_page(f, i);
            return;
        }
    put_all(f);
}
