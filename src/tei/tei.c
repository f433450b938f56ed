#include "tei/tei.h"
#include "tei/inside.h"
#include <assert.h>

#define CHARS_LIMIT 16384   /* a text node longer than this is not appended to: libxml2 measures it again each time */

static const struct { const char *name; int kind; } tags[TEI_MAX] = {
#define TAG(id, name, kind) [TEI_##id] = {name, kind},
#define ATT(id, name)
#include "tei/names.def"
#undef TAG
#undef ATT
};
static const struct { const char *name; bool xml; } atts[ATT_MAX] = {
#define TAG(id, name, kind)
#define IS_XML(name) (sizeof(name) > 5 && (name)[3] == ':')
#define ATT(id, name) [ATT_##id] = {(name) + (IS_XML(name) ? 4 : 0), IS_XML(name)},
#include "tei/names.def"
#undef TAG
#undef ATT
};

const char *tei_name(Tag t) { return tags[t].name ? tags[t].name : ""; }
int tei_kind(Tag t) { return tags[t].kind; }

static void *have(void *p)
{
    if (!p)
        die("libxml2: out of memory");
    return p;
}

/* ---- a tree and its root */

void tei_prepare(Tree *t, Arena *a, const char *href)
{
    Node *root = xmlDocGetRootElement(t);
    Roots *r = new(a, Roots, 1);
    r->a = a;
    r->tei = xmlSearchNsByHref(t, root, bytes_of(href));
    if (!r->tei)
        r->tei = have(xmlNewNs(root, bytes_of(href), NULL));
    r->xml = have(xmlSearchNs(t, root, bytes_of("xml")));
    t->_private = r;
}

Kept *tei_keep(Node *n, Tag tag, Where at)
{
    Kept *k = new(roots_of(n->doc)->a, Kept, 1);
    *k = (Kept){at, tag};
    n->_private = k;
    return k;
}

Tree *tei_open(Arena *a)
{
    LIBXML_TEST_VERSION
    Tree *t = have(xmlNewDoc(bytes_of("1.0")));
    Node *root = have(xmlNewDocNode(t, NULL, bytes_of("TEI"), NULL));
    xmlDocSetRootElement(t, root);
    tei_prepare(t, a, TEI_NAMESPACE);
    root->ns = roots_of(t)->tei;
    tei_keep(root, TEI_TEI, (Where){0});
    return t;
}

void tei_close(Tree *t) { xmlFreeDoc(t); }

Node *tei_root(Tree *t) { return xmlDocGetRootElement(t); }

/* ---- linking.  libxml2's own functions melt neighbouring text nodes together and free one of them behind the
   caller's back; these never do. */

static void link_last(Node *n, Node *parent)
{
    n->parent = parent;
    n->prev = parent->last;
    n->next = NULL;
    *(parent->last ? &parent->last->next : &parent->children) = n;
    parent->last = n;
}

static void link_before(Node *n, Node *sibling)
{
    n->parent = sibling->parent;
    n->next = sibling;
    n->prev = sibling->prev;
    *(n->prev ? &n->prev->next : &n->parent->children) = n;
    sibling->prev = n;
}

static void link_after(Node *n, Node *sibling)
{
    if (sibling->next)
        link_before(n, sibling->next);
    else
        link_last(n, sibling->parent);
}

static Node *named(Tree *t, const xmlChar *name, Tag tag, Where at)
{
    Node *n = have(xmlNewDocNode(t, roots_of(t)->tei, name, NULL));
    tei_keep(n, tag, at);
    return n;
}

static Node *element(Tree *t, Tag tag, Where at)
{
    assert(tag > TEI_CHARS && tag < TEI_MAX);
    return named(t, bytes_of(tags[tag].name), tag, at);
}

static Node *chars(Tree *t, Str s) { return have(xmlNewDocTextLen(t, bytes_of(s.s), (int)s.n)); }

Node *tei_add(Node *parent, Tag tag, Where at)
{
    Node *n = element(parent->doc, tag, at);
    link_last(n, parent);
    return n;
}

Node *tei_before(Node *sibling, Tag tag, Where at)
{
    Node *n = element(sibling->doc, tag, at);
    link_before(n, sibling);
    return n;
}

Node *tei_after(Node *sibling, Tag tag, Where at)
{
    Node *n = element(sibling->doc, tag, at);
    link_after(n, sibling);
    return n;
}

/* Bytes from `at` on that XML can hold: all but most of C0 and U+FFFE, U+FFFF. */
static ptrdiff_t plain(Str s, ptrdiff_t at)
{
    for (; at < s.n; at++) {
        unsigned char c = (unsigned char)s.s[at];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return at;
        if (c == 0xEF && at + 2 < s.n && (unsigned char)s.s[at + 1] == 0xBF && (unsigned char)s.s[at + 2] >= 0xBE)
            return at;
    }
    return at;
}

static void add_plain(Node *parent, Str s)
{
    Node *last = parent->last;
    if (s.n == 0)
        return;
    if (last && last->type == XML_TEXT_NODE && str_x(last->content).n < CHARS_LIMIT)
        xmlNodeAddContentLen(last, bytes_of(s.s), (int)s.n);
    else
        link_last(chars(parent->doc, s), parent);
}

void tei_chars(Node *parent, Str s)
{
    for (ptrdiff_t from = 0; from < s.n;) {
        ptrdiff_t to = plain(s, from);
        add_plain(parent, str_sub(s, from, to - from));
        if (to < s.n) {
            Node *g = tei_add(parent, TEI_G, (Where){0});
            tei_set(g, ATT_TYPE, S("control"));
            tei_set_format(g, ATT_N, "%04X", utf8_next(s, &to));
        }
        from = to;
    }
}

/* ---- attributes */

static Att att_named(Str name, bool xml)
{
    for (Att i = ATT_NONE + 1; i < ATT_MAX; i++)
        if (atts[i].xml == xml && str_eq(str_of(atts[i].name), name))
            return i;
    return ATT_NONE;
}

Att tei_att(const xmlAttr *p)
{
    bool xml = p->ns && str_eq(str_x(p->ns->href), S("http://www.w3.org/XML/1998/namespace"));
    return xml || !p->ns ? att_named(str_x(p->name), xml) : ATT_NONE;
}

Att tei_att_named(Str name)
{
    bool xml = str_starts(name, S("xml:"));
    return att_named(xml ? str_from(name, 4) : name, xml);
}

static xmlAttr *attribute(const Node *n, Att att)
{
    if (!n || !is_element(n))
        return NULL;
    xmlAttr *p = n->properties;
    while (p && att_of(p) != att)
        p = p->next;
    return p;
}

static char *without_controls(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t from = 0; from < s.n;) {
        ptrdiff_t to = plain(s, from);
        buf_put(&b, str_sub(s, from, to - from));
        if (to < s.n)
            utf8_next(s, &to);
        from = to;
    }
    buf_byte(&b, 0);
    return b.s;
}

void tei_set(Node *n, Att att, Str value)
{
    assert(att > ATT_NONE && att < ATT_MAX);
    Roots *r = roots_of(n->doc);
    xmlAttr *p = attribute(n, att);
    if (value.n == 0) {
        if (p)
            xmlRemoveProp(p);
        return;
    }
    Mark m = arena_mark(r->a);
    p = have(xmlSetNsProp(n, atts[att].xml ? r->xml : NULL, bytes_of(atts[att].name),
                          bytes_of(without_controls(r->a, value))));
    p->_private = (void *)(intptr_t)att;
    arena_rewind(r->a, m);
}

void tei_set_format(Node *n, Att att, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    int length = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    assert(length >= 0 && length < (int)sizeof text);
    tei_set(n, att, (Str){text, length});
}

Str tei_get(const Node *n, Att att)
{
    xmlAttr *p = attribute(n, att);
    return p && p->children ? str_x(p->children->content) : (Str){"", 0};
}

/* ---- moving */

/* A node that comes from another tree must not point into that tree's root any more. */
static void adopt(Node *n, Tree *t)
{
    Roots *r = roots_of(t);
    xmlSetTreeDoc(n, t);
    for (Node *i = n; i; i = tei_walk(i, n)) {
        if (!is_element(i))
            continue;
        i->ns = r->tei;
        for (xmlAttr *p = i->properties; p; p = p->next) {
            p->ns = p->ns ? r->xml : NULL;
            if (att_of(p) == ATT_ID && p->children)
                xmlAddID(NULL, t, p->children->content, p);
        }
    }
}

static void take(Node *n, Tree *into)
{
    xmlUnlinkNode(n);
    if (n->doc != into)
        adopt(n, into);
}

void tei_move(Node *n, Node *parent)
{
    take(n, parent->doc);
    link_last(n, parent);
}

void tei_remove(Node *n)
{
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* ---- reading */

Tag tei_tag(const Node *n)
{
    if (!n)
        return TEI_NONE;
    const Kept *k = kept_of(n);
    return k ? k->tag : is_chars(n) ? TEI_CHARS : TEI_NONE;
}

bool tei_is(const Node *n, Tag t) { return n && tei_tag(n) == t; }
Str tei_content(const Node *n) { return n && is_chars(n) && n->content ? str_x(n->content) : (Str){"", 0}; }
Node *tei_first(const Node *n) { return n && is_element(n) ? n->children : NULL; }
Node *tei_last(const Node *n) { return n && is_element(n) ? n->last : NULL; }
Node *tei_next(const Node *n) { return n ? n->next : NULL; }
Node *tei_prev(const Node *n) { return n ? n->prev : NULL; }
Node *tei_parent(const Node *n) { return n && n->parent && is_element(n->parent) ? n->parent : NULL; }

Node *tei_child(const Node *n, Tag t)
{
    Node *c = tei_first(n);
    while (c && !tei_is(c, t))
        c = c->next;
    return c;
}

Node *tei_skip(const Node *at, const Node *top)
{
    while (at && at != top && !at->next)
        at = at->parent;
    return at && at != top ? at->next : NULL;
}

Node *tei_walk(const Node *at, const Node *top)
{
    Node *down = tei_first(at);
    return down ? down : tei_skip(at, top);
}

Node *tei_up(const Node *n, Tag t)
{
    Node *up = tei_parent(n);
    while (up && !tei_is(up, t))
        up = tei_parent(up);
    return up;
}

Node *tei_find(Tree *t, Str id)
{
    Arena *a = roots_of(t)->a;
    Mark m = arena_mark(a);
    xmlAttr *p = xmlGetID(t, bytes_of(str_z(a, id)));
    arena_rewind(a, m);
    return p ? p->parent : NULL;
}

Where tei_where(const Node *n)
{
    for (; n; n = tei_parent(n)) {
        const Kept *k = kept_of(n);
        if (k && k->at.file.n)
            return k->at;
    }
    return (Where){.file = S("manuscript")};
}

Str tei_lang(const Node *n)
{
    for (; n; n = tei_parent(n)) {
        Str lang = tei_get(n, ATT_LANG);
        if (lang.n)
            return lang;
    }
    return (Str){"", 0};
}

bool tei_is_blank(const Node *n)
{
    Str s = tei_content(n);
    ptrdiff_t i = 0;
    while (i < s.n && strchr(" \t\r\n", s.s[i]))
        i++;
    return i == s.n;
}

/* A child that cannot stand in running text: p, list, …; and a quotation that begins with such a child. */
static bool is_block(const Node *n)
{
    if (tei_is(n, TEI_QUOTE)) {
        n = tei_first(n);
        while (n && is_chars(n) && tei_is_blank(n))
            n = n->next;
    }
    int kind = n ? tei_kind(tei_tag(n)) : 0;
    return (kind & (KIND_BOX | KIND_LEAF)) && !(kind & KIND_INLINE);
}

static bool has_blocks_only(const Node *n)
{
    bool block = false;
    for (const Node *c = n->children; c; c = c->next) {
        Tag t = tei_tag(c);
        if (is_chars(c) ? tei_is_blank(c) : t == TEI_PB || t == TEI_ANCHOR || t == TEI_MILESTONE)
            continue;
        if (!is_block(c))
            return false;
        block = true;
    }
    return block;
}

/* Header elements that hold other elements only; all others of the header may hold characters. */
static bool is_header_box(Tag t)
{
    switch ((int)t) {
    case TEI_TEIHEADER: case TEI_FILEDESC: case TEI_TITLESTMT: case TEI_EDITIONSTMT: case TEI_PUBLICATIONSTMT:
    case TEI_AVAILABILITY: case TEI_SERIESSTMT: case TEI_SOURCEDESC: case TEI_LISTBIBL: case TEI_RESPSTMT:
    case TEI_ENCODINGDESC: case TEI_PROJECTDESC: case TEI_EDITORIALDECL: case TEI_CORRECTION: case TEI_QUOTATION:
    case TEI_HYPHENATION: case TEI_PUNCTUATION: case TEI_NORMALIZATION: case TEI_LISTPREFIXDEF: case TEI_PREFIXDEF:
    case TEI_APPINFO: case TEI_APPLICATION: case TEI_PROFILEDESC: case TEI_ABSTRACT: case TEI_LANGUSAGE:
    case TEI_TEXTCLASS: case TEI_KEYWORDS: case TEI_REVISIONDESC:
        return true;
    default:
        return false;
    }
}

bool tei_is_laid_out(const Node *n)
{
    Tag t = tei_tag(n);
    int kind = tei_kind(t);
    if (is_header_box(t))
        return true;
    if (t == TEI_ITEM || t == TEI_CELL || t == TEI_NOTE || t == TEI_QUOTE || t == TEI_STAGE || t == TEI_LICENCE)
        return has_blocks_only(n);
    return (kind & KIND_BOX) && !(kind & KIND_INLINE);
}

bool tei_holds_chars(const Node *n) { return !tei_is_laid_out(n) && !tei_is(n, TEI_CHOICE); }
