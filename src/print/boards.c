/* boards.c - how a cover looks: front, spine and back on one ground of ink.  Without artwork the book's initial stands
   large on the front, in a tone of the ground; with artwork the title has the ground above it to itself. */
#include "print/inside.h"

/* ---- colours: what is printed, and what it looks like on a screen; no place has more than 225 per cent of ink */
static const Palette palette[] = {
    {"night", {95, 70, 25, 35, 0x17324e}, {92, 62, 22, 24, 0x1f4061}},
    {"wine",  {20, 95, 65, 45, 0x641f2b}, {18, 90, 60, 34, 0x782734}},
    {"pine",  {80, 35, 70, 40, 0x1c4737}, {74, 30, 62, 30, 0x295746}},
    {"slate", {60, 40, 35, 45, 0x434e58}, {54, 35, 30, 36, 0x525e69}},
    {"umber", {35, 60, 75, 50, 0x5a3e2d}, {32, 54, 66, 40, 0x6b4c39}},
    {"plum",  {60, 85, 30, 35, 0x4b274c}, {55, 78, 26, 25, 0x5b345d}},
};
static const Ink accent = {2, 28, 62, 0, 0xf0c078};
enum { COLOURS = sizeof palette / sizeof *palette };

/* The one that book.yaml names, else one for ever bound to the book's identity. */
const Palette *boards_palette(const Config *c)
{
    for (int i = 0; i < COLOURS; i++)
        if (str_eq(c->cover_ink, str_of(palette[i].name)))
            return &palette[i];
    return &palette[str_hash(c->identifier) % COLOURS];
}

static int sum(const Ink *i) { return i->c + i->m + i->y + i->k; }

int boards_ink(const Config *c)
{
    const Palette *p = boards_palette(c);
    int ground = sum(&p->ground), tone = sum(&p->tone), art = c->cover.n + c->cover_art.n > 0 ? PDF_INK : 0;
    ground = ground > tone ? ground : tone;
    return ground > art ? ground : art;
}

/* ---- words */
static const int sizes[] = {60, 54, 48, 43, 38, 34, 30, 26, 23, 20, 17, 14, 11};   /* of titles, in points */
enum { SIZES = sizeof sizes / sizeof *sizes };

static Face face_of(const Cover *c, LookId look, Sp size)
{
    Face f = c->press->design.looks[look].face;
    f.size = size;
    f.gray = 255;
    return f;
}

static Sp widest_word(Cover *c, Face face, Str text)
{
    Sp widest = 0;
    for (Cut k = str_cut(text, ' '); k.head.n > 0; k = str_cut(k.tail, ' ')) {
        Sp w = cover_width(c, face, k.head);
        widest = w > widest ? w : widest;
    }
    return widest;
}

/* The largest size that has room; or a smaller one, not below two thirds, if only there lines are of like length. */
static int title_size(Cover *c, Str title, Sp width, Sp room)
{
    const int fair = 1000;                                         /* demerits: as of a line a third off the mean */
    int largest = -1;
    for (int i = 0; i < SIZES - 1; i++) {
        Face face = face_of(c, LOOK_TITLE, PT(sizes[i]));
        if (largest >= 0 && sizes[i] * 3 < sizes[largest] * 2)
            break;
        if (widest_word(c, face, title) > width)
            continue;
        CoverFit fit = cover_fit(c, face, title, width, PT(sizes[i]) * 11 / 10);
        if (fit.height > room)
            continue;
        if (fit.cost <= fair)
            return i;
        largest = largest < 0 ? i : largest;
    }
    return largest < 0 ? SIZES - 1 : largest;
}

/* A title as large as it can be in so much room; returns where it ends. */
static Sp put_title(Cover *c, Str title, Sp x, Sp y, Sp width, Sp room)
{
    Sp size = PT(sizes[title_size(c, title, width, room)]);
    return y + cover_title(c, face_of(c, LOOK_TITLE, size), title, x, y, width, size * 11 / 10);
}

static Str people(Cover *c, const char *role, Str before)
{
    const Config *k = c->press->book->config;
    Buf b = buf_new(c->a);
    for (int i = 0; i < k->npeople; i++)
        if (str_eq(k->people[i].role, str_of(role)))
            buf_format(&b, "%.*s%.*s", STR(b.n > 0 ? S(", ") : before), STR(k->people[i].name));
    return buf_str(&b);
}

static Str author(Cover *c)
{
    Str words = people(c, "aut", S("")), edited = wording_find(c->press->book->config->lang, WORDING_EDITED);
    return words.n > 0 ? words : people(c, "edt", str_format(c->a, "%.*s ", STR(edited)));
}

static Str short_title(const Config *k) { return k->short_title.n ? k->short_title : k->title; }

/* ---- the initial: of the first word that is no article */
static Str initial(Cover *c, Str title)
{
    static const char *const articles[] = {
        "The", "A", "An", "Der", "Die", "Das", "Ein", "Eine", "Le", "La", "Les", "Un", "Une",
    };
    Cut k = str_cut(title, ' ');
    for (size_t i = 0; k.ok && i < sizeof articles / sizeof *articles; i++)
        if (str_eq(k.head, str_of(articles[i]))) {
            title = k.tail;
            break;
        }
    Buf b = buf_new(c->a);
    for (ptrdiff_t at = 0; at < title.n && b.n == 0;) {
        uint32_t u = utf8_next(title, &at);
        if (uni_is_letter(u) || uni_is_digit(u))
            utf8_put(&b, u);
    }
    return uni_upper(c->a, buf_str(&b), c->press->book->config->lang);
}

/* It goes over the right edge and stands a little below the lower one. */
static void put_initial(Cover *c, Str letter, Sp x, Sp width, Sp height)
{
    Face face = face_of(c, LOOK_TITLE, height * 105 / 100);
    face.features = FEAT_LNUM;
    Sp wide = cover_width(c, face, letter), left = x + width + width / 7 - wide, least = x + width / 8;
    cover_ink(c, &c->palette->tone);
    cover_line(c, face, letter, ALIGN_LEFT, left > least ? left : least, height + height / 40, wide);
    cover_ink(c, NULL);
}

/* ---- front */
static Sp covering(PdfImage art, Sp width, Sp height)
{
    Sp wide = height * art.width / art.height;
    return wide < width ? width : wide;
}

static void put_art(Cover *c, Str path, PdfImage art, Sp x, Sp y, Sp width, Sp height)
{
    Sp wide = covering(art, width, height), high = wide * art.height / art.width;
    cover_image(c, path, x + (width - wide) / 2, y + (height - high) / 2, wide, high);
}

static Sp art_begins(const Cover *c, Sp height) { return c->art.ok && !c->finished ? height * 46 / 100 : height; }

Sp boards_wide(const Cover *c, Sp width, Sp height, Sp bleed)
{
    Sp high = c->finished ? height + 2 * bleed : height + bleed - art_begins(c, height);
    return covering(c->art, width + bleed, high);
}

static void put_words(Cover *c, Sp x, Sp width, Sp height, Sp foot)
{
    const Config *k = c->press->book->config;
    Sp margin = width / 9 > c->safety ? width / 9 : c->safety, left = x + margin, measure = width - 2 * margin;
    Sp y = height / 9;
    cover_line(c, face_of(c, LOOK_AUTHOR, PT(13)), author(c), ALIGN_LEFT, left, y, measure);
    cover_rule(c, left, y + PT(12), PT(40), PT(5) / 2, &accent, 0);
    y = put_title(c, k->title, left, y + PT(36), measure, foot - y - PT(110));
    Face below = face_of(c, LOOK_SUBTITLE, PT(16));
    if (k->subtitle.n > 0)
        cover_title(c, below, k->subtitle, left, y + PT(8), measure, PT(21));
    Sp last = height - (margin * 9 / 10 > c->safety ? margin * 9 / 10 : c->safety);
    if (foot == height && k->publisher.n > 0)
        cover_line(c, face_of(c, LOOK_PUBLISHER, PT(11)), k->publisher, ALIGN_LEFT, left, last, measure);
    if (k->proof)
        cover_line(c, face_of(c, LOOK_EDITION, PT(11)), wording_find(k->lang, WORDING_PROOF), ALIGN_LEFT, left,
                   foot == height ? last - PT(18) : foot - PT(12), measure);
}

/* Words have the upper part to themselves where there is artwork. */
void boards_front(Cover *c, Sp x, Sp width, Sp height, Sp bleed)
{
    const Config *k = c->press->book->config;
    const Ink *ground = &c->palette->ground;
    Sp foot = art_begins(c, height);
    if (c->finished) {
        put_art(c, c->art_path, c->art, x, -bleed, width + bleed, height + 2 * bleed);
        return;
    }
    if (c->art.ok)
        put_art(c, c->art_path, c->art, x, foot, width + bleed, height + bleed - foot);
    cover_rule(c, x, -bleed, width + bleed, foot + bleed + (c->art.ok ? 0 : bleed), ground, 0);
    if (!c->art.ok)
        put_initial(c, initial(c, k->title), x, width, height);
    put_words(c, x, width, height, foot);
}

/* ---- spine: read from the head to the foot */
static void put_spine_line(Cover *c, Face face, Str text, Sp x, Sp y)
{
    Sp width = cover_width(c, face, text);
    cover_line(c, face, text, ALIGN_LEFT, x, y, width);
    cover_turn(c);
}

/* Author, title and publisher; what does not fit is left out, the title last. */
void boards_spine(Cover *c, Sp x, Sp width, Sp height)
{
    const Config *k = c->press->book->config;
    Sp safe = c->safety > PT(24) ? c->safety : PT(24), room = height - 2 * safe, gap = PT(18);
    Sp size = (width - 2 * c->spine_safety) * 3 / 4;
    size = size > PT(18) ? PT(18) : size;
    if (!c->spine_text || size < PT(7))
        return;
    Face title = face_of(c, LOOK_TITLE, size);
    Face small = face_of(c, LOOK_AUTHOR, size * 3 / 4 > PT(6) ? size * 3 / 4 : PT(6));
    Str names[] = {people(c, "aut", S("")), short_title(k), k->publisher};
    Sp wide[3];
    for (int i = 0; i < 3; i++)
        wide[i] = names[i].n > 0 ? cover_width(c, i == 1 ? title : small, names[i]) + gap : 0;
    if (wide[0] + wide[1] + wide[2] > room)
        names[2].n = 0, wide[2] = 0;
    if (wide[0] + wide[1] > room)
        names[0].n = 0, wide[0] = 0;
    while (wide[1] > room && title.size > PT(7)) {
        title.size -= PT(1);
        wide[1] = cover_width(c, title, names[1]) + gap;
    }
    if (wide[1] > room)
        return;
    FontFacts f = font_facts(style_of(c->press, title, k->lang)->font);
    Sp middle = x + width / 2, half = f.cap_height * (title.size / 65536) / 1000 / 2;
    Sp lower = f.cap_height * (small.size / 65536) / 1000 * 3 / 8;
    if (names[0].n > 0)
        put_spine_line(c, small, names[0], middle - lower, safe);
    put_spine_line(c, title, names[1], middle - half, safe + wide[0]);
    if (names[2].n > 0)
        put_spine_line(c, small, names[2], middle - lower, height - safe - wide[2] + gap);
}

/* ---- back: what the book is about, the press, the box of the bars */
static void put_box(Cover *c, Sp x, Sp y, Sp width, Sp height)
{
    const Config *k = c->press->book->config;
    Face face = face_of(c, LOOK_EDITION, PT(19) / 2);
    face.gray = 0;
    if (!k->proof && c->isbn.n == 0)
        return;
    cover_rule(c, x, y, width, height, NULL, 255);
    if (k->proof)
        cover_paragraph(c, face, wording_find(k->lang, WORDING_PROOF), ALIGN_CENTER, x + PT(6), y + height / 2 - PT(12),
                        width - PT(12), PT(12), false);
    else
        barcode_put(c, c->isbn, x, y, width, height);
}

/* What a description says as far as there is room for it, in whole sentences and as large as it can be. */
static void put_description(Cover *c, Str text, Sp x, Sp y, Sp width, Sp room)
{
    Face face = face_of(c, LOOK_TEXT, PT(11));
    for (Sp leading = PT(31) / 2; text.n > 0;) {
        face.size = leading * 71 / 100;
        if (cover_paragraph(c, face, text, ALIGN_LEFT, x, y, width, leading, true) <= room) {
            cover_paragraph(c, face, text, ALIGN_LEFT, x, y, width, leading, false);
            return;
        }
        if (leading > PT(12)) {
            leading -= PT(3) / 2;
            continue;
        }
        for (text.n--; text.n > 0 && !(text.s[text.n - 1] == '.' && text.s[text.n] == ' ');)
            text.n--;
    }
}

void boards_back(Cover *c, Sp width, Sp height)
{
    const Config *k = c->press->book->config;
    Sp margin = width / 9 > c->safety ? width / 9 : c->safety, measure = width - 2 * margin, y = height / 9;
    Sp box_x = width - c->box_edge - c->box_width, box_y = height - c->box_edge - c->box_height;
    cover_rule(c, margin, y + PT(12), PT(40), PT(5) / 2, &accent, 0);
    y = put_title(c, short_title(k), margin, y + PT(36), measure, PT(50)) + PT(12);
    put_description(c, k->description, margin, y, measure, box_y - PT(16) - y);
    Sp last = height - (margin * 9 / 10 > c->safety ? margin * 9 / 10 : c->safety);
    Sp room = box_x - margin - PT(12);
    Face press = face_of(c, LOOK_PUBLISHER, PT(10));
    if (k->publisher.n > 0 && cover_width(c, press, k->publisher) <= room)
        cover_line(c, press, k->publisher, ALIGN_LEFT, margin, last, room);
    put_box(c, box_x, box_y, c->box_width, c->box_height);
}
