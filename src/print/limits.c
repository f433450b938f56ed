/* limits.c - a design in, what of it no page can hold said: each fault once, with the setting that is to be changed. */
#include "print/inside.h"

typedef struct { const char *name; Sp value, least, most; } Bound;

static void check_page(const Design *design, Where at, Diag *d)
{
    if (design->leading <= 0 || design->note_leading <= 0 || design->lines < 10 || design->note_lines < 10)
        diag(d, DESIGN_PAGE, at, "a page needs ten lines and a leading");
    else if (design->inner < 0 || design->measure < PT(72) || design->inner + design->measure > design->width)
        diag(d, DESIGN_PAGE, at, "inner margin and measure are wider than the page");
    else if (design->top < 0 || design->top + design->lines * design->leading > design->height)
        diag(d, DESIGN_PAGE, at, "top margin and %d lines are higher than the page", design->lines);
    else if (design->top + design->note_lines * design->note_leading > design->height)
        diag(d, DESIGN_PAGE, at, "top margin and %d lines of notes are higher than the page", design->note_lines);
    else if (design->head < 0 || design->head > design->height || design->foot < 0 || design->foot > design->height)
        diag(d, DESIGN_PAGE, at, "page.head and page.foot lie outside the page");
}

static void check_bounds(const Design *design, Where at, Diag *d)
{
    const Bound bounds[] = {
        {"lines.expand", design->expand, 0, 50}, {"lines.letterspace", design->letterspace, 0, 50},
        {"lines.hyphen-cost", design->hyphen_cost, 0, 400},
        {"chapter.sink", design->sink, 0, design->lines - 1}, {"part.sink", design->part_sink, 0, design->lines - 1},
        {"title.sink", design->title_sink, 0, design->lines - 1}, {"contents.levels", design->contents_levels, 1, 6},
        {"chapter.initial", design->initial, 0, 8}, {"chapter.leadin", design->leadin, 0, 20},
        {"entry.columns", design->entry_columns, 0, 4}, {"verse.numbers", design->verse_numbers, 0, 100},
    };
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        if (bounds[i].value < bounds[i].least || bounds[i].value > bounds[i].most)
            diag(d, DESIGN_VALUE, at, "'%s' is %lld; it may be %lld to %lld", bounds[i].name,
                (long long)bounds[i].value, (long long)bounds[i].least, (long long)bounds[i].most);
}

/* Type that nobody can read, or that no line can hold; half an inch of measure is the least.  What a style has from
   `text` is said there. */
static void check_look(const Design *design, int id, Where at, Diag *d)
{
    const Look *l = &design->looks[id], *text = &design->looks[LOOK_TEXT];
    bool own_size = id == LOOK_TEXT || l->face.size != text->face.size;
    bool own_track = id == LOOK_TEXT || l->face.track != text->face.track;
    const char *name = design_look(id);
    if (own_size && (l->face.size < PT(3) || l->face.size > PT(200)))
        diag(d, DESIGN_VALUE, at, "'%s.size' is outside 3pt to 200pt", name);
    if (own_track && (l->face.track < -100 || l->face.track > 500))
        diag(d, DESIGN_VALUE, at, "'%s.track' is %d; it may be -100 to 500", name, l->face.track);
    if (l->leading < 0 || l->leading > PT(400) || l->before < 0 || l->after < 0)
        diag(d, DESIGN_VALUE, at, "the leading of '%s' and the white around it cannot be less than nothing", name);
    if (l->left < -design->inner || l->right < -design->inner || l->left + l->right > design->measure - PT(36))
        diag(d, DESIGN_VALUE, at, "the indents of '%s' leave no measure to set it in, or leave the page", name);
}

void limits_check(const Design *design, Str path, Diag *d)
{
    const Where at = {path, 0, 1};
    int before = diag_count(d, ERROR);
    check_page(design, at, d);
    if (diag_count(d, ERROR) > before)
        return;
    check_bounds(design, at, d);
    for (int id = 0; id < LOOK_MAX; id++)
        check_look(design, id, at, d);
}
