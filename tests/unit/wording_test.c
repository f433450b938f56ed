/* What an edition says itself: in each language all of it, and as languages write numbers. */
#include "check.h"
#include "book/inside.h"

static ptrdiff_t places_in(Str words)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < words.n; i++)
        n += words.s[i] == '%';
    return n;
}

static void no_language_lacks_a_phrase_or_a_place_in_it(void)
{
    for (int i = 0; wording_spoken(i).n > 0; i++)
        for (int w = 0; w < WORDS; w++) {
            Str lang = wording_spoken(i), words = wording_find(lang, (Wording)w);
            bool whole = words.n > 0 && places_in(words) == places_in(wording_find(S("en"), (Wording)w));
            if (!whole)
                fprintf(stderr, "phrase %d in '%.*s': \"%.*s\"\n", w, STR(lang), STR(words));
            CHECK(whole);
        }
    CHECK_STR(wording_spoken(0), S("en"));
}

static void words_are_in_the_language_of_the_book_or_else_in_english(void)
{
    CHECK_STR(wording_find(S("de-AT"), WORDING_NOTHING), S("[nichts]"));
    CHECK_STR(wording_find(S("la"), WORDING_NOTHING), S("[nothing]"));
    CHECK_STR(wording_lang(S("la")), S("en"));
    CHECK_STR(wording_mark(S("la")), S("en"));
    CHECK_STR(wording_mark(S("en-GB")), S(""));
    CHECK_STR(wording_mark(S("nl")), S(""));
    CHECK_STR(wording_lang(S("fr-CA")), S("fr-CA"));
}

static void rows_are_joined_as_the_language_does(Arena *a)
{
    const Str both[] = {S("Ana"), S("Inés")}, ice[] = {S("agua"), S("hielo")};
    CHECK_STR(wording_row(a, S("es"), both, 2), S("Ana e Inés"));
    CHECK_STR(wording_row(a, S("es-MX"), both, 2), S("Ana e Inés"));
    CHECK_STR(wording_row(a, S("es"), ice, 2), S("agua y hielo"));
    CHECK_STR(wording_row(a, S("it"), both, 2), S("Ana e Inés"));
    CHECK_STR(wording_row(a, S("nl"), both, 2), S("Ana en Inés"));
    CHECK_STR(wording_row(a, S("est"), both, 2), S("Ana and Inés"));
}

static void numbers_are_written_as_the_language_does(Arena *a)
{
    CHECK_STR(figures_words(a, S("en"), 2), S("two"));
    CHECK_STR(figures_words(a, S("en-GB"), 19), S("nineteen"));
    CHECK_STR(figures_words(a, S("en"), 20), S("twenty"));
    CHECK_STR(figures_words(a, S("en"), 31), S("thirty-one"));
    CHECK_STR(figures_words(a, S("en"), 99), S("ninety-nine"));
    CHECK_STR(figures_words(a, S("en"), 100), S("100"));
    CHECK_STR(figures_words(a, S("de"), 12), S("zwölf"));
    CHECK_STR(figures_words(a, S("de"), 13), S("13"));
    CHECK_STR(figures_first(a, S("en"), 42), S("Forty-two"));
    CHECK_STR(figures_first(a, S("en"), 759), S("In all, 759"));
    CHECK_STR(figures_grouped(a, S("en"), 999), S("999"));
    CHECK_STR(figures_grouped(a, S("en"), 1000), S("1,000"));
    CHECK_STR(figures_grouped(a, S("it"), 1234567), S("1.234.567"));
    CHECK_STR(figures_grouped(a, S("fr"), 10007), S("10\u202F007"));
    CHECK_STR(figures_share(a, S("nl"), 1, 8), S("12,5\u00A0%"));
    CHECK_STR(figures_share(a, S("en"), 2, 1), S("100.0\u00A0%"));
    CHECK_STR(figures_share(a, S("en"), 1, 0), S("–"));
}

static void rows_of_numbers_end_in_and(Arena *a)
{
    const int n[] = {1, 2, 3, 5, 9, 10};
    CHECK_STR(note_ranges(a, S("en"), n, 6), S("1–3, 5, 9 and 10"));
    CHECK_STR(note_ranges(a, S("fr"), n, 4), S("1–3 et 5"));
}

int main(void)
{
    Arena *a = arena_open();
    no_language_lacks_a_phrase_or_a_place_in_it();
    words_are_in_the_language_of_the_book_or_else_in_english();
    rows_are_joined_as_the_language_does(a);
    numbers_are_written_as_the_language_does(a);
    rows_of_numbers_end_in_and(a);
    arena_close(a);
    DONE;
}
