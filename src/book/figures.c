/* figures.c - numbers as the languages write them: in words within a sentence, in groups of three in a table. */
#include "book/inside.h"

/* The words of the language as far as they go, which is where they begin to agree with what they count. */
static Str listed(Str lang, ptrdiff_t n)
{
    Str rest = wording_find(lang, WORDING_NUMBERS);
    for (ptrdiff_t i = 2; i < n; i++)
        rest = str_cut(rest, ' ').tail;
    return n < 2 ? S("") : str_cut(rest, ' ').head;
}

/* English goes on to a hundred. */
static Str compound(Arena *a, Str lang, ptrdiff_t n)
{
    static const char *const tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    Str unit = n % 10 == 1 ? S("one") : listed(lang, n % 10);
    return str_format(a, "%s%s%.*s", tens[n / 10 - 2], unit.n ? "-" : "", STR(unit));
}

Str figures_words(Arena *a, Str lang, ptrdiff_t n)
{
    Str word = listed(lang, n);
    if (word.n > 0)
        return word;
    bool english = uni_speaks(wording_lang(lang), S("en"));
    return english && n >= 20 && n < 100 ? compound(a, lang, n) : str_format(a, "%td", n);
}

Str figures_first(Arena *a, Str lang, ptrdiff_t n)
{
    Str words = figures_words(a, lang, n);
    if (words.s[0] >= '0' && words.s[0] <= '9')
        return wording_fill(a, lang, WORDING_IN_ALL, &words);
    return str_format(a, "%c%.*s", words.s[0] - 'a' + 'A', STR(str_from(words, 1)));
}

Str figures_grouped(Arena *a, Str lang, ptrdiff_t n)
{
    if (n < 1000)
        return str_format(a, "%td", n);
    Str front = figures_grouped(a, lang, n / 1000), mark = wording_find(lang, WORDING_THOUSANDS);
    return str_format(a, "%.*s%.*s%03td", STR(front), STR(mark), n % 1000);
}

Str figures_share(Arena *a, Str lang, ptrdiff_t part, ptrdiff_t whole)
{
    if (whole <= 0)
        return S("–");
    ptrdiff_t mill = (part * 1000 + whole / 2) / whole;
    mill = mill > 1000 ? 1000 : mill;
    return str_format(a, "%td%.*s%td\u00A0%%", mill / 10, STR(wording_find(lang, WORDING_DECIMALS)), mill % 10);
}
