#include "check.h"
#include "tei/tei.h"

static Str saved(Arena *a, Tree *t)
{
    Buf b = buf_new(a);
    tei_save(t, &b);
    return buf_str(&b);
}

static void a_tree_is_made_and_saved(Arena *a)
{
    Tree *t = tei_open();
    Node *text = tei_add(tei_root(t), TEI_TEXT, (Where){.file = S("a.txt"), .line = 1, .col = 1});
    Node *body = tei_add(text, TEI_BODY, (Where){0});
    Node *p = tei_add(body, TEI_P, (Where){.file = S("a.txt"), .line = 70001, .col = 5});
    tei_set(p, ATT_SOURCE, S("a.txt#line=70000,70001"));
    tei_set_format(p, ATT_ID, "t.l%04d", 70001);
    tei_chars(p, S("a < b\r"));
    tei_chars(p, S(" & \f\"c\"\t\xEF\xBF\xBE"));
    CHECK_STR(saved(a, t), S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<text>\n<body>\n"
        "<p xml:id=\"t.l70001\" source=\"a.txt#line=70000,70001\">a &lt; b&#13; &amp; "
        "<g type=\"control\" n=\"000C\"/>\"c\"\t<g type=\"control\" n=\"FFFE\"/></p>\n</body>\n</text>\n</TEI>\n"));
    CHECK(tei_find(t, S("t.l70001")) == p);
    CHECK_INT(tei_where(tei_first(p)).line, 70001);
    CHECK_INT(tei_where(body).line, 1);
    CHECK_INT(tei_tag(tei_first(p)), TEI_CHARS);
    tei_set(p, ATT_ID, S("other"));
    CHECK(!tei_find(t, S("t.l70001")));
    CHECK(tei_find(t, S("other")) == p);
    tei_set(p, ATT_ID, S(""));
    CHECK(!tei_find(t, S("other")));
    CHECK_INT(tei_get(p, ATT_ID).n, 0);
    tei_close(t);
}

/* What XML cannot hold is found wherever it stands in a long text. */
static void odd_characters_are_found_in_long_texts(Arena *a)
{
    static const Str odd[] = {{"\x01", 1}, {"\x1F", 1}, {"\xEF\xBF\xBE", 3}, {"\xEF\xBF\xBF", 3}};
    static const char *const names[] = {"0001", "001F", "FFFE", "FFFF"};
    for (int i = 0; i < 4; i++)
        for (int before = 0; before < 70; before++) {
            Tree *t = tei_open();
            Node *p = tei_add(tei_root(t), TEI_P, (Where){0});
            Buf b = buf_new(a);
            for (int k = 0; k < before; k++)
                buf_byte(&b, 'x');
            buf_put(&b, odd[i]);
            buf_put(&b, S("and then as much as is looked at as one, which is 32 bytes"));
            tei_chars(p, buf_str(&b));
            Node *g = before ? tei_next(tei_first(p)) : tei_first(p);
            CHECK(tei_is(g, TEI_G));
            CHECK_STR(tei_get(g, ATT_N), str_of(names[i]));
            tei_set(p, ATT_REND, buf_str(&b));
            CHECK_INT(tei_get(p, ATT_REND).n, b.n - odd[i].n);
            tei_close(t);
        }
}

static void nodes_are_walked_moved_and_removed(void)
{
    Tree *t = tei_open();
    Node *div = tei_add(tei_add(tei_add(tei_root(t), TEI_TEXT, (Where){0}), TEI_BODY, (Where){0}), TEI_DIV, (Where){0});
    Node *p = tei_add(div, TEI_P, (Where){.file = S("b"), .line = 7, .col = 1});
    tei_set(p, ATT_ID, S("p1"));
    tei_set(p, ATT_LANG, S("de"));
    Node *hi = tei_add(p, TEI_HI, (Where){0});
    tei_chars(hi, S("two"));
    tei_chars(p, S(" three"));
    Node *two = tei_first(hi), *three = tei_last(p);
    CHECK(tei_next(hi) == three && tei_prev(three) == hi && tei_up(two, TEI_DIV) == div);
    CHECK(tei_walk(hi, p) == two && tei_walk(two, p) == three && !tei_walk(three, p) && tei_skip(hi, p) == three);
    CHECK_INT(tei_where(two).line, 7);
    CHECK_STR(tei_lang(two), S("de"));
    Node *back = tei_add(tei_child(tei_root(t), TEI_TEXT), TEI_BACK, (Where){0});
    tei_move(p, back);
    CHECK(!tei_first(div) && !tei_last(div) && tei_first(back) == p && tei_parent(p) == back);
    tei_set(hi, ATT_ID, S("h"));
    tei_remove(p);
    CHECK(!tei_find(t, S("p1")) && !tei_find(t, S("h")) && !tei_first(back));
    tei_close(t);
}

static void of_two_with_one_id_the_first_is_found(void)
{
    Tree *t = tei_open();
    Node *one = tei_add(tei_root(t), TEI_AB, (Where){0}), *two = tei_before(one, TEI_AB, (Where){0});
    tei_set(one, ATT_ID, S("x"));
    tei_set(two, ATT_ID, S("x"));
    CHECK(tei_find(t, S("x")) == one);
    tei_remove(two);
    CHECK(tei_find(t, S("x")) == one);
    two = tei_before(one, TEI_AB, (Where){0});
    tei_set(two, ATT_ID, S("x"));
    tei_remove(one);
    CHECK(tei_find(t, S("x")) == two);
    tei_close(t);
}

static void ids_may_change_places(void)
{
    Tree *t = tei_open();
    Node *one = tei_add(tei_root(t), TEI_AB, (Where){0}), *two = tei_add(tei_root(t), TEI_AB, (Where){0});
    tei_set(one, ATT_ID, S("a"));
    tei_set(two, ATT_ID, S("b"));
    tei_set(one, ATT_ID, S("b"));
    tei_set(two, ATT_ID, S("a"));
    CHECK(tei_find(t, S("a")) == two);
    CHECK(tei_find(t, S("b")) == one);
    tei_set(one, ATT_ID, S("\x01"));
    CHECK(!tei_find(t, S("b")));
    CHECK_INT(tei_get(one, ATT_ID).n, 0);
    tei_close(t);
}

static void a_value_may_be_made_of_what_it_replaces_and_grow(Arena *a)
{
    Tree *t = tei_open();
    Node *p = tei_add(tei_root(t), TEI_P, (Where){.file = S("long name.txt"), .line = 1, .col = 1});
    tei_set(p, ATT_TYPE, S("one two"));
    tei_set(p, ATT_N, S("7"));
    Str was = tei_get(p, ATT_TYPE);
    tei_set(p, ATT_TYPE, str_from(was, 4));
    CHECK_STR(tei_get(p, ATT_TYPE), S("two"));
    CHECK_STR(was, S("one two"));
    CHECK_STR(tei_get(p, ATT_N), S("7"));
    for (int line = 1; line <= 1000; line++)
        tei_add_origin(p, line % 2 ? S("long name.txt") : S("other.txt"), line);
    Origin *at;
    CHECK_INT(tei_origins(a, p, &at), 1000);
    CHECK_INT(at[999].line, 1000);
    CHECK_STR(at[998].file, S("long name.txt"));
    CHECK_STR(at[999].file, S("other.txt"));
    Node *q = tei_add(tei_root(t), TEI_P, (Where){.file = S("other.txt"), .line = 3, .col = 1});
    CHECK_STR(tei_where(q).file, S("other.txt"));
    CHECK_STR(tei_where(p).file, S("long name.txt"));
    tei_close(t);
}

static void markup_is_a_row_of_pieces(Arena *a)
{
    MarkupFile f = markup_read(a, S("<a x:b='1 &amp; &#38;' xmlns:x='urn:x'>c &lt;\n<d/></a>"));
    CHECK_INT(f.fault.n, 0);
    CHECK_STR(markup_get(&f.pieces[0], S("x:b")), S("1 & &"));
    CHECK_INT(f.pieces[f.n - 1].kind, MARKUP_CLOSE);
    CHECK_INT(f.pieces[f.n - 1].line, 2);
    CHECK_INT(markup_read(a, S("<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a>&e;</a>")).line, 1);
    CHECK(markup_read(a, S("<a>&e;</a>")).fault.n > 0);
    CHECK(markup_read(a, S("<!DOCTYPE a [<!ATTLIST a x CDATA 'y'>]><a/>")).fault.n > 0);
}

int main(void)
{
    Arena *a = arena_open();
    a_tree_is_made_and_saved(a);
    odd_characters_are_found_in_long_texts(a);
    nodes_are_walked_moved_and_removed();
    of_two_with_one_id_the_first_is_found();
    ids_may_change_places();
    a_value_may_be_made_of_what_it_replaces_and_grow(a);
    markup_is_a_row_of_pieces(a);
    arena_close(a);
    DONE;
}
