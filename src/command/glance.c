/* glance.c - the pages in the report: their figures, all spreads in small, and what was done to each and why.

       <li id="s24"> two pages, each an SVG of bars --href--> <li id="d24"> the deeds, in the words of `show spreads`

   A spread is named after its left page's number in the book: the first has a right page only. */
#include "command/inside.h"

/* ---- figures */
static void figure(Buf *b, const char *what, int64_t n)
{
    buf_format(b, "<tr><th scope=\"row\">%s</th>", what);
    html_cell(b, n);
    buf_put(b, S("</tr>\n"));
}

static void hundredths(Buf *b, const char *what, int64_t n, int64_t of)
{
    int64_t h = of ? (n * 10000 + of / 2) / of : 0;
    buf_format(b, "<tr><th scope=\"row\">%s</th><td>%lld.%02d</td></tr>\n", what, (long long)(h / 100), (int)(h % 100));
}

static bool is_roman(Str label) { return label.n > 0 && (label.s[0] < '0' || label.s[0] > '9'); }

static Str folios(Arena *a, const PageMap *map, bool roman)
{
    Str first = S(""), last = S("");
    int n = 0;
    for (int i = 0; i < pages_count(map); i++) {
        Str label = pages_at(map, i)->label;
        if (is_roman(label) != roman)
            continue;
        first = n++ > 0 ? first : label;
        last = label;
    }
    return n == 0 ? S("") : str_format(a, "%d, %.*s to %.*s", n, STR(first), STR(last));
}

static int blanks(const PageMap *map)
{
    int n = 0;
    for (int i = 0; i < pages_count(map); i++)
        n += pages_at(map, i)->blank;
    return n;
}

static void done(Buf *b, const Sketches *s)
{
    static const char *const said[] = {
        [DEED_SHORT] = "Spreads of which both pages end higher", [DEED_LONGER] = "Paragraphs longer than at their best",
        [DEED_SHORTER] = "Paragraphs shorter than at their best", [DEED_ROOM] = "Headings with more room above",
        [DEED_WHITE] = "Pages with white at their foot", [DEED_PARTED] = "Lines parted that should stay together",
        [DEED_HYPHEN] = "Pages that end in a hyphen", [DEED_NOTE] = "Notes that go on overleaf"};
    for (int i = 0; i < ELSE_WIDOW; i++)
        figure(b, said[i], s->deeds[i]);
}

void glance_figures(Arena *a, Buf *b, const Sketches *s, const PageMap *map, int bound)
{
    buf_put(b, S("<table class=\"facts\">\n<tbody>\n"));
    Str width = length_text(a, s->width), height = length_text(a, s->height);
    html_row(b, "Trim size", str_format(a, "%.*s × %.*s", STR(width), STR(height)));
    figure(b, "Pages", pages_count(map));
    html_row(b, "with roman folios", folios(a, map, true));
    html_row(b, "with arabic folios", folios(a, map, false));
    figure(b, "Blank among them", blanks(map));
    if (bound > pages_count(map))
        figure(b, "Pages of the bound book", bound);
    figure(b, "Lines", s->lines);
    hundredths(b, "Hyphens in 100 lines", s->hyphens, s->lines);
    figure(b, "Most of them in a row on a page", s->run);
    hundredths(b, "Loose lines in 100, with spaces above 0.4 em", s->loose, s->lines);
    done(b, s);
    buf_put(b, S("</tbody>\n</table>\n"));
}

/* ---- all spreads in small */
static int spread_of(const Sketch *k) { return k->number & ~1; }

static bool shares(const Sketches *s, int i)
{
    return i + 1 < s->npages && spread_of(&s->pages[i]) == spread_of(&s->pages[i + 1]);
}

static bool has_deeds(const Sketches *s, int i)
{
    return s->pages[i].deeds.n > 0 || (shares(s, i) && s->pages[i + 1].deeds.n > 0);
}

/* Bars of a kind are one path.  A line of text is a stroke amid its small letters, as broad as CSS says. */
static void put_bar(Buf *b, const Bar *r)
{
    static const int raise[BAR_MAX] = {[BAR_TEXT] = 3, [BAR_SMALL] = 2, [BAR_HEAD] = 4, [BAR_FURNITURE] = 2};
    const struct { char to; int by; } steps[] = {{'M', r->x}, {' ', r->y - raise[r->kind]}, {'h', r->width},
        {'v', r->height > 0 ? r->height : 1}, {'h', -r->width}};
    for (int i = 0; i < (r->kind >= BAR_RULE ? 5 : 3); i++) {
        buf_byte(b, steps[i].to);
        buf_int(b, steps[i].by);
    }
    if (r->kind >= BAR_RULE)
        buf_byte(b, 'z');
}

static void put_bars(Buf *b, const Sketch *k, int kind)
{
    static const char names[BAR_MAX] = {'t', 's', 'h', 'f', 'r', 'p'};
    bool any = false;
    for (int i = 0; i < k->nbars; i++) {
        if ((int)k->bars[i].kind != kind)
            continue;
        if (!any)
            buf_format(b, "<path class=\"%c\" d=\"", names[kind]);
        put_bar(b, &k->bars[i]);
        any = true;
    }
    if (any)
        buf_put(b, S("\"/>"));
}

static void put_page(Buf *b, const Sketches *s, const Sketch *k)
{
    buf_format(b, "<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>", (int)(s->width / PT(1)), (int)(s->height / PT(1)));
    html_text(b, k->label);
    if (k->blank)
        buf_put(b, S(", blank"));
    else if (k->words.n > 0) {
        buf_put(b, S(": "));
        html_text(b, k->words);
    }
    buf_put(b, S("</title>"));
    for (int kind = 0; kind < BAR_MAX; kind++)
        put_bars(b, k, kind);
    buf_put(b, S("</svg>"));
}

static void put_labels(Buf *b, const Sketches *s, int i)
{
    html_text(b, s->pages[i].label);
    if (!shares(s, i))
        return;
    buf_put(b, S("–"));
    html_text(b, s->pages[i + 1].label);
}

static void put_spread(Buf *b, const Sketches *s, int i)
{
    const Sketch *k = &s->pages[i];
    const char *side = shares(s, i) ? "" : k->number % 2 == 1 ? " class=\"recto\"" : " class=\"verso\"";
    bool deeds = has_deeds(s, i);
    buf_format(b, "<li id=\"s%d\"%s>", spread_of(k), side);
    if (deeds)
        buf_format(b, "<a href=\"#d%d\">", spread_of(k));
    put_page(b, s, k);
    if (shares(s, i))
        put_page(b, s, k + 1);
    buf_put(b, S("<span>"));
    put_labels(b, s, i);
    buf_put(b, deeds ? S("</span></a></li>\n") : S("</span></li>\n"));
}

void glance_pages(Buf *b, const Sketches *s)
{
    buf_put(b, S("<ol class=\"spreads\">\n"));
    for (int i = 0; i < s->npages; i += shares(s, i) ? 2 : 1)
        put_spread(b, s, i);
    buf_put(b, S("</ol>\n"));
}

/* ---- what was done, and why */
static void put_deeds(Buf *b, const Sketch *k)
{
    if (k->deeds.n == 0)
        return;
    buf_put(b, S("<h4>Page "));
    html_text(b, k->label);
    buf_put(b, S("</h4>\n<ul>\n"));
    for (Cut c = str_line(k->deeds); c.head.n > 0; c = str_line(c.tail)) {
        Str deed = str_trim(c.head);
        buf_put(b, str_starts(deed, S("else ")) ? S("<li class=\"else\">") : S("<li>"));
        html_text(b, deed);
        buf_put(b, S("</li>\n"));
    }
    buf_put(b, S("</ul>\n"));
}

bool glance_done(const Sketches *s)
{
    for (int i = 0; i < s->npages; i++)
        if (s->pages[i].deeds.n > 0)
            return true;
    return false;
}

void glance_deeds(Buf *b, const Sketches *s)
{
    for (int i = 0; i < s->npages; i += shares(s, i) ? 2 : 1) {
        if (!has_deeds(s, i))
            continue;
        int spread = spread_of(&s->pages[i]);
        buf_format(b, "<section class=\"done\">\n<h3 id=\"d%d\"><a href=\"#s%d\">%s ", spread, spread,
            shares(s, i) ? "Pages" : "Page");
        put_labels(b, s, i);
        buf_put(b, S("</a></h3>\n"));
        put_deeds(b, &s->pages[i]);
        if (shares(s, i))
            put_deeds(b, &s->pages[i + 1]);
        buf_put(b, S("</section>\n"));
    }
}
