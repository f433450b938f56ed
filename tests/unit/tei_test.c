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
    Tree *t = tei_open(a);
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

static void nodes_are_walked_moved_and_removed(Arena *a)
{
    Tree *t = tei_open(a);
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
    tei_remove(p);
    CHECK(!tei_find(t, S("p1")) && !tei_first(div));

    Tree *other = tei_open(a);
    Node *q = tei_add(tei_root(other), TEI_AB, (Where){0});
    tei_set(q, ATT_ID, S("q"));
    tei_move(q, div);
    tei_close(other);
    CHECK(tei_find(t, S("q")) == q);
    tei_close(t);
}

int main(void)
{
    Arena *a = arena_open();
    a_tree_is_made_and_saved(a);
    nodes_are_walked_moved_and_removed(a);
    arena_close(a);
    DONE;
}
