/* tags.c - the structure tree in the file.  The caller's tree has the order of the text; pages bring pieces of content
   as they fall.  A node's kids are its child nodes in the tree's order, and its own pieces each after the child that
   came before it in the flow:

       P ─┬─ piece 0        "See "
          ├─ Link ── 1      "the note"       each piece has a slot: how many of P's children stand before it
          ├─ piece 2        " below."
          └─ piece 0'       "…" over the page
   A Note child does not count: it stands at the page's foot, and the text goes on beside it. */
#include "pdf/inside.h"
#include <assert.h>
#include <stdlib.h>

typedef struct Kid Kid;
struct Kid { Kid *next; int slot, page, mcid, object; };           /* mcid < 0: an annotation */
typedef struct {
    const Struct *node, *child, *seen;                             /* its last child numbered | met in the flow */
    Kid *first, *last;
    int object, index, nchildren, box;
} Element;
typedef struct { int object, n; int *objects; } Parent;            /* a row of the parent tree: one, or a page's list */
struct Tags {
    Element *elements; int n, cap;                                 /* by Struct.number; 0 is the root */
    Parent *parents; int nparents, pcap;
    int *mcids; int nmcids, mcap;                                  /* of the page in hand: its elements' objects */
    int64_t (*boxes)[4]; int nboxes, bcap;
    int root;
    Table *ids;
    bool undescribed;                                              /* a figure has no text in its place */
};

static const char *const role_names[ROLE_MAX] = {
    [ROLE_DOCUMENT] = "Document", [ROLE_PART] = "Part", [ROLE_SECT] = "Sect", [ROLE_DIV] = "Div",
    [ROLE_BLOCKQUOTE] = "BlockQuote", [ROLE_CAPTION] = "Caption", [ROLE_TOC] = "TOC", [ROLE_TOCI] = "TOCI",
    [ROLE_INDEX] = "Index", [ROLE_H] = "H", [ROLE_P] = "P", [ROLE_L] = "L", [ROLE_LI] = "LI", [ROLE_LBL] = "Lbl",
    [ROLE_LBODY] = "LBody", [ROLE_TABLE] = "Table", [ROLE_TR] = "TR", [ROLE_TH] = "TH", [ROLE_TD] = "TD",
    [ROLE_THEAD] = "THead", [ROLE_TBODY] = "TBody", [ROLE_SPAN] = "Span", [ROLE_QUOTE] = "Quote", [ROLE_NOTE] = "Note",
    [ROLE_REFERENCE] = "Reference", [ROLE_BIBENTRY] = "BibEntry", [ROLE_CODE] = "Code", [ROLE_LINK] = "Link",
    [ROLE_FIGURE] = "Figure",
};
static const char *const headings[] = {"H1", "H1", "H2", "H3", "H4", "H5", "H6"};

const char *tags_role(const Struct *s)
{
    if (s->role == ROLE_H) return headings[s->level < 0 || s->level > 6 ? 6 : s->level];
    return role_names[s->role];
}

static int add_element(Pdf *p, const Struct *node)
{
    Tags *t = p->tags;
    ROOM_FOR_ONE(p->a, t->elements, t->n, t->cap);
    t->elements[t->n] = (Element){.node = node, .box = -1};
    return t->n++;
}

Tags *tags_open(Pdf *p)
{
    p->tags = new(p->a, Tags, 1);
    p->tags->ids = table_new(p->a);
    p->tags->root = object_reserve(p->objects);
    add_element(p, p->facts->root);
    return p->tags;
}

static bool known(const Tags *t, const Struct *s) { return s->number < t->n && t->elements[s->number].node == s; }

/* Numbers the children that the node has got since it was last asked. */
static void number_children(Pdf *p, int parent)
{
    Tags *t = p->tags;
    const Struct *last = t->elements[parent].child;
    Struct *c = last ? last->next : t->elements[parent].node->first;
    for (; c; c = c->next) {
        c->number = add_element(p, c);
        t->elements[c->number].index = ++t->elements[parent].nchildren;
        t->elements[parent].child = c;
    }
}

/* The element of a node.  Ancestors first: a node is numbered by its parent, which knows its place. */
static int find(Pdf *p, const Struct *s)
{
    if (known(p->tags, s)) return s->number;
    assert(s->parent);
    number_children(p, find(p, s->parent));
    assert(known(p->tags, s));
    return s->number;
}

static int enliven(Pdf *p, Element *e)
{
    if (!e->object) e->object = object_reserve(p->objects);
    return e->object;
}

/* Something of the node is set here: it and its ancestors are in the file, and what its parent sets next follows it. */
static Element *meet(Pdf *p, const Struct *s)
{
    Tags *t = p->tags;
    int at = find(p, s);
    enliven(p, &t->elements[at]);
    for (; s->parent; s = s->parent) {
        Element *e = &t->elements[s->number], *up = &t->elements[s->parent->number];
        bool later = !up->seen || e->index > t->elements[up->seen->number].index;
        if (s->role != ROLE_NOTE && later) up->seen = s;
        enliven(p, up);
    }
    return &t->elements[at];
}

/* A note whose call stands right before it is read with its call, not after all the rest of the paragraph. */
static int slot(const Tags *t, const Element *e)
{
    const Struct *after = e->seen ? e->seen->next : e->node->first;
    int at = e->seen ? t->elements[e->seen->number].index : 0;
    for (; after && after->role == ROLE_NOTE; after = after->next) at++;
    return at;
}

static void add_kid(Pdf *p, Element *e, int mcid, int object)
{
    Kid *k = new(p->a, Kid, 1);
    *k = (Kid){.slot = slot(p->tags, e), .page = p->npages - 1, .mcid = mcid, .object = object};
    if (e->last) e->last->next = k;
    else e->first = k;
    e->last = k;
}

int tags_content(Pdf *p, const Struct *s)
{
    Tags *t = p->tags;
    Element *e = meet(p, s);
    ROOM_FOR_ONE(p->a, t->mcids, t->nmcids, t->mcap);
    t->mcids[t->nmcids] = e->object;
    add_kid(p, e, t->nmcids, 0);
    return t->nmcids++;
}

int tags_annotation(Pdf *p, const Struct *s, int object)
{
    Tags *t = p->tags;
    Element *e = meet(p, s);
    add_kid(p, e, -1, object);
    ROOM_FOR_ONE(p->a, t->parents, t->nparents, t->pcap);
    t->parents[t->nparents] = (Parent){.object = e->object};
    return t->nparents++;
}

void tags_box(Pdf *p, const Struct *s, const int64_t box[4])
{
    Tags *t = p->tags;
    Element *e = meet(p, s);
    ROOM_FOR_ONE(p->a, t->boxes, t->nboxes, t->bcap);
    memcpy(t->boxes[t->nboxes], box, sizeof *t->boxes);
    if (e->box < 0) e->box = t->nboxes++;
}

int tags_page(Pdf *p)
{
    Tags *t = p->tags;
    if (t->nmcids == 0) return -1;
    ROOM_FOR_ONE(p->a, t->parents, t->nparents, t->pcap);
    Parent *row = &t->parents[t->nparents];
    *row = (Parent){.n = t->nmcids, .objects = new(p->a, int, t->nmcids)};
    memcpy(row->objects, t->mcids, (size_t)t->nmcids * sizeof *t->mcids);
    t->nmcids = 0;
    return t->nparents++;
}

int tags_object(Pdf *p, const Struct *s)
{
    return s && known(p->tags, s) ? p->tags->elements[s->number].object : 0;
}

int tags_named(const Pdf *p, Str id)
{
    const Struct *s = table_find(p->tags->ids, id);
    return s ? p->tags->elements[s->number].object : 0;
}

bool tags_described(const Pdf *p) { return !p->tags->undescribed; }

/* ---- writing */
static void put_attribute(Buf *b, Str key, Str value)
{
    static const struct { const char *key, *owner, *name; bool number; } rows[] = {
        {"scope", "Table", "Scope", false},     {"rows", "Table", "RowSpan", true},
        {"cols", "Table", "ColSpan", true},     {"list", "List", "ListNumbering", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_eq(key, str_of(rows[i].key))) continue;
        buf_format(b, "<</O/%s/%s", rows[i].owner, rows[i].name);
        if (rows[i].number) buf_format(b, " %.*s", STR(value));
        else put_name(b, value);
        buf_put(b, S(">>"));
    }
}

static void put_attributes(Pdf *p, Buf *b, const Element *e)
{
    Str rest = e->node->attributes;
    if (rest.n == 0 && e->box < 0) return;
    buf_put(b, S("/A["));
    while (rest.n > 0) {
        Cut word = str_cut(rest, ' ');
        Cut pair = str_cut(word.head, '=');
        if (pair.ok) put_attribute(b, pair.head, pair.tail);
        rest = word.ok ? word.tail : S("");
    }
    if (e->box >= 0) {
        buf_put(b, S("<</O/Layout/Placement/Block/BBox"));
        put_box(b, p->tags->boxes[e->box], 4);
        buf_put(b, S(">>"));
    }
    buf_byte(b, ']');
}

/* A note must have an ID (ISO 14289-1, 7.9); of two nodes with one id the first in the text has it. */
static void put_id(Pdf *p, Buf *b, const Element *e)
{
    Str id = e->node->id;
    bool taken = id.n > 0 && table_find(p->tags->ids, id);
    if (e->node->role == ROLE_NOTE && (id.n == 0 || taken)) id = str_format(p->a, "note.%d", e->object);
    else if (taken) return;
    if (id.n == 0) return;
    table_put(p->tags->ids, id, (void *)e->node);
    buf_put(b, S("/ID"));
    put_bytes(b, id);
}

static void put_field(Buf *b, const char *key, Str text)
{
    if (text.n == 0) return;
    buf_put(b, str_of(key));
    put_text(b, text);
}

static void put_kid(Pdf *p, Buf *b, const Kid *k, int page)
{
    if (k->mcid >= 0 && k->page == page) {
        buf_format(b, "%d ", k->mcid);
        return;
    }
    if (k->mcid >= 0) buf_format(b, "<</Type/MCR/MCID %d", k->mcid);
    else buf_format(b, "<</Type/OBJR/Obj %d 0 R", k->object);
    if (k->page != page) buf_format(b, "/Pg %d 0 R", p->pages[k->page]);
    buf_put(b, S(">>"));
}

/* Of the nodes with nothing in them only cells are kept: a table's columns count them. */
static bool is_kept(const Struct *s) { return s->role == ROLE_TD || s->role == ROLE_TH; }

static void put_kids(Pdf *p, Buf *b, const Element *e, int page)
{
    const Kid *k = e->first;
    int at = 0;
    for (const Struct *c = e->node->first; c && c->number; c = c->next, at++) {
        for (; k && k->slot <= at; k = k->next) put_kid(p, b, k, page);
        Element *child = &p->tags->elements[c->number];
        if (is_kept(c)) enliven(p, child);
        if (child->object) buf_format(b, "%d 0 R ", child->object);
    }
    for (; k; k = k->next) put_kid(p, b, k, page);
}

static void write_element(Pdf *p, const Element *e)
{
    Mark m = arena_mark(p->scratch);
    const Struct *s = e->node;
    if (s->role == ROLE_FIGURE && s->alt.n == 0 && s->actual.n == 0) p->tags->undescribed = true;
    Buf b = buf_new(p->scratch);
    int page = e->first ? e->first->page : -1;
    buf_format(&b, "/Type/StructElem/S/%s/P %d 0 R", tags_role(s),
               s->parent ? p->tags->elements[s->parent->number].object : p->tags->root);
    put_id(p, &b, e);
    put_field(&b, "/T", s->title);
    put_field(&b, "/Lang", s->lang);
    put_field(&b, "/Alt", s->alt);
    put_field(&b, "/ActualText", s->actual);
    put_attributes(p, &b, e);
    if (page >= 0) buf_format(&b, "/Pg %d 0 R", p->pages[page]);
    buf_put(&b, S("/K["));
    put_kids(p, &b, e, page);
    buf_byte(&b, ']');
    object_put(p->objects, e->object, buf_str(&b));
    arena_rewind(p->scratch, m);
}

static void write_parents(Pdf *p, int object)
{
    Tags *t = p->tags;
    Leaf *leaves = new(p->a, Leaf, t->nparents);
    for (int i = 0; i < t->nparents; i++) {
        Buf b = buf_new(p->a);
        if (t->parents[i].n == 0) {
            put_ref(&b, t->parents[i].object);
        } else {
            buf_byte(&b, '[');
            for (int k = 0; k < t->parents[i].n; k++) buf_format(&b, "%d 0 R ", t->parents[i].objects[k]);
            buf_byte(&b, ']');
        }
        leaves[i] = (Leaf){.number = i, .value = buf_str(&b)};
    }
    tree_write(p, object, leaves, t->nparents);
}

static int by_name(const void *x, const void *y) { return str_cmp(((const Leaf *)x)->name, ((const Leaf *)y)->name); }

static void write_ids(Pdf *p, int object)
{
    Table *ids = p->tags->ids;
    int n = (int)table_count(ids);
    Leaf *leaves = new(p->a, Leaf, n);
    for (int i = 0; i < n; i++) {
        const Struct *s = table_at(ids, i, &leaves[i].name);
        leaves[i].value = str_format(p->a, "%d 0 R", p->tags->elements[s->number].object);
    }
    qsort(leaves, (size_t)n, sizeof *leaves, by_name);
    tree_write(p, object, leaves, n);
}

/* Elements are written in the order of the text, so that their ids are given out in it. */
static void write_elements(Pdf *p, const Struct *s)
{
    Tags *t = p->tags;
    while (s) {
        if (known(t, s) && t->elements[s->number].object) write_element(p, &t->elements[s->number]);
        if (s->first && known(t, s) && t->elements[s->number].object) {
            s = s->first;
            continue;
        }
        while (s && s != p->facts->root && !s->next) s = s->parent;
        s = s && s != p->facts->root ? s->next : NULL;
    }
}

int tags_close(Pdf *p)
{
    Tags *t = p->tags;
    enliven(p, &t->elements[0]);
    write_elements(p, p->facts->root);
    int parents = object_reserve(p->objects);
    write_parents(p, parents);
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d", t->elements[0].object,
               parents, t->nparents);
    if (table_count(t->ids) > 0) {
        int ids = object_reserve(p->objects);
        write_ids(p, ids);
        buf_format(&b, "/IDTree %d 0 R", ids);
    }
    object_put(p->objects, t->root, buf_str(&b));
    return t->root;
}
