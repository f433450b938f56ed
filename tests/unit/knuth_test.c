/* Lines from invented widths: no font, no text.  A letter is 10 wide, a space 10; PT(1) is the unit. */
#include "check.h"
#include "type/inside.h"

enum { MOST = 600 };
typedef struct { Break b[MOST]; int n; Sp width, space; int letters; } Text;

static void word(Text *t, int letters)
{
    t->width += PT(10) * letters;
    t->letters += letters;
}

static Break *put(Text *t)
{
    Break *b = &t->b[t->n++];
    *b = (Break){.end = t->width, .start = t->width, .space_end = t->space, .space_start = t->space,
                 .letters_end = t->letters, .letters_start = t->letters};
    return b;
}

static Break *space(Text *t)
{
    Break *b = put(t);
    t->width += PT(10);
    t->space += PT(10);
    b->start = t->width;
    b->space_start = t->space;
    return b;
}

static Break *hyphen(Text *t)
{
    Break *b = put(t);
    b->end += PT(5);
    b->hyphen = true;
    b->penalty = 60;
    return b;
}

static void begin(Text *t)
{
    *t = (Text){.n = 0};
    put(t);
}

static void end(Text *t)
{
    put(t)->forced = true;
}

static Measure measure(int width)
{
    return (Measure){.first = PT(width), .rest = PT(width), .em = PT(10), .runt = PT(width) / 9};
}

static Measure soft_measure(int width)
{
    Measure m = measure(width);
    m.expand = 20;
    m.letterspace = 20;
    return m;
}

static Settings broken(Arena *a, const Text *t, Measure m)
{
    Arena *scratch = arena_open();
    Settings s = knuth_break(a, scratch, t->b, t->n, &m);
    arena_close(scratch);
    return s;
}

static const Setting *best(const Settings *s)
{
    return &s->settings[s->best];
}

static void a_short_paragraph_is_one_line(Arena *a)
{
    Text t;
    begin(&t);
    word(&t, 4);
    space(&t);
    word(&t, 4);
    end(&t);
    Settings s = broken(a, &t, measure(300));
    CHECK_INT(s.n, 1);
    CHECK_INT(best(&s)->nlines, 1);
    CHECK_INT(best(&s)->breaks[0], t.n - 1);
    CHECK_INT(best(&s)->demerits > 0, 1);
}

/* Greedy breaking would fill the first line and leave a gap in the second: total fit takes one word less. */
static void a_line_gives_a_word_to_the_next_for_the_whole(Arena *a)
{
    Text t;
    const int words[] = {4, 4, 4, 4, 2, 13, 6, 4, 4, 4, 3};
    begin(&t);
    for (int i = 0; i < 11; i++) {
        if (i) space(&t);
        word(&t, words[i]);
    }
    end(&t);
    Settings s = broken(a, &t, measure(230));
    const Setting *b = best(&s);
    CHECK_INT(b->nlines, 3);
    CHECK_INT(b->breaks[0], 4);
    CHECK(b->worst < 1500);                                         /* greedy: 3000 */
}

static void a_word_that_no_line_can_hold_is_overfull_and_said(Arena *a)
{
    Text t;
    begin(&t);
    word(&t, 4);
    space(&t);
    word(&t, 60);
    space(&t);
    word(&t, 4);
    end(&t);
    Settings s = broken(a, &t, measure(300));
    CHECK(s.overfull);
    CHECK_INT(best(&s)->breaks[best(&s)->nlines - 1], t.n - 1);
}

/* The line above the long word ends where that word begins, and is loose; those above it need not be. */
static void what_stands_above_a_word_that_no_line_can_hold_is_set_well(Arena *a)
{
    for (int words = 60; words < 80; words++) {
        Text t;
        begin(&t);
        for (int i = 0; i < words; i++) {
            word(&t, 1 + i * 5 % 7);
            space(&t);
        }
        word(&t, 90);
        space(&t);
        word(&t, 4);
        end(&t);
        Settings s = broken(a, &t, measure(600));
        const Setting *b = best(&s);
        CHECK(s.overfull);
        for (int i = 0; i + 3 < b->nlines; i++) CHECK(b->tight[i] < 1000);
    }
}

/* Better three hyphens than words in the margin. */
static void three_hyphens_run_together_where_a_line_would_be_too_long(Arena *a)
{
    Text t;
    begin(&t);
    word(&t, 4);
    space(&t);
    for (int k = 0; k < 12; k++) {
        word(&t, 9);
        if (k < 11) hyphen(&t);
    }
    end(&t);
    Settings s = broken(a, &t, measure(200));
    CHECK(!s.overfull);
    CHECK(best(&s)->nlines >= 6);
}

static void no_three_hyphens_run_together(Arena *a)
{
    Text t;
    begin(&t);
    for (int i = 0; i < 60; i++) {                                  /* only hyphens would set these lines well */
        if (i) space(&t);
        for (int k = 0; k < 3; k++) {
            word(&t, 5 + i % 3);
            if (k < 2) hyphen(&t);
        }
    }
    end(&t);
    Settings s = broken(a, &t, measure(300));
    const Setting *b = best(&s);
    int run = 0, most = 0;
    for (int i = 0; i < b->nlines; i++) {
        run = t.b[b->breaks[i]].hyphen ? run + 1 : 0;
        if (run > most) most = run;
    }
    CHECK(most <= 2);
    CHECK(b->nlines > 20);
}

static void a_forced_break_ends_its_line_wherever_it_is(Arena *a)
{
    Text t;
    begin(&t);
    word(&t, 3);
    put(&t)->forced = true;
    word(&t, 5);
    end(&t);
    Settings s = broken(a, &t, measure(300));
    CHECK_INT(best(&s)->nlines, 2);
    CHECK_INT(best(&s)->breaks[0], 1);
    CHECK_INT(best(&s)->worst, 0);
}

/* Every fifth word is the same and would end every line; the word after it may be cut at hardly any cost. */
static void the_same_word_does_not_end_two_lines_where_it_can_be_helped(Arena *a)
{
    Text t;
    begin(&t);
    for (int i = 0; i < 40; i++) {
        if (i) space(&t)->last = i % 5 == 0 ? 77 : (uint32_t)(100 + i);
        word(&t, 1);
        if (i % 5 == 0) put(&t)->last = (uint32_t)(200 + i);
        word(&t, 4);
    }
    end(&t);
    Settings s = broken(a, &t, measure(300));                       /* five words and their spaces: 290 */
    const Setting *b = best(&s);
    int stacks = 0;
    for (int i = 1; i < b->nlines; i++) stacks += t.b[b->breaks[i]].last == 77 && t.b[b->breaks[i - 1]].last == 77;
    CHECK_INT(b->nlines, 8);
    CHECK_INT(stacks, 0);
}

static void settings_come_in_order_of_length(Arena *a)
{
    Text t;
    begin(&t);
    for (int i = 0; i < 200; i++) {
        if (i) space(&t);
        word(&t, 2 + i * 7 % 6);
    }
    end(&t);
    Settings s = broken(a, &t, soft_measure(400));
    CHECK(s.n > 1);
    for (int i = 1; i < s.n; i++) CHECK_INT(s.settings[i].nlines, s.settings[i - 1].nlines + 1);
    for (int i = 0; i < s.n; i++) CHECK(s.settings[i].demerits >= best(&s)->demerits);
}

/* A runt is a last line too short to be seen below the indent: over many measures, few are left. */
static void the_last_line_is_seldom_a_runt(Arena *a)
{
    Text t;
    int runts[2] = {0, 0};
    begin(&t);
    for (int i = 0; i < 80; i++) {
        if (i) space(&t);
        word(&t, 2);
        if (i % 3 == 0) hyphen(&t);
        if (i < 79) word(&t, i * 5 % 7);
    }
    end(&t);
    for (int with = 0; with < 2; with++)
        for (int width = 300; width < 500; width += 1) {
            Measure m = soft_measure(width);
            Sp runt = m.runt;
            if (!with) m.runt = 0;
            Settings s = broken(a, &t, m);
            const Setting *b = best(&s);
            runts[with] += t.b[t.n - 1].end - t.b[b->breaks[b->nlines - 2]].start < runt;
        }
    CHECK(runts[0] >= 3);
    CHECK(runts[1] <= runts[0] / 2);
}

/* A last line that is but the rest of a divided word is as bad as a runt, though it be long: over many measures, none is
   left that a line could hold. */
static void the_last_line_is_more_than_the_rest_of_a_word(Arena *a)
{
    Text t;
    int rests = 0;
    begin(&t);
    for (int i = 0; i < 80; i++) {
        if (i) space(&t);
        word(&t, 2 + i * 5 % 7);
    }
    space(&t);
    word(&t, 7);
    hyphen(&t);
    word(&t, 8);
    end(&t);
    for (int width = 300; width < 500; width++) {
        Settings s = broken(a, &t, soft_measure(width));
        const Setting *b = best(&s);
        rests += t.b[b->breaks[b->nlines - 2]].hyphen;
    }
    CHECK_INT(rests, 0);
}

/* Words of four, five and six letters, whose gaps meet often: over many measures, few rivers are left. */
static void white_seldom_runs_down_five_lines(Arena *a)
{
    Text t;
    uint32_t draw = 12345;
    int rivers[2] = {0, 0};
    begin(&t);
    for (int i = 0; i < 150; i++) {
        if (i) space(&t);
        draw = draw * 1664525u + 1013904223u;
        word(&t, 4 + (int)(draw >> 24) % 3);
    }
    end(&t);
    for (int with = 0; with < 2; with++)
        for (int width = 300; width < 500; width += 1) {
            Measure m = soft_measure(width);
            m.banks = with;
            Settings s = broken(a, &t, m);
            rivers[with] += river_runs(t.b, best(&s), &m);
        }
    CHECK(rivers[0] >= 20);
    CHECK(rivers[1] <= rivers[0] / 2);
}

static void a_gap_below_a_gap_is_counted_and_one_beside_it_is_not(void)
{
    Text t;
    Measure m = measure(100);
    Course first = {0}, below = {0}, beside = {0};
    begin(&t);
    const int letters[] = {4, 4, 4, 4, 2, 6};                       /* three lines of two words: a gap at 40, at 40, at 20 */
    for (int i = 0; i < 6; i++) {
        if (i) space(&t);
        word(&t, letters[i]);
    }
    end(&t);
    river_course(&first, NULL, t.b, 0, 2, &m, 0, 0);
    river_course(&below, &first, t.b, 2, 4, &m, 1, 0);
    river_course(&beside, &below, t.b, 4, 6, &m, 2, 0);
    CHECK_INT(first.n, 1);
    CHECK_INT(first.gaps[0].lines, 1);
    CHECK_INT(below.gaps[0].lines, 2);
    CHECK_INT(beside.gaps[0].lines, 1);
    CHECK_INT(river_demerits(&below), 0);
}

static void slack_goes_into_glyphs_before_it_goes_into_spaces(void)
{
    Measure m = {.em = PT(10), .expand = 20, .letterspace = 5};
    Fit none = fit_line(&m, 0, PT(300), PT(30), 60);
    CHECK_INT(none.scale, 1000);
    CHECK_INT(none.space, 0);
    Fit wide = fit_line(&m, PT(4), PT(300), PT(30), 60);
    CHECK(wide.scale > 1000 && wide.scale <= 1020);
    CHECK(wide.track > 0);
    CHECK(wide.tight < 120);
    Fit most = fit_line(&m, PT(40), PT(300), PT(30), 60);
    CHECK_INT(most.scale, 1020);
    CHECK(most.tight > 600);
    Sp ink = PT(270);
    CHECK_INT(most.space + most.track * 60 + ink * (most.scale - 1000) / 1000, PT(40));
    Fit narrow = fit_line(&m, -PT(4), PT(300), PT(30), 60);
    CHECK(narrow.scale < 1000 && narrow.track < 0 && narrow.tight < 0);
}

static void ragged_lines_keep_their_spaces(Arena *a)
{
    Text t;
    begin(&t);
    for (int i = 0; i < 30; i++) {
        if (i) space(&t);
        word(&t, 3 + i * 5 % 7);
    }
    end(&t);
    Measure m = measure(300);
    m.ragged = true;
    Settings s = broken(a, &t, m);
    const Setting *b = best(&s);
    for (int i = 0, from = 0; i < b->nlines; from = b->breaks[i++])
        CHECK(t.b[b->breaks[i]].end - t.b[from].start <= PT(300));
}

int main(void)
{
    Arena *a = arena_open();
    a_short_paragraph_is_one_line(a);
    a_line_gives_a_word_to_the_next_for_the_whole(a);
    a_word_that_no_line_can_hold_is_overfull_and_said(a);
    what_stands_above_a_word_that_no_line_can_hold_is_set_well(a);
    three_hyphens_run_together_where_a_line_would_be_too_long(a);
    no_three_hyphens_run_together(a);
    a_forced_break_ends_its_line_wherever_it_is(a);
    the_same_word_does_not_end_two_lines_where_it_can_be_helped(a);
    settings_come_in_order_of_length(a);
    the_last_line_is_seldom_a_runt(a);
    the_last_line_is_more_than_the_rest_of_a_word(a);
    white_seldom_runs_down_five_lines(a);
    a_gap_below_a_gap_is_counted_and_one_beside_it_is_not();
    slack_goes_into_glyphs_before_it_goes_into_spaces();
    ragged_lines_keep_their_spaces(a);
    arena_close(a);
    DONE;
}
