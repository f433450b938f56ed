/* lean.c - the schema cut down to what one manuscript has.  A way through the schema which needs an element that stands
   nowhere cannot be taken, and an attribute that may be missing and is, on every element of a name, need not be asked
   for at each: without them the schema judges this manuscript as the whole does (RELAX NG, 4.20 and 7.3).  So too an
   attribute that may be missing and whose values are seen to be right on every element of a name: it is taken from the
   schema and from what the schema judges.  So the schema is read in a tenth and gone through in a third of the
   time.  What it refuses is for the whole schema to judge. */
#include "tei/tei.h"
#include "tei/inside.h"

/* How a value is judged here: not at all, it is always right, as one name (ID, NMTOKEN), as some (NMTOKENS), as some
   pointers (a list of anyURI). */
typedef enum { HARD, FREE, NAME, NAMES, POINTERS } Ease;
struct Census {
    bool has[TEI_MAX][TEI_MAX];                                    /* elements below others; below TEI_NONE: anywhere */
    bool with[TEI_MAX][ATT_MAX];                                   /* their attributes left to the schema */
    uint8_t ease[TEI_MAX][ATT_MAX];                                /* of attributes that may be missing */
    Table *defines;                                                /* name -> <define> */
};

static Str name_of(const xmlNode *n) { return tei_xml_value(n, "name"); }

static bool is(const xmlNode *n, Str name) { return n && n->type == XML_ELEMENT_NODE && str_eq(str_x(n->name), name); }

/* TEI_NONE for a name that no manuscript of ours knows: what is said of it stays. */
static Tag tag_named(Str name)
{
    Tag t = TEI_MAX;
    while (--t > TEI_CHARS && !str_eq(str_of(tei_name(t)), name)) continue;
    return t > TEI_CHARS ? t : TEI_NONE;
}

/* ---- what is judged here */
static Ease ease_of(const xmlNode *attribute)
{
    const xmlNode *kid = xmlFirstElementChild((xmlNode *)(uintptr_t)attribute);
    bool list = is(kid, S("list"));
    for (; list && kid && !is(kid, S("data")); kid = xmlFirstElementChild((xmlNode *)(uintptr_t)kid)) continue;
    if (is(kid, S("text"))) return FREE;
    if (!is(kid, S("data")) || kid->children || xmlNextElementSibling((xmlNode *)(uintptr_t)kid)) return HARD;
    Str type = tei_xml_value(kid, "type");
    if (list) return str_eq(type, S("anyURI")) ? POINTERS : HARD;
    if (str_eq(type, S("ID")) || str_eq(type, S("NMTOKEN"))) return NAME;
    return str_eq(type, S("NMTOKENS")) ? NAMES : HARD;
}

/* From one child of an element, or from a set of attributes. */
static void learn(Census *c, const xmlNode *n, Tag owner)
{
    const xmlNode *kid = n ? xmlFirstElementChild((xmlNode *)(uintptr_t)n) : NULL;
    if (is(n, S("ref")) && str_starts(name_of(n), S("att."))) learn(c, table_find(c->defines, name_of(n)), owner);
    if (is(n, S("define")))
        for (; kid; kid = xmlNextElementSibling((xmlNode *)(uintptr_t)kid)) learn(c, kid, owner);
    Att att = is(n, S("optional")) && is(kid, S("attribute")) ? tei_att_named(name_of(kid)) : ATT_NONE;
    if (att != ATT_NONE) c->ease[owner][att] = (uint8_t)ease_of(kid);
}

static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_alnum(char c) { return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/* A name of ASCII. */
static bool is_name(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!(i ? is_alnum(s.s[i]) : is_alpha(s.s[i]))) return false;
    return s.n > 0;
}

/* A file and a place in it, of the simplest characters of RFC 3986. */
static bool is_pointer(Str s)
{
    int hashes = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        hashes += s.s[i] == '#';
        if (!is_alnum(s.s[i]) && s.s[i] != '#' && s.s[i] != '=' && s.s[i] != ',') return false;
    }
    return s.n > 0 && hashes <= 1;
}

static bool is_right(Ease e, Str value)
{
    if (e == HARD || e == FREE) return e == FREE;
    if (e == NAME) return is_name(value);
    for (Cut c = {.tail = value, .ok = true}; c.ok;) {
        c = str_cut(c.tail, ' ');
        if (!(e == NAMES ? is_name(c.head) : is_pointer(c.head))) return false;
    }
    return true;
}

static void count(Census *c, const Tree *t)
{
    for (const Node *n = &t->root; n; n = tei_walk(n, NULL)) {
        Tag tag = tei_tag(n);
        c->has[TEI_NONE][tag] = c->has[tei_tag(n->parent)][tag] = true;
        for (const Value *v = is_element(n) ? n->values : NULL; v; v = v->next) {
            int att = v->att < ATT_MAX ? v->att : ATT_NONE;
            if (!c->with[tag][att]) c->with[tag][att] = !is_right(c->ease[tag][att], (Str){v->s, v->n});
        }
    }
}

bool tei_is_left(const Census *c, const Node *n, const Value *v)
{
    return v->att >= ATT_MAX || c->with[tei_tag(n)][v->att];
}

/* ---- what cannot be taken in the content of `owner`; of TEI_NONE: anywhere */
static bool gone(const Census *, const xmlNode *, Tag owner);

static bool any_gone(const Census *c, const xmlNode *n, Tag owner)
{
    for (const xmlNode *kid = n->children; kid; kid = kid->next)
        if (gone(c, kid, owner)) return true;
    return false;
}

static bool all_gone(const Census *c, const xmlNode *n, Tag owner)
{
    for (const xmlNode *kid = n->children; kid; kid = kid->next)
        if (kid->type == XML_ELEMENT_NODE && !gone(c, kid, owner)) return false;
    return true;
}

static bool gone(const Census *c, const xmlNode *n, Tag owner)
{
    if (is(n, S("ref"))) return gone(c, table_find(c->defines, name_of(n)), owner);
    if (is(n, S("choice"))) return all_gone(c, n, owner);
    if (is(n, S("group")) || is(n, S("oneOrMore")) || is(n, S("define"))) return any_gone(c, n, owner);
    Tag tag = is(n, S("element")) ? tag_named(name_of(n)) : TEI_NONE;
    return tag != TEI_NONE && !c->has[owner][tag];
}

/* An attribute that may be missing, and is missing on each element of the name. */
static bool unused(const Census *c, xmlNode *n, Tag owner)
{
    if (is(n, S("ref"))) {
        xmlNode *define = table_find(c->defines, name_of(n));
        n = define ? xmlFirstElementChild(define) : NULL;
        if (!n || xmlNextElementSibling(n)) return false;
    }
    const xmlNode *kid = is(n, S("optional")) ? xmlFirstElementChild(n) : NULL;
    Att att = is(kid, S("attribute")) ? tei_att_named(name_of(kid)) : ATT_NONE;
    return att != ATT_NONE && !c->with[owner][att];
}

/* ---- cutting it away */
static void drop(xmlNode *n)
{
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* Nothing is what may be there and is not.  It is written out only where it is all: libxml2 2.9 takes an <empty/> that
   stands beside other things in an element for an attribute. */
static void leave_out(xmlNode *n)
{
    if (xmlNextElementSibling(n) || xmlPreviousElementSibling(n)) {
        drop(n);
        return;
    }
    while (n->children) drop(n->children);
    xmlNodeSetName(n, bytes_of("empty"));
}

/* A set of attributes gives way to those in it, since not all of them may be in use. */
static void unfold(const Census *c, xmlNode *element)
{
    for (xmlNode *ref = xmlFirstElementChild(element), *next; ref; ref = next) {
        next = xmlNextElementSibling(ref);
        xmlNode *set = is(ref, S("ref")) ? table_find(c->defines, name_of(ref)) : NULL;
        xmlNode *kid = set ? xmlFirstElementChild(set) : NULL;
        if (!is(kid, S("ref")) || !str_starts(name_of(ref), S("att."))) continue;
        for (; kid; kid = xmlNextElementSibling(kid)) xmlAddPrevSibling(ref, xmlCopyNode(kid, 1));
        drop(ref);
    }
}

/* A set of elements, as all that may stand in running text, gives way to a copy of it: few of them stand in any one. */
static xmlNode *spread(const Census *c, xmlNode *ref)
{
    xmlNode *set = is(ref, S("ref")) ? table_find(c->defines, name_of(ref)) : NULL;
    xmlNode *choice = set ? xmlFirstElementChild(set) : NULL;
    if (!is(choice, S("choice")) || xmlNextElementSibling(choice)) return ref;
    xmlNode *copy = xmlAddPrevSibling(ref, xmlCopyNode(choice, 1));
    drop(ref);
    return copy;
}

static void cut(const Census *c, xmlNode *n, Tag owner)
{
    bool among = is(n, S("choice")), choice = among && !all_gone(c, n, owner);
    for (xmlNode *kid = xmlFirstElementChild(n), *next; kid; kid = next) {
        bool free = !among && (is(kid, S("optional")) || is(kid, S("zeroOrMore")));
        next = xmlNextElementSibling(kid);
        kid = owner != TEI_NONE ? spread(c, kid) : kid;
        if ((choice && gone(c, kid, owner)) || (owner != TEI_NONE && unused(c, kid, owner))) drop(kid);
        else if (free && any_gone(c, kid, owner)) leave_out(kid);
        else if (!is(kid, S("attribute"))) cut(c, kid, owner);
    }
}

static void cut_element(const Census *c, xmlNode *element)
{
    Tag owner = tag_named(name_of(element));
    if (owner != TEI_NONE) unfold(c, element);
    cut(c, element, owner);
    if (!xmlFirstElementChild(element)) xmlNewChild(element, NULL, bytes_of("empty"), NULL);
}

const Census *tei_lean(Arena *a, xmlDoc *schema, const Tree *t)
{
    Census *c = new(a, Census, 1);
    xmlNode *grammar = xmlDocGetRootElement(schema);
    c->defines = table_new(a);
    for (xmlNode *d = grammar->children; d; d = d->next)
        if (is(d, S("define"))) table_put(c->defines, name_of(d), d);
    for (xmlNode *d = grammar->children; d; d = d->next) {
        xmlNode *element = is(d, S("define")) ? xmlFirstElementChild(d) : NULL;
        Tag owner = is(element, S("element")) ? tag_named(name_of(element)) : TEI_NONE;
        for (xmlNode *kid = owner ? element->children : NULL; kid; kid = kid->next) learn(c, kid, owner);
    }
    count(c, t);
    for (xmlNode *d = grammar->children; d; d = d->next) {
        xmlNode *kid = is(d, S("define")) ? xmlFirstElementChild(d) : NULL;
        if (is(kid, S("element"))) cut_element(c, kid);
        else if (kid) cut(c, d, TEI_NONE);
    }
    return c;
}
