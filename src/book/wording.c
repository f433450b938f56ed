/* wording.c - what an edition itself says, in the language of the book; in English where its language is not here. */
#include "book/inside.h"

static const char langs[][3] = {"en", "de", "fr", "es", "it", "nl"};       /* in the order of the columns */
enum { LANGS = sizeof langs / sizeof *langs };
static const char *const words[WORDS][LANGS] = {
#define WORDING(name, ...) [WORDING_##name] = {__VA_ARGS__},
#include "book/wording.def"
#include "book/sentence.def"
#undef WORDING
};

/* 0, English, where the language is not here. */
static int column_of(Str lang)
{
    for (int i = 1; i < LANGS; i++)
        if (uni_speaks(lang, str_of(langs[i])))
            return i;
    return 0;
}

Str wording_find(Str lang, Wording which) { return str_of(words[which][column_of(lang)]); }

Str wording_lang(Str lang) { return column_of(lang) > 0 ? lang : S("en"); }

Str wording_mark(Str lang)
{
    bool own = column_of(lang) > 0 || uni_speaks(lang, S("en"));
    return own ? S("") : S("en");
}

Str wording_spoken(int i) { return i < LANGS ? str_of(langs[i]) : S(""); }

Str wording_fill(Arena *a, Str lang, Wording which, const Str *values)
{
    Buf b = buf_new(a);
    Cut c = str_cut(wording_find(lang, which), '%');
    for (; c.ok; c = str_cut(c.tail, '%')) {
        buf_put(&b, c.head);
        buf_put(&b, *values++);
    }
    buf_put(&b, c.head);
    return buf_str(&b);
}

Str wording_page(Arena *a, Str lang, Wording sign, Str label)
{
    return str_format(a, "%.*s\u00a0%.*s", STR(wording_find(lang, sign)), STR(label));
}

Str wording_quote(Arena *a, Str lang, Str what) { return wording_fill(a, lang, WORDING_QUOTED, &what); }

/* Spanish says "e" before the sound of another: Ana e Inés. */
static Str and_before(Str lang, Str word)
{
    bool i = str_starts(word, S("I")) || str_starts(word, S("i")) || str_starts(word, S("Í"));
    bool hi = str_starts(word, S("Hi")) || str_starts(word, S("hi"));
    bool diphthong = str_starts(word, S("Hie")) || str_starts(word, S("hie"));
    return uni_speaks(lang, S("es")) && (i || hi) && !diphthong ? S("e") : wording_find(lang, WORDING_AND);
}

Str wording_row(Arena *a, Str lang, const Str *items, ptrdiff_t n)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i > 0 && i == n - 1)
            buf_format(&b, " %.*s ", STR(and_before(lang, items[i])));
        else if (i > 0)
            buf_put(&b, S(", "));
        buf_put(&b, items[i]);
    }
    return buf_str(&b);
}
