/* tei.c - the tree itself: names, nodes and how they hang, attributes, the index of ids, and ways to walk it. */
#include "tei/tei.h"
#include "tei/inside.h"
#include <assert.h>

static const char *const tags[TEI_MAX] = {
#define TAG(id, name, kind) [TEI_##id] = name,
#define ATT(id, name)
#include "tei/names.def"
#undef TAG
#undef ATT
};
const unsigned char tei_kinds[TEI_MAX] = {
#define TAG(id, name, kind) [TEI_##id] = (kind),
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

const char *tei_name(Tag t) { return tags[t] ? tags[t] : ""; }

/* ---- a tree and its root */

Tree *tei_open(void)
{
    Arena *a = arena_open();
    Tree *t = new(a, Tree, 1);
    *t = (Tree){.a = a, .ids = table_new(a), .files = table_new(a), .names = table_new(a), .root.name = TEI_TEI};
    return t;
}

void tei_close(Tree *t) { arena_close(t->a); }
Node *tei_root(Tree *t) { return &t->root; }

/* ---- linking */

static void link_last(Node *n, Node *parent)
{
    n->parent = parent;
    n->prev = parent->last;
    n->next = NULL;
    *(parent->last ? &parent->last->next : &parent->first) = n;
    parent->last = n;
}

static void link_before(Node *n, Node *sibling)
{
    n->parent = sibling->parent;
    n->next = sibling;
    n->prev = sibling->prev;
    *(n->prev ? &n->prev->next : &n->parent->first) = n;
    sibling->prev = n;
}

static void link_after(Node *n, Node *sibling)
{
    if (sibling->next)
        link_before(n, sibling->next);
    else
        link_last(n, sibling->parent);
}

static void take_out(Node *n)
{
    *(n->prev ? &n->prev->next : &n->parent->first) = n->next;
    *(n->next ? &n->next->prev : &n->parent->last) = n->prev;
}

/* ---- elements and where they came from */

/* Room for one more in a list of n, doubled whenever it is full: when n is a power of two. */
static void *one_more(Arena *a, void *list, ptrdiff_t size, int n)
{
    bool full = (n & (n - 1)) == 0;
    return full ? arena_grow(a, list, size, (ptrdiff_t)_Alignof(max_align_t), n, n ? 2 * (ptrdiff_t)n : 1) : list;
}

/* Nodes come in runs from one file: most often it is that of the last one. */
static int file_number(Tree *t, Str path)
{
    if (path.n == 0)
        return 0;
    if (t->path && t->paths[t->path - 1].s == path.s && t->paths[t->path - 1].n == path.n)
        return t->path;
    t->path = (int)(intptr_t)table_find(t->files, path);
    if (t->path == 0) {
        t->paths = one_more(t->a, t->paths, (ptrdiff_t)sizeof(Str), t->npaths);
        t->paths[t->npaths++] = path;
        t->path = t->npaths;
        table_put(t->files, path, (void *)(intptr_t)t->path);
    }
    return t->path;
}

void tei_came(Tree *t, Node *n, Where at)
{
    n->file = file_number(t, at.file);
    n->line = at.line;
    n->col = at.col;
}

static Node *element(Tree *t, Tag tag, Where at)
{
    assert(tag > TEI_CHARS && tag < TEI_MAX);
    Node *n = new(t->a, Node, 1);
    n->name = (int)tag;
    tei_came(t, n, at);
    return n;
}

Node *tei_add(Node *parent, Tag tag, Where at)
{
    Node *n = element(tree_of(parent), tag, at);
    link_last(n, parent);
    return n;
}

Node *tei_before(Node *sibling, Tag tag, Where at)
{
    Node *n = element(tree_of(sibling), tag, at);
    link_before(n, sibling);
    return n;
}

Node *tei_after(Node *sibling, Tag tag, Where at)
{
    Node *n = element(tree_of(sibling), tag, at);
    link_after(n, sibling);
    return n;
}

/* ---- characters */

/* Most bytes begin nothing that XML cannot hold: some are asked as one, so that a machine does many together. */
static ptrdiff_t past_letters(Str s, ptrdiff_t at)
{
    enum { SOME = 32 };
    for (; s.n - at >= SOME; at += SOME) {
        unsigned char odd = 0;
        for (int i = 0; i < SOME; i++)
            odd |= (unsigned char)s.s[at + i] < 0x20 || (unsigned char)s.s[at + i] == 0xEF;
        if (odd)
            break;
    }
    return at;
}

/* Bytes from `at` on that XML can hold: all but most of C0 and U+FFFE, U+FFFF. */
static ptrdiff_t plain(Str s, ptrdiff_t at)
{
    for (at = past_letters(s, at); at < s.n; at++) {
        unsigned char c = (unsigned char)s.s[at];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return at;
        if (c == 0xEF && at + 2 < s.n && (unsigned char)s.s[at + 1] == 0xBF && (unsigned char)s.s[at + 2] >= 0xBE)
            return at;
    }
    return at;
}

static void append(Node *n, Str s)
{
    if (s.n > TEI_LONGEST || n->n + s.n > TEI_LONGEST)
        die("more than %d bytes of characters in one place", TEI_LONGEST);
    int want = n->n + (int)s.n + 1;
    if (want > n->room) {
        int room = n->room && want < 2 * n->room ? 2 * n->room : want;
        n->s = arena_grow(tree_of(n)->a, n->s, 1, 1, n->room, room);
        n->room = room;
    }
    memcpy(n->s + n->n, s.s, (size_t)s.n);
    n->n += (int)s.n;
}

void tei_plain(Node *parent, Str s)
{
    if (s.n == 0)
        return;
    if (!parent->last || !is_chars(parent->last)) {
        Node *n = new(tree_of(parent)->a, Node, 1);
        n->name = TEI_CHARS;
        link_last(n, parent);
    }
    append(parent->last, s);
}

void tei_chars(Node *parent, Str s)
{
    for (ptrdiff_t from = 0; from < s.n;) {
        ptrdiff_t to = plain(s, from);
        tei_plain(parent, str_sub(s, from, to - from));
        if (to < s.n) {
            Node *g = tei_add(parent, TEI_G, (Where){0});
            tei_set(g, ATT_TYPE, S("control"));
            tei_set_format(g, ATT_N, "%04X", utf8_next(s, &to));
        }
        from = to;
    }
}

/* ---- attributes */

Att tei_att_in(Str local, bool xml)
{
    for (Att i = ATT_NONE + 1; i < ATT_MAX; i++)
        if (atts[i].xml == xml && str_eq(str_of(atts[i].name), local))
            return i;
    return ATT_NONE;
}

Att tei_att_named(Str name)
{
    bool xml = str_starts(name, S("xml:"));
    return tei_att_in(xml ? str_from(name, 4) : name, xml);
}

/* Where the value hangs, or would hang. */
static Value **hook_of(Node *n, int att)
{
    Value **at = &n->values;
    while (*at && (*at)->att != att)
        at = &(*at)->next;
    return at;
}

Str tei_value(const Node *n, Att att)
{
    const Value *v = n->values;
    while (v && v->att != (int)att)
        v = v->next;
    return v ? (Str){v->s, v->n} : (Str){"", 0};
}

static Value *new_value(Arena *a, int att, ptrdiff_t room)
{
    if (room > TEI_LONGEST)
        die("an attribute of more than %d bytes", TEI_LONGEST);
    Value *v = arena_alloc(a, (ptrdiff_t)offsetof(Value, s) + room + 1, (ptrdiff_t)_Alignof(Value), 1);
    v->att = att;
    v->room = (int)room;
    return v;
}

/* Appends bytes, without those that XML cannot hold. */
static void put_plain(Value *v, Str s)
{
    for (ptrdiff_t from = 0; from < s.n;) {
        ptrdiff_t to = plain(s, from);
        memcpy(v->s + v->n, s.s + from, (size_t)(to - from));
        v->n += (int)(to - from);
        if (to < s.n)
            utf8_next(s, &to);
        from = to;
    }
    v->s[v->n] = 0;
}

/* The first in the tree that has an id. */
static Node *holder_of(Tree *t, Str id)
{
    Node *n = &t->root;
    while (n && !str_eq(tei_get(n, ATT_ID), id))
        n = tei_walk(n, NULL);
    return n;
}

/* Of two elements with one id, that one has it which had it first. */
static void know_id(Node *n)
{
    Tree *t = tree_of(n);
    Str id = tei_get(n, ATT_ID);
    const Node *other = id.n ? table_find(t->ids, id) : n;
    t->twice = t->twice || (other && other != n);
    if (!other)
        table_put(t->ids, id, n);
}

/* Of an element that has it no more; another may have it still. */
static void forget_id(Node *n, Tree *t, Str id)
{
    if (id.n && table_find(t->ids, id) == n)
        table_put(t->ids, id, t->twice ? holder_of(t, id) : NULL);
}

/* What was there is left as it is: the new value may be a piece of it. */
static void put_value(Node *n, int att, Value *v)
{
    assert(is_element(n));
    Str id = att == ATT_ID ? tei_get(n, ATT_ID) : S("");
    Value **at = hook_of(n, att), *rest = *at ? (*at)->next : NULL;
    *at = v ? v : rest;
    if (v)
        v->next = rest;
    if (att != ATT_ID)
        return;
    forget_id(n, tree_of(n), id);
    know_id(n);
}

void tei_put(Node *n, int att, Str value)
{
    Value *v = new_value(tree_of(n)->a, att, value.n);
    put_plain(v, value);
    put_value(n, att, v);
}

void tei_set(Node *n, Att att, Str value)
{
    assert(att > ATT_NONE && att < ATT_MAX);
    if (value.n)
        tei_put(n, (int)att, value);
    if (value.n == 0 || tei_get(n, att).n == 0)                    /* or it had nothing that XML can hold */
        put_value(n, (int)att, NULL);
}

void tei_set_format(Node *n, Att att, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    ptrdiff_t length = str_print(text, sizeof text, fmt, ap);
    va_end(ap);
    assert(length < (ptrdiff_t)sizeof text);
    tei_set(n, att, (Str){text, length});
}

void tei_lengthen(Node *n, Att att, Str more)
{
    Value **at = hook_of(n, (int)att), *was = *at;
    if (!was || was->room - was->n < more.n) {
        Value *v = new_value(tree_of(n)->a, (int)att, was ? 2 * (was->n + more.n) : more.n);
        if (was) {
            put_plain(v, (Str){was->s, was->n});
            v->next = was->next;
        }
        *at = v;
    }
    put_plain(*at, more);
}

/* ---- names that only a file has */

/* A name is kept once, however often a file has it. */
int tei_foreign(Tree *t, Foreign f)
{
    Mark m = arena_mark(t->a);
    Str key = str_format(t->a, "%.*s\n%.*s\n%.*s", STR(f.href), STR(f.prefix), STR(f.local));
    intptr_t known = (intptr_t)table_find(t->names, key);
    if (known) {
        arena_rewind(t->a, m);
        return (int)known - 1;
    }
    table_put(t->names, key, (void *)(intptr_t)(t->nforeign + 1));
    t->foreign = one_more(t->a, t->foreign, (ptrdiff_t)sizeof f, t->nforeign);
    f.local.s = str_z(t->a, f.local);
    t->foreign[t->nforeign] = (Foreign){f.local, str_copy(t->a, f.prefix), str_copy(t->a, f.href)};
    return t->nforeign++;
}

Foreign tei_label(const Node *n)
{
    return n->name >= TEI_MAX ? tree_of(n)->foreign[n->name - TEI_MAX]
        : (Foreign){str_of(tags[n->name]), S(""), S(TEI_NAMESPACE)};
}

Foreign tei_value_label(const Tree *t, const Value *v)
{
    if (v->att >= ATT_MAX)
        return t->foreign[v->att - ATT_MAX];
    bool xml = atts[v->att].xml;
    return (Foreign){str_of(atts[v->att].name), xml ? S("xml") : S(""), xml ? S(XML_NAMESPACE) : S("")};
}

/* ---- moving */

void tei_move(Node *n, Node *parent)
{
    assert(n->parent && tree_of(n) == tree_of(parent));
    take_out(n);
    link_last(n, parent);
}

void tei_remove(Node *top)
{
    Tree *t = tree_of(top);
    assert(top->parent);
    take_out(top);
    for (Node *n = top; n; n = tei_walk(n, top))
        forget_id(n, t, tei_get(n, ATT_ID));
}

/* ---- reading */

Node *tei_child(const Node *n, Tag t)
{
    Node *c = tei_first(n);
    while (c && !tei_is(c, t))
        c = c->next;
    return c;
}

Node *tei_up(const Node *n, Tag t)
{
    Node *up = tei_parent(n);
    while (up && !tei_is(up, t))
        up = tei_parent(up);
    return up;
}

Node *tei_find(Tree *t, Str id) { return table_find(t->ids, id); }

Where tei_where(const Node *n)
{
    while (n && n->file == 0)
        n = n->parent;
    return n ? (Where){tree_of(n)->paths[n->file - 1], n->line, n->col} : (Where){.file = S("manuscript")};
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
    for (const Node *c = tei_first(n); c; c = c->next) {
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
