#include "check.h"

static void cutting(void)
{
    Cut c = str_cut(S("a:b:c"), ':');
    CHECK(c.ok);
    CHECK_STR(c.head, S("a"));
    CHECK_STR(c.tail, S("b:c"));
    c = str_cut(S("abc"), ':');
    CHECK(!c.ok);
    CHECK_STR(c.head, S("abc"));
    CHECK_INT(c.tail.n, 0);
    c = str_line(S("one\r\ntwo"));
    CHECK_STR(c.head, S("one\r"));
    CHECK_STR(str_line(c.tail).head, S("two"));
}

static void pieces(void)
{
    CHECK_STR(str_sub(S("abcdef"), 2, 3), S("cde"));
    CHECK_STR(str_sub(S("abcdef"), 4, 99), S("ef"));
    CHECK_STR(str_sub(S("abcdef"), -3, -1), S(""));
    CHECK_STR(str_from(S("abc"), 7), S(""));
    CHECK_STR(str_trim(S(" \t\v a b \r\n")), S("a b"));
    CHECK_STR(str_trim(S("  ")), S(""));
    CHECK(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")) && str_starts(S(""), S("")));
    CHECK(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
    CHECK_INT(str_find(S("ababac"), S("abac")), 2);
    CHECK_INT(str_find(S("ab"), S("abc")), -1);
    CHECK_INT(str_find(S("ab"), S("")), 0);
    CHECK_INT(str_find(S("aaaaaaaaaaaaaaaaaaaaaaaab"), S("ab")), 23);      /* many begin as it does */
    CHECK_INT(str_find(S("aaaaaaaaaaaaaaaaab"), S("ab")), 16);
    CHECK_INT(str_find(S("aaaaaaaaaaaaaaaaaaaaaaaa"), S("ab")), -1);
}

static void numbers(void)
{
    CHECK_INT(str_number(S("-9223372036854775808")).value, INT64_MIN);
    CHECK(str_number(S("-9223372036854775808")).ok);
    CHECK_INT(str_number(S("9223372036854775807")).value, INT64_MAX);
    CHECK(!str_number(S("9223372036854775808")).ok);
    CHECK(!str_number(S("-9223372036854775809")).ok);
    CHECK(!str_number(S("99999999999999999999")).ok);
    CHECK(!str_number(S("")).ok && !str_number(S("-")).ok && !str_number(S("1 ")).ok && !str_number(S("0x1")).ok);
    CHECK_INT(str_number(S("+0012")).value, 12);
}

static void order(void)
{
    CHECK(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 && str_cmp(S("ab"), S("ab")) == 0);
    CHECK(str_cmp(S("\xff"), S("a")) > 0);
    CHECK(str_eq(S(""), str_of(NULL)));
    CHECK(str_hash(S("")) == 0xcbf29ce484222325u && str_hash(S("foobar")) == 0x85944171f73967e8u);
}

static void copies(Arena *a)
{
    char held[] = "shaky";
    Str c = str_copy(a, str_of(held));
    held[0] = '!';
    CHECK_STR(c, S("shaky"));
    CHECK(strcmp(str_z(a, str_sub(c, 1, 2)), "ha") == 0);
    CHECK_STR(str_format(a, "%s-%d", "x", -7), S("x--7") );
    CHECK_STR(str_format(a, "%.*s", STR(S("whole"))), S("whole"));
}

static void words_are_counted(Arena *a)
{
    CHECK_INT(str_words(S(""), false), 0);
    CHECK_INT(str_words(S(" a\tbc\n\n d"), false), 3);
    CHECK_INT(str_words(S("a b"), true), 1);
    CHECK_INT(str_words(S(" b"), true), 1);
    Buf b = buf_new(a);
    for (int i = 0; i < 1000; i++)
        buf_put(&b, i % 3 ? S("x ") : S("long  "));
    CHECK_INT(str_words(buf_str(&b), false), 1000);
}

int main(void)
{
    Arena *a = arena_open();
    cutting();
    pieces();
    numbers();
    order();
    copies(a);
    words_are_counted(a);
    arena_close(a);
    DONE;
}
