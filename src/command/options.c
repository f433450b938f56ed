#include "command/inside.h"
#include <sys/stat.h>
#include <unistd.h>

static const struct { const char *name; Asked asked; int operands; } commands[] = {
    {"build", ASKED_BUILD, 1}, {"check", ASKED_CHECK, 1}, {"show", ASKED_SHOW, 2}, {"new", ASKED_NEW, 1},
    {"survey", ASKED_SURVEY, 1}, {"notes", ASKED_NOTES, 2}, {"preflight", ASKED_PREFLIGHT, 1},
    {"explain", ASKED_EXPLAIN, 1}, {"--version", ASKED_VERSION, 0}, {"--help", ASKED_HELP, 0}, {"-h", ASKED_HELP, 0},
    {"help", ASKED_HELP, 0},
};
enum { COMMANDS = sizeof commands / sizeof *commands };
static const char *const stages[] = {"lines", "marks", "tei", "notes", "blocks", "breaks", "pages", "spreads", "tags",
                                     "opf", "xhtml", "web", "onix", "roundtrip", NULL};
static const char *const errands[] = {"dossier", NULL};
static const struct { const char *name; unsigned bit; } editions[] = {
    {"epub", EDITION_EPUB}, {"print", EDITION_PRINT}, {"archive", EDITION_ARCHIVE}, {"tei", EDITION_TEI},
    {"web", EDITION_WEB}, {"onix", EDITION_ONIX}, {"cover", EDITION_COVER | EDITION_FRONT},
    {"bag", EDITION_BAG},
};
enum { EDITIONS = sizeof editions / sizeof *editions };

static Options wrong(const char *what, const char *which)
{
    fprintf(stderr, "catchword: %s '%s'\ncatchword: 'catchword help' says how it is used, 'catchword help build' how "
            "one command is\n", what, which);
    return (Options){.asked = ASKED_WRONG};
}

static unsigned editions_read(Str list)
{
    unsigned all = 0;
    for (Cut c = str_cut(list, ','); ; c = str_cut(c.tail, ',')) {
        unsigned bit = 0;
        for (int i = 0; i < EDITIONS; i++)
            if (str_eq(c.head, str_of(editions[i].name)))
                bit = editions[i].bit;
        if (bit == 0)
            return 0;
        all |= bit;
        if (!c.ok)
            return all;
    }
}

/* "4" or "2/3"; a leaf is taken to be a tenth of a millimetre thick. */
static bool read_sheets(PdfSheets *s, Str value)
{
    Cut c = str_cut(value, '/');
    Number sheets = str_number(c.head), folds = c.ok ? str_number(c.tail) : (Number){1, true};
    if (!sheets.ok || !folds.ok || sheets.value < 1 || sheets.value > 32 || folds.value < 1 || folds.value > 3)
        return false;
    *s = (PdfSheets){(int)sheets.value, (int)folds.value, MM(1) / 10};
    return true;
}

static bool set_option(Options *o, const char *name, Str value)
{
    if (strcmp(name, "--texts") == 0)
        o->texts = value;
    else if (strcmp(name, "--products") == 0)
        o->products = value;
    else if (strcmp(name, "-o") == 0)
        o->out = value;
    else if (strcmp(name, "--for") == 0)
        o->vendor = value;
    else if (strcmp(name, "--assets") == 0)
        o->assets = value;
    else if (strcmp(name, "--only") == 0)
        return (o->only = o->named = editions_read(value)) != 0;
    else if (strcmp(name, "--impose") == 0)
        return read_sheets(&o->impose, value);
    else if (strcmp(name, "--passes") == 0)
        return (o->passes = (int)str_number(value).value) >= 1 && o->passes <= 9;
    else if (strcmp(name, "--format") == 0) {
        o->format = str_eq(value, S("json")) ? FORMAT_JSON : str_eq(value, S("sarif")) ? FORMAT_SARIF : FORMAT_TEXT;
        return o->format != FORMAT_TEXT || str_eq(value, S("text"));
    } else
        return false;
    return value.n > 0;
}

static bool is_file(Arena *a, Str path)
{
    struct stat s;
    return stat(str_z(a, path), &s) == 0;
}

/* From the program's own place upwards: ROOT/dist/bin finds ROOT/assets, PREFIX/bin finds PREFIX/share/catchword. */
static Str find_assets(Arena *a)
{
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
    Str dir = n > 0 ? path_dir((Str){exe, n}) : S(".");
    for (int up = 0; up < 5; up++, dir = path_dir(dir)) {
        Str beside = path_join(a, dir, S("assets")), shared = path_join(a, dir, S("share/catchword"));
        if (is_file(a, path_join(a, beside, S("catchword.rng"))))
            return beside;
        if (is_file(a, path_join(a, shared, S("catchword.rng"))))
            return shared;
    }
    die("cannot find the folder of schema and designs: say --assets DIR");
}

static Str without_slash(Str dir)
{
    while (dir.n > 1 && dir.s[dir.n - 1] == '/')
        dir.n--;
    return dir;
}

static int find_command(const char *name)
{
    int which = 0;
    while (which < COMMANDS && strcmp(name, commands[which].name) != 0)
        which++;
    return which;
}

static bool asks_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* `show roundtrip` wants a third operand, all other stages two. */
static Options operands(Options o, const char *command, const char **words, int n, int wanted)
{
    bool round = o.asked == ASKED_SHOW && n > 0 && strcmp(words[0], "roundtrip") == 0;
    if (n < wanted + round)
        return wrong("too few words after", command);
    if (n > wanted + round)
        return wrong("one word too many:", words[wanted + round]);
    if (wanted == 2)
        o.stage = str_of(words[0]);
    if (n > 0)
        o.book = without_slash(str_of(words[wanted == 2]));
    if (round)
        o.file = str_of(words[2]);
    const char *const *known = o.asked == ASKED_SHOW ? stages : errands;
    for (int i = 0; wanted == 2; i++) {
        if (!known[i])
            return wrong(o.asked == ASKED_SHOW ? "no stage is called" : "notes does nothing that is called", words[0]);
        if (str_eq(o.stage, str_of(known[i])))
            break;
    }
    return o;
}

Options options_read(Arena *a, int argc, char **argv)
{
    Options o = {.only = EDITION_ALL, .passes = 4};
    const char *words[4];
    int n = 0;
    if (argc < 2)
        return wrong("a command is missing after", "catchword");
    int which = find_command(argv[1]);
    if (which == COMMANDS)
        return wrong("no command is called", argv[1]);
    o.asked = commands[which].asked;
    if (o.asked == ASKED_HELP && argc == 3)                        /* `help build` is `build --help` */
        return find_command(argv[2]) < COMMANDS ? (Options){.asked = ASKED_HELP, .book = str_of(argv[2])}
                                                : wrong("no command is called", argv[2]);
    for (int i = 2; i < argc; i++) {
        bool option = argv[i][0] == '-' && argv[i][1];
        if (asks_help(argv[i]))
            return (Options){.asked = ASKED_HELP, .book = str_of(argv[1])};
        if (option && !help_knows(str_of(argv[i])))
            return wrong("unknown option", argv[i]);
        if (option && i + 1 == argc)
            return wrong("a value is missing after", argv[i]);
        if (option && !set_option(&o, argv[i], str_of(argv[i + 1])))
            return wrong(strcmp(argv[i], "--impose") == 0 ? "--impose takes 1 to 32 sheets, and /1 to /3 folds; not"
                                                          : "a value that does not fit:", argv[i + 1]);
        if (!option && n == 4)
            return wrong("one word too many:", argv[i]);
        if (!option)
            words[n++] = argv[i];
        i += option;
    }
    o = operands(o, argv[1], words, n, commands[which].operands);
    if (o.asked == ASKED_BUILD || o.asked == ASKED_CHECK || o.asked == ASKED_SHOW || o.asked == ASKED_NOTES ||
        o.asked == ASKED_PREFLIGHT) {
        o.texts = o.texts.n ? without_slash(o.texts) : o.book;
        o.assets = o.assets.n ? without_slash(o.assets) : find_assets(a);
    }
    return o;
}

void options_check(const Options *o, unsigned has, Where at, Diag *d)
{
    for (int i = 0; i < EDITIONS; i++)
        if (o->named & editions[i].bit & ~has)
            diag(d, EDITION_UNLISTED, at, "'%s'", editions[i].name);
}
