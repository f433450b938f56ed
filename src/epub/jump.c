/* jump.c - the letters of an index, above it: each leads to the first of its entries. */
#include "epub/writer.h"

enum { FEWEST = 6 };                                               /* letters: a shorter index is seen at a glance */

static bool begins_letter(const Node *item, const Node *list)
{
    return tei_is(item, TEI_ITEM) && tei_get(item, ATT_ID).n > 0 &&
           (str_eq(tei_get(item, ATT_REND), S("letter")) || item == tei_child(list, TEI_ITEM));
}

static Str letter_of(Arena *a, const Node *item)
{
    Str words = tei_reading(a, item);
    for (ptrdiff_t at = 0, from = 0; at < words.n; from = at)
        if (uni_is_letter(utf8_next(words, &at)))
            return str_sub(words, from, at - from);
    return S("#");
}

void jump_put(Writer *w, const Node *list)
{
    int letters = 0;
    for (const Node *k = tei_first(list); k; k = tei_next(k))
        letters += begins_letter(k, list);
    if (letters < FEWEST || !tei_is(tei_parent(list), TEI_DIV) ||
        !str_eq(tei_get(tei_parent(list), ATT_TYPE), S("index")))
        return;
    put(w, "<nav class=\"letters\"");
    put_attribute(w, "aria-label", wording_find(w->e->config->lang, WORDING_LETTERS));
    put(w, ">");
    for (const Node *k = tei_first(list); k; k = tei_next(k)) {
        if (!begins_letter(k, list))
            continue;
        table_put(w->e->pointed, tei_get(k, ATT_ID), (void *)w->doc);
        put(w, "<a");
        put_attribute(w, "href", str_format(w->e->a, "#%.*s", STR(tei_get(k, ATT_ID))));
        put(w, ">");
        xhtml_text(w->b, uni_upper(w->e->a, letter_of(w->e->a, k), w->e->config->lang));
        put(w, "</a> ");
    }
    put(w, "</nav>\n");
}
