#include "read/mdin.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

/* ---- ids ---- */

static bool is_id(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool small = s.s[i] >= 'a' && s.s[i] <= 'z', digit = s.s[i] >= '0' && s.s[i] <= '9';
        if (!small && (i == 0 || (!digit && s.s[i] != '-')))
            return false;
    }
    return s.n >= 1 && s.n <= 64;
}

Str md_take_id(Page *p, Md *block)
{
    Md *last = cmark_node_last_child(block);
    if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
        return (Str){0};
    Str s = str_of(cmark_node_get_literal(last));
    ptrdiff_t at = s.n - 1;
    while (at > 0 && s.s[at] != '{')
        at--;
    if (at < 0 || !str_ends(s, S("}")) || !str_starts(str_from(s, at), S("{#")))
        return (Str){0};
    Str id = str_copy(p->a, str_sub(s, at + 2, s.n - at - 3));
    if (!is_id(id)) {
        diag(p->d, MARKDOWN_ID, md_where(p, block), "'%.*s'", STR(id));
        id.n = 0;
    }
    Str rest = str_sub(s, 0, at);
    while (rest.n && rest.s[rest.n - 1] == ' ')
        rest.n--;
    cmark_node_set_literal(last, str_z(p->a, rest));
    return id;
}

static void name_by_hash(Page *p, Node *n)
{
    Mark mark = arena_mark(p->a);
    uint64_t h = str_hash(tei_reading(p->a, n));
    arena_rewind(p->a, mark);
    Str base = str_format(p->a, "%.*s.h%08x", STR(p->part->key), (unsigned)(h ^ h >> 32));
    int *count = table_find(p->hashes, base);
    if (!count)
        table_put(p->hashes, base, count = new(p->a, int, 1));
    if (++*count == 1)
        tei_set(n, ATT_ID, base);
    else
        tei_set_format(n, ATT_ID, "%.*s.%d", STR(base), *count);
}

void md_name(Page *p, Node *n, Str id, Where at)
{
    if (id.n && table_find(p->ids, id)) {
        diag(p->d, MARKDOWN_ID_TWICE, at, "'%.*s'", STR(id));
        id.n = 0;
    }
    if (id.n == 0) {
        name_by_hash(p, n);
        return;
    }
    table_put(p->ids, id, n);
    tei_set_format(n, ATT_ID, "%.*s.%.*s", STR(p->part->key), STR(id));
}

/* ---- paragraphs and pictures ---- */

/* The picture's file is named as Markdown does, from the folder of the text; the tree names it from the book's. */
static Str picture_file(Page *p, Str url)
{
    Str at = str_eq(path_dir(p->file), S(".")) ? S("") : path_dir(p->file);
    while (str_starts(url, S("../")) && at.n) {
        url = str_from(url, 3);
        at = str_eq(path_dir(at), S(".")) ? S("") : path_dir(at);
    }
    return at.n ? path_join(p->a, at, url) : url;
}

/* "{plate}" behind a picture: it has a page to itself; "{bleed}": and fills it to the edges.  Empty: neither. */
static Str place_of(Md *after)
{
    bool text = after && cmark_node_get_type(after) == CMARK_NODE_TEXT;
    Str s = text ? str_trim(str_of(cmark_node_get_literal(after))) : S("");
    if (str_eq(s, S("{bleed}")) || str_eq(s, S("{plate bleed}")))
        return S("plate bleed");
    return str_eq(s, S("{plate}")) ? S("plate") : S("");
}

static void figure(Page *p, Md *image, Node *into, Str id)
{
    Where at = md_where(p, image);
    Str url = str_of(cmark_node_get_url(image)), file = picture_file(p, url);
    Str title = str_of(cmark_node_get_title(image));
    if (!path_is_inside(file)) {
        diag(p->d, PATH_OUTSIDE, at, "'%.*s'", STR(url));
        return;
    }
    Node *fig = tei_add(into, TEI_FIGURE, at), *desc;
    Str place = place_of(cmark_node_next(image));
    if (place.n)
        tei_set(fig, ATT_PLACE, place);
    tei_set(tei_add(fig, TEI_GRAPHIC, at), ATT_URL, file);
    if (title.n)
        tei_chars(tei_add(fig, TEI_HEAD, at), title);
    desc = tei_add(fig, TEI_FIGDESC, at);
    md_inlines(p, image, desc);
    md_place(p, fig, cmark_node_parent(image));
    md_name(p, fig, id, at);
}

static void paragraph(Page *p, Md *n, Node *into, Tag tag)
{
    Where at = md_where(p, n);
    Str id = md_take_id(p, n);
    Md *only = cmark_node_first_child(n), *after = only ? cmark_node_next(only) : NULL;
    bool alone = only && (!after || (!cmark_node_next(after) && cmark_node_get_type(after) == CMARK_NODE_TEXT
        && (*cmark_node_get_literal(after) == 0 || place_of(after).n)));
    if (alone && cmark_node_get_type(only) == CMARK_NODE_IMAGE) {
        figure(p, only, into, id);
        return;
    }
    Node *to = tei_add(into, tag, at);
    md_inlines(p, n, to);
    md_place(p, to, n);
    md_name(p, to, id, at);
}

/* ---- quotations ---- */

/* A last paragraph that begins with a dash names the source; the dash is the notation's. */
static bool is_source_line(Md *n)
{
    static const char *const dashes[] = {"— ", "– ", "-- ", "--- "};
    Md *t = n && cmark_node_get_type(n) == CMARK_NODE_PARAGRAPH ? cmark_node_first_child(n) : NULL;
    for (int i = 0; t && cmark_node_get_type(t) == CMARK_NODE_TEXT && i < 4; i++)
        if (str_starts(str_of(cmark_node_get_literal(t)), str_of(dashes[i])))
            return true;
    return false;
}

static void drop_dash(Page *p, Md *n)
{
    Md *t = cmark_node_first_child(n);
    Cut c = str_cut(str_of(cmark_node_get_literal(t)), ' ');
    cmark_node_set_literal(t, str_z(p->a, c.tail));
}

static void quotation(Page *p, Md *n, Node *into)
{
    Where at = md_where(p, n);
    Md *last = cmark_node_last_child(n);
    bool sourced = last != cmark_node_first_child(n) && is_source_line(last);
    Node *cit = sourced ? tei_add(into, TEI_CIT, at) : into, *quote = tei_add(cit, TEI_QUOTE, at);
    for (Md *c = cmark_node_first_child(n); c; c = cmark_node_next(c)) {
        if (c != last || !sourced)
            md_block(p, c, quote);
    }
    if (!sourced)
        return;
    drop_dash(p, last);
    paragraph(p, last, cit, TEI_BIBL);
}

/* ---- lists ---- */

/* What has no words of its own is named after the first block in it. */
static void name_after(Node *n, const Node *item, const char *what)
{
    const Node *named = item;
    while (named && tei_get(named, ATT_ID).n == 0)
        named = tei_walk(named, item);
    Str id = named ? tei_get(named, ATT_ID) : S("");
    if (str_ends(id, S(".item")))
        id.n -= 5;
    if (id.n)
        tei_set_format(n, ATT_ID, "%.*s.%s", STR(id), what);
}

/* An item of one paragraph holds its words; any other holds blocks. */
static Node *item(Page *p, Md *n, Node *list)
{
    Md *only = cmark_node_first_child(n);
    if (only && !cmark_node_next(only) && cmark_node_get_type(only) == CMARK_NODE_PARAGRAPH) {
        paragraph(p, only, list, TEI_ITEM);
        return tei_last(list);
    }
    Node *box = tei_add(list, TEI_ITEM, md_where(p, n));
    md_blocks(p, n, box);
    name_after(box, box, "item");
    return box;
}

static void list(Page *p, Md *n, Node *into)
{
    bool numbered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
    int number = cmark_node_get_list_start(n);
    const char *after = cmark_node_get_list_delim(n) == CMARK_PAREN_DELIM ? ")" : ".";
    Node *to = tei_add(into, TEI_LIST, md_where(p, n));
    tei_set(to, ATT_TYPE, numbered ? S("numbered") : S("bulleted"));
    for (Md *c = cmark_node_first_child(n); c; c = cmark_node_next(c)) {
        Node *label = numbered ? tei_add(to, TEI_LABEL, md_where(p, c)) : NULL;
        if (label)
            tei_chars(label, str_format(p->a, "%d%s", number++, after));
        Node *of = item(p, c, to);
        if (label)
            name_after(label, of, "label");
    }
}

/* ---- code and verse ---- */

/* The reading view makes one blank of many, so those that count become U+00A0; of a run inside the line the last
   stays a blank, where a line that is too long may break. */
static void code_line(Page *p, Str s, Node *to)
{
    Buf b = buf_new(p->a);
    int col = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        int wide = s.s[i] == '\t' ? 4 - col % 4 : 1;
        bool blank = s.s[i] == ' ' || s.s[i] == '\t', leads = b.n == col * 2;
        bool more = i + 1 < s.n && (s.s[i + 1] == ' ' || s.s[i + 1] == '\t');
        col += wide;
        if (!blank)
            buf_byte(&b, s.s[i]);
        for (int k = blank ? wide : 0; k > 0; k--)
            buf_put(&b, leads || more || k > 1 ? S("\u00A0") : S(" "));
    }
    tei_chars(to, buf_str(&b));
}

static Str literal(Md *n)
{
    Str s = str_of(cmark_node_get_literal(n));
    return str_ends(s, S("\n")) ? str_sub(s, 0, s.n - 1) : s;
}

static void code(Page *p, Md *n, Node *into)
{
    Where at = md_where(p, n);
    Node *ab = tei_add(into, TEI_AB, at);
    tei_set(ab, ATT_TYPE, S("code"));
    Cut c = str_line(literal(n));
    code_line(p, c.head, ab);
    while (c.ok) {
        c = str_line(c.tail);
        tei_set(tei_add(ab, TEI_LB, at), ATT_REND, S("break"));
        code_line(p, c.head, ab);
    }
    md_place(p, ab, n);
    md_name(p, ab, S(""), at);
}

static void verse_line(Page *p, Str s, int line, Node *stanza)
{
    ptrdiff_t indent = 0;
    while (indent < s.n && s.s[indent] == ' ')
        indent++;
    Where at = {p->path, line, (int)indent + 1};
    Node *l = tei_add(stanza, TEI_L, at);
    if (indent)
        tei_set_format(l, ATT_REND, "indent%d", indent > 9 ? 9 : (int)indent);
    md_line(p, str_from(s, indent), line, l);
    tei_add_origin(l, p->file, line);
    md_name(p, l, S(""), at);
}

static void verse(Page *p, Md *n, Node *into)
{
    Where at = md_where(p, n);
    Node *poem = tei_add(into, TEI_LG, at), *stanza = NULL;
    bool stanzas = str_find(str_trim(literal(n)), S("\n\n")) >= 0;
    if (stanzas)
        tei_set(poem, ATT_TYPE, S("poem"));
    int line = p->before + cmark_node_get_start_line(n);           /* of the fence */
    Cut c = {.tail = literal(n), .ok = true};
    while (c.ok) {
        c = str_line(c.tail);
        line++;
        if (str_trim(c.head).n == 0) {
            stanza = NULL;
            continue;
        }
        if (!stanza)
            stanza = stanzas ? tei_add(poem, TEI_LG, (Where){p->path, line, 1}) : poem;
        if (stanzas && !tei_first(stanza))
            tei_set(stanza, ATT_TYPE, S("stanza"));
        verse_line(p, c.head, line, stanza);
    }
    if (!tei_first(poem))
        tei_remove(poem);
}

/* ---- tables ---- */

static void row(Page *p, Md *n, Node *into, const uint8_t *align, int cols)
{
    Node *r = tei_add(into, TEI_ROW, md_where(p, n));
    if (cmark_gfm_extensions_get_table_row_is_header(n))
        tei_set(r, ATT_ROLE, S("label"));
    int i = 0;
    for (Md *c = cmark_node_first_child(n); c; c = cmark_node_next(c), i++) {
        Node *cell = tei_add(r, TEI_CELL, md_where(p, c));
        if (i < cols && (align[i] == 'r' || align[i] == 'c'))
            tei_set(cell, ATT_REND, align[i] == 'r' ? S("right") : S("center"));
        md_inlines(p, c, cell);
        md_place(p, cell, n);
    }
}

static void table(Page *p, Md *n, Node *into)
{
    Where at = md_where(p, n);
    Node *t = tei_add(into, TEI_TABLE, at);
    int cols = cmark_gfm_extensions_get_table_columns(n), rows = 0;
    for (Md *r = cmark_node_first_child(n); r; r = cmark_node_next(r), rows++)
        row(p, r, t, cmark_gfm_extensions_get_table_alignments(n), cols);
    tei_set_format(t, ATT_ROWS, "%d", rows);
    tei_set_format(t, ATT_COLS, "%d", cols);
    md_name(p, t, S(""), at);
}

/* ---- any of them ---- */

static void html(Page *p, Md *n)
{
    Str s = str_of(cmark_node_get_literal(n));
    if (!md_is_comment(s))
        diag(p->d, MARKDOWN_HTML, md_where(p, n), "'%.*s'", STR(str_trim(str_cut(s, '\n').head)));
}

void md_block(Page *p, Md *n, Node *into)
{
    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_PARAGRAPH:
        paragraph(p, n, into, TEI_P);
        return;
    case CMARK_NODE_BLOCK_QUOTE:
        quotation(p, n, into);
        return;
    case CMARK_NODE_LIST:
        list(p, n, into);
        return;
    case CMARK_NODE_CODE_BLOCK:
        if (str_eq(str_of(cmark_node_get_fence_info(n)), S("verse")))
            verse(p, n, into);
        else
            code(p, n, into);
        return;
    case CMARK_NODE_THEMATIC_BREAK:
        tei_set(tei_add(into, TEI_MILESTONE, md_where(p, n)), ATT_UNIT, S("section"));
        return;
    case CMARK_NODE_HTML_BLOCK:
        html(p, n);
        return;
    case CMARK_NODE_HEADING:
        diag(p->d, MARKDOWN_HEADING, md_where(p, n), "a quotation, a list or a note holds no heading");
        paragraph(p, n, into, TEI_P);
        return;
    default:
        if (strcmp(cmark_node_get_type_string(n), "table") == 0)
            table(p, n, into);
    }
}

void md_blocks(Page *p, Md *parent, Node *into)
{
    for (Md *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        md_block(p, n, into);
}
