#include "check.h"
#include "read/read.h"

static Str surveyed(Arena *a, const char *text)
{
    Diag *d = diag_open(a, NULL);
    FILE *f = fopen("capture.txt", "wb");
    CHECK(f != NULL);
    fwrite(text, 1, strlen(text), f);
    fclose(f);
    Buf b = buf_new(a);
    survey_write(a, S("capture.txt"), &b, d);
    CHECK_INT(diag_total(d), 0);
    return buf_str(&b);
}

static bool says(Str marks, const char *line)
{
    bool found = str_find(marks, str_of(line)) >= 0;
    if (!found)
        fprintf(stderr, "not proposed: %s\nbut:\n%.*s\n", line, STR(marks));
    return found;
}

static bool is_silent(Str marks, const char *words)
{
    bool found = str_find(marks, str_of(words)) >= 0;
    if (found)
        fprintf(stderr, "proposed: %s\n", words);
    return !found;
}

/* Numbers that count up are notes; a year, a percentage and a number of another kind are none. */
static void what_counts_up_is_a_note(Arena *a)
{
    Str m = surveyed(a,
        "The lamp was lit in the year of the flood. (1) It burned for ten years (1811) without a stop. (2)\n\n"
        "Of the keepers (40) in all, no two agreed. (3) The oil rose by 12 per cent in that winter. (4)\n\n"
        "Nobody asked why. (5) The last of them left in the spring of the year (1822), with a box. (6)\n");
    CHECK(says(m, "rule notes \"(N)\" series=n1 first=1 last=6 lines=1-5 "));
    CHECK(is_silent(m, "1811"));
    CHECK(is_silent(m, "call "));
}

static void a_gap_and_a_misprint_are_told_apart(Arena *a)
{
    Str m = surveyed(a,
        "He said that the boat was gone.\"1 She knew that it was not.\"2 They went down to see.3\n\n"
        "There was a light on the water.\"5 It did not move at all.\"6 It was said to be a lamp.7\n\n"
        "Nobody went to look at it then.\"8 Nobody ever spoke of it.\"9 The winter came and went.\"l0\n\n"
        "In the spring there was grass.\"11 The dog lay down in it.\"12 That is all there is to say.13\n");
    CHECK(says(m, "rule notes glued series=n1 first=1 last=13 "));
    CHECK(says(m, "missing 4 series=n1 "));
    CHECK(says(m, "n=10 series=n1 "));
    CHECK(says(m, "printed l0, in the place of 10"));
}

/* The text's own words say whether a hyphen was the printer's. */
static void a_cut_word_is_looked_up(Arena *a)
{
    Str m = surveyed(a,
        "The lighthouse stood alone. Every lighthouse of that coast stands alone, and each keeper knows the top secret\n\n"
        "of his own lamp, and the keeper of the next light-\n\n{p. 12} house knows it as well, though he may not say so.\n\n"
        "{p. 13} It was a secret of the top of the tower, which only the oldest of all the keepers knew. It was a top-\n\n"
        "{p. 14} secret matter, and nobody in the village had ever heard a word of it from any of the men who kept it.\n");
    CHECK(says(m, "rule pages \"{p. N}\" "));
    CHECK(says(m, "join 3 5 hyphen=drop "));
    CHECK(says(m, "? join 7 9 hyphen=keep "));
}

static void a_hyphen_between_blanks_is_a_dash(Arena *a)
{
    Str m = surveyed(a, "The lamp was lit - some say too late - and the boat was gone.\n\n"
                        "Nobody went to look - it was a well-known and windy place.\n");
    CHECK(says(m, "\nrule dashes "));
    CHECK(says(m, "3 hyphens between blanks\n"));
    m = surveyed(a, "The lamp was lit - some say too late - and 7 - 3 is four.\n\nOf 9 - 2 boats - all but two - one is left.\n");
    CHECK(says(m, "\n? rule dashes "));
    m = surveyed(a, "The lamp was lit - some say too late - and the boat was gone.\n\n- 12 -\n\n  - 13 -\n\n - one\n");
    CHECK(is_silent(m, "rule dashes"));
}

static void nothing_is_proposed_for_nothing(Arena *a)
{
    static const char *const texts[] = {"", "\n", "\n\n\n", "   \n\t\n", "\xEF\xBB\xBF", "a", "\r\n", "12\n", "[1]\n", "*\n", "-\n\n-"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK(says(surveyed(a, texts[i]), "catchword-marks 1\nsource capture.txt sha256 "));
}

static void what_is_no_text_is_refused(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    FILE *f = fopen("binary.txt", "wb");
    CHECK(f != NULL);
    fwrite("a\0b\xFF", 1, 4, f);
    fclose(f);
    Buf b = buf_new(a);
    survey_write(a, S("binary.txt"), &b, d);
    survey_write(a, S("nowhere.txt"), &b, d);
    CHECK_INT(b.n, 0);
    CHECK_INT(diag_count(d, ERROR), 3);
    CHECK_INT(diag_at(d, 0)->code, TEXT_HAS_NUL);
    CHECK_INT(diag_at(d, 1)->code, TEXT_NOT_UTF8);
    CHECK_INT(diag_at(d, 2)->code, FILE_MISSING);
}

int main(void)
{
    Arena *a = arena_open();
    what_counts_up_is_a_note(a);
    a_gap_and_a_misprint_are_told_apart(a);
    a_cut_word_is_looked_up(a);
    a_hyphen_between_blanks_is_a_dash(a);
    nothing_is_proposed_for_nothing(a);
    what_is_no_text_is_refused(a);
    arena_close(a);
    DONE;
}
