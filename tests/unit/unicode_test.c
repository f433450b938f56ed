#include "check.h"

static void scalars(Arena *a)
{
    Buf b = buf_new(a);
    const uint32_t all[] = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        utf8_put(&b, all[i]);
    ptrdiff_t at = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        CHECK_INT(utf8_next(buf_str(&b), &at), all[i]);
    CHECK_INT(utf8_next(buf_str(&b), &at), UNI_NONE);
    CHECK_INT(utf8_fault(buf_str(&b)), -1);
    CHECK_INT(utf8_count(S("aé€😀")), 4);
    CHECK_INT(utf8_byte(S("aé€😀"), 3), 6);
    CHECK_INT(utf8_byte(S("aé"), 9), 3);
    for (ptrdiff_t before = 0; before < 70; before++) {
        Buf long_text = buf_new(a);
        for (ptrdiff_t i = 0; i < before; i++)
            buf_byte(&long_text, '\x7F');
        buf_put(&long_text, S("\xC2\x80 and more than is looked at as one"));
        for (ptrdiff_t from = 0; from <= before; from++)
            CHECK_INT(utf8_ascii(buf_str(&long_text), from), before);
        CHECK_INT(utf8_ascii(buf_str(&long_text), before + 2), long_text.n);
    }
}

/* Overlong forms, surrogates, what lies beyond U+10FFFF, cut and stray sequences. */
static void faults(void)
{
    static const char *const ill[] = {"x\xC0\xAF", "x\xC1\xBF", "x\xE0\x9F\xBF", "x\xED\xA0\x80", "x\xF0\x8F\xBF\xBF",
        "x\xF4\x90\x80\x80", "x\xF5\x80\x80\x80", "x\x80", "x\xE2\x82", "x\xE2\x82z", "x\xFF", "x\xC3"};
    for (size_t i = 0; i < sizeof ill / sizeof *ill; i++) {
        CHECK_INT(utf8_fault(str_of(ill[i])), 1);
        ptrdiff_t at = 1;
        CHECK_INT(utf8_next(str_of(ill[i]), &at), 0xFFFD);
        CHECK_INT(at, 2);
    }
}

static void classes(void)
{
    CHECK(uni_is_letter('a') && uni_is_letter(0x301) && uni_is_letter(0x4E00) && !uni_is_letter('1'));
    CHECK(!uni_is_letter('[') && !uni_is_letter('@') && !uni_is_letter('{') && uni_is_letter('Z'));
    CHECK(uni_is_digit('7') && uni_is_digit(0x667) && !uni_is_digit(0xB2));
    CHECK(uni_is_space(' ') && uni_is_space(0x2003) && uni_is_space(0x3000) && uni_is_space('\n'));
    CHECK(!uni_is_space(0xA0) && !uni_is_space(0x202F) && !uni_is_space(0x2007) && !uni_is_space(0x200B));
    CHECK(uni_is_upper(0xC9) && uni_is_lower(0xE9) && !uni_is_upper('a') && uni_is_lower(0xDF));
    CHECK(uni_is_punct(0x201C) && uni_is_punct('.') && !uni_is_punct('+'));
    CHECK(uni_is_control(0) && uni_is_control(0xFFFE) && !uni_is_control('\t') && !uni_is_control(0xAD));
    CHECK(uni_is_rtl(0x5D0) && uni_is_rtl(0x627) && !uni_is_rtl('a') && !uni_is_rtl('1'));
}

static void languages(void)
{
    CHECK(uni_speaks(S("fr"), S("fr")) && uni_speaks(S("fr-CA"), S("fr")));
    CHECK(!uni_speaks(S("fro"), S("fr")) && !uni_speaks(S("f"), S("fr")) && !uni_speaks(S(""), S("fr")));
}

static void cases(Arena *a)
{
    CHECK_INT(utf8_last(S("caf\xC3\xA9")), 0xE9);
    CHECK_INT(utf8_last(S("x")), 'x');
    CHECK_INT(utf8_last(S("")), UNI_NONE);
    CHECK_STR(uni_upper(a, S("straße œuvre"), S("de")), S("STRASSE ŒUVRE"));
    CHECK_STR(uni_upper(a, S("istanbul"), S("tr")), S("İSTANBUL"));
    CHECK_STR(uni_upper(a, S("istanbul"), S("")), S("ISTANBUL"));
    CHECK_STR(uni_lower(a, S("ISTANBUL"), S("TR-tr")), S("ıstanbul"));
    CHECK_STR(uni_lower(a, S("@AMZ[`az{ 1"), S("en")), S("@amz[`az{ 1"));
    CHECK_STR(uni_upper(a, S("@AMZ[`amz{ 1"), S("en")), S("@AMZ[`AMZ{ 1"));
    CHECK_STR(uni_upper(a, S("ihre"), S("not a tag")), S("IHRE"));
    CHECK_STR(uni_lower(a, S("ΟΔΟΣ É"), S("el")), S("οδος é"));
    CHECK_STR(uni_upper(a, S(""), S("en")), S(""));
    CHECK_INT(uni_upper(a, S("ΐΐΐΐΐΐΐΐΐΐΐΐΐΐΐΐ"), S("")).n, 16 * 6);
}

static void forms(Arena *a)
{
    CHECK_STR(uni_nfc(a, S("e\u0301")), S("é"));
    CHECK_STR(uni_nfc(a, S("ﬁ…²")), S("ﬁ…²"));
    CHECK_STR(uni_nfkc(a, S("ﬁ…²\u00A0")), S("fi...2 "));
    CHECK_STR(uni_nfkc(a, S("ﷺ")), S("صلى الله عليه وسلم"));
    CHECK_STR(uni_nfkc(a, S("plain")), S("plain"));
    CHECK_STR(uni_space(a, S("  a \t\n b\u00A0c\u2003")), S("a b\u00A0c"));
    CHECK_STR(uni_space(a, S(" \n")), S(""));
}

static bool before(Arena *a, Str x, Str y, Str lang)
{
    return str_cmp(uni_collate(a, x, lang), uni_collate(a, y, lang)) < 0;
}

/* In Swedish ä follows z, in German it stands with a.  A language ICU has no rules for is sorted by the root's, in
   whatever locale this program runs. */
static void collation(Arena *a)
{
    CHECK(before(a, S("zebra"), S("ärla"), S("sv")));
    CHECK(before(a, S("ärla"), S("zebra"), S("de")));
    CHECK(before(a, S("ärla"), S("zebra"), S("xx")));
    CHECK(before(a, S("ärla"), S("zebra"), S("")));
    CHECK(before(a, S("Apple"), S("banana"), S("en")) && before(a, S("apple"), S("Banana"), S("en")));
    CHECK(before(a, S("cote"), S("côte"), S("fr")));
}

/* "a אב 1 c": the number between is deeper than the letters, the blank behind it is not of them. */
static void levels(Arena *a)
{
    Str s = S("a \xD7\x90\xD7\x91 1\xD7\x92 c\xF0\x9D\x94\x84");
    uint8_t of[20] = {9};
    static const uint8_t want[] = {0, 0, 1, 1, 1, 1, 1, 2, 1, 1, 0, 0, 0, 0, 0, 0};
    CHECK_INT(s.n, (int)sizeof want);
    CHECK(uni_levels(a, s, of) && memcmp(of, want, sizeof want) == 0);
    CHECK(!uni_levels(a, S("abc"), of));
}

int main(void)
{
    setenv("LC_ALL", "sv_SE.UTF-8", 1);
    Arena *a = arena_open();
    scalars(a);
    faults();
    classes();
    languages();
    cases(a);
    forms(a);
    collation(a);
    levels(a);
    arena_close(a);
    DONE;
}
