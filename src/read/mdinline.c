#include "read/mdin.h"

#include <cmark-gfm.h>
#include <stdlib.h>

bool md_is_comment(Str html)
{
    html = str_trim(html);
    return str_starts(html, S("<!--")) && str_find(html, S("-->")) == html.n - 3;
}

/* ---- words ---- */

static void wrapped(Page *p, Md *n, Node *into, const char *rend)
{
    Node *hi = tei_add(into, TEI_HI, md_where(p, n));
    tei_set(hi, ATT_REND, str_of(rend));
    md_inlines(p, n, hi);
}

/* ---- links ---- */

static void keep_link(Page *p, Node *ref, Str id, Where at)
{
    if (p->nlinks == p->most_links) {
        ptrdiff_t most = p->most_links ? p->most_links * 2 : 64;
        p->links = arena_grow(p->a, p->links, (ptrdiff_t)sizeof(Link), (ptrdiff_t)_Alignof(Link), p->most_links, most);
        p->most_links = most;
    }
    p->links[p->nlinks++] = (Link){ref, str_copy(p->a, id), at};
}

static void link_to(Page *p, Md *n, Node *into)
{
    static const char *const ways[] = {"https://", "http://", "mailto:", "ftp://"};
    Str url = str_of(cmark_node_get_url(n));
    Where at = md_where(p, n);
    bool known = str_starts(url, S("#")) && url.n > 1;
    for (int i = 0; i < 4; i++)
        known |= str_starts(url, str_of(ways[i])) && url.n > (ptrdiff_t)strlen(ways[i]);
    for (ptrdiff_t i = 0; i < url.n; i++)
        known &= (unsigned char)url.s[i] > ' ' && !strchr("<>\"{}|\\^`", url.s[i]);
    if (!known) {
        diag(p->d, LINK_BROKEN, at, "'%.*s'", STR(url));
        md_inlines(p, n, into);
        return;
    }
    Node *ref = tei_add(into, TEI_REF, at);
    tei_set(ref, ATT_TARGET, url);
    if (url.s[0] == '#')
        keep_link(p, ref, str_from(url, 1), at);
    md_inlines(p, n, ref);
}

/* `#id` is of this part, `#key.id` of any; whether that is there only the whole book can tell. */
void md_settle_links(Page *p)
{
    for (ptrdiff_t i = 0; i < p->nlinks; i++) {
        Link *l = &p->links[i];
        if (table_find(p->ids, l->id)) {
            tei_set_format(l->ref, ATT_TARGET, "#%.*s.%.*s", STR(p->part->key), STR(l->id));
        } else if (!str_cut(l->id, '.').ok && !str_eq(l->id, p->part->key)) {
            diag(p->d, LINK_BROKEN, l->at, "'#%.*s'", STR(l->id));
            tei_set(l->ref, ATT_TARGET, str_format(p->a, "#%.*s", STR(p->part->key)));
        }
    }
}

/* ---- note calls ---- */

/* cmark leaves the place of the body in its own order; ours are counted as they are met. */
static void call(Page *p, Md *n, Node *into)
{
    Number k = str_number(str_of(cmark_node_get_literal(n)));
    if (p->no_notes || !k.ok || k.value < 1 || k.value > p->nbodies) {
        diag(p->d, MARKDOWN_NOTE_MISSING, md_where(p, n), "'%s'", cmark_node_get_literal(n));
        return;
    }
    int body = (int)k.value - 1;
    if (!p->number_of[body]) {
        p->number_of[body] = ++p->nnotes;
        p->body_of[p->nnotes] = body;
    }
    int number = p->number_of[body], nth = ++p->calls_of[body];
    Node *ref = tei_add(into, TEI_REF, md_where(p, n));
    tei_set_format(ref, ATT_ID, nth == 1 ? "%.*s.n.%d.ref" : "%.*s.n.%d.ref.%d", STR(p->part->key), number, nth);
    tei_set(ref, ATT_TYPE, S("note"));
    tei_set(ref, ATT_SUBTYPE, S("n"));
    tei_set_format(ref, ATT_N, "%d", number);
    tei_set_format(ref, ATT_TARGET, "#%.*s.n.%d", STR(p->part->key), number);
    tei_chars(ref, str_format(p->a, "%d", number));
}

/* ---- any of them ---- */

static void one(Page *p, Md *n, Node *into)
{
    Str s = str_of(cmark_node_get_literal(n));
    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_TEXT:
        tei_chars(into, s);
        return;
    case CMARK_NODE_SOFTBREAK:
        tei_chars(into, S(" "));
        return;
    case CMARK_NODE_LINEBREAK:
        tei_set(tei_add(into, TEI_LB, md_where(p, n)), ATT_REND, S("break"));
        return;
    case CMARK_NODE_CODE:
        tei_chars(tei_add(into, TEI_CODE, md_where(p, n)), s);
        return;
    case CMARK_NODE_EMPH:
        wrapped(p, n, into, "italic");
        return;
    case CMARK_NODE_STRONG:
        wrapped(p, n, into, "bold");
        return;
    case CMARK_NODE_LINK:
        link_to(p, n, into);
        return;
    case CMARK_NODE_IMAGE:
        diag(p->d, MARKDOWN_IMAGE, md_where(p, n), "'%s'", cmark_node_get_url(n));
        return;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
        call(p, n, into);
        return;
    case CMARK_NODE_HTML_INLINE:
        if (!md_is_comment(s))
            diag(p->d, MARKDOWN_HTML, md_where(p, n), "'%.*s'", STR(s));
        return;
    default:
        if (strcmp(cmark_node_get_type_string(n), "strikethrough") == 0)
            wrapped(p, n, into, "strike");
        else
            md_inlines(p, n, into);
    }
}

void md_inlines(Page *p, Md *parent, Node *into)
{
    for (Md *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        one(p, n, into);
}

/* As the text of a heading a line is nothing but inlines, whatever it begins with. */
void md_line(Page *p, Str line, int number, Node *into)
{
    int before = p->before;
    p->before = number - 1;
    Md *root = md_parse(p, str_format(p->a, "# %.*s", STR(line))), *head = root ? cmark_node_first_child(root) : NULL;
    if (head)
        md_inlines(p, head, into);
    md_close(root);
    p->before = before;
}
