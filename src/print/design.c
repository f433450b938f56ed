/* design.c - a design file in, a Design out: `name = value` lines, `#` comments.  A style that a file mentions first
   begins as a copy of `text`, so `text` and `page.leading` come first. */
#include "print/inside.h"

typedef enum { SET_LENGTH, SET_COUNT, SET_YES, SET_WORDS, SET_PLACE, SET_HEAD, SET_FOLIO, SET_CANON } SetKind;
typedef struct { const char *name; SetKind kind; size_t at; } Setting;
static const Setting settings[] = {
    {"page.width", SET_LENGTH, offsetof(Design, width)},
    {"page.height", SET_LENGTH, offsetof(Design, height)},
    {"page.inner", SET_CANON, offsetof(Design, inner)},
    {"page.top", SET_CANON, offsetof(Design, top)},
    {"page.measure", SET_LENGTH, offsetof(Design, measure)},
    {"page.leading", SET_LENGTH, offsetof(Design, leading)},
    {"page.lines", SET_COUNT, offsetof(Design, lines)},
    {"page.head", SET_LENGTH, offsetof(Design, head)},
    {"page.foot", SET_LENGTH, offsetof(Design, foot)},
    {"notes.leading", SET_LENGTH, offsetof(Design, note_leading)},
    {"notes.lines", SET_COUNT, offsetof(Design, note_lines)},
    {"notes.author", SET_PLACE, offsetof(Design, notes)},
    {"notes.editor", SET_PLACE, offsetof(Design, editor_notes)},
    {"heads.verso", SET_HEAD, offsetof(Design, verso_words)},
    {"heads.recto", SET_HEAD, offsetof(Design, recto_words)},
    {"heads.rule", SET_LENGTH, offsetof(Design, head_rule)},
    {"folio.place", SET_FOLIO, offsetof(Design, folio_place)},
    {"chapter.initial", SET_COUNT, offsetof(Design, initial)},
    {"chapter.leadin", SET_COUNT, offsetof(Design, leadin)},
    {"verse.numbers", SET_COUNT, offsetof(Design, verse_numbers)},
    {"entry.columns", SET_COUNT, offsetof(Design, entry_columns)},
    {"contents.levels", SET_COUNT, offsetof(Design, contents_levels)},
    {"contents.long", SET_COUNT, offsetof(Design, contents_long)},
    {"chapter.sink", SET_COUNT, offsetof(Design, sink)},
    {"part.sink", SET_COUNT, offsetof(Design, part_sink)},
    {"title.sink", SET_COUNT, offsetof(Design, title_sink)},
    {"lines.expand", SET_COUNT, offsetof(Design, expand)},
    {"lines.letterspace", SET_COUNT, offsetof(Design, letterspace)},
    {"lines.hyphen-cost", SET_COUNT, offsetof(Design, hyphen_cost)},
    {"lines.protrude", SET_YES, offsetof(Design, protrude)},
    {"lines.hyphenate", SET_YES, offsetof(Design, hyphenate)},
    {"ornament", SET_WORDS, offsetof(Design, ornament)},
    {"contents.leader", SET_WORDS, offsetof(Design, leader)},
};
#define FACE(field) offsetof(Look, face.field)
static const Setting look_settings[] = {
    {"size", SET_LENGTH, FACE(size)},
    {"rise", SET_LENGTH, FACE(rise)},
    {"track", SET_COUNT, FACE(track)},
    {"hyphenate", SET_YES, FACE(hyphenate)},
    {"left", SET_LENGTH, offsetof(Look, left)},
    {"right", SET_LENGTH, offsetof(Look, right)},
    {"first", SET_LENGTH, offsetof(Look, first)},
    {"hang", SET_LENGTH, offsetof(Look, hang)},
    {"before", SET_LENGTH, offsetof(Look, before)},
    {"after", SET_LENGTH, offsetof(Look, after)},
    {"leading", SET_LENGTH, offsetof(Look, leading)},
    {"acronyms", SET_YES, offsetof(Look, acronyms)},
    {"run-in", SET_YES, offsetof(Look, run_in)},
};
static const char *const look_names[] = {
#define LOOK(id, name) name,
    LOOKS
#undef LOOK
};
static const char *const families[] = {"text", "display", "sans", "mono", "fallback"};
static const char *const cuts[] = {"regular", "italic", "bold", "bolditalic"};
static const char *const aligns[] = {"justify", "left", "center", "right"};                /* in the order of Align */
static const char *const note_places[] = {"end", "chapter", "foot", "signs"};           /* in the order of NotePlace */
static const char *const head_words[] = {"title", "text", "book", "voice"};                /* … HeadWords */
static const char *const folio_places[] = {"head", "foot", "center"};                      /* … FolioPlace */
typedef struct { const char *name; int bits; } Word;
static const Word features[] = {
    {"smcp", FEAT_SMCP}, {"c2sc", FEAT_C2SC}, {"onum", FEAT_ONUM}, {"lnum", FEAT_LNUM},
    {"tnum", FEAT_TNUM}, {"sups", FEAT_SUPS}, {"noliga", FEAT_NOLIGA},
    {"noclig", FEAT_NOCLIG}, {"none", 0},
};
#define CANON ((Sp)-1)                                             /* to be settled when all is read */
typedef struct { const char *name; Sp width, height; } Trim;
static const Trim trims[] = {
    {"5x8", PT(360), PT(576)},
    {"5.25x8", PT(378), PT(576)},
    {"5.5x8.5", PT(396), PT(612)},
    {"6x9", PT(432), PT(648)},
    {"6.14x9.21", PT(44208) / 100, PT(66312) / 100},
    {"6.69x9.61", PT(48168) / 100, PT(69192) / 100},
    {"7x10", PT(504), PT(720)},
    {"8x10", PT(576), PT(720)},
    {"8.5x11", PT(612), PT(792)},
    {"a5", MM(148), MM(210)},
    {"a4", MM(210), MM(297)},
    {"b5", MM(176), MM(250)},
    {"a-format", MM(111), MM(178)},
    {"b-format", MM(129), MM(198)},
    {"crown", MM(123), MM(186)},
    {"royal", MM(156), MM(234)},
    {"demy", MM(138), MM(216)},
};

typedef struct {
    Arena *a;
    Design *design;
    Diag *d;
    Where at;
    bool seen[LOOK_MAX];
} Reader;

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

static int find_name(const char *const *names, int n, Str name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

static bool read_length(const Design *design, Str v, Sp *into)
{
    Length l = length_set(v, design->leading);
    if (l.ok)
        *into = l.value;
    return l.ok;
}

static bool read_word(const char *const *names, int n, Str v, int *into)
{
    int i = find_name(names, n, v);
    if (i >= 0)
        *into = i;
    return i >= 0;
}

static bool read_value(Reader *r, SetKind kind, void *into, Str v)
{
    if (kind == SET_LENGTH)
        return read_length(r->design, v, into);
    if (kind == SET_COUNT) {
        Number n = str_number(v);
        if (!n.ok || n.value < -999 || n.value > 999)
            return false;
        *(int *)into = (int)n.value;
        return true;
    }
    if (kind == SET_YES) {
        *(bool *)into = str_eq(v, S("yes"));
        return str_eq(v, S("yes")) || str_eq(v, S("no"));
    }
    if (kind == SET_CANON && str_eq(v, S("canon"))) {
        *(Sp *)into = CANON;
        return true;
    }
    if (kind == SET_CANON)
        return read_length(r->design, v, into);
    if (kind == SET_PLACE)
        return read_word(note_places, COUNT(note_places), v, into);
    if (kind == SET_HEAD)
        return read_word(head_words, COUNT(head_words), v, into);
    if (kind == SET_FOLIO)
        return read_word(folio_places, COUNT(folio_places), v, into);
    if (v.n >= 2 && v.s[0] == '"' && v.s[v.n - 1] == '"')
        v = str_sub(v, 1, v.n - 2);                                /* blanks at its ends count */
    *(Str *)into = str_copy(r->a, str_eq(v, S("none")) ? S("") : v);
    return true;
}

static void bad_value(Reader *r, Str name, Str value)
{
    diag(r->d, DESIGN_VALUE, r->at, "'%.*s' cannot be '%.*s'", STR(name), STR(value));
}

static bool read_features(Str v, unsigned *into)
{
    unsigned sum = 0;
    while (v.n > 0) {
        Cut c = str_cut(v, ' ');
        int i = 0;
        while (i < COUNT(features) && !str_eq(c.head, str_of(features[i].name)))
            i++;
        if (i == COUNT(features))
            return false;
        sum |= (unsigned)features[i].bits;
        v = str_trim(c.tail);
    }
    *into = sum;
    return true;
}

/* The properties of a style that are words: family, cut, cut of a number, align, features, gray.  -1: none of them;
   0: bad value. */
static int read_words(Look *look, Str name, Str v)
{
    int i = -1;
    if (str_eq(name, S("family"))) {
        if ((i = find_name(families, COUNT(families), v)) >= 0)
            look->face.family = (Family)i;
        return i >= 0;
    }
    if (str_eq(name, S("cut"))) {
        if ((i = find_name(cuts, COUNT(cuts), v)) >= 0)
            look->face.cut = i;
        return i >= 0;
    }
    if (str_eq(name, S("number"))) {
        look->numbered = (i = find_name(cuts, COUNT(cuts), v)) >= 0;
        look->number = i >= 0 ? i : 0;
        return i >= 0;
    }
    if (str_eq(name, S("align"))) {
        if ((i = find_name(aligns, COUNT(aligns), v)) >= 0)
            look->align = (Align)i;
        return i >= 0;
    }
    if (str_eq(name, S("gray"))) {
        Number n = str_number(v);
        if (n.ok && n.value >= 0 && n.value <= 255)
            look->face.gray = (uint8_t)n.value;
        return n.ok && n.value >= 0 && n.value <= 255;
    }
    return str_eq(name, S("features")) ? read_features(v, &look->face.features) : -1;
}

/* false: no such style or property */
static bool read_look(Reader *r, Str name, Str value)
{
    Cut c = str_cut(name, '.');
    int id = find_name(look_names, LOOK_MAX, c.head);
    if (id < 0 || !c.ok)
        return false;
    Look *look = &r->design->looks[id];
    if (!r->seen[id] && id != LOOK_TEXT)
        *look = r->design->looks[LOOK_TEXT];
    bool prose = id <= LOOK_EPIGRAPH || id == LOOK_NOTE || id == LOOK_NOTETEXT || id == LOOK_ENTRY;
    if (!r->seen[id] && (!prose || id == LOOK_TABLE || id == LOOK_TABLEHEAD))
        look->acronyms = false;                                    /* headings have capitals of their own, and in a
                                                                      column C.P. and NKVD look alike */
    r->seen[id] = true;
    int word = read_words(look, c.tail, value);
    if (word == 0)
        bad_value(r, name, value);
    if (word >= 0)
        return true;
    for (int i = 0; i < COUNT(look_settings); i++) {
        if (!str_eq(c.tail, str_of(look_settings[i].name)))
            continue;
        if (!read_value(r, look_settings[i].kind, (char *)look + look_settings[i].at, value))
            bad_value(r, name, value);
        return true;
    }
    return false;
}

static bool read_font(Reader *r, Str name, Str value)
{
    Cut c = str_cut(name, '.');
    int family = find_name(families, COUNT(families), c.head), cut = find_name(cuts, COUNT(cuts), c.tail);
    if (family < 0 || cut < 0)
        return false;
    r->design->fonts[family][cut] = str_copy(r->a, value);
    return true;
}

/* "5.5×8.5" and "Royal" are what people write. */
static Str trim_name(Reader *r, Str value)
{
    Buf b = buf_new(r->a);
    Str lower = uni_lower(r->a, value, S("en"));
    for (ptrdiff_t at = 0; at < lower.n;) {
        uint32_t c = utf8_next(lower, &at);
        if (c != ' ')
            utf8_put(&b, c == 0xD7 ? 'x' : c);
    }
    return buf_str(&b);
}

static bool read_trim(Reader *r, Str value)
{
    Str name = trim_name(r, value);
    for (int i = 0; i < COUNT(trims); i++) {
        if (!str_eq(name, str_of(trims[i].name)))
            continue;
        r->design->width = trims[i].width;
        r->design->height = trims[i].height;
        return true;
    }
    bad_value(r, S("page.trim"), value);
    return true;
}

/* hang.“ = 450 200 */
static bool read_hang(Reader *r, Str name, Str value)
{
    ptrdiff_t at = 0;
    uint32_t scalar = utf8_next(name, &at);
    Cut c = str_cut(value, ' ');
    Number left = str_number(c.head), right = str_number(str_trim(c.tail));
    bool good = scalar != UNI_NONE && at == name.n && left.ok && right.ok && left.value >= 0 && left.value <= 1000
        && right.value >= 0 && right.value <= 1000;
    if (!good) {
        bad_value(r, str_format(r->a, "hang.%.*s", STR(name)), value);
        return true;
    }
    HangRow *row = new(r->a, HangRow, 1);
    *row = (HangRow){r->design->hangs, {scalar, (int16_t)left.value, (int16_t)right.value}};
    r->design->hangs = row;
    return true;
}

static bool read_setting(Reader *r, Str name, Str value)
{
    if (str_starts(name, S("hang.")))
        return read_hang(r, str_from(name, 5), value);
    if (str_eq(name, S("page.trim")))
        return read_trim(r, value);
    if (str_starts(name, S("font.")))
        return read_font(r, str_from(name, 5), value);
    for (int i = 0; i < COUNT(settings); i++) {
        if (!str_eq(name, str_of(settings[i].name)))
            continue;
        if (!read_value(r, settings[i].kind, (char *)r->design + settings[i].at, value))
            bad_value(r, name, value);
        return true;
    }
    return read_look(r, name, value);
}

/* Lengths are told in lines of the page, styles begin as copies of `text`: wherever these stand, they come first. */
static bool is_early(Str name) { return str_starts(name, S("page.")) || str_starts(name, S("text.")); }

static void read_line(Reader *r, Str line, bool early)
{
    line = str_trim(line);
    if (line.n == 0 || line.s[0] == '#')
        return;
    Cut c = str_cut(line, '=');
    Str name = str_trim(c.head);
    if (is_early(name) != early)
        return;
    if (!c.ok || !read_setting(r, name, str_trim(c.tail)))
        diag(r->d, DESIGN_UNKNOWN, r->at, "'%.*s'", STR(name));
}

static void read_lines(Reader *r, Str rest, bool early)
{
    for (r->at.line = 0; rest.n > 0;) {
        Cut c = str_line(rest);
        r->at.line++;
        read_line(r, c.head, early);
        rest = c.tail;
    }
}

/* What the file leaves out: a page that can be set, all styles as `text`. */
static void defaults(Design *d)
{
    *d = (Design){.width = PT(432), .height = PT(648), .inner = PT(50), .top = PT(66), .measure = PT(324),
        .leading = PT(14), .note_leading = PT(12), .head = CANON, .foot = CANON, .lines = 36, .note_lines = 42,
        .verso_words = HEAD_TEXT, .contents_levels = 2, .sink = 5, .part_sink = 8, .title_sink = 6,
        .protrude = true, .hyphenate = true, .hyphen_cost = 100,
        .ornament = S("*"), .leader = S(".")};
    d->looks[LOOK_TEXT] = (Look){.face = {.size = PT(11), .hyphenate = true}};
}

/* Where the file does not say: above and below the text, in margins of whatever height. */
static void place_heads(Design *d)
{
    Sp bottom = d->top + d->lines * d->leading, below = d->height - bottom;
    if (d->head == CANON)
        d->head = d->top > PT(40) ? d->top - PT(20) : d->top / 2;
    if (d->foot == CANON)
        d->foot = bottom + (below > PT(45) ? PT(30) : below * 2 / 3);
}

/* A chapter that runs on has a title like the others, where the design says nothing of it, but stands amid the page. */
static void run_on(Design *d)
{
    Look *l = &d->looks[LOOK_RUNON];
    *l = d->looks[LOOK_HEAD1];
    l->before += 3 * d->leading;
    l->after = d->leading;
}

/* The numbers that stand in for notes are a size below the sentence about them, unless the file says otherwise. */
static void derive(Reader *r)
{
    Look *looks = r->design->looks;
    for (int i = 0; i < LOOK_MAX; i++)
        if (!r->seen[i]) {
            looks[i] = looks[LOOK_TEXT];
            looks[i].acronyms = looks[i].acronyms && i != LOOK_TABLE && i != LOOK_TABLEHEAD;
        }
    if (!r->seen[LOOK_DEDICATION])
        looks[LOOK_DEDICATION] = looks[LOOK_EPIGRAPH];
    if (!r->seen[LOOK_RUNON])
        run_on(r->design);
    if (r->seen[LOOK_NOTECALLS])
        return;
    looks[LOOK_NOTECALLS] = looks[LOOK_NOTEROW];
    looks[LOOK_NOTECALLS].face.size = looks[LOOK_NOTEROW].face.size * 84 / 100;
}

void design_read(Arena *a, Design *design, Str path, Diag *d, Where asked)
{
    Reader r = {a, design, d, {path, 0, 1}, {0}};
    defaults(design);
    Loaded file = file_load(a, path, d, asked);
    read_lines(&r, file.bytes, true);
    read_lines(&r, file.bytes, false);
    derive(&r);
    if (design->inner == CANON)
        design->inner = (design->width - design->measure) / 3;
    if (design->top == CANON)
        design->top = (design->height - design->lines * design->leading) / 3;
    place_heads(design);
}

/* What the book says of its notes comes before what the design says. */
void design_place_notes(Design *design, const Config *c)
{
    int author = find_name(note_places, COUNT(note_places), c->notes_place);
    int editor = find_name(note_places, COUNT(note_places), c->editor_notes);
    design->notes = author >= 0 ? author : design->notes;
    design->editor_notes = editor >= 0 ? editor : design->editor_notes;
}

const char *design_look(int id) { return look_names[id]; }
