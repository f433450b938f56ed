/* Fonts, words and hyphens, with the text face that setup installs. */
#include "check.h"
#include "type/inside.h"

static Style style(Typesetter *t, Arena *a, const char *file, unsigned features)
{
    return (Style){.font = font_open(t, font_find(a, str_of(file))), .size = PT(10), .features = features,
                   .lang = S("en-US"), .hyphenate = true};
}

static Str cuts_of(Typesetter *t, Arena *a, const Style *st, Str text)
{
    const Shape *s = shape_find(t, st, (Where){0});
    const Word *w = word_find(t, s, text, (Where){0});
    int n;
    const WordCut *c = word_cuts(t, s, w, &n);
    Buf b = buf_new(a);
    for (int i = 0, at = 0; i <= n; i++) {
        int to = i < n ? c[i].at : (int)text.n;
        buf_put(&b, str_sub(text, at, to - at));
        if (i < n) buf_byte(&b, c[i].kind == CUT_HYPHEN || c[i].kind == CUT_SOFT ? '=' : '|');
        at = to;
    }
    return buf_str(&b);
}

static void fonts_are_found_and_known(Typesetter *t, Arena *a)
{
    CHECK_INT(font_find(a, S("NoSuchFont.otf")).n, 0);
    Str path = font_find(a, S("LinLibertine_R.otf"));
    const Font *f = font_open(t, path);
    CHECK(f == font_open(t, path));
    FontFacts facts = font_facts(f);
    CHECK_STR(facts.postscript, S("LinLibertineO"));
    CHECK_INT(facts.upem, 1000);
    CHECK(facts.cff && facts.may_embed && facts.may_subset);
    CHECK(facts.cap_height > facts.x_height && facts.x_height > 0 && facts.descent < 0);
    CHECK_INT(facts.weight, 400);
    CHECK_INT(font_width(f, f->space), 250);
    CHECK_INT(font_unicode(f, f->hyphen), '-');
    uint8_t *used = new(a, uint8_t, facts.glyphs);
    used[f->hyphen] = 1;
    Str subset = font_subset(a, f, used, facts.glyphs);
    CHECK(subset.n > 100 && subset.n < font_bytes(f).n / 4);
}

static void a_word_is_shaped_once_and_kerned(Typesetter *t, Arena *a)
{
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    const Shape *s = shape_find(t, &st, (Where){0});
    const Word *w = word_find(t, s, S("Toffee"), (Where){0});
    CHECK(w == word_find(t, s, S("Toffee"), (Where){0}));
    CHECK(w->nglyphs < 6);                                          /* ff is one glyph */
    Em sum = 0;
    for (const char *c = "Toffee"; *c; c++) sum += word_find(t, s, (Str){c, 1}, (Where){0})->width;
    CHECK(w->width < sum);                                          /* To is kerned */
    Style caps = style(t, a, "LinLibertine_R.otf", FEAT_SMCP);
    CHECK(word_find(t, shape_find(t, &caps, (Where){0}), S("Toffee"), (Where){0}) != w);
}

/* What follows a mark has no say in what stands before it: so the long word, shaped as a whole, is the judge. */
static void a_word_before_a_mark_is_shaped_as_if_whole(Typesetter *t, Arena *a)
{
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    const Shape *s = shape_find(t, &st, (Where){0});
    const char *words[] = {"clearly,", "far.", "chief)", "stuff\xE2\x80\x9D", "tow,\xE2\x80\x9D", "off;", "war.\xE2\x80\x9D)"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const Word *w = word_find(t, s, str_of(words[i]), (Where){0});
        const Word *whole = word_find(t, s, str_format(a, "%smn", words[i]), (Where){0});
        CHECK_INT(w->nglyphs, whole->nglyphs - 2);
        for (int k = 0; k + 1 < w->nglyphs; k++) {
            CHECK_INT(w->glyphs[k].gid, whole->glyphs[k].gid);
            CHECK_INT(w->glyphs[k].advance, whole->glyphs[k].advance);
            CHECK_INT(w->glyphs[k].cluster, whole->glyphs[k].cluster);
        }
    }
}

/* EB Garamond kerns by context; Libertine kerns two by two, joins fi and Th, and has another f before T, by context. */
static void what_a_font_may_do_to_letters_is_known(Typesetter *t, Arena *a)
{
    enum { LOWER_F, LOWER_I, LOWER_A, UPPER_T, LOWER_H, END, N };
    static const uint32_t scalars[] = {'f', 'i', 'a', 'T', 'h'};
    const char *fonts[] = {"EBGaramond12-Regular.otf", "LinLibertine_R.otf"};
    Letters *l = new(a, Letters, 1);
    for (int f = 0; f < 2; f++) {
        Style st = style(t, a, fonts[f], 0);
        for (int i = 0; i < END; i++) l->glyphs[i] = font_glyph(st.font, scalars[i]);
        l->glyphs[END] = GLYPH_NONE;
        l->n = N;
        CHECK_INT(lookup_follow(shape_find(t, &st, (Where){0}), HB_SCRIPT_LATIN, l), f);
    }
    const uint8_t *f = l->begins + LOWER_F * N;
    CHECK(f[LOWER_I] && f[UPPER_T] && !f[LOWER_A] && !f[END]);
    CHECK(l->begins[UPPER_T * N + LOWER_H] && !l->begins[UPPER_T * N + LOWER_A]);
}

/* What the font does to a text between two spaces, as far as it is the text's. */
static Str shaped_whole(Typesetter *t, Arena *a, const Shape *s, Str text)
{
    Buf b = buf_new(a);
    Str spaced = str_format(a, " %.*s ", STR(text));
    unsigned n = shape_run(t, s, s->font, HB_SCRIPT_INVALID, spaced, 0, spaced.n);
    for (unsigned i = 0; i < n; i++) {
        WordGlyph g = shape_glyph(t, s->font, i);
        if (g.cluster == 0) buf_format(&b, "%d", g.advance - s->space);
        else if (g.cluster <= (uint32_t)text.n)
            buf_format(&b, " %u@%u %d %d,%d", g.gid, g.cluster - 1, g.advance, g.dx, g.dy);
    }
    return buf_str(&b);
}

static Str shaped_as_word(Arena *a, Typesetter *t, const Shape *s, Str text)
{
    Buf b = buf_new(a);
    const Word *w = word_find(t, s, text, (Where){0});
    buf_format(&b, "%d", w->space_before);
    for (int i = 0; i < w->nglyphs; i++) {
        const WordGlyph *g = &w->glyphs[i];
        Em after = i + 1 == w->nglyphs ? w->space_after : 0;
        buf_format(&b, " %u@%u %d %d,%d", g->gid, g->cluster, g->advance + after, g->dx, g->dy);
    }
    return buf_str(&b);
}

/* Words of any letters, figures and marks: more of them than a book has. */
static Str some_word(Arena *a, uint32_t *seed)
{
    static const char *const parts[] = {
        "a", "e", "i", "o", "u", "n", "r", "s", "t", "l", "f", "ff", "fi", "tt", "Th", "Qu", "fj", "ch", "ck", "h", "V",
        "A", "T", "y", "w", "W", "d", "g", "j", "1", "9", "3", "7", "0", "-", "(", ")", "[", ".", ",", "..", "!", "?",
        "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x93", "\xE2\x80\xA6", "\xC3\xA9", "e\xCC\x81"};
    Buf b = buf_new(a);
    for (int n = 1 + (int)(*seed >> 16) % 7; n > 0; n--) {
        *seed = *seed * 1103515245u + 12345u;
        buf_put(&b, str_of(parts[(*seed >> 16) % (sizeof parts / sizeof *parts)]));
    }
    return buf_str(&b);
}

static void a_word_out_of_pairs_is_as_if_shaped_whole(Typesetter *t, Arena *a)
{
    static const char *const fonts[] = {"LinLibertine_R.otf", "LinLibertine_RI.otf", "LinLibertine_RZ.otf",
                                        "LinLibertine_RZI.otf", "LinBiolinum_R.otf", "EBGaramond12-Regular.otf", "texgyrepagella-regular.otf"};
    static const unsigned features[] = {0, FEAT_ONUM, FEAT_SMCP | FEAT_C2SC, FEAT_LNUM | FEAT_TNUM, FEAT_SUPS, FEAT_NOLIGA};
    uint32_t seed = 1;
    for (size_t f = 0; f < sizeof fonts / sizeof *fonts; f++)
        for (size_t k = 0; k < sizeof features / sizeof *features; k++) {
            Style st = style(t, a, fonts[f], features[k]);
            const Shape *s = shape_find(t, &st, (Where){0});
            for (int i = 0; i < 1000; i++) {
                Arena *own = arena_open();
                Str text = some_word(own, &seed);
                CHECK_STR(shaped_as_word(own, t, s, text), shaped_whole(t, own, s, text));
                arena_close(own);
            }
        }
    CHECK(t->shapes[0]->pairs[1]);
}

static void hyphens_are_where_the_dictionary_says(Typesetter *t, Arena *a)
{
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    CHECK_STR(cuts_of(t, a, &st, S("hyphenation,")), S("hy=phen=ation,"));
    CHECK_STR(cuts_of(t, a, &st, S("UNESCO")), S("UNESCO"));
    CHECK_STR(cuts_of(t, a, &st, S("table1tables")), S("table1tables"));
    CHECK_STR(cuts_of(t, a, &st, S("over")), S("over"));
    CHECK_STR(cuts_of(t, a, &st, S("typo\xC2\xADgraphy")), S("typo\xC2\xAD=graphy"));
}

static void lines_end_after_hyphens_and_dashes(Typesetter *t, Arena *a)
{
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    st.hyphenate = false;
    CHECK_STR(cuts_of(t, a, &st, S("so-called")), S("so-|called"));
    CHECK_STR(cuts_of(t, a, &st, S("e-mail")), S("e-mail"));
    CHECK_STR(cuts_of(t, a, &st, S("here\xE2\x80\x94there")), S("here\xE2\x80\x94|there"));
    CHECK_STR(cuts_of(t, a, &st, S("here\xE2\x80\x94\xE2\x80\xA6")), S("here\xE2\x80\x94\xE2\x80\xA6"));
    CHECK_STR(cuts_of(t, a, &st, S("http://a.org/b/c")), S("http://|a.|org/|b/|c"));
    const Shape *s = shape_find(t, &st, (Where){0});
    int n;
    const WordCut *c = word_cuts(t, s, word_find(t, s, S("1932\xE2\x80\x93" "33"), (Where){0}), &n);
    CHECK_INT(n, 1);
    CHECK(c[0].penalty > 1000);                                     /* hardly ever */
    CHECK(word_find(t, s, S("\xE2\x80\x94"), (Where){0})->no_break_before);
    CHECK(word_find(t, s, S("."), (Where){0})->no_break_before);
    CHECK(!word_find(t, s, S("\xE2\x80\x99tis"), (Where){0})->no_break_before);
}

static void a_character_of_no_font_is_said_once(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    Typesetter *t = type_open(a, d);
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    st.fallback = st.font;
    const Shape *s = shape_find(t, &st, (Where){0});
    Where at = {.file = S("a.txt"), .line = 3, .col = 1};
    const Word *w = word_find(t, s, S("a\xF0\x9F\x98\x80z"), at);   /* U+1F600 */
    CHECK_INT(w->nglyphs, 3);
    CHECK_INT(w->glyphs[1].gid, st.font->query);
    word_find(t, s, S("b\xF0\x9F\x98\x80"), at);
    CHECK_INT(diag_total(d), 1);
    CHECK_INT(diag_at(d, 0)->code, GLYPH_MISSING);
    CHECK_INT(diag_at(d, 0)->at.line, 3);
    CHECK(str_find(diag_at(d, 0)->text, S("U+1F600")) >= 0);
    type_close(t);
}

static Str divided(Typesetter *t, Arena *a, Str lang, Str word)
{
    Hyphenator *h = hyph_open(t, lang, (Where){0});
    uint8_t marks[64];
    Buf b = buf_new(a);
    if (!h) return S("");
    hyph_mark(h, word, marks);
    for (ptrdiff_t i = 0; i < word.n; i++) {
        if (marks[i]) buf_byte(&b, '-');
        buf_byte(&b, word.s[i]);
    }
    return buf_str(&b);
}

static void each_language_divides_in_its_way(Typesetter *t, Arena *a)
{
    CHECK_STR(divided(t, a, S("en"), S("hyphenation")), S("hy-phen-ation"));
    CHECK_STR(divided(t, a, S("fr"), S("d\xC3\xA9veloppement")), S("d\xC3\xA9-ve-lop-pe-ment"));
    CHECK_STR(divided(t, a, S("de"), S("Stra\xC3\x9F" "enbahn")), S("Stra-\xC3\x9F" "en-bahn"));
    CHECK_STR(divided(t, a, S("en"), S("ab")), S("ab"));
}

static void a_language_without_dictionary_is_said_once(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    Typesetter *t = type_open(a, d);
    Style st = style(t, a, "LinLibertine_R.otf", 0);
    st.lang = S("tlh");
    shape_find(t, &st, (Where){0});
    st.features = FEAT_SMCP;
    shape_find(t, &st, (Where){0});
    CHECK_INT(diag_total(d), 1);
    CHECK_INT(diag_at(d, 0)->code, HYPHENATION_MISSING);
    CHECK(str_ends(hyph_path(a, S("en")), S("hyph_en_US.dic")));
    CHECK(str_ends(hyph_path(a, S("en-GB")), S("hyph_en_GB.dic")));
    type_close(t);
}

int main(void)
{
    Arena *a = arena_open();
    Diag *d = diag_open(a, NULL);
    Typesetter *t = type_open(a, d);
    fonts_are_found_and_known(t, a);
    a_word_is_shaped_once_and_kerned(t, a);
    what_a_font_may_do_to_letters_is_known(t, a);
    a_word_out_of_pairs_is_as_if_shaped_whole(t, a);
    a_word_before_a_mark_is_shaped_as_if_whole(t, a);
    hyphens_are_where_the_dictionary_says(t, a);
    lines_end_after_hyphens_and_dashes(t, a);
    each_language_divides_in_its_way(t, a);
    CHECK_INT(diag_total(d), 0);
    type_close(t);
    a_character_of_no_font_is_said_once(a);
    a_language_without_dictionary_is_said_once(a);
    arena_close(a);
    DONE;
}
