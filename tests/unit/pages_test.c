#include "check.h"
#include "book/book.h"

static PageMap *two_pages(Arena *a, Str label, Str on_second)
{
    PageMap *m = pages_new(a);
    pages_add(m, (PageFact){.label = label, .block = S("t.l0001")});
    pages_place(m, S("one"), 7);
    pages_add(m, (PageFact){.label = S("2"), .block = S("t.l0001"), .offset = 40});
    pages_place(m, on_second, 3);
    return m;
}

static void a_place_has_the_label_of_its_first_page(Arena *a)
{
    PageMap *m = two_pages(a, S("i"), S("two"));
    pages_place(m, S("one"), 1);
    CHECK_STR(pages_label(m, S("one")), S("i"));
    CHECK_INT(pages_line(m, S("one")), 7);
    CHECK_INT(pages_line(m, S("three")), 0);
    CHECK_STR(pages_label(m, S("two")), S("2"));
    CHECK_STR(pages_label(m, S("three")), S(""));
    CHECK_STR(pages_label(NULL, S("one")), S(""));
    CHECK_INT(pages_find(m, S("two")), 1);
    CHECK_INT(pages_find(NULL, S("two")), -1);
    CHECK_INT(pages_count(m), 2);
    CHECK_INT(pages_at(m, 1)->offset, 40);
}

static void maps_differ_by_what_moved(Arena *a)
{
    Str what = S("");
    CHECK(pages_equal(two_pages(a, S("i"), S("two")), two_pages(a, S("i"), S("two")), &what));
    CHECK(!pages_equal(two_pages(a, S("i"), S("two")), two_pages(a, S("ii"), S("two")), &what));
    CHECK_STR(what, S("'one', on page i and on page ii"));
    PageMap *turned = pages_new(a), *plain = two_pages(a, S("i"), S("two"));
    pages_add(turned, *pages_at(plain, 0));
    pages_place(turned, S("half"), 1);
    pages_place(turned, S("one"), 7);
    pages_add(turned, *pages_at(plain, 1));
    pages_place(turned, S("two"), 3);
    pages_place(plain, S("half"), 1);
    CHECK(!pages_equal(plain, turned, &what));
    CHECK_STR(what, S("'half', on page 2 and on page i"));
    PageMap *first = pages_new(a), *second = pages_new(a);
    pages_add(first, (PageFact){.label = S("1")});
    pages_add(second, (PageFact){.label = S("1")});
    pages_place(first, S("x"), 1);
    pages_place(first, S("y"), 2);
    pages_place(second, S("y"), 2);
    pages_place(second, S("x"), 1);
    CHECK(pages_equal(first, second, &what));
    PageMap *more = two_pages(a, S("i"), S("two"));
    pages_add(more, (PageFact){.label = S("3")});
    CHECK(!pages_equal(two_pages(a, S("i"), S("two")), more, &what));
    CHECK_STR(what, S("the number of pages, 2 and 3"));
    PageMap *lower = two_pages(a, S("i"), S("two"));
    pages_place(lower, S("three"), 4);
    PageMap *higher = two_pages(a, S("i"), S("two"));
    pages_place(higher, S("three"), 3);
    CHECK(!pages_equal(lower, higher, &what));
    CHECK_STR(what, S("'three', on page 2 in line 4 and in line 3"));
}

static void a_place_in_a_block_is_on_the_page_that_begins_before_it(Arena *a)
{
    PageMap *m = pages_new(a);
    pages_add(m, (PageFact){.label = S("1"), .block = S("a")});
    pages_place(m, S("a"), 1);
    pages_place(m, S("b"), 30);
    pages_add(m, (PageFact){.label = S("2"), .block = S("b"), .offset = 100});
    pages_add(m, (PageFact){.label = S("3"), .blank = true});
    pages_add(m, (PageFact){.label = S("4"), .block = S("b"), .offset = 900});
    pages_add(m, (PageFact){.label = S("5"), .block = S("c")});
    CHECK_INT(pages_within(m, S("a"), 5000), 0);
    CHECK_INT(pages_within(m, S("b"), 99), 0);
    CHECK_INT(pages_within(m, S("b"), 100), 1);
    CHECK_INT(pages_within(m, S("b"), 899), 1);
    CHECK_INT(pages_within(m, S("b"), 5000), 3);
    CHECK_INT(pages_within(m, S("d"), 0), -1);
    CHECK_INT(pages_within(NULL, S("a"), 0), -1);
}

int main(void)
{
    Arena *a = arena_open();
    a_place_has_the_label_of_its_first_page(a);
    maps_differ_by_what_moved(a);
    a_place_in_a_block_is_on_the_page_that_begins_before_it(a);
    arena_close(a);
    DONE;
}
