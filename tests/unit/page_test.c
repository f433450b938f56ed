/* Pages from paragraphs of invented prose: what a reader must never see, and what the writers of PDFs rely on. */
#include "check.h"
#include "type/inside.h"

typedef struct { Arena *a; Typesetter *t; Style style; Frame frame; unsigned seed; } Shop;
typedef struct { Block *first, *last; } Blocks;

static Shop shop(Arena *a, Diag *d)
{
    Shop s = {.a = a, .t = type_open(a, d), .seed = 7};
    s.style = (Style){.font = font_open(s.t, font_find(a, S("LinLibertine_R.otf"))), .size = PT(11), .lang = S("en"),
                      .hyphenate = true};
    s.frame = (Frame){.width = PT(400), .height = PT(500), .inner = PT(50), .top = PT(40), .measure = PT(260),
                      .leading = PT(14), .lines = 24, .hyphenate = true, .protrude = true, .expand = 20, .letterspace = 5,
                      .hyphen_cost = 100};
    return s;
}

static unsigned draw(Shop *s, unsigned below)
{
    s->seed = s->seed * 1103515245u + 12345u;
    return (s->seed >> 16) % below;
}

static Str prose_of(Shop *s, int words)
{
    static const char *const some[] = {"the", "press", "of", "a", "catchword", "assembles", "sheets", "in", "order", "and", "binder",
                                       "foot", "remarkable", "page", "printed", "typographical", "at", "it", "leaves", "before"};
    Buf b = buf_new(s->a);
    for (int i = 0; i < words; i++) buf_format(&b, "%s%s", i ? " " : "", some[draw(s, 20)]);
    buf_byte(&b, '.');
    return buf_str(&b);
}

static Block *add(Shop *s, Blocks *all, Str text)
{
    Block *b = new(s->a, Block, 1);
    Run *r = new(s->a, Run, 1);
    *r = (Run){.text = text, .style = &s->style, .node = NULL, .block = S("b1")};
    *b = (Block){.runs = r, .artifact = ARTIFACT_NONE, .first = PT(12)};
    if (all->last) all->last->next = b;
    else all->first = b;
    return all->last = b;
}

static void fill(Shop *s, Blocks *all, int paragraphs)
{
    for (int i = 0; i < paragraphs; i++) {
        Block *b = add(s, all, prose_of(s, 5 + (int)draw(s, 120)));
        b->runs->block = str_format(s->a, "p%d", i);
    }
}

/* ---- what stands on a page */

static Sp last_line(const Page *p)
{
    Sp y = 0;
    for (const Item *it = p->items; it; it = it->next)
        if (it->y > y) y = it->y;
    return y;
}

static int count_pages(const Page *p)
{
    int n = 0;
    for (; p; p = p->next) n++;
    return n;
}

static int lines_of(const Page *p, Str block)
{
    int n = 0;
    Sp y = -1;
    for (const Item *it = p->items; it; it = it->next)
        if (str_eq(it->block, block) && it->y != y) {
            n++;
            y = it->y;
        }
    return n;
}

static void every_line_is_on_the_grid(const Shop *s, const Page *pages)
{
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next)
            CHECK_INT((it->y - s->frame.top - s->frame.leading * 3 / 4) % s->frame.leading, 0);
}

static void no_line_of_a_paragraph_is_alone(const Page *pages)
{
    for (const Page *p = pages; p && p->next; p = p->next) {
        Str over = p->last->block;
        if (!str_eq(over, p->next->items->block)) continue;
        CHECK(lines_of(p, over) >= 2);
        CHECK(lines_of(p->next, over) >= 2);
        CHECK(!(p->last->hyphen && p->number % 2));
    }
}

static void spreads_are_level(const Page *pages)
{
    for (const Page *p = pages; p && p->next && p->next->next; p = p->next)
        if (p->number % 2 == 0) CHECK_INT(last_line(p), last_line(p->next));
}

/* The text of all items, in order, is the text that was given: only blanks at the ends of paragraphs may be parted. */
static void nothing_is_lost(Shop *s, const Blocks *all, const Page *pages)
{
    Buf got = buf_new(s->a), want = buf_new(s->a);
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next) buf_put(&got, it->text);
    for (const Block *b = all->first; b; b = b->next)
        for (const Run *r = b->runs; r; r = r->next) buf_put(&want, r->text);
    CHECK(str_eq(buf_str(&got), buf_str(&want)));
}

static void glyphs_stand_where_the_item_says(const Page *pages)
{
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next) {
            Sp x = 0;
            for (int i = 0; i < it->nglyphs; i++) {
                bool tail = i == it->nglyphs - 1 && str_ends(it->text, S(" "));
                if (!tail) x += it->glyphs[i].advance;
                CHECK(it->glyphs[i].cluster <= it->text.n);
            }
            CHECK(x == it->width || x + it->glyphs[it->nglyphs - 1].advance == it->width);
        }
}

static void a_chapter_has_no_fault(Shop *s)
{
    for (int round = 0; round < 12; round++) {
        Blocks all = {0};
        fill(s, &all, 60);
        s->frame.sink = round % 3 * 4;
        Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 1 + round % 2, NULL);
        CHECK(count_pages(pages) > 8);
        every_line_is_on_the_grid(s, pages);
        no_line_of_a_paragraph_is_alone(pages);
        spreads_are_level(pages);
        nothing_is_lost(s, &all, pages);
        glyphs_stand_where_the_item_says(pages);
    }
    s->frame.sink = 0;
}

static void a_heading_stands_above_its_text_and_text_after_it_is_on_the_grid(Shop *s)
{
    Style big = s->style;
    big.size = PT(15);
    for (int words = 20; words < 60; words++) {
        Blocks all = {0};
        for (int i = 0; i < 12; i++) {
            Block *h = add(s, &all, S("A heading"));
            *h = (Block){.runs = h->runs, .before = PT(16), .after = PT(5), .leading = PT(18), .keep = true, .keep_next = true,
                         .next = NULL};
            h->runs->style = &big;
            h->runs->block = S("head");
            add(s, &all, prose_of(s, words + i * 9))->runs->block = S("text");
        }
        Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
        for (const Page *p = pages; p; p = p->next) {
            CHECK_STR(p->last->block, S("text"));
            for (const Item *it = p->items, *above = NULL; it; above = it, it = it->next) {
                if (!str_eq(it->block, S("text"))) continue;
                CHECK_INT((it->y - s->frame.top - s->frame.leading * 3 / 4) % s->frame.leading, 0);
                if (above && str_eq(above->block, S("head"))) CHECK_INT(it->y - above->y, PT(20));
            }
        }
        nothing_is_lost(s, &all, pages);
    }
}

static void a_heading_of_many_lines_is_never_left_at_the_foot(Shop *s)
{
    for (int round = 0; round < 12; round++) {
        Blocks all = {0};
        fill(s, &all, 3 + round % 4);
        Block *head = add(s, &all, prose_of(s, 40 + 4 * round));
        head->runs->block = S("head");
        head->keep = head->keep_next = true;
        head->align = ALIGN_LEFT;
        head->before = 3 * s->frame.leading;
        add(s, &all, prose_of(s, 90))->runs->block = S("text");
        for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1 + round % 2, NULL); p; p = p->next)
            if (lines_of(p, S("head")) > 0) CHECK(lines_of(p, S("text")) >= 2);
    }
}

/* Words that announce a quotation stay with it where that costs three lines, and not where the page would end far
   too short. */
static void an_announcement_may_end_a_page(Shop *s)
{
    for (int above = 14; above < 23; above++) {
        Blocks all = {0};
        for (int i = 0; i < above; i++) add(s, &all, S("A line."));
        Block *b = add(s, &all, S("He said:"));
        b->runs->block = S("says");
        b->announces = true;
        Block *quote = add(s, &all, prose_of(s, 60));
        quote->before = s->frame.leading;
        quote->keep = true;
        quote->runs->block = S("said");
        const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
        bool fits = lines_of(p, S("said")) > 0, room = above < 21;
        CHECK(lines_of(p, S("says")) == (fits || room));
    }
}

/* Lines that stay together. */
static void add_lines(Shop *s, Blocks *all, int n)
{
    for (int i = 0; i < n; i++) add(s, all, S("A line."))->keep_next = i < n - 1;
}

/* A verso that would end a line short beside its recto has it above a heading with more than half a line of white there,
   where it is not seen, and above no other. */
static void a_line_more_stands_above_a_heading_with_white_enough(Shop *s)
{
    for (Sp more = -1; more <= 1; more++) {
        Blocks all = {0};
        add_lines(s, &all, 8);
        add_lines(s, &all, 8);
        Block *head = add(s, &all, S("A heading"));
        head->before = s->frame.leading / 2 + more;
        head->after = s->frame.leading - head->before;
        head->keep = head->keep_next = true;
        add_lines(s, &all, 5);
        for (int i = 0; i < 4; i++) add_lines(s, &all, 8);
        const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
        CHECK_INT((last_line(p->next) - last_line(p)) / s->frame.leading, more > 0 ? 0 : 1);
    }
}

/* An entry of three lines for which two columns have room of two lines each goes to the next page with its heading. */
static void an_entry_is_not_parted_between_columns(Shop *s)
{
    for (int above = 18; above < 23; above++) {
        Blocks all = {0}, inside = {0};
        for (int i = 0; i < above; i++) add(s, &all, S("A line."));
        Block *head = add(s, &all, S("A heading"));
        head->keep = head->keep_next = true;
        head->runs->block = S("head");
        add(s, &inside, S("Printed sheets assembled in the order of their catchwords."));
        inside.first->runs->block = S("entry");
        Block *columns = add(s, &all, S(""));
        *columns = (Block){.kind = BLOCK_COLUMNS, .inside = inside.first, .cols = 2, .width = PT(20)};
        const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
        int lines = lines_of(p, S("entry"));
        CHECK_INT(lines, above + 1 + 3 <= 24 ? 3 : 0);
        CHECK_INT(lines_of(p, S("head")), lines > 0);
    }
}

/* Announcements, short paragraphs and quotations that are kept whole: a page where few of the many ways end level. */
static void where_few_ways_end_level_more_are_tried(Shop *s)
{
    unsigned before = s->seed;
    s->seed = 68;
    Blocks all = {0};
    for (int i = 0; i < 60; i++) {
        Block *b = add(s, &all, prose_of(s, 5 + (int)draw(s, 60)));
        if (draw(s, 3)) continue;
        add(s, &all, S("He said:"))->announces = true;
        Block *quote = add(s, &all, prose_of(s, 10 + (int)draw(s, 40)));
        quote->before = quote->after = s->frame.leading;
        quote->keep = draw(s, 2);
        b->keep = !draw(s, 4);
    }
    spreads_are_level(type_flow(s->t, s->a, all.first, &s->frame, 2, NULL));
    s->seed = before;
}

/* The sink is given up where that spares a page of few lines, and nowhere else. */
static void contents_rise_rather_than_run_over(Shop *s)
{
    s->frame.sink = 6;
    s->frame.rises = true;
    for (int n = 14; n < 36; n++) {
        Blocks all = {0};
        for (int i = 0; i < n; i++) add(s, &all, S("An entry."));
        const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
        CHECK_INT(count_pages(p), n <= 24 ? 1 : 2);
        if (n <= 18) CHECK_INT(p->items->line, (p->items->y - s->frame.top) / s->frame.leading - 5);
    }
    s->frame.sink = 0;
    s->frame.rises = false;
}

/* The last page of a chapter takes a line or two from the spread before, though others follow in the same flow. */
static void a_chapter_within_a_flow_ends_with_lines_enough(Shop *s)
{
    static const int ends[] = {21, 22, 22, 23};
    for (int n = 25; n < 29; n++) {
        Blocks all = {0};
        for (int i = 0; i < n; i++) add(s, &all, S("A line."))->runs->block = str_format(s->a, "one%d", i);
        add(s, &all, S(""))->kind = BLOCK_PAGE;
        add(s, &all, prose_of(s, 60));
        const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
        CHECK_STR(p->next->items->block, str_format(s->a, "one%d", ends[n - 25]));
    }
}

/* The first line holds the initial, the others up to the third stand beside it. */
static void lines_beside_an_initial_are_indented(Shop *s)
{
    Blocks all = {0};
    Block *b = add(s, &all, prose_of(s, 80));
    b->first = 0;
    b->beside = 3;
    b->beside_indent = PT(40);
    const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
    Sp top = s->frame.top + s->frame.leading * 3 / 4;
    for (const Item *it = p->items; it; it = it->next) {
        bool beside = it->y == top + s->frame.leading || it->y == top + 2 * s->frame.leading;
        if (it == p->items || it->y > top) CHECK((it->x - p->left > PT(35)) == beside);
    }
}

static void lines_are_counted_down_the_page(Shop *s)
{
    Blocks all = {0};
    fill(s, &all, 30);
    Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next)
            CHECK_INT(it->line, (it->y - s->frame.top) / s->frame.leading + 1);
}

static void a_recto_comes_after_a_blank_verso(Shop *s)
{
    Blocks all = {0};
    static const char one[] = "1", two[] = "2";
    fill(s, &all, 1);
    all.first->mark = one;
    Block *turn = add(s, &all, S(""));
    *turn = (Block){.kind = BLOCK_RECTO};
    add(s, &all, prose_of(s, 30))->mark = two;
    s->frame.recto = true;
    Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
    s->frame.recto = false;
    CHECK(p->blank && !p->items && p->number == 2);
    CHECK(p->next->opening && p->next->number == 3 && p->next->first_mark == one);
    CHECK_STR(p->next->block, S("p0"));
    CHECK(p->next->next->blank && p->next->next->last_mark == one);
    CHECK(p->next->next->next->number == 5 && p->next->next->next->last_mark == two);
    CHECK_INT(p->next->left, s->frame.inner);
    CHECK_INT(p->left, s->frame.width - s->frame.inner - s->frame.measure);
}

static void a_kept_block_is_not_divided(Shop *s)
{
    for (int words = 150; words < 250; words += 10) {
        Blocks all = {0};
        add(s, &all, prose_of(s, words))->runs->block = S("text");
        Block *kept = add(s, &all, prose_of(s, 60));
        kept->keep = true;
        kept->runs->block = S("kept");
        Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL);
        for (int there = 0; p; p = p->next) {
            int n = lines_of(p, S("kept"));
            CHECK(!(there && n));
            there += n;
        }
    }
}

static void a_fill_takes_the_rest_of_the_line(Shop *s)
{
    Run number = {.text = S("12"), .style = &s->style, .block = S("t")};
    Run leader = {.next = &number, .kind = RUN_FILL, .text = S(" ."), .style = &s->style};
    Run title = {.next = &leader, .text = S("A title"), .style = &s->style, .block = S("t")};
    Item *it = type_line(s->t, s->a, &title, ALIGN_JUSTIFY, PT(10), PT(20), PT(260), ARTIFACT_HEADER);
    int leaders = 0;
    const Item *last = NULL, *dots = NULL;
    for (; it; last = it, it = it->next) {
        CHECK(it->artifact != ARTIFACT_NONE && !it->node);
        if (!str_starts(it->text, S(" ."))) continue;
        leaders += it->nglyphs / 2;
        dots = it;
    }
    CHECK(leaders > 10);
    CHECK(dots && dots->x + dots->width <= last->x - s->style.size / 2);
    CHECK_STR(last->text, S("12"));
    CHECK_INT(last->x + last->width, PT(270));
    Sp natural = type_width(s->t, &number);
    CHECK_INT(natural, last->width);
    Item *centered = type_line(s->t, s->a, &number, ALIGN_CENTER, PT(10), PT(20), PT(260), ARTIFACT_HEADER);
    CHECK_INT(centered->x, PT(10) + (PT(260) - natural) / 2);
}

static void runs_within_a_word_stay_together(Shop *s)
{
    Style sup = s->style;
    sup.features = FEAT_SUPS;
    Blocks all = {0};
    Block *b = add(s, &all, prose_of(s, 40));
    Run *call = new(s->a, Run, 1), *rest = new(s->a, Run, 1);
    *call = (Run){.text = S("12"), .style = &sup, .glue_before = true, .link = S("#n12"), .anchor = S("r12"), .block = S("b1"),
                  .offset = utf8_count(b->runs->text)};
    *rest = (Run){.text = prose_of(s, 40), .style = &s->style, .block = S("b1"), .offset = call->offset + 2};
    rest->text = str_format(s->a, " %.*s", STR(rest->text));
    b->runs->next = call;
    call->next = rest;
    Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
    const Item *before = NULL;
    ptrdiff_t at = 0;
    for (const Item *it = p->items; it; before = it, it = it->next) {
        CHECK_INT(it->offset, at);
        at += utf8_count(it->text);
        if (!it->link.n) continue;
        CHECK_STR(it->anchor, S("r12"));
        CHECK_INT(it->y, before->y);
        CHECK_INT(it->x, before->x + before->width);
    }
    nothing_is_lost(s, &all, p);
}

/* Calls every twenty words or so, notes of up to eighty words, in smaller type. */
static void notes_stand_at_the_foot_of_the_page_that_calls_them(Shop *s)
{
    Style small = s->style;
    small.size = PT(9);
    Blocks all = {0};
    int notes = 0;
    for (int i = 0; i < 40; i++) {
        Block *b = add(s, &all, prose_of(s, 20 + (int)draw(s, 60)));
        Run *call = new(s->a, Run, 1);
        b->runs->next = call;
        *call = (Run){.text = S("*"), .style = &s->style, .glue_before = true, .block = str_format(s->a, "call%d", notes)};
        Blocks foot = {0};
        Block *note = add(s, &foot, prose_of(s, 10 + (int)draw(s, 70)));
        note->leading = PT(11);
        note->runs->style = &small;
        note->runs->block = str_format(s->a, "note%d", notes++);
        call->foot = note;
    }
    Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
    Buf text = buf_new(s->a);
    Sp bottom = s->frame.top + s->frame.lines * s->frame.leading;
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next) {
            CHECK(it->y <= bottom);
            if (it->kind == ITEM_RULE) {
                CHECK_INT(it->line, 0);
                continue;
            }
            CHECK(it->line > 0 && (it->line == 1 || it->y > p->items->y));
            if (it->size == PT(9)) buf_put(&text, it->text);
            if (!str_starts(it->block, S("call"))) continue;
            Str note = str_format(s->a, "note%.*s", STR(str_from(it->block, 4)));
            CHECK(lines_of(p, note) >= 1);
        }
    Str got = buf_str(&text);
    for (const Block *b = all.first; b; b = b->next) {               /* in order, and whole */
        Str want = b->runs->next->foot->runs->text;
        CHECK(str_starts(got, want));
        got = str_from(got, want.n);
    }
    CHECK_INT(got.n, 0);
    CHECK(count_pages(pages) > 8);
}

static void a_note_longer_than_a_page_goes_on_over_pages(Shop *s)
{
    Blocks all = {0}, foot = {0};
    Block *b = add(s, &all, S("One line."));
    Run *call = new(s->a, Run, 1);
    *call = (Run){.text = S("*"), .style = &s->style, .glue_before = true, .foot = add(s, &foot, prose_of(s, 900))};
    b->runs->next = call;
    Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
    Buf text = buf_new(s->a);
    for (const Page *p = pages; p; p = p->next)
        for (const Item *it = p->items; it; it = it->next) buf_put(&text, it->text);
    CHECK(str_ends(buf_str(&text), foot.first->runs->text));
    CHECK(count_pages(pages) >= 3);
    add(s, &all, prose_of(s, 300))->runs->block = S("after");
    Sp bottom = s->frame.top + s->frame.lines * s->frame.leading;
    for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL); p; p = p->next) {
        CHECK(p->items && last_line(p) < bottom);
        if (lines_of(p, S("after"))) CHECK(!p->next || lines_of(p, S("after")) > 2);
    }
}

static Run *call_in(Shop *s, Block *b, Block *note)
{
    Run *last = b->runs, *call = new(s->a, Run, 1);
    while (last->next) last = last->next;
    *call = (Run){.text = S("*"), .style = &s->style, .glue_before = true, .foot = note, .block = S("call")};
    return last->next = call;
}

static Block *add_heading(Shop *s, Blocks *all)
{
    Block *head = add(s, all, S("A heading"));
    head->keep = head->keep_next = true;
    head->runs->block = S("head");
    return head;
}

/* The white of the turn must be paid, though it is cheaper to spread what stands before over another page. */
static void a_heading_and_one_line_go_overleaf_with_what_follows(Shop *s)
{
    for (int above = 12; above < 24; above++) {
        Blocks all = {0}, notes[2] = {{0}, {0}};
        for (int i = 0; i < 19; i++) {
            Block *b = add(s, &all, S("A line."));
            if (i % 18 == 0) call_in(s, b, add(s, &notes[i / 18], S("A note.")));
        }
        add(s, &all, S(""))->kind = BLOCK_PAGE;
        for (int i = 0; i < above; i++) add(s, &all, S("A line."));
        for (int i = 0; i < 3; i++) add_heading(s, &all);
        add(s, &all, S("One line of text."));
        add(s, &all, S("Another one: it stays with the text."))->keep_next = true;
        add(s, &all, prose_of(s, 60))->runs->block = S("text");
        for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL); p; p = p->next)
            if (lines_of(p, S("head")) > 0) CHECK(lines_of(p, S("text")) >= 2);
    }
}

/* Each note has a heading and one line: no page is left half empty for that. */
static void a_line_that_is_all_before_the_next_heading_is_text_enough(Shop *s)
{
    Blocks all = {0};
    add(s, &all, S("First line."));
    for (int i = 0; i < 60; i++) {
        add_heading(s, &all)->before = s->frame.leading;
        add(s, &all, S("One line."));
    }
    for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL); p && p->next; p = p->next) {
        CHECK_STR(p->last->block, S("b1"));
        CHECK(last_line(p) >= s->frame.top + (s->frame.lines - 3) * s->frame.leading);
    }
}

static Block *table_of(Shop *s, Blocks *all, int rows, int cols)
{
    Block *b = add(s, all, S(""));
    *b = (Block){.kind = BLOCK_TABLE, .cells = new(s->a, Cell, rows * cols), .rows = rows, .cols = cols};
    for (int i = 0; i < rows * cols; i++) {
        Blocks cell = {0};
        add(s, &cell, str_format(s->a, "cell %d", i))->runs->block = S("cell");
        b->cells[i] = (Cell){.blocks = cell.first, .span = 1, .head = i < cols};
    }
    return b;
}

/* A note that has a table in it, whose cell calls another note. */
static void a_note_may_hold_a_table_and_call_a_note(Shop *s)
{
    Blocks all = {0}, note = {0}, inner = {0};
    call_in(s, add(s, &all, S("Text")), add(s, &note, S("First.")));
    Block *table = table_of(s, &note, 3, 2);
    call_in(s, table->cells[2].blocks, add(s, &inner, S("Innermost.")));
    add(s, &note, S("Last."));
    add(s, &all, S("More text."));
    Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
    Buf got = buf_new(s->a);
    for (const Item *it = p->items; it; it = it->next) buf_put(&got, it->text);
    CHECK_STR(buf_str(&got), S("Text*More text.First.cell 0cell 1cell 2*cell 3cell 4cell 5Last.Innermost."));
    CHECK(!p->next);
}

/* Wherever calls stand, each note begins on the page of its call, unless the table that calls it fills the page; all of
   them are there, in order. */
static void notes_of_headings_and_rows_stand_on_their_page(Shop *s)
{
    int late = 0;
    for (int words = 40; words < 140; words += 7) {
        Blocks all = {0};
        Buf want = buf_new(s->a), got = buf_new(s->a);
        for (int i = 0; i < 6; i++) {
            Block *head = add(s, &all, S("A heading"));
            head->keep = head->keep_next = true;
            add(s, &all, prose_of(s, words));
            Block *table = table_of(s, &all, 6, 2), *calls[] = {head, table->cells[4].blocks};
            for (int k = 0; k < 2; k++) {
                Blocks note = {0};
                Block *b = add(s, &note, prose_of(s, 20 + words * k));
                Str name = str_format(s->a, "note%d.%d", i, k);
                b->runs->block = name;
                call_in(s, calls[k], b)->anchor = name;
                buf_put(&want, b->runs->text);
            }
        }
        for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL); p; p = p->next)
            for (const Item *it = p->items; it; it = it->next) {
                if (str_starts(it->block, S("note"))) buf_put(&got, it->text);
                if (it->anchor.n && !lines_of(p, it->anchor)) {
                    late++;
                    CHECK(p->next && lines_of(p->next, it->anchor) > 0);
                }
                CHECK(it->y <= s->frame.top + s->frame.lines * s->frame.leading);
            }
        CHECK(str_eq(buf_str(&got), buf_str(&want)));
    }
    CHECK(late < 24);                                               /* of 180 */
}

/* Entries of one to three lines below letters of their own, in two columns that begin amid a page. */
static void columns_are_filled_in_order_and_end_level(Shop *s)
{
    for (int entries = 1; entries < 160; entries += 9) {
        Blocks all = {0}, inside = {0};
        Buf want = buf_new(s->a), got = buf_new(s->a);
        add(s, &all, S("An index"));
        for (int i = 0; i < entries; i++) {
            bool letter = i % 7 == 0;
            Block *b = add(s, &inside, letter ? S("A letter") : prose_of(s, 1 + (int)draw(s, 14)));
            *b = (Block){.runs = b->runs, .align = ALIGN_LEFT, .hang = PT(10), .keep_next = letter, .before = letter && i ? PT(14) : 0};
            b->runs->block = str_format(s->a, "%s%d", letter ? "letter" : "e", i);
            buf_put(&want, b->runs->text);
        }
        Block *columns = add(s, &all, S(""));
        *columns = (Block){.kind = BLOCK_COLUMNS, .cols = 2, .width = PT(14), .inside = inside.first};
        add(s, &all, S("After it."))->runs->block = S("after");
        Page *pages = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
        Sp ends[2] = {0, 0}, after = 0;
        for (const Page *p = pages; p; p = p->next) {
            const Item *last = NULL;
            ends[0] = ends[1] = 0;
            for (const Item *it = p->items; it; last = it, it = it->next) {
                bool right = it->x > p->left + PT(125);
                CHECK_INT((it->y - s->frame.top - s->frame.leading * 3 / 4) % s->frame.leading, 0);
                CHECK(it->y <= s->frame.top + s->frame.lines * s->frame.leading);
                if (str_eq(it->block, S("after"))) after = it->y;
                if (it->block.n < 2 || it->block.s[0] == 'a' || it->block.s[0] == 'b') continue;
                buf_put(&got, it->text);
                ends[right] = it->y;
                if (last && str_starts(last->block, S("letter"))) CHECK(it->y > last->y);   /* no letter ends a column */
            }
        }
        CHECK(str_eq(buf_str(&got), buf_str(&want)));
        Sp step = ends[0] < ends[1] ? ends[1] - ends[0] : ends[0] - ends[1];
        CHECK(entries < 2 || step <= 5 * s->frame.leading);         /* what is kept together is no higher */
        CHECK(after > ends[0] || ends[0] == 0);
        no_line_of_a_paragraph_is_alone(pages);
    }
}

/* ---- columns that end level: what one lacks stands between its letters, a line each, from its end on */

typedef struct { int foot, gaps, more; } Reached;                   /* lines: more: of them between the letters */

/* What stands in a column of a page, where a letter but the first has `white` lines above it. */
static Reached column_on(const Shop *s, const Page *p, bool right, int white)
{
    Reached r = {0};
    for (const Item *it = p->items; it; it = it->next) {
        if (it->block.n != 1 || (it->x > p->left + PT(125)) != right) continue;
        int line = (int)((it->y - s->frame.top) / s->frame.leading) + 1, above = line - r.foot - 1;
        bool letter = it->block.s[0] == 'L' && r.foot > 0;
        CHECK(letter ? above == white || above == white + 1 : above == 0);
        CHECK(!letter || above >= white + (r.more > 0));            /* the last ones have more */
        r.gaps += letter;
        r.more += letter && above > white;
        r.foot = line;
    }
    return r;
}

/* Gives whether both go on beyond what the longest of them had.  How far they might, a shorter spread may decide. */
static bool columns_are_level(const Shop *s, const Page *p, int white, bool last)
{
    Reached c[2] = {column_on(s, p, false, white), column_on(s, p, true, white)};
    int longest = 0, reach = s->frame.lines, foot[2], most[2];
    bool two = c[1].foot > 0;
    for (int i = 0; i <= two; i++) {
        foot[i] = c[i].foot - c[i].more;
        most[i] = foot[i] + (last && i == two ? 0 : c[i].gaps);     /* where the stream ends nothing is lacking */
        longest = foot[i] > longest ? foot[i] : longest;
        reach = most[i] < reach ? most[i] : reach;
    }
    bool shorter = !c[0].more && !c[1].more && foot[0] == longest && (!two || foot[1] == longest);
    int level = shorter || longest > reach ? longest : reach;
    for (int i = 0; i <= two; i++) CHECK_INT(c[i].foot, most[i] < level ? most[i] : level);
    return level > longest;
}

static void columns_end_level_by_white_between_letters(Shop *s)
{
    int beyond = 0;
    for (int round = 0; round < 60; round++) {
        Blocks all = {0}, inside = {0};
        int white = 1 + round % 2;
        for (int i = 0, rest = 0; i < 110; i++, rest--) {
            bool letter = rest == 0;
            Block *b = add(s, &inside, S("An entry"));
            *b = (Block){.runs = b->runs, .align = ALIGN_LEFT, .keep_next = letter || (rest > 1 && draw(s, 3) == 0),
                         .before = letter && i ? white * s->frame.leading : 0};
            b->runs->block = letter ? S("L") : S("e");
            rest = letter ? 3 + (int)draw(s, 9) : rest;
        }
        Block *columns = add(s, &all, S(""));
        *columns = (Block){.kind = BLOCK_COLUMNS, .cols = 2, .width = PT(14), .inside = inside.first};
        for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL); p; p = p->next)
            beyond += columns_are_level(s, p, white, !p->next);
    }
    CHECK(beyond > 5);
}

/* Entries with parts that begin lines of their own, as the pages of each text do in an index: of no part a line stands
   alone in its column. */
static void no_line_of_a_part_is_alone_in_a_column(Shop *s)
{
    enum { PARTS = 60 };
    Blocks all = {0}, inside = {0};
    int lines[PARTS][8] = {{0}};
    for (int i = 0; i < PARTS; i++) {
        Run *run = new(s->a, Run, 1), *end = new(s->a, Run, 1);
        Block *b = i % 10 ? inside.last : add(s, &inside, S("Entry"));
        *run = (Run){.text = prose_of(s, 1 + (int)draw(s, 14)), .style = &s->style, .block = str_format(s->a, "%d", i)};
        *end = (Run){.kind = RUN_BREAK, .style = &s->style, .next = run};
        b->align = ALIGN_LEFT;
        Run *last = b->runs;
        while (last->next) last = last->next;
        last->next = end;
    }
    *add(s, &all, S("")) = (Block){.kind = BLOCK_COLUMNS, .cols = 2, .width = PT(14), .inside = inside.first};
    int column = 0, of = 0;
    for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL); p; p = p->next, column += 2)
        for (const Item *it = p->items, *last = NULL; it; last = it, it = it->next) {
            if (it->block.n == 0 || it->block.s[0] < '0' || it->block.s[0] > '9') continue;
            bool begins = !last || last->y != it->y || !str_eq(last->block, it->block);
            of = 0;
            for (ptrdiff_t k = 0; k < it->block.n; k++) of = of * 10 + it->block.s[k] - '0';
            lines[of][(column + (it->x > p->left + PT(125))) % 8] += begins;
        }
    CHECK(column > 2);
    for (int i = 0, sum; i < PARTS; i++) {
        for (int k = sum = 0; k < 8; k++) sum += lines[i][k];
        for (int k = 0; k < 8; k++) CHECK(sum > 0 && (lines[i][k] != 1 || sum == 1));
    }
}

/* What may not hold columns or plates has their text as its own. */
static void columns_in_columns_lose_nothing(Shop *s)
{
    Blocks all = {0}, outer = {0}, inner = {0}, note = {0};
    add(s, &inner, S("Innermost"));
    *add(s, &outer, S("")) = (Block){.kind = BLOCK_COLUMNS, .cols = 2, .inside = inner.first};
    *add(s, &note, S("")) = (Block){.kind = BLOCK_PLATE, .inside = inner.first};
    *add(s, &all, S("")) = (Block){.kind = BLOCK_COLUMNS, .cols = 2, .inside = outer.first};
    call_in(s, add(s, &all, S("Called")), note.first);
    Buf got = buf_new(s->a);
    for (const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL); p; p = p->next)
        for (const Item *it = p->items; it; it = it->next) buf_put(&got, it->text);
    CHECK_STR(buf_str(&got), S("InnermostCalled*Innermost"));
}

static void a_plate_has_a_page_of_its_own_and_the_text_goes_on(Shop *s)
{
    Blocks all = {0}, plate = {0}, second = {0};
    Block *image = add(s, &plate, S(""));
    *image = (Block){.kind = BLOCK_IMAGE, .height = PT(200), .artifact = ARTIFACT_LAYOUT, .next = NULL};
    add(s, &plate, S("What it shows."))->runs->block = S("caption");
    Block *last = add(s, &second, S(""));
    *last = (Block){.kind = BLOCK_IMAGE, .height = PT(100), .artifact = ARTIFACT_LAYOUT, .next = NULL};
    add(s, &all, prose_of(s, 60))->runs->block = S("before");
    *add(s, &all, S("")) = (Block){.kind = BLOCK_PLATE, .inside = plate.first};
    fill(s, &all, 20);
    *add(s, &all, S("")) = (Block){.kind = BLOCK_PLATE, .inside = second.first};
    Page *p = type_flow(s->t, s->a, all.first, &s->frame, 2, NULL), *text = NULL, *end = p;
    CHECK(!p->plate && lines_of(p, S("p0")) > 0);
    CHECK(last_line(p) >= s->frame.top + (s->frame.lines - 3) * s->frame.leading);
    CHECK(p->next->plate && p->next->items->kind == ITEM_IMAGE);
    CHECK_STR(p->next->last->block, S("caption"));
    Sp above = p->next->items->y - s->frame.top;
    CHECK_INT(above, (s->frame.lines * s->frame.leading - PT(214)) / 2);
    CHECK(!p->next->next->plate);
    for (; end->next; end = end->next) {
        end->items = end->plate ? NULL : end->items;
        text = end;
    }
    CHECK(end->plate && end->items->height == PT(100) && !text->plate);
}

/* From the corners of the page outwards, wherever the words stand; what is too much is cut off at both sides alike. */
static void a_picture_that_bleeds_covers_the_page_and_more(Shop *s)
{
    Blocks all = {0}, bare = {0}, with = {0};
    Sp over = PT(9), width = s->frame.width, height = s->frame.height;
    *add(s, &bare, S("")) = (Block){.kind = BLOCK_IMAGE, .width = PT(200), .height = PT(100), .over = over,
                                    .artifact = ARTIFACT_LAYOUT};
    *add(s, &with, S("")) = *bare.first;
    with.first->next = NULL;
    add(s, &with, S("What it shows."))->runs->block = S("caption");
    add(s, &all, prose_of(s, 60));
    *add(s, &all, S("")) = (Block){.kind = BLOCK_PLATE, .inside = bare.first};
    *add(s, &all, S("")) = (Block){.kind = BLOCK_PLATE, .inside = with.first};
    Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL)->next;
    for (const Page *at = p; at; at = at->next) {
        const Item *it = at->items;
        CHECK(at->plate && it->kind == ITEM_IMAGE && it->bleeds);
        CHECK(it->x == -over && it->y == -over && it->width == width + 2 * over);
        CHECK(it->whole_height == it->height && it->whole_width == 2 * it->height);
    }
    CHECK(p->items->height == height + 2 * over && !p->items->next);
    Sp foot = s->frame.top + s->frame.lines * s->frame.leading, end = p->next->items->y + p->next->items->height;
    CHECK(p->next->last->x >= p->next->left && p->next->last->y > end && p->next->last->y < foot);
    CHECK_INT(end, foot - s->frame.leading);
}

/* It becomes smaller before its caption runs off the page; where it would be too small, that is said. */
static void a_caption_gets_its_room_from_the_picture(Shop *s)
{
    Blocks all = {0}, plate = {0};
    Sp high = s->frame.lines * s->frame.leading;
    *add(s, &plate, S("")) = (Block){.kind = BLOCK_IMAGE, .width = PT(100), .height = high, .artifact = ARTIFACT_LAYOUT};
    add(s, &plate, prose_of(s, 60));
    add(s, &all, prose_of(s, 60));
    *add(s, &all, S("")) = (Block){.kind = BLOCK_PLATE, .inside = plate.first};
    const Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL)->next;
    CHECK(p->plate && p->items->height < high && p->last->y <= s->frame.top + high);
    CHECK(p->items->width * 1000 / p->items->height == PT(100) * 1000 / high);
}

/* What no design foresees is set somehow, and all of it. */
static void nothing_is_lost_where_nothing_fits(Shop *s)
{
    Blocks all = {0};
    Frame usual = s->frame;
    Buf word = buf_new(s->a);
    for (int i = 0; i < 5000; i++) buf_put(&word, S("endless-"));
    add(s, &all, buf_str(&word));
    add(s, &all, prose_of(s, 6000));
    add(s, &all, S(""));
    for (int i = 0; i < 60; i++) {
        Block *b = add(s, &all, S("A heading that goes on with the next."));
        b->keep = b->keep_next = true;
    }
    add(s, &all, prose_of(s, 400))->keep = true;
    Block *image = add(s, &all, S(""));
    *image = (Block){.kind = BLOCK_IMAGE, .height = PT(2000), .artifact = ARTIFACT_LAYOUT, .next = NULL};
    add(s, &all, S("The end."));
    for (int lines = 24; lines > 0; lines -= 23) {
        s->frame.lines = lines;
        Page *p = type_flow(s->t, s->a, all.first, &s->frame, 1, NULL);
        Buf got = buf_new(s->a), want = buf_new(s->a);
        int images = 0;
        for (; p; p = p->next)
            for (const Item *it = p->items; it; it = it->next) {
                buf_put(&got, it->text);
                images += it->kind == ITEM_IMAGE;
            }
        for (const Block *b = all.first; b; b = b->next)
            if (b->runs) buf_put(&want, b->runs->text);
        CHECK(str_eq(buf_str(&got), buf_str(&want)));
        CHECK_INT(images, 1);
    }
    s->frame = usual;
    Page *empty = type_flow(s->t, s->a, NULL, &s->frame, 1, NULL);
    CHECK(empty && !empty->items && !empty->next);
}

static void a_flow_is_the_same_twice(Shop *s)
{
    Blocks all = {0};
    fill(s, &all, 20);
    Buf one = buf_new(s->a), two = buf_new(s->a);
    dump_pages(&one, type_flow(s->t, s->a, all.first, &s->frame, 1, NULL));
    dump_pages(&two, type_flow(s->t, s->a, all.first, &s->frame, 1, NULL));
    CHECK(one.n > 1000 && str_eq(buf_str(&one), buf_str(&two)));
}

static void keep_page(void *to, Page *page)
{
    dump_breaks(to, page);
}

/* What was found once is not looked for again; where the words are others, the memo is no hindrance. */
static void a_flow_with_a_memo_is_set_as_one_without(Shop *s)
{
    Blocks all = {0}, other = {0};
    fill(s, &all, 20);
    fill(s, &other, 30);
    Arena *a = s->a, *pages = arena_open();
    Buf plain = buf_new(a), first = buf_new(a), again = buf_new(a), new_words = buf_new(a), third = buf_new(a);
    Memo *memo = memo_new(s->a);
    type_pages(s->t, pages, all.first, &s->frame, 1, NULL, keep_page, &plain);
    type_pages(s->t, pages, all.first, &s->frame, 1, memo, keep_page, &first);
    type_pages(s->t, pages, all.first, &s->frame, 1, memo, keep_page, &again);
    CHECK(plain.n > 1000 && str_eq(buf_str(&plain), buf_str(&first)) && str_eq(buf_str(&plain), buf_str(&again)));
    type_pages(s->t, pages, other.first, &s->frame, 1, NULL, keep_page, &new_words);
    type_pages(s->t, pages, other.first, &s->frame, 1, memo, keep_page, &third);
    CHECK(str_eq(buf_str(&new_words), buf_str(&third)));
    arena_close(pages);
}

/* ---- the same without glyphs */

/* "anchor:line" of all destinations in their order, and where in the text the page begins. */
static void tell_places(void *to, Page *page)
{
    buf_format(to, "[%d %.*s+%td]", page->number, STR(page->block), page->offset);
    for (const Item *it = page->items; it; it = it->next)
        if (it->anchor.n) buf_format(to, " %.*s:%d", STR(it->anchor), it->line);
}

/* Cuts the first run into runs, each with a destination, at blanks, before them or after them, as it comes. */
static void cut_runs(Shop *s, Block *b)
{
    Style *other = new(s->a, Style, 1);
    *other = s->style;
    other->size = PT(10);
    for (Run *r = b->runs; r->text.n > 60; r = r->next) {
        ptrdiff_t at = 20 + draw(s, 30);
        while (at < r->text.n && r->text.s[at] != ' ') at++;
        at += (int)draw(s, 3) - 1;
        if (at >= r->text.n) return;
        Run *rest = new(s->a, Run, 1), *white = new(s->a, Run, 1);
        *rest = *r;
        rest->style = draw(s, 2) ? other : &s->style;
        rest->text = str_from(r->text, at);
        rest->offset = r->offset + at;
        rest->anchor = str_format(s->a, "%.*s.%td", STR(r->block), rest->offset);
        r->text = str_sub(r->text, 0, at);
        static const RunKind kinds[] = {RUN_SPACE, RUN_BREAK, RUN_TEXT};
        *white = (Run){.kind = kinds[draw(s, 3)], .style = &s->style, .width = PT(3), .next = rest, .text = S(" "),
                       .anchor = str_format(s->a, "%.*s.w", STR(rest->anchor))};
        if (white->kind == RUN_TEXT) white->text = S("");
        r->next = draw(s, 4) ? rest : white;
        r = r->next == white ? white : r;
    }
}

static void places_are_those_of_the_pages(Shop *s)
{
    Arena *pages = arena_open();
    for (int round = 0; round < 20; round++) {
        Blocks all = {0};
        fill(s, &all, 20);
        for (Block *b = all.first; b; b = b->next) {
            b->runs->anchor = b->runs->block;
            if (draw(s, 5) == 0) b->align = ALIGN_CENTER;
            cut_runs(s, b);
            for (Run *r = b->runs; r; r = r->next)
                if (r->kind == RUN_TEXT && draw(s, 6) == 0) r->text = S("so \u05E9\u05DC\u05D5\u05DD \u05E8\u05D1 too");
        }
        Buf whole = buf_new(s->a), places = buf_new(s->a);
        type_pages(s->t, pages, all.first, &s->frame, 1, NULL, tell_places, &whole);
        type_places(s->t, pages, all.first, &s->frame, 1, NULL, tell_places, &places);
        CHECK(whole.n > 500);
        CHECK_STR(buf_str(&places), buf_str(&whole));
    }
    arena_close(pages);
}

static void forget_page(void *to, Page *page)
{
    *(int *)to += page->items != NULL;
}

/* What a book takes while it is set is what its longest chapter takes, however many there are. */
static void many_chapters_take_the_room_of_one(Shop *s)
{
    Blocks all = {0};
    Arena *pages = arena_open();
    ptrdiff_t room = 0;
    int n = 0, once = 0;
    fill(s, &all, 300);
    for (int chapter = 0; chapter < 20; chapter++) {
        type_pages(s->t, pages, all.first, &s->frame, 1, NULL, forget_page, &n);
        ptrdiff_t now = arena_bytes(pages) + arena_bytes(s->t->flow) + arena_bytes(s->t->scratch) + arena_bytes(s->t->arena);
        if (chapter == 0) once = n;
        if (chapter == 0) room = now;
        CHECK(now <= room);
    }
    CHECK(once > 50);
    CHECK_INT(n, 20 * once);
    CHECK(arena_bytes(pages) < 1 << 20);                            /* a page at a time */
    arena_close(pages);
}

int main(void)
{
    Arena *a = arena_open();
    Diag *d = diag_open(a, stderr);
    Shop s = shop(a, d);
    a_chapter_has_no_fault(&s);
    a_heading_stands_above_its_text_and_text_after_it_is_on_the_grid(&s);
    lines_are_counted_down_the_page(&s);
    a_recto_comes_after_a_blank_verso(&s);
    a_kept_block_is_not_divided(&s);
    a_fill_takes_the_rest_of_the_line(&s);
    runs_within_a_word_stay_together(&s);
    notes_stand_at_the_foot_of_the_page_that_calls_them(&s);
    a_note_longer_than_a_page_goes_on_over_pages(&s);
    a_note_may_hold_a_table_and_call_a_note(&s);
    notes_of_headings_and_rows_stand_on_their_page(&s);
    columns_are_filled_in_order_and_end_level(&s);
    columns_end_level_by_white_between_letters(&s);
    no_line_of_a_part_is_alone_in_a_column(&s);
    columns_in_columns_lose_nothing(&s);
    a_plate_has_a_page_of_its_own_and_the_text_goes_on(&s);
    a_picture_that_bleeds_covers_the_page_and_more(&s);
    a_caption_gets_its_room_from_the_picture(&s);
    nothing_is_lost_where_nothing_fits(&s);
    a_flow_is_the_same_twice(&s);
    a_flow_with_a_memo_is_set_as_one_without(&s);
    places_are_those_of_the_pages(&s);
    many_chapters_take_the_room_of_one(&s);
    a_heading_of_many_lines_is_never_left_at_the_foot(&s);
    a_heading_and_one_line_go_overleaf_with_what_follows(&s);
    a_line_that_is_all_before_the_next_heading_is_text_enough(&s);
    a_line_more_stands_above_a_heading_with_white_enough(&s);
    an_entry_is_not_parted_between_columns(&s);
    an_announcement_may_end_a_page(&s);
    where_few_ways_end_level_more_are_tried(&s);
    contents_rise_rather_than_run_over(&s);
    a_chapter_within_a_flow_ends_with_lines_enough(&s);
    lines_beside_an_initial_are_indented(&s);
    CHECK_INT(diag_total(d), 0);
    type_close(s.t);
    arena_close(a);
    DONE;
}
