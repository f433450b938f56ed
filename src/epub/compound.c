/* compound.c - what holds blocks of several kinds: lists, speeches, figures, tables. */
#include "epub/writer.h"

/* ---- lists and speeches */
static void put_item(Writer *w, const Node *label, const Node *item)
{
    put(w, "<li");
    put_identity(w, item);
    put_class(w, item, NULL);
    put(w, ">");
    w->label = label;
    if (label && !tei_is(tei_first(item), TEI_P))
        put_label(w);
    State s = block_enter(w, item);
    put_children(w, item);
    block_leave(w, s);
    put(w, "</li>\n");
}

/* Labels are the source's own characters, so a numbered list counts nothing by itself. */
void compound_list(Writer *w, const Node *n)
{
    const Node *label = NULL;
    Str rend = tei_get(n, ATT_REND).n ? tei_get(n, ATT_REND) : tei_get(n, ATT_TYPE);
    for (const Node *k = tei_first(n); k; k = tei_next(k))
        if (tei_is(k, TEI_HEAD))
            put_node(w, k);
    jump_put(w, n);
    put(w, "<ul");
    put_identity(w, n);
    put_class(w, n, str_z(w->e->a, tei_child(n, TEI_LABEL) ? S("labelled") : rend.n ? rend : S("simple")));
    put(w, ">\n");
    for (const Node *k = tei_first(n); k; k = tei_next(k)) {
        if (tei_is(k, TEI_LABEL))
            label = k;
        else if (tei_is(k, TEI_ITEM)) {
            put_item(w, label, k);
            label = NULL;
        }
    }
    put(w, "</ul>\n");
}

/* The speaker's name runs in with the first words. */
void compound_speech(Writer *w, const Node *n)
{
    const Node *speaker = tei_child(n, TEI_SPEAKER), *p = tei_child(n, TEI_P);
    put(w, "<div class=\"speech\"");
    put_identity(w, n);
    put(w, ">\n");
    if (speaker && p) {
        put(w, "<p");
        put_identity(w, p);
        put(w, "><b class=\"speaker\"");
        put_identity(w, speaker);
        put(w, ">");
        State s = block_enter(w, speaker);
        put_children(w, speaker);
        block_leave(w, s);
        put(w, "</b> ");
        s = block_enter(w, p);
        put_children(w, p);
        block_leave(w, s);
        put(w, "</p>\n");
    }
    for (const Node *k = tei_first(n); k; k = tei_next(k))
        if ((k != speaker && k != p) || !(speaker && p))
            put_node(w, k);
    put(w, "</div>\n");
}

/* ---- figures and tables */
void compound_figure(Writer *w, const Node *n)
{
    const Node *graphic = tei_child(n, TEI_GRAPHIC), *desc = tei_child(n, TEI_FIGDESC);
    const Picture *p = graphic ? picture_find(w->e, tei_get(graphic, ATT_URL), tei_where(graphic)) : NULL;
    inline_pages(w, n);
    inline_pages(w, tei_child(n, TEI_HEAD));
    put(w, "<figure");
    put_identity(w, n);
    put(w, ">\n");
    if (p) {
        put(w, "<img");
        put_attribute(w, "src", p->href);
        Str alt = desc ? tei_reading(w->e->a, desc) : (Str){0};
        put(w, " alt=\"");
        xhtml_text(w->b, alt);
        put(w, "\"/>\n");
    }
    put_children(w, n);
    put(w, "</figure>\n");
}

static bool is_label_row(const Node *row) { return str_eq(tei_get(row, ATT_ROLE), S("label")); }

void compound_row(Writer *w, const Node *n)
{
    bool label = is_label_row(n);
    put(w, "<tr>");
    for (const Node *k = tei_first(n); k; k = tei_next(k)) {
        if (!tei_is(k, TEI_CELL))
            continue;
        bool head = (label || str_eq(tei_get(k, ATT_ROLE), S("label"))) && tei_first(k);
        put(w, head ? label ? "<th scope=\"col\"" : "<th scope=\"row\"" : "<td");
        put_identity(w, k);
        put_class(w, k, NULL);
        put_attribute(w, "colspan", str_eq(tei_get(k, ATT_COLS), S("1")) ? (Str){0} : tei_get(k, ATT_COLS));
        put_attribute(w, "rowspan", str_eq(tei_get(k, ATT_ROWS), S("1")) ? (Str){0} : tei_get(k, ATT_ROWS));
        put(w, ">");
        State s = block_enter(w, k);
        put_children(w, k);
        block_leave(w, s);
        put(w, head ? "</th>" : "</td>");
    }
    put(w, "</tr>\n");
}

void compound_table(Writer *w, const Node *n)
{
    bool body = false, web = w->e->platform == PLATFORM_WEB;
    inline_pages(w, tei_child(n, TEI_HEAD));
    if (web)                                                       /* what is too wide for the window scrolls in this */
        buf_format(w->b, "<div class=\"wide\" role=\"group\" aria-label=\"%.*s\" tabindex=\"0\">\n",
                   STR(wording_find(w->e->config->lang, WORDING_TABLE)));
    put(w, "<table");
    put_identity(w, n);
    put(w, ">\n");
    for (const Node *k = tei_first(n); k; k = tei_next(k)) {
        bool label = tei_is(k, TEI_ROW) && is_label_row(k) && !body;
        if (label)
            put(w, "<thead>\n");
        else if (tei_is(k, TEI_ROW) && !body) {
            put(w, "<tbody>\n");
            body = true;
        }
        put_node(w, k);
        if (label)
            put(w, "</thead>\n");
    }
    put(w, body ? "</tbody>\n</table>\n" : "</table>\n");
    if (web)
        put(w, "</div>\n");
}
